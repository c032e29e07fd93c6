//! The arithmetic of a violated check with its figures put in: `67.83 ÷ (274.08 ＋ 67.83)`.

use crate::check::evaluate::Evaluator;
use ecow::EcoString;
use gouji_values::number::{Decimal, Expression, ExpressionId, UnitId, divide};

/// A sum of more terms is shown by its first ones and its last.
const SHOWN: usize = 8;
const FIRST: usize = 6;
/// Formulas are not nested deeper by hand.
const DEEP: usize = 40;

/// How tightly the signs bind.
const SUM: u8 = 2;
const PRODUCT: u8 = 3;
const TIGHT: u8 = 4;

/// A piece of the arithmetic: whether numbers need their units is known once all are there.
enum Piece {
    Sign(&'static str),
    Words(String),
    /// A printed number with its unit, and whether that unit is one of ratios.
    Number(String, Option<EcoString>, bool),
}

impl Evaluator<'_> {
    /// What an expression is worked out from; `None` where that is one figure, or no sum, product
    /// and quotient.
    pub(in crate::check) fn worked(
        &self,
        id: ExpressionId,
        unit: Option<UnitId>,
    ) -> Option<EcoString> {
        let is_single = matches!(
            self.arena.get(id),
            None | Some(Expression::Printed(_) | Expression::Constant(_) | Expression::Opaque(_))
        );
        if is_single {
            return None;
        }
        let mut pieces = Vec::new();
        if self.is_less(id) {
            pieces.push(Piece::Sign("－"));
        }
        self.pieces(id, unit, 0, 0, &mut pieces)?;
        let mut units = pieces.iter().filter_map(|piece| match piece {
            Piece::Number(_, unit, false) => Some(unit),
            _ => None,
        });
        let first = units.next();
        let is_bare = units.all(|unit| Some(unit) == first);
        // where a percentage was added to bare numbers it was taken for one
        let is_bare_sum = pieces.iter().any(|p| matches!(p, Piece::Number(_, None, false)))
            && !pieces.iter().any(|p| matches!(p, Piece::Sign(" × " | " ÷ ")))
            && !unit.is_some_and(|unit| self.world.ruleset.vocabulary.units.get(unit).ratio);
        let mut out = EcoString::new();
        for piece in &pieces {
            match piece {
                Piece::Sign(sign) => out.push_str(sign),
                Piece::Words(words) => out.push_str(words),
                Piece::Number(number, unit, is_ratio) => {
                    out.push_str(number);
                    let is_told = if *is_ratio { !is_bare_sum } else { !is_bare };
                    out.push_str(unit.as_deref().filter(|_| is_told).unwrap_or(""));
                }
            }
        }
        // one number that is left of a sum of blanks is no arithmetic
        let numbers = pieces.iter().filter(|piece| !matches!(piece, Piece::Sign(_))).count();
        (numbers > 1).then_some(out)
    }

    /// Whether an expression stands for less than what [`Evaluator::pieces`] writes of it: a word
    /// says the sign of a figure (减少67.83万元), or a minus stands before a product.
    fn is_less(&self, id: ExpressionId) -> bool {
        let (mut is_less, mut left) = (false, vec![id]);
        while let Some(id) = left.pop() {
            match self.arena.get(id) {
                Some(Expression::Printed(index)) => is_less ^= self.is_turned(*index),
                Some(Expression::Scaled(by, of)) => {
                    is_less ^= *by == -Decimal::ONE;
                    left.push(*of);
                }
                Some(Expression::Ratio(a, b) | Expression::Product(a, b)) => left.extend([*a, *b]),
                _ => {}
            }
        }
        is_less
    }

    /// Whether the figure has the other sign than the digits that are printed for it.
    fn is_turned(&self, index: u32) -> bool {
        let Some(Some(figure)) = self.figures.get(index as usize) else { return false };
        let printed = self.printed.get(index as usize).map(|place| self.world.printed(*place));
        let Some(value) = printed.and_then(|printed| printed.value) else { return false };
        !figure.value.is_zero() && figure.value.is_sign_negative() != value.starts_with('-')
    }

    /// Writes an expression, up to the sign that [`Evaluator::is_less`] tells.
    fn pieces(
        &self,
        id: ExpressionId,
        unit: Option<UnitId>,
        outer: u8,
        deep: usize,
        out: &mut Vec<Piece>,
    ) -> Option<()> {
        let times =
            unit.map_or(Decimal::ONE, |unit| self.world.ruleset.vocabulary.units.get(unit).times);
        if deep > DEEP {
            return None;
        }
        let bound =
            |own: u8, out: &mut Vec<Piece>, write: &dyn Fn(&mut Vec<Piece>) -> Option<()>| {
                if own >= outer {
                    return write(out);
                }
                out.push(Piece::Sign("("));
                write(out)?;
                out.push(Piece::Sign(")"));
                Some(())
            };
        match self.arena.get(id)? {
            Expression::Printed(index) => out.push(self.printed_number(*index)?),
            // of an amount in a rule file it is not known how it was written
            Expression::Constant(value) if !value.is_zero() && times > Decimal::ONE => return None,
            Expression::Constant(value) => out.push(Piece::Words(value.normalize().to_string())),
            Expression::Scaled(by, of) => {
                let of = *of;
                // a bare number took a unit: nothing was multiplied
                let units = &self.world.ruleset.vocabulary.units;
                let is_unit = *by == Decimal::ONE
                    || *by == times
                    || self.is_bare(of) && units.iter().any(|(_, unit)| unit.times == *by);
                if is_unit {
                    return self.pieces(of, unit, outer, deep + 1, out);
                }
                if *by == -Decimal::ONE {
                    return self.pieces(of, unit, TIGHT, deep + 1, out);
                }
                let factor = if self.arena.is_percent(id) {
                    format!("{}%", by.checked_mul(Decimal::ONE_HUNDRED)?.normalize())
                } else if self.is_money(unit) && !self.holds_money(of) {
                    // what one of them costs
                    divide(*by, times).filter(|(_, is_exact)| *is_exact)?.0.normalize().to_string()
                } else {
                    by.normalize().to_string()
                };
                bound(PRODUCT, out, &|out| {
                    self.pieces(of, unit, PRODUCT, deep + 1, out)?;
                    out.push(Piece::Words(format!(" × {factor}")));
                    Some(())
                })?;
            }
            Expression::Added(..) | Expression::Subtracted(..) => {
                bound(SUM, out, &|out| self.terms(id, unit, deep, out))?
            }
            Expression::Ratio(a, b) | Expression::Product(a, b) => {
                let (sign, right) = if matches!(self.arena.get(id), Some(Expression::Ratio(..))) {
                    (" ÷ ", TIGHT)
                } else {
                    (" × ", PRODUCT)
                };
                let (first, second) = self.units_of_factors(*a, *b, unit);
                bound(PRODUCT, out, &|out| {
                    self.pieces(*a, first, PRODUCT, deep + 1, out)?;
                    out.push(Piece::Sign(sign));
                    self.pieces(*b, second, right, deep + 1, out)
                })?;
            }
            Expression::Settled(_) | Expression::Opaque(_) => return None,
        }
        Some(())
    }

    /// The terms of a sum that are not nothing; of many the first and the last.
    fn terms(
        &self,
        id: ExpressionId,
        unit: Option<UnitId>,
        deep: usize,
        out: &mut Vec<Piece>,
    ) -> Option<()> {
        let mut terms: Vec<(bool, ExpressionId)> = Vec::new();
        let mut left = vec![(false, id)];
        while let Some((is_less, id)) = left.pop() {
            match self.arena.get(id)? {
                Expression::Added(a, b) => left.extend([(is_less, *b), (is_less, *a)]),
                Expression::Subtracted(a, b) => left.extend([(!is_less, *b), (is_less, *a)]),
                Expression::Scaled(by, of) if *by == -Decimal::ONE => left.push((!is_less, *of)),
                _ if self.is_zero(id) => {}
                _ => terms.push((is_less ^ self.is_less(id), id)),
            }
        }
        if terms.is_empty() {
            out.push(Piece::Words("0".to_owned()));
            return Some(());
        }
        let count = terms.len();
        for (at, (is_less, id)) in terms.into_iter().enumerate() {
            if count > SHOWN && at >= FIRST && at + 1 < count {
                if at == FIRST {
                    out.push(Piece::Sign(" ＋ …"));
                }
                continue;
            }
            out.push(Piece::Sign(match (at, is_less) {
                (0, false) => "",
                (0, true) => "－",
                (_, false) => " ＋ ",
                (_, true) => " － ",
            }));
            match (self.arena.get(id)?, unit) {
                (Expression::Constant(value), Some(unit)) if self.is_ratio(Some(unit)) => {
                    let unit = self.world.ruleset.vocabulary.units.get(unit);
                    let (value, _) = divide(*value, unit.times)?;
                    out.push(Piece::Words(format!("{}{}", value.normalize(), unit.name)));
                }
                // what an amount of a rule comes to in the unit of the others
                (Expression::Constant(value), Some(unit)) if self.is_money(Some(unit)) => {
                    let unit = self.world.ruleset.vocabulary.units.get(unit);
                    let (value, is_exact) = divide(*value, unit.times)?;
                    let number = is_exact.then(|| value.normalize().to_string())?;
                    out.push(Piece::Number(number, Some(unit.name.as_str().into()), false));
                }
                _ => self.pieces(id, unit, PRODUCT, deep + 1, out)?,
            }
        }
        if count > SHOWN {
            out.push(Piece::Words(format!("（共 {count} 个数）")));
        }
        Some(())
    }

    /// Whether an expression is nothing, whatever it is multiplied with.
    fn is_zero(&self, id: ExpressionId) -> bool {
        let mut id = id;
        while let Some(Expression::Scaled(_, of)) = self.arena.get(id) {
            id = *of;
        }
        match self.arena.get(id) {
            Some(Expression::Constant(value)) => value.is_zero(),
            Some(Expression::Printed(index)) => self.is_nothing(*index),
            _ => false,
        }
    }

    fn is_nothing(&self, index: u32) -> bool {
        self.figures
            .get(index as usize)
            .and_then(Option::as_ref)
            .is_none_or(|figure| figure.value.is_zero())
    }

    /// The units of what is multiplied or divided: of an amount and something else only the amount
    /// has its unit, what it is multiplied with or divided by is a number or a share.
    fn units_of_factors(
        &self,
        a: ExpressionId,
        b: ExpressionId,
        unit: Option<UnitId>,
    ) -> (Option<UnitId>, Option<UnitId>) {
        let of_factor = |id: ExpressionId| {
            let mut printed = self.arena.printed(id).into_iter();
            printed.find_map(|index| self.figures.get(index as usize)?.as_ref()?.unit)
        };
        match (self.is_money(unit), self.holds_money(a), self.holds_money(b)) {
            (true, true, false) => (unit, of_factor(b)),
            (true, false, true) => (of_factor(a), unit),
            _ => (unit, unit),
        }
    }

    /// Whether an amount stands in an expression.
    fn holds_money(&self, id: ExpressionId) -> bool {
        self.arena.printed(id).into_iter().any(|index| {
            let figure = self.figures.get(index as usize).and_then(Option::as_ref);
            figure.is_some_and(|figure| self.is_money(figure.unit))
        })
    }

    /// Whether an expression is a printed number without a unit.
    fn is_bare(&self, id: ExpressionId) -> bool {
        let Some(Expression::Printed(index)) = self.arena.get(id) else { return false };
        self.printed
            .get(*index as usize)
            .is_some_and(|place| self.world.printed(*place).unit.is_none())
    }

    fn printed_number(&self, index: u32) -> Option<Piece> {
        let printed = self.world.printed(*self.printed.get(index as usize)?);
        let units = &self.world.ruleset.vocabulary.units;
        let is_ratio = printed
            .unit
            .as_deref()
            .is_some_and(|name| units.iter().any(|(_, unit)| unit.ratio && unit.name == name));
        let unit = printed.unit.as_deref().map(EcoString::from);
        match printed.value {
            Some(value) if value.starts_with('-') => {
                Some(Piece::Number(format!("({value})"), unit, is_ratio))
            }
            Some(value) => Some(Piece::Number(value, unit, is_ratio)),
            None if self.is_nothing(index) => Some(Piece::Number("0".to_owned(), unit, is_ratio)),
            None => None,
        }
    }
}
