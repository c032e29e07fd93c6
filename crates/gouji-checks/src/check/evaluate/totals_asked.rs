//! Conditions that ask for totals by their words: `ends_with(学校, "小计")`. The rows that they mean are totals, which a
//! list leaves out.

use super::Evaluator;
use super::elements::ListElement;
use super::value::Missing;
use gouji_audit::audit::CheckRelation;
use gouji_forms::form::is_subtotal;
use gouji_rules::formula::{Binary, Function, ListNode, Node};
use gouji_values::vocabulary::Vocabulary;

impl Evaluator<'_> {
    /// The elements of a list under a condition: totals are among them where it asks for the words of totals.
    pub(super) fn elements_under(
        &mut self,
        list: &ListNode,
        condition: Option<&Node>,
    ) -> Result<Vec<ListElement>, Missing> {
        let words = &self.world.ruleset.vocabulary;
        let asks = condition.is_some_and(|condition| asks_totals(condition, words));
        let was = std::mem::replace(&mut self.with_totals, asks);
        let out = self.elements(list);
        self.with_totals = was;
        out
    }
}

/// Whether a condition is true only of rows with the word of a total, or of some of them.
fn asks_totals(condition: &Node, words: &Vocabulary) -> bool {
    let is_total = |node: &Node| {
        let Node::Text(text) = node else { return false };
        let text = text.trim();
        is_subtotal(text, words) || words.total.iter().any(|word| text.ends_with(word.as_str()))
    };
    match condition {
        Node::Call(Function::EndsWith | Function::Contains | Function::StartsWith, arguments) => {
            arguments.get(1).is_some_and(is_total)
        }
        Node::Compare(CheckRelation::Equal, a, b) => is_total(a) || is_total(b),
        Node::Binary(Binary::And | Binary::Or, a, b) => {
            asks_totals(a, words) || asks_totals(b, words)
        }
        _ => false,
    }
}
