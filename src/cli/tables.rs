//! `gouji tables`: how documents were understood.

use super::args::TablesArgs;
use super::engine::{CoverageDetail, Purpose};
use super::tables_arg::TablesFormat;
use super::{Status, documents, ending, output, place, roles, run};
use gouji_audit::audit::DocumentOutcome;
use gouji_report::report::Options;
use gouji_report::report::understood::{facts, grids, picture, stages, tables};
use std::io::{self, Write};

/// Runs the command: 3 where a document could not be read, else 0.
pub(crate) fn run(args: &TablesArgs) -> Status {
    let path = args.output.as_deref();
    let format = match ending::chosen(args.format, path, &TablesFormat::NAMES, TablesFormat::named)
    {
        Ok(format) => format,
        Err(status) => return status,
    };
    let mut found = documents::find(&args.given.paths, args.given.together.as_deref());
    roles::part(&mut found, &args.ruleset);
    let found = found.read_as(&args.reading);
    if found.list.is_empty() {
        output::say("命令有误：--together 没有文件可合；请在前面或后面写上文件\n");
        return Status::Usage;
    }
    if format == TablesFormat::Svg && (args.stage.is_none() || found.list.len() != 1) {
        output::say("命令有误：--format svg 画一份文件的一步，要写 --stage，只写一个文件\n");
        return Status::Usage;
    }
    let wanted = match format {
        _ if args.facts => Purpose::Facts,
        _ if args.stage.is_some() => Purpose::Understanding(CoverageDetail::Cells),
        TablesFormat::Text | TablesFormat::Json => Purpose::Understanding(CoverageDetail::Rows),
        TablesFormat::Html | TablesFormat::Svg => Purpose::Understanding(CoverageDetail::Cells),
    };
    let plan = match run::load(&args.ruleset, &found, wanted) {
        Ok(plan) => plan,
        Err(status) => return status,
    };
    let page = output::page(args.all, args.output.is_some());
    let mut is_any_unread = false;
    let (begin, break_, end) = match format {
        TablesFormat::Text => (String::new(), "\n", ""),
        TablesFormat::Svg => (String::new(), "", ""),
        TablesFormat::Html if args.facts => (facts::begin(), "", grids::end()),
        TablesFormat::Html => (grids::begin(), "", grids::end()),
        TablesFormat::Json => {
            ("{\n\"schema\": \"gouji-tables/1\",\n\"documents\": [\n".to_owned(), ",\n", "\n]\n}\n")
        }
    };
    let report = |out: &mut dyn Write| {
        out.write_all(begin.as_bytes())?;
        let (mut written, mut between) = (Ok(()), "");
        run::each(
            &plan,
            &found,
            |_, _| None,
            |_, _, outcome| outcome,
            |outcome| {
                is_any_unread |= outcome.is_err();
                if written.is_ok() {
                    let between = std::mem::replace(&mut between, break_);
                    written = out
                        .write_all(between.as_bytes())
                        .and_then(|()| document((args, format), &outcome, &page, out));
                }
            },
        );
        written?;
        out.write_all(end.as_bytes())
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
    (args, format): (&TablesArgs, TablesFormat),
    outcome: &DocumentOutcome,
    page: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(stage) = args.stage {
        return match format {
            TablesFormat::Text | TablesFormat::Json => {
                out.write_all(stages::render(outcome, stage, page).as_bytes())
            }
            TablesFormat::Html | TablesFormat::Svg => picture::write(outcome, stage, out),
        };
    }
    match format {
        TablesFormat::Svg => Ok(()),
        TablesFormat::Text if args.facts => out.write_all(facts::render(outcome, page).as_bytes()),
        TablesFormat::Text => out.write_all(tables::render(outcome, page).as_bytes()),
        TablesFormat::Html if args.facts => facts::write(outcome, out),
        TablesFormat::Html => grids::write(outcome, out),
        TablesFormat::Json => write!(out, "{:#}", tables::object(outcome, args.facts)),
    }
}
