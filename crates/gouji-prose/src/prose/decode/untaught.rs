//! Lists of which the words leave open whether they are whole: other lists of their shape may teach it.

use super::frame::{Frame, each_slip_tells};
use super::reasons::Moved;
use crate::prose::passage::Passage;
use crate::prose::quantity::Quantity;
use crate::prose::reading::{Reading, Relation, Said, holds};
use crate::prose::slip::{is_one_slip, is_telling};
use gouji_values::number::Decimal;

/// How a list opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListOpening {
    /// That parts follow: 其中.
    Part,
    /// That the most of it follows: 主要包括.
    Most,
    /// That reasons follow: 主要原因是.
    Reason,
}

/// What lists of a document have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListShape {
    /// How it opens.
    pub opening: ListOpening,
    /// Its items are amounts.
    pub is_money: bool,
    /// Its items are parted by semicolons.
    pub is_parted: bool,
    /// How many items it has: two, or more.
    pub is_pair: bool,
}

/// A list that is complete but for one thing: the words leave open whether it is whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Untaught {
    /// Its shape: others of it may teach that it is whole.
    pub shape: ListShape,
    /// What it would be.
    pub relation: Relation,
    /// Its figures.
    pub reading: Reading,
    /// It comes out.
    pub is_held: bool,
    /// It comes out, or would, were each figure in one unit: 18,686.86元，主要包括：甲10,000.00万元；乙8,686.86万元.
    pub is_held_as_printed: bool,
    /// It comes out, or would, were one figure written without a slip.
    pub is_slip: bool,
    /// Chance hardly explains the slip; of one that comes out: it would hardly explain any slip of its first digits.
    pub is_telling: bool,
    /// Of changes: what has changed.
    pub moved: Vec<Moved>,
}

impl Untaught {
    pub(super) fn new(passage: &Passage<'_>, shape: ListShape, frame: Frame) -> Self {
        let Frame { relation, reading, anchor, .. } = frame;
        let is_held = holds(relation, &reading, &passage.tokens.figures) == Some(true);
        let is_held_as_printed =
            is_held || passage.with_others(|own| holds_as_printed(own, relation, &reading));
        let said = Said { sure: 0, readings: vec![(relation, reading.clone())], anchor };
        let is_slip = is_held || is_one_slip(relation, &reading, passage);
        let is_telling = if is_held {
            each_slip_tells(passage, &said)
        } else {
            is_held_as_printed || is_slip && is_telling(&said, passage, None)
        };
        Self {
            shape,
            relation,
            reading,
            is_held,
            is_held_as_printed,
            is_slip: is_slip || is_held_as_printed,
            is_telling,
            moved: Vec::new(),
        }
    }
}

/// Whether a relation holds of its figures as they are printed, their units apart. `figures` are put back as they are.
pub(super) fn holds_as_printed(
    figures: &mut [Quantity],
    relation: Relation,
    reading: &Reading,
) -> bool {
    let own: Vec<(usize, Quantity)> = reading
        .figures()
        .into_iter()
        .filter_map(|at| Some((at, figures.get(at)?.clone())))
        .collect();
    for (at, _) in &own {
        if let Some(own) = figures.get_mut(*at) {
            let half =
                if own.half.is_zero() { own.half } else { Decimal::new(5, own.decimals + 1) };
            (own.value, own.half) = (own.printed, half);
        }
    }
    let is_held = holds(relation, reading, figures) == Some(true);
    for (at, printed) in own {
        if let Some(own) = figures.get_mut(at) {
            *own = printed;
        }
    }
    is_held
}
