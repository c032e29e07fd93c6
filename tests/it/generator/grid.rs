//! Documents as blocks that are printed in several formats: plain text, web pages, workbooks.

use super::random::Random;

/// A cell of the body of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub text: String,
    /// An amount that the document states, no code and no number of a column.
    pub is_amount: bool,
}

/// A cell of words.
pub fn word(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), is_amount: false }
}

/// A cell of an amount.
pub fn amount(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), is_amount: true }
}

/// A table; in its header `<` goes on from the left and `^` from above.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    pub head: Vec<Vec<String>>,
    pub body: Vec<Vec<Cell>>,
}

/// A piece of a document.
#[derive(Clone, Debug)]
pub enum Block {
    Line(String),
    Table(Grid),
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Bars,
    Tabs,
    Html,
    #[cfg(feature = "formats")]
    Xlsx,
}

impl Format {
    /// Any of them, text most often.
    pub fn any(random: &Random) -> Self {
        #[cfg(feature = "formats")]
        let all = [Self::Bars, Self::Bars, Self::Tabs, Self::Html, Self::Xlsx];
        #[cfg(not(feature = "formats"))]
        let all = [Self::Bars, Self::Bars, Self::Tabs];
        *random.pick(&all)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Bars | Self::Tabs => "document.txt",
            Self::Html => "document.html",
            #[cfg(feature = "formats")]
            Self::Xlsx => "document.xlsx",
        }
    }

    /// The bytes of a document.
    pub fn print(self, blocks: &[Block]) -> Vec<u8> {
        match self {
            Self::Bars => text(blocks, " | ").into_bytes(),
            Self::Tabs => text(blocks, "\t").into_bytes(),
            Self::Html => page(blocks).into_bytes(),
            #[cfg(feature = "formats")]
            Self::Xlsx => workbook(blocks),
        }
    }
}

fn is_mark(cell: &str) -> bool {
    matches!(cell, "<" | "^")
}

fn text(blocks: &[Block], between: &str) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Line(line) => out.push_str(&format!("{line}\n\n")),
            Block::Table(grid) => {
                for row in &grid.head {
                    // a merged cell is printed once
                    let cells: Vec<&str> =
                        row.iter().map(|cell| if is_mark(cell) { "" } else { cell }).collect();
                    out.push_str(&format!("{}\n", cells.join(between)));
                }
                for row in &grid.body {
                    let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                    out.push_str(&format!("{}\n", cells.join(between)));
                }
                out.push('\n');
            }
        }
    }
    out
}

/// Cells of a header with how far they go across and down.
fn merged(head: &[Vec<String>]) -> Vec<Vec<Option<(usize, usize)>>> {
    let at = |row: usize, column: usize| {
        head.get(row).and_then(|row| row.get(column)).map_or("", String::as_str)
    };
    (0..head.len())
        .map(|row| {
            (0..head[row].len())
                .map(|column| {
                    if is_mark(at(row, column)) {
                        return None;
                    }
                    let across = (1..).take_while(|more| at(row, column + more) == "<").count();
                    let down = (1..).take_while(|more| at(row + more, column) == "^").count();
                    Some((1 + across, 1 + down))
                })
                .collect()
        })
        .collect()
}

fn page(blocks: &[Block]) -> String {
    let mut out = "<html><head><meta charset=\"utf-8\"></head><body>\n".to_owned();
    for block in blocks {
        match block {
            Block::Line(line) => out.push_str(&format!("<p>{line}</p>\n")),
            Block::Table(grid) => {
                out.push_str("<table>\n");
                for (cells, spans) in grid.head.iter().zip(merged(&grid.head)) {
                    out.push_str("<tr>");
                    for (cell, span) in cells.iter().zip(spans) {
                        if let Some((across, down)) = span {
                            out.push_str(&format!(
                                "<td colspan=\"{across}\" rowspan=\"{down}\">{cell}</td>"
                            ));
                        }
                    }
                    out.push_str("</tr>\n");
                }
                for row in &grid.body {
                    out.push_str("<tr>");
                    for cell in row {
                        out.push_str(&format!("<td>{}</td>", cell.text));
                    }
                    out.push_str("</tr>\n");
                }
                out.push_str("</table>\n");
            }
        }
    }
    out + "</body></html>\n"
}

/// `C12`.
#[cfg(feature = "formats")]
fn address(row: usize, column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + at as u8);
    let column = match column {
        0..=25 => letter(column).to_string(),
        _ => format!("{}{}", letter(column / 26 - 1), letter(column % 26)),
    };
    format!("{column}{row}")
}

/// A sheet for each table with the lines before it; what stands behind the last one is a sheet too.
#[cfg(feature = "formats")]
fn workbook(blocks: &[Block]) -> Vec<u8> {
    use crate::workbook::{number, text, xlsx};
    let mut sheets: Vec<(String, String, String)> = Vec::new();
    let (mut rows, mut merges, mut row) = (String::new(), String::new(), 1);
    let mut end = |rows: &mut String, merges: &mut String, row: &mut usize| {
        let xml = if merges.is_empty() {
            format!("<sheetData>{rows}</sheetData>")
        } else {
            format!("<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>")
        };
        sheets.push((format!("表{}", sheets.len() + 1), String::new(), xml));
        (*rows, *merges, *row) = (String::new(), String::new(), 1);
    };
    for block in blocks {
        match block {
            Block::Line(line) => {
                rows.push_str(&format!("<row r=\"{row}\">{}</row>", text(&address(row, 0), line)));
                row += 1;
            }
            Block::Table(grid) => {
                for (cells, spans) in grid.head.iter().zip(merged(&grid.head)) {
                    let mut xml = String::new();
                    for (column, (cell, span)) in cells.iter().zip(spans).enumerate() {
                        let Some((across, down)) = span else { continue };
                        xml.push_str(&text(&address(row, column), cell));
                        if across * down > 1 {
                            let last = address(row + down - 1, column + across - 1);
                            let first = address(row, column);
                            merges.push_str(&format!("<mergeCell ref=\"{first}:{last}\"/>"));
                        }
                    }
                    rows.push_str(&format!("<row r=\"{row}\">{xml}</row>"));
                    row += 1;
                }
                for cells in &grid.body {
                    let mut xml = String::new();
                    for (column, cell) in cells.iter().enumerate() {
                        let plain = cell.text.replace(',', "");
                        let decimals = plain.split_once('.').map_or(0, |(_, end)| end.len());
                        let at = address(row, column);
                        if cell.text.is_empty() {
                            continue;
                        }
                        let is_number = cell.is_amount && plain.parse::<f64>().is_ok();
                        xml.push_str(&match decimals {
                            2 if is_number => {
                                number(&at, 1 + usize::from(cell.text.contains(',')), &plain)
                            }
                            0 if is_number && !cell.text.contains(',') => number(&at, 0, &plain),
                            _ => text(&at, &cell.text),
                        });
                    }
                    rows.push_str(&format!("<row r=\"{row}\">{xml}</row>"));
                    row += 1;
                }
                end(&mut rows, &mut merges, &mut row);
            }
        }
    }
    if !rows.is_empty() {
        end(&mut rows, &mut merges, &mut row);
    }
    let sheets: Vec<(&str, &str, String)> = sheets
        .iter()
        .map(|(name, more, xml)| (name.as_str(), more.as_str(), xml.clone()))
        .collect();
    xlsx(&sheets)
}

/// A document in which an amount has another leading digit.
pub struct Planted {
    pub blocks: Vec<Block>,
    pub old: String,
    pub new: String,
    /// For people: the lines above the table, the row, the number of the column.
    pub place: String,
}

/// Whether another leading digit is more than rounding makes of a sum: digits stand behind it.
fn can_be_told(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).skip_while(|digit| *digit == '0');
    digits.count() > 1
}

/// Changes a leading digit.
pub fn plant(blocks: &[Block], random: &Random) -> Option<Planted> {
    let mut spots = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Table(grid) = block else { continue };
        for (row, cells) in grid.body.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                if cell.is_amount && can_be_told(&cell.text) {
                    spots.push((at, row, column));
                }
            }
        }
    }
    if spots.is_empty() {
        return None;
    }
    let &(at, row, column) = random.pick(&spots);
    let mut blocks = blocks.to_vec();
    let title = blocks[..at].iter().rev().map_while(|block| match block {
        Block::Line(line) => Some(line.as_str()),
        Block::Table(_) => None,
    });
    let title: Vec<&str> = title.take(3).collect();
    let title = title.join(" < ");
    let Block::Table(grid) = &mut blocks[at] else { return None };
    let cell = &mut grid.body[row][column];
    let old = cell.text.clone();
    let first = old.find(|c: char| c.is_ascii_digit() && c != '0')?;
    let digit = old.as_bytes()[first] - b'0';
    let other = (digit - 1 + 1 + random.below(8) as u8) % 9 + 1;
    cell.text.replace_range(first..=first, &other.to_string());
    let new = cell.text.clone();
    let words = grid.body[row].iter().find(|cell| !cell.is_amount && !cell.text.is_empty());
    let row = words.map_or("", |cell| cell.text.as_str());
    let place = format!("{title} {row} {column}");
    Some(Planted { blocks, old, new, place })
}
