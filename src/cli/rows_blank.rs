//! Rules for the rows of totals, or for the others, whose figure stands in none of them: nothing is checked, and
//! the rows that print it are left out.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::DocumentAudit;
use gouji_report::report::rule_end;
use gouji_rules::formula::{Owner, Syntax, SyntaxKind, parse_expectation};
use gouji_rules::ruleset::{Column, Form, Rule};
use gouji_values::document::Table;
use gouji_values::error::{MistakeCode, RuleMistake};

/// All of them, of a ruleset's own rules, each with its id, at the key that says for which rows each is.
pub(super) fn rows_blank(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<(String, RuleMistake)> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer);
    let told = own.filter_map(|rule| {
        let Owner::Form(form, _) = &rule.owner else { return None };
        let form = ruleset.forms.get(*form)?;
        let is_silent = |document: &&DocumentAudit| {
            let ends = rule_end::own(document);
            ends.iter().any(|end| {
                let is_open = !end.has_checked() && end.open() > 0;
                end.rule.id == rule.id && (end.has_looked() || is_open)
            })
        };
        if documents.is_empty() || !documents.iter().all(is_silent) {
            return None;
        }
        Some((rule.id.to_string(), of_rule(engine, rule, form, documents)?))
    });
    told.collect()
}

fn of_rule(
    engine: &LoadedRules,
    rule: &Rule,
    form: &Form,
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let text = engine.rule_text(&rule.origin.file)?;
    let item = text.get(rule.origin.span.start..)?;
    let end = item.get(2..)?.find("\n[[").map_or(item.len(), |at| at + 2);
    let item = item.get(..end)?;
    let key = item.find("\nrows")? + 1;
    let line = item.get(key..)?.lines().next()?;
    let (of_totals, value) = match line.split(['"', '\'']).nth(1)? {
        "totals" => (true, "totals"),
        "leaves" => (false, "leaves"),
        _ => return None,
    };
    let column = rule.demand.formulas().iter().find_map(|own| {
        let SyntaxKind::Compare(_, left, right) = parse_expectation(&own.source).ok()?.kind else {
            return None;
        };
        stated(&left, form).or_else(|| stated(&right, form))
    })?;
    let tables = documents.iter().flat_map(|document| {
        let known = document
            .understanding
            .iter()
            .filter(|table| table.forms.iter().any(|found| found.form == form.id));
        known.filter_map(|own| document.document.tables.iter().find(|table| table.span == own.span))
    });
    let (mut asked, mut blank, mut others) = (0, 0, 0);
    for table in tables {
        for (is_total, is_blank) in cells(table, form, column)? {
            match (is_total == of_totals, is_blank) {
                (true, true) => blank += 1,
                (true, false) => asked += 1,
                (false, false) => others += 1,
                (false, true) => {}
            }
        }
    }
    if asked > 0 || blank == 0 || others == 0 {
        return None;
    }
    let (which, there, meant) = match of_totals {
        true => ("合计行", "各明细行", "leaves"),
        false => ("各明细行", "合计行", "totals"),
    };
    let message = format!(
        "rows = \"{value}\" 只看{which}，而文件的{which}“{}”一栏是空的：这条规则一处也没有核对，印了的是{there}（{others} 行）",
        column.name
    );
    let help = format!("要核对{there}的，写成 rows = \"{meant}\"；两样都看的，写成 rows = \"all\"");
    let from = rule.origin.span.start + key;
    let span = behind(&text, from, line.trim_end())?;
    Some(at((&rule.origin.file, text, span), MistakeCode::WithoutEffect, message, help))
}

/// The column of a form that a side of a formula is.
fn stated<'f>(side: &Syntax, form: &'f Form) -> Option<&'f Column> {
    let SyntaxKind::Name(name) = &side.kind else { return None };
    form.columns.iter().find(|column| column.name == *name)
}

/// The rows below the head of a column: whether each is one of totals, and prints nothing there.
fn cells(table: &Table, form: &Form, column: &Column) -> Option<Vec<(bool, bool)>> {
    let of_row = |row: u32| table.rows.iter().flatten().filter(move |cell| cell.row == row);
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let is_head = |text: &str| {
        let text = bare(text);
        text == column.name || column.headers.plain.contains(&text)
    };
    let head = table.rows.iter().flatten().find(|cell| is_head(&cell.text.text))?;
    let totals = form.rows.iter().filter(|row| row.total);
    let totals: Vec<&String> = totals.flat_map(|row| &row.labels.plain).collect();
    let mut rows: Vec<u32> = table.rows.iter().flatten().map(|cell| cell.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let own = rows.into_iter().filter(|row| *row > head.row).map(|row| {
        let is_total = of_row(row).any(|cell| totals.contains(&&bare(&cell.text.text)));
        let own = of_row(row).find(|cell| cell.column == head.column);
        (is_total, own.is_none_or(|cell| cell.text.text.trim().is_empty()))
    });
    Some(own.collect())
}
