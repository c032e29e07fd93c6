//! Functions of lists that take a closure: Rhai takes anything but `true` for `false`, these do
//! not.

use super::call::{CallOutcome, begin};
use super::operators::compare;
use super::session::kind_of;
use super::values::{ScriptList, change, elements, fits};
use gouji_rules::script::{Fault, charge, charge_for, is_captured};
use rhai::{Array, Dynamic, Engine, FnPtr, INT, Map, NativeCallContext};
use std::sync::Arc;

/// Work of a closure that is called, besides what it does.
const CALL: u64 = 3;

/// Closures within closures, at most: each that takes another one along is let go with it, one
/// within the other.
const NESTED: usize = 12;

/// This many elements are copied in one unit of work.
const COPIED: usize = 16;

/// Looks at the variables that a script reads: Rhai copies lists that are written out and maps,
/// however large they grew, and closures take along what they are made from.
#[allow(deprecated, reason = "Rhai marks what may change so; nothing is deprecated")]
pub(super) fn variables(engine: &mut Engine) {
    engine.on_var(|name, _, context| {
        if let Some(value) = context.scope().get(name)
            && (value.is_map() || value.is_array() || is_captured(name))
        {
            weigh(value, NESTED)?;
        }
        Ok(None)
    });
}

/// Takes work for all that lies in a value, and looks whether so many closures at most lie in one
/// another.
fn weigh(value: &Dynamic, left: usize) -> CallOutcome<()> {
    let is_deep = |own: &&Dynamic| own.is_map() || own.is_array() || own.is_fnptr();
    if let Some(function) = value.read_lock::<FnPtr>() {
        charge(1)?;
        let Some(left) = left.checked_sub(1) else {
            return Err(Fault::rule(
                "函数里套函数，层数太多",
                "请用 fn 定义函数，不要在循环里一层层套",
            )
            .into());
        };
        return function.curry().iter().try_for_each(|own| weigh(own, left));
    }
    if let Some(all) = value.read_lock::<Array>() {
        charge(1)?;
        charge_for(all.len(), COPIED)?;
        return all.iter().filter(is_deep).try_for_each(|own| weigh(own, left));
    }
    let Some(map) = value.read_lock::<Map>() else { return Ok(()) };
    charge(1)?;
    charge_for(map.len(), COPIED / 4)?;
    map.values().filter(is_deep).try_for_each(|own| weigh(own, left))
}

/// What a closure makes of values.
fn call(
    context: &NativeCallContext<'_>,
    closure: &FnPtr,
    with: impl AsMut<[Dynamic]>,
) -> CallOutcome<Dynamic> {
    charge(CALL)?;
    closure.call_raw(context, None, with)
}

/// What a closure says of an element: true or false, nothing else.
pub(super) fn truth(
    context: &NativeCallContext<'_>,
    name: &str,
    condition: &FnPtr,
    element: Dynamic,
) -> CallOutcome<bool> {
    let said = call(context, condition, [element])?;
    said.as_bool().map_err(|_| {
        Fault::rule(
            format!("{name} 的条件要得出真或假，得到的是{}", kind_of(&said)),
            format!("写成 {name}(|项| 项.列 > 0)，列换成自己的"),
        )
        .into()
    })
}

/// The elements of a list, or the mistake that it is none.
pub(super) fn list(name: &str, of: &Dynamic) -> CallOutcome<Arc<Vec<Dynamic>>> {
    elements(of).ok_or_else(|| {
        Fault::rule(
            format!("{name} 用于列表，这里是{}", kind_of(of)),
            format!("写成 rows(表样).{name}(…)"),
        )
        .into()
    })
}

/// Functions of lists that take a condition or work to be done.
pub(super) fn closures(engine: &mut Engine) {
    engine.register_fn(
        "filter",
        |context: NativeCallContext<'_>,
         of: &mut Dynamic,
         condition: FnPtr|
         -> CallOutcome<Dynamic> {
            begin()?;
            let mut out = Vec::new();
            for element in list("filter", of)?.iter() {
                if truth(&context, "filter", &condition, element.clone())? {
                    out.push(element.clone());
                }
            }
            ScriptList::of(out)
        },
    );
    engine.register_fn(
        "some",
        |context: NativeCallContext<'_>, of: &mut Dynamic, condition: FnPtr| -> CallOutcome<bool> {
            Ok(first(&context, "some", of, &condition, true)?.is_some())
        },
    );
    engine.register_fn(
        "all",
        |context: NativeCallContext<'_>, of: &mut Dynamic, condition: FnPtr| -> CallOutcome<bool> {
            Ok(first(&context, "all", of, &condition, false)?.is_none())
        },
    );
    engine.register_fn(
        "find",
        |context: NativeCallContext<'_>,
         of: &mut Dynamic,
         condition: FnPtr|
         -> CallOutcome<Dynamic> {
            let found = first(&context, "find", of, &condition, true)?;
            Ok(found.map_or(Dynamic::UNIT, |(_, element)| element))
        },
    );
    engine.register_fn(
        "index_of",
        |context: NativeCallContext<'_>, of: &mut Dynamic, condition: FnPtr| -> CallOutcome<INT> {
            let found = first(&context, "index_of", of, &condition, true)?;
            Ok(found.map_or(-1, |(at, _)| INT::try_from(at).unwrap_or(-1)))
        },
    );
    // Rhai's own gives the index to a closure of one argument
    engine.register_fn(
        "for_each",
        |context: NativeCallContext<'_>, of: &mut Dynamic, work: FnPtr| -> CallOutcome<()> {
            begin()?;
            for element in list("for_each", of)?.iter() {
                let _ = call(&context, &work, [element.clone()])?;
            }
            Ok(())
        },
    );
    engine.register_fn(
        "map",
        |context: NativeCallContext<'_>, of: &mut Dynamic, work: FnPtr| -> CallOutcome<Dynamic> {
            begin()?;
            let mut out = Vec::new();
            for element in list("map", of)?.iter() {
                out.push(call(&context, &work, [element.clone()])?);
            }
            ScriptList::of(out)
        },
    );
    engine.register_fn(
        "reduce",
        |context: NativeCallContext<'_>, of: &mut Dynamic, work: FnPtr| {
            reduce(&context, of, &work, Dynamic::UNIT)
        },
    );
    engine.register_fn(
        "reduce",
        |context: NativeCallContext<'_>, of: &mut Dynamic, work: FnPtr, from: Dynamic| {
            reduce(&context, of, &work, from)
        },
    );
    engine.register_fn("sort", |context: NativeCallContext<'_>, of: &mut Dynamic| {
        sort(of, &|a, b| compare(&context, "<=", a, b))
    });
    engine.register_fn("sort", |context: NativeCallContext<'_>, of: &mut Dynamic, order: FnPtr| {
        sort(of, &|a, b| {
            let said = call(&context, &order, [a.clone(), b.clone()])?;
            let number = said.as_int().map_err(|_| {
                Fault::rule(
                    format!("sort 的次序要得出数，得到的是{}", kind_of(&said)),
                    "写成 sort(|甲, 乙| sign(甲.列 - 乙.列))",
                )
            })?;
            Ok(number <= 0)
        })
    });
}

/// The first element of which a closure says what is wanted, with its index.
fn first(
    context: &NativeCallContext<'_>,
    name: &str,
    of: &Dynamic,
    condition: &FnPtr,
    wanted: bool,
) -> CallOutcome<Option<(usize, Dynamic)>> {
    begin()?;
    for (at, element) in list(name, of)?.iter().enumerate() {
        if truth(context, name, condition, element.clone())? == wanted {
            return Ok(Some((at, element.clone())));
        }
    }
    Ok(None)
}

fn reduce(
    context: &NativeCallContext<'_>,
    of: &Dynamic,
    work: &FnPtr,
    from: Dynamic,
) -> CallOutcome<Dynamic> {
    begin()?;
    let mut so_far = from;
    for element in list("reduce", of)?.iter() {
        so_far = call(context, work, [so_far, element.clone()])?;
    }
    Ok(so_far)
}

/// Sorts a list in its place; what is equal keeps its order. `comes_first`: whether the first of
/// two may stand before the other.
fn sort(
    of: &mut Dynamic,
    comes_first: &dyn Fn(&Dynamic, &Dynamic) -> CallOutcome<bool>,
) -> CallOutcome<()> {
    begin()?;
    let all = list("sort", of)?;
    let sorted = merged(all.as_slice(), comes_first)?;
    *of = ScriptList::of(sorted)?;
    Ok(())
}

/// Merge sort: a comparison may fail, and may contradict itself.
fn merged(
    all: &[Dynamic],
    comes_first: &dyn Fn(&Dynamic, &Dynamic) -> CallOutcome<bool>,
) -> CallOutcome<Vec<Dynamic>> {
    if all.len() < 2 {
        return Ok(all.to_vec());
    }
    let (left, right) = all.split_at(all.len() / 2);
    let (left, right) = (merged(left, comes_first)?, merged(right, comes_first)?);
    let mut out = Vec::with_capacity(all.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        charge(1)?;
        let next = if comes_first(a, b)? { left.next() } else { right.next() };
        out.extend(next);
    }
    out.extend(left.chain(right));
    Ok(out)
}

/// Puts a value into a list.
pub(super) fn put(
    of: &mut Dynamic,
    name: &str,
    at: Option<INT>,
    value: Dynamic,
) -> CallOutcome<()> {
    begin()?;
    fits(of, &value)?;
    let done = change(of, |all| {
        let at = at.map_or(all.len(), |at| index(all.len(), at).min(all.len()));
        all.insert(at, value);
    })?;
    done.ok_or_else(|| {
        Fault::rule(
            format!("{name} 用于列表，这里是{}", kind_of(of)),
            "写成 let 名单 = []; 名单.push(项.列)",
        )
        .into()
    })
}

/// The index of an element; a negative one counts from the end.
pub(super) fn index(length: usize, at: INT) -> usize {
    match usize::try_from(at) {
        Ok(at) => at,
        Err(_) => length.saturating_sub(usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX)),
    }
}
