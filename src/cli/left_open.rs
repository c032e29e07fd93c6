//! What documents left open and the rule can be written for, told at its place: words that are nearly
//! those of a condition, sums of no rows, totals that are blank by intent, years of no document.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{Check, DocumentAudit, FigureRole, Verdict, Why};
use gouji_rules::ruleset::Rule;
use gouji_values::error::{MistakeCode, RuleMistake};
use std::collections::BTreeMap;
use std::ops::Range;

/// What is wrong and what to write, where in a text of rules.
type Told = (Range<usize>, String, String);

/// All of them, of a ruleset's own rules.
pub(super) fn left_open(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut out: Vec<RuleMistake> = Vec::new();
    for rule in ruleset.rules.iter().filter(|rule| rule.origin.layer == layer) {
        let Some(text) = engine.rule_text(&rule.origin.file) else { continue };
        let checks = documents.iter().flat_map(|document| &document.checks);
        let checks: Vec<&Check> = checks.filter(|check| check.rule == rule.id).collect();
        let all = near_words(rule, &text, &checks)
            .into_iter()
            .chain(no_rows(rule, &text, &checks))
            .chain(blank_totals(rule, &text, &checks))
            .chain(other_years(rule, &text, documents));
        for (span, message, help) in all {
            let place = (rule.origin.file.as_str(), text.clone(), span);
            let mistake = at(place, MistakeCode::WithoutEffect, message, help);
            if !out.contains(&mistake) {
                out.push(mistake);
            }
        }
    }
    out
}

fn reason(check: &Check) -> Option<&Why> {
    check.reason.as_deref().filter(|_| check.verdict == Verdict::Unchecked)
}

/// Words of a column that are nearly those of a condition, each once with how often they stand there.
fn near_words(rule: &Rule, text: &str, checks: &[&Check]) -> Vec<Told> {
    let mut known: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for why in checks.iter().filter_map(|check| reason(check)) {
        if let Why::ConditionNearly { name, wanted, there } = why {
            *known.entry((name, wanted, there)).or_default() += 1;
        }
    }
    let each = known.into_iter().filter_map(|((name, wanted, there), count)| {
        let span = behind(text, rule.origin.span.start, wanted)?;
        let message = format!(
            "文件里“{name}”一栏有 {count} 行印的是“{there}”，条件要的是“{wanted}”，这些行没有核对"
        );
        let quote = quote(text, span.start);
        let is = |sign: &str, word: &str| format!("{name} {sign} {quote}{word}{quote}");
        let (own, other) = (is("==", wanted), is("==", there));
        let but = is("!=", there);
        let help =
            format!("也要核对的，条件写成 ({own} || {other})；不用核对的，写成 {own} && {but}");
        Some((span, message, help))
    });
    each.collect()
}

/// The quote that stands before a word, as it has to be written there.
fn quote(text: &str, word: usize) -> &str {
    let before = text.get(..word).unwrap_or("");
    match before {
        before if before.ends_with("\\\"") => "\\\"",
        before if before.ends_with('\'') => "'",
        _ => "\"",
    }
}

/// Sums of the rows above a first row.
fn no_rows(rule: &Rule, text: &str, checks: &[&Check]) -> Option<Told> {
    let (check, why) = checks.iter().find_map(|check| {
        let why = reason(check)?;
        matches!(why, Why::NothingAbove { .. } | Why::NothingBelow { .. }).then_some((check, why))
    })?;
    let (written, meant) = match why {
        Why::NothingAbove { .. } => ("above(", "below("),
        _ => ("below(", "above("),
    };
    let span = behind(text, rule.origin.span.start, &check.expression)?;
    let message = why.to_string();
    let message = message.split('：').next()?.to_owned();
    Some((span, message, format!("写成 {}", check.expression.replace(written, meant))))
}

/// Totals of all columns where some of them are blank by intent: which ones are not.
fn blank_totals(rule: &Rule, text: &str, checks: &[&Check]) -> Option<Told> {
    let is_blank = |check: &&&Check| matches!(reason(check), Some(Why::StatedBlank { .. }));
    let open = checks.iter().find(is_blank)?;
    let (row, rest) = open.expression.split_once("==")?;
    let row = row.trim();
    let is_row = rest.trim() == format!("sum(above({row}))") && !row.contains('.');
    if !is_row {
        return None;
    }
    let mut columns: Vec<String> = Vec::new();
    for check in checks.iter().filter(|check| check.verdict != Verdict::Unchecked) {
        let mut figures = check.figures();
        let cell = figures.find(|own| own.role == FigureRole::Stated).and_then(|own| own.cell());
        if let Some(cell) = cell.filter(|cell| !columns.contains(&cell.column)) {
            columns.push(cell.column);
        }
    }
    let span = behind(text, rule.origin.span.start, &open.expression)?;
    let each: Vec<String> = columns
        .iter()
        .map(|column| format!("\"{row}.{column} == sum(above({row}.{column}))\""))
        .collect();
    let message = format!("合计行有的栏是空的，每份文件都会列作没有核对：{}", reason(open)?);
    (!each.is_empty()).then(|| {
        let help = format!("这些栏的合计本来不填的，只写要加的栏：expect = [{}]", each.join(", "));
        (span, message, help)
    })
}

/// A rule whose years none of the documents is of.
fn other_years(rule: &Rule, text: &str, documents: &[&DocumentAudit]) -> Option<Told> {
    let mut own = documents.iter().flat_map(|document| {
        let rules = document.rules.iter().filter(|own| own.id == rule.id);
        rules.map(move |own| (document.year, &own.why))
    });
    let mut years: Vec<i32> = Vec::new();
    if !own.all(|(year, why)| {
        years.extend(year);
        why.iter().any(|why| matches!(why, Why::OtherYears { .. }))
    }) {
        return None;
    }
    let year = *years.first()?;
    let item = text.get(rule.origin.span.start..)?;
    let item = item.get(..item.get(2..)?.find("\n[[").map_or(item.len(), |at| at + 2))?;
    let mut at = rule.origin.span.start;
    for line in item.split_inclusive('\n') {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let (key, value) = (key.trim(), value.split('#').next().unwrap_or("").trim());
        let number = value.parse::<i32>();
        let is_it = match (key, &number) {
            ("from", Ok(from)) => *from > year,
            ("until", Ok(until)) => *until < year,
            ("years", _) => true,
            _ => false,
        };
        if is_it {
            let start = at + line.find(key)?;
            let message = format!("文件是 {year} 年，这条规则写了 {key} = {value}，没有用上");
            let help = match key {
                "years" => format!(
                    "要用于 {year} 年的，把 {year} 写进 years；本来不用于 {year} 年的，不必改"
                ),
                _ => format!(
                    "要用于 {year} 年的，写成 {key} = {year}；本来不用于 {year} 年的，不必改"
                ),
            };
            return Some((start..start + line.trim().len(), message, help));
        }
        at += line.len();
    }
    None
}
