//! What a pattern captures, and what it needs to know for it.

use gouji_values::kind::Kind;
use gouji_values::number::Number;
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;

/// The mark between two cells of a row in a passage.
pub const CELL_EDGE: char = '\u{1F}';

/// The mark between two joined paragraphs in a passage.
pub const PARAGRAPH_EDGE: char = '\u{1E}';

/// What is wrong in a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternMistake {
    /// Bytes of the pattern source.
    pub span: Range<usize>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to write instead, in Chinese.
    pub help: Option<String>,
}

/// What a capture reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptureKind {
    /// Words up to punctuation or the next thing that the pattern names.
    Text,
    /// Money; needs its unit in a sentence, not in a cell.
    Amount,
    /// A ratio; needs its sign in a sentence, not in a cell.
    Percent,
    /// A number with or without a unit that is neither money nor ratio.
    Count,
    /// Points; read like a count.
    Score,
    /// Four digits.
    Year,
    /// A day, in one of the vocabulary's shapes.
    Date,
    /// A grade word of [`Context::grades`].
    Grade,
    /// A numbering of the vocabulary, or a bare number of up to three digits.
    Ordinal,
    /// A direction word and a number, as one signed number; or a word of equality, as 0.
    Change,
    /// A direction word.
    Direction,
    /// An optional relation sign and a number with an optional unit.
    Target,
    /// One of these words, as written in the pattern.
    Words(Vec<String>),
}

impl CaptureKind {
    /// What the values of such a capture are.
    #[must_use]
    pub fn of_values(&self) -> Kind {
        match self {
            Self::Amount => Kind::Amount,
            Self::Percent => Kind::Percent,
            Self::Count => Kind::Count,
            Self::Score | Self::Year | Self::Ordinal | Self::Direction => Kind::Number,
            Self::Date => Kind::Date,
            Self::Text | Self::Words(_) | Self::Grade => Kind::Text,
            // an amount or a percentage
            Self::Change => Kind::Figure,
            Self::Target => Kind::Any,
        }
    }
}

/// A capture of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Its name; `None` for `{:kind}`. Captures in different alternatives may share a name.
    pub name: Option<String>,
    /// What it reads.
    pub kind: CaptureKind,
    /// Index of the `(…)+` that it stands in.
    pub group: Option<usize>,
    /// Bytes of the pattern source, braces included.
    pub span: Range<usize>,
}

/// What matching needs to know besides the text.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Units, numbering, directions, date shapes.
    pub vocabulary: &'a Vocabulary,
    /// Year of the document; unknown: `{本年}` and `{上年}` stand for any year.
    pub year: Option<i32>,
    /// Grade words of all scales, longest first.
    pub grades: &'a [String],
}

/// One place where a pattern fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Bytes of the logical text.
    pub range: Range<usize>,
    /// Parallel to [`Pattern::captures`](super::Pattern::captures); `None` for a stretch that is not there, and for captures
    /// of a repetition.
    pub captures: Vec<Option<Captured>>,
    /// The items of each repetition, in order; parallel to the group indices.
    pub items: Vec<Vec<RepeatItem>>,
}

/// One turn of a repetition.
#[derive(Clone, Debug, PartialEq)]
pub struct RepeatItem {
    /// Bytes of the logical text.
    pub range: Range<usize>,
    /// Parallel to [`Pattern::captures`](super::Pattern::captures); only those of this repetition are filled.
    pub captures: Vec<Option<Captured>>,
}

/// What a capture read.
#[derive(Clone, Debug, PartialEq)]
pub struct Captured {
    /// Bytes of the logical text: a number with its unit; for a change its number without the
    /// direction word, or the word of equality.
    pub range: Range<usize>,
    /// The value.
    pub value: CapturedValue,
}

/// The value of a capture.
#[derive(Clone, Debug, PartialEq)]
pub enum CapturedValue {
    /// Of amount, percent, count, score, change (signed) and target (with its relation sign).
    Number(Number),
    /// Of text (as printed, without line breaks), grade and words (as the context or the pattern
    /// writes them).
    Text(String),
    /// +1 up, −1 down, 0 the same.
    Direction(i8),
    /// A year.
    Year(i32),
    /// A day.
    Date {
        /// Four digits.
        year: i32,
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
    },
    /// A numbering.
    Ordinal {
        /// Index into [`Vocabulary::numbering`]; its length for a bare Arabic number, one more for
        /// a bare Chinese one.
        style: usize,
        /// The number.
        value: u32,
    },
}
