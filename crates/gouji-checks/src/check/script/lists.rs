//! The functions of scripts that take lists: rows, parts, sums and counts.

use super::call::{CallOutcome, item_out, session};
use super::closure::truth;
use super::session::{Session, kind_of};
use super::value::{ScriptItem, ScriptPath};
use super::values::{ScriptList, elements};
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::Missing;
use crate::check::evaluate::value::Value;
use gouji_rules::formula::{Binary, ColumnSelector, FormPath, Function, Node, RowSelector};
use gouji_rules::script::{Fault, charge, charge_for};
use gouji_values::number::Decimal;
use rhai::{Dynamic, Engine, FnPtr, INT, ImmutableString, NativeCallContext};

fn tree_row(
    context: &NativeCallContext<'_>,
    form: &Dynamic,
    keys: &[Dynamic],
) -> CallOutcome<ScriptPath> {
    let session = session(context)?;
    let Some(ScriptPath::Form(path, scope)) =
        form.read_lock::<ScriptPath>().map(|path| path.clone())
    else {
        return Err(Fault::rule(
            format!("row 的第一个参数是表样，得到的是{}", kind_of(form)),
            format!("写法：{}", Function::Row.signature().1),
        )
        .into());
    };
    let mut nodes = Vec::new();
    for key in keys {
        match &session.item(key)?.value {
            Ok(Value::Text(text, _)) => nodes.push(Node::Text(text.clone())),
            _ => {
                return Err(Fault::rule(
                    format!("类款项要写名称，得到的是{}", kind_of(key)),
                    format!("写法：{}", Function::Row.signature().1),
                )
                .into());
            }
        }
    }
    Ok(ScriptPath::Form(
        FormPath { row: RowSelector::Path(nodes), column: ColumnSelector::None, ..path },
        scope,
    ))
}

/// The functions that take or give lists.
pub(super) fn lists(engine: &mut Engine) {
    choices_of_rows(engine);
    rows_and_parts(engine);
    series(engine);
    sums(engine);
    counts(engine);
}

/// `row`, `like`, `line` and `column`: which row or column of a form is meant
fn choices_of_rows(engine: &mut Engine) {
    engine.register_fn("row", |context: NativeCallContext<'_>, form: Dynamic, a: Dynamic| {
        tree_row(&context, &form, &[a])
    });
    engine.register_fn(
        "row",
        |context: NativeCallContext<'_>, form: Dynamic, a: Dynamic, b: Dynamic| {
            tree_row(&context, &form, &[a, b])
        },
    );
    engine.register_fn(
        "row",
        |context: NativeCallContext<'_>, form: Dynamic, a: Dynamic, b: Dynamic, c: Dynamic| {
            tree_row(&context, &form, &[a, b, c])
        },
    );
    engine.register_fn(
        "like",
        |context: NativeCallContext<'_>, label: Dynamic| -> CallOutcome<ScriptPath> {
            let session = session(&context)?;
            match session.item(&label)?.value {
                Ok(Value::Text(text, _)) => Ok(ScriptPath::Like(text)),
                _ => Err(Fault::rule(
                    format!("like 里要写名称，得到的是{}", kind_of(&label)),
                    "写成 表样[like(\"行名\")]",
                )
                .into()),
            }
        },
    );
    for (name, function) in [("line", Function::Line), ("column", Function::Column)] {
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>, number: Dynamic| -> CallOutcome<ScriptPath> {
                match session(&context)?.item(&number)?.value {
                    Ok(Value::Number(figure)) => Ok(ScriptPath::Numbered(function, figure.value)),
                    _ => Err(Fault::rule(
                        format!("{name} 里要写数，得到的是{}", kind_of(&number)),
                        function.signature().1,
                    )
                    .into()),
                }
            },
        );
    }
}

/// `rows`, `parts`, `above`, `below` and `within`
fn rows_and_parts(engine: &mut Engine) {
    engine.register_fn(
        "rows",
        |context: NativeCallContext<'_>, of: Dynamic| -> CallOutcome<Dynamic> {
            ScriptList::of(session(&context)?.rows(&of)?)
        },
    );
    engine.register_fn(
        "rows",
        |context: NativeCallContext<'_>,
         of: Dynamic,
         which: ImmutableString|
         -> CallOutcome<Dynamic> {
            ScriptList::of(session(&context)?.rows_with_totals(&of, &which)?)
        },
    );
    engine.register_fn(
        "parts",
        |context: NativeCallContext<'_>, of: ScriptPath| -> CallOutcome<Dynamic> {
            Ok(ScriptList::flat(session(&context)?.parts(&of)?))
        },
    );
    for (name, function) in [("above", Function::Above), ("below", Function::Below)] {
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>, of: Dynamic| -> CallOutcome<ScriptItem> {
                Ok(session(&context)?.beside(function, &of)?)
            },
        );
    }
    engine.register_fn("within", |context: NativeCallContext<'_>, row: ScriptPath, of: Dynamic| -> CallOutcome<bool> {
        let session = session(&context)?;
        let ScriptPath::Row(Scope::Form { form, side, row: Some(row), .. }) = row else {
            return Err(Fault::rule(
                format!("within 的第一个参数是一行，得到的是{}", row.kind()),
                "写成 within(项, above(表样.行.列))",
            )
            .into());
        };
        let list = session.list_of(&of)?;
        match session.elements(&list) {
            Ok(elements) => Ok(elements.iter().any(
                |element| matches!(element.scope, Scope::Form { form: f, side: s, row: Some(r), .. } if (f, s, r) == (form, side, row)),
            )),
            Err(Missing::Unchecked(why)) => Err(Fault::Unchecked(why).into()),
            Err(_) => Ok(false),
        }
    });
}

/// `consecutive` and `same`
fn series(engine: &mut Engine) {
    for (name, function) in [("consecutive", Function::Consecutive), ("same", Function::Same)] {
        engine.register_fn(
            name,
            move |context: NativeCallContext<'_>, of: Dynamic| -> CallOutcome<()> {
                let session = session(&context)?;
                let list = session.list_of(&of)?;
                session.charge_list(&list)?;
                session.series(function, &list)?;
                Ok(())
            },
        );
    }
}

/// `sum`, with or without a condition
fn sums(engine: &mut Engine) {
    engine.register_fn("sum", |context: NativeCallContext<'_>, of: Dynamic| sum(&context, &of));
    engine.register_fn(
        "sum",
        |context: NativeCallContext<'_>, of: Dynamic, condition: FnPtr| -> CallOutcome<Dynamic> {
            let session = session(&context)?;
            let list = session.list_of(&of)?;
            let before = session.state().log.len();
            let elements = match session.elements(&list) {
                Ok(elements) => elements,
                Err(why) => return Ok(Dynamic::from(ScriptItem::missing(why))),
            };
            let mut chosen = Vec::new();
            for element in elements {
                if truth(
                    &context,
                    "sum",
                    &condition,
                    Dynamic::from(ScriptPath::Row(element.scope)),
                )? {
                    let Some(place) = element.place else {
                        return Err(Fault::rule(
                            "求和要写列名",
                            "写成 sum(表样.列, |项| 项.列 > 0)",
                        )
                        .into());
                    };
                    chosen.push(Dynamic::from(
                        session.compute(None, |evaluator| evaluator.at(place)),
                    ));
                }
            }
            let total = total(&session, &chosen)?;
            // it rests on what the condition looked at, too
            let read: Vec<u32> = session.state().log.get(before..).unwrap_or_default().to_vec();
            Ok(match total.read_lock::<ScriptItem>().map(|item| item.clone()) {
                Some(item) => Dynamic::from(ScriptItem { reads: read.into(), ..item }),
                None => total,
            })
        },
    );
}

/// `count`, with or without a condition
fn counts(engine: &mut Engine) {
    engine.register_fn("count", |context: NativeCallContext<'_>, of: Dynamic| count(&context, &of));
    engine.register_fn(
        "count",
        |context: NativeCallContext<'_>, of: Dynamic, condition: FnPtr| -> CallOutcome<Dynamic> {
            let session = session(&context)?;
            let before = session.state().log.len();
            let mut number = 0_usize;
            for row in session.rows(&of)? {
                number += usize::from(truth(&context, "count", &condition, row)?);
            }
            // it rests on what the condition looked at
            let read: Vec<u32> = session.state().log.get(before..).unwrap_or_default().to_vec();
            let mut found = session.constant(Decimal::from(number));
            found.single = false;
            found.reads = read.into();
            Ok(Dynamic::from(found))
        },
    );
}

fn sum(context: &NativeCallContext<'_>, of: &Dynamic) -> CallOutcome<Dynamic> {
    let session = session(context)?;
    let Some(all) = elements(of) else {
        let list = session.list_of(of)?;
        session.charge_list(&list)?;
        return Ok(item_out(
            session.compute(list.1, |evaluator| evaluator.aggregate(Function::Sum, &list.0, None)),
        ));
    };
    total(&session, &all)
}

/// The sum of values.
fn total(session: &Session, all: &[Dynamic]) -> CallOutcome<Dynamic> {
    let mut total: Option<ScriptItem> = None;
    for value in all {
        charge(2)?;
        let item = session.item(value)?;
        total = Some(match total {
            None => ScriptItem { single: false, is_fact: false, list: None, path: None, ..item },
            Some(sum) => session.arithmetic(Binary::Add, &sum, &item)?,
        });
    }
    Ok(total.map_or(Dynamic::from_int(0), item_out))
}

fn count(context: &NativeCallContext<'_>, of: &Dynamic) -> CallOutcome<Dynamic> {
    let session = session(context)?;
    if let Some(all) = elements(of) {
        charge_for(all.len(), 4)?;
        let scope = |value: &Dynamic| match value.read_lock::<ScriptPath>().as_deref() {
            Some(ScriptPath::Row(scope)) => Some(*scope),
            Some(ScriptPath::Part(at)) => at.only.map(Scope::Part),
            _ => None,
        };
        let scopes: Option<Vec<Scope>> = all.iter().map(scope).collect();
        return Ok(match scopes {
            Some(scopes) if !scopes.is_empty() => {
                Dynamic::from(session.compute(None, |evaluator| Ok(evaluator.count_of(&scopes))))
            }
            _ => Dynamic::from_int(INT::try_from(all.len()).unwrap_or(INT::MAX)),
        });
    }
    let list = session.list_of(of)?;
    session.charge_list(&list)?;
    Ok(item_out(
        session.compute(list.1, |evaluator| evaluator.aggregate(Function::Count, &list.0, None)),
    ))
}
