//! What every native function of scripts begins and ends with: its work is charged, the session of
//! the run is found, and numbers go in and out.

use super::session::Session;
use super::value::ScriptItem;
use crate::check::evaluate::value::Value;
use gouji_rules::script::{Fault, charge};
use gouji_values::number::Decimal;
use rhai::{Dynamic, EvalAltResult, INT, NativeCallContext};
use std::sync::Arc;

pub(super) type CallOutcome<T> = Result<T, Box<EvalAltResult>>;

/// Work of a native function, besides what it goes through.
const NATIVE: u64 = 2;

/// Takes the work of a native function that goes through little.
pub(super) fn begin() -> CallOutcome<()> {
    Ok(charge(NATIVE)?)
}

/// The session of the run.
pub(super) fn session(context: &NativeCallContext<'_>) -> CallOutcome<Arc<Session>> {
    begin()?;
    held(context.tag())
}

pub(super) fn held(tag: Option<&Dynamic>) -> CallOutcome<Arc<Session>> {
    let found =
        tag.and_then(|tag| tag.read_lock::<Arc<Session>>().map(|session| Arc::clone(&session)));
    found.ok_or_else(|| Fault::Rule { message: "脚本不在核对之中".to_owned(), help: None }.into())
}

pub(super) fn is_plain(value: &Dynamic) -> bool {
    value.is::<INT>() || value.is::<Decimal>()
}

pub(super) fn decimal(value: &Dynamic) -> Option<Decimal> {
    value
        .as_int()
        .ok()
        .map(Decimal::from)
        .or_else(|| value.read_lock::<Decimal>().map(|number| *number))
}

/// A number of the script: whole ones are integers again.
pub(super) fn number(value: Decimal) -> Dynamic {
    let value = value.normalize();
    match INT::try_from(value) {
        Ok(whole) if value.scale() == 0 => Dynamic::from_int(whole),
        _ => Dynamic::from(value),
    }
}

pub(super) fn overflow() -> Fault {
    Fault::Rule { message: "数太大，超出精确计算的范围".to_owned(), help: None }
}

pub(super) fn item_out(item: ScriptItem) -> Dynamic {
    match &item.value {
        Ok(Value::Bool(truth)) => Dynamic::from_bool(*truth),
        Ok(Value::Number(figure)) if item.reads.is_empty() && figure.unit.is_none() => {
            number(figure.value)
        }
        _ => Dynamic::from(item),
    }
}
