//! Prints the blocks of a document as JSON: what `fixtures/make` builds documents of other formats from.
//!
//! `cargo run --example blocks -- FILE`: a list of strings (paragraphs) and of lists (tables: rows of cells
//! `[column, rows, columns, text]`).

use gouji::document::{Block, Cell};
use gouji::read::{Limits, read};
use gouji::ruleset::Rulebook;
use serde_json::{Value, json};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: blocks FILE")?;
    let rulebook = Rulebook::embedded_lean().map_err(|mistakes| format!("{mistakes:?}"))?;
    let document = read(&path, &std::fs::read(&path)?, &rulebook.vocabulary(), &Limits::default())?;
    let cell = |cell: &Cell| json!([cell.column, cell.rows, cell.columns, cell.text.text]);
    let blocks: Vec<Value> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(json!(paragraph.text.text)),
            Block::Table(index) => {
                let rows = document.tables.get(*index)?.rows.iter();
                Some(rows.map(|row| row.iter().map(cell).collect::<Vec<Value>>()).collect())
            }
        })
        .collect();
    std::io::stdout().write_all(serde_json::to_string(&blocks)?.as_bytes())?;
    Ok(())
}
