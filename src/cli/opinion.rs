//! `gouji check --opinion`: the papers to sign, as a file, or one for each unit in a folder.

use super::args::{CheckArgs, OpinionFormat};
use super::browser::Browser;
use super::documents::{Documents, GivenDocument};
use super::output::{self, FileNames};
use super::{Status, place};
use gouji_audit::audit::DocumentOutcome;
use gouji_papers::opinion::{Opinion, html};
use gouji_report::report::totals::RunTotals;
use gouji_report::report::{Imprint, Options};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a paper in a folder is called behind the name of its document.
const NAME: &str = "-审核意见";
/// What the paper on the run is called in a folder.
const RUN: &str = "汇总";

/// What a paper is written as.
#[derive(Debug)]
enum Kind {
    Html,
    #[cfg(feature = "formats")]
    Docx,
    #[cfg(feature = "formats")]
    Template(Box<gouji_papers::opinion::Template>),
    /// The page, printed by a browser.
    Pdf(Browser),
}

impl Kind {
    fn extension(&self) -> &'static str {
        match self {
            Self::Html => "html",
            #[cfg(feature = "formats")]
            Self::Docx | Self::Template(_) => "docx",
            Self::Pdf(_) => "pdf",
        }
    }

    /// The bytes of papers, which begin on a new page each.
    fn made(&self, opinions: &[Opinion]) -> Result<Vec<u8>, String> {
        match self {
            Self::Html => Ok(html(opinions).into_bytes()),
            #[cfg(feature = "formats")]
            Self::Docx => Ok(gouji_papers::opinion::docx(opinions)),
            // a run has a paper of its own, which is no form of the user's
            #[cfg(feature = "formats")]
            Self::Template(template) => match opinions {
                [one] if !one.is_of_run() => {
                    template.fill(one).map_err(|refusal| refusal.to_string())
                }
                all => Ok(gouji_papers::opinion::docx(all)),
            },
            Self::Pdf(browser) => browser.print(&html(opinions)),
        }
    }
}

/// The papers of a run.
pub(crate) struct Opinions {
    path: PathBuf,
    is_folder: bool,
    kind: Kind,
    imprint: Imprint,
    failed: bool,
}

impl Opinions {
    /// Finds out how the papers are to be written; `None` where none are wanted.
    pub(crate) fn new(
        args: &CheckArgs,
        found: &Documents,
        page: &Options,
    ) -> Result<Option<Self>, Status> {
        let Some(path) = args.opinion.clone() else { return Ok(None) };
        let is_folder = place::is_folder(&path);
        let refuse = |why: String| {
            output::say(&format!("{why}\n"));
            Status::Usage
        };
        let folder = is_folder.then(|| args.opinion_format.unwrap_or(OpinionFormat::Docx));
        if folder.is_none() && args.opinion_format.is_some() {
            return Err(refuse(
                "命令有误：--opinion-format 用于文件夹；写一个文件的，由文件名的结尾（.docx、.html、.pdf）决定".to_owned(),
            ));
        }
        let kind = kind(&path, folder, args.opinion_template.as_deref(), found.list.len())
            .map_err(refuse)?;
        let mut names = FileNames::default();
        let given = |given: &Result<GivenDocument, crate::Unreadable>| {
            given.as_ref().map_or_else(|bad| bad.path.clone(), GivenDocument::name)
        };
        let targets: BTreeSet<PathBuf> = if is_folder {
            let own = found.list.iter().map(given).chain([RUN.to_owned()]);
            let own = own.map(|name| names.next(&path, &paper_of(&name), kind.extension()));
            // those on units are named by what the documents say
            own.chain(earlier(&path)).collect()
        } else {
            BTreeSet::from([path.clone()])
        };
        place::free(targets.iter().map(PathBuf::as_path))
            .and_then(|()| place::make(&path, is_folder))
            .map_err(|why| {
                output::say(&format!("审核意见写不了：{why}\n"));
                Status::Failed
            })?;
        Ok(Some(Self { path, is_folder, kind, imprint: page.imprint.clone(), failed: false }))
    }

    /// The paper on a document.
    pub(crate) fn of(&self, outcome: &DocumentOutcome) -> Opinion {
        Opinion::of(outcome, &self.imprint)
    }

    /// Writes the papers on documents, given with their paths, and the one on the run, and says
    /// where all are.
    pub(crate) fn write(
        mut self,
        papers: Vec<(String, Opinion)>,
        totals: &RunTotals,
    ) -> Result<(), ()> {
        let groups = by_unit(papers, self.is_whole());
        let made: Vec<Opinion> =
            groups.iter().flat_map(|group| &group.papers).map(|(_, paper)| paper.clone()).collect();
        let is_run = made.len() > 1 || totals.units.is_some();
        let run = is_run.then(|| Opinion::of_run(&made, totals.units.as_ref(), &self.imprint));
        let path = self.path.clone();
        if !self.is_folder {
            let is_many = groups.len() > 1;
            let bound = |group: UnitPapers| group.bound(is_many, &self.imprint);
            let all: Vec<Opinion> =
                run.into_iter().chain(groups.into_iter().flat_map(bound)).collect();
            if self.put(&path, &all) {
                output::say(&format!("审核意见已写入 {}\n", path.display()));
            }
            return if self.failed { Err(()) } else { Ok(()) };
        }
        let (mut names, mut written) = (FileNames::default(), 0);
        let mut file = |name: &str, extension| names.next(&path, &paper_of(name), extension);
        for group in groups {
            let file = file(&group.name(), self.kind.extension());
            let bound = group.bound(true, &self.imprint);
            written += usize::from(self.put(&file, &bound));
        }
        let mut more = String::new();
        if let Some(run) = run {
            let file = file(RUN, self.kind.extension());
            if self.put(&file, &[run]) {
                more = format!("，汇总 {}", file.display());
            }
        }
        output::say(&format!("审核意见在 {}：{written} 份{more}\n", self.path.display()));
        if self.failed { Err(()) } else { Ok(()) }
    }

    /// Whether papers of one unit may stand in one file: a template is for one document.
    fn is_whole(&self) -> bool {
        #[cfg(feature = "formats")]
        return !matches!(self.kind, Kind::Template(_));
        #[cfg(not(feature = "formats"))]
        true
    }

    /// Writes a file; whether it was written.
    fn put(&mut self, file: &Path, opinions: &[Opinion]) -> bool {
        let written = self.kind.made(opinions).and_then(|bytes| output::write_file(file, &bytes));
        if let Err(why) = &written {
            output::say(&format!("{why}\n"));
            self.failed = true;
        }
        written.is_ok()
    }
}

/// The papers on the documents of a unit, with their paths.
#[derive(Default)]
struct UnitPapers {
    unit: String,
    papers: Vec<(String, Opinion)>,
}

impl UnitPapers {
    /// What its file is called by: the document, or the unit of several.
    fn name(&self) -> String {
        match self.papers.as_slice() {
            [(path, _)] => path.clone(),
            // no letter of it may part folders
            _ => format!(
                "{}.x",
                self.unit.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "_")
            ),
        }
    }

    /// The papers as they are bound: of several documents one on the unit stands in front.
    fn bound(self, is_told: bool, imprint: &Imprint) -> Vec<Opinion> {
        let papers: Vec<Opinion> = self.papers.into_iter().map(|(_, paper)| paper).collect();
        let first =
            (is_told && papers.len() > 1).then(|| Opinion::of_unit(&self.unit, &papers, imprint));
        first.into_iter().chain(papers).collect()
    }
}

/// The papers of each unit, in the order in which the units come first; a document that does not say
/// whose it is stands alone.
fn by_unit(papers: Vec<(String, Opinion)>, is_whole: bool) -> Vec<UnitPapers> {
    let mut out: Vec<UnitPapers> = Vec::new();
    for (path, paper) in papers {
        let unit = paper.unit().to_owned();
        let known = out.iter_mut().find(|group| is_whole && !unit.is_empty() && group.unit == unit);
        match known {
            Some(group) => group.papers.push((path, paper)),
            None => out.push(UnitPapers { unit, papers: vec![(path, paper)] }),
        }
    }
    out
}

/// The papers of earlier runs in a folder.
fn earlier(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    let is_paper = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.contains(&format!("{NAME}.gouji."))
    };
    files.filter(is_paper)
}

/// The name that a paper's file is made of.
fn paper_of(document: &str) -> String {
    let path = Path::new(document);
    let stem = path.file_stem().map_or_else(|| "gouji".into(), |stem| stem.to_string_lossy());
    // the extension is taken off again
    format!("{stem}{NAME}.x")
}

/// What papers are written as, by the extension of the file; in a folder as was asked.
fn kind(
    path: &Path,
    folder: Option<OpinionFormat>,
    template: Option<&Path>,
    documents: usize,
) -> Result<Kind, String> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let extension = match folder {
        Some(OpinionFormat::Docx) => "docx",
        Some(OpinionFormat::Html) => "html",
        Some(OpinionFormat::Pdf) => "pdf",
        None => extension.as_str(),
    };
    if let Some(template) = template {
        if extension != "docx" {
            return Err("命令有误：--opinion-template 填写的是 Word 模板，--opinion 的文件名应以 .docx 结尾，或者是文件夹".to_owned());
        }
        if documents > 1 && folder.is_none() {
            return Err("命令有误：几份文件按模板各写一份意见，--opinion 请写文件夹".to_owned());
        }
        return filled(template);
    }
    match extension {
        "html" | "htm" => Ok(Kind::Html),
        "docx" => word(),
        "pdf" => Browser::find().map(Kind::Pdf).ok_or_else(|| {
            "没有找到可以生成 PDF 的浏览器（Edge、Chrome、Chromium）；请把文件名改成 .html，打开后打印成 PDF，或者改成 .docx".to_owned()
        }),
        _ => Err(format!(
            "命令有误：--opinion 的文件名应以 .docx、.html 或 .pdf 结尾，或者是文件夹：{}",
            path.display()
        )),
    }
}

#[cfg(feature = "formats")]
fn word() -> Result<Kind, String> {
    Ok(Kind::Docx)
}

#[cfg(not(feature = "formats"))]
fn word() -> Result<Kind, String> {
    Err("这个程序没有编入办公文件格式（formats）；请把文件名改成 .html".to_owned())
}

#[cfg(not(feature = "formats"))]
fn filled(_: &Path) -> Result<Kind, String> {
    word()
}

/// The template, read; the fields that nothing is known of are told.
#[cfg(feature = "formats")]
fn filled(path: &Path) -> Result<Kind, String> {
    use gouji_papers::opinion::Template;
    let shown = path.display();
    let bytes = super::input::read(path, super::input::DOCUMENT)
        .map_err(|refusal| format!("模板 {shown} 打不开：{refusal}"))?;
    let template = Template::read(bytes).map_err(|refusal| format!("{shown}：{refusal}"))?;
    let names = || Template::names().join("、");
    if template.known() == 0 {
        return Err(format!(
            "模板 {shown} 里没有可以填写的字段；字段写成 {{{{单位}}}} 这样，可以用的有：{}",
            names()
        ));
    }
    if !template.unknown().is_empty() {
        output::say(&format!(
            "模板 {shown} 里有不认识的字段，原样保留：{}；可以用的有：{}\n",
            template.unknown().join("、"),
            names()
        ));
    }
    Ok(Kind::Template(Box::new(template)))
}
