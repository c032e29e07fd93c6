//! `gouji check --watch`: audits again when a document, a rule file or a `gouji.toml` was saved;
//! `gouji rules test --watch`: runs the cases again when a rule file was.

use super::args::CheckArgs;
use super::check;
use super::config::Finder;
use super::run::{self, Plan};
use super::{Status, documents, ledger, output};
use gouji_report::report::terminal::mistakes;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long nothing may happen before the audit: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(15);

/// Something that watches, and what it will tell; where there is none that is said.
fn watcher() -> Option<(RecommendedWatcher, Receiver<Event>)> {
    let (sender, events) = channel();
    let made = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if let Ok(event) = event {
            let _ = sender.send(event);
        }
    });
    match made {
        Ok(watcher) => Some((watcher, events)),
        Err(error) => {
            output::say(&format!("不能监视文件：{error}\n"));
            None
        }
    }
}

/// Does something with the rules of a folder, and again each time when one of its files was saved.
pub(crate) fn rules(folder: &Path, mut run: impl FnMut() -> Status) -> Status {
    let Some((mut watcher, events)) = watcher() else { return Status::Failed };
    if let Err(error) = watcher.watch(folder, RecursiveMode::Recursive) {
        output::say(&format!("不能监视 {}：{error}\n", folder.display()));
        return Status::Failed;
    }
    // bases of cases are text files
    let matters = |path: &Path| {
        let is_hidden =
            path.file_name().is_none_or(|name| name.to_string_lossy().starts_with(['.', '~']));
        let is_base = path.extension().is_some_and(|extension| extension == "txt");
        !is_hidden && (is_rules(path) || is_base)
    };
    run();
    loop {
        output::say("正在监视规则文件，保存后重新运行；按 Ctrl+C 结束\n");
        let Some(saved) = next(&events, &matters) else { return Status::Failed };
        saved_again(&saved, "重新运行");
        run();
    }
}

/// Says what was saved, on a screen of its own.
fn saved_again(paths: &BTreeSet<PathBuf>, what: &str) {
    let names: Vec<String> = paths
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let clear = if std::io::stdout().is_terminal() { "\u{1b}[2J\u{1b}[H" } else { "\n" };
    let head = format!("{clear}—— {} 已保存，{what} ——\n\n", names.join("、"));
    let _ = output::print(head.as_bytes());
}

/// Runs the command until it is interrupted.
pub(crate) fn run(args: &CheckArgs) -> Status {
    let Some((mut watcher, events)) = watcher() else { return Status::Failed };
    let mut watched = BTreeSet::new();
    let mut plan = None;
    let mut changed: Option<BTreeSet<PathBuf>> = None;
    loop {
        if let Some(paths) = &changed {
            saved_again(paths, "重新审核");
        }
        plan = audit(
            args,
            plan.filter(|_| {
                !changed.as_ref().is_some_and(|paths| paths.iter().any(|path| is_rules(path)))
            }),
        );
        watch(&mut watcher, &mut watched, args, plan.as_ref());
        output::say("正在监视文件和规则，保存后重新审核；按 Ctrl+C 结束\n");
        match next(&events, &|path| matters(path, args)) {
            Some(paths) => changed = Some(paths),
            None => return Status::Failed,
        }
    }
}

/// One audit, with the rules of the last one where they did not change. Gives the rules, if they
/// are right.
fn audit(args: &CheckArgs, plan: Option<Plan>) -> Option<Plan> {
    let found = ledger::find(args);
    let plan = match plan.filter(|plan| plan.fits(&found)) {
        Some(plan) => plan,
        None => match run::plan(&args.ruleset, &found, check::purpose(args)) {
            Ok(plan) => check::ready(args, plan).ok()?,
            Err(list) => {
                output::say(&mistakes(&list, &output::error_page()));
                return None;
            }
        },
    };
    check::once(args, &plan, &found);
    Some(plan)
}

/// Watches the folders of documents, rules and `gouji.toml` files; a folder rather than a file,
/// since editors replace files.
fn watch(
    watcher: &mut RecommendedWatcher,
    watched: &mut BTreeSet<PathBuf>,
    args: &CheckArgs,
    plan: Option<&Plan>,
) {
    let mut folders: Vec<(PathBuf, RecursiveMode)> = Vec::new();
    let mut finder = Finder::default();
    for path in args.given.all_paths() {
        let is_folder = path.is_dir();
        let folder = if is_folder { path.clone() } else { parent(path) };
        folders.push((
            folder,
            if is_folder { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive },
        ));
        if let Some(found) = finder.above(path) {
            folders.push((parent(&found.path()), RecursiveMode::NonRecursive));
        }
    }
    let rules =
        args.ruleset.extra.iter().cloned().chain(args.ruleset.ruleset.iter().map(PathBuf::from));
    let rules =
        rules.chain(plan.map(Plan::folders).unwrap_or_default()).filter(|path| path.is_dir());
    folders.extend(rules.map(|path| (path, RecursiveMode::Recursive)));
    for (folder, mode) in folders {
        if watched.insert(folder.clone())
            && let Err(error) = watcher.watch(&folder, mode)
        {
            output::say(&format!("不能监视 {}：{error}\n", folder.display()));
        }
    }
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The files that were saved next; `None` where nothing is watched any more.
fn next(events: &Receiver<Event>, matters: &dyn Fn(&Path) -> bool) -> Option<BTreeSet<PathBuf>> {
    let mut saved = BTreeSet::new();
    loop {
        let event = if saved.is_empty() {
            events.recv().ok()?
        } else {
            match events.recv_timeout(QUIET) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => return Some(saved),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        };
        if matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_))
        {
            saved.extend(event.paths.into_iter().filter(|path| matters(path)));
        }
    }
}

fn is_rules(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml" || extension == "rhai")
}

/// A rule file, or one of the documents; never a report of ours or a temporary file.
fn matters(path: &Path, args: &CheckArgs) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else {
        return false;
    };
    let is_ours = |file: &PathBuf| file.file_name() == path.file_name();
    let is_report = args.output.iter().chain(&args.ledger).chain(&args.opinion).any(is_ours);
    if name.starts_with('.') || name.starts_with("~$") || name.contains(".gouji.") || is_report {
        return false;
    }
    let is_named = || args.given.all_paths().any(|own| own.file_name() == path.file_name());
    let is_below =
        || args.given.all_paths().any(|own| own.is_dir()) && documents::is_document(path);
    is_rules(path) || is_named() || is_below()
}
