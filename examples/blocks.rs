//! Prints the blocks of a document as JSON: what `fixtures/make` builds documents of other formats
//! from.
//!
//! `cargo run --example blocks -- FILE`: a list of strings (paragraphs) and of lists (tables: rows
//! of cells `[column, rows, columns, text]`). A table whose blank cells are gone gets the columns
//! that the engine found for it.

use gouji::audit::{UnderstoodForm, UnderstoodTable};
use gouji::document::{Block, Cell, Layout};
use gouji::engine::{Engine, Request};
use gouji::ruleset::{Form, Ruleset};
use serde_json::{Value, json};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: blocks FILE")?;
    let bytes = std::fs::read(&path)?;
    let engine = |ruleset: Option<String>| {
        let request = Request { ruleset, ..Request::default() };
        gouji::embedded_lean()
            .and_then(|rulebook| Engine::new(rulebook, request))
            .map_err(|mistakes| format!("{mistakes:?}"))
    };
    let audit = engine(None)?.audit(&path, &bytes).map_err(|unreadable| unreadable.message)?;
    let ruleset = engine(Some(audit.ruleset.clone()))?
        .ruleset()
        .map_err(|mistakes| format!("{mistakes:?}"))?;
    let document = &audit.document;
    let cell = |cell: &Cell| json!([cell.column, cell.rows, cell.columns, cell.text.text]);
    let mut blocks = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => blocks.push(json!(paragraph.text.text)),
            Block::Table(index) => {
                let Some(table) = document.tables.get(*index) else { continue };
                let known = audit
                    .understanding
                    .iter()
                    .find(|known| known.span == table.span && !known.forms.is_empty());
                match known.filter(|_| table.layout == Layout::Stream) {
                    Some(known) => blocks.extend(drawn(known, &ruleset)),
                    None => blocks.push(
                        table
                            .rows
                            .iter()
                            .map(|row| row.iter().map(cell).collect::<Vec<Value>>())
                            .collect(),
                    ),
                }
            }
        }
    }
    std::io::stdout().write_all(serde_json::to_string(&blocks)?.as_bytes())?;
    Ok(())
}

/// The forms found in a table as tables of their own.
fn drawn<'a>(table: &'a UnderstoodTable, ruleset: &'a Ruleset) -> impl Iterator<Item = Value> + 'a {
    table.forms.iter().filter_map(|form| {
        Some(rows(form, ruleset.forms.iter().find(|schema| schema.id == form.form)?))
    })
}

/// Header and rows of a form, its sides beside one another.
fn rows(form: &UnderstoodForm, schema: &Form) -> Value {
    let side = |name: &str| {
        name.split_once('.')
            .and_then(|(side, _)| schema.sides.iter().position(|known| known == side))
    };
    let columns: Vec<(usize, &str)> =
        form.columns.iter().map(|name| (side(name).unwrap_or(0), name.as_str())).collect();
    let header = |(at, name): &(usize, &str)| {
        let bare = schema
            .sides
            .get(*at)
            .and_then(|side| name.strip_prefix(side.as_str())?.strip_prefix('.'))
            .unwrap_or(name);
        let found = schema.columns.iter().find(|column| column.name == bare);
        found
            .and_then(|column| column.headers.plain.first().cloned())
            .unwrap_or_else(|| bare.to_owned())
    };
    let mut out: Vec<Vec<String>> = Vec::new();
    if !schema.sides.is_empty() {
        let begins = |column: usize| {
            column == 0
                || columns.get(column - 1).map(|(side, _)| side)
                    != columns.get(column).map(|(side, _)| side)
        };
        let name = |(column, (side, _)): (usize, &(usize, &str))| {
            if begins(column) {
                schema.sides.get(*side).cloned().unwrap_or_default()
            } else {
                String::new()
            }
        };
        out.push(columns.iter().enumerate().map(name).collect());
    }
    out.push(columns.iter().map(header).collect());
    let first = out.len();
    // the next line that each side fills
    let mut next = vec![first; schema.sides.len().max(1)];
    for (_, cells) in &form.rows {
        let Some(side) =
            cells.iter().zip(&columns).find(|(cell, _)| cell.is_some()).map(|(_, (side, _))| *side)
        else {
            continue;
        };
        let Some(line) = next.get_mut(side) else { continue };
        if out.len() == *line {
            out.push(vec![String::new(); columns.len()]);
        }
        let row = out.get_mut(*line);
        for ((slot, cell), _) in
            row.into_iter().flatten().zip(cells).zip(&columns).filter(|(_, (own, _))| *own == side)
        {
            *slot = cell.clone().unwrap_or_default().into();
        }
        *line += 1;
    }
    let row = |row: &Vec<String>| {
        row.iter()
            .enumerate()
            .map(|(column, text)| json!([column, 1, 1, text]))
            .collect::<Vec<Value>>()
    };
    out.iter().map(row).collect()
}
