//! Sums of the rows above a row that stands first, or below one that stands last: there are none.

use super::Evaluator;
use super::scope::Scope;
use gouji_audit::audit::{CheckRelation, Why};
use gouji_rules::formula::{Binary, Function, ListNode, Node, Reference, Resolved, RowSelector};

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

    /// That no row is as the condition of a sum wants it, with what the column prints whose word it asks for.
    fn none_chosen(&mut self, list: &ListNode, condition: &Node) -> Option<Why> {
        /// Words that are named.
        const NAMED: usize = 4;
        let elements = self.elements_under(list, Some(condition)).ok()?;
        let is_chosen = elements
            .iter()
            .any(|element| self.aside(|this| this.fulfils(*element, Some(condition))) == Ok(true));
        if is_chosen || elements.is_empty() {
            return None;
        }
        let mut asked = Vec::new();
        words_asked(condition, &mut asked);
        for (column, wanted) in asked {
            let first = elements.first()?;
            let wanted = self.within(first.scope, |this| this.aside(|this| this.text(wanted)));
            let Ok(wanted) = wanted else { continue };
            let mut there: Vec<String> = Vec::new();
            for element in &elements {
                let text = self.within(element.scope, |this| this.aside(|this| this.text(column)));
                let text = text.map(|text| text.trim().to_owned()).unwrap_or_default();
                if !text.is_empty() && !there.contains(&text) {
                    there.push(text);
                }
            }
            if !there.is_empty() && !there.iter().any(|word| word == wanted.trim()) {
                let more = if there.len() > NAMED { " 等" } else { "" };
                there.truncate(NAMED);
                let there = format!("{}{more}", there.join("、")).into();
                return Some(Why::NoAddendOfWord { wanted: wanted.into(), there });
            }
        }
        Some(Why::NoAddend)
    }

    fn beside_none(&mut self, node: &Node) -> Option<Why> {
        let Node::Aggregate(Function::Sum, list, condition) = node else { return None };
        if let Some(condition) = condition {
            return self.none_chosen(list, condition);
        }
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

/// The columns that a condition asks for words, and the words: written ones, or those of the row of the rule.
fn words_asked<'n>(condition: &'n Node, out: &mut Vec<(&'n Node, &'n Node)>) {
    match condition {
        Node::Compare(CheckRelation::Equal, a, b) => {
            for (one, other) in [(a, b), (b, a)] {
                let is_of_row = matches!(other.as_ref(),
                    Node::Read(Reference::Column { depth, .. }) if *depth > 0)
                    && matches!(one.as_ref(), Node::Read(Reference::Column { depth: 0, .. }));
                if one.is_place() && matches!(other.as_ref(), Node::Text(_)) || is_of_row {
                    out.push((one, other));
                }
            }
        }
        Node::Binary(Binary::And, a, b) => {
            words_asked(a, out);
            words_asked(b, out);
        }
        _ => {}
    }
}
