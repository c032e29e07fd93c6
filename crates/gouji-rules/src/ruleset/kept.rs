//! What a rulebook keeps where it is asked again and again while somebody writes rules: each file as
//! read, as long as its text stays the same, and the wordings of claims, as long as the words do.

use super::claim::wordings;
use super::compiler::Wordings;
use super::folder::{RuleFolder, read_file};
use super::raw::Items;
use super::rulebook::Rulebook;
use super::walk::{Mistakes, RuleSource};
use gouji_values::vocabulary::Vocabulary;
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A file as read, in the place that it has among all: items know their file by its number.
#[derive(Clone, Debug)]
struct KeptFile {
    name: String,
    text: Cow<'static, str>,
    read: (Items, Mistakes),
}

/// What is kept for all copies of a rulebook.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    count: AtomicUsize,
    files: Mutex<Vec<KeptFile>>,
    /// The texts of the vocabularies, and the wordings that were compiled with them.
    wordings: Mutex<(Vec<String>, Wordings)>,
}

impl Rulebook {
    /// The same, which from here on, with all its copies, reads a file again only when its text has changed.
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
        self.keeper.as_ref().map_or(0, |keeper| keeper.count.load(Ordering::Relaxed))
    }
}

fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    /// All rule files as read.
    pub(super) fn files(&self, sources: &[RuleSource]) -> Vec<(Items, Mistakes)> {
        let mut kept = locked(&self.files);
        let read = |(at, source): (usize, &RuleSource)| {
            let known = kept.get(at).filter(|own| own.name == *source.name);
            if let Some(known) = known.filter(|own| own.text == source.text) {
                return known.clone();
            }
            self.count.fetch_add(1, Ordering::Relaxed);
            let (name, text) = (source.name.to_string(), source.text.clone());
            KeptFile { name, text, read: read_file(at, source) }
        };
        let files: Vec<KeptFile> =
            sources.par_iter().enumerate().with_max_len(1).map(read).collect();
        let out = files.iter().map(|file| file.read.clone()).collect();
        *kept = files;
        out
    }

    /// The wordings of the claims in files.
    pub(super) fn wordings(
        &self,
        chain: &[&RuleFolder],
        files: &[(Items, Mistakes)],
        words: &Vocabulary,
    ) -> Wordings {
        let own = chain.iter().flat_map(|folder| folder.vocabulary());
        let texts: Vec<String> = own.map(|file| file.text.to_string()).collect();
        let mut kept = locked(&self.wordings);
        if kept.0 != texts {
            *kept = (texts, Wordings::default());
        }
        let more = wordings(files.iter().map(|(items, _)| items), words, &kept.1);
        kept.1.extend(more);
        kept.1.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::RuleFile;
    use super::*;

    #[test]
    fn a_file_is_read_again_when_its_text_has_changed() {
        let root = "[[form]]\nid = \"表\"\ntitle = \"甲表\"\ncolumns = [{ name = \"名\", kind = \"label\" }, { name = \"数\", kind = \"amount\" }]\n\n[[claim]]\nid = \"说\"\ntext = \"共{数:amount}\"\n";
        let files = [
            ("national/ruleset.toml", "name = \"national\"\ntitle = \"全国\"\n"),
            ("national/a.toml", root),
        ];
        let files = files.map(|(path, text)| RuleFile::new(path, text));
        let base = Rulebook::of_files(files).unwrap().keeping();
        assert_eq!(base.files_read(), 0);
        let other = "[[rule]]\nid = \"他\"\nform = \"表\"\nexpect = \"数 == 0\"\n";
        let own = |rule: &str| {
            let mut book = base.clone();
            let about = "name = \"own\"\ntitle = \"自己\"\nextends = \"national\"\n";
            let texts = [("ruleset.toml", about), ("a.toml", other), ("r.toml", rule)];
            let files = texts.map(|(path, text)| RuleFile::new(path, text));
            book.add_folder("own", files.to_vec()).unwrap();
            book.compile("own", &[], None)
        };
        let (first, _) =
            own("[[rule]]\nid = \"一\"\nform = \"表\"\nexpect = \"数 >= 0\"\n").unwrap();
        assert_eq!((base.files_read(), first.rules.len(), first.claims.len()), (3, 2, 1));
        let (second, _) =
            own("[[rule]]\nid = \"二\"\nclaim = \"说\"\nexpect = \"数 >= 0\"\n").unwrap();
        assert_eq!((base.files_read(), second.rules[1].id.as_str()), (4, "二"));
        // and a mistake stands where it stands
        let wrong =
            own("[[rule]]\nid = \"三\"\nform = \"表\"\nexpect = \"没有 >= 0\"\n").unwrap_err();
        assert_eq!((wrong[0].file.as_str(), base.files_read()), ("own/r.toml", 5));
    }
}
