//! Every key of the catalogue has its form: a pattern of AWS's own models, a page, or the reason
//! why any text is right. The patterns are tried against those models, sample by sample.

mod constants;
mod oracle;
mod reference;
mod samples;
mod service_names;
mod statements;

use std::collections::{BTreeMap, BTreeSet};

use pipewright_core::catalogue::pattern::Pattern;
use pipewright_core::catalogue::{KINDS, Key, RULES, Type, action_type, declared};

use oracle::Answer;

/// A key with the place where it stands: `Ecs.ClusterName`.
struct Spot {
    path: String,
    key: &'static Key,
}

/// Every key of every kind, rule provider and declaration, with those inside of maps.
fn spots() -> Vec<Spot> {
    let kinds = KINDS.iter().map(|kind| (kind.name, kind));
    let rules = RULES.iter().map(|rule| (rule.name, rule));
    let mut all = Vec::new();
    for (name, kind) in kinds {
        for key in kind.keys.iter().chain(kind.own_keys) {
            add(&mut all, name, key);
        }
    }
    for (name, rule) in rules {
        for key in rule.keys {
            add(&mut all, &format!("rule {name}"), key);
        }
    }
    let declared: [(&str, &[Key]); 12] = [
        ("settings", declared::SETTINGS),
        ("variable", declared::VARIABLE),
        ("trigger", declared::TRIGGER),
        ("action", declared::ACTION),
        ("store", declared::MANAGED_STORE),
        ("imported store", declared::IMPORTED_STORE),
        ("role", declared::MANAGED_ROLE),
        ("project", declared::MANAGED_PROJECT),
        ("imported project", declared::IMPORTED_PROJECT),
        ("statement", declared::STATEMENT),
        ("action type", action_type::MANAGED),
        ("imported action type", action_type::IMPORTED),
    ];
    for (name, keys) in declared {
        for key in keys {
            add(&mut all, name, key);
        }
    }
    all
}

fn add(all: &mut Vec<Spot>, place: &str, key: &'static Key) {
    let path = format!("{place}.{}", key.name);
    if let Type::Record(keys) | Type::OneOrMore(keys) | Type::Named(keys) | Type::Records(keys) =
        &key.kind
    {
        for inner in *keys {
            add(all, &path, inner);
        }
    }
    all.push(Spot { path, key });
}

/// Patterns by name, with the keys that have them.
fn patterns() -> BTreeMap<&'static str, (&'static Pattern, Vec<String>)> {
    let mut all: BTreeMap<_, (_, Vec<String>)> = BTreeMap::new();
    for spot in spots() {
        if let Some(pattern) = spot.key.kind.pattern() {
            let (_, keys) = all.entry(pattern.name).or_insert((pattern, Vec::new()));
            keys.push(spot.path);
        }
    }
    all
}

const ARN: &str = "arn:aws:ecs:us-east-1:111111111111:service/shop/web";

#[test]
fn every_text_has_a_form_or_a_reason() {
    for (name, (pattern, keys)) in patterns() {
        let source = pattern.source;
        let known = source.starts_with("https://")
            || source.starts_with("botocore ")
            || source.starts_with("cfn-lint ");
        assert!(
            known || pattern.free.is_some(),
            "{name} of {keys:?}: {source}"
        );
        let any = |text: &str| (pattern.fits)(text);
        let takes_all = any(ARN) && any("a b_c{d}") && any("?");
        assert!(
            !takes_all || pattern.free.is_some(),
            "{name} of {keys:?} takes any text: say why, with `free`"
        );
    }
}

/// An ARN in a name's place would be granted as `service/arn:aws:…`, which is nothing.
#[test]
fn an_arn_is_no_name() {
    for (name, (pattern, keys)) in patterns() {
        assert!(
            pattern.takes_an_arn() || pattern.complaint(ARN).is_some(),
            "{name} of {keys:?} takes `{ARN}`"
        );
        assert!(!pattern.thing().is_empty(), "{name}");
    }
}

/// How a pattern may differ from the model that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    TakesMore,
    TakesLess,
    Longer,
    Shorter,
}
use Way::{Longer, Shorter, TakesLess, TakesMore};

/// Where a pattern differs from the model that it names, and why.
#[rustfmt::skip]
const DIFFERENT: &[(&str, Way, &str)] = &[
    ("ALARM_NAME", TakesLess, "an alarm is named, and an ARN is no name"),
    ("APP_CONFIG_ID", Shorter, "its model has the length in the pattern"),
    ("BEANSTALK_APPLICATION", TakesLess, "an ARN is no name"),
    ("BEANSTALK_ENVIRONMENT", TakesLess, "the model's documentation says which characters"),
    ("CONNECTION_ARN", TakesLess, "an ARN of another service is no connection's"),
    ("DEPLOYED_KEY", TakesLess, "an ARN or an address is no key"),
    ("DEPLOYMENT_STRATEGY", Shorter, "its model has the length in the pattern"),
    ("DESCRIPTION", TakesMore, "an empty description is none"),
    ("FILE_PATTERN", TakesLess, "an ARN is no file"),
    ("FUNCTION_NAME", TakesLess, "CodePipeline takes the name, Lambda itself an ARN too"),
    ("IAM_PATH", TakesLess, "it stands in policies, where `*`, `?` and `$` are patterns and braces variables"),
    ("KEY_ALIAS", TakesLess, "an alias begins with `alias/`"),
    ("LISTED_ALARM", TakesLess, "an ARN is no name, and a comma ends an item"),
    ("OUTPUT_VARIABLE", TakesLess, "it is exported, and so an environment variable's name"),
    ("POLICY_ARN", TakesLess, "the model is of all ARNs"),
    ("REPOSITORY_NAME", TakesLess, "CodeCommit's page says letters of ASCII, and no `.git` at the end"),
    ("ROLE_ARN", TakesLess, "the model takes any text behind `role/`, and IAM's names have letters, digits and _ + = , . @ -"),
    ("SOURCE_KEY", TakesLess, "an ARN or an address is no key"),
    ("TARGET", Shorter, "its model has the length in the pattern"),
    ("TARGET", TakesMore, "an account is a target too"),
    ("URL", TakesLess, "the console links to it"),
];

#[test]
fn patterns_are_those_of_awss_models() {
    let patterns: Vec<_> = patterns().into_values().collect();
    let modelled = patterns.iter().filter(|(pattern, _)| {
        !pattern.source.starts_with("https://") && !pattern.source.is_empty()
    });
    let questions: Vec<(&Pattern, Vec<String>)> = modelled
        .map(|(pattern, _)| (*pattern, samples::of(pattern)))
        .collect();
    let answers = oracle::ask(
        questions
            .iter()
            .map(|(pattern, samples)| (pattern.source, &**samples)),
    );
    let mut wrong = Vec::new();
    let mut excused = BTreeSet::new();
    for ((pattern, samples), answer) in questions.iter().zip(answers) {
        let Some(answer) = answer else {
            wrong.push(format!("{}: there is no {}", pattern.name, pattern.source));
            continue;
        };
        for (way, found) in differences(pattern, samples, &answer) {
            if DIFFERENT
                .iter()
                .any(|(name, known, _)| (*name, *known) == (pattern.name, way))
            {
                excused.insert((pattern.name, way));
            } else {
                let model = answer.pattern.as_deref().unwrap_or_default();
                wrong.push(format!("{} {way:?}: {found} {model}", pattern.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (name, way, why) in DIFFERENT {
        assert!(
            excused.contains(&(*name, *way)),
            "{name} is not {way:?}: {why}"
        );
    }
}

/// What a pattern and its model decide differently: some samples of each way, and the lengths.
fn differences(pattern: &Pattern, samples: &[String], answer: &Answer) -> Vec<(Way, String)> {
    let mut found = Vec::new();
    let own = |sample: &String| pattern.complaint(sample).is_none();
    let least = answer.min.unwrap_or(0).max(1);
    let most = answer.max.unwrap_or(u64::MAX);
    // Lengths are compared by themselves.
    let within = |sample: &String| {
        let length = sample.chars().count() as u64;
        (least..=most.min(pattern.max as u64)).contains(&length)
    };
    for (way, ours) in [(TakesMore, true), (TakesLess, false)] {
        let differ = samples
            .iter()
            .zip(&answer.takes)
            .filter(|(sample, takes)| own(sample) == ours && (**takes && within(sample)) != ours);
        let some: Vec<&String> = differ.map(|(sample, _)| sample).take(5).collect();
        if !some.is_empty() {
            found.push((way, format!("{some:?}")));
        }
    }
    let own = pattern.max as u64;
    if own > most && most > 0 {
        found.push((Longer, format!("{own} characters, and AWS says {most}")));
    }
    // CodePipeline has a limit of its own for every value.
    if own < most.min(1000) {
        found.push((Shorter, format!("{own} characters, and AWS says {most}")));
    }
    found
}
