//! Which columns of a table are which columns of a form: headers of one to four levels.

use super::column_numbers::is_column_numbers;
use crate::document::{Cell, Layout, LogicalText, Table};
use crate::hash::QuickMap;
use crate::label::{label_key, label_unit};
use crate::number::{UnitId, cell_number};
use crate::pattern::Context;
use crate::ruleset::{ColumnKind, Form, Ruleset};
use crate::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

/// Header rows are at most so many.
const LEVELS: usize = 4;
/// Rows below a header that show where its columns begin.
const NEAR: usize = 3;
/// Columns that are looked at: no form is as wide.
const WIDEST: u32 = 400;

/// Headers of all forms by their text.
pub(super) struct HeaderIndex {
    plain: QuickMap<String, Vec<(usize, usize)>>,
    patterned: Vec<(usize, usize)>,
    /// What the patterns gave for a text: the same words stand in many cells.
    known: Memo<Vec<(usize, usize)>>,
    /// Keys of cells by their text.
    keys: Memo<String>,
    /// Whether a text is a header by itself.
    heads: Memo<bool>,
    /// For each form how many of its columns must be named.
    named: Vec<usize>,
    /// The fewest of them, of the forms that are told by their columns alone.
    fewest: usize,
}

/// What was worked out for a text, for all threads.
struct Memo<T>(Mutex<QuickMap<String, T>>);

impl<T: Clone> Memo<T> {
    fn get(&self, text: &str, work: impl FnOnce() -> T) -> T {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(text) {
            return value.clone();
        }
        let value = work();
        known().insert(text.to_owned(), value.clone());
        value
    }
}

impl HeaderIndex {
    /// Of the forms that may stand in a document of a kind.
    pub(super) fn new(ruleset: &Ruleset, kind: Option<&str>) -> Self {
        let mut out = Self {
            plain: QuickMap::default(),
            patterned: Vec::new(),
            known: Memo(Mutex::default()),
            keys: Memo(Mutex::default()),
            heads: Memo(Mutex::default()),
            named: Vec::with_capacity(ruleset.forms.len()),
            fewest: usize::MAX,
        };
        for (f, form) in ruleset.forms.iter().enumerate() {
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
                    out.plain.entry(header.clone()).or_default().push((f, c));
                }
                if !column.headers.patterns.is_empty() {
                    out.patterned.push((f, c));
                }
            }
        }
        out
    }

    /// Whether a row holds the headers of some form, three at least and no figure.
    pub(super) fn is_strange_header(
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
            && !holds_figures(cells, context)
            && filled().filter(is_known).count() >= 3
    }

    /// The label key of a cell's text.
    fn key(&self, text: &str, words: &Vocabulary) -> String {
        self.keys.get(text, || label_key(text, words))
    }

    /// Whether some form has a column of this header by itself.
    fn may_head(&self, text: &str, ruleset: &Ruleset, context: &Context<'_>) -> bool {
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

    fn candidates(
        &self,
        text: &str,
        ruleset: &Ruleset,
        context: &Context<'_>,
        out: &mut Vec<(usize, usize)>,
    ) {
        out.extend(self.plain.get(text).into_iter().flatten());
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
}

/// A physical column that is a column of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BoundColumn {
    /// Physical column.
    pub(super) physical: u32,
    /// Column of the form.
    pub(super) column: usize,
    /// Side, or for a form without sides the number of the repetition.
    pub(super) group: usize,
    /// Header as printed, levels joined.
    pub(super) header: String,
    /// Last level of the header, for comparison.
    pub(super) key: String,
    /// Unit that the header names.
    pub(super) unit: Option<UnitId>,
}

/// A header of a form in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeaderMatch {
    pub(super) form: usize,
    /// First header row and the row behind the last one.
    pub(super) rows: std::ops::Range<usize>,
    pub(super) bound: Vec<BoundColumn>,
    /// Distinct columns of the form that were found.
    pub(super) found: usize,
    pub(super) by_title: bool,
    /// Columns that bear a head of their own below a blank one and are none of the form's: which
    /// head above is theirs is unknown where merged cells were lost, and so is which column
    /// they are.
    pub(super) unsure: Vec<u32>,
}

/// One physical column of a header: the texts of its levels.
struct Path<'a> {
    physical: u32,
    /// Level and first column of the lowest cell that names it.
    cell: Option<(usize, u32)>,
    texts: Vec<&'a str>,
    keys: Vec<String>,
    /// Column candidates of all forms, by the longest stretch of levels that fits.
    candidates: Vec<(usize, usize)>,
    /// A level above one of its texts is blank, and nothing at its left may reach over it.
    lacks_head: bool,
}

impl Path<'_> {
    /// As printed, levels joined.
    fn header(&self) -> String {
        self.texts
            .iter()
            .map(|text| text.split_whitespace().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn unit(&self, words: &Vocabulary) -> Option<UnitId> {
        // the bracket may stand in a row of its own below the words
        self.texts
            .iter()
            .rev()
            .find_map(|text| label_unit(text, words))
            .or_else(|| label_unit(&self.header(), words))
    }
}

/// The headers that may begin at row `start`, best first: by title, more columns, fewer header
/// rows. In a stream those that need several rows are looked for only to rival one that needs none
/// but the first.
pub(super) fn headers_at(
    table: &Table,
    start: usize,
    titled: &[usize],
    index: &HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<HeaderMatch> {
    let mut out: Vec<HeaderMatch> = Vec::new();
    // one cell over the whole width tells no columns apart: a title, or a name for all of them
    if let Some([cell]) = table.rows.get(start).map(Vec::as_slice)
        && cell.columns > 1
        && cell.columns == table.width()
    {
        return out;
    }
    // most rows are rows of figures
    let first = table.rows.get(start..=start).unwrap_or(&[]);
    let heads = |cell: &Cell| index.may_head(cell.text.text.trim(), ruleset, context);
    if !may_be_upper_level(first) {
        let fewest = titled
            .iter()
            .filter_map(|form| index.named.get(*form))
            .fold(index.fewest, |fewest, named| fewest.min(*named));
        let heads = first
            .iter()
            .flatten()
            .filter(|cell| heads(cell))
            .map(|cell| cell.columns as usize)
            .take(fewest)
            .sum::<usize>();
        // where figures stand no further level follows, and what is missing stays missing
        if heads == 0 || (heads < fewest && first.iter().any(|row| holds_figures(row, context))) {
            return out;
        }
    }
    let mut previous_hits = 0;
    for levels in 1..=LEVELS {
        let end = start + levels;
        let Some(rows) = table.rows.get(start..end) else { break };
        // figures end a header, but its last step may share a row with the first of them
        let ends = levels > 1 && rows.last().is_some_and(|row| holds_figures(row, context));
        let steps = steps(table, rows, start, ends);
        if ends
            && steps
                .last()
                .is_none_or(|row| row.iter().all(|cell| cell.text.text.trim().is_empty()))
        {
            break;
        }
        let paths = paths(table, &steps, start, index, ruleset, context);
        // columns that may be some form's, not for how many forms
        let hits = paths.iter().filter(|path| !path.candidates.is_empty()).count();
        if hits == 0 && levels == 1 && !may_be_upper_level(rows) {
            break;
        }
        if hits < previous_hits && levels > 2 {
            break;
        }
        previous_hits = hits;
        let mut forms: Vec<usize> =
            paths.iter().flat_map(|path| path.candidates.iter().map(|(form, _)| *form)).collect();
        forms.sort_unstable();
        forms.dedup();
        for form in forms {
            let by_title = titled.contains(&form);
            let Some(schema) = ruleset.forms.get(form) else { continue };
            let Some((bound, found)) =
                bind(form, schema, &paths, by_title, table.layout, context.vocabulary)
            else {
                continue;
            };
            let is_unsure = |path: &&Path<'_>| {
                path.lacks_head && !bound.iter().any(|bound| bound.physical == path.physical)
            };
            let unsure = paths.iter().filter(is_unsure).map(|path| path.physical).collect();
            let header = HeaderMatch {
                form,
                rows: start..if ends { end - 1 } else { end },
                bound,
                found,
                by_title,
                unsure,
            };
            match out.iter_mut().find(|known| known.form == form) {
                Some(known) if known.found < header.found => *known = header,
                // a lower level of words that tells more columns apart: 预算数 and 决算数 under
                // each head
                Some(known)
                    if known.found == header.found
                        && known.bound.len() < header.bound.len()
                        && rows.iter().flatten().all(|cell| !is_number(cell)) =>
                {
                    *known = header
                }
                Some(_) => {}
                None => out.push(header),
            }
        }
        if out.is_empty() && table.layout == Layout::Stream {
            break;
        }
        // nothing stands over the names of columns but names
        if ends || holds_figures(rows.first().map_or(&[], Vec::as_slice), context) {
            break;
        }
    }
    out.sort_by_key(|header| {
        (
            std::cmp::Reverse(header.by_title),
            std::cmp::Reverse(header.found),
            header.rows.end,
            header.form,
        )
    });
    out
}

/// The rows of a header without what is no step of it: a cell that lies astride two cells above,
/// and, where the last row is the first with figures, all of it that is no word under one wide cell
/// (类, 款, 项 under 科目编码, beside the total).
fn steps<'a>(
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
        let is_word = !cell.text.text.chars().any(crate::number::is_digit)
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

/// Whether a figure stands in a row that does not merely number the columns; a year is none.
fn holds_figures(row: &[Cell], context: &Context<'_>) -> bool {
    let is_figure = |text: &str| {
        cell_number(text, &context.vocabulary.units)
            .is_some_and(|number| number.decimals > 0 || number.unit.is_some() || text.len() != 4)
    };
    !is_column_numbers(row, context) && row.iter().any(|cell| is_figure(cell.text.text.trim()))
}

/// A row without numbers that could be the upper level of a header.
fn may_be_upper_level(rows: &[Vec<Cell>]) -> bool {
    rows.first().is_some_and(|row| {
        let filled: Vec<&Cell> =
            row.iter().filter(|cell| !cell.text.text.trim().is_empty()).collect();
        !filled.is_empty()
            && filled.len() <= 4
            && filled
                .iter()
                .all(|cell| !is_number(cell) && cell.text.text.trim().chars().count() <= 24)
    })
}

/// A cell with digits and signs of numbers only.
fn is_number(cell: &Cell) -> bool {
    let text = cell.text.text.trim();
    !text.is_empty()
        && text.chars().all(|c| crate::number::is_digit(c) || matches!(c, '.' | ',' | '-'))
}

fn paths<'a>(
    table: &'a Table,
    rows: &'a [Vec<Cell>],
    start: usize,
    index: &HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<Path<'a>> {
    let width =
        rows.iter().flatten().map(|cell| cell.column + cell.columns).max().unwrap_or(0).min(WIDEST);
    let over = |level: usize, column: u32| -> Option<&'a Cell> {
        let row = rows.get(level)?;
        let at = row.partition_point(|cell| cell.column <= column);
        row.get(at.checked_sub(1)?).filter(|cell| column < cell.column + cell.columns)
    };
    let raw = |level: usize, column: u32| -> &'a str {
        over(level, column).map_or("", |cell| cell.text.text.trim())
    };
    let heads = |level: usize, column: u32| {
        let cell = rows
            .get(level)
            .and_then(|row| row.get(row.binary_search_by_key(&column, |cell| cell.column).ok()?));
        cell.is_some_and(|cell| !cell.text.text.trim().is_empty())
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
    let mut out = Vec::new();
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
            let head = (0..=physical)
                .rev()
                .find(|column| (0..level).any(|upper| heads(upper, *column)))
                .unwrap_or(0);
            if below {
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
        let mut candidates = Vec::new();
        let mut ask = |keys: &[String]| match keys {
            [key] => index.candidates(key, ruleset, context, &mut candidates),
            keys => index.candidates(&keys.concat(), ruleset, context, &mut candidates),
        };
        for from in 0..keys.len() {
            ask(keys.get(from..).unwrap_or(&[]));
        }
        // columns under a side's name at the lowest level (预算数 / 决算数 under each head)
        if let Some((_, upper)) = keys.split_last() {
            for from in 0..upper.len() {
                ask(upper.get(from..).unwrap_or(&[]));
            }
        }
        candidates.dedup();
        let named = |level: &usize| !raw(*level, physical).is_empty();
        let cell = (0..rows.len())
            .rev()
            .find(named)
            .and_then(|level| Some((level, over(level, physical)?.column)));
        out.push(Path { physical, cell, texts, keys, candidates, lacks_head });
    }
    out
}

/// A physical column that was given to a column of a form, and where its header is told.
struct Given<'a> {
    physical: u32,
    column: usize,
    group: usize,
    path: Option<&'a Path<'a>>,
    /// The header names it; another column stands without one.
    named: bool,
}

/// Assigns physical columns from left to right; a column that comes again begins the next side or
/// repetition.
fn bind(
    form: usize,
    schema: &Form,
    paths: &[Path<'_>],
    by_title: bool,
    layout: Layout,
    words: &Vocabulary,
) -> Option<(Vec<BoundColumn>, usize)> {
    let mut given = give(form, schema, paths, true);
    // where merged heads were lost the names of the sides stand over other columns than theirs;
    // those below come twice
    if !schema.sides.is_empty() && !is_whole(schema, &given) {
        let by_order = give(form, schema, paths, false);
        if is_whole(schema, &by_order) {
            given = by_order;
        }
    }
    no_repetition(schema, &mut given);
    headless(schema, paths, &mut given, layout);
    let has = |column: usize, side: Option<usize>| {
        given.iter().any(|b| b.column == column && side.is_none_or(|side| b.group == side))
    };
    let complete =
        schema.columns.iter().enumerate().all(|(i, column)| column.optional || has(i, column.side));
    let mut distinct: Vec<usize> = given.iter().map(|b| b.column).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let found = distinct.len();
    // without its title a form needs two columns of its own
    let is_told = by_title
        || (found >= 2 && (schema.titles.plain.is_empty() && schema.titles.patterns.is_empty()));
    let bound = |Given { physical, column, group, path, named }: Given<'_>| BoundColumn {
        physical,
        column,
        group,
        header: path.map_or_else(
            || schema.columns.get(column).map_or_else(String::new, |wanted| wanted.name.clone()),
            Path::header,
        ),
        key: path.filter(|_| named).and_then(|path| path.keys.last().cloned()).unwrap_or_default(),
        unit: path.and_then(|path| path.unit(words)),
    };
    (complete && found > 0 && is_told).then(|| (given.into_iter().map(bound).collect(), found))
}

/// Whether each side has all of its columns.
fn is_whole(schema: &Form, given: &[Given<'_>]) -> bool {
    (0..schema.sides.len()).all(|side| {
        let mut needed =
            schema.columns.iter().enumerate().filter(|(_, column)| {
                !column.optional && column.side.is_none_or(|own| own == side)
            });
        needed.all(|(index, _)| {
            given.iter().any(|given| given.group == side && given.column == index)
        })
    })
}

/// The columns of a form in the order of the page; a name of a side above them counts where it
/// `names` it.
fn give<'a>(form: usize, schema: &Form, paths: &'a [Path<'a>], names: bool) -> Vec<Given<'a>> {
    let mut given: Vec<Given<'a>> = Vec::new();
    let mut group = 0;
    for path in paths {
        let named_side =
            schema.sides.iter().position(|side| names && path.keys.iter().any(|key| key == side));
        let fits = |column: usize, group: usize| {
            schema.columns.get(column).is_some_and(|c| c.side.is_none_or(|side| side == group))
                && !given.iter().any(|b| b.group == group && b.column == column)
        };
        let columns: Vec<usize> =
            path.candidates.iter().filter(|(f, _)| *f == form).map(|(_, column)| *column).collect();
        if columns.is_empty() {
            continue;
        }
        let chosen = match named_side {
            Some(side) => {
                columns.iter().find(|column| fits(**column, side)).map(|column| (*column, side))
            }
            None => columns
                .iter()
                .find(|column| fits(**column, group))
                .map(|column| (*column, group))
                .or_else(|| {
                    // a header that stands twice over cells of one merged column adds nothing; else
                    // a repetition begins
                    let again = columns.iter().any(|column| {
                        given.iter().any(|b| b.group == group && b.column == *column)
                    });
                    let same = |other: &&Path<'_>| {
                        other.cell.is_some()
                            && other.cell == path.cell
                            && other.physical < path.physical
                    };
                    let stretched = paths.iter().any(|other| same(&other));
                    let may = again
                        && !stretched
                        && (schema.sides.is_empty() || group + 1 < schema.sides.len());
                    columns
                        .iter()
                        .find(|column| may && fits(**column, group + 1))
                        .map(|column| (*column, group + 1))
                }),
        };
        if let Some((column, side)) = chosen {
            group = side;
            given.push(Given {
                physical: path.physical,
                column,
                group: side,
                path: Some(path),
                named: true,
            });
        }
    }
    given
}

/// Points that stand behind each level of a tree of indicators are no list that begins anew:
/// nothing else comes again. The points right behind the rows' names are theirs; where there are
/// none the column is not told.
fn no_repetition(schema: &Form, given: &mut Vec<Given<'_>>) {
    let kind = |column: usize| schema.columns.get(column).map(|column| column.kind);
    let comes_again = |b: &Given<'_>| {
        b.group > 0 && given.iter().any(|other| other.group < b.group && other.column == b.column)
    };
    let again: Vec<usize> = given.iter().filter(|b| comes_again(b)).map(|b| b.column).collect();
    let is_list = again.iter().any(|column| kind(*column) != Some(ColumnKind::Score));
    if !schema.sides.is_empty() || again.is_empty() || is_list {
        return;
    }
    let label =
        given.iter().find(|b| kind(b.column) == Some(ColumnKind::Label)).map(|b| b.physical);
    given.retain(|b| {
        !again.contains(&b.column) || label.is_some_and(|label| b.physical == label + 1)
    });
    given.iter_mut().for_each(|b| b.group = 0);
}

/// A column that may stand without a header is the last free one left of the first that was found.
fn headless<'a>(schema: &Form, paths: &'a [Path<'a>], given: &mut Vec<Given<'a>>, layout: Layout) {
    let Some(first) = given.first().map(|b| b.physical) else { return };
    for (column, _) in
        schema.columns.iter().enumerate().filter(|(_, column)| column.may_be_headless)
    {
        if given.iter().any(|b| b.column == column) {
            continue;
        }
        let free = (0..first).rev().find(|physical| !given.iter().any(|b| b.physical == *physical));
        // in a stream the header of nothing is no token: the column stands before the first
        let free = free.or((layout == Layout::Stream).then_some(first));
        if let Some(physical) = free {
            let path = paths.iter().find(|path| path.physical == physical);
            given.insert(0, Given { physical, column, group: 0, path, named: false });
        }
    }
}

/// The unit of money that a header cell names beside the columns of figures: `项目资金（万元）` in
/// front of them.
pub(super) fn heading_unit(
    table: &Table,
    header: &HeaderMatch,
    form: &Form,
    words: &Vocabulary,
) -> Option<UnitId> {
    let figures = |column: u32| {
        header.bound.iter().any(|bound| {
            bound.physical == column
                && form.columns.get(bound.column).is_some_and(|column| column.kind.is_numeric())
        })
    };
    let cells =
        table.rows.get(header.rows.clone())?.iter().flatten().filter(|cell| !figures(cell.column));
    cells
        .filter_map(|cell| label_unit(&cell.text.text, words))
        .find(|unit| words.units.get(*unit).money)
}

/// Whether the kind names the row rather than measures something.
pub(super) fn names_row(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Code | ColumnKind::Label | ColumnKind::Group)
}
