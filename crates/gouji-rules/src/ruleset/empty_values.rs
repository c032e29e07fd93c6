//! Keys that are written and say nothing: an empty list asks for nothing, leaves out nothing, finds
//! nothing.

use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, TableWalk};
use gouji_values::error::MistakeCode;

/// Lists that may be empty: a form may name no row.
const MAY_BE: [&str; 1] = ["rows"];
/// Lists that take something away: an empty one takes nothing away, as if it were not written.
const LEAVES_OUT: [&str; 4] = ["except", "unless", "not_after", "not_under"];
/// Texts that choose what an item is for: an empty one chooses nothing.
const CHOOSES: [&str; 6] = ["agency", "documents", "in", "under", "not_under", "years"];

/// Tells the keys of a table that are known and say nothing. What amends an item of a parent may
/// take away what that says.
pub(super) fn tell(walk: &TableWalk<'_>, known: &[&str], mistakes: &mut Mistakes) {
    if super::defaults::amends(walk.table) {
        return;
    }
    let is_empty = |key: &str, value: TreeValue<'_>| match value.view() {
        TreeView::List(list) => {
            list.items().next().is_none() && !MAY_BE.contains(&key) && !LEAVES_OUT.contains(&key)
        }
        TreeView::Text(text) => text.trim().is_empty() && CHOOSES.contains(&key),
        _ => false,
    };
    for (key, place, value) in walk.table.iter() {
        if known.contains(&key) && is_empty(key, value) {
            let place = place.start..value.span().end.max(place.end);
            mistakes.add(
                walk.source,
                place,
                MistakeCode::ValueEmpty,
                format!("{key} 是空的，这一行不起作用"),
                Some(match super::kind::is_demand(key) {
                    true => format!("在 {key} 里写上要核对的；不核对的，删去这一条"),
                    false => format!("在 {key} 里写上内容；不用的，删去这一行"),
                }),
            );
        }
    }
}
