//! The sheets of a workbook with all their cells, for who writes them anew in another format.

use super::plain_sheet::PlainSheet;
use super::{Book, holds_no_cells, ods, xls};
use crate::read::{Limits, Source};
use gouji_values::error::ReadError;
use gouji_values::vocabulary::Vocabulary;

/// The sheets of a workbook of this format: `xls` or `ods`.
pub fn plain_sheets(format: &str, bytes: &[u8]) -> Result<Vec<PlainSheet>, ReadError> {
    let (vocabulary, limits) = (Vocabulary::default(), Limits::default());
    let (vocabulary, limits) = (&vocabulary, &limits);
    let source = Source {
        name: format,
        bytes,
        vocabulary,
        limits,
        recogniser: None,
        recogniser_option: None,
    };
    let book = Book { kept: Some(Vec::new()), ..Book::new(&source) };
    let book = match format {
        "xls" => xls::fill(&source, book)?,
        "ods" => ods::fill(&source, book)?,
        _ => return Err(holds_no_cells()),
    };
    Ok(book.kept.unwrap_or_default())
}
