//! The words without which patterns cannot fit, looked for all at once.
//!
//! There are a thousand of them, and most texts hold none: two characters tell that of nearly every
//! place. An automaton would find the same, but takes longer to build than all texts of a document
//! take to read.

use super::compile::words_of;
use super::parse::PatternNode;
use super::{Capture, CaptureKind, Pattern};
use gouji_values::hash::QuickMap;
use gouji_values::number::fold;
use gouji_values::vocabulary::Vocabulary;

/// Words, each once, as [`super::PatternPassage::chars`] shows texts.
#[derive(Clone, Debug, Default)]
pub struct NeedWords {
    words: Vec<Vec<char>>,
    /// The words by their first two characters, and those that have only one.
    pairs: QuickMap<(char, Option<char>), Vec<usize>>,
    /// A bit for each two characters that a word begins with, by [`bit`].
    bits: Vec<u64>,
    /// The direction words of the vocabulary, once they were asked for.
    directions: Option<Vec<usize>>,
}

/// Bits that tell apart the beginnings of words.
const BITS: usize = 1 << 14;

/// The place of a bit for two characters: its number and itself.
fn bit(first: char, second: char) -> (usize, u64) {
    let mixed = (u32::from(first).wrapping_mul(0x9E37_79B1)
        ^ u32::from(second).wrapping_mul(0x85EB_CA6B))
        >> 16;
    let bit = mixed as usize % BITS;
    (bit / 64, 1 << (bit % 64))
}

/// A pattern of printed characters as it looks in folded texts: what they leave out is nothing that
/// is needed.
fn folded(nodes: &[PatternNode], vocabulary: &Vocabulary) -> Vec<PatternNode> {
    let all = |alternatives: &[Vec<PatternNode>]| {
        alternatives.iter().map(|nodes| folded(nodes, vocabulary)).collect()
    };
    let one = |node: &PatternNode| match node {
        PatternNode::Literal(chars) => {
            let kept: Vec<char> =
                chars.iter().filter(|c| !vocabulary.ignorable(**c)).map(|c| fold(*c)).collect();
            (!kept.is_empty()).then_some(PatternNode::Literal(kept))
        }
        PatternNode::Group(alternatives) => Some(PatternNode::Group(all(alternatives))),
        PatternNode::Repeat(index, alternatives) => {
            Some(PatternNode::Repeat(*index, all(alternatives)))
        }
        other => Some(other.clone()),
    };
    nodes.iter().filter_map(one).collect()
}

/// Words of which one is needed: their indices, and how long the shortest is; the fewer words the
/// better.
#[derive(Clone, Debug)]
struct Need {
    words: Vec<usize>,
    shortest: usize,
}

impl Need {
    fn strength(&self) -> (usize, std::cmp::Reverse<usize>) {
        (self.shortest, std::cmp::Reverse(self.words.len()))
    }
}

impl NeedWords {
    /// What every match of [`Pattern::find_all`] holds: of each list one word, by its index; what
    /// is rare comes first. May be empty.
    pub fn of(&mut self, pattern: &Pattern, vocabulary: &Vocabulary) -> Vec<Vec<usize>> {
        let mut needs = Vec::new();
        if pattern.printed {
            self.collect(
                &folded(&pattern.program().nodes, vocabulary),
                &pattern.program().captures,
                vocabulary,
                &mut needs,
            );
        } else {
            self.collect(
                &pattern.program().nodes,
                &pattern.program().captures,
                vocabulary,
                &mut needs,
            );
        }
        needs.sort_by_key(|need| std::cmp::Reverse(need.strength()));
        let mut lists: Vec<Vec<usize>> = needs.into_iter().map(|need| need.words).collect();
        lists.dedup();
        lists
    }

    /// A list of words, by their indices.
    pub fn list(&mut self, words: &[Vec<char>]) -> Vec<usize> {
        words.iter().map(|word| self.index(word)).collect()
    }

    /// How many words there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// Calls `found` for each word that a text holds, perhaps several times.
    pub fn find(&self, text: &[char], mut found: impl FnMut(usize)) {
        for (at, first) in text.iter().enumerate() {
            let second = text.get(at + 1);
            let is_known = |(number, bit): (usize, u64)| {
                self.bits.get(number).is_some_and(|bits| bits & bit != 0)
            };
            let begins = |key| self.pairs.get(&key).into_iter().flatten();
            if is_known(bit(*first, '\0')) {
                begins((*first, None)).for_each(|word| found(*word));
            }
            if let Some(second) = second
                && is_known(bit(*first, *second))
            {
                let rest = text.get(at..).unwrap_or(&[]);
                let fits = |word: &&usize| {
                    self.words.get(**word).is_some_and(|chars| rest.starts_with(chars))
                };
                begins((*first, Some(*second))).filter(fits).for_each(|word| found(*word));
            }
        }
    }

    fn index(&mut self, word: &[char]) -> usize {
        let (first, second) = (word.first().copied().unwrap_or_default(), word.get(1).copied());
        let alike = self.pairs.entry((first, second)).or_default();
        if let Some(known) =
            alike.iter().find(|index| self.words.get(**index).is_some_and(|known| known == word))
        {
            return *known;
        }
        let index = self.words.len();
        alike.push(index);
        self.words.push(word.to_vec());
        self.bits.resize(BITS / 64, 0);
        let (number, bit) = bit(first, second.unwrap_or_default());
        if let Some(bits) = self.bits.get_mut(number) {
            *bits |= bit;
        }
        index
    }

    fn need<'w>(&mut self, words: impl IntoIterator<Item = &'w [char]>) -> Need {
        let mut need = Need { words: Vec::new(), shortest: usize::MAX };
        for word in words {
            need.words.push(self.index(word));
            need.shortest = need.shortest.min(word.len());
        }
        need
    }

    fn directions(&mut self, vocabulary: &Vocabulary) -> Need {
        let words = self.directions.clone().unwrap_or_else(|| {
            let folded = vocabulary
                .directions
                .iter()
                .map(|(word, _)| vocabulary.folded(word).chars().collect::<Vec<char>>());
            folded.filter(|word| !word.is_empty()).map(|word| self.index(&word)).collect()
        });
        self.directions.get_or_insert_with(|| words.clone());
        let shortest =
            words.iter().filter_map(|word| self.words.get(*word)).map(Vec::len).min().unwrap_or(0);
        Need { words, shortest }
    }

    fn collect(
        &mut self,
        nodes: &[PatternNode],
        captures: &[Capture],
        vocabulary: &Vocabulary,
        out: &mut Vec<Need>,
    ) {
        for node in nodes {
            match node {
                PatternNode::Literal(chars) => out.push(self.need([chars.as_slice()])),
                PatternNode::Capture(index) => match captures.get(*index) {
                    Some(capture @ Capture { kind: CaptureKind::Words(_), .. }) => {
                        let words = words_of(capture, vocabulary);
                        out.push(self.need(words.iter().map(|(_, word)| word.as_slice())));
                    }
                    Some(Capture {
                        kind: CaptureKind::Change | CaptureKind::Direction, ..
                    }) => out.push(self.directions(vocabulary)),
                    _ => {}
                },
                PatternNode::Group(alternatives) | PatternNode::Repeat(_, alternatives) => {
                    let mut either = Need { words: Vec::new(), shortest: usize::MAX };
                    let all = alternatives.iter().all(|nodes| {
                        let mut own = Vec::new();
                        self.collect(nodes, captures, vocabulary, &mut own);
                        let best = own.into_iter().max_by_key(Need::strength);
                        let found = best.is_some();
                        if let Some(need) = best {
                            either.words.extend(need.words);
                            either.shortest = either.shortest.min(need.shortest);
                        }
                        found
                    });
                    if all {
                        out.push(either);
                    }
                }
                _ => {}
            }
        }
    }
}
