//! Items that a word puts in order: 得分由高到低依次为：甲96分，乙94分，丙93分.

use super::frame::Frame;
use super::rank::{LEAST, clause, text};
use super::view::View;
use crate::prose::place::Spot;
use crate::prose::same::ranked;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// Each of the items that a word puts in order against the one before: 得分由高到低依次为：甲96分，乙94分，丙93分.
pub(super) fn in_order(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for (at, token) in view.passage.tokens.tokens.iter().enumerate() {
        let sign = match token.what {
            What::Word(Class::Falling) => 1,
            What::Word(Class::Rising) => -1,
            _ => continue,
        };
        let behind = view.places().find(|place| view.token(*place) > at);
        let Some(first) = behind.filter(|first| !ends_between(view, at, *first)) else {
            sorted_before(view, at, sign, out);
            continue;
        };
        let between = view.passage.tokens.tokens.get(at + 1..view.token(first)).unwrap_or(&[]);
        let opens = between.iter().any(|token| {
            matches!(token.what, What::Sign(Sign::Colon) | What::Word(Class::Respectively))
        });
        let is_apart = between.iter().any(|token| {
            matches!(token.what, What::Sign(Sign::Stop | Sign::Semicolon | Sign::Edge))
        });
        let Some(spot) = view.spot(first) else { continue };
        // where marks of items part the first two, a comma ends them: 甲98%、乙95%，都未达到99%的要求
        let is_row = view.after(first).next().is_some_and(|(_, next)| next.clause == spot.clause);
        let items: Vec<(usize, &Spot)> = std::iter::once((first, spot))
            .chain(view.after(first))
            .take_while(|(_, other)| other.sentence == spot.sentence)
            .take_while(|(_, other)| !is_row || other.clause == spot.clause)
            // 全市平均94%: no item
            .take_while(|(_, other)| !other.words.contains(&Class::Average))
            .filter(|(place, _)| view.is_like(*place, first))
            .collect();
        let is_item = |(place, item): &(usize, &Spot)| {
            view.is_plain(*place)
                && !item.name.is_empty()
                && !item.is_sum
                && item.role == spot.role
                && !item.when.is_last
        };
        // 按造林面积由高到低: by something else
        let lead = text(view, clause(view, at).start..at).unwrap_or_default();
        let is_by = view.passage.tokens.words_of("sorted_by").any(|word| lead.contains(word))
            && !view.passage.tokens.has_word("ranked_amounts", &lead);
        if !opens || is_apart || is_by || items.len() < LEAST || !items.iter().all(is_item) {
            continue;
        }
        out.extend(items.windows(2).filter_map(|pair| {
            let [(_, a), (_, b)] = pair else { return None };
            let (relation, reading) = ranked(view.passage, a, &[*b], sign)?;
            Some(Frame::new(relation, reading, b.figure).bound())
        }));
    }
}

/// Each that a word puts next to the one before it, behind the first or the last of all: 甲96亿元居首，其次为乙84亿元，再次为丙61亿元.
pub(super) fn one_by_one(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let found = view.places().filter_map(|at| next_in_turn(view, at));
    out.extend(found.collect::<Vec<_>>());
}

fn next_in_turn(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let is_next =
        |spot: &Spot| tokens.words_of("next_in_rank").any(|word| spot.raw.starts_with(word));
    if !is_next(spot) {
        return None;
    }
    let near = || view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let (before, last) = near().find(|(place, _)| view.is_like(*place, at))?;
    let (first, _) = near().find(|(place, other)| view.is_like(*place, at) && !is_next(other))?;
    // the clause of the first says which end the order begins at
    let own = clause(view, view.token(first));
    let ends = tokens.tokens.get(own).unwrap_or(&[]).iter().filter_map(|token| match token.what {
        What::Word(Class::Most) => Some(1),
        What::Word(Class::Least) => Some(-1),
        _ => None,
    });
    let signs: Vec<i8> = ends.collect();
    let [sign] = signs.as_slice() else { return None };
    let is_fact = |at: usize, spot: &Spot| {
        view.is_plain(at) && !spot.is_sum && !spot.when.is_last && spot.stream == 0
    };
    let is_told = is_fact(at, spot)
        && is_fact(before, last)
        && last.role == spot.role
        && last.clause + 1 == spot.clause;
    let (relation, reading) = ranked(view.passage, last, &[spot], *sign).filter(|_| is_told)?;
    Some(Frame::new(relation, reading, spot.figure).bound())
}

/// Whether a sentence ends between a word and a figure.
fn ends_between(view: &View<'_, '_>, word: usize, figure: usize) -> bool {
    let between = view.passage.tokens.tokens.get(word..view.token(figure)).unwrap_or(&[]);
    between.iter().any(|token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)))
}

/// The items before a word that puts all of them in order: 甲96亿元、乙84亿元、丙61亿元，三项由高到低排列.
fn sorted_before(view: &View<'_, '_>, word: usize, sign: i8, out: &mut Vec<Frame>) {
    let Some(number) = view.places().rfind(|place| view.token(*place) < word) else { return };
    let Some(count) = view.figure(number).filter(|figure| figure.is_spelled) else { return };
    let Some(spot) = view.spot(number) else { return };
    let near = view.before(number).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut items: Vec<(usize, &Spot)> =
        near.filter(|(place, item)| view.is_fact(*place) && !item.is_sum).collect();
    items.reverse();
    let is_item = |(place, item): &(usize, &Spot)| {
        items.first().is_some_and(|(first, _)| view.is_like(*place, *first))
            && !item.name.is_empty()
            && !item.when.is_last
    };
    if items.len() < LEAST
        || count.value != (items.len() as u64).into()
        || !items.iter().all(is_item)
    {
        return;
    }
    out.extend(items.windows(2).filter_map(|pair| {
        let [(_, a), (_, b)] = pair else { return None };
        let (relation, reading) = ranked(view.passage, a, &[*b], sign)?;
        Some(Frame::new(relation, reading, b.figure).bound())
    }));
}

/// What the clause behind a rank says of the one that comes next: 甲最多，乙次之; 甲最多，其次是乙. `end`: the mark at the end of the clause of the rank.
pub(super) fn next(view: &View<'_, '_>, (end, sign): (usize, i8), rank: &Frame) -> Option<Frame> {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let own = text(view, clause(view, end + 1))?;
    let tokens = view.passage.tokens;
    let behind = tokens.words_of("next_ranks").find_map(|word| own.strip_suffix(word));
    let before = || tokens.words_of("next_rank_is").find_map(|word| own.strip_prefix(word));
    let name = behind.or_else(before).filter(|name| name.chars().count() >= SHORT)?;
    let others = rank.reading.figures().into_iter().filter(|figure| *figure != rank.anchor);
    let others: Vec<&Spot> = others.filter_map(|figure| view.passage.spot_of(figure)).collect();
    let is_named = |spot: &&&Spot| spot.raw.ends_with(name) || spot.name == name;
    let mut named = others.iter().filter(is_named);
    let (next, None) = (named.next()?, named.next()) else { return None };
    let rest: Vec<&Spot> =
        others.iter().copied().filter(|other| other.figure != next.figure).collect();
    let (relation, reading) = ranked(view.passage, next, &rest, sign)?;
    Some(Frame::new(relation, reading, next.figure))
}
