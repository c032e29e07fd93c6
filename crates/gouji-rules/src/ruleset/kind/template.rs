//! `template`: what is left of the official blank form in a document, and what of it lacks.

use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::schema::{Demand, Form, TemplateLook, ToldPiece};
use super::super::walk::RuleText;
use super::RuleKind;
use crate::formula::Owner;
use gouji_values::error::MistakeCode;
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) const KIND: KindOfRule = KindOfRule {
    name: "template",
    of: RuleKind::Template,
    keys: KEYS,
    inner: None,
    items: &["[[rule]]"],
    replaces: true,
    read: |walk, mistakes| Some(Arc::new(Raw(walk.string(mistakes, "template")?))),
};

/// What may be looked for.
const LOOKS: &[&str] = &["left", "lacking"];

const KEYS: &[RuleKey] = &[key(
    "template",
    KeyKind::OneOf(LOOKS),
    "与空白格式（--template）对照：left 格式里要填、要删而没有动的，lacking 格式里有而文件里没有的句子",
)];

#[derive(Debug)]
struct Raw(RuleText);

impl RawDemand for Raw {
    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        let look = match self.0.value.as_str() {
            "left" => TemplateLook::Left,
            "lacking" => TemplateLook::Lacking,
            other => {
                to.compiler.at(
                    &self.0,
                    MistakeCode::PlaceUnknown,
                    format!("template 没有 {other}"),
                    Some(format!("可用 {}", LOOKS.join("、"))),
                );
                return None;
            }
        };
        if !matches!(to.owner, Owner::Document) {
            to.compiler.at(
                &to.head.id,
                MistakeCode::FormNeeded,
                "template 要写在没有 form、claim 的规则里",
                Some("删去 form、claim".to_owned()),
            );
            return None;
        }
        Some(Arc::new(Template(look)))
    }
}

#[derive(Debug)]
struct Template(TemplateLook);

impl Demand for Template {
    fn kind(&self) -> RuleKind {
        RuleKind::Template
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        let text = match self.0 {
            TemplateLook::Left => "空白格式里要填写、要删去的，文件里不应原样留着",
            TemplateLook::Lacking => "空白格式里的句子，文件里都应写到",
        };
        vec![ToldPiece::Words(text.to_owned())]
    }

    fn template(&self) -> Option<TemplateLook> {
        Some(self.0)
    }

    fn forbids(&self) -> bool {
        self.0 == TemplateLook::Left
    }

    fn audits_figures(&self) -> bool {
        false
    }
}
