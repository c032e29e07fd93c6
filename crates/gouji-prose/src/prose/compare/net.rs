//! Changes that are the outcome of other changes.

use super::{goes_with, said};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// The sum of the changes before one, and whether a word says that it is their sum.
pub(super) fn net<'p>(
    passage: &'p Passage<'_>,
    at: usize,
    spot: &'p Spot,
    sign: i8,
) -> Option<((Relation, Reading), bool)> {
    if spot.row.is_some() || sign == 0 {
        return None;
    }
    let changes = |from: usize| {
        let before = passage.before(at).take_while(move |(_, other)| other.sentence >= from);
        let change = |(_, other): (usize, &'p Spot)| match other.role {
            Role::Change(sign @ (1 | -1)) if other.stream == spot.stream => {
                goes_with(passage, spot, other).then_some((other, sign))
            }
            _ => None,
        };
        before.filter_map(change).collect::<Vec<_>>()
    };
    let own = changes(spot.sentence);
    // 甲增加26万元；乙减少25万元。两项相抵增加1万元: of the sentence before
    let is_alone = own.is_empty();
    let found = if is_alone { changes(spot.sentence.saturating_sub(1)) } else { own };
    let first = found.last().map_or(spot, |(first, _)| first);
    let items: Vec<(usize, i8)> =
        found.iter().rev().map(|(other, sign)| (other.figure, *sign)).collect();
    if is_alone {
        let is_counted = passage.in_sentence(spot).any(|(_, number)| {
            passage.figure(number).is_some_and(|figure| {
                figure.is_spelled && figure.value == Decimal::from(items.len())
            })
        });
        if !is_counted || !passage.tokens.has_word("offset", &passage.text_from(first, spot)) {
            return None;
        }
    }
    // a change without an amount is among them: 压减10%
    let is_left_out = passage
        .in_sentence(spot)
        .any(|(_, other)| matches!(other.role, Role::Rate(_)) && other.figure < spot.figure);
    // 增减相抵后: of both ways
    let is_one_way = items.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a == b));
    let is_left_out = is_left_out
        || is_one_way && passage.tokens.has_word("offset", &passage.text_from(first, spot));
    let is_sum = is_alone || passage.between(first, spot).any(|class| class == Class::Sum);
    let says = !is_left_out && is_sum;
    (items.len() > 1).then(|| {
        (
            (Relation::Balance, Reading::of([(Slot::Total, spot.figure, sign)]).with_items(&items)),
            says,
        )
    })
}

/// A change and the changes of which it is the outcome: 净减少3万元：甲减少5万元、乙增加2万元.
pub(super) fn net_over(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
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

/// A change and the changes that are told as its reasons: 增加5万元，主要原因是甲增加7万元、乙减少2万元.
/// Reasons need not be all of it: where they are not, nothing is said.
pub(super) fn reasons(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    sign: i8,
) -> Option<(Relation, Reading)> {
    if spot.row.is_some() || sign == 0 || matches!(spot.role, Role::Points(_)) {
        return None;
    }
    let mut items: Vec<(usize, i8)> = Vec::new();
    let mut last = spot;
    let (mut is_told, mut is_nested) = (false, false);
    for (_, other) in passage.after(at) {
        if other.sentence > spot.sentence + 1
            || !items.is_empty() && other.sentence != last.sentence
        {
            break;
        }
        if other.stream != spot.stream || matches!(other.role, Role::Rate(_)) {
            continue;
        }
        let words: Vec<Class> = passage.between_in_stream(last, other);
        is_told |= words.contains(&Class::Reason);
        if !is_told {
            return None;
        }
        is_nested &= last.segment == other.segment;
        is_nested |= !items.is_empty()
            && words.iter().any(|class| matches!(class, Class::OfWhich | Class::Whole));
        last = other;
        if is_nested || !goes_with(passage, spot, other) {
            continue;
        }
        match signed(other) {
            Some(sign) if passage.is_figure(other) => items.push((other.figure, sign)),
            Some(_) => return None,
            None => {}
        }
    }
    let reading = Reading::of([(Slot::Total, spot.figure, sign)]).with_items(&items);
    (!items.is_empty()).then_some((Relation::Balance, reading))
}

/// Which way an amount moves that is told as a reason: also 增加人员经费5万元.
fn signed(spot: &Spot) -> Option<i8> {
    let way = |class: &Class| match class {
        Class::Up | Class::AdjustUp => Some(1),
        Class::Down | Class::AdjustDown => Some(-1),
        _ => None,
    };
    match spot.role {
        Role::Change(sign @ (1 | -1)) | Role::Adjust(sign @ (1 | -1)) => Some(sign),
        Role::Value if spot.row.is_none() => {
            let mut ways = spot.words.iter().filter_map(way);
            ways.next().filter(|_| ways.next().is_none())
        }
        _ => None,
    }
}
