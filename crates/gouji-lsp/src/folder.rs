//! A ruleset that is being written: its files on disk with the texts of open editors on top, what is
//! wrong with them, and the rules as far as they load.

use crate::host::Host;
use crate::index::index;
use crate::names::RULES;
use crate::pieces::pieces;
use gouji_author::cases::{CasesRun, run_layer_of};
use gouji_rules::ruleset::{RuleFile, Rulebook, Ruleset};
use gouji_values::error::RuleMistake;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The texts of open editors by their files.
pub type OpenTexts = BTreeMap<PathBuf, String>;

/// The files of a folder.
type Files = Vec<(String, String)>;

/// How often items with mistakes are left out before the rules below are taken alone.
const ROUNDS: usize = 4;

/// A ruleset on disk.
#[derive(Debug)]
pub struct Folder {
    /// Where it stands.
    pub root: PathBuf,
    /// It and the rulesets beside it that it stands on, as read.
    layers: Vec<(PathBuf, Files)>,
    unread: Vec<RuleMistake>,
    /// The rulesets, its own as open editors have it.
    pub book: Rulebook,
    /// Its name.
    pub name: String,
    current: Option<Arc<Ruleset>>,
    /// The rules without the items that have mistakes, once they were asked for.
    partial: Option<Arc<Ruleset>>,
    last: Option<Arc<Ruleset>>,
    /// What is wrong and what is odd.
    pub mistakes: Vec<RuleMistake>,
    /// A text has changed since.
    pub is_stale: bool,
    /// What is wrong was not told since it was found.
    pub is_untold: bool,
    /// The files that were told of mistakes.
    pub told: Vec<PathBuf>,
}

impl Folder {
    /// The ruleset in a folder.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self {
            root,
            layers: Vec::new(),
            unread: Vec::new(),
            book: Rulebook::default(),
            name: String::new(),
            current: None,
            partial: None,
            last: None,
            mistakes: Vec::new(),
            is_stale: true,
            is_untold: false,
            told: Vec::new(),
        }
    }

    /// Reads the disk anew.
    pub fn read(&mut self, base: &Rulebook, host: &dyn Host) {
        self.is_stale = true;
        self.layers.clear();
        self.unread.clear();
        let mut book = base.clone();
        let mut next = Some(self.root.clone());
        while let Some(folder) = next.take() {
            let files = match host.files(&folder) {
                Ok(files) => files,
                Err(list) => {
                    self.unread.extend(list);
                    return;
                }
            };
            let added = book.add_folder(&shown(&folder), rule_files(&files));
            self.layers.push((folder.clone(), files));
            let Ok(name) = added else { return };
            let parent = book.info(&name).and_then(|info| info.extends.clone());
            next = parent
                .filter(|parent| *parent != name && !book.is_on_disk(parent))
                .and_then(|parent| host.beside(&folder, &parent));
        }
    }

    /// Its own files by their places, as open editors have them.
    #[must_use]
    pub fn texts(&self, open: &OpenTexts) -> Vec<(PathBuf, String)> {
        let files = self.layers.first().map(|(_, files)| files.as_slice()).unwrap_or_default();
        let mut out: Vec<(PathBuf, String)> = Vec::new();
        for (name, text) in files {
            let path = self.root.join(name);
            let text = open.get(&path).unwrap_or(text).clone();
            out.push((path, text));
        }
        // one that was opened and is not saved yet
        for (path, text) in open.iter().filter(|(path, _)| self.holds(path)) {
            if !out.iter().any(|(known, _)| known == path) {
                out.push((path.clone(), text.clone()));
            }
        }
        out
    }

    fn holds(&self, path: &Path) -> bool {
        let is_rules = path.extension().is_some_and(|own| own == "toml" || own == "rhai");
        is_rules && path.starts_with(&self.root)
    }

    /// The rulebook with these texts in the place of the folder's own, and the name of the ruleset.
    ///
    /// # Errors
    /// Mistakes of its `ruleset.toml`.
    pub fn rulebook(
        &self,
        base: &Rulebook,
        texts: &[(PathBuf, String)],
        open: &OpenTexts,
    ) -> Result<(Rulebook, String), Vec<RuleMistake>> {
        let mut book = base.clone();
        for (folder, files) in self.layers.iter().skip(1) {
            let on_top = |(name, text): &(String, String)| {
                let text = open.get(&folder.join(name)).unwrap_or(text);
                RuleFile::new(name.clone(), text.clone())
            };
            book.add_folder(&shown(folder), files.iter().map(on_top).collect())?;
        }
        let own = texts.iter().map(|(path, text)| {
            let inner = path.strip_prefix(&self.root).unwrap_or(path);
            RuleFile::new(inner.to_string_lossy().replace('\\', "/"), text.clone())
        });
        let name = book.add_folder(&shown(&self.root), own.collect())?;
        Ok((book, name))
    }

    /// Loads the rules as they are now and says what is wrong; of some files the cases are run, too.
    pub fn refresh(&mut self, base: &Rulebook, open: &OpenTexts, tried: &[PathBuf]) {
        (self.is_stale, self.is_untold) = (false, true);
        (self.current, self.partial) = (None, None);
        if !self.unread.is_empty() {
            self.mistakes.clone_from(&self.unread);
            return;
        }
        let texts = self.texts(open);
        match self.rulebook(base, &texts, open) {
            Ok((book, name)) => (self.book, self.name) = (book, name),
            Err(list) => {
                self.mistakes = list;
                return;
            }
        }
        match self.book.compile(&self.name, &[], None) {
            Ok((ruleset, warnings)) => {
                self.mistakes = warnings;
                self.mistakes.extend(self.book.remarks(&ruleset, &[]));
                let tried = texts.iter().filter(|(path, _)| tried.contains(path));
                let ids: BTreeSet<String> = tried.flat_map(|(_, text)| cased(text)).collect();
                if !ids.is_empty() {
                    self.mistakes.extend(self.failed_cases(&ids));
                }
                self.current = Some(Arc::new(ruleset));
                self.last.clone_from(&self.current);
            }
            Err(list) => self.mistakes = list,
        }
    }

    fn failed_cases(&self, ids: &BTreeSet<String>) -> Vec<RuleMistake> {
        let Ok(run) = run_layer_of(&self.book, &self.name, |id| ids.contains(id)) else {
            return Vec::new();
        };
        let text = |file: &str| self.book.text(file).unwrap_or_else(|| Arc::from(""));
        run.mistakes(text)
            .into_iter()
            .map(|mistake| RuleMistake { is_warning: true, ..mistake })
            .collect()
    }

    /// Runs the cases of a rule.
    ///
    /// # Errors
    /// The mistakes of the rules.
    pub fn run_cases(&self, id: &str) -> Result<CasesRun, Vec<RuleMistake>> {
        run_layer_of(&self.book, &self.name, |own| own == id)
    }

    /// The rules: as they are, else without the items that have mistakes, else as they last loaded, else those
    /// that stand below.
    pub fn ruleset(&mut self, base: &Rulebook, open: &OpenTexts) -> Option<Arc<Ruleset>> {
        if let Some(current) = self.current.as_ref().or(self.partial.as_ref()) {
            return Some(Arc::clone(current));
        }
        self.partial = self.without_mistakes(base, open).map(Arc::new).or(self.last.clone());
        self.partial.clone()
    }

    fn without_mistakes(&self, base: &Rulebook, open: &OpenTexts) -> Option<Ruleset> {
        let mut texts = self.texts(open);
        let mut mistakes = self.mistakes.clone();
        for _ in 0..ROUNDS {
            for mistake in mistakes.iter().filter(|mistake| !mistake.is_warning) {
                let Some(path) = self.path(&mistake.file) else { continue };
                if let Some((_, text)) = texts.iter_mut().find(|(own, _)| *own == path) {
                    blank(text, mistake.span.start);
                }
            }
            match self.rulebook(base, &texts, open) {
                Ok((book, name)) => match book.compile(&name, &[], None) {
                    Ok((ruleset, _)) => return Some(ruleset),
                    Err(list) => mistakes = list,
                },
                Err(list) => mistakes = list,
            }
        }
        let is_folder = |path: &Path| {
            let name = path.file_name().unwrap_or_default();
            let is_words =
                path.parent().and_then(Path::file_name).is_some_and(|own| own == "vocabulary");
            name == "ruleset.toml" || name == "vocabulary.toml" || is_words
        };
        let texts: Vec<_> = texts.into_iter().filter(|(path, _)| is_folder(path)).collect();
        let (book, name) = self.rulebook(base, &texts, open).ok()?;
        Some(book.compile(&name, &[], None).ok()?.0)
    }

    /// The file that messages call so; of the program's own there is none.
    #[must_use]
    pub fn path(&self, file: &str) -> Option<PathBuf> {
        self.layers.iter().find_map(|(folder, _)| {
            let inner = file.strip_prefix(shown(folder).trim_end_matches(['/', '\\']))?;
            Some(folder.join(inner.strip_prefix(['/', '\\'])?))
        })
    }
}

/// What a folder is called in messages.
fn shown(folder: &Path) -> String {
    folder.display().to_string()
}

fn rule_files(files: &Files) -> Vec<RuleFile> {
    files.iter().map(|(name, text)| RuleFile::new(name.clone(), text.clone())).collect()
}

/// The rules that a file writes or has cases of.
fn cased(text: &str) -> Vec<String> {
    let found = index(text);
    let own = found.items.into_iter().filter(|item| RULES.contains(&item.kind.as_str()));
    own.map(|item| item.id.name).chain(found.cases.into_iter().map(|(_, rule)| rule)).collect()
}

/// Puts blanks in the place of the item at a byte; places of others stay.
fn blank(text: &mut String, offset: usize) {
    let mut starts: Vec<usize> = pieces(text)
        .iter()
        .filter(|piece| piece.table.len() == 1)
        .map(|piece| piece.start)
        .collect();
    starts.push(0);
    starts.push(text.len());
    starts.sort_unstable();
    let start = starts.iter().rev().find(|start| **start <= offset).copied().unwrap_or(0);
    let end = starts.iter().find(|end| **end > offset).copied().unwrap_or(text.len());
    let Some(own) = text.get(start..end) else { return };
    let blanks: String = own
        .chars()
        .flat_map(|c| {
            let blank = if c == '\n' { '\n' } else { ' ' };
            std::iter::repeat_n(blank, if c == '\n' { 1 } else { c.len_utf8() })
        })
        .collect();
    text.replace_range(start..end, &blanks);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_left_out_and_all_others_stay_where_they_are() {
        let mut text = "[[form]]\nid = \"表\"\n[[rule]]\nid = \"甲\"\n[[rule.case]]\nexpect = \"x\"\n[[rule]]\nid = \"乙\"\n".to_owned();
        let (before, second) = (text.clone(), text.find('甲').unwrap());
        blank(&mut text, second);
        assert_eq!(text.len(), before.len());
        assert_eq!(text.find('乙'), before.find('乙'));
        assert_eq!(text.matches("[[").count(), 2, "{text}");
        assert_eq!(text.lines().count(), before.lines().count());
    }
}
