//! Rules on claims: at each sentence and item, and the keys of these places.

use super::expectations::{any, on_scope, one};
use super::progress::Run;
use crate::audit::{At, Check, Cite, Detail, Fault, Nature, Piece, Relation, Role, Verdict};
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::compare::Identity;
use crate::check::run::condition::applies;
use crate::check::seen::keys::number_of;
use crate::check::seen::place::Place;
use crate::formula::Iteration;
use crate::ruleset::{Expectation, Message, Rule, RuleKind};

/// What a rule says of the sentences of its claim.
pub(in crate::check) fn on_claim(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    claim: usize,
    in_scope: &dyn Fn(Option<usize>) -> bool,
    run: &mut Run<'_>,
) {
    let recognition = evaluator.world.page.recognition;
    let id = evaluator.world.ruleset.claims.get(claim).map_or("", |claim| claim.id.as_str());
    let found: Vec<usize> = recognition
        .statements
        .iter()
        .enumerate()
        .filter(|(_, s)| s.claim == claim && in_scope(s.part) && !s.in_contents)
        .map(|(i, _)| i)
        .collect();
    if matches!(rule.kind, RuleKind::Never) {
        run.looked = true;
        for statement in found {
            never(evaluator, rule, statement, run);
        }
        return;
    }
    if matches!(rule.kind, RuleKind::Script(_)) {
        for (nth, statement) in found.iter().enumerate() {
            let place = At::Sentence(number_of(*statement), number_of(nth), None);
            let scope = Scope::Claim { last_year: false, statement: *statement, item: None };
            evaluator.within(scope, |evaluator| on_scope(evaluator, rule, &place, run));
        }
        return;
    }
    let expectations: &[Expectation] = match &rule.kind {
        RuleKind::Expect(all) | RuleKind::Any(all) if !found.is_empty() => all,
        _ => return,
    };
    let is_any = matches!(rule.kind, RuleKind::Any(_));
    for (number, expectation) in expectations.iter().enumerate() {
        if expectation.resolved.computed.is_none() {
            run.looked = true;
            let at = At::Key(format!("{}|{number}||{id}", rule.id).into());
            let identity = Identity {
                rule,
                number,
                at,
                nature: Nature::Series,
                expression: expectation.source.clone(),
            };
            evaluator.series_of_claim(&identity, &expectation.resolved.stated, &found, |outcome| {
                run.take(outcome)
            });
            continue;
        }
        for (nth, statement) in found.iter().enumerate() {
            let Some(sentence) = recognition.statements.get(*statement) else {
                continue;
            };
            let (items, group) = match expectation.resolved.iteration {
                Iteration::Item(group) => {
                    (sentence.items.get(group).map_or(0, Vec::len), Some(group))
                }
                _ => (1, None),
            };
            for item in 0..items {
                let place = At::Sentence(
                    number_of(*statement),
                    number_of(nth),
                    group.map(|_| number_of(item)),
                );
                evaluator.forget();
                if !run.wants(&evaluator.world, rule, number, expectation, &place) {
                    continue;
                }
                let scope = Scope::Claim {
                    last_year: false,
                    statement: *statement,
                    item: group.map(|group| (group, item)),
                };
                evaluator.within(scope, |evaluator| {
                    if !applies(evaluator, rule, run) {
                        return;
                    }
                    if is_any {
                        any(evaluator, rule, expectations, &place, run);
                    } else {
                        one(evaluator, rule, number, expectation, &place, run);
                    }
                });
            }
        }
        if is_any {
            break;
        }
    }
}

/// A sentence that must not be there.
fn never(evaluator: &mut Evaluator<'_>, rule: &Rule, statement: usize, run: &mut Run<'_>) {
    let place = Place::Sentence { statement };
    let printed = evaluator.world.printed(place).text;
    let key = format!("{}|0||{printed}", rule.id);
    let words = rule.message.as_ref().map(|pieces| {
        let piece = |piece: &Message| match piece {
            Message::Text(text) => Some(Piece::Text(text.as_str().into())),
            Message::Value("stated") => Some(Piece::Stated),
            _ => None,
        };
        pieces.iter().filter_map(piece).collect()
    });
    run.checks.push(Check {
        rule: rule.id.clone(),
        also: Vec::new(),
        severity: rule.severity,
        verdict: Verdict::Violation,
        relation: Relation::NotEqual,
        nature: Nature::Never,
        sides: None,
        reason: None,
        number: 0,
        at: At::Key(key.into()),
        expression: "never".into(),
        stated: Some(printed.into()),
        computed: None,
        difference: None,
        unit: None,
        cites: Box::from([Cite::new(Role::Stated, evaluator.world.span(place), place.spot())]),
        about: evaluator.about(rule),
        detail: Some(Box::new(Detail { words, ..Detail::of(Fault::Unwanted) })),
    });
}
