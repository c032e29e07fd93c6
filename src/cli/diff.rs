//! `gouji diff`: two versions of a document.

use super::args::{DiffArgs, DiffFormat};
use super::engine::Purpose;
use super::{Status, day, documents, ending, output, place, run};
use gouji_audit::audit::{DocumentAudit, Severity};
use gouji_report::report::Imprint;
use gouji_report::report::versions::{VersionsReport, json, page, text};
use gouji_report::versions::Versions;
use std::path::Path;

impl DiffFormat {
    /// The names of all.
    pub(crate) const NAMES: &[&str] = if cfg!(feature = "formats") {
        &["text", "html", "docx", "json"]
    } else {
        &["text", "html", "json"]
    };

    /// By its name.
    #[must_use]
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "html" => Self::Html,
            "json" => Self::Json,
            #[cfg(feature = "formats")]
            "docx" => Self::Docx,
            _ => Self::Text,
        }
    }
}

/// Runs the command: 1 where an error stands in the new version, 3 where one could not be read.
pub(crate) fn run(args: &DiffArgs) -> Status {
    let path = args.output.as_deref();
    let format = match ending::chosen(args.format, path, DiffFormat::NAMES, DiffFormat::named) {
        Ok(format) => format,
        Err(status) => return status,
    };
    let (old, new) = match (version(args, &args.old), version(args, &args.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(status), _) | (_, Err(status)) => return status,
    };
    let versions = Versions::of(&old, &new);
    let date = Some(args.date.clone().unwrap_or_else(day::today));
    let imprint = Imprint { date, ..Imprint::default() }.of(&new);
    let report = VersionsReport { old: &old, new: &new, versions: &versions, imprint: &imprint };
    let made = match format {
        DiffFormat::Text => text(&report, &output::page(false, args.output.is_some())).into_bytes(),
        DiffFormat::Html => page(&report),
        #[cfg(feature = "formats")]
        DiffFormat::Docx => {
            gouji_papers::opinion::docx(&[gouji_papers::opinion::Opinion::of_versions(&report)])
        }
        DiffFormat::Json => json(&report).into_bytes(),
    };
    let written = match &args.output {
        None => output::print(&made),
        Some(path) => {
            let inputs = [args.old.as_path(), args.new.as_path()];
            let is_input = inputs.iter().any(|input| super::ledger::is_same(input, path));
            let written = if is_input {
                Err(format!("{} 是要对照的文件，不能写在它上面；请换一个名称", path.display()))
            } else {
                place::free([path.as_path()])
                    .and_then(|()| place::make(path, false))
                    .and_then(|()| output::write_file(path, &made))
            };
            match written {
                Ok(()) => {
                    output::say(&format!("结果已写入 {}\n", path.display()));
                    Ok(())
                }
                Err(why) => {
                    output::say(&format!("{why}\n"));
                    Err(())
                }
            }
        }
    };
    let has_error = new.findings.iter().any(|finding| {
        let mut checks = finding.checks.iter().filter_map(|at| new.checks.get(*at));
        finding.waiver.is_none() && checks.any(|check| check.severity == Severity::Error)
    });
    match (written, has_error) {
        (Err(()), _) => Status::Failed,
        (_, true) => Status::Findings,
        (_, false) => Status::Clean,
    }
}

/// A version, audited, with the cells of its tables.
fn version(args: &DiffArgs, path: &Path) -> Result<DocumentAudit, Status> {
    if path.is_dir() {
        output::say(&format!(
            "命令有误：{} 是文件夹；gouji diff 一次对照两份文件，请写明是哪一份\n",
            path.display()
        ));
        return Err(Status::Usage);
    }
    let found = documents::find(&[path.to_path_buf()], None).read_as(&args.reading);
    let plan = run::load(&args.ruleset, &found, Purpose::Cells)?;
    let audit = run::audit(&plan, &found);
    match audit.documents.into_iter().next() {
        Some(Ok(document)) => Ok(document),
        Some(Err(unreadable)) => {
            output::say(&format!("未能审核 {}：{}\n", unreadable.path, unreadable.message));
            Err(Status::Failed)
        }
        None => {
            output::say(&format!("{} 里没有可以对照的文件\n", path.display()));
            Err(Status::Failed)
        }
    }
}
