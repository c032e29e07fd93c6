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
    let outcomes = documents.iter().flat_map(|document| &document.rules);
    let reasons = outcomes.flat_map(|rule| {
        let lost = rule.lost.iter().map(|why| (why, true));
        rule.why.iter().map(|why| (why, false)).chain(lost)
    });
    for (why, is_beside) in reasons {
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
        // the rest of the rule was checked
        let help = match is_beside {
            true => format!("{help}；这份文件本来没有这一行的，不必改"),
            false => help,
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
                    None if is_beside => format!(
                        "文件的 {} 里没有印作“{label}”的行：用到它的一项没有核对，同一条规则的别的项核对了",
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

/// Rows that rules of a layer ask for on the wrong side of a form, each at the path or the form that says so.
pub(super) fn on_other_side(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut out: Vec<RuleMistake> = Vec::new();
    let outcomes = documents.iter().flat_map(|document| &document.rules);
    let reasons =
        outcomes.flat_map(|own| own.why.iter().chain(&own.lost).map(move |why| (own, why)));
    for (outcome, why) in reasons {
        let Why::RowOnOtherSide { name, label, side, there } = why else { continue };
        let is_it = |rule: &&gouji_rules::ruleset::Rule| {
            rule.id == outcome.id.as_str() && rule.origin.layer == layer
        };
        let Some(rule) = ruleset.rules.iter().find(is_it) else { continue };
        let Some(text) = engine.rule_text(&rule.origin.file) else { continue };
        let own = text.get(rule.origin.span.start..).unwrap_or("");
        let own =
            own.get(2..).and_then(|rest| rest.find("\n[[")).map_or(own, |end| &own[..end + 2]);
        // the whole path, else the form that the rule is about
        let paths = [format!(".{side}.{name}"), format!(".{side}")];
        let found = paths.iter().find_map(|path| Some((own.find(path.as_str())?, path)));
        let Some((at, path)) = found else { continue };
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let before = own.get(..at).unwrap_or("");
        let start = before.trim_end_matches(is_part).len();
        let written = own.get(start..at + path.len()).unwrap_or("");
        let rest = path.get(side.len() + 1..).unwrap_or("");
        let meant = format!("{}.{there}{rest}", own.get(start..at).unwrap_or(""));
        let from = rule.origin.span.start + start;
        let mistake = RuleMistake {
            text: text.clone(),
            span: from..from + written.len(),
            help: Some(format!("写成 {meant}")),
            is_warning: true,
            ..RuleMistake::of_file(
                MistakeCode::RowUnknown,
                rule.origin.file.clone(),
                format!("“{label}”这一行印在“{there}”一侧，“{side}”一侧没有：左右侧写反了"),
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
