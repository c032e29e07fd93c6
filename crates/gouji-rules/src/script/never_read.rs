//! What a script asks or compares and that depends on no document: `present` of a truth or a text,
//! comparisons of what the script itself writes, a blank compared with an empty text. The same is
//! refused in formulas.

use super::gates::{beginning, condition_text, find_unquoted};
use super::grammar::relation;
use super::kinds::{Bound, Variables};
use super::place::place;
use super::truths::is_truth;
use crate::formula::{FormulaMistake, Names};
use rhai::{AST, ASTNode, Expr, FnCallExpr, Position};
use std::ops::Range;

/// All that a script asks or compares so.
pub(super) fn never_read(source: &str, ast: &AST, names: &Names) -> Vec<FormulaMistake> {
    let variables = Variables::of(source, ast, names);
    let mut out = Vec::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::FnCall(call, at))) = path.last() {
            out.extend(told(source, (call, *at), &variables));
        }
        true
    });
    out
}

/// What is wrong with a call or sign that never depends on a document.
fn told(
    source: &str,
    (call, at): (&FnCallExpr, Position),
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    match (call.name.as_str(), call.args.as_slice()) {
        ("present", [asked]) => asked_of(source, (asked, at), variables),
        (sign, [left, right]) if relation(sign).is_some() => {
            both_written(source, sign, (left, right), variables)
                .or_else(|| with_blank(source, sign, (left, right), variables))
                .or_else(|| with_blank(source, sign, (right, left), variables))
        }
        _ => None,
    }
}

/// The place of an expression with all its text.
fn span(source: &str, expr: &Expr) -> Range<usize> {
    let start = place(source, beginning(expr)).start;
    let length = condition_text(expr, source).map_or(0, str::len);
    start..start + length
}

fn is_written(expr: &Expr) -> bool {
    match expr {
        Expr::StringConstant(..)
        | Expr::IntegerConstant(..)
        | Expr::DynamicConstant(..)
        | Expr::BoolConstant(..)
        | Expr::CharConstant(..) => true,
        Expr::FnCall(call, _) if call.op_token.is_some() => call.args.iter().all(is_written),
        _ => false,
    }
}

/// `present` of something that is there whatever a document prints.
fn asked_of(
    source: &str,
    (asked, at): (&Expr, Position),
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let at = place(source, at);
    if let Expr::StringConstant(text, _) = asked {
        let own = span(source, asked);
        let meant = as_path(text, variables).unwrap_or_else(|| variables.some_value());
        let message = "加了引号就是文字，总是有的；名称不加引号";
        return Some(FormulaMistake::new(own, message).help(format!("写成 present({meant})")));
    }
    if is_truth(asked) {
        let message = "present 问的是印了没有；条件成立、不成立都算“有”，这样写查不出来";
        let inner = source.get(at.end..)?.trim_start().strip_prefix('(')?;
        let text = inner.get(..find_unquoted(inner, |c, depth| c == ')' && depth == 0)?)?.trim();
        let mistake = FormulaMistake::new(at, message);
        return Some(mistake.help(format!("不写 present，直接写这个条件：{text}")));
    }
    is_written(asked).then(|| {
        FormulaMistake::new(at, "present 问的是印了没有，这里写的不管文件怎么印都有")
            .help(format!("里面写名称，例如 present({})", variables.some_value()))
    })
}

/// A text that is the path of a value: `行.方式`.
fn as_path(text: &str, variables: &Variables<'_>) -> Option<String> {
    let (owner, name) = text.trim().split_once('.').unwrap_or(("", text.trim()));
    let columns =
        |form: &crate::formula::FormNames| form.columns.iter().any(|(known, _)| known == name);
    let names = variables.names();
    match variables.bound(owner) {
        Some(Some(Bound::Row(form))) => {
            names.forms.get(form).is_some_and(columns).then(|| text.trim().to_owned())
        }
        Some(_) => None,
        None if owner.is_empty() => {
            let (row, form) = variables.some_row()?;
            let own = names.forms.iter().find(|own| own.id == form)?;
            columns(own).then(|| format!("{row}.{name}"))
        }
        None => {
            let form = names.forms.iter().find(|own| own.id == owner);
            let claim = names.claims.iter().find(|own| own.id == owner);
            let has = form.is_some_and(|form| {
                columns(form)
                    || name
                        .split_once('.')
                        .is_some_and(|(row, _)| form.rows.iter().any(|own| own == row))
            }) || claim
                .is_some_and(|own| own.captures.iter().any(|(known, ..)| known == name));
            has.then(|| text.trim().to_owned())
        }
    }
}

/// Both sides are written in the script.
fn both_written(
    source: &str,
    sign: &str,
    (left, right): (&Expr, &Expr),
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let is_text = |expr: &Expr| matches!(expr, Expr::StringConstant(..));
    if !is_text(left) || !is_text(right) {
        return None;
    }
    let path = |expr: &Expr| match expr {
        Expr::StringConstant(text, _) => as_path(text, variables),
        _ => None,
    };
    let (first, second) = (path(left), path(right));
    let of = |path: &Option<String>, expr: &Expr| match path {
        Some(path) => Some(path.clone()),
        None => written(expr),
    };
    let whole = span(source, left).start..span(source, right).end;
    let (message, help) = if first.is_some() || second.is_some() {
        let name = first.as_ref().or(second.as_ref())?;
        (
            format!("“{name}”加了引号就是文字，两边都是写定的，与文件无关：名称不加引号"),
            format!("写成 {} {sign} {}", of(&first, left)?, of(&second, right)?),
        )
    } else {
        (
            "比较的两边都是写定的，与文件无关，结果总是一样".to_owned(),
            format!("被核对的一边写名称，不加引号，例如 {}", variables.some_value()),
        )
    };
    Some(FormulaMistake::new(whole, message).help(help))
}

/// What a side is as it is written.
fn written(expr: &Expr) -> Option<String> {
    match expr {
        Expr::StringConstant(text, _) => Some(format!("\"{text}\"")),
        Expr::IntegerConstant(number, _) => Some(number.to_string()),
        Expr::DynamicConstant(value, _) => Some(value.to_string()),
        _ => None,
    }
}

/// A value of the document that is to be an empty text: a blank is none.
fn with_blank(
    source: &str,
    sign: &str,
    (one, other): (&Expr, &Expr),
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let Expr::StringConstant(text, _) = other else { return None };
    if sign != "==" || !text.trim().is_empty() || !is_printed(one, variables) {
        return None;
    }
    let name = path_text(one)?;
    let message = format!("空着的格子不等于 \"{text}\"：空白不是文字，不能这样比");
    Some(
        FormulaMistake::new(span(source, one), message)
            .help(format!("空着的写 !present({name})，填了的写 present({name})")),
    )
}

/// Whether a path leads to something that is printed: into a row, a form, a sentence.
fn is_printed(expr: &Expr, variables: &Variables<'_>) -> bool {
    let Expr::Dot(pair, ..) = expr else { return false };
    if !matches!(&pair.rhs, Expr::Property(..) | Expr::Dot(..)) || path_text(expr).is_none() {
        return false;
    }
    let mut owner = &pair.lhs;
    while let Expr::Index(pair, ..) | Expr::Dot(pair, ..) = owner {
        owner = &pair.lhs;
    }
    variables.thing(owner).is_some()
}

/// A path as it is written.
fn path_text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Variable(variable, ..) => Some(variable.1.to_string()),
        Expr::Property(property, _) => Some(property.2.to_string()),
        Expr::Dot(pair, ..) => Some(format!("{}.{}", path_text(&pair.lhs)?, path_text(&pair.rhs)?)),
        _ => None,
    }
}
