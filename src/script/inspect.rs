//! What a script speaks of, before it ever runs: functions and properties that there are, expectations that compare.

use super::complaint::{no_property, place};
use super::grammar::relation;
use crate::formula::{Function, Mistake, Names, suggest};
use rhai::{AST, ASTNode, Expr};
use std::collections::BTreeSet;

/// Functions of lists, texts and maps that a script may call, besides those of the rule language and its own.
const KNOWN: &[&str] = &[
    "rows", "parts", "skip", "len", "is_empty", "push", "pop", "shift", "insert", "remove", "clear", "append", "truncate", "extract", "reverse", "contains", "index_of", "map", "filter", "find", "some", "all",
    "reduce", "for_each", "sort", "starts_with", "ends_with", "trim", "split", "replace", "sub_string", "to_string", "get", "set", "keys", "values", "call", "curry", "type_of", "range", "chars", "to_upper",
    "to_lower", "pad", "mixin", "parse_int", "parse_decimal", "is_shared", "Fn", "first", "last",
];

pub(super) fn inspect(source: &str, ast: &AST, names: &Names) -> Vec<Mistake> {
    let own: BTreeSet<String> = ast.iter_functions().map(|function| function.name.to_owned()).collect();
    let properties = super::properties(names);
    let mut functions: BTreeSet<&str> = KNOWN.iter().copied().chain(Function::ALL.iter().map(|function| function.name())).collect();
    functions.extend(own.iter().map(String::as_str));
    let mut out: Vec<Mistake> = Vec::new();
    let mut add = |mistake: Mistake| {
        if !out.contains(&mistake) {
            out.push(mistake);
        }
    };
    // keys that the script's own maps have
    let mut keys: BTreeSet<String> = BTreeSet::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::Map(map, _))) = path.last() {
            keys.extend(map.0.iter().map(|(key, _)| key.name.to_string()));
        }
        true
    });
    ast.walk(&mut |path| {
        let Some(ASTNode::Expr(node)) = path.last() else { return true };
        match node {
            Expr::FnCall(call, at) | Expr::MethodCall(call, at) => {
                let name = call.name.as_str();
                let is_word = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
                if is_word && call.op_token.is_none() && !functions.contains(name) && !name.starts_with("anon$") {
                    add(Mistake::new(place(source, *at), format!("没有函数 {name}")).help(suggest(name, functions.iter().copied())));
                }
            }
            Expr::Property(property, at) => {
                let name = property.2.as_str();
                if !properties.contains(name) && !keys.contains(name) && !is_method(name) {
                    add(Mistake::new(place(source, *at), format!("没有列、行或取值 {name}")).help(no_property(name, &properties)));
                }
            }
            Expr::Custom(custom, at) => {
                let compares = matches!(custom.inputs.first(), Some(Expr::FnCall(call, _)) if call.args.len() == 2 && relation(&call.name).is_some());
                if !compares {
                    add(Mistake::new(place(source, *at), "expect 里要写一个比较").help("例如 expect(合计 == 各项之和, \"说明\")；真或假的条件请用 if"));
                }
            }
            _ => {}
        }
        true
    });
    out
}

/// Properties that lists and texts have.
fn is_method(name: &str) -> bool {
    matches!(name, "len" | "is_empty" | "chars")
}
