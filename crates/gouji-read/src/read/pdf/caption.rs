//! Lines that are no row of a table: sentences, titles, years, units, notes.

use super::words::PdfLine;
use crate::read::page::Page;

/// Marks of a sentence, or a label with its text: a caption's line.
pub(super) fn is_prose(text: &str) -> bool {
    text.contains(['，', '。', '；', '：', ':'])
}

/// A form's title, a year, a unit or a note.
pub(super) fn is_caption(line: &PdfLine, words: &Page<'_>) -> bool {
    let text = line.plain();
    let alone = line.pieces.len() == 1 && (words.is_form_title(&text) || words.is_year_line(&text));
    alone || words.names_unit(&text) || words.is_note(&text)
}
