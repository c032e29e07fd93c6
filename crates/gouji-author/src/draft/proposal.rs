//! Forms and rules in the making.

use super::grid::DraftGrid;
use gouji_audit::audit::Check;

/// A rule in the making.
pub(super) struct Proposal {
    pub(super) id: String,
    pub(super) name: String,
    /// `expect = …` or `tree = …`.
    pub(super) demand: String,
    /// The form that it belongs to, by index; `None` between forms.
    pub(super) form: Option<usize>,
    /// One side of the form.
    pub(super) side: Option<String>,
    /// Rows that it names, by form and position in `Grid::rows`.
    pub(super) rows: Vec<(usize, usize)>,
}

/// A form in the making.
#[derive(Debug)]
pub(super) struct DraftForm {
    pub(super) id: String,
    pub(super) grid: DraftGrid,
}

/// Whether a check is of the rule of this id.
pub(crate) fn speaks(check: &Check, id: &str) -> bool {
    check.rule == id || check.also.iter().any(|also| also == id)
}
