//! Rules that a program proposed: until somebody accepts them they are hints, and say so.

use super::compiler::Compiler;
use super::raw::RawRule;
use super::walk::RuleText;
use gouji_values::error::MistakeCode;

impl RawRule {
    /// Whether it is a proposal that nobody accepted yet.
    pub(super) fn is_proposed(&self) -> bool {
        self.proposed == Some(true)
    }

    /// What the reader of a finding may consider.
    pub(super) fn told_hint(&self) -> Option<String> {
        let own = self.hint.as_ref().map(|text| text.value.clone());
        if !self.is_proposed() {
            return own;
        }
        let id = &self.head.id.value;
        let told = format!(
            "这条规则是建议，还没有认可（写着 proposed = true），只作提示；认可用 gouji rules accept {id}"
        );
        Some(own.map_or_else(|| told.clone(), |own| format!("{own}；{told}")))
    }
}

impl Compiler<'_> {
    /// That a rule is said to be accepted and is a proposal all the same.
    pub(super) fn accepted_proposal(&mut self, raw: &RawRule) {
        let Some(accepted) = raw.accepted.as_ref().filter(|_| raw.is_proposed()) else { return };
        let Some(source) = self.sources.get(accepted.file) else { return };
        let message = "已经写了 accepted，proposed = true 还在：仍然只作提示";
        let (place, help) = match line_of(&source.text, accepted, "proposed") {
            Some(place) => (place, "删去 proposed = true 这一行".to_owned()),
            None => {
                let help = "proposed = true 写在上级或 [defaults] 里：这里加一行 proposed = false";
                (accepted.span.clone(), help.to_owned())
            }
        };
        let code = MistakeCode::WithoutEffect;
        self.mistakes.warn(source, place, code, message, Some(help));
    }
}

/// The key and value of a key in the item in which a text stands.
fn line_of(text: &str, inside: &RuleText, key: &str) -> Option<std::ops::Range<usize>> {
    let start = text.get(..inside.span.start)?.rfind("[[").unwrap_or(0);
    let end =
        text.get(inside.span.end..)?.find("\n[").map_or(text.len(), |at| inside.span.end + at);
    let mut at = start;
    for line in text.get(start..end)?.split_inclusive('\n') {
        let own = line.trim_start();
        let is_it = own.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        if is_it {
            let from = at + line.len() - own.len();
            return Some(from..from + own.trim_end().len());
        }
        at += line.len();
    }
    None
}
