//! How a list opens: what the words between its head and its first item say.

use super::sum::is_state;
use super::view::{View, is_plain};
use crate::prose::quantity::Kind;
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// Words in a list that say no more than that it is one.
pub(super) const LISTS: &[Class] = &[
    Class::OfWhich,
    Class::Whole,
    Class::And,
    Class::Respectively,
    Class::Rest,
    Class::Spent,
    Class::Entire,
    Class::Namely,
    // 省级以上领导用车
    Class::OrMore,
];

/// Words that name what is in a state: 已完工36个、未开工2个.
const STATES: &[Class] = &[Class::Complete, Class::Not, Class::Done, Class::Begins, Class::Ends];

/// What the words between a head and its first item say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// That all of it follows.
    Whole,
    /// That parts of it follow.
    Part,
    /// What it is: 系甲、乙和丙.
    Made,
    /// That the most of it follows: 主要包括.
    Most,
    /// That they follow behind a colon, and no more.
    Listed,
    /// Nothing.
    Nothing,
}

/// Characters of the longest noun by which something is parted: 分险种为.
const VIEW: usize = 6;

/// Whether three figures and more stand in the sentence of the first item.
fn has_items(view: &View<'_, '_>, first: usize) -> bool {
    const FEW: usize = 2;
    let sentence = view.spot(first).map(|spot| spot.sentence);
    let near = view.after(first).take_while(|(_, other)| Some(other.sentence) == sentence);
    near.filter(|(at, _)| view.is_like(*at, first)).count() >= FEW
}

/// Whether another figure of the kind of the first item follows in its clause.
fn is_listed(view: &View<'_, '_>, first: usize) -> bool {
    let clause = view.spot(first).map(|spot| spot.clause);
    view.after(first)
        .next()
        .is_some_and(|(at, next)| Some(next.clause) == clause && view.is_like(at, first))
}

/// Whether a head is made of what follows: 支出80万元，占62.5%，由甲50万元和乙30万元组成.
pub(super) fn is_made_of(view: &View<'_, '_>, from: usize, first: usize) -> bool {
    view.words(from, first).contains(&Class::From)
        && view.spot(first).is_some_and(|own| view.passage.ends_with(own, Class::Whole))
}

/// How the list behind a head opens; `from` is the figure directly before its first item.
pub(super) fn opening(
    view: &View<'_, '_>,
    (head, from): (usize, usize),
    (first, is_whole): (usize, bool),
    is_bracket: bool,
) -> Option<Opening> {
    let words = view.words(from, first);
    let has = |class: Class| words.contains(&class);
    // 主要包括：法制与宣传工作80万元
    let opens_most = words.first() == Some(&Class::Open)
        && words
            .iter()
            .skip(1)
            .all(|class| matches!(class, Class::And | Class::With) || is_plain(*class));
    // 主要用于甲50万元、乙30万元
    let lead = view.lead(first);
    let is_for = || view.passage.tokens.words_of("uses").any(|word| lead.contains(word));
    if opens_most && (view.has_sign(from, first, Sign::Colon) || is_for()) {
        return Some(Opening::Most);
    }
    // 支出80万元，除甲30万元、乙20万元外，其余30万元…
    let raw = view.spot(first).map_or("", |first| first.raw.as_str());
    let tokens = view.passage.tokens;
    if tokens.words_of("except").any(|word| raw.starts_with(word))
        && view.says_only(from, first, &[Class::Scope])
    {
        return Some(Opening::Part);
    }
    // 预算执行9.3分: the name of what points are for
    let is_score = view.figure(head).is_some_and(|figure| figure.kind == Kind::Score);
    let is_state = is_score || is_state(view, first) || is_whole;
    // 对38个项目实施重点评价，优9个、…: names that are all of it leave nothing open
    let names: &[Class] = match (is_state, is_whole) {
        (_, true) => &[Class::Open, Class::Score],
        _ => &[],
    };
    let states = if is_state { STATES } else { &[] };
    let is_made_of = is_made_of(view, from, first);
    let made_of: &[Class] = if is_made_of { &[Class::From] } else { &[] };
    if !view.says_only(from, first, &[LISTS, states, names, made_of].concat()) {
        return None;
    }
    // 决算合计80万元：甲50万元，乙30万元
    let is_total = view.spot(head).is_some_and(|head| head.is_sum)
        && view.has_sign(from, first, Sign::Colon)
        && !has(Class::OfWhich);
    if is_total || is_made_of || has(Class::Whole) || has(Class::Respectively) || has(Class::Namely)
    {
        return Some(Opening::Whole);
    }
    // 批复概算80万元：甲30万元，乙20万元，丙30万元
    if view.is_followed_by_sign(from, Sign::Colon) && has_items(view, first) && !has(Class::OfWhich)
    {
        return Some(Opening::Listed);
    }
    // 分险种为甲50万元、乙30万元
    let is_parted = tokens.words_of("view_starts").any(|word| {
        let rest = lead.strip_prefix(word);
        rest.is_some_and(|rest| {
            tokens.words_of("becomes").any(|word| {
                let noun = rest.split_once(word).map_or(0, |(noun, _)| noun.chars().count());
                (2..=VIEW).contains(&noun)
            })
        })
    });
    if is_parted && has_items(view, first) && !has(Class::OfWhich) {
        return Some(Opening::Listed);
    }
    // 系甲、乙和丙; 资金来源为甲、乙、丙: where it comes from is all of it
    let mut structures = tokens.words_of("structure_heads");
    let of_structure = structures.find_map(|word| raw.strip_prefix(word));
    let raw = of_structure.unwrap_or(raw);
    if tokens.words_of("consists").any(|word| raw.starts_with(word)) {
        let is_whole = of_structure.is_some() && is_listed(view, first);
        return Some(if is_whole { Opening::Whole } else { Opening::Made });
    }
    let is_named = has(Class::OfWhich)
        || has(Class::Spent)
        || has(Class::Rest)
        || is_bracket
        || view.has_sign(from, first, Sign::Colon);
    Some(if is_named { Opening::Part } else { Opening::Nothing })
}

/// How the sentence that begins with a list says that it is one of a head before it.
pub(super) fn opening_of_next(view: &View<'_, '_>, head: usize, first: usize) -> Option<Opening> {
    match view.first_word_of_sentence(first) {
        Some(Class::OfWhich) => Some(Opening::Part),
        // 预算80万元。具体是：甲50万元、乙30万元
        Some(Class::Whole | Class::Namely) if view.has_sign(head, first, Sign::Colon) => {
            Some(Opening::Whole)
        }
        // 支出80万元。主要包括：甲50万元；乙30万元
        Some(Class::Open) if view.has_sign(head, first, Sign::Colon) => Some(Opening::Most),
        _ => None,
    }
}
