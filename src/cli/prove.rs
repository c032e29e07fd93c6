//! `gouji prove`: of each figure whether anything would tell, were it another one.

use super::args::ProveArgs;
use super::engine::Purpose;
use super::{Status, documents, ending, output, place, roles, run};
use gouji_report::report::understood::proof;
use std::io::Write;

/// Runs the command: 3 where a document could not be read, else 0.
pub(crate) fn run(args: &ProveArgs) -> Status {
    let (asked, path) = (args.format.clone(), args.output.as_deref());
    let format = match ending::chosen(asked, path, &["text", "json"], str::to_owned) {
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
    let plan = match run::load(&args.ruleset, &found, Purpose::Proof) {
        Ok(plan) => plan,
        Err(status) => return status,
    };
    let page = output::page(args.all, args.output.is_some());
    let is_json = format == "json";
    let mut is_any_unread = false;
    let report = |out: &mut dyn Write| {
        let (begin, break_, end) = if is_json {
            ("{\n\"schema\": \"gouji-prove/1\",\n\"documents\": [\n", ",\n", "\n]\n}\n")
        } else {
            ("", "\n", "")
        };
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
                    written = out.write_all(between.as_bytes()).and_then(|()| {
                        if is_json {
                            write!(out, "{:#}", proof::object(&outcome, args.all))
                        } else {
                            out.write_all(proof::render(&outcome, &page).as_bytes())
                        }
                    });
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
        output::say(&format!("结果已写入 {}\n", path.display()));
    }
    if written.is_err() || is_any_unread { Status::Failed } else { Status::Clean }
}
