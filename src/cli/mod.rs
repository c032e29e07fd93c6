//! The command line: arguments, files, standard output, exit statuses, environment. Nothing else in
//! the crate has them.
//!
//! One file per command. To add a command: a file here, a variant of `args::Command` and its arm in
//! [`main`].

mod always;
mod annotate;
mod apart_kinds;
mod args;
mod blank_form;
mod broken;
mod broken_alike;
mod browser;
mod by_column;
mod by_product;
mod check;
#[cfg(feature = "columns")]
mod column_folder;
mod complaint;
mod conditions_unmet;
mod config;
mod convert;
mod day;
mod days_unlisted;
mod diff;
mod documents;
mod done;
mod doubted;
mod dropped;
#[doc(hidden)]
pub mod embedded;
mod ending;
mod engine;
mod engine_folder;
mod engine_mistakes;
mod explain;
mod far_years;
mod file_list;
mod form_titles;
mod format_arg;
mod hold;
mod input;
mod installed;
mod lang;
mod lang_arg;
mod ledger;
mod left_open;
mod left_out;
mod list_words;
mod loaded;
#[cfg(feature = "lsp")]
mod lsp;
mod misfit;
mod nearly;
mod never_reached;
mod ocr;
mod opinion;
mod other_cell;
mod other_column;
mod other_year;
mod otherwise;
mod output;
#[cfg(feature = "formats")]
mod pack;
mod part_numbers;
mod parted;
mod place;
mod printed;
mod progress;
mod prove;
mod resume;
mod roles;
mod rows_blank;
mod rows_unseen;
mod rule_files;
mod rule_place;
mod rules;
mod rules_accept;
mod rules_args;
mod rules_carry;
mod rules_case;
mod rules_check;
mod rules_draft;
mod rules_fmt;
mod rules_guide;
mod rules_import;
mod rules_learn;
mod rules_new;
#[cfg(feature = "formats")]
mod rules_pack;
mod rules_prove;
mod rules_table;
mod rules_tried;
mod rules_try;
mod rules_upgrade;
mod rules_waivers;
mod ruleset_args;
mod run;
mod scopes;
mod sentences;
#[cfg(feature = "serve")]
mod serve;
mod status;
mod swapped;
mod tables;
mod tables_arg;
mod told;
mod turned_terms;
mod typed;
mod unseen;
mod watch;
mod words_apart;
mod words_lost;
mod writer;

use args::Command;
pub use status::Status;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    with_quiet_panics(|| {
        let args: Vec<_> = std::env::args_os().collect();
        match dropped::paths(&args) {
            Some(paths) => dropped::run(&paths),
            None => called(&args),
        }
    })
    .into()
}

fn called(args: &[OsString]) -> Status {
    let command = match typed::parse(args) {
        Ok(command) => command,
        Err(answer) => return answer.print(),
    };
    match &command {
        // this thread is the one that listens
        #[cfg(feature = "serve")]
        Command::Serve(_) => run::threads_apart(None),
        Command::Check(args) => run::threads(args.jobs),
        Command::Rules(args) => run::threads(args.jobs()),
        _ => run::threads(None),
    }
    let command = match ready(command) {
        Ok(command) => command,
        Err(status) => return status,
    };
    match command {
        Command::Check(args) if args.watch => watch::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Tables(args) => tables::run(&args),
        Command::Prove(args) => prove::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => explain::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args),
        #[cfg(feature = "lsp")]
        Command::Lsp { .. } => lsp::run(),
    }
}

/// The command with what its arguments name read in.
fn ready(mut command: Command) -> Result<Command, Status> {
    match &mut command {
        Command::Check(args) => {
            file_list::add(&mut args.given)?;
            resume::go_on(args);
            if let Some(Err(why)) = args.output.as_deref().map(place::reachable) {
                output::say(&format!("{why}\n"));
                return Err(Status::Failed);
            }
        }
        Command::Tables(args) => file_list::add(&mut args.given)?,
        Command::Prove(args) => file_list::add(&mut args.given)?,
        _ => {}
    }
    Ok(command)
}

/// What brings a reader down is said as its document's error, and nothing else of it is shown
/// unless somebody asks for the trace.
fn with_quiet_panics(run: impl FnOnce() -> Status) -> Status {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|_| {
        output::say("程序内部出错，没有结果；设置环境变量 RUST_BACKTRACE=1 再运行一次，把显示的内容和文件发给开发者\n");
        Status::Failed
    })
}
