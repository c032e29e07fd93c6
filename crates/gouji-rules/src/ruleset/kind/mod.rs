//! Kinds of rules: what a rule may demand, a file for each. It says the keys, how they are read and
//! merged, what the names in them are resolved to, and the demand in words.
//!
//! To add a kind: a file here, its `mod` line, its variant of [`RuleKind`] and its line in [`KINDS`];
//! and a file in `check/run/kind/` that evaluates it, for which the compiler asks.

pub(super) mod any;
pub(super) mod expect;
pub(super) mod formulas;
pub(super) mod never;
mod outline;
mod required;
mod restated;
mod rule_kind;
mod script;
mod structure;
mod template;
mod tree;

use super::demand::{KindOfRule, WrittenDemand};
use super::keys::RuleKey;
use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, TableWalk};
pub use rule_kind::RuleKind;

/// All kinds, in the order in which authors are told of them.
pub(super) static KINDS: &[&KindOfRule] = &[
    &expect::KIND,
    &any::KIND,
    &tree::KIND,
    &structure::KIND,
    &restated::KIND,
    &script::KIND,
    &never::KIND,
    &required::KIND,
    &outline::KIND,
    &template::KIND,
];

/// The keys of all kinds that may stand in an item of a rule file.
pub(super) fn keys(item: &str) -> impl Iterator<Item = &'static RuleKey> {
    KINDS.iter().filter(move |kind| kind.items.contains(&item)).flat_map(|kind| kind.keys)
}

/// Whether a key says what is checked.
pub(super) fn is_demand(name: &str) -> bool {
    KINDS.iter().flat_map(|kind| kind.keys).any(|key| key.name == name)
}

/// Reads what an item demands.
pub(super) fn read(walk: &mut TableWalk<'_>, mistakes: &mut Mistakes) -> Vec<WrittenDemand> {
    let what = walk.what;
    let own = KINDS.iter().copied().filter(|kind| kind.items.contains(&what));
    let read = |kind: &'static KindOfRule| {
        walk.also(kind.keys);
        Some(WrittenDemand { kind, raw: (kind.read)(walk, mistakes)? })
    };
    own.filter_map(read).collect()
}

/// The kind of what an item demands, told by its keys.
pub(super) fn told_by_keys(walk: &mut TableWalk<'_>) -> Option<RuleKind> {
    let what = walk.what;
    let is_meant = |value: TreeValue<'_>| match value.view() {
        TreeView::Boolean(is_meant) => is_meant,
        TreeView::List(items) => items.items().next().is_some(),
        _ => true,
    };
    let mut own = KINDS.iter().filter(|kind| kind.items.contains(&what));
    let kind =
        own.find(|kind| kind.keys.iter().any(|key| walk.get(key.name).is_some_and(is_meant)))?;
    Some(kind.of)
}

/// The names of the kinds that may stand in an item, for an author; without an item all.
pub(super) fn names(item: Option<&str>) -> String {
    let own = KINDS.iter().filter(|kind| item.is_none_or(|item| kind.items.contains(&item)));
    own.map(|kind| kind.name).collect::<Vec<_>>().join("、")
}

/// Takes over what a child demands: most kinds replace each other, some stand for themselves.
pub(super) fn amend(parent: &mut Vec<WrittenDemand>, child: Vec<WrittenDemand>) {
    let replaces = child.iter().any(|one| one.kind.replaces);
    parent.retain(|known| {
        let is_said = child.iter().any(|one| one.kind.name == known.kind.name);
        let is_replaced = replaces && known.kind.replaces;
        !is_said && !is_replaced
    });
    parent.extend(child);
}
