//! The units that tables of a document list, with their codes: `302001 清河县水文站`.

use super::row_names::is_total_name;
use gouji_values::document::{Cell, Document, Table};
use gouji_values::label::unit_name;
use gouji_values::number::fold;
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeSet;

/// A header stands among the first rows.
const HEADER: usize = 8;
/// A code of a unit has so many digits.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// A unit of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedUnit {
    /// Its code, where one is printed.
    pub code: Option<String>,
    /// Its name as names are compared.
    pub name: String,
}

/// The lists of units that the tables hold: of each those that stand for no others, each once.
#[must_use]
pub(crate) fn listed_units(document: &Document, words: &Vocabulary) -> Vec<Vec<ListedUnit>> {
    let mut out: Vec<Vec<ListedUnit>> = Vec::new();
    let titles: Vec<String> = words.unit_column.iter().map(|title| words.folded(title)).collect();
    for table in &document.tables {
        let list = list_of(table, &titles, words);
        if !list.is_empty() && !out.contains(&list) {
            out.push(list);
        }
    }
    out
}

fn list_of(table: &Table, titles: &[String], words: &Vocabulary) -> Vec<ListedUnit> {
    let heads = || table.rows.iter().take(HEADER).enumerate();
    let is_head = |cell: &Cell| words.is_one_of(&cell.text.text, titles);
    let head = heads().find_map(|(at, row)| Some((at, row.iter().find(|cell| is_head(cell))?)));
    let Some((at, head)) = head else { return Vec::new() };
    let column = head.column;
    let text = |row: &[Cell], column: u32| {
        let cell = row.iter().find(|cell| cell.column == column);
        cell.map_or_else(String::new, |cell| words.folded(&cell.text.text))
    };
    let mut found: BTreeSet<ListedUnit> = BTreeSet::new();
    for row in table.rows.iter().skip(at + 1) {
        let code = column.checked_sub(1).and_then(|before| code_of(&text(row, before)));
        let name = text(row, column);
        if name.chars().any(char::is_alphabetic) && !is_total_name(&name, words) {
            found.insert(ListedUnit { code, name: unit_name(&name, words).1 });
        }
    }
    let has_codes = found.iter().any(|unit| unit.code.is_some());
    let codes: Vec<&str> = found.iter().filter_map(|unit| unit.code.as_deref()).collect();
    let is_leaf = |unit: &ListedUnit| match unit.code.as_deref() {
        Some(code) => codes.iter().all(|other| *other == code || !other.starts_with(code)),
        None => !has_codes,
    };
    found.iter().filter(|unit| is_leaf(unit)).cloned().collect()
}

fn code_of(text: &str) -> Option<String> {
    let digits: String = text.chars().map(fold).collect();
    let is_code = digits.chars().all(|c| c.is_ascii_digit()) && DIGITS.contains(&digits.len());
    is_code.then_some(digits)
}
