//! A quotient of a script that is held against many times the whole: `项.金额 / 总数 > 50` was most likely meant as 50%.

use super::kinds::Variables;
use super::place::place;
use super::signs::operation;
use crate::formula::{FormulaMistake, Names};
use gouji_values::kind::{Kind, Operation};
use rhai::{AST, ASTNode, Expr};

/// Percentages that are set are multiples of this.
const STEP: i64 = 5;

/// All of them, each at its number.
pub(crate) fn many_times_the_whole(source: &str, ast: &AST, names: &Names) -> Vec<FormulaMistake> {
    let variables = Variables::of(source, ast, names);
    let mut out = Vec::new();
    ast.walk(&mut |path| {
        let Some(ASTNode::Expr(Expr::FnCall(call, _))) = path.last() else { return true };
        if operation(&call.name) != Some(Operation::Order) {
            return true;
        }
        let [left, right] = call.args.as_slice() else { return true };
        for (quotient, number) in [(left, right), (right, left)] {
            let Expr::IntegerConstant(number, at) = number else { continue };
            let is_rate = (STEP..=100).contains(number) && number % STEP == 0;
            let is_divided = matches!(quotient, Expr::FnCall(own, _) if own.name == "/");
            if is_rate && is_divided && variables.kind(quotient) == Some(Kind::Ratio) {
                let span = place(source, *at);
                let message = format!("两个数相除得到的是比值，这里的 {number} 就是 {number} 倍");
                let help = format!("是百分数的，写成 \"{number}%\"；本来就是 {number} 倍的不用改");
                let end = span.start + number.to_string().len();
                out.push(FormulaMistake::new(span.start..end, message).help(help));
            }
        }
        true
    });
    out
}
