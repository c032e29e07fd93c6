//! What reading prose needs of a ruleset: the words of its vocabulary as the scanner wants them, and
//! which claims its relations and the names of its measures are. Made once for a ruleset; a name of
//! a measure is read as prose itself, so only those that a document may mean are.

use super::name_text::NameText;
use super::schema::{Claim, NamedMeasure};
use gouji_prose::prose::{
    CLASSES, Declared, Relation, Scanner, UnitNames, Words, bare_name, may_be_left_out,
};
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::label::label_key;
use gouji_values::number::{fold, is_ideograph};
use gouji_values::vocabulary::Vocabulary;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The list of the vocabulary with the words for the unit itself.
pub const OWN: &str = "own";

/// What reading prose needs of a ruleset.
#[derive(Clone, Debug, Default)]
pub struct ProseWords {
    words: Words,
    names: UnitNames,
    /// The claim of each relation that rule files speak of.
    pub claims: Vec<(Relation, usize)>,
    /// The claims of the measures with open names, once an amount was read.
    open_measures: OnceLock<Vec<usize>>,
    /// Some rule file names a measure.
    pub has_measures: bool,
}

impl ProseWords {
    pub(super) fn new(claims: &[Claim], vocabulary: &Vocabulary) -> Self {
        let relations = claims.iter().enumerate();
        Self {
            words: Words::new(&vocabulary.prose),
            names: UnitNames::new(&vocabulary.units),
            claims: relations.filter_map(|(at, claim)| Some((claim.relation?, at))).collect(),
            open_measures: OnceLock::new(),
            has_measures: claims.iter().any(|claim| claim.has_measure),
        }
    }

    /// The claims of the measures with open names.
    #[must_use]
    pub fn open_measures(&self, claims: &[Claim]) -> &[usize] {
        let is_open = |(_, measure): &(usize, &NamedMeasure)| !measure.open_names.is_empty();
        self.open_measures
            .get_or_init(|| measures(claims).filter(is_open).map(|(at, _)| at).collect())
    }

    /// The same with roles and relations that rule files declare.
    pub(super) fn with_declared(mut self, declared: Declared) -> Self {
        self.words = self.words.with_declared(declared);
        self
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

/// The names of measures, as sentences are asked for them. Those of a hundred measures are thousands, which are not
/// written out: of a name that a sentence has those are looked for that may come to it, and only they are read as prose.
#[derive(Debug)]
pub(super) struct MeasureNames {
    /// Letters that a name may lose when it is read.
    left_out: QuickSet<char>,
    /// What was found for a key.
    known: Mutex<QuickMap<String, Vec<usize>>>,
}

impl MeasureNames {
    /// Keys that are kept: a program that runs for long reads many documents.
    const MOST: usize = 10_000;

    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let list =
            |name: &str| vocabulary.prose.get(name).into_iter().flatten().map(String::as_str);
        let classes = CLASSES.iter().filter(|(_, class)| may_be_left_out(*class));
        let words = classes.flat_map(|(name, _)| list(name)).chain(list(OWN));
        let units = vocabulary.units.iter().map(|(_, unit)| unit.name.as_str());
        let shapes =
            vocabulary.numbering.iter().flat_map(|shape| [shape.before.as_str(), &shape.after]);
        let labels = vocabulary.unit_label.iter().map(String::as_str);
        let words = words.chain(units).chain(labels).chain(shapes);
        let letters = words.flat_map(|word| word.chars()).map(fold);
        let left_out = letters.chain(vocabulary.numerals.iter().copied()).collect();
        Self { left_out, known: Mutex::default() }
    }

    /// The claims of the measures of which one name has this key by [`measure_key`], in their order.
    pub(super) fn called(
        &self,
        key: &str,
        words: &ProseWords,
        claims: &[Claim],
        vocabulary: &Vocabulary,
    ) -> Vec<usize> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(key) {
            return found.clone();
        }
        let letters: Vec<char> = key.chars().collect();
        let is_left_out = |c: char| !is_ideograph(c) || self.left_out.contains(&c);
        let out: Vec<usize> = words.with_scanner(vocabulary, |scanner| {
            let is_name = |name: &String| {
                bare_name(scanner, name).is_some_and(|name| measure_key(&name, vocabulary) == key)
            };
            let is_called = |text: &NameText| {
                let names = text.coming_to(&letters, &is_left_out);
                names.iter().any(is_name)
            };
            let own = measures(claims).filter(|(_, measure)| measure.names.iter().any(is_called));
            own.map(|(at, _)| at).collect()
        });
        let mut known = known();
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(key.to_owned(), out.clone());
        out
    }
}

/// The measures among claims.
fn measures(claims: &[Claim]) -> impl Iterator<Item = (usize, &NamedMeasure)> {
    let all = claims.iter().enumerate().filter(|(_, claim)| claim.has_measure);
    all.filter_map(|(at, claim)| Some((at, claim.measure.as_deref()?)))
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

#[cfg(test)]
mod tests {
    use super::super::Rulebook;
    use super::*;

    #[test]
    fn a_measure_is_found_by_each_of_its_names() {
        const EACH: usize = 19;
        let rulebook = Rulebook::of_files(gouji_sample::rules()).unwrap();
        let names: Vec<String> = rulebook.rulesets().map(|info| info.name.clone()).collect();
        for name in names {
            let (ruleset, _) = rulebook.compile(&name, &[], None).unwrap();
            ruleset.prose_words().with_scanner(&ruleset.vocabulary, |scanner| {
                for (at, measure) in measures(&ruleset.claims) {
                    // thousands of names: some of each
                    let names = measure.names.iter().flat_map(|text| text.all()).step_by(EACH);
                    for name in names.filter_map(|name| bare_name(scanner, &name)) {
                        let key = measure_key(&name, &ruleset.vocabulary);
                        let found = ruleset.measures_called(&key);
                        assert!(found.contains(&at), "{} {key}", ruleset.name);
                    }
                }
            });
        }
    }
}
