//! `gouji check --opinion`: the papers to sign, as a file or one for each document in a folder.

use super::args::CheckArgs;
use super::browser::Browser;
use super::documents::{Documents, GivenDocument};
use super::output::{self, FileNames};
use super::{Status, place};
use crate::audit::DocumentOutcome;
use crate::opinion::{Opinion, html};
use crate::report::totals::RunTotals;
use crate::report::{Imprint, Options};
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
    Template(Box<crate::opinion::Template>),
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
            Self::Docx => Ok(crate::opinion::docx(opinions)),
            // a run has a paper of its own, which is no form of the user's
            #[cfg(feature = "formats")]
            Self::Template(template) => match opinions {
                [one] if !one.is_of_run() => {
                    template.fill(one).map_err(|refusal| refusal.to_string())
                }
                all => Ok(crate::opinion::docx(all)),
            },
            Self::Pdf(browser) => browser.print(&html(opinions)),
        }
    }
}

/// The papers of a run.
pub struct Opinions {
    path: PathBuf,
    is_folder: bool,
    kind: Kind,
    imprint: Imprint,
    failed: bool,
}

impl Opinions {
    /// Finds out how the papers are to be written; `None` where none are wanted.
    pub fn new(
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
        let kind = kind(&path, is_folder, args.opinion_template.as_deref(), found.list.len())
            .map_err(refuse)?;
        let mut names = FileNames::default();
        let given = |given: &Result<GivenDocument, crate::Unreadable>| {
            given.as_ref().map_or_else(|bad| bad.path.clone(), GivenDocument::name)
        };
        let targets = if is_folder {
            let own = found.list.iter().map(given).chain([RUN.to_owned()]);
            own.map(|name| names.next(&path, &paper_of(&name), kind.extension())).collect()
        } else {
            vec![path.clone()]
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
    pub fn of(&self, outcome: &DocumentOutcome) -> Opinion {
        Opinion::of(outcome, &self.imprint)
    }

    /// Writes the papers on documents, given with their paths, and the one on the run, and says
    /// where all are.
    pub fn write(mut self, papers: Vec<(String, Opinion)>, totals: &RunTotals) -> Result<(), ()> {
        let (paths, made): (Vec<String>, Vec<Opinion>) = papers.into_iter().unzip();
        let is_run = made.len() > 1 || totals.units.is_some();
        let run = is_run.then(|| Opinion::of_run(&made, totals.units.as_ref(), &self.imprint));
        let path = self.path.clone();
        if !self.is_folder {
            let all: Vec<Opinion> = run.into_iter().chain(made).collect();
            if self.put(&path, &all) {
                output::say(&format!("审核意见已写入 {}\n", path.display()));
            }
            return if self.failed { Err(()) } else { Ok(()) };
        }
        let (mut names, mut written) = (FileNames::default(), 0);
        let mut file = |name: &str, extension| names.next(&path, &paper_of(name), extension);
        for (document, opinion) in paths.iter().zip(&made) {
            let file = file(document, self.kind.extension());
            written += usize::from(self.put(&file, std::slice::from_ref(opinion)));
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

/// The name that a paper's file is made of.
fn paper_of(document: &str) -> String {
    let path = Path::new(document);
    let stem = path.file_stem().map_or_else(|| "gouji".into(), |stem| stem.to_string_lossy());
    // the extension is taken off again
    format!("{stem}{NAME}.x")
}

/// What papers are written as, by the extension of the file.
fn kind(
    path: &Path,
    is_folder: bool,
    template: Option<&Path>,
    documents: usize,
) -> Result<Kind, String> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let extension = if is_folder { "docx" } else { extension.as_str() };
    if let Some(template) = template {
        if extension != "docx" {
            return Err("命令有误：--opinion-template 填写的是 Word 模板，--opinion 的文件名应以 .docx 结尾，或者是文件夹".to_owned());
        }
        if documents > 1 && !is_folder {
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
    use crate::opinion::Template;
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
