//! JUnit XML, for servers that run jobs: a suite for each document, a case for each rule.
//!
//! A case fails where an open finding of the severity `error` rests on a check of its rule; warnings
//! and hints are told in its output. A rule that could not be decided, or whose figures agree without
//! proof, is skipped; one that did not run to its end is an error. A document of which nothing was checked has a case that is an error:
//! it never passes.

use super::{Options, Report};
use crate::report::entry::entries;
use crate::report::markup::escaped;
use crate::report::totals::RunTotals;
use crate::report::units::UnitNews;
use crate::report::unread;
use crate::report::words::severity_word;
use gouji_audit::audit::{
    DocumentAudit, DocumentOutcome, RuleOutcome, RuleStatus, Severity, Unreadable, Verdict,
};
use gouji_values::lang::Lang;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

/// For servers that run jobs.
pub(super) struct Junit;

impl Report for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn media(&self) -> &'static str {
        "application/xml"
    }

    fn title(&self) -> &'static str {
        "JUnit XML，供流水线读取"
    }

    fn extension(&self) -> &'static str {
        "xml"
    }

    fn begin(&self, _: &Options) -> Vec<u8> {
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gouji\">\n".to_vec()
    }

    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let suite = match outcome {
            Ok(document) => audited(document, options),
            Err(unreadable) => failed(unreadable),
        };
        out.write_all(suite.xml().as_bytes())
    }

    fn end(&self, totals: &RunTotals, _: &Options) -> Vec<u8> {
        let rest = rest(totals).map_or(String::new(), |suite| suite.xml());
        format!("{rest}</testsuites>\n").into_bytes()
    }
}

/// What came of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    Passed,
    Failure,
    Error,
    Skipped,
}

impl Came {
    fn element(self) -> &'static str {
        match self {
            Self::Passed => "",
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }
}

/// A case: a rule, or something that was to be done.
struct Case {
    name: String,
    came: Came,
    /// Lines that say why.
    said: Vec<String>,
    /// Lines that are no reason to fail.
    noted: Vec<String>,
}

/// The cases of a document.
struct Suite {
    name: String,
    properties: Vec<(&'static str, String)>,
    cases: Vec<Case>,
}

impl Suite {
    fn xml(&self) -> String {
        let count = |came: Came| self.cases.iter().filter(|case| case.came == came).count();
        let mut out = format!(
            "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
            escaped(&self.name),
            self.cases.len(),
            count(Came::Failure),
            count(Came::Error),
            count(Came::Skipped)
        );
        if !self.properties.is_empty() {
            out.push_str("<properties>\n");
            for (name, value) in &self.properties {
                let value = escaped(value);
                let _ = writeln!(out, "<property name=\"{name}\" value=\"{value}\"/>");
            }
            out.push_str("</properties>\n");
        }
        for case in &self.cases {
            case.write(&self.name, &mut out);
        }
        out.push_str("</testsuite>\n");
        out
    }
}

impl Case {
    fn new(name: &str, came: Came, said: Vec<String>) -> Self {
        Self { name: name.to_owned(), came, said, noted: Vec::new() }
    }

    fn write(&self, suite: &str, out: &mut String) {
        let (class, name) = (escaped(suite), escaped(&self.name));
        let _ = write!(out, "<testcase classname=\"{class}\" name=\"{name}\"");
        if self.came == Came::Passed && self.noted.is_empty() {
            out.push_str("/>\n");
            return;
        }
        out.push_str(">\n");
        if self.came != Came::Passed {
            let element = self.came.element();
            let first = self.said.first().map_or("", String::as_str);
            let _ = write!(out, "<{element} message=\"{}\"", escaped(first));
            if self.said.len() > 1 {
                let _ = writeln!(out, ">{}</{element}>", escaped(&self.said.join("\n")));
            } else {
                out.push_str("/>\n");
            }
        }
        if !self.noted.is_empty() {
            let _ = writeln!(out, "<system-out>{}</system-out>", escaped(&self.noted.join("\n")));
        }
        out.push_str("</testcase>\n");
    }
}

fn failed(Unreadable { path, message, .. }: &Unreadable) -> Suite {
    Suite {
        name: path.clone(),
        properties: Vec::new(),
        cases: vec![Case::new("审核", Came::Error, vec![message.clone()])],
    }
}

fn audited(document: &DocumentAudit, options: &Options) -> Suite {
    let imprint = options.imprint.of(document);
    let mut properties = vec![
        ("gouji.version", env!("CARGO_PKG_VERSION").to_owned()),
        ("gouji.ruleset_digest", imprint.ruleset_digest),
    ];
    properties.extend(imprint.packs.into_iter().map(|pack| ("gouji.pack", pack)));
    properties.extend(document.files.iter().map(|file| ("file.sha256", file.sha256.clone())));
    let mut cases = Vec::new();
    if let Some(words) = unread::unjudged(document) {
        let words = words.of(Lang::Chinese);
        cases.push(Case::new("审核", Came::Error, vec![words.to_owned()]));
    }
    // what was not read is told, and is no pass
    if let Some(words) = unread::first(document, Lang::Chinese) {
        cases.push(Case::new("读全", Came::Skipped, vec![words]));
    }
    let (found, unproved) = (found(document), unproved(document));
    let known: BTreeSet<&str> = document.rules.iter().map(|rule| rule.id.as_str()).collect();
    let shown = document
        .rules
        .iter()
        .filter(|rule| rule.status != RuleStatus::NotApplicable || found.contains_key(&*rule.id));
    cases.extend(shown.map(|rule| {
        let id = rule.id.as_str();
        case(rule, unproved.get(id), found.get(id))
    }));
    // checks that no rule of the ledger made
    let others: BTreeSet<&str> = document
        .checks
        .iter()
        .filter(|check| check.verdict != Verdict::Unchecked)
        .map(|check| check.rule.as_str())
        .filter(|rule| !known.contains(rule))
        .collect();
    for rule in others {
        let mut case = passed(rule, unproved.get(rule));
        add(&mut case, found.get(rule));
        cases.push(case);
    }
    Suite { name: document.path.clone(), properties, cases }
}

/// Of each rule whose checks decide nothing, but agree: why that proves nothing.
fn unproved(document: &DocumentAudit) -> BTreeMap<&str, Vec<String>> {
    let mut out: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for check in document.checks.iter().filter(|check| check.verdict == Verdict::Corroborated) {
        let (said, why) = (out.entry(check.rule.as_str()).or_default(), check.message());
        if !said.contains(&why) {
            said.push(why);
        }
    }
    for check in document.checks.iter().filter(|check| check.verdict.is_decided()) {
        out.remove(check.rule.as_str());
    }
    out
}

/// The case of a rule that ran.
fn passed(rule: &str, unproved: Option<&Vec<String>>) -> Case {
    match unproved {
        Some(why) => Case::new(rule, Came::Skipped, why.clone()),
        None => Case::new(rule, Came::Passed, Vec::new()),
    }
}

fn case(rule: &RuleOutcome, unproved: Option<&Vec<String>>, found: Option<&Told>) -> Case {
    let why = || vec![rule.words().unwrap_or_else(|| rule.id.to_string())];
    let mut out = match rule.status {
        RuleStatus::Failed => Case::new(&rule.id, Came::Error, why()),
        RuleStatus::Undecided => Case::new(&rule.id, Came::Skipped, why()),
        RuleStatus::Done | RuleStatus::NotApplicable => passed(&rule.id, unproved),
    };
    add(&mut out, found);
    out
}

/// What the findings say of a rule: what makes its case fail, and what does not.
type Told = (Vec<String>, Vec<String>);

fn add(case: &mut Case, found: Option<&Told>) {
    let Some((said, noted)) = found else { return };
    case.noted.extend(noted.iter().cloned());
    if said.is_empty() {
        return;
    }
    if case.came != Came::Error {
        (case.came, case.said) = (Came::Failure, Vec::new());
    }
    case.said.extend(said.iter().cloned());
}

/// The findings by the rules of their checks: one figure may break several rules.
fn found(document: &DocumentAudit) -> BTreeMap<&str, Told> {
    let mut out: BTreeMap<&str, Told> = BTreeMap::new();
    for entry in entries(document) {
        let headline = entry.headline(document);
        let place = headline.place(document);
        let colon = if place.is_empty() { "" } else { "：" };
        let waiver = entry.finding.waiver.as_ref();
        let word = waiver.map_or_else(
            || severity_word(entry.severity).to_owned(),
            |why| format!("已说明（{why}）"),
        );
        let text = format!("{}. {word} {place}{colon}{}", entry.number, headline.text);
        let checks = entry.finding.checks.iter().filter_map(|at| document.checks.get(*at));
        for rule in checks.map(|check| check.rule.as_str()).collect::<BTreeSet<_>>() {
            let (said, noted) = out.entry(rule).or_default();
            let fails = entry.severity == Severity::Error && waiver.is_none();
            (if fails { said } else { noted }).push(text.clone());
        }
    }
    out
}

/// What a run that was broken off did not come to, and the units that were expected.
fn rest(totals: &RunTotals) -> Option<Suite> {
    let mut cases = Vec::new();
    cases.extend(
        totals.left_words(Lang::Chinese).map(|words| Case::new("审核", Came::Error, vec![words])),
    );
    for unit in totals.units.iter().flat_map(|list| &list.units) {
        let came = match unit.state {
            UnitNews::Missing | UnitNews::NotJudged => Came::Error,
            UnitNews::Findings if unit.counts.errors > 0 => Came::Failure,
            UnitNews::Partly => Came::Skipped,
            UnitNews::Findings | UnitNews::Clean => Came::Passed,
        };
        let words = unit.words();
        let words = if words.is_empty() { words } else { format!("：{words}") };
        cases.push(Case::new(&unit.name, came, vec![format!("{}{words}", unit.state.word())]));
    }
    for path in totals.units.iter().flat_map(|list| &list.others) {
        let mut case = Case::new(path, Came::Passed, Vec::new());
        case.noted.push("不在名单".to_owned());
        cases.push(case);
    }
    (!cases.is_empty()).then(|| Suite {
        name: "单位名单".to_owned(),
        properties: Vec::new(),
        cases,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Format;
    use gouji_sample as sample;

    fn render(document: DocumentAudit) -> String {
        let made = Format::JUNIT.document(&Ok(document), &Options::default());
        String::from_utf8(made).unwrap()
    }

    #[test]
    fn a_case_for_each_rule() {
        insta::assert_snapshot!(
            String::from_utf8(Format::JUNIT.render(&sample::run(), &Options::default())).unwrap()
        );
    }

    #[test]
    fn warnings_and_what_is_explained_do_not_fail() {
        let mut document = sample::document();
        document.findings.iter_mut().for_each(|finding| finding.waiver = Some("已<核>".into()));
        let text = render(document);
        assert!(text.contains(" failures=\"0\" errors=\"0\""), "{text}");
        assert!(text.contains("已说明（已&lt;核&gt;）"), "{text}");
    }

    #[test]
    fn a_rule_that_proves_nothing_is_skipped_with_the_reason() {
        let text = render(sample::document());
        let case = text.split("name=\"叙述表中数\"").nth(1).unwrap();
        assert!(case.starts_with(">\n<skipped message=\"印证，不算核对："), "{case}");
    }

    #[test]
    fn a_document_of_which_nothing_was_checked_does_not_pass() {
        let mut document = sample::document();
        document.findings.clear();
        document.checks.clear();
        let text = render(document);
        assert!(
            text.contains("errors=\"1\"") && text.contains(unread::NOTHING.of(Lang::Chinese)),
            "{text}"
        );
    }
}
