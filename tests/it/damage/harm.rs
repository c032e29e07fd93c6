//! Damage as documents suffer it on their way: nothing that is printed becomes wrong by it.

use crate::generator::grid::{Block, Grid, amount, word};
use crate::generator::random::Random;

/// A kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    /// One to three letters of the heads of a table are lost, or others stand for them.
    Letters,
    /// The heads of a table stand one cell further right or left.
    Shifted,
    /// A table, or each, has no title.
    Untitled,
    /// Sheets have names that say nothing.
    Renamed,
    /// Blank lines between lines are gone, or others have come.
    Blanks,
    /// A head is written in words that nobody knows.
    Strange,
    /// A column that nobody knows stands among the others.
    Inserted,
    /// A page ends somewhere.
    Cut,
}

pub const HARMS: [Harm; 8] = [
    Harm::Letters,
    Harm::Shifted,
    Harm::Untitled,
    Harm::Renamed,
    Harm::Blanks,
    Harm::Strange,
    Harm::Inserted,
    Harm::Cut,
];

/// What is printed besides the blocks.
#[derive(Clone, Debug, Default)]
pub struct Printed {
    /// The sheets are called so much as nothing.
    pub is_renamed: bool,
    /// Blocks behind which no blank line stands.
    pub tight: Vec<usize>,
    /// Blocks behind which more blank lines stand.
    pub loose: Vec<usize>,
    /// Where pages end: block, and row of its table.
    pub pages: Vec<(usize, usize)>,
}

/// Letters that stand for others in documents that were scanned.
const LETTERS: [char; 6] = ['口', '日', '丨', '乂', '亍', '冂'];
/// Heads that no form knows.
const WORDS: [&str; 4] = ["列报数", "本期发生", "登记项", "核算内容"];

/// Damages a document in one way; whether anything came of it.
pub fn harm(kind: Harm, blocks: &mut [Block], printed: &mut Printed, random: &Random) -> bool {
    let tables: Vec<usize> = (0..blocks.len())
        .filter(|at| matches!(&blocks[*at], Block::Table(grid) if !grid.head.is_empty()))
        .collect();
    if tables.is_empty() {
        return false;
    }
    let at = *random.pick(&tables);
    match kind {
        Harm::Letters => letters(grid(blocks, at), random),
        Harm::Shifted => shift(grid(blocks, at), random),
        Harm::Untitled => untitle(blocks, &tables, at, random),
        Harm::Renamed => {
            printed.is_renamed = true;
            true
        }
        Harm::Blanks => {
            let list = if random.chance(50) { &mut printed.tight } else { &mut printed.loose };
            list.extend((0..1 + random.below(12)).map(|_| random.below(blocks.len())));
            true
        }
        Harm::Strange => strange(grid(blocks, at), random),
        Harm::Inserted => insert(grid(blocks, at), random),
        Harm::Cut => {
            let rows = grid(blocks, at).body.len();
            printed.pages.push((at, random.below(rows.max(1))));
            true
        }
    }
}

fn grid(blocks: &mut [Block], at: usize) -> &mut Grid {
    match &mut blocks[at] {
        Block::Table(grid) => grid,
        Block::Line(_) => unreachable!("a table was picked"),
    }
}

/// Heads of a table that are words.
fn heads(grid: &Grid) -> Vec<(usize, usize)> {
    let cells = grid.head.iter().enumerate().flat_map(|(row, cells)| {
        cells.iter().enumerate().map(move |(column, cell)| (row, column, cell))
    });
    cells
        .filter(|(.., cell)| cell.chars().count() > 1)
        .map(|(row, column, _)| (row, column))
        .collect()
}

fn letters(grid: &mut Grid, random: &Random) -> bool {
    let mut lost = 0;
    for _ in 0..1 + random.below(3) {
        let heads = heads(grid);
        if heads.is_empty() {
            break;
        }
        let (row, column) = *random.pick(&heads);
        let mut letters: Vec<char> = grid.head[row][column].chars().collect();
        let at = random.below(letters.len());
        if random.chance(50) {
            letters.remove(at);
        } else {
            letters[at] = *random.pick(&LETTERS);
        }
        grid.head[row][column] = letters.into_iter().collect();
        lost += 1;
    }
    lost > 0
}

/// Heads of several rows do not move: which of them is above which would be lost.
fn shift(grid: &mut Grid, random: &Random) -> bool {
    let is_marked = grid.head.iter().flatten().any(|cell| cell == "<" || cell == "^");
    if is_marked || grid.head.len() > 1 {
        return false;
    }
    let to_the_right = random.chance(50);
    for row in &mut grid.head {
        if to_the_right {
            row.insert(0, String::new());
        } else if row.first().is_some_and(String::is_empty) {
            row.remove(0);
            row.push(String::new());
        } else {
            return false;
        }
    }
    true
}

/// Lines above a table of a few letters that end as titles do.
fn titles(blocks: &[Block], at: usize) -> Vec<usize> {
    let above = (0..at).rev().take(6).take_while(|at| matches!(blocks[*at], Block::Line(_)));
    let is_title = |at: &usize| match &blocks[*at] {
        Block::Line(line) => {
            let line = line.trim_end_matches([')', '）']);
            line.chars().count() < 45 && (line.ends_with('表') || line.contains("表（"))
        }
        Block::Table(_) => false,
    };
    above.filter(is_title).collect()
}

fn untitle(blocks: &mut [Block], tables: &[usize], at: usize, random: &Random) -> bool {
    let list = if random.chance(50) { vec![at] } else { tables.to_vec() };
    let mut gone = false;
    for table in list {
        for title in titles(blocks, table) {
            blocks[title] = Block::Line(String::new());
            gone = true;
        }
    }
    gone
}

/// Takes the titles of all tables away, and their numbers unless they stay.
pub fn untitled(blocks: &mut [Block], is_numbered: bool) {
    let is_table = |at: &usize| matches!(blocks[*at], Block::Table(_));
    let tables: Vec<usize> = (0..blocks.len()).filter(is_table).collect();
    for title in tables.iter().flat_map(|at| titles(blocks, *at)).collect::<Vec<_>>() {
        let has_digit = |line: &str| line.contains(|c: char| c.is_ascii_digit());
        let stays = is_numbered && matches!(&blocks[title], Block::Line(line) if has_digit(line));
        if !stays {
            blocks[title] = Block::Line(String::new());
        }
    }
}

fn strange(grid: &mut Grid, random: &Random) -> bool {
    let heads = heads(grid);
    let is_marked = |cell: &str| cell == "<" || cell == "^";
    let heads: Vec<_> =
        heads.into_iter().filter(|(row, column)| !is_marked(&grid.head[*row][*column])).collect();
    if heads.is_empty() {
        return false;
    }
    let (row, column) = *random.pick(&heads);
    grid.head[row][column] = (*random.pick(&WORDS)).to_owned();
    true
}

/// The new column holds figures that add up to nothing.
fn insert(grid: &mut Grid, random: &Random) -> bool {
    let width = grid.body.iter().map(Vec::len).max().unwrap_or(0);
    if width < 2 || grid.head.iter().any(|row| row.len() > width) {
        return false;
    }
    let at = 1 + random.below(width);
    // no cell of the head that goes on from the left is torn
    let is_torn = |row: &Vec<String>| row.get(at).is_some_and(|cell| cell == "<");
    let begins = |row: &Vec<String>| row.get(at).is_none_or(|cell| !cell.is_empty());
    if grid.head.iter().any(is_torn) || !grid.head.first().is_some_and(begins) {
        return false;
    }
    let head = (*random.pick(&WORDS)).to_owned();
    for (level, row) in grid.head.iter_mut().enumerate() {
        let text = if level == 0 { head.clone() } else { String::new() };
        row.resize(row.len().max(at), String::new());
        row.insert(at, text);
    }
    for row in &mut grid.body {
        row.resize(row.len().max(at), word(""));
        let text = format!("{}.{:02}", random.below(900), random.below(100));
        row.insert(at, if random.chance(70) { amount(text) } else { word("") });
    }
    true
}
