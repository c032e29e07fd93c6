//! `script`, `script_file`: a script decides.

use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::schema::{Demand, Form, Script, ToldPiece};
use super::super::walk::RuleText;
use super::RuleKind;
use crate::formula::{later, nearest, ready};
use crate::script::ScriptProgram;
use gouji_values::error::MistakeCode;
use std::sync::Arc;

/// The kind.
pub(in crate::ruleset) const KIND: KindOfRule = KindOfRule {
    name: "script",
    of: RuleKind::Script,
    keys: KEYS,
    inner: None,
    items: &["[[claim]]", "[[rule]]"],
    replaces: true,
    read: |walk, mistakes| {
        let text = walk.string(mistakes, "script");
        let file = walk.string(mistakes, "script_file");
        (text.is_some() || file.is_some()).then(|| Arc::new(Raw { text, file }) as _)
    },
};

const KEYS: &[RuleKey] = &[
    key("script", KeyKind::Text, "公式写不了的核对，用 Rhai 脚本"),
    key("script_file", KeyKind::Text, "脚本所在的 .rhai 文件名"),
];

#[derive(Debug)]
struct Raw {
    text: Option<RuleText>,
    file: Option<RuleText>,
}

impl RawDemand for Raw {
    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        let (source, index, base) = match (&self.text, &self.file) {
            (Some(text), _) => (Arc::from(text.value.as_str()), text.file, text.base),
            (None, Some(text)) => {
                let Some(index) = to.scripts.get(&text.value).copied() else {
                    to.compiler.at(
                        text,
                        MistakeCode::ScriptFileUnknown,
                        format!("没有脚本文件 {}", text.value),
                        Some(
                            nearest(&text.value, to.scripts.keys().map(String::as_str))
                                .unwrap_or_else(|| {
                                    "脚本放在规则文件夹的 scripts 里，文件名以 .rhai 结尾"
                                        .to_owned()
                                }),
                        ),
                    );
                    return None;
                };
                (Arc::from(to.compiler.sources.get(index)?.text.as_ref()), index, Some(0))
            }
            (None, None) => return None,
        };
        let program = if to.compiler.is_proved {
            let (source, names) = (Arc::clone(&source), Arc::clone(&to.ruleset.names));
            later(move || crate::script::compile(&source, &names).ok())
        } else {
            let program = self.program(to, &source, index, base)?;
            ready(Some(program))
        };
        let file = to.compiler.sources.get(index)?;
        Some(Arc::new(OfScript(Script {
            source,
            file: file.name.to_string(),
            text: Arc::from(file.text.as_ref()),
            base,
            program,
        })))
    }
}

impl Raw {
    /// The script compiled; what is wrong in it is told at its place.
    fn program(
        &self,
        to: &mut Compiling<'_, '_>,
        source: &str,
        index: usize,
        base: Option<usize>,
    ) -> Option<ScriptProgram> {
        let mistakes = match crate::script::compile(source, &to.ruleset.names) {
            Ok(program) => return Some(program),
            Err(mistakes) => mistakes,
        };
        for mistake in mistakes {
            let span = match (base, &self.text) {
                (Some(base), _) => base + mistake.span.start..base + mistake.span.end,
                (None, Some(text)) => text.span.clone(),
                (None, None) => 0..0,
            };
            to.compiler.formula(index, span, MistakeCode::Script, mistake);
        }
        None
    }
}

#[derive(Debug)]
struct OfScript(Script);

impl Demand for OfScript {
    fn kind(&self) -> RuleKind {
        RuleKind::Script
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        vec![ToldPiece::Words("由脚本核对".to_owned()), ToldPiece::Source(self.0.source.trim())]
    }

    fn script(&self) -> Option<&Script> {
        Some(&self.0)
    }
}
