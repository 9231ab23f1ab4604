//! Chance, and always the same one.

use serde_json::{Value as Json, json};

/// Numbers by chance, the same ones every time (SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// One text, or a list of them.
    pub(super) fn some(&mut self, mut text: impl FnMut(&mut Dice) -> String) -> Json {
        if self.chance(50) {
            return json!(text(self));
        }
        let count = 1 + self.below(3);
        (0..count).map(|_| json!(text(self))).collect()
    }
}
