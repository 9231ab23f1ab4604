//! Maps and sets of what is looked up often, with a hash that is cheap without optimisation,
//! as build scripts are compiled. Nobody chooses keys to make them collide.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map.
pub(crate) type Table<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A set.
pub(crate) type Known<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// Takes eight bytes at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Quick(u64);

impl Quick {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0 ^ word)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(23);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        let mut at = 0;
        while at < words.len() {
            self.mix(u64::from_le_bytes(words[at]));
            at += 1;
        }
        let mut last = 0;
        at = 0;
        while at < rest.len() {
            last = last << 8 | rest[at] as u64;
            at += 1;
        }
        self.mix(last ^ (bytes.len() as u64) << 56);
    }

    /// What ends a text: its length has been counted already.
    fn write_u8(&mut self, byte: u8) {
        if byte != 0xff {
            self.mix(byte.into());
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.mix(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.mix(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.mix(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
