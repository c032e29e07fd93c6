//! Values parted by commas, semicolons or tabs, in any encoding that text is read in.

use super::Book;
use super::grid::{SheetCell, SheetGrid, Stored};
use crate::read::{Reader, Source, encoding, sniff};
use gouji_values::document::Document;
use gouji_values::error::ReadError;
use std::borrow::Cow;

/// By the name: the content of such a file is plain text.
pub(in crate::read) const SEPARATED: Reader = Reader { extensions: &["csv", "tsv"], is, read };

fn is(source: &Source<'_>) -> bool {
    source.is_named(&["csv", "tsv"]) && sniff::unsupported(source.bytes).is_none()
}

/// What parts the values, the usual first.
const SEPARATORS: &[char] = &[',', '\t', ';', '|'];
/// Records that are looked at to find out which it is.
const SAMPLE: usize = 300;
/// And bytes of them.
const SAMPLE_BYTES: usize = 1 << 20;

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
    let mut values = Values::of(text, separator);
    while let Some((row, column, value)) = values.next() {
        if value.trim().is_empty() || row < usize::from(named.is_some()) {
            continue;
        }
        if grid.cells.len() >= source.limits.cells {
            return Err(super::too_many_cells(source));
        }
        let (row, column) =
            (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
        // `="0201"` keeps a program from taking the code for a number
        let code = value.strip_prefix("=\"").and_then(|value| value.strip_suffix('"'));
        let shown = code.map(str::to_owned).map_or(value, Cow::Owned);
        grid.cells.push(SheetCell {
            row,
            column,
            shown,
            stored: Stored::Text,
            formula: None,
            is_faithful: true,
        });
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
    let text = text.get(..text.floor_char_boundary(SAMPLE_BYTES)).unwrap_or(text);
    let score = |separator: &char| {
        let mut values = Values::of(text, *separator);
        let (mut parted, mut all) = (0, 0);
        while let Some((_, column, _)) = values.next().filter(|(row, ..)| *row < SAMPLE) {
            all += 1;
            parted += usize::from(column == 1);
        }
        (parted, all)
    };
    SEPARATORS.iter().rev().max_by_key(|separator| score(separator)).copied().unwrap_or(',')
}

/// The values of the records of a text, one after the other, as a record may be all of it. One in
/// quotation marks may hold line ends.
struct Values<'a> {
    rest: &'a str,
    separator: char,
    /// The record and the place in it that come next.
    place: (usize, usize),
}

impl<'a> Values<'a> {
    fn of(text: &'a str, separator: char) -> Self {
        Self { rest: text, separator, place: (0, 0) }
    }

    /// The next value, with the number of its record and its place there.
    fn next(&mut self) -> Option<(usize, usize, Cow<'a, str>)> {
        let (row, column) = self.place;
        // behind a separator stands a value, though it may be nothing
        if self.rest.is_empty() && column == 0 {
            return None;
        }
        let is_end = |c: char| c == self.separator || matches!(c, '\n' | '\r');
        let first = self.rest.chars().find(|c| *c == '"' || is_end(*c) || !c.is_whitespace());
        let (value, end) = if first == Some('"') {
            self.quoted()
        } else {
            let end = self.rest.find(is_end).unwrap_or(self.rest.len());
            (Cow::Borrowed(self.rest.get(..end).unwrap_or("")), end)
        };
        let rest = self.rest.get(end..).unwrap_or("");
        let behind = rest.strip_prefix(self.separator);
        self.place = if behind.is_some() { (row, column + 1) } else { (row + 1, 0) };
        self.rest = behind.unwrap_or_else(|| {
            let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']));
            line.unwrap_or(rest)
        });
        Some((row, column, value))
    }

    /// A value with quotation marks, and where it ends.
    fn quoted(&self) -> (Cow<'a, str>, usize) {
        let (mut value, mut quoted) = (String::new(), false);
        let mut chars = self.rest.char_indices().peekable();
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
                _ if c == self.separator || matches!(c, '\n' | '\r') => {
                    return (Cow::Owned(value), at);
                }
                _ => value.push(c),
            }
        }
        (Cow::Owned(value), self.rest.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&[&str]]) {
        let mut values = Values::of(text, separator(text));
        let mut records: Vec<Vec<String>> = Vec::new();
        while let Some((row, _, value)) = values.next() {
            records.resize(row + 1, Vec::new());
            records[row].push(value.into_owned());
        }
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
