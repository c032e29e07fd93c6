//! From one figure to another.

use super::{goes_with, is_fact, is_parted, said};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::words::Class;

/// Whether a change is a further one, or that of a part, and what it led to is not told behind it: 由80万元压减至60万元，年内再压减6万元;
/// 由150万元压减至127.5万元，其中甲压减18万元.
pub(super) fn is_one_of_moves(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> bool {
    let is_own = matches!(spot.role, Role::Change(_) | Role::Adjust(_))
        && spot.row.is_none()
        && spot.against.is_none();
    let goes_further =
        || passage.tokens.words_of("goes_further").any(|word| spot.raw.ends_with(word));
    let before = passage
        .before(at)
        .find(|(_, other)| like(other) && !matches!(other.role, Role::Change(_) | Role::Adjust(_)));
    let Some((_, before)) = before.filter(|_| is_own) else { return false };
    let is_part =
        !spot.name.is_empty() && passage.between_in_stream(before, spot).contains(&Class::OfWhich);
    if !is_part && !goes_further() {
        return false;
    }
    let mut behind =
        passage.after(at).map(|(_, other)| other).take_while(|own| own.sentence == spot.sentence);
    matches!(before.role, Role::To(_))
        && before.clause < spot.clause
        && !behind.any(|other| like(other) && is_fact(other))
}

/// A from–to with what came and went between.
pub(super) fn moved(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
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
        // 负债由40万元变为37万元，减少3万元；净资产增加5万元
        if other.segment != spot.segment && !other.name.is_empty() {
            return None;
        }
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
pub(super) fn turned(passage: &Passage<'_>, spot: &Spot, from: &Spot) -> Option<Said> {
    let Role::To(sign @ (1 | -1)) = spot.role else { return None };
    // 由40万元上升至37万元，降幅7.5%: a change the other way tells nothing of this one
    let is_told = passage.in_sentence(spot).any(|(_, other)| match other.role {
        Role::Change(own) | Role::Rate(own) | Role::Points(own) | Role::Adjust(own) => {
            // 变动7.3个百分点 tells no way
            other.figure > spot.figure && own == sign
        }
        _ => false,
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
pub(super) fn subject_before<'b>(
    passage: &Passage<'b>,
    at: usize,
    spot: &Spot,
) -> Option<&'b Spot> {
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
