//! The seam between the command line and the engine: every call into the ruleset and the pipeline
//! is here.

use super::broken::BrokenLayer;
pub(crate) use super::engine_folder::{Tested, check_folder, test_some};
use super::engine_mistakes::{unknown_kind, unknown_profile, with_folders, without_parent};
use super::loaded::Loaded;
use super::ocr::OcrProgram;
pub(crate) use super::rule_files::is_built_in;
use super::scopes::Scopes;
use super::{day, installed, rule_files};
use gouji_audit::audit::DocumentOutcome;
use gouji_author::draft::learn::{LearnOptions, Learner};
use gouji_author::draft::{Draft, draft};
use gouji_author::import::{Import, import};
pub(crate) use gouji_checks::coverage::CoverageDetail;
use gouji_engine::engine::Companion;
use gouji_forms::form::Facts;
use gouji_read::read::Recogniser;
use gouji_report::explain::{ExplainedLine, item};
pub(crate) use gouji_rules::ruleset::RuleListing;
use gouji_rules::ruleset::{Origin, RuleFile, Rulebook, RulesetInfo, Waiver};
use gouji_values::error::{MistakeCode, RuleMistake};
use gouji_values::lang::BilingualText;
use gouji_values::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Which rules are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct RulesetRequest {
    /// Name of a built-in ruleset, or a folder.
    pub name: Option<String>,
    /// Folders with rules on top.
    pub extra: Vec<PathBuf>,
    /// Names of installed rulesets that are not to be used.
    pub without: Vec<String>,
    /// Profile.
    pub profile: Option<String>,
    /// Sections of a `gouji.toml`.
    pub scopes: Scopes,
    /// Year, where it is not to be found from the document.
    pub year: Option<i32>,
    /// Kind of document, by its id or name, where it is not to be found from the document.
    pub kind: Option<String>,
    /// The cases of the built-in rules are wanted too.
    pub with_cases: bool,
    /// What is wanted.
    pub wanted: Purpose,
    /// The program that reads pages that are pictures.
    pub ocr: Option<Arc<OcrProgram>>,
    /// The command has `--ocr`.
    pub takes_ocr: bool,
    /// The day of the audit, where it is not today's.
    pub today: Option<String>,
    /// That layers with mistakes are left out, in words: to be told of each document.
    pub left_out: Vec<BilingualText>,
}

/// What is wanted of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// What is checked.
    #[default]
    Audit,
    /// What is checked, and what was read from each sentence.
    Facts,
    /// What is checked, and what was read from each cell.
    Cells,
    /// What is checked, and what was read from each sentence and each cell.
    Columns,
    /// What is checked, and of each figure whether a wrong one would be told.
    Proof,
    /// Nothing is to be checked: so much is told of how tables were understood.
    Understanding(CoverageDetail),
}

/// Rules, loaded and compiled.
#[derive(Debug)]
pub(crate) struct LoadedRules {
    inner: gouji_engine::engine::Engine,
    extra: Vec<String>,
    year: Option<i32>,
    wanted: Purpose,
    left_out: Vec<BrokenLayer>,
    /// What is odd about them, once it was asked.
    remarks: OnceLock<Vec<RuleMistake>>,
    /// The same with and without the words that the author's layers add, each telling what it reads from
    /// sentences, once that was asked.
    plain: OnceLock<Option<Box<[Self; 2]>>>,
}

/// Loads the rules; an unknown ruleset is a mistake too.
pub(crate) fn load(request: &RulesetRequest) -> Result<LoadedRules, Vec<RuleMistake>> {
    let mut rulebook = installed::rulebook_without(request.with_cases, &request.without)?;
    let mut mistakes = Vec::new();
    let name = match &request.name {
        Some(name) if Path::new(name).is_dir() => {
            let folders = folders_of_rulesets(Path::new(name));
            if folders.len() > 1 {
                let shown: Vec<String> =
                    folders.iter().map(|folder| folder.display().to_string()).collect();
                mistakes.push(RuleMistake {
                    help: Some("用 -r 指定其中一个；要几个一起用的写 --rules".to_owned()),
                    ..RuleMistake::of_file(
                        MistakeCode::RulesetsSeveral,
                        name.clone(),
                        format!("这个文件夹里有几个规则集，不知道用哪一个：{}", shown.join("、")),
                    )
                });
            }
            mistakes.extend(folders.iter().filter_map(|folder| without_parent(folder)));
            add_folders(&folders, &mut rulebook, &mut mistakes).into_iter().next()
        }
        other => other.clone(),
    };
    let folders: Vec<PathBuf> =
        request.extra.iter().flat_map(|folder| folders_of_rulesets(folder)).collect();
    let mut extra = add_folders(&folders, &mut rulebook, &mut mistakes);
    if let Some(profile) = &request.profile {
        mistakes.extend(unknown_profile(profile, &rulebook));
        extra.push(rulebook.add_profile(profile));
    }
    let scopes = request.scopes.add(&mut rulebook);
    mistakes.extend(rulebook.unknown_in_scopes());
    let kind = request.kind.as_ref().and_then(|kind| {
        let words = rulebook.vocabulary();
        let known = words.kind_named(kind).map(str::to_owned);
        if known.is_none() {
            mistakes.push(unknown_kind(kind, &words));
        }
        known
    });
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let asked = gouji_engine::engine::Request {
        ruleset: name,
        extra: extra.clone(),
        scopes,
        year: request.year,
        kind,
        today: Some(request.today.clone().unwrap_or_else(day::today)),
        recogniser_option: request.takes_ocr.then_some("--ocr"),
        recogniser: request.ocr.clone().map(|program| program as Arc<dyn Recogniser>),
        brief: !matches!(request.wanted, Purpose::Cells | Purpose::Columns),
        facts: matches!(request.wanted, Purpose::Facts | Purpose::Columns),
        proves: request.wanted == Purpose::Proof,
        left_out: request.left_out.clone(),
        ..Default::default()
    };
    let inner = gouji_engine::engine::Engine::new(rulebook, asked)
        .map_err(|list| with_folders(list, request.name.as_deref()))?;
    Ok(LoadedRules {
        inner,
        extra,
        year: request.year,
        wanted: request.wanted,
        left_out: Vec::new(),
        remarks: OnceLock::new(),
        plain: OnceLock::new(),
    })
}

/// Adds a folder of rule files; gives the name of its ruleset. A parent that lies beside it wins
/// over the embedded one.
fn folder_of(folder: &Path, rulebook: &mut Rulebook) -> Result<String, Vec<RuleMistake>> {
    let files = rule_files::read_folder(folder)?
        .into_iter()
        .map(|(path, text)| RuleFile::new(path, text))
        .collect();
    let name = rulebook.add_folder(&folder.display().to_string(), files)?;
    let parent =
        rulebook.rulesets().find(|info| info.name == name).and_then(|info| info.extends.clone());
    if let Some(parent) = parent.filter(|parent| *parent != name) {
        let beside = folder.join("..").join(&parent);
        let known = rulebook.is_on_disk(&parent);
        if !known && beside.join("ruleset.toml").is_file() {
            let beside = folder.parent().map_or(beside, |above| above.join(&parent));
            folder_of(&beside, rulebook)?;
        }
    }
    Ok(name)
}

/// Adds folders of rule files; gives the names of their rulesets.
pub(crate) fn add_folders(
    folders: &[PathBuf],
    rulebook: &mut Rulebook,
    mistakes: &mut Vec<RuleMistake>,
) -> Vec<String> {
    let mut names = Vec::new();
    for folder in folders {
        match folder_of(folder, rulebook) {
            Ok(name) => names.push(name),
            Err(more) => mistakes.extend(more),
        }
    }
    names
}

/// The rulesets in a folder: itself, or its subfolders that have a `ruleset.toml` where it has
/// none.
pub(crate) fn folders_of_rulesets(folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| {
            entries
                .flatten()
                .map(|entry| entry.path())
                .filter(|path| path.join("ruleset.toml").is_file())
                .collect()
        })
        .unwrap_or_default();
    folders.sort();
    if folders.is_empty() || folder.join("ruleset.toml").is_file() {
        folders = vec![folder.to_path_buf()];
    } else {
        rule_files::left_beside(folder, &folders);
    }
    folders
}

impl LoadedRules {
    /// A compiled ruleset with further ones on top.
    pub(crate) fn of(inner: gouji_engine::engine::Engine, extra: Vec<String>) -> Self {
        Self {
            inner,
            extra,
            year: None,
            wanted: Purpose::Audit,
            left_out: Vec::new(),
            remarks: OnceLock::new(),
            plain: OnceLock::new(),
        }
    }

    /// Audits a document, beside others of the same agency that are given by name and with their
    /// index in the run, or says how it was understood.
    pub(crate) fn audit(
        &self,
        document: &Loaded,
        others: &[(&str, usize, &Loaded)],
    ) -> DocumentOutcome {
        let prepared = self.inner.prepare_together(&document.name, &document.files())?;
        if let Purpose::Understanding(detail) = self.wanted {
            return Ok(self.inner.understand(prepared, detail));
        }
        let others: Vec<_> = others
            .iter()
            .filter_map(|(name, index, other)| {
                Some((
                    *name,
                    *index,
                    self.inner.prepare_together(&other.name, &other.files()).ok()?,
                ))
            })
            .collect();
        let beside: Vec<_> = others
            .iter()
            .map(|(name, index, prepared)| Companion { name, index: *index, prepared })
            .collect();
        Ok(self.inner.judge_beside(prepared, &beside))
    }

    /// The same rules with and without the words that the author's layers add, each telling what it reads
    /// from sentences; none where they need these words.
    pub(crate) fn without_added_words(&self) -> Option<&[Self; 2]> {
        let plain = self.plain.get_or_init(|| {
            let request =
                gouji_engine::engine::Request { facts: true, ..self.inner.request().clone() };
            let own = |rulebook: Rulebook| {
                let inner = gouji_engine::engine::Engine::new(rulebook, request.clone()).ok()?;
                inner.ruleset().ok()?;
                Some(Self { year: self.year, ..Self::of(inner, self.extra.clone()) })
            };
            let without = self.inner.rulebook().without_added_words();
            Some(Box::new([own(self.inner.rulebook().clone())?, own(without)?]))
        });
        plain.as_deref()
    }

    /// Agency, year and kind of a document.
    pub(crate) fn facts(&self, document: &Loaded) -> Option<Facts> {
        self.inner.facts(&document.files())
    }

    /// Whether a document prints one of these titles.
    pub(crate) fn prints(&self, document: &Loaded, titles: &[String]) -> bool {
        self.inner.prints(&document.files(), titles)
    }

    /// These rules, with the layers that were left out of them.
    #[must_use]
    pub(crate) fn without(self, left_out: Vec<BrokenLayer>) -> Self {
        Self { left_out, ..self }
    }

    /// The layers that were left out, as they have mistakes.
    #[must_use]
    pub(crate) fn left_out(&self) -> &[BrokenLayer] {
        &self.left_out
    }

    /// Doubtful places in the rule files.
    #[must_use]
    pub(crate) fn warnings(&self) -> &[RuleMistake] {
        self.inner.warnings()
    }

    /// Holds documents against a blank form from here on; why it cannot be read.
    pub(crate) fn hold_against(&mut self, form: &Loaded) -> Result<(), String> {
        self.inner.hold_against(&form.files()).map_err(|error| error.to_string())
    }

    /// From here on leaves out the digests of files.
    pub(crate) fn leave_out_digests(&mut self) {
        self.inner.leave_out_digests();
    }

    /// Digest of the rule files.
    #[must_use]
    pub(crate) fn digest(&self) -> String {
        self.inner.rulebook().digest()
    }

    /// Findings that the rule files waive.
    #[must_use]
    pub(crate) fn waivers(&self) -> Vec<Waiver> {
        self.inner.ruleset().map(|ruleset| ruleset.waivers.clone()).unwrap_or_default()
    }

    /// The words of all rulesets.
    #[must_use]
    pub(crate) fn vocabulary(&self) -> Arc<Vocabulary> {
        self.inner.rulebook().vocabulary()
    }

    /// Name and title of the ruleset.
    #[must_use]
    pub(crate) fn title(&self) -> (String, String) {
        self.inner
            .ruleset()
            .map(|ruleset| (ruleset.name.clone(), ruleset.title.clone()))
            .unwrap_or_default()
    }

    /// All rules, claims and forms.
    #[must_use]
    pub(crate) fn rules(&self) -> Vec<RuleListing> {
        self.inner.ruleset().map(|ruleset| ruleset.listing()).unwrap_or_default()
    }

    /// The text of a rule file.
    pub(crate) fn rule_text(&self, file: &str) -> Option<Arc<str>> {
        self.inner.rulebook().text(file)
    }

    /// What is known of a ruleset.
    pub(crate) fn info(&self, name: &str) -> Option<&RulesetInfo> {
        self.inner.rulebook().info(name)
    }

    /// The rule files of a ruleset's own folder: what messages call each, and its text.
    pub(crate) fn rule_texts(&self, name: &str) -> Vec<(String, Arc<str>)> {
        self.inner.rulebook().texts(name)
    }

    /// The rules of one ruleset by name, and what it stands on.
    ///
    /// # Errors
    /// Its mistakes.
    pub(crate) fn ruleset(&self) -> Result<Arc<gouji_rules::ruleset::Ruleset>, Vec<RuleMistake>> {
        self.inner.ruleset()
    }

    /// The rulesets that may be asked for by name: all but those that lie on top of any.
    #[cfg(feature = "serve")]
    pub(crate) fn rulesets(&self) -> impl Iterator<Item = &RulesetInfo> {
        self.inner.rulebook().rulesets().filter(|info| !self.extra.contains(&info.name))
    }

    /// Rules for the tables of documents that no form knows.
    pub(crate) fn draft(&self, documents: &[(String, Vec<u8>)]) -> Result<Draft, Vec<RuleMistake>> {
        draft(&self.inner, documents)
    }

    /// A learner on top of these rules.
    pub(crate) fn learner(&self, options: LearnOptions) -> Result<Learner<'_>, Vec<RuleMistake>> {
        Learner::new(&self.inner, options)
    }

    /// Rules of 审核公式.
    pub(crate) fn import(&self, text: &str) -> Result<Import, Vec<RuleMistake>> {
        import(&self.inner, text)
    }

    /// Rules of the formulas in the rows of a sheet, or of a list of rules.
    pub(crate) fn import_rows(&self, rows: &[Vec<String>]) -> Result<Import, Vec<RuleMistake>> {
        gouji_author::import::import_rows(&self.inner, rows)
    }

    /// Cases of a rule, made of a document.
    ///
    /// # Errors
    /// Why there are none.
    pub(crate) fn cases_of(
        &self,
        asked: gouji_author::cases::CaseAsked<'_>,
    ) -> Result<gouji_author::cases::MadeCases, String> {
        gouji_author::cases::make(&self.inner, asked)
    }

    /// The rules of a layer as a list.
    pub(crate) fn table(
        &self,
        layer: &str,
    ) -> Result<gouji_author::import::RuleTable, Vec<RuleMistake>> {
        gouji_author::import::table(&self.inner, layer)
    }

    /// The folders that rules were read from.
    #[must_use]
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.inner.rulebook().folders_on_disk().map(PathBuf::from).collect()
    }

    /// Rules that do not go together, overrides that collide, and fragments that nothing asks for,
    /// as warnings at their places.
    #[must_use]
    pub(crate) fn conflicts(&self) -> &[RuleMistake] {
        self.remarks.get_or_init(|| {
            let Ok(ruleset) = self.inner.ruleset() else { return Vec::new() };
            self.inner.rulebook().remarks(&ruleset, &self.extra)
        })
    }

    /// The cases of a ruleset of the user's that fail, as warnings: each takes little time.
    pub(crate) fn failed_cases(&self, name: &str) -> Vec<RuleMistake> {
        if is_built_in(name) {
            return Vec::new();
        }
        let rulebook = self.inner.rulebook();
        let text = |file: &str| rulebook.text(file).unwrap_or_else(|| Arc::from(""));
        let Ok(run) = gouji_author::cases::run_layer(rulebook, name) else { return Vec::new() };
        run.tried(rulebook, name)
            .mistakes(text)
            .into_iter()
            .map(|mistake| RuleMistake { is_warning: true, ..mistake })
            .collect()
    }

    /// Whether a ruleset of the author's has rules and not one case.
    pub(crate) fn is_untried(&self, name: &str) -> bool {
        let Ok(ruleset) = self.inner.ruleset() else { return false };
        let mut own = ruleset.rules.iter().filter(|rule| rule.origin.layer == name).peekable();
        !is_built_in(name) && own.peek().is_some() && own.all(|rule| rule.cases.is_empty())
    }

    /// What an id says, in words.
    #[must_use]
    pub(crate) fn explain(&self, id: &str) -> Option<Vec<ExplainedLine>> {
        let ruleset = self.inner.ruleset().ok()?;
        let rulebook = self.inner.rulebook();
        let wordings = rulebook.wordings(&ruleset.name, &self.extra, self.year, id);
        let line = |origin: &Origin| {
            let text = rulebook.text(&origin.file).unwrap_or_else(|| Arc::from(""));
            text.get(..origin.span.start).map_or(1, |before| before.matches('\n').count() + 1)
        };
        item(&ruleset, id, &wordings, &line)
    }

    /// An item as its layers make it, with the file of each line.
    #[must_use]
    pub(crate) fn show(&self, id: &str) -> Option<String> {
        self.inner.rulebook().show(&self.inner.ruleset().ok()?.name, &self.extra, self.year, id)
    }
}
