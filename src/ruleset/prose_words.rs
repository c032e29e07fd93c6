//! What reading prose needs of a ruleset: the words of its vocabulary as the scanner wants them, and
//! which claims its relations and the names of its measures are. Made once for a ruleset: the names
//! of some hundred measures are read as prose themselves, which takes longer than a short document.

use super::schema::Claim;
use crate::hash::QuickMap;
use crate::label::label_key;
use crate::prose::{Relation, Scanner, UnitNames, Words, bare_name};
use crate::vocabulary::Vocabulary;

/// The list of the vocabulary with the words for the unit itself.
pub const OWN: &str = "own";

/// What reading prose needs of a ruleset.
#[derive(Clone, Debug, Default)]
pub struct ProseWords {
    words: Words,
    names: UnitNames,
    /// The claim of each relation that rule files speak of.
    pub claims: Vec<(Relation, usize)>,
    /// The claims of the measures of each name, by [`measure_key`].
    pub measures: QuickMap<String, Vec<usize>>,
    /// The claims of the measures with open names.
    pub open_measures: Vec<usize>,
}

impl ProseWords {
    pub(super) fn new(claims: &[Claim], vocabulary: &Vocabulary) -> Self {
        let relations = claims.iter().enumerate();
        let mut out = Self {
            words: Words::new(&vocabulary.prose),
            names: UnitNames::new(&vocabulary.units),
            claims: relations.filter_map(|(at, claim)| Some((claim.relation?, at))).collect(),
            measures: QuickMap::default(),
            open_measures: Vec::new(),
        };
        let measures =
            claims.iter().enumerate().filter_map(|(at, claim)| Some((at, claim.measure.as_ref()?)));
        for (at, measure) in measures {
            if !measure.open_names.is_empty() {
                out.open_measures.push(at);
            }
            for name in &measure.names {
                let Some(name) = out.with_scanner(vocabulary, |scanner| bare_name(scanner, name))
                else {
                    continue;
                };
                let own = out.measures.entry(measure_key(&name, vocabulary)).or_default();
                if !own.contains(&at) {
                    own.push(at);
                }
            }
        }
        out
    }

    /// Whether no rule file names a measure.
    #[must_use]
    pub fn has_no_measures(&self) -> bool {
        self.measures.is_empty() && self.open_measures.is_empty()
    }

    /// Works with a scanner of these words; `vocabulary` is that of the ruleset.
    pub fn with_scanner<T>(
        &self,
        vocabulary: &Vocabulary,
        work: impl FnOnce(&Scanner<'_>) -> T,
    ) -> T {
        let ignorable = |c: char| vocabulary.ignorable(c);
        work(&Scanner {
            words: &self.words,
            units: &vocabulary.units,
            names: &self.names,
            ignorable: &ignorable,
        })
    }
}

/// A name as measures are found by it.
#[must_use]
pub fn measure_key(name: &str, vocabulary: &Vocabulary) -> String {
    let mut key = label_key(name, vocabulary);
    // the unit itself, and what is left of a date
    let own = vocabulary.prose.get(OWN).map_or(&[][..], Vec::as_slice);
    while let Some(rest) = own.iter().find_map(|word| key.strip_prefix(word.as_str())) {
        key = rest.to_owned();
    }
    key
}
