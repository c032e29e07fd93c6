//! The checks that agree, ready to be worked again: their sides, what they would weigh, and what
//! would keep them from being told.

use super::sides::{Shift, Side};
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::works::Work;
use crate::check::judge::checked::{Checked, Sources};
use crate::check::judge::misread::likely;
use crate::check::judge::recognised::recognised;
use crate::check::judge::severity::{Doubt, lower, lower_as_said};
use crate::check::judge::strange::strange_columns;
use crate::check::judge::structure::may_mean_another;
use crate::check::judge::tree::stray_below;
use crate::check::seen::shared::Shared;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckRelation, CheckedAt, Severity, Sides, Verdict};
use gouji_forms::form::StructureCell;
use gouji_rules::ruleset::{Rule, Structure};
use gouji_values::hash::QuickMap;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;

/// A check that agrees.
pub(super) struct AgreedCheck<'a> {
    /// Its index.
    pub(super) at: usize,
    pub(super) check: &'a Check,
    pub(super) rule: Option<(&'a Rule, usize)>,
    /// What it compares, where that is two numbers of which is known how they come about.
    work: Option<(Work, Side, Side)>,
    /// Its sides do not tell all: where they come apart, the evaluator is asked.
    pub(super) is_open: bool,
    /// What it would weigh.
    pub(super) weight: Severity,
    /// It would be left open.
    pub(super) is_silent: bool,
    /// A sum that the table itself tells: its form, kind and stated cell.
    pub(super) structure: Option<(usize, Structure, StructureCell)>,
}

/// What comes of a check with another figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It says nothing of the change.
    Same,
    /// It agrees all the same, since its figures are rounded.
    Hidden,
    /// It does not hold any more, by so much.
    Broken(Severity, Option<Decimal>),
    /// The evaluator has to be asked.
    Ask,
}

/// The checks that agree, in their order.
pub(super) fn held<'a>(
    shared: &'a Shared,
    evaluator: &mut Evaluator<'a>,
    checks: &'a [Check],
) -> Vec<AgreedCheck<'a>> {
    let world = shared.world();
    let rules: QuickMap<&str, usize> =
        world.ruleset.rules.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at)).collect();
    let works = evaluator.works.take().unwrap_or_default();
    let mut out = Vec::new();
    for (at, check) in checks.iter().enumerate().filter(|(_, check)| check.verdict.is_checked()) {
        let rule = rules.get(check.rule.as_str()).copied();
        let rule = rule.and_then(|at| Some((world.ruleset.rules.get(at)?, at)));
        let work = works.list.get(&(check.rule.clone(), check.number, check.at.clone()));
        let work = work.and_then(|work| {
            let (stated, computed) =
                (Side::of(evaluator, work.stated)?, Side::of(evaluator, work.computed)?);
            Some((work.clone(), stated, computed))
        });
        let reads_condition = || {
            let mut own = work.iter().flat_map(|(work, ..)| {
                let sides = [work.stated.expression, work.computed.expression];
                sides.into_iter().flat_map(|side| evaluator.arena.printed(side))
            });
            own.any(|figure| works.conditions.contains(&figure))
        };
        let is_open = work.as_ref().is_none_or(|(work, ..)| work.is_open)
            || rule.is_some_and(|(rule, _)| rule.demand.is_choice())
            || (rule.is_some_and(|(rule, _)| rule.when.is_some()) && reads_condition());
        let structure = structure_of(rule.map(|(rule, _)| rule), check);
        let (weight, is_silent) = (check.severity, false);
        out.push(AgreedCheck { at, check, rule, work, is_open, weight, is_silent, structure });
    }
    weigh(world, evaluator, &mut out);
    out
}

/// Of a sum that a table itself tells the form, the kind and the cell.
fn structure_of(rule: Option<&Rule>, check: &Check) -> Option<(usize, Structure, StructureCell)> {
    let structure = rule?.demand.structure()?;
    let CheckedAt::Branch([form, side, row, column], _) = check.at else { return None };
    let [form, side, row, column] = [form, side, row, column].map(|index| index as usize);
    Some((form, structure, StructureCell { side, row, column }))
}

/// What each would weigh, and which would be left open whatever it is off by.
fn weigh(world: World<'_>, evaluator: &mut Evaluator<'_>, held: &mut [AgreedCheck<'_>]) {
    let broken = held.iter().map(|one| {
        let sides = one.work.as_ref().map(|(work, ..)| Sides {
            stated: work.stated.expression,
            computed: work.computed.expression,
        });
        Check { verdict: Verdict::Violation, sides, detail: None, ..one.check.clone() }
    });
    let mut checked = Checked { checks: broken.collect(), ..Checked::default() };
    checked.sources = Sources { arena: std::mem::take(&mut evaluator.arena), ..Sources::default() };
    if world.page.recognition.forms.iter().any(|filled| filled.is_likely) {
        likely(world, &mut checked.checks);
    }
    strange_columns(world, &mut checked);
    recognised(world, &mut checked.checks);
    evaluator.arena = checked.sources.arena;
    for (one, mut broken) in held.iter_mut().zip(checked.checks) {
        if broken.figures().any(|figure| figure.is_doubtful()) {
            lower(&mut broken, Doubt::Reading);
        }
        if let CheckedAt::Sentence(statement, ..) = broken.at
            && let Some(said) = world.statement(Paper::OWN, statement as usize)
        {
            lower_as_said(&mut broken, said.certainty);
        }
        one.weight = broken.severity;
        one.is_silent = broken.verdict != Verdict::Violation || is_stray(world, one);
    }
}

/// Whether a code stands below a parent of a tree that may belong to its sum.
fn is_stray(world: World<'_>, one: &AgreedCheck<'_>) -> bool {
    let CheckedAt::Branch([form, side, row, _], _) = one.check.at else { return false };
    let Some(tree) = one.rule.and_then(|(rule, _)| rule.demand.tree()) else { return false };
    let filled = world.filled(Paper::OWN, form as usize);
    let side = filled.and_then(|filled| filled.sides.get(side as usize));
    let rows = side.map_or(&[][..], |side| side.rows.as_slice());
    rows.get(row as usize).is_some_and(|row| stray_below(rows, tree, row).is_some())
}

impl AgreedCheck<'_> {
    /// What comes of it with other figures.
    pub(super) fn outcome(&self, evaluator: &Evaluator<'_>, shift: Shift<'_>) -> Outcome {
        let Some((work, stated, computed)) = &self.work else { return Outcome::Ask };
        let (Some(a), Some(b)) = (stated.with(evaluator, shift), computed.with(evaluator, shift))
        else {
            return Outcome::Ask;
        };
        if (a.value, b.value) == (stated.figure.value, computed.figure.value) {
            return Outcome::Same;
        }
        if evaluator.work_again(work, &a, &b) != Verdict::Violation {
            let is_rounded = work.relation == CheckRelation::Equal;
            return if is_rounded { Outcome::Hidden } else { Outcome::Same };
        }
        if self.is_silent {
            return Outcome::Same;
        }
        if self.is_open {
            return Outcome::Ask;
        }
        let difference = a.value.checked_sub(b.value);
        let shown = || {
            let text = evaluator.difference(&a, &b, difference?);
            text.parse::<Decimal>().ok()
        };
        if let Some((_, structure, _)) = self.structure
            && may_mean_another(shown(), self.check.size(), structure)
        {
            return Outcome::Same;
        }
        let is_last = work.relation == CheckRelation::Equal
            && !work.tie
            && evaluator.differs_in_last_digit(&a, &b);
        let severity = if is_last { Severity::Info } else { self.weight };
        Outcome::Broken(severity, difference.map(|by| by.abs()))
    }
}
