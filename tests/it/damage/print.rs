//! Blocks as files, damaged as it was wanted.

use super::harm::Printed;
use crate::generator::grid::{Block, Cell, Grid};

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Tabs,
    Bars,
    Markdown,
    #[cfg(feature = "formats")]
    Xlsx,
    #[cfg(feature = "formats")]
    Docx,
}

#[cfg(feature = "formats")]
pub const FORMATS: [Format; 5] =
    [Format::Tabs, Format::Bars, Format::Markdown, Format::Xlsx, Format::Docx];
#[cfg(not(feature = "formats"))]
pub const FORMATS: [Format; 3] = [Format::Tabs, Format::Bars, Format::Markdown];

impl Format {
    pub fn name(self) -> &'static str {
        match self {
            Self::Tabs | Self::Bars => "document.txt",
            Self::Markdown => "document.md",
            #[cfg(feature = "formats")]
            Self::Xlsx => "document.xlsx",
            #[cfg(feature = "formats")]
            Self::Docx => "document.docx",
        }
    }

    pub fn print(self, blocks: &[Block], printed: &Printed) -> Vec<u8> {
        match self {
            Self::Tabs => text(blocks, printed, &|grid, out| rows(grid, "\t", out)).into_bytes(),
            Self::Bars => text(blocks, printed, &|grid, out| rows(grid, " | ", out)).into_bytes(),
            Self::Markdown => text(blocks, printed, &markdown).into_bytes(),
            #[cfg(feature = "formats")]
            Self::Xlsx => packed::workbook(blocks, printed),
            #[cfg(feature = "formats")]
            Self::Docx => packed::document(blocks),
        }
    }
}

/// A merged cell is printed once.
fn shown(text: &str) -> &str {
    if matches!(text, "<" | "^") { "" } else { text }
}

/// Rows of a table as lines; those of its head first.
fn lines(grid: &Grid) -> Vec<Vec<&str>> {
    let head = grid.head.iter().map(|row| row.iter().map(|cell| shown(cell)).collect());
    let body = grid.body.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect());
    head.chain(body).collect()
}

fn rows(grid: &Grid, between: &str, out: &mut Vec<String>) {
    out.extend(lines(grid).iter().map(|row| row.join(between)));
}

fn markdown(grid: &Grid, out: &mut Vec<String>) {
    let rows = lines(grid);
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<&str> =
            (0..width).map(|column| row.get(column).copied().unwrap_or("")).collect();
        out.push(format!("| {} |", cells.join(" | ")));
        if at == 0 {
            out.push(format!("|{}", " --- |".repeat(width)));
        }
    }
}

fn text(blocks: &[Block], printed: &Printed, table: &dyn Fn(&Grid, &mut Vec<String>)) -> String {
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Line(line) => out.push_str(&format!("{line}\n")),
            Block::Table(grid) => {
                let mut rows = Vec::new();
                table(grid, &mut rows);
                let body = rows.len() - grid.body.len();
                for (number, row) in rows.iter().enumerate() {
                    if number >= body && printed.pages.contains(&(at, number - body)) {
                        out.push('\u{C}');
                    }
                    out.push_str(&format!("{row}\n"));
                }
            }
        }
        // two tables stay apart
        let tables = blocks
            .get(at..at + 2)
            .is_some_and(|two| two.iter().all(|block| matches!(block, Block::Table(_))));
        if tables || !printed.tight.contains(&at) {
            out.push('\n');
        }
        if printed.loose.contains(&at) {
            out.push_str("\n\n");
        }
    }
    out
}

/// The number that a cell holds.
fn number(cell: &Cell) -> Option<(String, usize)> {
    let plain = cell.text.replace(',', "");
    let decimals = plain.split_once('.').map_or(0, |(_, end)| end.len());
    (cell.is_amount && plain.parse::<f64>().is_ok()).then_some((plain, decimals))
}

#[cfg(feature = "formats")]
mod packed {
    use super::{Block, Grid, Printed, number, shown};
    use crate::workbook::{package, text, xlsx};

    /// `C12`.
    fn address(row: usize, column: usize) -> String {
        let letter = |at: usize| char::from(b'A' + u8::try_from(at).unwrap());
        match column {
            0..=25 => format!("{}{row}", letter(column)),
            _ => format!("{}{}{row}", letter(column / 26 - 1), letter(column % 26)),
        }
    }

    fn escaped(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }

    /// The head of a table as cells with how far they go across and down.
    fn head(grid: &Grid) -> Vec<Vec<(usize, String, usize, usize)>> {
        let at = |row: usize, column: usize| {
            grid.head.get(row).and_then(|row| row.get(column)).map_or("", String::as_str)
        };
        let rows = 0..grid.head.len();
        rows.map(|row| {
            let columns = 0..grid.head[row].len();
            let begins = columns.filter(|column| !matches!(at(row, *column), "<" | "^"));
            begins
                .map(|column| {
                    let across = (1..).take_while(|more| at(row, column + more) == "<").count();
                    let down = (1..).take_while(|more| at(row + more, column) == "^").count();
                    (column, shown(at(row, column)).to_owned(), 1 + across, 1 + down)
                })
                .collect()
        })
        .collect()
    }

    /// A sheet for each table with the lines before it.
    pub fn workbook(blocks: &[Block], printed: &Printed) -> Vec<u8> {
        let mut sheets: Vec<(String, String)> = Vec::new();
        let (mut rows, mut merges, mut row, mut name) =
            (String::new(), String::new(), 1, String::new());
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Line(line) => {
                    if line.ends_with('表') {
                        name.clone_from(line);
                    }
                    let cell = text(&address(row, 0), &escaped(line));
                    rows.push_str(&format!("<row r=\"{row}\">{cell}</row>"));
                    row += 1;
                }
                Block::Table(grid) => {
                    write(grid, &mut row, &mut rows, &mut merges);
                }
            }
            if matches!(block, Block::Table(_)) || at + 1 == blocks.len() {
                let merged = if merges.is_empty() {
                    String::new()
                } else {
                    format!("<mergeCells>{merges}</mergeCells>")
                };
                let number = sheets.len() + 1;
                let called = if printed.is_renamed || name.is_empty() {
                    format!("Sheet{number}")
                } else {
                    format!("{}{number}", name.chars().take(25).collect::<String>())
                };
                sheets.push((escaped(&called), format!("<sheetData>{rows}</sheetData>{merged}")));
                (rows, merges, row, name) = (String::new(), String::new(), 1, String::new());
            }
        }
        let sheets: Vec<(&str, &str, String)> =
            sheets.iter().map(|(name, xml)| (name.as_str(), "", xml.clone())).collect();
        xlsx(&sheets)
    }

    fn write(grid: &Grid, row: &mut usize, rows: &mut String, merges: &mut String) {
        for cells in head(grid) {
            let mut xml = String::new();
            for (column, cell, across, down) in cells {
                if cell.is_empty() {
                    continue;
                }
                xml.push_str(&text(&address(*row, column), &escaped(&cell)));
                if across * down > 1 {
                    let last = address(*row + down - 1, column + across - 1);
                    let first = address(*row, column);
                    merges.push_str(&format!("<mergeCell ref=\"{first}:{last}\"/>"));
                }
            }
            rows.push_str(&format!("<row r=\"{row}\">{xml}</row>"));
            *row += 1;
        }
        for cells in &grid.body {
            let mut xml = String::new();
            for (column, cell) in cells.iter().enumerate() {
                let at = address(*row, column);
                match number(cell) {
                    _ if cell.text.is_empty() => {}
                    Some((plain, 2)) => xml.push_str(&crate::workbook::number(&at, 1, &plain)),
                    _ => xml.push_str(&text(&at, &escaped(&cell.text))),
                }
            }
            rows.push_str(&format!("<row r=\"{row}\">{xml}</row>"));
            *row += 1;
        }
    }

    /// A document of paragraphs and tables.
    pub fn document(blocks: &[Block]) -> Vec<u8> {
        let mut body = String::new();
        let paragraph = |text: &str| {
            format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(text))
        };
        for block in blocks {
            match block {
                Block::Line(line) => body.push_str(&paragraph(line)),
                Block::Table(grid) => {
                    let mut table = String::new();
                    // which cell of a head goes down is told by the format itself
                    for cells in &grid.head {
                        let mut xml = String::new();
                        let mut at = 0;
                        while at < cells.len() {
                            let across =
                                cells[at + 1..].iter().take_while(|cell| *cell == "<").count();
                            let down = if cells[at] == "^" {
                                "<w:vMerge/>"
                            } else {
                                "<w:vMerge w:val=\"restart\"/>"
                            };
                            xml.push_str(&format!(
                                "<w:tc><w:tcPr><w:gridSpan w:val=\"{}\"/>{down}</w:tcPr>{}</w:tc>",
                                across + 1,
                                paragraph(shown(&cells[at]))
                            ));
                            at += across + 1;
                        }
                        table.push_str(&format!("<w:tr>{xml}</w:tr>"));
                    }
                    for cells in &grid.body {
                        let cell =
                            |cell: &super::Cell| format!("<w:tc>{}</w:tc>", paragraph(&cell.text));
                        let cells: String = cells.iter().map(cell).collect();
                        table.push_str(&format!("<w:tr>{cells}</w:tr>"));
                    }
                    body.push_str(&format!("<w:tbl>{table}</w:tbl>"));
                }
            }
        }
        let names = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        package(&[
            (
                "_rels/.rels",
                &format!(
                    "<Relationships><Relationship Id=\"r1\" Type=\"{kind}/officeDocument\" \
                     Target=\"word/document.xml\"/></Relationships>"
                ),
            ),
            (
                "word/document.xml",
                &format!("<w:document {names}><w:body>{body}</w:body></w:document>"),
            ),
        ])
    }
}
