//! That a table, or two tables that belong together, do not fit as a whole.

use super::PrintedFigure;
use ecow::EcoString;
use std::sync::Arc;

/// Many checks of one table, or between two, do not come out, and no single figure explains them.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// The head of the table.
    pub head: Arc<PrintedFigure>,
    /// The table, or the two, as they are called on the page.
    pub tables: Vec<EcoString>,
    /// They do not fit together with several others.
    pub is_beside_others: bool,
    /// How many of their checks were decided.
    pub decided: usize,
    /// What explains them all, as far as can be told.
    pub cause: MisfitCause,
}

/// What makes a table not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MisfitCause {
    /// A column stands one row apart from the others.
    RowsApart {
        /// The column.
        column: EcoString,
        /// Its figures stand above the rows that they belong to.
        is_above: bool,
    },
    /// Rows have the figures of the row above or below.
    RowsMoved {
        /// The first of them.
        first: EcoString,
        /// The last of them.
        last: EcoString,
        /// Their figures stand above the rows that they belong to; nothing where two rows have each
        /// other's.
        is_above: Option<bool>,
    },
    /// The sums of the columns are those of the column beside.
    ColumnsApart,
    /// Columns have the figures of the column beside.
    ColumnsMoved {
        /// The first of them.
        first: EcoString,
        /// The last of them.
        last: EcoString,
        /// The two have each other's.
        is_swapped: bool,
    },
    /// A column has no figure, and the rows want some.
    ColumnBlank {
        /// It.
        name: EcoString,
    },
    /// Amounts in two units: one side is so many places further.
    OtherUnit(i32),
    /// Decimals were cut off instead of rounded.
    Cut,
    /// Amounts without decimals lack the zero at their end.
    ZerosCut {
        /// The largest of them.
        printed: EcoString,
        /// What was meant.
        meant: EcoString,
    },
    /// What is added is twice the total.
    Doubled,
    /// A row stands twice, and sums want one.
    PrintedTwice {
        /// It.
        name: EcoString,
    },
    /// The totals leave out, or take in, one row or column.
    Block {
        /// It.
        name: EcoString,
    },
    /// All are off by the same amount: one row is missing, or is one too many.
    SameGap {
        /// The amount.
        by: EcoString,
    },
    /// Ties are off by the same amount, some of them together: one sum of money stands at some places and
    /// not at others.
    SharedGap {
        /// The amount.
        by: EcoString,
    },
    /// Sums are short, and rows go on with one whose class is not there: rows are missing between two
    /// others.
    RowsMissing {
        /// The last row before them.
        behind: EcoString,
        /// The first row after them.
        before: EcoString,
    },
    /// A row is more than its parts in several columns: some of its parts are missing.
    RowsMissingUnder {
        /// The row.
        name: EcoString,
    },
    /// Rows that other tables have are not there, and a total is more than its rows by what they come to.
    RowsLacking {
        /// The first of them.
        name: EcoString,
        /// How many.
        rows: usize,
        /// What they come to.
        by: EcoString,
    },
    /// A row has none of the rows below it that another table has.
    RowsBelow {
        /// It.
        name: EcoString,
        /// The first of them.
        first: EcoString,
        /// How many.
        rows: usize,
    },
    /// Nothing explains all of them.
    Unknown,
}

impl MisfitCause {
    /// The word of reports for machines; it does not change once released.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::RowsApart { .. } | Self::RowsMoved { .. } => "rows-apart",
            Self::ColumnsApart | Self::ColumnsMoved { .. } | Self::ColumnBlank { .. } => {
                "columns-apart"
            }
            Self::OtherUnit(_) => "other-unit",
            Self::Cut => "decimals-cut",
            Self::ZerosCut { .. } => "zeros-cut",
            Self::Doubled | Self::PrintedTwice { .. } => "doubled",
            Self::Block { .. } => "block",
            Self::SameGap { .. } | Self::SharedGap { .. } => "same-gap",
            Self::RowsMissing { .. }
            | Self::RowsMissingUnder { .. }
            | Self::RowsLacking { .. }
            | Self::RowsBelow { .. } => "rows-missing",
            Self::Unknown => "unknown",
        }
    }
}
