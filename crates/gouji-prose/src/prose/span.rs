//! Intervals of values: what a printed figure may stand for, and what comes of reckoning with it.

use super::quantity::Quantity;
use super::reading::{Filling, Reading, Relation, Slot};
use gouji_values::number::Decimal;

/// Values from the least to the greatest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) low: Decimal,
    pub(super) high: Decimal,
}

impl Span {
    pub(super) fn of(filling: &Filling, figures: &[Quantity]) -> Option<Self> {
        match filling {
            Filling::Figure(figure, sign) => {
                let figure = figures.get(*figure)?;
                let span = Self { low: figure.low(), high: figure.high() };
                Some(if *sign < 0 { span.negate() } else { span })
            }
            Filling::Worked { value, like, .. } => {
                let like = figures.get(*like)?;
                let times =
                    if like.printed.is_zero() { Decimal::ONE } else { like.value / like.printed };
                let value = value.checked_mul(times)?;
                Some(Self { low: value, high: value })
            }
            Filling::Number(_, value) | Filling::Counted(value, _) => {
                Some(Self { low: *value, high: *value })
            }
        }
    }

    /// One value and no other.
    pub(super) fn exact(value: Decimal) -> Self {
        Self { low: value, high: value }
    }

    pub(super) fn half(self) -> Decimal {
        (self.high - self.low) / Decimal::TWO
    }

    pub(super) fn negate(self) -> Self {
        Self { low: -self.high, high: -self.low }
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.checked_add(other.low)?,
            high: self.high.checked_add(other.high)?,
        })
    }

    /// Whether neither stands for anything below nothing: its ends multiply to ends.
    fn are_positive(self, other: Self) -> bool {
        self.low >= Decimal::ZERO && other.low >= Decimal::ZERO
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        if self.are_positive(other) {
            let low = self.low.checked_mul(other.low)?;
            return Some(Self { low, high: self.high.checked_mul(other.high)? });
        }
        let corners = [
            (self.low, other.low),
            (self.low, other.high),
            (self.high, other.low),
            (self.high, other.high),
        ];
        let mut out: Option<Self> = None;
        for (a, b) in corners {
            let product = a.checked_mul(b)?;
            out = Some(out.map_or(Self { low: product, high: product }, |out| Self {
                low: out.low.min(product),
                high: out.high.max(product),
            }));
        }
        out
    }

    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.low <= Decimal::ZERO && other.high >= Decimal::ZERO {
            return None;
        }
        if self.are_positive(other) {
            let low = self.low.checked_div(other.high)?;
            return Some(Self { low, high: self.high.checked_div(other.low)? });
        }
        let corners = [
            (self.low, other.low),
            (self.low, other.high),
            (self.high, other.low),
            (self.high, other.high),
        ];
        let mut out: Option<Self> = None;
        for (a, b) in corners {
            let quotient = a.checked_div(b)?;
            out = Some(out.map_or(Self { low: quotient, high: quotient }, |out| Self {
                low: out.low.min(quotient),
                high: out.high.max(quotient),
            }));
        }
        out
    }

    pub(super) fn percent(self) -> Option<Self> {
        let times = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED);
        Some(Self { low: times(self.low)?, high: times(self.high)? })
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// A sum of which all is known but one figure: hundreds of others are tried in the place of each, and
/// adding up the rest anew for each was a tenth of all work on a text.
pub(super) struct SumBut {
    /// What the items come to, without the figure where it is one of them.
    items: Span,
    /// The total; `None` where it is the figure.
    total: Option<Span>,
    sign: i8,
}

impl SumBut {
    /// `None` where the figure does not stand in it once, as an item or as the total.
    pub(super) fn of(
        relation: Relation,
        reading: &Reading,
        figures: &[Quantity],
        figure: usize,
    ) -> Option<Self> {
        if !matches!(relation, Relation::Sum | Relation::Shares | Relation::Balance) {
            return None;
        }
        let of_slot = |parts: &[(Slot, Filling)], slot: Slot| {
            parts.iter().find(|(own, _)| *own == slot).map(|(_, filling)| filling.clone())
        };
        let items = reading.items.iter().map(|item| of_slot(item, Slot::Item));
        let total = of_slot(&reading.parts, Slot::Total)?;
        let mut out =
            Self { items: Span { low: Decimal::ZERO, high: Decimal::ZERO }, total: None, sign: 0 };
        let mut times = 0;
        for (filling, is_total) in items.map(|item| (item, false)).chain([(Some(total), true)]) {
            match filling? {
                Filling::Figure(own, sign) if own == figure => {
                    out.sign = sign;
                    times += 1;
                }
                Filling::Worked { like, .. } if like == figure => return None,
                other if is_total => out.total = Some(Span::of(&other, figures)?),
                other => out.items = out.items.add(Span::of(&other, figures)?)?,
            }
        }
        (times == 1).then_some(out)
    }

    /// Whether it holds with a figure in the place of the one.
    pub(super) fn holds(&self, figure: &Quantity) -> Option<bool> {
        let own = Span { low: figure.low(), high: figure.high() };
        let own = if self.sign < 0 { own.negate() } else { own };
        Some(match self.total {
            Some(total) => self.items.add(own)?.meets(total),
            None => self.items.meets(own),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::quantity::Kind;
    use crate::prose::reading::holds;

    fn figure(value: i64) -> Quantity {
        let half = Decimal::new(5, 1);
        Quantity { half, ..Quantity::exact(Decimal::from(value), 0, Kind::Count) }
    }

    #[test]
    fn a_sum_but_for_one_figure_holds_where_the_whole_does() {
        let figures = [figure(10), figure(7), figure(2), figure(-1)];
        let reading = Reading::of([(Slot::Total, 0, 1)]).with_items(&[(1, 1), (2, 1), (3, -1)]);
        for at in 0..figures.len() {
            let rest = SumBut::of(Relation::Sum, &reading, &figures, at).unwrap();
            let mut outcomes = Vec::new();
            for value in -20..20 {
                let mut others = figures.clone();
                if let Some(other) = others.get_mut(at) {
                    *other = figure(value);
                }
                let whole = holds(Relation::Sum, &reading, &others);
                assert_eq!(rest.holds(&figure(value)), whole, "{at} {value}");
                outcomes.extend(whole);
            }
            assert!(outcomes.contains(&true) && outcomes.contains(&false));
        }
    }

    #[test]
    fn a_figure_that_stands_twice_or_not_at_all_is_not_taken_out() {
        let figures = [figure(4), figure(2)];
        let twice = Reading::of([(Slot::Total, 0, 1)]).with_items(&[(1, 1), (1, 1)]);
        assert!(SumBut::of(Relation::Sum, &twice, &figures, 1).is_none());
        assert!(SumBut::of(Relation::Sum, &twice, &figures, 2).is_none());
        assert!(SumBut::of(Relation::Mean, &twice, &figures, 0).is_none());
    }
}
