//! The calls that statements are about, and the resources that each can be asked of.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::regions;
use crate::access::evaluator::{Glyph, Language, Rule};
use crate::catalogue::services::{self, Service, Shape};

/// A call, or calls that AWS's reference does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    /// As a request names it.
    pub(super) name: Cow<'static, str>,
    pub(super) resources: &'static Resources,
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
    /// Of those like one of these: the ends of ARNs, behind the partition.
    Like(Vec<String>),
}

/// The calls of a service, each with its name in lowercase.
struct Reference {
    service: Service,
    calls: Vec<(String, Call)>,
}

/// All calls of AWS's reference. A statement may be about all of them, and a comparison looks at many
/// pairs of statements.
static REFERENCE: LazyLock<Vec<Reference>> = LazyLock::new(|| {
    // There are some thousand kinds of resources, and they live as long as the program.
    let mut kinds: BTreeMap<Resources, &'static Resources> = BTreeMap::new();
    let all = services::services().map(|service| {
        let shapes: Vec<Shape> = service.shapes().collect();
        let calls = service.calls().map(|call| {
            let resources = resources(call.shapes_among(service, &shapes), service);
            let resources = kinds
                .entry(resources.clone())
                .or_insert_with(|| Box::leak(Box::new(resources)));
            let name = format!("{}:{}", service.prefix, call.name());
            let call = Call {
                name: Cow::Borrowed(&*name.clone().leak()),
                resources,
                known: true,
            };
            (name.to_ascii_lowercase(), call)
        });
        let calls = calls.collect();
        Reference { service, calls }
    });
    all.collect()
});

/// All calls that the differing rules of two sides may be about; nothing if there are too many kinds
/// of them.
pub(super) fn calls<'a>(
    differing: &[&Rule<'a>],
    all: &[&Rule<'a>],
    service: Option<&'static str>,
) -> Option<BTreeSet<Call>> {
    let mut out = BTreeSet::new();
    let (words, excluding) = words(differing);
    let (every, _) = self::words(all);
    let mut wild = BTreeSet::new();
    if excluding {
        wild.insert("*".to_owned());
    }
    for word in words {
        if word.contains(['*', '?']) {
            wild.insert(word);
        } else if belongs(&word, service) {
            match known(&word) {
                Some(call) => out.insert(call.clone()),
                None => out.insert(unknown(word)),
            };
        }
    }
    let wild: Vec<Language> = match wild.contains("*") {
        true => vec![Language::like("*")],
        false => wild.iter().map(|word| Language::like(word)).collect(),
    };
    for within in &wild {
        out.extend(known_within(within, service).cloned());
    }
    // Calls that the reference does not have, or not yet.
    let of_service = format!("{}:*", service.unwrap_or("*"));
    for within in &wild {
        let mut others: Vec<Language> = every.iter().map(|word| Language::like(word)).collect();
        others.retain(|other| other != within && regions::may_overlap(within, other));
        others.push(Language::like(&of_service));
        let last = others.len() - 1;
        for (vector, text) in regions::regions(within, &others)? {
            if vector.get(last) == Some(&true) && known(&text).is_none() {
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
        name: Cow::Owned(name),
        resources: &Resources::Any,
        known: false,
    }
}

/// The call of AWS's reference with a name in lowercase.
fn known(name: &str) -> Option<&'static Call> {
    let (prefix, _) = name.split_once(':')?;
    let mut found = REFERENCE.iter().filter(|one| one.service.prefix == prefix);
    let calls = found.next()?.calls.iter();
    let mut calls = calls.filter(|(lower, _)| lower == name);
    calls.next().map(|(_, call)| call)
}

/// The calls of AWS's reference within a language.
fn known_within<'w>(
    within: &'w Language,
    service: Option<&'w str>,
) -> impl Iterator<Item = &'static Call> + use<'w> {
    let wanted = REFERENCE.iter().filter(move |one| {
        let prefix = one.service.prefix;
        let of_service = || Language::like(&format!("{prefix}:*"));
        service.is_none_or(|service| prefix == service)
            && regions::may_overlap(within, &of_service())
    });
    let calls = wanted.flat_map(|one| &one.calls);
    let fits = calls.filter(|(lower, _)| regions::matches(within, lower));
    fits.map(|(_, call)| call)
}

fn resources(shapes: Option<Vec<Shape>>, service: Service) -> Resources {
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
        // What is open is not empty.
        format!("{service}:{region}:{account}:{resource}").replace('*', "?*")
    });
    let like: BTreeSet<String> = like.collect();
    Resources::Like(like.into_iter().collect())
}

/// The ARNs of one kind of resource.
pub(super) struct Arns {
    pub(super) language: Language,
    /// Those of them that are of another kind: the objects of buckets.
    pub(super) without: Option<Language>,
}

impl Arns {
    pub(super) fn has(&self, arn: &str) -> bool {
        let without = self.without.as_ref();
        regions::matches(&self.language, arn)
            && !without.is_some_and(|one| regions::matches(one, arn))
    }
}

impl Resources {
    /// The ARNs of its resources, kind by kind.
    pub(super) fn arns(&self, partition: &str) -> Vec<Arns> {
        let all = |language: Language| Arns {
            language,
            without: None,
        };
        match self {
            // What is asked of no resource is decided by statements about `*`.
            Resources::None => Vec::new(),
            Resources::Any => vec![all(arns("*:*:*:*:*:*")), all(Language::like("*"))],
            Resources::Like(ends) => {
                let each = ends.iter().map(|end| Arns {
                    language: arns(&format!("arn:{partition}:{end}")),
                    // The names of buckets have no slash.
                    without: (end == "s3:::?*").then(|| Language::like("arn:*:s3:::*/*")),
                });
                each.collect()
            }
        }
    }
}

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
