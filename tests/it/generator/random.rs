//! A small generator of random numbers: the same seed gives the same document on every machine.

use std::cell::Cell;

/// Splitmix64.
pub struct Random(Cell<u64>);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x9E37_79B9_7F4A_7C15))
    }

    pub fn next(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15));
        let mut z = self.0.get();
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Less than `end`.
    pub fn below(&self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// The first in most cases, else any.
    pub fn usually<'a, T>(&self, list: &'a [T]) -> &'a T {
        if self.chance(60) { &list[0] } else { self.pick(list) }
    }

    /// A positive amount in fen, small and large ones alike.
    pub fn amount(&self) -> i64 {
        let most = *self.pick(&[900_000_i64, 9_000_000, 60_000_000, 300_000_000, 2_000_000_000]);
        let fen = 20_000 + (self.next() % most as u64) as i64;
        // many real amounts are round
        if self.chance(30) { fen / 10_000 * 10_000 } else { fen }
    }

    /// Some of an amount, never all of it.
    pub fn share(&self, of: i64) -> i64 {
        if of <= 1 { 0 } else { (self.next() % of as u64) as i64 }
    }
}
