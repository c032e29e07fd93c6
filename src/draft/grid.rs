//! A table that no form knows, as columns with headers and rows with figures.

use crate::document::{Document, Layout, Table};
use crate::label::label_key;
use crate::number::{Number, cell_number};
use crate::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Header rows are at most so many.
const LEVELS: usize = 4;

/// What a column seems to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Label,
    Code,
    Line,
    Amount,
    Percent,
    Text,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Name in formulas.
    pub(super) name: String,
    /// Headers as printed: all levels joined, and the last one where no other column has it.
    pub(super) headers: Vec<String>,
    pub(super) kind: Kind,
    /// Column of the table; of its first side, where it stands on several.
    pub(super) at: usize,
    /// Sides that it stands on, with the column of the table.
    pub(super) places: Vec<(usize, usize)>,
}

/// A row of totals.
#[derive(Clone, Debug)]
pub(super) struct Total {
    /// Row of the body.
    pub(super) row: usize,
    /// Name in formulas.
    pub(super) name: String,
    /// As printed.
    pub(super) label: String,
    /// The side that it stands on.
    pub(super) side: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Line that looks like the title.
    pub(super) title: Option<String>,
    /// Lines above the table: title and unit, for cases.
    pub(super) above: Vec<String>,
    pub(super) columns: Vec<Column>,
    /// Names of columns side by side; empty where there is but one list of rows.
    pub(super) sides: Vec<String>,
    /// All cells as printed, by row of the table.
    pub(super) cells: Vec<Vec<String>>,
    /// First row with figures.
    pub(super) body: usize,
    /// Figures of the body by row, then by column of `columns`.
    pub(super) figures: Vec<Vec<Option<Number>>>,
    /// Total rows of the body.
    pub(super) totals: Vec<Total>,
    /// Numbers of the body by row and column of the table.
    numbers: Vec<Vec<Option<Number>>>,
}

/// Reads a table; `None` where it has no header, no figures or uncertain columns.
pub(super) fn grid(document: &Document, table: &Table, words: &Vocabulary, taken: &BTreeSet<String>) -> Option<Grid> {
    if table.layout != Layout::Grid {
        return None;
    }
    let width = table.width() as usize;
    let text = |row: usize, column: usize| {
        table.covering(u32::try_from(row).ok()?, u32::try_from(column).ok()?).map(|cell| one_line(&cell.text.text))
    };
    let own =
        |row: usize, column: usize| table.cell(u32::try_from(row).ok()?, u32::try_from(column).ok()?).map(|cell| one_line(&cell.text.text));
    let cells: Vec<Vec<String>> =
        (0..table.rows.len()).map(|row| (0..width).map(|column| own(row, column).unwrap_or_default()).collect()).collect();
    let number = |text: &str| cell_number(text, &words.units);
    let is_figures = |row: &[String]| {
        let found: Vec<Decimal> = row.iter().filter_map(|cell| number(cell)).map(|number| number.value).collect();
        // a row of column numbers counts up by one
        let counts_up = found.len() > 1 && found.windows(2).all(|pair| matches!(pair, [a, b] if *b - *a == Decimal::ONE));
        !found.is_empty() && !counts_up
    };
    let body = cells.iter().position(|row| is_figures(row)).filter(|row| (1..=LEVELS + 4).contains(row))?;
    // rows above the header that hold one text are its title
    let filled =
        |row: usize| (0..width).filter_map(|column| text(row, column)).filter(|text| !text.is_empty()).collect::<BTreeSet<_>>().len();
    let counts = |row: usize| cells.get(row).is_some_and(|row| row.iter().filter_map(|cell| number(cell)).count() > 1);
    let first = (0..body).find(|row| filled(*row) > 1)?;
    let levels: Vec<usize> = (first..body).filter(|row| !counts(*row)).collect();
    let joined: Vec<Vec<String>> = (0..width)
        .map(|column| {
            let mut parts: Vec<String> = Vec::new();
            for part in levels.iter().filter_map(|row| text(*row, column)).filter(|part| !part.is_empty()) {
                if parts.last() != Some(&part) {
                    parts.push(part);
                }
            }
            parts
        })
        .collect();
    let rows = cells.get(body..)?;
    let starts = sides(&cells, first, body, words);
    let side_of = |at: usize| starts.iter().rposition(|(start, _)| *start <= at).unwrap_or(0);
    let mut names: BTreeSet<String> = taken.clone();
    let mut columns: Vec<Column> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (at, parts) in joined.iter().enumerate() {
        let last = parts.last().cloned().unwrap_or_default();
        let whole = if starts.is_empty() { parts.join(" ") } else { last.clone() };
        let known = columns.iter_mut().find(|column| column.headers.contains(&whole));
        if let (Some(known), false) = (known, starts.is_empty()) {
            known.places.push((side_of(at), at));
            continue;
        }
        // a header that comes again folds into the rows of the first
        if whole.is_empty() || !seen.insert(label_key(&whole, words)) {
            continue;
        }
        let values: Vec<&str> = rows.iter().filter_map(|row| row.get(at)).map(String::as_str).filter(|text| !text.is_empty()).collect();
        let kind = kind(&values, &columns, words);
        let unique = joined.iter().filter(|other| other.last() == Some(&last)).count() == 1;
        let headers = if unique && parts.len() > 1 && starts.is_empty() { vec![whole, last.clone()] } else { vec![whole] };
        columns.push(Column { name: name(&last, &mut names), headers, kind, at, places: vec![(side_of(at), at)] });
    }
    let figures: Vec<Vec<Option<Number>>> = rows
        .iter()
        .map(|row| {
            columns
                .iter()
                .map(|column| {
                    row.get(column.at).and_then(|cell| number(cell)).filter(|_| matches!(column.kind, Kind::Amount | Kind::Percent))
                })
                .collect()
        })
        .collect();
    let labels =
        || columns.iter().filter(|column| matches!(column.kind, Kind::Label | Kind::Code)).flat_map(|column| column.places.iter().copied());
    let mut totals: Vec<Total> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (side, column) in labels() {
            let Some(label) = row.get(column).filter(|label| !label.is_empty()) else {
                continue;
            };
            let key = label_key(label, words);
            let is_total = words.total.iter().any(|total| key.ends_with(total.as_str()));
            let times = rows.iter().filter(|other| other.get(column).is_some_and(|other| label_key(other, words) == key)).count();
            if is_total && times == 1 {
                let known = totals.iter().find(|total| label_key(&total.label, words) == key).map(|total| total.name.clone());
                let name = known.unwrap_or_else(|| name(label, &mut names));
                totals.push(Total { row: at, name, label: label.clone(), side });
            }
        }
    }
    let has_label = labels().next().is_some();
    let numbers = rows.iter().map(|row| row.iter().map(|cell| number(cell)).collect()).collect();
    let sides = starts.iter().map(|(_, name)| name.clone()).collect();
    let has_amount = columns.iter().any(|column| column.kind == Kind::Amount);
    let (title, above) = lines_above(document, table, words);
    (has_amount && has_label && rows.len() > 1).then_some(Grid { title, above, columns, sides, cells, body, figures, totals, numbers })
}

impl Grid {
    /// The figure of a total in a column, on the side of the total.
    pub(super) fn figure(&self, total: &Total, column: &Column) -> Option<Number> {
        let (_, at) = column.places.iter().find(|(side, _)| *side == total.side)?;
        self.numbers.get(total.row)?.get(*at).copied().flatten()
    }
}

/// Where sides begin, with their names: the first header row names groups whose first columns have one header.
fn sides(cells: &[Vec<String>], first: usize, body: usize, words: &Vocabulary) -> Vec<(usize, String)> {
    let Some(names) = cells.get(first).filter(|_| first + 1 < body) else {
        return Vec::new();
    };
    let starts: Vec<(usize, String)> =
        names.iter().enumerate().filter(|(_, name)| !name.is_empty()).map(|(at, name)| (at, name.clone())).collect();
    let below = |at: usize| {
        cells.get(first + 1..body)?.iter().filter_map(|row| row.get(at)).find(|cell| !cell.is_empty()).map(|cell| label_key(cell, words))
    };
    let heads: Vec<Option<String>> = starts.iter().map(|(at, _)| below(*at)).collect();
    let alike = heads.first().is_some_and(|head| head.is_some() && heads.iter().all(|other| other == head));
    let names_fit = starts.iter().all(|(_, name)| crate::formula::is_identifier(name));
    if (2..=4).contains(&starts.len()) && alike && names_fit { starts } else { Vec::new() }
}

/// The nearest line above a table that looks like its title, and the lines from it on.
fn lines_above(document: &Document, table: &Table, words: &Vocabulary) -> (Option<String>, Vec<String>) {
    let mut above = Vec::new();
    for block in document.blocks.get(..table.block).unwrap_or(&[]).iter().rev().take(6) {
        let crate::document::Block::Paragraph(paragraph) = block else {
            break;
        };
        let text = one_line(&paragraph.text.text);
        if paragraph.in_contents || text.chars().count() > 40 || text.ends_with(['\u{3002}', '\u{FF1B}']) {
            break;
        }
        above.insert(0, text.clone());
        // a line of details: form number, year, agency, unit
        let is_detail = text.chars().any(|c| c.is_ascii_digit() || matches!(c, ':' | '\u{FF1A}'))
            || words.unit_label.iter().any(|label| text.contains(label.as_str()));
        let key = label_key(&text, words);
        if !is_detail && key.chars().count() > 3 {
            return (Some(key), above);
        }
    }
    above.clear();
    (None, above)
}

fn kind(values: &[&str], before: &[Column], words: &Vocabulary) -> Kind {
    let numbers: Vec<Number> = values.iter().filter_map(|text| cell_number(text, &words.units)).collect();
    let is_code = |text: &&&str| text.len() >= 3 && text.len() % 2 == 1 && text.chars().all(|c| c.is_ascii_digit());
    let no_label = !before.iter().any(|column| column.kind == Kind::Label);
    if values.is_empty() {
        return if no_label { Kind::Label } else { Kind::Amount };
    }
    if no_label && values.iter().filter(is_code).count() * 10 >= values.len() * 8 {
        return Kind::Code;
    }
    if numbers.len() * 10 >= values.len() * 9 {
        let counts_up = numbers.len() > 2 && numbers.windows(2).all(|pair| matches!(pair, [a, b] if b.value - a.value == Decimal::ONE));
        if counts_up {
            return Kind::Line;
        }
        let percent = numbers.iter().filter(|number| number.unit.is_some_and(|unit| words.units.get(unit).ratio)).count();
        return if percent * 2 > numbers.len() { Kind::Percent } else { Kind::Amount };
    }
    if no_label { Kind::Label } else { Kind::Text }
}

/// A name for formulas: the letters of a header, made unique.
fn name(text: &str, names: &mut BTreeSet<String>) -> String {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).take(16).collect();
    let plain = if crate::formula::is_identifier(&plain) && crate::formula::Function::find(&plain).is_none() {
        plain
    } else {
        format!("栏{plain}")
    };
    let mut out = plain.clone();
    let mut number = 2;
    while !names.insert(out.clone()) {
        out = format!("{plain}{number}");
        number += 1;
    }
    out
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "")
}
