//! Headers of all forms by their text: which column of which form a cell may be the head of.

use super::contents::KnownRows;
use gouji_rules::pattern::{Context, MOST_SLIPS, Near, are_far, letter_bits, near_letters};
use gouji_rules::ruleset::{Form, Ruleset};
use gouji_values::document::{Cell, Table};
use gouji_values::hash::QuickMap;
use gouji_values::label::label_key;
use gouji_values::vocabulary::Vocabulary;
use std::sync::{Arc, Mutex, PoisonError};

/// Headers of all forms by their text.
pub(in crate::form) struct HeaderIndex {
    /// The places of plain headers in the list of all of them.
    plain: QuickMap<String, usize>,
    heads_of: Vec<PlainHead>,
    patterned: Vec<(usize, usize)>,
    /// What the patterns gave for a text: the same words stand in many cells.
    known: Memo<Vec<(usize, usize)>>,
    /// Keys of cells by their text.
    keys: Memo<String>,
    /// Whether a text is a header by itself.
    heads: Memo<bool>,
    /// For each form the columns that a text comes near.
    near: Vec<Memo<Arc<[(usize, Near)]>>>,
    /// The plain headers of all forms that a text comes near.
    near_plain: Memo<Arc<[(usize, Near)]>>,
    /// What stands in the rows of tables.
    pub(super) rows: KnownRows,
    /// For each form how many of its columns must be named.
    pub(super) named: Vec<usize>,
    /// The fewest of them, of the forms that are told by their columns alone.
    pub(super) fewest: usize,
}

/// A header that is no pattern.
struct PlainHead {
    letters: Vec<char>,
    /// By [`letter_bits`].
    bits: u64,
    /// The forms and their columns that have it.
    columns: Vec<(usize, usize)>,
}

/// Where there are more texts than that, hardly two are alike, as in the rows of a register.
const MOST_TEXTS: usize = 20_000;

/// What was worked out for a text, for all threads.
struct Memo<T>(Mutex<QuickMap<String, T>>);

impl<T: Clone> Memo<T> {
    fn get(&self, text: &str, work: impl FnOnce() -> T) -> T {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(text) {
            return value.clone();
        }
        let value = work();
        let mut known = known();
        if known.len() < MOST_TEXTS {
            known.insert(text.to_owned(), value.clone());
        }
        value
    }
}

impl HeaderIndex {
    /// Of the forms that may stand in a document of a kind.
    pub(in crate::form) fn new(forms: &[Form], kind: Option<&str>) -> Self {
        let mut out = Self {
            plain: QuickMap::default(),
            heads_of: Vec::new(),
            patterned: Vec::new(),
            known: Memo(Mutex::default()),
            keys: Memo(Mutex::default()),
            heads: Memo(Mutex::default()),
            near: forms.iter().map(|_| Memo(Mutex::default())).collect(),
            near_plain: Memo(Mutex::default()),
            rows: KnownRows::default(),
            named: Vec::with_capacity(forms.len()),
            fewest: usize::MAX,
        };
        for (f, form) in forms.iter().enumerate() {
            let named = form
                .columns
                .iter()
                .filter(|column| !column.optional && !column.may_be_headless)
                .count()
                .max(1);
            out.named.push(named);
            if !form.is_of(kind) {
                continue;
            }
            if form.titles.plain.is_empty() && form.titles.patterns.is_empty() {
                out.fewest = out.fewest.min(named);
            }
            for (c, column) in form.columns.iter().enumerate() {
                for header in &column.headers.plain {
                    let at = *out.plain.entry(header.clone()).or_insert_with(|| {
                        let letters: Vec<char> = header.chars().collect();
                        let bits = letter_bits(&letters);
                        out.heads_of.push(PlainHead { letters, bits, columns: Vec::new() });
                        out.heads_of.len() - 1
                    });
                    out.heads_of.get_mut(at).into_iter().for_each(|head| head.columns.push((f, c)));
                }
                if !column.headers.patterns.is_empty() {
                    out.patterned.push((f, c));
                }
            }
        }
        out
    }

    /// Whether a row holds the headers of some form, three at least and no figure.
    pub(in crate::form) fn is_strange_header(
        &self,
        table: &Table,
        row: usize,
        context: &Context<'_>,
    ) -> bool {
        let Some(cells) = table.rows.get(row) else { return false };
        let filled = || cells.iter().filter(|cell| !cell.text.text.trim().is_empty());
        let is_known =
            |cell: &&Cell| self.plain.contains_key(&self.key(&cell.text.text, context.vocabulary));
        filled().count() >= 3
            && !self.rows.hold_figures(table, row, context)
            && filled().filter(is_known).count() >= 3
    }

    /// The label key of a cell's text.
    pub(super) fn key(&self, text: &str, words: &Vocabulary) -> String {
        self.keys.get(text, || label_key(text, words))
    }

    /// Whether some form has a column of this header by itself.
    pub(super) fn may_head(&self, text: &str, ruleset: &Ruleset, context: &Context<'_>) -> bool {
        // nothing, or a figure: most cells, and hardly two alike
        if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-'))
            && (text.is_empty() || text.contains('.'))
        {
            return false;
        }
        self.heads.get(text, || {
            let mut found = Vec::new();
            self.candidates(&label_key(text, context.vocabulary), ruleset, context, &mut found);
            !found.is_empty()
        })
    }

    /// Whether a text is a header of some form letter by letter, not by a pattern that takes
    /// anything along.
    pub(super) fn is_literal(&self, text: &str, ruleset: &Ruleset, context: &Context<'_>) -> bool {
        let mut found = Vec::new();
        self.candidates(text, ruleset, context, &mut found);
        let length = text.chars().count();
        let is_whole = |near: Near| {
            near.slips == 0 && usize::try_from(near.letters).is_ok_and(|letters| letters == length)
        };
        self.plain.contains_key(text)
            || found.iter().any(|(form, column)| {
                let column = ruleset.forms.get(*form).and_then(|form| form.columns.get(*column));
                column.is_some_and(|column| {
                    column.headers.patterns.iter().filter_map(|p| p.near(text)).any(is_whole)
                })
            })
    }

    pub(super) fn candidates(
        &self,
        text: &str,
        ruleset: &Ruleset,
        context: &Context<'_>,
        out: &mut Vec<(usize, usize)>,
    ) {
        let plain = self.plain.get(text).and_then(|at| self.heads_of.get(*at));
        out.extend(plain.into_iter().flat_map(|head| &head.columns));
        let patterns = |(f, c): &(usize, usize)| {
            ruleset
                .forms
                .get(*f)
                .and_then(|form| form.columns.get(*c))
                .map_or(&[] as &[_], |column| &column.headers.patterns)
        };
        let fits = |at: &&(usize, usize)| {
            patterns(at).iter().any(|pattern| pattern.matches_whole(text, context).is_some())
        };
        out.extend(self.known.get(text, || self.patterned.iter().filter(fits).copied().collect()));
    }

    /// The columns of a form whose headers a text comes near, with the letters that agree.
    pub(super) fn near_columns(&self, at: usize, form: &Form, text: &str) -> Arc<[(usize, Near)]> {
        let work = || {
            let plain = self.near_plain.get(text, || self.near_plain(text));
            let mut out: Vec<(usize, Near)> = Vec::new();
            for (head, near) in plain.iter() {
                let columns = self.heads_of.get(*head).into_iter().flat_map(|head| &head.columns);
                let own = columns.filter(|(form, _)| *form == at);
                own.for_each(|(_, column)| keep(&mut out, *column, *near));
            }
            let length = text.chars().count();
            for (column, schema) in form.columns.iter().enumerate() {
                let near = schema.headers.patterns.iter().filter_map(|pattern| pattern.near(text));
                let near = near.filter(|near| is_near(*near, length));
                near.for_each(|near| keep(&mut out, column, near));
            }
            out.sort_unstable_by_key(|(column, _)| *column);
            out.into()
        };
        self.near.get(at).map_or_else(work, |known| known.get(text, work))
    }

    /// The plain headers that a text comes near: of all forms at once, for most of them have the same.
    fn near_plain(&self, text: &str) -> Arc<[(usize, Near)]> {
        let letters: Vec<char> = text.chars().collect();
        let bits = letter_bits(&letters);
        // most are far: their letters are looked at one by one only where the bits do not tell it
        let is_near_one = |(_, head): &(usize, &PlainHead)| {
            head.letters.len().abs_diff(letters.len()) <= MOST_SLIPS && !are_far(head.bits, bits)
        };
        let heads = self.heads_of.iter().enumerate().filter(is_near_one);
        let found =
            heads.filter_map(|(at, head)| Some((at, near_letters(&head.letters, &letters)?)));
        found.filter(|(_, near)| is_near(*near, letters.len())).collect()
    }
}

/// Keeps for each column the nearest: of those with the fewest slips that with the most letters.
fn keep(known: &mut Vec<(usize, Near)>, column: usize, near: Near) {
    let rank = |near: Near| (near.slips, std::cmp::Reverse(near.letters));
    match known.iter_mut().find(|(own, _)| *own == column) {
        Some((_, own)) if rank(near) < rank(*own) => *own = near,
        Some(_) => {}
        None => known.push((column, near)),
    }
}

/// Whether a head may still be told: half of its letters are there where others were lost, more
/// where others stand for them.
fn is_near(near: Near, text: usize) -> bool {
    const HALF: u32 = 50;
    const MOST: u32 = 65;
    let is_lost = usize::try_from(near.letters).is_ok_and(|letters| letters == text);
    near.slips > 0 && near.share() >= if is_lost { HALF } else { MOST }
}
