//! What was there at the beginning, what came, what went, and what is left at the end.

use super::view::View;
use super::{Frame, ListOpening, ListShape, Untaught};
use super::{staff, sum::shape};
use crate::prose::list::{is_all_of_change, is_division};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

pub(super) fn frames(
    view: &View<'_, '_>,
    lists: &[Vec<String>],
    out: &mut Vec<Frame>,
    untaught: &mut Vec<Untaught>,
) {
    for at in view.places() {
        out.extend(frame(view, at).or_else(|| rolled(view, at)));
        out.extend(on_base(view, at));
        out.extend(balanced(view, at));
        out.extend(adjusted(view, at));
        out.extend(staff::frame(view, at));
        match causes(view, at, lists) {
            Some((frame, None)) => out.push(frame),
            Some((frame, Some((shape, moved)))) => {
                untaught.push(Untaught { moved, ..Untaught::new(view.passage, shape, frame) });
            }
            None => {}
        }
    }
}

/// A budget, all that was put on it or taken off it in its sentence, and what it came to: 年初预算80万元，调增10万元、调减5万元，
/// 调整后全年预算85万元.
fn adjusted(view: &View<'_, '_>, closing: usize) -> Option<Frame> {
    let spot = view.spot(closing)?;
    if !view.is_fact(closing)
        || spot.when.stage != Some(Class::PlanFinal)
        || view.has_scope(closing)
    {
        return None;
    }
    let mut items: Vec<(usize, i8)> = Vec::new();
    let mut joined: Vec<usize> = Vec::new();
    for (at, other) in view.before(closing) {
        // 共申报90亩。经核实，核减甲3亩、乙2亩，核定85亩: the only one of the sentence before
        let is_before = other.sentence + 1 == spot.sentence
            && items.len() + joined.len() > 1
            && super::fact::is_only_of_sentence(view, at);
        if other.sentence != spot.sentence && !is_before {
            break;
        }
        if !view.is_like(at, closing) || !view.is_plain(at) {
            return None;
        }
        let moved = match other.role {
            Role::Adjust(sign @ (1 | -1)) => Some(sign),
            // 上级转移支付增加6万元，动用预备费8万元
            Role::Change(sign @ (1 | -1)) if !other.name.is_empty() => Some(sign),
            Role::Value if view.passage.tokens.has_word("drawn", &other.raw) => Some(1),
            // 核减重复申报127亩: what is taken off bears a name
            Role::Value if other.words.first() == Some(&Class::AdjustDown) => Some(-1),
            Role::Value if other.words.first() == Some(&Class::AdjustUp) => Some(1),
            _ => None,
        };
        // 追加甲9万元、乙5万元: both were
        let is_joined = other.goes_on && other.role == Role::Value && view.is_fact(at);
        if is_joined && moved.is_none() {
            joined.push(view.number(at));
            continue;
        }
        if let Some(sign) = moved {
            items.extend(joined.drain(..).map(|figure| (figure, sign)));
            items.push((view.number(at), sign));
            continue;
        }
        if !joined.is_empty() {
            return None;
        }
        let is_opening = view.is_fact(at)
            && !other.when.is_last
            && (other.when.edge == Some(Class::Start)
                || matches!(other.when.stage, Some(Class::PlanFirst | Class::Plan)));
        // 市人大批准支出80万元，转移支付增加6万元，收回减少1万元，调整后85万元
        let is_first =
            || view.before(at).next().is_none_or(|(_, own)| own.sentence != other.sentence);
        let is_opening = is_opening || view.is_fact(at) && !other.when.is_last && is_first();
        // one adjustment is a change
        let is_told = is_opening && items.len() > 1 && is_plain_between(view, at, closing);
        items.push((view.number(at), 1));
        items.reverse();
        let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
        return is_told.then(|| Frame::new(Relation::Balance, reading, spot.figure).weak());
    }
    None
}

/// All that came and all that went, where words say that they are equal: 收入合计80万元，支出合计80万元，收支平衡.
fn balanced(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    if !is_total(view, at, Class::Outgo) || !is_followed_by_balance(view, at) {
        return None;
    }
    let mut totals = view
        .before(at)
        .take_while(|(_, other)| other.sentence + 1 >= spot.sentence)
        .filter(|(place, _)| is_total(view, *place, Class::Income) && view.is_like(*place, at));
    let (income, _) = totals.next()?;
    totals.next().is_none().then(|| {
        Frame::new(
            Relation::Same,
            Reading::of([(Slot::Value, spot.figure, 1), (Slot::Base, view.number(income), 1)]),
            spot.figure,
        )
    })
}

fn is_total(view: &View<'_, '_>, at: usize, way: Class) -> bool {
    view.is_fact(at)
        && view
            .spot(at)
            .is_some_and(|spot| spot.is_sum && spot.words.contains(&way) && !spot.when.is_last)
}

/// Whether the next clause says that what came and what went are equal.
fn is_followed_by_balance(view: &View<'_, '_>, at: usize) -> bool {
    const FAR: usize = 6;
    let tokens = &view.passage.tokens.tokens;
    let behind = tokens.get(view.token(at) + 1..).unwrap_or(&[]).iter().take(FAR);
    behind
        .take_while(|token| !matches!(token.what, What::Figure(_)))
        .any(|token| token.what == What::Word(Class::Balanced))
}

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
fn causes(
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
    let spots = || items.iter().filter_map(|place| view.spot(*place));
    let names: Vec<&str> = spots().map(|other| other.name.as_str()).collect();
    if !view.is_plain(at) || items.len() < 2 || view.has_scope(at) {
        return None;
    }
    let is_part = has(&[Class::OfWhich]);
    let moved: Vec<Moved> = spots().map(|other| Moved::of(view, other)).collect();
    let is_whole = opens && is_all_of_change(view.passage, &names) || is_listed || is_rest_same;
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
    let signed: Option<Vec<(usize, i8)>> = items
        .iter()
        .map(|place| {
            let other = view.spot(*place)?;
            match other.role {
                Role::Change(own) => Some((view.number(*place), own * sign)),
                _ => is_new(view, other).then(|| (view.number(*place), sign)),
            }
        })
        .collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&signed?);
    if is_all_there && is_part {
        let relation = if sign > 0 { Relation::UpTo } else { Relation::Within };
        return Some((Frame::new(relation, reading, spot.figure).one_sided(), None));
    }
    let shape = shape.filter(|_| !is_all_there).map(|shape| (shape, moved));
    Some((Frame::new(Relation::Balance, reading, spot.figure), shape))
}

/// The changes that are told behind a change as its reasons, in its sentence or in the one that a label opens; `None` where
/// something else of their kind stands there.
fn reasons(view: &View<'_, '_>, at: usize, labelled: Option<usize>) -> Option<Vec<usize>> {
    let is_change = |place: usize| {
        view.is_plain(place)
            && view.is_like(place, at)
            && view.spot(place).is_some_and(|other| {
                matches!(other.role, Role::Change(1 | -1)) || is_new(view, other)
            })
    };
    let from = labelled.map_or(at, |first| first - 1);
    let sentence = view.spot(labelled.unwrap_or(at))?.sentence;
    let mut items: Vec<usize> = Vec::new();
    for (place, other) in view.after(from).take_while(|(_, other)| other.sentence == sentence) {
        // 四是甲项目取消，减少5万元: the clause before names it
        let is_of_clause = labelled.is_some()
            && items.last().and_then(|last| view.spot(*last)).is_some_and(|last| {
                last.segment != other.segment && last.clause + 1 < other.clause
            });
        // 取消一次性项目
        let is_word = view.figure(place).is_some_and(|figure| figure.is_spelled);
        if is_change(place) && (!other.name.is_empty() || is_of_clause) {
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

/// Whether an amount is that of something new: 新增甲项目50万元.
fn is_new(view: &View<'_, '_>, spot: &Spot) -> bool {
    let tokens = view.passage.tokens;
    let raw = tokens.words_of("enumerate").find_map(|word| spot.raw.strip_prefix(word));
    let raw = raw.unwrap_or(&spot.raw);
    spot.role == Role::Value
        && !spot.name.is_empty()
        && tokens.words_of("newly").any(|word| raw.starts_with(word))
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
    (is_label && view.spot(next)?.sentence == spot.sentence + 1).then_some(next)
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

/// A closing figure behind an opening one, where each figure of their kind between them says which way it goes.
fn frame(view: &View<'_, '_>, closing: usize) -> Option<Frame> {
    let spot = view.spot(closing)?;
    if !view.is_fact(closing) || spot.when.edge != Some(Class::End) || view.has_scope(closing) {
        return None;
    }
    // 年末结转70万元，净结余50万元: it is not all that is left
    let goes_on = view.after(closing).take_while(|(_, other)| other.sentence == spot.sentence).any(
        |(at, other)| {
            view.is_like(at, closing) && !matches!(other.role, Role::Change(_) | Role::Base)
        },
    );
    if goes_on {
        return None;
    }
    let mut items: Vec<(usize, i8)> = Vec::new();
    for (at, other) in
        view.before(closing).take_while(|(_, other)| other.sentence + 1 >= spot.sentence)
    {
        if !view.is_like(at, closing) {
            continue;
        }
        if is_opening(other, spot) && other.role == Role::Value && view.is_plain(at) {
            items.push((view.number(at), 1));
            items.reverse();
            let is_first = view
                .before(at)
                .take_while(|(_, before)| before.sentence == other.sentence)
                .all(|(before, _)| !view.is_like(before, at));
            let is_told = items.len() > 2 && is_first && is_plain_between(view, at, closing);
            return is_told.then(|| {
                Frame::new(
                    Relation::Balance,
                    Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items),
                    spot.figure,
                )
            });
        }
        // 可用资金合计80万元。当年支出70万元，结转下年10万元: all that there was
        let is_pool = other.is_sum
            && other.sentence < spot.sentence
            && view.is_fact(at)
            && view.passage.tokens.has_word("available", &other.raw)
            && is_plain_between(view, at, closing);
        if is_pool && !items.is_empty() {
            items.push((view.number(at), 1));
            items.reverse();
            let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
            return Some(Frame::new(Relation::Balance, reading, spot.figure).weak());
        }
        items.push((view.number(at), way(view, at, other)?));
    }
    None
}

/// What was put on a base or taken off it, and what it came to: 在上年预算80万元的基础上压减8万元，安排72万元.
fn on_base(view: &View<'_, '_>, closing: usize) -> Option<Frame> {
    let spot = view.spot(closing)?;
    let near = view
        .before(closing)
        .take_while(|(_, other)| other.sentence == spot.sentence && other.segment == spot.segment);
    let mut own = near.filter(|(at, _)| view.is_like(*at, closing));
    let (change, by) = own.next()?;
    let (base, of) = own.next()?;
    let (Role::Change(sign @ (1 | -1)) | Role::Adjust(sign @ (1 | -1))) = by.role else {
        return None;
    };
    let behind = view.text_behind(base);
    let opens = view.passage.tokens.words_of("on_base").any(|word| behind.starts_with(word));
    let is_told = opens
        && own.next().is_none()
        && view.is_fact(closing)
        && view.is_plain(change)
        && view.is_plain(base)
        && matches!(of.role, Role::Value | Role::Base)
        && spot.clause == by.clause + 1
        && !spot.when.is_last
        && !view.has_scope(closing);
    let parts = [
        (Slot::Value, spot.figure, 1),
        (Slot::Base, of.figure, 1),
        (Slot::Change, by.figure, sign),
    ];
    is_told.then(|| Frame::new(Relation::Change, Reading::of(parts), by.figure))
}

/// A closing stock that is the opening one and what the year left: 当年结余5亿元；上年末滚存结余58亿元，本年末63亿元.
fn rolled(view: &View<'_, '_>, closing: usize) -> Option<Frame> {
    let spot = view.spot(closing)?;
    let tokens = view.passage.tokens;
    let is_end = || {
        spot.when.edge == Some(Class::End)
            || tokens.words_of("ends_of_year").any(|word| view.own_words(spot).starts_with(word))
    };
    let is_amount = spot.role == Role::Value && view.is_fact(closing);
    if !is_amount || !is_end() || view.has_scope(closing) {
        return None;
    }
    let near = view.before(closing).take_while(|(_, other)| other.sentence == spot.sentence);
    // 年末滚存结余45万元（上年末滚存结余42万元）
    let bracket = view
        .passage
        .after(closing)
        .take(1)
        .filter(|(_, other)| view.passage.anchor(other.stream) == Some(closing));
    let own: Vec<(usize, &Spot)> = bracket
        .chain(near)
        .filter(|(at, _)| view.is_like(*at, closing) && view.is_plain(*at))
        .collect();
    let is_stock = |spot: &Spot| tokens.has_word("stocks", &spot.raw);
    let (opening, left) = match own.as_slice() {
        [(opening, one), (left, other), ..] | [(left, other), (opening, one), ..]
            if one.when.edge == Some(Class::Start)
                && one.role == Role::Value
                && is_stock(one)
                && other.role == Role::Left
                && other.when.edge.is_none() =>
        {
            (*opening, *left)
        }
        _ => return None,
    };
    let items = [(view.number(opening), 1), (view.number(left), 1)];
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    Some(Frame::new(Relation::Balance, reading, spot.figure).weak())
}

/// Whether a figure is what was there at the beginning of what a closing figure ends: at the end of the year before it.
fn is_opening(spot: &Spot, closing: &Spot) -> bool {
    let is_year_before =
        spot.when.year.zip(closing.when.year).is_some_and(|(own, end)| own + 1 == end);
    spot.when.edge == Some(Class::Start) || spot.when.edge == Some(Class::End) && is_year_before
}

/// Whether no word between says that a figure is a part, or of another scope.
fn is_plain_between(view: &View<'_, '_>, opening: usize, closing: usize) -> bool {
    !view.words(opening, closing).iter().any(|class| {
        matches!(
            class,
            Class::OfWhich
                | Class::Whole
                | Class::Scope
                | Class::Compare
                | Class::Sum
                | Class::Per
                | Class::Open
        )
    })
}

/// Which way a figure goes, where its words say one way alone.
fn way(view: &View<'_, '_>, at: usize, spot: &Spot) -> Option<i8> {
    // a subtotal, and interest that takes nothing off a debt
    if ["available", "no_flow", "restated"]
        .iter()
        .any(|list| view.passage.tokens.has_word(list, &spot.raw))
    {
        return None;
    }
    // 本年收入合计80万元: all that came
    let is_all = |class: &Class| matches!(class, Class::Income | Class::Outgo);
    if !view.is_plain(at)
        || spot.is_sum && !spot.words.iter().any(is_all)
        || !matches!(spot.role, Role::Value | Role::Change(_) | Role::Adjust(_))
    {
        return None;
    }
    let has = |list: &str| view.passage.tokens.has_word(list, &spot.raw);
    let is_count = view.figure(at).is_some_and(|figure| figure.kind == Kind::Count);
    let comes =
        has("flow_in") || spot.words.contains(&Class::Income) || is_count && has("stock_in");
    let goes =
        has("flow_out") || spot.words.contains(&Class::Outgo) || is_count && has("stock_out");
    // 收回财政统筹: the longer word tells
    let longest = |list: &str| {
        let words = view.passage.tokens.words_of(list).filter(|word| spot.raw.contains(*word));
        words.map(str::len).max().unwrap_or(0)
    };
    match (comes, goes) {
        (true, false) => Some(1),
        (false, true) => Some(-1),
        (true, true) if has("flow_in") && longest("flow_out") > longest("flow_in") => Some(-1),
        _ => None,
    }
}
