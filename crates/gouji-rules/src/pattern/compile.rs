//! Tree to program: a flat list of operations, the places where a match may start, and what every
//! match must hold.

use super::first::{First, first_behind, first_of, said_starts};
use super::parse::{PatternNode, PatternTree};
use super::{Capture, CaptureKind};
use gouji_values::number::{fold, is_ideograph};
use gouji_values::vocabulary::Vocabulary;
use std::sync::OnceLock;

/// One operation. Positions are indices into the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// These characters.
    Literal(Vec<char>),
    /// A punctuation mark, an edge, or the end; the mark that the pattern writes.
    Mark(char),
    /// A year, counted from the document's.
    Year(i32),
    /// A capture; `mark`: a numbering that takes the mark behind it along.
    Capture {
        /// Its index.
        index: usize,
        /// A mark follows a numbering.
        mark: bool,
    },
    /// Anything.
    Gap {
        /// Beyond the sentence.
        passage: bool,
    },
    /// The first way, else the second.
    Split(usize, usize),
    /// Goes on there.
    Jump(usize),
    /// An item of a repetition begins.
    ItemStart,
    /// It ends.
    ItemEnd(usize),
    /// Another item, whose [`Op::ItemStart`] stands there, or on. A list whose first items a comma
    /// parts ends at a semicolon.
    Loop {
        /// Behind a comma.
        weak: usize,
        /// Behind a semicolon, or a paragraph.
        strong: Option<usize>,
    },
    /// The match is complete.
    Accept,
    /// The beginning of the claim is there.
    Begun,
}

/// Normalised words of a capture with their index, longest first.
pub(super) type CaptureWords = Vec<(usize, Vec<char>)>;

/// A pattern, of which only what tells where it may fit is worked out at once: most never fit
/// anywhere.
#[derive(Clone, Debug)]
pub(super) struct PatternProgram {
    pub(super) nodes: Vec<PatternNode>,
    pub(super) captures: Vec<Capture>,
    pub(super) groups: usize,
    /// The longest literal.
    needle: Vec<char>,
    body: OnceLock<Body>,
}

/// What matching needs.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) ops: Vec<Op>,
    /// The words of each capture; none for other kinds.
    pub(super) words: Vec<CaptureWords>,
    pub(super) first: First,
    /// Where the program of the claim's beginning stands, that gaps must not run over; and whether
    /// only a beginning at the start of a paragraph counts.
    pub(super) begin: Option<(usize, bool)>,
    /// What changes and directions start with, where one is captured.
    pub(super) said: Option<First>,
    /// It reads a grade.
    pub(super) has_grade: bool,
    /// What may stand behind each text and each gap, by the number of the operation.
    ahead: Vec<(usize, First)>,
}

impl Body {
    /// What may stand behind a text or a gap.
    pub(super) fn ahead(&self, pc: usize) -> Option<&First> {
        self.ahead.iter().find(|(known, _)| *known == pc).map(|(_, first)| first)
    }
}

impl PatternProgram {
    /// What matching needs, worked out when it is first asked for.
    pub(super) fn body(&self, vocabulary: &Vocabulary) -> &Body {
        self.body.get_or_init(|| body(&self.nodes, &self.captures, vocabulary))
    }

    /// The last position where a match may start, or `None` where there can be no match: what it
    /// must hold has to stand behind it, in the pattern's order.
    pub(super) fn latest_start(&self, text: &[char]) -> Option<usize> {
        latest(&self.nodes, text, text.len())
    }

    /// Whether a text, not yet normalised, may hold the longest literal: its characters stand in it
    /// in this order.
    pub(super) fn may_be(&self, text: &str) -> bool {
        let mut rest = text;
        self.needle.iter().all(|wanted| {
            // an ideograph stands as itself, which is quickly found
            let found = if is_ideograph(*wanted) {
                rest.find(*wanted).map(|at| at + wanted.len_utf8())
            } else {
                rest.char_indices()
                    .find(|(_, c)| fold(*c) == *wanted)
                    .map(|(at, c)| at + c.len_utf8())
            };
            rest = found.and_then(|behind| rest.get(behind..)).unwrap_or("");
            found.is_some()
        })
    }

    /// Whether a numbering is the first thing that it reads.
    pub(super) fn starts_with_ordinal(&self, vocabulary: &Vocabulary) -> bool {
        matches!(self.body(vocabulary).ops.first(), Some(Op::Capture { index, .. }) if self.captures.get(*index).is_some_and(|capture| capture.kind == CaptureKind::Ordinal))
    }
}

pub(super) fn compile(tree: PatternTree) -> PatternProgram {
    let PatternTree { nodes, captures, groups } = tree;
    let mut literals = Vec::new();
    required(&nodes, &mut literals);
    // of equally long ones the first
    let needle = literals
        .iter()
        .rev()
        .max_by_key(|literal| literal.len())
        .map(|literal| literal.to_vec())
        .unwrap_or_default();
    PatternProgram { captures, groups, needle, nodes, body: OnceLock::new() }
}

fn body(nodes: &[PatternNode], captures: &[Capture], vocabulary: &Vocabulary) -> Body {
    let words: Vec<_> = captures.iter().map(|capture| words_of(capture, vocabulary)).collect();
    let mut emitter = Emitter { ops: Vec::new(), captures };
    emitter.nodes(nodes);
    emitter.ops.push(Op::Accept);
    let begin = beginning(nodes, captures).map(|(nodes, paragraph)| {
        let at = emitter.ops.len();
        emitter.nodes(&nodes);
        emitter.ops.push(Op::Begun);
        (at, paragraph)
    });
    let mut first = First::default();
    first_of(nodes, captures, &words, vocabulary, &mut first);
    first.settle();
    let ops = emitter.ops;
    let grows = |op: &Op| match op {
        Op::Gap { .. } => true,
        Op::Capture { index, .. } => {
            captures.get(*index).is_some_and(|capture| capture.kind == CaptureKind::Text)
        }
        _ => false,
    };
    let growing = ops.iter().enumerate().filter(|(_, op)| grows(op));
    let ahead =
        growing.map(|(pc, _)| (pc, first_behind(&ops, pc + 1, captures, &words, vocabulary)));
    let is_said =
        |capture: &&Capture| matches!(capture.kind, CaptureKind::Change | CaptureKind::Direction);
    let said = captures.iter().find(is_said).map(|_| {
        let mut said = First::default();
        said_starts(vocabulary, true, &mut said);
        said.settle();
        said
    });
    let has_grade = captures.iter().any(|capture| capture.kind == CaptureKind::Grade);
    Body { ahead: ahead.collect(), ops, words, first, begin, said, has_grade }
}

/// The words of a capture as texts are normalised.
pub(super) fn words_of(capture: &Capture, vocabulary: &Vocabulary) -> CaptureWords {
    let CaptureKind::Words(words) = &capture.kind else {
        return Vec::new();
    };
    let mut out: CaptureWords = words
        .iter()
        .enumerate()
        .map(|(i, word)| (i, vocabulary.folded(word).chars().collect()))
        .collect();
    out.sort_by_key(|(i, word): &(usize, Vec<char>)| (std::cmp::Reverse(word.len()), *i));
    out
}

struct Emitter<'a> {
    ops: Vec<Op>,
    captures: &'a [Capture],
}

impl Emitter<'_> {
    fn nodes(&mut self, nodes: &[PatternNode]) {
        let mut rest = nodes.iter().peekable();
        while let Some(node) = rest.next() {
            if let PatternNode::Capture(index) = node
                && self
                    .captures
                    .get(*index)
                    .is_some_and(|capture| capture.kind == CaptureKind::Ordinal)
            {
                let mark = rest.next_if(|next| matches!(next, PatternNode::Mark(_))).is_some();
                self.ops.push(Op::Capture { index: *index, mark });
            } else {
                self.node(node);
            }
        }
    }

    fn node(&mut self, node: &PatternNode) {
        match node {
            PatternNode::Literal(chars) => self.ops.push(Op::Literal(chars.clone())),
            PatternNode::Mark(sign) => self.ops.push(Op::Mark(*sign)),
            PatternNode::Year(offset) => self.ops.push(Op::Year(*offset)),
            PatternNode::Capture(index) => {
                self.ops.push(Op::Capture { index: *index, mark: false })
            }
            PatternNode::Gap { passage } => self.ops.push(Op::Gap { passage: *passage }),
            PatternNode::Group(alternatives) => self.alternatives(alternatives),
            PatternNode::Optional(node) => {
                let split = self.ops.len();
                self.ops.push(Op::Split(split + 1, 0));
                self.node(node);
                self.set(split, Op::Split(split + 1, self.ops.len()));
            }
            PatternNode::Repeat(group, alternatives) => {
                // the first item, then those behind a comma, then those behind any mark
                let loops: Vec<(usize, usize)> = (0..3)
                    .map(|_| {
                        let body = self.ops.len();
                        self.ops.push(Op::ItemStart);
                        self.alternatives(alternatives);
                        self.ops.push(Op::ItemEnd(*group));
                        self.ops.push(Op::Loop { weak: body, strong: None });
                        self.ops.push(Op::Jump(0));
                        (body, self.ops.len() - 2)
                    })
                    .collect();
                let end = self.ops.len();
                if let [(_, first), (weak, behind_weak), (strong, behind_strong)] =
                    *loops.as_slice()
                {
                    self.set(first, Op::Loop { weak, strong: Some(strong) });
                    self.set(behind_weak, Op::Loop { weak, strong: None });
                    self.set(behind_strong, Op::Loop { weak: strong, strong: Some(strong) });
                    for at in [first, behind_weak, behind_strong] {
                        self.set(at + 1, Op::Jump(end));
                    }
                }
            }
        }
    }

    fn alternatives(&mut self, alternatives: &[Vec<PatternNode>]) {
        let mut ordered: Vec<&Vec<PatternNode>> = alternatives.iter().collect();
        // of plain words the longer one is meant
        if ordered
            .iter()
            .all(|nodes| nodes.is_empty() || matches!(nodes.as_slice(), [PatternNode::Literal(_)]))
        {
            ordered.sort_by_key(|nodes| match nodes.as_slice() {
                [PatternNode::Literal(chars)] => std::cmp::Reverse(chars.len()),
                _ => std::cmp::Reverse(0),
            });
        }
        let mut jumps = Vec::new();
        for (i, nodes) in ordered.iter().enumerate() {
            if i + 1 == ordered.len() {
                self.nodes(nodes);
                break;
            }
            let split = self.ops.len();
            self.ops.push(Op::Split(split + 1, 0));
            self.nodes(nodes);
            jumps.push(self.ops.len());
            self.ops.push(Op::Jump(0));
            self.set(split, Op::Split(split + 1, self.ops.len()));
        }
        let end = self.ops.len();
        for jump in jumps {
            self.set(jump, Op::Jump(end));
        }
    }

    fn set(&mut self, at: usize, op: Op) {
        if let Some(slot) = self.ops.get_mut(at) {
            *slot = op;
        }
    }
}

/// Where, at the latest, nodes start that end before a position, as far as what they must hold
/// tells.
fn latest(nodes: &[PatternNode], text: &[char], end: usize) -> Option<usize> {
    nodes.iter().rev().try_fold(end, |end, node| match node {
        PatternNode::Literal(chars) => {
            let (first, room) = (chars.first()?, text.get(..end)?);
            let mut room = room.get(..(room.len() + 1).checked_sub(chars.len())?)?;
            loop {
                let at = room.iter().rposition(|c| c == first)?;
                if text.get(at..).is_some_and(|rest| rest.starts_with(chars)) {
                    return Some(at);
                }
                room = room.get(..at)?;
            }
        }
        PatternNode::Group(alternatives) | PatternNode::Repeat(_, alternatives) => {
            match alternatives.as_slice() {
                [only] => latest(only, text, end),
                _ => Some(end),
            }
        }
        _ => Some(end),
    })
}

/// What every match holds, as runs of characters.
fn required<'a>(nodes: &'a [PatternNode], out: &mut Vec<&'a [char]>) {
    for node in nodes {
        match node {
            PatternNode::Literal(chars) => out.push(chars),
            PatternNode::Group(alternatives) | PatternNode::Repeat(_, alternatives) => {
                if let [only] = alternatives.as_slice() {
                    required(only, out);
                }
            }
            _ => {}
        }
    }
}

/// The beginning of a claim with a gap: the nodes before the gap, up to the first figure behind a
/// word; and whether only the start of a paragraph counts.
fn beginning(nodes: &[PatternNode], captures: &[Capture]) -> Option<(Vec<PatternNode>, bool)> {
    if !nodes.iter().any(has_gap) {
        return None;
    }
    let mut out: Vec<PatternNode> = Vec::new();
    let mut word = false;
    for node in nodes {
        if has_gap(node) || matches!(node, PatternNode::Repeat(..)) {
            break;
        }
        out.push(node.clone());
        match node {
            PatternNode::Literal(_) => word = true,
            PatternNode::Group(alternatives) => {
                word |= alternatives
                    .iter()
                    .all(|nodes| nodes.iter().any(|node| matches!(node, PatternNode::Literal(_))))
            }
            PatternNode::Capture(index) => {
                match captures.get(*index).map(|capture| &capture.kind) {
                    Some(CaptureKind::Words(_)) => word = true,
                    Some(CaptureKind::Text) => {}
                    _ if word => break,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if word {
        return Some((out, false));
    }
    // `{指标:text}：……` has no word, but its own mark at the start of a paragraph tells
    let named = out.iter().any(|node| matches!(node, PatternNode::Capture(_)))
        && matches!(out.last(), Some(PatternNode::Mark(_)));
    let strict = out.into_iter().map(|node| {
        if let PatternNode::Mark(sign) = node { PatternNode::Literal(vec![sign]) } else { node }
    });
    named.then(|| (strict.collect(), true))
}

fn has_gap(node: &PatternNode) -> bool {
    match node {
        PatternNode::Gap { .. } => true,
        PatternNode::Group(alternatives) | PatternNode::Repeat(_, alternatives) => {
            alternatives.iter().flatten().any(has_gap)
        }
        PatternNode::Optional(node) => has_gap(node),
        _ => false,
    }
}
