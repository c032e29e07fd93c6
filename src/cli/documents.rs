//! From paths to documents: folders are walked, files are read and audited in parallel, the order
//! stays that of the paths.

use super::args::ReadingArgs;
use super::convert::{Conversions, Converted};
use super::engine::LoadedRules;
use super::input::{self, FileRefusal};
use super::loaded::Loaded;
use super::ocr::OcrProgram;
use super::output;
use gouji_audit::audit::{DocumentAudit, DocumentOutcome, GivenFile, Unreadable, Why};
use gouji_forms::form::Facts;
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::error::UnreadableCode;
use gouji_values::lang::bilingual;
use ignore::WalkBuilder;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The documents that the paths stand for.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Files in order, or why there is none.
    pub list: Vec<Result<GivenDocument, Unreadable>>,
    /// Files in folders that are no documents by their name.
    pub skipped: usize,
    /// What was converted; its files last as long as this value.
    conversions: Conversions,
    /// The program that reads pages that are pictures.
    pub ocr: Option<Arc<OcrProgram>>,
    /// The day of the audit, where it is not today's.
    pub today: Option<String>,
    /// Layers of rules with mistakes are left out.
    pub without_broken: bool,
}

impl Documents {
    /// One document.
    #[must_use]
    pub(crate) fn one(given: GivenDocument) -> Self {
        Self { list: vec![Ok(given)], ..Self::default() }
    }

    /// Documents as the options say that they are read.
    #[must_use]
    pub(crate) fn read_as(self, reading: &ReadingArgs) -> Self {
        let ocr = reading.ocr.as_deref().map(OcrProgram::of);
        Self { ocr, ..self.converted(reading.convert.as_deref()) }
    }

    /// Has an office program convert the documents that are not read as they are; `asked`: the
    /// program of `--convert`.
    #[must_use]
    pub(crate) fn converted(mut self, asked: Option<&str>) -> Self {
        let paths = self.list.iter().flatten().flat_map(GivenDocument::paths);
        self.conversions = Conversions::make(paths, asked);
        for given in self.list.iter_mut().flatten() {
            given.converted =
                given.paths().filter_map(|path| self.conversions.of(path).cloned()).collect();
        }
        self
    }
}

/// A document as it was given: a file, or several that are one document set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GivenDocument {
    /// The file, of a set the first one.
    pub path: PathBuf,
    /// The others of a set.
    pub with: Vec<PathBuf>,
    /// Those of them that an office program wrote anew.
    pub converted: Vec<Converted>,
}

impl GivenDocument {
    /// A document of one file.
    #[must_use]
    pub(crate) fn file(path: PathBuf) -> Self {
        Self { path, with: Vec::new(), converted: Vec::new() }
    }

    /// All its files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.path).chain(&self.with)
    }

    /// What an office program made of one of its files.
    #[must_use]
    pub(crate) fn converted(&self, path: &Path) -> Option<&Converted> {
        self.converted.iter().find(|converted| converted.of == path)
    }

    /// As reports call it.
    #[must_use]
    pub(crate) fn name(&self) -> String {
        self.paths().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" + ")
    }

    /// Reads its files.
    pub(crate) fn load(&self) -> Result<Loaded, Unreadable> {
        let name = self.name();
        let read = |path: &PathBuf| match self.converted(path) {
            None => bytes(path),
            Some(converted) => match &converted.file {
                Ok(file) => bytes(file),
                Err(why) => Err(Unreadable::new(
                    "",
                    UnreadableCode::Unsupported,
                    not_converted(path, &converted.by, why),
                )),
            },
        };
        let files: Result<Vec<_>, _> =
            self.paths().map(|path| Ok((path.display().to_string(), read(path)?))).collect();
        match files {
            Ok(files) => Ok(Loaded { name, files }),
            Err(why) => Err(Unreadable { path: name, ..why }),
        }
    }
}

/// Finds the documents: a file stands for itself, a folder for the documents in it, sorted; the
/// files of `together` are one document, but a folder among them is walked all the same. `together`
/// without files means all those of `paths`.
#[must_use]
pub(crate) fn find(paths: &[PathBuf], together: Option<&[PathBuf]>) -> Documents {
    let mut out = Documents::default();
    let mut seen = std::collections::BTreeSet::new();
    let (alone, set) = match together {
        None => (paths, &[][..]),
        Some([]) => (&[][..], paths),
        Some(set) => (paths, set),
    };
    for path in alone {
        if path.is_dir() {
            walk(path, &mut out, &mut seen);
        } else if seen.insert(path.clone()) {
            out.list.push(Ok(GivenDocument::file(path.clone())));
        }
    }
    let (folders, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
        set.iter().partition(|path| path.is_dir());
    let mut files = files
        .into_iter()
        .filter(|path| seen.insert((*path).clone()))
        .cloned()
        .collect::<Vec<_>>()
        .into_iter();
    if let Some(path) = files.next() {
        out.list.push(Ok(GivenDocument { path, with: files.collect(), converted: Vec::new() }));
    }
    folders.into_iter().for_each(|folder| walk(folder, &mut out, &mut seen));
    out
}

fn walk(folder: &Path, out: &mut Documents, seen: &mut std::collections::BTreeSet<PathBuf>) {
    let before = out.list.len();
    let walker = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walker {
        match entry {
            // a pipe that is named like a document is one that cannot be read
            Ok(entry) if entry.file_type().is_some_and(|kind| !kind.is_dir()) => {
                let path = entry.into_path();
                if !is_document(&path) {
                    out.skipped += 1;
                } else if seen.insert(path.clone()) {
                    out.list.push(Ok(GivenDocument::file(path)));
                }
            }
            Ok(_) => {}
            Err(error) => {
                let why = error.io_error().map_or_else(|| "链接成环".to_owned(), output::reason);
                let message = format!("文件夹中有一处进不去：{why}；请检查权限");
                out.list.push(Err(Unreadable::new(
                    folder.display().to_string(),
                    UnreadableCode::FolderClosed,
                    message,
                )));
            }
        }
    }
    if out.list.len() == before {
        let message = format!(
            "文件夹中没有可以审核的文件（{} 等）；请检查路径",
            gouji_read::read::extensions().collect::<Vec<_>>().join("、")
        );
        out.list.push(Err(Unreadable::new(
            folder.display().to_string(),
            UnreadableCode::FolderEmpty,
            message,
        )));
    }
}

/// By its name.
pub(crate) fn is_document(path: &Path) -> bool {
    path.file_name().is_some_and(|name| gouji_read::read::is_document_name(&name.to_string_lossy()))
}

/// Reads and audits all documents of one engine, in their order, each beside those that its rules
/// may name.
#[must_use]
pub(crate) fn audit(engine: &LoadedRules, documents: Documents) -> Vec<DocumentOutcome> {
    let list = documents.list;
    let all: Vec<_> = list.iter().collect();
    let found = if list.len() > 1 { beside(engine, &all) } else { Beside::default() };
    let companions = &found.companions;
    let other =
        |(name, at): &'_ (String, usize)| Some((name.clone(), *at, list.get(*at)?.as_ref().ok()?));
    list.par_iter()
        .enumerate()
        .map(|(index, document)| {
            let given = document.as_ref().map_err(Clone::clone)?;
            let beside: Vec<_> =
                companions.get(index).into_iter().flatten().filter_map(other).collect();
            let beside: Vec<_> =
                beside.iter().map(|(name, at, given)| (name.as_str(), *at, *given)).collect();
            let mut outcome = one(engine, given, &beside);
            if let Ok(audit) = &mut outcome {
                tell_beside(engine, &all, (index, &found), audit);
            }
            outcome
        })
        .collect()
}

/// What stands beside each of several documents, and why what formulas name does not.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// The others of its agency that formulas name, each with that name and its index.
    pub(crate) companions: Vec<Vec<(String, usize)>>,
    /// Why there is none under a name, where others of the run may be it.
    pub(crate) unmet: Vec<Vec<(String, Why)>>,
    /// What each document is.
    pub(crate) facts: Vec<Option<Facts>>,
    /// Whether each document stands beside another one.
    pub(crate) is_named: Vec<bool>,
}

/// In a run of more documents it is not looked for which of them has a table.
const FEW: usize = 12;
/// In a run of more documents it is not looked for why none stands under a name.
const SOME: usize = 200;

/// Says why rules of the author's own did not find what they name in other documents of the run.
pub(crate) fn tell_beside(
    engine: &LoadedRules,
    list: &[&Result<GivenDocument, Unreadable>],
    (own, beside): (usize, &Beside),
    audit: &mut DocumentAudit,
) {
    audit.is_beside = beside.is_named.get(own).copied().unwrap_or(false);
    if let Some(unmet) = beside.unmet.get(own) {
        gouji_engine::engine::tell_unmet(audit, unmet);
    }
    let (Ok(ruleset), true) = (engine.ruleset(), (2..=FEW).contains(&list.len())) else { return };
    let words = engine.vocabulary();
    let find = |form: &str| {
        let schema = ruleset.forms.iter().find(|own| own.id == form)?;
        let is_own = ruleset.author_layers.iter().any(|layer| schema.origin.layer == *layer);
        let titles = Some(&schema.titles.plain).filter(|all| is_own && !all.is_empty())?;
        let facts = |at: usize| beside.facts.get(at).and_then(Option::as_ref);
        let mut others = list.iter().enumerate().filter(|(at, _)| *at != own);
        others.find_map(|(at, given)| {
            let given = given.as_ref().ok()?;
            if !engine.prints(&given.load().ok()?, titles) {
                return None;
            }
            let path = gouji_engine::engine::path_beside(facts(own)?, facts(at)?, form, &words);
            let name = given.name();
            let name = name.rsplit(['/', '\\']).next().unwrap_or("").to_owned();
            Some((name, path))
        })
    };
    gouji_engine::engine::tell_form_beside(audit, &find);
}

/// What stands beside each of several documents under the same rules.
pub(crate) fn beside(engine: &LoadedRules, list: &[&Result<GivenDocument, Unreadable>]) -> Beside {
    let (facts, words) = (facts(engine, list), engine.vocabulary());
    let companions = gouji_engine::engine::companions(&facts, &words);
    let names = list.iter().map(|given| given.as_ref().map(GivenDocument::name).ok());
    let names: Vec<String> = names.map(Option::unwrap_or_default).collect();
    let documents: Vec<(&str, Option<Facts>)> =
        names.iter().map(String::as_str).zip(facts.iter().cloned()).collect();
    let of = |own: usize| gouji_engine::engine::unmet(own, &documents, &companions, &words);
    // each document is held against each other one
    let has_own_rules = engine.ruleset().is_ok_and(|rules| !rules.author_layers.is_empty());
    let is_told = has_own_rules && list.len() <= SOME;
    let unmet = if is_told { (0..companions.len()).map(of).collect() } else { Vec::new() };
    let mut is_named = vec![false; companions.len()];
    for (_, at) in companions.iter().flatten() {
        if let Some(place) = is_named.get_mut(*at) {
            *place = true;
        }
    }
    Beside { companions, unmet, facts, is_named }
}

/// Agency, year and kind of each document; `None` where it cannot be read.
#[must_use]
pub(crate) fn facts(
    engine: &LoadedRules,
    list: &[&Result<GivenDocument, Unreadable>],
) -> Vec<Option<Facts>> {
    list.par_iter()
        .map(|document| facts_of(engine, &document.as_ref().ok()?.load().ok()?))
        .collect()
}

/// Agency, year and kind of a document whose files were read.
pub(crate) fn facts_of(engine: &LoadedRules, loaded: &Loaded) -> Option<Facts> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| engine.facts(loaded))).ok()?
}

/// Reads and audits one document, beside others that are given by name and with their index in the
/// run.
pub(crate) fn one(
    engine: &LoadedRules,
    given: &GivenDocument,
    others: &[(&str, usize, &GivenDocument)],
) -> DocumentOutcome {
    let loaded = given.load()?;
    let mut outcome = audited(&loaded, || {
        let others: Vec<_> = others
            .iter()
            .filter_map(|(name, index, given)| Some((*name, *index, given.load().ok()?)))
            .collect();
        let others: Vec<_> =
            others.iter().map(|(name, index, loaded)| (*name, *index, loaded)).collect();
        engine.audit(&loaded, &others)
    });
    if let Ok(document) = &mut outcome {
        document.notices.extend(given.converted.iter().map(said));
        // what was given is known again, not what a program made of it
        for (path, file) in given.paths().zip(&mut document.files) {
            if given.converted(path).is_some()
                && !file.sha256.is_empty()
                && let Ok(bytes) = bytes(path)
            {
                *file = GivenFile::of(&file.name, &bytes);
            }
        }
    }
    outcome
}

/// What an audit of a document comes to. One document that brings the engine down must not take the
/// others with it.
pub(crate) fn audited(loaded: &Loaded, audit: impl FnOnce() -> DocumentOutcome) -> DocumentOutcome {
    let mut outcome =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(audit)).unwrap_or_else(|_| {
            Err(Unreadable::new(
                loaded.name.clone(),
                UnreadableCode::Internal,
                "审核这份文件时程序出错，没有结果；其他文件不受影响",
            ))
        });
    if let Err(unreadable) = &mut outcome {
        let mut files = loaded.files().into_iter();
        if files.any(|(name, bytes)| gouji_read::read::target(name, bytes).is_some()) {
            unreadable.message.push_str(ADVICE);
        }
    }
    outcome
}

/// What the user may do where an office program could convert a document, and none is there.
const ADVICE: &str =
    "；也可以安装 LibreOffice，gouji 会自动用它转换，或者用 --convert 指定转换程序";

/// The notice that a file was converted before it was audited.
fn said(converted: &Converted) -> Notice {
    let name = converted.of.file_name().unwrap_or_default().to_string_lossy();
    let (by, target) = (&converted.by, converted.target.extension());
    let message = bilingual!(
        "{name} 由 {by} 转换成 {target} 后审核，原文件没有改动；转换可能改变版面，请以原文件为准",
        "{name} was converted to {target} by {by} and then audited, the file itself was not changed; as the layout may change, the file itself is what counts"
    );
    Notice::whole(NoticeCode::FileConverted, message)
}

/// Why a document that was to be converted is not read.
fn not_converted(path: &Path, by: &str, why: &str) -> String {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    format!(
        "{by} 没有把这份 {extension} 文件转换出来：{why}；请在原程序中打开，另存为 docx 或 xlsx 后再审核"
    )
}

/// The bytes of a file, or why there are none.
fn bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let why = |refusal: &FileRefusal| match refusal {
        FileRefusal::Missing => "没有这个文件；请检查路径和文件名是否写对".to_owned(),
        FileRefusal::TooLarge(_) => format!("文件{}，没有审核；请拆分后再试", refusal.words()),
        FileRefusal::Kind(_) => refusal.words(),
        FileRefusal::System { why, .. } => format!("文件打不开：{why}"),
    };
    input::read(path, input::DOCUMENT).map_err(|refusal| {
        let is_large = matches!(refusal, FileRefusal::TooLarge(_));
        let code = if is_large { UnreadableCode::Limit } else { UnreadableCode::NotOpened };
        Unreadable::new(path.display().to_string(), code, why(&refusal)).because(refusal)
    })
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
        for name in [
            "b.TXT",
            "乙 单位/决算.md",
            "a.csv",
            "程序.exe",
            "~$a.txt",
            ".git/x.txt",
            "a.gouji.txt",
        ] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        let found = find(&[root.to_owned(), root.join("a.csv"), root.join("没有.txt")], None);
        let names: Vec<String> = found
            .list
            .iter()
            .map(|given| {
                given
                    .as_ref()
                    .unwrap()
                    .path
                    .strip_prefix(root)
                    .unwrap()
                    .display()
                    .to_string()
                    .replace('\\', "/")
            })
            .collect();
        assert_eq!(names, ["a.csv", "b.TXT", "乙 单位/决算.md", "没有.txt"]);
        assert_eq!(found.skipped, 3);
    }

    #[test]
    fn an_empty_folder_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let found = find(&[folder.path().to_owned()], None);
        assert!(matches!(found.list.as_slice(), [Err(_)]));
    }

    #[test]
    fn files_together_are_one_document_and_folders_are_walked() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "x").unwrap();
        let (text, forms, other) =
            (PathBuf::from("正文.txt"), PathBuf::from("附表.txt"), PathBuf::from("丙.txt"));
        let names = |found: Documents| {
            found.list.iter().map(|given| given.as_ref().unwrap().name()).collect::<Vec<_>>()
        };
        let set = [text.clone(), forms.clone(), folder.path().to_owned()];
        let walked = folder.path().join("a.txt").display().to_string();
        assert_eq!(
            names(find(std::slice::from_ref(&other), Some(&set))),
            ["丙.txt", "正文.txt + 附表.txt", walked.as_str()]
        );
        assert_eq!(names(find(&[text.clone(), forms], Some(&[]))), ["正文.txt + 附表.txt"]);
        assert_eq!(names(find(&[], Some(&[text.clone(), text]))), ["正文.txt"]);
    }
}
