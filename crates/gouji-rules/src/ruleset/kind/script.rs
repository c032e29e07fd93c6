//! `script`, `script_file`: a script decides.

use super::super::demand::{Compiling, KindOfRule, RawDemand};
use super::super::file_names::file_name;
use super::super::kept_last::kept_last;
use super::super::keys::{KeyKind, RuleKey, key};
use super::super::lost_values::lost_values;
use super::super::never_in_scripts::never_in_scripts;
use super::super::reset_in_loops::reset_in_loops;
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

/// Whether a text is the name of a file of a script, and no script.
fn is_file_name(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let ends = [".rhai", ".txt", ".js", ".py"].iter().any(|end| text.ends_with(end));
    ends && !text.contains(['\n', ';', '(', '{', '='])
}

/// What to write where there is no such script: a path is written without its folders.
fn other_file<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let bare = file_name(written);
    let with_end = format!("{}.rhai", bare.trim_end_matches(".txt"));
    let is_path = bare != written.trim();
    let meant = known.iter().find(|own| **own == bare || **own == with_end);
    match meant {
        Some(own) if is_path => format!("只写规则文件夹里的文件名：script_file = \"{own}\""),
        Some(own) => format!("文件名写全：script_file = \"{own}\""),
        None => nearest(bare, known.iter().copied()).unwrap_or_else(|| match known.as_slice() {
            [] => {
                "规则文件夹里没有以 .rhai 结尾的文件：脚本放进规则文件夹，这里只写文件名".to_owned()
            }
            known => format!("规则文件夹里的脚本有：{}", known.join("、")),
        }),
    }
}

impl RawDemand for Raw {
    fn texts(&self) -> &[RuleText] {
        self.text.as_slice()
    }

    fn file(&self) -> Option<&str> {
        self.file.as_ref().map(|file| file.value.as_str())
    }

    fn compile(&self, to: &mut Compiling<'_, '_>) -> Option<Arc<dyn Demand>> {
        let (source, index, base) = match (&self.text, &self.file) {
            (Some(text), _) if is_file_name(&text.value) => {
                let known: Vec<&str> = to.scripts.keys().map(String::as_str).collect();
                let name = file_name(text.value.trim());
                let mut help = format!("写成 script_file = \"{name}\"");
                if !known.contains(&name) {
                    help.push_str("，把这个文件放进规则文件夹；或者 script 里直接写脚本");
                }
                let message = format!("script 里写脚本本身，{} 是文件名", text.value.trim());
                to.compiler.at(text, MistakeCode::Script, message, Some(help));
                return None;
            }
            (Some(text), _) => (Arc::from(text.value.as_str()), text.file, text.base),
            (None, Some(text)) => {
                let Some(index) = to.scripts.get(&text.value).copied() else {
                    let help = other_file(&text.value, to.scripts.keys().map(String::as_str));
                    let message = format!("没有脚本文件 {}", text.value);
                    to.compiler.at(text, MistakeCode::ScriptFileUnknown, message, Some(help));
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
            Ok(program) => {
                if let Some(silent) = crate::script::silent(&program.ast, source)
                    && let Some(file) = to.compiler.sources.get(index)
                {
                    let (span, code) = (self.place(base, &silent.span), MistakeCode::WithoutEffect);
                    to.compiler.mistakes.warn(file, span, code, silent.message, silent.help);
                }
                let mut never = never_in_scripts(&program.ast, source, to.compiler.words);
                never.extend(reset_in_loops(&program.ast, source));
                never.extend(lost_values(&program.ast, source));
                never.extend(kept_last(&program.ast, source));
                let names = &to.ruleset.names;
                never.extend(crate::script::many_times_the_whole(source, &program.ast, names));
                for mistake in never {
                    let Some(file) = to.compiler.sources.get(index) else { break };
                    let (span, code) =
                        (self.place(base, &mistake.span), MistakeCode::WithoutEffect);
                    to.compiler.mistakes.warn(file, span, code, mistake.message, mistake.help);
                }
                return Some(program);
            }
            Err(mistakes) => mistakes,
        };
        for mistake in mistakes {
            let span = self.place(base, &mistake.span);
            to.compiler.formula(index, span, MistakeCode::Script, mistake);
        }
        None
    }

    /// Where a place of the script stands in its file.
    fn place(&self, base: Option<usize>, own: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        match (base, &self.text) {
            (Some(base), _) => base + own.start..base + own.end,
            (None, Some(text)) => text.span.clone(),
            (None, None) => 0..0,
        }
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
