//! Days that a document prints in a year of which a list of days in a script has none: what is counted along
//! such a list ends with it, and nothing says so.

use super::engine::LoadedRules;
use super::rule_place::at;
use gouji_audit::audit::DocumentAudit;
use gouji_rules::ruleset::{ColumnKind, Form, Script};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::day;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// A list of fewer days is no calendar.
const FEWEST: usize = 5;

/// A day that a document prints: its year, how it is printed, its column, and its line.
struct Printed {
    year: i32,
    text: String,
    head: String,
    line: usize,
}

/// All of them, of a ruleset's own rules.
pub(super) fn days_unlisted(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut out = Vec::new();
    for rule in ruleset.rules.iter().filter(|rule| rule.origin.layer == layer) {
        let Some(script) = rule.demand.script() else { continue };
        let Some((span, years)) = calendar(&script.source) else { continue };
        let Some(base) = script.base else { continue };
        let forms = ruleset.forms.iter().filter(|form| script.source.contains(form.id.as_str()));
        let forms: Vec<&Form> = forms.collect();
        let found = documents.iter().find_map(|document| {
            forms.iter().find_map(|form| {
                let days = printed(form, script, document);
                days.into_iter().find(|own| !years.contains(&own.year)).map(|own| (*document, own))
            })
        });
        let Some((document, own)) = found else { continue };
        let (first, last) = (years.first(), years.last());
        let (Some(first), Some(last)) = (first, last) else { continue };
        let listed =
            if first == last { format!("{first} 年") } else { format!("{first} 至 {last} 年") };
        let Printed { year, text, head, line } = own;
        let message = format!(
            "脚本里列的日子只有{listed}的，{} 第 {line} 行“{head}”印的是 {text}：这一行的日子没有数全，不能说它对",
            document.path
        );
        let help = format!("补上 {year} 年的日子；不数这些行的，在脚本里写 skip(\"…\") 说明");
        let place =
            (script.file.as_str(), Arc::clone(&script.text), base + span.start..base + span.end);
        out.push(at(place, MistakeCode::WithoutEffect, message, help));
    }
    out
}

/// The last day of the first list of days in a script, and the years of that list.
fn calendar(source: &str) -> Option<(Range<usize>, BTreeSet<i32>)> {
    for (open, _) in source.match_indices('[') {
        let list = source.get(open..)?;
        let list = list.get(..list.find(']')?)?;
        let mut years = BTreeSet::new();
        let (mut count, mut last, mut from) = (0, 0..0, 0);
        while let Some(start) = list.get(from..).and_then(|rest| rest.find('"')).map(|at| from + at)
        {
            let Some(length) = list.get(start + 1..).and_then(|rest| rest.find('"')) else { break };
            let text = list.get(start + 1..start + 1 + length)?;
            from = start + length + 2;
            let Some((year, ..)) = day(text) else {
                count = 0;
                break;
            };
            years.insert(year);
            count += 1;
            last = open + start..open + from;
        }
        if count >= FEWEST {
            return Some((last, years));
        }
    }
    None
}

/// The days of the columns of a form that a script names, in a document.
fn printed(form: &Form, script: &Script, document: &DocumentAudit) -> Vec<Printed> {
    let mut out = Vec::new();
    let columns = form.columns.iter().filter(|column| {
        column.kind == ColumnKind::Date && script.source.contains(&format!(".{}", column.name))
    });
    let columns: Vec<_> = columns.collect();
    let is_it = |table: &&gouji_audit::audit::UnderstoodTable| {
        table.forms.iter().any(|found| found.form == form.id)
    };
    for known in document.understanding.iter().filter(is_it) {
        let mut tables = document.document.tables.iter();
        let Some(table) = tables.find(|table| table.span == known.span) else { continue };
        let cells = || table.rows.iter().flatten();
        for column in &columns {
            let is_head = |text: &str| {
                text == column.name || column.headers.plain.iter().any(|head| head.as_str() == text)
            };
            let Some(head) = cells().find(|cell| is_head(cell.text.text.trim())) else { continue };
            for cell in cells().filter(|cell| cell.column == head.column && cell.row > head.row) {
                let text = cell.text.text.trim();
                let Some((year, ..)) = day(text) else { continue };
                let before = document.document.text.get(..cell.span.start as usize).unwrap_or("");
                let line = before.matches('\n').count() + 1;
                let head = head.text.text.trim().to_owned();
                out.push(Printed { year, text: text.to_owned(), head, line });
            }
        }
    }
    out
}
