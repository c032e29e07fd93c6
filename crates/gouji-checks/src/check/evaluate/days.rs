//! Days between two dates, and the row before.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use gouji_audit::audit::Why;
use gouji_rules::formula::{Node, Reference};
use gouji_values::kind::Kind;
use gouji_values::number::{Decimal, Figure, Interval};

/// A day by its distance from the first day of the year 0.
fn since((year, month, day): (i32, u32, u32)) -> i64 {
    // years begin with March, so that the day more stands at their end
    let shift = i64::from(month < 3);
    let (year, month) = (i64::from(year) - shift, (i64::from(month) + 9) % 12);
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + i64::from(day)
}

/// The first or the last of several days.
pub(super) fn extreme_day(first: bool, values: Vec<Value>) -> Evaluated {
    let mut best = None;
    for value in values {
        let Value::Date(day, place) = value else {
            return Err(Missing::Unchecked(match value {
                Value::Text(text, _) => Why::DateUnclear { text: text.as_str().into() },
                Value::Blank(_) => Why::ValueBlank,
                _ => Why::KindsDiffer,
            }));
        };
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
            Value::Date(day, _) => Ok(since(*day)),
            Value::Blank(_) => Err(Missing::Unchecked(Why::ValueBlank)),
            Value::Text(text, _) => {
                Err(Missing::Unchecked(Why::DateUnclear { text: text.as_str().into() }))
            }
            _ => Err(Missing::Unchecked(Why::KindsDiffer)),
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

#[cfg(test)]
mod tests {
    use super::since;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        assert_eq!(since((2024, 3, 1)) - since((2024, 2, 28)), 2);
        assert_eq!(since((2023, 3, 1)) - since((2023, 2, 28)), 1);
        assert_eq!(since((2025, 1, 1)) - since((2024, 1, 1)), 366);
        assert_eq!(since((2024, 6, 9)) - since((2024, 6, 3)), 6);
        assert_eq!(since((2000, 3, 1)) - since((1900, 3, 1)), 36525);
    }
}
