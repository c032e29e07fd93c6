//! One audit in each format that is text.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_report::report::{Format, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let audit = gouji_sample::run();
    for name in ["csv", "markdown", "junit"] {
        let format = Format::find(name).ok_or("no such format")?;
        println!("{}", String::from_utf8(format.render(&audit, &Options::default()))?);
    }
    Ok(())
}
