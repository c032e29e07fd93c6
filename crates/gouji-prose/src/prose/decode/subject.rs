//! What frames and things told speak of: whether one says the same as another.

use super::frame::Frame;
use crate::prose::outcome::Told;
use crate::prose::reading::{Reading, Relation};

/// What something told, or a frame, speaks of.
pub(super) struct Subject {
    pub(super) relation: Relation,
    pub(super) anchor: usize,
    /// All figures of its reading, in order.
    pub(super) figures: Vec<usize>,
}

impl Subject {
    pub(super) fn of_frame(frame: &Frame) -> Self {
        let figures = figures(&frame.reading);
        Self { relation: frame.relation, anchor: frame.anchor, figures }
    }

    pub(super) fn of_told(told: &Told) -> Option<Self> {
        let (relation, reading) = told.said.readings.get(told.chosen)?;
        let figures = figures(reading);
        Some(Self { relation: *relation, anchor: told.said.anchor, figures })
    }

    /// Whether a frame says the same: by the same figure in a relation of its family, or of the same figures.
    pub(super) fn is_replaced(&self, frame: &Self) -> bool {
        // 按经济分类，甲50万元、乙30万元；按性质，丙60万元、丁20万元: two lists of one head
        let is_another_list = || {
            let is_sum = |relation: Relation| relation == Relation::Sum;
            let mut shared = self.figures.iter().filter(|at| frame.figures.contains(*at));
            is_sum(self.relation) && is_sum(frame.relation) && shared.all(|at| *at == self.anchor)
        };
        let is_own = self.anchor == frame.anchor
            && family(self.relation) == family(frame.relation)
            && !is_another_list();
        // 按20公里每公里2万元、30公里每公里1万元测算: none of the prices tells the amount alone
        let is_added = frame.relation == Relation::Products
            && self.relation == Relation::Product
            && frame.figures.contains(&self.anchor);
        is_own || is_added || self.is_no_sum_by(frame) || self.figures == frame.figures
    }

    /// Whether a frame tells what scores come to by their weights, which is not their sum.
    pub(super) fn is_no_sum_by(&self, frame: &Self) -> bool {
        matches!(frame.relation, Relation::Weighted | Relation::WeightedBy)
            && self.relation == Relation::Sum
            && self.anchor == frame.anchor
    }
}

/// Relations that say the same of a figure.
pub(super) fn family(relation: Relation) -> u8 {
    match relation {
        Relation::Change | Relation::Points | Relation::Left => 1,
        Relation::Growth | Relation::GrowthOf | Relation::GrowthBack => 2,
        Relation::Share
        | Relation::Completion
        | Relation::CompletionBack
        | Relation::ShareOfSum
        | Relation::ShareOfItems
        | Relation::Proportion => 3,
        Relation::Sum | Relation::Within | Relation::UpTo | Relation::Balance => 4,
        Relation::Declared(_) => 5,
        _ => 0,
    }
}

/// The figures of a reading, in order.
pub(super) fn figures(reading: &Reading) -> Vec<usize> {
    let mut out = reading.figures();
    out.sort_unstable();
    out
}
