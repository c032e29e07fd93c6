//! Conditions of scripts that no document can meet, and such as all meet: told as those of formulas
//! are.

use super::excluding::{Compared, OPPOSITE, Written, are_bounds, are_opposite, exclude, odd_value};
use crate::formula::{FormulaMistake, denied};
use crate::script::{beginning, condition_text, place, relation};
use gouji_audit::audit::CheckRelation;
use gouji_values::number::{Decimal, Units, cell_number, day};
use gouji_values::vocabulary::Vocabulary;
use rhai::{AST, ASTNode, Expr, Stmt};
use std::collections::BTreeMap;
use std::ops::Range;

/// A comparison in a script, and where it stands.
struct Placed<'s> {
    span: Range<usize>,
    compared: Compared<'s>,
}

/// The conditions of a script that never hold or always do, each once.
pub(super) fn never_in_scripts(ast: &AST, source: &str, words: &Vocabulary) -> Vec<FormulaMistake> {
    let reader = Reader { source, words };
    let changing = changing(ast);
    let mut out: Vec<FormulaMistake> = Vec::new();
    let mut add = |mistake: FormulaMistake| {
        let is_told = |own: &FormulaMistake| {
            own.span.start <= mistake.span.start && mistake.span.end <= own.span.end
        };
        if !out.iter().any(is_told) {
            out.push(mistake);
        }
    };
    ast.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Expr(expr @ (Expr::And(..) | Expr::Or(..)))) => {
                let is_all = matches!(expr, Expr::And(..));
                let mut parts = Vec::new();
                joined(expr, is_all, &mut parts);
                reader.told(&parts, is_all).into_iter().for_each(&mut add);
            }
            Some(ASTNode::Expr(expr @ Expr::FnCall(..))) => {
                reader.odd(expr).into_iter().for_each(&mut add);
            }
            Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
                let wanted = wanted(parts.2.body.statements());
                reader.wanted(&wanted).into_iter().for_each(&mut add);
            }
            Some(ASTNode::Stmt(Stmt::If(flow, _))) => {
                let wanted = wanted(flow.body.statements());
                reader.wanted(&wanted).into_iter().for_each(&mut add);
                // what the conditions around ask of what stays as it is
                let mut parts = Vec::new();
                around(path).into_iter().for_each(|own| joined(own, true, &mut parts));
                let is_fixed = |part: &&Expr| {
                    reader.comparison(part).is_some_and(|own| {
                        let base = own.compared.name.split('.').next().unwrap_or("");
                        changing.get(base).copied().unwrap_or(0) < 2
                    })
                };
                let before: Vec<&Expr> = parts.into_iter().filter(is_fixed).collect();
                let mut own = Vec::new();
                joined(&flow.expr, true, &mut own);
                let both: Vec<&Expr> = before.into_iter().chain(own).collect();
                reader.told(&both, true).into_iter().for_each(&mut add);
            }
            _ => {}
        }
        true
    });
    out
}

/// The comparisons that a block expects, one after the other.
fn wanted(block: &[Stmt]) -> Vec<&Expr> {
    fn compared(stmt: &Stmt) -> Option<&Expr> {
        match stmt {
            Stmt::Expr(own) => match &**own {
                Expr::Custom(custom, _) => custom.inputs.first(),
                _ => None,
            },
            _ => None,
        }
    }
    block.iter().filter_map(compared).collect()
}

/// How often each name is given a value.
fn changing(ast: &AST) -> BTreeMap<String, usize> {
    let mut out: BTreeMap<String, usize> = BTreeMap::new();
    ast.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(parts, ..))) => {
                *out.entry(parts.0.name.to_string()).or_default() += 1;
            }
            Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
                *out.entry(parts.0.name.to_string()).or_default() += 1;
            }
            Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
                if let Expr::Variable(variable, ..) = &parts.1.lhs {
                    *out.entry(variable.1.to_string()).or_default() += 2;
                }
            }
            _ => {}
        }
        true
    });
    out
}

/// The conditions within whose blocks the last statement of a path stands, up to a loop.
fn around<'a>(path: &[ASTNode<'a>]) -> Vec<&'a Expr> {
    let mut out = Vec::new();
    for pair in path.windows(2).rev() {
        match pair {
            [ASTNode::Stmt(Stmt::If(flow, _)), ASTNode::Stmt(inner)]
                if flow.body.statements().iter().any(|one| std::ptr::eq(one, *inner)) =>
            {
                out.push(&flow.expr);
            }
            [ASTNode::Stmt(Stmt::For(..) | Stmt::While(..) | Stmt::Do(..)), _] => break,
            _ => {}
        }
    }
    out.reverse();
    out
}

/// What `&&` or `||` joins.
fn joined<'e>(expr: &'e Expr, is_all: bool, out: &mut Vec<&'e Expr>) {
    match (expr, is_all) {
        (Expr::And(parts, _), true) | (Expr::Or(parts, _), false) => {
            parts.iter().for_each(|part| joined(part, is_all, out));
        }
        (other, _) => out.push(other),
    }
}

struct Reader<'s> {
    source: &'s str,
    words: &'s Vocabulary,
}

impl Reader<'_> {
    /// What is wrong with the comparisons that are joined.
    fn told(&self, parts: &[&Expr], is_all: bool) -> Option<FormulaMistake> {
        let mut all: Vec<Placed<'_>> =
            parts.iter().filter_map(|part| self.comparison(part)).collect();
        if !is_all {
            all.retain_mut(|own| match denied(own.compared.relation) {
                Some(relation) => {
                    own.compared.relation = relation;
                    true
                }
                None => false,
            });
        }
        let units: &Units = &self.words.units;
        let pairs = (0..all.len()).flat_map(|at| (at + 1..all.len()).map(move |to| (at, to)));
        let (one, other) = pairs
            .filter_map(|(at, to)| Some((all.get(at)?, all.get(to)?)))
            .find(|(one, other)| exclude(&one.compared, &other.compared, units))?;
        let name = &one.compared.name;
        let message = if is_all {
            format!("{name} 不能同时满足两边，这个条件永远不成立")
        } else {
            format!("{name} 总有一边成立，这个条件处处都成立")
        };
        let span = one.span.start.min(other.span.start)..one.span.end.max(other.span.end);
        Some(FormulaMistake::new(span, message).help(self.help((one, other), is_all)))
    }

    /// Expectations that no figure fulfils together.
    fn wanted(&self, parts: &[&Expr]) -> Option<FormulaMistake> {
        let mistake = self.told(parts, true)?;
        let message = mistake.message.replace("这个条件永远不成立", "处处都会报");
        let help = "上下限写倒了的，把两个数对换；只要一个成立的，写成一个 if 和 report";
        Some(FormulaMistake::new(mistake.span, message).help(help))
    }

    /// What to write instead of two comparisons.
    fn help(&self, (one, other): (&Placed<'_>, &Placed<'_>), is_all: bool) -> String {
        if are_opposite(&one.compared, &other.compared) {
            return OPPOSITE.to_owned();
        }
        let text = |span: &Range<usize>| self.source.get(span.clone()).unwrap_or("").trim();
        let (first, second) = (text(&one.span), text(&other.span));
        if !is_all {
            return format!("都不是的，两边之间写 &&：写成 {first} && {second}");
        }
        let either = format!("有一个成立就行的，两边之间写 ||：写成 {first} || {second}");
        if !are_bounds(&one.compared, &other.compared) {
            return either;
        }
        let (low, high) = (text(&one.compared.literal), text(&other.compared.literal));
        let swapped = |own: &str, old: &str, new: &str| own.replacen(old, new, 1);
        format!(
            "上下限写倒了的，写成 {} && {}；{either}",
            swapped(first, low, high),
            swapped(second, high, low)
        )
    }

    /// A kind or year of documents that there is not.
    fn odd(&self, expr: &Expr) -> Option<FormulaMistake> {
        let mut own = self.comparison(expr)?;
        let is_equal = own.compared.relation == CheckRelation::Equal;
        if own.compared.relation == CheckRelation::NotEqual {
            own.compared.relation = CheckRelation::Equal;
        }
        let (message, help) = odd_value(&own.compared, self.words)?;
        let holds = if is_equal { "永远不成立" } else { "处处成立" };
        let message = format!("{message}，这个条件{holds}");
        Some(FormulaMistake::new(own.span, message).help(help))
    }

    /// A comparison of something named with something written.
    fn comparison<'e>(&self, expr: &'e Expr) -> Option<Placed<'e>>
    where
        Self: 'e,
    {
        let Expr::FnCall(call, _) = expr else { return None };
        let relation = relation(&call.name)?;
        let [left, right] = call.args.as_slice() else { return None };
        let of = |named: &Expr, other: &'e Expr, relation| {
            let literal = place(self.source, other.start_position());
            let name = path(named)?;
            Some(Compared { name, relation, written: self.written(other)?, literal })
        };
        let compared =
            of(left, right, relation).or_else(|| of(right, left, relation.mirrored()))?;
        let start = place(self.source, beginning(expr)).start;
        let length = condition_text(expr, self.source)?.len();
        Some(Placed { span: start..start + length, compared })
    }

    /// What is written: a number with or without its unit, a day, words.
    fn written<'e>(&self, expr: &'e Expr) -> Option<Written<'e>>
    where
        Self: 'e,
    {
        match expr {
            Expr::IntegerConstant(number, _) => Some(Written::Number((*number).into(), "")),
            Expr::DynamicConstant(value, _) => {
                value.clone().try_cast::<Decimal>().map(|number| Written::Number(number, ""))
            }
            Expr::StringConstant(text, _) => Some(self.read(text)),
            _ => None,
        }
    }

    /// What a text is beside a figure.
    fn read<'e>(&self, text: &'e str) -> Written<'e> {
        if let Some(day) = day(text) {
            return Written::Day(day);
        }
        let units = &self.words.units;
        let number = cell_number(text, units).and_then(|number| {
            let unit = units.get(number.unit?);
            let at = text.rfind(unit.name.as_str())?;
            Some(Written::Number(number.value, text.get(at..at + unit.name.len())?))
        });
        number.unwrap_or(Written::Text(text))
    }
}

/// A name with what is behind its points, as it is written.
fn path(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Variable(variable, ..) => Some(variable.1.to_string()),
        Expr::Property(property, _) => Some(property.2.to_string()),
        Expr::Dot(pair, ..) => Some(format!("{}.{}", path(&pair.lhs)?, path(&pair.rhs)?)),
        Expr::Index(pair, ..) => match &pair.rhs {
            Expr::StringConstant(key, _) => Some(format!("{}.{key}", path(&pair.lhs)?)),
            _ => None,
        },
        _ => None,
    }
}
