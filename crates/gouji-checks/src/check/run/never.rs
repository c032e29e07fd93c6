//! Why a condition is true in no row, or passes rows over: what its column prints instead of what it asks
//! for, and rows of one name that do not follow each other where it looks at the row before.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use gouji_audit::audit::{CheckRelation, Why};
use gouji_forms::form::FormRow;
use gouji_rules::formula::{Binary, Function, Node, Reference};
use gouji_values::number::{Decimal, cell_number, day};
use std::collections::BTreeMap;

/// Words that are named.
const NAMED: usize = 6;

/// What a condition asks of a column.
enum Asked<'n> {
    /// To be these words.
    Words(&'n str),
    /// To hold, begin or end with them.
    Part(Function, &'n str),
}

/// That a condition asks for what no row of its table prints in that column, and what the column prints.
pub(super) fn of_values(evaluator: &Evaluator<'_>, condition: &Node) -> Option<Why> {
    match condition {
        // which rows the rule is for
        Node::Binary(Binary::And, of, own) if matches!(**of, Node::RowIs(_)) => {
            of_values(evaluator, own)
        }
        Node::Binary(Binary::And, own, of) if matches!(**of, Node::RowIs(_)) => {
            of_values(evaluator, own)
        }
        Node::Compare(relation, a, b) if *relation != CheckRelation::Equal => {
            let column = [(a, b), (b, a)].into_iter().find_map(|(one, other)| {
                let Node::Read(Reference::Column { depth: 0, column }) = one.as_ref() else {
                    return None;
                };
                matches!(other.as_ref(), Node::Number { .. } | Node::Date(_) | Node::Param(_, None))
                    .then_some(*column)
            });
            numbers(evaluator, column?)
        }
        _ => of_words(evaluator, condition),
    }
}

fn of_words(evaluator: &Evaluator<'_>, condition: &Node) -> Option<Why> {
    match condition {
        Node::Binary(Binary::And, a, b) => {
            of_words(evaluator, a).or_else(|| of_words(evaluator, b))
        }
        // one of the two might be true
        Node::Binary(Binary::Or, a, b) => {
            let first = of_words(evaluator, a)?;
            of_words(evaluator, b).map(|_| first)
        }
        Node::Compare(CheckRelation::Equal, a, b) => match (a.as_ref(), b.as_ref()) {
            (Node::Read(Reference::Column { depth: 0, column }), Node::Text(text))
            | (Node::Text(text), Node::Read(Reference::Column { depth: 0, column })) => {
                words(evaluator, *column, &Asked::Words(text))
            }
            _ => None,
        },
        Node::Call(
            function @ (Function::Contains | Function::StartsWith | Function::EndsWith),
            of,
        ) => match of.as_slice() {
            [Node::Read(Reference::Column { depth: 0, column }), Node::Text(text)] => {
                words(evaluator, *column, &Asked::Part(*function, text))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The rows of the form that the evaluator stands in, and what one of its columns is called.
fn rows<'e>(
    evaluator: &Evaluator<'e>,
    column: usize,
) -> Option<(&'e str, Result<&'e [FormRow], Why>)> {
    let Scope::Form { paper, form, side, .. } = *evaluator.scopes.last()? else { return None };
    let filled = evaluator.world.filled(paper, form)?;
    let name = evaluator.world.column(filled, column)?.name.as_str();
    let side = filled.sides.get(side)?;
    if side.columns.get(column).is_none_or(Option::is_none) {
        return Some((name, Err(Why::ConditionColumnAbsent { name: name.into() })));
    }
    Some((name, Ok(&side.rows)))
}

fn words(evaluator: &Evaluator<'_>, column: usize, asked: &Asked<'_>) -> Option<Why> {
    let (name, rows) = rows(evaluator, column)?;
    let rows = match rows {
        Ok(rows) => rows,
        Err(why) => return Some(why),
    };
    let words = &evaluator.world.ruleset.vocabulary;
    let fits = |printed: &str| match asked {
        Asked::Words(wanted) => evaluator.are_same_text(printed, wanted),
        Asked::Part(function, wanted) => {
            let (printed, wanted) = (words.folded(printed), words.folded(wanted));
            match function {
                Function::StartsWith => printed.starts_with(&*wanted),
                Function::EndsWith => printed.ends_with(&*wanted),
                _ => printed.contains(&*wanted),
            }
        }
    };
    let mut there: Vec<&str> = Vec::new();
    for cell in rows.iter().filter_map(|row| row.cells.get(column)) {
        let printed = cell.text.text.trim();
        if fits(printed) {
            return None;
        }
        if !printed.is_empty() && there.len() < NAMED && !there.contains(&printed) {
            there.push(printed);
        }
    }
    if there.is_empty() {
        there.push(gouji_audit::say::BLANK);
    }
    let (name, there) = (name.into(), there.join("、").into());
    Some(match asked {
        Asked::Words(wanted) => Why::ConditionOfWords { name, wanted: (*wanted).into(), there },
        Asked::Part(_, wanted) => Why::ConditionOfPart { name, wanted: (*wanted).into(), there },
    })
}

/// What a column of numbers or days prints, from the least to the most.
fn numbers(evaluator: &Evaluator<'_>, column: usize) -> Option<Why> {
    let (name, rows) = rows(evaluator, column)?;
    let rows = match rows {
        Ok(rows) => rows,
        Err(why) => return Some(why),
    };
    let units = &evaluator.world.ruleset.vocabulary.units;
    let cells = rows.iter().filter(|row| !row.total).filter_map(|row| row.cells.get(column));
    let printed = cells.map(|cell| cell.text.text.trim());
    let value = |text: &str| -> Option<Decimal> {
        let days = || {
            let (year, month, day) = day(text)?;
            Some(Decimal::from(i64::from(year) * 372 + i64::from(month) * 31 + i64::from(day)))
        };
        days().or_else(|| Some(cell_number(text, units)?.value))
    };
    let mut all: Vec<(Decimal, &str)> =
        printed.filter_map(|text| Some((value(text)?, text))).collect();
    all.sort_unstable();
    let ((least, first), (most, last)) = (all.first()?, all.last()?);
    let there =
        if least == most { (*first).into() } else { format!("{first} 至 {last}").as_str().into() };
    Some(Why::ConditionOfNumbers { name: name.into(), there })
}

/// That a condition wants a row to be of the name of the row before, and rows of one name do not follow each
/// other.
pub(super) fn of_order(evaluator: &Evaluator<'_>, condition: &Node) -> Option<Why> {
    let column = match condition {
        Node::Binary(Binary::And, a, b) => {
            return of_order(evaluator, a).or_else(|| of_order(evaluator, b));
        }
        Node::Compare(CheckRelation::Equal, a, b) => {
            let own = |node: &Node| match node {
                Node::Read(Reference::Column { depth: 0, column }) => Some(*column),
                _ => None,
            };
            let before = |node: &Node| match node {
                Node::Call(Function::Previous, of) => own(of.first()?),
                _ => None,
            };
            let found = own(a).zip(before(b)).or_else(|| own(b).zip(before(a)));
            found.filter(|(own, before)| own == before)?.0
        }
        _ => return None,
    };
    let (name, rows) = rows(evaluator, column)?;
    let printed = rows
        .ok()?
        .iter()
        .filter(|row| !row.total)
        .map(|row| row.cells.get(column).map_or("", |cell| cell.text.text.trim()));
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let mut apart: Vec<&str> = Vec::new();
    for (at, text) in printed.enumerate().filter(|(_, text)| !text.is_empty()) {
        if last.insert(text, at).is_some_and(|before| before + 1 < at) {
            apart.push(text);
        }
    }
    let word = apart.first()?;
    let (name, word) = (name.into(), (*word).into());
    Some(Why::ConditionOfOrder { name, word, rows: apart.len() })
}
