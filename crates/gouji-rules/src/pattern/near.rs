//! How near a short text comes to a pattern: which of its letters were lost or replaced.
//!
//! In: a pattern, or plain words, and a text by [`gouji_values::label::label_key`]. Out: how many letters
//! agree and how many slips lie between the two, as few as possible. Deliberately absent: what is
//! near enough; whoever asks knows what else speaks for it.

use super::parse::PatternNode;
use super::{Pattern, Programs};
use gouji_values::number::is_digit;

/// More slips are no likeness.
const MOST: u32 = 3;
/// Letters that words may have more or fewer than a text.
pub const MOST_SLIPS: usize = MOST as usize;
/// Longer texts are sentences.
const LONGEST: usize = 60;

/// How near a text comes to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// Letters that agree.
    pub letters: u32,
    /// Letters lost, added, or replaced by others.
    pub slips: u32,
}

impl Near {
    /// Of all letters those that agree, in hundredths.
    #[must_use]
    pub fn share(self) -> u32 {
        self.letters * 100 / (self.letters + self.slips).max(1)
    }

    /// The better of two.
    #[must_use]
    fn or(self, other: Self) -> Self {
        if (other.slips, self.letters) < (self.slips, other.letters) { other } else { self }
    }

    fn slip(self) -> Self {
        Self { slips: self.slips + 1, ..self }
    }

    fn letter(self) -> Self {
        Self { letters: self.letters + 1, ..self }
    }
}

/// What is the best for each number of characters of the text that were read.
type Reached = Vec<Option<Near>>;

/// How near a text comes to plain words.
#[must_use]
pub fn near(words: &str, text: &str) -> Option<Near> {
    const ROOM: usize = LONGEST + MOST as usize;
    // most texts are far from most words: nothing is allocated for them
    let (mut left, mut right) = (['\0'; ROOM], ['\0'; LONGEST]);
    near_letters(letters(words, &mut left)?, letters(text, &mut right)?)
}

/// The same of letters.
#[must_use]
pub fn near_letters(words: &[char], text: &[char]) -> Option<Near> {
    if text.is_empty() || text.len() > LONGEST || is_far(words, text) {
        return None;
    }
    let most = MOST_SLIPS;
    // the slips of a place and, the more the better, the letters that agree, as one number: the
    // smallest is the best
    const SLIP: u32 = 1 << 16;
    const NONE: u32 = (MOST + 1) * SLIP;
    const START: u32 = SLIP / 2;
    let mut row = [NONE; LONGEST + 1];
    for (at, place) in row.iter_mut().enumerate().take(text.len().min(most) + 1) {
        *place = START + u32::try_from(at).unwrap_or(MOST + 1) * SLIP;
    }
    for (read, letter) in words.iter().enumerate() {
        // further to the left or to the right more letters were lost or added than may be
        let from = (read + 1).saturating_sub(most);
        let to = (read + 1 + most).min(text.len());
        let mut diagonal = from.checked_sub(1).and_then(|at| row.get(at)).copied().unwrap_or(NONE);
        let mut left = NONE;
        let mut best = NONE;
        for at in from..=to {
            let Some(place) = row.get_mut(at) else { break };
            let lost = *place + SLIP;
            let before = match at.checked_sub(1).and_then(|before| text.get(before)) {
                None => NONE,
                Some(own) if own == letter && diagonal < NONE => diagonal - 1,
                Some(_) => diagonal + SLIP,
            };
            diagonal = *place;
            let found = lost.min(before).min(left + SLIP);
            *place = if found < NONE { found } else { NONE };
            (left, best) = (*place, best.min(*place));
        }
        if best == NONE {
            return None;
        }
    }
    let last = row.get(text.len()).copied().filter(|last| *last < NONE)?;
    let slips = last / SLIP;
    let near = Near { letters: slips * SLIP + START - last, slips };
    (near.letters > 0).then_some(near)
}

/// One bit of 64 for each letter: of two texts, so many bits that one has alone are at least so many
/// letters that the other lacks.
#[must_use]
pub fn letter_bits(letters: &[char]) -> u64 {
    letters.iter().fold(0, |bits, letter| bits | letter_bit(*letter))
}

/// The bit of one letter.
fn letter_bit(letter: char) -> u64 {
    1 << (u32::from(letter) % 64)
}

/// Whether the bits of two texts tell already that more letters differ than slips may lie between them.
#[must_use]
pub fn are_far(words: u64, text: u64) -> bool {
    has_more(words & !text) || has_more(text & !words)
}

/// Whether more bits are set than slips may be. To count all of them takes longer where the processor has
/// no instruction for it.
fn has_more(mut bits: u64) -> bool {
    for _ in 0..MOST {
        bits &= bits.wrapping_sub(1);
    }
    bits != 0
}

/// The letters of a text; none where there is no room for all of them.
fn letters<'r>(text: &str, room: &'r mut [char]) -> Option<&'r [char]> {
    let mut length = 0;
    for letter in text.chars() {
        *room.get_mut(length)? = letter;
        length += 1;
    }
    room.get(..length)
}

impl Pattern {
    /// How near a whole text comes to the pattern.
    #[must_use]
    pub fn near(&self, text: &str) -> Option<Near> {
        // most texts lack too many of the letters
        let has = text.chars().fold(0, |bits, letter| bits | letter_bit(letter));
        if has_more(self.letters() & !has) {
            return None;
        }
        let text: Vec<char> = text.chars().collect();
        let written = whole(&self.program().nodes, &text);
        let bare = self.bare().and_then(|bare| whole(&bare.nodes, &text));
        [written, bare].into_iter().flatten().reduce(Near::or)
    }

    /// Bits of letters that no text may lack without a slip, by [`letter_bit`].
    fn letters(&self) -> u64 {
        let Programs { own, bare, letters } = self.programs();
        *letters.get_or_init(|| {
            let own = needed(&own.nodes);
            bare.as_ref().map_or(own, |bare| own & needed(&bare.nodes))
        })
    }
}

/// Bits of letters that stand in every way of a pattern.
fn needed(nodes: &[PatternNode]) -> u64 {
    let of = |node: &PatternNode| match node {
        PatternNode::Literal(letters) => letter_bits(letters),
        PatternNode::Group(ways) | PatternNode::Repeat(_, ways) => {
            ways.iter().map(|way| needed(way)).reduce(|all, way| all & way).unwrap_or(0)
        }
        PatternNode::Mark(_)
        | PatternNode::Year(_)
        | PatternNode::Capture(_)
        | PatternNode::Gap { .. }
        | PatternNode::Optional(_) => 0,
    };
    nodes.iter().fold(0, |bits, node| bits | of(node))
}

/// Whether more letters of words and text have no counterpart than slips may lie between them,
/// wherever the letters stand.
fn is_far(words: &[char], text: &[char]) -> bool {
    let (short, long) = if words.len() < text.len() { (words, text) } else { (text, words) };
    let most = MOST as usize;
    if long.len() - short.len() > most {
        return true;
    }
    let mut strange = 0;
    for c in long {
        // a letter that stands twice counts twice, though it may have one counterpart
        strange += usize::from(!short.contains(c));
        if strange > most {
            return true;
        }
    }
    false
}

fn whole(nodes: &[PatternNode], text: &[char]) -> Option<Near> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut reached = vec![None; text.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = Some(Near { letters: 0, slips: 0 });
    }
    add(&mut reached);
    let reached = run(nodes, text, reached);
    reached.last().copied().flatten().filter(|near| near.slips <= MOST && near.letters > 0)
}

/// Takes the better of what was known of a place and what is new.
fn keep(place: Option<&mut Option<Near>>, new: Option<Near>) {
    let (Some(place), Some(new)) = (place, new) else { return };
    if new.slips <= MOST {
        *place = Some(place.map_or(new, |known| known.or(new)));
    }
}

/// Letters of the text that the words do not have.
fn add(reached: &mut [Option<Near>]) {
    for at in 1..reached.len() {
        let before = reached.get(at - 1).copied().flatten();
        keep(reached.get_mut(at), before.map(Near::slip));
    }
}

fn run(nodes: &[PatternNode], text: &[char], mut reached: Reached) -> Reached {
    for node in nodes {
        // what has come too far from the text does not come back
        if reached.iter().all(Option::is_none) {
            break;
        }
        reached = match node {
            PatternNode::Literal(letters) => {
                for letter in letters {
                    step(*letter, text, &mut reached);
                    if reached.iter().all(Option::is_none) {
                        break;
                    }
                }
                reached
            }
            PatternNode::Mark(_) => mark(text, reached),
            PatternNode::Year(_) => year(text, &reached),
            PatternNode::Capture(_) | PatternNode::Gap { .. } => gap(reached),
            PatternNode::Group(ways) | PatternNode::Repeat(_, ways) => {
                let mut out = vec![None; reached.len()];
                for way in ways {
                    let found = run(way, text, reached.clone());
                    out.iter_mut().zip(found).for_each(|(place, new)| keep(Some(place), new));
                }
                out
            }
            PatternNode::Optional(inner) => {
                let found = run(std::slice::from_ref(&**inner), text, reached.clone());
                let mut out = reached;
                out.iter_mut().zip(found).for_each(|(place, new)| keep(Some(place), new));
                out
            }
        };
    }
    reached
}

/// One letter of the words: there, lost, or replaced.
fn step(letter: char, text: &[char], reached: &mut [Option<Near>]) {
    // with the last place first: the place before it is still as it was
    for at in (0..reached.len()).rev() {
        let lost = reached.get(at).copied().flatten().map(Near::slip);
        let before = at.checked_sub(1).and_then(|before| {
            let near = reached.get(before).copied().flatten()?;
            Some(if text.get(before) == Some(&letter) { near.letter() } else { near.slip() })
        });
        let Some(place) = reached.get_mut(at) else { continue };
        *place = lost.filter(|near| near.slips <= MOST);
        keep(Some(place), before);
    }
    add(reached);
}

/// A mark, which may be missing.
fn mark(text: &[char], reached: Reached) -> Reached {
    let mut out = reached.clone();
    for (at, _) in text.iter().enumerate().filter(|(_, c)| !c.is_alphanumeric()) {
        keep(out.get_mut(at + 1), reached.get(at).copied().flatten());
    }
    out
}

/// Four digits.
fn year(text: &[char], reached: &Reached) -> Reached {
    let mut out = vec![None; reached.len()];
    for at in 0..reached.len() {
        let is_year = text.get(at..at + 4).is_some_and(|four| four.iter().all(|c| is_digit(*c)));
        if is_year {
            keep(out.get_mut(at + 4), reached.get(at).copied().flatten());
        }
    }
    out
}

/// Anything.
fn gap(mut reached: Reached) -> Reached {
    for at in 1..reached.len() {
        let before = reached.get(at - 1).copied().flatten();
        keep(reached.get_mut(at), before);
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_values::vocabulary::Vocabulary;

    #[test]
    fn letters_that_were_lost_or_replaced_are_slips() {
        let of = |words: &str, text: &str| near(words, text).map(|near| (near.letters, near.slips));
        assert_eq!(of("三级指标", "级指标"), Some((3, 1)));
        assert_eq!(of("财政拨款收入", "财政口款收入"), Some((5, 1)));
        assert_eq!(of("合计", "合计"), Some((2, 0)));
        assert_eq!(of("基本支出", "年末结转和结余"), None);
    }

    #[test]
    fn plain_words_come_as_near_as_the_pattern_of_their_letters() {
        let pool = ['\u{7532}', '\u{4E59}', '\u{4E19}'];
        let mut seed = 7_u64;
        let mut next = |most: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((seed >> 33) % most).unwrap()
        };
        let mut near_ones = 0;
        for _ in 0..20_000 {
            let (left, right) = (next(9), next(9));
            let mut letters = |count: usize| -> Vec<char> {
                (0..count).map(|_| *pool.get(next(3)).unwrap()).collect()
            };
            let (words, text) = (letters(left), letters(right));
            let slow = if is_far(&words, &text) {
                None
            } else {
                whole(&[PatternNode::Literal(words.clone())], &text)
            };
            near_ones += usize::from(slow.is_some());
            assert_eq!(near_letters(&words, &text), slow, "{words:?} {text:?}");
        }
        assert!(near_ones > 5_000, "{near_ones}");
    }

    #[test]
    fn patterns_have_the_nearest_of_their_ways() {
        let words = Vocabulary::default();
        let of = |pattern: &str, text: &str| {
            let near = Pattern::parse(pattern, &words).unwrap().near(text);
            near.map(|near| (near.letters, near.slips))
        };
        assert_eq!(of("…基本支出(小计|合计)?", "本年支出基本支小计"), Some((5, 1)));
        assert_eq!(of("…(项目|专项)表", "项表"), Some((2, 1)));
        assert_eq!(of("甲乙(丙丁|丙戊)己", "己"), None);
        assert_eq!(of("甲乙(丙丁|丙戊)己", "甲戊己"), Some((3, 2)));
        assert_eq!(of("…政府性基金…", "口府性基金预算"), Some((4, 1)));
    }
}
