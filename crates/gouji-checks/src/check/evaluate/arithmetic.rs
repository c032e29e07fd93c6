//! Arithmetic on figures: units are brought together, intervals carried along, sources remembered.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::{Evaluated, Missing, NoBase, Value};
use crate::check::seen::place::FigurePlace;
use ecow::EcoString;
use gouji_audit::audit::Why;
use gouji_rules::formula::Binary;
use gouji_values::kind::{Kind, Operation, result};
use gouji_values::number::{
    Decimal, Expression, ExpressionId, Figure, Interval, UnitId, divide, multiply, round,
};

/// A ratio of linear forms over more figures than this is evaluated as if they were independent.
const CORNERS: usize = 10;

fn overflow() -> Missing {
    Missing::Unchecked(Why::TooLarge)
}

/// The size of a ratio's unit for a bare number that a document prints where a ratio is: up to 1 it
/// may be the ratio itself (0.98 beside 95%), and the reading that lies nearer to the other side is
/// meant. What rules write and what is worked out is exact.
fn nearer(value: Decimal, times: Decimal, beside: Decimal) -> Decimal {
    let distance = |read: Option<Decimal>| {
        read.and_then(|read| read.checked_sub(beside)).map(|apart| apart.abs())
    };
    let between = value > Decimal::ZERO && value <= Decimal::ONE;
    match (distance(Some(value)), distance(multiply(value, times))) {
        (Some(plain), Some(scaled)) if between && plain < scaled => Decimal::ONE,
        _ => times,
    }
}

impl Evaluator<'_> {
    /// Both figures in units that may be added and compared: a bare number takes the other side's
    /// unit.
    pub(in crate::check) fn adopted(&self, a: &Figure, b: &Figure) -> Option<(Figure, Figure)> {
        let units = &self.world.ruleset.vocabulary.units;
        let adopt = |figure: &Figure, unit, beside: &Figure| {
            let of = units.get(unit);
            let printed =
                || matches!(self.arena.get(figure.expression), Some(Expression::Printed(_)));
            let times = match (of.ratio, of.money) {
                _ if figure.kind == Kind::Ratio => Decimal::ONE,
                (true, _) if printed() => nearer(figure.value, of.times, beside.value),
                (true, _) => Decimal::ONE,
                // of how much a number of a rule is nobody can say
                (_, true) if self.is_written(figure) && !figure.value.is_zero() => return None,
                // nor of how much a table prints that does not say it
                (_, true) if !figure.value.is_zero() && self.only_rule_says(beside) => return None,
                (_, true) if !figure.value.is_zero() && self.unread_unit(figure).is_some() => {
                    return None;
                }
                (_, true) => of.times,
                _ if self.is_constant(figure) => Decimal::ONE,
                _ => of.times,
            };
            Some(Figure {
                value: multiply(figure.value, times)?,
                interval: figure.interval.scale(times)?,
                ulp: figure.ulp.and_then(|ulp| multiply(ulp, times)),
                unit: Some(unit),
                ..*figure
            })
        };
        // a quotient beside a number is a number
        let plain = |figure: &Figure, beside: &Figure| {
            let is_number = matches!(beside.kind, Kind::Count | Kind::Number | Kind::One);
            let unit = figure
                .unit
                .filter(|unit| figure.kind != Kind::Ratio || !is_number || !units.get(*unit).ratio);
            Figure { unit, ..*figure }
        };
        let (a, b) = (&plain(a, b), &plain(b, a));
        match (a.unit, b.unit) {
            (Some(x), Some(y)) => units.compatible(x, y).then_some((*a, *b)),
            (Some(unit), None) => Some((*a, adopt(b, unit, a)?)),
            (None, Some(unit)) => Some((adopt(a, unit, b)?, *b)),
            (None, None) => Some((*a, *b)),
        }
    }

    /// As `adopted`, with the change of unit noted in the expressions.
    pub(in crate::check) fn aligned(
        &mut self,
        operation: Operation,
        a: &Figure,
        b: &Figure,
    ) -> Result<(Figure, Figure), Missing> {
        self.together(operation, a, b)?;
        let (mut x, mut y) = self.adopted(a, b).ok_or_else(|| {
            let units = &self.world.ruleset.vocabulary.units;
            let name =
                |figure: &Figure| figure.unit.map_or("", |unit| units.get(unit).name.as_str());
            if a.unit.is_none() || b.unit.is_none() {
                return Missing::Unchecked(self.no_unit(a, b));
            }
            Missing::Unchecked(Why::UnitsDiffer { first: name(a).into(), second: name(b).into() })
        })?;
        for (old, new) in [(a, &mut x), (b, &mut y)] {
            if old.unit.is_none()
                && let Some(unit) = new.unit
            {
                let times = self.world.ruleset.vocabulary.units.get(unit).times;
                if times != Decimal::ONE && (new.value != old.value || old.value.is_zero()) {
                    new.expression = self.arena.add(Expression::Scaled(times, old.expression));
                }
            }
        }
        Ok((x, y))
    }

    pub(in crate::check) fn scaled(
        &mut self,
        figure: &Figure,
        factor: Decimal,
    ) -> Result<Figure, Missing> {
        let value = multiply(figure.value, factor).ok_or_else(overflow)?;
        let interval = figure.interval.scale(factor).ok_or_else(overflow)?;
        let expression = self.arena.add(Expression::Scaled(factor, figure.expression));
        Ok(Figure {
            value,
            interval,
            expression,
            ulp: figure.ulp,
            unit: figure.unit,
            kind: if figure.kind == Kind::One { Kind::Number } else { figure.kind },
            comparison: None,
        })
    }

    pub(in crate::check) fn binary(
        &mut self,
        operator: Binary,
        left: Value,
        right: Value,
    ) -> Evaluated {
        match operator {
            Binary::Add | Binary::Subtract => {
                let sign = if operator == Binary::Add { Decimal::ONE } else { -Decimal::ONE };
                match (left, right) {
                    (Value::Number(a), Value::Number(b)) => {
                        self.add(&a, &b, sign).map(Value::Number)
                    }
                    // of a number of the rule and a blank nothing is printed
                    (Value::Number(a), blank @ Value::Blank(_))
                    | (blank @ Value::Blank(_), Value::Number(a))
                        if self.is_written(&a) && !a.value.is_zero() =>
                    {
                        Ok(blank)
                    }
                    (Value::Number(a), Value::Blank(place)) => {
                        if operator == Binary::Add {
                            self.note_blank_addend(place);
                        }
                        Ok(Value::Number(a))
                    }
                    (Value::Blank(place), Value::Number(b)) => {
                        self.note_blank_addend(place);
                        self.scaled(&b, sign).map(Value::Number)
                    }
                    (Value::Blank(a), Value::Blank(b)) => Ok(Value::Blank(a.or(b))),
                    (a, b) => Err(self.no_numbers([&a, &b])),
                }
            }
            Binary::Multiply | Binary::Divide => match (left, right) {
                (Value::Number(a), Value::Number(b)) => {
                    self.scale_by(operator == Binary::Multiply, &a, &b).map(Value::Number)
                }
                (Value::Blank(_), _) | (_, Value::Blank(_)) => {
                    Err(Missing::Unchecked(Why::FactorBlank))
                }
                (a, b) => Err(self.no_numbers([&a, &b])),
            },
            Binary::And | Binary::Or => Err(Missing::Unchecked(Why::NumberWanted)),
        }
    }

    /// `a + sign × b`
    pub(in crate::check) fn add(
        &mut self,
        a: &Figure,
        b: &Figure,
        sign: Decimal,
    ) -> Result<Figure, Missing> {
        let kind = self.together(Operation::Add, a, b)?;
        let (x, y) = self.aligned(Operation::Add, a, b)?;
        let (value, interval, expression) = if sign.is_sign_negative() {
            (
                x.value.checked_sub(y.value),
                x.interval.add(&y.interval.negate()),
                Expression::Subtracted(x.expression, y.expression),
            )
        } else {
            (
                x.value.checked_add(y.value),
                x.interval.add(&y.interval),
                Expression::Added(x.expression, y.expression),
            )
        };
        let (value, interval) = (value.ok_or_else(overflow)?, interval.ok_or_else(overflow)?);
        let expression = self.arena.add(expression);
        let ulp = match (x.ulp, y.ulp) {
            (Some(p), Some(q)) => Some(p.min(q)),
            (p, q) => p.or(q),
        };
        let unit = x.unit.or(y.unit);
        Ok(Figure { value, interval, ulp, unit, kind, expression, comparison: None })
    }

    fn scale_by(&mut self, times: bool, a: &Figure, b: &Figure) -> Result<Figure, Missing> {
        let units = &self.world.ruleset.vocabulary.units;
        let (ra, rb) = (self.is_ratio(a.unit), self.is_ratio(b.unit));
        let operation = if times { Operation::Multiply } else { Operation::Divide };
        let zero = result(operation, a.kind, b.kind) == Ok(Kind::Zero);
        let unit = if zero {
            None
        } else if times {
            match (a.unit, b.unit) {
                // a bare number times a ratio is a bare number: 10 × 61.32% = 6.132
                (x, None) => x.filter(|_| !ra),
                (None, y) => y.filter(|_| !rb),
                (x, Some(_)) if rb => x,
                (Some(_), y) if ra => y,
                (Some(x), Some(y)) => match (units.get(x).money, units.get(y).money) {
                    (true, false) => Some(x),
                    (false, true) => Some(y),
                    (false, false) => None,
                    (true, true) => return Err(Missing::Unchecked(Why::TwoAmounts)),
                },
            }
        } else {
            match (a.unit, b.unit) {
                (x, None) => x,
                (None, Some(_)) if rb => None,
                (Some(x), Some(y)) if units.compatible(x, y) => self.ratio(),
                (x, Some(_)) if rb => x,
                (Some(x), Some(y)) if units.get(x).money && !units.get(y).money => Some(x),
                _ => None,
            }
        };
        let kind = self.together(operation, a, b)?;
        // a quotient has no unit but that of ratios
        let unit = unit.filter(|unit| kind != Kind::Ratio || self.is_ratio(Some(*unit)));
        if times {
            let (value, interval) = self.product(a, b).ok_or_else(overflow)?;
            // a constant factor keeps the form linear
            let constant = |figure: &Figure| self.arena.printed(figure.expression).is_empty();
            let (by_a, by_b) = (constant(a), constant(b));
            let mut scaled = |factor: Decimal, is_percent: bool, of: ExpressionId| {
                if is_percent {
                    self.arena.add_percent(factor, of)
                } else {
                    self.arena.add(Expression::Scaled(factor, of))
                }
            };
            let expression = if by_b {
                scaled(b.value, rb, a.expression)
            } else if by_a {
                scaled(a.value, ra, b.expression)
            } else {
                self.arena.add(Expression::Product(a.expression, b.expression))
            };
            return Ok(Figure {
                value,
                interval,
                ulp: None,
                unit,
                kind,
                expression,
                comparison: None,
            });
        }
        if b.value.is_zero() {
            return Err(Missing::ZeroBase(NoBase::of(a, b)));
        }
        let (value, _) = divide(a.value, b.value).ok_or_else(overflow)?;
        let interval = self.quotient(a, b).ok_or_else(|| Missing::Unchecked(Why::DivisorSmall))?;
        Ok(Figure { kind, ..self.ratio_of(value, interval, unit, a, b) })
    }

    /// `percent(share, base)` as a ratio.
    pub(in crate::check) fn percent(&mut self, share: Value, base: Value) -> Evaluated {
        let (share, base) = match (share, base) {
            (Value::Number(share), Value::Number(base)) => (share, base),
            (Value::Blank(_), Value::Blank(_)) => {
                return Err(Missing::ZeroBase(NoBase::of_nothing()));
            }
            (_, Value::Blank(_)) => return Err(Missing::Unchecked(Why::BaseBlank)),
            (Value::Blank(_), Value::Number(_)) => return Err(Missing::Unchecked(Why::ShareBlank)),
            (share, base) => return Err(self.no_numbers([&share, &base])),
        };
        let (share, base) = self.aligned(Operation::Divide, &share, &base)?;
        if base.value.is_zero() {
            return Err(Missing::ZeroBase(NoBase::of(&share, &base)));
        }
        let (value, _) = divide(share.value, base.value).ok_or_else(overflow)?;
        let interval =
            self.quotient(&share, &base).ok_or_else(|| Missing::Unchecked(Why::BaseSmall))?;
        let unit = self.ratio();
        Ok(Value::Number(self.ratio_of(value, interval, unit, &share, &base)))
    }

    fn ratio_of(
        &mut self,
        value: Decimal,
        interval: Interval,
        unit: Option<UnitId>,
        a: &Figure,
        b: &Figure,
    ) -> Figure {
        let expression = self.arena.add(Expression::Ratio(a.expression, b.expression));
        let kind = Kind::Percent;
        Figure { value, interval, ulp: None, unit, kind, expression, comparison: None }
    }

    /// What comes of two figures by their kinds.
    pub(in crate::check) fn together(
        &self,
        operation: Operation,
        a: &Figure,
        b: &Figure,
    ) -> Result<Kind, Missing> {
        result(operation, a.kind, b.kind).map_err(|_| {
            let units = &self.world.ruleset.vocabulary.units;
            // two units that differ say more than what they are units of
            match (a.unit, b.unit) {
                (Some(x), Some(y)) if x != y => Missing::Unchecked(Why::UnitsDiffer {
                    first: units.get(x).name.clone(),
                    second: units.get(y).name.clone(),
                }),
                _ => Missing::Unchecked(Why::KindsApart {
                    first: a.kind.names(),
                    second: b.kind.names(),
                }),
            }
        })
    }

    /// Whether the unit of a figure is that of a number of the rule: no printed figure has it.
    fn only_rule_says(&self, figure: &Figure) -> bool {
        let units = &self.world.ruleset.vocabulary.units;
        let has_unit = |index: &u32| {
            let known = self.figures.get(*index as usize).copied().flatten();
            known.and_then(|known| known.unit).is_some_and(|unit| units.get(unit).money)
        };
        !self.arena.printed(figure.expression).iter().any(has_unit)
    }

    /// What a table prints as its unit, where that cannot be read and a figure comes from there.
    fn unread_unit(&self, figure: &Figure) -> Option<EcoString> {
        let printed = self.arena.printed(figure.expression);
        printed.iter().find_map(|index| match self.printed.get(*index as usize)? {
            FigurePlace::Cell { paper, form, .. } => {
                self.world.filled(*paper, *form)?.caption.unread_unit.clone()
            }
            _ => None,
        })
    }

    /// Why an amount and a number without a unit are not compared.
    pub(in crate::check) fn no_unit(&self, a: &Figure, b: &Figure) -> Why {
        let bare = [a, b].into_iter().find(|figure| figure.unit.is_none());
        match bare.and_then(|figure| self.unread_unit(figure)) {
            Some(line) => Why::UnitUnread { line },
            None => Why::UnitUnprinted,
        }
    }

    /// Whether a figure is a number of the rule.
    fn is_written(&self, figure: &Figure) -> bool {
        matches!(self.arena.get(figure.expression), Some(Expression::Constant(_)))
    }

    /// Whether a figure is a number of the rule or a count, not one that is printed.
    fn is_constant(&self, figure: &Figure) -> bool {
        let expression = self.arena.get(figure.expression);
        matches!(expression, Some(Expression::Constant(_) | Expression::Opaque(_)))
    }

    /// A product and what it may stand for. A quotient that does not end has too many digits to be
    /// multiplied as it is: it is taken with fewer, and with what these leave open.
    fn product(&self, a: &Figure, b: &Figure) -> Option<(Decimal, Interval)> {
        /// Enough for any amount: the hundredth of a cent of 100 billion.
        const DECIMALS: u32 = 14;
        let exact = |x: &Figure, y: &Figure| {
            Some((multiply(x.value, y.value)?, x.interval.multiply(&y.interval)?))
        };
        exact(a, b).or_else(|| {
            let near = |figure: &Figure, decimals: u32| {
                let endless = !self.arena.is_linear(figure.expression);
                let interval = figure.interval.widened(decimals);
                match interval {
                    Some(interval) if endless => {
                        Figure { value: round(figure.value, decimals), interval, ..*figure }
                    }
                    _ => *figure,
                }
            };
            [DECIMALS, DECIMALS - 4]
                .into_iter()
                .find_map(|decimals| exact(&near(a, decimals), &near(b, decimals)))
        })
    }

    /// The interval of `a / b`. Figures that occur in both are the same number in both: a ratio of
    /// linear forms takes its extremes at corners of the box of its distinct printed figures.
    fn quotient(&self, a: &Figure, b: &Figure) -> Option<Interval> {
        let ends = |index: u32| {
            self.figures.get(index as usize).copied().flatten().map(|figure| figure.interval)
        };
        self.quotient_of((&a.interval, a.expression), (&b.interval, b.expression), ends)
    }

    /// The same of intervals and the expressions that they come from, where printed figures may
    /// stand for what `ends` gives.
    pub(in crate::check) fn quotient_of(
        &self,
        (a, share): (&Interval, ExpressionId),
        (b, base): (&Interval, ExpressionId),
        ends: impl Fn(u32) -> Option<Interval>,
    ) -> Option<Interval> {
        let (Some((ca, ta)), Some((cb, tb))) = (self.arena.linear(share), self.arena.linear(base))
        else {
            return a.divide(b);
        };
        let shared = ta.iter().any(|(figure, _)| tb.iter().any(|(other, _)| other == figure));
        if !shared {
            return a.divide(b);
        }
        let mut variables: Vec<u32> = ta.iter().chain(&tb).map(|(figure, _)| *figure).collect();
        variables.sort_unstable();
        variables.dedup();
        if variables.len() > CORNERS {
            return a.divide(b);
        }
        let bounds: Vec<(u32, Decimal, Decimal)> = variables
            .iter()
            .map(|figure| ends(*figure).map(|ends| (*figure, ends.low, ends.high)))
            .collect::<Option<_>>()?;
        let mut out: Option<Interval> = None;
        let mut sign = None;
        for corner in 0..1_u32 << bounds.len() {
            let at = |terms: &[(u32, Decimal)], constant: Decimal| -> Option<Decimal> {
                let mut total = constant;
                for (figure, factor) in terms {
                    let index = bounds.iter().position(|(known, ..)| known == figure)?;
                    let (_, low, high) = bounds.get(index)?;
                    let value = if corner >> index & 1 == 0 { *low } else { *high };
                    total = total.checked_add(multiply(value, *factor)?)?;
                }
                Some(total)
            };
            let (top, bottom) = (at(&ta, ca)?, at(&tb, cb)?);
            if bottom.is_zero()
                || *sign.get_or_insert(bottom.is_sign_negative()) != bottom.is_sign_negative()
            {
                return None;
            }
            let point = Interval::exact(top).divide(&Interval::exact(bottom))?;
            out = Some(match out {
                None => point,
                Some(known) => Interval::hull([known.low, known.high, point.low, point.high]),
            });
        }
        out
    }
}
