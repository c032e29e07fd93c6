//! gouji inside another program, such as the Python module: the same rules, readers and settings as
//! the command line, without its arguments, output and exit status.

use super::args::{ReadingArgs, RulesetArgs};
use super::config::{self, Finder};
pub use super::day::today;
use super::documents::{self, Documents, GivenDocument};
use super::engine::{self, LoadedRules, Purpose, RulesetRequest};
use super::loaded::Loaded;
use super::{called, with_quiet_panics};
use gouji_audit::audit::{DocumentOutcome, Unreadable};
use gouji_checks::coverage::CoverageDetail;
use gouji_rules::ruleset::RuleListing;
use gouji_values::error::{RuleMistake, UnreadableCode};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

/// Runs the program on these arguments, the first one its name.
#[must_use]
pub fn run(args: &[OsString]) -> u8 {
    with_quiet_panics(|| called(args)).number()
}

/// Which rules apply: what `-r`, `--rules`, `--kind` and `--year` say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesAsked {
    /// A built-in ruleset, or a folder.
    pub ruleset: Option<String>,
    /// Folders on top.
    pub rules: Vec<PathBuf>,
    /// Kind of documents.
    pub kind: Option<String>,
    /// Year.
    pub year: Option<i32>,
}

/// A document that is to be audited.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Bytes under a name.
    Bytes(String, Vec<u8>),
}

impl Source {
    /// As reports call it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Bytes(name, _) => name.clone(),
        }
    }
}

/// Rules, compiled and kept.
#[derive(Debug)]
pub struct Auditor {
    request: RulesetRequest,
    rules: LoadedRules,
    columns: OnceLock<Option<LoadedRules>>,
    rows: OnceLock<Option<LoadedRules>>,
}

/// What an engine was compiled of; it changes with its folders and with the day.
type Known = (RulesAsked, Option<PathBuf>, String, Vec<(PathBuf, Option<SystemTime>, u64)>);

/// How many engines are kept.
const KEPT: usize = 8;

static ENGINES: Mutex<Vec<(Known, Arc<Auditor>)>> = Mutex::new(Vec::new());

/// The engine of these rules, compiled at the first call; with a document that is a file, a
/// `gouji.toml` above it counts as it does on the command line.
///
/// # Errors
/// Mistakes in the rules or in what was asked for.
pub fn auditor(asked: &RulesAsked, file: Option<&Path>) -> Result<Arc<Auditor>, Vec<RuleMistake>> {
    let mut finder = Finder::default();
    let found = file.and_then(|file| finder.above(file));
    if !finder.mistakes.is_empty() {
        return Err(finder.mistakes);
    }
    let args = RulesetArgs {
        ruleset: asked.ruleset.clone(),
        extra: asked.rules.clone(),
        year: asked.year,
        kind: asked.kind.clone(),
        profile: None,
        without: Vec::new(),
    };
    let request = config::request(&args, found.as_deref(), false);
    let settings = found.map(|found| found.path());
    let named = request.name.iter().map(PathBuf::from);
    let mut stamps = Vec::new();
    for path in named.chain(request.extra.iter().cloned()).chain(settings.clone()) {
        stamp(&path, &mut stamps);
    }
    let known = (asked.clone(), settings, today(), stamps);
    let mut kept = ENGINES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, engine)) = kept.iter().find(|(own, _)| *own == known) {
        return Ok(Arc::clone(engine));
    }
    let rules = engine::load(&request)?;
    let made =
        Arc::new(Auditor { request, rules, columns: OnceLock::new(), rows: OnceLock::new() });
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((known, Arc::clone(&made)));
    Ok(made)
}

/// When each file of a folder was written, and how long it is.
fn stamp(path: &Path, out: &mut Vec<(PathBuf, Option<SystemTime>, u64)>) {
    let Ok(found) = std::fs::metadata(path) else { return };
    if !found.is_dir() {
        out.push((path.to_owned(), found.modified().ok(), found.len()));
        return;
    }
    let mut below: Vec<_> =
        std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    below.sort();
    below.iter().for_each(|path| stamp(path, out));
}

/// Sets up the threads that audits share, so many or as many as there are cores. To be called before
/// the first audit.
pub fn threads(count: Option<usize>) {
    super::run::threads_apart(count);
}

impl Auditor {
    /// Audits a document.
    ///
    /// # Errors
    /// Why it was not audited.
    pub fn audit(&self, source: &Source) -> DocumentOutcome {
        self.with(Some(&self.rules), source)
    }

    /// The same, with what was read from each sentence and each cell.
    ///
    /// # Errors
    /// Why it was not audited.
    pub fn audit_with_readings(&self, source: &Source) -> DocumentOutcome {
        self.with(self.columns.get_or_init(|| self.load(Purpose::Columns)).as_ref(), source)
    }

    /// How it was understood; nothing is checked: what `gouji tables --format json` shows of a
    /// document.
    ///
    /// # Errors
    /// Why it was not read.
    pub fn tables(&self, source: &Source) -> Result<String, Unreadable> {
        let wanted = Purpose::Understanding(CoverageDetail::Rows);
        let outcome = self.with(self.rows.get_or_init(|| self.load(wanted)).as_ref(), source);
        if let Err(unreadable) = outcome {
            return Err(unreadable);
        }
        Ok(gouji_report::report::understood::tables::object(&outcome, false).to_string())
    }

    /// Digest of the rules.
    #[must_use]
    pub fn digest(&self) -> String {
        self.rules.digest()
    }

    /// Doubtful places in the rule files.
    #[must_use]
    pub fn warnings(&self) -> &[RuleMistake] {
        self.rules.warnings()
    }

    /// The rules, forms and measures.
    #[must_use]
    pub fn listing(&self) -> Vec<RuleListing> {
        self.rules.rules()
    }

    /// Name and title of the ruleset.
    #[must_use]
    pub fn title(&self) -> (String, String) {
        self.rules.title()
    }

    fn load(&self, wanted: Purpose) -> Option<LoadedRules> {
        engine::load(&RulesetRequest { wanted, ..self.request.clone() }).ok()
    }

    fn with(&self, rules: Option<&LoadedRules>, source: &Source) -> DocumentOutcome {
        let Some(rules) = rules else {
            return Err(Unreadable::new(source.name(), UnreadableCode::Rules, "规则不能使用"));
        };
        match source {
            Source::File(path) => {
                let found = Documents::one(GivenDocument::file(path.clone()))
                    .read_as(&ReadingArgs::default());
                match found.list.first() {
                    Some(Ok(given)) => documents::one(rules, given, &[]),
                    _ => Err(Unreadable::new(source.name(), UnreadableCode::NotOpened, "")),
                }
            }
            Source::Bytes(name, bytes) => {
                let files = vec![(name.clone(), bytes.clone())];
                let loaded = Loaded { name: name.clone(), files };
                documents::audited(&loaded, || rules.audit(&loaded, &[]))
            }
        }
    }
}
