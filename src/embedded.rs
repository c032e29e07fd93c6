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
    use gouji_rules::ruleset::{LabelWords, Ruleset};
    use gouji_tree::RuleTree;
    use gouji_values::vocabulary::VocabularyFile;
    use serde::Deserialize as _;

    #[test]
    fn a_tree_gives_the_words_that_its_text_gives() {
        let files = EMBEDDED.iter().filter(|(path, ..)| path.contains("/vocabulary/"));
        let mut files = files.peekable();
        assert!(files.peek().is_some());
        for (_, text, grown, _) in files {
            let grown = VocabularyFile::deserialize(RuleTree::of(text, *grown).root()).unwrap();
            let parsed: VocabularyFile = toml::from_str(text).unwrap();
            assert_eq!(format!("{grown:?}"), format!("{parsed:?}"));
        }
    }

    /// All that a ruleset holds, written out but for the insides of patterns.
    fn told(ruleset: &Ruleset) -> Vec<String> {
        let texts = |words: &LabelWords| {
            let patterns = words.patterns.iter().map(|own| own.written().map(str::to_owned));
            format!("{:?} {:?}", words.plain, patterns.collect::<Vec<_>>())
        };
        let forms = ruleset.forms.iter().map(|form| {
            let columns = form.columns.iter().map(|own| {
                format!("{} {:?} {:?} {}", own.name, own.kind, own.side, texts(&own.headers))
            });
            let rows = form.rows.iter().map(|own| {
                format!("{} {:?} {:?} {}", own.name, own.code, own.after, texts(&own.labels))
            });
            let lists = (columns.collect::<Vec<_>>(), rows.collect::<Vec<_>>());
            format!("{} {:?} {} {lists:?}", form.id, form.origin, texts(&form.titles))
        });
        let claims = ruleset.claims.iter().map(|claim| {
            let wordings = claim.wordings.iter();
            let wordings = wordings.map(|own| (own.pattern.written(), &own.captures));
            let head = (&claim.under, &claim.not_under, claim.place, &claim.scope, claim.relation);
            let body = (wordings.collect::<Vec<_>>(), &claim.captures, &claim.declared);
            assert_eq!(claim.has_measure, claim.measure.is_some());
            format!("{} {:?} {head:?} {body:?} {}", claim.id, claim.origin, claim.has_measure)
        });
        let rules = ruleset.rules.iter().map(|rule| {
            assert_eq!(rule.kind, rule.demand.kind(), "{}", rule.id);
            let sources: Vec<&str> =
                rule.demand.formulas().iter().map(|own| own.source.as_str()).collect();
            let when = rule.when.as_ref().map(|(text, node)| (text, node.is_some()));
            let head = (&rule.owner, &rule.scope, &rule.documents, &rule.agency, rule.kind);
            let body = (&rule.name, &rule.hint, &rule.basis, &rule.replaces, rule.severity);
            format!("{} {:?} {head:?} {body:?} {when:?} {sources:?}", rule.id, rule.origin)
        });
        forms.chain(claims).chain(rules).collect()
    }

    #[test]
    fn what_is_read_later_is_what_is_read_at_once() {
        let (later, at_once) = (embedded_lean().unwrap(), embedded().unwrap());
        let names: Vec<String> = at_once.rulesets().map(|info| info.name.clone()).collect();
        for name in names {
            for year in [None, Some(2018), Some(2021), Some(2023)] {
                let one = later.compile(&name, &[], year).unwrap().0;
                let other = at_once.compile(&name, &[], year).unwrap().0;
                let (one, other) = (told(&one), told(&other));
                assert_eq!(one.len(), other.len(), "{name} {year:?}");
                for (one, other) in one.iter().zip(&other) {
                    assert_eq!(one, other, "{name} {year:?}");
                }
            }
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
