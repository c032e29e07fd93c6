//! The functions and operators of scripts: those of formulas, on the same values, and nothing of Rhai's own arithmetic.

use super::closure::{closures, truth};
use super::expectation::expect;
use super::session::{Session, kind_of, text_of};
use super::value::{Item, Path};
use crate::check::place::Scope;
use crate::check::value::{Missing, Value};
use crate::formula::{Binary, ColumnSelector, FormPath, Function, Names, Node, Relation, RowSelector, ScaleReference};
use crate::number::{Decimal, multiply};
use crate::script::{END, Fault, expectation, properties, relation, restrict};
use rhai::packages::{BasicArrayPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage, BasicStringPackage, MoreStringPackage, Package};
use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, INT, ImmutableString, NativeCallContext};
use std::sync::Arc;

pub(super) type Outcome<T> = Result<T, Box<EvalAltResult>>;

/// The engine of a ruleset: built once, shared by all documents.
pub(super) fn engine(names: &Names) -> Engine {
    let mut engine = Engine::new_raw();
    for package in [
        BasicArrayPackage::new().as_shared_module(),
        BasicMapPackage::new().as_shared_module(),
        BasicStringPackage::new().as_shared_module(),
        MoreStringPackage::new().as_shared_module(),
        BasicIteratorPackage::new().as_shared_module(),
        BasicFnPackage::new().as_shared_module(),
    ] {
        engine.register_global_module(package);
    }
    restrict(&mut engine);
    engine.register_type_with_name::<Item>("Item").register_type_with_name::<Path>("Path");
    expectation(&mut engine, expect);
    engine.register_fn(END, || ());
    operators(&mut engine);
    paths(&mut engine, names);
    figures(&mut engine);
    lists(&mut engine);
    closures(&mut engine);
    engine
}

/// The session of the run.
fn session(context: &NativeCallContext<'_>) -> Outcome<Arc<Session>> {
    held(context.tag())
}

pub(super) fn held(tag: Option<&Dynamic>) -> Outcome<Arc<Session>> {
    let found = tag.and_then(|tag| tag.read_lock::<Arc<Session>>().map(|session| Arc::clone(&session)));
    found.ok_or_else(|| Fault::Rule { message: "脚本不在核对之中".to_owned(), help: None }.into())
}

fn is_plain(value: &Dynamic) -> bool {
    value.is::<INT>() || value.is::<Decimal>()
}

fn decimal(value: &Dynamic) -> Option<Decimal> {
    value.as_int().ok().map(Decimal::from).or_else(|| value.read_lock::<Decimal>().map(|number| *number))
}

/// A number of the script: whole ones are integers again.
fn number(value: Decimal) -> Dynamic {
    let value = value.normalize();
    match INT::try_from(value) {
        Ok(whole) if value.scale() == 0 => Dynamic::from_int(whole),
        _ => Dynamic::from(value),
    }
}

fn overflow() -> Fault {
    Fault::Rule { message: "数太大，超出精确计算的范围".to_owned(), help: None }
}

fn arithmetic(context: &NativeCallContext<'_>, sign: &str, a: &Dynamic, b: &Dynamic) -> Outcome<Dynamic> {
    let session = session(context)?;
    if sign == "+"
        && (text_of(a).is_some() || text_of(b).is_some())
    {
        let other = |value: &Dynamic| -> Outcome<String> {
            match text_of(value) {
                Some(text) => Ok(text),
                None => Ok(session.words(&session.item(value)?)),
            }
        };
        return Ok(Dynamic::from(format!("{}{}", other(a)?, other(b)?)));
    }
    if is_plain(a) && is_plain(b) {
        let (Some(x), Some(y)) = (decimal(a), decimal(b)) else { return Err(overflow().into()) };
        let zero = || Fault::rule("除数为 0", "先用 if 判断除数");
        let found = match sign {
            "+" => x.checked_add(y),
            "-" => x.checked_sub(y),
            "*" => multiply(x, y),
            _ if y.is_zero() => return Err(zero().into()),
            "%" => x.checked_rem(y),
            _ => x.checked_div(y),
        };
        return Ok(number(found.ok_or_else(overflow)?));
    }
    let operator = match sign {
        "+" => Binary::Add,
        "-" => Binary::Subtract,
        "*" => Binary::Multiply,
        "/" => Binary::Divide,
        _ => return Err(Fault::rule("文件里的数不能求余数", "余数只用于脚本自己的整数").into()),
    };
    for side in [a, b] {
        let fits = is_plain(side) || side.is::<Item>() || side.read_lock::<Path>().is_some_and(|path| matches!(*path, Path::Form(..)));
        if !fits {
            return Err(Fault::rule(format!("{}不能加减乘除", kind_of(side)), "两边都要是数").into());
        }
    }
    // a zero written in the script is a mistake, one printed in the document is not
    if sign == "/" && decimal(b).is_some_and(|divisor| divisor.is_zero()) {
        return Err(Fault::rule("除数为 0", "先用 if 判断除数").into());
    }
    let (a, b) = (session.item(a)?, session.item(b)?);
    Ok(Dynamic::from(session.arithmetic(operator, &a, &b)?))
}

fn compare(context: &NativeCallContext<'_>, sign: &str, a: &Dynamic, b: &Dynamic) -> Outcome<bool> {
    let Some(relation) = relation(sign) else { return Ok(false) };
    let is_equality = matches!(relation, Relation::Equal | Relation::NotEqual);
    // `find` gives nothing where nothing is found; whether it did may be asked
    let is_found = |value: &Dynamic| value.is_unit() || value.is::<Path>() || value.is_map() || value.is_array();
    if is_equality && (a.is_unit() || b.is_unit()) && is_found(a) && is_found(b) {
        return Ok((a.is_unit() && b.is_unit()) == (relation == Relation::Equal));
    }
    if a.is_unit() || b.is_unit() {
        return Err(Fault::rule(format!("{}与{}不能比较", kind_of(a), kind_of(b)), "是否有数用 present(…)").into());
    }
    if is_plain(a) && is_plain(b) {
        let ordering = decimal(a).cmp(&decimal(b));
        return Ok(match relation {
            Relation::Equal => ordering.is_eq(),
            Relation::NotEqual => ordering.is_ne(),
            Relation::Less => ordering.is_lt(),
            Relation::AtMost => ordering.is_le(),
            Relation::Greater => ordering.is_gt(),
            Relation::AtLeast | Relation::Meets => ordering.is_ge(),
        });
    }
    let session = session(context)?;
    let (a, b) = (session.item(a)?, session.item(b)?);
    Ok(session.compare(relation, &a, &b)?)
}

fn operators(engine: &mut Engine) {
    for sign in ["+", "-", "*", "/", "%"] {
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic| arithmetic(&context, sign, &a, &b));
        let assign = format!("{sign}=");
        engine.register_fn(assign, move |context: NativeCallContext<'_>, a: &mut Dynamic, b: Dynamic| -> Outcome<()> {
            *a = arithmetic(&context, sign, a, &b)?;
            Ok(())
        });
        // numbers of the script, which Rhai would take for itself
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: INT, b: INT| arithmetic(&context, sign, &Dynamic::from_int(a), &Dynamic::from_int(b)));
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: Decimal, b: Decimal| arithmetic(&context, sign, &Dynamic::from(a), &Dynamic::from(b)));
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: INT, b: Decimal| arithmetic(&context, sign, &Dynamic::from_int(a), &Dynamic::from(b)));
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: Decimal, b: INT| arithmetic(&context, sign, &Dynamic::from(a), &Dynamic::from_int(b)));
    }
    for sign in ["==", "!=", "<", "<=", ">", ">="] {
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic| compare(&context, sign, &a, &b));
    }
    engine.register_fn("-", |context: NativeCallContext<'_>, a: Dynamic| arithmetic(&context, "-", &Dynamic::from_int(0), &a));
    engine.register_fn("+", |context: NativeCallContext<'_>, a: Dynamic| arithmetic(&context, "+", &Dynamic::from_int(0), &a));
    engine.register_fn("!", |a: Dynamic| -> Outcome<bool> {
        a.as_bool().map(|truth| !truth).map_err(|_| Fault::rule(format!("! 后面要是真或假，得到的是{}", kind_of(&a)), "写一个比较，例如 !(得分 == 100)").into())
    });
    for sign in ["**", "&", "|", "^", "<<", ">>"] {
        engine.register_fn(sign, move |_: Dynamic, _: Dynamic| -> Outcome<Dynamic> { Err(Fault::rule(format!("脚本里不能用 {sign}"), "而且写 &&，或者写 ||").into()) });
    }
}

fn paths(engine: &mut Engine, names: &Names) {
    for name in properties(names) {
        let own = name.to_owned();
        engine.register_get(name, move |context: NativeCallContext<'_>, path: &mut Path| -> Outcome<Dynamic> { Ok(session(&context)?.member(path, &own)?) });
    }
    engine.register_indexer_get(|context: NativeCallContext<'_>, path: &mut Path, key: ImmutableString| -> Outcome<Dynamic> { Ok(session(&context)?.index(path, &Dynamic::from(key))?) });
    engine.register_indexer_get(|context: NativeCallContext<'_>, path: &mut Path, key: INT| -> Outcome<Dynamic> { Ok(session(&context)?.index(path, &Dynamic::from_int(key))?) });
    engine.register_indexer_get(|context: NativeCallContext<'_>, path: &mut Path, key: Item| -> Outcome<Dynamic> { Ok(session(&context)?.index(path, &Dynamic::from(key))?) });
    engine.register_indexer_get(|context: NativeCallContext<'_>, path: &mut Path, key: Path| -> Outcome<Dynamic> { Ok(session(&context)?.index(path, &Dynamic::from(key))?) });
    for name in ["to_string", "to_debug", "print", "debug"] {
        engine.register_fn(name, |context: NativeCallContext<'_>, item: &mut Item| -> Outcome<String> { Ok(session(&context)?.words(item)) });
        engine.register_fn(name, |path: &mut Path| path.kind().to_owned());
    }
    // what texts can do, words of the document can too
    engine.register_fn("contains", |context: NativeCallContext<'_>, item: &mut Item, text: &str| -> Outcome<bool> { Ok(session(&context)?.words(item).contains(text)) });
    engine.register_fn("starts_with", |context: NativeCallContext<'_>, item: &mut Item, text: &str| -> Outcome<bool> { Ok(session(&context)?.words(item).starts_with(text)) });
    engine.register_fn("ends_with", |context: NativeCallContext<'_>, item: &mut Item, text: &str| -> Outcome<bool> { Ok(session(&context)?.words(item).ends_with(text)) });
}

fn item_out(item: Item) -> Dynamic {
    match &item.value {
        Ok(Value::Bool(truth)) => Dynamic::from_bool(*truth),
        Ok(Value::Number(figure)) if item.reads.is_empty() && figure.unit.is_none() => number(figure.value),
        _ => Dynamic::from(item),
    }
}

/// A value of an operand, or why there is none, carried on.
fn over(from: &[&Item], work: impl FnOnce() -> Result<Value, Missing>) -> Dynamic {
    let missing = from.iter().find_map(|item| item.value.as_ref().err());
    let value = missing.map_or_else(work, |why| Err(why.clone()));
    item_out(Item::computed(value, from))
}

fn figures(engine: &mut Engine) {
    engine.register_fn("percent", |context: NativeCallContext<'_>, share: Dynamic, base: Dynamic| -> Outcome<Dynamic> {
        let session = session(&context)?;
        let (share, base) = (session.item(&share)?, session.item(&base)?);
        for item in [&share, &base] {
            let _ = session.figure(item)?;
        }
        Ok(over(&[&share, &base], || match (&share.value, &base.value) {
            (Ok(a), Ok(b)) => session.with(None, |evaluator| evaluator.percent(a.clone(), b.clone())),
            _ => Err(Missing::ZeroBase(false)),
        }))
    });
    for (name, function) in [("abs", Function::Abs), ("sign", Function::Sign)] {
        engine.register_fn(name, move |context: NativeCallContext<'_>, x: Dynamic| -> Outcome<Dynamic> {
            let session = session(&context)?;
            let x = session.item(&x)?;
            let figure = session.figure(&x)?;
            Ok(over(&[&x], || {
                let figure = figure?;
                session.with(None, |evaluator| if function == Function::Abs { evaluator.absolute(figure) } else { evaluator.sign(figure) })
            }))
        });
    }
    engine.register_fn("round", |context: NativeCallContext<'_>, x: Dynamic, digits: Dynamic| -> Outcome<Dynamic> {
        let session = session(&context)?;
        let (x, digits) = (session.item(&x)?, session.item(&digits)?);
        let (figure, places) = (session.figure(&x)?, session.figure(&digits)?);
        Ok(over(&[&x, &digits], || {
            let (figure, places) = (figure?, places?);
            session.with(None, |evaluator| evaluator.rounded(figure, places))
        }))
    });
    engine.register_fn("round", |_: Dynamic| -> Outcome<Dynamic> {
        Err(Fault::rule("round 要写保留几位小数", "写法：round(数, 小数位数)").into())
    });
    for (name, least) in [("min", true), ("max", false)] {
        let extreme = move |context: &NativeCallContext<'_>, all: &[Dynamic]| -> Outcome<Dynamic> {
            let session = session(context)?;
            let items = all.iter().map(|value| session.item(value)).collect::<Result<Vec<_>, _>>()?;
            let found = items.iter().map(|item| session.figure(item)).collect::<Result<Vec<_>, _>>()?;
            let from: Vec<&Item> = items.iter().collect();
            Ok(over(&from, || {
                let figures = found.into_iter().collect::<Result<Vec<_>, _>>()?;
                session.with(None, |evaluator| evaluator.extreme(least, &figures))
            }))
        };
        engine.register_fn(name, move |context: NativeCallContext<'_>, all: Array| extreme(&context, &all));
        engine.register_fn(name, move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic| extreme(&context, &[a, b]));
        engine.register_fn(name, move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic, c: Dynamic| extreme(&context, &[a, b, c]));
        engine.register_fn(name, move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic, c: Dynamic, d: Dynamic| extreme(&context, &[a, b, c, d]));
    }
    engine.register_fn("grade", |context: NativeCallContext<'_>, scale: Dynamic, score: Dynamic| -> Outcome<Dynamic> {
        let session = session(&context)?;
        let scale = match scale.read_lock::<Path>().as_deref() {
            Some(Path::Scale(scale)) => ScaleReference::Scale(*scale),
            Some(Path::Claim(path, _)) => ScaleReference::Claim(path.claim),
            _ => return Err(Fault::rule(format!("grade 的第一个参数是等级标准，得到的是{}", kind_of(&scale)), format!("写法：{}", Function::Grade.signature().1)).into()),
        };
        let score = session.item(&score)?;
        let _ = session.figure(&score)?;
        Ok(over(&[&score], || {
            let value = score.value.clone()?;
            session.with(None, |evaluator| evaluator.grade_of(scale, value))
        }))
    });
    engine.register_fn("meets", |context: NativeCallContext<'_>, actual: Dynamic, target: Dynamic| -> Outcome<bool> {
        let session = session(&context)?;
        let (actual, target) = (session.item(&actual)?, session.item(&target)?);
        let (Ok(a), Ok(b)) = (&actual.value, &target.value) else { return Ok(false) };
        match session.with(None, |evaluator| evaluator.meets(a, b)) {
            Ok(truth) => Ok(truth),
            Err(Missing::Unchecked(why)) => Err(Fault::Unchecked(why).into()),
            Err(_) => Ok(false),
        }
    });
    engine.register_fn("present", |context: NativeCallContext<'_>, x: Dynamic| -> Outcome<bool> {
        if x.is_unit() {
            return Ok(false);
        }
        let item = session(&context)?.item(&x)?;
        match item.value {
            Ok(Value::Number(_)) => Ok(true),
            Err(Missing::Unchecked(why)) => Err(Fault::Unchecked(why).into()),
            _ => Ok(false),
        }
    });
    engine.register_fn("or", |context: NativeCallContext<'_>, x: Dynamic, y: Dynamic| -> Outcome<Dynamic> {
        if x.is_unit() {
            return Ok(y);
        }
        let session = session(&context)?;
        let item = session.item(&x)?;
        if !matches!(item.value, Ok(Value::Blank(_)) | Err(Missing::NoCapture(_))) {
            return Ok(x);
        }
        let other = session.item(&y)?;
        Ok(if item.reads.is_empty() { y } else { Dynamic::from(Item::computed(other.value.clone(), &[&item, &other])) })
    });
    engine.register_fn("skip", |context: NativeCallContext<'_>, reason: &str| -> Outcome<()> {
        session(&context)?.skip(reason);
        Ok(())
    });
}

fn tree_row(context: &NativeCallContext<'_>, form: &Dynamic, keys: &[Dynamic]) -> Outcome<Path> {
    let session = session(context)?;
    let Some(Path::Form(path, scope)) = form.read_lock::<Path>().map(|path| path.clone()) else {
        return Err(Fault::rule(format!("row 的第一个参数是表样，得到的是{}", kind_of(form)), format!("写法：{}", Function::Row.signature().1)).into());
    };
    let mut nodes = Vec::new();
    for key in keys {
        match &session.item(key)?.value {
            Ok(Value::Text(text, _)) => nodes.push(Node::Text(text.clone())),
            _ => return Err(Fault::rule(format!("类款项要写名称，得到的是{}", kind_of(key)), format!("写法：{}", Function::Row.signature().1)).into()),
        }
    }
    Ok(Path::Form(FormPath { row: RowSelector::Path(nodes), column: ColumnSelector::None, ..path }, scope))
}

fn lists(engine: &mut Engine) {
    engine.register_fn("row", |context: NativeCallContext<'_>, form: Dynamic, a: Dynamic| tree_row(&context, &form, &[a]));
    engine.register_fn("row", |context: NativeCallContext<'_>, form: Dynamic, a: Dynamic, b: Dynamic| tree_row(&context, &form, &[a, b]));
    engine.register_fn("row", |context: NativeCallContext<'_>, form: Dynamic, a: Dynamic, b: Dynamic, c: Dynamic| tree_row(&context, &form, &[a, b, c]));
    engine.register_fn("like", |context: NativeCallContext<'_>, label: Dynamic| -> Outcome<Path> {
        let session = session(&context)?;
        match session.item(&label)?.value {
            Ok(Value::Text(text, _)) => Ok(Path::Like(text)),
            _ => Err(Fault::rule(format!("like 里要写名称，得到的是{}", kind_of(&label)), "例如 支出决算表[like(\"外交支出\")]").into()),
        }
    });
    engine.register_fn("rows", |context: NativeCallContext<'_>, of: Dynamic| -> Outcome<Array> { Ok(session(&context)?.rows(&of)?) });
    engine.register_fn("parts", |context: NativeCallContext<'_>, of: Path| -> Outcome<Array> { Ok(session(&context)?.parts(&of)?) });
    for (name, function) in [("above", Function::Above), ("below", Function::Below)] {
        engine.register_fn(name, move |context: NativeCallContext<'_>, of: Dynamic| -> Outcome<Item> { Ok(session(&context)?.beside(function, &of)?) });
    }
    for (name, function) in [("consecutive", Function::Consecutive), ("same", Function::Same)] {
        engine.register_fn(name, move |context: NativeCallContext<'_>, of: Dynamic| -> Outcome<()> {
            let session = session(&context)?;
            let list = session.list_of(&of)?;
            session.series(function, &list);
            Ok(())
        });
    }
    engine.register_fn("within", |context: NativeCallContext<'_>, row: Path, of: Dynamic| -> Outcome<bool> {
        let session = session(&context)?;
        let Path::Row(Scope::Form { form, side, row: Some(row), .. }) = row else {
            return Err(Fault::rule(format!("within 的第一个参数是一行，得到的是{}", row.kind()), "例如 within(r, above(收支总表.支出.本年支出合计.金额))").into());
        };
        let list = session.list_of(&of)?;
        match session.elements(&list) {
            Ok(elements) => Ok(elements.iter().any(|element| matches!(element.scope, Scope::Form { form: f, side: s, row: Some(r), .. } if (f, s, r) == (form, side, row)))),
            Err(Missing::Unchecked(why)) => Err(Fault::Unchecked(why).into()),
            Err(_) => Ok(false),
        }
    });
    engine.register_fn("sum", |context: NativeCallContext<'_>, of: Dynamic| sum(&context, &of));
    engine.register_fn("sum", |context: NativeCallContext<'_>, of: Dynamic, condition: FnPtr| -> Outcome<Dynamic> {
        let session = session(&context)?;
        let list = session.list_of(&of)?;
        let before = session.state().log.len();
        let elements = match session.elements(&list) {
            Ok(elements) => elements,
            Err(why) => return Ok(Dynamic::from(Item::missing(why))),
        };
        let mut chosen = Array::new();
        for element in elements {
            if truth(&context, "sum", &condition, Dynamic::from(Path::Row(element.scope)))? {
                let Some(place) = element.place else { return Err(Fault::rule("求和要写列名", "例如 sum(项目绩效表.全年预算, |r| r.得分 > 0)").into()) };
                chosen.push(Dynamic::from(session.compute(None, |evaluator| evaluator.at(place))));
            }
        }
        let total = sum(&context, &Dynamic::from_array(chosen))?;
        // it rests on what the condition looked at, too
        let read: Vec<u32> = session.state().log.get(before..).unwrap_or_default().to_vec();
        Ok(match total.read_lock::<Item>().map(|item| item.clone()) {
            Some(item) => Dynamic::from(Item { reads: read.into(), ..item }),
            None => total,
        })
    });
    engine.register_fn("count", |context: NativeCallContext<'_>, of: Dynamic| count(&context, &of));
    engine.register_fn("count", |context: NativeCallContext<'_>, of: Dynamic, condition: FnPtr| -> Outcome<Dynamic> {
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
    });
}

fn sum(context: &NativeCallContext<'_>, of: &Dynamic) -> Outcome<Dynamic> {
    let session = session(context)?;
    let Some(all) = of.read_lock::<Array>().map(|all| all.clone()) else {
        let list = session.list_of(of)?;
        return Ok(item_out(session.compute(list.1, |evaluator| evaluator.aggregate(Function::Sum, &list.0, None))));
    };
    let mut total: Option<Item> = None;
    for value in all {
        let item = session.item(&value)?;
        total = Some(match total {
            None => Item { single: false, list: None, path: None, ..item },
            Some(sum) => session.arithmetic(Binary::Add, &sum, &item)?,
        });
    }
    Ok(total.map_or(Dynamic::from_int(0), item_out))
}

fn count(context: &NativeCallContext<'_>, of: &Dynamic) -> Outcome<Dynamic> {
    let session = session(context)?;
    if let Some(all) = of.read_lock::<Array>() {
        let scope = |value: &Dynamic| match value.read_lock::<Path>().as_deref() {
            Some(Path::Row(scope)) => Some(*scope),
            Some(Path::Part(at)) => at.only.map(Scope::Part),
            _ => None,
        };
        let scopes: Option<Vec<Scope>> = all.iter().map(scope).collect();
        return Ok(match scopes {
            Some(scopes) if !scopes.is_empty() => Dynamic::from(session.compute(None, |evaluator| Ok(evaluator.count_of(&scopes)))),
            _ => Dynamic::from_int(INT::try_from(all.len()).unwrap_or(INT::MAX)),
        });
    }
    let list = session.list_of(of)?;
    Ok(item_out(session.compute(list.1, |evaluator| evaluator.aggregate(Function::Count, &list.0, None))))
}

/// The name of a claim in a rule on it: this very sentence.
#[must_use]
pub(super) fn own_sentence(scope: Scope) -> Dynamic {
    Dynamic::from(Path::Row(scope))
}
