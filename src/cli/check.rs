//! `gouji check`: audit documents and write the report.

use super::args::{CheckArgs, FailOn, RulesetArgs};
use super::config::{self, Finder, RunOptions};
use super::engine::{self, Engine};
use super::{Status, documents, output, run, watch};
use crate::audit::{Audit, DocumentAudit, Verdict};
use crate::report::terminal::mistakes;

/// Runs the command.
pub fn run(args: &CheckArgs) -> Status {
    if args.watch {
        return watch::run(args);
    }
    let found = documents::find(&args.paths);
    let plan = match run::load(&args.ruleset, &found) {
        Ok(plan) => plan,
        Err(status) => return status,
    };
    let Once { status, audit } = once(args, &plan, found);
    // the process ends here: the system takes the memory back quicker than piece by piece
    std::mem::forget((plan, audit));
    status
}

/// An audit and how it ended.
#[derive(Debug)]
pub struct Once {
    /// How the run ends.
    pub status: Status,
    /// All that was found.
    pub audit: Audit,
}

/// Audits documents once and writes the report.
pub fn once(args: &CheckArgs, plan: &run::Plan, found: documents::Documents) -> Once {
    let options = config::options(args.fail_on, args.format, args.output.as_ref(), &plan.configs);
    if let Some(output) = &options.output {
        if found.list.iter().flatten().any(|path| is_same_file(path, output)) {
            output::say(&format!("命令有误：结果文件 {} 就是要审核的文件；请换一个名字\n", output.display()));
            return Once { status: Status::Usage, audit: Audit::default() };
        }
        // a folder that gouji.toml names is made
        if args.output.is_none() && output.extension().is_none() && !output.exists() {
            let _ = std::fs::create_dir_all(output);
        }
    }
    let skipped = found.skipped;
    let audit = run::audit(plan, found);
    if skipped > 0 {
        output::say(&format!("文件夹中另有 {skipped} 个文件不是可以审核的格式，已略过\n"));
    }
    scripts(&audit);
    let status = match write(args.all, &options, &audit) {
        Ok(()) => status(&audit, options.fail_on),
        Err(()) => Status::Failed,
    };
    Once { status, audit }
}

/// Says which scripts of rules went wrong, each mistake once; the other rules were checked all the same.
fn scripts(audit: &Audit) {
    let mut list = Vec::new();
    for mistake in audit.documents.iter().flatten().flat_map(|document| &document.mistakes) {
        if !list.contains(mistake) {
            list.push(mistake.clone());
        }
    }
    if !list.is_empty() {
        output::say(&mistakes(&list, &output::error_page()));
    }
}

/// Loads the rules for a command without documents: a `gouji.toml` counts from the current folder up. Mistakes are said.
pub fn load(args: &RulesetArgs) -> Result<Engine, Status> {
    load_rules(args, false)
}

/// Loads the rules, with the cases of the built-in ones where they are to be shown.
pub fn load_rules(args: &RulesetArgs, with_cases: bool) -> Result<Engine, Status> {
    let mut finder = Finder::default();
    let found = finder.above(std::path::Path::new("."));
    if !finder.mistakes.is_empty() {
        output::say(&mistakes(&finder.mistakes, &output::error_page()));
        return Err(Status::Usage);
    }
    match engine::load(&config::request(args, found.as_deref(), with_cases)) {
        Ok(engine) => {
            if !engine.warnings().is_empty() {
                output::say(&mistakes(engine.warnings(), &output::error_page()));
            }
            Ok(engine)
        }
        Err(list) => {
            output::say(&mistakes(&list, &output::error_page()));
            Err(Status::Usage)
        }
    }
}

fn is_same_file(a: &std::path::Path, b: &std::path::Path) -> bool {
    match (std::fs::canonicalize(a), std::fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b && a.is_file(),
        _ => false,
    }
}

fn write(all: bool, options: &RunOptions, audit: &Audit) -> Result<(), ()> {
    let page = output::page(all, options.output.is_some());
    let Some(target) = &options.output else {
        return output::print(&options.format.render(audit, &page));
    };
    let mut done = Ok(());
    let mut save = |path: &std::path::Path, audit: &Audit| {
        if let Err(why) = output::write_file(path, &options.format.render(audit, &page)) {
            output::say(&format!("{why}\n"));
            done = Err(());
        }
    };
    if target.is_dir() {
        let mut names = output::FileNames::default();
        for outcome in &audit.documents {
            let path = outcome
                .as_ref()
                .map_or_else(|unreadable| &unreadable.path, |document| &document.path);
            let single = Audit {
                documents: vec![outcome.clone()],
                ruleset_digest: audit.ruleset_digest.clone(),
            };
            save(&names.next(target, path, options.format.extension()), &single);
        }
    } else {
        save(target, audit);
    }
    done
}

/// What the run ends with.
fn status(audit: &Audit, fail_on: FailOn) -> Status {
    let judged = |document: &DocumentAudit| document.checks.iter().any(|check| check.verdict != Verdict::Unchecked);
    if audit.documents.is_empty() || audit.documents.iter().any(|outcome| !outcome.as_ref().is_ok_and(judged)) {
        return Status::Failed;
    }
    match fail_on {
        FailOn::At(severity) if audit.worst().is_some_and(|worst| worst >= severity) => Status::Findings,
        _ => Status::Clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Severity, Unreadable};
    use crate::report::sample;

    fn audit(change: impl Fn(&mut DocumentAudit)) -> Audit {
        let mut document = sample::document();
        change(&mut document);
        Audit {
            documents: vec![Ok(document)],
            ruleset_digest: String::new(),
        }
    }

    #[test]
    fn statuses_follow_the_contract() {
        let error = FailOn::At(Severity::Error);
        assert_eq!(status(&audit(|_| {}), error), Status::Findings);
        assert_eq!(status(&audit(|_| {}), FailOn::Never), Status::Clean);
        let mild = audit(|document| {
            document
                .findings
                .retain(|f| document.checks[f.checks[0]].severity < Severity::Error);
        });
        assert_eq!(status(&mild, error), Status::Clean);
        assert_eq!(status(&mild, FailOn::At(Severity::Warning)), Status::Findings);
        let waived = audit(|document| document.findings.iter_mut().for_each(|f| f.waiver = Some("已说明".into())));
        assert_eq!(status(&waived, error), Status::Clean);
        let nothing = audit(|document| document.checks.retain(|check| check.verdict == Verdict::Unchecked));
        assert_eq!(status(&nothing, FailOn::Never), Status::Failed);
        let mut broken = audit(|_| {});
        broken.documents.push(Err(Unreadable {
            path: "a".into(),
            message: "b".into(),
        }));
        assert_eq!(status(&broken, error), Status::Failed);
    }
}
