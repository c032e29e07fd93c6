//! Sums that a script only keeps the last of: `合计 = 项.金额` in a loop, where `合计 += 项.金额` is meant. What comes
//! out is the figure of the last row.
//!
//! A number that begins at nothing before a loop, that the loop gives the figure of its row whatever the row is,
//! and that is asked for behind the loop. What the loop reads itself (the largest so far, the row before) is kept on
//! purpose, and so is what it keeps of one row that it looks for, or leaves off at.

use crate::formula::FormulaMistake;
use crate::script::place;
use rhai::{AST, ASTNode, Expr, Position, Stmt};

/// Words of names of what is kept on purpose.
const KEPT: &[&str] =
    &["最后", "末", "上一", "上期", "上次", "上行", "前一", "前次", "最近", "最新", "当前", "本行"];

/// Words of names of what is counted.
const COUNTED: &[&str] =
    &["个数", "次数", "人数", "户数", "家数", "行数", "项数", "笔数", "份数", "数量", "计数"];

/// A place where a number is given a value.
struct Given {
    at: Position,
    /// In a loop.
    is_within: bool,
    /// What the row adds to it.
    of_row: Option<OfRow>,
}

/// What is given to a number within a loop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OfRow {
    Figure,
    One,
}

/// All of them, each at the assignment.
pub(super) fn kept_last(ast: &AST, source: &str) -> Vec<FormulaMistake> {
    let names = ast.statements().iter().filter_map(|stmt| match stmt {
        Stmt::Var(parts, ..) if is_nothing(&parts.1) => Some(parts.0.name.as_str()),
        _ => None,
    });
    names.filter_map(|name| of_name(ast, name, source)).collect()
}

fn is_nothing(value: &Expr) -> bool {
    match value {
        Expr::IntegerConstant(0, _) => true,
        Expr::FnCall(call, _) => call.args.iter().all(is_nothing) && call.args.len() == 1,
        _ => false,
    }
}

fn of_name(ast: &AST, name: &str, source: &str) -> Option<FormulaMistake> {
    if KEPT.iter().any(|word| name.contains(word)) {
        return None;
    }
    let given = given(ast, name)?;
    let [Given { at, is_within: true, of_row: Some(of_row) }] = given.as_slice() else {
        return None;
    };
    if *of_row == OfRow::One && !COUNTED.iter().any(|word| name.ends_with(word)) {
        return None;
    }
    let (inside, behind) = read(ast, name);
    if inside || !behind {
        return None;
    }
    let from = place(source, *at).start;
    let rest = source.get(from..)?;
    // the place of an assignment may be its sign
    let line = source.get(..from)?.rfind(['\n', ';', '{']).map_or(0, |at| at + 1);
    let end = from + rest.find([';', '\n', '}'])?;
    let begin = line + source.get(line..end)?.find(name)?;
    let statement = source.get(begin..end)?.trim_end();
    let value = statement.split_once('=')?.1.trim().trim_start_matches('+').trim();
    let message = match of_row {
        OfRow::Figure => format!(
            "循环里 {statement} 每次都换掉前一个数，循环以后 {name} 只剩最后一行的，不是各行之和"
        ),
        OfRow::One => {
            format!(
                "循环里 {statement} 每次都换掉前一个数，循环以后 {name} 最多是 {value}，数不出个数"
            )
        }
    };
    let help = format!("累计写 +=：写成 {name} += {value}；本来只要最后一行的，不必改");
    Some(FormulaMistake::new(begin..begin + statement.len(), message).help(help))
}

/// Where a number is given values, behind its first one; none where something hides what comes of it.
fn given(ast: &AST, name: &str) -> Option<Vec<Given>> {
    let mut out = Vec::new();
    let mut is_clear = true;
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        let Some(ASTNode::Stmt(Stmt::Assignment(parts))) = path.last() else { return true };
        if !matches!(&parts.1.lhs, Expr::Variable(own, ..) if own.1.as_str() == name) {
            return true;
        }
        let loops = path.iter().filter_map(|node| match node {
            ASTNode::Stmt(Stmt::For(parts, _)) => Some(parts),
            _ => None,
        });
        let loops: Vec<_> = loops.collect();
        let is_other = path.iter().any(|node| {
            matches!(node, ASTNode::Stmt(Stmt::While(..) | Stmt::Do(..) | Stmt::Switch(..)))
        });
        let Some(around) = loops.last() else {
            out.push(Given { at: parts.1.lhs.position(), is_within: false, of_row: None });
            return true;
        };
        let row = around.0.name.as_str();
        let is_one = matches!(&parts.1.rhs, Expr::IntegerConstant(1, _));
        // one row that is looked for, or after which the loop ends
        is_clear &= !is_other && loops.len() == 1 && !leaves(around.2.body.statements());
        for node in path {
            if let ASTNode::Stmt(Stmt::If(flow, _)) = node {
                is_clear &= is_one || is_of_many(&flow.expr);
            }
        }
        let of_row = match &parts.1.rhs {
            _ if parts.0.is_op_assignment() => None,
            Expr::IntegerConstant(1, _) => Some(OfRow::One),
            own => is_figure(own, row).then_some(OfRow::Figure),
        };
        out.push(Given { at: parts.1.lhs.position(), is_within: true, of_row });
        true
    });
    is_clear.then_some(out)
}

/// Whether a value is a figure of the row alone, with a plus that does nothing before it.
fn is_figure(value: &Expr, row: &str) -> bool {
    match value {
        Expr::Dot(pair, ..) => {
            matches!(&pair.lhs, Expr::Variable(own, ..) if own.1.as_str() == row)
                && matches!(&pair.rhs, Expr::Property(..))
        }
        Expr::FnCall(call, _) if matches!(call.name.as_str(), "+" | "or") => {
            call.args.first().is_some_and(|own| is_figure(own, row))
                && call.args.iter().skip(1).all(|own| matches!(own, Expr::IntegerConstant(0, _)))
        }
        _ => false,
    }
}

/// Whether a block leaves its loop.
fn leaves(block: &[Stmt]) -> bool {
    let mut found = false;
    for stmt in block {
        stmt.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            found |=
                matches!(path.last(), Some(ASTNode::Stmt(Stmt::BreakLoop(..) | Stmt::Return(..))));
            !found
        });
    }
    found
}

/// Whether a condition lets many rows through: it does not ask for one by what is written there.
fn is_of_many(condition: &Expr) -> bool {
    let mut is_one = false;
    condition.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
        if let Some(ASTNode::Expr(Expr::FnCall(call, _))) = path.last() {
            is_one |= matches!(call.name.as_str(), "==" | "contains" | "starts_with" | "ends_with");
        }
        is_one |= matches!(path.last(), Some(ASTNode::Expr(Expr::MethodCall(..))));
        !is_one
    });
    !is_one
}

/// Whether a number is read within a loop, and behind one.
fn read(ast: &AST, name: &str) -> (bool, bool) {
    let (mut inside, mut behind) = (false, false);
    let mut seen = false;
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        if let Some(ASTNode::Stmt(Stmt::For(..))) = path.last() {
            seen = true;
        }
        let Some(ASTNode::Expr(Expr::Variable(own, ..))) = path.last() else { return true };
        let is_target = match path.iter().rev().nth(1) {
            Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
                matches!(path.last(), Some(ASTNode::Expr(expr)) if std::ptr::eq(*expr, &raw const parts.1.lhs))
            }
            _ => false,
        };
        if own.1.as_str() != name || is_target {
            return true;
        }
        let is_in_loop =
            path.iter().any(|node| matches!(node, ASTNode::Stmt(Stmt::For(..) | Stmt::While(..) | Stmt::Do(..))));
        inside |= is_in_loop;
        behind |= !is_in_loop && seen;
        true
    });
    (inside, behind)
}
