//! What was there of a stock at the beginning of a time, and what at its end.

use super::view::View;
use crate::prose::place::{Role, Spot, When};
use crate::prose::token::What;
use crate::prose::words::Class;

/// Whether a figure is what is there at the end, or at the beginning once that was amended: 年初结转调整为90万元.
pub(super) fn is_closing(view: &View<'_, '_>, spot: &Spot) -> bool {
    match spot.when.edge {
        Some(Class::End) => true,
        Some(Class::Start) => matches!(spot.role, Role::To(_)),
        _ => moment(view, spot).is_some(),
    }
}

/// Whether the first of two times is the earlier one, where their words say so: a year and another, this year and the last.
pub(super) fn comes_first(one: When, other: When) -> Option<bool> {
    match (one.year, other.year) {
        (Some(one), Some(other)) if one != other => Some(one < other),
        _ => (one.is_last != other.is_last).then_some(one.is_last),
    }
}

/// Whether a figure is what was there at the beginning of what a closing figure ends: at the end of the year before it.
pub(super) fn is_opening(view: &View<'_, '_>, spot: &Spot, closing: &Spot) -> bool {
    let own = view.own_words(spot);
    let mut last_ends = view.passage.tokens.words_of("last_ends");
    let is_last_end = spot.when.is_last && last_ends.any(|word| own.starts_with(word));
    let is_year_before =
        spot.when.year.zip(closing.when.year).is_some_and(|(own, end)| own + 1 == end);
    let is_start = spot.when.edge == Some(Class::Start) && closing.when.edge == Some(Class::End);
    // 1月1日余额80万元，…，3月31日余额90万元
    let moments = || moment(view, spot).zip(moment(view, closing));
    is_start
        || moments().is_some_and(|(own, end)| own < end)
        || spot.when.edge == Some(Class::End) && (is_year_before || spot.when.is_last)
        || is_last_end
}

/// Whether a figure is a fact, or what was left at the end or at a day that is named: 年末尚余80万元, 3月31日余额80万元.
pub(super) fn is_stock(view: &View<'_, '_>, at: usize) -> bool {
    view.is_fact(at)
        || view.is_plain(at)
            && view
                .spot(at)
                .filter(|own| own.role == Role::Left)
                .is_some_and(|own| own.when.edge == Some(Class::End) || moment(view, own).is_some())
}

/// The month and the day at which there was so much of a stock, where its own words name them.
fn moment(view: &View<'_, '_>, spot: &Spot) -> Option<(u32, u32)> {
    /// Behind each day: a month that is told alone is told of its end.
    const END: u32 = 99;
    let tokens = view.passage.tokens;
    if !tokens.has_word("stocks", &spot.raw) {
        return None;
    }
    let own = view.passage.layout.streams.get(spot.stream)?.tokens.get(spot.pre.clone())?;
    let mut own = own.iter().filter_map(|at| tokens.tokens.get(*at)).map(|token| token.what);
    let month = own.find_map(|what| match what {
        What::Month(month) => Some(month),
        _ => None,
    })?;
    let day = own.find_map(|what| match what {
        What::Day(day) => Some(day),
        _ => None,
    });
    (day.is_some() || spot.when.edge == Some(Class::End)).then_some((month, day.unwrap_or(END)))
}
