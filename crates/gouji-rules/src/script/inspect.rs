//! What a script speaks of, before it ever runs: functions and properties that there are,
//! expectations that compare.

use super::calls;
use super::complaint::no_property;
use super::formula_calls;
use super::grammar::{EXPECT, relation};
use super::in_words;
use super::kinds::Variables;
use super::place::place;
use super::signs::turned_additions;
use super::things;
use super::told;
use crate::formula::{FormNames, FormulaMistake, Function, Names, in_script, nearest, suggest};
use rhai::{AST, ASTNode, Expr, Position};
use std::collections::BTreeSet;
use std::ops::Range;

/// Functions of lists, texts and maps that a script may call, besides those of the rule language
/// and its own.
const KNOWN: &[&str] = &[
    "rows",
    "parts",
    "skip",
    "report",
    "len",
    "is_empty",
    "push",
    "pop",
    "shift",
    "insert",
    "remove",
    "clear",
    "append",
    "truncate",
    "extract",
    "reverse",
    "contains",
    "index_of",
    "map",
    "filter",
    "find",
    "some",
    "all",
    "reduce",
    "for_each",
    "sort",
    "starts_with",
    "ends_with",
    "trim",
    "split",
    "replace",
    "sub_string",
    "to_string",
    "get",
    "set",
    "keys",
    "values",
    "call",
    "type_of",
    "range",
    "chars",
    "to_upper",
    "to_lower",
    "Fn",
    "first",
    "last",
];

/// Digits that a number may have to be exact.
const DIGITS: usize = 28;

pub(super) fn inspect(source: &str, ast: &AST, names: &Names) -> Vec<FormulaMistake> {
    let own: BTreeSet<String> =
        ast.iter_functions().map(|function| function.name.to_owned()).collect();
    let properties = super::properties(names);
    let mut functions: BTreeSet<&str> =
        KNOWN.iter().copied().chain(Function::of_scripts().map(Function::name)).collect();
    functions.extend(own.iter().map(String::as_str));
    let mut out: Vec<FormulaMistake> = Vec::new();
    let mut add = |mistake: FormulaMistake| {
        // one slip at a place is told once
        if !out.iter().any(|known| known.span == mistake.span) {
            out.push(mistake);
        }
    };
    let all = || {
        format!(
            "可用的函数：{}、rows、parts、report、skip",
            Function::of_scripts().map(Function::name).collect::<Vec<_>>().join("、")
        )
    };
    redefined(source, ast).into_iter().for_each(&mut add);
    turned_additions(source).into_iter().for_each(&mut add);
    let mut locals = locals(source);
    for function in ast.iter_functions() {
        locals.extend(function.params.iter());
    }
    let variables = Variables::of(source, ast, names);
    let keys = own_keys(ast);
    ast.walk(&mut |path| {
        if let Some(ASTNode::Stmt(stmt)) = path.last() {
            things::looped(source, stmt, &variables).into_iter().for_each(&mut add);
        }
        let Some(ASTNode::Expr(node)) = path.last() else { return true };
        if !is_inner(path) {
            let known = |name: &str| properties.contains(name);
            variables.astray(source, node, known).into_iter().for_each(&mut add);
        }
        if let Some(mistake) = things::member(source, node, &variables) {
            add(mistake);
            return true;
        }
        match node {
            Expr::FnCall(call, at) | Expr::MethodCall(call, at) => {
                let name = call.name.as_str();
                let is_word = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
                // closures that take variables along are made so
                let is_made = name.starts_with("anon$") || name == "curry";
                let is_unknown = is_word && call.op_token.is_none() && !functions.contains(name);
                let formula = formula_calls::known(source, call, *at);
                if is_unknown && !is_made && formula.is_none() {
                    add(FormulaMistake::new(place(source, *at), format!("没有函数 {name}")).help(
                        in_script(name)
                            .or_else(|| other_name(name).map(str::to_owned))
                            .or_else(|| nearest(name, functions.iter().copied()))
                            .unwrap_or_else(all),
                    ));
                }
                counted_from_zero(source, call, *at).into_iter().for_each(&mut add);
                let apart = formula
                    .or_else(|| told::call(source, path, (call, *at), &variables))
                    .or_else(|| things::called(source, call, &variables))
                    .or_else(|| variables.outside_set(source, call))
                    .or_else(|| variables.apart((source, ast), (call, *at)));
                apart.into_iter().for_each(&mut add);
                in_words::named_in_quotes(source, call, &variables).into_iter().for_each(&mut add);
            }
            Expr::Property(property, _)
                if !properties.contains(property.2.as_str())
                    && !keys.contains(property.2.as_str())
                    && !is_method(property.2.as_str()) =>
            {
                let owner = match path.iter().rev().nth(1) {
                    Some(ASTNode::Expr(Expr::Dot(pair, ..))) => Some(&pair.lhs),
                    _ => None,
                };
                unknown_property(source, (owner, node), names, (&variables, &properties))
                    .into_iter()
                    .for_each(&mut add);
            }
            Expr::Dot(pair, ..) => {
                let owners = (names, &properties, &locals);
                let mistake = calls::column_of_list(source, pair, &variables)
                    .or_else(|| column_of_row(source, pair, (&variables, &properties)))
                    .or_else(|| unknown_member(source, pair, owners));
                mistake.into_iter().for_each(&mut add);
            }
            Expr::Index(pair, ..) => number_as_key(source, pair).into_iter().for_each(&mut add),
            Expr::DynamicConstant(_, at) => {
                too_many_digits(source, *at).into_iter().for_each(&mut add);
            }
            Expr::Custom(custom, at) => {
                no_comparison(source, custom, *at).into_iter().for_each(&mut add);
            }
            _ => {}
        }
        true
    });
    in_words::in_words(source, ast, &variables).into_iter().for_each(&mut add);
    out
}

/// Keys that the script's own maps have.
fn own_keys(ast: &AST) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::Map(map, _))) = path.last() {
            out.extend(map.0.iter().map(|(key, _)| key.name.to_string()));
        }
        true
    });
    out
}

/// Whether the last node is the rest of a path that begins before it.
fn is_inner(path: &[ASTNode<'_>]) -> bool {
    matches!(path, [.., ASTNode::Expr(Expr::Dot(pair, ..) | Expr::Index(pair, ..)), ASTNode::Expr(own)]
        if std::ptr::eq(&raw const pair.rhs, *own))
}

/// Functions that the script defines and that there are already.
fn redefined(source: &str, ast: &AST) -> Vec<FormulaMistake> {
    let is_known = |name: &str| {
        let is_one = KNOWN.contains(&name) || name == EXPECT || Function::find(name).is_some();
        is_one && !name.starts_with("anon$")
    };
    let told = |name: &str| {
        FormulaMistake::new(definition(source, name), format!("{name} 是已有的函数，不能重新定义"))
            .help("请换一个名字")
    };
    ast.iter_functions().map(|own| own.name).filter(|name| is_known(name)).map(told).collect()
}

/// A property that nothing has, behind what it stands.
fn unknown_property(
    source: &str,
    (owner, node): (Option<&Expr>, &Expr),
    names: &Names,
    (variables, properties): (&Variables<'_>, &BTreeSet<&str>),
) -> Option<FormulaMistake> {
    let Expr::Property(property, at) = node else { return None };
    let name = property.2.as_str();
    let told = |message: String, help: String| {
        Some(FormulaMistake::new(place(source, *at), message).help(help))
    };
    // told where the form stands
    if matches!(name, "rows" | "row" | "行")
        && owner.is_some_and(|owner| variables.thing(owner).is_some())
    {
        return None;
    }
    if matches!(owner, Some(Expr::Variable(variable, ..)) if variable.1 == "param") {
        let known = names.params.iter().map(|(name, ..)| name.as_str());
        let help = nearest(name, known).unwrap_or_else(|| {
            format!("在 [param] 下面加一行 \"{name}\" = \"100万元\"，数换成自己的")
        });
        return told(format!("没有参数 {name}"), help);
    }
    let help = owner
        .and_then(|owner| of_row(variables, owner, node))
        .map(|(form, name, _)| column_help(form, name))
        .unwrap_or_else(|| match name {
            "length" | "size" | "count" | "len" => {
                "写成 .len()：列表有几项，文字有几个字".to_owned()
            }
            name => no_property(name, properties),
        });
    told(format!("没有列、行或取值 {name}"), help)
}

/// What functions of other languages are called here.
fn other_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "includes" | "indexOf" | "包含" | "include" | "has" | "in" => {
            "写成 contains：文字.contains(\"货\")"
        }
        "startsWith" | "startswith" => "写成 starts_with",
        "endsWith" | "endswith" => "写成 ends_with",
        "length" | "size" => "写成 len()",
        "append" | "add" => "写成 push",
        "assert" | "check" | "核对" | "断言" => "写成 expect(甲 == 乙, \"说明\")",
        "print" | "log" | "echo" | "puts" | "warn" | "error" | "raise" => {
            "写成 report(数, \"说明\")"
        }
        "toString" | "str" | "String" => "写成 to_string()，或 `${数}`",
        "toUpperCase" | "upper" => "写成 to_upper()",
        "toLowerCase" | "lower" => "写成 to_lower()",
        "substring" | "substr" | "slice" => "写成 sub_string(从第几个, 几个)",
        "forEach" | "foreach" => "写成 for 项 in 列表 { … }",
        "any" => "写成 some(|项| 条件)",
        "every" => "写成 all(|项| 条件)",
        "int" | "float" | "Number" | "parseFloat" | "parseInt" | "Val" => {
            "格子里的数本来就是数，直接用"
        }
        _ => return None,
    })
}

/// A `range` with one number, as another language counts.
fn counted_from_zero(
    source: &str,
    call: &rhai::FnCallExpr,
    at: Position,
) -> Option<FormulaMistake> {
    if call.name != "range" || call.args.len() != 1 {
        return None;
    }
    let from = place(source, at).start;
    let rest = source.get(from..).unwrap_or("");
    let mut depth = 0_usize;
    let end = rest.char_indices().find_map(|(at, c)| match c {
        '(' => {
            depth += 1;
            None
        }
        ')' => {
            depth = depth.saturating_sub(1);
            (depth == 0).then_some(at)
        }
        _ => None,
    })?;
    let inner = rest.get(..end)?.split_once('(')?.1.trim();
    Some(
        FormulaMistake::new(from..from + end + 1, "range 要写从几到几")
            .help(format!("写成 0..{inner}")),
    )
}

/// An `expect` that holds no comparison.
fn no_comparison(source: &str, custom: &rhai::CustomExpr, at: Position) -> Option<FormulaMistake> {
    let compares = matches!(
        custom.inputs.first(),
        Some(Expr::FnCall(call, _)) if call.args.len() == 2 && relation(&call.name).is_some()
    );
    (!compares).then(|| {
        FormulaMistake::new(place(source, at), "expect 里要写一个比较")
            .help("写成 expect(甲 == 乙, \"说明\")；真或假的条件请用 if")
    })
}

/// A column behind a row whose form does not have it.
fn column_of_row(
    source: &str,
    pair: &rhai::BinaryExpr,
    (variables, properties): (&Variables<'_>, &BTreeSet<&str>),
) -> Option<FormulaMistake> {
    let first = match &pair.rhs {
        Expr::Dot(rest, ..) | Expr::Index(rest, ..) => &rest.lhs,
        other => other,
    };
    let (form, name, at) = of_row(variables, &pair.lhs, first)?;
    properties.contains(name).then(|| {
        FormulaMistake::new(place(source, at), format!("表样 {} 没有列 {name}", form.id))
            .help(column_help(form, name))
    })
}

/// A member that the row on the left of a dot does not have.
fn of_row<'n, 'e>(
    variables: &Variables<'n>,
    owner: &Expr,
    member: &'e Expr,
) -> Option<(&'n FormNames, &'e str, Position)> {
    let Expr::Variable(variable, ..) = owner else { return None };
    variables.no_member(variable.1.as_str(), member)
}

/// What to write instead of a column that a form does not have: it may be what is printed.
fn column_help(form: &FormNames, name: &str) -> String {
    let is_it = |heads: &Vec<String>| heads.iter().any(|head| head == name);
    match form.columns.iter().zip(&form.heads).find(|(_, heads)| is_it(heads)) {
        Some(((own, _), _)) => format!("“{name}”是栏目印的字，列名是 {own}"),
        None => suggest(name, form.columns.iter().map(|(known, _)| known.as_str())),
    }
}

/// Whether an expectation stands in it.
pub(super) fn expects(ast: &AST) -> bool {
    let mut out = false;
    ast.walk(&mut |path| {
        out |= matches!(path.last(), Some(ASTNode::Expr(Expr::Custom(..))));
        !out
    });
    out
}

/// A column, row or capture that another form or claim has, but not the one whose name stands
/// before the dot.
fn unknown_member(
    source: &str,
    pair: &rhai::BinaryExpr,
    (names, properties, locals): (&Names, &BTreeSet<&str>, &BTreeSet<&str>),
) -> Option<FormulaMistake> {
    let owner = match &pair.lhs {
        Expr::Variable(variable, ..) if !locals.contains(variable.1.as_str()) => {
            variable.1.as_str()
        }
        _ => return None,
    };
    let first = match &pair.rhs {
        Expr::Dot(rest, ..) | Expr::Index(rest, ..) => &rest.lhs,
        other => other,
    };
    if let (Some((what, known)), Expr::Property(property, at)) = (members(names, owner), first) {
        let name = property.2.as_str();
        if properties.contains(name) && !known.contains(&name) {
            return Some(
                FormulaMistake::new(place(source, *at), format!("{what} {owner} 没有 {name}"))
                    .help(suggest(name, known)),
            );
        }
    }
    None
}

/// A map of the script whose key is a figure: its keys are texts.
fn number_as_key(source: &str, pair: &rhai::BinaryExpr) -> Option<FormulaMistake> {
    let is_map = |name: &str| {
        let mut parts = source.split(name).skip(1);
        parts.any(|behind| {
            behind
                .trim_start()
                .strip_prefix('=')
                .is_some_and(|value| value.trim_start().starts_with("#{"))
        })
    };
    if let (Expr::Variable(variable, ..), Expr::Dot(..)) = (&pair.lhs, &pair.rhs)
        && is_map(variable.1.as_str())
    {
        let from = place(source, pair.rhs.start_position()).start;
        let rest = source.get(from..).unwrap_or("");
        let end = from + rest.find(']').unwrap_or(rest.len());
        let written = source.get(from..end).unwrap_or("").trim();
        return Some(
            FormulaMistake::new(from..end, format!("{} 要用文字取值", variable.1.as_str()))
                .help(format!("写成 {}[`${{{written}}}`]", variable.1.as_str())),
        );
    }
    None
}

/// A number with more digits than are exact: Rhai rounds away what does not fit.
fn too_many_digits(source: &str, at: rhai::Position) -> Option<FormulaMistake> {
    let start = place(source, at).start;
    let text = source.get(start..).unwrap_or("");
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_'))).unwrap_or(text.len());
    let number = text.get(..end).unwrap_or("");
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (digits > DIGITS).then(|| {
        FormulaMistake::new(start..start + end, "这个数的位数太多，不能精确计算")
            .help(format!("最多 {DIGITS} 位数字"))
    })
}

/// Variables that closures take along.
pub(super) fn captured(ast: &AST) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::FnCall(call, _))) = path.last()
            && call.name.as_str() == "curry"
        {
            let names = call.args.iter().filter_map(|argument| match argument {
                Expr::Variable(variable, ..) => Some(variable.1.to_string()),
                _ => None,
            });
            out.extend(names);
        }
        true
    });
    out
}

/// The name behind the `fn` that defines a function; else the beginning.
fn definition(source: &str, name: &str) -> Range<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let found = source.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = source.get(..*at).unwrap_or("").trim_end();
        let behind = source.get(at + name.len()..).unwrap_or("");
        let is_definition = before.strip_suffix("fn").is_some_and(|rest| !rest.ends_with(is_word));
        is_definition && !behind.starts_with(is_word)
    });
    found.map_or(0..0, |at| at..at + name.len())
}

/// Properties that lists and texts have.
fn is_method(name: &str) -> bool {
    matches!(name, "len" | "is_empty" | "chars")
}

/// What may stand behind the dot of a form or claim.
fn members<'n>(names: &'n Names, id: &str) -> Option<(&'static str, Vec<&'n str>)> {
    if let Some(form) = names.forms.iter().find(|form| form.id == id) {
        let columns = form
            .columns
            .iter()
            .map(|(name, _)| name)
            .chain(form.captures.iter().map(|(name, ..)| name));
        return Some((
            "表样",
            form.sides.iter().chain(&form.rows).chain(columns).map(String::as_str).collect(),
        ));
    }
    let claim = names.claims.iter().find(|claim| claim.id == id)?;
    Some(("声明", claim.captures.iter().map(|(name, ..)| name.as_str()).collect()))
}

/// Words that the script may have given a meaning of its own: behind `let`, `const`, `for`, and in
/// brackets and bars.
fn locals(source: &str) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    let mut before = "";
    let mut bars = false;
    for word in source.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_')) {
        let name = word.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_'));
        if !name.is_empty() {
            if bars || matches!(before, "let" | "const" | "for" | "fn") {
                out.insert(name);
            }
            before = name;
        }
        if word.ends_with('|') {
            bars = !bars;
        }
    }
    out
}
