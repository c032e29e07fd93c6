//! `required`: sentences, tables and columns that a document must have.

use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::odd_texts::joined;
use super::super::schema::{Demand, Form, RequiredThing, ToldPiece};
use super::super::walk::RuleText;
use super::RuleKind;
use crate::formula::{FormNames, Names, Owner, nearest};
use gouji_values::error::MistakeCode;
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) const KIND: KindOfRule = KindOfRule {
    name: "required",
    of: RuleKind::Required,
    keys: KEYS,
    inner: None,
    items: &["[[rule]]"],
    replaces: true,
    read: |walk, mistakes| Some(Arc::new(Raw(walk.strings(mistakes, "required")?))),
};

const KEYS: &[RuleKey] =
    &[key("required", KeyKind::Texts, "文件里必须有的：语句或表样的 id，或者 表样.列；可写几个")];

#[derive(Debug)]
struct Raw(Vec<RuleText>);

/// What a name of a rule file means.
fn thing(names: &Names, written: &str) -> Option<RequiredThing> {
    if let Some(claim) = names.claims.iter().position(|claim| claim.id == written) {
        return Some(RequiredThing::Claim(claim));
    }
    let form = |id: &str| names.forms.iter().position(|form| form.id == id);
    if let Some(form) = form(written) {
        return Some(RequiredThing::Form(form));
    }
    let (id, column) = written.split_once('.')?;
    let form = form(id)?;
    let columns = &names.forms.get(form)?.columns;
    let at = columns.iter().position(|(name, _)| name == column)?;
    Some(RequiredThing::Column(form, at))
}

impl RawDemand for Raw {
    fn is_meant(&self) -> bool {
        !self.0.is_empty()
    }

    fn texts(&self) -> &[RuleText] {
        &self.0
    }

    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        if !matches!(to.owner, Owner::Document) {
            to.compiler.at(
                &to.head.id,
                MistakeCode::FormNeeded,
                "required 要写在没有 form、claim 的规则里",
                Some("删去 form，把表样或语句的 id 写在 required 里".to_owned()),
            );
            return None;
        }
        let names = Arc::clone(&to.ruleset.names);
        let mut out = Vec::new();
        for text in &self.0 {
            match thing(&names, &text.value) {
                Some(thing) => out.push((text.value.clone(), thing)),
                None => {
                    let forms = names.forms.iter().map(|form| form.id.as_str());
                    let claims = names.claims.iter().map(|claim| claim.id.as_str());
                    let titled = to.compiler.titled(to.ruleset, &text.value);
                    let near = || nearest(&text.value, forms.chain(claims));
                    let listed = several(&names, &text.value);
                    let titled = listed.or(titled);
                    let help = titled.or_else(|| of_form(&names, &text.value)).or_else(near);
                    let help = help.unwrap_or_else(|| {
                        let (id, words) = sentence(&text.value);
                        format!(
                            "要有一句话的，先写 [[claim]] id = \"{id}\"、text = \"{words}\"，这里写 required = \"{id}\"；要有一张表的，写表样的 id"
                        )
                    });
                    to.compiler.at(
                        text,
                        MistakeCode::FormUnknown,
                        format!("没有语句、表样或列 {}", text.value),
                        Some(help),
                    );
                }
            }
        }
        Some(Arc::new(Required(out)))
    }
}

/// What to write where several things stand in one text.
fn several(names: &Names, written: &str) -> Option<String> {
    let parts = joined(written);
    let is_list = parts.len() > 1 && parts.iter().any(|part| thing(names, part).is_some());
    let quoted: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
    is_list.then(|| format!("几样都要有的写成列表：required = [{}]", quoted.join(", ")))
}

/// The path of a column whose name stands alone: of the form that was read last.
fn of_form(names: &Names, name: &str) -> Option<String> {
    let has = |form: &&FormNames| {
        form.columns
            .iter()
            .zip(&form.heads)
            .any(|((own, _), heads)| own == name || heads.iter().any(|head| head == name))
    };
    let form = names.forms.iter().rev().find(has)?;
    let mut columns = form.columns.iter().zip(&form.heads);
    let ((column, _), _) =
        columns.find(|((own, _), heads)| own == name || heads.iter().any(|head| head == name))?;
    Some(format!("{name} 是表样 {} 的列：写成 required = \"{}.{column}\"", form.id, form.id))
}

/// The name and the words of a sentence that is written where its name belongs: what stands behind
/// a colon differs from document to document.
fn sentence(written: &str) -> (String, String) {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (head, has_value) = match written.split_once(['：', ':']) {
        Some((head, rest)) => (head, !rest.trim().is_empty()),
        None => (written, false),
    };
    let id: String = head.chars().filter(|c| is_part(*c)).take(12).collect();
    let id = if crate::formula::is_identifier(&id) { id } else { "必写的话".to_owned() };
    let words = match has_value {
        true => format!("{}：{{内容:text}}", head.trim()),
        false => written.trim().to_owned(),
    };
    (id, words)
}

#[derive(Debug)]
struct Required(Vec<(String, RequiredThing)>);

impl Demand for Required {
    fn kind(&self) -> RuleKind {
        RuleKind::Required
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        let names: Vec<&str> = self.0.iter().map(|(name, _)| name.as_str()).collect();
        vec![ToldPiece::Words(format!("文件里应有 {}", names.join("、")))]
    }

    fn required(&self) -> &[(String, RequiredThing)] {
        &self.0
    }

    fn audits_figures(&self) -> bool {
        false
    }
}
