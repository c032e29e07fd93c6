//! Rows of totals, of numbers and of so much for each: 教师分别为32人、18人，投入分别为2.56万元、1.89万元，人均分别为800元、
//! 1,050元.

use super::dimension::pair;
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::words::Class;

/// Reads a row of amounts for each.
pub(super) fn quotients(passage: &Passage<'_>, at: usize, spot: &Spot) -> Vec<Said> {
    found(passage, at, spot).unwrap_or_default()
}

fn found(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Vec<Said>> {
    let (_, _, len) = spot.row?;
    let own = passage.figure(spot)?;
    let rows = rows_before(passage, at, spot)?;
    let [first, second] = rows.as_slice() else { return None };
    let is_of = |row: &[&Spot], kind: Kind| {
        row.len() == len
            && row.iter().all(|other| {
                other.role == Role::Value
                    && other.when.is_last == spot.when.is_last
                    && passage.figure(other).is_some_and(|figure| figure.kind == kind)
            })
    };
    let (totals, counts) = match (is_of(first, Kind::Money), is_of(second, Kind::Money)) {
        (true, false) => (first, second),
        (false, true) => (second, first),
        _ => return None,
    };
    let each = passage.spots().get(at..at + len)?;
    let is_told = spot.role == Role::Per
        && own.kind == Kind::Money
        && each.iter().all(|each| each.role == Role::Per && passage.is_figure(each))
        && is_of(counts, Kind::Count)
        && pair(passage, spot, counts.get(..1)?).is_some();
    if !is_told || !is_plain(passage, spot) {
        return None;
    }
    let products = totals.iter().zip(counts).zip(each).filter_map(|((total, count), each)| {
        let reading = Reading::of([
            (Slot::Total, total.figure, 1),
            (Slot::First, each.figure, 1),
            (Slot::Second, count.figure, 1),
        ]);
        said(each, vec![(Relation::Product, reading)], Vec::new())
    });
    Some(products.collect())
}

/// The rows of a sentence before a figure, in order; `None` where a figure stands between that is in none.
fn rows_before<'a>(passage: &Passage<'a>, at: usize, spot: &Spot) -> Option<Vec<Vec<&'a Spot>>> {
    let mut before: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence == spot.sentence)
        .filter(|other| !passage.figure(other).is_some_and(|figure| figure.is_spelled))
        .collect();
    before.reverse();
    let mut rows: Vec<Vec<&Spot>> = Vec::new();
    for other in before {
        let (_, nth, _) = other.row?;
        if !passage.is_figure(other) || other.stream != spot.stream {
            return None;
        }
        match rows.last_mut() {
            Some(row) if nth > 0 => row.push(other),
            _ => rows.push(vec![other]),
        }
    }
    let is_whole = |row: &Vec<&Spot>| {
        row.first()
            .and_then(|first| first.row)
            .is_some_and(|(_, nth, len)| nth == 0 && row.len() == len)
    };
    rows.iter().all(is_whole).then_some(rows)
}

/// Whether the sentence of a figure leaves nothing out and tells nothing of a part.
fn is_plain(passage: &Passage<'_>, spot: &Spot) -> bool {
    !passage
        .words_of_sentence(spot)
        .any(|class| matches!(class, Class::Scope | Class::Open | Class::OfWhich))
}
