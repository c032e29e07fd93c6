//! Days between two dates, and the row before.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use gouji_audit::audit::Why;
use gouji_rules::formula::{Node, Reference};
use gouji_values::kind::Kind;
use gouji_values::number::{Decimal, Figure, Interval, day_number};

/// Why something is no day.
fn no_day(value: &Value) -> Missing {
    Missing::Unchecked(match value {
        Value::Text(text, _) => Why::DateUnclear { text: text.as_str().into() },
        Value::Blank(_) => Why::ValueBlank,
        _ => Why::KindsDiffer,
    })
}

/// The first or the last of several days.
pub(in crate::check) fn extreme_day(first: bool, values: Vec<Value>) -> Evaluated {
    let mut best = None;
    for value in values {
        let Value::Date(day, place) = value else { return Err(no_day(&value)) };
        if best.is_none_or(|(known, _)| if first { day < known } else { day > known }) {
            best = Some((day, place));
        }
    }
    let (day, place) = best.ok_or(Missing::Unchecked(Why::ValueBlank))?;
    Ok(Value::Date(day, place))
}

impl Evaluator<'_> {
    /// `days(from, to)`: how many days later the second day is.
    pub(super) fn days(&mut self, from: &Node, to: &Node) -> Evaluated {
        let (from, to) = (self.node(from)?, self.node(to)?);
        let day = |value: &Value| match value {
            Value::Date(day, _) => Ok(day_number(*day)),
            other => Err(no_day(other)),
        };
        let value = Decimal::from(day(&to)? - day(&from)?);
        let figure = self.opaque(value, Interval::exact(value), None, None, &[]);
        Ok(Value::Number(Figure { kind: Kind::Count, ..figure }))
    }

    /// `previous(column)`: what the row before prints, totals left out.
    pub(super) fn previous(&mut self, column: &Node) -> Evaluated {
        let Node::Read(Reference::Column { depth, column }) = column else {
            return Err(Missing::Unchecked(Why::NoRowHere));
        };
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.scope(*depth) else {
            return Err(Missing::Unchecked(Why::NoRowHere));
        };
        let before = (0..row)
            .rev()
            .find(|at| self.world.row(paper, form, side, *at).is_some_and(|before| !before.total));
        match before {
            Some(before) => self.cell(paper, form, side, before, *column),
            None => Err(Missing::NotApplicable(Why::NoRowBefore)),
        }
    }
}
