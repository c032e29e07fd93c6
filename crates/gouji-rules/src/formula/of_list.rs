//! Columns of the rows that a condition of a list goes over.

use super::names::Owner;
use super::node::{ColumnSelector, Node, PartReference, Reference};
use super::resolve::Resolver;
use gouji_values::paper::Paper;

impl Resolver<'_> {
    /// In a condition a column of the form whose rows it goes over, or of the rule's own form, is
    /// that of the row at hand: `count(名册, 名册.职级 == 汇总.职级)`.
    pub(super) fn of_list(
        &self,
        form: usize,
        at: &PartReference,
        column: &ColumnSelector,
    ) -> Option<Node> {
        let in_condition = !self.lists.is_empty() && self.in_aggregate == self.lists.len();
        let ColumnSelector::Column(column) = *column else { return None };
        let bare = PartReference { paper: Paper::OWN, ..at.clone() };
        if !in_condition || bare != PartReference::default() {
            return None;
        }
        // rows of last year's document are not those of this one
        let paper_of = |depth: usize| {
            let list = self.papers.len().checked_sub(depth + 1);
            list.and_then(|list| self.papers.get(list)).copied().unwrap_or(Paper::OWN)
        };
        let is_it = |depth: &usize| {
            matches!(self.scope(*depth), Owner::Form(own, _) if *own == form)
                && paper_of(*depth) == at.paper
        };
        let depth = (0..=self.lists.len()).find(is_it)?;
        Some(Node::Read(Reference::Column { depth, column }))
    }
}
