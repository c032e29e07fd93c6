//! Conditions that stand before what a script has to say: which of them was true nowhere, where it
//! came to say nothing.

use super::grammar::relation;
use super::place::place;
use crate::formula::FormulaMistake;
use rhai::{AST, ASTNode, Expr, Position, Stmt};
use std::collections::BTreeMap;

/// Functions by which a script says something.
const SAYS: &[&str] = &["report", "skip"];

/// The first condition before an expectation or a report that was asked somewhere and true nowhere,
/// as it is written. `asked` are the comparisons that were made, and whether they ever held.
#[must_use]
pub fn closed<'s>(ast: &AST, source: &'s str, asked: &BTreeMap<Position, bool>) -> Option<&'s str> {
    let mut found = None;
    ast.walk(&mut |path| {
        if path.last().is_some_and(says) {
            let before = path.windows(2).filter_map(|pair| match pair {
                [ASTNode::Stmt(Stmt::If(flow, _)), ASTNode::Stmt(inner)] => flow
                    .body
                    .statements()
                    .iter()
                    .any(|one| std::ptr::eq(one, *inner))
                    .then_some(&flow.expr),
                _ => None,
            });
            let mut parts = Vec::new();
            before.for_each(|condition| conjuncts(condition, &mut parts));
            let is_closed = |part: &&Expr| {
                let held: Vec<bool> =
                    comparisons(part).iter().filter_map(|at| asked.get(at).copied()).collect();
                !held.is_empty() && !held.contains(&true)
            };
            found = parts.into_iter().find(is_closed).and_then(|part| condition_text(part, source));
        }
        found.is_none()
    });
    found
}

fn says(node: &ASTNode<'_>) -> bool {
    match node {
        ASTNode::Expr(Expr::Custom(..)) => true,
        ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _))
        | ASTNode::Stmt(Stmt::FnCall(call, _)) => SAYS.contains(&call.name.as_str()),
        _ => false,
    }
}

/// What is wrong with a script that has no expectation and reports nothing: whatever it finds, it
/// says nothing. A comparison that stands alone was to be expected.
#[must_use]
pub fn silent(ast: &AST, source: &str) -> Option<FormulaMistake> {
    let mut is_silent = true;
    ast.walk(&mut |path| {
        is_silent &= !path.last().is_some_and(says);
        is_silent
    });
    if !is_silent {
        return None;
    }
    let message = "脚本里没有 expect，也没有 report：算出什么都不会说";
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let own = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if let Some(compared) = own.strip_suffix(';').filter(|own| is_comparison(own)) {
            return Some(
                FormulaMistake::new(start..start + own.len(), message)
                    .help(format!("写成 expect({compared});")),
            );
        }
    }
    let first = source.len() - source.trim_start().len();
    let end = source
        .get(first..)
        .and_then(|rest| rest.find('\n'))
        .map_or(source.len(), |end| first + end);
    Some(FormulaMistake::new(first..end, message).help(
        "要核对的比较写在 expect 里，如 expect(项.列名 > 0);；不能写成比较的写 report(项, \"说明\");",
    ))
}

/// Whether a line is a comparison, and keeps, asks or repeats nothing.
fn is_comparison(line: &str) -> bool {
    let is_word = |word: &str| {
        line.strip_prefix(word).is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
    };
    let has_sign = |sign: &&str| find_unquoted(line, |c, depth| depth == 0 && sign.starts_with(c));
    !["let", "const", "if", "for", "while", "return", "fn", "else"].into_iter().any(is_word)
        && ["==", "!=", "<=", ">=", "<", ">"].iter().any(|sign| {
            has_sign(sign).is_some_and(|at| line.get(at..).is_some_and(|own| own.starts_with(sign)))
        })
}

/// What must all be true for a condition to be.
fn conjuncts<'e>(condition: &'e Expr, out: &mut Vec<&'e Expr>) {
    match condition {
        Expr::And(parts, _) => parts.iter().for_each(|part| conjuncts(part, out)),
        other => out.push(other),
    }
}

/// The comparisons of which one must be true; none where other things are asked as well.
fn comparisons(part: &Expr) -> Vec<Position> {
    match part {
        Expr::Or(parts, _) => {
            let all: Vec<Vec<Position>> = parts.iter().map(comparisons).collect();
            if all.iter().any(Vec::is_empty) { Vec::new() } else { all.concat() }
        }
        Expr::FnCall(call, at) if relation(&call.name).is_some() => vec![*at],
        _ => Vec::new(),
    }
}

/// Where an expression begins: an operator stands behind its first side.
#[must_use]
pub fn beginning(part: &Expr) -> Position {
    match part {
        Expr::And(parts, _) | Expr::Or(parts, _) => parts.first().map_or(Position::NONE, beginning),
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => beginning(&pair.lhs),
        Expr::FnCall(call, _) if call.op_token.is_some() => {
            call.args.first().map_or(Position::NONE, beginning)
        }
        other => other.start_position(),
    }
}

/// Where the first character stands, outside of quotes, that ends what is looked at. It is asked with how many parentheses
/// are open before it.
pub(super) fn find_unquoted(text: &str, is_end: impl Fn(char, usize) -> bool) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0_usize);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, c) if is_end(c, depth) => return Some(at),
            (None, '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// A condition as the script has it: up to the sign that ends it.
#[must_use]
pub fn condition_text<'s>(part: &Expr, source: &'s str) -> Option<&'s str> {
    let rest = source.get(place(source, beginning(part)).start..)?;
    let is_or = matches!(part, Expr::Or(..));
    let end = find_unquoted(rest, |c, depth| match c {
        '{' | '}' | ';' | '\n' => true,
        ')' | ',' => depth == 0,
        '&' | '|' => depth == 0 && !(is_or && c == '|'),
        _ => false,
    });
    let end = end.unwrap_or(rest.len());
    rest.get(..end).map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Names;

    #[test]
    fn the_condition_that_was_true_nowhere_is_named() {
        let source = "let a = 1;\nif (a == 1) && a > 5 { if a != 7 { report(\"是\"); } }\n\
                      else { report(\"否\"); }";
        let program = super::super::compile(source, &Names::default()).unwrap();
        let mut all = BTreeMap::new();
        program.ast.walk(&mut |path| {
            if let Some(ASTNode::Expr(Expr::FnCall(call, at))) = path.last()
                && relation(&call.name).is_some()
            {
                all.insert(*at, call.name.as_str() == "==");
            }
            true
        });
        assert_eq!(all.len(), 3);
        assert_eq!(closed(&program.ast, source, &all), Some("a > 5"));
        // what was not asked was not false
        all.retain(|_, held| *held);
        assert_eq!(closed(&program.ast, source, &all), None);
    }
}
