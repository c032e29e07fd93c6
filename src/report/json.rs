//! The JSON report, schema `gouji-report/1`.
//!
//! Keys stand in the order of the contract; numbers of the document are strings. Without `all`, `checks` holds the
//! violations alone and the indices of findings refer to that list.

use super::Options;
use crate::audit::{Audit, Check, CheckFigure, DocumentAudit, Outcome, Reading, Role, RuleStatus, Severity, UncheckedFigure, Unreadable, Verdict};
use crate::document::{Document, Notice, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    documents: Vec<DocumentJson<'a>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct Tool<'a> {
    version: &'static str,
    ruleset_digest: &'a str,
}

#[derive(Serialize, Default)]
struct DocumentJson<'a> {
    path: &'a str,
    format: Option<&'a str>,
    encoding: Option<&'a str>,
    kind: Option<&'a str>,
    agency: Option<&'a str>,
    year: Option<i32>,
    ruleset: Option<&'a str>,
    layers: &'a [String],
    error: Option<&'a str>,
    checks: Vec<CheckJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<RuleJson<'a>>>,
    notices: Vec<NoticeJson<'a>>,
    coverage: CoverageJson<'a>,
}

#[derive(Serialize)]
struct CheckJson<'a> {
    rule: &'a str,
    also: &'a [String],
    severity: &'static str,
    verdict: &'static str,
    message: &'a str,
    expression: &'a str,
    stated: Option<&'a str>,
    computed: Option<&'a str>,
    difference: Option<&'a str>,
    unit: Option<&'a str>,
    figures: Vec<FigureJson<'a>>,
}

#[derive(Serialize)]
struct FigureJson<'a> {
    role: &'static str,
    label: &'a str,
    text: &'a str,
    value: Option<&'a str>,
    unit: Option<&'a str>,
    start: u32,
    end: u32,
    #[serde(flatten)]
    at: Place<'a>,
    /// How it was read, where that leaves a doubt.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
}

#[derive(Serialize, Default)]
struct Place<'a> {
    line: Option<u32>,
    column: Option<u32>,
    place: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    id: &'a str,
    checks: Vec<usize>,
    suspects: &'a [String],
    waiver: Option<&'a str>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    status: &'static str,
    checks: usize,
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    message: &'a str,
    #[serde(flatten)]
    at: Place<'a>,
}

#[derive(Serialize, Default)]
struct CoverageJson<'a> {
    tables: usize,
    recognised: usize,
    figures: usize,
    checked: usize,
    unchecked: Vec<UncheckedJson<'a>>,
}

#[derive(Serialize)]
struct UncheckedJson<'a> {
    text: &'a str,
    #[serde(flatten)]
    at: Place<'a>,
    why: &'a str,
}

#[derive(Serialize)]
struct SummaryJson {
    documents: usize,
    unreadable: usize,
    checks: usize,
    holds: usize,
    rounding: usize,
    violations: usize,
    unchecked: usize,
    findings: usize,
}

/// The report of a run, one object, ending in a line break.
#[must_use]
pub fn render(audit: &Audit, options: &Options) -> Vec<u8> {
    let sum = audit.summary();
    let report = Report {
        schema: "gouji-report/1",
        tool: Tool {
            version: env!("CARGO_PKG_VERSION"),
            ruleset_digest: &audit.ruleset_digest,
        },
        documents: audit
            .documents
            .iter()
            .map(|outcome| document(audit, outcome, options.all))
            .collect(),
        summary: SummaryJson {
            documents: sum.documents,
            unreadable: sum.unreadable,
            checks: sum.checks,
            holds: sum.holds,
            rounding: sum.rounding,
            violations: sum.violations,
            unchecked: sum.unchecked,
            findings: sum.findings,
        },
    };
    // Writing plain structs with string keys into memory does not fail; should it ever, an empty report says so at once.
    let mut out = serde_json::to_vec_pretty(&report).unwrap_or_default();
    out.push(b'\n');
    out
}

fn document<'a>(audit: &'a Audit, outcome: &'a Outcome, all: bool) -> DocumentJson<'a> {
    match outcome {
        Ok(document) => audited(audit, document, all),
        Err(Unreadable { path, message }) => DocumentJson {
            path,
            error: Some(message),
            rules: all.then(Vec::new),
            ..DocumentJson::default()
        },
    }
}

fn audited<'a>(audit: &'a Audit, given: &'a DocumentAudit, all: bool) -> DocumentJson<'a> {
    let shown = |check: &Check| all || check.verdict == Verdict::Violation;
    // Index of each check in the printed list.
    let mut next = 0;
    let printed: Vec<Option<usize>> = given
        .checks
        .iter()
        .map(|check| {
            shown(check).then(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    let source = &given.document;
    DocumentJson {
        path: &given.path,
        format: Some(source.format),
        encoding: Some(&source.encoding),
        kind: given.kind.as_deref(),
        agency: given.agency.as_deref(),
        year: given.year,
        ruleset: Some(&given.ruleset),
        layers: &given.layers,
        error: None,
        checks: given
            .checks
            .iter()
            .filter(|check| shown(check))
            .map(|check| self::check(audit, source, check))
            .collect(),
        findings: given
            .findings
            .iter()
            .map(|finding| FindingJson {
                id: &finding.id,
                checks: finding.checks.iter().filter_map(|i| printed.get(*i).copied().flatten()).collect(),
                suspects: &finding.suspects,
                waiver: finding.waiver.as_deref(),
            })
            .collect(),
        rules: all.then(|| {
            given
                .rules
                .iter()
                .map(|rule| RuleJson {
                    id: &rule.id,
                    status: status(rule.status),
                    checks: rule.checks,
                    why: rule.why.as_deref(),
                })
                .collect()
        }),
        notices: given.notices.iter().map(|notice| self::notice(source, notice)).collect(),
        coverage: CoverageJson {
            tables: given.coverage.tables,
            recognised: given.coverage.recognised,
            figures: given.coverage.figures,
            checked: given.coverage.checked,
            unchecked: given.coverage.unchecked.iter().map(|figure| unchecked(source, figure)).collect(),
        },
    }
}

fn check<'a>(audit: &'a Audit, source: &'a Document, check: &'a Check) -> CheckJson<'a> {
    CheckJson {
        rule: &check.rule,
        also: &check.also,
        severity: severity(check.severity),
        verdict: verdict(check.verdict),
        message: &check.message,
        expression: &check.expression,
        stated: check.stated.as_deref(),
        computed: check.computed.as_deref(),
        difference: check.difference.as_deref(),
        unit: check.unit.as_deref(),
        figures: check.figures.iter().map(|figure| self::figure(audit, source, figure)).collect(),
    }
}

fn figure<'a>(audit: &'a Audit, source: &'a Document, figure: &'a CheckFigure) -> FigureJson<'a> {
    let printed = &figure.printed;
    let other = printed
        .document
        .and_then(|i| audit.documents.get(i))
        .and_then(|outcome| outcome.as_ref().ok());
    let source = other.map_or(source, |other| &other.document);
    FigureJson {
        role: match figure.role {
            Role::Stated => "stated",
            Role::Operand => "operand",
        },
        label: &figure.label,
        text: &printed.text,
        value: printed.value.as_deref().or_else(|| counted_blank(figure).then_some("0")),
        unit: printed.unit.as_deref(),
        start: printed.span.start,
        end: printed.span.end,
        at: place(source, printed.span),
        reading: reading(&printed.reading),
        file: other.map(|other| other.path.as_str()),
    }
}

fn reading(reading: &Reading) -> Option<String> {
    match reading {
        Reading::Plain => None,
        Reading::Joined => Some("拼接：跨行、跨页拼成".to_owned()),
        Reading::Repaired(how) => Some(format!("修复：{how}")),
        Reading::Aligned(rule) => Some(format!("由“{rule}”定列")),
    }
}

/// A blank, or a blank mark, that went into a computation counts as nothing.
fn counted_blank(figure: &CheckFigure) -> bool {
    figure.role == Role::Operand && !figure.printed.text.chars().any(char::is_alphanumeric)
}

fn place(source: &Document, span: Span) -> Place<'_> {
    let position = source.locator.position(&source.text, span.start);
    Place {
        line: Some(position.line),
        column: Some(position.column),
        place: source.locator.place(span),
    }
}

fn notice<'a>(source: &'a Document, notice: &'a Notice) -> NoticeJson<'a> {
    NoticeJson {
        message: &notice.message,
        at: notice.span.map(|span| place(source, span)).unwrap_or_default(),
    }
}

fn unchecked<'a>(source: &'a Document, figure: &'a UncheckedFigure) -> UncheckedJson<'a> {
    UncheckedJson {
        text: &figure.text,
        at: place(source, figure.span),
        why: &figure.why,
    }
}

/// Name of a severity in JSON and on the command line.
#[must_use]
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Name of a verdict.
#[must_use]
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Rounding => "rounding",
        Verdict::Violation => "violation",
        Verdict::Unchecked => "unchecked",
    }
}

fn status(status: RuleStatus) -> &'static str {
    match status {
        RuleStatus::Done => "done",
        RuleStatus::NotApplicable => "not-applicable",
        RuleStatus::Undecided => "undecided",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn report(all: bool) -> String {
        String::from_utf8(render(&sample::run(), &Options { all, ..Options::default() })).unwrap()
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
                        let check = &document["checks"][usize::try_from(index.as_u64().unwrap()).unwrap()];
                        assert_eq!(check["verdict"], "violation");
                    }
                }
                assert_eq!(document.get("rules").is_some(), all);
            }
            assert_eq!(value["summary"]["checks"], 9);
        }
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
