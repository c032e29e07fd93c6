//! What scripts do with lists, maps and texts: these functions and no others, each counted by what
//! it goes through.

use super::call::{CallOutcome, begin, session};
use super::closure::{index, list, put};
use super::operators::compare;
use super::session::{Session, kind_of, text_of};
use super::value::ScriptItem;
use super::values::{ScriptList, change, elements, fits, is_list};
use crate::check::evaluate::value::Value;
use gouji_rules::script::{Fault, charge, charge_for};
use rhai::{
    Array, Dynamic, Engine, EvalAltResult, INT, ImmutableString, Map, NativeCallContext, Position,
};
use std::ops::{Range, RangeInclusive};

/// This many bytes of a text are looked through in one unit of work.
const READ: usize = 256;

/// This many numbers are compared in one unit of work.
const COMPARED: usize = 16;

/// A text that a list function is to give may be so long.
const LONGEST: usize = 10_000;

/// All functions of lists, maps and texts.
pub(super) fn collections(engine: &mut Engine) {
    engine.register_type_with_name::<ScriptList>("array");
    engine.register_iterator::<Array>();
    engine.register_iterator::<ScriptList>();
    engine.register_iterator::<Range<INT>>();
    engine.register_iterator::<RangeInclusive<INT>>();
    engine.register_fn("range", |from: INT, to: INT| from..to);
    sizes(engine);
    changes(engine);
    pieces(engine);
    finds(engine);
    maps(engine);
    texts(engine);
}

fn whole(number: usize) -> INT {
    INT::try_from(number).unwrap_or(INT::MAX)
}

fn length(of: &Dynamic) -> CallOutcome<usize> {
    begin()?;
    if let Some(values) = of.read_lock::<ScriptList>() {
        return Ok(values.all().len());
    }
    if let Some(all) = of.read_lock::<Array>() {
        return Ok(all.len());
    }
    if let Some(map) = of.read_lock::<Map>() {
        return Ok(map.len());
    }
    if let Some(text) = of.read_lock::<ImmutableString>() {
        charge_for(text.len(), READ)?;
        return Ok(text.chars().count());
    }
    if let Some(range) = of.read_lock::<Range<INT>>() {
        return Ok(usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(0));
    }
    Err(Fault::rule(format!("len 用于列表或文字，这里是{}", kind_of(of)), "写成 rows(表样).len()")
        .into())
}

/// The same; of a cell with a text that of its text.
fn length_of(context: &NativeCallContext<'_>, of: &Dynamic) -> CallOutcome<usize> {
    let is_text = of.read_lock::<ScriptItem>().is_some_and(|item| item.is_text());
    if is_text {
        begin()?;
        return Ok(words(&*session(context)?, "len", of)?.chars().count());
    }
    length(of)
}

fn sizes(engine: &mut Engine) {
    engine.register_fn(
        "len",
        |context: NativeCallContext<'_>, of: &mut Dynamic| -> CallOutcome<INT> {
            length_of(&context, of).map(whole)
        },
    );
    engine.register_fn(
        "is_empty",
        |context: NativeCallContext<'_>, of: &mut Dynamic| -> CallOutcome<bool> {
            Ok(length_of(&context, of)? == 0)
        },
    );
    engine.register_get("len", |of: &mut ScriptList| whole(of.all().len()));
    engine.register_get("is_empty", |of: &mut ScriptList| of.all().is_empty());
    engine.register_get("len", |of: &mut Array| whole(of.len()));
    engine.register_get("is_empty", |of: &mut Array| of.is_empty());
    engine.register_get("len", |of: &mut ImmutableString| {
        length(&Dynamic::from(of.clone())).map(whole)
    });
    engine.register_get("is_empty", |of: &mut ImmutableString| of.is_empty());
    engine.register_indexer_get(|of: &mut ScriptList, at: INT| -> CallOutcome<Dynamic> {
        let found = of.all().get(index(of.all().len(), at)).cloned();
        found.ok_or_else(|| {
            EvalAltResult::ErrorArrayBounds(of.all().len(), at, Position::NONE).into()
        })
    });
    engine.register_indexer_set(
        |of: &mut ScriptList, at: INT, value: Dynamic| -> CallOutcome<()> {
            let mut list = Dynamic::from(std::mem::take(of));
            fits(&mut list, &value)?;
            let done = change(&mut list, |all| {
                let length = all.len();
                all.get_mut(index(length, at)).map(|slot| *slot = value).ok_or(length)
            })?;
            if let Some(changed) = list.try_cast::<ScriptList>() {
                *of = changed;
            }
            done.unwrap_or(Ok(())).map_err(|length| {
                EvalAltResult::ErrorArrayBounds(length, at, Position::NONE).into()
            })
        },
    );
}

/// Takes values out of a list.
fn taken<T>(
    of: &mut Dynamic,
    name: &str,
    take: impl FnOnce(&mut Vec<Dynamic>) -> T,
) -> CallOutcome<T> {
    begin()?;
    change(of, take)?.ok_or_else(|| {
        Fault::rule(format!("{name} 用于列表，这里是{}", kind_of(of)), "例如 let 名单 = [];").into()
    })
}

fn changes(engine: &mut Engine) {
    engine.register_fn("push", |of: &mut Dynamic, value: Dynamic| put(of, "push", None, value));
    engine.register_fn("insert", |of: &mut Dynamic, at: INT, value: Dynamic| {
        charge_for(length(of)?, READ)?;
        put(of, "insert", Some(at), value)
    });
    engine.register_fn("append", |of: &mut Dynamic, more: Dynamic| -> CallOutcome<()> {
        let more = list("append", &more)?;
        charge_for(more.len(), 16)?;
        for value in more.iter() {
            fits(of, value)?;
        }
        taken(of, "append", |all| all.extend(more.iter().cloned()))
    });
    engine.register_fn("pop", |of: &mut Dynamic| {
        taken(of, "pop", |all| all.pop().unwrap_or(Dynamic::UNIT))
    });
    engine.register_fn("shift", |of: &mut Dynamic| -> CallOutcome<Dynamic> {
        charge_for(length(of)?, READ)?;
        taken(of, "shift", |all| if all.is_empty() { Dynamic::UNIT } else { all.remove(0) })
    });
    engine.register_fn("remove", |of: &mut Dynamic, at: Dynamic| -> CallOutcome<Dynamic> {
        begin()?;
        if let (Some(mut map), Some(key)) = (of.write_lock::<Map>(), text_of(&at)) {
            return Ok(map.remove(key.as_str()).unwrap_or(Dynamic::UNIT));
        }
        charge_for(length(of)?, READ)?;
        let at = at.as_int().map_err(|_| {
            Fault::rule(format!("remove 里要写序号，得到的是{}", kind_of(&at)), "第一项的序号是 0")
        })?;
        taken(of, "remove", |all| {
            let at = index(all.len(), at);
            if at < all.len() { all.remove(at) } else { Dynamic::UNIT }
        })
    });
    engine.register_fn("clear", |of: &mut Dynamic| -> CallOutcome<()> {
        if let Some(mut map) = of.write_lock::<Map>() {
            map.clear();
            return Ok(());
        }
        taken(of, "clear", Vec::clear)
    });
    engine.register_fn("truncate", |of: &mut Dynamic, length: INT| {
        taken(of, "truncate", |all| all.truncate(usize::try_from(length).unwrap_or(0)))
    });
    engine.register_fn("reverse", |of: &mut Dynamic| -> CallOutcome<()> {
        charge_for(length(of)?, 16)?;
        taken(of, "reverse", |all| all.reverse())
    });
}

fn pieces(engine: &mut Engine) {
    engine.register_fn("extract", |of: &mut Dynamic, from: INT| extract(of, from, INT::MAX));
    engine.register_fn("extract", |of: &mut Dynamic, from: INT, length: INT| {
        extract(of, from, length)
    });
    engine.register_fn("first", |of: &mut Dynamic| -> CallOutcome<Dynamic> {
        begin()?;
        Ok(list("first", of)?.first().cloned().unwrap_or(Dynamic::UNIT))
    });
    engine.register_fn("last", |of: &mut Dynamic| -> CallOutcome<Dynamic> {
        begin()?;
        Ok(list("last", of)?.last().cloned().unwrap_or(Dynamic::UNIT))
    });
}

fn extract(of: &Dynamic, from: INT, length: INT) -> CallOutcome<Dynamic> {
    begin()?;
    let all = list("extract", of)?;
    let from = index(all.len(), from).min(all.len());
    let to = from.saturating_add(usize::try_from(length).unwrap_or(0)).min(all.len());
    charge_for(to - from, 16)?;
    ScriptList::of(all.get(from..to).unwrap_or_default().to_vec())
}

fn finds(engine: &mut Engine) {
    engine.register_fn(
        "contains",
        |context: NativeCallContext<'_>, of: &mut Dynamic, what: Dynamic| -> CallOutcome<bool> {
            begin()?;
            if is_list(of) {
                return Ok(position(&context, of, &what)?.is_some());
            }
            let session = session(&context)?;
            if let Some(map) = of.read_lock::<Map>() {
                return Ok(map.contains_key(words(&session, "contains", &what)?.as_str()));
            }
            if let (Some(range), Ok(number)) = (of.read_lock::<Range<INT>>(), what.as_int()) {
                return Ok(range.contains(&number));
            }
            if of.is::<ScriptItem>() {
                let item = session.item(of)?;
                if let Ok(Value::Blank(Some(place))) = item.value
                    && let Err(fault) = session.told_blank_at(place)
                {
                    return Err(session.ended(fault, &context, &[&item]));
                }
            }
            Ok(words(&session, "contains", of)?.contains(&words(&session, "contains", &what)?))
        },
    );
    engine.register_fn(
        "index_of",
        |context: NativeCallContext<'_>, of: &mut Dynamic, what: Dynamic| -> CallOutcome<INT> {
            begin()?;
            if is_list(of) {
                return Ok(position(&context, of, &what)?.map_or(-1, whole));
            }
            let session = session(&context)?;
            let (text, part) =
                (words(&session, "index_of", of)?, words(&session, "index_of", &what)?);
            let at = text.find(&part).and_then(|at| text.get(..at));
            Ok(at.map_or(-1, |before| whole(before.chars().count())))
        },
    );
    for (name, at_start) in [("starts_with", true), ("ends_with", false)] {
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>,
                  of: &mut Dynamic,
                  what: Dynamic|
                  -> CallOutcome<bool> {
                let session = session(&context)?;
                let (text, part) = (words(&session, name, of)?, words(&session, name, &what)?);
                Ok(if at_start { text.starts_with(&part) } else { text.ends_with(&part) })
            },
        );
    }
}

/// The first element that equals a value.
fn position(
    context: &NativeCallContext<'_>,
    of: &Dynamic,
    what: &Dynamic,
) -> CallOutcome<Option<usize>> {
    for (at, element) in elements(of).unwrap_or_default().iter().enumerate() {
        // figures and texts are counted where they are compared
        if at % COMPARED == 0 {
            charge(1)?;
        }
        if compare(context, "==", element, what)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn maps(engine: &mut Engine) {
    engine.register_fn("get", |of: &mut Map, key: &str| {
        of.get(key).cloned().unwrap_or(Dynamic::UNIT)
    });
    engine.register_fn("set", |of: &mut Map, key: &str, value: Dynamic| {
        of.insert(key.into(), value);
    });
    engine.register_fn("keys", |of: &mut Map| -> CallOutcome<Dynamic> {
        charge_for(of.len(), 16)?;
        Ok(ScriptList::flat(of.keys().map(|key| Dynamic::from(key.to_string())).collect()))
    });
    engine.register_fn("values", |of: &mut Map| -> CallOutcome<Dynamic> {
        charge_for(of.len(), 16)?;
        ScriptList::of(of.values().cloned().collect())
    });
}

/// A text of the script or of the document.
fn words(session: &Session, name: &str, of: &Dynamic) -> CallOutcome<String> {
    let text = match text_of(of) {
        Some(text) => text,
        None if of.is::<ScriptItem>() => session.words(&session.item(of)?),
        None => {
            return Err(Fault::rule(
                format!("{name} 用于文字，这里是{}", kind_of(of)),
                "文字写在一对 \" 里",
            )
            .into());
        }
    };
    charge_for(text.len(), READ)?;
    Ok(text)
}

fn texts(engine: &mut Engine) {
    for name in ["trim", "to_upper", "to_lower"] {
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>, of: &mut Dynamic| -> CallOutcome<String> {
                let text = words(&*session(&context)?, name, of)?;
                Ok(match name {
                    "trim" => text.trim().to_owned(),
                    "to_upper" => text.to_uppercase(),
                    _ => text.to_lowercase(),
                })
            },
        );
    }
    engine.register_fn(
        "split",
        |context: NativeCallContext<'_>, of: &mut Dynamic, at: &str| -> CallOutcome<Dynamic> {
            let text = words(&*session(&context)?, "split", of)?;
            let pieces: Vec<Dynamic> =
                text.split(at).map(|piece| Dynamic::from(piece.to_owned())).collect();
            charge_for(pieces.len(), 8)?;
            Ok(ScriptList::flat(pieces))
        },
    );
    engine.register_fn(
        "chars",
        |context: NativeCallContext<'_>, of: &mut Dynamic| -> CallOutcome<Dynamic> {
            let text = words(&*session(&context)?, "chars", of)?;
            charge_for(text.len(), 16)?;
            Ok(ScriptList::flat(
                text.chars().map(|letter| Dynamic::from(letter.to_string())).collect(),
            ))
        },
    );
    engine.register_fn(
        "replace",
        |context: NativeCallContext<'_>,
         of: &mut Dynamic,
         what: &str,
         by: &str|
         -> CallOutcome<String> {
            let text = words(&*session(&context)?, "replace", of)?;
            charge_for(text.len(), 16)?;
            let longer = text.matches(what).count().saturating_mul(by.len());
            if longer > LONGEST {
                return Err(Fault::rule("文字太长，已停止", "脚本只用来核对").into());
            }
            Ok(text.replace(what, by))
        },
    );
    engine.register_fn(
        "sub_string",
        |context: NativeCallContext<'_>, of: &mut Dynamic, from: INT| {
            part(&context, of, from, INT::MAX)
        },
    );
    engine.register_fn(
        "sub_string",
        |context: NativeCallContext<'_>, of: &mut Dynamic, from: INT, length: INT| {
            part(&context, of, from, length)
        },
    );
    for name in ["to_string", "to_debug", "print", "debug"] {
        engine.register_fn(name, |of: &mut Dynamic| -> CallOutcome<String> {
            charge(1)?;
            Ok(if is_list(of) { kind_of(of).to_owned() } else { of.to_string() })
        });
    }
}

fn part(
    context: &NativeCallContext<'_>,
    of: &Dynamic,
    from: INT,
    length: INT,
) -> CallOutcome<String> {
    let text = words(&*session(context)?, "sub_string", of)?;
    let all = text.chars().count();
    Ok(text.chars().skip(index(all, from)).take(usize::try_from(length).unwrap_or(0)).collect())
}
