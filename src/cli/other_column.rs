//! A table of parameters that is looked up by a column none of whose words it has, where the words
//! of another column are its names: `lookup(每班补助, 姓名)`.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::DocumentAudit;
use gouji_rules::ruleset::{Column, Rule};
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;

/// What is told of it, at the place where the rule looks the table up.
pub(super) fn other_column(
    engine: &LoadedRules,
    rule: &Rule,
    table: &str,
    keys: &[&str],
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let ruleset = engine.ruleset().ok()?;
    let text = engine.rule_text(&rule.origin.file)?;
    let (span, written) = looked_up(&text, rule.origin.span.start, table)?;
    let is_key = |word: &String| keys.contains(&word.as_str());
    let meant = ruleset.forms.iter().find_map(|form| {
        let own = form.columns.iter().find(|column| column.name == written)?;
        let known = printed(own, documents);
        if known.is_empty() || known.iter().any(is_key) {
            return None;
        }
        let others = form.columns.iter().filter(|column| column.name != written);
        let counted = others.filter_map(|column| {
            let words = printed(column, documents);
            let fitting = words.iter().filter(|word| is_key(word)).count();
            (fitting > 0 && fitting * 2 >= words.len()).then_some((fitting, &column.name))
        });
        counted.max_by_key(|(fitting, _)| *fitting).map(|(_, name)| name.clone())
    })?;
    let whole = text.get(span.clone())?;
    let message = format!(
        "文件里“{written}”一栏印的，参数表 {table} 一个也没有；“{meant}”一栏印的是它的名称"
    );
    let at_column = whole.rfind(&written)?;
    let (before, behind) = whole.split_at_checked(at_column)?;
    let help = format!("写成 {before}{meant}{}", behind.get(written.len()..)?);
    Some(at((&rule.origin.file, text.clone(), span), MistakeCode::WithoutEffect, message, help))
}

/// Where a rule looks a table up, and by what.
fn looked_up(text: &str, from: usize, table: &str) -> Option<(Range<usize>, String)> {
    let item = text.get(from..)?;
    let until = from + item.find("\n[[").unwrap_or(item.len());
    let mut at = from;
    while let Some(call) = behind(text, at, "lookup(").filter(|call| call.end < until) {
        at = call.end;
        let inner = text.get(call.end..)?;
        let end = inner.find(')')?;
        let parts: Vec<&str> = inner.get(..end)?.split([',', '，']).map(str::trim).collect();
        if let [name, column] = parts.as_slice()
            && name.trim_start_matches("param.") == table
        {
            return Some((call.start..call.end + end + 1, (*column).to_owned()));
        }
    }
    let open = format!("param.{table}[");
    let index = behind(text, from, &open).filter(|index| index.end < until)?;
    let column = text.get(index.end..)?.split(']').next()?;
    Some((index.start..index.end + column.len() + 1, column.trim().to_owned()))
}

/// The words that documents print below the head of a column.
fn printed(column: &Column, documents: &[&DocumentAudit]) -> Vec<String> {
    let mut out = Vec::new();
    for table in documents.iter().flat_map(|document| &document.document.tables) {
        let rows: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.text.trim().to_owned()).collect())
            .collect();
        let is_head = |text: &String| *text == column.name || column.headers.plain.contains(text);
        let head = rows
            .iter()
            .enumerate()
            .find_map(|(index, row)| Some((index, row.iter().position(is_head)?)));
        let Some((index, place)) = head else { continue };
        let below = rows.iter().skip(index + 1).filter_map(|row| row.get(place));
        out.extend(below.filter(|text| !text.is_empty()).cloned());
    }
    out
}
