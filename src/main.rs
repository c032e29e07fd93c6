//! The binary: everything it does is in [`gouji::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    gouji::cli::main()
}
