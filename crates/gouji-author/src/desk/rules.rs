//! The rules that a question is about: a ruleset of the program, and folders of the user's.

use super::DeskBooks;
use gouji_engine::engine::{Engine, Request};
use gouji_rules::ruleset::{RuleFile, Rulebook};
use gouji_values::error::RuleMistake;
use serde::Deserialize;

/// The rules of a run, and its day.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeskRules {
    /// A ruleset by its name; without one it is found from each document.
    pub ruleset: Option<String>,
    /// Folders of rule files of the user's.
    pub folders: Vec<DeskFolder>,
    /// The year, where it is not to be found from each document.
    pub year: Option<i32>,
    /// The day of the audit, `2026-11-23`.
    pub today: Option<String>,
    /// How tables were read is not asked for.
    #[serde(skip)]
    pub brief: bool,
}

/// A folder of rule files: its name, and its files by path and text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskFolder {
    /// As mistakes call it.
    pub name: String,
    /// Paths from the folder on, with `/`, and texts.
    pub files: Vec<(String, String)>,
}

impl DeskRules {
    /// Adds the folders; gives the names of their rulesets.
    ///
    /// # Errors
    /// Mistakes of their `ruleset.toml`.
    pub fn add(&self, rulebook: &mut Rulebook) -> Result<Vec<String>, Vec<RuleMistake>> {
        let (mut names, mut mistakes) = (Vec::new(), Vec::new());
        for folder in &self.folders {
            let files = folder.files.iter().map(|(path, text)| RuleFile::new(path, text)).collect();
            match rulebook.add_folder(&folder.name, files) {
                Ok(name) => names.push(name),
                Err(more) => mistakes.extend(more),
            }
        }
        if mistakes.is_empty() { Ok(names) } else { Err(mistakes) }
    }

    /// The engine that was asked for: rulesets of the user's go on top, but for one that takes the
    /// place of a built-in one, the one that was chosen by name, and those that it rests on.
    ///
    /// # Errors
    /// Mistakes of the rule files.
    pub fn engine(&self, books: DeskBooks) -> Result<Engine, Vec<RuleMistake>> {
        self.engine_and_own(books).map(|(engine, _)| engine)
    }

    /// The engine, and the names of the user's rulesets.
    pub(super) fn engine_and_own(
        &self,
        books: DeskBooks,
    ) -> Result<(Engine, Vec<String>), Vec<RuleMistake>> {
        let mut rulebook = (books.lean)()?;
        let built_in: Vec<String> = rulebook.rulesets().map(|info| info.name.clone()).collect();
        let own = self.add(&mut rulebook)?;
        let mut chain: Vec<&str> = Vec::new();
        let mut next = self.ruleset.as_deref();
        // a ring of parents is told when the rules are compiled
        while let Some(name) = next.filter(|name| !chain.contains(name)) {
            chain.push(name);
            next = rulebook.info(name).and_then(|info| info.extends.as_deref());
        }
        let is_extra = |name: &&String| !built_in.contains(name) && !chain.contains(&name.as_str());
        let extra = own.iter().filter(is_extra).cloned().collect();
        let request = Request {
            ruleset: self.ruleset.clone(),
            extra,
            year: self.year,
            today: self.today.clone(),
            brief: self.brief,
            ..Request::default()
        };
        Ok((Engine::new(rulebook, request)?, own))
    }
}
