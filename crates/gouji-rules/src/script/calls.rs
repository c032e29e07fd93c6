//! Calls and signs with other things than they take, told before the script ever runs: reports
//! without words or in another order, columns of a list, texts that are joined as elsewhere.

use super::gates::{beginning, find_unquoted};
use super::kinds::Variables;
use super::place::place;
use super::signs::operation;
use super::things::Thing;
use crate::formula::{FormulaMistake, Function, digits_slip, is_no_day, not_there};
use gouji_values::kind::{Kind, Operation};
use rhai::{ASTNode, BinaryExpr, Expr, FnCallExpr, Position};
use std::ops::Range;

/// What a call is given that it does not take.
pub(super) fn call(
    source: &str,
    path: &[ASTNode<'_>],
    (call, at): (&FnCallExpr, Position),
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    if let Some(mistake) = behind_list(source, path, at) {
        return Some(mistake);
    }
    let whole = whole(source, (call, at));
    let mistake = |message: String, help: String| {
        Some(FormulaMistake::new(whole.clone(), message).help(help))
    };
    let name = call.name.as_str();
    match (name, call.args.as_slice()) {
        ("report", []) => mistake(
            "report 里没有写要说的话".to_owned(),
            format!("写成 report({}, \"说明\")；先写是哪个数，后写话", variables.some_value()),
        ),
        ("report", [text, of]) if is_text(text) && !is_text(of) => {
            let (text, of) = (source.get(place(source, text.start_position()))?, written(of)?);
            mistake("report 先写是哪个数，后写话".to_owned(), format!("写成 report({of}, {text})"))
        }
        ("skip", []) => mistake("skip 里没有写理由".to_owned(), "写成 skip(\"理由\")".to_owned()),
        ("&" | "|", [a, b]) => mistake(
            format!("脚本里不能用 {name}"),
            match joined(source, a, b, variables) {
                Some(meant) => format!("文字接文字写成 {meant}"),
                None if name == "&" => "两个条件都要成立的写 &&".to_owned(),
                None => "有一个成立就行的写 ||".to_owned(),
            },
        ),
        // told as what is no value
        ("+", [a, b]) if [a, b].into_iter().any(|own| variables.thing(own).is_some()) => None,
        ("+", [a, b]) => {
            let meant = joined(source, a, b, variables)?;
            if !is_text(a) && !is_text(b) {
                return None;
            }
            mistake("文字不用 + 相接".to_owned(), format!("写成 {meant}"))
        }
        ("-", [..]) => {
            let day = day_in(call)?;
            let start = place(source, beginning(call.args.first()?)).start;
            let from = source.get(start..).unwrap_or("");
            let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ');
            let end = from.find(|c: char| !is_part(c)).unwrap_or(from.len());
            let span = start..start + from.get(..end).unwrap_or("").trim_end().len();
            if is_no_day(&day) {
                return Some(not_there(span, &day, "\""));
            }
            Some(
                FormulaMistake::new(span, "脚本里的日期要写在引号里")
                    .help(format!("写成 \"{day}\"")),
            )
        }
        ("round", [_, _]) => {
            let inner = source.get(whole.clone())?.strip_prefix("round")?.trim();
            let inner = inner.strip_prefix('(')?.strip_suffix(')')?;
            let (of, digits) = inner.rsplit_once(',')?;
            let (message, help) = digits_slip(of.trim(), digits.trim().parse().ok()?)?;
            mistake(message, help)
        }
        (_, []) if let Some(function) = Function::of_scripts().find(|own| own.name() == name) => {
            mistake(format!("{name} 里没有写东西"), format!("写法：{}", function.signature().1))
        }
        _ => None,
    }
}

/// A function of values behind the point of a list: `rows(表).map(|r| r.金额).min()`.
fn behind_list(source: &str, path: &[ASTNode<'_>], at: Position) -> Option<FormulaMistake> {
    let (ASTNode::Expr(Expr::MethodCall(call, _)), around) = path.split_last()? else {
        return None;
    };
    let name = call.name.as_str();
    if !matches!(name, "sum" | "count" | "min" | "max" | "average") || !call.args.is_empty() {
        return None;
    }
    // the whole chain of points
    let is_chain =
        |node: &&ASTNode<'_>| matches!(node, ASTNode::Expr(Expr::Dot(..) | Expr::Index(..)));
    let ASTNode::Expr(whole) = around.iter().rev().take_while(is_chain).last()? else {
        return None;
    };
    let (start, own) = (place(source, beginning(whole)).start, place(source, at));
    let list = source.get(start..own.start)?.trim_end().strip_suffix('.')?.trim_end();
    let end = own.end + source.get(own.end..)?.find(')')? + 1;
    let meant = match name {
        "average" => format!("sum({list}) / {list}.len()"),
        "count" => format!("{list}.len()"),
        name => format!("{name}({list})"),
    };
    Some(
        FormulaMistake::new(start..end, format!("列表后面不写 .{name}()"))
            .help(format!("写成 {meant}")),
    )
}

/// Where a call stands with its arguments, or a sign with both sides.
pub(super) fn whole(source: &str, (call, at): (&FnCallExpr, Position)) -> Range<usize> {
    let own = place(source, at);
    if let ("+" | "&" | "|", [a, b]) = (call.name.as_str(), call.args.as_slice()) {
        let end = place(source, rightmost(b)).end;
        return place(source, beginning(a)).start..end.max(own.end);
    }
    let rest = source.get(own.end..).unwrap_or("");
    let end = find_unquoted(rest, |c, depth| match c {
        ')' => depth <= 1,
        '(' => false,
        c => depth == 0 && !c.is_whitespace(),
    });
    let closed = end.filter(|end| rest.get(*end..).is_some_and(|rest| rest.starts_with(')')));
    closed.map_or(own.clone(), |end| own.start..own.end + end + 1)
}

/// Where the last word of an expression begins.
fn rightmost(expr: &Expr) -> Position {
    match expr {
        Expr::FnCall(call, _) if call.op_token.is_some() => {
            call.args.last().map_or_else(|| expr.start_position(), rightmost)
        }
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => rightmost(&pair.rhs),
        _ => expr.start_position(),
    }
}

/// Whether an expression is a day as it would be written without quotes.
pub(super) fn is_day(expr: &Expr) -> bool {
    matches!(expr, Expr::FnCall(call, _) if call.name == "-" && day_in(call).is_some())
}

/// A column behind a list of rows: `rows(表).金额`.
pub(super) fn column_of_list(
    source: &str,
    pair: &BinaryExpr,
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let (Expr::FnCall(call, at), Expr::Property(property, end)) = (&pair.lhs, &pair.rhs) else {
        return None;
    };
    let [of] = call.args.as_slice() else { return None };
    let Some(Thing::Form(form)) = variables.thing(of).filter(|_| call.name == "rows") else {
        return None;
    };
    let span: Range<usize> = place(source, *at).start..place(source, *end).end;
    Some(
        FormulaMistake::new(span, "rows(…) 是各行，后面不能取一列")
            .help(format!("写成 {form}.{}", property.2)),
    )
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::StringConstant(..) | Expr::InterpolatedString(..))
}

/// A name or path as it is written.
fn written(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Variable(variable, ..) => Some(variable.1.to_string()),
        Expr::Property(property, _) => Some(property.2.to_string()),
        Expr::Dot(pair, ..) => Some(format!("{}.{}", written(&pair.lhs)?, written(&pair.rhs)?)),
        _ => None,
    }
}

/// Two texts, or a text and a value, as one text.
fn joined(source: &str, a: &Expr, b: &Expr, variables: &Variables<'_>) -> Option<String> {
    if !is_text(a) && !is_text(b) && !variables.is_words(a) && !variables.is_words(b) {
        return None;
    }
    let piece = |expr: &Expr| match expr {
        Expr::StringConstant(text, _) => Some(text.to_string()),
        Expr::InterpolatedString(..) => {
            let text = source.get(place(source, expr.start_position()))?;
            Some(text.trim_matches('`').to_owned())
        }
        Expr::FnCall(call, _) if call.name == "+" || call.name == "&" => {
            let [a, b] = call.args.as_slice() else { return None };
            let inner = joined(source, a, b, variables)?;
            Some(inner.trim_matches('`').to_owned())
        }
        _ => Some(format!("${{{}}}", written(expr)?)),
    };
    Some(format!("`{}{}`", piece(a)?, piece(b)?))
}

/// The day that two subtractions are: `2024-12-31`.
fn day_in(call: &FnCallExpr) -> Option<String> {
    let number = |expr: &Expr| match expr {
        Expr::IntegerConstant(number, _) => Some(*number),
        _ => None,
    };
    let [first, day] = call.args.as_slice() else { return None };
    let Expr::FnCall(inner, _) = first else { return None };
    let [year, month] = inner.args.as_slice() else { return None };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let is_day = inner.name == "-"
        && (1900..2200).contains(&year)
        && (1..=31).contains(&month)
        && (1..=31).contains(&day);
    is_day.then(|| format!("{year}-{month:02}-{day:02}"))
}

impl Variables<'_> {
    /// A text that is to be a day and is none, where a day or what nobody knows stands beside it.
    pub(super) fn beside_no_day(&self, source: &str, call: &FnCallExpr) -> Option<FormulaMistake> {
        let [left, right] = call.args.as_slice() else { return None };
        operation(&call.name).filter(|own| matches!(own, Operation::Equal | Operation::Order))?;
        [(left, right), (right, left)].into_iter().find_map(|(one, other)| {
            let Expr::StringConstant(text, at) = one else { return None };
            let may_be_day = matches!(self.kind(other), None | Some(Kind::Date));
            (may_be_day && is_no_day(text)).then(|| not_there(place(source, *at), text, "\""))
        })
    }

    /// Whether an expression is words of the document.
    fn is_words(&self, expr: &Expr) -> bool {
        self.kind(expr) == Some(Kind::Text)
    }

    /// A value of a row that a loop goes over, as an example.
    pub(super) fn some_value(&self) -> String {
        self.some_row().map_or_else(
            || "数".to_owned(),
            |(row, form)| format!("{row}.{}", self.some_column(form)),
        )
    }
}
