//! Functions of lists that take a closure: Rhai takes anything but `true` for `false`, these do not.

use super::functions::Outcome;
use super::session::kind_of;
use crate::script::Fault;
use rhai::{Array, Dynamic, Engine, FnPtr, INT, NativeCallContext};

/// What a closure says of an element: true or false, nothing else.
pub(super) fn truth(context: &NativeCallContext<'_>, name: &str, condition: &FnPtr, element: Dynamic) -> Outcome<bool> {
    let said = condition.call_raw(context, None, [element])?;
    said.as_bool().map_err(|_| {
        Fault::rule(format!("{name} 的条件要得出真或假，得到的是{}", kind_of(&said)), format!("例如 {name}(|r| r.得分 >= 90)")).into()
    })
}

/// Functions of lists that take a condition: Rhai takes anything but `true` for `false`.
pub(super) fn closures(engine: &mut Engine) {
    engine.register_fn("filter", |context: NativeCallContext<'_>, list: &mut Array, condition: FnPtr| -> Outcome<Array> {
        let mut out = Array::new();
        for element in list.iter() {
            if truth(&context, "filter", &condition, element.clone())? {
                out.push(element.clone());
            }
        }
        Ok(out)
    });
    engine.register_fn("some", |context: NativeCallContext<'_>, list: &mut Array, condition: FnPtr| -> Outcome<bool> {
        for element in list.iter() {
            if truth(&context, "some", &condition, element.clone())? {
                return Ok(true);
            }
        }
        Ok(false)
    });
    engine.register_fn("all", |context: NativeCallContext<'_>, list: &mut Array, condition: FnPtr| -> Outcome<bool> {
        for element in list.iter() {
            if !truth(&context, "all", &condition, element.clone())? {
                return Ok(false);
            }
        }
        Ok(true)
    });
    engine.register_fn("find", |context: NativeCallContext<'_>, list: &mut Array, condition: FnPtr| -> Outcome<Dynamic> {
        for element in list.iter() {
            if truth(&context, "find", &condition, element.clone())? {
                return Ok(element.clone());
            }
        }
        Ok(Dynamic::UNIT)
    });
    // Rhai's own gives the index to a closure of one argument
    engine.register_fn("for_each", |context: NativeCallContext<'_>, list: &mut Array, work: FnPtr| -> Outcome<()> {
        for element in list.iter() {
            let _ = work.call_raw(&context, None, [element.clone()])?;
        }
        Ok(())
    });
    engine.register_fn("index_of", |context: NativeCallContext<'_>, list: &mut Array, condition: FnPtr| -> Outcome<INT> {
        for (at, element) in list.iter().enumerate() {
            if truth(&context, "index_of", &condition, element.clone())? {
                return Ok(INT::try_from(at).unwrap_or(-1));
            }
        }
        Ok(-1)
    });
}
