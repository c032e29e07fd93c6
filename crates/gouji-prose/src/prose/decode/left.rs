//! What one fact lacks to another: 编制85名，实有79人，空编6名; 应拨80万元，实际拨付75万元，尚差5万元.

use super::frame::Frame;
use super::opening::LISTS;
use super::share::is_rate;
use super::sum::sum;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::list::is_all_of_whole;
use crate::prose::place::{Role, Spot};
use crate::prose::product::are_alike;
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::same::common;
use crate::prose::words::Class;

/// What is told of two facts and what is left of the one.
pub(super) const TOLD: &[Class] = &[
    Class::Left,
    Class::Complete,
    Class::Share,
    Class::RateNoun,
    Class::Not,
    Class::Down,
    Class::Compare,
    Class::Entire,
    Class::Rest,
    Class::Cumulated,
    Class::Sum,
    Class::To,
    // 截至年底
    Class::Until,
    // 比序时进度快4个百分点
    Class::Up,
    Class::Above,
    Class::Below,
    // 近四成
    Class::Near,
    Class::Over,
    // 用于甲50万元，其余30万元用于乙
    Class::Spent,
];

/// Of a mean that stands between: 季均20万元.
const MEANS: &[Class] = &[Class::Average, Class::Per];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    // 编制512名，其中行政编制136名、事业编制376名: the items of a list are no facts beside it
    let items = ToldLists::of(out, untaught);
    let found: Vec<Frame> = view.places().filter_map(|at| frame(view, at, &items)).collect();
    out.extend(found.iter().filter_map(|left| rate_of(view, left)));
    out.extend(found);
    out.extend(view.places().filter_map(|at| netted(view, at, &items)));
}

/// What share of the whole is left, told next: 预算154万元，成交143.22万元，节约10.78万元，节支率7.0%.
fn rate_of(view: &View<'_, '_>, left: &Frame) -> Option<Frame> {
    let [(_, Filling::Figure(whole, _)), _, (_, Filling::Figure(rest, _))] =
        left.reading.parts.as_slice()
    else {
        return None;
    };
    let at = view.places().find(|at| view.number(*at) == *rest)?;
    let (rate, spot) = view.after(at).next()?;
    let own = view.spot(at)?;
    let name = view.lead(rate);
    // 节支率为7.0%
    let mut ends = view.passage.tokens.words_of("rate_ends");
    let stem = ends.find_map(|end| Some(name.rsplit_once(end)?.0))?;
    // 节支率 of 节约的, 结余率 of 结余
    let is_named = stem.chars().next().is_some_and(|first| own.raw.contains(first))
        || own.words.contains(&Class::Left) && view.passage.tokens.is_word("left", stem);
    let is_told = is_rate(view, rate)
        && is_named
        && spot.sentence == own.sentence
        && spot.clause <= own.clause + 1
        && !spot.when.is_last;
    let parts = [(Slot::Part, *rest, 1), (Slot::Whole, *whole, 1), (Slot::Share, spot.figure, 1)];
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure).weak())
}

/// A longer name is that of something else.
const SHORT: usize = 4;
/// Names of one thing share so much.
const NOUN: usize = 2;
/// The same, where a word denies what was done.
const LONG: usize = 6;

/// Whether words say that something is still there: 余款5万元, 账上还剩5万元.
pub(super) fn is_still(view: &View<'_, '_>, spot: &Spot) -> bool {
    let tokens = view.passage.tokens;
    tokens.words_of("still").any(|word| spot.raw.starts_with(word))
        || tokens.words_of("rest_left").any(|word| spot.raw.ends_with(word))
}

/// A figure that is told to be left, behind the only two facts of its kind in its sentence.
fn frame(view: &View<'_, '_>, at: usize, items: &ToldLists) -> Option<Frame> {
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let is_thing =
        view.figure(at).is_some_and(|figure| matches!(figure.kind, Kind::Money | Kind::Count));
    if !is_thing || spot.when.is_last || !view.is_plain(at) {
        return None;
    }
    // 应缴80万元，已缴75万元，待缴5万元: of what was done already; 接待费 is something else
    let is_pending = || {
        let done = view.before(at).next().map_or("", |(_, done)| done.raw.as_str());
        let mut verbs = tokens
            .words_of("already")
            .filter_map(|word| Some(done.split_once(word)?.1))
            .filter(|verb| !verb.is_empty());
        verbs.any(|verb| {
            let before = spot.raw.strip_suffix(verb);
            before
                .is_some_and(|before| tokens.words_of("pending").any(|word| before.ends_with(word)))
        })
    };
    let is_undone = || {
        tokens.words_of("undone").any(|word| spot.raw.contains(word))
            || is_pending()
            || is_still(view, spot)
    };
    // 尚需支出80万元
    let is_short = spot.name.chars().count() <= SHORT && spot.words.contains(&Class::Left);
    let is_value = spot.role == Role::Value;
    // 抽查的150个小区中，138个…，占比92%，其余12个…
    let is_rest = || spot.words.contains(&Class::Rest);
    let is_left = spot.role == Role::Left || is_value && (is_undone() || is_short || is_rest());
    let is_denied = is_value && spot.words.contains(&Class::Not);
    // 未完成指标合计4项: of several that were told
    let is_sum = spot.is_sum || spot.words.contains(&Class::Sum);
    if !is_left && !is_denied || is_sum || view.has_scope(at) || is_split(view, at) {
        return None;
    }
    let mut facts = facts_called_alike(view, at, items)?;
    if are_of_years(&facts) {
        return rest_of_years(view, at, &facts, items);
    }
    if let ([near, far], true) = (facts.as_slice(), is_rest()) {
        let all = rest_of_plan(view, at, [*near, *far], items);
        if all.is_some() {
            return all;
        }
    }
    // 指标23个，其中…。完成21个，未完成2个: the whole stands in the sentence before
    let before = if facts.len() == 1 { whole_before(view, at, items) } else { None };
    let is_apart = before.is_some();
    facts.extend(before);
    let [(near, b), (far, a)] = facts.as_slice() else { return None };
    // of what was planned and what was done the plan is the greater one
    let is_turned = b.when.is_plan() && !a.when.is_plan();
    let (whole, part) = if is_turned { (*near, *far) } else { (*far, *near) };
    // 已接通46个，未接通的还有4个
    // 全部达标17个，未全部达标3个
    let length = spot.name.chars().count();
    let shared = common(&spot.name, &b.raw);
    let is_named = is_left || length <= LONG && shared > 0 || shared * 2 > length;
    // 非常满意、满意、不满意: three answers
    let is_scale = is_all_of_whole(view.passage, &[&a.raw, &b.raw, &spot.raw]);
    // the items of a list that is told between
    let is_item = |(place, other): &(usize, &Spot)| {
        items.holds(other.figure, spot.figure) || view.is_listed(*place, at)
    };
    let before = || view.before(at);
    let between = before().take_while(|(place, _)| *place > *near).filter(is_item).count();
    // the names of items say nothing of it
    let listed = before().take_while(|(place, _)| *place > *far).filter(is_item);
    let from = listed.map(|(place, _)| place).next().filter(|item| *item < *near).unwrap_or(*far);
    // 合同价300万元，平均每处10万元，较单价12万元节约2万元: of the price that is compared with
    let are_values = a.role == Role::Value && b.role == Role::Value;
    let told = [TOLD, if are_values { MEANS } else { &[] }].concat();
    let is_told = is_named
        && !is_scale
        && a.when.is_last == b.when.is_last
        && (is_apart || !a.is_sum)
        && !b.goes_on
        && spot.segment <= b.segment + 1
        && spot.clause <= b.clause + 3 + between
        && if is_apart {
            view.says_only(*near, at, &told)
        } else if items.0.is_empty() && between == 0 {
            view.says_only(*far, at, &told)
        } else {
            view.says_only(from, at, &[&told, LISTS].concat())
        };
    is_told.then(|| left_of(view, (whole, part), at, is_rest()))
}

/// Whether what is left is told in two: 超时4次，另2次取消; 结转0.05亿元，收回财政0.02亿元.
fn is_split(view: &View<'_, '_>, at: usize) -> bool {
    let Some((spot, (next, other))) = view.spot(at).zip(view.after(at).next()) else {
        return false;
    };
    let (tokens, lead) = (view.passage.tokens, view.lead(next));
    let is_word = |list: &str| tokens.is_word(list, &lead);
    let mut flows = tokens.words_of("flow_out");
    other.sentence == spot.sentence
        && other.segment == spot.segment
        && other.clause == spot.clause + 1
        && view.is_like(next, at)
        && (other.role == Role::Value || other.role == Role::Left)
        // 另有退休14人 is something else
        && (is_word("further") || is_word("besides") || flows.any(|word| lead.starts_with(word)))
}

/// What is left of a whole when a part is taken off; of a rest all that is joined to it: 其余为甲30万元、乙20万元.
fn left_of(view: &View<'_, '_>, (whole, part): (usize, usize), at: usize, is_rest: bool) -> Frame {
    let rest = joined_to(view, at);
    if is_rest && rest.len() > 1 {
        let items = [&[part][..], &rest[..]].concat();
        return sum(view, whole, &items).weak();
    }
    let parts = [
        (Slot::Value, view.number(whole), 1),
        (Slot::Base, view.number(part), 1),
        (Slot::Change, view.number(at), 1),
    ];
    Frame::new(Relation::Left, Reading::of(parts), view.number(at)).weak()
}

/// A fact and those of its kind that marks of items join to it.
fn joined_to(view: &View<'_, '_>, at: usize) -> Vec<usize> {
    let more = view.after(at).take_while(|(place, other)| {
        other.goes_on && view.is_like(*place, at) && view.is_fact(*place)
    });
    std::iter::once(at).chain(more.map(|(place, _)| place)).collect()
}

/// Whether the two facts nearest to a figure are of two years: 2023年下达50万元，2024年安排20万元; none is part of the other.
fn are_of_years(facts: &[(usize, &Spot)]) -> bool {
    matches!(facts, [(_, near), (_, far), ..] if near.when.is_of_other_year(far.when))
}

/// What is left of a plan behind its parts of two years; the plan stands before them in their sentence or in the one before.
fn rest_of_years(
    view: &View<'_, '_>,
    at: usize,
    facts: &[(usize, &Spot)],
    items: &ToldLists,
) -> Option<Frame> {
    match facts {
        [near, far] => rest_of_plan(view, at, [*near, *far], items),
        [near, far, whole] => rest_of(view, at, [*near, *far], *whole),
        _ => None,
    }
}

/// What is left of the plan of the sentence before behind two parts of it: 概算80万元。已下达50万元，今年安排20万元，剩下10万元留待明年.
fn rest_of_plan(
    view: &View<'_, '_>,
    at: usize,
    parts: [(usize, &Spot); 2],
    items: &ToldLists,
) -> Option<Frame> {
    rest_of(view, at, parts, whole_before(view, at, items)?)
}

/// The same of a plan that is known.
fn rest_of(
    view: &View<'_, '_>,
    at: usize,
    [(near, b), (far, a)]: [(usize, &Spot); 2],
    (whole, plan): (usize, &Spot),
) -> Option<Frame> {
    let is_part = |spot: &Spot| !spot.goes_on && !spot.is_sum && !spot.when.is_last;
    let is_told = (plan.when.is_plan()
        || a.when.is_of_other_year(b.when) && plan.when.year.is_none())
        && is_part(a)
        && is_part(b)
        && view.is_fact(near)
        && view.is_fact(far)
        && a.clause < b.clause
        && view.says_only(far, at, TOLD);
    is_told.then(|| sum(view, whole, &[far, near, at]).weak())
}

/// The same, of more than two the two that are called alike: 运动员252名，应配教练员28名；现有教练员21名，缺额7名.
fn facts_called_alike<'a>(
    view: &View<'_, 'a>,
    at: usize,
    items: &ToldLists,
) -> Option<Vec<(usize, &'a Spot)>> {
    let mut facts = facts(view, at, items)?;
    if let [(_, near), (_, far), (_, more), ..] = facts.as_slice()
        && common(&near.raw, &far.raw) >= NOUN
        && common(&far.raw, &more.raw) < NOUN
        && view.passage.tokens.has_word("due", &far.raw)
    {
        facts.truncate(2);
    }
    Some(facts)
}

/// The facts of a kind before a figure in its sentence, the nearest first, the items of lists apart; `None` where something else
/// of its kind stands there.
fn facts<'a>(view: &View<'_, 'a>, at: usize, items: &ToldLists) -> Option<Vec<(usize, &'a Spot)>> {
    let spot = view.spot(at)?;
    let mut facts: Vec<(usize, &Spot)> = Vec::new();
    for (place, other) in view.before(at).take_while(|(_, other)| other.sentence == spot.sentence) {
        // 编制40名，实有37名，空编3名；辅警额度60名，在岗55名，缺额5名: what was left before has facts of its own
        if other.role == Role::Left && other.segment != spot.segment && facts.len() == 2 {
            break;
        }
        let is_like = view.is_like(place, at) || are_of_same(view, place, at);
        let is_fact =
            !matches!(other.role, Role::Rate(_) | Role::Share | Role::Complete | Role::Per);
        // 1至8月
        let is_bare = view.figure(place).is_some_and(|figure| figure.kind == Kind::Bare);
        let is_item = items.holds(other.figure, spot.figure) || view.is_listed(place, at);
        if !is_like || !is_fact || is_bare || is_item {
            continue;
        }
        let is_plan_of = view.is_whole_of(place) || other.role == Role::PlanOf;
        let is_adjusted = matches!(other.role, Role::To(_));
        if !matches!(other.role, Role::Value | Role::Base) && !is_plan_of && !is_adjusted
            || !view.is_plain(place)
        {
            return None;
        }
        facts.push((place, other));
        // 年初42万元，核减6万元，调整后36万元；支付34万元，剩余2万元: what it was at first is told no more
        let is_final = other.when.stage == Some(Class::PlanFinal) || is_adjusted;
        if is_final && facts.len() == 2 {
            break;
        }
    }
    Some(facts)
}

/// The only fact of a kind in the sentence before, the items of its list apart.
fn whole_before<'a>(
    view: &View<'_, 'a>,
    at: usize,
    items: &ToldLists,
) -> Option<(usize, &'a Spot)> {
    const FAR: usize = 2;
    let spot = view.spot(at)?;
    let is_like = |place: usize| view.is_like(place, at) || are_of_same(view, place, at);
    let near = view.before(at).filter(|(place, other)| {
        let is_item = items.holds(other.figure, spot.figure) || view.is_listed(*place, at);
        other.sentence < spot.sentence && is_like(*place) && !is_item
    });
    let mut near = near.take_while(|(_, other)| other.sentence + FAR >= spot.sentence).peekable();
    let sentence = near.peek()?.1.sentence;
    let own: Vec<(usize, &Spot)> =
        near.take_while(|(_, other)| other.sentence == sentence).collect();
    match own.as_slice() {
        [only] if view.is_fact(only.0) && !only.1.when.is_last => Some(*only),
        // 由年初的73万元调整为71万元，调减2万元
        _ => {
            let is_adjusted = |(at, other): &&(usize, &Spot)| {
                view.is_fact(*at)
                    && !other.when.is_last
                    && (other.when.stage == Some(Class::PlanFinal)
                        || matches!(other.role, Role::To(_)))
            };
            let mut adjusted = own.iter().filter(is_adjusted);
            adjusted.next().filter(|_| adjusted.next().is_none()).copied()
        }
    }
}

/// Whether two numbers count the same things: 编制85名，实有79人.
fn are_of_same(view: &View<'_, '_>, a: usize, b: usize) -> bool {
    let is_count = |at: usize| view.figure(at).is_some_and(|figure| figure.kind == Kind::Count);
    is_count(a)
        && is_count(b)
        && view.spot(a).zip(view.spot(b)).is_some_and(|(a, b)| are_alike(view.passage, a, b))
}

/// What is left of all that came when all that went is taken off: 总收入80万元…，总支出75万元，收支相抵，年终结转5万元.
fn netted(view: &View<'_, '_>, closing: usize, items: &ToldLists) -> Option<Frame> {
    const NEAR: usize = 2;
    let spot = view.spot(closing)?;
    let tokens = view.passage.tokens;
    let says = |list: &str, text: &str| tokens.words_of(list).any(|word| text.contains(word));
    // 收支相抵，实现收益5万元: whatever it is called
    let is_next = || {
        let near = view.before(closing).next().filter(|(_, own)| own.sentence == spot.sentence);
        let text = near.map(|(at, _)| view.text_between(at, closing)).unwrap_or_default();
        text.rsplit([',', ';']).nth(1).is_some_and(|clause| says("offset", clause))
    };
    let is_left = spot.role == Role::Left || says("stocks", &spot.raw) || is_next();
    let is_amount = view.is_plain(closing) && matches!(spot.role, Role::Value | Role::Left);
    if !is_amount || !is_left || view.has_scope(closing) {
        return None;
    }
    // 收支相抵：收入…，支出…，结转…: before its figures as well
    let sentence = view.before(closing).take_while(|(_, other)| other.sentence == spot.sentence);
    let (first, _) = sentence.last()?;
    let token = |at: usize| tokens.tokens.get(view.token(at));
    let between = token(first).zip(token(closing)).map(|(a, b)| tokens.text(a.to, b.from))?;
    if !says("offset", &between) && !says("offset", &view.lead_of_sentence(first)) {
        return None;
    }
    let all = |way: Class| {
        let near =
            view.before(closing).take_while(|(_, other)| other.sentence + NEAR > spot.sentence);
        let found = near.filter(|(at, other)| {
            view.is_fact(*at)
                && view.is_like(*at, closing)
                && other.words.contains(&way)
                && !other.when.is_last
        });
        let found: Vec<(usize, &Spot)> = found.collect();
        let is_all = |(_, other): &&(usize, &Spot)| other.is_sum || says("whole_first", &other.raw);
        let only = |found: Vec<&(usize, &Spot)>| match found.as_slice() {
            [(only, _)] => Some(view.number(*only)),
            _ => None,
        };
        // 业务收入80万元，其中利息收入50万元、其他收入30万元: those that are listed are parts of it
        let is_item = |(at, other): &&(usize, &Spot)| {
            items.holds(other.figure, spot.figure) || view.is_listed(*at, closing)
        };
        only(found.iter().filter(is_all).collect())
            .or_else(|| only(found.iter().filter(|own| !is_item(own)).collect()))
    };
    let both = [(all(Class::Income)?, 1), (all(Class::Outgo)?, -1)];
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&both);
    Some(Frame::new(Relation::Balance, reading, spot.figure).weak())
}
