//! What an evaluation remembers on its way: what a path sees, rows that stand together, and what a
//! table does not print.

use ecow::EcoString;
use gouji_audit::audit::CheckedAt;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;

/// Which tables and sentences a path sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::check) struct PartView {
    pub(in crate::check) paper: Paper,
    /// Only in these parts, if a part was named.
    pub(super) parts: Option<Vec<usize>>,
    /// The nearest part.
    pub(super) nearest: Option<usize>,
    /// A rule goes over parts, and this is one of them.
    pub(super) goes_over: bool,
}

/// A row that a table does not print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check) struct AbsentRow {
    /// The form of the ruleset.
    pub(in crate::check) schema: usize,
    /// The named row of it.
    pub(in crate::check) row: usize,
    /// The filled form.
    pub(in crate::check) form: usize,
    /// The column that is asked for.
    pub(in crate::check) column: usize,
}

/// A sum in which rows count as nothing that the table does not print.
#[derive(Clone, Debug)]
pub(in crate::check) struct LackingSum {
    /// Its rule and its words: a rule may have several ways to come to a figure.
    pub(in crate::check) of: [EcoString; 2],
    pub(in crate::check) at: CheckedAt,
    /// The rows, and whether an amount in them would make what is stated less what is computed
    /// more (1) or less (-1); 0 where that is not known.
    pub(in crate::check) rows: Vec<(AbsentRow, i8)>,
    pub(in crate::check) comes_out: bool,
    /// What is stated less what is computed, in the base unit.
    pub(in crate::check) apart: Option<Decimal>,
}

/// The current row, where it is several.
#[derive(Clone, Debug)]
pub(in crate::check) struct RowsTogether {
    /// Number of the scope that has the row.
    pub(super) scope: usize,
    pub(super) rows: Vec<usize>,
}

/// A named row or a column that a table does not print.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct NotThere {
    pub(super) paper: Paper,
    /// The filled form.
    pub(super) form: usize,
    pub(super) side: usize,
    pub(super) what: Named,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Named {
    Row(usize),
    Column(usize),
}
