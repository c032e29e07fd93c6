//! How far two facts before it are from each other: 本年80万元，上年75万元，增加5万元; 由5人增至8人，净增3人; 预算由80万元
//! 调整为85万元，调增5万元.

use super::fact::is_only_of_sentence;
use super::frame::Frame;
use super::growth::{self, Group};
use super::view::{COMPARES, View};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// What is told of two facts and their distance.
const TOLD: &[Class] = &[
    Class::AdjustUp,
    Class::AdjustDown,
    Class::Adjust,
    Class::Above,
    Class::Below,
    Class::Complete,
    Class::Share,
    Class::Spent,
    Class::Entire,
];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        let Some(group) = Group::at(view, at, direction) else { continue };
        let found = match years(view, group.first).as_slice() {
            [new, old] => by_years(view, &group, (*new, *old)),
            // 2023年、2024年分别为80件和64件，2024年同比下降20%
            [new] if is_year_on_year(view, &group) => by_years(view, &group, (*new, *new - 1))
                .or_else(|| pair(view, &group).or_else(|| of_stage(view, &group))),
            // 2025年安排数较2024年增长21.95%，较2023年增长56.25%
            [old] => years_go_on(view, &group)
                .and_then(|new| by_years(view, &group, (new, *old)))
                .or_else(|| pair(view, &group).or_else(|| of_stage(view, &group))),
            _ => pair(view, &group).or_else(|| of_stage(view, &group)),
        };
        let is_told = || {
            let anchors = [group.first, group.last].map(|at| view.number(at));
            out.iter().any(|frame| anchors.contains(&frame.anchor))
        };
        let found = found.or_else(|| {
            if is_told() { None } else { across(view, &group).or_else(|| of_told(view, &group)) }
        });
        if let Some((new, old)) = found {
            group.say(view, &[Some(new)], Some(old), out);
        } else if !is_told()
            && let Some(new) = value_behind(view, &group)
        {
            group.say(view, &[Some(new)], None, out);
        }
    }
    out.extend(view.places().filter_map(|at| of_bases(view, at)).flatten());
    rates_before(view, out);
}

/// A row of rates, one for each amount of the year before that an amount is compared with: 2024年年初预算50万元、预计执行48万元，2025年安排
/// 54万元，分别增长8.0%和12.5%.
fn of_bases(view: &View<'_, '_>, first: usize) -> Option<Vec<Frame>> {
    let spot = view.spot(first).filter(|spot| spot.name.is_empty() && !view.has_scope(first))?;
    let rates = view.row_from(first).filter(|row| row.len() > 1)?;
    let sign = |at: usize| match view.spot(at)?.role {
        Role::Rate(sign @ (1 | -1)) => Some(sign),
        _ => None,
    };
    let signs: Vec<i8> = rates.clone().map(sign).collect::<Option<_>>()?;
    let near = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut facts: Vec<(usize, &Spot)> = near.filter(|(at, _)| is_money(view, *at)).collect();
    facts.reverse();
    let year = |own: &Spot| own.when.year;
    let now = facts.iter().filter_map(|(_, own)| year(own)).max()?;
    let (new, old): (Vec<_>, Vec<_>) =
        facts.into_iter().partition(|(_, own)| year(own) == Some(now) && own.role == Role::Value);
    let [(value, _)] = new.as_slice() else { return None };
    let is_base = |(at, own): &(usize, &Spot)| {
        (year(own) == Some(now - 1) || own.goes_on && year(own).is_none())
            && matches!(own.role, Role::Value | Role::Base)
            && view.is_like(*at, *value)
            && own.row.is_none()
    };
    let is_dated = old.first().is_some_and(|(_, own)| year(own) == Some(now - 1));
    let is_told = old.len() == rates.len() && is_dated && old.iter().all(is_base);
    let each = rates.zip(&old).zip(signs).map(|((rate, (base, _)), sign)| {
        let parts = [
            (Slot::Value, view.number(*value), 1),
            (Slot::Base, view.number(*base), 1),
            (Slot::Rate, view.number(rate), sign),
        ];
        Frame::new(Relation::GrowthOf, Reading::of(parts), view.number(rate))
    });
    is_told.then(|| each.collect())
}

/// The direction of a change, of a rate, or of what was put on a budget.
fn direction(view: &View<'_, '_>, at: usize) -> Option<(bool, i8)> {
    let kind = view.figure(at)?.kind;
    match view.spot(at)?.role {
        Role::Adjust(sign) if sign != 0 && matches!(kind, Kind::Money | Kind::Count) => {
            view.is_plain(at).then_some((false, sign))
        }
        _ => growth::direction(view, at),
    }
}

/// The years that the clause of a comparison names.
pub(super) fn years(view: &View<'_, '_>, at: usize) -> Vec<i32> {
    let tokens = view.passage.tokens;
    let own = view.spot(at).and_then(|spot| {
        view.passage.layout.streams.get(spot.stream)?.tokens.get(spot.pre.clone())
    });
    let own = own.unwrap_or(&[]).iter().filter_map(|at| tokens.tokens.get(*at));
    own.filter_map(|token| match token.what {
        What::Year(year) => Some(year),
        _ => None,
    })
    .collect()
}

/// The year that the comparison directly before names first, where this one names but the other one.
fn years_go_on(view: &View<'_, '_>, group: &Group) -> Option<i32> {
    let own = view.spot(group.first)?;
    let (before, other) = view.before(group.first).next()?;
    let is_next = other.sentence == own.sentence
        && other.segment == own.segment
        && matches!(other.role, Role::Rate(_) | Role::Change(_))
        && names_nothing(view, before);
    match years(view, before).as_slice() {
        [new, _] if is_next => Some(*new),
        _ => None,
    }
}

/// Whether the sentence of a comparison names by its stage and year at most what has changed: 2025年安排数较2024年增长5%; 2025年人员经费较2024年
/// 增长5% is of something else.
fn names_nothing(view: &View<'_, '_>, at: usize) -> bool {
    let sentence = view.spot(at).map(|spot| spot.sentence);
    let own = view.before(at).take_while(|(_, other)| Some(other.sentence) == sentence);
    let lead = view.lead(own.last().map_or(at, |(first, _)| first));
    let tokens = view.passage.tokens;
    let words = ["compare", "with"].into_iter().flat_map(|list| tokens.words_of(list));
    let named = words.filter_map(|word| Some(lead.split_once(word)?.0)).min_by_key(|own| own.len());
    let named = named.unwrap_or(&lead).trim_start_matches(|c: char| c.is_ascii_digit());
    let mut years = tokens.words_of("unit_years");
    let named = years.find_map(|word| named.strip_prefix(word)).unwrap_or(named);
    named.is_empty() || tokens.is_stage(named)
}

/// Whether a comparison is with the year before, and names no base.
fn is_year_on_year(view: &View<'_, '_>, group: &Group) -> bool {
    view.spot(group.first).is_some_and(|spot| spot.words.contains(&Class::YearOnYear))
}

/// The facts of the two years that a comparison names, in a row or not: 分别为18万元、14万元和12万元，2023年与2021年相比减少6万元.
fn by_years(view: &View<'_, '_>, group: &Group, (new, old): (i32, i32)) -> Option<(usize, usize)> {
    let spot = view.spot(group.first)?;
    let compares = spot
        .words
        .iter()
        .any(|class| matches!(class, Class::Compare | Class::With | Class::YearOnYear));
    let is_plain = spot.name.is_empty() && !view.has_scope(group.first) && compares && new != old;
    // 三年累计1,230万元。2025年安排数较2024年增长21.95%: the sentence of the change tells no fact of its own
    let tells = |(_, other): &(usize, &Spot)| matches!(other.role, Role::Value | Role::To(_));
    let own = view.before(group.first).take_while(|(_, other)| other.sentence == spot.sentence);
    let far = usize::from(!own.into_iter().any(|one| tells(&one)));
    let of_year = |year: i32| {
        let near = view.before(group.first);
        let near = near.take_while(|(_, other)| other.sentence + far >= spot.sentence);
        let mut facts = near.filter(|(at, other)| {
            other.when.year == Some(year)
                && other.role == Role::Value
                && group.change.is_none_or(|change| view.is_like(change, *at))
                && view.figure(*at).is_some_and(|figure| {
                    matches!(figure.kind, Kind::Money | Kind::Count) && !figure.is_spelled
                })
        });
        let (fact, _) = facts.next()?;
        facts.next().is_none().then_some(fact)
    };
    is_plain.then_some((of_year(new)?, of_year(old)?))
}

/// The fact that was done, and the only one of the stage that a comparison names: 年初预算98万元，调整预算95万元，完成96万元，比调整预算多1万元.
fn of_stage(view: &View<'_, '_>, group: &Group) -> Option<(usize, usize)> {
    let own = view.spot(group.first)?;
    let stage = own.against?.stage?;
    let change = group.change?;
    let near = view.before(group.first).take_while(|(_, other)| other.sentence == own.sentence);
    let facts = near.filter(|(at, other)| {
        view.is_like(*at, change)
            && is_money(view, *at)
            && other.role == Role::Value
            && !view.is_whole_of(*at)
    });
    let facts: Vec<(usize, &Spot)> = facts.collect();
    let only = |wanted: &dyn Fn(&Spot) -> bool| {
        let mut found = facts.iter().filter(|(_, other)| wanted(other));
        let (at, _) = found.next()?;
        found.next().is_none().then_some(*at)
    };
    let old = only(&|other: &Spot| other.when.stage == Some(stage))?;
    let new = only(&|other: &Spot| !other.when.is_plan())?;
    let is_told = stage.is_plan()
        && facts.len() > 2
        && facts.iter().all(|(_, other)| !other.when.is_last && other.segment == own.segment)
        && own.name.is_empty()
        && !view.has_scope(group.first);
    is_told.then_some((new, old))
}

/// The only fact of the sentence before, and the one of last year that opens the sentence of the change: 支出决算694.20万元。上年度为635.00万元，
/// 同比增长9.3%.
fn across(view: &View<'_, '_>, group: &Group) -> Option<(usize, usize)> {
    let own = view.spot(group.first).filter(|own| own.name.is_empty())?;
    let mut before = view.before(group.first);
    let (base, old) = before.next()?;
    let (value, new) = before.next()?;
    let is_told = old.sentence == own.sentence
        && old.segment == own.segment
        && own.clause == old.clause + 1
        && new.sentence + 1 == own.sentence
        && old.when.is_last
        && matches!(old.role, Role::Value | Role::Base)
        && is_money(view, base)
        && view.is_fact(value)
        && !new.when.is_last
        && view.is_like(value, base)
        && group.change.is_none_or(|change| view.is_like(change, value))
        && is_only_of_sentence(view, value)
        && view.names(&old.name, value)
        && view.says_only(base, group.first, COMPARES)
        && !view.has_sign(value, base, Sign::Edge)
        && !view.has_scope(base)
        && !view.has_scope(group.first);
    is_told.then_some((value, base))
}

/// What a change and its rate led to, directly behind them: 收入预算比上年减少96.35万元，下降4.17%，降至2,215.40万元.
fn value_behind(view: &View<'_, '_>, group: &Group) -> Option<usize> {
    let change = group.change.filter(|_| group.rate.is_some())?;
    let (own, last) = view.spot(group.first).zip(view.spot(group.last))?;
    let (value, spot) = view.after(group.last).next()?;
    let leads = |other: &Spot| match other.role {
        Role::To(way) => way == 0 || way == group.sign,
        Role::Value => other.name.is_empty() || view.is_said_behind(group.last, "moved_to"),
        _ => false,
    };
    let mut before =
        view.before(group.first).take_while(|(_, other)| other.sentence == own.sentence);
    // 支出80万元，增加5万元，增长6.67%，结余3万元: what has changed is told before
    let is_first = before.all(|(at, other)| {
        !view.is_like(at, change) && !matches!(other.role, Role::Value | Role::Base | Role::From)
    });
    let is_told = is_first
        && view.is_fact(value)
        && view.is_like(value, change)
        && leads(spot)
        && spot.sentence == own.sentence
        && spot.segment == last.segment
        && spot.clause <= last.clause + 1
        && !spot.when.is_last
        && view.says_only(
            group.last,
            value,
            &[
                COMPARES,
                &[Class::To, Class::ToUp, Class::ToDown, Class::Plan, Class::Done, Class::Reach],
            ]
            .concat(),
        )
        && !view.has_scope(group.first)
        && !view.has_scope(value);
    is_told.then_some(value)
}

/// What was done this year, and the fact that the words of the change name; the sentence before tells both and no other of their
/// kind: 2022年支出3,071.60万元，2023年年初预算2,900.00万元，实际支出3,286.40万元。与上年决算相比增长6.99%.
fn of_told(view: &View<'_, '_>, group: &Group) -> Option<(usize, usize)> {
    const MOST: usize = 4;
    let own = view.spot(group.first).filter(|own| own.name.is_empty())?;
    let against = own.against?;
    let has_own = |(_, other): &(usize, &Spot)| {
        other.sentence == own.sentence
            && matches!(other.role, Role::Value | Role::To(_) | Role::Base)
    };
    if view
        .before(group.first)
        .take_while(|(_, other)| other.sentence == own.sentence)
        .any(|one| has_own(&one))
    {
        return None;
    }
    let near = view.before(group.first).filter(|(_, other)| other.sentence < own.sentence);
    let facts: Vec<(usize, &Spot)> =
        near.take_while(|(_, other)| other.sentence + 1 == own.sentence).collect();
    let (head, first) = facts.first()?;
    let year = facts.iter().filter_map(|(_, fact)| fact.when.year).max();
    let is_of_one_list = facts.len() <= MOST
        && facts.iter().all(|(at, fact)| {
            view.is_fact(*at)
                && view.is_like(*at, *head)
                && !fact.goes_on
                && fact.segment == first.segment
        });
    let only = |wanted: &dyn Fn(&Spot) -> bool| {
        let mut found = facts.iter().filter(|(_, fact)| wanted(fact));
        let (at, _) = found.next()?;
        found.next().is_none().then_some(*at)
    };
    let new = only(&|fact: &Spot| {
        !fact.when.is_plan()
            && !fact.when.is_last
            && (fact.when.year.is_none() || fact.when.year == year)
    })?;
    let year = view.spot(new)?.when.year.or(year);
    let old = only(&|fact: &Spot| growth::meets(fact, against, year))?;
    let is_told = is_of_one_list
        && new != old
        && facts.len() > 1
        && !own.goes_on
        && names_nothing(view, group.first)
        && !view.has_sign(new, group.first, Sign::Edge)
        && group.change.is_none_or(|change| view.is_like(change, new))
        && !view.has_scope(group.first);
    is_told.then_some((new, old))
}

/// The new and the old fact, where the words before a change leave no other.
fn pair(view: &View<'_, '_>, group: &Group) -> Option<(usize, usize)> {
    let own = view.spot(group.first)?;
    // 两年累计多24万元
    if own.words.contains(&Class::Cumulated) {
        return None;
    }
    let mut facts: Vec<(usize, &Spot)> = Vec::new();
    for (at, other) in
        view.before(group.first).take_while(|(_, other)| other.sentence == own.sentence)
    {
        let is_like = facts.first().is_none_or(|(first, _)| view.is_like(*first, at))
            && group.change.is_none_or(|change| view.is_like(change, at));
        match other.role {
            Role::Value | Role::To(_) | Role::From if is_like && is_money(view, at) => {
                // another fact of the same group of clauses may be meant
                if facts.len() == 2 {
                    let is_apart = other.segment != own.segment;
                    return is_apart.then(|| in_order(view, group, &facts)).flatten();
                }
                facts.push((at, other));
            }
            Role::Rate(_) | Role::Share | Role::Complete | Role::Points(_) => {}
            // what has changed since another time
            Role::Change(_) if facts.is_empty() => {}
            _ if !is_like && !facts.is_empty() => {}
            _ => return None,
        }
    }
    in_order(view, group, &facts)
}

fn is_money(view: &View<'_, '_>, at: usize) -> bool {
    view.is_plain(at)
        && view.figure(at).is_some_and(|figure| matches!(figure.kind, Kind::Money | Kind::Count))
}

/// Of two facts the new one and the old one.
fn in_order(
    view: &View<'_, '_>,
    group: &Group,
    facts: &[(usize, &Spot)],
) -> Option<(usize, usize)> {
    let [(near, b), (far, a)] = facts else { return None };
    let is_from_to = a.role == Role::From && matches!(b.role, Role::To(_));
    let (new, old) = if is_from_to || is_before(a, b)? { (*near, *far) } else { (*far, *near) };
    let (one, other) = view.spot(new).zip(view.spot(old))?;
    let told = [group.first, group.last].iter().find_map(|at| view.spot(*at)?.against);
    let is_of_time =
        is_from_to || told.is_none_or(|told| growth::meets(other, told, one.when.year));
    let is_named = is_from_to || view.names(&one.name, old) || view.names(&other.name, new);
    let name = group.change.or(group.rate).and_then(|at| view.spot(at))?.name.as_str();
    let is_of_name = view.names(name, new) || view.names(name, old);
    let own = view.spot(group.first)?;
    let is_near = a.segment == own.segment && b.segment == own.segment && !b.is_sum;
    // 年末80万元，新增10万元、处置减少5万元: a change beside others
    let is_net = view.after(group.last).next().is_none_or(|(_, next)| {
        next.segment != own.segment || !matches!(next.role, Role::Change(_) | Role::Adjust(_))
    });
    let is_told = is_of_time
        && is_named
        && is_of_name
        && is_near
        && is_net
        && !view.has_scope(group.first)
        && !b.goes_on
        && view.says_only(*far, group.last, &[COMPARES, TOLD].concat());
    is_told.then_some((new, old))
}

/// Whether the first of two facts is told to be the earlier one; `None` where nothing tells it.
fn is_before(a: &Spot, b: &Spot) -> Option<bool> {
    if a.when.is_last != b.when.is_last {
        return Some(a.when.is_last);
    }
    if let Some((one, other)) = a.when.year.zip(b.when.year).filter(|(one, other)| one != other) {
        return Some(one < other);
    }
    match (a.when.edge, b.when.edge) {
        (Some(Class::Start), Some(Class::End)) => return Some(true),
        (Some(Class::End), Some(Class::Start)) => return Some(false),
        _ => {}
    }
    match (a.when.stage, b.when.stage) {
        (Some(Class::PlanFirst), Some(Class::PlanFinal)) => Some(true),
        (Some(Class::PlanFinal), Some(Class::PlanFirst)) => Some(false),
        _ => None,
    }
}

/// The rates between a fact and what it was, where a change of the same way is told of both: 138.6万元，同比下降7.66%，与2024年的150.1万元相比压减
/// 11.5万元.
fn rates_before(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let changes = out.iter().filter(|frame| frame.relation == Relation::Change);
    let found: Vec<Frame> = changes.filter_map(|change| rate_before(view, change)).collect();
    let is_new = |own: &Frame| out.iter().all(|other| other.anchor != own.anchor);
    let found: Vec<Frame> = found.into_iter().filter(is_new).collect();
    out.extend(found);
}

fn rate_before(view: &View<'_, '_>, change: &Frame) -> Option<Frame> {
    let figure = |slot: Slot| {
        change.reading.parts.iter().find_map(|(own, filling)| match filling {
            Filling::Figure(figure, sign) if *own == slot => Some((*figure, *sign)),
            _ => None,
        })
    };
    let ((new, _), (old, _), (_, way)) =
        (figure(Slot::Value)?, figure(Slot::Base)?, figure(Slot::Change)?);
    let place = |figure: usize| view.places().find(|at| view.number(*at) == figure);
    let value = place(new)?;
    let (rate, spot) = view.after(value).next().filter(|(_, spot)| spot.figure < old)?;
    let fact = view.spot(value)?;
    // 与预算相比 is another comparison
    let base = view.passage.spot_of(old)?.when;
    let is_year_before = match base.year.zip(fact.when.year) {
        Some((old, new)) => old + 1 == new,
        None => base.is_last,
    };
    let is_told = is_year_before
        && !base.is_plan()
        && growth::direction(view, rate) == Some((true, way))
        && fact.role == Role::Value
        && spot.sentence == fact.sentence
        && spot.clause <= fact.clause + 1
        && spot.against.is_none_or(|against| against.is_last && against.stage.is_none())
        && view.says_only(value, rate, COMPARES)
        && !view.has_scope(rate);
    let parts = [(Slot::Value, new, 1), (Slot::Base, old, 1), (Slot::Rate, spot.figure, way)];
    is_told.then(|| Frame::new(Relation::GrowthOf, Reading::of(parts), spot.figure))
}
