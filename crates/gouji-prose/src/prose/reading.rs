//! What a sentence says of its figures: relations, each with the readings that the grammar allows.

use super::equation::Equation;
pub(crate) use super::holds::is_of_nothing;
pub use super::holds::{holds, holds_with};
use super::quantity::{Bound, Quantity};
use super::span::Span;
use gouji_values::number::Decimal;
use std::sync::Arc;

/// A relation between figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// value − base = change
    Change,
    /// rate = change ÷ base
    Growth,
    /// rate = (value − base) ÷ base
    GrowthOf,
    /// rate = change ÷ (value − change)
    GrowthBack,
    /// value = base × (1 + rate) ^ third
    Yearly,
    /// value − base = points
    Points,
    /// share = part ÷ whole
    Share,
    /// The same, of what was done and what was planned.
    Completion,
    /// total = sum of items
    Sum,
    /// Items are not more than the total.
    Within,
    /// The total is not more than its items.
    UpTo,
    /// total = sum of items ÷ their number
    Mean,
    /// Shares add up.
    Shares,
    /// total = a product
    Product,
    /// value is more or less than bound
    Threshold,
    /// part ÷ whole is about a share of words
    Vague,
    /// Opening + in − out = closing
    Balance,
    /// Two figures are one.
    Same,
    /// weight − deducted = got
    Score,
    /// number = names
    Count,
    /// The figure is the greatest of several.
    Most,
    /// The figure is the least of several.
    Least,
    /// left = a − b
    Left,
    /// From one date to another are so many days, months or years.
    Period,
    /// A period does not end before it begins.
    Order,
    /// What a printed formula comes to.
    Formula,
    /// total = sum of items times their weights
    Weighted,
    /// total = sum of items times amounts or numbers, over all of these
    WeightedBy,
    /// total = sum of items, each times its number
    Products,
    /// share = part ÷ sum of items
    ShareOfSum,
    /// share = part ÷ (part − change)
    CompletionBack,
    /// share = sum of items ÷ whole
    ShareOfItems,
    /// A figure of a sentence is that of a table.
    Held,
    /// An increase is not more than what it led to.
    Grown,
    /// Two amounts are one slip of the pen apart: they may be one.
    Echo,
    /// A figure is the one in the same place of the same words.
    Again,
    /// Two amounts are to each other as two weights.
    Proportion,
    /// One that rule files declare, by the number of its claim.
    Declared(u16),
}

/// Names of relations in rule files.
pub const RELATIONS: &[(Relation, &str)] = &[
    (Relation::Change, "change"),
    (Relation::Growth, "growth"),
    (Relation::GrowthOf, "growth-of"),
    (Relation::GrowthBack, "growth-back"),
    (Relation::Yearly, "yearly"),
    (Relation::Points, "points"),
    (Relation::Share, "share"),
    (Relation::Completion, "completion"),
    (Relation::Sum, "sum"),
    (Relation::Within, "within"),
    (Relation::UpTo, "up-to"),
    (Relation::Mean, "mean"),
    (Relation::Shares, "shares"),
    (Relation::Product, "product"),
    (Relation::Threshold, "threshold"),
    (Relation::Vague, "vague"),
    (Relation::Balance, "balance"),
    (Relation::Same, "same"),
    (Relation::Score, "score"),
    (Relation::Count, "count"),
    (Relation::Most, "most"),
    (Relation::Least, "least"),
    (Relation::Left, "left"),
    (Relation::Period, "period"),
    (Relation::Order, "order"),
    (Relation::Formula, "formula"),
    (Relation::Weighted, "weighted"),
    (Relation::WeightedBy, "weighted-by"),
    (Relation::Products, "products"),
    (Relation::ShareOfSum, "share-of-sum"),
    (Relation::CompletionBack, "completion-back"),
    (Relation::ShareOfItems, "share-of-items"),
    (Relation::Held, "held"),
    (Relation::Grown, "grown"),
    (Relation::Echo, "echo"),
    (Relation::Again, "again"),
    (Relation::Proportion, "proportion"),
];

/// A part of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// What is said.
    Value,
    /// What it is compared with.
    Base,
    /// How much it changed, signed.
    Change,
    /// By what rate, signed.
    Rate,
    /// The part.
    Part,
    /// The whole.
    Whole,
    /// The share.
    Share,
    /// The total.
    Total,
    /// Factors.
    First,
    /// A factor.
    Second,
    /// A factor.
    Third,
    /// A factor.
    Fourth,
    /// What a formula comes to.
    Worked,
    /// The least that it may be.
    Low,
    /// The most that it may be.
    High,
    /// An item that is added.
    Item,
    /// The least share that a word stands for.
    Least,
    /// The greatest share that a word stands for.
    Most,
    /// An item of a weighted sum.
    ItemOne,
    /// Its weight.
    WeightOne,
    /// An item of a weighted sum.
    ItemTwo,
    /// Its weight.
    WeightTwo,
    /// An item of a weighted sum.
    ItemThree,
    /// Its weight.
    WeightThree,
    /// An item of a weighted sum.
    ItemFour,
    /// Its weight.
    WeightFour,
    /// An item of a weighted sum.
    ItemFive,
    /// Its weight.
    WeightFive,
    /// A slot of a relation that rule files declare, by its number.
    Own(u8),
}

/// Names of the parts, in the order of [`slot_index`].
pub const SLOTS: &[(Slot, &str)] = &[
    (Slot::Value, "value"),
    (Slot::Base, "base"),
    (Slot::Change, "change"),
    (Slot::Rate, "rate"),
    (Slot::Part, "part"),
    (Slot::Whole, "whole"),
    (Slot::Share, "share"),
    (Slot::Total, "total"),
    (Slot::First, "first"),
    (Slot::Second, "second"),
    (Slot::Third, "third"),
    (Slot::Fourth, "fourth"),
    (Slot::Worked, "worked"),
    (Slot::Low, "low"),
    (Slot::High, "high"),
    (Slot::Item, "item"),
    (Slot::Least, "least"),
    (Slot::Most, "most"),
    (Slot::ItemOne, "item_one"),
    (Slot::WeightOne, "weight_one"),
    (Slot::ItemTwo, "item_two"),
    (Slot::WeightTwo, "weight_two"),
    (Slot::ItemThree, "item_three"),
    (Slot::WeightThree, "weight_three"),
    (Slot::ItemFour, "item_four"),
    (Slot::WeightFour, "weight_four"),
    (Slot::ItemFive, "item_five"),
    (Slot::WeightFive, "weight_five"),
];

/// Items and their weights.
pub const PAIRS: &[(Slot, Slot)] = &[
    (Slot::ItemOne, Slot::WeightOne),
    (Slot::ItemTwo, Slot::WeightTwo),
    (Slot::ItemThree, Slot::WeightThree),
    (Slot::ItemFour, Slot::WeightFour),
    (Slot::ItemFive, Slot::WeightFive),
];

/// Where a slot stands in [`SLOTS`]; one of a declared relation among the slots of that.
#[must_use]
pub fn slot_index(slot: Slot) -> usize {
    if let Slot::Own(own) = slot {
        return usize::from(own);
    }
    SLOTS.iter().position(|(known, _)| *known == slot).unwrap_or(0)
}

/// What fills a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Filling {
    /// A figure with a sign.
    Figure(usize, i8),
    /// A number that a word or sign at this figure stands for, in the base unit of its kind.
    Number(usize, Decimal),
    /// A number that was counted or worked out, of what stands in these bytes.
    Counted(Decimal, std::ops::Range<usize>),
    /// What these bytes come to, in the printed unit of a figure.
    Worked {
        /// The value.
        value: Decimal,
        /// The figure.
        like: usize,
        /// Bytes.
        range: std::ops::Range<usize>,
    },
}

impl Filling {
    /// The figure that it is.
    pub(super) fn figure(&self) -> Option<usize> {
        match self {
            Self::Figure(figure, _) => Some(*figure),
            _ => None,
        }
    }
}

/// One reading: which figures fill the parts, and the items of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Parts.
    pub parts: Vec<(Slot, Filling)>,
    /// Items, each perhaps with a weight.
    pub items: Vec<Vec<(Slot, Filling)>>,
    /// What a declared relation demands.
    pub equation: Option<Arc<Equation>>,
}

impl Reading {
    /// Two amounts, each with its weight, that are to each other as these.
    #[must_use]
    pub fn proportion(one: (usize, usize), other: (usize, usize)) -> Self {
        Self::of([
            (Slot::ItemOne, one.0, 1),
            (Slot::WeightOne, one.1, 1),
            (Slot::ItemTwo, other.0, 1),
            (Slot::WeightTwo, other.1, 1),
        ])
    }

    /// A reading of figures alone.
    #[must_use]
    pub fn of(parts: impl IntoIterator<Item = (Slot, usize, i8)>) -> Self {
        let parts =
            parts.into_iter().map(|(slot, figure, sign)| (slot, Filling::Figure(figure, sign)));
        Self { parts: parts.collect(), ..Self::default() }
    }

    /// The same with items, each with its sign.
    #[must_use]
    pub fn with_items(mut self, items: &[(usize, i8)]) -> Self {
        self.items = items
            .iter()
            .map(|(figure, sign)| vec![(Slot::Item, Filling::Figure(*figure, *sign))])
            .collect();
        self
    }

    /// The figures that it speaks of.
    #[must_use]
    pub fn figures(&self) -> Vec<usize> {
        let parts = self.parts.iter().chain(self.items.iter().flatten());
        parts
            .filter_map(|(_, filling)| match filling {
                Filling::Figure(figure, _) | Filling::Number(figure, _) => Some(*figure),
                Filling::Counted(..) | Filling::Worked { .. } => None,
            })
            .collect()
    }

    /// The figures of its items.
    pub(super) fn item_figures(&self) -> Vec<usize> {
        let items = self.items.iter().flatten();
        let figures = items.filter_map(|(_, filling)| match filling {
            Filling::Figure(figure, _) => Some(*figure),
            _ => None,
        });
        figures.collect()
    }

    pub(super) fn interval(&self, slot: Slot, figures: &[Quantity]) -> Option<Span> {
        self.parts
            .iter()
            .find(|(own, _)| *own == slot)
            .and_then(|(_, filling)| Span::of(filling, figures))
    }
}

/// What is said, and all that it may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The relation of each reading, with the reading.
    pub readings: Vec<(Relation, Reading)>,
    /// How many of them, from the first, the grammar says. The others are those that it does not rule out.
    pub sure: usize,
    /// The figure that it is said by.
    pub anchor: usize,
}

/// The bounds that a word sets around a figure of tenths, in per cent.
#[must_use]
pub(crate) fn around(figure: &Quantity) -> (Decimal, Decimal) {
    let (ten, half) = (Decimal::TEN, Decimal::new(5, 0));
    match figure.bound {
        Bound::Near | Bound::Under => (figure.value - ten, figure.value),
        // more than half may be much more
        Bound::Over if figure.value == Decimal::new(50, 0) => (figure.value, Decimal::ONE_HUNDRED),
        Bound::Over => (figure.value, figure.value + ten),
        Bound::AtLeast => (figure.value, Decimal::ONE_HUNDRED),
        Bound::AtMost => (Decimal::ZERO, figure.value),
        Bound::About | Bound::Exact => (figure.value - half, figure.value + half),
    }
}

/// The middle of what a part of a reading may stand for.
pub(super) fn middle(filling: &Filling, figures: &[Quantity]) -> Option<Decimal> {
    Span::of(filling, figures).map(|span| (span.low + span.high) / Decimal::TWO)
}
