//! Which characters a pattern may begin with, so that most places of a text are passed at a glance.

use super::compile::{CaptureWords, Op};
use super::parse::{PatternNode, nullable};
use super::{Capture, CaptureKind};
use gouji_values::number::fold;
use gouji_values::vocabulary::Vocabulary;

/// What may stand where a match starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct First {
    /// One of these characters.
    pub(super) chars: Vec<char>,
    /// Something that the vocabulary knows; any place may do.
    pub(super) any: bool,
    /// A text: behind punctuation, brackets or edges.
    pub(super) boundary: bool,
    /// A number: a digit or a sign.
    pub(super) digit: bool,
    /// Punctuation, a bracket, an edge or the end.
    pub(super) mark: bool,
    /// A grade; which ones there are the context tells.
    pub(super) grade: bool,
    /// A bit for each character that is meant, by [`bit`]: where it is missing no look at the list
    /// is needed.
    bits: u64,
}

impl First {
    /// Puts the characters in order, when all are known.
    pub(super) fn settle(&mut self) {
        self.chars.extend(if self.digit { "0123456789-+" } else { "" }.chars());
        self.chars.sort_unstable();
        self.chars.dedup();
        self.bits = self.chars.iter().fold(0, |bits, c| bits | bit(*c));
    }

    /// Whether the character may stand first, whatever stands around it.
    pub(super) fn may_be(&self, c: char) -> bool {
        self.bits & bit(c) != 0 && self.chars.binary_search(&c).is_ok()
    }
}

/// One of 64 bits for a character.
pub(super) fn bit(c: char) -> u64 {
    1 << (u32::from(c) % 64)
}

/// A year starts with a digit, Arabic or Chinese.
pub(super) fn year_starts(vocabulary: &Vocabulary, out: &mut First) {
    out.digit = true;
    out.chars.extend(vocabulary.numerals.iter().take(10));
}

/// Collects what the nodes may start with; true if they may be nothing.
pub(super) fn first_of(
    nodes: &[PatternNode],
    captures: &[Capture],
    words: &[CaptureWords],
    vocabulary: &Vocabulary,
    out: &mut First,
) -> bool {
    for node in nodes {
        match node {
            PatternNode::Literal(chars) => out.chars.extend(chars.first()),
            PatternNode::Mark(_) | PatternNode::Gap { .. } => out.any = true,
            PatternNode::Year(_) => year_starts(vocabulary, out),
            PatternNode::Capture(index) => {
                first_of_capture(*index, captures, words, vocabulary, out)
            }
            PatternNode::Group(alternatives) | PatternNode::Repeat(_, alternatives) => {
                for nodes in alternatives {
                    first_of(nodes, captures, words, vocabulary, out);
                }
            }
            PatternNode::Optional(node) => {
                first_of(std::slice::from_ref(node), captures, words, vocabulary, out);
            }
        }
        if !nullable(node) {
            return false;
        }
    }
    true
}

/// Collects what a capture may start with.
pub(super) fn first_of_capture(
    index: usize,
    captures: &[Capture],
    words: &[CaptureWords],
    vocabulary: &Vocabulary,
    out: &mut First,
) {
    match captures.get(index).map(|capture| &capture.kind) {
        Some(CaptureKind::Text) => out.boundary = true,
        Some(
            CaptureKind::Amount | CaptureKind::Percent | CaptureKind::Count | CaptureKind::Score,
        ) => out.digit = true,
        Some(CaptureKind::Words(_)) => {
            out.chars.extend(
                words
                    .get(index)
                    .into_iter()
                    .flatten()
                    .filter_map(|(_, word)| word.first().copied()),
            );
        }
        Some(CaptureKind::Year) => year_starts(vocabulary, out),
        Some(CaptureKind::Date) => out.digit = true,
        Some(kind @ (CaptureKind::Change | CaptureKind::Direction)) => {
            said_starts(vocabulary, *kind == CaptureKind::Change, out)
        }
        Some(CaptureKind::Grade) => out.grade = true,
        _ => out.any = true,
    }
}

/// A direction starts with one of the vocabulary's words, a change also with one of those before an
/// equality.
pub(super) fn said_starts(vocabulary: &Vocabulary, is_change: bool, out: &mut First) {
    let before = vocabulary.same_before.iter().filter(|_| is_change);
    let said = vocabulary.directions.iter().map(|(word, _)| word).chain(before);
    out.chars.extend(said.filter_map(|word| word_start(word, vocabulary)));
}

/// What a word of the vocabulary or a grade starts with, as texts are normalised.
pub(super) fn word_start(word: &str, vocabulary: &Vocabulary) -> Option<char> {
    word.chars().find(|c| !vocabulary.ignorable(*c)).map(fold)
}

/// What may stand where an operation goes on; a text counts as anything.
pub(super) fn first_behind(
    ops: &[Op],
    pc: usize,
    captures: &[Capture],
    words: &[CaptureWords],
    vocabulary: &Vocabulary,
) -> First {
    let mut out = First::default();
    let (mut open, mut done) = (vec![pc], Vec::new());
    while let Some(pc) = open.pop().filter(|_| !out.any) {
        if done.contains(&pc) {
            continue;
        }
        done.push(pc);
        match ops.get(pc) {
            Some(Op::Literal(chars)) => out.chars.extend(chars.first()),
            Some(Op::Mark(_)) => out.mark = true,
            Some(Op::Year(_)) => year_starts(vocabulary, &mut out),
            Some(Op::Capture { index, .. }) => {
                first_of_capture(*index, captures, words, vocabulary, &mut out)
            }
            Some(Op::Split(first, second)) => open.extend([*first, *second]),
            Some(Op::Jump(to)) => open.push(*to),
            Some(Op::ItemStart | Op::ItemEnd(_)) => open.push(pc + 1),
            _ => out.any = true,
        }
    }
    out.any |= out.boundary;
    out.settle();
    out
}
