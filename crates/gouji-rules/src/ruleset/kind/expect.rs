//! `expect`: each of its formulas holds.

use super::super::demand::{KindOfRule, WrittenDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::schema::{Demand, Expectation, Form, ToldPiece};
use super::super::walk::RuleText;
use super::RuleKind;
use super::formulas::{Formulas, ITEMS, RawFormulas, told};
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) static KIND: KindOfRule = KindOfRule {
    name: "expect",
    of: RuleKind::Expect,
    keys: KEYS,
    inner: None,
    items: ITEMS,
    replaces: true,
    read: |walk, mistakes| {
        let texts = walk.strings(mistakes, "expect")?;
        Some(Arc::new(RawFormulas { texts, is_any: false, demand }))
    },
};

const KEYS: &[RuleKey] = &[key(
    "expect",
    KeyKind::Texts,
    "应当成立的比较，例如 \"合计 == 基本支出 + 项目支出\"；可写几条，条条都要成立",
)];

/// Formulas that another reader made.
pub(in crate::ruleset) fn written(texts: Vec<RuleText>) -> WrittenDemand {
    WrittenDemand { kind: &KIND, raw: Arc::new(RawFormulas { texts, is_any: false, demand }) }
}

fn demand(formulas: Formulas) -> Arc<dyn Demand> {
    Arc::new(Expect(formulas))
}

#[derive(Debug)]
struct Expect(Formulas);

impl Demand for Expect {
    fn kind(&self) -> RuleKind {
        RuleKind::Expect
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        told(&self.0.all, "核对")
    }

    fn formulas(&self) -> &[Expectation] {
        &self.0.all
    }

    /// A series of numbers is no audit of figures.
    fn audits_figures(&self) -> bool {
        self.0.compare
    }
}
