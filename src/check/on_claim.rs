//! Rules on claims: at each sentence and item, and the keys of these places.

use super::compare::{CheckKey, Identity};
use super::condition::applies;
use super::evaluate::Evaluator;
use super::place::Scope;
use super::world::{Place, World};
use super::{Run, any, on_scope, one, place_key};
use crate::audit::{Check, CheckFigure, Role, Said, Verdict};
use crate::formula::Iteration;
use crate::ruleset::{Expectation, Rule, RuleKind};

/// A sentence of a claim, or one of its items, at which an expectation is checked.
#[derive(Clone, Copy)]
pub(super) struct Spoken {
    /// The number of the expectation.
    pub(super) number: u32,
    /// Index in `Recognition::statements`.
    pub(super) statement: u32,
    /// How many of the claim stand before it.
    pub(super) nth: u32,
    /// Repetition and item.
    pub(super) item: Option<(u32, u32)>,
}

impl Spoken {
    fn at(number: usize, statement: usize, nth: usize, item: Option<(usize, usize)>) -> Option<Self> {
        let short = |index: usize| u32::try_from(index).ok();
        let item = match item {
            Some((group, item)) => Some((short(group)?, short(item)?)),
            None => None,
        };
        Some(Self { number: short(number)?, statement: short(statement)?, nth: short(nth)?, item })
    }

    fn scope(self) -> Scope {
        let item = self.item.map(|(group, item)| (group as usize, item as usize));
        Scope::Claim { last_year: false, statement: self.statement as usize, item }
    }

    /// The key of the place.
    fn key(self, world: &World<'_>) -> String {
        let found = world.statement(false, self.statement as usize);
        let id = found.and_then(|found| world.ruleset.claims.get(found.claim)).map_or("", |claim| claim.id.as_str());
        let place = place_key(world, found.and_then(|found| found.part), id);
        match self.item {
            Some((_, item)) => format!("{place}|{}|{}", self.nth + 1, item + 1),
            None => format!("{place}|{}", self.nth + 1),
        }
    }

    /// What the rule comes to here.
    fn check(self, evaluator: &mut Evaluator<'_>, rule: &Rule, run: &mut Run<'_>) {
        let world = evaluator.world;
        let key = || self.key(&world);
        match &rule.kind {
            RuleKind::Any(all) => any(evaluator, rule, all, &key, run),
            RuleKind::Expect(all) => {
                if let Some(expectation) = all.get(self.number as usize) {
                    one(evaluator, rule, self.number as usize, expectation, &key, run);
                }
            }
            _ => {}
        }
    }

    /// The check that was made here, once more.
    pub(super) fn again(self, evaluator: &mut Evaluator<'_>, rule: &Rule) -> Option<Check> {
        let mut run = Run::default();
        evaluator.within(self.scope(), |evaluator| self.check(evaluator, rule, &mut run));
        run.checks.pop()
    }
}

/// What a rule says of the sentences of its claim.
pub(super) fn on_claim(
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
            let Some(spoken) = Spoken::at(0, *statement, nth, None) else { continue };
            let key = spoken.key(&evaluator.world);
            evaluator.within(spoken.scope(), |evaluator| on_scope(evaluator, rule, &key, run));
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
            let identity =
                Identity { rule, key: CheckKey::Made(format!("{}|{number}||{id}", rule.id)), expression: expectation.source.clone() };
            evaluator.series_of_claim(&identity, &expectation.resolved.stated, &found, |outcome| run.take(outcome));
            continue;
        }
        for (nth, statement) in found.iter().enumerate() {
            let Some(sentence) = recognition.statements.get(*statement) else {
                continue;
            };
            let (items, group) = match expectation.resolved.iteration {
                Iteration::Item(group) => (sentence.items.get(group).map_or(0, Vec::len), Some(group)),
                _ => (1, None),
            };
            for item in 0..items {
                let Some(spoken) = Spoken::at(number, *statement, nth, group.map(|group| (group, item))) else { continue };
                let world = evaluator.world;
                let key = || spoken.key(&world);
                evaluator.forget();
                if !run.wants(rule, number, expectation, &key) {
                    continue;
                }
                evaluator.within(spoken.scope(), |evaluator| {
                    if applies(evaluator, rule, run) {
                        let before = run.checks.len();
                        spoken.check(evaluator, rule, run);
                        if let Some(check) = run.checks.get_mut(before).filter(|_| evaluator.forgets) {
                            evaluator.shorten_spoken(spoken, check);
                        }
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
    let printed = evaluator.world.printed(place);
    let key = format!("{}|0||{}", rule.id, printed.text);
    let message = rule.message.as_ref().map_or_else(
        || format!("“{}”不应出现", printed.text),
        |pieces| {
            let texts = pieces.iter().filter_map(|piece| match piece {
                crate::ruleset::Message::Text(text) => Some(text.as_str()),
                crate::ruleset::Message::Value("stated") => Some(printed.text.as_str()),
                _ => None,
            });
            texts.collect()
        },
    );
    run.checks.push(Check {
        rule: rule.id.clone(),
        also: Vec::new(),
        severity: rule.severity,
        verdict: Verdict::Violation,
        relation: "!=",
        sides: None,
        words: Said {
            key,
            message,
            name: rule.name.clone(),
            both: String::new(),
            arithmetic: None,
            expression: "never".into(),
            stated: Some(printed.text.as_str().into()),
            computed: None,
            difference: None,
            unit: None,
            figures: vec![CheckFigure::given(Role::Stated, &evaluator.world.label(place), printed)],
            basis: rule.basis.clone(),
            hint: rule.hint.clone(),
            own: None,
        }
        .into(),
    });
}
