//! From paths to documents: folders are walked, files are read and audited in parallel, the order stays that of the paths.

use super::engine::Engine;
use super::output;
use crate::audit::{Outcome, Unreadable};
use crate::form::Facts;
use ignore::WalkBuilder;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Larger files are not read.
const LIMIT: u64 = 256 << 20;

/// The documents that the paths stand for.
#[derive(Debug, Default)]
pub struct Documents {
    /// Files in order, or why there is none.
    pub list: Vec<Result<PathBuf, Unreadable>>,
    /// Files in folders that are no documents by their name.
    pub skipped: usize,
}

/// Finds the documents: a file stands for itself, a folder for the documents in it, sorted.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Documents {
    let mut out = Documents::default();
    let mut seen = std::collections::BTreeSet::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut out, &mut seen);
        } else if seen.insert(path.clone()) {
            out.list.push(Ok(path.clone()));
        }
    }
    out
}

fn walk(folder: &Path, out: &mut Documents, seen: &mut std::collections::BTreeSet<PathBuf>) {
    let before = out.list.len();
    let walker = WalkBuilder::new(folder).standard_filters(false).hidden(true).follow_links(true).sort_by_file_path(Path::cmp).build();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.into_path();
                if !is_document(&path) {
                    out.skipped += 1;
                } else if seen.insert(path.clone()) {
                    out.list.push(Ok(path));
                }
            }
            Ok(_) => {}
            Err(error) => {
                let why = error.io_error().map_or_else(|| "链接成环".to_owned(), output::reason);
                let message = format!("文件夹中有一处进不去：{why}；请检查权限");
                out.list.push(Err(Unreadable { path: folder.display().to_string(), message }));
            }
        }
    }
    if out.list.len() == before {
        let message = format!("文件夹中没有可以审核的文件（{} 等）；请检查路径", crate::read::extensions().collect::<Vec<_>>().join("、"));
        out.list.push(Err(Unreadable { path: folder.display().to_string(), message }));
    }
}

/// By its name: a known extension, not a temporary file of an office program, not a report of ours.
pub fn is_document(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    crate::read::extensions().any(|known| known == extension) && !name.starts_with("~$") && !name.contains(".gouji.")
}

/// Reads and audits all documents of one engine, in their order.
#[must_use]
pub fn audit(engine: &Engine, documents: Documents) -> Vec<Outcome> {
    documents.list.par_iter().map(|document| document.as_ref().map_err(Clone::clone).and_then(|path| one(engine, path, None))).collect()
}

/// Agency, year and kind of each document; `None` where it cannot be read.
#[must_use]
pub fn facts(engine: &Engine, list: &[&Result<PathBuf, Unreadable>]) -> Vec<Option<Facts>> {
    list.par_iter()
        .map(|document| {
            let path = document.as_ref().ok()?;
            let bytes = std::fs::metadata(path).ok().filter(|found| found.len() <= LIMIT).and_then(|_| std::fs::read(path).ok())?;
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| engine.facts(&path.display().to_string(), &bytes))).ok()?
        })
        .collect()
}

/// Reads and audits one document, beside last year's if that is given with its index in the run.
pub fn one(engine: &Engine, path: &Path, last_year: Option<(usize, &PathBuf)>) -> Outcome {
    let name = path.display().to_string();
    let unreadable = |message: String| Err(Unreadable { path: name.clone(), message });
    match std::fs::metadata(path) {
        Ok(found) if found.len() > LIMIT => {
            return unreadable(format!("文件超过 {} MB，没有审核；请拆分后再试", LIMIT >> 20));
        }
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return unreadable("没有这个文件；请检查路径和文件名是否写对".to_owned());
        }
        Err(error) => return unreadable(format!("文件打不开：{}", output::reason(&error))),
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return unreadable(format!("文件读不出来：{}", output::reason(&error))),
    };
    // One document that brings the engine down must not take the others with it.
    let audited = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let last = last_year.and_then(|(index, path)| Some((index, path.display().to_string(), std::fs::read(path).ok()?)));
        match last {
            Some((index, path, before)) => engine.audit_after(&name, &bytes, (index, &path, &before)),
            None => engine.audit(&name, &bytes),
        }
    }));
    audited.unwrap_or_else(|_| unreadable("审核这份文件时程序出错，没有结果；其他文件不受影响".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_documents_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("乙 单位")).unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        for name in ["b.TXT", "乙 单位/决算.md", "a.csv", "程序.exe", "~$a.txt", ".git/x.txt", "a.gouji.txt"] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        let found = find(&[root.to_owned(), root.join("a.csv"), root.join("没有.txt")]);
        let names: Vec<String> = found
            .list
            .iter()
            .map(|path| path.as_ref().unwrap().strip_prefix(root).unwrap().display().to_string().replace('\\', "/"))
            .collect();
        assert_eq!(names, ["a.csv", "b.TXT", "乙 单位/决算.md", "没有.txt"]);
        assert_eq!(found.skipped, 3);
    }

    #[test]
    fn an_empty_folder_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let found = find(&[folder.path().to_owned()]);
        assert!(matches!(found.list.as_slice(), [Err(_)]));
    }
}
