//! All codes with the words that people read.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_audit::say::catalogue;

fn main() {
    for room in catalogue() {
        println!("{}", room.title);
        for code in room.codes {
            println!("  {}  {}", code.id, code.words);
        }
    }
}
