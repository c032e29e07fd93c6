//! A column of another form in the formulas of a form: beside a list it has no row to be read from, and
//! the column of the own form that such a value may be held against is meant.

use super::beside_form::sum_of_same_rows;
use super::function::Function;
use super::names::{FormNames, FormulaMistake, Names, Owner};
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::error::MistakeSubject;
use gouji_values::kind::Kind;
use std::ops::Range;

/// Functions whose first argument is a list, which needs no row.
const LISTS: [Function; 5] =
    [Function::Sum, Function::Count, Function::Average, Function::Consecutive, Function::Unique];

/// What may be meant by a name that only other forms have: where it stands, what to write there, and why.
pub(super) struct OwnColumn {
    pub(super) span: Range<usize>,
    pub(super) text: String,
    pub(super) because: String,
}

/// The columns of the own form that may be meant by a name that only other forms have.
pub(super) fn own_columns(
    whole: &Syntax,
    mistake: &FormulaMistake,
    (names, owner): (&Names, &Owner),
) -> Vec<OwnColumn> {
    let (MistakeSubject::Name(name), Owner::Form(own, _)) = (&mistake.about, owner) else {
        return Vec::new();
    };
    let Some(form) = names.forms.get(*own) else { return Vec::new() };
    let Some((other, kind)) = other_column(names, form, name) else { return Vec::new() };
    let Some(place) = place_of(whole, name, None) else { return Vec::new() };
    let because = format!("{} 没有列 {name}，{name} 是 {} 的列", form.id, other.id);
    let way = |text: String| OwnColumn { span: place.span.clone(), text, because: because.clone() };
    if place.is_listed {
        return vec![way(format!("{}.{name}", other.id))];
    }
    let mut out: Vec<&str> = form
        .columns
        .iter()
        .filter(|(column, own)| *own == kind && place.unit.is_none_or(|unit| column.contains(unit)))
        .map(|(column, _)| column.as_str())
        .collect();
    // of several nobody knows which is meant
    if out.len() != 1 {
        out.clear();
    }
    out.into_iter().map(|column| way(column.to_owned())).collect()
}

/// What is said of such a column where none of the own form is surely meant.
pub(super) fn of_other_form(own: &FormNames, other: &FormNames, name: &str) -> String {
    let columns: Vec<&str> = own.columns.iter().map(|(column, _)| column.as_str()).collect();
    let row = match other.rows.first() {
        _ if let Some(sum) = sum_of_same_rows(own, other, name) => sum,
        Some(row) => format!("{}.{row}.{name}", other.id),
        None => format!("{}[\"…\"].{name}", other.id),
    };
    format!(
        "{} 没有这一列，{name} 是表样 {} 的列：换成本表的列（{}）；要那张表的，写明是哪一行，如 {row}，整列相加写 sum({}.{name})",
        own.id,
        other.id,
        columns.join("、"),
        other.id
    )
}

/// The form of the latest layer, but the own one, that has a column, and its kind.
fn other_column<'n>(
    names: &'n Names,
    own: &FormNames,
    name: &str,
) -> Option<(&'n FormNames, Kind)> {
    let others = names.forms.iter().rev().filter(|form| form.id != own.id);
    let mut found = others.filter_map(|form| {
        let (_, kind) = form.columns.iter().find(|(column, _)| column == name)?;
        Some((form, *kind))
    });
    found.next()
}

/// Where a name stands in a formula.
struct Place<'s> {
    span: Range<usize>,
    /// As the first argument of a function of lists.
    is_listed: bool,
    /// The unit of the number that it is compared with.
    unit: Option<&'s str>,
}

fn place_of<'s>(syntax: &'s Syntax, name: &str, unit: Option<&'s str>) -> Option<Place<'s>> {
    let within = |own: &'s Syntax| place_of(own, name, unit);
    match &syntax.kind {
        SyntaxKind::Name(own) if own == name => {
            Some(Place { span: syntax.span.clone(), is_listed: false, unit })
        }
        SyntaxKind::Compare(_, a, b) => {
            let of = |own: &'s Syntax| match &own.kind {
                SyntaxKind::Number { unit, .. } if !unit.is_empty() => Some(unit.as_str()),
                _ => None,
            };
            place_of(a, name, of(b)).or_else(|| place_of(b, name, of(a)))
        }
        SyntaxKind::Call(call, _, arguments) => {
            let is_list = Function::find(call).is_some_and(|own| LISTS.contains(&own));
            arguments.iter().enumerate().find_map(|(at, own)| {
                let place = within(own)?;
                Some(Place { is_listed: place.is_listed || is_list && at == 0, ..place })
            })
        }
        SyntaxKind::Binary(_, a, b) => within(a).or_else(|| within(b)),
        SyntaxKind::Negate(inner) | SyntaxKind::Not(inner) => within(inner),
        _ => None,
    }
}
