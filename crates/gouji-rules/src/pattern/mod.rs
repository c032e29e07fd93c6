//! Claim patterns: the small language by which rules say what a sentence, title, header or label
//! looks like.
//!
//! In: a pattern source (`收入合计{合计:amount}，其中：({项:text}{金额:amount}，)+`) and passages
//! of a document. Out: [`Match`]es with typed captures and the items of repetitions, as byte ranges
//! of the passage's logical text. Deliberately absent: which paragraphs form a passage, what a
//! capture is compared with, and any word of a document — units, numbering, directions and date
//! shapes come from the [`Vocabulary`], grade words from the [`Context`].
//!
//! The way: `parse` (source → tree, mistakes collected) → `compile` (tree → flat program) →
//! `machine` (backtracking over the normalised characters of `view`, each state tried once) with
//! `read` for the typed captures.

mod captures;
mod compile;
mod first;
mod machine;
mod matched;
mod near;
mod needs;
mod parse;
mod plain;
mod read;
mod seen;
mod twice;
mod view;

#[cfg(test)]
mod tests;

pub use captures::{
    CELL_EDGE, Capture, CaptureKind, Captured, CapturedValue, Context, Match, PARAGRAPH_EDGE,
    PatternMistake, RepeatItem,
};
use compile::PatternProgram;
use gouji_values::document::LogicalText;
use gouji_values::vocabulary::Vocabulary;
use machine::{Machine, Mode};
pub use near::{MOST_SLIPS, Near, are_far, letter_bits, near, near_letters};
pub use needs::NeedWords;
pub use parse::kind_by_name;
use parse::{PatternNode, PatternTree};
pub use plain::{Either, plain_words};
use std::sync::{Arc, OnceLock};
use view::TextView;

/// A compiled claim pattern. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Pattern {
    read: Arc<PatternRead>,
    /// Its characters are those of texts as they are printed.
    printed: bool,
}

/// A pattern that is read when it is first asked for, if it was not yet.
#[derive(Debug)]
struct PatternRead {
    programs: OnceLock<Programs>,
    /// Its text, where it was read at once.
    written: Option<String>,
    source: Option<(String, Arc<Vocabulary>)>,
}

/// What was read of a pattern.
#[derive(Debug)]
struct Programs {
    own: PatternProgram,
    /// The pattern without the numbering that it was written with, for whole texts, which are
    /// compared without.
    bare: Option<PatternProgram>,
    /// The letters that it must have, once somebody asks how near a text comes.
    letters: OnceLock<u64>,
}

impl Programs {
    fn read(source: &str, vocabulary: &Vocabulary) -> Result<Self, Vec<PatternMistake>> {
        let own = compile::compile(parse::parse(source, vocabulary, false)?);
        let bare = vocabulary
            .ordinal(source)
            .and_then(|ordinal| source.get(ordinal.len..).filter(|rest| !rest.trim().is_empty()))
            .and_then(|rest| parse::parse(rest, vocabulary, false).ok())
            .map(compile::compile)
            .filter(|bare| bare.captures.len() == own.captures.len() && bare.groups == own.groups);
        Ok(Self { own, bare, letters: OnceLock::new() })
    }
}

/// A stretch of a document to match against: a paragraph or several, or a row of cells.
#[derive(Clone, Debug)]
pub struct PatternPassage {
    /// Its text, with [`CELL_EDGE`] and [`PARAGRAPH_EDGE`] marks; changing it needs a new passage.
    pub text: LogicalText,
    view: TextView,
    cells: bool,
}

impl PatternPassage {
    /// Prepares a text for matching; it is a row of cells if it holds a [`CELL_EDGE`].
    #[must_use]
    pub fn new(text: LogicalText, vocabulary: &Vocabulary) -> Self {
        let view = TextView::new(&text.text, vocabulary);
        let cells = text.text.contains(CELL_EDGE);
        Self { text, view, cells }
    }

    /// Prepares a text for patterns of [`Pattern::parse_printed`].
    #[must_use]
    pub fn printed(text: LogicalText) -> Self {
        Self { view: TextView::printed(&text.text), cells: false, text }
    }

    /// Prepares a row of cells, even if it has one cell only.
    #[must_use]
    pub fn row(text: LogicalText, vocabulary: &Vocabulary) -> Self {
        Self { cells: true, ..Self::new(text, vocabulary) }
    }

    /// Whether the passage breaks off in a list that ends at a byte: behind the mark there stands
    /// nothing more, or a few words that no punctuation ends.
    #[must_use]
    pub fn is_cut_off(&self, end: usize) -> bool {
        self.view.is_cut_off(self.view.position(end), self.cells)
    }

    /// Whether nothing stands behind a byte in its cell, or in the whole passage where it has no
    /// cells.
    #[must_use]
    pub fn is_end(&self, end: usize) -> bool {
        self.view.is_end(self.view.position(end))
    }

    /// The text as patterns see it: folded, without blanks and quotation marks, edges kept. The
    /// words of [`NeedWords`] are written in the same way.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        self.view.chars()
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// All mistakes of the source, in its order.
    pub fn parse(source: &str, vocabulary: &Vocabulary) -> Result<Self, Vec<PatternMistake>> {
        Ok(Self::of(Programs::read(source, vocabulary)?, false, source))
    }

    /// Reads a pattern that is compared with texts as they are printed ([`PatternPassage::printed`]):
    /// widths, quotation marks, blanks and each punctuation mark matter.
    ///
    /// # Errors
    /// All mistakes of the source, in its order.
    pub fn parse_printed(
        source: &str,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Vec<PatternMistake>> {
        let own = compile::compile(parse::parse(source, vocabulary, true)?);
        Ok(Self::of(Programs { own, bare: None, letters: OnceLock::new() }, true, source))
    }

    /// The pattern of a source without mistakes, read when it is first asked for: a document without
    /// tables needs no headers.
    #[must_use]
    pub fn later(source: String, vocabulary: &Arc<Vocabulary>) -> Self {
        let source = Some((source, Arc::clone(vocabulary)));
        let read = PatternRead { programs: OnceLock::new(), written: None, source };
        Self { read: Arc::new(read), printed: false }
    }

    /// Its text as written.
    #[must_use]
    pub fn written(&self) -> Option<&str> {
        let source = self.read.source.as_ref().map(|(text, _)| text.as_str());
        self.read.written.as_deref().or(source)
    }

    fn of(programs: Programs, printed: bool, source: &str) -> Self {
        let written = Some(source.to_owned());
        let read = PatternRead { programs: OnceLock::from(programs), written, source: None };
        Self { read: Arc::new(read), printed }
    }

    fn programs(&self) -> &Programs {
        let PatternRead { programs, source, .. } = &*self.read;
        programs.get_or_init(|| {
            let read = source.as_ref().and_then(|(text, words)| Programs::read(text, words).ok());
            // what has mistakes fits nothing
            let nothing = || PatternTree {
                nodes: vec![PatternNode::Literal(vec!['\0'])],
                captures: Vec::new(),
                groups: 0,
            };
            read.unwrap_or_else(|| Programs {
                own: compile::compile(nothing()),
                bare: None,
                letters: OnceLock::new(),
            })
        })
    }

    fn program(&self) -> &PatternProgram {
        &self.programs().own
    }

    fn bare(&self) -> Option<&PatternProgram> {
        self.programs().bare.as_ref()
    }

    /// The captures, in the order of the source.
    #[must_use]
    pub fn captures(&self) -> &[Capture] {
        &self.program().captures
    }

    /// How many repetitions `(…)+` there are.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.program().groups
    }

    /// Whether it may fit a text, or a stretch of it, as far as a quick look tells.
    #[must_use]
    pub fn may_fit(&self, text: &str) -> bool {
        self.program().may_be(text) || self.bare().is_some_and(|bare| bare.may_be(text))
    }

    /// All matches, from left to right, none overlapping; a text in front reaches back to the last
    /// punctuation.
    #[must_use]
    pub fn find_all(&self, passage: &PatternPassage, context: &Context<'_>) -> Vec<Match> {
        let mut out = Vec::new();
        self.find_each(passage, context, |found| out.push(found));
        out
    }

    /// Hands on the matches of [`Pattern::find_all`] one by one: a passage without end has very
    /// many.
    pub fn find_each(
        &self,
        passage: &PatternPassage,
        context: &Context<'_>,
        mut each: impl FnMut(Match),
    ) {
        let Some(latest) = self.program().latest_start(passage.view.chars()) else { return };
        let mode = if passage.cells { Mode::Cells } else { Mode::Sentence };
        let end = passage.view.len();
        let mut machine =
            Machine::new(self.program(), &passage.view, &passage.text.text, context, mode, end);
        let mut at = 0;
        while let Some(start) = machine.next_start(at).filter(|start| *start <= latest) {
            if let Some(behind) = behind_digits(passage.view.chars(), start) {
                at = behind;
            } else if let Some((found, stop)) = machine.match_at(start) {
                each(found);
                at = stop.max(start + 1);
            } else {
                at = start + 1;
            }
        }
    }

    /// The match that takes a whole title, header or label: its numbering, blanks, quotation marks
    /// and punctuation at either end do not matter, bare numbers will do, and `…` stands for
    /// anything.
    #[must_use]
    pub fn matches_whole(&self, text: &str, context: &Context<'_>) -> Option<Match> {
        if !self.may_fit(text) {
            return None;
        }
        let view = TextView::new(text, context.vocabulary);
        let numbering = view.position(numbering_len(text, context.vocabulary));
        let end = view.trimmed_end();
        let attempt = |program: &PatternProgram, from: usize| {
            let start = view.trimmed_start(from, end);
            (start < end)
                .then(|| {
                    Machine::new(program, &view, text, context, Mode::Whole, end).match_at(start)
                })
                .flatten()
                .map(|(found, _)| found)
        };
        let written = |from| attempt(self.program(), from);
        let bare = || self.bare().and_then(|bare| attempt(bare, numbering));
        if self.program().starts_with_ordinal(context.vocabulary) {
            return written(0).or_else(|| written(numbering));
        }
        let found = written(numbering).or_else(bare);
        if numbering > 0 { found.or_else(|| written(0)) } else { found }
    }

    /// The match at the very start of a passage, its numbering aside.
    #[must_use]
    pub fn starts(&self, passage: &PatternPassage, context: &Context<'_>) -> Option<Match> {
        self.program().latest_start(passage.view.chars())?;
        let mode = if passage.cells { Mode::Cells } else { Mode::Sentence };
        let text = &passage.text.text;
        let mut machine =
            Machine::new(self.program(), &passage.view, text, context, mode, passage.view.len());
        let numbering = passage.view.position(numbering_len(text, context.vocabulary));
        machine
            .match_at(0)
            .or_else(|| if numbering > 0 { machine.match_at(numbering) } else { None })
            .map(|(found, _)| found)
    }
}

/// Bytes of the numbering in front of a text, as [`Vocabulary::bare`] drops it.
fn numbering_len(text: &str, vocabulary: &Vocabulary) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(ordinal) = vocabulary.ordinal(rest)
        && rest.get(ordinal.len..).is_some_and(|behind| !behind.trim().is_empty())
        && ordinal.len > 0
    {
        at += ordinal.len;
    }
    at
}

/// More digits than any number has.
const DIGITS: usize = 40;

/// Behind a run of digits, for a position far inside one that is longer than any number: nothing
/// begins there.
fn behind_digits(chars: &[char], at: usize) -> Option<usize> {
    let digits = |from: usize, to: usize| {
        chars.get(from..to).is_some_and(|run| run.iter().all(char::is_ascii_digit))
    };
    let is_far = at >= DIGITS
        && digits(at, at + 1)
        && digits(at - DIGITS, at - DIGITS + 1)
        && digits(at - DIGITS, at);
    is_far.then(|| at + chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).count())
}
