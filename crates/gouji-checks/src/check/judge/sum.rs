//! Sums of cells of one form.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::lookup::incomplete;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::judge::compare::{Identity, PlaceOutcome};
use gouji_audit::audit::{CheckRelation, Why};
use gouji_forms::form::FilledForm;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;

impl Evaluator<'_> {
    /// Why sums down the columns of a form are not known.
    pub(super) fn lacks_rows(&self, filled: &FilledForm) -> Missing {
        incomplete(filled.schema(self.world.ruleset).map_or("", |form| form.id.as_str()))
    }

    /// A check of a cell of a form against the sum of others, given by side, row and column, or why
    /// one of them is not known; `tie`: there is one addend.
    pub(super) fn sum_of_cells(
        &mut self,
        identity: &Identity<'_>,
        form: usize,
        stated: Result<(usize, usize, usize), Missing>,
        terms: Result<impl Iterator<Item = (usize, usize, usize)>, Missing>,
        tie: bool,
    ) -> PlaceOutcome {
        self.worked_out(identity, form, stated, tie, |this| {
            terms.and_then(|terms| this.added(form, terms))
        })
    }

    /// A check of a cell of a form against what is worked out of others; `tie`: of one.
    pub(super) fn worked_out(
        &mut self,
        identity: &Identity<'_>,
        form: usize,
        stated: Result<(usize, usize, usize), Missing>,
        tie: bool,
        work_out: impl FnOnce(&mut Self) -> Evaluated,
    ) -> PlaceOutcome {
        self.take_trace();
        let stated =
            stated.and_then(|(side, row, column)| self.cell(Paper::OWN, form, side, row, column));
        let stated_trace = self.take_trace();
        let total = work_out(self);
        let operands = self.take_trace();
        self.conclude(
            identity,
            CheckRelation::Equal,
            tie,
            (stated, stated_trace),
            (total, operands),
            None,
        )
    }

    fn added(
        &mut self,
        form: usize,
        cells: impl Iterator<Item = (usize, usize, usize)>,
    ) -> Evaluated {
        let mut total = Ok(Value::Blank(None));
        for (side, row, column) in cells {
            let value = self.cell(Paper::OWN, form, side, row, column);
            total = match (total, value) {
                (Ok(Value::Number(a)), Ok(Value::Number(b))) => {
                    self.add(&a, &b, Decimal::ONE).map(Value::Number)
                }
                (Ok(Value::Blank(_)), Ok(value)) => Ok(value),
                (Ok(sum), Ok(Value::Blank(_))) => Ok(sum),
                (Ok(_), Ok(_)) => Err(Missing::Unchecked(Why::ChildNoNumber)),
                (Err(known), _) | (Ok(_), Err(known)) => Err(known),
            };
        }
        total
    }
}
