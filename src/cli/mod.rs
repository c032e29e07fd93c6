//! The command line: arguments, files, standard output, exit statuses, environment. Nothing else in
//! the crate has them.
//!
//! One file per command. To add a command: a file here, a variant of `args::Command` and its arm in
//! [`main`].

mod annotate;
mod args;
mod browser;
mod check;
mod complaint;
mod config;
mod convert;
mod day;
mod diff;
mod documents;
mod dropped;
mod engine;
mod explain;
mod input;
mod ledger;
mod loaded;
mod ocr;
mod opinion;
mod output;
mod place;
mod progress;
mod roles;
mod rule_files;
mod rules;
mod rules_check;
mod rules_draft;
mod rules_import;
mod rules_new;
mod run;
#[cfg(feature = "serve")]
mod serve;
mod status;
mod tables;
mod told;
mod typed;
mod watch;
mod writer;

use args::Command;
pub use status::Status;
use std::process::ExitCode;

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    with_quiet_panics(called)
}

fn called() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    if let Some(paths) = dropped::paths(&args) {
        return dropped::run(&paths).into();
    }
    let command = match typed::parse(&args) {
        Ok(command) => command,
        Err(answer) => return answer.print(),
    };
    match &command {
        // this thread is the one that listens
        #[cfg(feature = "serve")]
        Command::Serve(_) => run::threads_apart(),
        Command::Check(args) => run::threads(args.jobs),
        _ => run::threads(None),
    }
    let status = match command {
        Command::Check(args) if args.watch => watch::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Tables(args) => tables::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => explain::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args),
    };
    status.into()
}

/// What brings a reader down is said as its document's error, and nothing else of it is shown
/// unless somebody asks for the trace.
fn with_quiet_panics(run: impl FnOnce() -> ExitCode) -> ExitCode {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|_| {
        output::say("程序内部出错，没有结果；设置环境变量 RUST_BACKTRACE=1 再运行一次，把显示的内容和文件发给开发者\n");
        Status::Failed.into()
    })
}
