//! Which states of a match were tried.

use std::collections::HashSet;

/// States that were tried: bits for a passage of usual size. The room is used again by the next
/// machine.
#[derive(Debug, Default)]
pub(super) struct TriedStates {
    /// The state of the first bit.
    base: usize,
    bits: Vec<u64>,
    /// Words of `bits` that are not zero.
    used: Vec<usize>,
    rest: HashSet<usize>,
}

impl TriedStates {
    /// States further behind the first than this are kept in a set.
    const DENSE: usize = 1 << 28;
    /// How many states are kept at once: a passage may have no end.
    const STRETCH: usize = 1 << 24;

    /// Matches begin at this state from now on: those before it are not asked for any more. Where
    /// that is far from the first, all are forgotten; what is tried again fails again.
    pub(super) fn advance(&mut self, key: usize) {
        if key.saturating_sub(self.base) > Self::STRETCH {
            self.clear();
            self.base = key;
        }
    }

    /// Adds a state; false if it was there.
    pub(super) fn insert(&mut self, key: usize) -> bool {
        // what stands before the base comes out far behind it
        let key = key.wrapping_sub(self.base);
        if key >= Self::DENSE {
            return self.rest.insert(key);
        }
        let at = key / 64;
        if at >= self.bits.len() {
            self.bits.resize(at + 256, 0);
        }
        let Some(word) = self.bits.get_mut(at) else { return false };
        if *word == 0 {
            self.used.push(at);
        }
        let bit = 1 << (key % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Forgets a state.
    pub(super) fn remove(&mut self, key: usize) {
        let key = key.wrapping_sub(self.base);
        match self.bits.get_mut(key / 64) {
            Some(word) if key < Self::DENSE => *word &= !(1 << (key % 64)),
            _ => {
                self.rest.remove(&key);
            }
        }
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        for at in self.used.drain(..) {
            if let Some(word) = self.bits.get_mut(at) {
                *word = 0;
            }
        }
        self.rest.clear();
        self.base = 0;
    }

    /// Whether it holds more room than is worth keeping.
    pub(super) fn is_large(&self) -> bool {
        self.bits.len() > 1 << 20
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_moves_on_with_the_matches() {
        let mut seen = TriedStates::default();
        let far = 1 << 40;
        assert!(seen.insert(7) && !seen.insert(7) && seen.insert(far) && !seen.insert(far));
        seen.advance(9);
        assert!(!seen.insert(7));
        seen.advance(far);
        // the same states are new again, and need no room of their own
        assert!(
            seen.insert(far)
                && !seen.insert(far)
                && seen.insert(far + 100)
                && seen.insert(7)
                && !seen.insert(7)
        );
        assert!(seen.bits.len() <= 512 && !seen.is_large());
        seen.remove(far);
        assert!(seen.insert(far));
        seen.clear();
        assert!(seen.insert(7) && seen.insert(far));
    }
}
