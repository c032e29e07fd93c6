//! What the first page says of the findings: how many stand in which part, and what is to be corrected,
//! where, to what. No more than fits above the signatures.

use super::finding::{FindingRow, PartFindings, parts};
use super::{Table, fact_rows};
use gouji_report::report::width::columns;

/// Tenths of a millimetre that a first page has for this, its title and its signatures taken off.
const PAGE: usize = 1_900;
/// Of a heading, of a line of text, of a row of a table without its lines, of a line of it.
const HEADING: usize = 130;
const TEXT: usize = 60;
const ROW: usize = 20;
const LINE: usize = 46;
/// Columns of text and of small text between the margins.
const TEXT_COLUMNS: usize = 90;
const SMALL_COLUMNS: usize = 106;
/// Columns that the space beside a cell takes.
const ASIDE: usize = 3;
/// How many numbers of findings a row of a part names.
const NUMBERS: usize = 7;
/// Parts that have their place before what is to be corrected.
const PARTS: usize = 4;

/// What is left of a page below facts and sentences.
pub(super) fn room(facts: &[(&'static str, String)], verdict: &[String]) -> usize {
    let sentences = verdict.iter().map(|text| (columns(text) + 4).div_ceil(TEXT_COLUMNS) * TEXT);
    let used = HEADING + fact_rows(facts).len() * (ROW + LINE + 8) + sentences.sum::<usize>();
    PAGE.saturating_sub(used)
}

/// Whether a table fits into what is left of a first page.
pub(super) fn fits(table: &Table, room: usize) -> bool {
    height(table) <= room
}

/// The tables of a first page with so much room.
pub(super) fn tables(rows: &[FindingRow], room: usize) -> Vec<Table> {
    let known: Vec<&FindingRow> = rows.iter().filter(|row| row.is_known).collect();
    let parts = parts(rows);
    let mut out = Vec::new();
    let corrections = (!known.is_empty()).then(|| {
        // some parts stand above
        let above =
            if parts.len() > 1 { HEADING + (ROW + LINE) * (1 + parts.len().min(PARTS)) } else { 0 };
        fitting(corrections(&known), room.saturating_sub(above), |_| None)
    });
    if parts.len() > 1 {
        let below = corrections.as_ref().map_or(0, height);
        let rest = |fit: usize| Some(part_row("其余各部分", parts.get(fit..).unwrap_or_default()));
        let whole = Table {
            title: "各部分的问题".to_owned(),
            columns: vec![("部分", 46), ("错误", 8), ("警告", 8), ("提示", 8), ("问题序号", 30)],
            rows: parts
                .iter()
                .map(|part| part_row(part.title, std::slice::from_ref(part)))
                .collect(),
        };
        out.push(fitting(whole, room.saturating_sub(below), rest));
    }
    out.extend(corrections);
    out
}

/// How many findings of which severity stand in parts, and their numbers.
fn part_row(title: &str, parts: &[PartFindings<'_>]) -> Vec<String> {
    let rows: Vec<&FindingRow> = parts.iter().flat_map(|part| part.rows.iter().copied()).collect();
    let count = |word: &str| rows.iter().filter(|row| row.severity == word).count();
    let mut cells = vec![if title.is_empty() { "（没有标题的部分）" } else { title }.to_owned()];
    cells.extend(["错误", "警告", "提示"].map(count).map(|count| match count {
        0 => String::new(),
        count => count.to_string(),
    }));
    let numbers: Vec<&str> = rows.iter().take(NUMBERS).map(|row| row.number.as_str()).collect();
    let more = if rows.len() > NUMBERS { " 等" } else { "" };
    cells.push(format!("{}{more}", numbers.join("、")));
    cells
}

/// What is to be corrected, where, to what.
fn corrections(rows: &[&FindingRow]) -> Table {
    let row = |row: &&FindingRow| {
        let part = if row.is_own_part { format!("{}：", row.part) } else { String::new() };
        let place = part + row.whereabouts(" ").as_str();
        vec![row.number.clone(), place, row.printed.clone(), row.meant.clone()]
    };
    Table {
        title: "建议更正的数字".to_owned(),
        columns: vec![("序号", 8), ("位置和项目", 52), ("写的是", 20), ("应改为", 20)],
        rows: rows.iter().map(row).collect(),
    }
}

/// A table with as many rows as fit; a last one tells of the others, that there are so many if nothing else
/// is to be told of those from an index.
fn fitting(mut table: Table, room: usize, others: impl Fn(usize) -> Option<Vec<String>>) -> Table {
    let all = table.rows.len();
    let mut left = room.saturating_sub(HEADING + ROW + LINE);
    let mut fit = 0;
    for row in &table.rows {
        // the last row leaves place for the words that there are more
        let more = if fit + 1 < all { ROW + LINE } else { 0 };
        let own = row_height(row, &table.columns);
        if fit > 0 && own + more > left {
            break;
        }
        left = left.saturating_sub(own);
        fit += 1;
    }
    if fit < all {
        let last = others(fit).unwrap_or_else(|| {
            let mut last = vec![String::new(); table.columns.len()];
            last.splice(1..2, [format!("另有 {} 处，见附后", all - fit)]);
            last
        });
        table.rows.truncate(fit);
        table.rows.push(last);
    }
    table
}

fn row_height(row: &[String], widths: &[(&str, u32)]) -> usize {
    let lines = |(cell, (_, share)): (&String, &(&str, u32))| {
        let width = (SMALL_COLUMNS * (*share as usize) / 100).saturating_sub(ASIDE).max(1);
        cell.lines().map(|line| columns(line).div_ceil(width).max(1)).sum::<usize>()
    };
    ROW + LINE * row.iter().zip(widths).map(lines).max().unwrap_or(1).max(1)
}

fn height(table: &Table) -> usize {
    let rows = table.rows.iter().map(|row| row_height(row, &table.columns));
    HEADING + ROW + LINE + rows.sum::<usize>()
}
