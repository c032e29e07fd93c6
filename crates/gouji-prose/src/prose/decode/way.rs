//! Which way something went or which of two rates is the greater, told by a word: 支出37万元，上年为41万元，同比减少; 收入增长6.2%，支出增长8.9%，
//! 支出增幅高于收入增幅2.7个百分点.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::same::ranked;
use crate::prose::token::{Sign, What};

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(of_two(view, at));
        out.extend(between_rates(view, at));
    }
}

/// A fact, that of the year before directly behind it, and a clause that says but the way.
fn of_two(view: &View<'_, '_>, last: usize) -> Option<Frame> {
    let spot = view.spot(last).filter(|_| view.is_fact(last))?;
    let (value, own) = view.before(last).next()?;
    let years = own.when.year.zip(spot.when.year);
    let is_of_last = spot.when.is_last || years.is_some_and(|(own, last)| own == last + 1);
    let is_next = own.sentence == spot.sentence
        && own.segment == spot.segment
        && own.clause + 1 == spot.clause
        && view.is_fact(value)
        && view.is_like(value, last)
        && is_of_last
        && !own.when.is_last
        && own.when.is_plan() == spot.when.is_plan()
        && !own.goes_on
        && view.names(&spot.name, value)
        && !view.has_scope(last);
    if !is_next {
        return None;
    }
    let text = view.text_behind(last);
    let clause = text.strip_prefix(',')?.split(',').next()?;
    // a figure follows in the clause: read elsewhere
    let is_cut = text.matches(',').count() == 1
        && view.after(last).next().is_some_and(|(_, next)| next.segment == spot.segment);
    let sign = way_of(view, clause)?;
    let (relation, reading) = ranked(view.passage, own, &[spot], sign)?;
    // most other numbers go the same way: what holds seldom proves the figures
    (!is_cut).then(|| Frame::new(relation, reading, own.figure).bound())
}

/// The way that a clause says that something went against the year before, and nothing else: 同比减少, 支出比上年减少.
fn way_of(view: &View<'_, '_>, clause: &str) -> Option<i8> {
    let tokens = view.passage.tokens;
    let behind = |list: &str| {
        let words = tokens.words_of(list).filter_map(|word| clause.split_once(word));
        words.max_by_key(|(_, behind)| std::cmp::Reverse(behind.len()))
    };
    let (before, way) = behind("year_on_year").or_else(|| {
        let (before, behind) = behind("last")?;
        let mut compares = tokens.words_of("compare");
        Some((compares.find_map(|word| before.strip_suffix(word))?, behind))
    })?;
    // 预算数较上年减少
    let is_plain =
        before.is_empty() || tokens.is_word("ranked_flows", before) || tokens.is_stage(before);
    match (tokens.is_word("up", way), tokens.is_word("down", way)) {
        (true, false) if is_plain => Some(1),
        (false, true) if is_plain => Some(-1),
        _ => None,
    }
}

/// By how much one rate of change is above another, both by the names of what has changed.
fn between_rates(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_points = view.figure(at).is_some_and(|figure| figure.kind == Kind::Points);
    if !is_points || view.has_scope(at) {
        return None;
    }
    let lead = view.lead(at);
    let tokens = view.passage.tokens;
    let split = |list: &str| {
        let words = tokens.words_of(list).filter_map(|word| lead.split_once(word));
        words.min_by_key(|(before, _)| before.len())
    };
    let (sign, (one, other)) = match (split("above"), split("below")) {
        (Some(names), None) => (1, names),
        (None, Some(names)) => (-1, names),
        _ => return None,
    };
    let rate = |name: &str| -> Option<usize> {
        let mut ends = tokens.words_of("rate_noun").chain(tokens.words_of("up"));
        let of = ends.find_map(|end| name.strip_suffix(end)).filter(|of| !of.is_empty())?;
        let sentence = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
        let is_of = |(place, other): &(usize, &Spot)| {
            other.role == Role::Rate(1) && view.is_plain(*place) && is_lead_of(view, *place, of)
        };
        let mut found = sentence.filter(is_of);
        let (place, _) = found.next()?;
        found.next().is_none().then_some(place)
    };
    let (value, base) = (rate(one)?, rate(other)?);
    let parts = [
        (Slot::Value, view.number(value), 1),
        (Slot::Base, view.number(base), 1),
        (Slot::Change, spot.figure, sign),
    ];
    (value != base).then(|| Frame::new(Relation::Points, Reading::of(parts), spot.figure))
}

/// Whether the words before a rate in its clause name what has changed by it.
fn is_lead_of(view: &View<'_, '_>, rate: usize, name: &str) -> bool {
    let lead = view.lead(rate);
    lead.split_once(name).is_some_and(|(_, behind)| {
        let is_word = |list: &str, text: &str| view.passage.tokens.is_word(list, text);
        let mut compares = view.passage.tokens.words_of("year_on_year");
        is_word("up", behind)
            || compares.any(|word| behind.strip_prefix(word).is_some_and(|way| is_word("up", way)))
    })
}

/// Whether the clauses behind say that what came and what went are equal, and nothing more that came or went: 支出总计80万元，包括教育支出、
/// 卫生支出，收支平衡.
pub(super) fn is_followed_by_balance(view: &View<'_, '_>, at: usize) -> bool {
    const FAR: usize = 40;
    let tokens = view.passage.tokens;
    let from = view.token(at) + 1;
    let is_end = |at: &usize| {
        tokens
            .tokens
            .get(*at)
            .is_none_or(|token| matches!(token.what, What::Figure(_) | What::Sign(Sign::Edge)))
    };
    let mut behind = (from..from + FAR).take_while(|at| !is_end(at));
    let Some(word) = behind.find(|at| tokens.says_balanced(*at)) else { return false };
    let own = tokens.tokens.get(from..word).unwrap_or(&[]);
    let text = tokens.texts(own.iter());
    // 加上级补助，减上解支出后，收支平衡; 收支相抵后，实现收支平衡
    let begins = |clause: &str| {
        let lists = ["besides", "takes_off", "plus", "minus"];
        lists.iter().any(|list| tokens.words_of(list).any(|more| clause.starts_with(more)))
    };
    !tokens.has_word("offset", &text) && !text.split([',', ';']).any(begins)
}
