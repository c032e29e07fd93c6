//! Rows that rules ask for and no table of the documents prints: told at what the form says is
//! printed in front of them.

use super::engine::LoadedRules;
use gouji_audit::audit::{DocumentAudit, Why};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;

/// The rows of a ruleset's own forms that rules asked for in vain.
pub(super) fn unseen(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut out: Vec<RuleMistake> = Vec::new();
    let reasons = documents.iter().flat_map(|document| &document.rules).flat_map(|rule| &rule.why);
    for why in reasons {
        let Why::TableLacksRow { name, label, there } = why else { continue };
        let forms = ruleset.forms.iter().filter(|form| form.origin.layer == layer);
        let mut own = forms.filter(|form| form.rows.iter().any(|row| row.name == name.as_str()));
        let Some(form) = own.next() else { continue };
        let Some(text) = engine.rule_text(&form.origin.file) else { continue };
        let Some(span) = label_place(&text, form.origin.span.start, name) else { continue };
        let help = match there.as_str() {
            "" => "label 写这一行行首印的字".to_owned(),
            there => format!("这张表有印作“{there}”的行：改成 label = [\"{there}\"]"),
        };
        let mistake = RuleMistake {
            text,
            span,
            help: Some(help),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::RowUnknown,
                form.origin.file.clone(),
                format!("文件的 {} 里没有印作“{label}”的行", form.id),
            )
        };
        if !out.contains(&mistake) {
            out.push(mistake);
        }
    }
    out
}

/// What stands behind `label =` in the row of a name; else its name.
fn label_place(text: &str, from: usize, name: &str) -> Option<Range<usize>> {
    let quoted = format!("\"{name}\"");
    let at = from + text.get(from..)?.find(&quoted)?;
    let row = text.get(at..)?;
    let row = row.get(..row.find(['}', '\n']).unwrap_or(row.len()))?;
    let Some(label) = row.find("label") else { return Some(at..at + quoted.len()) };
    let value = row.get(label..)?;
    let start = value.find(['[', '"', '\''])?;
    let end = value.rfind([']', '"', '\'']).filter(|end| *end > start)?;
    let end = match value.get(start..)?.find(']') {
        Some(close) => start + close,
        None => end,
    };
    Some(at + label + start..at + label + end + 1)
}
