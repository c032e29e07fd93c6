//! Which states of a match were tried.

use std::collections::HashSet;

/// States that were tried: bits for a passage of usual size. The room is used again by the next machine.
#[derive(Debug, Default)]
pub(super) struct Seen {
    bits: Vec<u64>,
    /// Words of `bits` that are not zero.
    used: Vec<usize>,
    rest: HashSet<usize>,
}

impl Seen {
    /// States above this are kept in a set.
    const DENSE: usize = 1 << 28;

    /// Adds a state; false if it was there.
    pub(super) fn insert(&mut self, key: usize) -> bool {
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
    }

    /// Whether it holds more room than is worth keeping.
    pub(super) fn is_large(&self) -> bool {
        self.bits.len() > 1 << 20
    }
}
