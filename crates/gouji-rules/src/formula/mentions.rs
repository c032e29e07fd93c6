//! What a formula names: forms, claims, parameters and scales, each by its index in the ruleset.

use super::expectation::Resolved;
use super::node::{
    ClaimPath, ColumnSelector, FormPath, ListNode, Node, PartReference, Reference, RowSelector,
    ScaleReference,
};
use gouji_values::paper::Paper;

/// Something that a formula or a script names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    /// A form of a document.
    Form(Paper, usize),
    /// A column of a form of a document.
    Column(Paper, usize, usize),
    /// A column of the form that the rule, or a list in it, goes over.
    OwnColumn(usize),
    /// A claim.
    Claim(usize),
    /// A parameter.
    Param(usize),
    /// A scale.
    Scale(usize),
}

impl Resolved {
    /// Calls `seen` for all that it names.
    pub fn mentions(&self, seen: &mut dyn FnMut(Mention)) {
        self.stated.mentions(seen);
        self.computed.iter().for_each(|node| node.mentions(seen));
    }
}

impl Node {
    /// Calls `seen` for all that it names. The form or claim that its rule stands on is not named.
    pub fn mentions(&self, seen: &mut dyn FnMut(Mention)) {
        match self {
            Self::Form(path) => in_form(path, seen),
            Self::Claim(path) => in_claim(path, seen),
            Self::Param(param, key) => {
                seen(Mention::Param(*param));
                key.iter().for_each(|key| key.mentions(seen));
            }
            Self::ScaleFrom(scale, inner) => {
                seen(Mention::Scale(*scale));
                inner.mentions(seen);
            }
            Self::Grade(scale, inner) => {
                seen(match scale {
                    ScaleReference::Scale(scale) => Mention::Scale(*scale),
                    ScaleReference::Claim(claim) => Mention::Claim(*claim),
                });
                inner.mentions(seen);
            }
            Self::Negate(inner) | Self::Not(inner) => inner.mentions(seen),
            Self::Aggregate(_, list, condition) => {
                match list.as_ref() {
                    ListNode::Form(path) => in_form(path, seen),
                    ListNode::AbovePath(path) | ListNode::BelowPath(path) => in_form(path, seen),
                    ListNode::Claim(path) => in_claim(path, seen),
                    ListNode::Own(_)
                    | ListNode::Part(_)
                    | ListNode::Above(_)
                    | ListNode::Below(_) => {}
                }
                condition.iter().for_each(|condition| condition.mentions(seen));
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|own| own.mentions(seen)),
            Self::Binary(_, left, right) | Self::Compare(_, left, right) => {
                left.mentions(seen);
                right.mentions(seen);
            }
            Self::Read(Reference::Column { column, .. }) => seen(Mention::OwnColumn(*column)),
            Self::Number { .. }
            | Self::Text(_)
            | Self::Truth(_)
            | Self::Date(_)
            | Self::Read(_)
            | Self::PartCapture(_)
            | Self::Doc(_)
            | Self::Table(_)
            | Self::Level(_)
            | Self::RowIs(_) => {}
        }
    }
}

fn in_form(path: &FormPath, seen: &mut dyn FnMut(Mention)) {
    seen(Mention::Form(path.at.paper, path.form));
    in_part(&path.at, seen);
    match &path.row {
        RowSelector::Key(key) => key.mentions(seen),
        RowSelector::Path(keys) => keys.iter().for_each(|key| key.mentions(seen)),
        RowSelector::All | RowSelector::Named(_) => {}
    }
    match &path.column {
        ColumnSelector::Key(key) => key.mentions(seen),
        ColumnSelector::Column(column) => {
            seen(Mention::Column(path.at.paper, path.form, *column));
        }
        ColumnSelector::None | ColumnSelector::Capture(_) => {}
    }
}

fn in_claim(path: &ClaimPath, seen: &mut dyn FnMut(Mention)) {
    seen(Mention::Claim(path.claim));
    in_part(&path.at, seen);
    path.key.iter().for_each(|key| key.mentions(seen));
}

fn in_part(at: &PartReference, seen: &mut dyn FnMut(Mention)) {
    if let Some((_, Some(key))) = &at.part {
        key.mentions(seen);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        FormLists, FormNames, Names, Owner, resolve_condition, resolve_expectation,
    };
    use super::*;

    fn names() -> Names {
        let form = |id: &str| {
            FormNames::new(
                id.to_owned(),
                FormLists {
                    columns: vec![("金额".to_owned(), gouji_values::kind::Kind::Amount)],
                    ..FormLists::default()
                },
            )
        };
        Names {
            forms: vec![form("支出表"), form("支出表明细"), form("收入表")],
            params: vec![("上限".to_owned(), None, gouji_values::kind::Kind::Amount)],
            ..Names::default()
        }
    }

    #[test]
    fn a_formula_tells_what_it_names() {
        let all = |source: &str| {
            let mut out = Vec::new();
            let resolved = resolve_expectation(source, &names(), &Owner::Document, None).unwrap();
            resolved.mentions(&mut |mention| out.push(mention));
            out.retain(|mention| !matches!(mention, Mention::Column(..) | Mention::OwnColumn(_)));
            out
        };
        assert_eq!(
            all("收入表[\"合计\"].金额 == sum(上年.支出表明细.金额) + param.上限"),
            [Mention::Form(Paper::OWN, 2), Mention::Form(Paper::LAST_YEAR, 1), Mention::Param(0)]
        );
        assert_eq!(all("count(支出表) == 1"), [Mention::Form(Paper::OWN, 0)]);
    }

    #[test]
    fn a_condition_tells_what_it_names() {
        let mut out = Vec::new();
        let node =
            resolve_condition("count(收入表, 金额 > param.上限) > 0", &names(), &Owner::Document)
                .unwrap();
        node.mentions(&mut |mention| out.push(mention));
        assert_eq!(out, [Mention::Form(Paper::OWN, 2), Mention::OwnColumn(0), Mention::Param(0)]);
    }
}
