//! Bytes of a text at which something begins, a bit each.

use gouji_values::number::fold;

/// Bytes of a text at which something begins.
pub(super) struct Starts(Vec<u64>);

/// Characters that may stand between the beginning of a figure and its first digit.
const SIGNS: usize = 4;

impl Starts {
    pub(super) fn new(text: &str) -> Self {
        Self(vec![0; text.len() / 64 + 1])
    }

    pub(super) fn contains(&self, at: u32) -> bool {
        self.0.get(at as usize / 64).is_some_and(|bits| bits & (1 << (at % 64)) != 0)
    }

    /// Whether it was not known.
    pub(super) fn insert(&mut self, at: u32) -> bool {
        let Some(bits) = self.0.get_mut(at as usize / 64) else { return true };
        let before = *bits;
        *bits |= 1 << (at % 64);
        *bits != before
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// How many starts both have in common.
    pub(super) fn common(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(own, other)| (own & other).count_ones() as usize).sum()
    }

    /// Whether a figure begins at a digit of the text, or at a sign, bracket or blank right before
    /// it.
    pub(super) fn reach(&self, text: &str, at: u32) -> bool {
        if self.contains(at) {
            return true;
        }
        let mut start = at as usize;
        let before = text.get(..start).unwrap_or("");
        for c in before.chars().rev().take(SIGNS) {
            let c_is_sign = matches!(
                fold(c),
                '-' | '+' | '(' | '=' | '<' | '>' | '\u{2264}' | '\u{2265}' | ' '
            );
            if !c_is_sign {
                return false;
            }
            start -= c.len_utf8();
            if u32::try_from(start).is_ok_and(|start| self.contains(start)) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_begins_at_its_sign_or_bracket() {
        let text = "共（5.00）和7";
        let mut starts = Starts::new(text);
        let bracket = u32::try_from("共".len()).unwrap();
        assert!(starts.insert(bracket) && !starts.insert(bracket));
        assert!(starts.reach(text, bracket + 3));
        assert!(!starts.reach(text, u32::try_from(text.len()).unwrap() - 1));
    }
}
