//! Tables that go on in a next one: behind 续表, （续）, or the same title once more where the numbers
//! of the rows go on. Their rows are those of one table, the head that is printed again left out.

use gouji_values::document::{Block, Cell, Document, Layout, Paragraph, Table};
use gouji_values::vocabulary::Vocabulary;

/// Lines that may stand between two pieces of a table, and lines above the first one that may be said again.
const LINES: usize = 4;
/// Rows of a head that are looked at.
const HEAD: usize = 6;
/// Longer lines are no titles.
const LONGEST: usize = 60;

/// Joins such tables.
pub(super) fn join_continued(document: &mut Document, words: &Vocabulary) {
    let mut at = 1;
    while at < document.tables.len() {
        match repeated(document, at, words) {
            Some(head) => join(document, at, head),
            None => at += 1,
        }
    }
}

/// How many rows of a table say again what the head of the table before says, where it goes on with that one.
fn repeated(document: &Document, at: usize, words: &Vocabulary) -> Option<usize> {
    let (first, next) = (document.tables.get(at.checked_sub(1)?)?, document.tables.get(at)?);
    let are_grids = first.layout == Layout::Grid && next.layout == Layout::Grid;
    if !are_grids || first.width() != next.width() {
        return None;
    }
    let between = paragraphs(document, first.block + 1..next.block)?;
    if between.is_empty() || between.len() > LINES {
        return None;
    }
    let above = first.block.saturating_sub(LINES)..first.block;
    let above: Vec<String> = document
        .blocks
        .get(above)
        .unwrap_or(&[])
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(plain(paragraph)),
            Block::Table(_) => None,
        })
        .filter(|line| !line.is_empty())
        .collect();
    let marks = words.prose.get("continued").map_or(&[][..], Vec::as_slice);
    let mut is_marked = false;
    for line in between.iter().map(|paragraph| plain(paragraph)).filter(|line| !line.is_empty()) {
        let is_said = above.contains(&line);
        let is_unit = words.unit_label.iter().any(|label| line.starts_with(label.as_str()));
        let title = marks.iter().find_map(|mark| without_mark(&line, mark));
        match title {
            Some(title) if title.is_empty() || above.iter().any(|known| known == title) => {
                is_marked = true;
            }
            _ if is_said || is_unit => {}
            _ => return None,
        }
    }
    let head = head_again(first, next);
    match (is_marked, head) {
        (true, Some(head)) => Some(head),
        (true, None) => next.rows.first().is_some_and(|row| is_of_figures(row)).then_some(0),
        (false, Some(head)) => counts_on(first, next, head).then_some(head),
        (false, None) => None,
    }
}

/// The paragraphs of a stretch of blocks; `None` where something else stands among them.
fn paragraphs(document: &Document, blocks: std::ops::Range<usize>) -> Option<Vec<&Paragraph>> {
    let of = |block: &'_ Block| match block {
        Block::Paragraph(paragraph) if !paragraph.in_contents => {
            (paragraph.text.text.chars().count() <= LONGEST).then_some(())
        }
        _ => None,
    };
    let blocks = document.blocks.get(blocks)?;
    blocks.iter().map(of).collect::<Option<Vec<()>>>()?;
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    });
    Some(paragraphs.collect())
}

fn plain(paragraph: &Paragraph) -> String {
    paragraph.text.text.split_whitespace().collect()
}

/// A line without the mark that it goes on, in brackets or not, numbered or not, at its end or its
/// beginning.
fn without_mark<'l>(line: &'l str, mark: &str) -> Option<&'l str> {
    let open = ['(', '\u{FF08}', '\u{3010}', '['];
    let close = [')', '\u{FF09}', '\u{3011}', ']'];
    let number = |c: char| c.is_ascii_digit();
    let bare = line.trim_end_matches(close).trim_end_matches(number).trim_end_matches(open);
    if let Some(title) = bare.strip_suffix(mark) {
        let title = title.trim_end_matches(number);
        let is_bracketed = title.ends_with(open);
        // a mark of one letter may be the end of a word
        let is_word = title.is_empty() || is_bracketed || mark.chars().count() > 1;
        return is_word.then(|| title.trim_end_matches(open));
    }
    let begun = line.trim_start_matches(open).strip_prefix(mark)?;
    let title = begun.trim_start_matches(number).trim_start_matches(close);
    (mark.chars().count() > 1).then(|| title.trim_start_matches([':', '\u{FF1A}']))
}

/// How many rows at the start of a table are the first ones of the table before.
fn head_again(first: &Table, next: &Table) -> Option<usize> {
    let is_same = |(own, other): &(&Vec<Cell>, &Vec<Cell>)| {
        let cells = |row: &[Cell]| -> Vec<(String, u32, u32)> {
            let text = |cell: &Cell| cell.text.text.split_whitespace().collect();
            row.iter().map(|cell| (text(cell), cell.column, cell.columns)).collect()
        };
        cells(own) == cells(other)
    };
    let count = first.rows.iter().zip(&next.rows).take(HEAD).take_while(is_same).count();
    let is_head = |row: &Vec<Cell>| filled(row) >= 2 && !is_of_figures(row);
    let head = next.rows.iter().take(count);
    (count < next.rows.len() && head.clone().any(is_head)).then_some(count)
}

fn filled(row: &[Cell]) -> usize {
    row.iter().filter(|cell| !cell.text.text.trim().is_empty()).count()
}

/// Whether a row has words or numbers and figures.
fn is_of_figures(row: &[Cell]) -> bool {
    let has_digit = |cell: &Cell| cell.text.text.chars().any(|c| c.is_ascii_digit());
    filled(row) >= 2 && row.iter().any(has_digit)
}

/// Whether the numbers in the first column go on where those of the table before end.
fn counts_on(first: &Table, next: &Table, head: usize) -> bool {
    let number =
        |row: &Vec<Cell>| row.first().and_then(|cell| cell.text.text.trim().parse::<u32>().ok());
    let (last, begins) = (first.rows.last().and_then(number), next.rows.get(head).and_then(number));
    last.zip(begins).is_some_and(|(last, begins)| last >= 1 && begins == last + 1)
}

/// Moves the rows of a table to the one before; the lines between both are gone.
fn join(document: &mut Document, at: usize, head: usize) {
    let next = document.tables.remove(at);
    let Some(first) = at.checked_sub(1).and_then(|before| document.tables.get_mut(before)) else {
        return;
    };
    let (block, gone) = (first.block, next.block - first.block);
    let by = u32::try_from(first.rows.len()).unwrap_or(u32::MAX);
    let skipped = u32::try_from(head).unwrap_or(0);
    let mut rows = std::mem::take(&mut first.rows);
    rows.extend(next.rows.into_iter().skip(head).map(|row| {
        let moved = |cell: Cell| Cell { row: cell.row + by - skipped, ..cell };
        row.into_iter().map(moved).collect()
    }));
    *first = Table::new(rows, block, Layout::Grid);
    document.blocks.drain(block + 1..=block + gone);
    for table in document.tables.iter_mut().skip(at) {
        table.block -= gone;
    }
    for block in document.blocks.iter_mut().skip(block + 1) {
        if let Block::Table(number) = block {
            *number -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read};
    use gouji_rules::ruleset::Rulebook;

    #[test]
    fn tables_that_go_on_are_one() {
        let words = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let rows = |between: &str| {
            let head = "姓名 | 亩数 | 补贴金额\n";
            let text = format!(
                "补贴发放清册\n单位：元\n{head}张一 | 3 | 300.00\n李二 | 5 | 500.00\n\n{between}{head}王三 | 4 | 400.00\n合计 | 12 | 1200.00\n"
            );
            let read = read("a.txt", text.as_bytes(), &words, &Limits::default()).unwrap();
            read.tables.iter().map(|table| table.rows.len()).collect::<Vec<_>>()
        };
        for between in [
            "补贴发放清册（续）\n",
            "续表\n",
            "补贴发放清册续表2\n单位：元\n",
            "续表：补贴发放清册\n",
        ] {
            assert_eq!(rows(between), [5], "{between}");
        }
        for between in ["水稻补贴发放清册（续）\n", "补贴发放清册\n单位：元\n", "续聘人员\n"]
        {
            assert_eq!(rows(between), [3, 3], "{between}");
        }
    }
}
