//! The words without which a wording of a claim cannot fit, looked for all at once.

use super::schema::Claim;
use aho_corasick::AhoCorasick;
use std::collections::HashMap;

/// What each wording of each claim needs, as indices into one list of words.
#[derive(Clone, Debug)]
pub struct Needles {
    /// Finds all words in one pass; `None` where there is none, or they are too many for one automaton.
    automaton: Option<AhoCorasick>,
    /// How many words there are.
    words: usize,
    /// Per wording, in order of the claims, lists of words of each of which one must be there.
    needs: Vec<Vec<Vec<usize>>>,
}

impl Needles {
    pub(super) fn new(claims: &[Claim]) -> Self {
        let mut words: Vec<&str> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut needs = Vec::new();
        for wording in claims.iter().flat_map(|claim| &claim.wordings) {
            let mut lists = Vec::new();
            for list in wording.pattern.needs() {
                let mut indices = Vec::with_capacity(list.len());
                for word in list {
                    let at = *known.entry(word.as_str()).or_insert(words.len());
                    if at == words.len() {
                        words.push(word);
                    }
                    indices.push(at);
                }
                lists.push(indices);
            }
            needs.push(lists);
        }
        Self { automaton: AhoCorasick::new(&words).ok(), words: words.len(), needs }
    }

    /// Which wordings may fit somewhere in a text, in order of the claims; the text is as patterns see it.
    #[must_use]
    pub fn possible(&self, text: &str) -> Vec<bool> {
        let Some(automaton) = &self.automaton else { return vec![true; self.needs.len()] };
        let mut there = vec![false; self.words];
        for found in automaton.find_overlapping_iter(text) {
            if let Some(flag) = there.get_mut(found.pattern().as_usize()) {
                *flag = true;
            }
        }
        self.needs.iter().map(|lists| lists.iter().all(|words| words.iter().any(|word| there.get(*word) == Some(&true)))).collect()
    }
}
