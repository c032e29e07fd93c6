//! Days of rules in another year than that of the document: 本年内 and `完工日期 <= 2024-12-31` of a document of 2025.
//!
//! Told where the name of the rule says which year it is, counted from that of the document; or where the rule
//! holds nowhere, and everywhere with the day in the document's year.

use super::engine::LoadedRules;
use super::rule_place::at;
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit, Verdict};
use gouji_rules::ruleset::Rule;
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::day;
use std::ops::Range;

/// Words of years, and how far each is from that of the document.
const YEARS: &[(&str, i32)] = &[
    ("本年", 0),
    ("当年", 0),
    ("今年", 0),
    ("年度内", 0),
    ("年内", 0),
    ("年末", 0),
    ("年底", 0),
    ("上年", -1),
    ("去年", -1),
    ("上一年", -1),
    ("次年", 1),
    ("下年", 1),
    ("明年", 1),
    ("翌年", 1),
    ("下一年", 1),
];

/// What parts the clauses of a name.
const CLAUSES: &[char] = &['，', ',', '；', ';', '、'];

/// Figures of a year.
const YEAR_DIGITS: usize = 4;

/// Of fewer places a day that holds nowhere may be right.
const FEWEST: usize = 2;

/// All of them, at the days of a ruleset's own rules.
pub(super) fn other_year(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<(String, RuleMistake)> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut years = documents.iter().filter_map(|document| document.year);
    let Some(year) = years.next().filter(|first| years.all(|year| year == *first)) else {
        return Vec::new();
    };
    let own = ruleset.rules.iter().filter(|rule| rule.origin.layer == layer);
    own.filter(|rule| rule.demand.script().is_none())
        .filter_map(|rule| Some((rule.id.to_string(), of_rule(engine, rule, year, documents)?)))
        .collect()
}

fn of_rule(
    engine: &LoadedRules,
    rule: &Rule,
    year: i32,
    documents: &[&DocumentAudit],
) -> Option<RuleMistake> {
    let text = engine.rule_text(&rule.origin.file)?;
    let name = rule.name.as_deref().unwrap_or("");
    let said = said_year(name);
    let wanted = year + said.map_or(0, |(_, apart)| apart);
    let formulas = || rule.demand.formulas().iter().zip(0_u32..);
    let count: usize = formulas().map(|(own, _)| days(&own.source).len()).sum();
    let (first, (formula, number)) = formulas().find_map(|(own, number)| {
        // of several days that one is meant whose column the name speaks of beside the year
        let is_one = count < 2 && !name.contains(CLAUSES);
        let is_named = |(word, _): (&str, i32)| is_one || names_beside(name, word, &own.source);
        let mut all = days(&own.source).into_iter();
        let found = all.find(|(_, own)| *own != wanted)?;
        said.is_none_or(is_named).then_some((found, (own, number)))
    })?;
    let (within, written) = first;
    let (why, apart) = match said {
        Some((word, apart)) => (format!("名称说“{word}”"), apart),
        None => (holds_nowhere(rule, number, (written, year), documents)?, 0),
    };
    let place = text.get(rule.origin.span.start..)?.find(formula.source.as_str())?;
    let start = rule.origin.span.start + place + within.start;
    let span = start..start + within.len();
    let day = text.get(span.clone())?;
    let meant = format!("{}{}", year + apart, day.get(4..)?);
    // the last day of February is not in each year
    gouji_values::number::day(&meant)?;
    let message = format!(
        "文件是 {year} 年度的，{why}，公式里的日子 {day} 是 {written} 年的：像是年度写错了"
    );
    let help = format!(
        "写成 {meant}；要跟着文件的年度走、不必每年改的，用 doc.year；本来就是 {written} 年的，不必改"
    );
    let place = (rule.origin.file.as_str(), text, span);
    Some(at(place, MistakeCode::WithoutEffect, message, help))
}

/// The days that a formula writes: where each stands, and its year.
fn days(source: &str) -> Vec<(Range<usize>, i32)> {
    let mut out = Vec::new();
    let is_part = |c: char| c.is_ascii_digit() || c == '-';
    let mut from = 0;
    while let Some(at) = source.get(from..).and_then(|rest| rest.find(is_part)).map(|at| from + at)
    {
        let rest = source.get(at..).unwrap_or("");
        let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len()).max(1);
        let text = rest.get(..length).unwrap_or("");
        if text.matches('-').count() == 2
            && text.get(4..5) == Some("-")
            && let Some((year, ..)) = day(text)
        {
            out.push((at..at + length, year));
        }
        from = at + length;
    }
    out
}

/// The word of a name that says which year, and how far that is from the document's; none where it says several.
fn said_year(name: &str) -> Option<(&'static str, i32)> {
    let found = YEARS.iter().filter(|(word, _)| name.contains(word));
    let mut apart: Vec<i32> = found.clone().map(|(_, apart)| *apart).collect();
    apart.sort_unstable();
    apart.dedup();
    // a year in figures may be the one that is meant
    let is_other = name
        .split('年')
        .any(|own| own.chars().rev().take_while(char::is_ascii_digit).count() == YEAR_DIGITS);
    match apart.as_slice() {
        [_] if !is_other => found.clone().next().copied(),
        _ => None,
    }
}

/// Whether the clause of a name that says a year speaks of a column that a formula names: 完工 of 完工日期.
fn names_beside(name: &str, word: &str, source: &str) -> bool {
    let clauses = name.split(CLAUSES);
    let mut own = clauses.filter(|clause| clause.contains(word));
    own.any(|clause| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let words = source.split(|c| !is_part(c)).filter(|own| own.chars().nth(1).is_some());
        let mut stems = words.map(|own| own.trim_end_matches(['日', '期', '时', '间']));
        stems.any(|stem| stem.chars().nth(1).is_some() && clause.contains(stem))
    })
}

/// That a formula holds nowhere, and everywhere in the other year.
fn holds_nowhere(
    rule: &Rule,
    number: u32,
    (written, year): (i32, i32),
    documents: &[&DocumentAudit],
) -> Option<String> {
    let checks = documents.iter().flat_map(|document| &document.checks).filter(|check| {
        check.rule == rule.id.as_str()
            && check.number == number
            && check.verdict != Verdict::Unchecked
    });
    let checks: Vec<&Check> = checks.collect();
    let holds = |check: &&Check| {
        let (stated, computed) = (day(check.stated.as_deref()?)?, day(check.computed.as_deref()?)?);
        // which of them the formula writes
        let moved = |(own, month, day): (i32, u32, u32)| (own - written + year, month, day);
        let (stated, computed) = match (stated.0 == written, computed.0 == written) {
            (_, true) => (stated, moved(computed)),
            (true, false) => (moved(stated), computed),
            _ => return None,
        };
        let is_bound = !matches!(check.relation, CheckRelation::Equal | CheckRelation::NotEqual);
        Some(is_bound && check.relation.holds(stated.cmp(&computed)))
    };
    let is_it = checks.len() >= FEWEST
        && checks
            .iter()
            .all(|check| check.verdict == Verdict::Violation && holds(check) == Some(true));
    is_it.then(|| format!("文件里 {} 处全部不符，换成 {year} 年就处处相符", checks.len()))
}
