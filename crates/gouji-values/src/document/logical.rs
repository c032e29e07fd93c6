//! A logical string joined from pieces of the canonical text, with the map back.

use super::Span;
use ecow::EcoString;

/// Text as it is meant, and where each piece of it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogicalText {
    /// The joined text.
    pub text: EcoString,
    pieces: Pieces,
}

/// `(start in the logical text, start in the canonical text, length)`.
type Piece = (u32, u32, u32);

/// Pieces in logical order. Nearly every cell has one: it needs no memory of its own.
#[derive(Clone, Debug, Default)]
enum Pieces {
    #[default]
    None,
    One(Piece),
    Many(Box<Several>),
}

/// Several pieces: behind a pointer, so that a text of one piece, as nearly all are, is small.
#[derive(Clone, Debug)]
struct Several(Vec<Piece>);

impl Pieces {
    fn as_slice(&self) -> &[Piece] {
        match self {
            Self::None => &[],
            Self::One(piece) => std::slice::from_ref(piece),
            Self::Many(pieces) => &pieces.0,
        }
    }

    fn as_mut_slice(&mut self) -> &mut [Piece] {
        match self {
            Self::None => &mut [],
            Self::One(piece) => std::slice::from_mut(piece),
            Self::Many(pieces) => &mut pieces.0,
        }
    }

    fn push(&mut self, piece: Piece) {
        match self {
            Self::None => *self = Self::One(piece),
            Self::One(first) => *self = Self::Many(Box::new(Several(vec![*first, piece]))),
            Self::Many(pieces) => pieces.0.push(piece),
        }
    }
}

impl PartialEq for Pieces {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Pieces {}

impl LogicalText {
    /// One piece.
    #[must_use]
    pub fn whole(text: &str, span: Span) -> Self {
        let mut out = Self::default();
        out.push(text, span.start);
        out
    }

    /// Appends a piece that stands at `start` in the canonical text, byte for byte.
    pub fn push(&mut self, text: &str, start: u32) {
        let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        match self.pieces.as_mut_slice().last_mut() {
            Some((logical, canonical, length))
                if *logical + *length == at && *canonical + *length == start =>
            {
                *length += len
            }
            _ => self.pieces.push((at, start, len)),
        }
    }

    /// Appends text that stands nowhere in the document (the edge between two cells).
    pub fn push_mark(&mut self, mark: char) {
        self.text.push(mark);
    }

    /// Appends another logical text.
    pub fn append(&mut self, other: &Self) {
        let base = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(&other.text);
        for (logical, canonical, length) in other.pieces.as_slice() {
            self.pieces.push((logical + base, *canonical, *length));
        }
    }

    /// Moves all pieces further on in the canonical text, by a number of bytes.
    pub fn shift(&mut self, by: u32) {
        for (_, canonical, _) in self.pieces.as_mut_slice() {
            *canonical = canonical.saturating_add(by);
        }
    }

    /// Whether it was joined from more than one piece.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        self.pieces.as_slice().len() > 1
    }

    /// The canonical offset of a logical one (of the next piece where it stands on a mark).
    #[must_use]
    pub fn canonical(&self, logical: usize) -> u32 {
        let at = u32::try_from(logical).unwrap_or(u32::MAX);
        let pieces = self.pieces.as_slice();
        let next = pieces.partition_point(|(start, _, _)| *start <= at);
        match next.checked_sub(1).and_then(|i| pieces.get(i)) {
            Some((start, canonical, length)) if at < start + length => canonical + (at - start),
            found => match (pieces.get(next), found) {
                (Some((_, canonical, _)), _) => *canonical,
                (None, Some((_, canonical, length))) => canonical + length,
                (None, None) => 0,
            },
        }
    }

    /// The canonical span over a range of the logical text, from its first to its last byte.
    #[must_use]
    pub fn span_of(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.canonical(range.start);
        if range.is_empty() {
            return Span { start, end: start };
        }
        Span { start, end: self.canonical(range.end - 1) + 1 }
    }

    /// The canonical span of all of it.
    #[must_use]
    pub fn span(&self) -> Span {
        if let Pieces::One((0, start, length)) = self.pieces
            && length as usize == self.text.len()
        {
            return Span { start, end: start + length };
        }
        self.span_of(0..self.text.len())
    }

    /// A part of it; marks that stand nowhere are left out.
    #[must_use]
    pub fn part(&self, range: std::ops::Range<usize>) -> Self {
        let mut out = Self::default();
        for (start, canonical, length) in self.pieces.as_slice() {
            let (start, canonical) = (*start as usize, *canonical as usize);
            let from = range.start.max(start);
            let to = range.end.min(start + *length as usize);
            if let Some(text) = self.text.get(from..to).filter(|text| !text.is_empty()) {
                let at = u32::try_from(canonical + from - start).unwrap_or(u32::MAX);
                out.push(text, at);
            }
        }
        out
    }

    /// The canonical spans of the pieces that a range of the logical text touches: more than one
    /// where it wraps.
    #[must_use]
    pub fn pieces_of(&self, range: std::ops::Range<usize>) -> Vec<Span> {
        let (from, to) = (
            u32::try_from(range.start).unwrap_or(u32::MAX),
            u32::try_from(range.end).unwrap_or(u32::MAX),
        );
        self.pieces
            .as_slice()
            .iter()
            .filter(|(start, _, length)| *start < to && start + length > from)
            .map(|(start, canonical, length)| {
                let first = from.max(*start) - start;
                let last = to.min(start + length) - start;
                Span { start: canonical + first, end: canonical + last }
            })
            .collect()
    }
}
