//! `gouji check --annotate`: annotated copies of the documents into a folder, never over a
//! document; a web page where a file cannot carry notes.

use super::args::CheckArgs;
use super::documents::{Documents, GivenDocument};
use super::{Status, output, place};
use gouji_audit::audit::DocumentAudit;
use gouji_report::report::{self, Options};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What the names of reports and copies end in, before the extension: such files are left out when
/// a folder is walked.
const MARK: &str = ".gouji";

/// Where the copies go.
pub(crate) struct Copies {
    folder: PathBuf,
    /// For each document, for each of its files the paths of its copy and of the page instead of
    /// it.
    names: Vec<Vec<[PathBuf; 2]>>,
    #[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "copies are made of formats"))]
    ticks: bool,
    page: Options,
}

/// What became of the copies of a document.
#[derive(Debug, Default)]
pub(crate) struct WrittenCopies {
    /// Copies with notes.
    copies: usize,
    /// Those of them that nothing was noted on: the file as it is.
    bare: usize,
    /// Web pages instead.
    pages: usize,
    /// What to say, in lines.
    said: String,
    failed: bool,
}

impl WrittenCopies {
    /// Takes up those of another document.
    pub(crate) fn add(&mut self, other: Self) {
        output::say(&other.said);
        self.copies += other.copies;
        self.bare += other.bare;
        self.pages += other.pages;
        self.failed |= other.failed;
    }
}

impl Copies {
    /// Makes the folder and finds names; `None` where no copies are wanted.
    pub(crate) fn new(
        args: &CheckArgs,
        found: &Documents,
        page: &Options,
    ) -> Result<Option<Self>, Status> {
        let Some(folder) = args.annotate.clone() else { return Ok(None) };
        let inputs: BTreeSet<PathBuf> = found
            .list
            .iter()
            .flatten()
            .flat_map(GivenDocument::paths)
            .filter_map(|path| std::fs::canonicalize(path).ok())
            .collect();
        let mut taken = BTreeSet::new();
        let mut names = |given: &GivenDocument| {
            let name = |path: &PathBuf| match given.converted(path) {
                Some(converted) => path.with_extension(converted.target.extension()),
                // these come back written anew
                None if ["xls", "ods"].iter().any(|old| {
                    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(old))
                }) =>
                {
                    path.with_extension("xlsx")
                }
                None => path.clone(),
            };
            given
                .paths()
                .map(|path| free(&folder, (path, &name(path)), &inputs, &mut taken))
                .collect()
        };
        let names: Vec<Vec<[PathBuf; 2]>> = found
            .list
            .iter()
            .map(|given| given.as_ref().map(&mut names).unwrap_or_default())
            .collect();
        if let Err(why) = place::free(names.iter().flatten().flatten().map(PathBuf::as_path)) {
            output::say(&format!("批注的副本不能更新：{why}\n"));
            return Err(Status::Failed);
        }
        if let Err(why) = place::make(&folder, true) {
            output::say(&format!("批注写不到文件夹 {}：{why}\n", folder.display()));
            return Err(Status::Usage);
        }
        Ok(Some(Self { folder, names, ticks: args.annotate_ticks, page: page.clone() }))
    }

    /// Writes the copies of a document.
    pub(crate) fn write(
        &self,
        index: usize,
        given: &GivenDocument,
        document: &DocumentAudit,
    ) -> WrittenCopies {
        let mut out = WrittenCopies::default();
        let names = self.names.get(index).map_or(&[][..], Vec::as_slice);
        let loaded = match given.load() {
            Ok(loaded) => loaded,
            Err(unreadable) => {
                out.failed = true;
                out.said = format!("{}：{}\n", unreadable.path, unreadable.message);
                return out;
            }
        };
        let files = loaded.files();
        let is_set = files.len() > 1;
        let mut has_page = false;
        for ((path, bytes), [target, page]) in files.into_iter().zip(names) {
            let result = match self.copy(document, is_set.then_some(path), bytes) {
                Ok(copy) => {
                    out.copies += 1;
                    out.bare += usize::from(copy == bytes);
                    output::write_file(target, &copy)
                }
                Err(why) => {
                    out.said
                        .push_str(&format!("{path}：{why}；结果写成了网页 {}\n", page.display()));
                    // the page shows all files of a set
                    if std::mem::replace(&mut has_page, true) {
                        continue;
                    }
                    out.pages += 1;
                    output::write_made(page, |out| report::page(document, &self.page, out))
                }
            };
            if let Err(why) = result {
                out.failed = true;
                out.said.push_str(&format!("{why}\n"));
            }
        }
        out
    }

    #[cfg(feature = "formats")]
    fn copy(
        &self,
        document: &DocumentAudit,
        file: Option<&str>,
        bytes: &[u8],
    ) -> Result<Vec<u8>, String> {
        let imprint = Some(&self.page.imprint);
        let options = gouji_annotate::annotate::CopyOptions { ticks: self.ticks, imprint };
        gouji_annotate::annotate::annotate(document, file, bytes, options)
            .map_err(|refusal| refusal.to_string())
    }

    #[cfg(not(feature = "formats"))]
    fn copy(&self, _: &DocumentAudit, _: Option<&str>, _: &[u8]) -> Result<Vec<u8>, String> {
        Err("这个程序没有编入办公文件格式（formats）".to_owned())
    }

    /// Says how many there are; whether all could be written.
    pub(crate) fn end(&self, written: &WrittenCopies) -> bool {
        let pages = if written.pages > 0 {
            format!("，网页 {} 份", written.pages)
        } else {
            String::new()
        };
        let bare = match written.bare {
            0 => String::new(),
            some => format!(
                "，其中 {some} 份没有要批注的，与原文件完全一样，上面没有审核日期和规则（要凭据的加 --opinion）"
            ),
        };
        output::say(&format!(
            "批注后的文件在 {}：{} 份{bare}{pages}；原文件没有改动\n",
            self.folder.display(),
            written.copies
        ));
        !written.failed
    }
}

/// Paths that no other copy has, and at which no document of the run is: `决算.gouji.xlsx`,
/// `决算.xlsx.gouji.html`. `copied` is the document with the extension of its copy.
fn free(
    folder: &Path,
    (document, copied): (&Path, &Path),
    inputs: &BTreeSet<PathBuf>,
    taken: &mut BTreeSet<PathBuf>,
) -> [PathBuf; 2] {
    let text = |part: Option<&std::ffi::OsStr>| {
        part.map_or_else(String::new, |part| part.to_string_lossy().into_owned())
    };
    let stem = text(document.file_stem());
    // a copy of a copy has the same name
    let stem = stem.strip_suffix(MARK).filter(|stem| !stem.is_empty()).unwrap_or(&stem);
    let dotted = |path: &Path| match text(path.extension()) {
        extension if extension.is_empty() => extension,
        extension => format!(".{extension}"),
    };
    let (dotted, copied) = (dotted(document), dotted(copied));
    let is_free = |path: &PathBuf| {
        // names are compared as Windows does
        let small = PathBuf::from(path.to_string_lossy().to_lowercase());
        !taken.contains(&small)
            && !std::fs::canonicalize(path).is_ok_and(|path| inputs.contains(&path))
    };
    let numbered =
        (1..).map(|number| if number == 1 { stem.to_owned() } else { format!("{stem}-{number}") });
    let mut paths = numbered.map(|stem| {
        [
            folder.join(format!("{stem}{MARK}{copied}")),
            folder.join(format!("{stem}{dotted}{MARK}.html")),
        ]
    });
    let found = paths.find(|paths| paths.iter().all(is_free)).unwrap_or_default();
    taken.extend(found.iter().map(|path| PathBuf::from(path.to_string_lossy().to_lowercase())));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_never_has_the_name_of_a_document() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let path = root.join("决算.gouji.xlsx");
        std::fs::write(&path, "x").unwrap();
        let inputs: BTreeSet<PathBuf> = [std::fs::canonicalize(&path).unwrap()].into();
        let mut taken = BTreeSet::new();
        let mut names = |document: &Path| {
            let [copy, page] = free(Path::new(""), (document, document), &inputs, &mut taken);
            format!("{} {}", copy.display(), page.display())
        };
        assert_eq!(names(Path::new("甲/决算.docx")), "决算.gouji.docx 决算.docx.gouji.html");
        assert_eq!(names(Path::new("乙/决算.DOCX")), "决算-2.gouji.DOCX 决算-2.DOCX.gouji.html");
        assert_eq!(names(Path::new("决算.gouji.pdf")), "决算.gouji.pdf 决算.pdf.gouji.html");
        assert_eq!(
            free(root, (&path, &path), &inputs, &mut BTreeSet::new())[0],
            root.join("决算-2.gouji.xlsx")
        );
    }
}
