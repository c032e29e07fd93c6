//! Shares and completion: which part of which whole.

use super::compare::{holds_surely, said};
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::{Bound, Kind, Quantity};
use super::reading::{Filling, Reading, Relation, Said, Slot, around};
use super::token::{Sign, What};
use super::words::Class;
use super::{Outcome, Told};
use crate::number::Decimal;

type Found = Vec<(Relation, Reading)>;

/// Reads all shares of a passage.
pub fn shares(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        let Some(figure) = passage.figure(spot) else { continue };
        // 是上年的2倍: of the figure directly before
        if figure.is_range || figure.is_times && spot.role != Role::Share {
            continue;
        }
        match spot.role {
            Role::Share => out.extend(share(passage, at, spot, Relation::Share)),
            Role::Complete => out.extend(share(passage, at, spot, Relation::Completion)),
            Role::Value | Role::Beside(_) if figure.is_tenth => {
                out.extend(share(passage, at, spot, Relation::Share))
            }
            _ => {}
        }
    }
}

fn is_amount(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.figure(spot).is_some_and(|figure| {
        matches!(figure.kind, Kind::Money | Kind::Count | Kind::Score)
            && figure.is_figure()
            && !figure.is_spelled
    })
}

fn is_fact(spot: &Spot) -> bool {
    matches!(
        spot.role,
        Role::Value
            | Role::To(_)
            | Role::WholeOf
            | Role::PlanOf
            | Role::Base
            | Role::Beside(_)
            | Role::Got
            | Role::Weight
            | Role::From
    )
}

fn share(passage: &Passage<'_>, at: usize, spot: &Spot, relation: Relation) -> Option<Said> {
    let whole = whole_of(passage, at, spot, relation);
    let part = part_of(passage, at, spot, whole);
    let reading = |part: usize, whole: usize| reading(passage, spot, part, whole, relation);
    let mut sure: Found = Vec::new();
    let is_next = relation == Relation::Share
        || part.zip(whole).is_some_and(|(part, whole)| follows_plan(passage, part, whole));
    if let (Some(part), Some(whole)) = (part, whole)
        && is_next
        && part != whole
        && is_alike(passage, part, whole)
    {
        sure.extend(reading(part, whole));
    } else if let Some((first, second)) = two_alone(passage, at, spot) {
        // which of them is the whole is open where no word says so
        sure.extend(reading(second, first));
        if relation == Relation::Completion {
            sure.extend(reading(first, second));
        }
    }
    if holds_surely(passage, &sure) {
        return said(spot, sure, Vec::new());
    }
    // more than was planned is often said to be all of it
    if relation == Relation::Completion && is_capped(passage, spot, part, whole) {
        return None;
    }
    // shares side by side are of parts side by side
    let steps =
        |part: &usize| match (spot.row, passage.spots().get(*part).and_then(|part| part.row)) {
            (Some((_, own, len)), Some((_, nth, of))) if len == of => own == nth,
            (Some(_), Some(_)) => false,
            _ => true,
        };
    let near: Vec<usize> = passage
        .near(spot)
        .filter(|(_, other)| is_amount(passage, other))
        .map(|(at, _)| at)
        .take(24)
        .collect();
    let mut possible: Found = Vec::new();
    let is_vague = passage.figure(spot).is_some_and(|figure| figure.is_tenth);
    if !is_vague || sure.is_empty() {
        for part in &near {
            for whole in &near {
                if part != whole && steps(part) && is_alike(passage, *part, *whole) {
                    possible.extend(reading(*part, *whole));
                }
            }
        }
    }
    // upside down is no reading
    if let Some((_, first)) = sure.first() {
        let turned = |reading: &Reading| {
            reading.parts.iter().any(|part| *part == (Slot::Part, filling(first, Slot::Whole)))
                && reading
                    .parts
                    .iter()
                    .any(|part| *part == (Slot::Whole, filling(first, Slot::Part)))
        };
        possible.retain(|(_, reading)| !turned(reading));
    }
    if is_vague && sure.is_empty() {
        return None;
    }
    said(spot, sure, possible)
}

/// Whether all of a plan is said to be done where more than it was done.
fn is_capped(
    passage: &Passage<'_>,
    spot: &Spot,
    part: Option<usize>,
    whole: Option<usize>,
) -> bool {
    let value = |at: Option<usize>| {
        at.and_then(|at| passage.spots().get(at))
            .and_then(|spot| passage.figure(spot))
            .filter(|figure| figure.kind == Kind::Count)
            .map(|figure| figure.value)
    };
    passage.figure(spot).is_some_and(|figure| figure.value == Decimal::ONE_HUNDRED)
        && value(part).zip(value(whole)).is_some_and(|(part, whole)| part > whole)
}

/// The only two amounts of a sentence until here, where a ratio of no name follows in a clause of
/// its own.
fn two_alone(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<(usize, usize)> {
    let is_free = spot.name.is_empty() && spot.of.is_empty();
    let is_ratio = spot.role == Role::Complete && is_free
        || passage.figure(spot).is_some_and(|figure| figure.is_tenth) && spot.name.is_empty();
    let mut before = passage.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let (second, b) = before.next()?;
    let (first, a) = before.next()?;
    let fits = |other: &Spot| {
        is_amount(passage, other)
            && matches!(other.role, Role::Value | Role::To(_))
            && other.row.is_none()
            && other.stream == spot.stream
            && !other.when.is_last
            && other.when.edge.is_none()
    };
    let is_plain = passage.words_of_sentence(spot).all(|class| {
        !matches!(class, Class::Scope | Class::Open | Class::Compare | Class::Last | Class::Per)
    });
    // 在800万元的总支出中，…，比例为
    let is_within = spot.role == Role::Share && is_free && a.words.contains(&Class::On);
    // 完成率 with a name of what is counted before
    let is_tied = spot.role == Role::Complete
        && spot.of.is_empty()
        && is_said_before(passage, spot, &spot.name)
        && (passage.figure(b).is_some_and(|figure| figure.kind == Kind::Count)
            || b.when.stage == Some(Class::Done));
    ((is_ratio || is_within || is_tied)
        && is_plain
        && before.next().is_none()
        && fits(a)
        && fits(b)
        && is_alike(passage, first, second)
        && b.clause == a.clause + 1
        && spot.clause == b.clause + 1
        && spot.row.is_none())
    .then_some((first, second))
}

/// Whether the words of a name stand in the sentence before a figure.
pub(super) fn is_said_before(passage: &Passage<'_>, spot: &Spot, name: &str) -> bool {
    let Some((_, first)) = passage.in_sentence(spot).next() else { return false };
    let tokens = passage.tokens;
    let at = |spot: &Spot| tokens.at.get(spot.figure).copied().unwrap_or(0);
    let is_end = |at: &usize| {
        tokens.tokens.get(*at).is_none_or(|token| {
            matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Colon))
        })
    };
    let from = (0..at(first)).rev().find(is_end).map_or(0, |at| at + 1);
    let to = (from..at(spot))
        .rev()
        .find(|at| {
            tokens
                .tokens
                .get(*at)
                .is_some_and(|token| matches!(token.what, What::Sign(_) | What::Figure(_)))
        })
        .unwrap_or(from);
    let char_of = |at: usize| tokens.tokens.get(at).map_or(0, |token| token.from);
    super::same::common(name, &tokens.text(char_of(from), char_of(to))) > 1
}

fn is_alike(passage: &Passage<'_>, a: usize, b: usize) -> bool {
    let figure = |at: usize| passage.spots().get(at).and_then(|spot| passage.figure(spot));
    match (figure(a), figure(b)) {
        (Some(a), Some(b)) => a.kind == b.kind,
        _ => false,
    }
}

fn reading(
    passage: &Passage<'_>,
    spot: &Spot,
    part: usize,
    whole: usize,
    relation: Relation,
) -> Option<(Relation, Reading)> {
    let figure = |at: usize| passage.spots().get(at).map(|spot| spot.figure);
    let (part, whole) = (figure(part)?, figure(whole)?);
    let own = passage.figure(spot)?;
    if own.is_figure() {
        return Some((
            relation,
            Reading::of([
                (Slot::Part, part, 1),
                (Slot::Whole, whole, 1),
                (Slot::Share, spot.figure, 1),
            ]),
        ));
    }
    let (low, high) = if own.is_tenth {
        // 超过总支出的一半
        let bound = match (spot.role, own.bound, spot.words.contains(&Class::Not)) {
            (Role::Beside(1), Bound::Exact, false) => Bound::Over,
            (Role::Beside(1), Bound::Exact, true) => Bound::AtMost,
            (Role::Beside(_), Bound::Exact, false) => Bound::Under,
            (Role::Beside(_), Bound::Exact, true) => Bound::AtLeast,
            (_, bound, _) => bound,
        };
        around(&Quantity { bound, ..own.clone() })
    } else {
        match own.bound {
            Bound::Over | Bound::AtLeast => (own.value, Decimal::ONE_THOUSAND),
            Bound::Under | Bound::AtMost => (Decimal::ZERO, own.value),
            _ => return None,
        }
    };
    let mut out = Reading::of([(Slot::Part, part, 1), (Slot::Whole, whole, 1)]);
    out.parts.push((Slot::Least, Filling::Number(spot.figure, low)));
    out.parts.push((Slot::Most, Filling::Number(spot.figure, high)));
    Some((Relation::Vague, out))
}

/// The whole: named in the words before the share, or the head of what went before.
fn whole_of(passage: &Passage<'_>, at: usize, spot: &Spot, relation: Relation) -> Option<usize> {
    // it stands between the opening word and the share
    if let Some((before, found)) = passage.before(at).next()
        && (matches!(found.role, Role::WholeOf | Role::PlanOf)
            || spot.words.contains(&Class::Of)
                && spot.name.is_empty()
                && spot.of.is_empty()
                && spot.words.iter().all(|class| {
                    matches!(
                        class,
                        Class::Of
                            | Class::Filler
                            | Class::About
                            | Class::Near
                            | Class::Over
                            | Class::Under
                    )
                }))
        && found.clause == spot.clause
        && is_amount(passage, found)
    {
        return Some(before);
    }
    if relation == Relation::Completion {
        return plan_of(passage, at, spot);
    }
    let is_tenth = matches!(spot.role, Role::Value | Role::Beside(_));
    if is_tenth && !spot.name.is_empty() {
        return by_name(passage, at, spot, &spot.name).or_else(|| head_of(passage, at, spot));
    }
    if !spot.of.is_empty() {
        return by_name(passage, at, spot, &spot.of);
    }
    let named = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .find(|(_, other)| other.role == Role::WholeOf && other.stream == spot.stream);
    head_of(passage, at, spot).or(named.map(|(named, _)| named))
}

/// The one figure before whose name ends as the whole is called.
fn by_name(passage: &Passage<'_>, at: usize, spot: &Spot, of: &str) -> Option<usize> {
    let fits =
        |other: &Spot| !other.name.is_empty() && (other.name == of || ends_alike(&other.name, of));
    let mut found = passage
        .before(at)
        .take_while(|(_, other)| other.sentence + 2 > spot.sentence)
        .filter(|(_, other)| {
            is_amount(passage, other) && is_fact(other) && !other.when.is_last && fits(other)
        });
    let Some(first) = found.next() else {
        // or behind, in the same sentence
        let mut behind = passage.after(at).filter(|(_, other)| {
            other.sentence == spot.sentence
                && is_amount(passage, other)
                && is_fact(other)
                && fits(other)
                && other.row.is_none()
        });
        let first = behind.next()?;
        return behind.next().is_none().then_some(first.0);
    };
    // the same name twice with other values: which of them is meant is open
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    found.all(|(_, other)| value(other) == value(first.1)).then_some(first.0)
}

/// Whether a name is the other one with words before it, and long enough to say something.
fn ends_alike(a: &str, b: &str) -> bool {
    const TELLING: usize = 4;
    let (short, long) = if a.chars().count() < b.chars().count() { (a, b) } else { (b, a) };
    short.chars().count() >= TELLING
        && long.ends_with(short)
        && a.chars().count() >= b.chars().count()
}

/// The plan of the stage that is named, in the same group of clauses.
fn plan_of(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let stage = spot
        .words
        .iter()
        .rev()
        .find(|class| matches!(class, Class::PlanFirst | Class::PlanFinal | Class::Plan))
        .copied();
    let plans: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| {
            other.segment == spot.segment
                && other.stream == spot.stream
                && is_amount(passage, other)
                && !other.when.is_last
                && in_step(spot, other)
                && matches!(
                    other.when.stage,
                    Some(Class::PlanFirst | Class::PlanFinal | Class::Plan)
                )
                && matches!(other.role, Role::Value | Role::To(_) | Role::Base)
        })
        .collect();
    let exact: Vec<&(usize, &Spot)> =
        plans.iter().filter(|(_, other)| stage.is_some() && other.when.stage == stage).collect();
    match (exact.as_slice(), plans.as_slice()) {
        ([one], _) => Some(one.0),
        ([], [one])
            if stage.is_none()
                || stage == Some(Class::Plan)
                || one.1.when.stage == Some(Class::Plan) =>
        {
            Some(one.0)
        }
        _ => None,
    }
}

fn in_step(a: &Spot, b: &Spot) -> bool {
    match (a.row, b.row) {
        (Some((_, own, len)), Some((_, nth, of))) => len == of && own == nth,
        (None, None) => true,
        _ => false,
    }
}

/// The figure that the list at hand hangs on: before 其中, 包括, a colon or a bracket.
fn head_of(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let part = passage
        .before(at)
        .find(|(_, other)| is_amount(passage, other) && other.clause + 1 >= spot.clause)?;
    let list = passage.list_of(part.0)?;
    list.head
}

/// The part: the fact before the share.
fn part_of(passage: &Passage<'_>, at: usize, spot: &Spot, whole: Option<usize>) -> Option<usize> {
    if let Some((_, nth, len)) = spot.row {
        let fits = |other: &Spot| {
            other.sentence == spot.sentence
                && is_amount(passage, other)
                && other.row.is_some_and(|(_, _, of)| of == len)
        };
        let behind = || {
            passage
                .after(at)
                .find(|(_, other)| fits(other) && other.row.is_some_and(|(_, own, _)| own == nth))
                .map(|(at, _)| at)
        };
        let before = passage
            .before(at)
            .find(|(_, other)| fits(other) && other.row.is_some_and(|(_, own, _)| own == nth))
            .map(|(at, _)| at);
        let found = before.or_else(behind)?;
        return passage
            .spots()
            .get(found)
            .filter(|other| other.row.is_some_and(|(_, own, of)| own == nth && of == len))
            .map(|_| found);
    }
    let (at, found) = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence && other.stream == spot.stream)
        .find(|(at, other)| Some(*at) != whole && is_amount(passage, other))?;
    let is_near = found.segment == spot.segment
        && matches!(found.role, Role::Value | Role::To(_))
        && found.row.is_none()
        && !found.when.is_last;
    let is_own = spot.name.is_empty()
        || spot.name == found.name
        || matches!(spot.role, Role::Complete | Role::Value | Role::Beside(_));
    let parted =
        passage.between(found, spot).any(|class| matches!(class, Class::Scope | Class::OfWhich));
    let is_near = is_near
        && (!matches!(spot.role, Role::Value | Role::Beside(_))
            || spot.clause == found.clause + 1 && spot.words.contains(&Class::Of));
    (is_near && is_own && !parted).then_some(at)
}

fn filling(reading: &Reading, slot: Slot) -> Filling {
    reading
        .parts
        .iter()
        .find(|(own, _)| *own == slot)
        .map_or(Filling::Figure(usize::MAX, 1), |(_, filling)| filling.clone())
}

/// Where the shares beside one are of the same whole, so is it: what the others of its sentence
/// rest on.
pub fn like_neighbours(passage: &Passage<'_>, told: &mut [Told]) {
    let spots = passage.spots();
    let spot_of = |figure: usize| {
        spots
            .get(spots.partition_point(|spot| spot.figure < figure))
            .filter(|spot| spot.figure == figure)
    };
    let mut wholes: Vec<(usize, usize)> = Vec::new();
    let mut wholes_of: Vec<(usize, usize)> = Vec::new();
    for one in told.iter() {
        if let (Some((Relation::Share, reading)), Some(spot)) =
            (one.said.readings.get(one.chosen), spot_of(one.said.anchor))
            && matches!(one.outcome, Outcome::Holds | Outcome::HoldsOtherwise)
            && spot.of.is_empty()
            && let Filling::Figure(whole, _) = filling(reading, Slot::Whole)
        {
            wholes.push((spot.sentence, whole));
            wholes_of.push((whole, spot.figure));
        }
    }
    for one in told.iter_mut().filter(|one| one.outcome == Outcome::Open) {
        let Some(spot) =
            spot_of(one.said.anchor).filter(|spot| spot.role == Role::Share && spot.of.is_empty())
        else {
            continue;
        };
        let mut own = wholes
            .iter()
            .filter(|(sentence, _)| *sentence == spot.sentence)
            .map(|(_, whole)| *whole);
        let own: Vec<usize> = own.by_ref().collect();
        let Some(whole) =
            own.first().copied().filter(|first| own.iter().all(|other| other == first))
        else {
            continue;
        };
        // a whole is no part with a share of its own
        let is_part = spot_of(whole).is_some_and(|found| {
            let behind = spots.partition_point(|other| other.figure <= found.figure);
            spots.get(behind).is_some_and(|next| {
                next.role == Role::Share
                    && next.of.is_empty()
                    && next.stream == found.stream
                    && found.role == Role::Value
            })
        });
        if is_part || own.len() < 2 && !is_telling(passage, spot, told_share(&wholes_of, whole)) {
            continue;
        }
        let at = spots.partition_point(|other| other.figure < spot.figure);
        let Some(whole_at) =
            spot_of(whole).map(|found| spots.partition_point(|other| other.figure < found.figure))
        else {
            continue;
        };
        let Some(part) = part_of(passage, at, spot, Some(whole_at))
            .filter(|part| is_alike(passage, *part, whole_at))
        else {
            continue;
        };
        if let Some(reading) = reading(passage, spot, part, whole_at, Relation::Share)
            && super::reading::holds(reading.0, &reading.1, &passage.tokens.figures) == Some(false)
        {
            one.said.readings.insert(0, reading);
            one.said.sure = 1;
            one.chosen = 0;
            one.outcome = Outcome::Fails;
        }
    }
}

/// A share that rests on a whole.
fn told_share(wholes: &[(usize, usize)], whole: usize) -> Option<usize> {
    wholes.iter().find(|(own, _)| *own == whole).map(|(_, share)| *share)
}

/// Whether a share has so many digits that no other whole gives it by chance.
fn is_telling(passage: &Passage<'_>, spot: &Spot, share: Option<usize>) -> bool {
    const DIGITS: u32 = 3;
    let _ = spot;
    let Some(figure) = share.and_then(|share| passage.tokens.figures.get(share)) else {
        return false;
    };
    figure.printed.mantissa().unsigned_abs() >= 10_u128.pow(DIGITS - 1)
}

/// Whether what was done stands directly behind its plan, bears its name, or the plan is named by
/// the ratio.
fn follows_plan(passage: &Passage<'_>, part: usize, whole: usize) -> bool {
    let spots = passage.spots();
    let (Some(done), Some(plan)) = (spots.get(part), spots.get(whole)) else { return false };
    if plan.role != Role::Value && !matches!(plan.role, Role::To(_))
        || plan.figure > done.figure
            && spots.get(whole + 1).is_some_and(|next| next.clause == plan.clause)
    {
        return true;
    }
    if done.row.is_some() && in_step(done, plan) {
        return true;
    }
    let alone = passage
        .near(plan)
        .filter(|(_, other)| {
            other.sentence == plan.sentence
                && other.segment == plan.segment
                && other.stream == plan.stream
                && is_amount(passage, other)
        })
        .count()
        == 2;
    if alone && done.segment == plan.segment {
        return true;
    }
    let between = spots.get(whole + 1..part).unwrap_or(&[]);
    whole < part
        && (done.name == plan.name
            || between.iter().all(|other| {
                !is_amount(passage, other) || !is_fact(other) || other.stream != done.stream
            }))
}

/// An amount and the share said of it.
struct Portion {
    amount: usize,
    share: usize,
}

/// Lists of amounts, each with its share, whose whole is not printed: where the shares are all of
/// it, or all but one fit the sum of the amounts, they are shares of that sum.
pub fn of_one_another(passage: &Passage<'_>, told: &mut Vec<Told>) {
    for run in portions(passage) {
        if run.len() > 1 {
            of_their_sum(passage, &run, told);
        }
    }
}

/// The runs of portions: side by side, of one kind, of the same whole.
fn portions(passage: &Passage<'_>) -> Vec<Vec<Portion>> {
    let spots = passage.spots();
    let mut out: Vec<Vec<Portion>> = Vec::new();
    let mut run: Vec<Portion> = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        if !is_amount(passage, spot) {
            continue;
        }
        let is_part = matches!(spot.role, Role::Value | Role::To(_))
            && (!spot.name.is_empty() || spot.words.contains(&Class::Rest))
            && !spot.is_sum
            && spot.row.is_none()
            && !spot.when.is_last;
        let share = if is_part { share_behind(passage, at, spot) } else { None };
        let goes_on = run.last().and_then(|last| spots.get(last.amount)).is_some_and(|last| {
            last.stream == spot.stream
                && last.sentence == spot.sentence
                && passage.figure(last).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
                && !passage.between(last, spot).any(|class| {
                    matches!(
                        class,
                        Class::OfWhich | Class::Whole | Class::Open | Class::Scope | Class::Sum
                    )
                })
        });
        let of = |share: usize| spots.get(share).map(|spot| spot.of.as_str());
        let same = run.last().is_some_and(|last| share.and_then(of) == of(last.share));
        let goes_on = goes_on && same;
        if !goes_on && !run.is_empty() {
            out.push(std::mem::take(&mut run));
        }
        if let Some(share) = share {
            run.push(Portion { amount: at, share });
        }
    }
    out.push(run);
    out
}

/// The share said of an amount, behind it or in the bracket behind it.
fn share_behind(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let is_percent = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| {
            figure.kind == Kind::Percent && figure.is_figure() && !figure.is_times
        })
    };
    for (next, other) in passage.after(at) {
        if other.sentence != spot.sentence {
            return None;
        }
        if other.stream != spot.stream {
            let is_own = passage.anchor(other.stream) == Some(at);
            let is_bare = other.role == Role::Value
                && other.raw.is_empty()
                && passage.anchor(other.stream + 1) != Some(next);
            if is_own && is_percent(other) && (other.role == Role::Share || is_bare) {
                return Some(next);
            }
            continue;
        }
        if other.segment != spot.segment || is_amount(passage, other) {
            return None;
        }
        if other.role == Role::Share && is_percent(other) && other.name.is_empty() && !other.is_sum
        {
            return (other.row.is_none()).then_some(next);
        }
    }
    None
}

/// Whether some whole fits all shares of a run: they may be shares of more than is listed.
fn are_of_one_whole(passage: &Passage<'_>, run: &[Portion]) -> bool {
    let spots = passage.spots();
    let figure = |at: usize| spots.get(at).and_then(|spot| passage.figure(spot));
    let ends = run.iter().filter_map(|one| {
        let (part, share) = (figure(one.amount)?, figure(one.share)?);
        let (low, high) = (share.low(), share.high() + share.half);
        Some((part.low().checked_div(high)?, part.high().checked_div(low)?))
    });
    let (low, high) = ends.fold((None::<Decimal>, None::<Decimal>), |(low, high), (a, b)| {
        (Some(low.map_or(a, |low| low.max(a))), Some(high.map_or(b, |high| high.min(b))))
    });
    low.zip(high).is_none_or(|(low, high)| low <= high)
}

fn of_their_sum(passage: &Passage<'_>, run: &[Portion], told: &mut Vec<Told>) {
    let spots = passage.spots();
    let figures = &passage.tokens.figures;
    let number = |at: usize| spots.get(at).map_or(usize::MAX, |spot| spot.figure);
    let amounts: Vec<(usize, i8)> = run.iter().map(|one| (number(one.amount), 1)).collect();
    let readings: Vec<Reading> = run
        .iter()
        .map(|one| {
            let (part, share) = (number(one.amount), number(one.share));
            Reading::of([(Slot::Part, part, 1), (Slot::Share, share, 1)]).with_items(&amounts)
        })
        .collect();
    let holds = |reading: &Reading| {
        super::reading::holds(Relation::ShareOfSum, reading, figures) == Some(true)
    };
    let misfits: Vec<usize> =
        (0..run.len()).filter(|at| readings.get(*at).is_some_and(|own| !holds(own))).collect();
    let shares: Vec<&Quantity> =
        run.iter().filter_map(|one| passage.figure(spots.get(one.share)?)).collect();
    let (low, high) = shares.iter().fold((Decimal::ZERO, Decimal::ZERO), |(low, high), share| {
        (low + share.low(), high + share.high())
    });
    let adds_up = low <= Decimal::ONE_HUNDRED && high >= Decimal::ONE_HUNDRED;
    let is_settled = |at: usize| {
        run.get(at).is_some_and(|one| {
            let figure = number(one.share);
            told.iter().any(|told| {
                told.said.anchor == figure
                    && matches!(told.outcome, Outcome::Fails | Outcome::Holds)
            })
        })
    };
    if (0..run.len()).any(is_settled) {
        return;
    }
    // a share of one digit fits many sums
    let tells = shares.iter().all(|share| share.printed >= Decimal::TEN || share.decimals > 0);
    let accused: Option<usize> = match misfits.as_slice() {
        [] => None,
        [one] if !adds_up && (run.len() > 2 || tells) => Some(*one),
        all if adds_up && run.len() > 2 => all.first().copied(),
        _ => return,
    };
    if misfits.is_empty() && !adds_up {
        return;
    }
    // a last digit is often set so that the shares come to 100
    let is_gross = |at: usize| {
        let value = |at: usize| {
            spots.get(at).and_then(|spot| passage.figure(spot)).map(|figure| figure.value)
        };
        let total: Option<Decimal> =
            run.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(value(one.amount)?));
        let by_sum = run.get(at).and_then(|one| {
            let part = value(one.amount)?.checked_mul(Decimal::ONE_HUNDRED)?;
            Some((part.checked_div(total?)? - value(one.share)?).abs())
        });
        by_sum.is_some_and(|by| by > Decimal::ONE)
    };
    let accused = accused.filter(|at| is_gross(*at) && !are_of_one_whole(passage, run));
    if accused.is_none() && !adds_up {
        return;
    }
    for (at, (one, reading)) in run.iter().zip(readings).enumerate() {
        let is_held = !misfits.contains(&at);
        if !is_held && accused != Some(at) {
            continue;
        }
        let outcome = if is_held { Outcome::Holds } else { Outcome::Fails };
        let anchor = number(one.share);
        let old = told.iter_mut().find(|told| {
            told.said.anchor == anchor
                && told.said.readings.iter().any(|(relation, _)| *relation == Relation::Share)
        });
        if let Some(old) = old {
            if old.outcome == Outcome::Open {
                old.said.readings.insert(0, (Relation::ShareOfSum, reading));
                (old.said.sure, old.chosen, old.outcome) = (1, 0, outcome);
            }
        } else {
            let readings = vec![(Relation::ShareOfSum, reading)];
            told.push(Told { said: Said { readings, sure: 1, anchor }, chosen: 0, outcome });
        }
    }
}
