//! Which expressions of a script come to true or false, by what is written.

use super::grammar::relation;
use crate::formula::Function;
use rhai::Expr;

/// Whether it comes to true or false.
pub(super) fn is_truth(expr: &Expr) -> bool {
    match expr {
        Expr::And(..) | Expr::Or(..) | Expr::BoolConstant(..) => true,
        Expr::FnCall(call, _) => {
            let name = call.name.as_str();
            let is_asked = matches!(
                Function::find(name),
                Some(Function::Present | Function::Meets | Function::Within)
            );
            relation(name).is_some() || name == "!" || is_asked
        }
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => is_truth(&pair.rhs),
        Expr::MethodCall(call, _) => matches!(
            call.name.as_str(),
            "contains" | "starts_with" | "ends_with" | "some" | "all" | "is_empty"
        ),
        _ => false,
    }
}
