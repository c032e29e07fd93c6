//! Changes, rates and percentage points: what is compared with what.

mod base;
mod beside;
mod bound;
mod change;
mod direction;
mod moved;
mod named;
mod net;
mod points;
mod rate;
mod several;
mod sides;

use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::token::{Token, What};
use crate::prose::words::Class;
pub(super) use base::two_rows_before;
pub(super) use beside::is_last_of_several;
use beside::{beside, left};
use bound::{bounded, reached};
use change::change;
use direction::directions;
use gouji_values::hash::QuickSet;
use moved::moved;
use named::named;
pub(super) use named::of_all_pairs;
use net::net_over;
use rate::rate;

type Found = Vec<(Relation, Reading)>;

/// Reads all comparisons of a passage.
pub(crate) fn compare(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if !passage.is_figure(spot) {
            out.extend(bounded(passage, at, spot));
            continue;
        }
        if is_condition(passage, spot) {
            continue;
        }
        let mut own = Vec::new();
        read(passage, at, spot, &mut own);
        out.extend(own.into_iter().filter_map(|said| of_its_year(passage, spot, said)));
    }
    directions(passage, out);
}

/// What is said of a figure by its role.
fn read(passage: &Passage<'_>, at: usize, spot: &Spot, out: &mut Vec<Said>) {
    match spot.role {
        // 收支差额分别为结余6万元、超支3万元
        Role::Change(_) if is_in_row_of_left(passage, at, spot) => {
            out.extend(left(passage, at, spot));
        }
        // 年均提高1.2个百分点: not by how much two facts differ
        Role::Points(_) if spot.words.contains(&Class::Average) => {}
        Role::Change(sign) | Role::Adjust(sign) | Role::Points(sign) => {
            out.extend(change(passage, at, spot, sign));
            out.extend(net_over(passage, at, spot, sign));
        }
        Role::Rate(sign) => out.extend(rate(passage, at, spot, sign)),
        Role::Named => out.extend(named(passage, at, spot)),
        Role::Left => out.extend(left(passage, at, spot)),
        Role::Beside(sign) => out.extend(beside(passage, at, spot, sign)),
        Role::To(_) => out.extend(moved(passage, at, spot)),
        Role::Value => {
            out.extend(reached(passage, at, spot));
            out.extend(several::gone_between(passage, at, spot));
        }
        _ => {}
    }
}

/// What is said of a change without the readings whose new figure is of another year than the change:
/// 2021年80万元，2022年70万元，2023年65万元。2022年比上年减少10万元.
fn of_its_year(passage: &Passage<'_>, spot: &Spot, said: Said) -> Option<Said> {
    let year = spot.when.year;
    let is_of_base = spot.against.is_some_and(|against| against.year == year);
    if year.is_none() || is_of_base {
        return Some(said);
    }
    let fits = |reading: &Reading| {
        let Some(Filling::Figure(value, _)) = part(reading, Slot::Value) else { return true };
        let of = passage.spot_of(value).and_then(|value| value.when.year);
        of.is_none() || of == year
    };
    let sure = said.readings.iter().take(said.sure).filter(|(_, reading)| fits(reading)).count();
    let readings: Vec<_> = said.readings.into_iter().filter(|(_, own)| fits(own)).collect();
    (!readings.is_empty()).then_some(Said { readings, sure, ..said })
}

/// Whether a change is what something else depends on: 每低2个百分点扣1分.
fn is_condition(passage: &Passage<'_>, spot: &Spot) -> bool {
    if !matches!(spot.role, Role::Change(_) | Role::Points(_) | Role::Rate(_)) {
        return false;
    }
    let list = passage.layout.streams.get(spot.stream).map_or(&[][..], |stream| &stream.tokens);
    let own = list.get(spot.pre.clone()).unwrap_or(&[]).iter();
    let own: Vec<&Token> = own.filter_map(|at| passage.tokens.tokens.get(*at)).collect();
    let Some(per) = own.iter().rposition(|token| token.what == What::Word(Class::Per)) else {
        return false;
    };
    // 每差1个百分点, but 每亩增产4公斤
    let text: usize = own
        .get(per + 1..)
        .unwrap_or(&[])
        .iter()
        .map(|token| match token.what {
            What::Text => token.to - token.from,
            _ => 0,
        })
        .sum();
    text <= usize::from(matches!(spot.role, Role::Points(_)))
        && own.get(per).is_some_and(|per| per.to - per.from == 1)
}

/// Whether the row of a figure begins with what is left.
fn is_in_row_of_left(passage: &Passage<'_>, at: usize, spot: &Spot) -> bool {
    let first = spot.row.and_then(|(_, nth, _)| at.checked_sub(nth));
    first.and_then(|at| passage.spots().get(at)).is_some_and(|first| first.role == Role::Left)
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
    ) && !is_added(spot)
}

/// Whether a word before the name of an amount says that it was added or taken off: 追加甲项目等80万元.
fn is_added(spot: &Spot) -> bool {
    spot.role == Role::Value
        && matches!(spot.words.first(), Some(Class::AdjustUp | Class::AdjustDown))
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

/// Whether words stand between two figures that make them figures of different scopes.
fn is_parted(passage: &Passage<'_>, from: &Spot, to: &Spot) -> bool {
    passage.between(from, to).any(|class| class == Class::Scope)
}

/// Whether something is said of a part between a value and its change: 其中.
fn turns(passage: &Passage<'_>, from: &Spot, to: &Spot) -> bool {
    let words: Vec<Class> = if from.sentence == to.sentence {
        passage.between(from, to).collect()
    } else {
        passage.opening_words(from, to)
    };
    words.iter().any(|class| matches!(class, Class::OfWhich | Class::Scope))
}

/// Whether two facts may bear the same name.
fn alike(a: &Spot, b: &Spot) -> bool {
    a.name.is_empty() || b.name.is_empty() || a.name.contains(&b.name) || b.name.contains(&a.name)
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

/// Whether what the grammar says holds; then it does not matter what else may be meant.
pub(super) fn holds_surely(passage: &Passage<'_>, sure: &Found) -> bool {
    sure.iter().any(|(relation, reading)| {
        crate::prose::reading::holds(*relation, reading, &passage.tokens.figures) == Some(true)
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
    let mut known: QuickSet<usize> = readings.iter().map(mark).collect();
    for reading in possible {
        let is_turned = part(&reading.1, Slot::Value)
            .zip(part(&reading.1, Slot::Base))
            .is_some_and(|pair| turned.contains(&pair));
        // most are new by their mark
        if !is_turned && (known.insert(mark(&reading)) || !readings.contains(&reading)) {
            readings.push(reading);
        }
    }
    (!readings.is_empty()).then_some(Said { readings, sure: count, anchor: spot.figure })
}

/// A number that readings have in common only where they are alike in their figures.
fn mark((_, reading): &(Relation, Reading)) -> usize {
    let parts = reading.parts.iter().chain(reading.items.iter().flatten());
    let figures = parts.map(|(_, filling)| match filling {
        Filling::Figure(figure, _) => *figure,
        _ => 0,
    });
    figures.fold(0, |mark: usize, figure| mark.wrapping_mul(1_000_003).wrapping_add(figure + 1))
}

type Filled = Filling;

fn part(reading: &Reading, slot: Slot) -> Option<Filled> {
    reading.parts.iter().find(|(own, _)| *own == slot).map(|(_, filling)| filling.clone())
}

/// Whether a fact was held against what is no figure of last year, and the change is one against last year: 96.8%，高于目标值90%，较上年
/// 提高1.9个百分点.
fn is_beside_another(base: &Spot, change: &Spot) -> bool {
    matches!(base.role, Role::Beside(_))
        && change.against.is_some_and(|of| of.is_last)
        && !base.when.is_last
        && base.when.year.is_none()
}
