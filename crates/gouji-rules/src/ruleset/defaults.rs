//! `[defaults]`: what a file says once of all its items of a kind.

use super::keys::{KeyKind, keys, shared_keys};
use super::tree::TreeTable;
use super::walk::{Mistakes, TableWalk};
use crate::formula::nearest;
use gouji_values::error::MistakeCode;

/// Whether an item amends one of a layer above: what it does not say stays as it is there.
pub(super) fn amends(item: TreeTable<'_>) -> bool {
    item.get("reason").is_some()
}

/// The keys that a file gives all its items of a kind: `[defaults.measure]`.
pub(super) fn of<'t>(root: TreeTable<'t>, kind: &str) -> Option<TreeTable<'t>> {
    root.get("defaults")?.table()?.get(kind)?.table()
}

/// Reports what `[defaults]` may not say; of what it says each item takes what it lacks.
pub(super) fn check(top: &mut TableWalk<'_>, mistakes: &mut Mistakes) {
    let Some(value) = top.get("defaults") else { return };
    let Some(table) = value.table() else {
        return top.wrong(mistakes, "defaults", value, "一张表", "[defaults.measure]");
    };
    let (file, source) = (top.file, top.source);
    let mut walk = TableWalk::new(file, source, table, value.span(), "[defaults]");
    for key in keys("[defaults]") {
        let (Some(own), KeyKind::Shared(what)) = (walk.get(key.name), key.kind) else { continue };
        let Some(shared) = own.table() else {
            let head = format!("[defaults.{}]", key.name);
            walk.wrong(mistakes, key.name, own, "一张表", &head);
            continue;
        };
        for (name, place, _) in shared.iter() {
            if shared_keys(what).all(|known| known.name != name) {
                let known = || shared_keys(what).map(|key| key.name);
                let message = format!("{name} 不能写在 [defaults.{}] 里", key.name);
                let all = || format!("可用的键：{}", known().collect::<Vec<_>>().join("、"));
                let help = nearest(name, known()).unwrap_or_else(all);
                mistakes.add(source, place, MistakeCode::KeyUnknown, message, Some(help));
            }
        }
    }
    walk.finish(mistakes);
}
