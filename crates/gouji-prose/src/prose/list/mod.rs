//! Lists: a head and its items, whole or not, and totals behind their items.

mod around;
mod firsts;
mod hundred;
mod items_before;
mod known;
mod named;
mod opening;
mod parts;
mod sum;
mod total;
mod walk;

use around::{breaks_off, goes_on_without_figures, is_labelled, says_no_other};
pub(super) use around::{is_listed_apart, is_rest_last, leaves_gap, leaves_rest};
pub(crate) use known::{has_inner, is_all_of_change, is_all_of_whole};
use known::{is_known_whole, is_scale, near_whole};
pub(super) use named::{are_of_divisions, is_division};
pub(crate) use sum::sums;
pub(super) use sum::with_own;

use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;
use opening::{OpenedList, opened};
use walk::ItemWalk;

/// A list of figures under a head.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The place of the head.
    pub head: Option<usize>,
    /// The places of the items.
    pub items: Vec<usize>,
    /// Nothing says that something is missing, and something says that nothing is.
    pub is_whole: bool,
    /// The grammar says where it ends and what it hangs on.
    pub is_closed: bool,
    /// Its items are parted by marks of items or semicolons, or it stands in a bracket.
    pub is_firm: bool,
    /// The head is all of one thing.
    pub is_entire: bool,
    /// A word says that not all is listed.
    pub is_open: bool,
}

fn is_item(spot: &Spot) -> bool {
    (spot.role == Role::Value || spot.role == Role::Left && !spot.name.is_empty())
        && !spot.is_sum
        && !spot.when.is_last
}

/// All lists of a passage.
#[must_use]
pub(crate) fn lists(passage: &Passage<'_>) -> Vec<List> {
    let mut out = Vec::new();
    for (at, spot) in passage.spots().iter().enumerate() {
        if !matches!(
            spot.role,
            Role::Value
                | Role::To(_)
                | Role::Got
                | Role::Weight
                | Role::Left
                | Role::Deduct
                | Role::Change(1 | -1)
        ) || !passage.is_figure(spot)
            || passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Bare)
        {
            continue;
        }
        // in a bracket directly behind it, and in the sentence
        let brackets = (at + 1..(at + 12).min(passage.spots().len()))
            .filter_map(|first| Some((first, passage.spots().get(first)?)))
            .find(|(_, first)| {
                first.stream != spot.stream && passage.anchor(first.stream) == Some(at)
            })
            .map(|(first, _)| first);
        if let Some(first) = brackets {
            out.extend(list_from(passage, at, first, Opening::Bracket));
        }
        // 由三期债券构成: the number of the parts is none of them
        let is_number = |next: &Spot| {
            passage.figure(next).zip(passage.figure(spot)).is_some_and(|(next, own)| {
                next.is_spelled && (own.kind != Kind::Count || next.counter != own.counter)
            })
        };
        let next = passage
            .after(at)
            .find(|(_, next)| next.stream == spot.stream && !is_number(next))
            .map(|(first, _)| first);
        if let Some(first) = next {
            out.extend(list_from(passage, at, first, Opening::Sentence));
        }
    }
    for at in 0..passage.spots().len() {
        let Some(head) = named::head_of(passage, at) else { continue };
        if !out.iter().any(|list: &List| list.items.contains(&at)) {
            out.extend(list_from(passage, head, at, Opening::Named));
        }
    }
    out
}

/// Where the first item of a list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// In the sentence of its head.
    Sentence,
    /// In the bracket behind its head.
    Bracket,
    /// Anywhere: its head is named before it.
    Named,
}

/// The list of a head whose first item stands at a place.
fn list_from(passage: &Passage<'_>, head: usize, first: usize, opening: Opening) -> Option<List> {
    let opened = opened(passage, head, first, opening)?;
    let (spots, of, start) = (passage.spots(), opened.of, opened.start);
    let has = |class: Class| opened.has(class);
    let OpenedList {
        is_bracket, colon, in_order, is_entire, is_made_of, is_spent, is_among, ..
    } = opened;
    let OpenedList { is_division, is_total, far, .. } = opened;
    let ItemWalk { items, separator, is_closed, is_glossed, rest, mut is_open, .. } =
        ItemWalk::through(passage, &opened, (head, first));
    // 等 directly behind the last item
    if let Some(end) = items.last().and_then(|at| spots.get(*at)) {
        is_open |= passage.is_followed_by(end, Class::Open);
    }
    is_open |= items.last().is_some_and(|at| {
        breaks_off(passage, *at)
            || leaves_rest(passage, *at)
            || leaves_gap(passage, *at)
            || is_listed_apart(passage, *at)
    });
    // 无其他支出: said behind the last item
    let is_all_told = items.last().is_some_and(|at| says_no_other(passage, *at));
    let shares = share_total(passage, &items);
    // 甲42万元，占65%；乙8万元，占12%: there is more
    is_open |= shares.is_some_and(|total| total < Decimal::ONE_HUNDRED - Decimal::ONE);
    let is_open = is_open && !is_all_told;
    let of_which = (has(Class::OfWhich) || is_among && !is_made_of && !is_division) && !is_all_told;
    // 其中甲5万元；乙6万元: a semicolon may end what 其中 opens
    let may_end = of_which
        && separator == Some(true)
        && !is_bracket
        && !passage.has_sign_between(of, start, Sign::Colon);
    let is_full = shares.is_some_and(|total| (total - Decimal::ONE_HUNDRED).abs() <= Decimal::ONE);
    let names: Vec<&str> =
        items.iter().filter_map(|at| spots.get(*at)).map(|item| item.name.as_str()).collect();
    let goes_on = goes_on_behind(passage, &items, separator);
    let is_known = !goes_on && !has_inner(passage, &items) && is_known_whole(passage, &names);
    let is_of_all = of.role == Role::Deduct && of.is_sum
        || of.words.contains(&Class::ScoreTotal)
            && items.len() > 2
            && !items.last().is_some_and(|at| goes_on_without_figures(passage, *at))
        || passage.figure(of).is_some_and(|figure| figure.kind == Kind::Count)
            && items.len() > 2
            && is_rest_last(passage, &items);
    // 问题53个，归为四类：甲18个，乙11个，……: as many as are said to be
    let is_counted = colon
        && passage.in_sentence(start).any(|(_, number)| {
            number.figure > of.figure
                && number.figure < start.figure
                && passage.figure(number).is_some_and(|figure| {
                    figure.is_spelled && figure.value == Decimal::from(items.len())
                })
        });
    let is_joined = is_last_joined(passage, &items);
    let is_only_spent = is_spent && !(is_made_of || colon || in_order || has(Class::Whole));
    let is_last = ends_with_items(passage, &items);
    let is_near = || near_whole(passage, head, &items);
    let is_closed = is_closed
        && (!is_total || items.len() > 2 && is_last && is_near())
        && (!is_division || is_last && is_near())
        && (!may_end || is_known)
        && (!is_glossed || is_known)
        && (!far || is_known || has(Class::Whole) && !has(Class::OfWhich))
        && (!is_only_spent || (is_joined || is_last && of.is_sum) && items.len() > 2);
    let is_whole =
        !is_open && (is_counted || rest || is_full || is_known || is_of_all || !of_which);
    let is_firm = is_bracket || is_counted || separator == Some(true) || items.windows(2).all(|pair| matches!(pair, [a, b] if spots.get(*a).zip(spots.get(*b)).is_some_and(|(a, b)| passage.has_sign_between(a, b, Sign::Item))));
    let is_firm = is_firm && (!is_entire || items.len() == 1);
    (!items.is_empty()).then_some(List {
        is_entire,
        is_open,
        head: Some(head),
        items,
        is_whole,
        is_closed,
        is_firm,
    })
}

/// Whether a further figure stands in the place of an item behind the last one: two parts that make
/// up a whole elsewhere are not all of it.
fn goes_on_behind(passage: &Passage<'_>, items: &[usize], separator: Option<bool>) -> bool {
    let spots = passage.spots();
    items.last().and_then(|at| Some((*at, spots.get(*at)?))).is_some_and(|(at, end)| {
        let mut further = passage.after(at).map(|(_, spot)| spot);
        further.any(|spot| {
            spot.stream == end.stream
                && spot.sentence == end.sentence
                && spot.role == Role::Value
                && !spot.name.is_empty()
                && separator == Some(end.segment != spot.segment)
        })
    })
}

/// Whether a word joins the last item to the others: all that it is for is named.
fn is_last_joined(passage: &Passage<'_>, items: &[usize]) -> bool {
    let spots = passage.spots();
    items.windows(2).last().is_some_and(|pair| {
        matches!(pair, [a, b] if spots.get(*a).zip(spots.get(*b)).is_some_and(|(a, b)| {
            passage.between_in_stream(a, b).iter().any(|class| {
                matches!(class, Class::And | Class::With)
            })
        }))
    })
}

/// Whether a sentence or a group of clauses ends with the last item: 投向甲1亿元、乙2亿元、丙3亿元。
fn ends_with_items(passage: &Passage<'_>, items: &[usize]) -> bool {
    let spots = passage.spots();
    items.last().and_then(|at| spots.get(*at)).is_some_and(|end| {
        let behind = passage.tokens.at.get(end.figure).map_or(usize::MAX, |at| at + 1);
        passage.tokens.tokens.get(behind).is_none_or(|token| {
            matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon))
        })
    })
}

/// Whether a ratio stands before a figure in its clause.
fn is_behind_ratio(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.in_sentence(spot).any(|(_, other)| {
        other.figure < spot.figure
            && other.clause == spot.clause
            && passage.figure(other).is_some_and(|figure| figure.kind == Kind::Percent)
    })
}

/// Whether an amount is that of a number directly before it that has a name: 甲项目11个，金额18万元.
fn is_of_counted(passage: &Passage<'_>, at: usize, spot: &Spot) -> bool {
    let before = at.checked_sub(1).and_then(|at| passage.spots().get(at));
    before.is_some_and(|before| {
        passage.figure(before).is_some_and(|figure| figure.kind == Kind::Count)
            && before.role == Role::Value
            && !before.name.is_empty()
            && before.stream == spot.stream
            && before.clause + 1 == spot.clause
            && before.segment == spot.segment
            && spot.words.iter().all(|class| *class == Class::Filler)
            && !spot.words.is_empty()
    })
}

/// What the shares behind the items of a list come to, where each has one.
fn share_total(passage: &Passage<'_>, items: &[usize]) -> Option<Decimal> {
    if items.len() < 2 {
        return None;
    }
    let mut total = Decimal::ZERO;
    for at in items {
        let item = passage.spots().get(*at)?;
        let (_, next) = passage.after(*at).find(|(_, next)| next.stream == item.stream)?;
        if next.role != Role::Share {
            return None;
        }
        total = total.checked_add(passage.figure(next)?.value)?;
    }
    Some(total)
}
