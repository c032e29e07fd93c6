//! A number as it is printed, and what it may have been before it was rounded.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_values::number::{Units, cell_number, scan_number};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let number = cell_number("（1,353.15）", &Units::default()).ok_or("no number")?;
    assert_eq!((number.value.to_string().as_str(), number.decimals), ("-1353.15", 2));
    let text = "353.15万元";
    let found = scan_number(text, &Units::default()).ok_or("no number")?;
    println!("{}", text.get(..found.digits_len).ok_or("no digits")?);
    Ok(())
}
