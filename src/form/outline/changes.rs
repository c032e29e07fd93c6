//! Changes of the items of a list that come to the change of the whole.

use super::Listed;
use super::lines::Line;
use crate::form::Proof;
use crate::form::heard::{FigureAt, Heard};
use crate::prose::{Kind, Reading, Relation, Role, Slot, When};

/// The changes of items that are all of something, where each tells one, or that there is none: what has no other items
/// had none before.
pub(super) fn of_whole(
    heard: &[Heard],
    listed: &Listed<'_>,
    whole: FigureAt,
) -> Option<(Relation, Reading, Proof)> {
    let Some(Moved::By(total, sign, against)) = moved(listed.above, whole) else { return None };
    let mut items = Vec::new();
    for (line, amount) in listed.items.iter().zip(&listed.amounts) {
        match moved(line, *amount)? {
            Moved::By(change, sign, of) if of == against => {
                items.push((listed.joined.figure(heard, change)?, sign));
            }
            Moved::By(..) => return None,
            Moved::Not => {}
        }
    }
    let total = listed.joined.figure(heard, total)?;
    let reading = Reading::of([(Slot::Total, total, sign)]).with_items(&items);
    (!items.is_empty()).then_some((Relation::Sum, reading, Proof::Words))
}

/// By how much an amount has changed.
enum Moved {
    By(FigureAt, i8, When),
    /// By nothing: 与上年持平.
    Not,
}

fn moved(line: &Line<'_>, amount: FigureAt) -> Option<Moved> {
    let (of, _) = line.spot(amount.spot)?;
    let nth = line.spots.iter().position(|at| *at == amount.spot)?;
    let behind = line.spots.get(nth + 1..)?;
    let mut near = behind.iter().filter_map(|at| Some((*at, line.spot(*at)?)));
    let next = near.find(|(_, (spot, figure))| figure.kind == Kind::Money && spot.stream == 0);
    if let Some((at, (spot, figure))) = next
        && let Role::Change(sign @ (1 | -1)) = spot.role
        && spot.sentence == of.sentence
        && spot.name.is_empty()
        && figure.is_figure()
    {
        let change = FigureAt { heard: line.heard, spot: at };
        return Some(Moved::By(change, sign, spot.against?));
    }
    line.of.read.is_as_before(of).then_some(Moved::Not)
}
