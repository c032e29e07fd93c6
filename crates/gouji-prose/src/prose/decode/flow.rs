//! What was there at the beginning, what came, what went, and what is left at the end.

use super::edges::{is_closing, is_opening, is_stock};
use super::frame::Frame;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use super::{reasons, staff, subject};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

pub(super) fn frames(
    view: &View<'_, '_>,
    lists: &[Vec<String>],
    out: &mut Vec<Frame>,
    untaught: &mut Vec<Untaught>,
) {
    let parts = ToldLists::of(out, untaught);
    for at in view.places() {
        out.extend(frame(view, at, &parts).or_else(|| rolled(view, at)));
        out.extend(on_base(view, at));
        out.extend(balanced(view, at));
        out.extend(planned_alike(view, at));
        out.extend(lists_balanced(view, at));
        // 年初54万元，调减4万元，现预算50万元: a change says the same
        let is_new = |own: &Frame| {
            let figures = subject::figures(&own.reading);
            out.iter().all(|other| {
                other.reading.parts.len() != figures.len()
                    || subject::figures(&other.reading) != figures
            })
        };
        let found = adjusted(view, at).filter(is_new);
        out.extend(found);
        out.extend(staff::frame(view, at));
        match reasons::causes(view, at, lists) {
            Some((frame, None)) => out.push(frame),
            Some((frame, Some((shape, moved)))) => {
                untaught.push(Untaught { moved, ..Untaught::new(view.passage, shape, frame) });
            }
            None => {}
        }
    }
}

/// A budget, all put on it or taken off it, and what it came to: 年初预算80万元，调增10万元、调减5万元，调整后85万元.
fn adjusted(view: &View<'_, '_>, closing: usize) -> Option<Frame> {
    let spot = view.spot(closing)?;
    // 预算调整为27.90亿元
    let is_adjusted = matches!(spot.role, Role::To(_))
        && spot.words.iter().any(|class| class.is_plan())
        && view.before(closing).next().is_none_or(|(_, other)| other.role != Role::From);
    // 6月末预算数80万元
    let mut ends = view.passage.tokens.words_of("edges_of_month");
    let is_by_now = spot.when.is_plan() && ends.any(|word| spot.raw.ends_with(word));
    if !view.is_fact(closing)
        || spot.when.stage != Some(Class::PlanFinal) && !is_adjusted && !is_by_now
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
            // 新增一般债券1.50亿元、压减低效项目0.33亿元
            Role::Value if other.words.contains(&Class::Down) => Some(-1),
            Role::Value if other.words.contains(&Class::Up) => Some(1),
            // 执行中追加甲项目80万元; 收回结余资金5万元
            Role::Value if reasons::begins_with(view, &other.raw, "added_later") => Some(1),
            Role::Value | Role::Left if reasons::begins_with(view, &other.raw, "taken_back") => {
                Some(-1)
            }
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
        // 年初安排25.80亿元，…，预算调整为27.90亿元
        let is_amount = view.is_fact(at) || is_adjusted && other.role == Role::From;
        let is_opening = is_amount
            && !other.when.is_last
            && (other.when.edge == Some(Class::Start)
                || matches!(other.when.stage, Some(Class::PlanFirst | Class::Plan)));
        // 市人大批准支出80万元，转移支付增加6万元，收回减少1万元，调整后85万元
        let is_first =
            || view.before(at).next().is_none_or(|(_, own)| own.sentence != other.sentence);
        let is_opening = is_opening || is_amount && !other.when.is_last && is_first();
        // one adjustment is a change, but of what it is for: 追加上级经费14万元
        let is_move = items.len() > 1 || super::adjusted::is_named_move(view, &items);
        let is_told = is_opening && is_move && is_plain_between(view, at, closing);
        items.push((view.number(at), 1));
        items.reverse();
        let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
        let frame = Frame::new(Relation::Balance, reading, spot.figure);
        // 年初批复预算…，追加…，调减…，调整预算数为…: each says which way it goes
        let is_all_told = matches!(other.when.stage, Some(Class::PlanFirst | Class::Plan));
        return is_told.then(|| if is_all_told { frame } else { frame.weak() });
    }
    None
}

/// All that came and all that went, where words say that they are equal: 收入合计80万元，支出合计80万元，收支平衡.
fn balanced(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    if !is_total(view, at, Class::Outgo) || !super::way::is_followed_by_balance(view, at) {
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

/// What came, the only amount of a sentence, and the first of the next, which goes, where words say that both are equal:
/// 收入预算80万元。按照收支平衡原则，支出预算80万元，其中….
fn planned_alike(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_of = |place: usize, way: Class, other: Class| {
        view.is_fact(place)
            && view.spot(place).is_some_and(|own| {
                own.words.contains(&way) && !own.words.contains(&other) && !own.when.is_last
            })
    };
    let mut near = view
        .before(at)
        .take_while(|(_, other)| other.sentence + 1 >= spot.sentence)
        .filter(|(place, _)| view.is_like(*place, at));
    let (income, own) = near.next()?;
    let is_only = near.next().is_none() && own.sentence + 1 == spot.sentence;
    let says = view.words(income, at).contains(&Class::Balanced);
    let is_told = is_only
        && says
        && is_of(income, Class::Income, Class::Outgo)
        && is_of(at, Class::Outgo, Class::Income)
        && !view.has_scope(at);
    is_told.then(|| super::same::same(view, at, income))
}

/// Two lists, of all that comes and of all that goes, told to come to the same: 收入：甲60万元，乙20万元。支出：丙50万元，丁30万元。收支总额相等.
fn lists_balanced(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    if !super::way::is_followed_by_balance(view, at) {
        return None;
    }
    let list = |sentence: usize, way: &str| -> Option<Vec<usize>> {
        let own =
            view.places().filter(|at| view.spot(*at).is_some_and(|own| own.sentence == sentence));
        let own: Vec<usize> = own.collect();
        let is_item = |place: &usize| {
            view.is_fact(*place)
                && view.is_like(*place, at)
                && view.spot(*place).is_some_and(|own| {
                    own.role == Role::Value && !own.is_sum && !own.name.is_empty()
                })
        };
        let (first, last) = (*own.first()?, *own.last()?);
        let lead = view.lead_of_sentence(first);
        let (head, _) = lead.split_once(':')?;
        let is_one_list = own.iter().all(is_item)
            && !view.words(first, last).iter().any(|class| {
                matches!(class, Class::OfWhich | Class::Rest | Class::Scope | Class::Open)
            });
        (is_one_list && view.passage.tokens.has_word(way, head)).then_some(own)
    };
    let outs = list(spot.sentence, "outgo")?;
    let ins = list(spot.sentence.checked_sub(1)?, "income")?;
    let is_told = outs.last() == Some(&at) && outs.len() + ins.len() > 2;
    let others = outs.iter().filter(|out| **out != at).map(|out| (view.number(*out), -1));
    let items: Vec<(usize, i8)> =
        ins.iter().map(|own| (view.number(*own), 1)).chain(others).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Balance, reading, spot.figure))
}

/// A closing figure behind an opening one, where each figure of their kind between them says which way it goes.
fn frame(view: &View<'_, '_>, closing: usize, parts: &ToldLists) -> Option<Frame> {
    let spot = view.spot(closing)?;
    if !is_stock(view, closing) || !is_closing(view, spot) || view.has_scope(closing) {
        return None;
    }
    // 年末结转70万元，净结余50万元: it is not all that is left
    let goes_on = view.after(closing).take_while(|(_, other)| other.sentence == spot.sentence).any(
        |(at, other)| {
            view.is_like(at, closing)
                && !matches!(other.role, Role::Change(_) | Role::Base)
                && !other.words.contains(&Class::OfWhich)
                && !view.is_listed(at, closing)
        },
    );
    if goes_on {
        return None;
    }
    let names = |list: &str, spot: &Spot| view.passage.tokens.has_word(list, &spot.raw);
    // 收入总计80万元，由当年收入60万元和上年结转20万元构成: parts of what stands before them
    let is_part = |own: &Spot| {
        let mut lists = parts.0.iter().filter(|list| list.items.contains(&own.figure));
        lists.any(|list| list.total < own.figure && list.total != spot.figure)
    };
    let last_part = |whole: usize| {
        let list = parts.0.iter().find(|list| list.total == view.number(whole));
        let last = list.and_then(|list| list.items.iter().max());
        let place = last.and_then(|last| view.places().find(|at| view.number(*at) == *last));
        place.filter(|at| (whole..closing).contains(at)).unwrap_or(whole)
    };
    // 支出总计 has what is left in it
    let has_total = |items: &[(usize, i8)]| {
        let spot_of = |(figure, _): &(usize, i8)| view.passage.spot_of(*figure);
        items.iter().filter_map(spot_of).any(|own| own.is_sum)
    };
    let mut items: Vec<(usize, i8)> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, other) in
        view.before(closing).take_while(|(_, other)| other.sentence + 1 >= spot.sentence)
    {
        // 当期收支缺口0.2亿元: what came and went, once more
        let is_both = other.role == Role::Left
            && names("both_ways", other)
            && view.text_behind(at).starts_with(',');
        if !view.is_like(at, closing) || is_part(other) || is_both {
            continue;
        }
        let is_amount = matches!(other.role, Role::Value | Role::Left);
        if is_amount && is_stock(view, at) && is_opening(view, other, spot) {
            items.push((view.number(at), 1));
            items.reverse();
            let is_first = view
                .before(at)
                .take_while(|(_, before)| before.sentence == other.sentence)
                .all(|(before, _)| !view.is_like(before, at));
            let is_told = items.len() > 2 && is_first && is_plain_between(view, at, closing);
            // 贷款余额: what goes out adds to it, if the unit has lent it
            let is_lent = names("lent", other) || names("lent", spot);
            let opening = view.number(at);
            return is_told.then(|| {
                let frame = stock(view, spot, &items);
                let frame = if is_lent {
                    frame.either_way(|figure| figure != opening).weak()
                } else {
                    frame
                };
                match open {
                    Some(open) => frame.either_way(|figure| figure == open).weak(),
                    None => frame,
                }
            });
        }
        // 可用资金合计80万元。当年支出70万元，结转下年10万元: all that there was
        let is_pool = other.is_sum
            && view.is_fact(at)
            && (other.sentence < spot.sentence && names("available", other)
                || names("pools", other) && !has_total(&items))
            && is_plain_between(view, last_part(at), closing);
        if is_pool && !items.is_empty() && open.is_none() {
            // 补充稳定调节基金15万元: all that came is in it, so that the others went
            let outs = items.iter().rev().map(|(figure, _)| (*figure, -1));
            let items: Vec<(usize, i8)> =
                std::iter::once((view.number(at), 1)).chain(outs).collect();
            let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
            return Some(Frame::new(Relation::Balance, reading, spot.figure).weak());
        }
        // 使用非财政拨款结余12万元: it comes in, whatever its words say
        let is_drawn = view.is_plain(at) && view.passage.tokens.has_word("drawn", &other.raw);
        let way = if is_drawn { Some(1) } else { way(view, at, other) };
        // 年初10万元，归集5万元，办理提取3万元，年末12万元: the words of one may leave its way open
        if way.is_none() {
            let is_open = open.is_none() && is_flow(view, at, other);
            open = Some(view.number(at)).filter(|_| is_open);
            open?;
        }
        items.push((view.number(at), way.unwrap_or(1)));
    }
    None
}

/// Whether a figure may be what came or went, whatever its words say.
fn is_flow(view: &View<'_, '_>, at: usize, spot: &Spot) -> bool {
    let is_told = ["available", "no_flow", "restated", "stocks"]
        .iter()
        .any(|list| view.passage.tokens.has_word(list, &spot.raw));
    !is_told
        && view.is_plain(at)
        && spot.role == Role::Value
        && !spot.is_sum
        && !spot.name.is_empty()
        && spot.when.edge.is_none()
        && !spot.when.is_last
        && !spot.when.is_plan()
}

/// What is left at the end of what was there and of what came and went. What was drawn from what was left before (使用上年结余)
/// came in or is part of what was there; the accounts have 使用非财政拨款结余 beside both.
fn stock(view: &View<'_, '_>, closing: &Spot, items: &[(usize, i8)]) -> Frame {
    let says = |figure: usize, list: &str| {
        let raw = view.passage.spot_of(figure).map_or("", |spot| spot.raw.as_str());
        view.passage.tokens.has_word(list, raw)
    };
    let may_be_part = |figure: usize| says(figure, "drawn") && !says(figure, "drawn_beside");
    let reading =
        |items: &[(usize, i8)]| Reading::of([(Slot::Total, closing.figure, 1)]).with_items(items);
    let without: Vec<(usize, i8)> =
        items.iter().filter(|(figure, _)| !may_be_part(*figure)).copied().collect();
    let others = if without.len() < items.len() { vec![reading(&without)] } else { Vec::new() };
    Frame { others, ..Frame::new(Relation::Balance, reading(items), closing.figure) }
}

/// What was put on a base or taken off it, and what it came to: 在上年预算80万元的基础上压减8万元，安排72万元.
fn on_base(view: &View<'_, '_>, closing: usize) -> Option<Frame> {
    let spot = view.spot(closing)?;
    let near = || {
        let near = view.before(closing);
        near.take_while(|(_, other)| {
            other.sentence == spot.sentence && other.segment == spot.segment
        })
    };
    let mut own = near().filter(|(at, _)| view.is_like(*at, closing));
    let first = own.next()?;
    let is_change = |spot: &Spot| matches!(spot.role, Role::Change(_) | Role::Adjust(_));
    let ((change, by), (base, of)) = if is_change(first.1) {
        (first, own.next()?)
    } else {
        // 在上年80万元的基础上增长5%，达到84万元
        (near().next().filter(|(_, next)| matches!(next.role, Role::Rate(_)))?, first)
    };
    let (relation, slot, sign) = match by.role {
        Role::Change(sign @ (1 | -1)) | Role::Adjust(sign @ (1 | -1)) => {
            (Relation::Change, Slot::Change, sign)
        }
        Role::Rate(sign @ (1 | -1)) => (Relation::GrowthOf, Slot::Rate, sign),
        _ => return None,
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
    let parts =
        [(Slot::Value, spot.figure, 1), (Slot::Base, of.figure, 1), (slot, by.figure, sign)];
    is_told.then(|| Frame::new(relation, Reading::of(parts), by.figure))
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
    // 收支缺口50万元: it is taken off
    let is_gap = view.spot(left).is_some_and(|own| tokens.has_word("gaps", &own.raw));
    let items = [(view.number(opening), 1), (view.number(left), if is_gap { -1 } else { 1 })];
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    Some(Frame::new(Relation::Balance, reading, spot.figure).weak())
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
pub(super) fn way(view: &View<'_, '_>, at: usize, spot: &Spot) -> Option<i8> {
    // 会计差错更正调增5万元
    if let Role::Adjust(sign @ (1 | -1)) = spot.role {
        return view.is_plain(at).then_some(sign);
    }
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
    // 新开户51家
    let is_new = || view.passage.tokens.words_of("new_ones").any(|word| spot.raw.starts_with(word));
    let comes = has("flow_in")
        || spot.words.contains(&Class::Income)
        || is_count && is_new()
        || is_count && (has("stock_in") || has("staff_in"));
    let goes = has("flow_out")
        || spot.words.contains(&Class::Outgo)
        || is_count && (has("stock_out") || has("staff_out"));
    // 收回财政统筹: the longer word tells
    let longest = |list: &str| {
        let words = view.passage.tokens.words_of(list).filter(|word| spot.raw.contains(*word));
        words.map(str::len).max().unwrap_or(0)
    };
    match (comes, goes) {
        (true, false) => Some(1),
        (false, true) => Some(-1),
        (true, true) if has("flow_in") && longest("flow_out") > longest("flow_in") => Some(-1),
        // 本年新增208户: the word says which way it goes, and against no other time
        (false, false) if is_count && spot.against.is_none() => match spot.role {
            Role::Change(sign @ (1 | -1)) => Some(sign),
            _ => None,
        },
        _ => None,
    }
}
