//! Forms of a ruleset that documents have under another title: such a table was told by its
//! columns, and figures in it accuse nothing.

use super::engine::LoadedRules;
use super::nearly::{far, titles};
use super::unseen::at;
use gouji_audit::audit::{Check, DocumentAudit, UnderstoodTable, Why};
use gouji_values::error::{MistakeCode, RuleMistake};

/// A line of fewer characters is no title.
const SHORTEST: usize = 3;

/// All of them, at the titles of the forms.
pub(super) fn otherwise(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let own = ruleset.forms.iter().filter(|form| form.origin.layer == layer);
    own.filter_map(|form| {
        let text = engine.rule_text(&form.origin.file)?;
        let (span, written) = titles(&text, form.origin.span.start)?;
        let is_plain = |title: &String| !title.contains(['{', '(', '|', '…']);
        let is_it = |table: &&UnderstoodTable| {
            table.forms.iter().any(|found| found.form == form.id)
        };
        // where checks were left open because a form was told by likeness
        let is_unsure = |check: &Check| matches!(check.reason.as_deref(), Some(Why::FormUnsure));
        let document = documents.iter().find(|document| {
            document.understanding.iter().any(|table| is_it(&table))
                && document.checks.iter().any(is_unsure)
        })?;
        // a title that was not taken for one stands on a line of its own
        let is_of_other = |line: &str| {
            let mut others = document.understanding.iter().filter(|table| !is_it(table));
            others.any(|table| table.caption.as_deref() == Some(line))
        };
        let apart = |line: &str| {
            let is_long = line.chars().nth(SHORTEST).is_some() && !is_of_other(line);
            let near = written.iter().filter(|_| is_long).filter_map(|title| far(title, line));
            Some((near.min()?, std::cmp::Reverse(line.chars().count())))
        };
        let lines = document.document.text.lines().map(str::trim);
        let near = lines.filter_map(|line| Some((apart(line)?, line)));
        let line = near.min_by_key(|(apart, _)| *apart).map(|(_, line)| line);
        let mut tables = document.understanding.iter().filter(is_it);
        let caption = tables.find_map(|table| table.caption.as_deref());
        let is_title = |text: &&str| written.iter().any(|title| far(title, text).is_some());
        let caption = caption.filter(is_title).or(line)?;
        let is_near = written.iter().all(is_plain)
            && !written.iter().any(|title| caption.contains(title.as_str()))
            && written.iter().any(|title| far(title, caption).is_some());
        let why = if written.iter().any(|title| title.contains(caption)) {
            "表题只写表的名称，不写年度、单位和表号："
        } else {
            ""
        };
        is_near.then(|| {
            let message = format!(
                "文件印的表题是“{caption}”，与表样 {} 写的不同：只能按相近认出，用到它的规则判不了错",
                form.id
            );
            let help = format!("{why}写成 title = [\"{caption}\"]");
            at((&form.origin.file, text, span), MistakeCode::WithoutEffect, message, help)
        })
    })
    .collect()
}
