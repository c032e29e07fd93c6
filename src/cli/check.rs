//! `gouji check`: audit documents and write the report.

use super::annotate::Copies;
use super::args::{CheckArgs, FailOn, RulesetArgs};
use super::config::{self, Finder};
use super::documents::GivenDocument;
use super::done::{DocumentWork, Done, PendingReport, RunSoFar};
use super::engine::{self, LoadedRules, Purpose};
use super::ledger::{self, LedgerRun};
use super::opinion::Opinions;
use super::resume::RunRecord;
use super::writer::ReportWriter;
use super::{Status, blank_form, day, documents, ending, lang, output, progress, run, told};
use gouji_audit::audit::Choice;
use gouji_report::report::totals::RunTotals;
use gouji_report::report::units::UnitList;
use gouji_report::report::{Format, Imprint, terminal};
use gouji_values::lang::Lang;

/// Runs the command.
pub(crate) fn run(args: &CheckArgs) -> Status {
    let found = ledger::find(args);
    if found.list.is_empty() {
        output::say("命令有误：--together 没有文件可合；请在前面或后面写上文件\n");
        return Status::Usage;
    }
    // Ctrl-C may come while the rules are read
    if found.list.len() > 1
        || args.output.is_some()
        || args.ledger.is_some()
        || args.annotate.is_some()
        || args.opinion.is_some()
    {
        progress::watch_for_interrupt();
    }
    let plan = match run::load(&args.ruleset, &found, purpose(args)) {
        Ok(plan) => match ready(args, plan) {
            Ok(plan) => plan,
            Err(status) => return status,
        },
        Err(status) => {
            if args.ruleset.names_folders() && !args.without_broken_rules {
                output::say("加 --without-broken-rules：不用有错的那一层，先按其余的规则审核\n");
            }
            return status;
        }
    };
    let status = once(args, &plan, &found);
    // the program ends: what it read of the rules need not be taken apart (3 million instructions)
    std::mem::forget(plan);
    status
}

/// The rules of a run with what else it needs before the first document: the blank form. What is read
/// on a screen names no digests but with `--all`: those who are to find a file again keep the report
/// in a file.
pub(crate) fn ready(args: &CheckArgs, mut plan: run::Plan) -> Result<run::Plan, Status> {
    blank_form::take(args, &mut plan)?;
    let options = options(args, &plan);
    if let Some(status) = lang::refused(args, &options) {
        return Err(status);
    }
    let is_seen = options.format.is_for_the_screen() && options.output.is_none() && !args.all;
    if is_seen && args.opinion.is_none() {
        plan.leave_out_digests();
    }
    Ok(plan)
}

/// The options of a run: of the command line, else of a `gouji.toml`.
fn options(args: &CheckArgs, plan: &run::Plan) -> config::RunOptions {
    let named = (args.format, args.lang);
    config::options(args.fail_on, named, args.output.as_ref(), &plan.configs)
}

/// Columns have all that was read, too.
pub(crate) fn purpose(args: &CheckArgs) -> Purpose {
    match args.format {
        #[cfg(feature = "columns")]
        Some(format) if format == Format::PARQUET => Purpose::Columns,
        _ if args.prove => Purpose::Proof,
        _ => Purpose::Audit,
    }
}

/// Audits documents once and writes the report, document by document.
pub(crate) fn once(args: &CheckArgs, plan: &run::Plan, found: &documents::Documents) -> Status {
    audited(args, plan, found).unwrap_or_else(|status| status)
}

/// The same; what ends it before the first document is an error.
fn audited(
    args: &CheckArgs,
    plan: &run::Plan,
    found: &documents::Documents,
) -> Result<Status, Status> {
    let options = options(args, plan);
    if let Some(status) = refused_target(args, &options, found) {
        return Err(status);
    }
    #[cfg(feature = "columns")]
    if options.format == Format::PARQUET && options.output.is_none() {
        output::say("命令有误：parquet 写到文件夹，请加 -o 文件夹\n");
        return Err(Status::Usage);
    }
    let follow_up = LedgerRun::read(args, || plan.vocabulary())?;
    let page = page(args, plan, &options);
    let copies = Copies::new(args, found, &page)?;
    let opinions = Opinions::new(args, found, &page)?;
    let names = names(found);
    let mut writer = ReportWriter::new(&options, &page, &names).map_err(failed)?;
    let mut record = record(args, plan, &options, &page, writer.files(&names)).map_err(failed)?;
    let before = record.as_ref().map_or(0, RunRecord::len);
    let is_recorded = record.is_some();
    let record_lock = std::sync::RwLock::new(&mut record);
    let known = |index: usize, beside: &[(String, usize)]| {
        let record = record_lock.read().ok()?;
        let kept = record.as_ref()?.kept(index, found, beside)?;
        Some(Done::kept(names.get(index)?.clone(), kept))
    };
    if before > 0 {
        output::say(&format!("接着上次审核：共 {} 份文件，已有 {before} 份的结果\n", names.len()));
    }
    let work = DocumentWork {
        plan,
        found,
        options: &options,
        page: &page,
        choice: Choice { only: args.only.clone(), without: args.without.clone() },
        follow_up: &follow_up,
        copies: copies.as_ref(),
        opinions: opinions.as_ref(),
        whole: writer.is_folder(),
        alone: found.list.len() == 1 && !is_recorded,
        is_recorded,
    };
    let make = |at, beside: &[(String, usize)], outcome| work.done(at, beside, outcome);
    let mut made = RunSoFar::default();
    let complete = run::each(plan, found, known, make, |done| {
        match done.report {
            PendingReport::Made(report) => {
                let is_written = writer.document(&done.path, &report);
                if let Some(entry) = done.entry.filter(|_| is_written)
                    && let Ok(mut record) = record_lock.write()
                    && let Some(record) = record.as_mut()
                {
                    record.add(entry, &report);
                }
            }
            PendingReport::There => writer.kept(&done.path),
            PendingReport::Open(outcome) => writer.outcome(&outcome, &page),
        }
        made.add(done.path, done.opinion, (done.totals, done.piece, done.written), done.doubts);
    });
    if !complete {
        return Ok(broken_off(made.totals, found, writer, &page, is_recorded));
    }
    let RunSoFar { mut totals, doubts, pieces, written, papers } = made;
    if found.skipped > 0 {
        output::say(&format!("文件夹中另有 {} 个文件不是可以审核的格式，已略过\n", found.skipped));
    }
    // which scripts of rules went wrong; the other rules were checked all the same
    RunSoFar::say(doubts);
    totals.units = follow_up.units(&pieces);
    let missing = totals.units.as_ref().is_some_and(UnitList::is_any_missing);
    let (ended, files) = writer.end(&totals, &page);
    if let Some(record) = record.filter(|_| ended.is_ok()) {
        record.end();
    }
    if let Some(files) = &files {
        output::say(&told::closing(files, options.format, &totals));
    }
    statistics(args, &options, &totals);
    // a reader of the report on the screen has seen the units there
    if let Some(units) =
        totals.units.as_ref().filter(|_| !options.format.is_for_the_screen() || files.is_some())
    {
        output::say(&units.text(output::error_page().width, Lang::Chinese));
    }
    // a report that could not be written is no reason to lose the ledger
    let followed = follow_up.write(pieces);
    let copied = copies.as_ref().is_none_or(|copies| copies.end(&written));
    let signed = opinions.map_or(Ok(()), |opinions| opinions.write(papers, &totals));
    Ok(match ended.and(followed).and(signed).and(if copied { Ok(()) } else { Err(()) }) {
        Ok(()) if missing || plan.left_out().next().is_some() => Status::Failed,
        Ok(()) => status(&totals, options.fail_on),
        Err(()) => Status::Failed,
    })
}

/// Says how many findings each rule gave, where no report on the screen does.
fn statistics(args: &CheckArgs, options: &config::RunOptions, totals: &RunTotals) {
    let has_them = [Format::TEXT, Format::MARKDOWN, Format::JSON].contains(&options.format);
    if args.statistics && (options.output.is_some() || !has_them) {
        output::say(&terminal::statistics(totals, &output::error_page()));
    }
}

/// Says why something failed.
fn failed(why: impl std::fmt::Display) -> Status {
    output::say(&format!("{why}\n"));
    Status::Failed
}

/// Why a run does not begin: what it would write is one of the documents.
fn refused_target(
    args: &CheckArgs,
    options: &config::RunOptions,
    found: &documents::Documents,
) -> Option<Status> {
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    if args.format.is_none()
        && options.format == Format::TEXT
        && let Err(why) = ending::format(args.output.as_deref(), &names)
    {
        output::say(&format!("{why}；问题台账写 --ledger 台账.xlsx，审核意见书写 --opinion\n"));
        return Some(Status::Usage);
    }
    let output = options.output.as_ref();
    output
        .and_then(|output| refused(found, output, args.ledger.as_deref()))
        .or_else(|| refused(found, args.ledger.as_deref()?, args.expected.as_deref()))
        .or_else(|| refused(found, args.opinion.as_deref()?, args.opinion_template.as_deref()))
}

/// How the report is written, and what stands at its foot.
fn page(
    args: &CheckArgs,
    plan: &run::Plan,
    options: &config::RunOptions,
) -> gouji_report::report::Options {
    let date = Some(args.date.clone().unwrap_or_else(day::today));
    gouji_report::report::Options {
        lang: options.lang,
        brief: args.brief,
        statistics: args.statistics,
        imprint: Imprint { date, ruleset_digest: plan.digest(), ..Imprint::default() },
        ..output::page(args.all, options.output.is_some())
    }
}

/// What the documents are called, those that could not be opened among them.
fn names(found: &documents::Documents) -> Vec<String> {
    found
        .list
        .iter()
        .map(|given| given.as_ref().map_or_else(|bad| bad.path.clone(), GivenDocument::name))
        .collect()
}

/// Says how far a run came that was broken off, and ends its report.
fn broken_off(
    mut totals: RunTotals,
    found: &documents::Documents,
    writer: ReportWriter<'_>,
    page: &gouji_report::report::Options,
    is_recorded: bool,
) -> Status {
    totals.left = found.list.len() - totals.summary.documents.min(found.list.len());
    output::say(&format!(
        "已中断：共 {} 份文件，审核了 {} 份\n",
        found.list.len(),
        totals.summary.documents
    ));
    writer.break_off(&totals, page);
    if is_recorded {
        output::say("进度已记下：再运行同样的命令，从断处接着审核\n");
    }
    Status::BrokenOff
}

/// The record of a run that may go on after it was killed.
fn record(
    args: &CheckArgs,
    plan: &run::Plan,
    options: &config::RunOptions,
    page: &gouji_report::report::Options,
    files: Vec<std::path::PathBuf>,
) -> Result<Option<RunRecord>, String> {
    let Some(target) = args.output.as_deref().filter(|_| args.resume) else { return Ok(None) };
    let work = [
        env!("CARGO_PKG_VERSION").to_owned(),
        plan.digest(),
        plan.form_digest(),
        options.format.name().to_owned(),
        format!("{:?}", (&args.ruleset, &args.reading, &args.only, &args.without)),
        format!("{:?}", (page.lang, page.all, page.brief, page.statistics, page.width)),
    ];
    let date = page.imprint.date.as_deref().unwrap_or_default();
    RunRecord::open(target, &work, date, files).map(Some)
}

/// A file that is to be written must be none that is read.
fn refused(
    found: &documents::Documents,
    file: &std::path::Path,
    other: Option<&std::path::Path>,
) -> Option<Status> {
    let read = found
        .list
        .iter()
        .flatten()
        .flat_map(GivenDocument::paths)
        .map(std::path::PathBuf::as_path)
        .chain(other);
    if !read.into_iter().any(|path| ledger::is_same(path, file)) {
        return None;
    }
    output::say(&format!("命令有误：结果文件 {} 就是要读取的文件；请换一个名字\n", file.display()));
    Some(Status::Usage)
}

/// Loads the rules for a command without documents: a `gouji.toml` counts from the current folder
/// up. Mistakes are said.
pub(crate) fn load(args: &RulesetArgs) -> Result<LoadedRules, Status> {
    load_rules(args, false)
}

/// Loads the rules, with the cases of the built-in ones where they are to be shown.
pub(crate) fn load_rules(args: &RulesetArgs, with_cases: bool) -> Result<LoadedRules, Status> {
    load_as(args, |request| engine::RulesetRequest { with_cases, ..request })
}

/// Loads the rules, asked for as `how` says.
pub(crate) fn load_as(
    args: &RulesetArgs,
    how: impl FnOnce(engine::RulesetRequest) -> engine::RulesetRequest,
) -> Result<LoadedRules, Status> {
    let mut finder = Finder::default();
    let found = finder.above(std::path::Path::new("."));
    if !finder.mistakes.is_empty() {
        output::say(&terminal::mistakes(&finder.mistakes, &output::error_page()));
        return Err(Status::Usage);
    }
    match engine::load(&how(config::request(args, found.as_deref(), false))) {
        Ok(engine) => {
            if !engine.warnings().is_empty() {
                output::say(&terminal::mistakes(engine.warnings(), &output::error_page()));
            }
            Ok(engine)
        }
        Err(list) => {
            output::say(&terminal::mistakes(&list, &output::error_page()));
            Err(Status::Usage)
        }
    }
}

/// What the run ends with.
pub(crate) fn status(totals: &RunTotals, fail_on: FailOn) -> Status {
    if totals.summary.documents == 0 || totals.not_judged > 0 || totals.is_incomplete() {
        return Status::Failed;
    }
    match fail_on {
        FailOn::At(severity) if totals.worst.is_some_and(|worst| worst >= severity) => {
            Status::Findings
        }
        _ => Status::Clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_audit::audit::{DocumentAudit, Severity, Unreadable, Verdict};
    use gouji_sample as sample;
    use gouji_values::error::UnreadableCode;

    fn audit(change: impl Fn(&mut DocumentAudit)) -> RunTotals {
        let mut document = sample::document();
        change(&mut document);
        RunTotals::of(&Ok(document))
    }

    #[test]
    fn statuses_follow_the_contract() {
        let error = FailOn::At(Severity::Error);
        assert_eq!(status(&audit(|_| {}), error), Status::Findings);
        assert_eq!(status(&audit(|_| {}), FailOn::Never), Status::Clean);
        let mild = audit(|document| {
            document.findings.retain(|f| document.checks[f.checks[0]].severity < Severity::Error);
        });
        assert_eq!(status(&mild, error), Status::Clean);
        assert_eq!(status(&mild, FailOn::At(Severity::Warning)), Status::Findings);
        let waived = audit(|document| {
            document.findings.iter_mut().for_each(|f| f.waiver = Some("已说明".into()))
        });
        assert_eq!(status(&waived, error), Status::Clean);
        let nothing =
            audit(|document| document.checks.retain(|check| check.verdict == Verdict::Unchecked));
        assert_eq!(status(&nothing, FailOn::Never), Status::Failed);
        let failed = audit(|document| {
            document.findings.clear();
            document
                .rules
                .iter_mut()
                .take(1)
                .for_each(|rule| rule.status = gouji_audit::audit::RuleStatus::Failed);
        });
        assert_eq!(status(&failed, FailOn::Never), Status::Failed);
        let mut broken = audit(|_| {});
        broken.add(RunTotals::of(&Err(Unreadable::new("a", UnreadableCode::Damaged, "b"))));
        assert_eq!(status(&broken, error), Status::Failed);
    }
}
