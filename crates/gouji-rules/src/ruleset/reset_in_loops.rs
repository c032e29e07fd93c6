//! Numbers that a script counts up within a loop and that begin anew with each row: what is asked of
//! them is the same in all rows, or is about one row alone.

use crate::formula::FormulaMistake;
use crate::script::{place, relation};
use rhai::{AST, ASTNode, Expr, Stmt};

/// All of them, each at the statement that begins anew.
pub(super) fn reset_in_loops(ast: &AST, source: &str) -> Vec<FormulaMistake> {
    let mut out = Vec::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Stmt(Stmt::For(parts, at))) = path.last() {
            let body = parts.2.body.statements();
            let head = source.get(place(source, *at).start..).and_then(|own| own.split('{').next());
            let head = head.map_or("for", str::trim);
            out.extend(body.iter().filter_map(|stmt| begins_anew(stmt, body, head, source)));
        }
        true
    });
    out
}

/// What is wrong with a number that the block of a loop begins with and counts up once, or adds one row's figure
/// to; `head` is the line of the loop.
fn begins_anew(first: &Stmt, body: &[Stmt], head: &str, source: &str) -> Option<FormulaMistake> {
    let Stmt::Var(parts, _, at) = first else { return None };
    let name = parts.0.name.as_str();
    let Expr::IntegerConstant(begin, _) = &parts.1 else { return None };
    let changes: Vec<Change> = body.iter().flat_map(|stmt| changes(stmt, name)).collect();
    let [Change { by, is_direct, is_inner: false }] = changes.as_slice() else { return None };
    let is_same = match by {
        // counted up under a condition or not, no row makes a difference
        Expr::IntegerConstant(step, _) => {
            let values = [*begin, begin.checked_add(*step)?];
            let asked = asked(body, name);
            let decided = |(sign, bound): &(String, i64)| {
                let holds = |value: i64| {
                    relation(sign).is_some_and(|relation| relation.holds(value.cmp(bound)))
                };
                values.iter().all(|value| holds(*value) == holds(*begin))
            };
            !asked.is_empty() && asked.iter().all(decided)
        }
        // a sum of one row is that row
        Expr::Dot(..) => *begin == 0 && *is_direct,
        _ => false,
    };
    let from = place(source, *at).start;
    let text = source.get(from..)?;
    let statement = text.get(..text.find(';')? + 1)?;
    is_same.then(|| {
        let message = format!("{name} 在循环里每一行又从 {begin} 起，只数得到这一行的");
        FormulaMistake::new(from..from + statement.len(), message)
            .help(format!(
                "各行合起来数的，把 {statement} 移到 {head} 那一行的前面，比 {name} 的一句移到这个 for 的 }} 后面"
            ))
    })
}

/// A place where a number is added to.
struct Change {
    by: Expr,
    /// Whatever the row is.
    is_direct: bool,
    /// Within a loop of its own, which may add up.
    is_inner: bool,
}

/// Where a statement adds to a number; what it does else to it counts as well, with what is not known.
fn changes(stmt: &Stmt, name: &str) -> Vec<Change> {
    let mut out = Vec::new();
    stmt.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
        let Some(ASTNode::Stmt(Stmt::Assignment(parts))) = path.last() else { return true };
        let is_it =
            matches!(&parts.1.lhs, Expr::Variable(variable, ..) if variable.1.as_str() == name);
        if !is_it {
            return true;
        }
        let is_loop = |node: &ASTNode<'_>| {
            matches!(node, ASTNode::Stmt(Stmt::For(..) | Stmt::While(..) | Stmt::Do(..)))
        };
        let is_block = |node: &ASTNode<'_>| matches!(node, ASTNode::Stmt(Stmt::If(..)));
        let by = match &parts.1.rhs {
            Expr::FnCall(call, _) if call.name == "+" && !parts.0.is_op_assignment() => {
                match call.args.as_slice() {
                    [Expr::Variable(own, ..), by] if own.1.as_str() == name => by,
                    _ => &parts.1.rhs,
                }
            }
            // what is taken for a new value is no step
            _ if !parts.0.is_op_assignment() => &parts.1.lhs,
            by => by,
        };
        out.push(Change {
            by: by.clone(),
            is_direct: !path.iter().any(is_block),
            is_inner: path.iter().any(is_loop),
        });
        true
    });
    out
}

/// What a block asks of a number: the sign and the whole number that it is held against.
fn asked(body: &[Stmt], name: &str) -> Vec<(String, i64)> {
    let mut out = Vec::new();
    for stmt in body {
        stmt.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            if let Some(ASTNode::Expr(Expr::FnCall(call, _))) = path.last()
                && relation(&call.name).is_some()
                && let [Expr::Variable(own, ..), Expr::IntegerConstant(bound, _)] =
                    call.args.as_slice()
                && own.1.as_str() == name
            {
                out.push((call.name.to_string(), *bound));
            }
            true
        });
    }
    out
}
