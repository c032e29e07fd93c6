//! What a rulebook keeps of the rulesets that the program brought along, where it is asked again and
//! again while somebody writes rules on top of them: their files as read, and the wordings of the root.

use super::claim::wordings;
use super::compiler::Wordings;
use super::folder::{RuleFolder, is_vocabulary, read_files_from};
use super::raw::Items;
use super::rulebook::Rulebook;
use super::walk::{Mistakes, RuleSource};
use gouji_values::vocabulary::Vocabulary;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// The rule files of a folder as read, and how many stood before them: items know their file by its number.
#[derive(Debug)]
pub(super) struct KeptFiles {
    first: usize,
    files: Vec<(Items, Mistakes)>,
}

/// What is kept for all copies of a rulebook.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    read: AtomicUsize,
    wordings: OnceLock<Wordings>,
}

impl Rulebook {
    /// The same, which from here on reads the files of the rulesets that the program brought along once, for
    /// all its copies.
    #[must_use]
    pub fn keeping(mut self) -> Self {
        // the words of each folder go with its copies
        let _ = self.vocabulary();
        self.keeper = Some(Arc::default());
        self
    }

    /// How many rule files a rulebook that keeps them has read, with all its copies.
    #[must_use]
    pub fn files_read(&self) -> usize {
        self.keeper.as_ref().map_or(0, |keeper| keeper.read.load(Ordering::Relaxed))
    }
}

impl Keeper {
    /// The rule files of a chain, those of folders on disk read anew.
    pub(super) fn files(
        &self,
        chain: &[&RuleFolder],
        sources: &[RuleSource],
        layer_of: &[usize],
    ) -> Vec<(Items, Mistakes)> {
        let mut out: Vec<(Items, Mistakes)> = Vec::new();
        for (layer, folder) in chain.iter().enumerate() {
            let first = out.len();
            let end = first + layer_of.iter().filter(|own| **own == layer).count();
            let read = || {
                self.read.fetch_add(end - first, Ordering::Relaxed);
                read_files_from(first, sources.get(..end).unwrap_or(sources))
            };
            if folder.is_on_disk {
                out.extend(read());
                continue;
            }
            let kept = folder.kept.get_or_init(|| KeptFiles { first, files: read() });
            if kept.first == first {
                out.extend(kept.files.iter().cloned());
            } else {
                out.extend(read());
            }
        }
        out
    }

    /// The wordings of the claims of the root, where no further words may give them another meaning.
    pub(super) fn wordings(
        &self,
        chain: &[&RuleFolder],
        files: &[(Items, Mistakes)],
        words: &Vocabulary,
    ) -> Wordings {
        let has_words = |folder: &&&RuleFolder| folder.files.iter().any(is_vocabulary);
        let root = chain.first().filter(|root| !root.is_on_disk);
        let Some(kept) = root.and_then(|root| root.kept.get()) else { return Wordings::default() };
        if chain.iter().skip(1).any(|folder| has_words(&folder)) {
            return Wordings::default();
        }
        let own = files.iter().take(kept.files.len()).map(|(items, _)| items);
        self.wordings.get_or_init(|| wordings(own, words)).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::RuleFile;
    use super::*;

    #[test]
    fn files_of_the_program_are_read_once() {
        let root = "[[form]]\nid = \"表\"\ntitle = \"甲表\"\ncolumns = [{ name = \"名\", kind = \"label\" }, { name = \"数\", kind = \"amount\" }]\n\n[[claim]]\nid = \"说\"\ntext = \"共{数:amount}\"\n";
        let files = [
            ("national/ruleset.toml", "name = \"national\"\ntitle = \"全国\"\n"),
            ("national/a.toml", root),
        ];
        let files = files.map(|(path, text)| RuleFile::new(path, text));
        let base = Rulebook::of_files(files).unwrap().keeping();
        assert_eq!(base.files_read(), 0);
        let own = |rule: &str| {
            let mut book = base.clone();
            let about = "name = \"own\"\ntitle = \"自己\"\nextends = \"national\"\n";
            let files = vec![RuleFile::new("ruleset.toml", about), RuleFile::new("r.toml", rule)];
            book.add_folder("own", files).unwrap();
            book.compile("own", &[], None)
        };
        let (first, _) =
            own("[[rule]]\nid = \"一\"\nform = \"表\"\nexpect = \"数 >= 0\"\n").unwrap();
        assert_eq!((base.files_read(), first.rules.len(), first.claims.len()), (2, 1, 1));
        let (second, _) =
            own("[[rule]]\nid = \"二\"\nclaim = \"说\"\nexpect = \"数 >= 0\"\n").unwrap();
        assert_eq!((base.files_read(), second.rules[0].id.as_str()), (3, "二"));
        // and a mistake stands where it stands
        let wrong =
            own("[[rule]]\nid = \"三\"\nform = \"表\"\nexpect = \"没有 >= 0\"\n").unwrap_err();
        assert_eq!((wrong[0].file.as_str(), base.files_read()), ("own/r.toml", 4));
    }
}
