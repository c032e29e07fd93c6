//! By what rate a fact grew each year from one year to another: 由2021年的100万元增加到2023年的121万元，年均增长10%.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Growth over one year is no average; over more years than these two facts hardly stand side by side.
const YEARS: std::ops::RangeInclusive<i32> = 2..=20;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    out.extend(view.places().filter_map(|at| frame(view, at)));
}

fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let rate = view.figure(at)?;
    // 三年间年均复合增长
    let lead = view.lead(at);
    let says = |list: &str| {
        let tokens = view.passage.tokens;
        tokens.has_word(list, &spot.raw) || tokens.has_word(list, &lead)
    };
    let sign = match (says("yearly_up"), says("yearly_down")) {
        (true, false) => 1,
        (false, true) => -1,
        _ => return None,
    };
    if rate.kind != Kind::Percent || rate.is_times || !view.is_plain(at) || view.has_scope(at) {
        return None;
    }
    let is_fact = |place: &usize| {
        view.is_plain(*place)
            && view.figure(*place).is_some_and(|figure| !figure.is_spelled)
            && view.spot(*place).is_some_and(|other| {
                other.sentence == spot.sentence
                    && other.stream == spot.stream
                    && matches!(
                        other.role,
                        Role::Value | Role::To(_) | Role::From | Role::Base | Role::Per
                    )
            })
    };
    let amounts = |places: &mut dyn Iterator<Item = usize>| -> Option<(usize, usize)> {
        let own: Vec<usize> = places.filter(is_fact).collect();
        let of_kind = |place: &usize| view.figure(*place).map(|figure| figure.kind);
        let last = *own.last()?;
        let alike: Vec<usize> = own
            .into_iter()
            .filter(|place| view.is_like(*place, last) && of_kind(place) != Some(Kind::Percent))
            .collect();
        match alike.as_slice() {
            [first, second] => Some((*first, *second)),
            _ => None,
        }
    };
    let others = |place: &usize| *place != at && !is_count_of_years(view, *place);
    let before = &mut (0..at).filter(others);
    let behind = &mut (at + 1..view.places().end).filter(others);
    let (first, second) = amounts(before).or_else(|| amounts(behind))?;
    // 归集50亿元，与2019年的40亿元相比，四年年均增长5.7%
    let role = |place: usize| view.spot(place).map(|spot| spot.role);
    let is_turned = role(second) == Some(Role::Base) && role(first) != Some(Role::Base);
    let (base, value) = if is_turned { (second, first) } else { (first, second) };
    let years = years(view, (base, value), at)?;
    let (from, to) = (view.spot(base)?, view.spot(value)?);
    let is_told = !view.words(first, second).iter().any(|class| match class {
        Class::Cumulated | Class::OfWhich | Class::Scope => true,
        Class::Compare => !is_turned,
        _ => false,
    });
    let start = from.pre.start.min(to.pre.start);
    let range = view.passage.tokens.bytes(start, from.pre.end.max(to.pre.end));
    let parts = vec![
        (Slot::Value, Filling::Figure(to.figure, 1)),
        (Slot::Base, Filling::Figure(from.figure, 1)),
        (Slot::Rate, Filling::Figure(spot.figure, sign)),
        (Slot::Third, Filling::Counted(Decimal::from(years), range)),
    ];
    let reading = Reading { parts, ..Reading::default() };
    is_told.then(|| Frame::new(Relation::Yearly, reading, spot.figure))
}

/// How many years lie between two facts: by their years, or as the words before the rate say; `None` where these differ.
fn years(view: &View<'_, '_>, (base, value): (usize, usize), at: usize) -> Option<i32> {
    let year = |place: usize| view.spot(place).and_then(|spot: &Spot| spot.when.year);
    let by_years = year(base).zip(year(value)).map(|(from, to)| to - from);
    let told = at
        .checked_sub(1)
        .filter(|near| {
            is_count_of_years(view, *near)
                && view.spot(*near).map(|spot| spot.clause) == view.spot(at).map(|spot| spot.clause)
        })
        .and_then(|near| i32::try_from(view.figure(near)?.value.trunc().mantissa()).ok());
    let by_years = by_years.or_else(|| range_of_years(view, base));
    let years = match (by_years, told) {
        (Some(own), Some(told)) => (own == told).then_some(own),
        (own, told) => own.or(told),
    };
    years.filter(|years| YEARS.contains(years))
}

/// How many years the words before a fact go over: 2020年至2023年，….
fn range_of_years(view: &View<'_, '_>, base: usize) -> Option<i32> {
    let tokens = &view.passage.tokens.tokens;
    let end = view.token(base);
    let own = tokens.get(..end)?;
    let is_end =
        |token: &Token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon));
    let from = own.iter().rposition(is_end).map_or(0, |at| at + 1);
    let years = own.get(from..)?.windows(3).filter_map(|words| match words {
        [one, to, other] if to.what == What::Word(Class::To) => match (one.what, other.what) {
            (What::Year(one), What::Year(other)) => Some(other - one),
            _ => None,
        },
        _ => None,
    });
    let years: Vec<i32> = years.collect();
    match years.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Whether a figure counts years: 三年间.
fn is_count_of_years(view: &View<'_, '_>, at: usize) -> bool {
    view.figure(at).is_some_and(|figure| {
        matches!(figure.kind, Kind::Count | Kind::Bare) && figure.decimals == 0
    }) && view.spot(at).is_some_and(|spot| {
        view.passage.tokens.tokens.get(view.token(at)).is_some_and(|token| {
            view.passage.tokens.has_word("year", &view.passage.tokens.text(token.from, token.to))
        }) && spot.row.is_none()
    })
}
