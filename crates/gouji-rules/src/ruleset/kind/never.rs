//! `never`: the claim is never found.

use super::super::demand::WrittenDemand;
use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::schema::{Demand, Form, ToldPiece};
use super::RuleKind;
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) const KIND: KindOfRule = KindOfRule {
    name: "never",
    of: RuleKind::Never,
    keys: KEYS,
    inner: None,
    items: &["[[claim]]"],
    replaces: false,
    read: |walk, mistakes| {
        let is_meant = walk.boolean(mistakes, "never")?;
        Some(Arc::new(Raw(is_meant)))
    },
};

const KEYS: &[RuleKey] = &[key("never", KeyKind::Bool, "文件里不应出现")];

/// As a `[[wording]]` says it without a word.
pub(in crate::ruleset) fn written() -> WrittenDemand {
    WrittenDemand { kind: &KIND, raw: Arc::new(Raw(true)) }
}

#[derive(Debug)]
struct Raw(bool);

impl RawDemand for Raw {
    fn is_meant(&self) -> bool {
        self.0
    }

    fn compile(&self, _: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        Some(Arc::new(Never))
    }
}

#[derive(Debug)]
struct Never;

impl Demand for Never {
    fn kind(&self) -> RuleKind {
        RuleKind::Never
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        vec![ToldPiece::Words("文件里不应出现这样的话".to_owned())]
    }

    fn forbids(&self) -> bool {
        true
    }

    fn audits_figures(&self) -> bool {
        false
    }
}
