//! Lists of scripts: a copy of one costs nothing, whatever its length, since Rhai copies what it
//! reads.

use super::call::CallOutcome;
use gouji_rules::script::{Fault, charge_for};
use rhai::{Array, Dynamic, FnPtr, Map};
use std::sync::Arc;

/// Lists within lists, at most.
const DEPTH: usize = 16;

/// This many elements are copied in one unit of work.
const COPIED: usize = 64;

/// A list of a script. Lists that a script writes out are Rhai's own, and short, until they grow.
#[derive(Clone, Debug, Default)]
pub(super) struct ScriptList {
    all: Arc<Vec<Dynamic>>,
    /// How deep lists lie in it.
    depth: usize,
}

impl ScriptList {
    /// A list of values, none of which is a list.
    pub(super) fn flat(all: Vec<Dynamic>) -> Dynamic {
        Dynamic::from(Self { all: Arc::new(all), depth: 0 })
    }

    /// A list of values.
    pub(super) fn of(all: Vec<Dynamic>) -> CallOutcome<Dynamic> {
        let mut depth = 0;
        for value in &all {
            depth = depth.max(depth_in_list(value)?);
        }
        Ok(Dynamic::from(Self { all: Arc::new(all), depth }))
    }

    /// What is in it.
    pub(super) fn all(&self) -> &Arc<Vec<Dynamic>> {
        &self.all
    }
}

impl IntoIterator for ScriptList {
    type Item = Dynamic;
    type IntoIter = Each;

    fn into_iter(self) -> Each {
        Each { all: self.all, next: 0 }
    }
}

/// One value after the other.
pub(super) struct Each {
    all: Arc<Vec<Dynamic>>,
    next: usize,
}

impl Iterator for Each {
    type Item = Dynamic;

    fn next(&mut self) -> Option<Dynamic> {
        let value = self.all.get(self.next).cloned();
        self.next += 1;
        value
    }
}

/// Whether a value is a list.
pub(super) fn is_list(value: &Dynamic) -> bool {
    value.is::<ScriptList>() || value.is::<Array>()
}

/// The elements of a list; `None` where it is none.
pub(super) fn elements(value: &Dynamic) -> Option<Arc<Vec<Dynamic>>> {
    if let Some(values) = value.read_lock::<ScriptList>() {
        return Some(Arc::clone(&values.all));
    }
    value.read_lock::<Array>().map(|all| Arc::new(all.clone()))
}

/// Changes a list in its place; `None` where it is none. What is put in is looked at by [`fits`].
pub(super) fn change<T>(
    value: &mut Dynamic,
    change: impl FnOnce(&mut Vec<Dynamic>) -> T,
) -> CallOutcome<Option<T>> {
    if let Some(mut values) = value.write_lock::<ScriptList>() {
        if Arc::strong_count(&values.all) > 1 {
            charge_for(values.all.len(), COPIED)?;
        }
        return Ok(Some(change(Arc::make_mut(&mut values.all))));
    }
    let Some(mut all) = value.write_lock::<Array>().map(|mut all| std::mem::take(&mut *all)) else {
        return Ok(None);
    };
    let out = change(&mut all);
    *value = ScriptList::of(all)?;
    Ok(Some(out))
}

/// Looks whether a value may stand in a list, and remembers how deep it makes it.
pub(super) fn fits(list: &mut Dynamic, value: &Dynamic) -> CallOutcome<()> {
    let depth = depth_in_list(value)?;
    if let Some(mut values) = list.write_lock::<ScriptList>() {
        values.depth = values.depth.max(depth);
    }
    Ok(())
}

/// How deep a list is that a value stands in.
fn depth_in_list(value: &Dynamic) -> CallOutcome<usize> {
    let depth = depth_of(value, DEPTH + 1)?;
    if depth > DEPTH {
        return Err(Fault::rule(
            format!("列表里套列表，层数太多（最多 {DEPTH} 层）"),
            "请把列表分开放",
        )
        .into());
    }
    Ok(depth)
}

/// How deep lists and maps lie in a value, looked for so deep at most.
fn depth_of(value: &Dynamic, at_most: usize) -> CallOutcome<usize> {
    if let Some(values) = value.read_lock::<ScriptList>() {
        return Ok(values.depth + 1);
    }
    if value.is::<FnPtr>() {
        return Err(
            Fault::rule("列表里不能放函数", "请直接写成 filter(|r| …)，或者用 fn 定义").into()
        );
    }
    let mut deepest = 0;
    if at_most > 0 {
        if let Some(all) = value.read_lock::<Array>() {
            charge_for(all.len(), COPIED)?;
            for value in all.iter() {
                deepest = deepest.max(depth_of(value, at_most - 1)?);
            }
        } else if let Some(map) = value.read_lock::<Map>() {
            charge_for(map.len(), COPIED)?;
            for value in map.values() {
                deepest = deepest.max(depth_of(value, at_most - 1)?);
            }
        } else {
            return Ok(0);
        }
    }
    Ok(deepest + 1)
}
