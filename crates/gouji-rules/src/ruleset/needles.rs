//! Which wordings of claims may fit a text, told by the words that it holds.

use super::schema::{Claim, ClaimPlace};
use crate::pattern::{NeedWords, plain_words};
use gouji_values::vocabulary::Vocabulary;

/// What each wording of the claims of one place needs, as indices into one list of words.
#[derive(Clone, Debug)]
pub struct Needles {
    words: NeedWords,
    wordings: Vec<Needed>,
    /// For each word the wordings whose rarest need it meets.
    met: Vec<Vec<usize>>,
    /// The wordings that need no word.
    free: Vec<usize>,
}

/// A wording: its claim, its number among the claim's wordings, and lists of words of each of which
/// one must be there.
#[derive(Clone, Debug)]
struct Needed {
    claim: usize,
    wording: usize,
    lists: Vec<Vec<usize>>,
}

impl Needles {
    pub(super) fn new(claims: &[Claim], place: ClaimPlace, vocabulary: &Vocabulary) -> Self {
        let mut words = NeedWords::default();
        let mut wordings = Vec::new();
        let own = claims.iter().enumerate().filter(|(_, claim)| claim.is_in(place));
        for (claim, schema) in own.filter(|(_, claim)| claim.has_wordings()) {
            // what was not yet read is known by the words of its text: most of them never stand anywhere
            let known: Vec<_> = schema.texts.iter().map(|text| plain_words(text)).collect();
            let count = if known.is_empty() { schema.wordings.len() } else { known.len() };
            wordings.extend((0..count).map(|at| {
                let lists = match known.get(at).filter(|lists| !lists.is_empty()) {
                    Some(lists) => lists.iter().map(|either| words.list(either)).collect(),
                    None => match schema.wordings.get(at) {
                        Some(wording) => words.of(&wording.pattern, vocabulary),
                        None => Vec::new(),
                    },
                };
                Needed { claim, wording: at, lists }
            }));
        }
        let mut met = vec![Vec::new(); words.count()];
        let mut free = Vec::new();
        for (at, needed) in wordings.iter().enumerate() {
            match needed.lists.first() {
                None => free.push(at),
                Some(rarest) => {
                    for word in rarest {
                        met.get_mut(*word).into_iter().for_each(|met| met.push(at));
                    }
                }
            }
        }
        Self { words, wordings, met, free }
    }

    /// Whether there is no claim to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wordings.is_empty()
    }

    /// The claims that may be in a text, each with those of its wordings that may fit, both by
    /// index and in order; the text is as patterns see it.
    #[must_use]
    pub fn possible(&self, text: &[char]) -> Vec<(usize, Vec<usize>)> {
        let mut there = vec![false; self.words.count()];
        let mut found = Vec::new();
        self.words.find(text, |word| {
            if let Some(flag) = there.get_mut(word).filter(|flag| !**flag) {
                *flag = true;
                found.push(word);
            }
        });
        let fits = |lists: &[Vec<usize>]| {
            lists.iter().all(|words| words.iter().any(|word| there.get(*word) == Some(&true)))
        };
        let mut some: Vec<usize> = found
            .iter()
            .filter_map(|word| self.met.get(*word))
            .flatten()
            .chain(&self.free)
            .copied()
            .collect();
        some.sort_unstable();
        some.dedup();
        let mut out: Vec<(usize, Vec<usize>)> = Vec::new();
        for needed in some
            .into_iter()
            .filter_map(|at| self.wordings.get(at))
            .filter(|needed| fits(&needed.lists))
        {
            match out.last_mut() {
                Some((claim, wordings)) if *claim == needed.claim => wordings.push(needed.wording),
                _ => out.push((needed.claim, vec![needed.wording])),
            }
        }
        out
    }
}
