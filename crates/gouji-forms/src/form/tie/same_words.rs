//! The same thing told twice in the same words: a summary, and the section or sheet that it is taken from.
//!
//! In: the passages as they were read. Out: that the figures of two runs of words are the same, one by one.
//!
//! A run is several figures in a row with the same words before the first and between each and the next. That two runs tell
//! one thing is chosen by their other figures: each figure is held against its twin only where the others are the same and
//! have too many digits for chance. Sheets of one form have the same words, too, but other figures.

use super::{Of, Tie};
use crate::form::Proof;
use crate::form::prose_passage::ProsePassage;
use gouji_prose::prose::{self, Quantity, Reading, Relation, Slot};
use gouji_values::hash::{QuickMap, QuickState};
use gouji_values::number::{fold, is_ideograph};
use std::collections::BTreeSet;
use std::hash::BuildHasher;

/// The other figures have at least so many digits in all, each value counted once.
const DIGITS: usize = 9;
/// There are at least so many other values.
const OTHERS: usize = 2;
/// For each wrong figure at least so many others are the same.
const SAME_FOR_WRONG: usize = 3;
/// The words of a run have at least so many letters.
const LETTERS: usize = 8;
/// So many letters before the first figure are the same.
const BEFORE: usize = 4;
/// Earlier places that are tried for one place.
const MOST: usize = 16;

/// A figure, and the words up to the next one of its passage.
struct Worded<'h> {
    at: (usize, usize),
    figure: &'h Quantity,
    words: Option<Words>,
}

/// Words between two figures.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Words {
    hash: u64,
    letters: usize,
}

/// The figures of a document in a row.
struct Row<'h> {
    heard: &'h [ProsePassage],
    figures: Vec<Worded<'h>>,
}

/// Two runs: where each begins in the row, and how long they are.
#[derive(Clone, Copy)]
struct Twins {
    first: usize,
    again: usize,
    count: usize,
}

/// That figures of two runs are the same, of which one at least is neither checked by another tie nor by its own passage.
pub(super) fn same_words(
    heard: &[ProsePassage],
    checked: &BTreeSet<(usize, usize)>,
    is_proven: &dyn Fn((usize, usize)) -> bool,
) -> Vec<Tie<'static>> {
    let is_unchecked = |at: (usize, usize)| !is_proven(at) && !checked.contains(&at);
    let row = Row::of(heard);
    let mut known: QuickMap<(u64, Words), Vec<usize>> = QuickMap::default();
    let (mut out, mut end) = (Vec::new(), 0);
    for (at, key) in row.keys() {
        let before = known.entry(key).or_default();
        if at >= end {
            let tried = before.iter().rev().take(MOST);
            let twins = tried.filter_map(|first| row.twins(*first, at));
            if let Some(twins) = twins.max_by_key(|twins| twins.count) {
                end = twins.again + twins.count;
                out.extend(row.ties(twins, &is_unchecked));
            }
        }
        before.push(at);
    }
    out
}

impl<'h> Row<'h> {
    fn of(heard: &'h [ProsePassage]) -> Self {
        let hash = QuickState::default();
        let mut figures = Vec::new();
        for (number, passage) in heard.iter().enumerate() {
            let own = &passage.read.tokens.figures;
            for (at, figure) in own.iter().enumerate() {
                let words = own.get(at + 1).and_then(|next| {
                    let between = passage.text.text.get(figure.span.end..next.span.start)?;
                    let words: String = letters(between).collect();
                    let letters = words.chars().filter(|letter| is_ideograph(*letter)).count();
                    Some(Words { hash: hash.hash_one(&words), letters })
                });
                figures.push(Worded { at: (number, at), figure, words });
            }
        }
        Self { heard, figures }
    }

    /// Where two figures stand beside each other, with what tells them.
    fn keys(&self) -> impl Iterator<Item = (usize, (u64, Words))> {
        let hash = QuickState::default();
        let pairs = self.figures.iter().zip(self.figures.iter().skip(1)).enumerate();
        pairs.filter_map(move |(at, (one, next))| {
            let both = [one.figure, next.figure];
            let values = both.map(|figure| (figure.printed.normalize(), figure.unit));
            Some((at, (hash.hash_one(values), one.words?)))
        })
    }

    fn figure(&self, at: usize) -> Option<&'h Quantity> {
        Some(self.figures.get(at)?.figure)
    }

    /// The runs around two places, if they tell one thing.
    fn twins(&self, first: usize, again: usize) -> Option<Twins> {
        let apart = again - first;
        let is_twin = |at: &usize| self.may_be_one(*at, *at + apart);
        let behind = (first..).take_while(|at| {
            is_twin(at) && *at < again && (*at == first || self.is_linked(*at - 1, apart))
        });
        let behind = behind.count();
        // no figure stands in both runs
        let before = (0..first).rev().take(apart);
        let before = before.take_while(|at| is_twin(at) && self.is_linked(*at, apart));
        let begin = first - before.count();
        // what stands before the first figure tells what it is
        let begin = begin + usize::from(!self.begins_alike(begin, begin + apart));
        let count = (first + behind).checked_sub(begin)?.min(apart);
        let twins = Twins { first: begin, again: begin + apart, count };
        let wrong = self.pairs(twins).filter(|(one, other)| !is_same(one.figure, other.figure));
        let wrong = wrong.count();
        let words = self.figures.get(begin..(begin + count).saturating_sub(1))?;
        let letters: usize = words.iter().filter_map(|own| Some(own.words?.letters)).sum();
        (letters >= LETTERS && wrong * SAME_FOR_WRONG <= count - wrong).then_some(twins)
    }

    /// Whether the words behind a figure are those behind its twin.
    fn is_linked(&self, at: usize, apart: usize) -> bool {
        let words = |at: usize| self.figures.get(at).and_then(|own| own.words);
        words(at).is_some() && words(at) == words(at + apart)
    }

    /// Whether two figures are the same, or one slip apart.
    fn may_be_one(&self, one: usize, other: usize) -> bool {
        let both = self.figure(one).zip(self.figure(other));
        both.is_some_and(|(one, other)| is_same(one, other) || is_slip(one, other))
    }

    /// Whether the same words stand before two figures.
    fn begins_alike(&self, one: usize, other: usize) -> bool {
        let before = |at: usize| -> Option<Vec<char>> {
            let own = self.figures.get(at)?;
            let text = &self.heard.get(own.at.0)?.text.text;
            let words = text.get(..own.figure.span.start)?;
            Some(words.chars().rev().filter(|c| !c.is_whitespace()).take(BEFORE).collect())
        };
        before(one) == before(other)
    }

    fn pairs(&self, twins: Twins) -> impl Iterator<Item = (&Worded<'h>, &Worded<'h>)> {
        let run = |from: usize| self.figures.iter().skip(from).take(twins.count);
        run(twins.first).zip(run(twins.again))
    }

    /// Each figure of a run with its twin, where the others alone tell that the runs are of one thing: were it another one, the
    /// same runs would be found.
    fn ties(
        &self,
        twins: Twins,
        is_unchecked: &dyn Fn((usize, usize)) -> bool,
    ) -> Vec<Tie<'static>> {
        let pairs: Vec<(&Worded<'h>, &Worded<'h>)> = self.pairs(twins).collect();
        let is_same_at =
            |at: usize| pairs.get(at).is_some_and(|(one, other)| is_same(one.figure, other.figure));
        let is_chosen = |own: usize| {
            let others: Vec<usize> =
                (0..pairs.len()).filter(|at| *at != own && is_same_at(*at)).collect();
            let printed = |at: &usize| Some(pairs.get(*at)?.0.figure);
            let differs = |other: &&Quantity| {
                let both = pairs.get(own).map(|(one, twin)| [one.figure, twin.figure]);
                both.is_some_and(|both| both.iter().all(|own| own.printed != other.printed))
            };
            let values = others.iter().filter_map(printed).filter(differs);
            let values: BTreeSet<_> =
                values.map(|other| (other.printed, other.telling_digits())).collect();
            let digits: usize = values.iter().map(|(_, digits)| digits).sum();
            // two of the others stand beside each other: by such the runs are found
            let is_found = others.windows(2).any(|two| matches!(two, [a, b] if a + 1 == *b));
            let wrong = pairs.len() - others.len();
            is_found
                && wrong * SAME_FOR_WRONG <= others.len()
                && values.len() >= OTHERS
                && digits >= DIGITS
        };
        let told = pairs.iter().enumerate().filter(|(at, (one, other))| {
            one.figure.is_figure()
                && other.figure.is_figure()
                && !one.figure.value.is_zero()
                && (is_unchecked(one.at) || is_unchecked(other.at))
                && is_chosen(*at)
        });
        let tie = |(_, (one, other)): (usize, &(&Worded<'_>, &Worded<'_>))| Tie {
            heard: other.at.0,
            relation: Relation::Again,
            parts: vec![
                (Slot::Value, Of::Said(other.at.0, other.at.1), 1),
                (Slot::Base, Of::Said(one.at.0, one.at.1), 1),
            ],
            proof: Proof::Words,
        };
        told.map(tie).collect()
    }
}

/// The letters of words as they are compared.
fn letters(words: &str) -> impl Iterator<Item = char> {
    words.chars().filter(|letter| !letter.is_whitespace()).map(fold)
}

/// Whether two figures are of one kind and unit.
fn is_alike(one: &Quantity, other: &Quantity) -> bool {
    (one.kind, one.unit) == (other.kind, other.unit) && one.counter == other.counter
}

fn is_same(one: &Quantity, other: &Quantity) -> bool {
    is_alike(one, other) && one.printed == other.printed
}

/// Whether one slip of the pen makes one figure the other.
fn is_slip(one: &Quantity, other: &Quantity) -> bool {
    let reading = Reading::of([(Slot::Value, 0, 1), (Slot::Base, 1, 1)]);
    is_alike(one, other)
        && one.decimals == other.decimals
        && prose::is_slip(Relation::Again, &reading, &mut [one.clone(), other.clone()])
}
