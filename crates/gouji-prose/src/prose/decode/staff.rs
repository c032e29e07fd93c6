//! Who came and who went: 净增7人：招录12人，调入3人，退休6人，辞职2人; 由年初的187人变为181人，当年退休9人，招聘3人; 年末131人。与上年末138人
//! 相比，当年调出4人、退休6人、新招录3人.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::Role;
use crate::prose::reading::{Reading, Relation, Slot};

/// By how many a staff has changed, or to how many, and all who came and went.
pub(super) fn frame(view: &View<'_, '_>, head: usize) -> Option<Frame> {
    let spot = view.spot(head)?;
    // who was there before, and how a change goes
    let (opening, sign) = match spot.role {
        Role::Change(sign @ (1 | -1)) => (None, sign),
        Role::To(_) => {
            let (from, before) = view.before(head).next()?;
            let is_from = before.role == Role::From && view.is_like(from, head);
            (Some(from).filter(|_| is_from).map(Some)?, 1)
        }
        Role::Value if view.is_fact(head) => {
            let (base, behind) = view.after(head).next()?;
            let is_base = behind.role == Role::Base
                && behind.name.is_empty()
                && behind.sentence <= spot.sentence + 1
                && view.is_like(base, head);
            (Some(base).filter(|_| is_base).map(Some)?, 1)
        }
        _ => return None,
    };
    let is_people = |at: usize| {
        view.figure(at).is_some_and(|figure| view.passage.tokens.is_word("people", &figure.counter))
    };
    if !view.is_plain(head) || !is_people(head) || view.has_scope(head) {
        return None;
    }
    let has = |raw: &str, list: &str| view.passage.tokens.has_word(list, raw);
    let mut items: Vec<(usize, i8)> = Vec::new();
    let rest = view
        .after(opening.map_or(head, |from| from.max(head)))
        .take_while(|(_, other)| other.sentence <= spot.sentence + 1);
    let mut first = None;
    for (at, other) in rest.take_while(|(_, other)| other.segment >= spot.segment) {
        if first.is_some_and(|sentence| other.sentence != sentence) {
            break;
        }
        let way = match (has(&other.raw, "staff_in"), has(&other.raw, "staff_out")) {
            (true, false) => sign,
            (false, true) => -sign,
            // 净减6人: how many all of them are
            _ if opening.is_some() && matches!(other.role, Role::Change(_)) => continue,
            _ => return None,
        };
        if !is_people(at) || !view.is_plain(at) {
            return None;
        }
        first = Some(other.sentence);
        items.push((view.number(at), way));
    }
    let both = items.iter().any(|(_, way)| *way > 0) && items.iter().any(|(_, way)| *way < 0);
    if let Some(from) = opening {
        items.push((view.number(from), 1));
    }
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    (both && items.len() > 1).then(|| Frame::new(Relation::Balance, reading, spot.figure))
}
