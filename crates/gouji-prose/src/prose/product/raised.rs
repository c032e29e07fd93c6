//! What each gets more, and how many there are: 每人每月提高7元，惠及31,000人，全年增支260.4万元.

use super::dimension::{Factors, names_month};
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};

/// Reads what a change of an amount for each comes to for all.
pub(super) fn raised(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let sign = match spot.role {
        Role::Change(sign @ (1 | -1)) | Role::Beside(sign @ (1 | -1)) => sign,
        // 每份节约7元
        Role::Left => -1,
        _ => return None,
    };
    if own.kind != Kind::Money || spot.row.is_some() || !passage.is_figure(spot) {
        return None;
    }
    let sentence: Vec<&Spot> = passage.in_sentence(spot).map(|(_, other)| other).collect();
    // the amount for each that was changed says what it is for each of
    let is_each = |other: &&&Spot| {
        other.figure <= spot.figure
            && passage.tokens.has_word("each_of", &other.raw)
            && passage.figure(other).is_some_and(|figure| figure.is_like(own))
            && matches!(
                other.role,
                Role::Per | Role::From | Role::Change(_) | Role::Base | Role::Left
            )
    };
    let each = sentence.iter().rfind(is_each)?;
    let behind: Vec<&Spot> = passage
        .after(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence == spot.sentence)
        .filter(|other| other.stream == spot.stream && passage.is_figure(other))
        .collect();
    let counts: Vec<&Spot> = behind
        .iter()
        .copied()
        .filter(|other| {
            other.role == Role::Value
                && passage.figure(other).is_some_and(|figure| figure.kind == Kind::Count)
        })
        .collect();
    let amounts: Vec<&Spot> = behind
        .iter()
        .copied()
        .filter(|other| passage.figure(other).is_some_and(|figure| figure.kind == Kind::Money))
        .collect();
    let ([count], [total]) = (counts.as_slice(), amounts.as_slice()) else { return None };
    let adds = |spot: &Spot| match spot.role {
        Role::Change(own) => own == sign,
        Role::Left => sign < 0,
        Role::Value => passage.tokens.has_word("adds", &spot.raw),
        _ => false,
    };
    let is_told = count.figure < total.figure
        && !sentence.iter().any(|other| names_month(passage, other))
        && adds(total)
        && total.row.is_none()
        && !passage.figure(count).is_some_and(|figure| figure.is_spelled)
        && passage.figure(total).zip(passage.figure(spot)).is_some_and(|(a, b)| a.value > b.value);
    if !is_told {
        return None;
    }
    let reading = |further: Option<Filling>| {
        let mut reading = Reading::of([
            (Slot::Total, total.figure, 1),
            (Slot::First, spot.figure, 1),
            (Slot::Second, count.figure, 1),
        ]);
        reading.parts.extend(further.map(|filling| (Slot::Third, filling)));
        (Relation::Product, reading)
    };
    // 每人每月: for the months of a year, or of one
    let mut readings = vec![reading(None)];
    if passage.tokens.has_word("month", &each.raw) {
        let span = passage.figure(total)?.span.clone();
        readings.push(reading(Some(Factors::year(span))));
    }
    said(total, readings, Vec::new())
}
