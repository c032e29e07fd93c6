//! What the items of a list come to: 支出80万元，包括甲50万元、乙30万元; 甲50万元、乙30万元，合计80万元.

use super::frame::Frame;
use super::items::{is_gloss, items_from};
use super::opening::{LISTS, Opening, is_made_of, opening, opening_of_next};
use super::untaught::{ListOpening, ListShape, Untaught};
use super::view::{View, is_plain};
use super::whole::{
    Excess, are_named_parts, are_plain_parts, excess, is_numbered, is_rest_of, is_whole, split_of,
};
use super::{heads, item_shares, months, total};
use crate::prose::list::{are_of_divisions, is_division, is_rest_last, with_own};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, are_of_one_level};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &mut Vec<Untaught>) {
    for at in view.places() {
        match below(view, at) {
            Some((frame, None)) => out.push(frame),
            Some((frame, Some(shape))) => {
                // parts that are more than their whole are no parts of it, or one of them is wrong
                let excess = excess(view, &frame);
                let list = Untaught::new(view.passage, shape, frame);
                let is_over =
                    excess.is_some_and(|excess| excess == Excess::Sure || list.is_telling);
                if is_over && list.is_slip {
                    let Untaught { relation, reading, .. } = list;
                    out.push(Frame::new(relation, reading, view.number(at)));
                } else if excess == Some(Excess::Sure)
                    && (are_plain_parts(view, at, &list.reading)
                        || are_named_parts(view, &list.reading))
                {
                    let within = Frame::new(Relation::Within, list.reading, view.number(at));
                    out.push(or_with_own(view, at, within));
                } else {
                    untaught.push(list);
                }
            }
            None => {}
        }
        out.extend(total::above(view, at).or_else(|| months::frame(view, at)));
        out.extend(total::counted(view, at));
        let found = heads::frame(view, at, out, untaught);
        out.extend(found);
    }
    let is_of_divisions = |frame: &Frame| {
        let items = frame.reading.item_figures();
        let items: Vec<&Spot> =
            items.into_iter().filter_map(|at| view.passage.spot_of(at)).collect();
        frame.relation == Relation::Sum && are_of_divisions(view.passage, &items)
    };
    out.retain(|frame| !is_of_divisions(frame));
}

pub(super) fn sum(view: &View<'_, '_>, total: usize, items: &[usize]) -> Frame {
    let items: Vec<(usize, i8)> = items.iter().map(|at| (view.number(*at), 1)).collect();
    let own = view.number(total);
    let parts = vec![(Slot::Total, Filling::Figure(own, 1))];
    let reading = Reading { parts, ..Reading::default() }.with_items(&items);
    or_with_own(view, total, Frame::new(Relation::Sum, reading, own))
}

/// The same, or of a number with the own one: 本级及所属7家单位，其中行政单位3家、事业单位5家.
fn or_with_own(view: &View<'_, '_>, total: usize, mut frame: Frame) -> Frame {
    let all = with_own(view.passage, total).map(|all| vec![(Slot::Total, all)]);
    frame.others.extend(all.map(|parts| Reading { parts, ..frame.reading.clone() }));
    frame
}

/// Whether a figure is a fact that may be added, points among them.
pub(super) fn is_fact(view: &View<'_, '_>, at: usize) -> bool {
    let is_score = view.figure(at).is_some_and(|figure| figure.kind == Kind::Score);
    let role = view.spot(at).map(|spot| spot.role);
    view.is_fact(at) || is_score && role == Some(Role::Got) && view.is_plain(at)
}

/// Whether a figure may be an item of a list under a head of its kind.
pub(super) fn is_item(view: &View<'_, '_>, at: usize, head: usize) -> bool {
    (is_fact(view, at) || is_state(view, at))
        && view.is_like(at, head)
        && !view.is_whole_of(at)
        && view.spot(at).is_some_and(|spot| {
            (matches!(spot.role, Role::Value | Role::Got) || is_state(view, at))
                && (!spot.name.is_empty()
                    || is_state(view, at)
                    || spot.words.contains(&Class::Rest)
                    || spot.when.year.is_some()
                    || is_of_counted(view, at)
                    || is_named_behind(view, at)
                    // 预算执行率9.4分: points bear the name of a rate
                    || view.figure(at).is_some_and(|figure| figure.kind == Kind::Score)
                    || is_numbered(view, at)
                    || view.passage.tokens.has_word("further", &view.lead(at)))
                && (!spot.is_sum || is_part_of_list(view, at, head))
                && !spot.when.is_last
        })
}

/// Whether what an amount is stands behind it: 其中50万元用于设备购置，30万元为人员经费.
fn is_named_behind(view: &View<'_, '_>, at: usize) -> bool {
    let (tokens, text) = (view.passage.tokens, view.text_behind(at));
    let mut words = tokens.words_of("named_behind");
    words.any(|word| {
        text.strip_prefix(word).is_some_and(|name| name.starts_with(char::is_alphabetic))
    })
}

/// Whether a number counts what is in a state, and bears no other name: 已完工36个、未开工2个.
pub(super) fn is_state(view: &View<'_, '_>, at: usize) -> bool {
    /// Before some states stands a word that says nothing: 已.
    const SHORT: usize = 2;
    let is_count = view.figure(at).is_some_and(|figure| figure.kind == Kind::Count);
    let says = |class: &Class| !is_plain(*class) && !LISTS.contains(class);
    // 未完成1个, but not 空编7名
    let is_denied = |spot: &Spot| {
        let mut words = view.passage.tokens.words_of("denied");
        words.any(|word| spot.raw.starts_with(word))
    };
    is_count
        && view.is_plain(at)
        && view.spot(at).is_some_and(|spot| {
            (spot.role == Role::Value || spot.role == Role::Left && is_denied(spot))
                && spot.name.is_empty()
                && spot.raw.chars().count() >= SHORT
                && spot.words.iter().any(says)
        })
}

/// Whether a total is one of a part: 支出总计80万元，其中：基本支出合计50万元，项目支出合计30万元.
fn is_part_of_list(view: &View<'_, '_>, at: usize, head: usize) -> bool {
    let first = view.after(head).next().map_or(at, |(first, _)| first);
    let is_named = view.spot(at).is_some_and(|spot| !view.bare(&spot.name).is_empty());
    head < at && is_named && view.words(head, first).contains(&Class::OfWhich)
}

/// Whether a figure and one of another kind share a name.
pub(super) fn is_counted(view: &View<'_, '_>, at: usize) -> bool {
    is_of_counted(view, at)
        || view.after(at).next().is_some_and(|(next, _)| is_of_counted(view, next))
}

/// Whether a figure without a name belongs to the named one of another kind before it: 甲9个、120万元.
fn is_of_counted(view: &View<'_, '_>, at: usize) -> bool {
    let Some((before, other)) = view.before(at).next() else { return false };
    view.spot(at).is_some_and(|spot| {
        spot.words.is_empty()
            && other.clause == spot.clause
            && !other.name.is_empty()
            && !view.is_like(before, at)
            && (spot.goes_on || view.lead(at).is_empty())
    })
}

/// A list behind its head, in its sentence, its bracket or the next sentence; and whether words say that it is whole.
fn below(view: &View<'_, '_>, head: usize) -> Option<(Frame, Option<ListShape>)> {
    let of = view.spot(head)?;
    if !may_head(view, head, of) {
        return None;
    }
    let bracket = view.passage.after(head).next().filter(|(_, first)| {
        first.stream != of.stream && view.passage.anchor(first.stream) == Some(head)
    });
    // 完成预算（112万元）的77%: no list
    let is_list = |at: usize| items_from(view, at, head).is_some_and(|items| items.len() > 1);
    let bracket = bracket.filter(|(at, _)| is_list(*at));
    let split = split_of(view, head);
    let (first, start) =
        bracket.or(split.map(|(next, _)| next)).or_else(|| view.after(head).next())?;
    let is_told = is_gloss(view, first, start, head)
        || !view.is_like(first, head)
        || view.is_whole_of(first)
        || start.when.is_last && start.role == Role::Value;
    let (first, start) = if start.sentence == of.sentence && bracket.is_none() && is_told {
        list_behind_comparison(view, head)?
    } else {
        (first, start)
    };
    let opens_next = opening_of_next(view, head, first);
    let is_near = start.sentence == of.sentence
        || opens_next.is_some()
            && start.sentence == of.sentence + 1
            && !view.has_sign(head, first, Sign::Edge);
    let is_beside = start.sentence == of.sentence && begins_next_item(view, head, (first, start));
    let (is_first, is_direct) = heads_list(view, head, (first, bracket.is_some()));
    // 发放300份，收回286份。其中，满意250份、不满意36份
    let is_last = start.sentence == of.sentence + 1 && is_last_of_kind(view, head);
    if !is_near || is_beside || !is_first && !is_direct && !is_last {
        return None;
    }
    let items = items_below(view, first, head)?;
    let is_whole = is_whole(view, &items);
    // 很满意178份，满意84份，不满意6份: the head is one of them
    let is_among = is_whole && super::whole::is_whole(view, &[&[head], items.as_slice()].concat())
        || bracket.is_none() && is_one_of(view, head, (first, &items));
    if is_among || !(is_first || is_direct || is_whole) {
        return None;
    }
    let is_split = split.is_some_and(|(_, number)| number == items.len());
    // 支出80万元，比上年增加5万元，其中：甲50万元: the words behind the comparison open it
    let nth = usize::from(is_of_counted(view, first));
    let from = view.before(first).nth(nth).map_or(head, |(before, _)| before.max(head));
    let from = if is_told && bracket.is_none() { from } else { head };
    let opening = if is_split {
        Some(Opening::Whole)
    } else if start.sentence == of.sentence {
        opening(view, (head, from), (first, is_whole), bracket.is_some())
    } else {
        opens_next
    };
    let has_others = is_rest_last(view.passage, &items) || is_rest_of(view, head, &items);
    let has_rest = items.last().is_some_and(|last| is_further(view, *last));
    let is_own = |at: &usize| view.spot(*at).is_some_and(|item| item.segment == of.segment);
    let (is_together, opening) = (items.iter().all(is_own), opening?);
    let is_all = match opening {
        // 按功能分类，甲支出42万元，占65%；乙支出8万元，占12%: the shares say that there is more
        _ if item_shares::leave_out(view, &items) => return None,
        Opening::Whole | Opening::Listed => true,
        Opening::Part if has_rest => true,
        Opening::Nothing if has_rest => is_together && may_end_with_rest(view, head, &items),
        Opening::Made => has_others || is_joined_last(view, &items) || is_whole,
        Opening::Part => has_others || is_whole || is_score(view, head, &items),
        // 受理18件，按期办结17件，逾期办结1件
        Opening::Nothing => {
            let is_list = is_whole || is_run(view, head, &items);
            is_together && start.clause > of.clause && is_list
        }
        Opening::Most => false,
    };
    let code = |at: &usize| view.passage.tokens.code_of(view.number(*at));
    let is_coded = opening == Opening::Part && are_of_one_level(items.iter().map(code));
    let shape = match opening {
        _ if is_all || is_coded => None,
        Opening::Most => Some(shape(view, ListOpening::Most, &items)),
        Opening::Part => Some(shape(view, ListOpening::Part, &items)),
        _ => return None,
    };
    let frame = sum(view, head, &items);
    if !is_first && shape.is_some() {
        return None;
    }
    let is_weak = opening == Opening::Listed
        || opening == Opening::Nothing && !has_rest
        || !is_first && !is_direct;
    // 接收捐赠2,316.8万元，货币1,904.5万元、物资412.3万元: no word says that it is a list
    let is_bare = opening == Opening::Nothing && !has_rest && !is_whole;
    let frame = frame.open_or_weak(is_coded && !is_all || is_bare, is_weak);
    let is_told = items.len() > 1 && (!is_bare || frame.may_be_told(view.passage));
    is_told.then_some((frame, shape))
}

/// The items of a list of one role, without their whole once more at the end: 0.45亿元，由两期构成：第一期2,500万元，第二期2,000万元，即
/// 45,000,000.00元.
fn items_below(view: &View<'_, '_>, first: usize, head: usize) -> Option<Vec<usize>> {
    let mut items = items_from(view, first, head).filter(|items| are_of_one_role(view, items))?;
    // 动支2,160万元，用于甲1,480万元、乙680万元，其余3,840万元: the first has parts of its own
    let uses = |at: usize, is_first: bool| {
        let lead = view.lead(at);
        let mut words = view.passage.tokens.words_of("uses");
        words.any(|word| if is_first { lead.contains(word) } else { lead.starts_with(word) })
    };
    let has_parts = |first: &usize, second: &usize| !uses(*first, true) && uses(*second, false);
    if items.len() > 2 && items.first().zip(items.get(1)).is_some_and(|(a, b)| has_parts(a, b)) {
        return None;
    }
    let value = |at: usize| view.figure(at).map(|figure| figure.value);
    let is_again =
        |last: &usize| value(*last) == value(head) && value(head).is_some_and(|own| !own.is_zero());
    if items.len() > 2 && items.last().is_some_and(is_again) {
        items.pop();
    }
    Some(items)
}

/// Whether a fact may be the head of a list: it is no item of one itself.
fn may_head(view: &View<'_, '_>, head: usize, of: &Spot) -> bool {
    // 小区42个、居民18,225户，其中：甲区13个、5,208户: each is a head
    let is_next =
        of.goes_on && view.before(head).next().is_none_or(|(before, _)| view.is_like(before, head));
    // 支出80万元。分领域看，甲40万元，乙30万元，剩下10万元: the first is an item
    let is_item = is_next || is_division(view.passage, of);
    is_fact(view, head) && !is_item && !of.when.is_last && !view.has_scope(head)
}

/// Whether a figure begins the next item of the list that a head is an item of: 甲50万元，用于…；乙30万元，用于…; 在职50人、退休30人，另有….
fn begins_next_item(view: &View<'_, '_>, head: usize, (first, start): (usize, &Spot)) -> bool {
    let opens = |class: &Class| matches!(class, Class::OfWhich | Class::Whole);
    let is_joined = start.goes_on && view.before(first).next().is_some_and(|(at, _)| at == head);
    (is_joined || view.has_sign(head, first, Sign::Semicolon))
        && !view.words(head, first).iter().any(opens)
}

/// Whether no points that were got stand beside what can be had: 决策20分，得18分.
fn are_of_one_role(view: &View<'_, '_>, items: &[usize]) -> bool {
    let is_got = |at: &usize| view.spot(*at).is_some_and(|item| item.role == Role::Got);
    let has_no_name = |at: &usize| view.spot(*at).is_some_and(|item| item.name.is_empty());
    items.iter().all(is_got) || !items.iter().any(|at| is_got(at) && has_no_name(at))
}

/// Whether the items of a list that no word opens are named, and nothing else of their kind follows in their sentence.
fn is_run(view: &View<'_, '_>, head: usize, items: &[usize]) -> bool {
    let Some((last, spot)) = items.last().and_then(|last| Some((*last, view.spot(*last)?))) else {
        return false;
    };
    // 2024年900万元，2025年850万元，2026年650万元
    let year = |at: &usize| view.spot(*at).and_then(|item| item.when.year);
    let are_years = items.windows(2).all(
        |pair| matches!(pair, [a, b] if year(a).zip(year(b)).is_some_and(|(a, b)| b == a + 1)),
    );
    let is_named = |at: &usize| {
        view.spot(*at)
            .is_some_and(|item| !item.name.is_empty() && item.when.year.is_none() || are_years)
    };
    let mut behind = view.after(last).take_while(|(_, other)| other.sentence == spot.sentence);
    // 另有利息等; 100万元未含托管的中心: there is more
    let tokens = view.passage.tokens;
    let text = view.text_behind(last);
    let goes_on = !text.is_empty() && !text.starts_with(',');
    let is_more =
        ["further", "besides", "and_others"].iter().any(|list| tokens.has_word(list, &text));
    if goes_on || is_more {
        return false;
    }
    // 其中：甲50万元，乙30万元，丙20万元: the first is an item itself
    !super::fact::is_item(view, head)
        && view.first_word_of_sentence(head) != Some(Class::OfWhich)
        && items.iter().all(is_named)
        && behind.all(|(at, other)| {
            !view.is_like(at, last)
                || matches!(other.role, Role::Change(_) | Role::WholeOf | Role::Base)
        })
}

/// Whether what stands behind a head may be its parts, of which the last one is the rest: no items of years, and not what was there,
/// came and went: 年初10万元，收入5万元，支出8万元，年末还有7万元.
fn may_end_with_rest(view: &View<'_, '_>, head: usize, items: &[usize]) -> bool {
    let Some(of) = view.spot(head) else { return false };
    let spots = || items.iter().filter_map(|at| view.spot(*at));
    let has = |class: Class| spots().chain([of]).any(|spot| spot.words.contains(&class));
    let is_balance = of.when.edge == Some(Class::Start) || has(Class::Income) && has(Class::Outgo);
    !of.words.contains(&Class::OfWhich)
        && !is_balance
        && spots().all(|item| item.when.year.is_none())
}

/// Whether an item is told to be what is left of the whole: 其余5个, 还有5个.
fn is_further(view: &View<'_, '_>, item: usize) -> bool {
    view.spot(item).is_some_and(|item| item.words.contains(&Class::Rest))
        || view.passage.tokens.has_word("further", &view.lead(item))
}

/// Whether no word and no sign opens a list behind a head that is less than one of its items: it is one of them.
/// 收入80万元。甲20万元，乙50万元，另有10万元.
fn is_one_of(view: &View<'_, '_>, head: usize, (first, items): (usize, &[usize])) -> bool {
    let value = |at: usize| view.figure(at).map(|own| own.value);
    view.words(head, first).is_empty()
        && !view.has_sign(head, first, Sign::Colon)
        && items.iter().any(|item| value(*item) > value(head))
}

/// The shape of a list.
pub(super) fn shape(view: &View<'_, '_>, opening: ListOpening, items: &[usize]) -> ListShape {
    let kind = items.first().and_then(|at| view.figure(*at)).map(|figure| figure.kind);
    let segment = |at: Option<&usize>| at.and_then(|at| view.spot(*at)).map(|spot| spot.segment);
    ListShape {
        opening,
        is_money: kind == Some(Kind::Money),
        is_parted: segment(items.first()) != segment(items.last()),
        is_pair: items.len() == 2,
    }
}

/// Whether a word joins the last item of a list to the others: 甲、乙和丙.
fn is_joined_last(view: &View<'_, '_>, items: &[usize]) -> bool {
    matches!(items, [.., before, last]
        if view.words(*before, *last).iter().any(|class| matches!(class, Class::And | Class::With)))
}

/// Whether points of several parts stand behind a colon below the points of all: 总分94分：过程18分，产出46分，….
fn is_score(view: &View<'_, '_>, head: usize, items: &[usize]) -> bool {
    const FEW: usize = 3;
    let is_total = view.spot(head).is_some_and(|head| head.words.contains(&Class::ScoreTotal));
    let first = items.first().copied().unwrap_or(head);
    is_total && items.len() >= FEW && view.has_sign(head, first, Sign::Colon)
}

/// The names of some items; one that denies something stands with all its words: 不满意.
pub(super) fn names<'a>(view: &View<'_, 'a>, items: &[usize]) -> Vec<&'a str> {
    // 城市1,542户、2,316人: the number before it bears the name
    let bearer = |at: usize| {
        let before = view.before(at).next().map(|(before, _)| before);
        before.filter(|_| is_of_counted(view, at)).unwrap_or(at)
    };
    let spots = items.iter().filter_map(|at| view.spot(bearer(*at)));
    let is_denied = |spot: &Spot| spot.words.contains(&Class::Not) || spot.name.is_empty();
    spots.map(|spot| if is_denied(spot) { spot.raw.as_str() } else { spot.name.as_str() }).collect()
}

/// The first item of a list that the next sentence opens, where this one tells but how its fact has changed, or that a
/// word opens behind that: 收入80万元，比上年增加5万元。其中：甲50万元、乙30万元.
fn list_behind_comparison<'a>(view: &View<'_, 'a>, head: usize) -> Option<(usize, &'a Spot)> {
    let of = view.spot(head)?;
    let mut rest = view.after(head);
    let (mut before, mut is_reason) = (head, false);
    let mut is_beside = |at: usize, other: &Spot| {
        // 占总额80万元的60%
        let is_whole = view.is_whole_of(at);
        // 比上年增加5万元，主要原因是上年结转3万元
        is_reason |= view.words(before, at).contains(&Class::Reason);
        before = at;
        other.sentence == of.sentence
            && (is_whole
                || is_reason
                || other.when.is_last && other.role == Role::Value
                || !view.is_like(at, head) && other.role == Role::Value)
    };
    let next =
        rest.find(|(at, other)| !is_beside(*at, other) && !is_gloss(view, *at, other, head))?;
    let opens = || {
        let mut before = view.before(next.0).map(|(before, _)| before);
        let last = before.next();
        // 其中：甲17个2,740.50万元: the number bears the name
        let is_second = is_of_counted(view, next.0);
        let from = if is_second { before.next() } else { last };
        let opens = |class: &Class| matches!(class, Class::OfWhich | Class::Whole);
        from.is_some_and(|from| {
            view.words(from, next.0).iter().any(opens) || is_made_of(view, from, next.0)
        })
    };
    let is_next = next.1.sentence == of.sentence + 1;
    (is_next || next.1.sentence == of.sentence && opens()).then_some(next)
}

/// Whether no figure of its kind stands before a head in its sentence.
fn is_first_of_kind(view: &View<'_, '_>, head: usize) -> bool {
    let Some(of) = view.spot(head) else { return false };
    // 收入80万元，支出80万元。其中：基本支出…: a list of either comes to the same amount
    let is_twin = |at: usize| {
        let value = |at: usize| view.figure(at).map(|figure| figure.value);
        value(at) == value(head) && is_fact(view, at)
    };
    view.before(head)
        .take_while(|(_, other)| other.sentence == of.sentence)
        .all(|(at, _)| !view.is_like(at, head) || is_twin(at))
}

/// Whether a fact is the only one that a list may be of: no other of its kind, or of its stage, stands before it; and whether
/// the list opens directly behind it: 编制86名，在职79人，其中行政31人、事业48人.
fn heads_list(
    view: &View<'_, '_>,
    head: usize,
    (first, is_bracket): (usize, bool),
) -> (bool, bool) {
    let (Some(of), Some(start)) = (view.spot(head), view.spot(first)) else {
        return (false, false);
    };
    let is_opened = |class: &Class| matches!(class, Class::OfWhich | Class::Whole);
    let is_direct = start.sentence == of.sentence
        && view.words(head, first).iter().any(is_opened)
        // 由甲50万元和乙30万元组成；公用经费20万元
        && !view.has_sign(head, first, Sign::Semicolon)
        && view.before(first).next().is_some_and(|(before, _)| before == head);
    let is_first = is_first_of_kind(view, head)
        || is_bracket
        || start.sentence > of.sentence && is_only_of_stage(view, head, first);
    (is_first, is_direct)
}

/// Whether no figure of its kind stands behind a head in its sentence.
fn is_last_of_kind(view: &View<'_, '_>, head: usize) -> bool {
    let Some(of) = view.spot(head) else { return false };
    let rest = view.after(head).take_while(|(_, other)| other.sentence == of.sentence);
    rest.into_iter().all(|(at, _)| !view.is_like(at, head))
}

/// Whether a head is the only one of its stage in its sentence, and the first item below it is of that stage, too:
/// 预算90万元，支出80万元。其中：甲支出50万元，….
fn is_only_of_stage(view: &View<'_, '_>, head: usize, first: usize) -> bool {
    let (Some(of), Some(item)) = (view.spot(head), view.spot(first)) else { return false };
    let stage = of.when.stage;
    stage.is_some()
        && stage == item.when.stage
        && view.passage.in_sentence(of).all(|(at, other)| {
            at == head
                || !view.is_like(at, head)
                || other.role == Role::Value
                    && other.when.stage.is_some()
                    && other.when.stage != stage
        })
}
