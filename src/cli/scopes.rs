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
