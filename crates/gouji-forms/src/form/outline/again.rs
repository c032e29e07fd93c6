//! Amounts that the line above a list says, and the items of the list say again:
//! 预算80万元，包括人员经费50万元、项目支出30万元。 / （一）人员经费50万元，主要是…

use super::Listed;
use crate::form::Proof;
use crate::form::prose_passage::{FigureAt, ProsePassage};
use crate::form::said::ProseReader;
use gouji_prose::prose::{Filling, List, Reading, Relation, Slot, holds};

/// Other items said twice that teach that the names above are those of the items.
const ENOUGH: usize = 2;

/// The amounts of items that bear the names of amounts above.
pub(super) fn said_above(
    reader: &ProseReader<'_>,
    heard: &[ProsePassage],
    listed: &Listed<'_>,
) -> Vec<(Relation, Reading, Proof)> {
    let named = named_above(reader, listed);
    let pair = |title: &str, own: FigureAt| {
        let title = reader.key(title);
        let mut known =
            named.iter().filter(|(names, _)| !title.is_empty() && names.contains(&title));
        let (Some((_, above)), None) = (known.next(), known.next()) else { return None };
        let parts = vec![
            (Slot::Value, Filling::Figure(listed.joined.figure(heard, own)?, 1)),
            (Slot::Base, Filling::Figure(listed.joined.figure(heard, *above)?, 1)),
        ];
        let reading = Reading { parts, ..Reading::default() };
        let is_held = holds(Relation::Same, &reading, &listed.joined.figures) == Some(true);
        Some((reading, is_held))
    };
    let items = listed.items.iter().zip(&listed.amounts);
    let pairs: Vec<(Reading, bool)> =
        items.filter_map(|(item, own)| pair(item.name(), *own)).collect();
    let held = pairs.iter().filter(|(_, is_held)| *is_held).count();
    let broken = pairs.len() - held;
    let mut out = Vec::new();
    for (reading, is_held) in pairs {
        let others = held - usize::from(is_held);
        let is_taught = others >= ENOUGH && broken <= usize::from(!is_held);
        if is_taught {
            out.push((Relation::Same, reading, Proof::Words));
        }
    }
    out
}

/// The amounts above with their names.
fn named_above(reader: &ProseReader<'_>, listed: &Listed<'_>) -> Vec<([String; 2], FigureAt)> {
    let line = listed.above;
    let amounts = line.spots().filter(|at| line.is_amount(*at));
    amounts
        .filter_map(|at| {
            let (spot, _) = line.spot(at)?;
            let names = [reader.key(&spot.raw), reader.key(&spot.name)];
            Some((names, FigureAt { heard: line.heard, spot: at }))
        })
        .collect()
}

/// Whether the line above tells as many parts of its total as the list has items, and all of them but one bear the
/// names of the items.
pub(super) fn are_named(reader: &ProseReader<'_>, listed: &Listed<'_>) -> bool {
    let line = listed.above;
    let is_list = |list: &List| {
        list.items.len() == listed.items.len()
            && list.items.iter().chain(&list.head).all(|at| line.spots.contains(at))
    };
    if listed.items.len() <= ENOUGH || !line.of.read.lists.iter().any(is_list) {
        return false;
    }
    let named = named_above(reader, listed);
    let is_named = |title: &str| {
        let title = reader.key(title);
        named.iter().any(|(names, _)| names.contains(&title))
    };
    let known = listed.items.iter().filter(|item| is_named(item.name())).count();
    known + 1 >= listed.items.len()
}
