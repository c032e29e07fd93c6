//! `any`: one of its formulas holds.

use super::super::demand::{Compiling, KindOfRule, RawDemand, Written};
use super::super::keys::{Key, Kind, key};
use super::super::schema::{Demand, Expectation, Form, Later, RuleKind, Told};
use super::super::walk::Text;
use super::formulas::{expectations, told};
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) static KIND: KindOfRule = KindOfRule {
    name: "any",
    keys: KEYS,
    inner: None,
    items: &["[[claim]]", "[[relation]]", "[[rule]]"],
    replaces: true,
    read: |walk, mistakes| {
        let texts = walk.strings(mistakes, "any")?;
        Some(Arc::new(Raw(texts)))
    },
};

const KEYS: &[Key] = &[key("any", Kind::Texts, "几条比较，有一条成立即可")];

/// Formulas that another reader made.
pub(in crate::ruleset) fn written(texts: Vec<Text>) -> Written {
    Written { kind: &KIND, raw: Arc::new(Raw(texts)) }
}

#[derive(Debug)]
struct Raw(Vec<Text>);

impl RawDemand for Raw {
    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        Some(Arc::new(Any(expectations(to, &self.0))))
    }
}

#[derive(Debug)]
struct Any(Later<Vec<Expectation>>);

impl Demand for Any {
    fn kind(&self) -> RuleKind {
        RuleKind::Any
    }

    fn told(&self, _: Option<&Form>) -> Vec<Told<'_>> {
        let head = Told::Words("以下有一条相符即可".to_owned());
        std::iter::once(head).chain(told(&self.0, "或者")).collect()
    }

    fn formulas(&self) -> &[Expectation] {
        &self.0
    }

    fn is_choice(&self) -> bool {
        true
    }
}
