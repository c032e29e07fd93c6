//! A header as it was matched to the columns of a form.

use crate::form::column_numbers::is_column_numbers;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::ColumnKind;
use gouji_values::document::Cell;
use gouji_values::number::{UnitId, cell_number};
use std::ops::Range;

/// A physical column that is a column of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::form) struct BoundColumn {
    /// Physical column.
    pub(in crate::form) physical: u32,
    /// Column of the form.
    pub(in crate::form) column: usize,
    /// Side, or for a form without sides the number of the repetition.
    pub(in crate::form) group: usize,
    /// Header as printed, levels joined.
    pub(in crate::form) header: String,
    /// Last level of the header, for comparison.
    pub(in crate::form) key: String,
    /// Unit that the header names.
    pub(in crate::form) unit: Option<UnitId>,
}

/// A header of a form in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::form) struct HeaderMatch {
    pub(in crate::form) form: usize,
    /// First header row and the row behind the last one.
    pub(in crate::form) rows: Range<usize>,
    pub(in crate::form) bound: Vec<BoundColumn>,
    /// Distinct columns of the form that were found.
    pub(in crate::form) found: usize,
    pub(in crate::form) by_title: bool,
    /// Columns that bear a head of their own below a blank one and are none of the form's: which
    /// head above is theirs is unknown where merged cells were lost, and so is which column
    /// they are.
    pub(in crate::form) unsure: Vec<u32>,
    /// Columns of the form whose heads were put under the one that they stand beside.
    pub(in crate::form) moved: Vec<usize>,
}

/// Whether a figure stands in a row that does not merely number the columns; a year is none.
pub(in crate::form) fn holds_figures(row: &[Cell], context: &Context<'_>) -> bool {
    let is_figure = |text: &str| {
        cell_number(text, &context.vocabulary.units)
            .is_some_and(|number| number.decimals > 0 || number.unit.is_some() || text.len() != 4)
    };
    !is_column_numbers(row, context) && row.iter().any(|cell| is_figure(cell.text.text.trim()))
}

/// Whether the kind names the row rather than measures something.
pub(in crate::form) fn names_row(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Code | ColumnKind::Label | ColumnKind::Group)
}
