//! What `gouji diff` shows: two versions of a document, in words, as a page and for programs.

mod json;
mod page;
mod text;

pub use json::json;
pub use page::page;
pub use text::text;

use super::entry::{FindingEntry, entries};
use super::imprint::Imprint;
use super::words::place_words;
use crate::versions::{VersionFigure, Versions};
use gouji_audit::audit::DocumentAudit;
use gouji_values::lang::Lang;

/// Two versions and what lies between them.
pub struct VersionsReport<'a> {
    /// The older one.
    pub old: &'a DocumentAudit,
    /// The newer one.
    pub new: &'a DocumentAudit,
    /// What lies between them.
    pub versions: &'a Versions,
    /// What the paper carries.
    pub imprint: &'a Imprint,
}

/// A list of findings of a version under a heading.
pub struct FindingList<'a> {
    /// Its name for programs.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// The version that has them.
    pub document: &'a DocumentAudit,
    /// The findings.
    pub entries: Vec<FindingEntry<'a>>,
}

impl<'a> VersionsReport<'a> {
    /// The findings by what became of them; empty lists too.
    pub fn lists(&self) -> [FindingList<'a>; 4] {
        let of = |document: &'a DocumentAudit, wanted: &mut dyn Iterator<Item = usize>| {
            let all = entries(document);
            wanted
                .filter_map(|at| all.iter().find(|entry| entry.number == at + 1).copied())
                .collect::<Vec<_>>()
        };
        let Versions { mended, open, unseen, fresh, .. } = self.versions;
        [
            FindingList {
                id: "new",
                title: "新出现的问题",
                document: self.new,
                entries: of(self.new, &mut fresh.iter().copied()),
            },
            FindingList {
                id: "open",
                title: "仍未整改的问题",
                document: self.new,
                entries: of(self.new, &mut open.iter().map(|(_, at)| *at)),
            },
            FindingList {
                id: "unseen",
                title: "没有再核对的问题（原来的数字或者语句没有找到，或者只有印证，不能说已经整改）",
                document: self.old,
                entries: of(self.old, &mut unseen.iter().copied()),
            },
            FindingList {
                id: "mended",
                title: "已整改的问题",
                document: self.old,
                entries: of(self.old, &mut mended.iter().copied()),
            },
        ]
    }

    /// How the versions stand to each other, in a line.
    pub fn summary(&self) -> String {
        let Versions { mended, open, unseen, fresh, changed, .. } = self.versions;
        let mut out = format!(
            "问题：已整改 {} 处，仍未整改 {} 处，新出现 {} 处",
            mended.len(),
            open.len(),
            fresh.len()
        );
        if !unseen.is_empty() {
            out.push_str(&format!("，没有再核对 {} 处", unseen.len()));
        }
        out.push_str(&format!("；数字：改动 {} 个", changed.len()));
        let unasked = self.versions.unasked().count();
        if unasked > 0 {
            out.push_str(&format!("，其中 {unasked} 个没有问题要求改"));
        }
        out
    }

    /// What was not compared, a line each.
    pub fn lacking(&self) -> Vec<String> {
        let versions = self.versions;
        let mut out = Vec::new();
        for (count, what) in [
            (versions.unknown, "没有识别的表"),
            (versions.rewritten, "改写过的段落（除数字外，文字也变了）"),
        ] {
            if count != (0, 0) {
                out.push(format!(
                    "{what}里的数字没有比较：原稿 {} 处，新稿 {} 处",
                    count.0, count.1
                ));
            }
        }
        if !versions.units.is_empty() {
            out.push(format!("金额单位变了，没有逐格比较：{}", versions.units.join("、")));
        }
        for (document, which) in [(self.old, "原稿"), (self.new, "新稿")] {
            if let Some(words) = super::unread::first(document, Lang::Chinese) {
                out.push(format!("{which}没有读全：{words}"));
            } else if let Some(words) = super::unread::unjudged(document) {
                let words = words.of(Lang::Chinese);
                out.push(format!("{which}：{words}"));
            }
        }
        out
    }
}

/// A figure as it is printed, and where.
pub fn printed(figure: &VersionFigure) -> &str {
    if figure.text.is_empty() { "空白" } else { &figure.text }
}

/// Where a figure of a version stands.
pub fn place(document: &DocumentAudit, figure: &VersionFigure) -> String {
    place_words(&document.document, figure.span)
}

/// What a version is, in a line.
fn head(document: &DocumentAudit) -> String {
    let facts = [document.agency.clone(), document.year.map(|year| format!("{year} 年"))];
    let facts: Vec<String> =
        facts.into_iter().flatten().chain(document.kind_name.clone()).collect();
    let facts =
        if facts.is_empty() { String::new() } else { format!("（{}）", facts.join(" · ")) };
    format!("{}{facts}", document.path)
}
