//! What a script says to the reader: `report` and `skip` say it wherever they are reached, and ask
//! nothing. A condition among what they are given is told before the script ever runs.

use super::calls::{self, whole};
use super::gates::{beginning, find_unquoted};
use super::kinds::Variables;
use super::place::place;
use super::truths::is_truth;
use crate::formula::FormulaMistake;
use gouji_values::kind::Kind;
use rhai::{ASTNode, Expr, FnCallExpr, Position};

/// What a call is given that it does not take.
pub(super) fn call(
    source: &str,
    path: &[ASTNode<'_>],
    own: (&FnCallExpr, Position),
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    told(source, own, variables).or_else(|| calls::call(source, path, own, variables))
}

/// Why what `report` or `skip` is given is nothing that they say.
fn told(
    source: &str,
    (call, at): (&FnCallExpr, Position),
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let name = call.name.as_str();
    if !matches!(name, "report" | "skip") {
        return None;
    }
    let whole = whole(source, (call, at));
    let is_asked = |expr: &Expr| is_truth(expr) || variables.kind(expr) == Some(Kind::Truth);
    let mistake = |message: String, help: String| {
        Some(FormulaMistake::new(whole.clone(), message).help(help))
    };
    match (name, call.args.as_slice()) {
        ("report", [asked, words]) if is_asked(asked) && !is_asked(words) => {
            let message = "report 不看条件成不成立，走到这里总会报告；前面写的是哪个数";
            mistake(
                message.to_owned(),
                instead(source, asked, argument(source, words)?, variables)?,
            )
        }
        ("report", [_, asked]) if is_asked(asked) => {
            let message = "report 不看条件成不成立，走到这里总会报告；后面写的是话";
            mistake(message.to_owned(), instead(source, asked, "\"说明\"", variables)?)
        }
        ("report", [first, second]) if is_words(first) && is_words(second) => mistake(
            "report 的前面写的是哪个数，这里是一段话，不会印出来".to_owned(),
            format!(
                "写成 report({}, {})；说的话合成一段",
                variables.some_value(),
                argument(source, second)?
            ),
        ),
        ("report", [asked]) if is_asked(asked) => {
            let of = argument(source, asked)?;
            let help = match opposite(source, asked) {
                Some(meant) => format!("写成 expect({meant}, \"说明\")：不成立的就报告"),
                None => format!("写成 if {of} {{ report({}, \"说明\"); }}", variables.some_value()),
            };
            mistake("report 里写要说的话，这里写的是条件".to_owned(), help)
        }
        ("report", [_, _, _, ..]) => mistake(
            "report 只写两样：哪个数，要说的话".to_owned(),
            format!("写成 report({}, \"说明\")", variables.some_value()),
        ),
        ("skip", [_, _, ..]) => {
            mistake("skip 只写一样：理由".to_owned(), "写成 skip(\"理由\")".to_owned())
        }
        ("skip", [asked]) if is_asked(asked) => {
            let of = argument(source, asked)?;
            let help = format!("写成 if {of} {{ skip(\"理由\"); }}");
            mistake("skip 里写理由，这里写的是条件".to_owned(), help)
        }
        _ => None,
    }
}

/// What to write where a condition stands in a report.
fn instead(source: &str, asked: &Expr, said: &str, variables: &Variables<'_>) -> Option<String> {
    if let Some(meant) = opposite(source, asked) {
        return Some(format!("写成 expect({meant}, {said})：不成立的就报告"));
    }
    let of = argument(source, asked)?;
    Some(format!("写成 if {of} {{ report({}, {said}); }}", variables.some_value()))
}

/// A comparison that holds where another one does not.
fn opposite(source: &str, asked: &Expr) -> Option<String> {
    let Expr::FnCall(call, at) = asked else { return None };
    let sign = call.name.as_str();
    let meant = match sign {
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        "==" => "!=",
        "!=" => "==",
        _ => return None,
    };
    let sign = place(source, *at);
    let (start, whole) = (place(source, beginning(asked)).start, argument(source, asked)?);
    let left = source.get(start..sign.start)?;
    let right = source.get(sign.end..start + whole.len())?;
    Some(format!("{} {meant} {}", left.trim(), right.trim()))
}

/// An argument as the script has it: from its first sign up to the comma or bracket behind it.
fn argument<'s>(source: &'s str, expr: &Expr) -> Option<&'s str> {
    let start = place(source, beginning(expr)).start.min(place(source, expr.position()).start);
    let rest = source.get(start..)?;
    let end = find_unquoted(rest, |c, depth| matches!(c, ',' | ')') && depth == 0)?;
    rest.get(..end).map(str::trim_end)
}

fn is_words(expr: &Expr) -> bool {
    matches!(expr, Expr::StringConstant(..) | Expr::InterpolatedString(..))
}
