//! The tables of a list in a rule file.

use super::tree::{TreeTable, TreeValue, TreeView};

/// The tables that stand in the list of a key.
pub(super) fn tables<'t>(root: TreeTable<'t>, key: &str) -> Vec<TreeTable<'t>> {
    let Some(TreeView::List(list)) = root.get(key).map(TreeValue::view) else { return Vec::new() };
    let table = |value: TreeValue<'t>| match value.view() {
        TreeView::Table(table) => Some(table),
        _ => None,
    };
    list.items().filter_map(table).collect()
}
