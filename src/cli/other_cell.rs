//! Equations of the author's that are wrong by what another cell of the same row or column prints: a sentence that
//! says 76.00, held against the column of 80.00 beside the one of 76.00. Whether the document took the figure of the
//! wrong column or the rule did, the words before the figure tell; where they do not, both are said.

use super::engine::LoadedRules;
use super::rule_place::{at, behind};
use gouji_audit::audit::{Check, CheckRelation, DocumentAudit, FigureRole, Verdict};
use gouji_rules::ruleset::{Column, ColumnKind, Form, Rule};
use gouji_values::document::{Cell, Table};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::number::{Decimal, cell_number};
use std::ops::Range;

/// A figure of fewer digits may stand in another cell by chance.
const DIGITS: usize = 2;

/// Letters before a figure that say what it is.
const BEFORE: usize = 14;

/// All of them, of a ruleset's own rules whose every place is wrong by such a cell.
pub(super) fn other_cell(
    engine: &LoadedRules,
    layer: &str,
    documents: &[&DocumentAudit],
) -> Vec<RuleMistake> {
    let Ok(ruleset) = engine.ruleset() else { return Vec::new() };
    let mut out: Vec<RuleMistake> = Vec::new();
    for rule in ruleset.rules.iter().filter(|rule| rule.origin.layer == layer) {
        if rule.demand.is_choice() {
            continue;
        }
        for (formula, number) in rule.demand.formulas().iter().zip(0_u32..) {
            let checks = documents.iter().flat_map(|document| {
                let own = document.checks.iter().filter(|check| {
                    check.rule == rule.id.as_str()
                        && check.number == number
                        && check.verdict != Verdict::Unchecked
                });
                own.map(|check| (*document, check))
            });
            let checks: Vec<(&DocumentAudit, &Check)> = checks.collect();
            let is_broken = |(_, check): &(&DocumentAudit, &Check)| {
                check.verdict == Verdict::Violation && check.relation == CheckRelation::Equal
            };
            let Some((document, check)) = checks.first().copied() else { continue };
            if !checks.iter().all(is_broken) {
                continue;
            }
            let told = of_check(engine, layer, (rule, &formula.source), (document, check));
            let found = told.filter(|own| {
                // the same one at each place
                checks.iter().skip(1).all(|(document, check)| {
                    of_check(engine, layer, (rule, &formula.source), (document, check))
                        .is_some_and(|other| other.help == own.help)
                }) && !out.contains(own)
            });
            out.extend(found);
        }
    }
    out
}

fn of_check(
    engine: &LoadedRules,
    layer: &str,
    (rule, source): (&Rule, &str),
    (document, check): (&DocumentAudit, &Check),
) -> Option<RuleMistake> {
    let ruleset = engine.ruleset().ok()?;
    let units = &ruleset.vocabulary.units;
    let stated_figure = check.stated_figure()?;
    let mut others = check.figures().filter(|figure| figure.role != FigureRole::Stated);
    let (other, None) = (others.next()?, others.next()) else { return None };
    // what other rules find wrong in the figure speaks against the document
    let of_others = |own: &&Check| {
        let is_own = ruleset
            .rules
            .iter()
            .any(|rule| rule.id == own.rule.as_str() && rule.origin.layer == layer);
        !is_own && own.verdict == Verdict::Violation
    };
    let is_here = |own: &Check| own.figures().any(|figure| figure.span() == stated_figure.span());
    if document.checks.iter().filter(of_others).any(is_here) {
        return None;
    }
    let form = other.printed().form.clone()?;
    let form = ruleset.forms.iter().find(|own| own.id == *form)?;
    let (table, cell) = cell_at(document, other.span())?;
    let number = |text: Option<&str>| text?.parse::<Decimal>().ok();
    let (stated, computed) = (number(check.stated.as_deref())?, number(check.computed.as_deref())?);
    let own = cell_number(&cell.text.text, units)?.value;
    let scale = computed.checked_div(own)?;
    let digits = stated
        .normalize()
        .mantissa()
        .abs()
        .to_string()
        .len()
        .max(stated_figure.printed().text.chars().filter(char::is_ascii_digit).count());
    if digits < DIGITS || stated.is_zero() {
        return None;
    }
    let fits = |own: &&Cell| {
        let value = cell_number(&own.text.text, units).and_then(|own| own.value.checked_mul(scale));
        own.span != cell.span
            && own.span != stated_figure.span()
            && value.is_some_and(|value| value.normalize() == stated.normalize())
    };
    let cells = || table.rows.iter().flatten();
    let mut beside = cells().filter(|own| own.row == cell.row).filter(fits);
    let (found, None) = (beside.next()?, beside.next()) else { return None };
    let column = |of: &Cell| column_of(form, table, of);
    let (written, meant) = (column(cell)?, column(found)?);
    let is_amount = |own: &Column| own.kind == written.kind && own.name != written.name;
    if !is_amount(meant) || matches!(meant.kind, ColumnKind::Code | ColumnKind::Ordinal) {
        return None;
    }
    let words = words_before(document, stated_figure.span());
    let name = rule.name.as_deref().unwrap_or("");
    let said = |own: &Column| {
        let texts = [words.as_str(), name];
        texts.map(|text| in_common(text, &own.name)).into_iter().max().unwrap_or(0)
    };
    let (for_written, for_meant) = (said(written), said(meant));
    if for_written > for_meant {
        return None;
    }
    let likely = if for_meant > for_written { "像是" } else { "也可能是" };
    let text = engine.rule_text(&rule.origin.file)?;
    let path = path_in(source, form, &written.name)?;
    let span = behind(&text, rule.origin.span.start, path)?;
    let base = path.get(..path.len() - written.name.len())?;
    let unit = check.unit.as_deref().unwrap_or("");
    let message = format!(
        "文件里这一处不符：印的是 {stated}{unit}，规则取的“{}”一栏是 {computed}{unit}，同一行的“{}”正好是 {stated}{unit}：{likely}规则取错了列，先看规则，再看文件",
        written.name, meant.name
    );
    let help = format!("规则取错了的，写成 {base}{}；规则本来就对的，改文件", meant.name);
    Some(at((&rule.origin.file, text, span), MistakeCode::WithoutEffect, message, help))
}

/// The table and the cell in which a figure stands.
fn cell_at(
    document: &DocumentAudit,
    span: gouji_values::document::Span,
) -> Option<(&Table, &Cell)> {
    let tables = document.document.tables.iter();
    tables
        .flat_map(|table| table.rows.iter().flatten().map(move |cell| (table, cell)))
        .find(|(_, cell)| cell.span.start <= span.start && span.end <= cell.span.end)
}

/// The column of a form in which a cell stands, by what is printed above it.
fn column_of<'f>(form: &'f Form, table: &Table, cell: &Cell) -> Option<&'f Column> {
    let above = table.rows.iter().flatten();
    let above = above.filter(|own| own.column == cell.column && own.row < cell.row);
    let heads: Vec<String> = above.map(|own| own.text.text.split_whitespace().collect()).collect();
    let is_it = |own: &&Column| {
        heads.iter().any(|head| *head == own.name || own.headers.plain.contains(head))
    };
    let mut found = form.columns.iter().filter(is_it);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// What stands before a figure.
fn words_before(document: &DocumentAudit, span: gouji_values::document::Span) -> String {
    let before = document.document.text.get(..span.start as usize).unwrap_or("");
    let own: Vec<char> = before.chars().rev().take(BEFORE).collect();
    let ends = |c: &char| matches!(c, '，' | '。' | '；' | '\n' | '|');
    own.into_iter().take_while(|c| !ends(c)).collect::<Vec<_>>().into_iter().rev().collect()
}

/// How long the longest piece is that two texts have in common, of two letters at least.
fn in_common(text: &str, name: &str) -> usize {
    let letters: Vec<char> = name.chars().collect();
    let pieces =
        (0..letters.len()).flat_map(|from| (from + 2..=letters.len()).map(move |to| from..to));
    let holds = |range: &Range<usize>| {
        letters.get(range.clone()).is_some_and(|own| text.contains(&own.iter().collect::<String>()))
    };
    pieces.filter(holds).map(|range| range.len()).max().unwrap_or(0)
}

/// The path of a formula that ends with a column of a form.
fn path_in<'s>(source: &'s str, form: &Form, column: &str) -> Option<&'s str> {
    let from = source.find(&format!("{}.", form.id))?;
    let rest = source.get(from..)?;
    let end = rest.find(&format!(".{column}"))? + 1 + column.len();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let path = rest.get(..end)?;
    (!rest.get(end..)?.starts_with(is_part) && !path.contains([' ', '=', ',', '('])).then_some(path)
}
