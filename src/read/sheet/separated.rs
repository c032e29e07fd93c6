//! Values parted by commas, semicolons or tabs, in any encoding that text is read in.

use super::Book;
use super::grid::{SheetCell, SheetGrid, Stored};
use crate::document::Document;
use crate::error::ReadError;
use crate::read::{Reader, Source, encoding, sniff};

/// By the name: the content of such a file is plain text.
pub(in crate::read) const SEPARATED: Reader = Reader { extensions: &["csv", "tsv"], is, read };

fn is(source: &Source<'_>) -> bool {
    source.is_named(&["csv", "tsv"]) && sniff::unsupported(source.bytes).is_none()
}

/// What parts the values, the usual first.
const SEPARATORS: &[char] = &[',', '\t', ';', '|'];
/// Records that are looked at to find out which it is.
const SAMPLE: usize = 300;

fn read(source: &Source<'_>) -> Result<Document, ReadError> {
    let decoded = encoding::decode(source.bytes)?;
    let text = decoded.text.trim_start_matches('\u{FEFF}');
    // a line of Excel's own that names the separator
    let named = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("sep="))
        .and_then(|sign| sign.chars().next());
    let separator = named.unwrap_or_else(|| separator(text));
    let mut grid = SheetGrid::default();
    for (row, record) in
        (Records { rest: text, separator }).enumerate().skip(usize::from(named.is_some()))
    {
        for (column, value) in
            record.into_iter().enumerate().filter(|(_, value)| !value.trim().is_empty())
        {
            if grid.cells.len() >= source.limits.cells {
                return Err(super::too_many_cells(source));
            }
            let (row, column) =
                (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
            // `="0201"` keeps a program from taking the code for a number
            let shown = value
                .strip_prefix("=\"")
                .and_then(|value| value.strip_suffix('"'))
                .map_or(value.clone(), str::to_owned);
            grid.cells.push(SheetCell {
                row,
                column,
                shown: shown.into(),
                stored: Stored::Text,
                formula: None,
                is_faithful: true,
            });
        }
    }
    let mut book = Book::new(source);
    for notice in decoded.notices {
        // its place is one of the file's text, not of the table
        book.assembly.notice(notice.code, notice.message, None);
    }
    book.add(grid)?;
    book.finish("csv", &decoded.encoding)
}

/// The sign that parts most records into several values.
fn separator(text: &str) -> char {
    let score = |separator: &char| {
        let counts: Vec<usize> = Records { rest: text, separator: *separator }
            .take(SAMPLE)
            .map(|record| record.len())
            .collect();
        (counts.iter().filter(|count| **count > 1).count(), counts.iter().sum::<usize>())
    };
    SEPARATORS.iter().rev().max_by_key(|separator| score(separator)).copied().unwrap_or(',')
}

/// The records of a text; a value in quotation marks may hold line ends.
struct Records<'a> {
    rest: &'a str,
    separator: char,
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let (mut record, mut value, mut quoted) = (Vec::new(), String::new(), false);
        let mut chars = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' if quoted => {
                    if chars.next_if(|(_, next)| *next == '"').is_some() {
                        value.push('"');
                    } else {
                        quoted = false;
                    }
                }
                '"' if value.trim().is_empty() => {
                    value.clear();
                    quoted = true;
                }
                _ if quoted => value.push(c),
                _ if c == self.separator => record.push(std::mem::take(&mut value)),
                '\n' | '\r' => {
                    let both = c == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some();
                    end = at + 1 + usize::from(both);
                    break;
                }
                _ => value.push(c),
            }
        }
        record.push(value);
        self.rest = self.rest.get(end..).unwrap_or("");
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&[&str]]) {
        let records: Vec<Vec<String>> =
            Records { rest: text, separator: separator(text) }.collect();
        assert_eq!(records, expected, "{text:?}");
    }

    #[test]
    fn records_and_their_separators() {
        check("甲,乙\r\n1,2\r\n", &[&["甲", "乙"], &["1", "2"]]);
        check("甲\t乙\n1,000\t2,000\n", &[&["甲", "乙"], &["1,000", "2,000"]]);
        check("甲;乙\r1,5;2,5", &[&["甲", "乙"], &["1,5", "2,5"]]);
        check(
            "表题\n\n甲,\"1,000\n\"\"元\"\"\",\n丙\n",
            &[&["表题"], &[""], &["甲", "1,000\n\"元\"", ""], &["丙"]],
        );
        check("他说\"好\",5英寸\"\n", &[&["他说\"好\"", "5英寸\""]]);
        check("", &[]);
    }

    #[test]
    fn an_open_quotation_ends_with_the_text() {
        check("甲,\"乙\n丙,丁", &[&["甲", "乙\n丙,丁"]]);
    }
}
