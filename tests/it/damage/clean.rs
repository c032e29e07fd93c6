//! Clean documents as blocks: those that the generators make, and fixtures.

use crate::generator::grid::{Block, Cell, Grid, amount, word};
use crate::generator::layout::Layout;
use crate::generator::{self, budget, random::Random};
use std::path::Path;

/// A document without an error.
pub struct Clean {
    /// For people.
    pub name: String,
    /// The ruleset that it is audited by.
    pub ruleset: &'static str,
    pub blocks: Vec<Block>,
}

/// Documents without an error in files, with the rulesets that they are audited by.
const FIXTURES: [(&str, &str); 4] = [
    ("archive-clean/wan.txt", "shanxi"),
    ("archive-clean/yuan.txt", "shanxi"),
    ("self-evaluation-sheet/document.txt", "national"),
    ("self-evaluation-evaluation/document.txt", "national"),
];

/// A clean document; the same seed gives the same one.
pub fn clean(seed: u64) -> Clean {
    match seed % 8 {
        0..=2 => {
            let made = generator::generate(seed, Some(Layout::Tabs));
            let name = format!("final accounts {seed}");
            Clean { name, ruleset: "national", blocks: blocks(&made.text) }
        }
        3..=5 => {
            let made = budget::generate(seed);
            Clean { name: format!("budget {seed}"), ruleset: "national", blocks: made.blocks }
        }
        _ => fixture(Random::new(seed).below(FIXTURES.len())),
    }
}

/// A document in a file.
pub fn fixture(at: usize) -> Clean {
    let (path, ruleset) = FIXTURES[at];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let text = std::fs::read_to_string(root.join(path)).unwrap();
    Clean { name: path.to_owned(), ruleset, blocks: blocks(&text) }
}

/// A text with tables of tabs as blocks: a row a line, or a cell a line that begins with a tab and
/// a blank line behind each row.
fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let from = at;
        if is_cell(&lines, at) {
            let mut rows = vec![Vec::new()];
            while at < lines.len() {
                if let Some(cell) = lines[at].strip_prefix('\t') {
                    rows.last_mut().unwrap().push(cell.trim().to_owned());
                } else if lines[at].is_empty() && is_cell(&lines, at + 1) {
                    rows.push(Vec::new());
                } else {
                    break;
                }
                at += 1;
            }
            out.push(Block::Table(grid(rows)));
        } else if lines[at].contains('\t') {
            while lines.get(at).is_some_and(|line| line.contains('\t')) {
                at += 1;
            }
            let row = |line: &&str| line.split('\t').map(|cell| cell.trim().to_owned()).collect();
            out.push(Block::Table(grid(lines[from..at].iter().map(row).collect())));
        } else {
            if !lines[at].trim().is_empty() {
                out.push(Block::Line(lines[at].trim().to_owned()));
            }
            at += 1;
        }
    }
    out
}

/// A line that is one cell of a row.
fn is_cell(lines: &[&str], at: usize) -> bool {
    lines.get(at).is_some_and(|line| line.starts_with('\t') && !line[1..].contains('\t'))
}

/// Rows as a table: its head ends before the first row with a digit.
fn grid(rows: Vec<Vec<String>>) -> Grid {
    let has_digit =
        |row: &&Vec<String>| row.iter().any(|cell| cell.starts_with(|c: char| c.is_ascii_digit()));
    let head = rows.iter().take_while(|row| !has_digit(row)).count();
    let cell = |text: &String| -> Cell {
        let is_amount = text.contains('.') && text.replace(',', "").parse::<f64>().is_ok();
        if is_amount { amount(text.clone()) } else { word(text.clone()) }
    };
    Grid {
        head: rows[..head].to_vec(),
        body: rows[head..].iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}
