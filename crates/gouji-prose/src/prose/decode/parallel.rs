//! Rows of as many figures, one after the other, of which the last follows from the two before it, column by column:
//! 收入依次为80、60万元，支出依次为70、50万元，结余依次为10、10万元; 得分依次为17分、26分，得分率依次为85%、86.7%.

use super::edges::comes_first;
use super::frame::Frame;
use super::rank_names::name_of_row;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

/// The places of the figures of a row.
type Row = Vec<usize>;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let rows = rows(view);
    let in_turn = rows.windows(3).filter_map(|three| match three {
        [one, other, last] => Some(columns(view, one, other, last)),
        _ => None,
    });
    let mixed = rows.iter().map(|rates| of_unlike(view, rates));
    let reached = rows.iter().map(|rates| reached(view, rates).unwrap_or_default());
    let of_bases = rows.iter().map(|rates| of_bases(view, rates).unwrap_or_default());
    let named = rows.windows(2).filter_map(|two| match two {
        [one, other] => Some(named_changes(view, one, other)),
        _ => None,
    });
    for found in
        in_turn.chain(mixed).chain(reached).chain(of_bases).chain(named).collect::<Vec<_>>()
    {
        let is_new = |frame: &Frame| {
            !out.iter().any(|own| own.anchor == frame.anchor && own.relation == frame.relation)
        };
        let found: Vec<Frame> = found.into_iter().filter(is_new).collect();
        out.extend(found);
    }
}

/// By how much things have changed that two rows of two years tell, each by its name: 水费、电费分别为96.5万元、742万元，上年分别为103.2万元、
/// 718.4万元，水费减少6.7万元，电费增加23.6万元.
fn named_changes(view: &View<'_, '_>, one: &Row, other: &Row) -> Vec<Frame> {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let line = || -> Option<(Vec<String>, bool, usize, usize)> {
        let (first, second) = (*one.first()?, *other.first()?);
        let (a, b) = (view.spot(first)?, view.spot(second)?);
        let own = |at: &usize| {
            let spot = view.spot(*at)?;
            let name = if spot.row.is_some() { name_of_row(view, *at)? } else { spot.name.clone() };
            (name.chars().count() >= SHORT).then_some(name)
        };
        let names: Option<Vec<String>> = one.iter().map(own).collect();
        let is_told = one.len() == other.len()
            && a.sentence == b.sentence
            && view.is_like(first, second)
            && b.row.is_some()
            && one.iter().chain(other).all(|at| {
                view.spot(*at).is_some_and(|own| own.role == Role::Value)
                    && view
                        .figure(*at)
                        .is_some_and(|own| matches!(own.kind, Kind::Money | Kind::Count))
            });
        is_told.then_some((names?, comes_first(a.when, b.when)?, first, *other.last()?))
    };
    let Some((names, is_older_first, first, last)) = line() else { return Vec::new() };
    let (old, new) = if is_older_first { (one, other) } else { (other, one) };
    let sentence = view.spot(last).map_or(0, |spot| spot.sentence);
    let behind = view.after(last).take_while(|(_, own)| own.sentence <= sentence + 1);
    let found = behind.filter_map(|(at, spot)| {
        let Role::Change(sign @ (1 | -1)) = spot.role else { return None };
        let is_last = spot.against.is_none_or(|against| against.is_last && against.stage.is_none());
        let is_plain = view.is_plain(at) && view.is_like(at, first) && !view.has_scope(at);
        let name = spot.name.as_str();
        let is_long = name.chars().count() >= SHORT;
        let mut own = names.iter().enumerate().filter(|(_, own)| own.ends_with(name));
        let (nth, _) = own.next().filter(|_| is_long && is_last && is_plain)?;
        let is_only = own.next().is_none();
        let parts = [
            (Slot::Value, view.number(*new.get(nth)?), 1),
            (Slot::Base, view.number(*old.get(nth)?), 1),
            (Slot::Change, spot.figure, sign),
        ];
        is_only.then(|| Frame::new(Relation::Change, Reading::of(parts), spot.figure))
    });
    found.collect()
}

/// The rates of as many facts of different things, told before what they were or by how much they have changed: 事故41起、死亡29人，
/// 上年为47起、34人，同比分别下降12.77%和14.71%.
fn of_unlike(view: &View<'_, '_>, rates: &Row) -> Vec<Frame> {
    let Some((first, spot)) = rates.first().and_then(|at| Some((*at, view.spot(*at)?))) else {
        return Vec::new();
    };
    let length = rates.len();
    let near = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut before: Vec<(usize, &Spot)> = near.take(2 * length).collect();
    before.reverse();
    let (facts, others) = before.split_at(before.len().min(length));
    let is_rate = |at: &usize| {
        view.figure(*at).is_some_and(|own| own.kind == Kind::Percent && !own.is_times)
            && view.spot(*at).is_some_and(|own| matches!(own.role, Role::Rate(1 | -1)))
    };
    let is_amount = |at: usize| {
        view.figure(at).is_some_and(|own| {
            matches!(own.kind, Kind::Money | Kind::Count) && own.is_figure() && !own.is_spelled
        })
    };
    let pairs = || facts.iter().zip(others);
    let is_base = |spot: &Spot| spot.role == Role::Value && spot.when.is_last;
    // 同比减少6起、5人: the others go on with the first
    let moved = others.first().and_then(|(_, own)| match own.role {
        Role::Change(sign @ (1 | -1)) => Some(sign),
        _ => None,
    });
    let is_moved = |spot: &Spot| {
        matches!(spot.role, Role::Change(sign) if Some(sign) == moved)
            || moved.is_some() && spot.role == Role::Value && spot.goes_on
    };
    let is_told = others.len() == length
        && rates.iter().all(is_rate)
        && spot.words.contains(&Class::Respectively)
        && !view.has_scope(first)
        && facts.iter().all(|(at, own)| view.is_fact(*at) && !own.when.is_last)
        && pairs().all(|((a, _), (b, _))| is_amount(*b) && view.is_like(*a, *b))
        && others.windows(2).all(|two| {
            matches!(two, [(a, one), (b, other)] if one.clause == other.clause && !view.is_like(*a, *b))
        })
        && (others.iter().all(|(_, own)| is_base(own)) || others.iter().all(|(_, own)| is_moved(own)));
    if !is_told {
        return Vec::new();
    }
    let frames = pairs().zip(rates).filter_map(|(((a, _), (b, _)), rate)| {
        let Role::Rate(sign) = view.spot(*rate)?.role else { return None };
        let (relation, slot, own) = match moved {
            Some(change) => (Relation::GrowthBack, Slot::Change, change),
            None => (Relation::GrowthOf, Slot::Base, 1),
        };
        let parts = [
            (Slot::Value, view.number(*a), 1),
            (slot, view.number(*b), own),
            (Slot::Rate, view.number(*rate), sign),
        ];
        Some(Frame::new(relation, Reading::of(parts), view.number(*rate)))
    });
    frames.collect()
}

/// How much was reached of as many targets of different things: 目标值分别为80次、120人次，实际完成84次、117人次，完成率依次为105%、97.5%.
fn reached(view: &View<'_, '_>, rates: &Row) -> Option<Vec<Frame>> {
    let first = *rates.first()?;
    let spot = view.spot(first).filter(|own| own.words.contains(&Class::Respectively))?;
    let length = rates.len();
    let near = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut before: Vec<(usize, &Spot)> = near.take(2 * length).collect();
    before.reverse();
    let (targets, done) = before.split_at_checked(length)?;
    let is_rate =
        |at: &usize| view.figure(*at).is_some_and(|own| own.kind == Kind::Percent && !own.is_times);
    let is_target = |own: &Spot| {
        own.when.is_plan() || view.passage.tokens.has_word("targets", &view.own_words(own))
    };
    let is_row = |row: &[(usize, &Spot)]| {
        let clause = row.first().map(|(_, own)| own.clause);
        row.iter()
            .all(|(at, own)| view.is_fact(*at) || own.row.is_some() && Some(own.clause) == clause)
    };
    let is_told = done.len() == length
        && matches!(spot.role, Role::Complete)
        && rates.iter().all(is_rate)
        && is_target(targets.first()?.1)
        && !is_target(done.first()?.1)
        && !done.first()?.1.when.is_last
        && is_row(targets)
        && is_row(done)
        && targets.iter().zip(done).all(|((a, _), (b, _))| view.is_like(*a, *b))
        && !view.has_scope(first);
    let frames = targets.iter().zip(done).zip(rates).filter(|_| is_told);
    let frames = frames.map(|(((target, _), (done, _)), rate)| {
        let rate = view.number(*rate);
        let parts = [
            (Slot::Part, view.number(*done), 1),
            (Slot::Whole, view.number(*target), 1),
            (Slot::Share, rate, 1),
        ];
        Frame::new(Relation::Completion, Reading::of(parts), rate)
    });
    Some(frames.collect())
}

/// By which rates one fact has changed from as many others, in their order: 80万元，分别比2022年的64万元、2021年的50万元增长25%和60%.
fn of_bases(view: &View<'_, '_>, rates: &Row) -> Option<Vec<Frame>> {
    let first = *rates.first()?;
    let spot = view.spot(first)?;
    let is_rate = |at: &usize| {
        view.figure(*at).is_some_and(|own| own.kind == Kind::Percent && !own.is_times)
            && view.spot(*at).is_some_and(|own| matches!(own.role, Role::Rate(1 | -1)))
    };
    let near = view.before(first).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut before: Vec<(usize, &Spot)> = near.take(rates.len() + 1).collect();
    before.reverse();
    let ((value, own), bases) = before.split_first()?;
    let opens = bases.first()?.1.words.contains(&Class::Respectively);
    let is_base = |(at, other): &(usize, &Spot)| {
        other.clause == spot.clause && view.is_like(*at, *value) && other.figure > own.figure
    };
    let is_told = opens
        && bases.len() == rates.len()
        && rates.iter().all(is_rate)
        && view.is_fact(*value)
        && !own.when.is_last
        && own.clause + 1 == spot.clause
        && bases.iter().all(is_base)
        && !view.has_scope(first);
    let frames = bases.iter().zip(rates).filter(|_| is_told).filter_map(|((base, _), rate)| {
        let Role::Rate(sign) = view.spot(*rate)?.role else { return None };
        let parts = [
            (Slot::Value, own.figure, 1),
            (Slot::Base, view.number(*base), 1),
            (Slot::Rate, view.number(*rate), sign),
        ];
        Some(Frame::new(Relation::GrowthOf, Reading::of(parts), view.number(*rate)))
    });
    Some(frames.collect())
}

/// The rows of two figures and more of one kind, each joined to the one before it by a mark of items.
fn rows(view: &View<'_, '_>) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    for at in view.places() {
        let Some(spot) = view.spot(at) else { continue };
        // 三项收入: a number of words says how many they are
        if view.figure(at).is_none_or(|figure| figure.is_spelled || !figure.is_figure()) {
            continue;
        }
        let goes_on = out.last().and_then(|row| row.last()).is_some_and(|last| {
            view.spot(*last).is_some_and(|before| {
                before.clause == spot.clause
                    && before.stream == spot.stream
                    && (spot.goes_on || spot.row.is_some() && spot.row.map(|row| row.1) != Some(0))
            }) && view.is_like(*last, at)
        });
        match out.last_mut().filter(|_| goes_on) {
            Some(row) => row.push(at),
            None => out.push(vec![at]),
        }
    }
    out.retain(|row| row.len() > 1);
    out
}

/// What each column says, where the three rows stand in one sentence and words say what they are.
fn columns(view: &View<'_, '_>, one: &Row, other: &Row, last: &Row) -> Vec<Frame> {
    let first = |row: &Row| row.first().and_then(|at| Some((*at, view.spot(*at)?)));
    let (Some(a), Some(b), Some(c)) = (first(one), first(other), first(last)) else {
        return Vec::new();
    };
    let is_told = one.len() == other.len()
        && other.len() == last.len()
        && a.1.sentence == c.1.sentence
        && [b, c].iter().all(|(_, spot)| spot.words.contains(&Class::Respectively))
        && !view.has_scope(c.0);
    let Some((relation, slots)) = meaning(view, a, b, c).filter(|_| is_told) else {
        return Vec::new();
    };
    let columns = one.iter().zip(other).zip(last);
    columns
        .map(|((a, b), c)| {
            let places = [*a, *b, *c];
            // 同比分别减少2.70万元、增加7.07万元: each its own way
            let own = |at: usize| match view.spot(at)?.role {
                Role::Change(sign @ (1 | -1)) | Role::Rate(sign @ (1 | -1)) => Some(sign),
                _ => None,
            };
            let parts = slots
                .iter()
                .zip(places)
                .map(|((slot, sign), at)| (*slot, view.number(at), own(at).unwrap_or(*sign)));
            Frame::new(relation, Reading::of(parts), view.number(*c)).weak()
        })
        .collect()
}

/// What the third row is of the two before it: the relation, and the slot and sign of each row.
fn meaning(
    view: &View<'_, '_>,
    (one, a): (usize, &Spot),
    (other, b): (usize, &Spot),
    (last, c): (usize, &Spot),
) -> Option<(Relation, [(Slot, i8); 3])> {
    let is_percent = |at: usize| view.figure(at).is_some_and(|figure| figure.kind == Kind::Percent);
    let has = |spot: &Spot, list: &str| view.passage.tokens.has_word(list, &view.own_words(spot));
    let way = |spot: &Spot| {
        let says = |class: Class| spot.words.contains(&class);
        match (spot.role, says(Class::Up), says(Class::Down)) {
            (Role::Change(sign @ (1 | -1)) | Role::Rate(sign @ (1 | -1)), ..) => Some(sign),
            (_, true, false) => Some(1),
            (_, false, true) => Some(-1),
            _ => None,
        }
    };
    let is_fact = |spot: &Spot| matches!(spot.role, Role::Value | Role::Got | Role::Weight);
    if is_percent(last) && !is_percent(other) {
        // 比上年分别增加5万元、3万元，增幅分别为7.4%、6.1%
        if is_fact(a) && matches!(b.role, Role::Change(1 | -1)) {
            let sign = way(b)?;
            let agrees =
                way(c).is_none_or(|own| own == sign) && (way(c).is_some() || has(c, "rate_head"));
            let slots = [(Slot::Value, 1), (Slot::Change, sign), (Slot::Rate, sign)];
            return agrees.then_some((Relation::GrowthBack, slots));
        }
        // 满分依次为…，得分依次为…，得分率依次为…
        let is_whole = a.role == Role::Weight || a.when.is_plan();
        let is_rate = c.role == Role::Complete || c.words.contains(&Class::RateNoun);
        let slots = [(Slot::Whole, 1), (Slot::Part, 1), (Slot::Share, 1)];
        return (is_whole
            && is_fact(b)
            && !b.when.is_plan()
            && is_rate
            && view.is_like(one, other))
        .then_some((Relation::Completion, slots));
    }
    if !view.is_like(one, other) || !view.is_like(other, last) || !is_fact(a) || !is_fact(b) {
        return None;
    }
    // 收入…，支出…，结余…
    let says = |spot: &Spot, class: Class| spot.words.contains(&class);
    if says(a, Class::Income) && says(b, Class::Outgo) && (has(c, "stocks") || c.role == Role::Left)
    {
        let slots = [(Slot::Value, 1), (Slot::Base, 1), (Slot::Change, 1)];
        return Some((Relation::Left, slots));
    }
    // 本年…，上年…，增加…
    let sign = match c.role {
        Role::Change(sign @ (1 | -1)) => sign,
        _ => return None,
    };
    (b.when.is_last && !a.when.is_last)
        .then_some((Relation::Change, [(Slot::Value, 1), (Slot::Base, 1), (Slot::Change, sign)]))
}
