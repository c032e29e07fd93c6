//! Sums of the rows above a row that stands first, or below one that stands last: there are none.

use super::Evaluator;
use super::scope::Scope;
use gouji_audit::audit::Why;
use gouji_rules::formula::{Function, ListNode, Node, Resolved, RowSelector};

impl Evaluator<'_> {
    /// Why the addends of a comparison come to nothing: the row has none on that side, or all of them
    /// are blank.
    pub(in crate::check) fn why_no_addends(&mut self, resolved: Option<&Resolved>) -> Why {
        let sides = resolved.map(|own| (Some(&own.stated), own.computed.as_ref()));
        let (stated, computed) = sides.unwrap_or_default();
        let found =
            [stated, computed].into_iter().flatten().find_map(|node| self.beside_none(node));
        found.unwrap_or(Why::AddendsBlank)
    }

    fn beside_none(&mut self, node: &Node) -> Option<Why> {
        let Node::Aggregate(Function::Sum, list, _) = node else { return None };
        let (named, schema, is_above) = match list.as_ref() {
            ListNode::Above(named) | ListNode::Below(named) => {
                let Ok(Scope::Form { paper, form, .. }) = self.form_scope() else { return None };
                let schema = self.world.filled(paper, form)?.form;
                (*named, schema, matches!(list.as_ref(), ListNode::Above(_)))
            }
            ListNode::AbovePath(path) | ListNode::BelowPath(path) => {
                let RowSelector::Named(named) = path.row else { return None };
                (named, path.form, matches!(list.as_ref(), ListNode::AbovePath(_)))
            }
            _ => return None,
        };
        let is_none = self.elements(list).is_ok_and(|elements| elements.is_empty());
        let row = self.world.ruleset.forms.get(schema)?.rows.get(named)?;
        let name = row.name.as_str().into();
        is_none.then_some(match is_above {
            true => Why::NothingAbove { name },
            false => Why::NothingBelow { name },
        })
    }
}
