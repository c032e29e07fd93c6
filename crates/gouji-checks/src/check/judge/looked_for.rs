//! What `present` asks for that is not in the document at all: nothing is blank there.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::{Missing, Value};
use gouji_audit::audit::Why;
use gouji_rules::formula::{Function, Node, Resolved};

impl Evaluator<'_> {
    /// Why the row that `present` asks for is not there.
    pub(super) fn row_looked_for(&mut self, again: &Resolved) -> Option<Why> {
        match self.aside(|this| this.node(asked_for(&again.stated)?).err()) {
            Some(Missing::NoRow(why)) => Some(why),
            _ => None,
        }
    }

    /// That the table in which `present` looks is not in the document, that the document is not there, or that its own
    /// table has no such column.
    pub(super) fn table_looked_in(&mut self, again: &Resolved) -> Option<Why> {
        if let Some(own @ Node::Read(_)) = asked(&again.stated) {
            return match self.aside(|this| this.node(own)) {
                Ok(Value::Blank(None)) => Some(self.why_not_there().unwrap_or(Why::TableLacksCell)),
                Err(Missing::NotApplicable(why)) => Some(why),
                _ => None,
            };
        }
        match self.aside(|this| this.node(asked_for(&again.stated)?).err()) {
            Some(Missing::NotApplicable(
                why @ (Why::FormAbsent { .. }
                | Why::FormAbsentBeside { .. }
                | Why::NoLastYear
                | Why::NotBeside { .. }),
            )) => Some(why),
            _ => None,
        }
    }
}

/// What `present` asks for.
fn asked(stated: &Node) -> Option<&Node> {
    let Node::Call(Function::Present, arguments) = stated else { return None };
    arguments.first()
}

/// The same, where it is a cell of a row that is looked up by its name.
fn asked_for(stated: &Node) -> Option<&Node> {
    asked(stated).filter(|asked| matches!(asked, Node::Form(_)))
}
