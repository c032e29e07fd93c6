//! `any`: one of its formulas holds.

use super::super::demand::{KindOfRule, WrittenDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::schema::{Demand, Expectation, Form, ToldPiece};
use super::super::walk::RuleText;
use super::RuleKind;
use super::formulas::{Formulas, ITEMS, RawFormulas, told};
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) static KIND: KindOfRule = KindOfRule {
    name: "any",
    of: RuleKind::Any,
    keys: KEYS,
    inner: None,
    items: ITEMS,
    replaces: true,
    read: |walk, mistakes| {
        let texts = walk.strings(mistakes, "any")?;
        Some(Arc::new(RawFormulas { texts, is_any: true, demand }))
    },
};

const KEYS: &[RuleKey] = &[key("any", KeyKind::Texts, "几条比较，有一条成立即可")];

/// Formulas that another reader made.
pub(in crate::ruleset) fn written(texts: Vec<RuleText>) -> WrittenDemand {
    WrittenDemand { kind: &KIND, raw: Arc::new(RawFormulas { texts, is_any: true, demand }) }
}

fn demand(formulas: Formulas) -> Arc<dyn Demand> {
    Arc::new(Any(formulas))
}

#[derive(Debug)]
struct Any(Formulas);

impl Demand for Any {
    fn kind(&self) -> RuleKind {
        RuleKind::Any
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        let head = ToldPiece::Words("以下有一条相符即可".to_owned());
        std::iter::once(head).chain(told(&self.0.all, "或者")).collect()
    }

    fn formulas(&self) -> &[Expectation] {
        &self.0.all
    }

    fn is_choice(&self) -> bool {
        true
    }
}
