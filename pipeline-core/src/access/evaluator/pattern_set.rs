//! A statement's actions or resources: these, or all but these; and what tells at once that
//! it does not speak of a call.

use std::cell::OnceCell;

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
                known.sort();
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

    /// `arn`: the value, folded, once anyone has asked for that.
    pub(super) fn holds(
        &self,
        value: &str,
        how: How,
        request: &Request<'_>,
        arn: &OnceCell<Folded>,
    ) -> Answer {
        let found = match self.patterns.as_slice() {
            [only] => only.matches(value, how, request),
            _ => self.any(value, how, request, arn),
        };
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
        let mark = |pattern: &Pattern<'_>| {
            if pattern.used.get() {
                return;
            }
            if self.but_these || pattern.matches(value, how, request).is_yes() {
                pattern.used.set(true);
            }
        };
        match &self.literals {
            None => self.patterns.iter().for_each(mark),
            Some(literals) => {
                let found = same(literals, Folded::of(value));
                let some = found.iter().map(|(_, index)| index).chain(&self.wild);
                some.for_each(|index| mark(&self.patterns[*index]));
            }
        }
    }

    /// Whether any of its patterns fits. Plain loops, as build scripts are compiled without
    /// optimisation, and this is where the proof spends its time.
    fn any(&self, value: &str, how: How, request: &Request<'_>, arn: &OnceCell<Folded>) -> Answer {
        let mut out = Answer::No;
        let (found, wild): (&[_], _) = match &self.literals {
            None => (&[], None),
            Some(literals) => {
                let folded = *arn.get_or_init(|| Folded::of(value));
                (same(literals, folded), Some(self.wild.as_slice()))
            }
        };
        let rest = wild.map_or(self.patterns.len(), <[usize]>::len);
        let mut at = 0;
        while at < found.len() + rest {
            let index = match wild {
                None => at,
                Some(_) if at < found.len() => found[at].1,
                Some(wild) => wild[at - found.len()],
            };
            match self.patterns[index].matches(value, how, request) {
                Answer::Yes => return Answer::Yes,
                Answer::Unknown(cause) if out.is_no() => out = Answer::Unknown(cause),
                Answer::Unknown(_) | Answer::No => {}
            }
            at += 1;
        }
        out
    }
}

/// Those that are one and the same text.
fn same(literals: &[(Folded, usize)], folded: Folded) -> &[(Folded, usize)] {
    let (mut from, mut after) = (0, literals.len());
    while from < after {
        let middle = (from + after) / 2;
        if literals[middle].0.0 < folded.0 {
            from = middle + 1;
        } else {
            after = middle;
        }
    }
    let mut to = from;
    while to < literals.len() && literals[to].0.0 == folded.0 {
        to += 1;
    }
    &literals[from..to]
}

/// Whose policy a statement stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// An identity's own, or its boundary.
    AtIdentity,
    /// A resource's.
    AtResource,
    /// A role's that is to be assumed.
    Trust,
}

/// What tells at once that a statement, or all of a policy, does not speak of a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sieve {
    /// The bits of the calls that are named; all, where they are not just these.
    pub(super) calls: u64,
    /// Where it may stand.
    pub(super) stands: Option<Stands>,
}

impl Sieve {
    /// Whether it lets a call through that has this bit.
    pub(super) fn takes(self, bit: u64, stands: Stands) -> bool {
        self.calls & bit != 0 || self.stands != Some(stands)
    }
}

/// A text in a number: texts that are the same but for upper and lower case have the same
/// one. Most statements have nothing to do with most calls, and this tells at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Folded(u64);

impl Folded {
    pub(super) fn of(text: &str) -> Folded {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        let mut hash = text.len() as u64;
        let mut at = 0;
        while at < words.len() {
            hash = mixed(hash, u64::from_le_bytes(words[at]));
            at += 1;
        }
        let mut last = 0;
        at = 0;
        while at < rest.len() {
            last = last << 8 | rest[at] as u64;
            at += 1;
        }
        Folded(mixed(hash, last))
    }

    /// One of 64 bits: of two calls with different ones, neither is the other.
    pub(super) fn bit(self) -> u64 {
        1 << (self.0 >> 58)
    }
}

fn mixed(hash: u64, word: u64) -> u64 {
    // Letters differ by this bit in upper and lower case.
    (hash ^ (word | 0x2020_2020_2020_2020))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(23)
}
