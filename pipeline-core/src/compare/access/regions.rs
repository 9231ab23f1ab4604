//! Strings that tell patterns apart: of all strings that a pattern matches, one for each set of
//! other patterns that match it too.
//!
//! The patterns are read side by side, character by character, as one automaton. What it can reach is
//! finite, so that the strings found stand for all there are.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::access::evaluator::{Glyph, Language};

/// So many states are looked at.
const STATES: usize = 20_000;

/// A string, and by the number of each language whether it is of it.
pub(super) type Region = (Vec<bool>, String);

/// Regions that were found already.
#[derive(Default)]
pub(super) struct Cache(RefCell<HashMap<Asked, Option<Vec<Region>>>>);

/// What regions were asked for: those within a language that others tell apart.
type Asked = (Language, Vec<Language>);

impl Cache {
    /// The same as [`regions`].
    pub(super) fn regions(&self, within: &Language, others: Vec<Language>) -> Option<Vec<Region>> {
        let key = (within.clone(), others);
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let found = regions(&key.0, &key.1);
        self.0.borrow_mut().insert(key, found.clone());
        found
    }
}

/// One string for each combination of languages that a string of `within` can be of. Nothing if there
/// are too many to look at.
pub(super) fn regions(within: &Language, others: &[Language]) -> Option<Vec<Region>> {
    let mut found: BTreeMap<Vec<bool>, String> = BTreeMap::new();
    let literals: BTreeSet<String> = others.iter().filter_map(Language::literal).collect();
    let vector = |text: &str| others.iter().map(|one| matches(one, text)).collect();
    for literal in within.literal().iter().chain(&literals) {
        if matches(within, literal) {
            found
                .entry(vector(literal))
                .or_insert_with(|| literal.clone());
        }
    }
    if within.literal().is_some() {
        return Some(into(found));
    }
    // Literals are looked at already. Of the others, a string that is one of these does not stand for
    // the rest.
    let mut read: Vec<&Language> = vec![within];
    read.extend(others.iter().filter(|one| one.literal().is_none()));
    loop {
        let strings = Automaton::of(&read).strings()?;
        let taken = strings.iter().find(|text| literals.contains(*text));
        let taken = taken.and_then(|text| {
            let mut new = others
                .iter()
                .filter(|one| one.literal().as_ref() == Some(text));
            new.find(|one| !read.contains(one))
        });
        match taken {
            Some(language) => read.push(language),
            None => {
                for text in strings {
                    found.entry(vector(&text)).or_insert(text);
                }
                return Some(into(found));
            }
        }
    }
}

/// One string for each combination of languages that any string can be of.
pub(super) fn partition(languages: &[Language]) -> Option<Vec<Region>> {
    regions(&Language::like("*"), languages)
}

fn into(found: BTreeMap<Vec<bool>, String>) -> Vec<Region> {
    found.into_iter().collect()
}

/// Returns whether a string is of a language.
pub(super) fn matches(language: &Language, text: &str) -> bool {
    let glyphs = &language.glyphs;
    if language.six_parts && text.bytes().filter(|byte| *byte == b':').count() < 5 {
        return false;
    }
    let (mut at, mut rest) = (0, text);
    // Without wildcards in front, there is one way only.
    while let Some(Glyph::Char(own)) = glyphs.get(at) {
        let Some(first) = rest.chars().next() else {
            return false;
        };
        if !same(*own, first, language.ignore_case) {
            return false;
        }
        rest = &rest[first.len_utf8()..];
        at += 1;
    }
    let mut states = BTreeSet::new();
    close(glyphs, at, &mut states);
    for character in rest.chars() {
        let mut next = BTreeSet::new();
        for at in &states {
            for to in step(glyphs, *at, character, language.ignore_case) {
                close(glyphs, to, &mut next);
            }
        }
        states = next;
    }
    states.contains(&glyphs.len())
}

/// Returns whether some string may be of both: their fixed beginnings agree.
pub(super) fn may_overlap(one: &Language, other: &Language) -> bool {
    let fixed = |glyph: &Glyph| match glyph {
        Glyph::Char(character) => Some(character.to_ascii_lowercase()),
        Glyph::One { .. } | Glyph::Any { .. } => None,
    };
    let (mut one, mut other) = (one.glyphs.iter(), other.glyphs.iter());
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(glyph), None) | (None, Some(glyph)) => {
                return matches!(glyph, Glyph::Any { .. });
            }
            (Some(here), Some(there)) => match (fixed(here), fixed(there)) {
                (Some(here), Some(there)) if here == there => {}
                (Some(_), Some(_)) => return false,
                _ => return true,
            },
        }
    }
}

fn same(own: char, character: char, ignore_case: bool) -> bool {
    own == character || (ignore_case && own.eq_ignore_ascii_case(&character))
}

/// The places that a character leads to.
fn step(
    glyphs: &[Glyph],
    at: usize,
    character: char,
    ignore_case: bool,
) -> impl Iterator<Item = usize> + use<> {
    let to = match glyphs.get(at) {
        Some(Glyph::Char(own)) if same(*own, character, ignore_case) => Some(at + 1),
        Some(Glyph::One { colon }) if *colon || character != ':' => Some(at + 1),
        Some(Glyph::Any { colon }) if *colon || character != ':' => Some(at),
        _ => None,
    };
    to.into_iter()
}

/// Adds a place, and those that can be reached without a character.
fn close(glyphs: &[Glyph], mut at: usize, states: &mut BTreeSet<usize>) {
    while states.insert(at) && matches!(glyphs.get(at), Some(Glyph::Any { .. })) {
        at += 1;
    }
}

/// Languages that are read side by side. The first one must match.
struct Automaton<'l> {
    languages: Vec<&'l Language>,
    /// The places of all languages in one row: the glyph at each, which is none at the end of its
    /// language.
    glyphs: Vec<Option<Glyph>>,
    /// The language that each place is of, and whether that ignores case.
    owners: Vec<(u32, bool)>,
    starts: Vec<u32>,
    /// A character that none of them names.
    other: char,
}

/// The places that all languages are at, in ascending order.
type State = Vec<u32>;

impl<'l> Automaton<'l> {
    fn of(languages: &[&'l Language]) -> Automaton<'l> {
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
            other: candidates.find(|one| !named.contains(one)).unwrap_or('x'),
        };
        for (number, language) in (0..).zip(languages.iter().copied().chain([&six])) {
            let start = u32::try_from(automaton.glyphs.len()).unwrap_or(u32::MAX);
            automaton.starts.push(start);
            let glyphs = language.glyphs.iter().copied().map(Some);
            automaton.glyphs.extend(glyphs.chain([None]));
            let owner = (number, language.ignore_case);
            automaton.owners.resize(automaton.glyphs.len(), owner);
        }
        automaton
    }

    fn glyph(&self, place: u32) -> Option<Glyph> {
        self.glyphs.get(place as usize).copied().flatten()
    }

    /// Adds a place, and those behind it that can be reached without a character.
    fn close(&self, mut place: u32, state: &mut State) {
        state.push(place);
        while let Some(Glyph::Any { .. }) = self.glyph(place) {
            place += 1;
            state.push(place);
        }
    }

    fn start(&self) -> State {
        let mut state = State::new();
        for start in &self.starts {
            self.close(*start, &mut state);
        }
        state
    }

    fn next(&self, state: &State, character: char) -> State {
        let mut next = State::new();
        for place in state {
            let (_, ignore_case) = self.owners[*place as usize];
            match self.glyph(*place) {
                Some(Glyph::Char(own)) if same(own, character, ignore_case) => {
                    self.close(place + 1, &mut next);
                }
                Some(Glyph::One { colon }) if colon || character != ':' => {
                    self.close(place + 1, &mut next);
                }
                Some(Glyph::Any { colon }) if colon || character != ':' => {
                    self.close(*place, &mut next);
                }
                _ => {}
            }
        }
        next.sort_unstable();
        next.dedup();
        next
    }

    /// The characters that make a difference in a state. A letter comes first, so that strings are
    /// readable.
    fn characters(&self, state: &State) -> Vec<char> {
        let mut named = vec![':'];
        for place in state {
            if let Some(Glyph::Char(own)) = self.glyph(*place) {
                named.push(own);
                if self.owners[*place as usize].1 {
                    named.extend([own.to_ascii_lowercase(), own.to_ascii_uppercase()]);
                }
            }
        }
        named.sort_unstable();
        named.dedup();
        named.insert(0, self.other);
        named
    }

    /// The numbers of the languages that match where a string ends.
    fn accepted(&self, state: &State) -> Vec<u32> {
        let ends = state.iter().filter(|place| self.glyph(**place).is_none());
        let mut found: Vec<u32> = ends.map(|place| self.owners[*place as usize].0).collect();
        let six = self.languages.len();
        let has_six = found.last().is_some_and(|last| *last as usize == six);
        found.retain(|number| match self.languages.get(*number as usize) {
            Some(language) => has_six || !language.six_parts,
            None => false,
        });
        found
    }

    /// One of the shortest strings for each combination of languages.
    fn strings(&self) -> Option<Vec<String>> {
        let mut from: Vec<(usize, char)> = vec![(0, '\0')];
        let mut numbers: HashMap<State, usize> = HashMap::new();
        let mut queue = VecDeque::from([self.start()]);
        numbers.insert(self.start(), 0);
        let mut found: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        while let Some(state) = queue.pop_front() {
            let number = numbers[&state];
            let accepted = self.accepted(&state);
            if accepted.first() == Some(&0) {
                found.entry(accepted).or_insert(number);
            }
            for character in self.characters(&state) {
                let next = self.next(&state, character);
                // The first language cannot match any more.
                let alive = next.first().is_some_and(|place| *place < self.starts[1]);
                if !alive || numbers.contains_key(&next) {
                    continue;
                }
                if numbers.len() >= STATES {
                    return None;
                }
                numbers.insert(next.clone(), from.len());
                from.push((number, character));
                queue.push_back(next);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn like(text: &str) -> Language {
        Language::like(text)
    }

    #[test]
    fn every_combination_has_a_string() {
        let all = [like("a*"), like("*b"), like("ab"), like("a?b"), like("*")];
        let found = partition(&all).expect("few");
        for (vector, text) in &found {
            let same: Vec<bool> = all.iter().map(|one| matches(one, text)).collect();
            assert_eq!(*vector, same, "{text}");
        }
        // Every string of up to four letters is of one of the combinations.
        let mut strings = vec![String::new()];
        for _ in 0..4 {
            let longer: Vec<String> = strings
                .iter()
                .flat_map(|text| ['a', 'b', 'c'].map(|letter| format!("{text}{letter}")))
                .collect();
            strings.extend(longer);
        }
        for text in strings {
            let vector: Vec<bool> = all.iter().map(|one| matches(one, &text)).collect();
            assert!(found.iter().any(|(known, _)| *known == vector), "{text}");
        }
    }

    #[test]
    fn within_a_pattern_only_its_strings_are_found() {
        let found = regions(&like("a*"), &[like("ab*"), like("abc")]).expect("few");
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(found.len(), 3, "{texts:?}");
        assert!(texts.iter().all(|text| text.starts_with('a')), "{texts:?}");
    }

    #[test]
    fn too_many_combinations_are_not_looked_at() {
        let all: Vec<Language> = ('a'..='p').map(|c| like(&format!("*{c}*{c}?*"))).collect();
        assert!(partition(&all).is_none());
    }
}
