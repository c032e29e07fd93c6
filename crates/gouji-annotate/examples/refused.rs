//! A copy of a file of plain text, which carries no notes.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_annotate::annotate::{CopyOptions, annotate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let audit = gouji_sample::document();
    let text = gouji_sample::TEXT.as_bytes();
    let Err(refusal) = annotate(&audit, None, text, CopyOptions::default()) else {
        return Err("plain text has no notes".into());
    };
    println!("{refusal:?}");
    Ok(())
}
