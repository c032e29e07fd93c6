//! Whether two figures agree: rounding, digits that were cut off, a slip in the last digit.

use super::compare::JudgedComparison;
use crate::check::evaluate::Evaluator;
use ecow::EcoString;
use ecow::eco_format;
use gouji_audit::audit::Sides;
use gouji_audit::audit::{CheckRelation, Verdict};
use gouji_values::kind::Kind;
use gouji_values::number::{Decimal, Figure, Interval, UnitId, divide, round};

pub(in crate::check) fn both_exact(a: &Interval, b: &Interval) -> bool {
    a.is_exact() && b.is_exact()
}

/// Rounds half up to a multiple of `unit`.
pub(in crate::check) fn to_multiple(value: Decimal, unit: Decimal) -> Option<Decimal> {
    divide(value, unit).map(|(quotient, _)| round(quotient, 0))
}

/// Whether a value has digits below a unit.
fn is_finer(value: Decimal, unit: Decimal) -> bool {
    value.checked_rem(unit).is_some_and(|rest| !rest.is_zero())
}

/// The difference of two values as they are told: what a reader gets who takes one from the other.
fn apart(stated: &str, computed: &str) -> Option<EcoString> {
    let (stated, computed): (Decimal, Decimal) = (stated.parse().ok()?, computed.parse().ok()?);
    Some(eco_format!("{}", stated.checked_sub(computed)?))
}

impl Evaluator<'_> {
    /// Whether two texts say the same, however their characters are written.
    pub(in crate::check) fn are_same_text(&self, a: &str, b: &str) -> bool {
        let words = &self.world.ruleset.vocabulary;
        words.folded_chars(a).eq(words.folded_chars(b))
    }

    pub(in crate::check) fn numbers(
        &self,
        relation: CheckRelation,
        stated: &Figure,
        computed: &Figure,
        tie: bool,
    ) -> JudgedComparison {
        let verdict = self.verdict(relation, stated, computed, tie);
        let sides = Some(Sides { stated: stated.expression, computed: computed.expression });
        if self.brief {
            return JudgedComparison { sides, ..JudgedComparison::bare(verdict) };
        }
        let decimals = self.decimals(stated);
        let shown = self.told(stated, stated, decimals);
        let shown_computed = if stated.value == computed.value {
            shown.clone()
        } else {
            self.shown_beside(stated, computed, &shown)
        };
        let difference = apart(&shown, &shown_computed).or_else(|| {
            let difference = stated.value.checked_sub(computed.value)?;
            Some(self.difference(stated, computed, difference))
        });
        JudgedComparison {
            verdict,
            stated: Some(shown),
            computed: Some(shown_computed),
            difference,
            unit: stated.unit,
            sides,
        }
    }

    /// The computed value in the stated unit, with enough digits that what is told of it is true; with more
    /// where that would hide the difference.
    pub(in crate::check) fn shown_beside(
        &self,
        stated: &Figure,
        computed: &Figure,
        shown: &EcoString,
    ) -> EcoString {
        let text = self.told(stated, computed, self.decimals(stated));
        if text == *shown { self.precise(stated, computed.value) } else { text }
    }

    /// A value in the unit of a figure: all of it where it is printed or a sum of printed ones, else with so
    /// many decimals, and at least two.
    fn told(&self, like: &Figure, of: &Figure, decimals: u32) -> EcoString {
        /// Nobody reads more decimals.
        const MOST: u32 = 8;
        let times = self.times_of(like.unit);
        let Some((value, is_exact)) = divide(of.value, times) else {
            return self.shown(like, of.value);
        };
        let value = value.normalize();
        let is_whole = is_exact && value.scale() <= MOST && self.arena.is_linear(of.expression);
        let wanted = if is_whole { decimals.max(value.scale()) } else { decimals.max(2) };
        // what comes out has no digits to show
        let wanted = if is_exact { wanted.min(decimals.max(value.scale())) } else { wanted };
        let wanted = super::compare::shows(value, wanted);
        let wanted = match self.is_ratio(like.unit) {
            true => super::compare::shows_no_whole(value, wanted),
            false => wanted,
        };
        let mut out = round(value, wanted);
        out.rescale(wanted);
        if out.is_zero() {
            out = Decimal::new(0, wanted);
        }
        eco_format!("{out}")
    }

    fn times_of(&self, unit: Option<UnitId>) -> Decimal {
        unit.map_or(Decimal::ONE, |unit| self.world.ruleset.vocabulary.units.get(unit).times)
    }

    /// How many decimals a figure prints.
    fn decimals(&self, figure: &Figure) -> u32 {
        let last = figure.ulp.and_then(|ulp| divide(ulp, self.times_of(figure.unit)));
        last.map_or_else(|| decimals_of(figure), |(ulp, _)| ulp.normalize().scale())
    }

    /// Stated minus computed, at the stated decimals where these show it.
    pub(in crate::check) fn difference(
        &self,
        stated: &Figure,
        computed: &Figure,
        difference: Decimal,
    ) -> EcoString {
        let text = self.shown(stated, difference);
        let is_hidden = !difference.is_zero() && text.chars().all(|c| matches!(c, '0' | '.' | '-'));
        if is_hidden && self.arena.is_linear(computed.expression) {
            self.precise(stated, difference)
        } else {
            text
        }
    }

    pub(in crate::check) fn precise(&self, like: &Figure, value: Decimal) -> EcoString {
        let times = like
            .unit
            .map_or(Decimal::ONE, |unit| self.world.ruleset.vocabulary.units.get(unit).times);
        let value = divide(value, times).map_or(value, |(value, _)| round(value, 6).normalize());
        eco_format!("{value}")
    }

    pub(in crate::check) fn verdict(
        &self,
        relation: CheckRelation,
        stated: &Figure,
        computed: &Figure,
        tie: bool,
    ) -> Verdict {
        let (s, c) = (&stated.interval, &computed.interval);
        let by = |holds: bool, possible: bool| {
            if holds {
                Verdict::Holds
            } else if possible {
                Verdict::Rounding
            } else {
                Verdict::Violation
            }
        };
        match relation {
            CheckRelation::Equal => by(self.equal(stated, computed, tie), s.meets(c)),
            CheckRelation::NotEqual => by(stated.value != computed.value, false),
            CheckRelation::AtMost => by(
                stated.value <= computed.value || self.equal(stated, computed, tie),
                s.may_be_at_most(c),
            ),
            CheckRelation::AtLeast => by(
                stated.value >= computed.value || self.equal(stated, computed, tie),
                c.may_be_at_most(s),
            ),
            CheckRelation::Less => {
                by(stated.value < computed.value, !both_exact(s, c) && s.may_be_less(c))
            }
            CheckRelation::Greater => {
                by(stated.value > computed.value, !both_exact(s, c) && c.may_be_less(s))
            }
            CheckRelation::Meets => {
                by(self.reached(stated, computed).is_ok_and(|(reached, _)| reached), false)
            }
        }
    }

    /// Equal at the displayed decimals: those of the coarser of two single figures, else those of
    /// the stated one.
    pub(in crate::check) fn equal(&self, stated: &Figure, computed: &Figure, tie: bool) -> bool {
        if stated.value == computed.value {
            return true;
        }
        let unit = match (last_place(stated), last_place(computed)) {
            // points and counts are exact whatever is printed
            (Some(_), _) | (_, Some(_))
                if tie
                    && both_exact(&stated.interval, &computed.interval)
                    && !self.is_money(stated.unit) =>
            {
                return false;
            }
            (Some(a), Some(b)) if tie => a.max(b),
            (Some(a), None) | (None, Some(a)) if tie => a,
            // a sum of exact figures is exact; what a rate makes of an amount has digits that no
            // cent can print
            (Some(a), _)
                if both_exact(&stated.interval, &computed.interval)
                    && self.arena.is_linear(computed.expression)
                    && !(self.is_money(stated.unit) && is_finer(computed.value, a)) =>
            {
                return false;
            }
            (Some(a), _) => a,
            (None, Some(b)) => b,
            (None, None) => return false,
        };
        match (to_multiple(stated.value, unit), to_multiple(computed.value, unit)) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        }
    }

    /// Whether one of two amounts is the other with its last digits cut off: less than one unit of
    /// the coarser last digit apart.
    pub(in crate::check) fn is_cut(&self, a: &Figure, b: &Figure) -> bool {
        let are_money = self.is_money(a.unit) && self.is_money(b.unit);
        match (last_place(a), last_place(b)) {
            (Some(x), Some(y)) if are_money && x != y => (a.value - b.value).abs() < x.max(y),
            _ => false,
        }
    }

    /// Percentages with two decimals or more that are one off in the last: cut off, or made to add
    /// up to 100; and any percentage that is the computed one with its last digits cut off.
    pub(in crate::check) fn differs_in_last_digit(
        &self,
        stated: &Figure,
        computed: &Figure,
    ) -> bool {
        let is_ratio =
            stated.unit.is_some_and(|unit| self.world.ruleset.vocabulary.units.get(unit).ratio);
        let Some(ulp) = stated.ulp.filter(|_| is_ratio) else { return false };
        if is_cut_off(stated, computed, ulp) {
            return true;
        }
        match (to_multiple(stated.value, ulp), to_multiple(computed.value, ulp)) {
            (Some(a), Some(b)) => ulp <= Decimal::new(1, 4) && (a - b).abs() == Decimal::ONE,
            _ => false,
        }
    }
}

/// Whether a printed number is what was worked out without its last digits: below it by less than one unit of its own
/// last place.
fn is_cut_off(stated: &Figure, computed: &Figure, ulp: Decimal) -> bool {
    let least = computed.interval.low.abs().min(computed.interval.high.abs());
    let has_one_sign = stated.value.is_sign_negative() == computed.value.is_sign_negative();
    has_one_sign && stated.value.abs() < computed.value.abs() && least < stated.value.abs() + ulp
}

/// One unit of the last place of a figure. Nothing of a bare 0 was rounded or cut away: 0.40 is not as much.
fn last_place(figure: &Figure) -> Option<Decimal> {
    figure.ulp.filter(|_| !figure.value.is_zero() || !figure.interval.is_exact())
}

/// How many decimals a figure has that prints none: a whole number of days has no cents.
pub(super) fn decimals_of(figure: &Figure) -> u32 {
    let is_counted = figure.kind == Kind::Count && figure.unit.is_none();
    if is_counted && figure.value.is_integer() { 0 } else { 2 }
}
