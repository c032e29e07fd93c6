//! All rules against a document: in pieces, on as many threads as are idle, joined as if they had run one after the other.

use super::evaluate::Evaluator;
use super::known::{Known, NEW};
use super::world::{Place, Shared, World};
use super::{Run, run_rule};
use crate::audit::{Check, Reading, RuleOutcome, Sides, Verdict};
use crate::error::RuleMistake;
use crate::hash::QuickMap;
use crate::number::{Arena, Figure};
use crate::ruleset::{Rule, RuleKind};
use rayon::prelude::*;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// All checks of a document, and what became of each rule.
#[derive(Debug, Default)]
pub struct Checked {
    /// Checks in order of their stated figure's place; an identity that two rules state stands once.
    pub checks: Vec<Check>,
    /// The duty ledger.
    pub rules: Vec<RuleOutcome>,
    /// Scripts that went wrong while they ran.
    pub mistakes: Vec<RuleMistake>,
    /// What the sides of the checks are made of.
    pub sources: Sources,
}

/// The printed figures that an evaluation read, and the expressions over them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Expressions.
    pub arena: Arena,
    /// Where each printed figure stands.
    pub places: Vec<Place>,
    /// Its value and interval, in base units.
    pub figures: Vec<Option<Figure>>,
}

/// Runs all rules.
#[must_use]
pub fn check(shared: &Arc<Shared>) -> Checked {
    check_rules(shared, &shared.ruleset.rules)
}

/// Runs some rules of the ruleset; everything that they speak of is known all the same.
#[must_use]
pub fn check_rules(shared: &Arc<Shared>, rules: &[Rule]) -> Checked {
    let each = rules.len().div_ceil(PIECES).max(1);
    let pieces: Vec<Checked> = rules.par_chunks(each).map(|rules| piece(shared, rules)).collect();
    let mut pieces = pieces.into_iter();
    let mut out = Joined::new(shared.world(), pieces.next().unwrap_or_default());
    for piece in pieces {
        out.append(piece);
    }
    let mut out = out.checked;
    aligned_by(shared.world(), &mut out.checks);
    let restated = rules.iter().filter(|rule| matches!(rule.kind, RuleKind::Restated)).map(|rule| rule.id.as_str()).collect();
    out.sources.balanced(&restated, &mut out.checks);
    once_each(&mut out.checks);
    out.checks.sort_by_key(place_of);
    out
}

/// So many pieces the rules are cut into, for as many threads as are idle. A piece has an evaluator of its own, which costs
/// something, so they are few.
const PIECES: usize = 6;

/// Some rules by themselves.
fn piece(shared: &Arc<Shared>, rules: &[Rule]) -> Checked {
    let mut evaluator = Evaluator::new(shared.world());
    evaluator.shared = Some(Arc::clone(shared));
    let mut out = Checked::default();
    for rule in rules {
        let mut run = Run::default();
        run_rule(&mut evaluator, rule, &mut run);
        out.rules.push(run.outcome(rule));
        out.checks.append(&mut run.checks);
        out.mistakes.append(&mut run.mistakes);
    }
    out.sources = Sources { arena: evaluator.arena, places: evaluator.printed, figures: evaluator.figures };
    out
}

/// Pieces, one after the other.
struct Joined<'a> {
    world: World<'a>,
    checked: Checked,
    /// The index of each figure's place.
    known: Known,
}

impl<'a> Joined<'a> {
    /// The first piece stays as it is.
    fn new(world: World<'a>, checked: Checked) -> Self {
        let mut known = Known::default();
        for (place, index) in checked.sources.places.iter().zip(0..) {
            *known.index(&world, *place) = index;
        }
        Self { world, checked, known }
    }

    /// Takes over what further rules came to. Figures keep the order in which the rules first read them, as if one evaluator
    /// had run them all.
    fn append(&mut self, piece: Checked) {
        let Checked { checks, rules, mistakes, sources: Sources { arena, places, figures } } = piece;
        let (world, out, known) = (self.world, &mut self.checked, &mut self.known);
        let by = out.sources.arena.len();
        let mut indices = Vec::with_capacity(places.len());
        for (place, figure) in places.into_iter().zip(figures) {
            let sources = &mut out.sources;
            let index = known.index(&world, place);
            if *index == NEW {
                *index = u32::try_from(sources.places.len()).unwrap_or(NEW);
                sources.places.push(place);
                sources.figures.push(None);
            }
            if let Some(known) = usize::try_from(*index).ok().and_then(|at| sources.figures.get_mut(at)).filter(|known| known.is_none()) {
                *known = figure.map(|figure| Figure { expression: figure.expression.moved(by), ..figure });
            }
            indices.push(*index);
        }
        let index = |printed: u32| usize::try_from(printed).ok().and_then(|at| indices.get(at)).copied().unwrap_or(u32::MAX);
        out.sources.arena.append(arena, index);
        out.checks.extend(checks.into_iter().map(|mut check| {
            if let Some(sides) = &mut check.sides {
                *sides = Sides { stated: sides.stated.moved(by), computed: sides.computed.moved(by) };
            }
            check
        }));
        out.rules.extend(rules);
        out.mistakes.extend(mistakes);
    }
}

/// A check that chose the columns of its own figures proves nothing: 由该式定列.
fn aligned_by(world: World<'_>, checks: &mut [Check]) {
    for aligned in &world.page.recognition.aligned {
        let own = |check: &&mut Check| {
            check.rule == aligned.rule
                && check.verdict != Verdict::Unchecked
                && check.figures.iter().any(|figure| figure.document().is_none() && aligned.figures.contains(&figure.span()))
        };
        if let Some(check) = checks.iter_mut().find(own) {
            check.verdict = Verdict::Unchecked;
            let repaired = |figure: &crate::audit::CheckFigure| {
                aligned.figures.contains(&figure.span()) && matches!(figure.printed().reading, Reading::Repaired(_))
            };
            check.message = if check.figures.iter().any(repaired) {
                "由该式识读：数字有损坏，是按这条等式读出的".to_owned()
            } else {
                "由该式定列：空格丢失，数字所在的列是按这条等式确定的".to_owned()
            };
        }
    }
}

fn place_of(check: &Check) -> (usize, u32, u32) {
    check
        .figures
        .first()
        .map_or((0, u32::MAX, 0), |figure| (figure.document().map_or(0, |d| d + 1), figure.span().start, figure.span().end))
}

/// The same identity stated by two rules is one check; the second rule stands in `also`.
fn once_each(checks: &mut Vec<Check>) {
    let mut known: QuickMap<(Vec<(u32, Option<usize>)>, &'static str, Option<&str>), usize> = QuickMap::default();
    // each further one with the first of its kind
    let mut again: Vec<(usize, usize)> = Vec::new();
    for (at, check) in checks.iter().enumerate().filter(|(_, check)| check.verdict != Verdict::Unchecked && check.figures.len() > 1) {
        let mut places: Vec<(u32, Option<usize>)> = check.figures.iter().map(|figure| (figure.span().start, figure.document())).collect();
        if let Some(rest) = places.get_mut(1..) {
            rest.sort_unstable();
        }
        match known.entry((places, check.relation, check.computed.as_deref())) {
            Entry::Occupied(first) => again.push((at, *first.get())),
            Entry::Vacant(entry) => {
                entry.insert(at);
            }
        }
    }
    for (at, first) in &again {
        let Some((rule, severity)) = checks.get(*at).map(|check| (check.rule.clone(), check.severity)) else { continue };
        if let Some(first) = checks.get_mut(*first).filter(|first| first.rule != rule && !first.also.contains(&rule)) {
            first.also.push(rule);
            first.severity = first.severity.max(severity);
        }
    }
    let mut further = again.iter().map(|(at, _)| *at).peekable();
    let mut at = 0;
    checks.retain(|_| {
        let goes = further.next_if_eq(&at).is_some();
        at += 1;
        !goes
    });
}
