//! Arguments in another order than a function wants them: where they fit in one, that is told.

use super::function::Function;
use super::names::FormulaMistake;
use super::node::Node;
use super::resolve::Resolver;
use super::shown::called;
use super::syntax::Syntax;
use std::ops::Range;

/// The orders that two and three arguments may have, the nearest first.
const ORDERS: &[&[usize]] = &[&[1, 0], &[1, 0, 2], &[0, 2, 1], &[2, 0, 1], &[1, 2, 0], &[2, 1, 0]];

impl Resolver<'_> {
    /// A call of a function.
    pub(super) fn call(
        &mut self,
        name: &str,
        place: &Range<usize>,
        arguments: &[Syntax],
        whole: &Range<usize>,
    ) -> Result<Node, FormulaMistake> {
        let mistake = match self.call_as_written(name, place, arguments, whole) {
            Ok(node) => return Ok(node),
            Err(mistake) => mistake,
        };
        if Function::find(name).is_none() {
            return Err(mistake);
        }
        for order in ORDERS.iter().filter(|order| order.len() == arguments.len()) {
            let own: Vec<Syntax> =
                order.iter().filter_map(|at| arguments.get(*at).cloned()).collect();
            if self.call_as_written(name, place, &own, whole).is_ok() {
                let meant = called(name, &own);
                return Err(if mistake.help.as_ref().is_some_and(|help| help.contains(&meant)) {
                    mistake
                } else {
                    FormulaMistake::new(whole.clone(), format!("{name} 的参数次序写反了"))
                        .help(format!("写成 {meant}"))
                });
            }
        }
        Err(mistake)
    }
}
