//! Equations that are wrong by a column of their row at each place: it is in the formula once too often,
//! not at all, or with the other sign.

use super::broken_alike::{Broken, Said};
use super::engine::LoadedRules;
use super::rule_place::column_name;
use gouji_audit::audit::{Check, DocumentAudit, Verdict};
use gouji_rules::ruleset::{Expectation, Rule};
use gouji_values::number::{Decimal, cell_number};
use std::collections::BTreeMap;

/// That the difference is a column of the row at each place: it is added or taken away once too often,
/// or not at all.
pub(super) fn by_column(
    engine: &LoadedRules,
    rule: &Rule,
    formula: &Expectation,
    (found, broken): (&[(&DocumentAudit, &Check)], &Broken<'_>),
) -> Option<Said> {
    let ruleset = engine.ruleset().ok()?;
    let printed = |text: &str| Some(cell_number(text, &ruleset.vocabulary.units)?.value);
    let mut columns: Option<BTreeMap<u32, Apart>> = None;
    let mut head = None;
    for (document, check) in found.iter().filter(|(_, own)| own.verdict == Verdict::Violation) {
        let number = |text: Option<&str>| text?.parse::<Decimal>().ok();
        let apart = number(check.stated.as_deref())? - number(check.computed.as_deref())?;
        let span = check.stated_figure()?.span();
        let tables = document.document.tables.iter();
        let (table, own) = tables
            .flat_map(|table| table.rows.iter().flatten().map(move |cell| (table, cell)))
            .find(|(_, cell)| cell.span.start <= span.start && span.end <= cell.span.end)?;
        let cells = table.rows.iter().flatten().filter(|cell| cell.row == own.row);
        let fitting: BTreeMap<u32, Apart> = cells
            .filter(|cell| cell.column != own.column)
            .filter_map(|cell| {
                let value = printed(&cell.text.text)?;
                let is_more = value.is_sign_positive() == apart.is_sign_positive();
                let is_turned = value.checked_mul(Decimal::TWO)?.abs() == apart.abs();
                let is_it = !value.is_zero() && (is_turned || value.abs() == apart.abs());
                is_it.then_some((cell.column, Apart { is_more, is_turned }))
            })
            .collect();
        head.get_or_insert((table, own.row));
        columns = Some(match columns {
            None => fitting,
            Some(mut known) => {
                known.retain(|column, more| fitting.get(column) == Some(more));
                known
            }
        });
    }
    let (column, apart) = columns?.into_iter().next()?;
    let (table, row) = head?;
    if broken.is_part && !(apart.is_turned && holds_without(found, column, &printed)) {
        return None;
    }
    let above = table.rows.iter().flatten().filter(|cell| cell.column == column && cell.row < row);
    let heads = above.map(|cell| cell.text.text.trim());
    let text = heads
        .take_while(|text| printed(text).is_none())
        .filter(|text| !text.is_empty())
        .last()?
        .to_owned();
    let file = engine.rule_text(&rule.origin.file)?;
    let name = column_name(&file, &text).unwrap_or_else(|| text.clone());
    let count = broken.checks.len();
    let all = if broken.is_part { "不符的" } else { "全部不符，" };
    let (message, help) = match apart.is_turned {
        true => (
            format!(
                "文件里 {count} 处{all}差额处处是“{text}”的两倍：像是公式里它的加减号写反了，先看公式，再看文件"
            ),
            turned_sign(&formula.source, &name)?,
        ),
        false => (
            format!("文件里 {count} 处全部不符，差额处处等于“{text}”：先看公式，再看文件"),
            without(&formula.source, &name, apart.is_more)?,
        ),
    };
    Some(Said { message, help, place: None })
}

/// How the difference of a check goes with a column of its row.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Apart {
    /// What is printed is more than what comes out.
    is_more: bool,
    /// It is twice the column: added instead of taken away, or the other way round.
    is_turned: bool,
}

/// Whether each place that holds prints nothing in a column: a sign makes no difference there.
fn holds_without(
    found: &[(&DocumentAudit, &Check)],
    column: u32,
    printed: &impl Fn(&str) -> Option<Decimal>,
) -> bool {
    let mut holding = found.iter().filter(|(_, own)| own.verdict != Verdict::Violation);
    holding.all(|(document, check)| {
        let Some(span) = check.stated_figure().map(|figure| figure.span()) else { return false };
        let cells = document.document.tables.iter().filter_map(|table| {
            let all = || table.rows.iter().flatten();
            let own =
                all().find(|cell| cell.span.start <= span.start && span.end <= cell.span.end)?;
            let cell = all().find(|cell| cell.row == own.row && cell.column == column);
            Some(cell.and_then(|cell| printed(&cell.text.text)).is_none_or(|own| own.is_zero()))
        });
        cells.last().unwrap_or(false)
    })
}

/// What to write where a column of a formula has the sign the other way round.
fn turned_sign(source: &str, name: &str) -> Option<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[');
    for (sign, other) in [("+", "-"), ("-", "+")] {
        let piece = format!("{sign} {name}");
        let found = source
            .rmatch_indices(&piece)
            .find(|(at, _)| !source.get(at + piece.len()..).unwrap_or("").starts_with(is_part));
        if let Some((at, _)) = found {
            let (before, behind) = (source.get(..at)?, source.get(at + sign.len()..)?);
            return Some(format!("写成 {before}{other}{behind}；公式本来就对的，改文件"));
        }
    }
    None
}

/// What to write where a column is in a formula once too often, or not at all; `is_more`: what is
/// printed is more than what comes out.
fn without(source: &str, name: &str, is_more: bool) -> Option<String> {
    let (sign, other) = if is_more { ("-", "+") } else { ("+", "-") };
    let piece = format!(" {sign} {name}");
    let ends = |at: usize| {
        let rest = source.get(at + piece.len()..).unwrap_or("");
        !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '['))
    };
    let what = if is_more { "减" } else { "加" };
    if let Some(at) = source.rfind(&piece).filter(|at| ends(*at)) {
        let meant = format!("{}{}", source.get(..at)?, source.get(at + piece.len()..)?);
        return Some(format!("公式里像是多{what}了 {name}：写成 {meant}"));
    }
    let what = if is_more { "加" } else { "减" };
    source
        .contains("==")
        .then(|| format!("公式里像是少{what}了 {name}：写成 {source} {other} {name}"))
}
