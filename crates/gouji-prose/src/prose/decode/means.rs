//! Means that the words tell of years in a row, and of a year's months: 2021年60万元，2022年65万元，2023年70万元，年均65万元;
//! 每人4.8万元，月均4,000元.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Of a year.
const MONTHS: u32 = 12;
/// A mean of fewer years may be one of others.
const LEAST: usize = 2;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    super::frame::of_untold(view, out, |view, at| {
        of_years(view, at).or_else(|| of_months(view, at))
    });
}

/// Whether a figure is a mean by a word of a list.
fn is_mean(view: &View<'_, '_>, at: usize, list: &str) -> bool {
    view.spot(at).is_some_and(|spot| {
        view.is_plain(at)
            && spot.words.contains(&Class::Average)
            && matches!(spot.role, Role::Per | Role::Value)
            && view.passage.tokens.has_word(list, &view.own_words(spot))
            && !view.has_scope(at)
    })
}

/// The mean of the facts of years that follow one another, all of their kind in its sentence.
fn of_years(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| is_mean(view, at, "a_year"))?;
    let near = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut items: Vec<(usize, &Spot)> =
        near.filter(|(place, _)| view.is_like(*place, at)).collect();
    items.reverse();
    let year = |nth: usize| items.get(nth).and_then(|(_, own)| own.when.year);
    let is_next = |nth: usize| year(nth).is_some_and(|own| year(nth + 1) == Some(own + 1));
    let is_fact = |(place, own): &(usize, &Spot)| view.is_fact(*place) && !own.is_sum;
    // 近五年年均: as many as are told
    let counted = view.before(at).next().filter(|(_, own)| own.clause == spot.clause);
    let number = counted.and_then(|(place, _)| view.figure(place)).map(|own| own.value);
    let is_all = number.is_none_or(|number| number == Decimal::from(items.len() as u64));
    let is_told = items.len() > LEAST
        && is_all
        && items.iter().all(is_fact)
        && (0..items.len() - 1).all(is_next)
        && spot.name.is_empty();
    let figures: Vec<(usize, i8)> = items.iter().map(|(_, own)| (own.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&figures);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// The monthly part of what one has in a year, which stands directly before it.
fn of_months(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| is_mean(view, at, "monthly"))?;
    let (total, own) = view.before(at).next()?;
    let tokens = view.passage.tokens;
    // 其中基本生活费月均3,000元: of something else
    let words = view.own_words(spot);
    let is_own = tokens.words_of("monthly").any(|word| words.starts_with(word));
    let is_year = own.role == Role::Per
        && is_own
        && !spot.words.contains(&Class::OfWhich)
        && view.is_plain(total)
        && view.is_like(total, at)
        && view.figure(total).is_some_and(|figure| figure.kind == Kind::Money)
        && !tokens.has_word("monthly", &own.raw)
        && !tokens.words_of("month_counters").any(|word| own.raw.contains(word))
        && own.segment == spot.segment
        && own.clause + 1 == spot.clause;
    let mut reading = Reading::of([(Slot::Total, own.figure, 1), (Slot::First, spot.figure, 1)]);
    let range = view.figure(at)?.span.clone();
    reading.parts.push((Slot::Second, Filling::Counted(Decimal::from(MONTHS), range)));
    is_year.then(|| Frame::new(Relation::Product, reading, spot.figure).weak())
}
