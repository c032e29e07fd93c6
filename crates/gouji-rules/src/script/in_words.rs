//! Tables, rows and lists where a script has words: in a text that is filled in, or as what is said.
//! Names between quotes where a name belongs.

use super::gates::beginning;
use super::kinds::Variables;
use super::place::place;
use super::things::Thing;
use crate::formula::{FormulaMistake, suggest};
use rhai::{AST, ASTNode, Expr, FnCallExpr, Stmt};
use std::collections::{BTreeMap, BTreeSet};

/// What the variables of a script are kept from, where each has one value.
type Kept = BTreeMap<String, Expr>;

/// Everything that is to be words and is a table, a row or a list.
pub(super) fn in_words(source: &str, ast: &AST, variables: &Variables<'_>) -> Vec<FormulaMistake> {
    let kept = kept(ast);
    let mut out = Vec::new();
    let mut look = |expr: &Expr| {
        let expr = inner(expr);
        let Some((said, value)) = no_words(expr, variables, &kept) else { return };
        let span = place(source, beginning(expr));
        out.push(
            FormulaMistake::new(span, format!("{said}，不能当文字印出"))
                .help(format!("写明是哪一列、哪一个数，例如 `${{{value}}}`")),
        );
    };
    ast.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Expr(Expr::InterpolatedString(parts, _))) => {
                parts.iter().for_each(&mut look);
            }
            Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _))) => {
                match (call.name.as_str(), call.args.as_slice()) {
                    ("report", [_, words]) => look(words),
                    ("skip", [words]) => look(words),
                    _ => {}
                }
            }
            Some(ASTNode::Expr(Expr::Dot(pair, ..))) => {
                if matches!(&pair.rhs, Expr::MethodCall(call, _) if call.name == "to_string") {
                    look(&pair.lhs);
                }
            }
            Some(ASTNode::Expr(Expr::Custom(custom, _))) => {
                custom.inputs.get(1).into_iter().for_each(&mut look);
            }
            _ => {}
        }
        true
    });
    out
}

/// The value of each variable that is given one once and never another.
fn kept(ast: &AST) -> Kept {
    let (mut out, mut many) = (Kept::new(), BTreeSet::new());
    ast.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(parts, ..))) => {
                let name = parts.0.name.to_string();
                if out.insert(name.clone(), parts.1.clone()).is_some() {
                    many.insert(name);
                }
            }
            Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
                many.insert(parts.0.name.to_string());
            }
            Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
                if let Expr::Variable(variable, ..) = &parts.1.lhs {
                    many.insert(variable.1.to_string());
                }
            }
            _ => {}
        }
        true
    });
    for function in ast.iter_functions() {
        many.extend(function.params.iter().map(|name| (*name).to_owned()));
    }
    out.retain(|name, _| !many.contains(name));
    out
}

/// What stands alone between the braces of a text.
fn inner(expr: &Expr) -> &Expr {
    match expr {
        Expr::Stmt(block) => match block.statements() {
            [Stmt::Expr(own)] => inner(own),
            _ => expr,
        },
        _ => expr,
    }
}

/// What an expression is that is no words, and a value of it that is.
fn no_words(expr: &Expr, variables: &Variables<'_>, kept: &Kept) -> Option<(String, String)> {
    if let Some(thing) = variables.thing(expr) {
        // the name of a claim is its own sentence in a rule on it
        let is_told = matches!(thing, Thing::Form(_) | Thing::Row(..));
        return is_told.then(|| (thing.said(), thing.value(variables)));
    }
    let name = written(expr);
    let names = variables.names();
    let id = |form: usize| names.forms.get(form).map(|form| form.id.as_str());
    let own = |expr: &Expr, name: &str| {
        if let Some(form) = variables.row_at_end(expr) {
            let value = format!("{name}.{}", variables.some_column(id(form)?));
            return Some((format!("{name} 是一行"), value));
        }
        let form = id(variables.rows_of(expr)?)?;
        Some((format!("{name} 是 {form} 的各行"), format!("{name}.len()")))
    };
    if let Some(found) = own(expr, &name) {
        return Some(found);
    }
    let Expr::Variable(variable, ..) = expr else { return None };
    let value = kept.get(variable.1.as_str())?;
    match variables.thing(value) {
        Some(thing @ (Thing::Form(_) | Thing::Row(..))) => Some((
            format!("{name} 是{}", if matches!(thing, Thing::Form(_)) { "一张表" } else { "一行" }),
            {
                let value = thing.value(variables);
                value
                    .strip_prefix(thing.name())
                    .map_or(value.clone(), |rest| format!("{name}{rest}"))
            },
        )),
        Some(_) => None,
        None => own(value, &name),
    }
}

/// A path as it is written, as far as it is plain.
fn written(expr: &Expr) -> String {
    match expr {
        Expr::Variable(variable, ..) => variable.1.to_string(),
        Expr::Property(property, _) => property.2.to_string(),
        Expr::IntegerConstant(number, _) => number.to_string(),
        Expr::StringConstant(text, _) => format!("\"{text}\""),
        Expr::Dot(pair, ..) => format!("{}.{}", written(&pair.lhs), written(&pair.rhs)),
        Expr::Index(pair, ..) => format!("{}[{}]", written(&pair.lhs), written(&pair.rhs)),
        Expr::FnCall(call, _) | Expr::MethodCall(call, _) => {
            let given: Vec<String> = call.args.iter().map(written).collect();
            format!("{}({})", call.name, given.join(", "))
        }
        _ => "…".to_owned(),
    }
}

/// A call of `rows` or `parts` with a text, or with the name of something that has none.
pub(super) fn named_in_quotes(
    source: &str,
    call: &FnCallExpr,
    variables: &Variables<'_>,
) -> Option<FormulaMistake> {
    let name = call.name.as_str();
    let [first, ..] = call.args.as_slice() else { return None };
    let what = match name {
        "rows" => "表样",
        "parts" => "部分",
        _ => return None,
    };
    let names = variables.names();
    let parts: Vec<&str> = names.parts.iter().map(|(id, _)| id.as_str()).collect();
    let forms: Vec<&str> = names.forms.iter().map(|form| form.id.as_str()).collect();
    let claims = names.claims.iter().map(|claim| claim.id.as_str());
    let listed: Vec<&str> = forms.iter().copied().chain(claims).collect();
    let at = place(source, first.start_position());
    let mistake =
        |message: String, help: String| Some(FormulaMistake::new(at.clone(), message).help(help));
    match first {
        Expr::StringConstant(text, _) => {
            let text = text.as_str();
            let (own, others) = match name {
                "parts" => (&parts, &listed),
                _ => (&listed, &parts),
            };
            let other = if name == "parts" { "rows" } else { "parts" };
            if own.contains(&text) {
                return mistake(
                    format!("{name} 里要写{what}的名称，不加引号"),
                    format!("写成 {name}({text})"),
                );
            }
            if others.contains(&text) {
                return mistake(
                    format!("{text} 不是{what}，名称也不加引号"),
                    format!("写成 {other}({text})"),
                );
            }
            let known = if name == "parts" { &parts } else { &forms };
            mistake(
                format!("没有{what} {text}；{name} 里的名称不加引号"),
                suggest(text, known.iter().copied()),
            )
        }
        Expr::IntegerConstant(..) | Expr::InterpolatedString(..) | Expr::Array(..) => {
            let example = if name == "parts" { parts.first() } else { forms.first() };
            let example = example.map_or_else(String::new, |own| format!("：{name}({own})"));
            mistake(format!("{name} 里要写{what}的名称"), format!("写名称，不加引号{example}"))
        }
        _ => match (name, variables.thing(first)?) {
            ("rows", Thing::Part(id)) => {
                mistake(format!("{id} 是文件的部分，不是表"), format!("写成 parts({id})"))
            }
            ("parts", thing @ (Thing::Form(_) | Thing::Claim(_))) => mistake(
                format!("{}，不是文件的部分", thing.said()),
                format!("写成 rows({})", thing.name()),
            ),
            _ => None,
        },
    }
}
