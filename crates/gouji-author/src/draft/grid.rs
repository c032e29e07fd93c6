//! A table that no form knows, as columns with headers and rows with figures.

use super::guess::kind;
use super::layout::{Groups, groups, headers};
use gouji_values::document::{Document, Layout, Table};
use gouji_values::label::{UnitLine, label_key, unit_line};
use gouji_values::number::{Number, cell_number};
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// How many rows a header has at most.
const LEVELS: usize = 4;
/// No head is longer.
const LONGEST_HEAD: usize = 60;

/// What a column seems to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnGuess {
    Label,
    Code,
    Line,
    Amount,
    Percent,
    Count,
    Score,
    Date,
    Text,
}

impl ColumnGuess {
    /// Whether its cells are figures.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Amount | Self::Percent | Self::Count | Self::Score)
    }

    /// The kind of column that rule files call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Code => "code",
            Self::Line => "line",
            Self::Amount => "amount",
            Self::Percent => "percent",
            Self::Count => "count",
            Self::Score => "score",
            Self::Date => "date",
            Self::Text => "text",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct DraftColumn {
    /// Name in formulas.
    pub(super) name: String,
    /// Headers as printed: all levels joined, and the last one where no other column has it.
    pub(super) headers: Vec<String>,
    /// The headers above the last level; columns side by side that share them belong together.
    pub(super) above: Vec<String>,
    pub(super) kind: ColumnGuess,
    /// Groups of columns that it stands in, with the column of the table.
    pub(super) places: Vec<(usize, usize)>,
}

/// A row of a list: a row of the table, in one of its groups of columns.
#[derive(Clone, Debug)]
pub(super) struct DraftRow {
    /// Group of columns.
    pub(super) group: usize,
    /// Row of the table.
    pub(super) line: usize,
    /// Name in formulas; `None` where the label does not tell it from others.
    pub(super) name: Option<String>,
    /// As printed.
    pub(super) label: String,
    pub(super) code: Option<String>,
    /// Its label says that it is a total.
    pub(super) is_total: bool,
    /// Figures by column of `Grid::columns`.
    pub(super) figures: Vec<Option<Number>>,
}

impl DraftRow {
    pub(super) fn value(&self, column: usize) -> Option<Decimal> {
        self.figures.get(column).copied().flatten().map(|number| number.value)
    }

    pub(super) fn has_figures(&self) -> bool {
        self.figures.iter().any(Option::is_some)
    }
}

#[derive(Clone, Debug)]
pub(super) struct DraftGrid {
    /// The file and the place that it was read from.
    pub(super) from: String,
    /// Line that looks like the title.
    pub(super) title: Option<String>,
    /// Lines above the table: title and unit, for cases.
    pub(super) above: Vec<String>,
    pub(super) columns: Vec<DraftColumn>,
    /// Names of groups of columns; empty where there is but one list of rows, be it printed in
    /// several pieces.
    pub(super) sides: Vec<String>,
    /// All cells as printed, by row of the table.
    pub(super) cells: Vec<Vec<String>>,
    /// Rows with figures or labels, group by group.
    pub(super) rows: Vec<DraftRow>,
}

impl DraftGrid {
    pub(super) fn set_percent(&mut self, column: usize) {
        if let Some(column) = self.columns.get_mut(column) {
            column.kind = ColumnGuess::Percent;
        }
    }
}

/// Reads a table; `None` where it has no header, no figures or uncertain columns.
pub(super) fn grid(
    document: &Document,
    table: &Table,
    words: &Vocabulary,
    taken: &BTreeSet<String>,
) -> Option<DraftGrid> {
    if table.layout == Layout::Stream {
        return None;
    }
    let width = table.width() as usize;
    let at =
        |row: usize, column: usize| Some((u32::try_from(row).ok()?, u32::try_from(column).ok()?));
    let own = |row: usize, column: usize| {
        at(row, column)
            .and_then(|(row, column)| table.cell(row, column))
            .map(|cell| one_line(&cell.text.text))
    };
    let cells: Vec<Vec<String>> = (0..table.rows.len())
        .map(|row| (0..width).map(|column| own(row, column).unwrap_or_default()).collect())
        .collect();
    let body = cells
        .iter()
        .position(|row| holds_figures(row, words))
        .filter(|row| (1..=LEVELS + 4).contains(row))?;
    // rows above the header that hold one text are its title
    let covering = |row: usize, column: usize| {
        at(row, column)
            .and_then(|(row, column)| table.covering(row, column))
            .map(|cell| one_line(&cell.text.text))
    };
    let filled = |row: usize| {
        (0..width)
            .filter_map(|column| covering(row, column))
            .filter(|text| !text.is_empty())
            .collect::<BTreeSet<_>>()
            .len()
    };
    let numbers_columns = |row: usize| {
        cells.get(row).is_some_and(|row| row.iter().any(|cell| number(cell, words).is_some()))
    };
    let first = (0..body).find(|row| filled(*row) > 1)?;
    let levels: Vec<Vec<String>> = (first..body)
        .filter(|row| !numbers_columns(*row))
        .map(|row| (0..width).map(|column| covering(row, column).unwrap_or_default()).collect())
        // a row of sentences is no level of a header
        .filter(|row: &Vec<String>| row.iter().all(|text| text.chars().count() <= LONGEST_HEAD))
        .collect();
    let heads = headers(&levels, width);
    let groups = groups(&levels, &heads, words);
    let mut names: BTreeSet<String> = taken.clone();
    let body_cells = cells.get(body..)?;
    let is_of_money = is_of_money(document, table, cells.get(..first).unwrap_or(&[]), words);
    let columns = columns((&heads, &groups), body_cells, is_of_money, &mut names, words);
    let mut rows: Vec<DraftRow> = Vec::new();
    for group in 0..groups.starts.len() {
        rows.extend(
            body_cells
                .iter()
                .enumerate()
                .filter_map(|(line, cells)| row(cells, body + line, group, &columns, words)),
        );
    }
    if groups.sides.is_empty() {
        join_torn_totals(&mut rows);
    }
    name_rows(&mut rows, &mut names, words);
    let names_rows =
        |column: &DraftColumn| matches!(column.kind, ColumnGuess::Label | ColumnGuess::Code);
    let has_figures = columns.iter().any(|column| column.kind.is_number());
    // one row of figures without a name is a table where it stands twice: on two sides
    let is_table =
        if columns.iter().any(names_rows) { body_cells.len() > 1 } else { groups.sides.len() > 1 };
    let (title, above) = lines_above(document, table, words);
    (has_figures && is_table).then_some(DraftGrid {
        from: String::new(),
        title,
        above,
        columns,
        sides: groups.sides,
        cells,
        rows,
    })
}

fn number(text: &str, words: &Vocabulary) -> Option<Number> {
    cell_number(text, &words.units)
}

/// Whether a row holds figures other than the numbers of its columns.
fn holds_figures(row: &[String], words: &Vocabulary) -> bool {
    let found: Vec<Decimal> =
        row.iter().filter_map(|cell| number(cell, words)).map(|number| number.value).collect();
    let counts_up = found.len() > 1
        && found.windows(2).all(|pair| matches!(pair, [a, b] if *b - *a == Decimal::ONE));
    let is_headed = row
        .iter()
        .find(|cell| !cell.is_empty())
        .is_some_and(|cell| words.column_number.contains(&words.folded(cell)));
    !found.is_empty() && !counts_up && !is_headed
}

/// Whether a line above a table, or a row above its header, says that its numbers are money.
fn is_of_money(
    document: &Document,
    table: &Table,
    above: &[Vec<String>],
    words: &Vocabulary,
) -> bool {
    /// Lines between a unit and its table.
    const LINES: usize = 3;
    let says_money = |text: &str| match unit_line(text, words) {
        Some(UnitLine::Read(unit, _)) => words.units.get(unit).money,
        Some(UnitLine::Unread(_)) => true,
        None => false,
    };
    let before = document.blocks.get(..table.block).unwrap_or(&[]).iter().rev();
    let lines = before.map_while(|block| match block {
        gouji_values::document::Block::Paragraph(paragraph) => Some(&paragraph.text.text),
        _ => None,
    });
    lines.take(LINES).any(|text| says_money(text))
        || above.iter().flatten().any(|text| says_money(text))
}

fn columns(
    (heads, groups): (&[Vec<String>], &Groups),
    body: &[Vec<String>],
    is_of_money: bool,
    names: &mut BTreeSet<String>,
    words: &Vocabulary,
) -> Vec<DraftColumn> {
    let is_single = groups.starts.len() == 1;
    let mut out: Vec<DraftColumn> = Vec::new();
    let mut seen: Vec<(usize, String)> = Vec::new();
    for (at, parts) in heads.iter().enumerate() {
        let Some(last) = parts.last() else { continue };
        let whole = if is_single { parts.join(" ") } else { last.clone() };
        let (group, key) = (groups.of(at), label_key(&whole, words));
        // a header that comes again in its group folds into the first
        if key.is_empty() || seen.contains(&(group, key.clone())) {
            continue;
        }
        let again = out.iter_mut().find(|column| {
            column.headers.first().is_some_and(|header| label_key(header, words) == key)
        });
        seen.push((group, key));
        if let Some(column) = again {
            column.places.push((group, at));
            continue;
        }
        let values: Vec<&str> = body
            .iter()
            .filter_map(|row| row.get(at))
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        let numbers_rows = words.column_number.contains(&words.folded(last));
        let kind = if numbers_rows {
            ColumnGuess::Line
        } else {
            kind((&values, parts), &out, is_of_money, words)
        };
        let unique = heads.iter().filter(|other| other.last() == Some(last)).count() == 1;
        let headers = if unique && parts.len() > 1 && is_single {
            vec![whole, last.clone()]
        } else {
            vec![whole]
        };
        out.push(DraftColumn {
            // a head that others have, too, is told by those above it
            name: name(&if unique || !is_single { last.clone() } else { parts.concat() }, names),
            headers,
            above: parts.split_last().map_or_else(Vec::new, |(_, upper)| upper.to_vec()),
            kind,
            places: vec![(group, at)],
        });
    }
    out
}

fn row(
    cells: &[String],
    line: usize,
    group: usize,
    columns: &[DraftColumn],
    words: &Vocabulary,
) -> Option<DraftRow> {
    let cell = |column: &DraftColumn| {
        let (_, at) = column.places.iter().find(|(known, _)| *known == group)?;
        cells.get(*at).map(String::as_str).filter(|text| !text.is_empty())
    };
    let of = |kind: ColumnGuess| columns.iter().find(|column| column.kind == kind).and_then(cell);
    let code = of(ColumnGuess::Code);
    let is_code = code.is_some_and(|code| code.chars().all(|c| c.is_ascii_digit()));
    let label = of(ColumnGuess::Label).or(code.filter(|_| !is_code)).unwrap_or("");
    let figures: Vec<Option<Number>> = columns
        .iter()
        .map(|column| {
            cell(column).filter(|_| column.kind.is_number()).and_then(|text| number(text, words))
        })
        .collect();
    let key = label_key(label, words);
    let is_total = !is_code && ends_as_total(&key, words);
    let code = code.filter(|_| is_code).map(str::to_owned);
    let row =
        DraftRow { group, line, name: None, label: label.to_owned(), code, is_total, figures };
    (!row.label.is_empty() || row.code.is_some() || row.has_figures()).then_some(row)
}

pub(super) fn ends_as_total(key: &str, words: &Vocabulary) -> bool {
    words.total.iter().any(|total| key.ends_with(total.as_str()))
}

/// A total whose label begins one repetition and whose figures end another.
fn join_torn_totals(rows: &mut Vec<DraftRow>) {
    let is_nameless = |row: &DraftRow| row.label.is_empty() && row.code.is_none();
    for at in 0..rows.len() {
        let Some(total) = rows.get(at).filter(|row| row.is_total && !row.has_figures()) else {
            continue;
        };
        let next =
            rows.iter().enumerate().skip(at + 1).find(|(_, row)| {
                row.line == total.line && (row.has_figures() || !is_nameless(row))
            });
        let found = next
            .filter(|(_, row)| is_nameless(row))
            .map(|(index, row)| (index, row.figures.clone()));
        if let (Some((index, figures)), Some(total)) = (found, rows.get_mut(at)) {
            total.figures = figures;
            if let Some(taken) = rows.get_mut(index) {
                taken.figures.clear();
            }
        }
    }
    rows.retain(|row| !is_nameless(row) || row.has_figures());
}

/// Rows that their label tells from all others of their list; the same label on another side has
/// the same name.
fn name_rows(rows: &mut [DraftRow], names: &mut BTreeSet<String>, words: &Vocabulary) {
    let keys: Vec<(usize, String)> =
        rows.iter().map(|row| (row.group, label_key(&row.label, words))).collect();
    let mut known: Vec<(String, String)> = Vec::new();
    for (row, own) in rows.iter_mut().zip(&keys) {
        let (_, key) = own;
        let is_unique = keys.iter().filter(|other| *other == own).count() == 1;
        // digits alone are the code of a unit, no name of a row
        let is_digits = key.chars().all(|c| c.is_ascii_digit());
        if is_digits || !(is_unique || row.code.is_some()) {
            continue;
        }
        let id = row.code.clone().unwrap_or_else(|| key.clone());
        let same = known.iter().find(|(other, _)| *other == id).map(|(_, name)| name.clone());
        let name = same.unwrap_or_else(|| name(&row.label, names));
        known.push((id, name.clone()));
        row.name = Some(name);
    }
}

/// The nearest line above a table that looks like its title, and the lines from it on.
fn lines_above(
    document: &Document,
    table: &Table,
    words: &Vocabulary,
) -> (Option<String>, Vec<String>) {
    let mut above = Vec::new();
    // the end of a title that goes over two lines
    let mut tail = String::new();
    for block in document.blocks.get(..table.block).unwrap_or(&[]).iter().rev().take(6) {
        let gouji_values::document::Block::Paragraph(paragraph) = block else {
            break;
        };
        let text = one_line(&paragraph.text.text);
        if paragraph.in_contents
            || text.chars().count() > 40
            || text.ends_with(['\u{3002}', '\u{FF1B}'])
        {
            break;
        }
        above.insert(0, text.clone());
        let text = format!("{text}{tail}");
        let count = |signs: [char; 2]| text.matches(signs).count();
        if count([')', '）']) > count(['(', '（']) {
            tail = text;
            continue;
        }
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

/// A name for formulas: the letters of a header, made unique.
fn name(text: &str, names: &mut BTreeSet<String>) -> String {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).take(16).collect();
    let plain = if gouji_rules::formula::is_identifier(&plain)
        && gouji_rules::formula::Function::find(&plain).is_none()
    {
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
