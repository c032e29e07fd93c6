//! `restated`: where the form is printed again in another unit, one is a rounding of the other.

use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::schema::{Demand, Form, ToldPiece};
use super::RuleKind;
use crate::formula::Owner;
use gouji_values::error::MistakeCode;
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) const KIND: KindOfRule = KindOfRule {
    name: "restated",
    of: RuleKind::Restated,
    keys: KEYS,
    inner: None,
    items: &["[[rule]]"],
    replaces: true,
    read: |walk, mistakes| {
        let is_meant = walk.boolean(mistakes, "restated")?;
        Some(Arc::new(Raw(is_meant)))
    },
};

const KEYS: &[RuleKey] = &[key(
    "restated",
    KeyKind::Bool,
    "同一张表用两种单位各印一次时：大单位的数是小单位的数四舍五入所得",
)];

#[derive(Debug)]
struct Raw(bool);

impl RawDemand for Raw {
    fn is_meant(&self) -> bool {
        self.0
    }

    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        if matches!(to.owner, Owner::Form(..) | Owner::EveryForm) {
            return Some(Arc::new(Restated));
        }
        to.compiler.at(
            &to.head.id,
            MistakeCode::FormNeeded,
            "restated 要写在有 form 的规则里",
            Some(format!("{}；每张表都要的写 form = \"*\"", to.form_help())),
        );
        None
    }
}

#[derive(Debug)]
struct Restated;

impl Demand for Restated {
    fn kind(&self) -> RuleKind {
        RuleKind::Restated
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        let text = "同一张表用两种单位各印一次时，大单位的每个数应是小单位的数四舍五入所得；为使合计相等调整的末位只作提示";
        vec![ToldPiece::Words(text.to_owned())]
    }
}
