//! How each of the user's own rules ended in a document, with the checks that it made.

use super::line_of;
use crate::draft::speaks;
use gouji_audit::audit::{Check, DocumentAudit, RuleStatus, Verdict};
use gouji_report::report::rule_end::{self, RuleEnd};
use gouji_report::report::words::{severity_name, verdict_name};
use gouji_rules::ruleset::{Rulebook, Ruleset};
use gouji_values::lang::Lang;
use serde_json::{Value, json};

/// Checks of a rule that are told, at most.
const CHECKS: usize = 200;

/// The own rules in their order.
pub(super) fn rules(audit: &DocumentAudit, ruleset: &Ruleset, rulebook: &Rulebook) -> Vec<Value> {
    let all = rule_end::own(audit);
    all.iter().map(|end| rule(end, audit, ruleset, rulebook)).collect()
}

fn rule(end: &RuleEnd<'_>, audit: &DocumentAudit, ruleset: &Ruleset, rulebook: &Rulebook) -> Value {
    let id = &end.rule.id;
    let written = ruleset.rule(id);
    let text = written.and_then(|rule| rulebook.text(&rule.origin.file));
    let mut own: Vec<&Check> = audit.checks.iter().filter(|check| speaks(check, id)).collect();
    // what is wrong comes first
    own.sort_by_key(|check| check.verdict != Verdict::Violation);
    json!({
        "id": id,
        "name": written.and_then(|rule| rule.name.as_deref()),
        "file": written.map(|rule| &rule.origin.file),
        "line": written.zip(text).map(|(rule, text)| line_of(&text, rule.origin.span.start)),
        "severity": written.map(|rule| severity_name(rule.severity)),
        "words": end.words(Lang::Chinese),
        "applies": end.rule.status != RuleStatus::NotApplicable,
        "counts": {
            "holds": end.count(Verdict::Holds) + end.count(Verdict::Rounding),
            "corroborated": end.count(Verdict::Corroborated),
            "violation": end.count(Verdict::Violation),
            "unchecked": end.count(Verdict::Unchecked),
        },
        "checks": own.iter().take(CHECKS).map(|own| check(own, audit)).collect::<Vec<_>>(),
    })
}

fn check(own: &Check, audit: &DocumentAudit) -> Value {
    let document = &audit.document;
    let here: Vec<_> =
        own.places().filter(|(_, other)| other.is_none()).map(|(span, _)| span).collect();
    let first = here.first().map(|span| document.locator.position(&document.text, span.start));
    json!({
        "verdict": verdict_name(own.verdict),
        "label": own.figures().next().map(|figure| figure.label().to_string()),
        "message": own.message(),
        "stated": own.stated,
        "computed": own.computed,
        "unit": own.unit,
        "line": first.map(|position| position.line),
        "places": here.iter().map(|span| [span.start, span.end]).collect::<Vec<_>>(),
    })
}
