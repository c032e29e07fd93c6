//! The JSON report, schema `gouji-report/3`.
//!
//! Keys stand in the order of the contract; numbers of the document are strings. Without `all`,
//! `checks` holds the violations alone and the indices of findings refer to that list.

mod check;
mod finding;
mod lines;
mod place;
mod summary;
mod unread;

use super::{Options, Report};
use crate::report::totals::RunTotals;
use crate::report::understood::proof;
use crate::report::unread::{first, uncounted};
use check::OneCheck;
use finding::Findings;
use gouji_audit::audit::{
    Check, Counted, DocumentAudit, DocumentOutcome, RuleOutcome, RuleStatus, UncheckedFigure,
    Unreadable, Verdict,
};
use gouji_values::code::{Code, Coded};
use gouji_values::document::Notice;
use gouji_values::lang::Lang;
pub(super) use lines::JsonLines;
use place::{JsonPlace, place_of};
use serde::{Serialize, Serializer};
use std::io::{self, Write};
use summary::{RuleCounts, SummaryJson};
use unread::{NoFiguresJson, UnreadGroups};

#[derive(Serialize, Default)]
struct DocumentJson<'a> {
    path: &'a str,
    /// The files as they were given.
    files: Vec<FileJson<'a>>,
    format: Option<&'a str>,
    encoding: Option<&'a str>,
    kind: Option<&'a str>,
    reporting_level: Option<&'a str>,
    agency: Option<&'a str>,
    year: Option<i32>,
    ruleset: Option<&'a str>,
    layers: &'a [String],
    /// Digest of the rule files of these layers.
    #[serde(skip_serializing_if = "str::is_empty")]
    ruleset_digest: &'a str,
    /// The packs among the layers, in words.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    packs: &'a [String],
    error: Option<&'a str>,
    /// The code of the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'static str>,
    checks: Checks<'a>,
    findings: Findings<'a>,
    /// With a remediation ledger: what it held and agrees now.
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved: Option<Vec<ResolvedJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<RuleJson<'a>>>,
    notices: Vec<NoticeJson<'a>>,
    coverage: CoverageJson<'a>,
    /// Where that was asked for: what would be told, were a figure another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    proved: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct ToolJson<'a> {
    version: &'static str,
    ruleset_digest: &'a str,
}

#[derive(Serialize)]
struct FileJson<'a> {
    name: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct ResolvedJson<'a> {
    id: &'a str,
    rule: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    status: &'static str,
    checks: usize,
    why: Option<String>,
    /// The codes of the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<&'static str>,
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    code: &'static str,
    message: &'a str,
    message_en: &'a str,
    #[serde(flatten)]
    at: JsonPlace<'a>,
}

#[derive(Serialize, Default)]
struct CoverageJson<'a> {
    tables: usize,
    recognised: usize,
    figures: usize,
    checked: usize,
    corroborated: usize,
    prose: CountedJson,
    cells: CountedJson,
    /// What was not read, in one sentence, where it is much.
    incomplete: Option<String>,
    /// In what figures may stand that `figures` does not count.
    uncounted: Option<String>,
    unchecked: UncheckedFigures<'a>,
    unread: UnreadGroups<'a>,
    no_figures: Vec<NoFiguresJson<'a>>,
}

#[derive(Serialize, Default)]
struct CountedJson {
    figures: usize,
    checked: usize,
    corroborated: usize,
}

impl CountedJson {
    fn of(counted: Counted) -> Self {
        let Counted { figures, checked, corroborated } = counted;
        Self { figures, checked, corroborated }
    }
}

/// The checks that are shown, each made when it is written: a report may be longer than the
/// document many times.
#[derive(Default)]
struct Checks<'a>(Option<(&'a DocumentAudit, bool)>);

/// The figures that no check rests on.
#[derive(Default)]
struct UncheckedFigures<'a>(Option<&'a DocumentAudit>);

impl Serialize for Checks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let checks = self.0.iter().flat_map(|(given, all)| {
            given.checks.iter().filter(|check| is_shown(check, *all)).map(|check| (*given, check))
        });
        serializer.collect_seq(checks.map(|(given, check)| OneCheck(given, check)))
    }
}

impl Serialize for UncheckedFigures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let figures = self.0.iter().flat_map(|given| {
            given.coverage.unchecked.iter().map(|figure| unchecked(given, figure))
        });
        serializer.collect_seq(figures)
    }
}

#[derive(Serialize)]
struct UncheckedJson<'a> {
    text: &'a str,
    #[serde(flatten)]
    at: JsonPlace<'a>,
    code: &'static str,
    why: String,
}

/// For programs.
pub(super) struct Json;

impl Report for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn media(&self) -> &'static str {
        "application/json"
    }

    fn title(&self) -> &'static str {
        "供程序读取"
    }

    /// It has both languages in any case.
    fn is_in_english(&self) -> bool {
        true
    }

    /// The report of a run is one object.
    fn begin(&self, _: &Options) -> Vec<u8> {
        b"{\n  \"schema\": \"gouji-report/3\",\n  \"documents\": [".to_vec()
    }

    /// One document, on a line of its own and set in.
    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        set_in(out, 4, &value(outcome, options))
    }

    fn between(&self) -> &'static [u8] {
        b","
    }

    fn end(&self, totals: &RunTotals, options: &Options) -> Vec<u8> {
        end(totals, options)
    }
}

fn value<'a>(outcome: &'a DocumentOutcome, options: &Options) -> DocumentJson<'a> {
    match outcome {
        Ok(document) => audited(document, options.all),
        Err(Unreadable { path, code, message, .. }) => DocumentJson {
            path,
            error_code: Some(code.id()),
            error: Some(message),
            rules: options.all.then(Vec::new),
            ..DocumentJson::default()
        },
    }
}

/// What stands behind the documents, ending in a line break.
fn end(totals: &RunTotals, options: &Options) -> Vec<u8> {
    let sum = &totals.summary;
    let json = SummaryJson {
        documents: sum.documents,
        unreadable: sum.unreadable,
        checks: sum.checks,
        holds: sum.holds,
        rounding: sum.rounding,
        corroborated: sum.corroborated,
        violations: sum.violations,
        unchecked: sum.unchecked,
        findings: sum.findings,
        left: (totals.left > 0).then_some(totals.left),
        rules: options
            .statistics
            .then(|| totals.ranked_rules().into_iter().map(RuleCounts::of).collect()),
    };
    let mut out = if sum.documents > 0 { b"\n  ],".to_vec() } else { b"],".to_vec() };
    let mut inner = Vec::new();
    // Writing into memory does not fail.
    let _ = set_in(&mut inner, 2, &json);
    let text = inner.strip_prefix(b"\n  ").unwrap_or(&inner);
    // by which rules is known when the documents are
    let version = env!("CARGO_PKG_VERSION");
    let digest = serde_json::Value::from(totals.imprint(&options.imprint).ruleset_digest);
    let tool = format!(
        "\n  \"tool\": {{\n    \"version\": \"{version}\",\n    \"ruleset_digest\": {digest}\n  }},"
    );
    out.extend_from_slice(tool.as_bytes());
    out.extend_from_slice(b"\n  \"summary\": ");
    out.extend_from_slice(text);
    if let Some(units) = &totals.units {
        let mut inner = Vec::new();
        let _ = set_in(&mut inner, 2, &units.json());
        out.extend_from_slice(b",\n  \"expected\": ");
        out.extend_from_slice(inner.strip_prefix(b"\n  ").unwrap_or(&inner));
    }
    out.extend_from_slice(b"\n}\n");
    out
}

/// A value on a new line, all its lines set in; texts in JSON have no line breaks of their own.
fn set_in(out: impl Write, indent: usize, value: &impl Serialize) -> io::Result<()> {
    let mut out = SetIn { out, indent };
    out.write_all(b"\n")?;
    serde_json::to_writer_pretty(out, value)?;
    Ok(())
}

/// Sets each line in that begins.
struct SetIn<W> {
    out: W,
    indent: usize,
}

impl<W: Write> Write for SetIn<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        const BLANKS: &[u8] = b"        ";
        if !bytes.contains(&b'\n') {
            return self.out.write_all(bytes);
        }
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.out.write_all(piece)?;
            if piece.ends_with(b"\n") {
                self.out.write_all(BLANKS.get(..self.indent).unwrap_or(BLANKS))?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn is_shown(check: &Check, all: bool) -> bool {
    all || check.verdict == Verdict::Violation
}

fn audited(given: &DocumentAudit, all: bool) -> DocumentJson<'_> {
    // Index of each check in the printed list.
    let mut next = 0;
    let printed: Vec<Option<usize>> = given
        .checks
        .iter()
        .map(|check| {
            is_shown(check, all).then(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    let source = &given.document;
    DocumentJson {
        path: &given.path,
        files: given
            .files
            .iter()
            .map(|file| FileJson { name: &file.name, sha256: &file.sha256 })
            .collect(),
        format: Some(source.format),
        encoding: Some(&source.encoding),
        kind: given.kind.as_deref(),
        reporting_level: given.reporting_level.as_deref(),
        agency: given.agency.as_deref(),
        year: given.year,
        ruleset: Some(&given.ruleset),
        layers: &given.layers,
        ruleset_digest: &given.ruleset_digest,
        packs: &given.packs,
        error: None,
        error_code: None,
        checks: Checks(Some((given, all))),
        findings: Findings(Some((given, printed))),
        resolved: given.follow_up.as_ref().map(|follow_up| {
            let resolved = follow_up.resolved.iter();
            resolved
                .map(|mended| ResolvedJson {
                    id: &mended.id,
                    rule: &mended.rule,
                    message: &mended.message,
                })
                .collect()
        }),
        // a rule that did not run is told in any case, and one of the user's own that did not apply
        rules: (all || given.rules.iter().any(is_told)).then(|| {
            given
                .rules
                .iter()
                .filter(|rule| all || is_told(rule))
                .map(|rule| RuleJson {
                    id: &rule.id,
                    status: status(rule.status),
                    checks: rule.checks,
                    why: rule.words(),
                    reasons: rule.why.iter().map(Coded::id).collect(),
                })
                .collect()
        }),
        notices: given.notices.iter().map(|notice| self::notice(given, notice)).collect(),
        coverage: CoverageJson {
            tables: given.coverage.tables,
            recognised: given.coverage.recognised,
            figures: given.coverage.figures,
            checked: given.coverage.checked,
            corroborated: given.coverage.corroborated,
            prose: CountedJson::of(given.coverage.prose),
            cells: CountedJson::of(given.coverage.cells()),
            incomplete: first(given, Lang::Chinese),
            uncounted: uncounted(given, Lang::Chinese),
            unchecked: UncheckedFigures(Some(given)),
            unread: UnreadGroups::of(given),
            no_figures: given.coverage.no_figures.iter().map(NoFiguresJson::of).collect(),
        },
        proved: given.proved.as_ref().map(|proved| proof::value(given, proved)),
    }
}

fn notice<'a>(given: &'a DocumentAudit, notice: &'a Notice) -> NoticeJson<'a> {
    NoticeJson {
        code: notice.code.id(),
        message: notice.message.of(Lang::Chinese),
        message_en: notice.message.of(Lang::English),
        at: notice.span.map(|span| place_of(given, span)).unwrap_or_default(),
    }
}

fn unchecked<'a>(given: &'a DocumentAudit, figure: &'a UncheckedFigure) -> UncheckedJson<'a> {
    UncheckedJson {
        text: &figure.text,
        at: place_of(given, figure.span),
        code: figure.why.id(),
        why: figure.why.to_string(),
    }
}

/// Whether a rule is told without `all`.
fn is_told(rule: &RuleOutcome) -> bool {
    rule.status == RuleStatus::Failed || rule.is_own && rule.status == RuleStatus::NotApplicable
}

fn status(status: RuleStatus) -> &'static str {
    match status {
        RuleStatus::Done => "done",
        RuleStatus::NotApplicable => "not-applicable",
        RuleStatus::Undecided => "undecided",
        RuleStatus::Failed => "failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_sample as sample;

    fn report(all: bool) -> String {
        String::from_utf8(
            crate::report::Format::JSON
                .render(&sample::run(), &Options { all, ..Options::default() }),
        )
        .unwrap()
    }

    #[test]
    fn violations_alone() {
        insta::assert_snapshot!(report(false));
    }

    #[test]
    fn indices_refer_to_the_printed_list() {
        for all in [false, true] {
            let value: serde_json::Value = serde_json::from_str(&report(all)).unwrap();
            for document in value["documents"].as_array().unwrap() {
                for finding in document["findings"].as_array().unwrap() {
                    for index in finding["checks"].as_array().unwrap() {
                        let check =
                            &document["checks"][usize::try_from(index.as_u64().unwrap()).unwrap()];
                        assert_eq!(check["verdict"], "violation");
                    }
                }
                assert_eq!(document.get("rules").is_some(), all);
            }
            assert_eq!(value["summary"]["checks"], 10);
            assert_eq!(value["summary"]["corroborated"], 1);
        }
    }

    #[test]
    fn lines_are_the_documents_of_the_whole_report() {
        let options = Options { all: true, ..Options::default() };
        let lines =
            String::from_utf8(crate::report::Format::JSONL.render(&sample::run(), &options))
                .unwrap();
        let mut lines: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let whole: serde_json::Value = serde_json::from_str(&report(true)).unwrap();
        for line in &mut lines {
            let tool = line.as_object_mut().unwrap().shift_remove("tool");
            assert_eq!(tool.as_ref(), Some(&whole["tool"]));
        }
        assert_eq!(&lines, whole["documents"].as_array().unwrap());
    }

    #[test]
    fn columns_count_characters_and_offsets_bytes() {
        let value: serde_json::Value = serde_json::from_str(&report(false)).unwrap();
        let figure = &value["documents"][0]["checks"][0]["figures"][0];
        assert_eq!(figure["text"], "353.15");
        let text = sample::TEXT;
        let start = usize::try_from(figure["start"].as_u64().unwrap()).unwrap();
        assert_eq!(&text[start..start + 6], "353.15");
        assert_eq!(figure["column"], 5);
    }
}
