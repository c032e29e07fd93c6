//! Functions of formulas that a script calls, and conditions written as in formulas: told as a whole, before the names inside
//! them.

use super::gates::find_unquoted;
use super::place::place;
use crate::formula::{FormulaMistake, Function};
use rhai::{FnCallExpr, Position};
use std::ops::Range;

/// A call as the script has it.
struct Call<'s> {
    name: &'s str,
    arguments: Vec<&'s str>,
    span: Range<usize>,
}

/// What is wrong with the call around a name that is not known.
pub(super) fn around(source: &str, at: usize) -> Option<FormulaMistake> {
    let before = source.get(..at)?;
    let start = before.rfind([';', '{', '}']).map_or(0, |end| end + 1);
    let mut depth = 0_usize;
    let open = before.get(start..)?.char_indices().rev().find_map(|(at, c)| {
        match c {
            ')' => depth += 1,
            '(' if depth == 0 => return Some(start + at),
            '(' => depth -= 1,
            _ => {}
        }
        None
    })?;
    told(&call(source, open)?)
}

/// What is wrong with a call whose arguments are all known.
pub(super) fn known(source: &str, own: &FnCallExpr, at: Position) -> Option<FormulaMistake> {
    let name = own.name.as_str();
    Function::find(name)?;
    let start = place(source, at).start;
    let open = start + source.get(start..)?.strip_prefix(name).map(|_| name.len())?;
    told(&call(source, open)?)
}

/// The call whose arguments an opening parenthesis begins.
fn call(source: &str, open: usize) -> Option<Call<'_>> {
    let before = source.get(..open)?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let start = before.trim_end_matches(is_word).len();
    let inner = source.get(open + 1..)?;
    let end = find_unquoted(inner, |c, depth| c == ')' && depth == 0)?;
    let mut rest = inner.get(..end)?;
    let mut arguments = Vec::new();
    while let Some(comma) = find_unquoted(rest, |c, depth| c == ',' && depth == 0) {
        arguments.push(rest.get(..comma)?.trim());
        rest = rest.get(comma + 1..)?;
    }
    arguments.push(rest.trim());
    let name = before.get(start..)?;
    (!name.is_empty()).then_some(Call { name, arguments, span: start..open + end + 2 })
}

fn told(call: &Call<'_>) -> Option<FormulaMistake> {
    let Call { name, arguments, span } = call;
    let mistake =
        |message: String, help: String| Some(FormulaMistake::new(span.clone(), message).help(help));
    match (Function::find(name)?, arguments.as_slice()) {
        (Function::Lookup, [table, key]) => {
            let table = table.strip_prefix("param.").unwrap_or(table);
            let table = table.split_once('[').map_or(table, |(table, _)| table);
            mistake(
                format!("脚本里没有 {name}"),
                format!("写成 param.{}[{key}]", table.trim_matches('"')),
            )
        }
        (Function::Steps, [table, of]) => {
            let of = of.rsplit('.').next().unwrap_or(of);
            mistake(
                format!("{name} 只用在公式里，脚本里不能用"),
                format!(
                    "不写 script，写 form = \"表样\"、expect = \"列名 <= {name}({}, {of})\"",
                    table.trim_start_matches("param.")
                ),
            )
        }
        (Function::Sum | Function::Count, [list, condition])
            if condition.contains(['=', '<', '>']) && !condition.starts_with('|') =>
        {
            mistake(
                format!("脚本的 {name} 里，条件前面要写 |项|"),
                format!("写成 {name}({list}, |项| {})", of_item(condition)),
            )
        }
        _ => None,
    }
}

/// A condition as one of each row: `级次 == 1` is `项.级次 == 1`, `表.金额 > 0` is `项.金额 > 0`.
fn of_item(condition: &str) -> String {
    let end = condition.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
    let (own, rest) = condition.split_at(end.unwrap_or(condition.len()));
    let column = own.rsplit('.').next().unwrap_or(own);
    format!("项.{column}{rest}")
}
