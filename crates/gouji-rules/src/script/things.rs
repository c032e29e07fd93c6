//! A form, a row or a list used in a script where another of them belongs: told before the script
//! ever runs.

use super::kinds::Variables;
use super::place::place;
use crate::formula::{FormulaMistake, Function};
use rhai::{Expr, FnCallExpr, Stmt};

/// What a name or path of a script is that is no value: its name, and of a row that of its form.
pub(super) enum Thing<'n> {
    /// A form.
    Form(&'n str),
    /// A claim.
    Claim(&'n str),
    /// A scale.
    Scale(&'n str),
    /// A kind of part.
    Part(&'n str),
    /// A row.
    Row(String, &'n str),
}

impl Thing<'_> {
    /// How it is written.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Form(id) | Self::Claim(id) | Self::Scale(id) | Self::Part(id) => id,
            Self::Row(name, _) => name,
        }
    }
}

/// Functions of lists.
const OF_LISTS: &[&str] = &[
    "len", "is_empty", "first", "last", "map", "filter", "find", "some", "all", "reduce",
    "for_each", "reverse", "sort", "contains", "index_of",
];

/// The signs between two values.
const SIGNS: &[&str] = &["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"];

impl Thing<'_> {
    /// The list of what it is made of.
    fn list(&self) -> Option<String> {
        match self {
            Self::Form(id) | Self::Claim(id) | Self::Scale(id) => Some(format!("rows({id})")),
            Self::Part(id) => Some(format!("parts({id})")),
            Self::Row(..) => None,
        }
    }

    /// What it is called, and what it is.
    pub(super) fn said(&self) -> String {
        match self {
            Self::Form(id) => format!("{id} 是一张表"),
            Self::Claim(id) => format!("{id} 是一种语句"),
            Self::Scale(id) => format!("{id} 是等级标准"),
            Self::Part(id) => format!("{id} 是文件的部分"),
            Self::Row(name, _) => format!("{name} 是一行"),
        }
    }

    /// A value of it that can be asked for.
    pub(super) fn value(&self, variables: &Variables<'_>) -> String {
        match self {
            Self::Form(id) => format!("{id}.合计行.{}", variables.some_column(id)),
            Self::Row(name, form) => format!("{name}.{}", variables.some_column(form)),
            Self::Claim(id) => format!("{id}.取值"),
            Self::Scale(_) | Self::Part(_) => "其中的一个数".to_owned(),
        }
    }
}

/// A loop that goes over something that is no list.
pub(super) fn looped(
    source: &str,
    stmt: &Stmt,
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let Stmt::For(parts, _) = stmt else { return None };
    let over = &parts.2.expr;
    let own = &parts.0.name;
    let at = place(source, over.start_position());
    let mistake =
        |message: String, help: String| Some(FormulaMistake::new(at.clone(), message).help(help));
    if let Expr::StringConstant(text, _) = over {
        let help = format!("for {own} in rows({text})，名称不加引号");
        return mistake("for 里要一个列表，这里写的是文字".to_owned(), help);
    }
    if let Expr::Dot(pair, ..) = over
        && let Some(Thing::Form(form)) = variables.thing(&pair.lhs)
        && let Expr::Property(column, _) = &pair.rhs
        && variables.is_column(form, &pair.rhs)
        && !variables.is_row(form, &pair.rhs)
    {
        let column = &column.2;
        return mistake(
            format!("{form}.{column} 是一列，for 里要各行"),
            format!("写成 for {own} in rows({form})，里面用 {own}.{column}"),
        );
    }
    let thing = variables.thing(over)?;
    match thing.list() {
        Some(list) => mistake(
            format!("{}，for 里要它的各行", thing.said()),
            format!("写成 for {own} in {list}"),
        ),
        None => {
            let Thing::Row(name, form) = &thing else { return None };
            mistake(
                format!("{name} 是一行，不是列表"),
                format!(
                    "各行写成 for {own} in rows({form})；这一行的数直接写 {}",
                    thing.value(variables)
                ),
            )
        }
    }
}

/// A call that is given something else than it takes, and a sign between what is no value.
pub(super) fn called(
    source: &str,
    call: &FnCallExpr,
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let name = call.name.as_str();
    let mistake = |expr: &Expr, message: String, help: String| {
        Some(FormulaMistake::new(place(source, expr.start_position()), message).help(help))
    };
    if SIGNS.contains(&name)
        && let [left, right] = call.args.as_slice()
    {
        let (expr, thing) =
            [left, right].into_iter().find_map(|expr| Some((expr, variables.thing(expr)?)))?;
        let help = format!("写明是哪一个数，例如 {}", thing.value(variables));
        return mistake(expr, format!("{}，不是一个数", thing.said()), help);
    }
    let first = call.args.first()?;
    if let ("rows", Expr::Dot(pair, ..)) = (name, first) {
        let Some(Thing::Form(form)) = variables.thing(&pair.lhs) else { return None };
        if !variables.is_row(form, &pair.rhs) && !variables.is_column(form, &pair.rhs) {
            return None;
        }
        let message = "rows 里只写表样的名称，给出它的各行".to_owned();
        return mistake(first, message, format!("写成 rows({form})"));
    }
    let thing = variables.thing(first)?;
    let message = format!("{}，不能放在 {name} 里", thing.said());
    let list = thing.list();
    match (name, list) {
        ("sum" | "average" | "min" | "max", _) => {
            let id = match &thing {
                Thing::Form(id) | Thing::Row(_, id) => id,
                _ => return None,
            };
            let column = variables.some_column(id);
            let name = if name == "average" { "sum" } else { name };
            mistake(first, message, format!("写明是哪一列：{name}({id}.{column})"))
        }
        ("len", Some(list)) => mistake(first, message, format!("有几行写成 {list}.len()")),
        (own, Some(list)) if OF_LISTS.contains(&own) && call.args.len() > 1 => {
            mistake(first, message, format!("先取各行：{list}.{own}(…)"))
        }
        (own, _)
            if matches!(
                Function::find(own),
                Some(
                    Function::Abs
                        | Function::Round
                        | Function::Floor
                        | Function::Ceil
                        | Function::Percent
                        | Function::Days
                )
            ) =>
        {
            mistake(first, message, format!("写明是哪一个数，例如 {}", thing.value(variables)))
        }
        _ => None,
    }
}

/// A member of a form that lists have, and a form asked for a row by its number.
pub(super) fn member(
    source: &str,
    expr: &Expr,
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let (pair, is_index) = match expr {
        Expr::Dot(pair, ..) => (pair, false),
        Expr::Index(pair, ..) => (pair, true),
        _ => return None,
    };
    let thing = variables.thing(&pair.lhs)?;
    let list = thing.list()?;
    let own = match &pair.rhs {
        Expr::Dot(rest, ..) | Expr::Index(rest, ..) => &rest.lhs,
        other => other,
    };
    let at = place(source, pair.lhs.start_position());
    let mistake =
        |message: String, help: String| Some(FormulaMistake::new(at.clone(), message).help(help));
    if is_index {
        let is_number = matches!(own, Expr::IntegerConstant(..));
        let written = match own {
            Expr::IntegerConstant(number, _) => number.to_string(),
            Expr::Variable(variable, ..) if variables.is_number(&variable.1) => {
                variable.1.to_string()
            }
            _ => return None,
        };
        let coded = if is_number {
            format!("；是编码的加引号：{}[\"{written}\"]", thing.name())
        } else {
            String::new()
        };
        return mistake(
            format!("{}，不能按第几行取", thing.said()),
            format!("第几行写成 {list}[{written}]，第一行是 0{coded}"),
        );
    }
    match own {
        Expr::Property(property, _) if matches!(property.2.as_str(), "rows" | "row" | "行") => {
            mistake(
                format!("{}，后面不写 .{}", thing.said(), property.2),
                format!("各行写成 {list}"),
            )
        }
        Expr::Property(property, _) if OF_LISTS.contains(&property.2.as_str()) => mistake(
            format!("{}，不是列表", thing.said()),
            format!("先取各行：{list}.{}()", property.2),
        ),
        Expr::MethodCall(call, _) if OF_LISTS.contains(&call.name.as_str()) => mistake(
            format!("{}，不是列表", thing.said()),
            format!("先取各行：{list}.{}(…)", call.name),
        ),
        Expr::MethodCall(call, _) if call.name.as_str() == "rows" => {
            mistake(format!("{}，后面不写 .rows()", thing.said()), format!("各行写成 {list}"))
        }
        _ => None,
    }
}
