//! What says that the items of a list are all of its head.

use super::frame::Frame;
use super::sum::names;
use super::view::{View, is_plain};
use crate::prose::list::{has_inner, is_all_of_whole};
use crate::prose::place::Spot;
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, holds};
use crate::prose::token::{Sign, Token};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// The first of as many items as a number behind a head says, before a colon: 概算96万元，分三年安排：2022年32万元、….
pub(super) fn split_of<'a>(view: &View<'_, 'a>, head: usize) -> Option<((usize, &'a Spot), usize)> {
    let (number, spot) = view.after(head).next()?;
    let count = view.figure(number).filter(|figure| figure.is_spelled)?;
    let next = view.after(number).next()?;
    let lead = view.lead(number);
    let is_split = view.spot(head).is_some_and(|head| head.sentence == spot.sentence)
        && view.passage.tokens.words_of("splits").any(|word| lead.ends_with(word))
        && view.has_sign(number, next.0, Sign::Colon)
        && view.is_like(next.0, head);
    is_split.then(|| usize::try_from(count.value).ok().map(|count| (next, count)))?
}

/// Whether the last item is all else of what its head is: 支出80万元，其中人员50万元，其他运行支出30万元.
pub(super) fn is_rest_of(view: &View<'_, '_>, head: usize, items: &[usize]) -> bool {
    /// The noun of a name.
    const NOUN: usize = 2;
    let (Some(of), Some(last)) = (view.spot(head), items.last().and_then(|at| view.spot(*at)))
    else {
        return false;
    };
    let name = view.bare(&of.name);
    let from = name.char_indices().rev().nth(NOUN - 1).map(|(from, _)| from);
    let noun = from.and_then(|from| name.get(from..)).unwrap_or("");
    let rest = view.passage.tokens.words_of("others").find_map(|word| last.name.strip_prefix(word));
    // 公务用车保有量14辆，其中…，其他用车2辆
    rest.is_some_and(|rest| {
        !noun.is_empty() && rest.ends_with(noun)
            || rest.chars().count() >= NOUN && of.raw.contains(rest)
    })
}

/// Whether the names of some items are known to make up a whole, or the last of them is what the others are not:
/// 完成20个、部分完成2个、未完成1个.
pub(super) fn is_whole(view: &View<'_, '_>, items: &[usize]) -> bool {
    /// A shorter word is that of many things.
    const SHORT: usize = 2;
    let raw = |at: &usize| view.spot(*at).map_or("", |spot| spot.raw.as_str());
    if has_inner(view.passage, items) {
        return false;
    }
    // 一季度3亿元、二季度4亿元
    let numbered: Option<Vec<String>> = items.iter().map(|at| numbered_name(view, *at)).collect();
    if let Some(numbered) = numbered {
        let numbered: Vec<&str> = numbered.iter().map(String::as_str).collect();
        return is_all_of_whole(view.passage, &numbered);
    }
    // 满意、比较满意、一般、不满意: between what is said and what is denied
    let is_between = |other: &str| view.passage.tokens.has_word("middling", other);
    let denies = |name: &&str| {
        let mut others = items.iter().rev().skip(1).map(raw);
        name.chars().count() >= SHORT
            && others.all(|other| other.contains(*name) || is_between(other))
    };
    let last = items.last().map_or("", raw);
    let mut denied = view.passage.tokens.words_of("denied");
    let is_closed = denied.any(|word| {
        let behind = last.split_once(word).map(|(_, name)| name);
        behind.is_some_and(|name| {
            let degrees = view.passage.tokens.words_of("all_degrees");
            let bare = degrees.filter_map(|degree| name.strip_prefix(degree)).next();
            denies(&bare.unwrap_or(name))
        })
    });
    // 延续性项目7个、新增项目5个: 新增 is no part of the name
    let raws: Vec<&str> = items.iter().map(raw).collect();
    let absent = absent(view, items);
    let with_absent: Vec<&str> =
        raws.iter().copied().chain(absent.iter().map(String::as_str)).collect();
    is_closed
        || is_all_of_whole(view.passage, &names(view, items))
        || is_all_of_whole(view.passage, &with_absent)
}

/// The clauses behind some items that say that there was none of something: 接待费3万元，未发生因公出国（境）费用.
fn absent(view: &View<'_, '_>, items: &[usize]) -> Vec<String> {
    let tokens = view.passage.tokens;
    let Some(last) = items.last() else { return Vec::new() };
    let clauses = view.clauses_behind(*last).into_iter();
    let text = |clause: &[Token]| {
        let (from, to) = (clause.first()?.from, clause.last()?.to);
        Some(tokens.text(from, to))
    };
    let is_none = |text: &String| tokens.words_of("none_of").any(|word| text.starts_with(word));
    clauses.filter_map(text).filter(is_none).collect()
}

/// How surely what comes to more than its whole is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// Its parts cannot overlap.
    Sure,
    /// They may: it is wrong where one slip explains it that chance hardly does.
    Likely,
}

/// Whether the items of a list come to more than its total, and its first ones do not come to it: 其中甲50万元、乙30万元、甲中丙40万元.
pub(super) fn excess(view: &View<'_, '_>, list: &Frame) -> Option<Excess> {
    /// Numbers of fewer things may overlap.
    const MANY: usize = 4;
    /// Numbers of two things mostly do.
    const FEW: usize = 3;
    let figures = &view.passage.tokens.figures;
    let is_money = |at: usize| figures.get(at).is_some_and(|figure| figure.kind == Kind::Money);
    // 女性9人，老人5人: who is in two groups
    let tokens = view.passage.tokens;
    let is_people =
        |at: usize| figures.get(at).is_some_and(|own| tokens.is_word("people", &own.counter));
    let own = list.reading.figures();
    let length = list.reading.items.len();
    let is_first_of_all = |end: usize| {
        let items = list.reading.items.get(..end).unwrap_or(&[]).to_vec();
        let reading = Reading { items, ..list.reading.clone() };
        holds(Relation::Sum, &reading, figures) == Some(true)
    };
    let are_parts = are_named_parts(view, &list.reading);
    let is_over = holds(Relation::Within, &list.reading, figures) == Some(false)
        && (are_parts || !(2..length).any(is_first_of_all));
    let are_people = own.iter().copied().any(is_people);
    let are_apart = length >= MANY && !are_people || own.iter().copied().all(is_money) || are_parts;
    if !is_over {
        None
    } else if are_apart {
        Some(Excess::Sure)
    } else {
        (length >= FEW && !are_people).then_some(Excess::Likely)
    }
}

/// Whether names of items are known to be those of parts that cannot overlap: 其中中央50万元、省级30万元、自筹40万元.
pub(super) fn are_named_parts(view: &View<'_, '_>, list: &Reading) -> bool {
    let items = list.item_figures();
    let spots = items.iter().filter_map(|at| view.passage.spot_of(*at));
    let names: Vec<&str> = spots.map(|spot| spot.name.as_str()).collect();
    names.len() == items.len() && view.passage.tokens.lists.are_parts(&names)
}

/// Whether a colon opens named parts, one in each clause, none of which is what others behind it come to: 税收48万元，其中：甲20万元，
/// 乙18万元，丙14万元.
pub(super) fn are_plain_parts(view: &View<'_, '_>, head: usize, list: &Reading) -> bool {
    let spots = list.figures().into_iter().skip(1).filter_map(|at| view.passage.spot_of(at));
    let own: Vec<&Spot> = spots.collect();
    let value = |spot: &Spot| view.passage.figure(spot).map(|figure| figure.value);
    let values: Vec<Decimal> = own.iter().filter_map(|spot| value(spot)).collect();
    let comes_to = |at: usize| {
        let mut sum = Decimal::ZERO;
        let mut behind = values.get(at + 1..).unwrap_or(&[]).iter().enumerate();
        behind.any(|(number, part)| {
            sum = sum.saturating_add(*part);
            number > 0 && values.get(at) == Some(&sum)
        })
    };
    let first =
        view.places().find(|at| own.first().is_some_and(|first| view.number(*at) == first.figure));
    own.windows(2)
        .all(|pair| matches!(pair, [a, b] if a.clause + 1 == b.clause && a.segment == b.segment))
        && own.iter().all(|item| !item.name.is_empty())
        && first.is_some_and(|first| view.has_sign(head, first, Sign::Colon))
        && !(0..values.len()).any(comes_to)
}

/// The name of a figure that a number in words begins: 一季度, 二级项目.
pub(super) fn numbered_name(view: &View<'_, '_>, at: usize) -> Option<String> {
    let (number, _) = view.before(at).next().filter(|(number, _)| is_in_name(view, *number))?;
    let tokens = view.passage.tokens;
    let token = |at: usize| tokens.tokens.get(view.token(at));
    let (from, to) = token(number).zip(token(at))?;
    Some(tokens.text(from.from, to.from))
}

/// Whether a number in words is part of the name of the figure behind it: 一季度3亿元.
pub(super) fn is_in_name(view: &View<'_, '_>, at: usize) -> bool {
    let Some((next, own)) = view.after(at).next() else { return false };
    let tokens = view.passage.tokens;
    // 六月底还有5万元: a time
    let is_time =
        |counter: &str| ["month", "year"].iter().any(|list| tokens.is_word(list, counter));
    view.figure(at).is_some_and(|figure| figure.is_spelled && !is_time(&figure.counter))
        && view.spot(at).is_some_and(|spot| spot.clause == own.clause)
        && view.words(at, next).iter().all(|class| is_plain(*class) && *class != Class::Total)
        && !own.is_sum
}

/// Whether the name of a figure begins with a number in words.
pub(super) fn is_numbered(view: &View<'_, '_>, at: usize) -> bool {
    numbered_name(view, at).is_some()
}
