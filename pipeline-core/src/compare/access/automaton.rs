//! Languages read side by side, character by character: the strings that tell them apart.
//!
//! A state is the set of places that all languages are at, a bit for each place, so that a character
//! moves all of them at once. With lists of places, and without the shortcut of
//! [`Automaton::characters`], a policy that is about all calls of AWS took minutes.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use crate::access::evaluator::{Glyph, Language};

/// So many states are looked at.
const STATES: usize = 20_000;

/// Languages that are read side by side. The first one must match.
pub(super) struct Automaton<'l> {
    languages: Vec<&'l Language>,
    /// The places of all languages in one row: the glyph at each, which is none at the end of its
    /// language.
    glyphs: Vec<Option<Glyph>>,
    /// The language that each place is of, and whether that ignores case.
    owners: Vec<(u32, bool)>,
    starts: Vec<usize>,
    /// The places with any number of characters, from which the next can be reached without one.
    open: Bits,
    /// A character that none of them names.
    other: char,
    moves: HashMap<char, Moves>,
}

/// A set of places.
type Bits = Vec<u64>;

/// The places that a character leads on from, and those at which it stays.
struct Moves {
    on: Bits,
    stay: Bits,
}

impl<'l> Automaton<'l> {
    pub(super) fn of(languages: &[&'l Language]) -> Automaton<'l> {
        let six = Language::like("*:*:*:*:*:*");
        let named: HashSet<char> = languages
            .iter()
            .flat_map(|language| &language.glyphs)
            .filter_map(|glyph| match glyph {
                Glyph::Char(character) => Some(character.to_ascii_lowercase()),
                _ => None,
            })
            .collect();
        let candidates = "xyzqwjkvbu0123456789".chars();
        let mut candidates = candidates.chain('\u{4e00}'..'\u{9fff}');
        let mut automaton = Automaton {
            languages: languages.to_vec(),
            glyphs: Vec::new(),
            owners: Vec::new(),
            starts: Vec::new(),
            open: Bits::new(),
            other: candidates.find(|one| !named.contains(one)).unwrap_or('x'),
            moves: HashMap::new(),
        };
        for (number, language) in (0..).zip(languages.iter().copied().chain([&six])) {
            automaton.starts.push(automaton.glyphs.len());
            let glyphs = language.glyphs.iter().copied().map(Some);
            automaton.glyphs.extend(glyphs.chain([None]));
            let owner = (number, language.ignore_case);
            automaton.owners.resize(automaton.glyphs.len(), owner);
        }
        automaton.open = automaton.places(|glyph, _| matches!(glyph, Glyph::Any { .. }));
        let mut characters: HashSet<char> = HashSet::from([':', automaton.other]);
        for place in 0..automaton.glyphs.len() {
            characters.extend(automaton.named(place).into_iter().flatten());
        }
        for character in characters {
            let moves = automaton.moves(character);
            automaton.moves.insert(character, moves);
        }
        automaton
    }

    /// The places whose glyphs are so; with whether their language ignores case.
    fn places(&self, is: impl Fn(Glyph, bool) -> bool) -> Bits {
        let mut bits = vec![0; self.glyphs.len().div_ceil(64)];
        for (place, (glyph, (_, ignore_case))) in self.glyphs.iter().zip(&self.owners).enumerate() {
            if glyph.is_some_and(|glyph| is(glyph, *ignore_case)) {
                bits[place / 64] |= 1 << (place % 64);
            }
        }
        bits
    }

    fn moves(&self, character: char) -> Moves {
        Moves {
            on: self.places(|glyph, ignore_case| match glyph {
                Glyph::Char(own) => same(own, character, ignore_case),
                Glyph::One { colon } => colon || character != ':',
                Glyph::Any { .. } => false,
            }),
            stay: self.places(|glyph, _| match glyph {
                Glyph::Any { colon } => colon || character != ':',
                Glyph::Char(_) | Glyph::One { .. } => false,
            }),
        }
    }

    /// The characters that a place names.
    fn named(&self, place: usize) -> Option<[char; 3]> {
        let Some(Glyph::Char(own)) = self.glyphs[place] else {
            return None;
        };
        Some(match self.owners[place].1 {
            true => [own, own.to_ascii_lowercase(), own.to_ascii_uppercase()],
            false => [own; 3],
        })
    }

    /// Adds the places that can be reached without a character.
    fn close(&self, state: &mut Bits) {
        loop {
            let mut carry = 0;
            let mut changed = false;
            for (word, open) in state.iter_mut().zip(&self.open) {
                let leaving = *word & open;
                let reached = (leaving << 1) | carry;
                carry = leaving >> 63;
                changed |= reached & !*word != 0;
                *word |= reached;
            }
            if !changed {
                return;
            }
        }
    }

    fn start(&self) -> Bits {
        let mut state = vec![0; self.glyphs.len().div_ceil(64)];
        for start in &self.starts {
            state[start / 64] |= 1 << (start % 64);
        }
        self.close(&mut state);
        state
    }

    fn next(&self, state: &Bits, moves: &Moves) -> Bits {
        let mut carry = 0;
        let mut next: Bits = state
            .iter()
            .zip(moves.on.iter().zip(&moves.stay))
            .map(|(word, (on, stay))| {
                let leaving = word & on;
                let reached = (leaving << 1) | carry;
                carry = leaving >> 63;
                reached | (word & stay)
            })
            .collect();
        self.close(&mut next);
        next
    }

    /// The characters that make a difference in a state. A letter comes first, so that strings are
    /// readable.
    fn characters(&self, state: &Bits) -> Vec<char> {
        let first = places(state).take_while(|place| *place < self.starts[1]);
        let only: Option<Vec<[char; 3]>> = first.map(|place| self.named(place)).collect();
        // Where the first language names the next character, others lead nowhere.
        let (mut named, other): (Vec<char>, _) = match only {
            Some(only) => (only.into_iter().flatten().collect(), None),
            None => {
                let all = places(state).filter_map(|place| self.named(place));
                (all.flatten().chain([':']).collect(), Some(self.other))
            }
        };
        named.sort_unstable();
        named.dedup();
        other.into_iter().chain(named).collect()
    }

    /// The numbers of the languages that match where a string ends.
    fn accepted(&self, state: &Bits) -> Vec<u32> {
        let ends = places(state).filter(|place| self.glyphs[*place].is_none());
        let mut found: Vec<u32> = ends.map(|place| self.owners[place].0).collect();
        let six = self.languages.len();
        let has_six = found.last().is_some_and(|last| *last as usize == six);
        found.retain(|number| match self.languages.get(*number as usize) {
            Some(language) => has_six || !language.six_parts,
            None => false,
        });
        found
    }

    /// One of the shortest strings for each combination of languages. Nothing if there are too many to
    /// look at.
    pub(super) fn strings(&self) -> Option<Vec<String>> {
        let mut from: Vec<(usize, char)> = vec![(0, '\0')];
        let mut known: HashSet<Bits> = HashSet::from([self.start()]);
        let mut queue = VecDeque::from([(0, self.start())]);
        let mut found: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        while let Some((number, state)) = queue.pop_front() {
            let accepted = self.accepted(&state);
            if accepted.first() == Some(&0) {
                found.entry(accepted).or_insert(number);
            }
            for character in self.characters(&state) {
                let Some(moves) = self.moves.get(&character) else {
                    continue;
                };
                let next = self.next(&state, moves);
                // The first language cannot match any more.
                let alive = places(&next).next();
                if alive.is_none_or(|place| place >= self.starts[1]) || known.contains(&next) {
                    continue;
                }
                if known.len() >= STATES {
                    return None;
                }
                known.insert(next.clone());
                queue.push_back((from.len(), next));
                from.push((number, character));
            }
        }
        let text = |mut number: usize| {
            let mut characters = Vec::new();
            while number != 0 {
                let (before, character) = from[number];
                characters.push(character);
                number = before;
            }
            characters.iter().rev().collect()
        };
        Some(found.into_values().map(text).collect())
    }
}

/// The places of a set, in ascending order.
fn places(bits: &Bits) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(index, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(index * 64 + bit)
        })
    })
}

pub(super) fn same(own: char, character: char, ignore_case: bool) -> bool {
    own == character || (ignore_case && own.eq_ignore_ascii_case(&character))
}
