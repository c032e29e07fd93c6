//! All rulesets that there are: the embedded ones, and folders that the caller read.

use super::case::{self};
use super::claim::wordings;
use super::compile::{are_proved, compile};
use super::compiler::Wordings;
use super::folder::{
    RuleFile, RuleFolder, bases, is_rules, is_source, is_vocabulary, read_files_from, shown,
    words_of,
};
use super::head::Years;
use super::info::{RulesetInfo, info};
use super::items::read;
use super::kept::Keeper;
use super::layer::merge;
use super::mistakes::Remedy;
use super::other_years::OtherYears;
use super::pack::{PackInfo, pack};
use super::proved;
use super::raw::Items;
use super::remedy;
use super::rule_ids::RuleIds;
use super::setting::{self, RawSetting, Setting};
use super::waiver;
use super::walk::{Mistakes, RuleSource};
use super::whole::Ruleset;
use gouji_values::error::RuleMistake;
use gouji_values::vocabulary::Vocabulary;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The rule files of a ruleset as read, before layers are merged, and the wordings of its claims.
#[derive(Default)]
pub struct ReadAhead {
    name: String,
    files: Vec<(Items, Mistakes)>,
    wordings: Wordings,
}

/// The files of a chain, the layer of each, its scripts, and the settings, whose files stand behind.
type RuleFiles = (Vec<RuleSource>, Vec<usize>, BTreeMap<String, usize>, Vec<RawSetting>);

/// The rulesets by name.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    pub(super) folders: BTreeMap<String, RuleFolder>,
    /// The names of those that the program brought along; a folder on disk may have replaced one.
    built_in: BTreeSet<String>,
    /// What may be asked for among layers that is none.
    pub(super) settings: BTreeMap<String, Setting>,
    /// What it keeps from load to load, if it does.
    pub(super) keeper: Option<Arc<Keeper>>,
}

impl Rulebook {
    /// The rulesets that a program brings along, from files by their paths in the folder of all rulesets.
    ///
    /// # Errors
    /// Mistakes in a `ruleset.toml`.
    pub fn of_files<F: Into<RuleFile>>(
        files: impl IntoIterator<Item = F>,
    ) -> Result<Self, Vec<RuleMistake>> {
        let mut folders: BTreeMap<String, Vec<RuleFile>> = BTreeMap::new();
        for file in files.into_iter().map(Into::into) {
            if let Some((folder, inner)) = file.path.split_once('/') {
                let (folder, path) = (folder.to_owned(), inner.to_owned());
                folders.entry(folder).or_default().push(RuleFile { path, ..file });
            }
        }
        let mut out = Self::default();
        let mut mistakes = Vec::new();
        for (folder, files) in folders {
            if let Err(more) = out.add_folder(&folder, files) {
                mistakes.extend(more);
            }
        }
        out.folders.values_mut().for_each(|folder| folder.is_on_disk = false);
        out.built_in = out.folders.keys().cloned().collect();
        if mistakes.is_empty() { Ok(out) } else { Err(mistakes) }
    }

    /// Adds a folder, replacing one of the same name: a folder on disk wins over the embedded one.
    /// Gives its name.
    ///
    /// A folder without `ruleset.toml` is a ruleset of the folder's name without a parent of its
    /// own.
    ///
    /// # Errors
    /// Mistakes in `ruleset.toml`.
    pub fn add_folder(
        &mut self,
        shown: &str,
        files: Vec<RuleFile>,
    ) -> Result<String, Vec<RuleMistake>> {
        let fallback = shown
            .trim_end_matches(['/', '\\'])
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(shown)
            .to_owned();
        let info = match files.iter().find(|file| file.path == "ruleset.toml") {
            Some(file) => {
                info(shown, file, &fallback).map_err(|mistakes| self.one_parent(mistakes))?
            }
            None => {
                RulesetInfo { name: fallback.clone(), title: fallback, ..RulesetInfo::default() }
            }
        };
        let name = info.name.clone();
        let pack = pack(shown, &files)?;
        self.folders.insert(
            name.clone(),
            RuleFolder {
                info,
                pack,
                files,
                shown: shown.to_owned(),
                is_on_disk: true,
                words: OnceLock::new(),
                alone: OnceLock::new(),
            },
        );
        Ok(name)
    }

    /// Whether a ruleset was added from a folder, not embedded.
    #[must_use]
    pub fn is_on_disk(&self, name: &str) -> bool {
        self.folders.get(name).is_some_and(|folder| folder.is_on_disk)
    }

    /// Takes the files of words out of some folders.
    pub(super) fn leave_out_words(&mut self, is_meant: impl Fn(&str) -> bool) {
        for (_, folder) in self.folders.iter_mut().filter(|(name, _)| is_meant(name)) {
            folder.files.retain(|file| !is_vocabulary(file));
            (folder.words, folder.alone) = (OnceLock::new(), OnceLock::new());
        }
        self.keeper = None;
    }

    /// Whether the program brings a ruleset of this name.
    pub(super) fn is_built_in(&self, name: &str) -> bool {
        self.built_in.contains(name)
    }

    /// The folders of rulesets that are not embedded.
    pub fn folders_on_disk(&self) -> impl Iterator<Item = &str> {
        self.folders.values().filter(|folder| folder.is_on_disk).map(|folder| folder.shown.as_str())
    }

    /// The pack that a ruleset was installed from.
    #[must_use]
    pub fn pack(&self, name: &str) -> Option<&PackInfo> {
        self.folders.get(name)?.pack.as_ref()
    }

    /// What is known of each ruleset.
    pub fn rulesets(&self) -> impl Iterator<Item = &RulesetInfo> {
        self.folders.values().map(|folder| &folder.info)
    }

    /// The rulesets that come beside another one for such texts and such a year. What they stand on
    /// must be among its layers.
    #[must_use]
    pub fn beside(&self, name: &str, texts: &[&str], year: Option<i32>) -> Vec<String> {
        let mut mistakes = Mistakes::default();
        let chain: Vec<&str> = self
            .chain(name, &[], &mut mistakes)
            .into_iter()
            .map(|folder| folder.info.name.as_str())
            .collect();
        let fits = |info: &&RulesetInfo| {
            let stands = info.extends.as_deref().is_some_and(|parent| chain.contains(&parent));
            info.beside
                && stands
                && !chain.contains(&info.name.as_str())
                && info.is_for(texts)
                && info.covers(year)
        };
        self.rulesets().filter(fits).map(|info| info.name.clone()).collect()
    }

    /// Digest of all rule files that an audit may use: those of cases are not among them.
    #[must_use]
    pub fn digest(&self) -> String {
        digest_of(self.folders.values(), self.settings_text(None))
    }

    /// The same of a ruleset with its parents and further layers on top alone.
    #[must_use]
    pub fn digest_for(&self, name: &str, extra: &[String]) -> String {
        let chain = self.chain(name, extra, &mut Mistakes::default());
        digest_of(chain.into_iter(), self.settings_text(Some(extra)))
    }

    /// The ruleset that no other is the root of: where a document tells nothing.
    #[must_use]
    pub fn root(&self) -> Option<&str> {
        self.folders
            .values()
            .find(|folder| folder.info.extends.is_none() && folder.info.name == "national")
            .or_else(|| self.folders.values().find(|f| f.info.extends.is_none()))
            .map(|f| f.info.name.as_str())
    }

    /// Words of all rulesets together: reading does not wait for the ruleset to be known.
    #[must_use]
    pub fn vocabulary(&self) -> Arc<Vocabulary> {
        let roots_first = self
            .folders
            .values()
            .filter(|f| f.info.extends.is_none())
            .chain(self.folders.values().filter(|f| f.info.extends.is_some()));
        words_of(roots_first, &mut Mistakes::default())
    }

    /// Whether rule files are read before it is known which a document needs: those of the binary are not read at once.
    #[must_use]
    pub fn reads_ahead(&self) -> bool {
        let files = || self.folders.values().flat_map(|folder| &folder.files);
        files().any(|file| is_source(file) && file.grown.is_none())
    }

    /// Reads the rule files of the ruleset that all others stand on, while it is not yet known
    /// which one a document needs.
    #[must_use]
    pub fn read_ahead(&self) -> ReadAhead {
        let Some(folder) = self.root().and_then(|name| self.folders.get(name)) else {
            return ReadAhead::default();
        };
        let sources: Vec<RuleSource> = folder
            .files
            .iter()
            .filter(|file| is_source(file))
            .map(|file| folder.source(file))
            .collect();
        let files = read_files_from(0, &sources);
        let words = words_of([folder], &mut Mistakes::default());
        let wordings = wordings(files.iter().map(|(items, _)| items), &words, &Wordings::default());
        ReadAhead { name: folder.info.name.clone(), files, wordings }
    }

    /// Compiles a ruleset with its parents and further layers on top, for a year (`None`: the
    /// newest).
    ///
    /// # Errors
    /// All mistakes of all files. Warnings are given back with the ruleset.
    pub fn compile(
        &self,
        name: &str,
        extra: &[String],
        year: Option<i32>,
    ) -> Result<(Ruleset, Vec<RuleMistake>), Vec<RuleMistake>> {
        self.compile_from(ReadAhead::default(), name, extra, year)
    }

    /// The same, with what was read ahead.
    ///
    /// # Errors
    /// As [`Rulebook::compile`].
    pub fn compile_from(
        &self,
        ahead: ReadAhead,
        name: &str,
        extra: &[String],
        year: Option<i32>,
    ) -> Result<(Ruleset, Vec<RuleMistake>), Vec<RuleMistake>> {
        self.compile_once(ahead, name, extra, year).map_err(|(errors, remedies)| {
            let load = |edited: &Self| {
                let loaded = edited.compile_once(ReadAhead::default(), name, extra, year);
                loaded.err().map_or_else(Vec::new, |(errors, _)| errors)
            };
            self.kinds_tried(self.tried(errors, remedies, load), load)
        })
    }

    /// The same, without trying advice.
    fn compile_once(
        &self,
        ahead: ReadAhead,
        name: &str,
        extra: &[String],
        year: Option<i32>,
    ) -> Result<(Ruleset, Vec<RuleMistake>), (Vec<RuleMistake>, Vec<Remedy>)> {
        let mut mistakes = Mistakes::default();
        let chain = self.chain(name, extra, &mut mistakes);
        let mut sources = Vec::new();
        // the layer of each file
        let mut layer_of = Vec::new();
        let mut scripts: BTreeMap<String, usize> = BTreeMap::new();
        let mut waivers = Vec::new();
        let words = words_of(chain.iter().copied(), &mut mistakes);
        for (layer, folder) in chain.iter().enumerate() {
            if let Some(file) = folder.files.iter().find(|file| file.path == "waivers.toml") {
                waiver::read(&folder.source(file), &mut waivers, &mut mistakes);
            }
            for file in folder.files.iter().filter(|file| is_source(file)) {
                if let (false, Some(script)) = (is_rules(file), file.path.rsplit('/').next()) {
                    scripts.insert(script.to_owned(), sources.len());
                }
                sources.push(folder.source(file));
                layer_of.push(layer);
            }
        }
        let year = year.unwrap_or(9999);
        let (more, settings) = self.settings_of(&chain, extra, sources.len(), &mut mistakes);
        sources.extend(more);
        let mut ruleset = if settings.is_empty() && are_proved(&sources) {
            proved::ruleset(sources, &layer_of, year, scripts, words)
        } else {
            let files = (sources, layer_of, scripts, settings);
            self.read(ahead, (&chain, extra, year), files, words, &mut mistakes)
        };
        ruleset.layers = chain.iter().map(|folder| folder.info.name.clone()).collect();
        let called = |folder: &&RuleFolder| {
            folder.pack.as_ref().map_or_else(|| folder.info.name.clone(), PackInfo::called)
        };
        ruleset.layer_names = chain.iter().map(called).collect();
        let packed = chain.iter().filter_map(|folder| Some((folder, folder.pack.as_ref()?)));
        (ruleset.packed_layers, ruleset.packs) =
            packed.map(|(folder, pack)| (folder.info.name.clone(), pack.words())).unzip();
        let own = chain.iter().filter(|folder| folder.is_on_disk);
        ruleset.own_layers = own.map(|folder| folder.info.name.clone()).collect();
        let is_new = |name: &&String| !self.built_in.contains(*name);
        ruleset.author_layers = ruleset.own_layers.iter().filter(is_new).cloned().collect();
        if let Some(leaf) =
            chain.iter().rev().find(|folder| !folder.info.beside || folder.info.name == name)
        {
            ruleset.title = leaf.info.title.clone();
        }
        ruleset.name = name.to_owned();
        ruleset.waivers = waivers;
        self.names_in_words(&chain, &ruleset, &mut mistakes);
        let mut remedies = std::mem::take(&mut mistakes.remedies);
        let (warnings, errors): (Vec<_>, Vec<_>) =
            mistakes.sorted().into_iter().partition(|mistake| mistake.is_warning);
        if errors.is_empty() {
            return Ok((ruleset, warnings));
        }
        remedies.extend(remedy::given_names(&errors));
        Err((errors, remedies))
    }

    /// Reads and compiles all rule files of a chain at once: every mistake is to be told.
    fn read(
        &self,
        ahead: ReadAhead,
        (chain, extra, year): (&[&RuleFolder], &[String], i32),
        (sources, layer_of, scripts, settings): RuleFiles,
        words: Arc<Vocabulary>,
        mistakes: &mut Mistakes,
    ) -> Ruleset {
        let ReadAhead { name: root, files: mut known, mut wordings } = ahead;
        if chain.first().is_none_or(|folder| folder.info.name != root) {
            known.clear();
        }
        // further words may give a wording another meaning
        if chain.iter().skip(1).any(|folder| folder.vocabulary().next().is_some())
            || known.is_empty()
        {
            wordings.clear();
        }
        let mut files = known;
        // those of settings stand behind
        let own_sources = sources.get(..layer_of.len()).unwrap_or(&sources);
        match &self.keeper {
            Some(keeper) => {
                files = keeper.files(own_sources);
                wordings = keeper.wordings(chain, &files, &words);
            }
            None => files.extend(read_files_from(files.len(), own_sources)),
        }
        let mut layers: Vec<Items> = chain.iter().map(|_| Items::default()).collect();
        for (file, layer) in files.into_iter().zip(layer_of) {
            let items = mistakes.took(file);
            if let Some(layer) = layers.get_mut(layer) {
                layer.append(items);
            }
        }
        self.parameters_apart(chain, extra, &layers, &sources, mistakes);
        self.words_apart(chain, extra, mistakes);
        let own = chain.iter().zip(&layers).filter(|(folder, _)| folder.is_on_disk);
        let mut other_years: Vec<OtherYears> =
            own.flat_map(|(_, items)| items.of_other_years(year)).collect();
        let (named, mut limits) = (Self::named_years(&layers), Mistakes::default());
        let is_new = |layer: &str| self.is_on_disk(layer) && !self.is_built_in(layer);
        let is_own = |file: usize| sources.get(file).is_some_and(|own| is_new(&own.layer));
        named.remarks(&layers, (&sources, &is_own), &mut limits);
        let known = if settings.is_empty() { RuleIds::default() } else { RuleIds::of(&layers) };
        let mut merged = merge(layers, year, &sources, mistakes);
        other_years.extend(named.take_out(&mut merged, year, (&sources, &is_own)));
        Self::take_over_limits(&mut merged, (&sources, &is_own), &mut limits);
        case::give_bases(&mut merged.rules, &bases(chain), &sources, mistakes);
        let settings = setting::apply(settings, &mut merged, &known, &sources, mistakes);
        let out = compile(merged, &sources, &scripts, words, &wordings, mistakes);
        Ruleset { other_years, settings, limits: limits.sorted(), ..out }
    }

    /// The rule files of a ruleset and its layers, the root first.
    pub(super) fn sources(&self, name: &str, extra: &[String]) -> Vec<RuleSource> {
        let mut mistakes = Mistakes::default();
        let chain = self.chain(name, extra, &mut mistakes);
        let files = chain.into_iter().flat_map(|folder| {
            folder.files.iter().filter(|file| is_rules(file)).map(move |file| (folder, file))
        });
        files.map(|(folder, file)| folder.source(file)).collect()
    }

    /// The text of a rule file by the name that messages give it.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<Arc<str>> {
        let all = self
            .folders
            .values()
            .flat_map(|folder| folder.files.iter().map(move |file| (folder, file)));
        all.filter(|(folder, own)| shown(&folder.shown, &own.path) == file)
            .map(|(_, own)| Arc::from(own.text.as_ref()))
            .next()
    }

    /// Years to compile a ruleset for so that each of its items takes part at least once: the
    /// newest, and the last year of everything that ended.
    #[must_use]
    pub fn years(&self, name: &str) -> Vec<Option<i32>> {
        let mut mistakes = Mistakes::default();
        let mut ends = std::collections::BTreeSet::new();
        for folder in self.chain(name, &[], &mut mistakes) {
            for file in folder.files.iter().filter(|file| file.path.ends_with(".toml")) {
                let source =
                    RuleSource { grown: file.grown, ..RuleSource::of("", file.text.clone()) };
                let mut items = Items::default();
                read(0, &source, &mut items, &mut mistakes);
                let heads = items
                    .forms
                    .iter()
                    .map(|i| &i.head)
                    .chain(items.parts.iter().map(|i| &i.head))
                    .chain(items.scales.iter().map(|i| &i.head))
                    .chain(items.sources.iter().map(|i| &i.head))
                    .chain(items.roles.iter().map(|i| &i.head))
                    .chain(items.rules.iter().map(|i| &i.head));
                ends.extend(
                    heads
                        .filter_map(|head| head.years)
                        .map(|years| years.to)
                        .filter(|to| *to < Years::ALL.to),
                );
            }
        }
        std::iter::once(None).chain(ends.into_iter().rev().map(Some)).collect()
    }

    /// The years that a ruleset says it was written for, where a year is not among them: its own,
    /// else its parent's.
    #[must_use]
    pub fn uncovered(&self, name: &str, year: i32) -> Option<&str> {
        let mut mistakes = Mistakes::default();
        let chain = self.chain(name, &[], &mut mistakes);
        let info = chain
            .into_iter()
            .rev()
            .map(|folder| &folder.info)
            .find(|info| info.covers.is_some())?;
        let (from, to) = info.covers?;
        if (from..=to).contains(&year) { None } else { info.years.as_deref() }
    }

    /// What is known of a ruleset.
    #[must_use]
    pub fn info(&self, name: &str) -> Option<&RulesetInfo> {
        self.folders.get(name).map(|folder| &folder.info)
    }
}

/// Digest of the rule files of folders that an audit may use, and of what settings change in them.
fn digest_of<'a>(
    folders: impl Iterator<Item = &'a RuleFolder>,
    settings: impl Iterator<Item = String>,
) -> String {
    let mut digest = Sha256::new();
    for folder in folders {
        for file in folder.files.iter().filter(|file| !file.path.starts_with(case::FOLDER)) {
            digest.update(file.path.as_bytes());
            digest.update([0]);
            digest
                .update(file.digest.unwrap_or_else(|| Sha256::digest(file.text.as_bytes()).into()));
        }
    }
    settings.for_each(|text| digest.update(text.as_bytes()));
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
