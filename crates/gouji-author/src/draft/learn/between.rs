//! Cells of two forms that are equal, by their names.

use super::cells::{NamedCell, named_cells, side_path, sure_forms};
use super::idea::{Idea, Topic, likeness};
use super::known::Known;
use crate::draft::write::quoted;
use gouji_checks::check::World;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::number::Decimal;
use gouji_values::vocabulary::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};

/// A value with fewer digits is met twice by chance.
const DIGITS: u32 = 4;
/// A value that stands in more cells says of none of them what it is.
const CELLS: usize = 24;
/// Rows with one code in two forms, at least, that make their columns the same.
const ROWS: usize = 3;

/// The cells of the sure forms of a document.
pub(super) fn cells(world: &World<'_>) -> Vec<NamedCell> {
    sure_forms(world)
        .into_iter()
        .flat_map(|(filled, form)| named_cells(world, filled, form))
        .collect()
}

/// Cells that are equal though nothing says so yet, and columns that are so row by row.
pub(super) fn ideas(world: &World<'_>, cells: &[NamedCell], known: &Known) -> Vec<Idea> {
    let mut out = pairs(cells, known, &world.ruleset.vocabulary);
    out.extend(joins(world, cells, known));
    out
}

fn pairs(cells: &[NamedCell], known: &Known, words: &Vocabulary) -> Vec<Idea> {
    let mut by_value: BTreeMap<Decimal, Vec<&NamedCell>> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.digits >= DIGITS) {
        by_value.entry(cell.value.normalize()).or_default().push(cell);
    }
    let mut out = Vec::new();
    for same in by_value.into_values().filter(|same| same.len() <= CELLS) {
        for (at, a) in same.iter().enumerate() {
            for b in same.iter().skip(at + 1).filter(|b| b.form != a.form) {
                let like = alike(a, b, words);
                if like > 0 && !known.are_joined(a.at, b.at) {
                    // what is checked is the form that comes later among those of the rules
                    let (stated, other) = if a.form > b.form { (a, b) } else { (b, a) };
                    out.push(tie(stated, other, like));
                }
            }
        }
    }
    out
}

fn tie(stated: &NamedCell, other: &NamedCell, likeness: u32) -> Idea {
    let columns = || (stated.whole.clone(), other.whole.clone());
    let (stated_path, path) = (&stated.path, &other.path);
    Idea {
        topic: Topic::Between,
        shape: None,
        form: String::new(),
        text: String::new(),
        demand: format!("expect = {}", quoted(&format!("{stated_path} == {path}"))),
        name: format!("{stated_path} = {path}"),
        rows: Vec::new(),
        ends: Some((stated_path.clone(), path.clone())),
        alike: (stated.code.is_some() && stated.code == other.code).then(columns),
        likeness,
    }
}

/// How much two cells have in common by their names; 0 where nothing says that they are one figure.
///
/// Equal figures alone say little, in however many documents: total and part are equal wherever the
/// other parts are zero. So heads must say the same, and rows too.
fn alike(a: &NamedCell, b: &NamedCell, words: &Vocabulary) -> u32 {
    // the last line of a head says little where it is a word of totals: of what stands above it
    let is_whole = |text: &String| words.total.contains(text);
    let heads = if a.name == b.name {
        4
    } else if a.head == b.head && !is_whole(&a.head) {
        3
    } else if is_whole(&a.name) && is_whole(&b.name) {
        1
    } else {
        return 0;
    };
    if a.code.is_some() && b.code.is_some() {
        // rows of one name and two codes are of two classifications
        return if a.code == b.code { 8 + heads } else { 0 };
    }
    if !a.row.is_empty() && a.row == b.row {
        return 6 + heads;
    }
    let shared = likeness(&a.head, &b.head, words);
    if a.is_total && b.is_total && shared > 1 { 1 + shared } else { 0 }
}

/// A column of a side of a form, by its rows with codes.
struct CodedColumn<'c> {
    form: usize,
    side: usize,
    column: usize,
    by_code: BTreeMap<&'c str, &'c NamedCell>,
}

/// Columns of two forms that are the same at each code that both have.
fn joins(world: &World<'_>, cells: &[NamedCell], known: &Known) -> Vec<Idea> {
    let mut columns: BTreeMap<(usize, usize, usize), BTreeMap<&str, &NamedCell>> = BTreeMap::new();
    for cell in cells {
        if let Some(code) = &cell.code {
            let (side, column) = cell.column;
            columns.entry((cell.form, side, column)).or_default().insert(code, cell);
        }
    }
    let columns: Vec<CodedColumn<'_>> = columns
        .into_iter()
        .map(|((form, side, column), by_code)| CodedColumn { form, side, column, by_code })
        .collect();
    let mut out = Vec::new();
    for stated in &columns {
        for other in columns.iter().filter(|other| other.form < stated.form) {
            let forms = (world.ruleset.forms.get(stated.form), world.ruleset.forms.get(other.form));
            if let (Some(own), Some(theirs)) = forms
                && is_join(stated, other, known, &world.ruleset.vocabulary)
                && let Some(idea) = join((own, stated), (theirs, other))
            {
                out.push(idea);
            }
        }
    }
    out
}

fn is_join(
    stated: &CodedColumn<'_>,
    other: &CodedColumn<'_>,
    known: &Known,
    words: &Vocabulary,
) -> bool {
    let both: Vec<(&NamedCell, &NamedCell)> = stated
        .by_code
        .iter()
        .filter_map(|(code, cell)| Some((*cell, *other.by_code.get(code)?)))
        .collect();
    // a form of other codes, or of some of them, is another classification
    let heads = both.first().map_or(0, |(a, b)| alike(a, b, words));
    if heads == 0 || both.len() < ROWS || both.len() * 10 < stated.by_code.len() * 9 {
        return false;
    }
    let new: BTreeSet<Decimal> = both
        .iter()
        .filter(|(a, b)| a.digits >= DIGITS && !known.are_joined(a.at, b.at))
        .map(|(a, _)| a.value)
        .collect();
    new.len() > 1 && both.iter().all(|(a, b)| a.value == b.value)
}

fn join(
    (own, stated): (&Form, &CodedColumn<'_>),
    (theirs, other): (&Form, &CodedColumn<'_>),
) -> Option<Idea> {
    let code = own.columns.iter().find(|column| column.kind == ColumnKind::Code)?;
    let column = &own.columns.get(stated.column)?.name;
    let from = format!(
        "{}[{}].{}",
        side_path(theirs, other.side),
        code.name,
        theirs.columns.get(other.column)?.name
    );
    let form = side_path(own, stated.side);
    Some(Idea {
        topic: Topic::Between,
        shape: None,
        name: format!("同一编码：{form}.{column} = {from}"),
        ends: None,
        alike: Some((format!("{form}.{column}"), from.replace(&format!("[{}]", code.name), ""))),
        form,
        text: String::new(),
        // totals are often of more than the rows below them
        demand: format!("rows   = \"leaves\"\nexpect = {}", quoted(&format!("{column} == {from}"))),
        rows: Vec::new(),
        likeness: 10,
    })
}
