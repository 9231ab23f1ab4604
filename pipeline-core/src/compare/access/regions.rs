//! Strings that tell patterns apart: of all strings that a pattern matches, one for each set of
//! other patterns that match it too.
//!
//! The patterns are read side by side, character by character, as one automaton. What it can reach is
//! finite, so that the strings found stand for all there are.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::automaton::{Automaton, same};
use crate::access::evaluator::{Glyph, Language};

/// A string, and by the number of each language whether it is of it.
pub(super) type Region = (Vec<bool>, String);

/// Regions that were found already.
#[derive(Default)]
pub(super) struct Cache(RefCell<HashMap<Asked, Option<Vec<String>>>>);

/// What strings were asked for: those within a language that others tell apart, without those of
/// resources that a service decides by themselves.
type Asked = (Language, Vec<Language>, &'static str);

impl Cache {
    /// The strings of [`regions`] that are not left out. `left_out` gives a language of a string that
    /// is, all of which is left out; it depends on `service` alone.
    pub(super) fn strings(
        &self,
        within: &Language,
        others: Vec<Language>,
        service: &'static str,
        left_out: &dyn Fn(&str) -> Option<Language>,
    ) -> Option<Vec<String>> {
        let key = (within.clone(), others, service);
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let found = strings_without(&key.0, &key.1, left_out);
        self.0.borrow_mut().insert(key, found.clone());
        found
    }
}

fn strings_without(
    within: &Language,
    others: &[Language],
    left_out: &dyn Fn(&str) -> Option<Language>,
) -> Option<Vec<String>> {
    let mut others = others.to_vec();
    loop {
        let found = regions(within, &others)?;
        // One that is left out does not stand for the rest of its region.
        let more = found.iter().filter_map(|(_, text)| left_out(text));
        let more: BTreeSet<Language> = more.filter(|one| !others.contains(one)).collect();
        if more.is_empty() {
            let texts = found.into_iter().map(|(_, text)| text);
            return Some(texts.filter(|text| left_out(text).is_none()).collect());
        }
        others.extend(more);
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
        let taken = strings.iter().filter(|text| literals.contains(*text));
        let taken: Vec<&Language> = taken
            .filter_map(|text| {
                let mut new = others
                    .iter()
                    .filter(|one| one.literal().as_ref() == Some(text));
                new.find(|one| !read.contains(one))
            })
            .collect();
        if taken.is_empty() {
            for text in strings {
                found.entry(vector(&text)).or_insert(text);
            }
            return Some(into(found));
        }
        read.extend(taken);
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
    let glyphs = language.glyphs.as_slice();
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
    let glyphs = &glyphs[at..];
    match glyphs {
        [] => return rest.is_empty(),
        [Glyph::Any { colon }] => return *colon || !rest.contains(':'),
        _ => {}
    }
    let mut places = vec![false; glyphs.len() + 1];
    places[0] = true;
    close(glyphs, &mut places);
    for character in rest.chars() {
        let mut next = vec![false; glyphs.len() + 1];
        for (place, glyph) in glyphs.iter().enumerate().filter(|(at, _)| places[*at]) {
            let stays = matches!(glyph, Glyph::Any { .. });
            if fits(*glyph, character, language.ignore_case) {
                next[place + usize::from(!stays)] = true;
            }
        }
        close(glyphs, &mut next);
        places = next;
    }
    places[glyphs.len()]
}

fn fits(glyph: Glyph, character: char, ignore_case: bool) -> bool {
    match glyph {
        Glyph::Char(own) => same(own, character, ignore_case),
        Glyph::One { colon } | Glyph::Any { colon } => colon || character != ':',
    }
}

/// Adds the places that can be reached without a character.
fn close(glyphs: &[Glyph], places: &mut [bool]) {
    for (place, glyph) in glyphs.iter().enumerate() {
        if places[place] && matches!(glyph, Glyph::Any { .. }) {
            places[place + 1] = true;
        }
    }
}

/// Returns whether some string may be of both.
pub(super) fn may_overlap(one: &Language, other: &Language) -> bool {
    let ignore_case = one.ignore_case || other.ignore_case;
    let (one, other) = (one.glyphs.as_slice(), other.glyphs.as_slice());
    // The places that one string can lead to in both, row by row.
    let mut row = vec![false; other.len() + 1];
    row[0] = true;
    for here in one.iter().map(Some).chain([None]) {
        let mut next = vec![false; other.len() + 1];
        let mut reached = false;
        for at in 0..=other.len() {
            if !row[at] {
                continue;
            }
            reached = true;
            let there = other.get(at);
            let open = |glyph: Option<&Glyph>| matches!(glyph, Some(Glyph::Any { .. }));
            if open(there) {
                row[at + 1] = true;
            }
            if open(here) {
                next[at] = true;
            }
            let (Some(here), Some(there)) = (here, there) else {
                continue;
            };
            if share(*here, *there, ignore_case) {
                match (open(Some(here)), open(Some(there))) {
                    (false, false) => next[at + 1] = true,
                    (false, true) => next[at] = true,
                    (true, false) => row[at + 1] = true,
                    (true, true) => {}
                }
            }
        }
        if here.is_none() {
            return row[other.len()];
        }
        if !reached {
            return false;
        }
        row = next;
    }
    false
}

/// Returns whether some character fits both.
fn share(one: Glyph, other: Glyph, ignore_case: bool) -> bool {
    match (one, other) {
        (Glyph::Char(own), glyph) | (glyph, Glyph::Char(own)) => fits(glyph, own, ignore_case),
        _ => true,
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
