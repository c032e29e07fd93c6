//! What the facts come to that are named before a total: 在职、退休及遗属人员合计80人; 基本支出和项目支出共计80万元. And what share
//! the items of a list are that are named before a rate: 很满意与满意两项合计占91%; 优良率90%; 满意度（含基本满意）96%.

use super::share::is_rate;
use super::sum::{names, sum};
use super::view::View;
use super::{Frame, ToldLists, Untaught};
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// A shorter name is that of many things.
const SHORT: usize = 2;
/// The facts stand at most so many sentences before.
const FAR: usize = 3;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    let is_told = |at: usize, own: &[Frame]| {
        let mut own = own.iter().filter(|frame| frame.anchor == view.number(at));
        own.any(|frame| frame.may_be_told(view.passage))
    };
    let open = view.places().filter(|at| !is_told(*at, out));
    let found: Vec<Frame> =
        open.filter_map(|at| frame(view, at).or_else(|| share(view, at, &lists))).collect();
    out.extend(found);
}

/// The share of the items of the nearest list before it whose names its clause joins.
fn share(view: &View<'_, '_>, at: usize, lists: &ToldLists) -> Option<Frame> {
    let is_share = |spot: &&Spot| {
        matches!(spot.role, Role::Share | Role::Named | Role::Complete | Role::Value)
    };
    let spot = view.spot(at).filter(is_share).filter(|_| is_rate(view, at))?;
    // 优良率90%（按金额计算）
    let behind = view.passage.tokens.tokens.get(view.token(at) + 1);
    if behind.is_some_and(|token| token.what == What::Sign(Sign::Open)) {
        return None;
    }
    let place = |figure: &usize| view.places().find(|at| view.number(*at) == *figure);
    let told = lists.0.iter().filter_map(|list| {
        Some((place(&list.total)?, list.items.iter().filter_map(place).collect()))
    });
    let before = told.chain(facts_before(view, at)).filter(|(_, items): &(usize, Vec<usize>)| {
        let last = items.last().and_then(|last| view.spot(*last));
        last.is_some_and(|last| last.figure < spot.figure && last.sentence + FAR > spot.sentence)
    });
    let (whole, items) = before.max_by_key(|(_, items)| items.last().copied())?;
    let clause = clause_before(view, at);
    // 评为优: 为 is no part of a name
    let raws = items.iter().map(|at| view.spot(*at).map_or("", |item| item.raw.as_str()));
    let pairs = names(view, &items).into_iter().zip(raws);
    let shortest = |(name, raw)| {
        [chosen(view, name), chosen(view, raw)].into_iter().min_by_key(|name| name.len())
    };
    let own: Vec<&str> = pairs.filter_map(shortest).collect();
    let named = named_together(view, &own, &clause).or_else(|| named_up_to(view, &own, &clause))?;
    let parts: Vec<(usize, i8)> =
        named.iter().filter_map(|nth| Some((view.number(*items.get(*nth)?), 1))).collect();
    let is_of = spot.of.is_empty() || view.names(&spot.of, whole) || {
        // 占项目总数的93%: 对102个项目
        let counted = view.text_behind(whole);
        let of = view.bare(&spot.of);
        !of.is_empty() && counted.starts_with(of)
    };
    let reading =
        Reading::of([(Slot::Whole, view.number(whole), 1), (Slot::Share, spot.figure, 1)]);
    (is_of && parts.len() > 1 && parts.len() < items.len())
        .then(|| Frame::new(Relation::ShareOfItems, reading.with_items(&parts), spot.figure))
}

/// The facts of a kind in the last clause that has some, and the one before them: 对40个项目开展自评，优的21个、良的15个、中的4个;
/// 收回582份，收回率97%；其中满意465份、基本满意93份、不满意24份.
fn facts_before(view: &View<'_, '_>, at: usize) -> Option<(usize, Vec<usize>)> {
    let spot = view.spot(at)?;
    let near = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut near = near.filter(|(place, _)| view.is_fact(*place)).peekable();
    let (last, item) = *near.peek()?;
    let clause = item.clause;
    let alike: Vec<(usize, &Spot)> = near.filter(|(place, _)| view.is_like(*place, last)).collect();
    let length = alike.iter().take_while(|(_, other)| other.clause == clause).count();
    let (items, before) = alike.split_at(length);
    let (whole, of) = *before.first()?;
    let first = items.last()?.0;
    let is_list = of.clause + 1 == clause || view.words(whole, first).contains(&Class::OfWhich);
    is_list.then(|| (whole, items.iter().rev().map(|(place, _)| *place).collect()))
}

/// What is printed in the clause of a figure before it, brackets with their words.
fn clause_before(view: &View<'_, '_>, at: usize) -> String {
    let tokens = view.passage.tokens;
    let end = view.token(at);
    let is_mark = |what: What| match what {
        What::Sign(sign) => !matches!(sign, Sign::Item | Sign::Open | Sign::Close),
        What::Figure(own) => tokens.figures.get(own).is_some_and(|own| !own.is_spelled),
        _ => false,
    };
    let before = tokens.tokens.get(..end).unwrap_or(&[]);
    let from = before.iter().rposition(|token| is_mark(token.what)).map_or(0, |mark| mark + 1);
    let own = before.get(from..).unwrap_or(&[]);
    own.first().zip(own.last()).map_or_else(String::new, |(a, b)| tokens.text(a.from, b.to))
}

/// A name without the words that choose it: 选择满意的 is 满意.
fn chosen<'n>(view: &View<'_, '_>, name: &'n str) -> &'n str {
    let tokens = view.passage.tokens;
    let ends = tokens.words_of("chosen_ends").filter_map(|word| name.strip_suffix(word));
    let name = ends.min_by_key(|rest| rest.len()).unwrap_or(name);
    let starts = tokens.words_of("chosen").filter_map(|word| Some(name.rsplit_once(word)?.1));
    starts.min_by_key(|rest| rest.len()).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// Which names, two of them or more, a text joins before a word of a share: 优良率, 很满意与满意两项合计占.
fn named_together(view: &View<'_, '_>, names: &[&str], text: &str) -> Option<Vec<usize>> {
    let words = |list: &str, rest: &str| {
        let own = view.passage.tokens.words_of(list).filter(|word| rest.starts_with(*word));
        own.map(str::len).max()
    };
    let run = |from: usize| -> Option<Vec<usize>> {
        let mut rest = text.get(from..)?;
        let mut found = Vec::new();
        loop {
            let fits = names.iter().enumerate().filter(|(_, own)| rest.starts_with(**own));
            let longest = fits.filter(|(_, own)| !own.is_empty()).max_by_key(|(_, own)| own.len());
            let Some((nth, name)) = longest.filter(|(nth, _)| !found.contains(nth)) else { break };
            found.push(nth);
            rest = rest.get(name.len()..)?;
            rest = rest.get(words("joints", rest).unwrap_or(0)..)?;
        }
        (found.len() > 1 && words("joined_ends", rest).is_some()).then_some(found)
    };
    text.char_indices().find_map(|(from, _)| run(from))
}

/// The names from the first to the one that a bracket says to be taken in: 满意度（含基本满意）.
fn named_up_to(view: &View<'_, '_>, names: &[&str], text: &str) -> Option<Vec<usize>> {
    let (head, rest) = text.split_once('(')?;
    let (inner, _) = rest.split_once(')')?;
    let name =
        view.passage.tokens.words_of("takes_in").find_map(|word| inner.strip_prefix(word))?;
    let last = names.iter().position(|own| *own == name)?;
    let is_degree = view.passage.tokens.words_of("degrees").any(|word| head.ends_with(word));
    (is_degree && last > 0).then(|| (0..=last).collect())
}

fn frame(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    if !spot.is_sum || !view.is_fact(total) || view.has_scope(total) {
        return None;
    }
    let lead = view.lead(total);
    let text = view.bare(&lead);
    let names = parts(view, text)?;
    let facts: Option<Vec<usize>> = names
        .iter()
        .enumerate()
        .map(|(nth, name)| fact_named(view, (total, spot), name, nth == 0))
        .collect();
    let mut facts = facts?;
    facts.sort_unstable();
    let is_each = facts.windows(2).all(|pair| matches!(pair, [a, b] if a != b));
    is_each.then(|| sum(view, total, &facts).weak())
}

/// The names that are joined before a total, two of them or more.
fn parts<'t>(view: &View<'_, '_>, text: &'t str) -> Option<Vec<&'t str>> {
    let mut out = vec![text];
    for joint in view.passage.tokens.words_of("joints") {
        out = out.into_iter().flat_map(|part| part.split(joint)).collect();
    }
    let is_name = |part: &&str| part.chars().count() >= SHORT;
    (out.len() > 1 && out.iter().all(is_name)).then_some(out)
}

/// The only fact before a total that bears a name; more words may stand in it: 遗属人员 of 遗属补助人员. Before the first
/// name stand other words: 由林场管理的在职职工 of 林场在职职工.
fn fact_named(
    view: &View<'_, '_>,
    (total, spot): (usize, &Spot),
    name: &str,
    is_first: bool,
) -> Option<usize> {
    let bears = |other: &Spot| {
        let own = view.bare(&other.name);
        own.chars().count() >= SHORT
            && (name.ends_with(own)
                || own.ends_with(name)
                || is_short_for(name, own)
                || is_first && end_alike(name, own) > SHORT)
    };
    let near = view.before(total).take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    let mut found = near.filter(|(at, other)| {
        view.is_fact(*at) && view.is_like(*at, total) && !other.when.is_last && bears(other)
    });
    let (fact, _) = found.next()?;
    found.next().is_none().then_some(fact)
}

/// Whether a name says less of the same: 遗属人员 of 遗属补助人员, 退休 of 退休人员.
fn is_short_for(name: &str, own: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let end: String = letters.iter().skip(SHORT).collect();
    let start: String = letters.iter().take(SHORT).collect();
    let more = own.chars().count().checked_sub(letters.len());
    own.starts_with(&start) && own.ends_with(&end) && more.is_some_and(|more| more <= SHORT)
}

/// How many letters at the end of two names are the same.
fn end_alike(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count()
}
