//! Sections of a `gouji.toml`: which documents each is for, told by their paths.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use gouji_engine::engine::{PathTest, ScopeRequest};
use gouji_rules::ruleset::{Config, Rulebook};
use gouji_values::error::RuleMistake;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The sections of a file, and the folder that their paths start from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scopes {
    config: Option<(Config, PathBuf)>,
}

/// Documents by patterns of paths below a folder.
#[derive(Debug)]
struct Below {
    folder: PathBuf,
    patterns: GlobSet,
}

impl PathTest for Below {
    fn has(&self, path: &str) -> bool {
        let Ok(absolute) = std::path::absolute(path) else { return false };
        let below = absolute.strip_prefix(&self.folder).unwrap_or(&absolute);
        self.patterns.is_match(below)
    }
}

impl Scopes {
    /// Those of a file in a folder.
    #[must_use]
    pub(crate) fn of(config: &Config, folder: &Path) -> Self {
        let has_any = !config.scopes.is_empty();
        Self { config: has_any.then(|| (config.clone(), folder.to_owned())) }
    }

    /// Adds them to the rules; gives what the engine is to ask of each document.
    pub(crate) fn add(&self, rulebook: &mut Rulebook) -> Vec<ScopeRequest> {
        let Some((config, folder)) = &self.config else { return Vec::new() };
        let scopes = config.scopes.iter().enumerate();
        let request = |(at, scope): (usize, &gouji_rules::ruleset::ConfigScope)| {
            let mut patterns = GlobSetBuilder::new();
            for pattern in &scope.files {
                // one that cannot be read was told before
                patterns = match written(&pattern.value) {
                    Ok(glob) => with(patterns, glob),
                    Err(_) => patterns,
                };
            }
            let below = Below {
                folder: std::path::absolute(folder).unwrap_or_else(|_| folder.clone()),
                patterns: patterns.build().unwrap_or_default(),
            };
            ScopeRequest {
                name: rulebook.add_scope(config, at),
                paths: (!scope.files.is_empty()).then(|| Arc::new(below) as Arc<dyn PathTest>),
                agency: scope.agency.clone(),
            }
        };
        scopes.map(request).collect()
    }
}

fn with(mut patterns: GlobSetBuilder, glob: globset::Glob) -> GlobSetBuilder {
    patterns.add(glob);
    patterns
}

/// A pattern; one without a folder is for files of this name in any folder, the name of a folder for all in it.
fn written(pattern: &str) -> Result<globset::Glob, globset::Error> {
    let pattern = pattern.trim().trim_start_matches("./").replace('\\', "/");
    let whole = match pattern.strip_suffix('/') {
        Some(folder) => format!("{folder}/**"),
        None if !pattern.contains('/') => format!("**/{pattern}"),
        None => pattern,
    };
    GlobBuilder::new(&whole).literal_separator(true).build()
}

/// How many entries below a folder are looked through at most.
const ENTRIES: usize = 5_000;

/// The patterns of a file that no file below its folder fits: they do nothing. `documents` are those of the
/// run, one of which may be meant. Where too many files lie below nothing is said.
pub(crate) fn unmet(config: &Config, folder: &Path, documents: &[&Path]) -> Vec<RuleMistake> {
    if config.scopes.iter().all(|scope| scope.files.is_empty()) {
        return Vec::new();
    }
    let Some(there) = files_below(folder) else { return Vec::new() };
    let patterns = config.scopes.iter().flat_map(|scope| &scope.files);
    let told = |pattern: &gouji_rules::ruleset::ConfigValue<String>| {
        let matcher = written(&pattern.value).ok()?.compile_matcher();
        if there.iter().any(|path| matcher.is_match(path)) {
            return None;
        }
        let message = format!("没有一份文件合 files 里的 {}，这一段不起作用", pattern.value);
        let mut names = documents.iter().filter_map(|path| path.file_name()?.to_str());
        let help = match (names.next(), names.next()) {
            (Some(name), None) => format!("这次审核的是 {name}：就是它的，写成 \"{name}\""),
            _ => {
                "照文件的名称写，* 代替一段：\"*自评*.docx\"；文件还没有放进来的，不必改".to_owned()
            }
        };
        Some(RuleMistake {
            is_warning: true,
            ..config.mistake(pattern.span.clone(), message, Some(help))
        })
    };
    patterns.filter_map(told).collect()
}

/// The files below a folder, by their paths from there on.
fn files_below(folder: &Path) -> Option<Vec<PathBuf>> {
    let (mut open, mut out, mut seen) = (vec![folder.to_owned()], Vec::new(), 0);
    while let Some(own) = open.pop() {
        for entry in std::fs::read_dir(own).ok()?.flatten() {
            seen += 1;
            if seen > ENTRIES {
                return None;
            }
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else if let Ok(below) = path.strip_prefix(folder) {
                out.push(below.to_owned());
            }
        }
    }
    Some(out)
}

/// The patterns of a file that cannot be read.
pub(crate) fn unusable(config: &Config) -> Vec<RuleMistake> {
    let patterns = config.scopes.iter().flat_map(|scope| &scope.files);
    let told = |pattern: &gouji_rules::ruleset::ConfigValue<String>| {
        written(&pattern.value).err().map(|_| {
            let message = format!("files 里的 {} 不是路径的写法", pattern.value);
            let help = "用 * 代替一段名称、** 代替各层文件夹，例如 \"乡镇/**\"、\"*自评*.docx\"；[ 和 { 要成对";
            config.mistake(pattern.span.clone(), message, Some(help.to_owned()))
        })
    };
    patterns.filter_map(told).collect()
}
