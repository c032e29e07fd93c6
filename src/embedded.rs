//! The rulesets that the program brings along: `rules/`, embedded when it is built.

use gouji_rules::ruleset::{RuleFile, Rulebook};
use gouji_tree::{Grown, NodeKind, TreeNode};
use gouji_values::error::RuleMistake;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The rulesets in the binary.
///
/// # Errors
/// Mistakes in their `ruleset.toml`; a test keeps them out.
pub fn embedded() -> Result<Rulebook, Vec<RuleMistake>> {
    Rulebook::of_files(embedded_texts().map(|(path, text)| RuleFile::embedded(path, text, None)))
}

/// The rulesets in the binary without the cases of their rules: quicker to load where none is run.
///
/// # Errors
/// As [`embedded`].
pub fn embedded_lean() -> Result<Rulebook, Vec<RuleMistake>> {
    let rules = EMBEDDED
        .iter()
        .map(|(path, text, grown, digest)| RuleFile::embedded(path, text, Some((*grown, *digest))));
    // cases of a folder on disk may be made of a base of these
    let bases = EMBEDDED_CASES.iter().filter(|(path, _)| path.ends_with(".txt"));
    Rulebook::of_files(rules.chain(bases.map(|(path, text)| RuleFile::embedded(path, text, None))))
}

/// Files of the embedded ruleset of this name, as `(path, text)`.
pub fn embedded_files(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let prefix = format!("{name}/");
    embedded_texts().filter_map(move |(path, text)| Some((path.strip_prefix(&prefix)?, text)))
}

/// The files of the rulesets in the binary, those with cases last.
fn embedded_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    EMBEDDED.iter().map(|(path, text, ..)| (*path, *text)).chain(EMBEDDED_CASES.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_tree::RuleTree;
    use gouji_values::vocabulary::VocabularyFile;
    use serde::Deserialize as _;

    #[test]
    fn a_tree_gives_the_words_that_its_text_gives() {
        let files = EMBEDDED.iter().filter(|(path, ..)| path.ends_with("/vocabulary.toml"));
        let mut files = files.peekable();
        assert!(files.peek().is_some());
        for (_, text, grown, _) in files {
            let grown = VocabularyFile::deserialize(RuleTree::of(text, *grown).root()).unwrap();
            let parsed: VocabularyFile = toml::from_str(text).unwrap();
            assert_eq!(format!("{grown:?}"), format!("{parsed:?}"));
        }
    }

    #[test]
    fn embedded_trees_are_those_of_their_texts() {
        for (path, text, grown, _) in EMBEDDED.iter().filter(|(path, ..)| path.ends_with(".toml")) {
            let (tree, mistakes) = RuleTree::parse(text);
            assert!(mistakes.is_empty(), "{path}");
            assert!(tree.grown() == (grown.nodes, grown.extra), "{path}");
        }
    }
}
