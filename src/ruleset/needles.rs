//! The words without which a wording of a claim cannot fit, looked for all at once.

use super::schema::{Claim, ClaimPlace};
use crate::hash::QuickMap;
use crate::vocabulary::Vocabulary;
use aho_corasick::AhoCorasick;
use ecow::EcoString;

/// What each wording of the claims of one place needs, as indices into one list of words.
#[derive(Clone, Debug)]
pub struct Needles {
    /// Finds all words in one pass; `None` where they are too many for one automaton.
    automaton: Option<AhoCorasick>,
    /// How many words there are.
    words: usize,
    /// Claims by their index, and per wording lists of words of each of which one must be there.
    claims: Vec<(usize, Vec<Vec<Vec<usize>>>)>,
}

impl Needles {
    pub(super) fn new(claims: &[Claim], place: ClaimPlace, vocabulary: &Vocabulary) -> Self {
        let mut words: Vec<EcoString> = Vec::new();
        let mut known: QuickMap<EcoString, usize> = QuickMap::default();
        let mut index = |word: EcoString| {
            *known.entry(word).or_insert_with_key(|word| {
                words.push(word.clone());
                words.len() - 1
            })
        };
        let own = claims.iter().enumerate().filter(|(_, claim)| claim.place == place);
        let claims = own
            .map(|(at, claim)| {
                let needs = claim.wordings.iter().map(|wording| {
                    let needs = wording.pattern.needs(vocabulary);
                    needs.into_iter().map(|words| words.into_iter().map(&mut index).collect()).collect()
                });
                (at, needs.collect())
            })
            .collect();
        Self { automaton: AhoCorasick::builder().prefilter(false).build(&words).ok(), words: words.len(), claims }
    }

    /// Whether there is no claim to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// The claims that may be in a text, with their wordings that may fit; the text is as patterns see it.
    #[must_use]
    pub fn possible(&self, text: &str) -> Vec<(usize, Vec<bool>)> {
        let mut there = vec![self.automaton.is_none(); self.words];
        for found in self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(text)) {
            if let Some(flag) = there.get_mut(found.pattern().as_usize()) {
                *flag = true;
            }
        }
        let fits = |lists: &Vec<Vec<usize>>| lists.iter().all(|words| words.iter().any(|word| there.get(*word) == Some(&true)));
        let some = self.claims.iter().filter(|(_, wordings)| wordings.iter().any(fits));
        some.map(|(claim, wordings)| (*claim, wordings.iter().map(fits).collect())).collect()
    }
}
