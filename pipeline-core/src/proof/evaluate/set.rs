//! A statement's actions or resources: these, or all but these.

use super::pattern::{How, Pattern};
use super::{Answer, Cause, Request};

/// Above so many, a set looks its plain texts up.
const MANY: usize = 12;

/// Actions or resources: these, or all but these.
#[derive(Debug)]
pub(crate) struct Set<'a> {
    pub(crate) patterns: Vec<Pattern<'a>>,
    pub(crate) but_these: bool,
    /// The place of each pattern that is no pattern, where there are many, folded and in
    /// that order.
    literals: Option<Vec<(Folded, usize)>>,
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
                let known = known.filter(|(_, pattern)| pattern.is_literal());
                let known = known.map(|(index, pattern)| (Folded::of(&pattern.text), index));
                let mut known: Vec<_> = known.collect();
                known.sort_unstable();
                known
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

    /// Whether it is what its patterns say, letter by letter.
    pub(super) fn is_literal(&self) -> bool {
        self.wild.is_empty() && !self.but_these
    }

    pub(super) fn holds(&self, value: &str, how: How, request: &Request<'_>) -> Answer {
        let found = Answer::any(
            self.candidates(value)
                .map(|pattern| pattern.matches(value, how, request)),
        );
        if !self.but_these {
            return found;
        }
        // Whether all but nothing is everything, or nothing at all, AWS does not say: such
        // an element "will not match any resource".
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
        let valueless = self.patterns.iter().find(|one| one.is_valueless(request));
        match valueless {
            Some(pattern) if found.is_no() => Answer::Unknown(Cause::Malformed(format!(
                "a variable of `{}` has no value",
                pattern.text
            ))),
            _ => found.not(),
        }
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
            None => (self.patterns.as_slice(), [].as_slice(), [].as_slice()),
            Some(literals) => {
                let folded = Folded::of(value);
                let from = literals.partition_point(|(known, _)| *known < folded);
                let found = &literals[from..];
                let to = found.partition_point(|(known, _)| *known == folded);
                ([].as_slice(), &found[..to], self.wild.as_slice())
            }
        };
        let some = found.iter().map(|(_, index)| index).chain(wild);
        all.iter().chain(some.map(|index| &self.patterns[*index]))
    }
}

/// A text in a number: texts that are the same but for upper and lower case have the same
/// one. Most statements have nothing to do with most calls, and this tells at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Folded(u64);

impl Folded {
    pub(super) fn of(text: &str) -> Folded {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        let rest = rest.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
        let words = words.iter().map(|word| u64::from_le_bytes(*word));
        let mut hash = text.len() as u64;
        for word in words.chain([rest]) {
            // Letters differ by this bit in upper and lower case.
            hash = (hash ^ (word | 0x2020_2020_2020_2020))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(23);
        }
        Folded(hash)
    }
}
