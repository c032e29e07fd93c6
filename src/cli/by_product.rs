//! Equations that are wrong everywhere in one way that the formula lacks: what is printed is each time so
//! many times what comes out as another column of the row says, or more by one and the same number.

use super::rule_place::column_name;
use gouji_audit::audit::{Check, DocumentAudit};
use gouji_rules::formula::{Binary, Syntax, SyntaxKind, parse_expectation};
use gouji_rules::ruleset::Expectation;
use gouji_values::number::{Decimal, Units, cell_number};
use std::collections::{BTreeMap, BTreeSet};

/// Of fewer places it may be chance.
const FEWEST: usize = 3;

/// What is told and what to write where each place is off by one number: a day more, where both ends count.
pub(super) fn by_number(
    formula: &Expectation,
    checks: &[&Check],
    values: &[(Decimal, Decimal)],
) -> Option<(String, String)> {
    let (stated, computed) = values.first()?;
    let apart = stated.checked_sub(*computed)?.normalize();
    let is_it = |(stated, computed): &(Decimal, Decimal)| {
        stated.checked_sub(*computed).is_some_and(|own| own.normalize() == apart)
    };
    let printed: BTreeSet<Decimal> = values.iter().map(|(stated, _)| *stated).collect();
    // amounts are rarely off by what no column says
    let is_count = checks.iter().all(|own| own.unit.is_none());
    let is_clear = values.len() >= FEWEST && printed.len() > 1 && apart.fract().is_zero();
    if !is_clear || !is_count || apart.is_zero() || !values.iter().all(is_it) {
        return None;
    }
    let (what, sign) = if apart.is_sign_positive() { ("多", '+') } else { ("少", '-') };
    let number = apart.abs();
    Some((
        format!(
            "文件里 {} 处全部不符，印的都正好{what} {number}：先看公式，再看文件",
            values.len()
        ),
        format!("写成 {}；公式本来就对的，改文件", with_number(&formula.source, sign, number)?),
    ))
}

/// An equation with a number more on the side that works something out.
fn with_number(source: &str, sign: char, number: Decimal) -> Option<String> {
    let SyntaxKind::Compare(_, _, right) = parse_expectation(source).ok()?.kind else {
        return None;
    };
    let end = right.span.end;
    Some(format!("{} {sign} {number}{}", source.get(..end)?.trim_end(), source.get(end..)?))
}

/// The same where what is printed is at each place what comes out times another column of its row.
pub(super) fn by_product(
    units: &Units,
    text: &str,
    formula: &Expectation,
    (found, values): (&[(&DocumentAudit, &Check)], &[(Decimal, Decimal)]),
) -> Option<(String, String)> {
    if values.len() < FEWEST {
        return None;
    }
    let mut columns: Option<BTreeMap<u32, BTreeSet<Decimal>>> = None;
    let mut heads: BTreeMap<u32, String> = BTreeMap::new();
    for (document, check) in found {
        let number = |text: Option<&str>| text?.parse::<Decimal>().ok();
        let (stated, computed) =
            (number(check.stated.as_deref())?, number(check.computed.as_deref())?);
        if stated.is_zero() && computed.is_zero() {
            continue;
        }
        let span = check.stated_figure()?.span();
        let (table, own) = document
            .document
            .tables
            .iter()
            .flat_map(|table| table.rows.iter().flatten().map(move |cell| (table, cell)))
            .find(|(_, cell)| cell.span.start <= span.start && span.end <= cell.span.end)?;
        let cells = table.rows.iter().flatten();
        let mut fitting: BTreeMap<u32, Decimal> = BTreeMap::new();
        for cell in cells.filter(|cell| cell.row == own.row && cell.column != own.column) {
            let value = cell_number(&cell.text.text, units).map(|own| own.value);
            let Some(value) = value.filter(|value| !value.is_zero()) else { continue };
            if computed.checked_mul(value).is_some_and(|own| own.normalize() == stated.normalize())
            {
                fitting.insert(cell.column, value.normalize());
            }
        }
        for column in fitting.keys() {
            let above = table.rows.iter().flatten();
            let mut above = above.filter(|cell| cell.column == *column && cell.row < own.row);
            let head = above
                .by_ref()
                .map(|cell| cell.text.text.trim())
                .take_while(|text| cell_number(text, units).is_none())
                .filter(|text| !text.is_empty())
                .last();
            heads.entry(*column).or_insert_with(|| head.unwrap_or("").to_owned());
        }
        columns = Some(match columns {
            None => fitting.into_iter().map(|(at, own)| (at, BTreeSet::from([own]))).collect(),
            Some(mut known) => {
                known.retain(|at, values| {
                    fitting.get(at).is_some_and(|own| {
                        values.insert(*own);
                        true
                    })
                });
                known
            }
        });
    }
    // a column that always prints one number is no better than that number
    let mut fitting = columns?.into_iter().filter(|(_, values)| values.len() > 1);
    let (column, _) = fitting.next()?;
    let head = heads.remove(&column).filter(|head| !head.is_empty())?;
    if fitting.next().is_some() {
        return None;
    }
    let name = column_name(text, &head).unwrap_or_else(|| head.clone());
    Some((
        format!(
            "文件里 {} 处全部不符，印的处处正好是算出的数乘以“{head}”：像是公式漏乘了它，先看公式，再看文件",
            values.len()
        ),
        format!("写成 {}；公式本来就对的，改文件", with_factor(&formula.source, &name)?),
    ))
}

/// An equation whose worked out side is multiplied by a column.
fn with_factor(source: &str, name: &str) -> Option<String> {
    let SyntaxKind::Compare(_, _, right) = parse_expectation(source).ok()?.kind else {
        return None;
    };
    let (before, text) = (source.get(..right.span.start)?, source.get(right.span.clone())?);
    let behind = source.get(right.span.end..)?;
    let right: &Syntax = &right;
    let is_sum = matches!(right.kind, SyntaxKind::Binary(Binary::Add | Binary::Subtract, ..));
    let text = if is_sum { format!("({})", text.trim()) } else { text.trim().to_owned() };
    Some(format!("{before}{name} * {text}{behind}"))
}
