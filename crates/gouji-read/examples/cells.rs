//! The tables of a text, cell by cell.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_read::read::{Limits, read};
use gouji_values::vocabulary::Vocabulary;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = "花木表\n\n园子 | 合计 | 乔木\n东园 | 9.00 | 6.00\n";
    let document = read("花木.txt", text.as_bytes(), &Vocabulary::default(), &Limits::default())?;
    for cell in document.tables.iter().flat_map(|table| &table.rows).flatten() {
        let place = document.locator.position(&document.text, cell.span.start);
        println!("{}:{} {}", place.line, place.column, document.slice(cell.span));
    }
    assert_eq!(document.tables.len(), 1);
    Ok(())
}
