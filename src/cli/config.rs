//! `gouji.toml`, found upwards from each document: which rules and options the command line did not
//! name.

use super::args::{FailOn, RulesetArgs};
use super::engine::{self, Purpose, RulesetRequest};
use super::scopes::{self, Scopes};
use super::{input, rule_files};
use gouji_audit::audit::Severity;
use gouji_report::report::Format;
use gouji_rules::formula::suggest;
use gouji_rules::ruleset::{Config, ConfigValue};
use gouji_values::error::{COMMAND_LINE, MistakeCode, RuleMistake, Underlying};
use gouji_values::lang::Lang;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Its name.
const NAME: &str = "gouji.toml";

/// A `gouji.toml` and the folder that its paths start from.
#[derive(Debug)]
pub(crate) struct FoundConfig {
    config: Config,
    folder: PathBuf,
}

/// Looks for `gouji.toml` files, each read once.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    by_folder: BTreeMap<PathBuf, Option<Arc<FoundConfig>>>,
    /// What is wrong in those found.
    pub mistakes: Vec<RuleMistake>,
    /// Files beside documents whose name is nearly that of one, where there is none: nobody reads them.
    pub nearly: Vec<RuleMistake>,
}

impl Finder {
    /// The nearest one above a document or folder.
    pub(crate) fn above(&mut self, path: &Path) -> Option<Arc<FoundConfig>> {
        let absolute = std::path::absolute(path).ok()?;
        let start = if absolute.is_dir() { absolute.as_path() } else { absolute.parent()? };
        if let Some(known) = self.by_folder.get(start) {
            return known.clone();
        }
        let found = start
            .ancestors()
            .find(|folder| std::fs::metadata(folder.join(NAME)).is_ok_and(|found| !found.is_dir()))
            .map(Path::to_owned)
            .and_then(|folder| {
                if let Some(known) = self.by_folder.get(&folder) {
                    return known.clone();
                }
                let read = self.read(&folder);
                self.by_folder.insert(folder, read.clone());
                read
            });
        if found.is_none() {
            self.nearly.extend(nearly_named(start).filter(|own| !self.nearly.contains(own)));
        }
        self.by_folder.insert(start.to_owned(), found.clone());
        found
    }

    fn read(&mut self, folder: &Path) -> Option<Arc<FoundConfig>> {
        let path = folder.join(NAME);
        let shown = shown(&path);
        let formats: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        let bytes = match input::read(&path, input::TEXT) {
            Ok(bytes) => bytes,
            Err(refusal) => {
                let found = bare(&shown, format!("{NAME} 读不出来：{refusal}"));
                self.mistakes.push(RuleMistake { source: Some(Underlying::new(refusal)), ..found });
                return None;
            }
        };
        let Some((text, _)) = rule_files::decoded(&bytes) else {
            self.mistakes.push(bare(&shown, format!("{NAME} 的编码认不出来，请另存为 UTF-8")));
            return None;
        };
        match Config::read(&shown, &text, &formats) {
            Ok(config) => {
                let found = FoundConfig { config, folder: folder.to_owned() };
                self.mistakes.extend(found.missing());
                self.mistakes.extend(scopes::unusable(&found.config));
                Some(Arc::new(found))
            }
            Err(list) => {
                self.mistakes.extend(list);
                None
            }
        }
    }
}

/// A file in a folder whose name is that of a `gouji.toml` but for a slip of the hand.
fn nearly_named(folder: &Path) -> Option<RuleMistake> {
    let names = std::fs::read_dir(folder).ok()?.flatten().filter_map(|own| {
        let name = own.file_name().to_str()?.to_owned();
        let stem = name.to_lowercase();
        let stem = stem.strip_suffix(".toml").or_else(|| stem.strip_suffix(".toml.txt"))?.trim();
        let is_near = strsim::osa_distance(stem, "gouji") <= 2 && stem.len() > 3;
        (is_near && name != NAME).then_some(name)
    });
    let name = names.min()?;
    let message = format!("没有 {NAME}，旁边有 {name}：名称差几个字，没有读它");
    Some(RuleMistake {
        help: Some(format!("就是它的，改名为 {NAME}")),
        is_warning: true,
        ..bare(&shown(&folder.join(name)), message)
    })
}

/// What is wrong in the `gouji.toml` files that count for documents beside rules: in a folder with
/// rules, in each of its rulesets, or above.
#[must_use]
pub(crate) fn beside_rules(folder: &Path) -> Vec<RuleMistake> {
    let mut finder = Finder::default();
    let folders = engine::folders_of_rulesets(folder);
    let found: Vec<_> = std::iter::once(folder)
        .chain(folders.iter().map(PathBuf::as_path))
        .filter_map(|own| Some((own, finder.above(own)?)))
        .collect();
    let mut out = finder.mistakes;
    let mut known: Vec<PathBuf> = Vec::new();
    for (own, found) in found {
        let (config, path) = (&found.config, found.path());
        // what its sections and its profile name is told when the rules are loaded with them
        let is_idle = config.scopes.is_empty() && config.profile.is_none();
        if is_idle || known.contains(&path) || !out.is_empty() {
            continue;
        }
        known.push(path.clone());
        let name = config.ruleset.is_none().then(|| own.display().to_string());
        let args = RulesetArgs { ruleset: name, ..RulesetArgs::default() };
        let list = match engine::load(&request(&args, Some(&found), false)) {
            Ok(engine) => engine.warnings().to_vec(),
            Err(list) => list,
        };
        // what the file names and the command line may name, too
        let of_profile = |own: RuleMistake| match &config.profile {
            Some(profile) if own.file == COMMAND_LINE => {
                config.mistake(profile.span.clone(), own.message, own.help)
            }
            _ => own,
        };
        let list = list.into_iter().map(of_profile);
        out.extend(list.filter(|own| own.file == shown(&path)));
    }
    out
}

impl FoundConfig {
    /// Its sections that are for no file; `documents` are those of the run.
    pub(crate) fn unmet(&self, documents: &[&Path]) -> Vec<RuleMistake> {
        scopes::unmet(&self.config, &self.folder, documents)
    }

    /// What it names and is not there.
    fn missing(&self) -> Vec<RuleMistake> {
        let mut out = Vec::new();
        for folder in &self.config.rules {
            if !self.folder.join(&folder.value).is_dir() {
                let written = self.written(folder);
                let message = format!("没有规则文件夹 {written}");
                let from = || format!("路径从 {NAME} 所在的文件夹 {} 起算", self.folder.display());
                let beside = || {
                    let only = rule_files::only_folder(&self.folder)?;
                    Some(format!(
                        "这里的规则文件夹是 {only}：就是它的，写成 \"{only}\"；{}",
                        from()
                    ))
                };
                let help = self.with_slashes(written).or_else(beside).unwrap_or_else(from);
                out.push(self.config.mistake(folder.span.clone(), message, Some(help)));
            }
        }
        if let Some(name) = &self.config.ruleset
            && !self.folder.join(&name.value).is_dir()
        {
            let known: Vec<String> = super::installed::rulebook(false)
                .map(|rulebook| rulebook.rulesets().map(|info| info.name.clone()).collect())
                .unwrap_or_default();
            if !known.contains(&name.value) {
                let written = self.written(name);
                let message = format!("没有规则集或规则文件夹 {written}");
                let near = suggest(written, known.iter().map(String::as_str));
                let near = if near.starts_with("是不是") { near } else { String::new() };
                let help = self.with_slashes(written).unwrap_or_else(|| {
                    format!(
                        "{near}内置的有 {}；文件夹从 {} 起算",
                        known.join("、"),
                        self.folder.display()
                    )
                });
                out.push(self.config.mistake(name.span.clone(), message, Some(help)));
            }
        }
        out
    }

    /// A text between its quotes as the file has it: `\n` in a path begins a folder and is read as the
    /// end of a line.
    fn written<'a>(&'a self, text: &'a ConfigValue<String>) -> &'a str {
        let own = self.config.text.get(text.span.clone()).map(|own| own.trim_matches(['"', '\'']));
        own.filter(|own| own.contains('\\')).unwrap_or(&text.value)
    }

    /// A path with `\\` between its folders, which not every system reads, as each of them does.
    fn with_slashes(&self, path: &str) -> Option<String> {
        let meant = path.replace("\\\\", "/").replace('\\', "/");
        let is_drive = path.get(1..2) == Some(":");
        (meant != path && !is_drive).then(|| {
            let there = if self.folder.join(&meant).is_dir() {
                String::new()
            } else {
                format!("；从 {NAME} 所在的文件夹 {} 起算", self.folder.display())
            };
            format!("路径用 / 隔开，各种系统都认：写成 \"{meant}\"{there}")
        })
    }

    /// The file.
    #[must_use]
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }
}

/// The rules that are asked for: the command line first, then a `gouji.toml`. Folders of the
/// command line lie on top.
#[must_use]
pub(crate) fn request(
    args: &RulesetArgs,
    found: Option<&FoundConfig>,
    with_cases: bool,
) -> RulesetRequest {
    let config = found.map(|found| (&found.config, &found.folder));
    let own = config.and_then(|(config, folder)| {
        let name = &config.ruleset.as_ref()?.value;
        let path = folder.join(name);
        Some(if path.is_dir() { shown(&path) } else { name.clone() })
    });
    let mut extra: Vec<PathBuf> = config
        .map(|(config, folder)| {
            let folders =
                config.rules.iter().map(|own| PathBuf::from(shown(&folder.join(&own.value))));
            folders.collect()
        })
        .unwrap_or_default();
    extra.extend(args.extra.iter().cloned());
    RulesetRequest {
        name: args.ruleset.clone().or(own),
        extra,
        profile: args.profile.clone().or_else(|| Some(config?.0.profile.as_ref()?.value.clone())),
        scopes: config.map(|(config, folder)| Scopes::of(config, folder)).unwrap_or_default(),
        year: args.year.or_else(|| config.and_then(|(config, _)| config.year)),
        kind: args.kind.clone(),
        without: args.without.clone(),
        with_cases,
        wanted: Purpose::Audit,
        ocr: None,
        takes_ocr: false,
        today: None,
        left_out: Vec::new(),
    }
}

/// Options of a run that a `gouji.toml` may name.
#[derive(Clone, Debug)]
pub(crate) struct RunOptions {
    /// At which severity a run ends with 1.
    pub fail_on: FailOn,
    /// Format.
    pub format: Format,
    /// The language of its words.
    pub lang: Lang,
    /// Where the report goes.
    pub output: Option<PathBuf>,
}

/// The options of a run: of the command line, else of the first `gouji.toml` that names them.
#[must_use]
pub(crate) fn options(
    fail_on: Option<FailOn>,
    (format, lang): (Option<Format>, Option<Lang>),
    output: Option<&PathBuf>,
    found: &[Arc<FoundConfig>],
) -> RunOptions {
    let configs = || found.iter().map(|found| &found.config);
    RunOptions {
        fail_on: fail_on
            .or_else(|| configs().find_map(|config| config.fail_on.as_deref()).map(FailOn::named))
            .unwrap_or(FailOn::At(Severity::Error)),
        format: format
            .or_else(|| {
                configs().find_map(|config| config.format.as_deref().and_then(Format::find))
            })
            .or_else(|| output.and_then(|output| by_ending(output)))
            .unwrap_or(Format::TEXT),
        lang: lang
            .or_else(|| configs().find_map(|config| config.lang.as_deref().and_then(Lang::find)))
            .unwrap_or_default(),
        output: output.cloned().or_else(|| {
            found.iter().find_map(|found| Some(found.folder.join(found.config.output.as_ref()?)))
        }),
    }
}

/// The format that a file is named after: `-o 结果.csv`.
fn by_ending(output: &Path) -> Option<Format> {
    Format::find(&super::ending::of(output)?)
}

/// A path as it is shown: from the current folder on, where it lies below.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    let short = short.map(|own| if own.as_os_str().is_empty() { Path::new(".") } else { own });
    short.unwrap_or(path).display().to_string()
}

fn bare(file: &str, message: String) -> RuleMistake {
    RuleMistake::of_file(MistakeCode::FileUnreadable, file.to_owned(), message)
}
