//! What is chosen by a bound lies on that side of it: 超过500万元的项目有3个，即甲860万元、乙615万元和丙540万元.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for bound in view.places() {
        out.extend(chosen(view, bound));
        out.extend(beaten(view, bound));
    }
}

/// A change, and the one of an aim that it is told to exceed: 下降3.19%，超额完成下降2.9%的年度目标.
fn beaten(view: &View<'_, '_>, aim: usize) -> Option<Frame> {
    let tokens = view.passage.tokens;
    let (spot, (value, fact)) = view.spot(aim).zip(view.before(aim).next())?;
    let lead = view.lead(aim);
    let way = |own: &Spot| match own.role {
        Role::Rate(way @ (1 | -1)) => Some(way),
        _ => None,
    };
    let is_told = tokens.words_of("beats").any(|word| lead.starts_with(word))
        && way(spot).is_some()
        && way(spot) == way(fact)
        && view.is_followed_by(aim, Class::Of)
        && ["aims", "targets"].iter().any(|list| tokens.has_word(list, &view.text_behind(aim)))
        && [aim, value].iter().all(|at| view.is_plain(*at))
        && view.is_like(aim, value)
        && fact.sentence == spot.sentence
        && fact.clause + 1 == spot.clause
        && !view.has_scope(aim);
    let parts = [(Slot::Value, fact.figure, 1), (Slot::Low, spot.figure, 1)];
    is_told.then(|| Frame::new(Relation::Threshold, Reading::of(parts), spot.figure).bound())
}

/// Each of those that are named behind a bound and their number.
fn chosen(view: &View<'_, '_>, bound: usize) -> Vec<Frame> {
    let Some((spot, slot)) = view.spot(bound).zip(side(view, bound)) else { return Vec::new() };
    let sentence = view.after(bound).take_while(|(_, other)| other.sentence == spot.sentence);
    let behind: Vec<(usize, &Spot)> = sentence.collect();
    let [(number, counted), items @ ..] = behind.as_slice() else { return Vec::new() };
    let count = view.figure(*number).filter(|own| own.kind == Kind::Count);
    let is_item = |(at, other): &(usize, &Spot)| {
        view.is_like(*at, bound)
            && view.is_plain(*at)
            && matches!(other.role, Role::Value | Role::Complete | Role::Named)
            && !other.name.is_empty()
            && !other.is_sum
            && !other.when.is_last
            // 乙站62%（扣除追加后为58%）
            && !view.opens_bracket(*at)
    };
    let first = items.first().map_or(*number, |(at, _)| *at);
    let opens = view
        .words(*number, first)
        .iter()
        .any(|class| matches!(class, Class::Namely | Class::Respectively))
        || view.has_sign(*number, first, Sign::Colon);
    let is_told = count.is_some_and(|own| own.value == (items.len() as u64).into())
        && counted.clause <= spot.clause + 1
        && items.len() > 1
        && opens
        && items.iter().all(is_item)
        && !view.has_scope(bound);
    let each = items.iter().filter(|_| is_told).map(|(_, item)| {
        let parts = [(Slot::Value, item.figure, 1), (slot, spot.figure, 1)];
        Frame::new(Relation::Threshold, Reading::of(parts), item.figure).bound()
    });
    each.collect()
}

/// The side of a bound by which things are chosen: 超过500万元的, 500万元以上的, 低于60%的.
fn side(view: &View<'_, '_>, at: usize) -> Option<Slot> {
    let (spot, own) = view.spot(at).zip(view.figure(at))?;
    let tokens = view.passage.tokens;
    let behind = view.text_behind(at);
    let chooses = |text: &str| tokens.words_of("of").any(|word| text.starts_with(word));
    let has = |class: Class| spot.words.contains(&class);
    let is_kind =
        matches!(own.kind, Kind::Money | Kind::Percent) && !own.is_spelled && spot.row.is_none();
    let way = match (spot.words.last(), own.bound) {
        (Some(Class::Above | Class::Over), Bound::Exact | Bound::Over) => Slot::Low,
        (Some(Class::Below | Class::Under), Bound::Exact | Bound::Under) => Slot::High,
        (None, Bound::AtLeast) => Slot::Low,
        (None, Bound::AtMost) => Slot::High,
        _ => return None,
    };
    (is_kind && !has(Class::Not) && !has(Class::Compare) && chooses(&behind)).then_some(way)
}
