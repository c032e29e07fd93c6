//! Which columns of a table are which columns of a form: headers of one to four levels.
//!
//! `index` knows the heads of all forms, `path` the texts over each column, `bind` gives columns to
//! heads that are whole, `likely` to those that are damaged or missing.

mod assign;
mod below;
mod bind;
mod contents;
mod index;
mod likely;
mod matched;
mod path;

pub(super) use below::{put_below, put_together};
pub(super) use contents::aside;
pub(super) use index::HeaderIndex;
pub(super) use likely::{LikelyHeader, likely_headers};
use matched::holds_figures;
pub(super) use matched::{BoundColumn, HeaderMatch, names_row};

use bind::bind;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form, Ruleset};
use gouji_values::document::{Cell, Layout, Table};
use gouji_values::label::{label_key, label_unit};
use gouji_values::number::UnitId;
use gouji_values::vocabulary::Vocabulary;
use path::{HeaderPath, paths, steps};
use std::cell::OnceCell;

/// Header rows are at most so many.
const LEVELS: usize = 4;

/// Whether a row holds nothing but the title of the table: it is no level of the header, of which
/// there are only so many.
fn is_title(
    table: &Table,
    row: usize,
    titled: &[usize],
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> bool {
    let cells = table.rows.get(row).into_iter().flatten();
    let mut filled = cells.filter(|cell| !cell.text.text.trim().is_empty());
    let (Some(only), None) = (filled.next(), filled.next()) else { return false };
    let key = label_key(only.text.text.trim(), context.vocabulary);
    let mut forms = titled.iter().filter_map(|form| ruleset.forms.get(*form));
    forms.any(|form| form.titles.fit(&key, context))
}

/// Whether a header may begin at a row: it has heads of some form, or may be an upper level.
fn may_begin(
    table: &Table,
    start: usize,
    titled: &[usize],
    index: &HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> bool {
    // one cell over the whole width tells no columns apart: a title, or a name for all of them
    if let Some([cell]) = table.rows.get(start).map(Vec::as_slice)
        && cell.columns > 1
        && cell.columns == table.width()
    {
        return false;
    }
    if is_title(table, start, titled, ruleset, context) {
        return false;
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
        if heads == 0 || (heads < fewest && index.rows.hold_figures(table, start, context)) {
            return false;
        }
    }
    true
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
    if !may_begin(table, start, titled, index, ruleset, context) {
        return out;
    }
    let hold_figures = |row: usize| index.rows.hold_figures(table, row, context);
    let mut previous_hits = 0;
    for levels in 1..=LEVELS {
        let end = start + levels;
        let Some(rows) = table.rows.get(start..end) else { break };
        // figures end a header, but its last step may share a row with the first of them
        let ends = levels > 1 && hold_figures(end - 1);
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
        let body = OnceCell::new();
        let fits = |physical: u32, kind: ColumnKind| {
            let body = body.get_or_init(|| {
                let body = if ends { end - 1 } else { end };
                contents::first_contents(table, body, index, context)
            });
            body.get(physical as usize).copied().unwrap_or_default().fits(kind)
        };
        for form in forms {
            let by_title = titled.contains(&form);
            let Some(schema) = ruleset.forms.get(form) else { continue };
            let Some((bound, found)) =
                bind(form, schema, &paths, by_title, &fits, table.layout, context.vocabulary)
            else {
                continue;
            };
            let is_unsure = |path: &&HeaderPath<'_>| {
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
                moved: Vec::new(),
            };
            keep_better(&mut out, header, rows);
        }
        if out.is_empty() && table.layout == Layout::Stream {
            break;
        }
        // nothing stands over the names of columns but names
        if ends || hold_figures(start) {
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

/// The header that fits best: two forms that fit equally well are none, unless the user wrote one of them.
pub(super) fn surest(headers: Vec<HeaderMatch>, ruleset: &Ruleset) -> Option<HeaderMatch> {
    let first = headers.first()?;
    let (by_title, found, rows) = (first.by_title, first.found, first.rows.clone());
    let is_as_good =
        |own: &HeaderMatch| own.by_title == by_title && own.found == found && own.rows == rows;
    let mut best: Vec<HeaderMatch> = headers.into_iter().take_while(is_as_good).collect();
    if best.len() > 1 {
        let form = |own: &HeaderMatch| ruleset.forms.get(own.form);
        best.retain(|own| form(own).is_some_and(|form| ruleset.is_authored(&form.origin)));
    }
    let only = best.pop();
    only.filter(|_| best.is_empty())
}

/// Adds the header that some rows make of a form, or puts it in the place of a worse one.
fn keep_better(out: &mut Vec<HeaderMatch>, header: HeaderMatch, rows: &[Vec<Cell>]) {
    match out.iter_mut().find(|known| known.form == header.form) {
        Some(known) if known.found < header.found => *known = header,
        // a lower level of words that tells more columns apart: 预算数 and 决算数 under each head
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
        && text.chars().all(|c| gouji_values::number::is_digit(c) || matches!(c, '.' | ',' | '-'))
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
