//! All codes with the words that people read.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use gouji_audit::say::catalogue;
use gouji_values::lang::Lang;

fn main() {
    for room in catalogue() {
        println!("{}", room.title.of(Lang::English));
        for code in room.codes {
            println!("  {}  {}", code.id, code.words.of(Lang::English));
        }
    }
}
