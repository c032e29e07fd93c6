//! What the parts of a stretch of a year come to: 1—11月70亿元，12月10亿元，全年80亿元; 一季度3亿元，二季度4亿元，…；上半年7亿元.

use super::frame::Frame;
use super::rank_names::name_in_range;
use super::sum::{is_fact, sum};
use super::view::View;
use crate::prose::place::Spot;
use crate::prose::quantity::Kind;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// A part may stand so many sentences before.
const FAR: usize = 2;

/// The first and the last month of a stretch of a year.
type Months = (u32, u32);

pub(super) fn frame(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    // 占全年875.7万元的55.5%
    let is_whole = view.is_whole_of(total) && view.is_plain(total);
    if !(is_fact(view, total) || is_whole) || !is_flow(view, spot) {
        return None;
    }
    let whole = months(view, total).filter(|(from, to)| from < to)?;
    let near = view.before(total).take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    // 1—9月累计90万元，第三季度25万元: the last part may stand behind
    let behind = view.after(total).take_while(|(_, other)| other.sentence == spot.sentence);
    let near = near.chain(behind);
    let part = |(at, other): (usize, &Spot)| {
        let own = months(view, at)?;
        let is_part = view.is_like(at, total)
            && is_flow(view, other)
            && (other.row.is_some() || is_one_name(view, &spot.name, &other.name))
            && !is_other_way(spot, other)
            && own != whole
            && whole.0 <= own.0
            && own.1 <= whole.1;
        is_part.then_some((own, at))
    };
    let mut parts: Vec<(Months, usize)> = near.filter_map(part).collect();
    // the longest first: halves before quarters
    parts.sort_by_key(|((from, to), _)| (*from, std::cmp::Reverse(*to)));
    let mut items: Vec<usize> = Vec::new();
    let mut next = whole.0;
    while next <= whole.1 {
        let mut own = parts.iter().filter(|((from, _), _)| *from == next);
        let ((_, to), at) = own.next()?;
        // two facts of one stretch: which of them is meant is open
        if own.next().is_some_and(|((_, other), _)| other == to) {
            return None;
        }
        items.push(*at);
        next = to + 1;
    }
    (items.len() > 1).then(|| sum(view, total, &items).weak())
}

/// Whether a fact is what came or went in its time, of this year: what there is at its end is no part of anything.
fn is_flow(view: &View<'_, '_>, spot: &Spot) -> bool {
    // 下半年月均支出14万元: what it comes to is not told
    let is_mean = spot.words.contains(&Class::Average);
    if spot.when.edge.is_some() || spot.when.is_last || is_mean {
        return false;
    }
    let raw = view.own_words(spot);
    let says = |list: &str| view.passage.tokens.has_word(list, &raw);
    !says("ends_of_year") && !says("until")
}

/// Whether two facts may be of one thing by their names.
fn is_one_name(view: &View<'_, '_>, a: &str, b: &str) -> bool {
    let bare = |name: &str| {
        let words = view.passage.tokens.words_of("parts_of_year");
        let mut words = words.filter_map(|entry| entry.split_once('='));
        // 第三季度支出; 1—9月支出 begins with a dash
        let rest = words.find_map(|(word, _)| Some(name.split_once(word)?.1)).unwrap_or(name);
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        // 10月当月
        let mut own = view.passage.tokens.words_of("own_month");
        own.find_map(|word| rest.strip_prefix(word)).unwrap_or(rest).to_owned()
    };
    let (a, b) = (bare(a), bare(b));
    a.is_empty() || b.is_empty() || a.ends_with(&b) || b.ends_with(&a)
}

/// Whether one of two facts came in and the other went out.
fn is_other_way(a: &Spot, b: &Spot) -> bool {
    let way = |spot: &Spot| {
        let mut words = spot.words.iter();
        words.find(|class| matches!(class, Class::Income | Class::Outgo)).copied()
    };
    way(a).zip(way(b)).is_some_and(|(a, b)| a != b)
}

/// The months that the words of a figure name: 全年, 一季度, 1—11月, 12月.
fn months(view: &View<'_, '_>, at: usize) -> Option<Months> {
    // 一至四季度分别为…: each of the row has a name
    let text = name_in_range(view, at).unwrap_or_else(|| clause_before(view, at));
    let tokens = view.passage.tokens;
    let named = tokens.words_of("parts_of_year").filter_map(|entry| entry.split_once('='));
    let named = named.filter(|(word, _)| text.contains(word)).max_by_key(|(word, _)| word.len());
    if let Some((_, range)) = named {
        let (from, to) = range.split_once('-')?;
        return from.parse().ok().zip(to.parse().ok());
    }
    let number = |text: &str| -> Option<u32> {
        let from = text.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| {
            at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        text.get(from..)?.parse().ok().filter(|month| (1..=12).contains(month))
    };
    let mut words = tokens.words_of("month");
    let (before, behind) = words.find_map(|word| text.split_once(word))?;
    // 6月30日: a day
    if behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let to = number(before)?;
    let bare = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut between = tokens.words_of("band_between");
    match between.find_map(|word| bare.strip_suffix(word)) {
        Some(first) => number(first).filter(|from| *from < to).map(|from| (from, to)),
        None => Some((to, to)),
    }
}

/// The words before a figure in its clause, behind the last amount and the last mark of an item.
fn clause_before(view: &View<'_, '_>, at: usize) -> String {
    let tokens = view.passage.tokens;
    let is_end = |what: What| match what {
        What::Sign(sign) => !matches!(sign, Sign::Open | Sign::Close),
        What::Figure(own) => tokens
            .figures
            .get(own)
            .is_some_and(|own| !own.is_spelled && !matches!(own.kind, Kind::Bare)),
        _ => false,
    };
    let before = tokens.tokens.get(..view.token(at)).unwrap_or(&[]);
    let from = before.iter().rposition(|token| is_end(token.what)).map_or(0, |end| end + 1);
    let own = before.get(from..).unwrap_or(&[]);
    own.first().zip(own.last()).map_or_else(String::new, |(a, b)| tokens.text(a.from, b.to))
}
