//! What stands in the columns below a header: figures, whole numbers, words.

use super::HeaderMatch;
use crate::document::Table;
use crate::number::{cell_number, is_digit};
use crate::pattern::Context;
use crate::ruleset::{ColumnKind, Form};

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

/// How many columns further right than what stands below them the heads of a form are, where names
/// and figures are exchanged as they stand and one shift puts all in order.
pub(in crate::form) fn aside(
    table: &Table,
    header: &HeaderMatch,
    schema: &Form,
    context: &Context<'_>,
) -> Option<i64> {
    let contents = contents(table, header.rows.end, context);
    let kind = |column: usize| schema.columns.get(column).map(|column| column.kind);
    let amiss = |by: i64| {
        let mut amiss = Vec::new();
        for bound in &header.bound {
            let at = usize::try_from(i64::from(bound.physical) - by).ok();
            let at = at?;
            let contents = contents.get(at).copied().unwrap_or_default();
            let kind = kind(bound.column)?;
            // an empty column of names names nothing
            let is_empty = contents.words + contents.whole + contents.figures == 0;
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
    let mut ways = [-1, 1].into_iter().filter(|by| amiss(*by).is_some_and(|list| list.is_empty()));
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

pub(super) fn contents(table: &Table, body: usize, context: &Context<'_>) -> Vec<Contents> {
    within(table, body, BODY, context)
}

/// What stands in the columns right below a header; further below another may begin.
pub(super) fn first_contents(table: &Table, body: usize, context: &Context<'_>) -> Vec<Contents> {
    const FIRST: usize = 3;
    within(table, body, FIRST, context)
}

fn within(table: &Table, body: usize, most: usize, context: &Context<'_>) -> Vec<Contents> {
    let rows = table.rows.get(body..(body + most).min(table.rows.len())).unwrap_or(&[]);
    let mut out: Vec<Contents> = Vec::new();
    for cell in rows.iter().flatten() {
        let text = cell.text.text.trim();
        if text.is_empty() || context.vocabulary.is_blank(text) {
            continue;
        }
        let at = cell.column as usize;
        out.resize(out.len().max(at + 1), Contents::default());
        let Some(known) = out.get_mut(at) else { continue };
        match cell_number(text, &context.vocabulary.units) {
            Some(_) if text.chars().all(is_digit) => known.whole += 1,
            Some(_) => known.figures += 1,
            None => known.words += 1,
        }
    }
    out
}
