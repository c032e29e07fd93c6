//! The places that a rule is checked at, one after the other: all kinds of rules that look at rows,
//! columns, groups or sentences one by one go through here.

use super::condition::{Before, applies_on};
use super::expectations::row_condition;
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::progress::RuleRun;
use crate::check::seen::keys::{at, number_of};
use gouji_audit::audit::CheckedAt;
use gouji_rules::formula::Iteration;
use gouji_rules::ruleset::{Expectation, Rule};
use gouji_values::paper::Paper;

/// A place that a rule is checked at.
pub(in crate::check) struct RulePlace {
    /// What a check made here is known by.
    pub(in crate::check) at: CheckedAt,
    /// Where each row or column of a side of a form is looked at.
    pub(in crate::check) line: Option<SideLine>,
}

/// A row or a column of a side.
pub(in crate::check) struct SideLine {
    pub(in crate::check) side: usize,
    /// Its number.
    pub(in crate::check) index: usize,
    /// How many of the side are looked at.
    pub(in crate::check) among: usize,
}

/// An expectation and its number among those of its rule.
pub(in crate::check) type Numbered<'r> = (usize, &'r Expectation);

/// Goes over the places of a rule.
///
/// At each place, in this order:
/// 1. [`RuleRun::wants`]: where only some checks are asked for, the others are left
///    out. A kind without expectations is always asked.
/// 2. [`Evaluator::forget`]: what was read for the places before is let go of where it is much. So
///    nothing that was read at one place may be used at the next.
/// 3. [`Evaluator::within`]: names mean what they mean here.
/// 4. The condition of the rule (`when`). It calls [`Evaluator::take_trace`]: the figures that it
///    read are no figures of the check. Where it is false, [`RuleRun::skipped`] counts the place.
/// 5. `work`. It hands each outcome to [`RuleRun::take`]. Where it may come to nothing although it
///    looked, it sets [`RuleRun::looked`]: else the rule counts as not applicable.
pub(in crate::check) struct PlaceWalk<'r> {
    rule: &'r Rule,
    /// What was found of a condition that is the same at each place of a form.
    condition: Option<bool>,
}

impl<'r> PlaceWalk<'r> {
    /// For a rule on one form, or on the sentences of one claim.
    pub(in crate::check) fn new(rule: &'r Rule) -> Self {
        Self { rule, condition: None }
    }

    /// Over the places of a filled form, as an expectation iterates; without one the form as a
    /// whole is the only place. `side`: of this one only.
    pub(in crate::check) fn of_form(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        expectation: Option<Numbered<'_>>,
        (form, side): (usize, Option<usize>),
        run: &mut RuleRun<'_>,
        mut work: impl FnMut(&mut Evaluator<'_>, &RulePlace, &mut RuleRun<'_>),
    ) {
        let Some(filled) = evaluator.world.filled(Paper::OWN, form) else { return };
        let iteration = expectation.map_or(Iteration::Once, |(_, own)| own.resolved.iteration);
        let mut visit = |evaluator: &mut Evaluator<'_>, scope: Scope, place: RulePlace| {
            visit(
                (self.rule, expectation),
                evaluator,
                (scope, &place),
                &mut self.condition,
                run,
                &mut work,
            );
        };
        let whole = |side: usize| Scope::of_form(Paper::OWN, form, side);
        if matches!(iteration, Iteration::Once | Iteration::Item(_)) {
            let place = RulePlace { at: CheckedAt::Form(number_of(form)), line: None };
            visit(evaluator, whole(side.unwrap_or(0)), place);
            return;
        }
        for (number, content) in filled
            .sides
            .iter()
            .enumerate()
            .filter(|(at, _)| side.is_none_or(|wanted| wanted == *at))
        {
            let line = |index: usize, among: usize| Some(SideLine { side: number, index, among });
            match iteration {
                Iteration::Once | Iteration::Item(_) => {}
                Iteration::Row => {
                    let among = content.rows.len();
                    for row in 0..among {
                        let scope = Scope::of_row(Paper::OWN, form, number, row);
                        let at = CheckedAt::Row(at([form, number, row]));
                        visit(evaluator, scope, RulePlace { at, line: line(row, among) });
                    }
                }
                Iteration::Column => {
                    let columns = evaluator.amount_columns(filled, number);
                    let among = columns.len();
                    for column in columns {
                        let scope = whole(number).in_column(column);
                        let at = CheckedAt::Column(at([form, number, column]));
                        visit(evaluator, scope, RulePlace { at, line: line(column, among) });
                    }
                }
                Iteration::Group(column) => {
                    let mut last = None;
                    for (row, content) in content.rows.iter().enumerate() {
                        let group = content.groups.get(column).copied().flatten();
                        if let Some(group) = group.filter(|_| group != last) {
                            let scope = Scope::of_row(Paper::OWN, form, number, row)
                                .in_group(column, group);
                            let at = CheckedAt::Group(at([form, number, row, column]));
                            visit(evaluator, scope, RulePlace { at, line: None });
                        }
                        last = group;
                    }
                }
            }
        }
    }

    /// Over the sentences of a claim, and the items of each where an expectation iterates over
    /// them.
    pub(in crate::check) fn of_claim(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        expectation: Option<Numbered<'_>>,
        found: &[usize],
        run: &mut RuleRun<'_>,
        mut work: impl FnMut(&mut Evaluator<'_>, &RulePlace, &mut RuleRun<'_>),
    ) {
        let statements = &evaluator.world.page.recognition.statements;
        for (nth, statement) in found.iter().enumerate() {
            let Some(sentence) = statements.get(*statement) else { continue };
            let (items, group) = match expectation.map(|(_, own)| own.resolved.iteration) {
                Some(Iteration::Item(group)) => {
                    (sentence.items.get(group).map_or(0, Vec::len), Some(group))
                }
                _ => (1, None),
            };
            for item in 0..items {
                let at = CheckedAt::Sentence(
                    number_of(*statement),
                    number_of(nth),
                    group.map(|_| number_of(item)),
                );
                let scope = Scope::Claim {
                    paper: Paper::OWN,
                    statement: *statement,
                    item: group.map(|group| (group, item)),
                };
                let place = RulePlace { at, line: None };
                // each sentence may stand in another part, with other forms
                visit(
                    (self.rule, expectation),
                    evaluator,
                    (scope, &place),
                    &mut None,
                    run,
                    &mut work,
                );
            }
        }
    }
}

/// One place: see [`PlaceWalk`].
fn visit(
    (rule, expectation): (&Rule, Option<Numbered<'_>>),
    evaluator: &mut Evaluator<'_>,
    (scope, place): (Scope, &RulePlace),
    condition: &mut Option<bool>,
    run: &mut RuleRun<'_>,
    work: &mut impl FnMut(&mut Evaluator<'_>, &RulePlace, &mut RuleRun<'_>),
) {
    let is_wanted = expectation.is_none_or(|(number, expectation)| {
        run.wants(&evaluator.world, rule, number, expectation, &place.at)
    });
    if !is_wanted {
        return;
    }
    evaluator.forget();
    evaluator.within(scope, |evaluator| {
        let is_of_rows = expectation.is_some_and(|(_, own)| row_condition(rule, own).is_some());
        let before = Before { expectation, at: &place.at };
        if is_of_rows || applies_on(evaluator, rule, before, run, condition) {
            work(evaluator, place, run);
        }
    });
}
