//! What reading prose needs of a ruleset: the words of its vocabulary as the scanner wants them, and
//! which claims its relations and the names of its measures are. Made once for a ruleset, the names
//! only for a document that states an amount: those of some hundred measures are read as prose
//! themselves, which takes as long as all else that is done for a short document.

use super::schema::{Claim, NamedMeasure};
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
    /// The claims of the measures with open names.
    pub open_measures: Vec<usize>,
    /// Some rule file names a measure.
    pub has_measures: bool,
}

impl ProseWords {
    pub(super) fn new(claims: &[Claim], vocabulary: &Vocabulary) -> Self {
        let relations = claims.iter().enumerate();
        let is_open = |(_, measure): &(usize, &NamedMeasure)| !measure.open_names.is_empty();
        Self {
            words: Words::new(&vocabulary.prose),
            names: UnitNames::new(&vocabulary.units),
            claims: relations.filter_map(|(at, claim)| Some((claim.relation?, at))).collect(),
            open_measures: measures(claims).filter(is_open).map(|(at, _)| at).collect(),
            has_measures: measures(claims).next().is_some(),
        }
    }

    /// The claims of the measures of each name, by [`measure_key`].
    pub(super) fn measure_names(
        &self,
        claims: &[Claim],
        vocabulary: &Vocabulary,
    ) -> QuickMap<String, Vec<usize>> {
        let mut out: QuickMap<String, Vec<usize>> = QuickMap::default();
        self.with_scanner(vocabulary, |scanner| {
            for (at, measure) in measures(claims) {
                for name in measure.names.iter().filter_map(|name| bare_name(scanner, name)) {
                    let own = out.entry(measure_key(&name, vocabulary)).or_default();
                    if !own.contains(&at) {
                        own.push(at);
                    }
                }
            }
        });
        out
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

/// The measures among claims.
fn measures(claims: &[Claim]) -> impl Iterator<Item = (usize, &NamedMeasure)> {
    claims.iter().enumerate().filter_map(|(at, claim)| Some((at, claim.measure.as_deref()?)))
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
