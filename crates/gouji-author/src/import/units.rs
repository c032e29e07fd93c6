//! Units of the numbers of a formula: report programs write none, and the rule language wants one
//! where a number stands beside an amount.

use super::value::Value;
use gouji_rules::ruleset::{ColumnKind, Form};

/// What published tables print, where neither the file of formulas nor the form says a unit.
pub(super) const USUAL: &str = "万元";

/// What a value is, as far as the forms tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Amount,
    /// Numbers alone.
    Bare,
    /// A ratio, or what is known where the document is.
    Open,
}

/// Whether all numbered columns of a form, in all its rows, are amounts.
pub(super) fn is_of_amounts(form: &Form) -> bool {
    let mut numbered = form.columns.iter().map(|column| column.kind).filter(|kind| {
        matches!(
            kind,
            ColumnKind::Amount
                | ColumnKind::Percent
                | ColumnKind::Count
                | ColumnKind::Score
                | ColumnKind::Target
                | ColumnKind::Year
        )
    });
    numbered.next() == Some(ColumnKind::Amount)
        && numbered.all(|kind| kind == ColumnKind::Amount)
        && form.rows.iter().all(|row| row.unit.is_none())
}

/// Gives the numbers of two sides that are compared, and of each sum in them, the unit of the
/// amounts beside them.
pub(super) fn with_units(
    left: &mut Value,
    right: &mut Value,
    unit: Option<&str>,
) -> Result<(), &'static str> {
    within(left, unit)?;
    within(right, unit)?;
    beside(left, right, unit)
}

fn within(value: &mut Value, unit: Option<&str>) -> Result<(), &'static str> {
    match value {
        Value::Cell { .. } | Value::Number(_) => Ok(()),
        Value::Negate(own) => within(own, unit),
        Value::Binary('+' | '-', left, right) => with_units(left, right, unit),
        Value::Binary(_, left, right) => {
            within(left, unit)?;
            within(right, unit)
        }
        Value::Call(name, list) => {
            for own in list.iter_mut() {
                within(own, unit)?;
            }
            if is_choice(name) && list.iter().any(|own| measure(own) == Measure::Amount) {
                for own in list.iter_mut().filter(|own| measure(own) == Measure::Bare) {
                    give(own, unit)?;
                }
            }
            Ok(())
        }
    }
}

fn beside(left: &mut Value, right: &mut Value, unit: Option<&str>) -> Result<(), &'static str> {
    match (measure(left), measure(right)) {
        (Measure::Amount, Measure::Bare) => give(right, unit),
        (Measure::Bare, Measure::Amount) => give(left, unit),
        _ => Ok(()),
    }
}

/// Whether what a function gives is one of its arguments.
fn is_choice(name: &str) -> bool {
    matches!(name, "min" | "max")
}

fn measure(value: &Value) -> Measure {
    let both = |left: &Value, right: &Value| (measure(left), measure(right));
    match value {
        Value::Cell { is_amount: true, .. } => Measure::Amount,
        Value::Cell { is_count: true, .. } => Measure::Bare,
        Value::Cell { .. } => Measure::Open,
        Value::Number(text) if !is_bare(text) => Measure::Open,
        Value::Number(_) => Measure::Bare,
        Value::Negate(own) => measure(own),
        Value::Call(name, list) if is_choice(name) => sum_of(list.iter().map(measure)),
        Value::Call(_, list) => list.first().map_or(Measure::Open, measure),
        Value::Binary('+' | '-', left, right) => sum_of([measure(left), measure(right)]),
        Value::Binary(sign, left, right) => match (both(left, right), sign) {
            ((Measure::Bare, Measure::Bare), _) => Measure::Bare,
            ((Measure::Amount, Measure::Bare), _) | ((Measure::Bare, Measure::Amount), '*') => {
                Measure::Amount
            }
            _ => Measure::Open,
        },
    }
}

/// What values come to that are added, or one of which is taken.
fn sum_of(all: impl IntoIterator<Item = Measure>) -> Measure {
    let of = |one: Measure, other: Measure| match (one, other) {
        (Measure::Amount, _) | (_, Measure::Amount) => Measure::Amount,
        (Measure::Bare, Measure::Bare) => Measure::Bare,
        _ => Measure::Open,
    };
    all.into_iter().reduce(of).unwrap_or(Measure::Open)
}

/// Whether a number has neither a unit nor a sign behind it.
fn is_bare(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit() || c == '.')
}

fn has_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Cell { .. } => false,
        Value::Negate(own) => has_number(own),
        Value::Binary(_, left, right) => has_number(left) || has_number(right),
        Value::Call(_, list) => list.iter().any(has_number),
    }
}

/// Writes the unit behind a number, or behind those of an expression that make it an amount. 0 needs
/// none.
fn give(value: &mut Value, unit: Option<&str>) -> Result<(), &'static str> {
    match value {
        Value::Cell { .. } => Ok(()),
        Value::Number(text) => {
            if is_bare(text) && text.chars().any(|c| matches!(c, '1'..='9')) {
                text.push_str(unit.ok_or("几张表的单位不同，先写一行“单位：万元”")?);
            }
            Ok(())
        }
        Value::Negate(own) => give(own, unit),
        Value::Binary('+' | '-', left, right) => {
            give(left, unit)?;
            give(right, unit)
        }
        // of people times a price the price has the unit
        Value::Binary('*', left, right) if !has_number(left) => give(right, unit),
        Value::Binary(_, left, _) => give(left, unit),
        Value::Call(name, list) => {
            let count = if is_choice(name) { list.len() } else { 1 };
            list.iter_mut().take(count).try_for_each(|own| give(own, unit))
        }
    }
}
