//! What the first page says of the findings: how many stand in which part, and what is to be corrected,
//! where, to what. No more than fits above the signatures.

use super::finding::{FindingRow, PartFindings, parts};
use super::{Table, fact_rows};
use gouji_report::report::width::columns;
use std::cmp::Reverse;

/// Tenths of a millimetre that a first page has for this, its title and its signatures taken off.
const PAGE: usize = 1_800;
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
/// How many stretches of numbers of findings a row of a part names.
const STRETCHES: usize = 6;
/// The heaviest first.
const SEVERITIES: [&str; 3] = ["错误", "警告", "提示"];
/// Parts that have their place before what is to be corrected.
const PARTS: usize = 4;

/// What is left of a page below facts and sentences.
pub(super) fn room(facts: &[(&'static str, String)], verdict: &[String]) -> usize {
    let sentences = verdict.iter().map(|text| wrapped(text, TEXT_COLUMNS - 4) * TEXT);
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
        let room = room.saturating_sub(below);
        let by_parts = of_parts(&parts);
        out.push(if fits(&by_parts, room) { by_parts } else { of_kinds(rows, room) });
    }
    out.extend(corrections);
    out
}

/// What was found in which part, in the order of the document.
fn of_parts(parts: &[PartFindings<'_>]) -> Table {
    Table {
        title: "各部分的问题".to_owned(),
        columns: vec![("部分", 46), ("错误", 8), ("警告", 8), ("提示", 8), ("问题序号", 30)],
        rows: parts.iter().map(|part| row_of(part.title, &part.rows)).collect(),
    }
}

/// What was found of which kind, the heaviest first: of very many parts a page holds a few, which say little
/// of all.
fn of_kinds(rows: &[FindingRow], room: usize) -> Table {
    let mut kinds: Vec<(&str, Vec<&FindingRow>)> = Vec::new();
    for row in rows {
        match kinds.iter_mut().find(|(kind, _)| *kind == row.kind) {
            Some((_, own)) => own.push(row),
            None => kinds.push((&row.kind, vec![row])),
        }
    }
    kinds.sort_by_key(|(_, own)| Reverse(SEVERITIES.map(|word| count(own, word))));
    let table = Table {
        title: "各类问题".to_owned(),
        columns: vec![("核对什么", 46), ("错误", 8), ("警告", 8), ("提示", 8), ("问题序号", 30)],
        rows: kinds.iter().map(|(kind, own)| row_of(kind, own)).collect(),
    };
    let rest = |fit: usize| {
        let others = kinds.get(fit..).unwrap_or_default();
        let rows: Vec<&FindingRow> = others.iter().flat_map(|(_, own)| own.clone()).collect();
        Some(row_of(&format!("其余 {} 类", others.len()), &rows))
    };
    fitting(table, room, rest)
}

/// How many are of a severity.
fn count(rows: &[&FindingRow], severity: &str) -> usize {
    rows.iter().filter(|row| row.severity == severity).count()
}

/// Numbers in their order, those that follow each other as a stretch: `1、3—6、9`.
fn stretches(mut numbers: Vec<usize>) -> Vec<String> {
    numbers.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match out.last_mut() {
            Some((_, end)) if *end + 1 == number => *end = number,
            _ => out.push((number, number)),
        }
    }
    let words = |(start, end): (usize, usize)| match end - start {
        0 => vec![start.to_string()],
        1 => vec![start.to_string(), end.to_string()],
        _ => vec![format!("{start}—{end}")],
    };
    out.into_iter().flat_map(words).collect()
}

/// How many findings are of which severity, and their numbers.
fn row_of(title: &str, rows: &[&FindingRow]) -> Vec<String> {
    let count = |word: &str| count(rows, word);
    let mut cells = vec![if title.is_empty() { "（没有标题的部分）" } else { title }.to_owned()];
    cells.extend(SEVERITIES.map(count).map(|count| match count {
        0 => String::new(),
        count => count.to_string(),
    }));
    let numbers = stretches(rows.iter().filter_map(|row| row.number.parse().ok()).collect());
    let more = if numbers.len() > STRETCHES { " 等" } else { "" };
    let told = numbers.get(..STRETCHES.min(numbers.len())).unwrap_or_default();
    cells.push(format!("{}{more}", told.join("、")));
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
pub(super) fn fitting(
    mut table: Table,
    room: usize,
    others: impl Fn(usize) -> Option<Vec<String>>,
) -> Table {
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
        cell.lines().map(|line| wrapped(line, width)).sum::<usize>()
    };
    ROW + LINE * row.iter().zip(widths).map(lines).max().unwrap_or(1).max(1)
}

/// How many lines a text takes: a line ends behind a blank, a hyphen and any wide character, not within a
/// word that fits the next line.
fn wrapped(text: &str, width: usize) -> usize {
    let ends = |c: char| c == ' ' || c == '-' || !c.is_ascii();
    let (mut lines, mut used) = (1, 0);
    for piece in text.split_inclusive(ends) {
        // what stands before a wide character is a word of its own
        let last = piece.chars().next_back().filter(|c| !c.is_ascii()).map_or(0, char::len_utf8);
        let (word, wide) = piece.split_at(piece.len() - last);
        for own in [word, wide].map(columns) {
            if used + own > width && used > 0 {
                lines += 1;
                used = 0;
            }
            lines += own.saturating_sub(1) / width;
            used = if own > width { own % width } else { used + own };
        }
    }
    lines
}

fn height(table: &Table) -> usize {
    let rows = table.rows.iter().map(|row| row_height(row, &table.columns));
    HEADING + ROW + LINE + rows.sum::<usize>()
}
