//! What is said of figures, and what came of it.

use super::reading::Said;

/// What is said of some figures, and the reading that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// All readings.
    pub said: Said,
    /// The one that was chosen.
    pub chosen: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// Of what agrees: had one of its figures been wrong, that would be told.
    pub is_proven: bool,
}

/// What came of the readings of something said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What the grammar says holds.
    Holds,
    /// A reading that the grammar does not rule out holds.
    HoldsOtherwise,
    /// None holds.
    Fails,
    /// None holds, and the grammar does not say which is meant; but one would hold if a slip of
    /// the pen were undone, and chance hardly explains that.
    Slipped,
    /// None holds, but the grammar does not say which is meant.
    Open,
    /// Which figures a declared relation is of is not said, and why.
    Doubtful(FrameDoubt),
}

/// Why the frame of a declared relation is not complete; bytes are those of the passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameDoubt {
    /// Several figures could fill this slot.
    Several(u8),
    /// No role explains the word in these bytes.
    Word(u32, u32),
    /// The figure in these bytes is not meant exactly, or not alone.
    Inexact(u32, u32),
    /// The figures are of two years or stages.
    Times,
    /// Some stand in brackets, or a scope of their own is told.
    Apart,
    /// A rate is of nothing: the whole or base that words name is 0.
    NoBase,
}

impl FrameDoubt {
    pub(super) fn bytes(range: &std::ops::Range<usize>) -> (u32, u32) {
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        (short(range.start), short(range.end))
    }

    pub(super) fn word(range: &std::ops::Range<usize>) -> Self {
        let (from, to) = Self::bytes(range);
        Self::Word(from, to)
    }

    pub(super) fn inexact(range: &std::ops::Range<usize>) -> Self {
        let (from, to) = Self::bytes(range);
        Self::Inexact(from, to)
    }
}

impl Outcome {
    /// Whether a reading holds.
    #[must_use]
    pub fn agrees(self) -> bool {
        matches!(self, Self::Holds | Self::HoldsOtherwise)
    }

    /// Whether none holds, and the grammar does not say which is meant.
    #[must_use]
    pub fn is_undecided(self) -> bool {
        matches!(self, Self::Slipped | Self::Open | Self::Doubtful(_))
    }
}
