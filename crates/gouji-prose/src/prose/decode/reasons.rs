//! The changes that are told as the reasons of a change: 增加80万元，主要原因是基本支出增加50万元、项目支出增加30万元.

use super::frame::Frame;
use super::sum::shape;
use super::untaught::{ListOpening, ListShape, Untaught};
use super::view::View;
use crate::prose::list::{is_all_of_change, is_division};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// The names of the items of each list that is told, but for those of which there is nothing.
pub(super) fn named_lists(
    view: &View<'_, '_>,
    frames: &[Frame],
    untaught: &[Untaught],
) -> Vec<Vec<String>> {
    let sums = frames.iter().filter(|frame| frame.relation == Relation::Sum);
    let untaught = untaught.iter().filter(|list| list.relation == Relation::Sum);
    let readings = sums.map(|frame| &frame.reading).chain(untaught.map(|list| &list.reading));
    readings.map(|reading| names_of(view, reading)).collect()
}

/// The names of the items of a list, but for those of which there is nothing.
fn names_of(view: &View<'_, '_>, reading: &Reading) -> Vec<String> {
    let name = |figure: usize| {
        let spot = view.passage.spot_of(figure)?;
        let is_something = view.passage.figure(spot).is_some_and(|figure| !figure.value.is_zero());
        is_something.then(|| view.core(&spot.name))
    };
    let items = reading.items.iter().flatten().filter_map(|(_, filling)| match filling {
        Filling::Figure(figure, _) => name(*figure),
        _ => None,
    });
    items.collect()
}

/// Whether what has changed is all items of a list, each name without the words of stages and totals; of what is not in
/// the list, it is told that it has gone down.
#[must_use]
pub fn are_those_of(moved: &[Moved], list: &[String]) -> bool {
    let is_one = |a: &String, b: &String| {
        !a.is_empty() && !b.is_empty() && (a.ends_with(b.as_str()) || b.ends_with(a.as_str()))
    };
    list.len() > 1
        && list.iter().all(|item| moved.iter().any(|one| is_one(item, &one.name)))
        && moved.iter().all(|one| one.is_less || list.iter().any(|item| is_one(item, &one.name)))
}

/// What has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Its name, without the words of stages and totals.
    pub name: String,
    /// It has gone down.
    pub is_less: bool,
}

impl Moved {
    fn of(view: &View<'_, '_>, spot: &Spot) -> Self {
        Self { name: view.core(&spot.name), is_less: spot.role == Role::Change(-1) }
    }
}

/// A change of a total and the changes that are told as its reasons, where they are known to be all of it:
/// 增加80万元，主要原因是基本支出增加50万元、项目支出增加30万元.
pub(super) fn causes(
    view: &View<'_, '_>,
    at: usize,
    lists: &[Vec<String>],
) -> Option<(Frame, Option<(ListShape, Vec<Moved>)>)> {
    let spot = view.spot(at)?;
    let Role::Change(sign @ (1 | -1)) = spot.role else { return None };
    let labelled = labelled(view, at);
    let items = reasons(view, at, labelled)?;
    let first = *items.first()?;
    // 减少25万元，因不再安排；接待费减少1万元: the next fact
    if labelled.is_none() && view.spot(first)?.segment != spot.segment {
        return None;
    }
    let words =
        view.words(first.checked_sub(1).filter(|_| labelled.is_some()).unwrap_or(at), first);
    let has = |wanted: &[Class]| words.iter().any(|class| wanted.contains(class));
    let opens = has(&[Class::Reason, Class::Open]);
    // 增减情况如下, 具体为
    let is_listed = labelled.is_some()
        || has(&[Class::Whole, Class::Namely, Class::Respectively])
            && !has(&[Class::Open, Class::Not]);
    let is_listed = is_listed && !has(&[Class::Open, Class::Not]);
    // 其中甲减少8万元，乙增加2万元，丙与上年相同
    let last = items.last().copied().unwrap_or(first);
    let is_rest_same = has(&[Class::OfWhich]) && is_followed_by_same(view, last);
    // 净减少44万元，其中：…; 其余科目不变
    let is_net = is_net(view, spot) && has(&[Class::OfWhich, Class::Namely]);
    let is_all_told = is_net || lacks_others(view, last) || is_further(view, last);
    let spots = || items.iter().filter_map(|place| view.spot(*place));
    let names: Vec<&str> = spots().map(|other| other.name.as_str()).collect();
    if !view.is_plain(at) || items.len() < 2 || view.has_scope(at) {
        return None;
    }
    let is_part = has(&[Class::OfWhich]);
    let is_opened = opens || is_part || labelled.is_some();
    let moved: Vec<Moved> = spots().map(|other| Moved::of(view, other)).collect();
    let is_whole = opens && is_all_of_change(view.passage, &names)
        || is_listed
        || is_rest_same
        || is_opened && is_all_told;
    // all that there is: what is there no more has gone down, too
    let is_all_there =
        !is_whole && (opens || is_part) && lists.iter().any(|list| are_those_of(&moved, list));
    let shape = if is_whole {
        None
    } else if opens {
        Some(shape(view, ListOpening::Reason, &items))
    } else if is_part {
        Some(shape(view, ListOpening::Part, &items))
    } else {
        return None;
    };
    let mut way = None;
    let signed: Option<Vec<(usize, i8)>> = items
        .iter()
        .map(|place| {
            let other = view.spot(*place)?;
            way = match other.role {
                Role::Change(own) => Some(own),
                _ if is_further(view, *place) => Some(sign),
                _ => verb_before(view, other).or(way),
            };
            Some((view.number(*place), way? * sign))
        })
        .collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&signed?);
    if is_all_there && is_part {
        let relation = if sign > 0 { Relation::UpTo } else { Relation::Within };
        return Some((Frame::new(relation, reading, spot.figure).one_sided(), None));
    }
    let shape = shape.filter(|_| !is_all_there).map(|shape| (shape, moved));
    let frame = Frame::new(Relation::Balance, reading, spot.figure);
    // 项目支出变动中，…: others may have changed as well
    let is_among = labelled.is_some_and(|next| is_among(view, spot, next));
    Some((if is_among { frame.weak() } else { frame }, shape))
}

/// The changes that are told behind a change as its reasons, in its sentence or in the one that a label opens; `None` where
/// something else of their kind stands there.
fn reasons(view: &View<'_, '_>, at: usize, labelled: Option<usize>) -> Option<Vec<usize>> {
    let is_change = |place: usize| {
        view.is_plain(place)
            && view.is_like(place, at)
            && view.spot(place).is_some_and(|other| {
                matches!(other.role, Role::Change(1 | -1)) || verb_before(view, other).is_some()
            })
    };
    let from = labelled.map_or(at, |first| first - 1);
    let sentence = view.spot(labelled.unwrap_or(at))?.sentence;
    // 追加甲补助210万元、乙补助118万元，另有丙24万元: the verb holds for all of them
    let goes_on = |items: &[usize], place: usize, other: &Spot| {
        let last = items.last().and_then(|last| view.spot(*last));
        last.is_some_and(|last| last.role == Role::Value && last.segment == other.segment)
            && (other.goes_on || is_further(view, place))
            && other.role == Role::Value
            && view.is_fact(place)
            && view.is_like(place, at)
    };
    let mut items: Vec<usize> = Vec::new();
    for (place, other) in view.after(from).take_while(|(_, other)| other.sentence == sentence) {
        // 四是甲项目取消，减少5万元: the clause before names it
        let is_of_clause = labelled.is_some()
            && match items.last().and_then(|last| view.spot(*last)) {
                Some(last) => last.segment != other.segment && last.clause + 1 < other.clause,
                None => view.lead_of_sentence(place).contains(','),
            };
        // 取消一次性项目; 7名职工退休减少58.6万元
        let is_word = view
            .figure(place)
            .is_some_and(|figure| figure.is_spelled || figure.kind == Kind::Count)
            && !view.is_like(place, at);
        let is_next = goes_on(&items, place, other);
        if (is_change(place) || is_next) && (!other.name.is_empty() || is_of_clause) {
            // 其中：收入增加80万元，其中甲减少5万元: a list in the list
            if !items.is_empty() && other.words.contains(&Class::OfWhich) {
                return None;
            }
            items.push(place);
        } else if items.len() > 1
            && labelled.is_none()
            && Some(other.segment) != items.last().and_then(|last| Some(view.spot(*last)?.segment))
            && view.is_fact(place)
        {
            // 增加80万元，原因是甲增加50万元、乙增加30万元；项目支出40万元，…: the next item of the list that this is an item of
            break;
        } else if !matches!(other.role, Role::Rate(_)) && !is_word {
            return None;
        }
    }
    Some(items)
}

/// Whether an item is told to be what there is besides: 另有人员调资24万元.
fn is_further(view: &View<'_, '_>, item: usize) -> bool {
    let lead = view.lead(item);
    view.passage.tokens.words_of("further").any(|word| lead.starts_with(word))
}

/// Which way an amount goes whose verb stands before its name: 新增甲项目50万元, 压减印刷费30万元.
fn verb_before(view: &View<'_, '_>, spot: &Spot) -> Option<i8> {
    let tokens = view.passage.tokens;
    let raw = tokens.words_of("enumerate").find_map(|word| spot.raw.strip_prefix(word));
    let raw = raw.unwrap_or(&spot.raw);
    // 主要是因为年中追加…: what follows the word of the reason
    let opens = ["reason", "because"].into_iter().flat_map(|list| tokens.words_of(list));
    let behind =
        opens.filter_map(|word| Some(raw.rsplit_once(word)?.1)).min_by_key(|own| own.len());
    let raw = behind.map_or(raw, |own| own);
    let begins = |list: &str| begins_with(view, raw, list);
    if spot.role != Role::Value || spot.name.is_empty() {
        return None;
    }
    let is_more = ["newly", "added_later", "drawn"].into_iter().any(begins);
    if is_more { Some(1) } else { begins("saves").then_some(-1) }
}

/// Whether words say that a change is what others come to, taken off one another: 净增62万元.
fn is_net(view: &View<'_, '_>, spot: &Spot) -> bool {
    let own = view.own_words(spot);
    view.passage.tokens.words_of("net").any(|word| own.contains(word))
}

/// Whether it is said behind the last item, before another amount, that nothing else has changed: 其余科目不变, 两年均未安排,
/// 除上述三项外，其他费用与上年相同.
fn lacks_others(view: &View<'_, '_>, last: usize) -> bool {
    let tokens = view.passage.tokens;
    let is_figure = |at: usize| tokens.figures.get(at).is_some_and(|figure| !figure.is_spelled);
    let is_end = |what: What| match what {
        What::Figure(at) => is_figure(at),
        what => what == What::Sign(Sign::Edge),
    };
    let behind = tokens.tokens.get(view.token(last) + 1..).unwrap_or(&[]);
    let end = behind.iter().position(|token| is_end(token.what)).unwrap_or(behind.len());
    let own = behind.get(..end).unwrap_or(&[]);
    let text =
        own.first().zip(own.last()).map_or_else(String::new, |(a, b)| tokens.text(a.from, b.to));
    let is_same = |clause: &str| {
        let mut others = tokens.words_of("all_others");
        let rest = others.find_map(|word| Some(clause.split_once(word)?.1));
        rest.is_some_and(|rest| tokens.has_word("unmoved", rest))
    };
    tokens.has_word("no_other", &text)
        || tokens.has_word("both_years", &text)
        || text.split([',', '。', ';']).any(is_same)
}

/// The first figure behind a label of reasons that the next sentence begins with: 增减因素：工资增加214万元，….
fn labelled(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let spot = view.spot(at)?;
    let (next, _) = view.after(at).find(|(_, other)| other.sentence != spot.sentence)?;
    let lead = view.lead_of_sentence(next);
    let is_label = lead.split_once(':').is_some_and(|(label, _)| {
        view.passage.tokens.words_of("reason_labels").any(|word| label.ends_with(word))
    });
    // 分科目看，教育支出增加212万元，…
    let is_label = is_label || is_division(view.passage, view.spot(next)?);
    // 支出净增62万元。…，增加95万元；…，减少33万元
    let is_label = is_label || is_net(view, spot);
    // 减少5万元。其中，甲减少4万元，…
    let mut rest = view.after(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let is_last = rest.all(|(other, _)| !view.is_like(other, at));
    let is_label = is_label || is_last && view.first_word_of_sentence(next) == Some(Class::OfWhich);
    let is_label = is_label || is_among(view, spot, next);
    (is_label && view.spot(next)?.sentence == spot.sentence + 1).then_some(next)
}

/// Whether a sentence begins with the changes of what has changed: 项目支出增加63万元。项目支出变动中，甲增加48万元，….
fn is_among(view: &View<'_, '_>, spot: &Spot, first: usize) -> bool {
    let lead = view.lead_of_sentence(first);
    let opening = lead.split(',').next().unwrap_or_default();
    let mut words = view.passage.tokens.words_of("among_changes");
    let of = words.find_map(|word| opening.strip_suffix(word)).unwrap_or_default();
    !of.is_empty() && view.core(&spot.name) == view.core(of)
}

/// Whether the sentence of a figure goes on with what is the same as it was, and with no further figure.
fn is_followed_by_same(view: &View<'_, '_>, at: usize) -> bool {
    let tokens = &view.passage.tokens.tokens;
    let behind = tokens.get(view.token(at) + 1..).unwrap_or(&[]).iter().map(|token| token.what);
    let mut own = behind.take_while(|what| {
        !matches!(what, What::Figure(_) | What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon))
    });
    own.any(|what| what == What::Word(Class::Same))
}

/// Whether a name begins with a word of a list, words of time apart, or ends with it: 执行中追加…, 财政收回….
pub(super) fn begins_with(view: &View<'_, '_>, raw: &str, list: &str) -> bool {
    let tokens = view.passage.tokens;
    let own = tokens.words_of("in_the_year").find_map(|word| raw.strip_prefix(word));
    // 年底财政收回6万元: who did it
    tokens.words_of(list).any(|word| own.unwrap_or(raw).starts_with(word) || raw.ends_with(word))
}
