//! Proposals: the identities of a table, and those between tables, as rules.

use super::grid::{ColumnGuess, DraftGrid};
use super::list::{Addends, ListSum};
use super::proposal::{DraftForm, Proposal};
use super::write::quoted;
use super::{identity, list};
use std::collections::{BTreeMap, BTreeSet};

/// What holds within one table.
pub(super) fn within(index: usize, sheet: &DraftForm) -> Vec<Proposal> {
    let mut out = of_columns(index, sheet);
    out.extend(of_rows(index, sheet));
    out
}

/// What holds between the columns of a table, row by row.
fn of_columns(index: usize, sheet: &DraftForm) -> Vec<Proposal> {
    let grid = &sheet.grid;
    let column = |i: usize| grid.columns.get(i).map_or("", |column| column.name.as_str());
    let mut out = Vec::new();
    let mut add = |kind: &str, side: Option<&String>, name: String, demand: String| {
        let id = format!("{}-{kind}", sheet.id);
        let side = side.cloned();
        out.push(Proposal { id, name, demand, form: Some(index), side, rows: Vec::new() });
    };
    for sum in identity::row_sums(grid) {
        let mut text = String::new();
        for (i, (term, plus)) in sum.terms.iter().enumerate() {
            let sign = if *plus { " + " } else { " - " };
            text.push_str(if i == 0 { "" } else { sign });
            text.push_str(column(*term));
        }
        let total = column(sum.total);
        let side = only_side(grid, sum.total);
        add(total, side, format!("每行：{total} = {text}"), expect(&format!("{total} == {text}")));
    }
    for share in identity::shares(grid) {
        let (stated, part, whole) = (column(share.share), column(share.part), column(share.whole));
        let name = format!("每行：{stated} = {part} ÷ {whole}");
        add(
            stated,
            only_side(grid, share.share),
            name,
            expect(&format!("{stated} == percent({part}, {whole})")),
        );
    }
    out
}

/// What holds between the rows of a table, column by column.
pub(super) fn of_rows(index: usize, sheet: &DraftForm) -> Vec<Proposal> {
    let grid = &sheet.grid;
    let column = |i: usize| grid.columns.get(i).map_or("", |column| column.name.as_str());
    let mut out = Vec::new();
    let mut add =
        |kind: &str, side: Option<&String>, rows: Vec<usize>, name: String, demand: String| {
            let id = format!("{}-{kind}", sheet.id);
            let rows = rows.into_iter().map(|row| (index, row)).collect();
            out.push(Proposal { id, name, demand, form: Some(index), side: side.cloned(), rows });
        };
    let name = |row: usize| grid.rows.get(row).and_then(|row| row.name.as_deref()).unwrap_or("");
    let sums = match list::tree(grid) {
        Some(tree) => {
            let lengths: Vec<String> = tree.levels.iter().map(ToString::to_string).collect();
            let total = tree
                .total
                .map_or(String::new(), |total| format!(", total = {}", quoted(name(total))));
            let demand = format!(
                "tree   = {{ code = {}, levels = [{}]{total} }}",
                quoted(column(tree.column)),
                lengths.join(", ")
            );
            add("编码", None, tree.total.into_iter().collect(), "编码逐级相加".to_owned(), demand);
            list::part_totals(grid, &tree)
        }
        None => list::list_sums(grid),
    };
    for ListSum { total, addends, columns } in sums {
        let Some(row) = grid.rows.get(total) else { continue };
        let side = grid.sides.get(row.group);
        let stated = name(total);
        let kind = side.map_or_else(|| stated.to_owned(), |side| format!("{side}-{stated}"));
        let (shown, text, mut rows) = match addends {
            Addends::Above(None) => {
                ("以上各行之和".to_owned(), format!("sum(above({stated}))"), Vec::new())
            }
            Addends::Above(Some(before)) => {
                let before_name = name(before);
                (
                    format!("{before_name} + 其后各行之和"),
                    format!("{before_name} + sum(above({stated}))"),
                    vec![before],
                )
            }
            Addends::Rows(rows) => {
                let text = rows.iter().map(|row| name(*row)).collect::<Vec<_>>().join(" + ");
                (text.clone(), text, rows)
            }
        };
        let demand = if columns.is_empty() {
            expect(&format!("{stated} == {text}"))
        } else {
            by_column(grid, stated, &rows, &columns)
        };
        rows.push(total);
        add(&kind, side, rows, format!("{} = {shown}", row.label), demand);
    }
    if let Some([left, right]) = list::balance(grid)
        && let (Some(stated), Some(other)) =
            (path(sheet, right.0, right.1), path(sheet, left.0, left.1))
    {
        let id = format!("{}-两侧", sheet.id);
        let rows = vec![(index, left.0), (index, right.0)];
        let (name, demand) =
            (format!("{stated} = {other}"), expect(&format!("{stated} == {other}")));
        out.push(Proposal { id, name, demand, form: None, side: None, rows });
    }
    out
}

/// The side of a column that stands on one of several.
fn only_side(grid: &DraftGrid, column: usize) -> Option<&String> {
    match grid.columns.get(column)?.places.as_slice() {
        [(side, _)] => grid.sides.get(*side),
        _ => None,
    }
}

/// A sum of rows that is one in some columns only, spelt out for each.
fn by_column(grid: &DraftGrid, stated: &str, rows: &[usize], columns: &[usize]) -> String {
    let formula = |column: &usize| {
        let column = &grid.columns.get(*column)?.name;
        let terms = rows
            .iter()
            .filter_map(|row| Some(format!("{}.{column}", grid.rows.get(*row)?.name.as_ref()?)));
        Some(quoted(&format!("{stated}.{column} == {}", terms.collect::<Vec<_>>().join(" + "))))
    };
    format!("expect = [{}]", columns.iter().filter_map(formula).collect::<Vec<_>>().join(", "))
}

fn expect(formula: &str) -> String {
    format!("expect = {}", quoted(formula))
}

/// A figure in full; `None` where its row has no name.
fn path(sheet: &DraftForm, row: usize, column: usize) -> Option<String> {
    let (row, column) = (sheet.grid.rows.get(row)?, sheet.grid.columns.get(column)?);
    let side = sheet.grid.sides.get(row.group).map_or(String::new(), |side| format!("{side}."));
    Some(format!("{}.{side}{}.{}", sheet.id, row.name.as_ref()?, column.name))
}

/// Figures of total rows that several tables print alike.
pub(super) fn between(sheets: &[DraftForm]) -> Vec<Proposal> {
    let mut by_value: BTreeMap<String, Vec<(usize, usize, String)>> = BTreeMap::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let totals = sheet.grid.rows.iter().enumerate().filter(|(_, row)| row.is_total);
        for (row, column) in totals
            .flat_map(|(row, _)| (0..sheet.grid.columns.len()).map(move |column| (row, column)))
        {
            let is_amount = sheet
                .grid
                .columns
                .get(column)
                .is_some_and(|column| column.kind == ColumnGuess::Amount);
            let value =
                sheet.grid.rows.get(row).and_then(|row| row.value(column)).filter(|_| is_amount);
            if let (Some(value), Some(path)) = (value, path(sheet, row, column)) {
                // a short number may well occur twice by chance
                if value.normalize().mantissa().unsigned_abs() >= 10_000 {
                    by_value
                        .entry(value.normalize().to_string())
                        .or_default()
                        .push((index, row, path));
                }
            }
        }
    }
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for places in by_value.values() {
        let Some(((first, first_row, stated), rest)) = places.split_first() else {
            continue;
        };
        for (other, row, path) in rest {
            let (Some(a), Some(b)) = (sheets.get(*first), sheets.get(*other)) else {
                continue;
            };
            if first != other && seen.insert((*first, *other)) {
                let id = format!("{}-{}", b.id, a.id);
                out.push(Proposal {
                    id,
                    name: format!("{path} = {stated}"),
                    demand: expect(&format!("{path} == {stated}")),
                    form: None,
                    side: None,
                    rows: vec![(*first, *first_row), (*other, *row)],
                });
            }
        }
    }
    out
}
