//! `outline`: the sections that a contents page, a blank form or the rule itself lists are in the
//! document.

use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::schema::{Demand, Form, OutlineDemand, OutlineLook, OutlineSource, ToldPiece};
use super::super::walk::RuleText;
use super::RuleKind;
use crate::formula::Owner;
use gouji_values::error::MistakeCode;
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) const KIND: KindOfRule = KindOfRule {
    name: "outline",
    of: RuleKind::Outline,
    keys: KEYS,
    inner: None,
    items: &["[[rule]]"],
    replaces: true,
    read: |walk, mistakes| {
        let sections = walk.strings(mistakes, "outline");
        let ordered = walk.string(mistakes, "ordered");
        Some(Arc::new(Raw { sections: sections?, ordered }))
    },
};

const KEYS: &[RuleKey] = &[
    key(
        "outline",
        KeyKind::Texts,
        "文件里应有的各部分：\"contents\" 目录列的，\"template\" 空白格式（--template）的标题，或者逐个写出，\"甲|乙\" 是两种叫法",
    ),
    key(
        "ordered",
        KeyKind::OneOf(ORDERS),
        "与 outline 一起写，只看次序：body 正文里的先后，pages 目录的页码",
    ),
];

/// What may be in order.
const ORDERS: &[&str] = &["body", "pages"];

#[derive(Debug)]
struct Raw {
    sections: Vec<RuleText>,
    ordered: Option<RuleText>,
}

impl RawDemand for Raw {
    fn is_meant(&self) -> bool {
        !self.sections.is_empty()
    }

    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        if !matches!(to.owner, Owner::Document) {
            to.compiler.at(
                &to.head.id,
                MistakeCode::FormNeeded,
                "outline 要写在没有 form、claim 的规则里",
                Some("删去 form、claim".to_owned()),
            );
            return None;
        }
        let texts: Vec<&str> = self.sections.iter().map(|text| text.value.as_str()).collect();
        let source = match texts.as_slice() {
            ["contents"] => OutlineSource::Contents,
            ["template"] => OutlineSource::Template,
            _ => OutlineSource::Listed(texts.iter().copied().map(str::to_owned).collect()),
        };
        let look = match self.ordered.as_ref().map(|text| (text, text.value.as_str())) {
            None => OutlineLook::Presence,
            Some((_, "body")) => OutlineLook::Order,
            Some((_, "pages")) if source == OutlineSource::Contents => OutlineLook::Pages,
            Some((text, other)) => {
                to.compiler.at(
                    text,
                    MistakeCode::PlaceUnknown,
                    format!("这里 ordered 不能写 {other}"),
                    Some(
                        "可用 body 正文里的先后、pages 目录的页码（只用于 outline = \"contents\"）"
                            .to_owned(),
                    ),
                );
                return None;
            }
        };
        Some(Arc::new(Outline(OutlineDemand { source, look })))
    }
}

#[derive(Debug)]
struct Outline(OutlineDemand);

impl Demand for Outline {
    fn kind(&self) -> RuleKind {
        RuleKind::Outline
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        let what = match &self.0.source {
            OutlineSource::Contents => "目录列的各项".to_owned(),
            OutlineSource::Template => "空白格式的各个标题".to_owned(),
            OutlineSource::Listed(names) => names.join("、"),
        };
        let end = match self.0.look {
            OutlineLook::Presence => "在正文里都有",
            OutlineLook::Order => "在正文里依次排列",
            OutlineLook::Pages => "页码不小于上一项",
        };
        vec![ToldPiece::Words(format!("{what}，{end}"))]
    }

    fn outline(&self) -> Option<&OutlineDemand> {
        Some(&self.0)
    }

    fn audits_figures(&self) -> bool {
        false
    }
}
