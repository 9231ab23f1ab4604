//! The calls that statements are about, and the resources that each can be asked of.

use std::collections::BTreeSet;

use super::regions;
use crate::access::evaluator::{Glyph, Language, Rule};
use crate::catalogue::services::{self, Service, Shape};

/// A call, or calls that AWS's reference does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    /// As a request names it.
    pub(super) name: String,
    pub(super) resources: Resources,
    /// AWS's reference has it.
    pub(super) known: bool,
}

/// The resources that a call can be asked of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Resources {
    /// Of none: a statement has to name `*`.
    None,
    /// Of any, since nothing is known of them.
    Any,
    /// Of those like one of these.
    Like(Vec<String>),
}

/// All calls that the differing rules of two sides may be about; nothing if there are too many kinds
/// of them.
pub(super) fn calls<'a>(
    differing: &[&Rule<'a>],
    all: &[&Rule<'a>],
    service: Option<&'static str>,
    partition: &str,
) -> Option<BTreeSet<Call>> {
    let mut out = BTreeSet::new();
    let (words, excluding) = words(differing);
    let (every, _) = self::words(all);
    if excluding {
        out.extend(known("*", service, partition));
    }
    let mut wild = Vec::new();
    for word in &words {
        out.extend(known(word, service, partition));
        if word.contains(['*', '?']) {
            wild.push(Language::like(word));
        } else if belongs(word, service) && !is_known(word) {
            out.insert(unknown(word.clone()));
        }
    }
    if excluding {
        wild.push(Language::like("*"));
    }
    // Calls that the reference does not have, or not yet.
    let of_service = format!("{}:*", service.unwrap_or("*"));
    for within in &wild {
        let mut others: Vec<Language> = every.iter().map(|word| Language::like(word)).collect();
        others.retain(|other| other != within && regions::may_overlap(within, other));
        others.push(Language::like(&of_service));
        let last = others.len() - 1;
        for (vector, text) in regions::regions(within, &others)? {
            if vector.get(last) == Some(&true) && !is_known(&text) {
                out.insert(unknown(text));
            }
        }
    }
    Some(out)
}

/// The actions of rules in lowercase, and whether one of them is about all but those.
fn words(rules: &[&Rule<'_>]) -> (BTreeSet<String>, bool) {
    let mut words = BTreeSet::new();
    let mut excluding = false;
    for rule in rules {
        let Some(reference) = &rule.statement else {
            continue;
        };
        let actions = &reference.statement().actions;
        excluding |= actions.inverted || rule.unreadable;
        words.extend(
            actions
                .patterns
                .iter()
                .map(|pattern| pattern.string.to_lowercase()),
        );
    }
    (words, excluding)
}

fn belongs(word: &str, service: Option<&str>) -> bool {
    service.is_none_or(|service| word.split(':').next() == Some(service))
}

fn unknown(name: String) -> Call {
    Call {
        name,
        resources: Resources::Any,
        known: false,
    }
}

fn is_known(word: &str) -> bool {
    let parts = word.split_once(':');
    let found = parts.and_then(|(prefix, name)| Some((services::service(prefix)?, name)));
    found.is_some_and(|(service, name)| !service.calls_like(name).is_empty())
}

/// The calls of AWS's reference that a word stands for.
fn known(word: &str, service: Option<&'static str>, partition: &str) -> Vec<Call> {
    let (prefix, name) = match word.split_once(':') {
        Some(parts) => parts,
        None if word.ends_with('*') => (word, "*"),
        None => return Vec::new(),
    };
    let like = Language {
        ignore_case: true,
        ..Language::like(prefix)
    };
    let mut out = Vec::new();
    for found in services::services() {
        let wanted = service.is_none_or(|service| found.prefix == service);
        if wanted && regions::matches(&like, found.prefix) {
            let calls = found.calls_like(name).into_iter();
            out.extend(calls.map(|call| Call {
                name: format!("{}:{}", found.prefix, call.name()),
                resources: resources(call.shapes(found), found, partition),
                known: true,
            }));
        }
    }
    out
}

fn resources(shapes: Option<Vec<Shape>>, service: Service, partition: &str) -> Resources {
    let Some(mut shapes) = shapes else {
        return Resources::Any;
    };
    if shapes.is_empty() {
        return Resources::None;
    }
    shapes.extend(services::besides(service.prefix));
    let like = shapes.iter().map(|shape| {
        let Shape {
            service,
            region,
            account,
            resource,
        } = shape;
        let arn = format!("arn:{partition}:{service}:{region}:{account}:{resource}");
        // What is open is not empty.
        arn.replace('*', "?*")
    });
    let like: BTreeSet<String> = like.collect();
    Resources::Like(like.into_iter().collect())
}

impl Resources {
    /// What tells the resources of a call from others.
    pub(super) fn languages(&self) -> Vec<Language> {
        match self {
            Resources::None => Vec::new(),
            Resources::Any => vec![arns("*:*:*:*:*:*"), Language::like("*")],
            Resources::Like(all) => {
                let all = all.iter().map(|like| arns(like));
                all.chain([Language::like(OBJECTS)]).collect()
            }
        }
    }

    /// Returns whether a call can be asked of a resource; with its languages.
    pub(super) fn has(&self, languages: &[Language], arn: &str) -> bool {
        match self {
            Resources::None => arn == "*",
            Resources::Any => languages.iter().any(|one| regions::matches(one, arn)),
            Resources::Like(all) => {
                let is_object = languages
                    .last()
                    .is_some_and(|one| regions::matches(one, arn));
                all.iter().zip(languages).any(|(like, language)| {
                    let bucket = like.ends_with(":s3:::?*");
                    !(bucket && is_object) && regions::matches(language, arn)
                })
            }
        }
    }
}

/// The objects of buckets, whose names have no slash.
const OBJECTS: &str = "arn:*:s3:::*/*";

/// The ARNs like a text, part by part.
fn arns(like: &str) -> Language {
    let mut colons = 0;
    let mut language = Language::like(like);
    for glyph in &mut language.glyphs {
        match glyph {
            Glyph::Char(':') => colons += 1,
            Glyph::One { colon } | Glyph::Any { colon } => *colon = colons >= 5,
            Glyph::Char(_) => {}
        }
    }
    language
}
