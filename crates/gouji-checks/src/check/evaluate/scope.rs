//! What names mean something in.

use crate::check::seen::world::World;
use gouji_values::paper::Paper;

/// What names mean something in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The document.
    Document,
    /// A part.
    Part(usize),
    /// A form, and in it a row, a column or a group.
    Form {
        /// In last year's document.
        paper: Paper,
        /// Index in `Recognition::forms`.
        form: usize,
        /// Side.
        side: usize,
        /// Current row.
        row: Option<usize>,
        /// Current column.
        column: Option<usize>,
        /// Current group: column and number.
        group: Option<(usize, usize)>,
    },
    /// A sentence, and in it an item.
    Claim {
        /// In last year's document.
        paper: Paper,
        /// Index in `Recognition::statements`.
        statement: usize,
        /// Repetition and item.
        item: Option<(usize, usize)>,
    },
}

impl Scope {
    /// A side of a form as a whole.
    #[must_use]
    pub(crate) fn of_form(paper: Paper, form: usize, side: usize) -> Self {
        Self::Form { paper, form, side, row: None, column: None, group: None }
    }

    /// A row of a form.
    #[must_use]
    pub(crate) fn of_row(paper: Paper, form: usize, side: usize, row: usize) -> Self {
        Self::Form { paper, form, side, row: Some(row), column: None, group: None }
    }

    /// In a column, where it is one of a form.
    #[must_use]
    pub(crate) fn in_column(mut self, own: usize) -> Self {
        if let Self::Form { column, .. } = &mut self {
            *column = Some(own);
        }
        self
    }

    /// In a group of a column, where it is one of a form.
    #[must_use]
    pub(crate) fn in_group(mut self, column: usize, number: usize) -> Self {
        if let Self::Form { group, .. } = &mut self {
            *group = Some((column, number));
        }
        self
    }

    /// The part that it lies in.
    #[must_use]
    pub(crate) fn part(&self, world: &World<'_>) -> Option<usize> {
        match self {
            Self::Document => None,
            Self::Part(part) => Some(*part),
            Self::Form { paper, form, .. } => world.filled(*paper, *form)?.part,
            Self::Claim { paper, statement, .. } => world.statement(*paper, *statement)?.part,
        }
    }
}
