//! Forms of a ruleset that documents have under another title: such a table was told by its
//! columns, and figures in it accuse nothing.

use super::engine::LoadedRules;
use super::form_titles::{far, titles};
use super::rule_place::at;
use gouji_audit::audit::{Check, DocumentAudit, UnderstoodForm, UnderstoodTable, Why};
use gouji_rules::ruleset::{Form, bare_title};
use gouji_values::document::NoticeCode;
use gouji_values::error::{MistakeCode, RuleMistake};
use std::ops::Range;
use std::sync::Arc;

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
        let is_it =
            |table: &&UnderstoodTable| table.forms.iter().any(|found| found.form == form.id);
        // where checks were left open because a form was told by likeness
        let is_unsure = |check: &Check| matches!(check.reason.as_deref(), Some(Why::FormUnsure));
        // or a notice says that it was
        let is_likely = |document: &DocumentAudit| {
            let own = document.understanding.iter().filter(is_it);
            let mut spans = own.filter(|table| table.forms.iter().all(|found| !found.by_title));
            spans.any(|table| {
                document.notices.iter().any(|notice| {
                    notice.code == NoticeCode::FormLikely && notice.span == Some(table.span)
                })
            })
        };
        let unsure = documents.iter().find(|document| {
            document.understanding.iter().any(|table| is_it(&table))
                && (document.checks.iter().any(is_unsure) || is_likely(document))
        });
        let place = (form.origin.file.as_str(), Arc::clone(&text), span.clone());
        let Some(document) = unsure else {
            return by_columns(engine, form, (place, &written), documents);
        };
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
        let Some(caption) = caption.filter(is_title).or(line) else {
            return by_columns(engine, form, (place, &written), documents);
        };
        let is_near = written.iter().all(is_plain)
            && !written.iter().any(|title| caption.contains(title.as_str()))
            && written.iter().any(|title| far(title, caption).is_some());
        let why = if written.iter().any(|title| title.contains(caption)) {
            "表题只写表的名称，不写年度、单位和表号："
        } else {
            ""
        };
        if !is_near {
            return by_columns(engine, form, (place, &written), documents);
        }
        Some({
            let message = format!(
                "文件印的表题是“{caption}”，与表样 {} 写的不同：只能按相近认出{}",
                form.id,
                if document.checks.iter().any(is_unsure) {
                    "，用到它的规则判不了错"
                } else {
                    ""
                }
            );
            let help = format!("{why}写成 title = [\"{}\"]", bare_title(caption));
            at((&form.origin.file, text, span), MistakeCode::WithoutEffect, message, help)
        })
    })
    .collect()
}

/// Lines above a table that may be its title.
const LINES: usize = 4;

/// A form whose title no document has, and that one has by its columns alone: what is printed above
/// that table is as far from the title as can be.
fn by_columns(
    engine: &LoadedRules,
    form: &Form,
    ((file, text, span), written): ((&str, Arc<str>, Range<usize>), &[String]),
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let words = engine.vocabulary();
    let tables =
        || documents.iter().flat_map(|own| own.understanding.iter().map(move |table| (own, table)));
    let is_it = |own: &&UnderstoodForm| own.form == form.id;
    if tables().any(|(_, table)| table.forms.iter().filter(is_it).any(|own| own.by_title)) {
        return None;
    }
    let (document, table) =
        tables().find(|(_, table)| table.forms.iter().any(|own| is_it(&own)))?;
    let before = document.document.text.get(..table.span.start as usize)?;
    let lines = before.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    let is_title = |line: &&str| words.form_title.iter().any(|word| line.ends_with(word.as_str()));
    let printed = lines.into_iter().find(is_title)?;
    // it was told by its columns for another reason
    if written.iter().any(|title| printed.contains(title.as_str())) {
        return None;
    }
    let message = format!(
        "文件印的表题是“{printed}”，不是表样 {} 写的“{}”：只能按栏目认出，用到它的规则有的判不了错",
        form.id,
        written.join("”“")
    );
    let help = format!("就是这张表的，写成 title = [\"{}\"]", bare_title(printed));
    Some(at((file, text, span), MistakeCode::WithoutEffect, message, help))
}
