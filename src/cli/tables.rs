//! `gouji tables`: how documents were understood.

use super::args::{TablesArgs, TablesFormat};
use super::{Status, documents, output, run};
use crate::report::{grids, tables};

/// Runs the command: 3 where a document could not be read, else 0.
pub fn run(args: &TablesArgs) -> Status {
    let found = documents::find(&args.paths, args.together.as_deref());
    if found.list.is_empty() {
        output::say("命令有误：--together 没有文件可合；请在前面或后面写上文件\n");
        return Status::Usage;
    }
    let audit = match run::load(&args.ruleset, &found, true) {
        Ok(plan) => run::audit(&plan, &found),
        Err(status) => return status,
    };
    let page = output::page(args.all, args.output.is_some());
    let text = match args.format {
        TablesFormat::Text => tables::render(&audit, &page),
        TablesFormat::Html => grids::render(&audit),
    };
    let written = match &args.output {
        None => output::print(text.as_bytes()),
        Some(path) => output::write_file(path, text.as_bytes()).map_err(|why| output::say(&format!("{why}\n"))),
    };
    if written.is_err() || audit.documents.iter().any(Result::is_err) { Status::Failed } else { Status::Clean }
}
