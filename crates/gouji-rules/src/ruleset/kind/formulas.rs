//! Formulas of a rule: read, resolved when they are first asked for.

use super::super::compiler::Compiler;
use super::super::demand::{Compiling, RawDemand};
use super::super::schema::{Demand, Expectation, Later, ToldPiece};
use super::super::walk::RuleText;
use super::super::within::pasted;
use crate::formula::{
    FormulaMistake, hundredfold, is_in_itself, later, ready, resolve_expectation,
};
use ecow::EcoString;
use gouji_values::error::MistakeCode;
use std::sync::Arc;

pub(in crate::ruleset) fn formula_mistake(
    compiler: &mut Compiler<'_>,
    text: &RuleText,
    mut mistake: FormulaMistake,
) {
    let place = compiler.place(text, &mistake.span);
    if let Some(source) = compiler.sources.get(text.file) {
        mistake.help = mistake.help.map(|help| pasted(&source.text, text, help));
    }
    compiler.formula(text.file, place, MistakeCode::Formula, mistake);
}

/// The items of rule files in which formulas may stand.
pub(super) const ITEMS: &[&str] = &["[[claim]]", "[[relation]]", "[[rule]]"];

/// Formulas as written, and what is demanded of them.
#[derive(Debug)]
pub(super) struct RawFormulas {
    pub(super) texts: Vec<RuleText>,
    /// One of them is enough.
    pub(super) is_any: bool,
    pub(super) demand: fn(Formulas) -> Arc<dyn Demand>,
}

/// The formulas of a demand.
#[derive(Debug)]
pub(super) struct Formulas {
    /// Resolved.
    pub(super) all: Later<Vec<Expectation>>,
    /// One of them compares, or there is none: a series of numbers is no audit of figures.
    pub(super) compare: bool,
}

impl RawDemand for RawFormulas {
    fn written(&self) -> &[RuleText] {
        &self.texts
    }

    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        let compare =
            self.texts.is_empty() || self.texts.iter().any(|text| !is_in_itself(&text.value));
        Some((self.demand)(Formulas { all: expectations(to, &self.texts, self.is_any), compare }))
    }
}

/// The formulas of a demand.
fn expectations(
    to: &mut Compiling<'_, '_>,
    texts: &[RuleText],
    is_any: bool,
) -> Later<Vec<Expectation>> {
    let (names, owner, each) = (&to.ruleset.names, to.owner, to.each);
    let compiler = &mut *to.compiler;
    if compiler.is_proved {
        let sources: Vec<EcoString> = texts.iter().map(|text| text.value.as_str().into()).collect();
        let (names, owner, each) = (Arc::clone(names), owner.clone(), each.map(str::to_owned));
        let resolve = move |source: EcoString| {
            let resolved = resolve_expectation(&source, &names, &owner, each.as_deref()).ok()?;
            Some(Expectation { source, resolved })
        };
        return later(move || sources.into_iter().filter_map(resolve).collect());
    }
    let mut out = Vec::new();
    for text in texts {
        let slip = if is_any { None } else { hundredfold(&text.value, names, owner) };
        match (slip, resolve_expectation(&text.value, names, owner, each)) {
            (None, Ok(resolved)) => {
                out.push(Expectation { source: text.value.as_str().into(), resolved });
            }
            (Some(mistake), _) | (None, Err(mistake)) => formula_mistake(compiler, text, mistake),
        }
    }
    ready(out)
}

/// Formulas in words, each behind this word.
pub(super) fn told<'a>(all: &'a [Expectation], word: &'static str) -> Vec<ToldPiece<'a>> {
    all.iter().map(|expectation| ToldPiece::Formula(word, expectation)).collect()
}
