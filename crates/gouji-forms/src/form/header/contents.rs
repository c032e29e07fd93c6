//! What stands in the columns below a header: figures, whole numbers, words.

use super::{BoundColumn, HeaderIndex, HeaderMatch, holds_figures};
use crate::form::cell::torn_number;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::document::{Cell, Table};
use gouji_values::hash::QuickMap;
use gouji_values::number::{cell_number, is_digit};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Rows below a header that show what stands in its columns.
const BODY: usize = 40;

/// What stands in a column below a header.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Contents {
    figures: usize,
    whole: usize,
    words: usize,
}

impl Contents {
    /// Cells that hold something.
    fn count(self) -> usize {
        self.figures + self.whole + self.words
    }

    /// Whether a column of this kind may stand there.
    pub(super) fn fits(self, kind: ColumnKind) -> bool {
        let Self { figures, whole, words } = self;
        match kind {
            ColumnKind::Amount | ColumnKind::Percent | ColumnKind::Count | ColumnKind::Score => {
                words <= figures + whole
            }
            ColumnKind::Line | ColumnKind::Ordinal | ColumnKind::Year => {
                words <= whole && figures <= whole
            }
            ColumnKind::Code => figures == 0 && words <= whole,
            ColumnKind::Label | ColumnKind::Group => figures + whole <= words,
            ColumnKind::Text | ColumnKind::Grade => figures <= words,
            ColumnKind::Target | ColumnKind::Date => true,
        }
    }
}

/// What a cell holds.
#[derive(Clone, Copy)]
enum What {
    Figure,
    Whole,
    Words,
}

/// What is known of a row, looked at when it is first asked for.
#[derive(Default)]
struct Row {
    /// The cells that are not blank, by their columns.
    cells: OnceLock<Vec<(usize, What)>>,
    /// Whether it [`holds_figures`].
    has_figures: OnceLock<bool>,
}

/// What stands in the rows of tables. Each row is asked for many times, for each row above it that may
/// be a header and for each of its levels: in a document of 52 tables it is a tenth of all work to look anew.
#[derive(Default)]
pub(super) struct KnownRows(Mutex<QuickMap<(usize, u32), Arc<[Row]>>>);

impl KnownRows {
    fn of(&self, table: &Table) -> Arc<[Row]> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = || table.rows.iter().map(|_| Row::default()).collect();
        Arc::clone(known.entry((table.block, table.span.start)).or_insert_with(rows))
    }

    /// Whether a row of a table [`holds_figures`].
    pub(super) fn hold_figures(&self, table: &Table, row: usize, context: &Context<'_>) -> bool {
        let Some(cells) = table.rows.get(row) else { return false };
        let work = || holds_figures(cells, context);
        let known = self.of(table);
        known.get(row).map_or_else(work, |known| *known.has_figures.get_or_init(work))
    }
}

/// What the cells of a row hold.
fn cells(row: &[Cell], context: &Context<'_>) -> Vec<(usize, What)> {
    let what = |cell: &Cell| {
        let text = cell.text.text.trim();
        if text.is_empty() || context.vocabulary.is_blank(text) {
            return None;
        }
        let what = match cell_number(text, &context.vocabulary.units) {
            Some(_) if text.chars().all(is_digit) => What::Whole,
            Some(_) => What::Figure,
            None if torn_number(text, context).is_some() => What::Figure,
            None => What::Words,
        };
        Some((cell.column as usize, what))
    };
    row.iter().filter_map(what).collect()
}

/// How many columns further right than what stands below them the heads of a form are, where names
/// and figures are exchanged as they stand and one shift puts all in order.
pub(in crate::form) fn aside(
    table: &Table,
    header: &HeaderMatch,
    schema: &Form,
    index: &HeaderIndex,
    context: &Context<'_>,
) -> Option<i64> {
    let contents = contents(table, header.rows.end, index, context);
    let kind = |column: usize| schema.columns.get(column).map(|column| column.kind);
    let amiss = |by: i64| {
        let mut amiss = Vec::new();
        for bound in &header.bound {
            let at = usize::try_from(i64::from(bound.physical) - by).ok();
            let at = at?;
            let contents = contents.get(at).copied().unwrap_or_default();
            let kind = kind(bound.column)?;
            // an empty column of names names nothing
            let is_empty = contents.count() == 0;
            if !contents.fits(kind) || (is_empty && kind == ColumnKind::Label) {
                amiss.push(kind);
            }
        }
        Some(amiss)
    };
    let own = amiss(0)?;
    if !own.iter().any(|kind| super::names_row(*kind)) {
        return None;
    }
    // heads that stand beside their columns leave one of them over nothing: names may be numbers
    let blank = |by: i64| {
        let at = |bound: &BoundColumn| usize::try_from(i64::from(bound.physical) - by).ok();
        let is_blank = |at: usize| contents.get(at).is_none_or(|own| own.count() == 0);
        header.bound.iter().filter(|bound| at(bound).is_none_or(is_blank)).count()
    };
    let printed = blank(0);
    let fits = |by: &i64| amiss(*by).is_some_and(|list| list.is_empty()) && blank(*by) <= printed;
    let mut ways = [-1, 1].into_iter().filter(fits);
    ways.next().filter(|_| ways.next().is_none())
}

impl HeaderMatch {
    /// The header over columns so far to its left.
    pub(in crate::form) fn moved(&self, by: i64) -> Self {
        let mut out = self.clone();
        for bound in &mut out.bound {
            bound.physical = u32::try_from(i64::from(bound.physical) - by).unwrap_or(0);
        }
        out
    }
}

pub(super) fn contents(
    table: &Table,
    body: usize,
    index: &HeaderIndex,
    context: &Context<'_>,
) -> Vec<Contents> {
    within(table, body, BODY, index, context)
}

/// What stands in the columns right below a header; further below another may begin.
pub(super) fn first_contents(
    table: &Table,
    body: usize,
    index: &HeaderIndex,
    context: &Context<'_>,
) -> Vec<Contents> {
    const FIRST: usize = 3;
    within(table, body, FIRST, index, context)
}

fn within(
    table: &Table,
    body: usize,
    most: usize,
    index: &HeaderIndex,
    context: &Context<'_>,
) -> Vec<Contents> {
    let known = index.rows.of(table);
    let rows = table.rows.iter().zip(known.iter()).skip(body).take(most);
    let mut out: Vec<Contents> = Vec::new();
    for (row, known) in rows {
        for (at, what) in known.cells.get_or_init(|| cells(row, context)) {
            out.resize(out.len().max(at + 1), Contents::default());
            let Some(known) = out.get_mut(*at) else { continue };
            match what {
                What::Figure => known.figures += 1,
                What::Whole => known.whole += 1,
                What::Words => known.words += 1,
            }
        }
    }
    out
}
