//! Whether a relation holds with a reading: its figures may stand for all that rounds to them.

use super::quantity::Quantity;
use super::reading::{PAIRS, Reading, Relation, Slot};
use super::span::Span;
use gouji_values::number::Decimal;

/// Whether a reading holds within the rounding of what is printed; `None` where that cannot be
/// said.
#[must_use]
pub fn holds(relation: Relation, reading: &Reading, figures: &[Quantity]) -> Option<bool> {
    holds_with(relation, reading, figures, true)
}

/// The same; with rates that were cut off instead of rounded, or without.
#[must_use]
pub fn holds_with(
    relation: Relation,
    reading: &Reading,
    figures: &[Quantity],
    cut: bool,
) -> Option<bool> {
    let figures = Spans { reading, figures, cut };
    match relation {
        Relation::Change
        | Relation::Points
        | Relation::Left
        | Relation::Growth
        | Relation::GrowthOf
        | Relation::GrowthBack
        | Relation::Grown => growth_holds(relation, &figures),
        Relation::Yearly => yearly_holds(&figures),
        Relation::Share
        | Relation::Completion
        | Relation::CompletionBack
        | Relation::ShareOfItems
        | Relation::ShareOfSum
        | Relation::Vague
        | Relation::Proportion => share_holds(relation, &figures),
        Relation::Sum
        | Relation::Shares
        | Relation::Balance
        | Relation::Mean
        | Relation::Within
        | Relation::UpTo
        | Relation::Formula
        | Relation::Score => sum_holds(relation, &figures),
        Relation::Weighted => weighted_holds(&figures, Span::exact(Decimal::ONE_HUNDRED)),
        Relation::WeightedBy => weighted_holds(&figures, figures.all_weights()?),
        Relation::Products => products_hold(&figures),
        Relation::Product => product_holds(&figures),
        Relation::Declared(_) => reading.equation.as_ref()?.holds(reading, figures.figures),
        Relation::Threshold
        | Relation::Same
        | Relation::Held
        | Relation::Echo
        | Relation::Again
        | Relation::Most
        | Relation::Least
        | Relation::Order
        | Relation::Count
        | Relation::Period => comparison_holds(relation, &figures),
    }
}

/// What the figures of a reading may stand for.
struct Spans<'r> {
    reading: &'r Reading,
    figures: &'r [Quantity],
    /// Rates may have been cut off instead of rounded.
    cut: bool,
}

impl Spans<'_> {
    fn get(&self, slot: Slot) -> Option<Span> {
        let span = self.reading.interval(slot, self.figures)?;
        if !self.cut || !matches!(slot, Slot::Rate | Slot::Share) {
            return Some(span);
        }
        let half = span.half();
        Some(if span.low >= Decimal::ZERO {
            Span { high: span.high + half, ..span }
        } else {
            Span { low: span.low - half, ..span }
        })
    }

    /// What is worked out is rounded to its last place, also where its kind is mostly exact: 平均87.17分.
    fn worked_out(&self, slot: Slot) -> Option<Span> {
        let span = self.get(slot)?;
        let part = self.reading.parts.iter().find(|(own, _)| *own == slot);
        let figure = part.and_then(|(_, filling)| self.figures.get(filling.figure()?));
        let Some(figure) = figure.filter(|own| own.half.is_zero() && own.decimals > 0) else {
            return Some(span);
        };
        let half = Decimal::new(5, figure.decimals + 1);
        span.add(Span { low: -half, high: half })
    }

    /// Of what has grown by a rate from nothing: whether the rate is 100 %, as custom has it: 5万元，比上年增加5万元，增长100%.
    fn is_from_nothing(&self, relation: Relation) -> Option<bool> {
        let middle = |slot: Slot| {
            let span = self.reading.interval(slot, self.figures)?;
            Some((span.low + span.high) / Decimal::TWO)
        };
        let base = match relation {
            Relation::Growth | Relation::GrowthOf => middle(Slot::Base)?,
            Relation::GrowthBack => middle(Slot::Value)? - middle(Slot::Change)?,
            _ => return None,
        };
        // few have grown from nothing
        if !base.is_zero() {
            return None;
        }
        let moved = if relation == Relation::GrowthOf { Slot::Value } else { Slot::Change };
        let change = middle(moved)?;
        let is_by_custom = middle(Slot::Rate)? == Decimal::ONE_HUNDRED;
        (!change.is_zero()).then_some(is_by_custom)
    }

    /// What all weights come to.
    fn all_weights(&self) -> Option<Span> {
        let mut weights = PAIRS.iter().filter_map(|(_, weight)| self.get(*weight));
        weights.try_fold(Span::exact(Decimal::ZERO), Span::add)
    }

    /// What the items come to.
    fn sum(&self) -> Option<Span> {
        let mut total = Span { low: Decimal::ZERO, high: Decimal::ZERO };
        for item in &self.reading.items {
            let one = item
                .iter()
                .find(|(own, _)| *own == Slot::Item)
                .and_then(|(_, filling)| Span::of(filling, self.figures))?;
            total = total.add(one)?;
        }
        Some(total)
    }
}

/// Whether a rate is of nothing: what it is a share of, or has grown from, is 0.
pub(crate) fn is_of_nothing(relation: Relation, reading: &Reading, figures: &[Quantity]) -> bool {
    let spans = Spans { reading, figures, cut: false };
    let is_zero = |span: Option<Span>| {
        span.is_some_and(|span| span.low <= Decimal::ZERO && span.high >= Decimal::ZERO)
    };
    let rate = |slot: Slot| !is_zero(spans.get(slot));
    if spans.is_from_nothing(relation) == Some(true) {
        return false;
    }
    match relation {
        Relation::Share | Relation::Completion => {
            is_zero(spans.get(Slot::Whole)) && rate(Slot::Share)
        }
        Relation::Growth | Relation::GrowthOf => is_zero(spans.get(Slot::Base)) && rate(Slot::Rate),
        Relation::GrowthBack => {
            let base = || spans.get(Slot::Value)?.add(spans.get(Slot::Change)?.negate());
            is_zero(base()) && rate(Slot::Rate)
        }
        _ => false,
    }
}

/// Whether a value, its base, the change and its rate agree.
fn growth_holds(relation: Relation, figures: &Spans<'_>) -> Option<bool> {
    if let Some(is_said_so) = figures.is_from_nothing(relation) {
        return is_said_so.then_some(true);
    }
    Some(match relation {
        Relation::Change | Relation::Points => figures
            .get(Slot::Value)?
            .add(figures.get(Slot::Base)?.negate())?
            .meets(figures.get(Slot::Change)?),
        Relation::Left => {
            let by = figures.get(Slot::Value)?.add(figures.get(Slot::Base)?.negate())?;
            by.meets(figures.get(Slot::Change)?) || by.negate().meets(figures.get(Slot::Change)?)
        }
        Relation::Growth => figures
            .get(Slot::Change)?
            .over(figures.get(Slot::Base)?)?
            .percent()?
            .meets(figures.get(Slot::Rate)?),
        Relation::GrowthOf => {
            // v/b − 1, so that the base is taken once
            let one = Span { low: -Decimal::ONE, high: -Decimal::ONE };
            figures
                .get(Slot::Value)?
                .over(figures.get(Slot::Base)?)?
                .add(one)?
                .percent()?
                .meets(figures.get(Slot::Rate)?)
        }
        Relation::GrowthBack => {
            let change = figures.get(Slot::Change)?;
            change
                .over(figures.get(Slot::Value)?.add(change.negate())?)?
                .percent()?
                .meets(figures.get(Slot::Rate)?)
        }
        // Grown: by no more than it is
        _ => figures.get(Slot::Change)?.low <= figures.get(Slot::Value)?.high,
    })
}

/// Whether an amount that grows by a rate each year comes to a value.
fn yearly_holds(figures: &Spans<'_>) -> Option<bool> {
    let hundred = Span { low: Decimal::ONE_HUNDRED, high: Decimal::ONE_HUNDRED };
    let each = hundred.add(figures.get(Slot::Rate)?)?.over(hundred)?;
    let mut grown = figures.get(Slot::Base)?;
    let mut years = figures.get(Slot::Third)?.low;
    while years >= Decimal::ONE {
        grown = grown.times(each)?;
        years -= Decimal::ONE;
    }
    Some(grown.meets(figures.get(Slot::Value)?))
}

/// Whether a part, its whole and the share agree.
fn share_holds(relation: Relation, figures: &Spans<'_>) -> Option<bool> {
    Some(match relation {
        Relation::Share | Relation::Completion => figures
            .get(Slot::Part)?
            .over(figures.get(Slot::Whole)?)?
            .percent()?
            .meets(figures.get(Slot::Share)?),
        Relation::CompletionBack => {
            let part = figures.get(Slot::Part)?;
            let plan = part.add(figures.get(Slot::Change)?.negate())?;
            part.over(plan)?.percent()?.meets(figures.get(Slot::Share)?)
        }
        Relation::ShareOfItems => figures
            .sum()?
            .over(figures.get(Slot::Whole)?)?
            .percent()?
            .meets(figures.get(Slot::Share)?),
        Relation::ShareOfSum => figures
            .get(Slot::Part)?
            .over(figures.sum()?)?
            .percent()?
            .meets(figures.get(Slot::Share)?),
        Relation::Proportion => {
            let one = figures.get(Slot::ItemOne)?.times(figures.get(Slot::WeightTwo)?)?;
            one.meets(figures.get(Slot::ItemTwo)?.times(figures.get(Slot::WeightOne)?)?)
        }
        // Vague: a share of words
        _ => {
            let share = figures.get(Slot::Part)?.over(figures.get(Slot::Whole)?)?.percent()?;
            figures.get(Slot::Least).is_none_or(|least| share.high >= least.low)
                && figures.get(Slot::Most).is_none_or(|most| share.low <= most.high)
        }
    })
}

/// Whether items come to their total.
fn sum_holds(relation: Relation, figures: &Spans<'_>) -> Option<bool> {
    Some(match relation {
        Relation::Mean => {
            let count = Decimal::from(u32::try_from(figures.reading.items.len()).ok()?);
            figures.sum()?.over(Span::exact(count))?.meets(figures.worked_out(Slot::Total)?)
        }
        Relation::Within => figures.sum()?.low <= figures.get(Slot::Total)?.high,
        Relation::UpTo => figures.get(Slot::Total)?.low <= figures.sum()?.high,
        Relation::Formula => figures.get(Slot::Worked)?.meets(figures.get(Slot::Total)?),
        Relation::Score => figures
            .get(Slot::Whole)?
            .add(figures.get(Slot::Change)?.negate())?
            .meets(figures.get(Slot::Value)?),
        // Sum, Shares, Balance
        _ => figures.sum()?.meets(figures.get(Slot::Total)?),
    })
}

/// Whether items, each times its weight, come to their total.
fn weighted_holds(figures: &Spans<'_>, all: Span) -> Option<bool> {
    Some(weighted(figures, all)?.meets(figures.worked_out(Slot::Total)?))
}

/// Whether numbers with their prices come to the total, perhaps so many times: over months.
fn products_hold(figures: &Spans<'_>) -> Option<bool> {
    let each = weighted(figures, Span::exact(Decimal::ONE))?;
    let all = figures.get(Slot::Third).map_or(Some(each), |times| each.times(times))?;
    Some(all.meets(figures.worked_out(Slot::Total)?))
}

/// What items come to by their weights.
fn weighted(figures: &Spans<'_>, all: Span) -> Option<Span> {
    let mut total = Span { low: Decimal::ZERO, high: Decimal::ZERO };
    for (item, weight) in PAIRS {
        if let (Some(item), Some(weight)) = (figures.get(*item), figures.get(*weight)) {
            total = total.add(item.times(weight)?.over(all)?)?;
        }
    }
    Some(total)
}

/// Whether factors come to their product.
fn product_holds(figures: &Spans<'_>) -> Option<bool> {
    let mut product = figures.get(Slot::First)?;
    for slot in [Slot::Second, Slot::Third, Slot::Fourth] {
        if let Some(factor) = figures.get(slot) {
            product = product.times(factor)?;
        }
    }
    Some(product.meets(figures.get(Slot::Total)?))
}

/// Whether a value lies within bounds, is the same as another, or the first or last of several.
fn comparison_holds(relation: Relation, figures: &Spans<'_>) -> Option<bool> {
    Some(match relation {
        Relation::Threshold => {
            let value = figures.get(Slot::Value)?;
            figures.get(Slot::Low).is_none_or(|low| value.high >= low.low)
                && figures.get(Slot::High).is_none_or(|high| value.low <= high.high)
        }
        Relation::Most | Relation::Least => {
            let value = figures.get(Slot::Value)?;
            PAIRS.iter().filter_map(|(slot, _)| figures.get(*slot)).all(|other| {
                if relation == Relation::Most {
                    value.high >= other.low
                } else {
                    value.low <= other.high
                }
            })
        }
        Relation::Order => figures.get(Slot::Value)?.low >= Decimal::ZERO,
        // Same, Held, Echo, Again, Count, Period
        _ => figures.get(Slot::Value)?.meets(figures.get(Slot::Base)?),
    })
}
