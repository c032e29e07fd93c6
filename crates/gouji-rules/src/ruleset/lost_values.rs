//! Values of scripts that get lost: a `let` in a block that opens another variable of the same name, a
//! function without a value where its value is asked for, an index beyond the ends of its list.
//!
//! In: the syntax tree of a script that compiles. Out: what each of them does and what to write.

use crate::formula::FormulaMistake;
use crate::script::{OwnFunction, own_functions, place};
use rhai::{AST, ASTNode, Expr, Position, Stmt, StmtBlock};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// All of them.
pub(super) fn lost_values(ast: &AST, source: &str) -> Vec<FormulaMistake> {
    let mut shadows = Shadows { ast, source, out: Vec::new() };
    shadows.block((ast.statements(), usize::MAX), &[], false);
    let functions = own_functions(ast, source);
    for own in &functions {
        let params: Vec<&str> = own.params.iter().map(String::as_str).collect();
        shadows.block((&own.body, own.span.end), &params, false);
    }
    let mut out = shadows.out;
    out.extend(without_value(ast, &functions, source));
    out.extend(beyond_ends(ast, source));
    out.extend(behind_last(ast, source));
    out
}

/// Where a block ends.
fn end(block: &StmtBlock, source: &str) -> usize {
    place(source, block.end_position()).start
}

/// A statement up to its semicolon, with its place.
fn statement(source: &str, at: Position) -> Option<(Range<usize>, &str)> {
    let start = place(source, at).start;
    let rest = source.get(start..)?;
    let text = rest.get(..rest.find([';', '\n', '}'])?)?.trim_end();
    Some((start..start + text.len(), text))
}

/// Whether a name is read below a node, not only given a value.
fn is_read(path: &[ASTNode<'_>], name: &str) -> bool {
    let Some(ASTNode::Expr(Expr::Variable(variable, ..))) = path.last() else { return false };
    let is_target = match path.iter().rev().nth(1) {
        Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
            matches!(path.last(), Some(ASTNode::Expr(own)) if std::ptr::eq(*own, &raw const parts.1.lhs))
        }
        _ => false,
    };
    variable.1.as_str() == name && !is_target
}

/// Looks for variables that hide one of the same name around them.
struct Shadows<'a> {
    ast: &'a AST,
    source: &'a str,
    out: Vec<FormulaMistake>,
}

impl Shadows<'_> {
    /// A block with the names that stand around it, and where it ends.
    fn block(&mut self, (all, ends): (&[Stmt], usize), outer: &[&str], in_loop: bool) {
        let mut own: Vec<&str> = Vec::new();
        for (nth, stmt) in all.iter().enumerate() {
            if let Stmt::Var(parts, _, at) = stmt {
                let name = parts.0.name.as_str();
                let rest = all.get(nth + 1..).unwrap_or(&[]);
                if outer.contains(&name) && !own.contains(&name) {
                    let found = self.hidden((name, &parts.1, *at), rest, (ends, in_loop));
                    self.out.extend(found);
                }
                own.push(name);
            }
            let around: Vec<&str> = outer.iter().chain(&own).copied().collect();
            let mut inner = |block: &StmtBlock, is_loop: bool| {
                self.block(
                    (block.statements(), end(block, self.source)),
                    &around,
                    in_loop || is_loop,
                );
            };
            match stmt {
                Stmt::If(flow, _) => {
                    inner(&flow.body, false);
                    inner(&flow.branch, false);
                }
                Stmt::For(parts, _) => inner(&parts.2.body, true),
                Stmt::While(flow, _) | Stmt::Do(flow, ..) => inner(&flow.body, true),
                Stmt::Block(block) => inner(block, false),
                _ => {}
            }
        }
    }

    /// What is wrong with a variable that hides another: what it is given nobody reads, or it
    /// goes on from the other one, which stays as it is.
    fn hidden(
        &self,
        (name, value, at): (&str, &Expr, Position),
        rest: &[Stmt],
        (ends, in_loop): (usize, bool),
    ) -> Option<FormulaMistake> {
        let mut is_used = false;
        for stmt in rest {
            stmt.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
                is_used |= is_read(path, name);
                !is_used
            });
        }
        let mut goes_on = false;
        value.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            goes_on |= is_read(path, name);
            !goes_on
        });
        let mut is_read_behind = false;
        self.ast.walk(&mut |path: &[ASTNode<'_>]| {
            let is_behind = |expr: &Expr| place(self.source, expr.position()).start > ends;
            is_read_behind |= is_read(path, name)
                && matches!(path.last(), Some(ASTNode::Expr(expr)) if is_behind(expr));
            !is_read_behind
        });
        let is_lost = match is_used {
            false => is_read_behind || goes_on,
            true => goes_on && in_loop && is_read_behind,
        };
        let (span, text) = statement(self.source, at).filter(|_| is_lost)?;
        let meant = text.strip_prefix("let").map(str::trim_start).unwrap_or(text);
        let (whose, value) = match in_loop {
            true => ("循环里", "每一遍都新开一个，"),
            false => ("大括号里", ""),
        };
        let message = format!(
            "{whose}的 let 另开了一个 {name}，{value}外面的 {name} 一直不变，后面读到的还是原来的"
        );
        Some(FormulaMistake::new(span, message).help(format!("去掉 let，写成 {meant};")))
    }
}

/// What a block gives as its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gives {
    Always,
    Sometimes,
    Never,
}

/// What the last statement of a block gives; loops and what is kept under a name give nothing.
fn gives(block: &[Stmt]) -> Gives {
    let Some(last) = block.last() else { return Gives::Never };
    match last {
        Stmt::Var(..)
        | Stmt::Assignment(..)
        | Stmt::Noop(..)
        | Stmt::Return(None, ..)
        | Stmt::For(..) => Gives::Never,
        Stmt::Expr(own) if matches!(**own, Expr::Custom(..) | Expr::Unit(..)) => Gives::Never,
        Stmt::If(flow, _) => {
            match (gives(flow.body.statements()), gives(flow.branch.statements())) {
                (one, other) if one == other => one,
                _ => Gives::Sometimes,
            }
        }
        Stmt::Block(inner) => gives(inner.statements()),
        _ => Gives::Always,
    }
}

/// Whether a block returns a value anywhere.
fn returns(block: &[Stmt]) -> bool {
    let mut found = false;
    for stmt in block {
        stmt.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            found |= matches!(path.last(), Some(ASTNode::Stmt(Stmt::Return(Some(_), ..))));
            !found
        });
    }
    found
}

/// Functions whose value is asked for and that give none, each at its last statement.
fn without_value(ast: &AST, functions: &[OwnFunction], source: &str) -> Vec<FormulaMistake> {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        if let [.., around, ASTNode::Expr(Expr::FnCall(call, _))] = path
            && !matches!(around, ASTNode::Stmt(Stmt::Expr(_)))
        {
            asked.insert(call.name.to_string());
        }
        true
    });
    let told = |function: &OwnFunction| {
        let (name, all) = (function.name.as_str(), function.body.as_slice());
        let given = gives(all);
        if !asked.contains(name) || given == Gives::Always || returns(all) {
            return None;
        }
        let Some(last) = all.last() else {
            let at = function.span.start..function.span.start + 1;
            let message = format!("函数 {name} 是空的，没有给出值，用到它的地方得到的是空值");
            return Some(FormulaMistake::new(at, message).help("在大括号里写出要的值"));
        };
        let (span, text) = statement(source, last.position())?;
        let (message, help) = match (given, last) {
            (Gives::Sometimes, _) => (
                format!("函数 {name} 只在条件成立时给出值，不成立时是空值"),
                "else 里也写出值：if 条件 { 甲 } else { 乙 }".to_owned(),
            ),
            (_, Stmt::Var(parts, ..)) => {
                let kept = parts.0.name.as_str();
                let value = text.split_once('=').map_or(text, |(_, value)| value.trim());
                (
                    format!(
                        "函数 {name} 没有给出值：最后一句只是把数记在 {kept} 里，用到它的地方得到的是空值"
                    ),
                    format!("最后一句写成 return {value};，或者后面再写一行 {kept}"),
                )
            }
            (_, Stmt::Assignment(parts)) => {
                let kept = match &parts.1.lhs {
                    Expr::Variable(variable, ..) => variable.1.to_string(),
                    _ => "要的值".to_owned(),
                };
                (
                    format!(
                        "函数 {name} 没有给出值：最后一句只是改 {kept}，用到它的地方得到的是空值"
                    ),
                    format!("后面再写一行 {kept}，或者 return {kept};"),
                )
            }
            _ => (
                format!("函数 {name} 没有给出值，用到它的地方得到的是空值"),
                "最后一行写要的值，或者 return 值;".to_owned(),
            ),
        };
        Some(FormulaMistake::new(span, message).help(help))
    };
    functions.iter().filter_map(told).collect()
}

/// Loops over the numbers of a list that go beyond its end, or leave out its first item.
fn beyond_ends(ast: &AST, source: &str) -> Vec<FormulaMistake> {
    let mut out = Vec::new();
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        if let Some(ASTNode::Stmt(Stmt::For(parts, _))) = path.last() {
            out.extend(beyond((parts.0.name.as_str(), &parts.2.expr), &parts.2.body, source));
        }
        true
    });
    out
}

/// Items of a list that there never are: that of its length, and beyond the last of those that are
/// written out. Lists that grow or shrink are not asked.
fn behind_last(ast: &AST, source: &str) -> Vec<FormulaMistake> {
    const CHANGE: &[&str] = &[
        "push", "insert", "append", "remove", "pop", "shift", "clear", "truncate", "extract",
        "splice", "retain", "drain", "pad",
    ];
    let mut written: BTreeMap<String, Option<usize>> = BTreeMap::new();
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(parts, ..))) => {
                let count = match &parts.1 {
                    Expr::Array(items, _) => Some(items.len()),
                    Expr::DynamicConstant(value, _) => {
                        value.read_lock::<rhai::Array>().map(|items| items.len())
                    }
                    _ => None,
                };
                let known = written.entry(parts.0.name.to_string()).or_insert(count);
                *known = known.filter(|known| Some(*known) == count);
            }
            Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
                if let Expr::Variable(own, ..) = &parts.1.lhs {
                    written.insert(own.1.to_string(), None);
                }
            }
            Some(ASTNode::Expr(Expr::Dot(pair, ..))) => {
                if let (Expr::Variable(own, ..), Expr::MethodCall(call, _)) = (&pair.lhs, &pair.rhs)
                    && CHANGE.contains(&call.name.as_str())
                {
                    written.insert(own.1.to_string(), None);
                }
            }
            _ => {}
        }
        true
    });
    let mut out: Vec<FormulaMistake> = Vec::new();
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        let Some(ASTNode::Expr(Expr::Index(pair, ..))) = path.last() else { return true };
        let Expr::Variable(list, _, at) = &pair.lhs else { return true };
        let list = list.1.as_str();
        let index = match &pair.rhs {
            Expr::Dot(rest, ..) | Expr::Index(rest, ..) => &rest.lhs,
            other => other,
        };
        let count = written.get(list).copied().flatten();
        let message = match (index, count) {
            (Expr::IntegerConstant(at, _), Some(count))
                if usize::try_from(*at).is_ok_and(|at| at >= count) =>
            {
                format!("{list} 只有 {count} 项，没有序号 {at}：序号从 0 起")
            }
            // `全部.len()` may stand whole in the brackets
            (own, _) if length_of(own).or_else(|| length_of(&pair.rhs)) == Some(list) => {
                format!("{list} 没有序号 {list}.len()：序号从 0 起，最后一项是 {list}.len() - 1")
            }
            _ => return true,
        };
        let start = place(source, *at).start;
        let rest = source.get(start..).unwrap_or("");
        let length = rest.find(']').map_or(list.len(), |end| end + 1);
        let help = format!("最后一项写成 {list}[{list}.len() - 1]，或 {list}.last()");
        out.push(FormulaMistake::new(start..start + length, message).help(help));
        true
    });
    out
}

/// What is wrong with the bounds of one such loop.
fn beyond((index, over): (&str, &Expr), body: &StmtBlock, source: &str) -> Option<FormulaMistake> {
    let Expr::FnCall(range, at) = over else { return None };
    let [Expr::IntegerConstant(from, _), to] = range.args.as_slice() else { return None };
    let list = length_of(to)?;
    let (mut is_indexed, mut is_moved) = (false, false);
    for stmt in body.statements() {
        stmt.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
            if let Some(ASTNode::Expr(Expr::Index(pair, ..))) = path.last()
                && matches!(&pair.lhs, Expr::Variable(own, ..) if own.1.as_str() == list)
            {
                // what stands behind the brackets follows in the same node
                let inner = match &pair.rhs {
                    Expr::Dot(rest, ..) | Expr::Index(rest, ..) => &rest.lhs,
                    other => other,
                };
                match inner {
                    Expr::Variable(own, ..) if own.1.as_str() == index => is_indexed = true,
                    Expr::FnCall(..) => is_moved = true,
                    _ => {}
                }
            }
            true
        });
    }
    let is_beyond = range.name == "..=";
    let is_late = *from == 1 && matches!(range.name.as_str(), "..=" | "..");
    if !is_indexed || is_moved || !(is_beyond || is_late) {
        return None;
    }
    let sign = place(source, *at);
    let before = source.get(..sign.start)?;
    let start = before.trim_end().rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let span = start..sign.end;
    let message = match (is_beyond, is_late) {
        (true, true) => format!("{list} 的序号从 0 起、到个数减 1：这样漏了第一项，又多出一项"),
        (true, false) => format!("{list} 的最后一项的序号是个数减 1：..= 多出一项，那一项没有"),
        _ => format!("{list} 的第一项的序号是 0：从 1 起漏了第一项"),
    };
    Some(
        FormulaMistake::new(span, message).help(format!(
            "写成 for {index} in 0..{list}.len()；用不到序号的，写 for 项 in {list}"
        )),
    )
}

/// The list of which an expression is the length.
fn length_of(expr: &Expr) -> Option<&str> {
    let (list, name) = match expr {
        Expr::Dot(pair, ..) => match (&pair.lhs, &pair.rhs) {
            (Expr::Variable(own, ..), Expr::MethodCall(call, _)) => (own, call.name.as_str()),
            (Expr::Variable(own, ..), Expr::Property(property, _)) => (own, property.2.as_str()),
            _ => return None,
        },
        Expr::FnCall(call, _) => match call.args.as_slice() {
            [Expr::Variable(own, ..)] => (own, call.name.as_str()),
            _ => return None,
        },
        _ => return None,
    };
    (name == "len").then_some(list.1.as_str())
}
