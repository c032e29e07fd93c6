//! A change and the changes of its parts, told behind it; or behind a row of them.

use crate::prose::compare::said;
use crate::prose::list::is_all_of_whole;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// 净增145万元。增收因素有两项：甲187万元，乙64万元；减收因素有一项：丙106万元; 减少4万元。其中甲减少6万元，乙增加2万元.
pub(super) fn causes(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let Role::Change(sign @ (1 | -1)) = spot.role else { return None };
    if spot.row.is_some() || !passage.is_figure(spot) || passage.figure(spot)?.is_spelled {
        return None;
    }
    if let Some(reading) = of_row_before(passage, at, spot, sign) {
        return said(spot, vec![reading], Vec::new());
    }
    let parts = parts(passage, at, spot)?;
    let items: Vec<(usize, i8)> = parts
        .items
        .iter()
        .map(|(at, sign)| Some((passage.spots().get(*at)?.figure, *sign)))
        .collect::<Option<_>>()?;
    if items.len() < 2 {
        return None;
    }
    let names: Vec<&str> = parts
        .items
        .iter()
        .chain(&parts.nothing)
        .filter_map(|(at, _)| Some(passage.spots().get(*at)?.name.as_str()))
        .collect();
    let is_whole = parts.is_grouped || is_all_of_whole(passage, &names);
    let reading =
        (Relation::Balance, Reading::of([(Slot::Total, spot.figure, sign)]).with_items(&items));
    if is_whole && !parts.is_open {
        said(spot, vec![reading], Vec::new())
    } else {
        said(spot, Vec::new(), vec![reading])
    }
}

/// The changes of the parts of a change.
#[derive(Default)]
struct Parts {
    /// Their places, with their signs.
    items: Vec<(usize, i8)>,
    /// Parts of which nothing is left to change: 均为0.
    nothing: Vec<(usize, i8)>,
    /// Amounts of which no change is told.
    unsaid: Vec<usize>,
    /// Groups of both ways have their heads: 增的两项是：…；减的一项是：….
    is_grouped: bool,
    is_open: bool,
}

fn parts(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Parts> {
    let own = passage.figure(spot)?;
    let mut out = Parts::default();
    let mut heads: Vec<(usize, Option<i8>)> = Vec::new();
    let mut sentence = None;
    let mut last = spot;
    for (at, other) in passage.after(at) {
        if other.sentence > spot.sentence + 1 || sentence.is_some_and(|own| own != other.sentence) {
            break;
        }
        if other.stream != spot.stream
            || !passage.figure(other).is_some_and(|figure| figure.is_like(own))
        {
            continue;
        }
        let before = std::mem::replace(&mut last, other);
        if sentence.is_none() {
            let words = if other.sentence == spot.sentence {
                passage.between_in_stream(spot, other)
            } else {
                passage.opening_words(spot, other)
            };
            let opens = words
                .iter()
                .any(|class| matches!(class, Class::OfWhich | Class::Whole | Class::Reason))
                || passage.has_sign_between(spot, other, Sign::Colon);
            if !opens {
                return None;
            }
            // reasons need not be all of it
            out.is_open |= words.contains(&Class::Reason);
            sentence = Some(other.sentence);
        }
        if !passage.is_figure(other) || other.row.is_some() || other.is_sum {
            return None;
        }
        if passage.between_in_stream(before, other).contains(&Class::Scope) {
            out.is_open = true;
        }
        match other.role {
            Role::Change(sign @ (1 | -1)) | Role::Adjust(sign @ (1 | -1)) => {
                out.items.push((at, sign));
            }
            Role::Value => {
                if passage.figure(other).is_some_and(|figure| figure.value.is_zero()) {
                    out.nothing.push((at, 1));
                    continue;
                }
                let head = match heads.iter().find(|(segment, _)| *segment == other.segment) {
                    Some((_, sign)) => *sign,
                    None => {
                        let sign = head_sign(passage, other);
                        heads.push((other.segment, sign));
                        sign
                    }
                };
                match head {
                    Some(sign) => out.items.push((at, sign)),
                    None => out.unsaid.push(at),
                }
            }
            Role::Base => {}
            _ => return None,
        }
    }
    let has = |way: i8| heads.iter().any(|(_, sign)| *sign == Some(way));
    let ends: Vec<i8> = out.items.iter().map(|(_, sign)| *sign).collect();
    out.is_grouped = (has(1) || has(-1)) && ends.contains(&1) && ends.contains(&-1);
    // 主要是: said before the parts, not of one of them
    let first = out.items.first().and_then(|(at, _)| passage.spots().get(*at))?;
    out.is_open |= !out.unsaid.is_empty()
        || passage.between_in_stream(spot, first).contains(&Class::Open)
        || passage.is_followed_by(last, Class::Open);
    Some(out)
}

/// The way that the head of a group of clauses tells: 增收因素有两项：.
fn head_sign(passage: &Passage<'_>, spot: &Spot) -> Option<i8> {
    let tokens = &passage.tokens.tokens;
    let at = passage.tokens.at.get(spot.figure).copied()?;
    let own = tokens.get(..at)?;
    let from = own.iter().rposition(|token| {
        matches!(token.what, What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon))
    });
    let own = own.get(from.map_or(0, |from| from + 1)..)?;
    let colon = own.iter().position(|token| token.what == What::Sign(Sign::Colon))?;
    let mut ways = own.get(..colon)?.iter().filter_map(|token| match token.what {
        What::Word(Class::Up | Class::AdjustUp) => Some(1),
        What::Word(Class::Down | Class::AdjustDown) => Some(-1),
        _ => None,
    });
    let way = ways.next()?;
    ways.all(|other| other == way).then_some(way)
}

/// The row of changes before their net change: 分别增加21万元、减少4万元、增加60万元，净增77万元.
fn of_row_before(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    sign: i8,
) -> Option<(Relation, Reading)> {
    let own = passage.figure(spot)?;
    let is_net = passage.tokens.has_word("net", &printed_before(passage, spot));
    let before = passage.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut changes = before.filter(|(_, other)| {
        matches!(other.role, Role::Change(_))
            && passage.figure(other).is_some_and(|figure| figure.is_like(own))
    });
    let (last, end) = changes.next()?;
    let (_, nth, len) = end.row.filter(|(_, nth, len)| nth + 1 == *len && *len > 1)?;
    let first = last.checked_sub(nth)?;
    let items: Vec<(usize, i8)> = (first..=last)
        .map(|at| {
            let item = passage.spots().get(at)?;
            match item.role {
                Role::Change(sign @ (1 | -1)) if passage.is_figure(item) => {
                    Some((item.figure, sign))
                }
                _ => None,
            }
        })
        .collect::<Option<_>>()?;
    let is_mixed =
        items.iter().any(|(_, sign)| *sign > 0) && items.iter().any(|(_, sign)| *sign < 0);
    (is_net && is_mixed && items.len() == len).then(|| {
        (Relation::Balance, Reading::of([(Slot::Total, spot.figure, sign)]).with_items(&items))
    })
}

/// The characters directly before a figure.
fn printed_before(passage: &Passage<'_>, spot: &Spot) -> String {
    const FAR: usize = 4;
    let own = passage.tokens.figures.get(spot.figure).map_or(0, |figure| figure.chars.start);
    passage.tokens.text(own.saturating_sub(FAR), own)
}
