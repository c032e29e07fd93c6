//! Rows and columns by the numbers that a form prints: 行次 and 栏次.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::lookup::CellAt;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing};
use crate::check::evaluate::visible::PartView;
use gouji_audit::audit::Why;
use gouji_forms::form::{Content, FilledForm, FormRow, FormSide};
use gouji_rules::formula::{FormPath, Node};
use gouji_rules::ruleset::ColumnKind;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;

impl Evaluator<'_> {
    /// A number of `line(…)` or `column(…)`.
    pub(in crate::check) fn whole_number(&mut self, node: &Node) -> Result<u32, Missing> {
        let figure = self.aside(|this| this.number(node))?;
        let whole = u32::try_from(figure.value).ok().filter(|number| *number > 0);
        whole.ok_or(Missing::Unchecked(Why::NotWhole))
    }

    /// Rows of a side by their 行次: as printed, else in a form that prints none and has no sides,
    /// in their order.
    pub(in crate::check) fn rows_by_line(
        &self,
        filled: &FilledForm,
        side: &FormSide,
        number: u32,
    ) -> Vec<usize> {
        let Some(column) = self.line_column(filled) else {
            let at = (number as usize).wrapping_sub(1);
            return if filled.sides.len() == 1 && at < side.rows.len() {
                vec![at]
            } else {
                Vec::new()
            };
        };
        let numbered = side
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| line_of(row, column) == Some(Decimal::from(number)));
        numbered.map(|(at, _)| at).collect()
    }

    /// Whether a 行次 lies between those that the visible tables print.
    pub(in crate::check) fn is_numbered(
        &self,
        path: &FormPath,
        view: &PartView,
        number: u32,
    ) -> bool {
        let number = Decimal::from(number);
        self.forms(path.form, view)
            .iter()
            .filter_map(|form| self.world.filled(view.paper, *form))
            .any(|filled| {
                let Some(column) = self.line_column(filled) else { return false };
                let printed = || {
                    filled
                        .sides
                        .iter()
                        .flat_map(|side| &side.rows)
                        .filter_map(|row| line_of(row, column))
                };
                printed().any(|known| known < number) && printed().any(|known| known > number)
            })
    }

    /// The column of 行次, where a table prints it.
    fn line_column(&self, filled: &FilledForm) -> Option<usize> {
        let column = self
            .world
            .schema(filled)?
            .columns
            .iter()
            .position(|column| column.kind == ColumnKind::Line)?;
        filled
            .sides
            .iter()
            .any(|side| side.columns.get(column).is_some_and(Option::is_some))
            .then_some(column)
    }

    /// The column of a row's side that has this 栏次.
    pub(in crate::check) fn column_by_number(
        &self,
        paper: Paper,
        at: CellAt,
        number: u32,
    ) -> Result<usize, Missing> {
        let filled = self.world.filled(paper, at.form);
        let columns = filled
            .and_then(|filled| filled.sides.get(at.side))
            .map_or(&[] as &[_], |side| &side.columns);
        columns
            .iter()
            .position(|column| column.as_ref().is_some_and(|column| column.number == Some(number)))
            .ok_or_else(|| {
                let id = filled
                    .and_then(|filled| self.world.schema(filled))
                    .map_or("", |schema| schema.id.as_str());
                Missing::NotApplicable(Why::NoNumberedColumn { form: id.into(), number })
            })
    }

    /// Whether a row's side has a column of the form.
    pub(in crate::check) fn has_column(&self, paper: Paper, at: CellAt, column: usize) -> bool {
        let side = self.world.filled(paper, at.form).and_then(|filled| filled.sides.get(at.side));
        side.is_some_and(|side| side.columns.get(column).is_some_and(Option::is_some))
    }

    /// `column(n)` outside brackets: that column of the current row.
    pub(in crate::check) fn numbered_column(&mut self, number: &Node) -> Evaluated {
        let number = self.whole_number(number)?;
        match self.scope(0) {
            Scope::Form { paper, form, side, row: Some(row), .. } => {
                let column = self.column_by_number(paper, CellAt { form, side, row }, number)?;
                self.cell(paper, form, side, row, column)
            }
            _ => Err(Missing::Unchecked(Why::NoRowHere)),
        }
    }
}

fn line_of(row: &FormRow, column: usize) -> Option<Decimal> {
    match row.cells.get(column).map(|slot| &slot.content) {
        Some(Content::Number(number)) => Some(number.value),
        _ => None,
    }
}
