//! What checks say of some figures, and which rules can say it.

use super::mentions;
use gouji_audit::audit::{Check, CheckFigure, CheckRelation, Verdict};
use gouji_forms::form::Recognition;
use gouji_rules::formula::Owner;
use gouji_rules::ruleset::{Rule, Ruleset};
use gouji_values::document::Span;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Whether a check looks at the figure that stands there.
pub(super) fn sees(check: &Check, place: Span) -> bool {
    check.figures().any(|figure| figure.span() == place)
}

/// Whether a check looks at a figure of a place.
pub(super) fn is_on(check: &Check, place: Span) -> bool {
    check.figures().any(|figure| place.covers(figure.span()))
}

/// The rules that speak of a form of the ruleset and could come to a check: those that stand on it,
/// and those that stand on no form. What a rule demands is resolved when it is asked whether it
/// speaks of a form, so only those are asked that the document gives a place to.
pub(super) fn rules_on(
    ruleset: &Ruleset,
    recognition: &Recognition,
    form: usize,
) -> [Vec<usize>; 2] {
    let sentences: BTreeSet<usize> =
        recognition.statements.iter().map(|statement| statement.claim).collect();
    let is_there = |rule: &Rule| match &rule.owner {
        Owner::Form(owner, _) => *owner == form,
        Owner::Claim(claim) => sentences.contains(claim),
        Owner::Part(parts) => recognition.parts.iter().any(|found| parts.contains(&found.part)),
        Owner::EveryForm | Owner::Document => true,
    };
    let all = ruleset
        .rules
        .par_iter()
        .enumerate()
        .filter(|(_, rule)| is_there(rule) && mentions(rule, form));
    let all: Vec<usize> = all.map(|(index, _)| index).collect();
    let stands_on_form = |index: &usize| matches!(ruleset.rules.get(*index), Some(rule) if matches!(rule.owner, Owner::Form(..) | Owner::EveryForm));
    let (on_form, others) = all.into_iter().partition(stands_on_form);
    [on_form, others]
}

/// What checks say of some figures.
pub(super) struct JudgedFigures {
    pub(super) score: i64,
    /// For each figure the rule of the first check that holds. A figure that stands in a check
    /// that is broken has none.
    pub(super) deciders: Vec<Option<String>>,
    /// For each figure how many different statements hold.
    pub(super) proofs: Vec<usize>,
}

/// How well checks agree that look at some figures. Equal statements of one rule count once,
/// however often they are printed.
pub(super) fn judge(checks: &[Check], spans: &[Span]) -> JudgedFigures {
    let mut judged =
        JudgedFigures { score: 0, deciders: vec![None; spans.len()], proofs: vec![0; spans.len()] };
    let mut broken = vec![false; spans.len()];
    let mut known: BTreeSet<(String, String)> = BTreeSet::new();
    for check in checks {
        let place = |figure: CheckFigure<'_>| spans.iter().position(|span| figure.span() == *span);
        let seen: BTreeSet<usize> = check.figures().filter_map(place).collect();
        if seen.is_empty() {
            continue;
        }
        match check.verdict {
            Verdict::Holds | Verdict::Rounding if check.relation == CheckRelation::Equal => {
                let figure = |figure: CheckFigure<'_>| match place(figure) {
                    Some(at) => format!("#{at}"),
                    None => figure.printed().text.split_whitespace().collect(),
                };
                let statement = check.figures().map(figure).collect::<Vec<_>>().join("|");
                if !known.insert((check.rule.to_string(), statement)) {
                    continue;
                }
                judged.score += 1;
                for index in seen {
                    judged.proofs.get_mut(index).into_iter().for_each(|proofs| *proofs += 1);
                    let decider = judged.deciders.get_mut(index).into_iter();
                    decider.for_each(|decider| {
                        *decider = decider.take().or_else(|| Some(check.rule.to_string()))
                    });
                }
            }
            Verdict::Violation => {
                judged.score -= 3;
                for index in seen {
                    broken.get_mut(index).into_iter().for_each(|broken| *broken = true);
                }
            }
            _ => {}
        }
    }
    for (decider, broken) in judged.deciders.iter_mut().zip(broken) {
        if broken {
            *decider = None;
        }
    }
    judged
}
