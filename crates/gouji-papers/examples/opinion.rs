//! The paper to sign, as a page.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_papers::opinion::{Opinion, html};
use gouji_report::report::Imprint;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let imprint = Imprint { date: Some("2026-11-23".to_owned()), ..Imprint::default() };
    let opinion = Opinion::of(&Ok(gouji_sample::document()), &imprint);
    let page = html(&[opinion]);
    println!("{page}");
    assert!(page.contains("353.15"));
    Ok(())
}
