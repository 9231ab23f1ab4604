//! A statement's actions or resources: these, or all but these.

use std::borrow::Cow;
use std::collections::HashMap;

use super::pattern::{How, Pattern};
use super::{Answer, Request};

/// Above so many, a set looks its plain texts up.
const MANY: usize = 12;

/// Actions or resources: these, or all but these.
#[derive(Debug)]
pub(crate) struct Set<'a> {
    pub(crate) patterns: Vec<Pattern<'a>>,
    pub(crate) but_these: bool,
    /// The place of each pattern that is no pattern, where there are many.
    literals: Option<HashMap<Cow<'a, str>, usize>>,
    /// The places of those that are patterns.
    wild: Vec<usize>,
}

impl<'a> Set<'a> {
    pub(super) fn new(patterns: Vec<Pattern<'a>>, but_these: bool) -> Set<'a> {
        let many = patterns.len() > MANY;
        // Only ARNs are compared letter by letter.
        let literals =
            (many && patterns.iter().any(|one| one.text.starts_with("arn:"))).then(|| {
                let known = patterns.iter().enumerate();
                known
                    .filter(|(_, pattern)| pattern.is_literal())
                    .map(|(index, pattern)| (pattern.text.clone(), index))
                    .collect()
            });
        let wild = patterns.iter().enumerate();
        let wild = wild
            .filter(|(_, pattern)| !pattern.is_literal())
            .map(|(index, _)| index)
            .collect();
        Set {
            patterns,
            but_these,
            literals,
            wild,
        }
    }

    pub(super) fn holds(&self, value: &str, how: How, request: &Request<'_>) -> Answer {
        let found = Answer::any(
            self.candidates(value)
                .map(|pattern| pattern.matches(value, how, request)),
        );
        if self.but_these { found.not() } else { found }
    }

    pub(super) fn mark(&self, value: &str, how: How, request: &Request<'_>) {
        for pattern in self.candidates(value) {
            if self.but_these || pattern.matches(value, how, request).is_yes() {
                pattern.used.set(true);
            }
        }
    }

    /// The patterns that a value could fit.
    fn candidates(&self, value: &str) -> impl Iterator<Item = &Pattern<'a>> {
        let (all, found, wild) = match &self.literals {
            None => (self.patterns.as_slice(), None, [].as_slice()),
            Some(literals) => ([].as_slice(), literals.get(value), self.wild.as_slice()),
        };
        let some = found.into_iter().chain(wild);
        all.iter().chain(some.map(|index| &self.patterns[*index]))
    }
}
