//! A check that is made again by the evaluator, with other numbers in the place of printed ones:
//! where more than its two sides decides what comes of it.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::known::PlaceIndex;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::progress::{RuleRun, Wanted};
use crate::check::run::{again_here, suppose};
use crate::check::seen::place::FigurePlace;
use crate::check::seen::shared::Shared;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckedAt, Verdict};
use gouji_rules::formula::Owner;
use gouji_rules::ruleset::{Rule, RuleKind};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::sync::Arc;

/// Makes checks again.
pub(super) struct Asker<'a> {
    shared: &'a Arc<Shared>,
    evaluator: Evaluator<'a>,
}

impl<'a> Asker<'a> {
    pub(super) fn new(shared: &'a Arc<Shared>) -> Self {
        let mut evaluator = Evaluator::new(shared.world());
        evaluator.brief = true;
        evaluator.known = PlaceIndex::hashed();
        Self { shared, evaluator }
    }

    /// The verdict of a check with these numbers, in their printed units, at these places; `None`
    /// where it is not made any more.
    pub(super) fn verdict(
        &mut self,
        (rule, number): (&Rule, usize),
        check: &Check,
        numbers: &[(FigurePlace, Decimal)],
    ) -> Option<Verdict> {
        let is_formula = matches!(rule.demand.kind(), RuleKind::Expect | RuleKind::Any);
        let scope = is_formula.then(|| scope_of(&self.evaluator.world, rule, &check.at)).flatten();
        let Some(scope) = scope else { return self.by_rule(number, check, numbers) };
        let evaluator = &mut self.evaluator;
        evaluator.overrides = numbers.iter().copied().collect();
        evaluator.let_go();
        let mut run = RuleRun::default();
        let expectation = usize::try_from(check.number).ok()?;
        evaluator.within(scope, |evaluator| {
            again_here(evaluator, rule, expectation, &check.at, &mut run);
        });
        run.checks.first().map(|check| check.verdict)
    }

    /// By the whole of its rule.
    fn by_rule(
        &self,
        rule: usize,
        check: &Check,
        numbers: &[(FigurePlace, Decimal)],
    ) -> Option<Verdict> {
        let key = check.key();
        let wanted = Wanted::Keys(std::iter::once(&*key).collect());
        let made = suppose(self.shared, &[rule], numbers, &wanted);
        made.into_iter().find(|(made, _)| *made == *key).map(|(_, verdict)| verdict)
    }
}

/// What names mean something in where a formula was checked.
fn scope_of(world: &World<'_>, rule: &Rule, at: &CheckedAt) -> Option<Scope> {
    let size = |index: u32| index as usize;
    Some(match at {
        CheckedAt::Form(form) => {
            let side = if let Owner::Form(_, side) = &rule.owner { *side } else { None };
            Scope::of_form(Paper::OWN, size(*form), side.unwrap_or(0))
        }
        CheckedAt::Row([form, side, row]) => {
            Scope::of_row(Paper::OWN, size(*form), size(*side), size(*row))
        }
        CheckedAt::Column([form, side, column]) => {
            Scope::of_form(Paper::OWN, size(*form), size(*side)).in_column(size(*column))
        }
        CheckedAt::Sentence(statement, _, item) => {
            let group =
                rule.demand.formulas().iter().find_map(|own| match own.resolved.iteration {
                    gouji_rules::formula::Iteration::Item(group) => Some(group),
                    _ => None,
                });
            let item = item.and_then(|item| Some((group?, size(item))));
            Scope::Claim { paper: Paper::OWN, statement: size(*statement), item }
        }
        CheckedAt::Scope(key) if key.is_empty() => Scope::Document,
        CheckedAt::Scope(key) => {
            let parts = &world.page.recognition.parts;
            let index = parts.iter().enumerate().position(|(index, part)| {
                let id = world.ruleset.parts.get(part.part).map_or("", |part| part.id.as_str());
                world.scope_key(Some(index), id) == **key
            });
            Scope::Part(index?)
        }
        CheckedAt::Group(_) | CheckedAt::Key(_) | CheckedAt::Branch(..) | CheckedAt::Twice(..) => {
            return None;
        }
    })
}
