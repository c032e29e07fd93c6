//! `replaces`: what is said of an old id goes on for what took its place. In: the rules of a layer
//! that amend ids which the layers above do not have any more. Out: the same for their successors.

use super::head::LayeredItem;
use super::raw::{RawCase, RawRule};
use super::walk::{Mistakes, RuleSource};
use gouji_values::error::MistakeCode;

/// Those of the rules that name an old id as one of its place.
fn successors<'a>(known: &'a [Box<RawRule>], id: &str) -> Vec<&'a RawRule> {
    let replaces = |rule: &&RawRule| rule.replaces.iter().flatten().any(|old| old.value == id);
    known.iter().map(AsRef::as_ref).filter(replaces).collect()
}

/// Whether an item amends an id that the layers above do not have.
pub(super) fn is_lost<T: LayeredItem>(item: &T, known: &[T]) -> bool {
    let head = item.head();
    let is_it = |own: &T| own.head().id.value == head.id.value && own.kind() == item.kind();
    (head.off || head.reason.is_some()) && !known.iter().any(is_it)
}

/// Has the amendments of a layer speak of what took the place of the ids that they name.
#[expect(clippy::vec_box, reason = "rules are large, and move from file to layer to ruleset")]
pub(super) fn succeed(
    layer: Vec<Box<RawRule>>,
    known: &[Box<RawRule>],
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) -> Vec<Box<RawRule>> {
    let mut out = Vec::with_capacity(layer.len());
    for rule in layer {
        let own =
            if is_lost(&rule, known) { successors(known, &rule.head.id.value) } else { Vec::new() };
        if own.is_empty() {
            out.push(rule);
            continue;
        }
        let is_other = own.iter().any(|own| own.measure.is_some() && rule.measure.is_none());
        let says = rule.text.is_some() || rule.when.is_some() || !rule.demands.is_empty();
        if let (true, true, Some(source)) = (is_other, says, sources.get(rule.head.file)) {
            let names: Vec<&str> = own.iter().map(|own| own.head.id.value.as_str()).collect();
            mistakes.warn(
                source,
                rule.head.id.span.clone(),
                MistakeCode::AmendsNothing,
                format!(
                    "{} 已由名目 {} 代替，这里改的句式、条件和公式不再起作用",
                    rule.head.id.value,
                    names.join("、")
                ),
                Some("改写新的编号；轻重、依据和提示照旧有效".to_owned()),
            );
        }
        for own in own {
            let mut one = if own.measure.is_some() && rule.measure.is_none() {
                RawRule {
                    head: rule.head.clone(),
                    is_claim: true,
                    measure: Some(Box::default()),
                    documents: rule.documents.clone(),
                    agency: rule.agency.clone(),
                    severity: rule.severity.clone(),
                    basis: rule.basis.clone(),
                    hint: rule.hint.clone(),
                    ..RawRule::default()
                }
            } else {
                RawRule {
                    is_claim: own.is_claim,
                    is_relation: own.is_relation,
                    ..RawRule::clone(&rule)
                }
            };
            one.head.id.value.clone_from(&own.head.id.value);
            out.push(Box::new(one));
        }
    }
    out
}

/// Hands the cases of an old id to what took its place; with several in its place nobody knows to
/// which.
pub(super) fn succeed_cases(
    cases: Vec<RawCase>,
    known: &mut [Box<RawRule>],
    sources: &[RuleSource],
    mistakes: &mut Mistakes,
) -> Vec<RawCase> {
    let mut out = Vec::with_capacity(cases.len());
    for mut case in cases {
        let Some(name) = case.rule.clone() else { continue };
        let is_known = known.iter().any(|rule| rule.head.id.value == name.value);
        let own: Vec<String> = if is_known {
            Vec::new()
        } else {
            successors(known, &name.value).iter().map(|own| own.head.id.value.clone()).collect()
        };
        match (own.as_slice(), sources.get(name.file)) {
            ([one], _) => {
                if let Some(rule) = &mut case.rule {
                    rule.value.clone_from(one);
                }
                out.push(case);
            }
            ([_, _, ..], Some(source)) => mistakes.warn(
                source,
                name.span,
                MistakeCode::CaseRuleUnknown,
                format!("{} 已由 {} 代替，这个用例没有运行", name.value, own.join("、")),
                Some("用例的 rule 改写其中的一个".to_owned()),
            ),
            _ => out.push(case),
        }
    }
    out
}
