//! The row or column that a rule named last and that its table does not print.

use super::Evaluator;
use super::notes::{Named, NotThere};
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::evaluate::visible::PartView;
use crate::check::seen::place::FigurePlace;
use ecow::EcoString;
use gouji_audit::audit::{Illegible, Why};
use gouji_rules::formula::{FormPath, Node};
use gouji_values::paper::Paper;

/// Characters of a cell that are shown, at most.
const SHOWN: usize = 20;

impl Evaluator<'_> {
    /// Remembers a column that was asked for in vain.
    pub(super) fn no_column(&mut self, (paper, form, side): (Paper, usize, usize), column: usize) {
        self.not_there = Some(NotThere { paper, form, side, what: Named::Column(column) });
    }

    /// The same of a named row.
    pub(super) fn no_row(&mut self, (paper, form, side): (Paper, usize, usize), row: usize) {
        self.not_there = Some(NotThere { paper, form, side, what: Named::Row(row) });
    }

    /// The same of a named row of a path.
    pub(super) fn no_row_of(&mut self, path: &FormPath, view: &PartView, row: usize) {
        if let Some(form) = self.forms(path.form, view).first().copied() {
            self.no_row((view.paper, form, path.side.unwrap_or(0)), row);
        }
    }

    /// A node, with what it asked for in vain remembered where nothing else was found instead.
    pub(in crate::check) fn node_told(&mut self, node: &Node) -> Evaluated {
        let before = self.not_there.take();
        let value = self.node(node);
        if !matches!(value, Ok(Value::Blank(None))) {
            self.not_there = before;
        }
        value
    }

    /// Why a cell is not there: its table has no such row or column.
    pub(in crate::check) fn why_not_there(&self) -> Option<Why> {
        let NotThere { paper, form, side, what } = self.not_there?;
        let schema = self.world.filled(paper, form).and_then(|own| self.world.schema(own))?;
        let id = EcoString::from(schema.id.as_str());
        let named = match what {
            Named::Column(column) => {
                let name = schema.columns.get(column)?.name.as_str().into();
                return Some(Why::NoColumnNamed { form: id, name });
            }
            Named::Row(row) => row,
        };
        let Missing::NotApplicable(mut why) = self.no_such_row(paper, form, side, named) else {
            return None;
        };
        // a rule on the form itself means its own table
        let is_here = self.scopes.iter().any(|scope| {
            matches!(scope, Scope::Form { paper: own, form: here, .. }
                if *own == paper && *here == form)
        });
        if let Why::TableLacksRow { name, .. }
        | Why::NoRowPrinted { name, .. }
        | Why::NoRowAfter { name, .. } = &mut why
            && !is_here
        {
            *name = ecow::eco_format!("{id}.{name}");
        }
        Some(why)
    }

    /// Why a value is no number: the cell and what it prints, where it is one.
    pub(in crate::check) fn no_number(&self, value: &Value) -> Missing {
        let Value::Text(text, Some(at)) = value else {
            return Missing::Unchecked(Why::NotNumber);
        };
        let place = self.printed.get(*at as usize).copied();
        let Some(place) = place.filter(|_| self.is_for_numbers(*at)) else {
            return Missing::Unchecked(Why::NotNumber);
        };
        let label =
            if self.is_condition { EcoString::new() } else { self.world.label(place).into() };
        let mut short: EcoString = text.trim().chars().take(SHOWN).collect();
        if text.trim().chars().nth(SHOWN).is_some() {
            short.push('…');
        }
        let how = Illegible::NotWhole { text: short };
        Missing::Unchecked(Why::CellUnreadable { label, how })
    }

    /// Why a figure that was read is no number, where the form has numbers.
    pub(in crate::check) fn odd_words(&mut self, at: u32) -> Option<Why> {
        let place = self.printed.get(at as usize).copied()?;
        let FigurePlace::Cell { paper, form, side, row, column } = place else { return None };
        let value = self.aside(|this| this.cell(paper, form, side, row, column)).ok()?;
        let was = std::mem::replace(&mut self.is_condition, false);
        let why = self.no_number(&value);
        self.is_condition = was;
        match why {
            Missing::Unchecked(why @ Why::CellUnreadable { .. }) => Some(why),
            _ => None,
        }
    }

    /// The same where one of two is none.
    pub(in crate::check) fn no_numbers(&self, values: [&Value; 2]) -> Missing {
        let is_none = |value: &&Value| matches!(value, Value::Text(..));
        let first = values.iter().copied().find(is_none);
        first.map_or(Missing::Unchecked(Why::NotNumber), |value| self.no_number(value))
    }
}
