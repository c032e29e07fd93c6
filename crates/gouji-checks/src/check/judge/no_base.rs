//! A rate whose base is zero: it cannot be computed, so that a rate which is printed all the same
//! is wrong, or was computed on another base.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::NoBase;
use crate::check::judge::compare::{Identity, JudgedComparison, PlaceOutcome};
use crate::check::judge::severity::{Doubt, lower};
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::{CheckDetail, CheckRelation, Cite, Fault, Verdict, Why};
use gouji_prose::prose::Relation;
use gouji_rules::formula::{Binary, Function, Node, Resolved};
use gouji_rules::pattern::CapturedValue;
use gouji_values::number::{Decimal, Figure, divide};

/// Whether what a figure is compared with is a ratio and nothing else.
fn is_quotient(resolved: &Resolved) -> bool {
    resolved.relation == CheckRelation::Equal
        && matches!(
            resolved.computed,
            Some(Node::Call(Function::Percent, _) | Node::Binary(Binary::Divide, ..))
        )
}

impl Evaluator<'_> {
    /// What comes of a stated figure beside a ratio on a base of zero. A rate of something on
    /// nothing is a violation; what may be the rate of small numbers that were rounded to zero
    /// is not.
    pub(in crate::check) fn without_base(
        &mut self,
        (identity, relation): (&Identity<'_>, CheckRelation),
        stated: &Figure,
        base: &NoBase,
        figures: Vec<Cite>,
        again: Option<&Resolved>,
    ) -> PlaceOutcome {
        let shown = self.shown(stated, stated.value);
        let is_whole = stated.interval.contains(Decimal::ONE);
        if base.share.is_zero() && stated.value.is_zero() {
            let judged = JudgedComparison {
                stated: Some(shown),
                computed: Some("0".into()),
                difference: Some("0".into()),
                unit: stated.unit,
                ..JudgedComparison::bare(Verdict::Holds)
            };
            return PlaceOutcome::Check(self.check(identity, relation, judged, figures));
        }
        let is_wrong = self.is_ratio(stated.unit)
            && !stated.value.is_zero()
            && !base.share.is_zero()
            && again.is_some_and(is_quotient)
            && !base.may_be(stated);
        if !is_wrong {
            return PlaceOutcome::Check(self.undecided(identity, relation, Why::BaseZero, figures));
        }
        let judged = JudgedComparison {
            stated: Some(shown),
            unit: stated.unit,
            ..JudgedComparison::bare(Verdict::Violation)
        };
        let mut check = self.check(identity, relation, judged, figures);
        let is_by_custom = is_whole && self.is_growth();
        lower(&mut check, if is_by_custom { Doubt::FromNothing } else { Doubt::ZeroBase });
        if !self.brief {
            let meant = self.other_base(stated, base).unwrap_or_default().into();
            check.detail = Some(Box::new(CheckDetail::of(Fault::NoBase { meant })));
        }
        PlaceOutcome::Check(check)
    }

    /// Whether the sentence says how much something has grown: from nothing many write 100 %.
    fn is_growth(&self) -> bool {
        let Some(Scope::Claim { paper, statement, .. }) = self.scopes.last().copied() else {
            return false;
        };
        let found = self.world.statement(paper, statement);
        let claim = found.and_then(|found| self.world.ruleset.claims.get(found.claim));
        claim.and_then(|claim| claim.relation).is_some_and(|relation| {
            matches!(relation, Relation::Growth | Relation::GrowthOf | Relation::GrowthBack)
        })
    }

    /// What the sentence says of another amount on which the rate comes out.
    fn other_base(&self, rate: &Figure, base: &NoBase) -> Option<String> {
        let Some(Scope::Claim { paper, statement, item }) = self.scopes.last().copied() else {
            return None;
        };
        let found = self.world.statement(paper, statement)?;
        let units = &self.world.ruleset.vocabulary.units;
        let own = item.and_then(|(group, item)| found.items.get(group)?.get(item));
        let mut fitting =
            found.captures.iter().chain(own.into_iter().flat_map(|item| item.iter())).filter(
                |(_, captured)| {
                    let CapturedValue::Number(number) = &captured.value else { return false };
                    let unit = number.unit.map(|unit| units.get(unit)).filter(|unit| unit.money);
                    let Some(value) = unit
                        .map(|unit| number.value * unit.times)
                        .filter(|value| !value.is_zero() && *value != base.share)
                    else {
                        return false;
                    };
                    divide(base.share, value).is_some_and(|(ratio, _)| {
                        rate.interval.contains(ratio) || rate.interval.contains(-ratio)
                    })
                },
            );
        let (capture, captured) = fitting.next()?;
        let before = found.text.text.get(..captured.range.start)?;
        let words: Vec<char> =
            before.chars().rev().take_while(|c| c.is_alphanumeric()).take(12).collect();
        let printed =
            self.world.printed(FigurePlace::Capture { paper, statement, item, capture }).text;
        Some(
            words.into_iter().rev().chain(printed.chars()).filter(|c| !c.is_whitespace()).collect(),
        )
    }
}
