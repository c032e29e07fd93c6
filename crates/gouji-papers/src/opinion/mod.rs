//! 审核意见: the paper that somebody signs. In: the audit of a document, or what a run came to. Out:
//! a page (HTML), a Word document, or a Word template of the user's that is filled.
//!
//! All of them show one value, [`Opinion`]. Its first page is what is signed: what was audited, by what,
//! the verdict, how many findings stand where, what is to be corrected to what, and lines for
//! signatures. What follows is its annex: the findings by parts of the document, what was not checked
//! and why; of a run tables, across. Black on white, A4.
//! Deliberately absent: what is wrong and how it is said (`report/headline.rs` has it), files and
//! the clock (the command line has them).

#[cfg(feature = "formats")]
mod docx;
mod finding;
mod html;
mod paper;
mod run;
mod section;
mod summary;
#[cfg(feature = "formats")]
mod template;
mod unchecked;
#[cfg(all(feature = "cli", feature = "formats"))]
mod versions;

#[cfg(feature = "formats")]
pub use docx::docx;
pub use html::html;
pub use paper::Opinion;
#[cfg(feature = "formats")]
pub use template::{BadTemplate, Template};

use finding::FindingRow;
use gouji_audit::audit::{DocumentAudit, DocumentOutcome, Unreadable};
use gouji_report::report::entry::{broken, corroborated, entries};
use gouji_report::report::open_findings::OpenFindings;
use gouji_report::report::part_names::PartNames;
use gouji_report::report::totals::CheckTotals;
use gouji_report::report::{Imprint, JudgedBy, agency_words, rules_words, unread};
use gouji_values::lang::Lang;
use paper::{DocumentLine, DocumentState, LAST, Section, Table, fact_rows, file_name};
use section::Headings;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Who signs, and when.
const SIGNATURES: [&str; 4] = ["审核人", "复核人", "单位负责人", "日期"];

/// Whether a row is so tall that it may go on on the next page: else much of a page stays blank.
fn is_tall(row: &[String]) -> bool {
    const LETTERS: usize = 150;
    row.iter().any(|cell| cell.chars().count() > LETTERS)
}

impl Opinion {
    /// The paper on a document, or on why it was not audited.
    #[must_use]
    pub fn of(outcome: &DocumentOutcome, imprint: &Imprint) -> Self {
        match outcome {
            Ok(document) => audited(document, imprint),
            Err(unreadable) => unaudited(unreadable, imprint),
        }
    }

    /// The paper on a run, by those on its documents.
    #[must_use]
    pub fn of_run(
        opinions: &[Self],
        units: Option<&gouji_report::report::units::UnitList>,
        imprint: &Imprint,
    ) -> Self {
        run::opinion(opinions, units, imprint)
    }

    /// The paper on several documents of one unit, by those on each.
    #[must_use]
    pub fn of_unit(unit: &str, opinions: &[Self], imprint: &Imprint) -> Self {
        run::of_unit(unit, opinions, imprint)
    }

    /// The unit that a document is of; blank where it does not say that.
    #[must_use]
    pub fn unit(&self) -> &str {
        self.line.unit.trim()
    }

    /// The paper on two versions of a document.
    #[cfg(all(feature = "cli", feature = "formats"))]
    #[must_use]
    pub fn of_versions(report: &gouji_report::report::versions::VersionsReport<'_>) -> Self {
        versions::opinion(report)
    }

    /// What stands behind the signatures and the findings.
    fn annex(&self) -> impl Iterator<Item = Cow<'_, Section>> {
        let last = self.facts.iter().filter(|(name, _)| LAST.contains(name));
        let lines: Vec<String> = last.map(|(name, value)| format!("{name}：{value}")).collect();
        let title = "审核所用的规则".to_owned();
        let last = (!lines.is_empty()).then_some(Section::List { title, lines });
        self.sections.iter().map(Cow::Borrowed).chain(last.map(Cow::Owned))
    }

    /// Whether pages lie across: tables of several columns stand behind the signatures.
    fn is_across(&self) -> bool {
        const MANY: usize = 4;
        let is_wide = |table: &Table| table.columns.len() >= MANY && !table.rows.is_empty();
        self.sections
            .iter()
            .any(|section| matches!(section, Section::Table(table) if is_wide(table)))
    }

    /// Whether it is the paper on a run, or on a unit with several documents.
    #[must_use]
    pub fn is_of_run(&self) -> bool {
        self.is_run
    }

    /// The day of the audit.
    #[cfg(feature = "formats")]
    fn date(&self) -> Option<&str> {
        let date = self.facts.iter().find(|(name, _)| *name == "审核日期");
        date.map(|(_, date)| date.as_str())
    }

    /// What a template may ask for, by name.
    #[cfg(feature = "formats")]
    fn fields(&self) -> Vec<(&'static str, String)> {
        let found = &self.line.found;
        let mut out = self.facts.clone();
        // all are known, also where the document says nothing of them
        let is_there = |name: &str| out.iter().any(|(known, _)| *known == name);
        let blank: Vec<&str> = FACTS.into_iter().filter(|name| !is_there(name)).collect();
        out.extend(blank.into_iter().map(|name| (name, String::new())));
        let list = |wanted: &str| {
            let lines = self.sections.iter().filter_map(|section| match section {
                Section::List { title, lines } if title == wanted => Some(lines.join("\n")),
                _ => None,
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        out.extend([
            ("标题", self.title.clone()),
            ("结论", self.verdict.join("\n")),
            ("问题数", found.sum().to_string()),
            ("错误数", found.errors.to_string()),
            ("警告数", found.warnings.to_string()),
            ("提示数", found.hints.to_string()),
            ("没有核对", list(unchecked::TITLE)),
            ("已说明", list(WAIVED)),
            ("注意事项", list(unchecked::NOTICES)),
        ]);
        out.extend(SIGNATURES.map(|name| (name, String::new())));
        // the day of the audit, not the line for that of the signature
        let date = self.date().unwrap_or("").to_owned();
        out.retain(|(name, _)| *name != "日期");
        out.push(("日期", date));
        out
    }
}

/// The facts of a paper on a document.
#[cfg(feature = "formats")]
const FACTS: [&str; 9] =
    ["单位", "年度", "种类", "文件", "SHA-256", "规则", "审核日期", "程序", "规则摘要"];
/// The heading of the findings that were explained.
const WAIVED: &str = "已说明的问题";

fn facts(
    agency: Option<&str>,
    files: impl Iterator<Item = (String, Option<String>)>,
) -> Vec<(&'static str, String)> {
    let unit = agency.map_or("（文件中没有认出单位名称）".to_owned(), agency_words);
    let mut out = vec![("单位", unit)];
    for (path, digest) in files {
        out.push(("文件", file_name(&path).to_owned()));
        out.extend(digest.map(|digest| ("SHA-256", digest)));
    }
    out
}

fn audited(document: &DocumentAudit, imprint: &Imprint) -> Opinion {
    let files = document.files.iter().map(|file| (file.name.clone(), Some(file.sha256.clone())));
    let mut facts = facts(document.agency.as_deref(), files);
    if document.files.is_empty() {
        facts.push(("文件", file_name(&document.path).to_owned()));
    }
    let about = [
        document.year.map(|year| ("年度", year.to_string())),
        document.kind_name.clone().map(|kind| ("种类", kind)),
    ];
    facts.splice(1..1, about.into_iter().flatten());
    let rules = rules_words(document);
    facts.push(("规则", rules.clone()));
    facts.extend(imprint.of(document).facts(Lang::Chinese));
    let (waived, open): (Vec<_>, Vec<_>) =
        entries(document).into_iter().partition(|entry| entry.finding.waiver.is_some());
    let headings = Headings::of(document);
    let names = PartNames::of(document);
    let rows: Vec<FindingRow> =
        open.iter().map(|entry| FindingRow::of(document, (&headings, &names), entry)).collect();
    let mut sections = Vec::new();
    if !waived.is_empty() {
        let line = |entry: &gouji_report::report::entry::FindingEntry<'_>| {
            let headline = entry.headline(document);
            let why = entry.finding.waiver.as_deref().unwrap_or("");
            let place = headline.place(document);
            let text = names.words(None, &headline.text);
            format!("{}. {place} {text}；说明：{why}", entry.number)
        };
        let lines = waived.iter().map(line).collect();
        sections.push(Section::List { title: WAIVED.to_owned(), lines });
    }
    sections.push(Section::List {
        title: unchecked::TITLE.to_owned(),
        lines: unchecked::lines(document),
    });
    let notices = unchecked::notices(document);
    if !notices.is_empty() {
        sections.push(Section::List { title: unchecked::NOTICES.to_owned(), lines: notices });
    }
    let verdict = verdict(document);
    Opinion {
        title: "审核意见".to_owned(),
        summary: summary::tables(&rows, summary::room(&facts, &verdict)),
        facts,
        verdict,
        sections,
        rows,
        line: DocumentLine {
            unit: document.agency.as_deref().map(agency_words).unwrap_or_default(),
            path: document.path.clone(),
            digests: document.files.iter().map(|file| file.sha256.clone()).collect(),
            rules,
            judged_by: JudgedBy::of(document),
            found: OpenFindings::of(document),
            state: DocumentState::of(document),
            lacks: unread::first(document, Lang::Chinese).is_some(),
        },
        is_run: false,
    }
}

fn unaudited(unreadable: &Unreadable, imprint: &Imprint) -> Opinion {
    let files = std::iter::once((unreadable.path.clone(), None));
    let mut facts = facts(Some("（文件未能审核）"), files);
    facts.extend(imprint.facts(Lang::Chinese));
    Opinion {
        title: "审核意见".to_owned(),
        facts,
        verdict: vec![format!("未能审核：{}。", unreadable.message.trim_end_matches('。'))],
        line: DocumentLine { path: unreadable.path.clone(), ..DocumentLine::default() },
        ..Opinion::default()
    }
}

/// What came of a document. Where little was read that is said first, and nothing is called right
/// that was not checked.
fn verdict(document: &DocumentAudit) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(words) = unread::first(document, Lang::Chinese) {
        out.push(format!("{words}。本意见只对核对过的内容有效。"));
    }
    let found = OpenFindings::of(document);
    let unjudged = unread::unjudged(document).map(|words| words.of(Lang::Chinese));
    if let Some(words) = unjudged {
        out.push(format!("{words}，不能给出结论。"));
    }
    if found.sum() > 0 {
        let mut text = format!("经核对，发现问题 {} 处：", found.sum());
        let parts = [("错误", found.errors), ("警告", found.warnings), ("提示", found.hints)];
        let parts = parts.iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = parts.map(|(word, count)| format!("{word} {count} 处")).collect();
        text.push_str(&parts.join("，"));
        if let Some(checks) = broken(document) {
            let _ = write!(text, "；引起 {checks} 条勾稽关系不平");
        }
        text.push_str("。请逐项核实，更正或者书面说明。");
        out.push(text);
    } else if unjudged.is_none() {
        let is_lacking = unread::is_lacking(document);
        out.push(match unread::rest(document, Lang::Chinese) {
            None => "经核对，没有发现问题。".to_owned(),
            Some(rest) if is_lacking => format!("核对过的没有发现问题，但{rest}。"),
            Some(rest) => format!("核对过的没有发现问题；{rest}。"),
        });
    }
    let coverage = &document.coverage;
    out.push(format!(
        "核对 {}；文件中的数字 {} 个，核对了 {} 个（{}）{}。",
        CheckTotals::of(document).words(Lang::Chinese),
        coverage.figures,
        coverage.checked,
        unread::share(document, Lang::Chinese),
        corroborated(coverage.corroborated, Lang::Chinese)
    ));
    out
}

#[cfg(test)]
mod tests;
