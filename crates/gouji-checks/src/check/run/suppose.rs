//! Verdicts without words: how recognition and the search for the guilty figure ask.

use super::rule::run_rule;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::{RuleRun, Wanted};
use crate::check::seen::place::FigurePlace;
use crate::check::seen::shared::Shared;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, Verdict};
use gouji_rules::script::WHOLE;
use gouji_values::number::Decimal;
use rayon::prelude::*;
use std::sync::Arc;

/// The checks of some rules, by their index, without words: how recognition asks which reading of a
/// form agrees better.
#[must_use]
pub fn agreement(world: World<'_>, rules: &[usize]) -> Vec<Check> {
    checks_of(world, rules, None, None)
}

/// The same on one filled form only; of what a rule says of each row, column or sentence only the
/// checks that are `wanted`, where any are named.
#[must_use]
pub fn agreement_on(
    world: World<'_>,
    rules: &[usize],
    form: usize,
    wanted: Option<&Wanted<'_>>,
) -> Vec<Check> {
    checks_of(world, rules, Some(form), wanted)
}

fn checks_of(
    world: World<'_>,
    rules: &[usize],
    only: Option<usize>,
    wanted: Option<&Wanted<'_>>,
) -> Vec<Check> {
    /// A thread is worth its cost for at least this many rules.
    const WORTH: usize = 8;
    let each = rules.len().div_ceil(rayon::current_num_threads()).max(WORTH);
    let pieces = rules.par_chunks(each).map(|rules| {
        let mut evaluator = Evaluator::new(world);
        evaluator.brief = true;
        let mut run = RuleRun { only, wanted, ..RuleRun::default() };
        for rule in rules.iter().filter_map(|index| world.ruleset.rules.get(*index)) {
            run_rule(&mut evaluator, rule, &mut run);
        }
        run.checks
    });
    pieces.flatten_iter().collect()
}

/// The verdicts of some rules, by their index, if other numbers stood at some places (in their
/// printed units): for each check its key and what would come of it. Of what a rule says of each
/// row, column or sentence only the checks that are `wanted` are made.
#[must_use]
pub fn suppose(
    shared: &Arc<Shared>,
    rules: &[usize],
    numbers: &[(FigurePlace, Decimal)],
    wanted: &Wanted<'_>,
) -> Vec<(String, Verdict)> {
    let world = shared.world();
    let mut evaluator = Evaluator::new(world);
    evaluator.shared = Some(Arc::clone(shared));
    evaluator.brief = true;
    evaluator.overrides = numbers.iter().copied().collect();
    /// Scripts that are much work are not asked at all.
    const SCRIPTS: usize = 50;
    let mut run = RuleRun { wanted: Some(wanted), ..RuleRun::default() };
    for rule in rules.iter().filter_map(|index| world.ruleset.rules.get(*index)) {
        run.left = Some(WHOLE.shared_by(SCRIPTS));
        run_rule(&mut evaluator, rule, &mut run);
    }
    run.checks
        .into_iter()
        .map(|check| (world.key(&check.rule, check.number, &check.at), check.verdict))
        .collect()
}
