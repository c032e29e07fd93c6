//! A folder of rule files: the files, which of them hold rules, and its words.

use super::case::{self, Bases};
use super::info::RulesetInfo;
use super::items::read;
use super::pack::{PACK, PackInfo};
use super::raw::Items;
use super::setting::PROFILES;
use super::tree::{Grown, RuleTree};
use super::walk::{Mistakes, RuleSource, parse};
use super::word_files::{contrary, slips};
use gouji_values::error::MistakeCode;
use gouji_values::vocabulary::{Vocabulary, VocabularyFile};
use rayon::prelude::*;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A file of a ruleset folder: its path inside the folder and its text.
#[derive(Clone, Debug)]
pub struct RuleFile {
    pub(super) path: String,
    pub(super) text: Cow<'static, str>,
    /// Its tree, where it was grown when the program was built.
    pub(super) grown: Option<Grown>,
    /// The digest of its text, where it was taken when the program was built.
    pub(super) digest: Option<[u8; 32]>,
}

impl RuleFile {
    /// A file by its path inside the folder, `rules/forms.toml`, with `/`.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: Cow::Owned(text.into()), grown: None, digest: None }
    }

    /// A file that a program brings along, and, where a build script made them, its tree and the
    /// SHA-256 of its text.
    #[must_use]
    pub fn embedded(path: &str, text: &'static str, grown: Option<(Grown, [u8; 32])>) -> Self {
        let (grown, digest) = grown.unzip();
        Self { path: path.to_owned(), text: Cow::Borrowed(text), grown, digest }
    }
}

impl From<(String, String)> for RuleFile {
    fn from((path, text): (String, String)) -> Self {
        Self::new(path, text)
    }
}

#[derive(Clone, Debug)]
pub(super) struct RuleFolder {
    pub(super) info: RulesetInfo,
    /// The pack that it was installed from.
    pub(super) pack: Option<PackInfo>,
    pub(super) files: Vec<RuleFile>,
    /// What the files are called in messages.
    pub(super) shown: String,
    /// It is not embedded.
    pub(super) is_on_disk: bool,
    /// What its files of words say, read when they are first asked for.
    pub(super) words: OnceLock<Arc<Vec<Result<VocabularyFile, toml::de::Error>>>>,
    /// The words of these files alone, made when they are first asked for: a document asks three times.
    pub(super) alone: OnceLock<Arc<Vocabulary>>,
}

impl RuleFolder {
    /// Its files of words: `vocabulary.toml`, or those of the folder `vocabulary`.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = &RuleFile> {
        self.files.iter().filter(|file| is_vocabulary(file))
    }

    /// Its words without those of other folders.
    fn alone(&self, files: &[&VocabularyFile]) -> &Arc<Vocabulary> {
        self.alone.get_or_init(|| {
            let mut words = Vocabulary::default();
            files.iter().for_each(|file| words.extend(file));
            Arc::new(words)
        })
    }

    /// Tells of words that those of the folders above have with the contrary sense.
    fn contrary_words(&self, known: &Vocabulary, mistakes: &mut Mistakes) {
        for file in self.vocabulary() {
            let source = self.source(file);
            let tree = parse(&source, &mut Mistakes::default());
            for (span, message, help) in contrary(tree.root(), known) {
                mistakes.add(&source, span, MistakeCode::VocabularyUnclear, message, Some(help));
            }
        }
    }

    pub(super) fn source(&self, file: &RuleFile) -> RuleSource {
        let name = shown(&self.shown, &file.path);
        let is_cases = file.path.starts_with(case::FOLDER);
        RuleSource {
            name: name.into(),
            text: file.text.clone(),
            layer: self.info.name.as_str().into(),
            is_cases,
            grown: file.grown,
        }
    }
}

/// A file of forms, claims and rules, or of their cases, not of the folder itself.
pub(super) fn is_rules(file: &RuleFile) -> bool {
    file.path.ends_with(".toml")
        && !matches!(
            file.path.as_str(),
            "ruleset.toml" | "gouji.toml" | "waivers.toml" | PROFILES | PACK
        )
        && !is_vocabulary(file)
}

/// A file that the index of a source stands for: rules, or a script of theirs.
pub(super) fn is_source(file: &RuleFile) -> bool {
    is_rules(file) || file.path.ends_with(".rhai")
}

pub(super) fn shown(folder: &str, path: &str) -> String {
    format!("{}/{path}", folder.trim_end_matches(['/', '\\']))
}

/// A file of words: `vocabulary.toml`, or one of the folder `vocabulary`.
pub(super) fn is_vocabulary(file: &RuleFile) -> bool {
    file.path == "vocabulary.toml"
        || file.path.starts_with("vocabulary/") && file.path.ends_with(".toml")
}

/// The words of folders, each on top of those before it.
pub(super) fn words_of<'f>(
    folders: impl IntoIterator<Item = &'f RuleFolder>,
    mistakes: &mut Mistakes,
) -> Arc<Vocabulary> {
    let mut out: Option<Arc<Vocabulary>> = None;
    for folder in folders {
        let found = vocabulary_files(folder, mistakes);
        if found.is_empty() {
            continue;
        }
        if let (Some(known), true) = (&out, folder.is_on_disk) {
            folder.contrary_words(known, mistakes);
        }
        match &mut out {
            None => out = Some(Arc::clone(folder.alone(&found))),
            Some(words) => {
                let words = Arc::make_mut(words);
                found.iter().for_each(|file| words.extend(file));
            }
        }
    }
    out.unwrap_or_default()
}

/// What the files of words of a folder say; what is wrong with them is told.
fn vocabulary_files<'f>(
    folder: &'f RuleFolder,
    mistakes: &mut Mistakes,
) -> Vec<&'f VocabularyFile> {
    let read = |file: &RuleFile| match file.grown {
        // to parse it takes 5 million instructions
        Some(grown) => VocabularyFile::deserialize(RuleTree::of(&file.text, grown).root())
            .or_else(|_| toml::from_str(&file.text)),
        None => toml::from_str(&file.text),
    };
    let words = folder.words.get_or_init(|| Arc::new(folder.vocabulary().map(read).collect()));
    let mut out = Vec::new();
    for (file, read) in folder.vocabulary().zip(words.iter()) {
        match read {
            Ok(found) => out.push(found),
            Err(error) => unread_words(&folder.source(file), error, mistakes),
        }
    }
    out
}

/// Tells what is wrong with a file of words.
fn unread_words(source: &RuleSource, error: &toml::de::Error, mistakes: &mut Mistakes) {
    let mut syntax = Mistakes::default();
    let tree = parse(source, &mut syntax);
    let syntax = syntax.sorted();
    let slips = if syntax.is_empty() { slips(source, tree.root()) } else { Vec::new() };
    if !slips.is_empty() {
        for (span, message, help) in slips {
            mistakes.add(source, span, MistakeCode::VocabularyUnclear, message, Some(help));
        }
    } else if syntax.is_empty() {
        mistakes.add(
            source,
            error.span().unwrap_or(0..0),
            MistakeCode::VocabularyUnclear,
            "这个键或值不认识",
            Some("参看 national 的 vocabulary 文件夹".to_owned()),
        );
        mistakes.because(error.clone());
    } else {
        mistakes.found.extend(syntax);
    }
}

/// Reads rule files, but for the first ones.
pub(super) fn read_files_from(first: usize, sources: &[RuleSource]) -> Vec<(Items, Mistakes)> {
    let files = sources.par_iter().enumerate().skip(first).with_max_len(1);
    files.map(|(index, source)| read_file(index, source)).collect()
}

/// A rule file as read, by its number among all. A script has no items.
pub(super) fn read_file(index: usize, source: &RuleSource) -> (Items, Mistakes) {
    let (mut items, mut mistakes) = (Items::default(), Mistakes::default());
    if source.name.ends_with(".toml") {
        read(index, source, &mut items, &mut mistakes);
    }
    (items, mistakes)
}

/// The base documents of cases in folders; one of a later folder replaces one of its name.
pub(super) fn bases(chain: &[&RuleFolder]) -> Bases {
    let files = chain.iter().flat_map(|folder| &folder.files);
    files
        .filter_map(|file| Some((case::base_name(&file.path)?.to_owned(), file.text.to_string())))
        .collect()
}
