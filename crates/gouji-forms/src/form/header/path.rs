//! The physical columns of a header, each with the texts that stand over it.

use super::HeaderIndex;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{Form, Ruleset};
use gouji_values::document::{Cell, LogicalText, Table};
use gouji_values::label::label_unit;
use gouji_values::number::UnitId;
use gouji_values::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::cell::OnceCell;

/// Rows below a header that show where its columns begin.
const NEAR: usize = 3;
/// Columns that are looked at: no form is as wide.
const WIDEST: u32 = 400;

/// One physical column of a header: the texts of its levels.
pub(super) struct HeaderPath<'a> {
    pub(super) physical: u32,
    /// Level and first column of the lowest cell that names it.
    pub(super) cell: Option<(usize, u32)>,
    texts: Vec<&'a str>,
    pub(super) keys: Vec<String>,
    /// Column candidates of all forms, by the longest stretch of levels that fits.
    pub(super) candidates: Vec<(usize, usize)>,
    /// The first `whole` of them are named by all levels, the first `own` by all or by the lowest
    /// levels, the others by the heads above.
    pub(super) whole: usize,
    pub(super) own: usize,
    /// A level above one of its texts is blank, and nothing at its left may reach over it.
    pub(super) lacks_head: bool,
    pub(super) index: &'a HeaderIndex,
    /// As printed, and the unit, once somebody asked: each form that may stand there does.
    printed: OnceCell<String>,
    unit: OnceCell<Option<UnitId>>,
}

impl HeaderPath<'_> {
    /// The columns of a form that it may be.
    pub(super) fn columns_of(&self, form: usize) -> impl Iterator<Item = usize> {
        self.candidates.iter().filter(move |(own, _)| *own == form).map(|(_, column)| *column)
    }

    /// Whether all of its levels name a column, not the lowest alone.
    pub(super) fn names_wholly(&self, form: usize, column: usize) -> bool {
        self.candidates.iter().take(self.whole).any(|known| *known == (form, column))
    }

    /// Whether it is no head of the form, but comes near a head of this column: it may be that head
    /// without some of its letters.
    pub(super) fn lost_letters_of(&self, form: usize, column: usize, schema: &Form) -> bool {
        let is_near = |from: usize| {
            let text = self.keys.get(from..).unwrap_or(&[]).concat();
            let near = self.index.near_columns(form, schema, &text);
            near.iter().any(|(own, _)| *own == column)
        };
        !self.is_own(form) && (0..self.keys.len()).any(is_near)
    }

    /// Whether it is no head of the form, but comes near one: it may be that head without some of
    /// its letters.
    pub(super) fn lost_letters(&self, form: usize, schema: &Form) -> bool {
        let is_near = |from: usize| {
            let text = self.keys.get(from..).unwrap_or(&[]).concat();
            !self.index.near_columns(form, schema, &text).is_empty()
        };
        !self.is_own(form) && (0..self.keys.len()).any(is_near)
    }

    /// Whether its lowest levels are a head of a form.
    pub(super) fn is_own(&self, form: usize) -> bool {
        self.candidates.iter().take(self.own).any(|(own, _)| *own == form)
    }

    /// As printed, levels joined.
    pub(super) fn header(&self) -> &str {
        self.printed.get_or_init(|| {
            let mut out = String::new();
            for (at, text) in self.texts.iter().enumerate() {
                out.extend((at > 0).then_some(" "));
                out.extend(text.split_whitespace());
            }
            out
        })
    }

    pub(super) fn unit(&self, words: &Vocabulary) -> Option<UnitId> {
        // the bracket may stand in a row of its own below the words
        *self.unit.get_or_init(|| {
            let mut texts = self.texts.iter().rev();
            texts
                .find_map(|text| label_unit(text, words))
                .or_else(|| label_unit(self.header(), words))
        })
    }
}

/// The rows of a header without what is no step of it: a cell that lies astride two cells above,
/// and, where the last row is the first with figures, all of it that is no word under one wide cell
/// (类, 款, 项 under 科目编码, beside the total).
pub(super) fn steps<'a>(
    table: &Table,
    rows: &'a [Vec<Cell>],
    start: usize,
    ends: bool,
) -> Cow<'a, [Vec<Cell>]> {
    if rows.len() < 2 || rows.iter().flatten().all(|cell| cell.columns == 1) {
        return Cow::Borrowed(if ends { &[] } else { rows });
    }
    let blank = |cell: &Cell| Cell { text: LogicalText::whole("", cell.span), ..cell.clone() };
    let last = rows.len().saturating_sub(1);
    let above = |level: usize, column: u32| {
        let row = u32::try_from(start + level).ok()?.checked_sub(1)?;
        table
            .covering(row, column)
            .filter(|cell| cell.row as usize >= start && !cell.text.text.trim().is_empty())
    };
    let is_step = |level: usize, cell: &Cell| {
        let upper = if level == 0 { None } else { above(level, cell.column) };
        let astride = upper.is_some_and(|upper| {
            (upper.column + upper.columns..cell.column + cell.columns)
                .any(|column| above(level, column).is_some())
        });
        let is_word = !cell.text.text.chars().any(gouji_values::number::is_digit)
            && upper.is_some_and(|upper| upper.columns > cell.columns);
        !astride && (!ends || level < last || is_word)
    };
    let row = |(level, row): (usize, &Vec<Cell>)| {
        row.iter()
            .map(|cell| if is_step(level, cell) { cell.clone() } else { blank(cell) })
            .collect()
    };
    rows.iter().enumerate().map(row).collect()
}

/// The cell of a row over a column.
fn over(row: &[Cell], column: u32) -> Option<&Cell> {
    let at = row.partition_point(|cell| cell.column <= column);
    row.get(at.checked_sub(1)?).filter(|cell| column < cell.column + cell.columns)
}

/// What stands over each column, and whether it begins there, row by row: it is asked many times.
fn grid<'a>(rows: &'a [Vec<Cell>], width: u32) -> Vec<Vec<(&'a str, bool)>> {
    let row = |row: &'a Vec<Cell>| {
        let text = |column: u32| match over(row, column) {
            Some(cell) => (cell.text.text.trim(), cell.column == column),
            None => ("", false),
        };
        (0..width).map(text).collect()
    };
    rows.iter().map(row).collect()
}

pub(super) fn paths<'a>(
    table: &'a Table,
    rows: &'a [Vec<Cell>],
    start: usize,
    index: &'a HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<HeaderPath<'a>> {
    let width =
        rows.iter().flatten().map(|cell| cell.column + cell.columns).max().unwrap_or(0).min(WIDEST);
    let grid = grid(rows, width);
    let at = |level: usize, column: u32| -> (&'a str, bool) {
        grid.get(level).and_then(|row| row.get(column as usize)).copied().unwrap_or(("", false))
    };
    let raw = |level: usize, column: u32| -> &'a str { at(level, column).0 };
    let heads = |level: usize, column: u32| {
        let (text, begins) = at(level, column);
        begins && !text.is_empty()
    };
    let covered = |level: usize, column: u32| -> Option<&'a Cell> {
        let row = u32::try_from(start + level).ok()?;
        table.covering(row, column).filter(|cell| {
            cell.row as usize >= start && (cell.row as usize) < start + level && cell.rows > 1
        })
    };
    // rows of another shape above or below (two tables drawn as one) cut columns in pieces that
    // nothing begins at
    let near =
        table.rows.get(start..(start + rows.len() + NEAR).min(table.rows.len())).unwrap_or(&[]);
    let merged = near.iter().flatten().any(|cell| cell.columns > 1);
    let begins = |physical: u32| {
        let starts =
            |row: &Vec<Cell>| row.binary_search_by_key(&physical, |cell| cell.column).is_ok();
        !merged || near.iter().any(starts)
    };
    let (mut out, mut uppers) = (Vec::new(), Vec::new());
    for physical in (0..width).filter(|physical| begins(*physical)) {
        let mut texts: Vec<&'a str> = Vec::new();
        let mut lacks_head = false;
        for level in 0..rows.len() {
            let own = raw(level, physical);
            if !own.is_empty() {
                texts.push(own);
                continue;
            }
            if covered(level, physical).is_some() {
                continue;
            }
            // a blank right of a text belongs to it where a lower level has a text in this column,
            // and no higher level begins another head in between
            let below = (level + 1..rows.len()).any(|lower| !raw(lower, physical).is_empty());
            if below {
                let head = (0..=physical)
                    .rev()
                    .find(|column| (0..level).any(|upper| heads(upper, *column)))
                    .unwrap_or(0);
                let left = (head..physical)
                    .rev()
                    .map(|column| raw(level, column))
                    .find(|text| !text.is_empty());
                lacks_head |= left.is_none() && !texts.is_empty();
                texts.extend(left);
            }
        }
        let keys: Vec<String> = texts
            .iter()
            .map(|text| index.key(text, context.vocabulary))
            .filter(|key| !key.is_empty())
            .collect();
        if keys.is_empty() {
            continue;
        }
        let Candidates { list: candidates, by_upper, whole, own } =
            candidates_of(&keys, index, ruleset, context);
        uppers.push(by_upper);
        let named = |level: &usize| !raw(*level, physical).is_empty();
        let cell = (0..rows.len())
            .rev()
            .find(named)
            .and_then(|level| Some((level, over(rows.get(level)?, physical)?.column)));
        out.push(HeaderPath {
            physical,
            cell,
            texts,
            keys,
            candidates,
            whole,
            own,
            lacks_head,
            index,
            printed: OnceCell::new(),
            unit: OnceCell::new(),
        });
    }
    with_upper(&mut out, uppers, index, ruleset);
    out
}

/// The columns of forms that a column may be by its keys.
struct Candidates {
    /// The first `whole` of them are named by all keys, all others by the lowest ones.
    list: Vec<(usize, usize)>,
    /// Those that are named by keys above the lowest.
    by_upper: Vec<(usize, usize)>,
    whole: usize,
    own: usize,
}

/// The columns of forms that the keys over a column name.
fn candidates_of(
    keys: &[String],
    index: &HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Candidates {
    let mut candidates = Vec::new();
    let ask = |keys: &[String], candidates: &mut Vec<(usize, usize)>| match keys {
        [key] => index.candidates(key, ruleset, context, candidates),
        keys => index.candidates(&keys.concat(), ruleset, context, candidates),
    };
    ask(keys, &mut candidates);
    candidates.dedup();
    let whole = candidates.len();
    for from in 1..keys.len() {
        ask(keys.get(from..).unwrap_or(&[]), &mut candidates);
    }
    let own = candidates.len();
    let mut ask = |keys: &[String]| {
        index.candidates(&keys.concat(), ruleset, context, &mut candidates);
    };
    // columns under a side's name at the lowest level (预算数 / 决算数 under each head)
    if let Some((_, upper)) = keys.split_last() {
        for from in 0..upper.len() {
            ask(upper.get(from..).unwrap_or(&[]));
        }
    }
    let by_upper = candidates.split_off(own);
    candidates.dedup();
    let own = candidates.len();
    Candidates { list: candidates, by_upper, whole, own }
}

/// Adds the columns that the heads above the lowest name, but where the lowest head of a neighbour
/// under the same head above is one of the form and this one comes near another: it is a head of its
/// own that lost letters.
fn with_upper(
    paths: &mut [HeaderPath<'_>],
    uppers: Vec<Vec<(usize, usize)>>,
    index: &HeaderIndex,
    ruleset: &Ruleset,
) {
    if uppers.iter().all(Vec::is_empty) {
        return;
    }
    let above = |path: &HeaderPath<'_>| path.keys.len().checked_sub(1);
    let told: Vec<Vec<usize>> =
        paths.iter().map(|path| path.candidates.iter().map(|(form, _)| *form).collect()).collect();
    let mut more: Vec<Vec<(usize, usize)>> = Vec::with_capacity(paths.len());
    for ((path, own_forms), upper) in paths.iter().zip(&told).zip(uppers) {
        let own = above(path).map(|levels| path.keys.get(..levels));
        let is_told = |form: usize| {
            let mut others = paths.iter().zip(&told);
            others.any(|(other, forms)| {
                forms.contains(&form) && above(other).map(|levels| other.keys.get(..levels)) == own
            })
        };
        let lowest = path.keys.last().map_or("", String::as_str);
        let is_damaged = |form: usize| {
            let schema = ruleset.forms.get(form);
            schema.is_some_and(|schema| {
                schema.sides.is_empty() && !index.near_columns(form, schema, lowest).is_empty()
            })
        };
        let may = |(form, _): &(usize, usize)| {
            own_forms.contains(form) || !is_told(*form) || !is_damaged(*form)
        };
        more.push(upper.into_iter().filter(may).collect());
    }
    for (path, more) in paths.iter_mut().zip(more) {
        path.candidates.extend(more);
        path.candidates.dedup();
    }
}
