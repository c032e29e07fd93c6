//! `structure`: what follows from a table itself, whatever form it is.

use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::other_words::value;
use super::super::schema::{Demand, Form, Structure, ToldPiece};
use super::super::walk::RuleText;
use super::RuleKind;
use crate::formula::{Owner, suggest};
use gouji_values::code::Code;
use gouji_values::error::MistakeCode;
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) const KIND: KindOfRule = KindOfRule {
    name: "structure",
    of: RuleKind::Structure,
    keys: KEYS,
    inner: None,
    items: &["[[rule]]"],
    replaces: true,
    read: |walk, mistakes| {
        let structure = walk.string(mistakes, "structure")?;
        Some(Arc::new(Raw(structure)))
    },
};

const KEYS: &[RuleKey] = &[key(
    "structure",
    KeyKind::Text,
    "从表格本身推出的关系：header（表头：合计栏 = 其下各栏）、code（编码逐级）、indent（编号、缩进逐级）、total（合计行）、sides（左右两边相等）、rate（比率栏 = 两栏相除）",
)];

#[derive(Debug)]
struct Raw(RuleText);

impl RawDemand for Raw {
    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        if !matches!(to.owner, Owner::EveryForm) {
            to.compiler.at(
                &to.head.id,
                MistakeCode::FormNeeded,
                "structure 核对每张表",
                Some("写 form = \"*\"".to_owned()),
            );
            return None;
        }
        let found = Structure::find(&self.0.value);
        if found.is_none() {
            let known = Structure::ALL.iter().map(|structure| structure.id());
            to.compiler.at(
                &self.0,
                MistakeCode::ValueUnknown,
                format!("没有 {} 这种关系", self.0.value),
                Some(
                    value("structure", &self.0.value)
                        .unwrap_or_else(|| suggest(&self.0.value, known)),
                ),
            );
        }
        Some(Arc::new(OfTable(found?)))
    }
}

#[derive(Debug)]
struct OfTable(Structure);

impl Demand for OfTable {
    fn kind(&self) -> RuleKind {
        RuleKind::Structure
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        let text = match self.0 {
            Structure::Header => "表头的合计栏应等于它下面各栏之和",
            Structure::Code => "上级编码的行应等于下一级编码各行之和",
            Structure::Indent => "上一层的行应等于下一层各行之和（层次看编号和缩进）",
            Structure::Total => "合计行应等于各行之和",
            Structure::Sides => "左右两边的总计应相等",
            Structure::Rate => "比率栏应等于表中两栏相除（占比、完成率或增减幅度）",
        };
        vec![ToldPiece::Words(text.to_owned())]
    }

    fn structure(&self) -> Option<Structure> {
        Some(self.0)
    }
}
