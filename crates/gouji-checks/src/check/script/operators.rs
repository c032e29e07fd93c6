//! The operators of scripts: none of them is Rhai's own.

use super::call::{CallOutcome, decimal, is_plain, number, overflow, session};
use super::session::{kind_of, text_of};
use super::value::{ScriptItem, ScriptPath};
use gouji_rules::formula::{Binary, CheckRelation};
use gouji_rules::script::{Fault, relation};
use gouji_values::number::{Decimal, multiply};
use rhai::{Dynamic, Engine, INT, NativeCallContext};

fn arithmetic(
    context: &NativeCallContext<'_>,
    sign: &str,
    a: &Dynamic,
    b: &Dynamic,
) -> CallOutcome<Dynamic> {
    let session = session(context)?;
    if sign == "+" && (text_of(a).is_some() || text_of(b).is_some()) {
        let other = |value: &Dynamic| -> CallOutcome<String> {
            match text_of(value) {
                Some(text) => Ok(text),
                None => Ok(session.words(&session.item(value)?)),
            }
        };
        return Ok(Dynamic::from(format!("{}{}", other(a)?, other(b)?)));
    }
    if is_plain(a) && is_plain(b) {
        let (Some(x), Some(y)) = (decimal(a), decimal(b)) else {
            return Err(overflow().into());
        };
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
        let fits = is_plain(side)
            || side.is::<ScriptItem>()
            || side
                .read_lock::<ScriptPath>()
                .is_some_and(|path| matches!(*path, ScriptPath::Form(..)));
        if !fits {
            return Err(
                Fault::rule(format!("{}不能加减乘除", kind_of(side)), "两边都要是数").into()
            );
        }
    }
    // a zero written in the script is a mistake, one printed in the document is not
    if sign == "/" && decimal(b).is_some_and(|divisor| divisor.is_zero()) {
        return Err(Fault::rule("除数为 0", "先用 if 判断除数").into());
    }
    let (a, b) = (session.item(a)?, session.item(b)?);
    Ok(Dynamic::from(session.arithmetic(operator, &a, &b)?))
}

pub(super) fn compare(
    context: &NativeCallContext<'_>,
    sign: &str,
    a: &Dynamic,
    b: &Dynamic,
) -> CallOutcome<bool> {
    let Some(relation) = relation(sign) else { return Ok(false) };
    let is_equality = matches!(relation, CheckRelation::Equal | CheckRelation::NotEqual);
    // `find` gives nothing where nothing is found; whether it did may be asked
    let is_found = |value: &Dynamic| {
        value.is_unit() || value.is::<ScriptPath>() || value.is_map() || value.is_array()
    };
    if is_equality && (a.is_unit() || b.is_unit()) && is_found(a) && is_found(b) {
        return Ok((a.is_unit() && b.is_unit()) == (relation == CheckRelation::Equal));
    }
    if a.is_unit() || b.is_unit() {
        return Err(Fault::rule(
            format!("{}与{}不能比较", kind_of(a), kind_of(b)),
            "是否有数用 present(…)",
        )
        .into());
    }
    if is_plain(a) && is_plain(b) {
        let ordering = decimal(a).cmp(&decimal(b));
        return Ok(relation.holds(ordering));
    }
    let session = session(context)?;
    let (a, b) = (session.item(a)?, session.item(b)?);
    session.compare(relation, &a, &b).map_err(|fault| session.ended(fault, context, &[&a, &b]))
}

pub(super) fn operators(engine: &mut Engine) {
    for sign in ["+", "-", "*", "/", "%"] {
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic| {
            arithmetic(&context, sign, &a, &b)
        });
        let assign = format!("{sign}=");
        engine.register_fn(
            assign,
            move |context: NativeCallContext<'_>, a: &mut Dynamic, b: Dynamic| -> CallOutcome<()> {
                *a = arithmetic(&context, sign, a, &b)?;
                Ok(())
            },
        );
        // numbers of the script, which Rhai would take for itself
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: INT, b: INT| {
            arithmetic(&context, sign, &Dynamic::from_int(a), &Dynamic::from_int(b))
        });
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: Decimal, b: Decimal| {
            arithmetic(&context, sign, &Dynamic::from(a), &Dynamic::from(b))
        });
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: INT, b: Decimal| {
            arithmetic(&context, sign, &Dynamic::from_int(a), &Dynamic::from(b))
        });
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: Decimal, b: INT| {
            arithmetic(&context, sign, &Dynamic::from(a), &Dynamic::from_int(b))
        });
    }
    for sign in ["==", "!=", "<", "<=", ">", ">="] {
        engine.register_fn(sign, move |context: NativeCallContext<'_>, a: Dynamic, b: Dynamic| {
            let held = compare(&context, sign, &a, &b)?;
            session(&context)?.state().asked(context.call_position(), held);
            CallOutcome::Ok(held)
        });
    }
    engine.register_fn("-", |context: NativeCallContext<'_>, a: Dynamic| {
        arithmetic(&context, "-", &Dynamic::from_int(0), &a)
    });
    engine.register_fn("+", |context: NativeCallContext<'_>, a: Dynamic| {
        arithmetic(&context, "+", &Dynamic::from_int(0), &a)
    });
    engine.register_fn("!", |a: Dynamic| -> CallOutcome<bool> {
        a.as_bool().map(|truth| !truth).map_err(|_| {
            Fault::rule(
                format!("! 后面要是真或假，得到的是{}", kind_of(&a)),
                "写一个比较：!(项.列 == 数)",
            )
            .into()
        })
    });
    for sign in ["**", "&", "|", "^", "<<", ">>"] {
        engine.register_fn(sign, move |_: Dynamic, _: Dynamic| -> CallOutcome<Dynamic> {
            Err(Fault::rule(format!("脚本里不能用 {sign}"), "而且写 &&，或者写 ||").into())
        });
    }
}
