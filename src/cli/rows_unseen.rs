//! Rows that rules ask for and no table of the documents prints: told at what the form says is
//! printed in front of them.

use super::engine::LoadedRules;
use gouji_audit::audit::{DocumentAudit, Why};
use gouji_rules::ruleset::Form;
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
        let (name, label, there, after) = match why {
            Why::TableLacksRow { name, label, there } => (name, label, there.as_str(), None),
            Why::NoRowPrinted { name, label } => (name, label, "", None),
            Why::NoRowAfter { name, label, after, there } => {
                (name, label, there.as_str(), Some(after))
            }
            _ => continue,
        };
        let forms = ruleset.forms.iter().filter(|form| form.origin.layer == layer);
        // a rule on no form names the form, too
        let bare = |form: &Form| {
            let own = name.strip_prefix(form.id.as_str()).and_then(|rest| rest.strip_prefix('.'));
            let own = own.unwrap_or(name).to_owned();
            form.rows.iter().any(|row| row.name == own).then_some(own)
        };
        let mut own = forms.filter_map(|form| Some((form, bare(form)?)));
        let Some((form, name)) = own.next() else { continue };
        let Some(text) = engine.rule_text(&form.origin.file) else { continue };
        let key = if after.is_some() { "after" } else { "label" };
        let Some(span) = value_place(&text, form.origin.span.start, (&name, key)) else { continue };
        let help = match there {
            "" if after.is_some() => "after 写 rows 里另一行的 name".to_owned(),
            there if after.is_some() => format!(
                "after 写它上面一行的 name：rows 里先写 {{ name = \"{there}\" }}，这里写成 after = \"{there}\""
            ),
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
                match after {
                    Some(after) => format!(
                        "文件的 {} 里有印作“{label}”的行，没有一行是“{after}”：{name} 在它之后，没有认出",
                        form.id
                    ),
                    None => format!("文件的 {} 里没有印作“{label}”的行", form.id),
                },
            )
        };
        if !out.contains(&mistake) {
            out.push(mistake);
        }
    }
    out
}

/// What stands behind a key in the row of a name; else its name.
fn value_place(text: &str, from: usize, (name, key): (&str, &str)) -> Option<Range<usize>> {
    let quoted = format!("\"{name}\"");
    let at = from + text.get(from..)?.find(&quoted)?;
    let row = text.get(at..)?;
    let row = row.get(..row.find(['}', '\n']).unwrap_or(row.len()))?;
    let Some(label) = row.find(key) else { return Some(at..at + quoted.len()) };
    let value = row.get(label..)?;
    let start = value.find(['[', '"', '\''])?;
    if value.get(start..)?.starts_with(['"', '\'']) {
        let length = value.get(start + 1..)?.find(['"', '\''])? + 2;
        return Some(at + label + start..at + label + start + length);
    }
    let end = value.rfind([']', '"', '\'']).filter(|end| *end > start)?;
    let end = match value.get(start..)?.find(']') {
        Some(close) => start + close,
        None => end,
    };
    Some(at + label + start..at + label + end + 1)
}
