//! Several products and their sum: 行政28人，人均2.1万元；事业35人，人均1.6万元。两项合计114.8万元. What is told to come
//! besides is added: 4座，每座38.5万元，另购车一辆42.6万元，共196.6万元.

use super::dimension::{each, is_cap, pair};
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Reads a total of several products.
pub(super) fn of_several(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    if own.kind != Kind::Money
        || !spot.is_sum
        || spot.role != Role::Value
        || spot.row.is_some()
        || !passage.is_figure(spot)
    {
        return None;
    }
    let mut before: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence + 1 >= spot.sentence)
        .filter(|other| other.stream == spot.stream)
        .collect();
    before.reverse();
    // 三项合计
    let stated = before.iter().find(|other| {
        other.sentence == spot.sentence
            && other.clause == spot.clause
            && passage.figure(other).is_some_and(|figure| figure.is_spelled)
    });
    let is_amount = |other: &&&Spot| {
        passage.figure(other).is_some_and(|figure| figure.kind == Kind::Money)
            && !is_cap(passage, other)
    };
    let amounts: Vec<&Spot> = before.iter().filter(is_amount).copied().collect();
    let mut worked = Decimal::ZERO;
    let mut first: Option<usize> = None;
    let mut products = 0_usize;
    for each in &amounts {
        let is_besides = each.role == Role::Value
            && each.row.is_none()
            && each.sentence == spot.sentence
            && passage.is_figure(each)
            && passage.tokens.words_of("besides").any(|word| each.raw.starts_with(word));
        if is_besides && products > 0 {
            worked = worked.checked_add(passage.figure(each)?.value)?;
            continue;
        }
        if each.role != Role::Per || each.row.is_some() || !passage.is_figure(each) {
            return None;
        }
        let count = pair(passage, each, &before)?;
        let (price, number) = (passage.figure(each)?, passage.figure(count)?);
        worked = worked.checked_add(price.value.checked_mul(number.value)?)?;
        products += 1;
        let start = price.span.start.min(number.span.start);
        first = Some(first.map_or(start, |first| first.min(start)));
    }
    let is_counted = stated.is_none_or(|stated| {
        passage.figure(stated).is_some_and(|figure| figure.value == Decimal::from(amounts.len()))
    });
    let is_plain = !passage
        .words_of_sentence(spot)
        .any(|class| matches!(class, Class::Scope | Class::Open | Class::OfWhich));
    let last = amounts.last()?;
    if products == 0 || amounts.len() < 2 || !is_counted || !is_plain {
        return None;
    }
    let times = own.value.checked_div(own.printed)?;
    let value = worked.checked_div(times)?;
    let range = first?..passage.figure(last)?.span.end;
    let reading = Reading {
        parts: vec![
            (Slot::Total, Filling::Figure(spot.figure, 1)),
            (Slot::Worked, Filling::Worked { value, like: spot.figure, range }),
        ],
        ..Reading::default()
    };
    said(spot, vec![(Relation::Formula, reading)], Vec::new())
}

/// Whether a number of months stands beside an amount for each of some in a year: 按每人每年15万元、到岗8个月测算.
pub(in crate::prose) fn is_for_months(passage: &Passage<'_>, spot: &Spot) -> bool {
    let own = each(passage, spot);
    let is_of_year = own.is_yearly && !own.is_monthly && !own.things.is_empty();
    is_of_year
        && passage.in_sentence(spot).any(|(_, other)| {
            let counter = passage.figure(other).map_or("", |own| own.counter.as_str());
            other.segment == spot.segment && passage.tokens.is_word("month_counters", counter)
        })
}

/// Whether an amount stands before several amounts for each of the same things, each in a group of clauses that tells nothing else:
/// 奖励1,125万元，甲每家30万元，共26家；乙每家15万元，共23家.
pub(super) fn is_of_several(passage: &Passage<'_>, total: &Spot, spot: &Spot) -> bool {
    let own = each(passage, spot).things;
    let is_like = |other: &Spot| {
        passage.figure(other).zip(passage.figure(total)).is_some_and(|(a, b)| a.is_like(b))
    };
    let is_told_apart = |each: &Spot| {
        passage.in_sentence(each).any(|(_, other)| {
            other.segment == each.segment
                && other.role != Role::Per
                && other.figure != total.figure
                && is_like(other)
        })
    };
    let is_other = |other: &Spot| {
        other.role == Role::Per
            && other.when == spot.when
            && !other.words.contains(&Class::Average)
            && other.segment != spot.segment
            && other.figure > total.figure
            && is_like(other)
            && each(passage, other).things == own
            && !is_told_apart(other)
    };
    !own.is_empty()
        && !spot.words.contains(&Class::Average)
        && total.figure < spot.figure
        && passage.in_sentence(spot).any(|(_, other)| is_other(other))
}
