//! The functions and operators of scripts: those of formulas, on the same values, and nothing of
//! Rhai's own arithmetic.

use super::call::{CallOutcome, item_out, session};
use super::closure::{closures, variables};
use super::collections::collections;
use super::expectation::expect;
use super::lists::lists;
use super::operators::operators;
use super::session::{Session, kind_of, text_of};
use super::value::{ScriptItem, ScriptPath};
use super::values::elements;
use crate::check::evaluate::days::{extreme_day, no_day_in};
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::Missing;
use crate::check::evaluate::value::NoBase;
use crate::check::evaluate::value::Value;
use gouji_audit::audit::Why;
use gouji_rules::formula::{Function, Names, ScaleReference};
use gouji_rules::script::{END, Fault, expectation, properties, restrict};
use rhai::{Dynamic, Engine, INT, ImmutableString, NativeCallContext};

/// The engine of a ruleset: built once, shared by all documents. None of Rhai's own functions is in
/// it: what a script does in one of them is not counted.
pub(super) fn engine(names: &Names) -> Engine {
    let mut engine = Engine::new_raw();
    restrict(&mut engine);
    engine
        .register_type_with_name::<ScriptItem>("Item")
        .register_type_with_name::<ScriptPath>("Path");
    expectation(&mut engine, expect);
    engine.register_fn(END, || ());
    operators(&mut engine);
    paths(&mut engine, names);
    arithmetic(&mut engine);
    extremes(&mut engine);
    judgements(&mut engine);
    presence(&mut engine);
    says(&mut engine);
    lists(&mut engine);
    collections(&mut engine);
    closures(&mut engine);
    variables(&mut engine);
    engine
}

fn paths(engine: &mut Engine, names: &Names) {
    for name in properties(names) {
        let own = name.to_owned();
        engine.register_get(
            name,
            move |context: NativeCallContext<'_>, path: &mut ScriptPath| -> CallOutcome<Dynamic> {
                Ok(session(&context)?.member(path, &own)?)
            },
        );
    }
    engine.register_indexer_get(
        |context: NativeCallContext<'_>,
         path: &mut ScriptPath,
         key: ImmutableString|
         -> CallOutcome<Dynamic> {
            Ok(session(&context)?.index(path, &Dynamic::from(key))?)
        },
    );
    engine.register_indexer_get(
        |context: NativeCallContext<'_>, path: &mut ScriptPath, key: INT| -> CallOutcome<Dynamic> {
            Ok(session(&context)?.index(path, &Dynamic::from_int(key))?)
        },
    );
    engine.register_indexer_get(
        |context: NativeCallContext<'_>,
         path: &mut ScriptPath,
         key: ScriptItem|
         -> CallOutcome<Dynamic> {
            Ok(session(&context)?.index(path, &Dynamic::from(key))?)
        },
    );
    engine.register_indexer_get(
        |context: NativeCallContext<'_>,
         path: &mut ScriptPath,
         key: ScriptPath|
         -> CallOutcome<Dynamic> {
            Ok(session(&context)?.index(path, &Dynamic::from(key))?)
        },
    );
    for name in ["to_string", "to_debug", "print", "debug"] {
        engine.register_fn(
            name,
            |context: NativeCallContext<'_>, item: &mut ScriptItem| -> CallOutcome<String> {
                Ok(session(&context)?.words(item))
            },
        );
        engine.register_fn(name, |path: &mut ScriptPath| -> CallOutcome<String> {
            let message = format!("这里要文字，得到的是{}", path.kind());
            Err(Fault::rule(message, "写明是哪一列、哪一个数，例如 `${项.金额}`").into())
        });
    }
}

/// A value of an operand, or why there is none, carried on.
fn over(from: &[&ScriptItem], work: impl FnOnce() -> Result<Value, Missing>) -> Dynamic {
    let missing = from.iter().find_map(|item| item.value.as_ref().err());
    let value = missing.map_or_else(work, |why| Err(why.clone()));
    item_out(ScriptItem::computed(value, from))
}

/// `percent`, `abs`, `sign`, `round` and `power`
fn arithmetic(engine: &mut Engine) {
    engine.register_fn(
        "percent",
        |context: NativeCallContext<'_>, share: Dynamic, base: Dynamic| -> CallOutcome<Dynamic> {
            let session = session(&context)?;
            let (share, base) = (session.item(&share)?, session.item(&base)?);
            for item in [&share, &base] {
                let _ = session.figure(item)?;
            }
            Ok(over(&[&share, &base], || match (&share.value, &base.value) {
                (Ok(a), Ok(b)) => {
                    session.with(None, |evaluator| evaluator.percent(a.clone(), b.clone()))
                }
                _ => Err(Missing::ZeroBase(NoBase::of_nothing())),
            }))
        },
    );
    for (name, function) in [("abs", Function::Abs), ("sign", Function::Sign)] {
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>, x: Dynamic| -> CallOutcome<Dynamic> {
                let session = session(&context)?;
                let x = session.item(&x)?;
                let figure = session.figure(&x)?;
                Ok(over(&[&x], || {
                    let figure = figure?;
                    session.with(None, |evaluator| {
                        if function == Function::Abs {
                            evaluator.absolute(figure)
                        } else {
                            evaluator.sign(figure)
                        }
                    })
                }))
            },
        );
    }
    engine.register_fn(
        "round",
        |context: NativeCallContext<'_>, x: Dynamic, digits: Dynamic| -> CallOutcome<Dynamic> {
            let session = session(&context)?;
            let (x, digits) = (session.item(&x)?, session.item(&digits)?);
            let (figure, places) = (session.figure(&x)?, session.figure(&digits)?);
            Ok(over(&[&x, &digits], || {
                let (figure, places) = (figure?, places?);
                session.with(None, |evaluator| evaluator.rounded(figure, places))
            }))
        },
    );
    for (name, up) in [("floor", false), ("ceil", true)] {
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>, x: Dynamic| -> CallOutcome<Dynamic> {
                let session = session(&context)?;
                let x = session.item(&x)?;
                let figure = session.figure(&x)?;
                Ok(over(&[&x], || {
                    let figure = figure?;
                    session.with(None, |evaluator| evaluator.whole_of(up, figure))
                }))
            },
        );
    }
    engine.register_fn(
        "power",
        |context: NativeCallContext<'_>, x: Dynamic, times: Dynamic| -> CallOutcome<Dynamic> {
            let session = session(&context)?;
            let (x, times) = (session.item(&x)?, session.item(&times)?);
            let (figure, count) = (session.figure(&x)?, session.figure(&times)?);
            Ok(over(&[&x, &times], || {
                let (figure, count) = (figure?, count?);
                session.with(None, |evaluator| evaluator.power(figure, count))
            }))
        },
    );
    engine.register_fn("round", |_: Dynamic| -> CallOutcome<Dynamic> {
        Err(Fault::rule("round 要写保留几位小数", "写法：round(数, 小数位数)").into())
    });
}

/// `min` and `max`, of a list or of two to four figures
fn extremes(engine: &mut Engine) {
    for (name, least) in [("min", true), ("max", false)] {
        let extreme =
            move |context: &NativeCallContext<'_>, all: &[Dynamic]| -> CallOutcome<Dynamic> {
                let session = session(context)?;
                let items =
                    all.iter().map(|value| session.item(value)).collect::<Result<Vec<_>, _>>()?;
                if items.iter().any(|item| matches!(item.value, Ok(Value::Date(..)))) {
                    return days(&session, least, &items);
                }
                let found =
                    items.iter().map(|item| session.figure(item)).collect::<Result<Vec<_>, _>>()?;
                let from: Vec<&ScriptItem> = items.iter().collect();
                Ok(over(&from, || {
                    let figures = found.into_iter().collect::<Result<Vec<_>, _>>()?;
                    session.with(None, |evaluator| evaluator.extreme(least, &figures))
                }))
            };
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>, all: Dynamic| match elements(&all) {
                Some(all) => extreme(&context, &all),
                None => extreme(&context, &[all]),
            },
        );
        engine.register_fn(name, move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic| {
            extreme(&context, &[a, b])
        });
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic, c: Dynamic| {
                extreme(&context, &[a, b, c])
            },
        );
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>,
                  a: Dynamic,
                  b: Dynamic,
                  c: Dynamic,
                  d: Dynamic| { extreme(&context, &[a, b, c, d]) },
        );
    }
}

/// The first or the last of several days, as in formulas.
fn days(session: &Session, first: bool, items: &[ScriptItem]) -> CallOutcome<Dynamic> {
    let is_odd = |item: &&ScriptItem| match &item.value {
        Ok(Value::Date(..) | Value::Blank(_)) | Err(_) => false,
        Ok(_) => !session.is_odd(item),
    };
    if let Some(other) = items.iter().find(is_odd) {
        return Err(Fault::rule(
            format!("日期与{}不能放在一起比", other.kind()),
            "一次只放日期，或者只放数",
        )
        .into());
    }
    // the one that is taken is named first
    let day = |item: &ScriptItem| match item.value {
        Ok(Value::Date(day, _)) => Some(day),
        _ => None,
    };
    let best =
        if first { items.iter().filter_map(day).min() } else { items.iter().filter_map(day).max() };
    let mut from: Vec<&ScriptItem> = items.iter().collect();
    from.sort_by_key(|item| day(item) != best);
    Ok(over(&from, || {
        let values = items.iter().filter_map(|item| item.value.clone().ok()).collect();
        extreme_day(first, values)
    }))
}

/// `grade` and `meets`
fn judgements(engine: &mut Engine) {
    engine.register_fn(
        "grade",
        |context: NativeCallContext<'_>, scale: Dynamic, score: Dynamic| -> CallOutcome<Dynamic> {
            let session = session(&context)?;
            let scale = match scale.read_lock::<ScriptPath>().as_deref() {
                Some(ScriptPath::Scale(scale)) => ScaleReference::Scale(*scale),
                Some(ScriptPath::Claim(path, _)) => ScaleReference::Claim(path.claim),
                _ => {
                    return Err(Fault::rule(
                        format!("grade 的第一个参数是等级标准，得到的是{}", kind_of(&scale)),
                        format!("写法：{}", Function::Grade.signature().1),
                    )
                    .into());
                }
            };
            let score = session.item(&score)?;
            let _ = session.figure(&score)?;
            Ok(over(&[&score], || {
                let value = score.value.clone()?;
                session.with(None, |evaluator| evaluator.grade_of(scale, value))
            }))
        },
    );
    engine.register_fn(
        "meets",
        |context: NativeCallContext<'_>, actual: Dynamic, target: Dynamic| -> CallOutcome<bool> {
            let session = session(&context)?;
            let (actual, target) = (session.item(&actual)?, session.item(&target)?);
            let (Ok(a), Ok(b)) = (&actual.value, &target.value) else {
                return Ok(false);
            };
            match session.with(None, |evaluator| evaluator.meets(a, b)) {
                Ok(truth) => Ok(truth),
                Err(Missing::Unchecked(why)) => {
                    Err(session.ended(Fault::Unchecked(why), &context, &[&actual, &target]))
                }
                Err(_) => Ok(false),
            }
        },
    );
}

/// `present` and `or`
fn presence(engine: &mut Engine) {
    engine.register_fn(
        "present",
        |context: NativeCallContext<'_>, x: Dynamic| -> CallOutcome<bool> {
            if x.is_unit() {
                return Ok(false);
            }
            let session = session(&context)?;
            let item = session.item(&x)?;
            match &item.value {
                // words where a day belongs are neither a day nor a blank
                Ok(Value::Text(text, Some(at)))
                    if session.is_of_author()
                        && session.with(None, |evaluator| evaluator.is_for_days(*at)) =>
                {
                    let why = no_day_in(text);
                    Err(session.ended(Fault::Unchecked(why), &context, &[&item]))
                }
                Ok(value) => Ok(session.with(None, |evaluator| evaluator.is_present(value))),
                Err(Missing::Unchecked(Why::ParameterLacks { .. })) => Ok(false),
                // as in formulas: nothing is missing from a document that is not there
                Err(Missing::NotApplicable(why @ (Why::NoLastYear | Why::NotBeside { .. }))) => {
                    Err(Fault::NotApplicable(why.clone()).into())
                }
                Err(missing) => match session.told_lacking(missing) {
                    Ok(()) => Ok(false),
                    Err(fault) => Err(session.ended(fault, &context, &[&item])),
                },
            }
        },
    );
    engine.register_fn(
        "or",
        |context: NativeCallContext<'_>, x: Dynamic, y: Dynamic| -> CallOutcome<Dynamic> {
            if x.is_unit() {
                return Ok(y);
            }
            let session = session(&context)?;
            let item = session.item(&x)?;
            // a table of parameters without such a name, as in formulas
            let lacks = item.single
                && item.reads.is_empty()
                && matches!(item.value, Err(Missing::Unchecked(Why::ParameterLacks { .. })));
            if !lacks && !matches!(item.value, Ok(Value::Blank(_)) | Err(Missing::NoCapture(_))) {
                return Ok(x);
            }
            let other = session.item(&y)?;
            Ok(if item.reads.is_empty() {
                y
            } else {
                Dynamic::from(ScriptItem::computed(other.value.clone(), &[&item, &other]))
            })
        },
    );
}

/// `skip("reason")`, `report("text")` and `report(figure, "text")`
fn says(engine: &mut Engine) {
    engine.register_fn(
        "skip",
        |context: NativeCallContext<'_>, reason: Dynamic| -> CallOutcome<()> {
            let session = session(&context)?;
            let reason = said(&session, "skip", &reason)?;
            Ok(session.skip(&reason)?)
        },
    );
    engine.register_fn(
        "report",
        |context: NativeCallContext<'_>, text: Dynamic| -> CallOutcome<()> {
            let session = session(&context)?;
            let text = said(&session, "report", &text)?;
            Ok(session.report(None, &text)?)
        },
    );
    engine.register_fn(
        "report",
        |context: NativeCallContext<'_>, of: Dynamic, text: Dynamic| -> CallOutcome<()> {
            let session = session(&context)?;
            let text = said(&session, "report", &text)?;
            if of.is_bool() {
                return Err(Fault::rule(
                    "report 前面写的是哪个数，得到的是真假：成不成立它都会报告".to_owned(),
                    "要看条件的写 expect(条件, \"说明\")，或者 if 条件 { report(项.列, \"说明\"); }",
                )
                .into());
            }
            // a row is named by what it says first
            let item = match of.read_lock::<ScriptPath>().as_deref() {
                Some(ScriptPath::Row(scope)) => session.named(*scope),
                _ => session.item(&of)?,
            };
            Ok(session.report(Some(&item), &text)?)
        },
    );
}

/// Words that a script says to the reader.
fn said(session: &Session, name: &str, text: &Dynamic) -> CallOutcome<String> {
    let words = match text_of(text) {
        Some(text) => text,
        None if text.is::<ScriptItem>() => session.words(&session.item(text)?),
        None => {
            return Err(Fault::rule(
                format!("{name} 里要写说明文字，得到的是{}", kind_of(text)),
                if name == "skip" {
                    "写成 skip(\"原因\")"
                } else {
                    "写成 report(项.列, \"说明\")"
                },
            )
            .into());
        }
    };
    if words.trim().is_empty() {
        return Err(
            Fault::rule(format!("{name} 里的说明是空的"), "写一句话，让看结果的人明白").into()
        );
    }
    Ok(words)
}

/// The name of a claim in a rule on it: this very sentence.
pub(super) fn own_sentence(scope: Scope) -> Dynamic {
    Dynamic::from(ScriptPath::Row(scope))
}
