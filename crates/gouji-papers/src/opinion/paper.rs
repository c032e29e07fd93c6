//! What stands in an opinion.

use super::finding::FindingRow;
use gouji_audit::audit::DocumentAudit;
use gouji_report::report::open_findings::OpenFindings;
use gouji_report::report::{JudgedBy, unread};
use gouji_values::lang::Lang;

/// A paper on one document, or on a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinion {
    /// What it is called.
    pub(super) title: String,
    /// What was audited and by what, each with its name.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What came of it, in sentences: what was not read stands first.
    pub(super) verdict: Vec<String>,
    /// What else stands before the signatures.
    pub(super) summary: Vec<Table>,
    pub(super) sections: Vec<Section>,
    /// Of a document its findings.
    pub(super) rows: Vec<FindingRow>,
    pub(super) line: DocumentLine,
    pub(super) is_run: bool,
}

/// A part of the paper under a heading.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Section {
    Table(Table),
    /// Lines of text.
    List {
        title: String,
        lines: Vec<String>,
    },
}

/// A table whose head is repeated on each page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    pub(super) title: String,
    /// Titles of the columns, with their share of the width in hundredths.
    pub(super) columns: Vec<(&'static str, u32)>,
    /// Cells of several lines.
    pub(super) rows: Vec<Vec<String>>,
}

/// What the paper on a run says of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DocumentLine {
    pub(super) unit: String,
    pub(super) path: String,
    pub(super) digests: Vec<String>,
    /// The layers of rules, in words, and what is known of them.
    pub(super) rules: String,
    pub(super) judged_by: JudgedBy,
    pub(super) found: OpenFindings,
    pub(super) state: DocumentState,
    /// Much of it was not read.
    pub(super) lacks: bool,
}

impl DocumentLine {
    /// Whether something was found, and what was not read may hold more.
    pub(super) fn is_lacking_with_findings(&self) -> bool {
        self.lacks && self.state == DocumentState::Findings
    }
}

/// How a document stands, the worst first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DocumentState {
    #[default]
    Unreadable,
    Nothing,
    Findings,
    Partly,
    Clean,
}

impl DocumentState {
    pub(super) fn of(document: &DocumentAudit) -> Self {
        let lacks = unread::first(document, Lang::Chinese).is_some();
        match OpenFindings::of(document).sum() {
            _ if !unread::is_judged(document) => Self::Nothing,
            0 if lacks => Self::Partly,
            0 => Self::Clean,
            _ => Self::Findings,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "未能审核",
            Self::Nothing => unread::shortly(false).of(Lang::Chinese),
            Self::Findings => "有问题",
            Self::Partly => "没有读全",
            Self::Clean => "没有发现问题",
        }
    }
}

/// Facts that stand side by side.
pub(super) const PAIRS: [(&str, &str); 2] = [("年度", "种类"), ("审核日期", "程序")];

/// Facts that stand last of all: they are for who audits again.
pub(super) const LAST: [&str; 3] = ["规则", "规则摘要", "规则包"];

/// The facts of a first page as rows of one or two.
pub(super) fn fact_rows<'a>(
    facts: &'a [(&'static str, String)],
) -> Vec<Vec<&'a (&'static str, String)>> {
    let mut out: Vec<Vec<&'a (&'static str, String)>> = Vec::new();
    for fact in facts.iter().filter(|(name, _)| !LAST.contains(name)) {
        let goes_on = |row: &[&(&str, String)]| matches!(row, [before] if PAIRS.contains(&(before.0, fact.0)));
        match out.last_mut() {
            Some(row) if goes_on(row) => row.push(fact),
            _ => out.push(vec![fact]),
        }
    }
    out
}

/// The name of a file without the folders that it lies in: where a clerk keeps it is nothing to sign.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().filter(|name| !name.is_empty()).unwrap_or(path)
}
