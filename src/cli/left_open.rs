//! What documents left open and the rule can be written for, told at its place: words that are nearly
//! those of a condition, sums of no rows, totals that are blank by intent, years of no document.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{Check, CheckedAt, DocumentAudit, FigureRole, Verdict, Why};
use gouji_rules::ruleset::{ColumnKind, Rule, Ruleset};
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
    let mut out = other_years(engine, layer, documents);
    for rule in ruleset.rules.iter().filter(|rule| rule.origin.layer == layer) {
        let Some(text) = engine.rule_text(&rule.origin.file) else { continue };
        let checks = documents.iter().flat_map(|document| &document.checks);
        let checks: Vec<&Check> = checks.filter(|check| check.rule == rule.id).collect();
        let all = near_words(rule, &text, &checks)
            .into_iter()
            .chain(no_rows(rule, &text, &checks))
            .chain(blank_totals(rule, &text, &checks))
            .chain(levels(rule, &text, &checks));
        out.extend(groups(engine, &ruleset, &checks));
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
    let mut known: BTreeMap<(&str, &str, &str), (usize, bool)> = BTreeMap::new();
    for check in checks {
        if let Some(Why::ConditionNearly { name, wanted, there }) = reason(check) {
            let (count, is_row) = known.entry((name, wanted, there)).or_default();
            *is_row = matches!(check.at, CheckedAt::Row(_));
            *count += 1;
        }
    }
    let each = known.into_iter().filter_map(|((name, wanted, there), (count, is_row))| {
        // its name may hold the word, too
        let when = behind(text, rule.origin.span.start, "\nwhen").map(|own| own.end);
        let quoted = when.and_then(|from| {
            let own = ["\"", "'"].into_iter();
            let own =
                own.filter_map(|quote| behind(text, from, &format!("{quote}{wanted}{quote}")));
            own.min_by_key(|own| own.start).map(|own| own.start + 1..own.end - 1)
        });
        let span = quoted.or_else(|| behind(text, rule.origin.span.start, wanted))?;
        // a sum may leave out many rows for one check
        let rows = if is_row { format!(" {count} 行") } else { "的行".to_owned() };
        let message = format!(
            "文件里“{name}”一栏有{rows}印的是“{there}”，条件要的是“{wanted}”，这些行没有核对"
        );
        let quote = quote(text, span.start);
        let is = |sign: &str, word: &str| format!("{name} {sign} {quote}{word}{quote}");
        let (own, other) = (is("==", wanted), is("==", there));
        let but = is("!=", there);
        let sign = text.get(..span.start.saturating_sub(1)).unwrap_or("").trim_end();
        let help = match sign.ends_with("!=") {
            true => format!(
                "当作“{wanted}”的，条件写成 ({} && {but})；不当作的，写成 ({} || {other})",
                is("!=", wanted),
                is("!=", wanted)
            ),
            false => {
                format!("也要核对的，条件写成 ({own} || {other})；不用核对的，写成 {own} && {but}")
            }
        };
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

/// Levels of codes that none of the codes has that documents print.
fn levels(rule: &Rule, text: &str, checks: &[&Check]) -> Option<Told> {
    let (code, lengths) = checks.iter().find_map(|check| match reason(check)? {
        Why::CodeOfNoLevel { code, lengths } if code.chars().all(|c| c.is_ascii_digit()) => {
            Some((code, lengths))
        }
        _ => None,
    })?;
    let key = behind(text, rule.origin.span.start, "levels")?;
    let close = text.get(key.end..)?.find(']')? + key.end + 1;
    let open = text.get(key.end..close)?.find('[')? + key.end;
    let written = text.get(open..close)?;
    let message = format!("levels 写的是 {written}，文件里的编码是 {lengths} 位的（如 {code}）");
    let help = format!("写成 levels = [{}]", lengths.replace("、", ", "));
    Some((open..close, message, help))
}

/// Columns of words that are blank below a cell: a cell over several rows says it once for all.
fn groups(engine: &LoadedRules, ruleset: &Ruleset, checks: &[&Check]) -> Vec<RuleMistake> {
    let mut blank: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for why in checks.iter().filter_map(|check| reason(check)) {
        let Why::StatedBlank { name } = why else { continue };
        let mut words = name.split(' ');
        let (Some(form), Some(column)) = (words.next(), words.next_back()) else { continue };
        let form = ruleset.forms.iter().position(|own| own.id == form);
        let of = |form: usize| {
            let columns = &ruleset.forms.get(form)?.columns;
            columns.iter().position(|own| own.name == column && own.kind == ColumnKind::Text)
        };
        if let Some((form, column)) = form.and_then(|form| Some((form, of(form)?))) {
            *blank.entry((form, column)).or_default() += 1;
        }
    }
    let told = blank.into_keys().filter_map(|(form, column)| {
        let form = ruleset.forms.get(form)?;
        let name = &form.columns.get(column)?.name;
        // a rule asks for it: that it is blank is told as such
        let asks = format!("present({name})");
        let all = ruleset.rules.iter().filter(|rule| ruleset.is_of_author(rule));
        if all.flat_map(|rule| rule.demand.formulas()).any(|own| own.source == asks) {
            return None;
        }
        let text = engine.rule_text(&form.origin.file)?;
        let column = behind(&text, form.origin.span.start, &format!("\"{name}\""))?;
        let kind = behind(&text, column.end, "\"text\"")?;
        // in the braces of the same column
        if text.get(column.end..kind.start)?.contains(['}', '{']) {
            return None;
        }
        let message = format!("文件里“{name}”一栏有的行是空的，这些行没有核对");
        let help =
            "一格管下面几行的（合并的单元格），写成 kind = \"group\"；本来应填没有填的，不必改";
        let place = (form.origin.file.as_str(), text.clone(), kind);
        Some(at(place, MistakeCode::WithoutEffect, message, help.to_owned()))
    });
    told.collect()
}

/// Rules whose years none of the documents is of: each at the line that says so. They stand in no ruleset of the
/// documents' year, so they are looked for in the files.
fn other_years(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let outcomes = || documents.iter().flat_map(|document| &document.rules);
    let is_other = |why: &Why| matches!(why, Why::OtherYears { .. });
    let is_only =
        |id: &str| outcomes().filter(|own| own.id == id).all(|own| own.why.iter().any(is_other));
    let Some(year) = documents.iter().find_map(|document| document.year) else {
        return Vec::new();
    };
    let mut ids: Vec<&str> = outcomes()
        .filter(|own| own.why.iter().any(is_other) && is_only(&own.id))
        .map(|own| own.id.as_str())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let files = engine.rule_texts(layer);
    let place = |id: &str| {
        files.iter().find_map(|(file, text)| {
            let (span, message, help) = year_line(text, id, year)?;
            let place = (file.as_str(), text.clone(), span);
            Some(at(place, MistakeCode::WithoutEffect, message, help))
        })
    };
    ids.into_iter().filter_map(place).collect()
}

/// The first year of an open range that a document's year may have been meant as.
fn far_start(value: &str, year: i32) -> Option<i32> {
    let from: i32 = value.trim_matches('"').strip_suffix("..")?.parse().ok()?;
    (from > year && super::unseen::is_near_year(from, year)).then_some(from)
}

/// The line of an item that keeps it from documents of a year, what is wrong with it, and what to write.
fn year_line(text: &str, id: &str, year: i32) -> Option<Told> {
    let mut lines = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        lines.push((from, line));
        from += line.len();
    }
    let pair = |line: &str| {
        let (key, value) = line.split_once('=')?;
        let value = value.split('#').next().unwrap_or("").trim();
        Some((key.trim().to_owned(), value.to_owned()))
    };
    let is_id = |line: &str| {
        pair(line).is_some_and(|(key, value)| key == "id" && value.trim_matches(['"', '\'']) == id)
    };
    let own = lines.iter().position(|(_, line)| is_id(line))?;
    let is_head = |(_, line): &(usize, &str)| line.trim_start().starts_with('[');
    let first = lines.get(..own)?.iter().rposition(is_head).map_or(0, |head| head + 1);
    let item = lines.get(first..)?.iter().take_while(|line| !is_head(line));
    item.into_iter().find_map(|(at, line)| {
        let (key, value) = pair(line)?;
        let number = value.trim_matches('"').parse::<i32>();
        let is_it = match (key.as_str(), &number) {
            ("from", Ok(from)) => *from > year,
            ("until", Ok(until)) => *until < year,
            ("years", _) => true,
            _ => false,
        };
        let start = at + line.find(key.as_str()).filter(|_| is_it)?;
        let message = format!("文件是 {year} 年，这条规则写了 {key} = {value}，没有用上");
        let help = match key.as_str() {
            "years" if number.is_ok() => format!(
                "要用于 {year} 年的，写成 years = \"{year}\"；本来不用于 {year} 年的，不必改"
            ),
            "years" => match far_start(&value, year) {
                Some(from) => format!(
                    "是不是 \"{year}..\"：写成 years = \"{year}..\"；真的从 {from} 年起用的，不必改"
                ),
                None => format!(
                    "要用于 {year} 年的，把 {year} 写进 years；本来不用于 {year} 年的，不必改"
                ),
            },
            _ => format!(
                "要用于 {year} 年的，写成 {key} = {year}，或者删去这一行；本来不用于 {year} 年的，不必改"
            ),
        };
        Some((start..start + line.trim().len(), message, help))
    })
}
