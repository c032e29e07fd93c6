//! Changes, rates and percentage points: what is compared with what.

use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::{Bound, Kind};
use super::reading::{Filling, Reading, Relation, Said, Slot};
use super::token::{Sign, What};
use super::words::Class;

type Found = Vec<(Relation, Reading)>;

/// Reads all comparisons of a passage.
pub fn compare(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if !passage.is_figure(spot) {
            out.extend(bounded(passage, at, spot));
            continue;
        }
        match spot.role {
            Role::Change(sign) | Role::Adjust(sign) | Role::Points(sign) => {
                out.extend(change(passage, at, spot, sign));
                out.extend(net_over(passage, at, spot, sign));
            }
            Role::Rate(sign) => out.extend(rate(passage, at, spot, sign)),
            Role::Named => out.extend(named(passage, at, spot)),
            Role::Left => out.extend(left(passage, at, spot)),
            Role::Beside(sign) => out.extend(beside(passage, at, spot, sign)),
            Role::To(_) => out.extend(moved(passage, at, spot)),
            Role::Value => out.extend(reached(passage, at, spot)),
            _ => {}
        }
    }
}

/// Whether a spot may be what a change is of: a fact.
fn is_fact(spot: &Spot) -> bool {
    matches!(
        spot.role,
        Role::Value
            | Role::To(_)
            | Role::Share
            | Role::Complete
            | Role::Per
            | Role::Got
            | Role::Named
    )
}

fn is_base(spot: &Spot) -> bool {
    // 低于上年的6.90亿元
    let is_beside = matches!(spot.role, Role::Beside(_))
        && spot.words.contains(&Class::Of)
        && (spot.when.is_last || spot.when.year.is_some());
    is_beside || matches!(spot.role, Role::Base | Role::From)
}

/// Whether two figures are of kinds that a change lies between.
fn goes_with(passage: &Passage<'_>, change: &Spot, other: &Spot) -> bool {
    let (Some(a), Some(b)) = (passage.figure(change), passage.figure(other)) else { return false };
    if a.is_spelled || b.is_spelled {
        return false;
    }
    if a.kind == Kind::Points {
        return b.kind == Kind::Percent && !b.is_times;
    }
    a.is_like(b)
}

/// In rows of the same length the same place; what stands alone goes with any.
fn in_step(a: &Spot, b: &Spot) -> bool {
    match (a.row, b.row) {
        (Some((_, at, len)), Some((_, other, of))) if len == of => at == other,
        (Some(_), Some(_)) => false,
        (None, Some(_)) | (Some(_), None) => false,
        (None, None) => true,
    }
}

/// The base that is named for a change or rate, and where.
fn base_of(passage: &Passage<'_>, at: usize, like: &dyn Fn(&Spot) -> bool) -> Option<usize> {
    let spot = passage.spots().get(at)?;
    for (other, before) in passage.before(at) {
        if before.sentence != spot.sentence {
            return None;
        }
        if before.stream != spot.stream || !passage.is_figure(before) || !like(before) {
            continue;
        }
        if is_base(before) {
            if in_step(spot, before) {
                return Some(other);
            }
            if before.row.is_some() && spot.row.is_some() {
                continue;
            }
            return None;
        }
        if is_fact(before) {
            return None;
        }
    }
    None
}

/// The fact that is compared: the nearest before.
fn value_of(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    for (other, before) in passage.before(at) {
        if before.sentence != spot.sentence {
            break;
        }
        if before.stream != spot.stream || !like(before) || !is_fact(before) || before.when.is_last
        {
            continue;
        }
        if in_step(spot, before) {
            return Some(other);
        }
        if before.row.is_none() || spot.row.is_none() {
            return None;
        }
    }
    if let Some(anchor) = passage.anchor(spot.stream) {
        let found = passage.spots().get(anchor)?;
        return (like(found) && is_fact(found)).then_some(anchor);
    }
    // the sentence before speaks of it by the same name
    let mut earlier = passage.before(at).filter(|(_, other)| {
        other.sentence + 1 == spot.sentence
            && other.stream == spot.stream
            && like(other)
            && is_fact(other)
            && !other.when.is_last
            && other.row.is_none()
    });
    let is_named = |other: &Spot| {
        spot.name.chars().count() > 1
            && (other.name.ends_with(&spot.name)
                || spot.name.ends_with(&other.name) && !other.name.is_empty())
    };
    let (only, found) = earlier.next()?;
    (earlier.next().is_none() && is_named(found) && spot.row.is_none()).then_some(only)
}

/// Whether words stand between two figures that make them figures of different scopes.
fn is_parted(passage: &Passage<'_>, from: &Spot, to: &Spot) -> bool {
    passage.between(from, to).any(|class| class == Class::Scope)
}

/// Whether something is said of a part between a value and its change: 其中.
fn turns(passage: &Passage<'_>, from: &Spot, to: &Spot) -> bool {
    passage.between(from, to).any(|class| matches!(class, Class::OfWhich | Class::Scope))
}

/// The one figure around that is of the time or stage that a change is compared with.
fn against(
    passage: &Passage<'_>,
    spot: &Spot,
    value: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let wanted = spot.against?;
    let fits = |other: &Spot| {
        let when = other.when;
        let year = wanted.year.is_some()
            && when.year == wanted.year
            && other.figure != value.figure
            && value.when.year != wanted.year;
        let last = wanted.is_last && when.is_last;
        let edge = wanted.edge.is_some() && when.edge == wanted.edge && wanted.year.is_none();
        let stage = wanted.year.is_none()
            && !wanted.is_last
            && wanted.edge.is_none()
            && wanted.stage.is_some()
            && when.stage == wanted.stage
            && !when.is_last;
        let same_stage =
            wanted.stage.is_none() || when.stage.is_none() || wanted.stage == when.stage || stage;
        (year || last || edge || stage) && same_stage
    };
    let names = |other: &Spot| {
        other.name.is_empty()
            || value.name.is_empty()
            || other.name.ends_with(&value.name)
            || value.name.ends_with(&other.name)
    };
    let mut found = passage.near(spot).filter(|(_, other)| {
        like(other)
            && (is_fact(other) || is_base(other))
            && passage.is_figure(other)
            && other.figure != value.figure
            && fits(other)
    });
    let (at, first) = found.next()?;
    (found.next().is_none() && names(first) && first.row.is_none_or(|_| first.when.year.is_some()))
        .then_some(at)
}

/// Whether two facts may bear the same name.
fn alike(a: &Spot, b: &Spot) -> bool {
    a.name.is_empty() || b.name.is_empty() || a.name.ends_with(&b.name) || b.name.ends_with(&a.name)
}

/// The one figure of the period before in the sentence, where there is one other fact besides.
fn last_of(
    passage: &Passage<'_>,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let here: Vec<(usize, &Spot)> = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.segment == spot.segment
                && other.stream == spot.stream
                && like(other)
                && is_fact(other)
                && passage.is_figure(other)
        })
        .collect();
    match here.as_slice() {
        [(a, first), (b, second)] if in_step(first, second) && alike(first, second) => {
            let newest = |spot: &Spot| spot.when.year;
            let (is_a, is_b) = match (newest(first), newest(second)) {
                (Some(x), Some(y)) if x != y => (x < y, y < x),
                _ => (first.when.is_last, second.when.is_last),
            };
            match (is_a, is_b) {
                (true, false) => Some((*b, *a)),
                (false, true) => Some((*a, *b)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// All pairs of figures in reach that could be value and base.
fn pairs(passage: &Passage<'_>, spot: &Spot, like: &dyn Fn(&Spot) -> bool) -> Vec<(usize, usize)> {
    const MOST: usize = 14;
    let near = |other: &Spot| {
        is_fact(other)
            || is_base(other)
            || matches!(
                other.role,
                Role::Beside(_) | Role::WholeOf | Role::PlanOf | Role::Left | Role::Rate(_)
            )
    };
    let all: Vec<usize> = passage
        .near(spot)
        .filter(|(_, other)| other.figure != spot.figure && like(other) && near(other))
        .map(|(at, _)| at)
        .take(MOST)
        .collect();
    let in_order = |a: usize, b: usize| {
        let spots = passage.spots();
        // what is told to be earlier is no new figure
        spots
            .get(a)
            .zip(spots.get(b))
            .is_none_or(|(value, base)| is_later(value, base) != Some(false))
    };
    all.iter()
        .flat_map(|a| all.iter().filter(move |b| a != *b).map(move |b| (*a, *b)))
        .filter(|(a, b)| in_order(*a, *b))
        .collect()
}

fn figure(passage: &Passage<'_>, at: usize) -> usize {
    passage.spots().get(at).map_or(0, |spot| spot.figure)
}

fn change(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
    let like = |other: &Spot| goes_with(passage, spot, other);
    let is_points = matches!(spot.role, Role::Points(_));
    let relation = if is_points { Relation::Points } else { Relation::Change };
    let reading = |value: usize, base: usize| -> Found {
        let (value, base) = (figure(passage, value), figure(passage, base));
        let one = |sign: i8| {
            (
                relation,
                Reading::of([
                    (Slot::Value, value, 1),
                    (Slot::Base, base, 1),
                    (Slot::Change, spot.figure, sign),
                ]),
            )
        };
        if sign == 0 { vec![one(1), one(-1)] } else { vec![one(sign)] }
    };
    let mut sure: Found = Vec::new();
    if let Some(base) = base_of(passage, at, &like)
        && let Some(found) = passage.spots().get(base)
        && let Some(value) = value_of(passage, base, found, &like)
            .or_else(|| to_after(passage, base, at))
            .or_else(|| reached_after(passage, at, spot, &like))
        && let Some(of) = passage.spots().get(value)
        && (value > at || !turns(passage, of, spot))
    {
        sure.extend(reading(value, base));
    } else if let Some((value, base)) = last_of(passage, spot, &like).filter(|_| spot.row.is_none())
    {
        sure.extend(reading(value, base));
    } else if let Some(value) = value_of(passage, at, spot, &like)
        && let Some(of) = passage.spots().get(value)
        && !turns(passage, of, spot)
        && let Some(base) = against(passage, spot, of, &like)
    {
        sure.extend(reading(value, base));
    } else if let Role::Adjust(_) = spot.role
        && let Some((before, after)) = around(passage, at, spot, &like)
    {
        sure.extend(reading(after, before));
    } else if let Some((value, base)) = from_to(passage, spot, &like) {
        sure.extend(reading(value, base));
    } else if let Some((value, base)) = from_to_after(passage, at, spot, &like) {
        sure.extend(reading(value, base));
    } else if let Some((first, second)) = two_before(passage, at, spot, &like) {
        // which of them is the new one is open where neither time nor stage says so
        let later = passage
            .spots()
            .get(first)
            .zip(passage.spots().get(second))
            .and_then(|(a, b)| is_later(a, b));
        match later {
            Some(true) => sure.extend(reading(first, second)),
            Some(false) => sure.extend(reading(second, first)),
            None => sure.extend(reading(second, first).into_iter().chain(reading(first, second))),
        }
    }
    if holds_surely(passage, &sure) {
        return said(spot, sure, Vec::new());
    }
    let mut possible: Found = pairs(passage, spot, &like)
        .into_iter()
        .flat_map(|(value, base)| reading(value, base))
        .collect();
    if let Some((net, is_sure)) = net(passage, at, spot, sign) {
        if is_sure && sure.is_empty() { sure.push(net) } else { possible.push(net) }
    }
    said(spot, sure, possible)
}

/// Whether a fact is later than another, by stage or time; `None` where nothing says so.
fn is_later(a: &Spot, b: &Spot) -> Option<bool> {
    use std::cmp::Ordering;
    let edge = |spot: &Spot| match spot.when.edge {
        Some(Class::Start) => Some(0),
        Some(Class::End) => Some(1),
        _ => None,
    };
    let by = |a: Ordering| match a {
        Ordering::Greater => Some(true),
        Ordering::Less => Some(false),
        Ordering::Equal => None,
    };
    if let (Some(x), Some(y)) = (a.when.year, b.when.year)
        && x != y
    {
        return Some(x > y);
    }
    if a.when.is_last != b.when.is_last {
        return Some(b.when.is_last);
    }
    if let (Some(x), Some(y)) = (edge(a), edge(b)) {
        return by(x.cmp(&y));
    }
    match (stage_rank(a), stage_rank(b)) {
        (Some(x), Some(y)) => by(x.cmp(&y)),
        _ => None,
    }
}

/// How late a fact is told by its stage or time.
fn stage_rank(spot: &Spot) -> Option<u8> {
    match spot.when.stage {
        _ if spot.when.is_last => Some(0),
        Some(Class::Plan | Class::PlanFirst) => Some(1),
        Some(Class::PlanFinal) => Some(2),
        Some(Class::Done) => Some(3),
        _ if matches!(spot.role, Role::To(_)) => Some(2),
        _ => None,
    }
}

/// The two facts directly before a change, of other times or stages, alone in their group of
/// clauses.
fn two_before(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let is_own = |a: &Spot, b: &Spot| {
        spot.name.is_empty()
            || matches!(spot.role, Role::Beside(_))
            || super::same::common(&spot.name, &a.name) > 1
            || super::same::common(&spot.name, &b.name) > 1
    };
    if spot.row.is_some() || matches!(spot.role, Role::Points(_)) {
        return None;
    }
    let mut facts = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence && other.segment == spot.segment)
        .filter(|(_, other)| other.stream == spot.stream && (like(other) || !is_fact(other)));
    let (second, b) = facts.next()?;
    let (first, a) = facts.next()?;
    let is_alone = facts.next().is_none();
    let fits = |other: &Spot| {
        is_fact(other) && like(other) && passage.is_figure(other) && other.row.is_none()
    };
    // 预算31万元，决算26万元，比上年减少10万元: last year's figure is not there
    let is_of_last = spot.against.is_some_and(|against| against.is_last)
        && !a.when.is_last
        && !b.when.is_last
        && a.when.year.zip(b.when.year).is_none_or(|(a, b)| a == b);
    let is_near = b.clause + 1 >= spot.clause && a.clause + 1 >= b.clause && !is_of_last;
    let differs = is_later(a, b).is_some()
        || stage_rank(a) != stage_rank(b)
            && (stage_rank(a).is_some() && stage_rank(b).is_some()
                || matches!(spot.role, Role::Adjust(_))
                || a.when.stage == Some(Class::Plan));
    (is_alone
        && is_near
        && is_own(a, b)
        && fits(a)
        && fits(b)
        && differs
        && !turns(passage, a, spot))
    .then_some((first, second))
}

/// The sum of the changes before one, and whether a word says that it is their sum.
fn net(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    sign: i8,
) -> Option<((Relation, Reading), bool)> {
    if spot.row.is_some() || sign == 0 {
        return None;
    }
    let mut items: Vec<(usize, i8)> = Vec::new();
    let mut first = spot;
    for (_, other) in passage.before(at).take_while(|(_, other)| other.sentence == spot.sentence) {
        if let (Role::Change(sign @ (1 | -1)), true) =
            (other.role, other.stream == spot.stream && goes_with(passage, spot, other))
        {
            items.push((other.figure, sign));
            first = other;
        }
    }
    items.reverse();
    // a change without an amount is among them: 压减10%
    let is_left_out = passage
        .in_sentence(spot)
        .any(|(_, other)| matches!(other.role, Role::Rate(_)) && other.figure < spot.figure);
    let says = !is_left_out && passage.between(first, spot).any(|class| class == Class::Sum);
    (items.len() > 1).then(|| {
        (
            (Relation::Balance, Reading::of([(Slot::Total, spot.figure, sign)]).with_items(&items)),
            says,
        )
    })
}

/// A change and the changes of which it is the outcome: 净减少3万元：甲减少5万元、乙增加2万元.
fn net_over(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
    if spot.row.is_some() || sign == 0 || matches!(spot.role, Role::Points(_)) {
        return None;
    }
    let mut items: Vec<(usize, i8)> = Vec::new();
    let mut ends: Option<(&Spot, &Spot)> = None;
    let mut is_clear = true;
    for (_, other) in passage.after(at).take_while(|(_, other)| other.sentence == spot.sentence) {
        if other.stream != spot.stream || !goes_with(passage, spot, other) {
            continue;
        }
        let (Role::Change(sign @ (1 | -1)) | Role::Adjust(sign @ (1 | -1))) = other.role else {
            return None;
        };
        is_clear &= passage.is_figure(other)
            && !other.name.is_empty()
            && other.row.is_none()
            && !other.words.contains(&Class::Compare)
            && !other.is_sum;
        items.push((other.figure, sign));
        ends = Some((ends.map_or(other, |(first, _)| first), other));
    }
    let (first, last) = ends?;
    let before: Vec<Class> = passage.between(spot, first).collect();
    let words: Vec<Class> = passage.between(spot, last).collect();
    let colon = passage.has_sign_between(spot, first, Sign::Colon);
    let opens = colon
        || before.iter().any(|class| matches!(class, Class::Whole | Class::Open | Class::OfWhich));
    let is_open = words
        .iter()
        .any(|class| matches!(class, Class::Open | Class::OfWhich | Class::Scope | Class::Rest))
        || passage.is_followed_by(last, Class::Open);
    let turns = items.iter().any(|(_, own)| *own != sign);
    if items.len() < 2 || !opens || !turns {
        return None;
    }
    let reading =
        (Relation::Balance, Reading::of([(Slot::Total, spot.figure, sign)]).with_items(&items));
    let is_sure = is_clear && !is_open && first.clause <= spot.clause + 1;
    if is_sure {
        said(spot, vec![reading], Vec::new())
    } else {
        said(spot, Vec::new(), vec![reading])
    }
}

/// The end of the from–to that a base opens.
fn to_after(passage: &Passage<'_>, base: usize, at: usize) -> Option<usize> {
    let from = passage.spots().get(base)?;
    let found = (base + 1..at).find(|other| {
        passage.spots().get(*other).is_some_and(|other| {
            matches!(other.role, Role::To(_))
                && other.stream == from.stream
                && other.sentence == from.sentence
                && in_step(from, other)
        })
    })?;
    matches!(from.role, Role::From).then_some(found)
}

/// What a change comes to, directly behind it: 达到24.00万元.
fn reached_after(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let (next, found) = passage.after(at).next()?;
    (found.clause == spot.clause + 1
        && found.sentence == spot.sentence
        && found.stream == spot.stream
        && found.name.is_empty()
        && found.words.contains(&Class::Reach)
        && found.role == Role::Value
        && passage.is_figure(found)
        && like(found)
        && spot.row.is_none())
    .then_some(next)
}

/// The one from–to of the sentence before a change.
fn from_to(
    passage: &Passage<'_>,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let mut from = passage.in_sentence(spot).filter(|(_, other)| {
        matches!(other.role, Role::From)
            && other.figure < spot.figure
            && other.stream == spot.stream
            && like(other)
            && in_step(spot, other)
    });
    let (base, found) = from.next()?;
    if from.next().is_some() {
        return None;
    }
    let to = passage.in_sentence(spot).find(|(_, other)| {
        matches!(other.role, Role::To(_))
            && other.figure > found.figure
            && other.figure < spot.figure
            && other.stream == spot.stream
            && like(other)
            && in_step(spot, other)
    })?;
    let is_near = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.figure > to.1.figure && other.figure < spot.figure && other.stream == spot.stream
        })
        .all(|(_, other)| !is_fact(other));
    is_near.then_some((to.0, base))
}

/// The from–to directly behind a change: 压减15万元，由180万元降至165万元.
fn from_to_after(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let mut behind = passage.after(at).filter(|(_, other)| !matches!(other.role, Role::Rate(_)));
    let (base, from) = behind.next()?;
    let (value, to) = behind.next()?;
    let fits = |other: &Spot| {
        other.stream == spot.stream
            && other.sentence == spot.sentence
            && other.segment == spot.segment
            && other.clause <= spot.clause + 2
            && other.row.is_none()
            && passage.is_figure(other)
            && like(other)
    };
    (from.role == Role::From
        && from.name.is_empty()
        && matches!(to.role, Role::To(_))
        && spot.row.is_none()
        && fits(from)
        && fits(to))
    .then_some((value, base))
}

/// The figures directly before and behind an adjustment, in its group of clauses.
fn around(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let is_one = |other: &Spot| {
        other.stream == spot.stream && other.segment == spot.segment && passage.is_figure(other)
    };
    let (before, first) = passage.before(at).next()?;
    let (after, second) =
        passage.after(at).find(|(_, other)| !matches!(other.role, Role::Rate(_)))?;
    let fits = is_one(first)
        && is_one(second)
        && like(first)
        && like(second)
        && is_fact(first)
        && is_fact(second);
    let is_next = second.clause <= spot.clause + 2 && first.clause + 2 >= spot.clause;
    let after_words = matches!(second.when.stage, Some(Class::PlanFinal))
        || matches!(second.role, Role::To(_))
        || second.clause == spot.clause && second.name.chars().count() <= 1;
    (fits && is_next && after_words && first.row.is_none() && second.row.is_none())
        .then_some((before, after))
}

/// Between a change and its rate stands hardly a word.
const NEAR: usize = 4;

fn rate(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
    let rate = |signed: i8| (Slot::Rate, spot.figure, signed);
    // the change that stands before it
    let change = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && passage.is_figure(other))
        .take_while(|(_, other)| {
            !is_fact(other) || spot.row.is_some() && in_step(spot, other) && !is_fact(other)
        })
        .find(|(_, other)| {
            matches!(other.role, Role::Change(_) | Role::Adjust(_)) && in_step(spot, other)
        });
    let money = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| {
            matches!(figure.kind, Kind::Money | Kind::Count | Kind::Score) && !figure.is_spelled
        })
    };
    let mut sure: Found = Vec::new();
    if let Some((change_at, found)) = change {
        let like = |other: &Spot| goes_with(passage, found, other);
        let own = match found.role {
            Role::Change(own) | Role::Adjust(own) => own,
            _ => 0,
        };
        let sign = if sign == 0 { own } else { sign };
        let is_near = passage.name_length_between(found, spot) <= NEAR
            && (own == 0 || sign == own)
            && !passage
                .between(found, spot)
                .any(|class| matches!(class, Class::Open | Class::OfWhich));
        let signs: Vec<(i8, i8)> =
            if sign == 0 { vec![(1, 1)] } else { vec![(if own == 0 { sign } else { own }, sign)] };
        let growth = |base: usize| -> Found {
            signs
                .iter()
                .map(|(own, sign)| {
                    (
                        Relation::Growth,
                        Reading::of([
                            (Slot::Change, found.figure, *own),
                            (Slot::Base, figure(passage, base), 1),
                            rate(*sign),
                        ]),
                    )
                })
                .collect()
        };
        let back = |value: usize| -> Found {
            signs
                .iter()
                .map(|(own, sign)| {
                    (
                        Relation::GrowthBack,
                        Reading::of([
                            (Slot::Value, figure(passage, value), 1),
                            (Slot::Change, found.figure, *own),
                            rate(*sign),
                        ]),
                    )
                })
                .collect()
        };
        if !is_near {
            // the rate may be of something else
        } else if let Some(base) =
            base_of(passage, change_at, &like).or_else(|| base_of(passage, at, &like))
        {
            sure.extend(growth(base));
        } else if let Some((_, base)) = last_of(passage, found, &like) {
            sure.extend(growth(base));
        } else if let Some((_, base)) = from_to(passage, found, &like) {
            sure.extend(growth(base));
        } else if let Some(base) = value_of(passage, change_at, found, &like)
            .and_then(|value| passage.spots().get(value))
            .and_then(|value| against(passage, found, value, &like))
        {
            sure.extend(growth(base));
        } else if let Some(value) = value_of(passage, change_at, found, &like)
            && matches!(found.role, Role::Change(_))
            && let Some(of) = passage.spots().get(value)
            && !turns(passage, of, found)
            && !names_between(passage, value, change_at)
        {
            sure.extend(back(value));
        }
        if holds_surely(passage, &sure) {
            return said(spot, sure, Vec::new());
        }
        let mut possible: Found = Vec::new();
        // the rate on the new figure instead of the old one is a mistake, not a reading
        let new = value_of(passage, change_at, found, &like)
            .or_else(|| from_to(passage, found, &like).map(|(value, _)| value));
        for (other, near) in passage.near(spot) {
            if like(near) && (is_fact(near) || is_base(near)) {
                if new != Some(other) || near.figure > found.figure {
                    possible.extend(growth(other));
                }
                if !is_base(near) {
                    possible.extend(back(other));
                }
            }
        }
        possible.extend(from_pairs(passage, spot, sign, &money));
        return said(spot, sure, possible);
    }
    // without a change: value and base
    let base = base_of(passage, at, &money);
    if let Some(base) = base
        && let Some(found) = passage.spots().get(base)
        && let Some(value) =
            value_of(passage, base, found, &|other| goes_with(passage, found, other))
                .or_else(|| to_after(passage, base, at))
        && let Some(of) = passage.spots().get(value)
        && !turns(passage, of, spot)
    {
        sure.extend(growth_of(passage, spot, value, base, sign));
    } else if let Some((value, base)) = last_of(passage, spot, &money) {
        sure.extend(growth_of(passage, spot, value, base, sign));
    } else if let Some((value, base)) = from_to(passage, spot, &money) {
        sure.extend(growth_of(passage, spot, value, base, sign));
    }
    if holds_surely(passage, &sure) {
        return said(spot, sure, Vec::new());
    }
    let possible = from_pairs(passage, spot, sign, &money);
    said(spot, sure, possible)
}

/// Whether a name stands between a value and its change: then the change may be of something else.
fn names_between(passage: &Passage<'_>, value: usize, change: usize) -> bool {
    let spots = passage.spots();
    let (Some(value), Some(change)) = (spots.get(value), spots.get(change)) else { return true };
    passage.name_length_between(value, change) > 6
}

fn growth_of(passage: &Passage<'_>, spot: &Spot, value: usize, base: usize, sign: i8) -> Found {
    let (value, base) = (figure(passage, value), figure(passage, base));
    let one = |sign: i8| {
        (
            Relation::GrowthOf,
            Reading::of([
                (Slot::Value, value, 1),
                (Slot::Base, base, 1),
                (Slot::Rate, spot.figure, sign),
            ]),
        )
    };
    if sign == 0 { vec![one(1), one(-1)] } else { vec![one(sign)] }
}

fn from_pairs(passage: &Passage<'_>, spot: &Spot, sign: i8, like: &dyn Fn(&Spot) -> bool) -> Found {
    let all = pairs(passage, spot, like);
    let alike = |(a, b): &(usize, usize)| {
        let spots = passage.spots();
        spots.get(*a).zip(spots.get(*b)).is_some_and(|(a, b)| goes_with(passage, a, b))
    };
    all.into_iter()
        .filter(alike)
        .flat_map(|(value, base)| growth_of(passage, spot, value, base, sign))
        .collect()
}

/// A rate with a name: its change is the one with the same word.
fn named(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let mut sure: Found = Vec::new();
    let mut possible: Found = Vec::new();
    let is_money = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| matches!(figure.kind, Kind::Money | Kind::Count))
    };
    let share = |part: usize, whole: usize| {
        (
            Relation::Share,
            Reading::of([
                (Slot::Part, figure(passage, part), 1),
                (Slot::Whole, figure(passage, whole), 1),
                (Slot::Share, spot.figure, 1),
            ]),
        )
    };
    let before: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| is_money(other) && passage.is_figure(other))
        .collect();
    let changes: Vec<&(usize, &Spot)> = before
        .iter()
        .filter(|(_, other)| matches!(other.role, Role::Adjust(_) | Role::Change(_)))
        .collect();
    if let [(part, found)] = changes.as_slice()
        && let Some((whole, _)) = before
            .iter()
            .rfind(|(_, other)| other.figure < found.figure && goes_with(passage, found, other))
    {
        sure.push(share(*part, *whole));
    }
    if sure.is_empty() {
        sure.extend(of_two(passage, spot, &before));
    }
    for (part, a) in &before {
        for (whole, b) in &before {
            if part != whole && goes_with(passage, a, b) {
                possible.push(share(*part, *whole));
                possible.extend(growth_of(passage, spot, *part, *whole, 0));
            }
        }
    }
    said(spot, sure, possible)
}

/// A rate with a name of its own and the only two amounts before it in the sentence, one of which
/// its name speaks of, or whose difference it is of: 抽查320份，合格304份，合格率95%.
fn of_two(passage: &Passage<'_>, spot: &Spot, before: &[(usize, &Spot)]) -> Found {
    let [(second, b), (first, a)] = before else { return Vec::new() };
    let fits = |other: &Spot| {
        matches!(other.role, Role::Value | Role::To(_))
            && other.row.is_none()
            && other.stream == spot.stream
            && !other.when.is_last
            && passage.figure(other).is_some_and(|figure| !figure.is_spelled)
    };
    let is_plain = passage.words_of_sentence(spot).all(|class| {
        !matches!(
            class,
            Class::Scope | Class::Open | Class::Compare | Class::Last | Class::Per | Class::Sum
        )
    });
    let is_alone = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.figure < spot.figure
                && passage.figure(other).is_some_and(|figure| !figure.is_spelled)
        })
        .count()
        == 2;
    let is_near = b.clause + 1 >= spot.clause && a.clause + 1 >= b.clause && spot.row.is_none();
    if !(fits(a) && fits(b) && is_plain && is_alone && is_near && goes_with(passage, a, b)) {
        return Vec::new();
    }
    let is_saving = spot
        .words
        .iter()
        .any(|class| matches!(class, Class::Left | Class::Down | Class::AdjustDown));
    if is_saving {
        let one = growth_of(passage, spot, *second, *first, -1);
        return one.into_iter().chain(growth_of(passage, spot, *first, *second, -1)).collect();
    }
    if spot.words.iter().any(|class| !matches!(class, Class::RateNoun | Class::Filler)) {
        return Vec::new();
    }
    if !super::share::is_said_before(passage, spot, &spot.name) {
        return Vec::new();
    }
    let share = |part: usize, whole: usize| {
        let (part, whole) = (figure(passage, part), figure(passage, whole));
        let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, spot.figure, 1)];
        (Relation::Share, Reading::of(parts))
    };
    vec![share(*second, *first), share(*first, *second)]
}

/// A from–to with what came and went between.
fn moved(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let like = |other: &Spot| goes_with(passage, spot, other);
    let (_, from) = passage
        .before(at)
        .next()
        .filter(|(_, from)| from.role == Role::From && like(from) && from.row.is_none())?;
    if let Some(told) = turned(passage, spot, from) {
        return Some(told);
    }
    let behind: Vec<&Spot> = passage
        .after(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .map(|(_, other)| other)
        .filter(|other| like(other))
        .collect();
    let mut items = vec![(from.figure, 1)];
    for other in &behind {
        let (Role::Change(sign @ (1 | -1)) | Role::Adjust(sign @ (1 | -1))) = other.role else {
            return None;
        };
        items.push((other.figure, sign));
    }
    let is_open = passage
        .words_of_sentence(spot)
        .any(|class| matches!(class, Class::Open | Class::OfWhich | Class::Scope));
    if behind.len() < 2 || is_open {
        return None;
    }
    let reading =
        (Relation::Balance, Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items));
    // several names: the changes may be of other things
    let total = behind.first().map(|first| {
        Reading::of([
            (Slot::Value, spot.figure, 1),
            (Slot::Base, from.figure, 1),
            (Slot::Change, first.figure, 1),
        ])
    });
    said(
        spot,
        vec![reading],
        total.into_iter().map(|reading| (Relation::Change, reading)).collect(),
    )
}

/// From one figure up or down to another, and nothing said of how much.
fn turned(passage: &Passage<'_>, spot: &Spot, from: &Spot) -> Option<Said> {
    let Role::To(sign @ (1 | -1)) = spot.role else { return None };
    let is_told = passage.in_sentence(spot).any(|(_, other)| {
        other.figure > spot.figure
            && matches!(
                other.role,
                Role::Change(_) | Role::Rate(_) | Role::Points(_) | Role::Adjust(_)
            )
    });
    let is_plain = passage.is_figure(spot) && passage.is_figure(from) && spot.row.is_none();
    let slot = if sign > 0 { Slot::Low } else { Slot::High };
    let reading = Reading::of([(Slot::Value, spot.figure, 1), (slot, from.figure, 1)]);
    if is_told || !is_plain {
        return None;
    }
    said(spot, vec![(Relation::Threshold, reading)], Vec::new())
}

/// The fact in the clause before, of which a clause without a subject of its own speaks.
fn subject_before<'b>(passage: &Passage<'b>, at: usize, spot: &Spot) -> Option<&'b Spot> {
    let (_, found) = passage.before(at).next()?;
    let is_next = found.sentence == spot.sentence
        && found.stream == spot.stream
        && found.clause + 1 == spot.clause
        && found.row.is_none()
        && spot.row.is_none();
    let is_fact = is_fact(found) && passage.is_figure(found) && !found.when.is_last;
    let is_like =
        passage.figure(found).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b));
    (is_next && is_fact && is_like && !is_parted(passage, found, spot)).then_some(found)
}

/// A fact and the bound that the next clause gives it: 47.2 万元，不足 50 万元.
fn bounded(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    if let Some(told) = attained(passage, at, spot) {
        return Some(told);
    }
    let plain = |class: &Class| {
        matches!(
            class,
            Class::Not
                | Class::Over
                | Class::Under
                | Class::Near
                | Class::Filler
                | Class::Of
                | Class::Reach
                | Class::Keep
                | Class::AtLeast
                | Class::AtMost
        )
    };
    if own.is_tenth && !own.is_range && spot.role == Role::Value {
        return tenths(passage, at, spot);
    }
    if own.is_tenth
        || own.is_range
        || spot.role != Role::Value
        || !spot.name.is_empty()
        || spot.words.is_empty()
        || !spot.words.iter().all(plain)
    {
        return None;
    }
    let slot = match own.bound {
        Bound::Over | Bound::AtLeast => Slot::Low,
        Bound::Under | Bound::AtMost | Bound::Near => Slot::High,
        Bound::Exact | Bound::About => return None,
    };
    // 未达到98%以上
    let is_not = spot.words.contains(&Class::Reach) && spot.words.contains(&Class::Not);
    let slot = match slot {
        Slot::Low if is_not => Slot::High,
        other => other,
    };
    let value = subject_before(passage, at, spot)?;
    said(spot, vec![limit(value, spot, slot)], Vec::new())
}

/// A ratio and the tenths that the next clause says of it: 38.6%，不足四成.
fn tenths(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let plain = |class: &Class| {
        matches!(class, Class::Filler | Class::Over | Class::Under | Class::Near | Class::About)
    };
    let behind = passage.tokens.at.get(spot.figure)? + 1;
    let is_last = passage.tokens.tokens.get(behind).is_none_or(|token| {
        matches!(token.what, What::Sign(Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge))
    });
    let value = subject_before(passage, at, spot)?;
    let is_told = spot.name.is_empty()
        && spot.words.iter().all(plain)
        && is_last
        && own.bound != Bound::Exact
        && matches!(value.role, Role::Value | Role::Share | Role::Complete | Role::Named);
    let (low, high) = super::reading::around(own);
    let mut reading = Reading::of([(Slot::Value, value.figure, 1)]);
    reading.parts.push((Slot::Low, Filling::Number(spot.figure, low)));
    reading.parts.push((Slot::High, Filling::Number(spot.figure, high)));
    is_told.then(|| said(spot, vec![(Relation::Threshold, reading)], Vec::new()))?
}

fn limit(value: &Spot, spot: &Spot, slot: Slot) -> (Relation, Reading) {
    let reading = Reading::of([(Slot::Value, value.figure, 1), (slot, spot.figure, 1)]);
    (Relation::Threshold, reading)
}

/// A target, what was done, and words that it was attained: 目标值≥95%，实际97.4%，已完成目标.
fn attained(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let slot = match own.bound {
        Bound::AtLeast => Slot::Low,
        Bound::AtMost => Slot::High,
        _ => return None,
    };
    let (_, value) = passage.after(at).next()?;
    let is_done = value.stream == spot.stream
        && value.sentence == spot.sentence
        && value.clause == spot.clause + 1
        && value.role == Role::Value
        && value.words.contains(&Class::Done)
        && value.row.is_none()
        && passage.is_figure(value)
        && passage.figure(value).is_some_and(|figure| figure.is_like(own))
        && !own.is_range;
    let behind = passage.tokens.at.get(value.figure)? + 1;
    let words: Vec<Class> = passage
        .tokens
        .tokens
        .get(behind..)?
        .iter()
        .take_while(|token| {
            !matches!(
                token.what,
                What::Figure(_) | What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon)
            )
        })
        .filter_map(|token| match token.what {
            What::Word(class) => Some(class),
            _ => None,
        })
        .collect();
    let says = words.contains(&Class::PlanAny)
        && words.iter().any(|class| matches!(class, Class::Complete | Class::Reach | Class::Done));
    let slot = match (slot, words.contains(&Class::Not)) {
        (slot, false) => slot,
        (Slot::Low, true) => Slot::High,
        (_, true) => Slot::Low,
    };
    if !is_done || !says {
        return None;
    }
    said(spot, vec![limit(value, spot, slot)], Vec::new())
}

/// A fact and the target that it reaches or does not reach.
fn reached(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    // 达到90%的目标
    let is_target = spot.when.stage == Some(Class::Plan) || passage.is_followed_by(spot, Class::Of);
    if !spot.words.contains(&Class::Reach) || !is_target || spot.words.contains(&Class::Share) {
        return None;
    }
    let value = subject_before(passage, at, spot)?;
    let slot = if spot.words.contains(&Class::Not) { Slot::High } else { Slot::Low };
    said(spot, vec![limit(value, spot, slot)], Vec::new())
}

/// What is left: the difference of two figures.
fn left(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let like = |other: &Spot| goes_with(passage, spot, other);
    let reading = |a: usize, b: usize| -> (Relation, Reading) {
        (
            Relation::Left,
            Reading::of([
                (Slot::Value, figure(passage, a), 1),
                (Slot::Base, figure(passage, b), 1),
                (Slot::Change, spot.figure, 1),
            ]),
        )
    };
    let larger = |a: usize, b: usize| {
        let value = |at: usize| {
            passage.spots().get(at).and_then(|spot| passage.figure(spot)).map(|figure| figure.value)
        };
        if value(a) >= value(b) { (a, b) } else { (b, a) }
    };
    let before: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other) && passage.is_figure(other))
        .collect();
    let mut sure: Found = Vec::new();
    if let [(b, second), (a, first)] = before.as_slice()
        && is_plain(first)
        && is_plain(second)
        && !turns(passage, first, spot)
    {
        let (a, b) = larger(*a, *b);
        sure.push(reading(a, b));
    }
    if holds_surely(passage, &sure) {
        return said(spot, sure, Vec::new());
    }
    let mut possible: Found = pairs(passage, spot, &like)
        .into_iter()
        .filter(|(a, b)| larger(*a, *b) == (*a, *b))
        .map(|(a, b)| reading(a, b))
        .collect();
    // what is left of several
    let items: Vec<usize> = before.iter().rev().map(|(_, other)| other.figure).collect();
    if let Some((first, rest)) = items.split_first().filter(|(_, rest)| rest.len() > 1) {
        let parts: Vec<(usize, i8)> =
            std::iter::once((*first, 1)).chain(rest.iter().map(|figure| (*figure, -1))).collect();
        possible.push((
            Relation::Balance,
            Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&parts),
        ));
    }
    said(spot, sure, possible)
}

fn is_plain(spot: &Spot) -> bool {
    matches!(spot.role, Role::Value | Role::To(_) | Role::Base) && spot.row.is_none()
}

/// Above or below another figure, or by how much.
fn beside(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
    let like = |other: &Spot| goes_with(passage, spot, other);
    let value = value_of(passage, at, spot, &like)?;
    let of = passage.spots().get(value)?;
    let is_not = spot.words.contains(&Class::Not);
    let sign = if is_not { -sign } else { sign };
    let slot = if sign > 0 { Slot::Low } else { Slot::High };
    let threshold = |value: usize| {
        (
            Relation::Threshold,
            Reading::of([(Slot::Value, figure(passage, value), 1), (slot, spot.figure, 1)]),
        )
    };
    let mut sure: Found = Vec::new();
    // with words between: what it is above; without: by how much
    let is_by = matches!(spot.words.last(), Some(Class::Above | Class::Below | Class::Filler))
        && spot.of.is_empty()
        && !is_not;
    // 高于95%的目标值; 低于上年的6.90亿元
    let is_than = passage.is_followed_by(spot, Class::Of) || is_base(spot);
    let is_by = is_by && !is_than;
    // 小于上年预算数 3 万元: than 3, or by 3
    let is_open = !is_not
        && !is_than
        && (spot.when.is_last || spot.when.stage.is_some() || spot.when.year.is_some());
    if !is_by
        && !is_open
        && of.sentence == spot.sentence
        && spot.clause <= of.clause + 1
        && !is_parted(passage, of, spot)
        && passage.is_figure(of)
    {
        sure.push(threshold(value));
    }
    if let Some((first, second)) =
        two_before(passage, at, spot, &like).filter(|_| !is_not && (is_open || is_by))
    {
        let spots = passage.spots();
        let later = spots.get(first).zip(spots.get(second)).and_then(|(a, b)| is_later(a, b));
        let (value, base) = if later == Some(true) { (first, second) } else { (second, first) };
        if later.is_some() {
            let (value, base) = (figure(passage, value), figure(passage, base));
            sure.push((
                Relation::Change,
                Reading::of([
                    (Slot::Value, value, 1),
                    (Slot::Base, base, 1),
                    (Slot::Change, spot.figure, sign),
                ]),
            ));
        }
    }
    let mut possible: Found = passage
        .near(spot)
        .filter(|(other, near)| *other != at && like(near))
        .map(|(other, _)| threshold(other))
        .collect();
    for (value, base) in pairs(passage, spot, &like) {
        let (value, base) = (figure(passage, value), figure(passage, base));
        if value != spot.figure && base != spot.figure {
            possible.push((
                Relation::Change,
                Reading::of([
                    (Slot::Value, value, 1),
                    (Slot::Base, base, 1),
                    (Slot::Change, spot.figure, sign),
                ]),
            ));
        }
    }
    if is_by {
        // by how much: the same as a change
        possible.retain(|(relation, _)| *relation == Relation::Change);
    }
    said(spot, sure, possible)
}

/// Whether what the grammar says holds; then it does not matter what else may be meant.
pub(super) fn holds_surely(passage: &Passage<'_>, sure: &Found) -> bool {
    sure.iter().any(|(relation, reading)| {
        super::reading::holds(*relation, reading, &passage.tokens.figures) == Some(true)
    })
}

/// What is said, if anything is.
pub(super) fn said(spot: &Spot, sure: Found, possible: Found) -> Option<Said> {
    let count = sure.len();
    let mut readings = sure;
    // a comparison turned round is none
    let turned: Vec<(Filled, Filled)> = readings
        .iter()
        .filter_map(|(_, reading)| Some((part(reading, Slot::Base)?, part(reading, Slot::Value)?)))
        .collect();
    for reading in possible {
        let is_turned = part(&reading.1, Slot::Value)
            .zip(part(&reading.1, Slot::Base))
            .is_some_and(|pair| turned.contains(&pair));
        if !is_turned && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    (!readings.is_empty()).then_some(Said { readings, sure: count, anchor: spot.figure })
}

type Filled = Filling;

fn part(reading: &Reading, slot: Slot) -> Option<Filled> {
    reading.parts.iter().find(|(own, _)| *own == slot).map(|(_, filling)| filling.clone())
}
