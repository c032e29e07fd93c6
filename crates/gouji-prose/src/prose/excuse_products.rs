//! Products that are left open: the number belongs to something else than the amount for each.

use super::excuse::{has_more_factors, spot_of};
use super::outcome::{Outcome, Told};
use super::place::{Layout, Role, Spot};
use super::quantity::Kind;
use super::reading::{Reading, Relation, Slot, holds};
use super::standard::is_limit;
use super::token::{Token, Tokens, What};
use super::words::Class;
use gouji_values::number::Decimal;

/// A shorter name is that of many things.
const SHORT: usize = 2;

/// Leaves open products whose number stands in another group of clauses: nothing but their figures chose it.
pub(super) fn excuse_products(tokens: &Tokens, layout: &Layout, told: &mut [Told]) {
    for one in told {
        let Some((relation, reading)) = one.said.readings.get(one.chosen) else { continue };
        if *relation != Relation::Product {
            continue;
        }
        if one.outcome == Outcome::Fails && has_more_factors(tokens, reading) {
            one.outcome = Outcome::Open;
        }
        if is_of_another_measure(tokens, layout, reading)
            || is_of_others(tokens, layout, reading)
            || has_mean(tokens, layout, reading)
            || has_nearer(tokens, layout, reading)
            || spot_of(layout, reading, Slot::First)
                .is_some_and(|each| is_limit(tokens, each.figure))
            || is_named_by_number(tokens, layout, reading)
            || one.outcome == Outcome::Fails && is_less_a_change(tokens, layout, reading)
        {
            (one.outcome, one.is_proven) = (Outcome::Open, false);
            continue;
        }
        if is_of_another_clause(layout, reading) {
            if one.outcome.agrees() {
                one.is_proven = false;
            } else {
                one.outcome = Outcome::Open;
            }
        }
    }
}

/// Whether an amount for each of one measure is multiplied by a number of another one: 46.8公里，每米295元.
fn is_of_another_measure(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let spot = |slot: Slot| spot_of(layout, reading, slot);
    let Some((each, count)) = spot(Slot::First).zip(spot(Slot::Second)) else { return false };
    let Some(count) = tokens.figures.get(count.figure) else { return false };
    let heads = tokens.words_of("each_of").filter_map(|word| Some(each.raw.rsplit_once(word)?.1));
    let mut measures = heads.flat_map(|head| {
        let known = tokens.words_of("measured").filter(|word| head.starts_with(*word));
        known.max_by_key(|word| word.len())
    });
    tokens.is_word("measured", &count.counter) && measures.any(|own| own != count.counter)
}

/// Whether an amount is for each of some of what a number counts: 机房12个、保留3个，关停机房平均每个34万元.
fn is_of_others(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let spot = |slot: Slot| spot_of(layout, reading, slot);
    let Some((each, count)) = spot(Slot::First).zip(spot(Slot::Second)) else { return false };
    let mut means = tokens.words_of("each_means").filter_map(|word| each.raw.split_once(word));
    let Some((own, _)) = means.next() else { return false };
    let from = own.char_indices().rev().nth(SHORT - 1).map_or(0, |(from, _)| from);
    let (which, noun) = own.split_at(from);
    which.chars().count() >= SHORT && count.raw.ends_with(noun) && !count.raw.contains(which)
}

/// Whether the number directly before an amount for each is of the same things, and another one was taken: 4辆：甲3辆，每辆16万元.
fn has_nearer(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let spot = |slot: Slot| spot_of(layout, reading, slot);
    let Some((each, count)) = spot(Slot::First).zip(spot(Slot::Second)) else { return false };
    let counted = |at: usize| tokens.figures.get(at).filter(|own| own.kind == Kind::Count);
    let nearer = layout
        .spots
        .iter()
        .filter(|other| other.figure < each.figure)
        .max_by_key(|other| other.figure);
    let figures = reading.figures();
    let Some(nearer) = nearer.filter(|other| !figures.contains(&other.figure)) else {
        return false;
    };
    let alike = counted(nearer.figure).zip(counted(count.figure));
    nearer.sentence == each.sentence
        && nearer.clause + 1 >= each.clause
        && count.figure < nearer.figure
        && alike.is_some_and(|(near, own)| {
            near.counter == own.counter
                && !near.counter.is_empty()
                && each.raw.contains(&near.counter)
        })
}

/// Whether the number is the name of the total: 三季度40万元，月均10万元.
fn is_named_by_number(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let spot = |slot: Slot| spot_of(layout, reading, slot);
    let Some((total, count)) = spot(Slot::Total).zip(spot(Slot::Second)) else { return false };
    let figure = |at: usize| tokens.figures.get(at);
    figure(count.figure).zip(figure(total.figure)).is_some_and(|(count, total)| {
        count.is_spelled
            && count.chars.end <= total.chars.start
            && tokens.text(count.chars.end, total.chars.start).is_empty()
    })
}

/// Whether a change that the sentence tells makes up for what is lacking: 8,000人，少发3.24万元，实发476.76万元，每人600元.
fn is_less_a_change(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let Some(total) = spot_of(layout, reading, Slot::Total) else { return false };
    let Some(own) = tokens.figures.get(total.figure) else { return false };
    let figures = reading.figures();
    let makes_up = |other: &Spot| {
        let Some(change) = tokens.figures.get(other.figure).filter(|one| one.is_like(own)) else {
            return false;
        };
        [Decimal::ONE, -Decimal::ONE].into_iter().any(|sign| {
            let mut all = tokens.figures.clone();
            if let Some(figure) = all.get_mut(total.figure) {
                figure.value += sign * change.value;
                figure.half += change.half;
            }
            holds(Relation::Product, reading, &all) == Some(true)
        })
    };
    let mut changes = layout.spots.iter().filter(|other| {
        other.sentence == total.sentence
            && !figures.contains(&other.figure)
            && matches!(other.role, Role::Change(_))
    });
    changes.any(makes_up)
}

/// Whether a mean of what is counted stands beside the number that was taken: 累计350户，月均300户.
fn has_mean(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let Some(count) = spot_of(layout, reading, Slot::Second) else { return false };
    let own = tokens.figures.get(count.figure).filter(|figure| figure.kind == Kind::Count);
    let is_cumulated = tokens.has_word("cumulated", &count.raw);
    own.filter(|_| is_cumulated).is_some_and(|own| {
        layout.spots.iter().any(|other| {
            other.figure != count.figure
                && other.sentence == count.sentence
                && other.words.contains(&Class::Average)
                && tokens.figures.get(other.figure).is_some_and(|figure| figure.is_like(own))
        })
    })
}

/// Whether the number that an amount for each is multiplied by stands in another group of clauses than both.
fn is_of_another_clause(layout: &Layout, reading: &Reading) -> bool {
    let spot = |slot: Slot| spot_of(layout, reading, slot);
    let (Some(total), Some(each), Some(count)) =
        (spot(Slot::Total), spot(Slot::First), spot(Slot::Second))
    else {
        return false;
    };
    total.segment == each.segment && count.segment != total.segment
}

/// Whether only a part of a product is paid: all of them have the amount together, a rate says how much comes in, or a year's
/// amount is paid from a month on: 月租金合计5万元; 收缴率95%; 自7月起薪，人均年工资12万元.
pub(super) fn is_of_a_part(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let Some(each) = spot_of(layout, reading, Slot::First) else { return false };
    let own = reading.figures();
    let comes_in = |other: &Spot| {
        other.sentence == each.sentence
            && tokens.figures.get(other.figure).is_some_and(|own| own.kind == Kind::Percent)
            && !own.contains(&other.figure)
            && tokens.has_word("collected", &other.raw)
    };
    let is_from_month = || {
        let place = |figure: usize| tokens.at.get(figure).copied();
        let places = || own.iter().filter_map(|figure| place(*figure));
        let (Some(from), Some(to)) = (places().min(), places().max()) else { return false };
        let between = tokens.tokens.get(from..to).unwrap_or(&[]);
        let mut months =
            between.iter().enumerate().filter(|(_, own)| matches!(own.what, What::Month(_)));
        // 自3月1日至后年2月28日，每年支付5万元: whole years
        let is_end = |own: &Token| matches!(own.what, What::Word(Class::To | Class::Until));
        tokens.has_word("year", &each.raw)
            && !between.iter().any(is_end)
            && months.any(|(at, _)| {
                let before = between.get(at.saturating_sub(2)..at).unwrap_or(&[]);
                before.iter().any(|own| own.what == What::Word(Class::From))
            })
    };
    each.is_sum || layout.spots.iter().any(comes_in) || is_from_month()
}

/// Whether people are added up behind the number of posts that were approved: 核定编制32名，在职30人、退休18人; but 编制32名，行政编制
/// 20名、事业编制12名.
pub(super) fn is_of_posts(tokens: &Tokens, layout: &Layout, reading: &Reading) -> bool {
    let raw = |figure: usize| layout.spot_of(figure).map_or("", |spot| spot.raw.as_str());
    let is_of = |own: &str| tokens.words_of("posts").any(|word| own.ends_with(word));
    let total = reading.parts.iter().find_map(|(_, filling)| filling.figure());
    total.is_some_and(|total| is_of(raw(total)))
        && !reading.item_figures().into_iter().any(|item| is_of(raw(item)))
}
