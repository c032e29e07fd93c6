//! `gouji tables`: how documents were understood.

use super::args::{TablesArgs, TablesFormat};
use super::engine::Detail;
use super::{Status, documents, output, place, run};
use crate::audit::Outcome;
use crate::report::{Options, grids, tables};
use std::io::{self, Write};

/// Runs the command: 3 where a document could not be read, else 0.
pub fn run(args: &TablesArgs) -> Status {
    let found = documents::find(&args.paths, args.together.as_deref());
    if found.list.is_empty() {
        output::say("命令有误：--together 没有文件可合；请在前面或后面写上文件\n");
        return Status::Usage;
    }
    let detail = match args.format {
        TablesFormat::Text => Detail::Rows,
        TablesFormat::Html => Detail::Cells,
    };
    let plan = match run::load(&args.ruleset, &found, Some(detail)) {
        Ok(plan) => plan,
        Err(status) => return status,
    };
    let page = output::page(args.all, args.output.is_some());
    let mut is_any_unread = false;
    let is_page = args.format == TablesFormat::Html;
    let report = |out: &mut dyn Write| {
        out.write_all(if is_page { grids::begin() } else { String::new() }.as_bytes())?;
        let (mut written, mut between) = (Ok(()), "");
        run::each(
            &plan,
            &found,
            |_, outcome| outcome,
            |outcome| {
                is_any_unread |= outcome.is_err();
                if written.is_ok() {
                    let between = std::mem::replace(&mut between, if is_page { "" } else { "\n" });
                    written = out
                        .write_all(between.as_bytes())
                        .and_then(|()| document(args.format, &outcome, &page, out));
                }
            },
        );
        written?;
        out.write_all(if is_page { grids::end() } else { "" }.as_bytes())
    };
    let written = match &args.output {
        None => output::print_made(report),
        Some(path) => {
            let made = place::free([path.as_path()]).and_then(|()| place::make(path, false));
            made.and_then(|()| output::write_made(path, report))
                .map_err(|why| output::say(&format!("{why}\n")))
        }
    };
    if let (Ok(()), Some(path)) = (&written, &args.output) {
        let unread = if is_any_unread { "；有文件未能读取，见结果" } else { "" };
        output::say(&format!("结果已写入 {}{unread}\n", path.display()));
    }
    if written.is_err() || is_any_unread { Status::Failed } else { Status::Clean }
}

fn document(
    format: TablesFormat,
    outcome: &Outcome,
    page: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        TablesFormat::Text => out.write_all(tables::render(outcome, page).as_bytes()),
        TablesFormat::Html => grids::write(outcome, out),
    }
}
