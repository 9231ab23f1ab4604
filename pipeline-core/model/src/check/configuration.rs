//! Keys: which there are, which must be there, which have no effect.

mod presence;

pub(super) use presence::because;

use super::context::{Check, Run};
use super::{arns, expressions, stores, targets, values, words};
use crate::catalogue::pattern::{self, Pattern};
use crate::catalogue::{self, KINDS, Key, RULES, Type, declared};
use crate::codes;
use crate::model::{Entry, Name, Project};
use crate::place::Place;
use crate::similar;
use std::collections::BTreeMap;

/// Whose keys are looked at.
pub(super) struct Subject<'a, P> {
    /// `` role `deploy` ``
    pub(super) what: String,
    /// Where a missing key is reported.
    pub(super) at: P,
    pub(super) ground: Ground<'a, P>,
}

/// What a value can refer to.
pub(super) enum Ground<'a, P> {
    /// The inputs, the account and the variables of an action.
    Action(&'a Run<'a, P>),
    /// The account of a project.
    Project(&'a Project<P>),
    /// Nothing, but maps may hold maps.
    Statement,
    /// Nothing.
    Bare,
}

impl<P> Ground<'_, P> {
    /// The same ground, for what is a part of the subject.
    pub(super) fn again(&self) -> Self {
        match self {
            Ground::Action(run) => Ground::Action(run),
            Ground::Project(project) => Ground::Project(project),
            Ground::Statement => Ground::Statement,
            Ground::Bare => Ground::Bare,
        }
    }
}

impl<'a, P: Place> Subject<'a, P> {
    pub(super) fn pipeline(at: P) -> Self {
        Subject {
            what: "the pipeline".to_owned(),
            at,
            ground: Ground::Bare,
        }
    }

    pub(super) fn declared(sort: &str, name: &Name<P>) -> Self {
        Subject {
            what: format!("{sort} `{}`", name.text),
            at: name.at,
            ground: Ground::Bare,
        }
    }

    pub(super) fn project(project: &'a Project<P>) -> Self {
        Subject {
            ground: Ground::Project(project),
            ..Subject::declared("project", &project.name)
        }
    }

    /// A map in the value of one of its keys.
    pub(super) fn part(&self, key: &str, at: P) -> Self {
        Subject {
            what: format!("`{key}` of {}", self.what),
            at,
            ground: self.ground.again(),
        }
    }

    /// What a text keeps to that holds a variable, and is known at the run only.
    pub(super) fn value(&self) -> &'static Pattern {
        match self.ground {
            Ground::Action(run) => run.kind.map_or(&pattern::CONFIG_VALUE, |kind| kind.value),
            _ => &pattern::CONFIG_VALUE,
        }
    }

    pub(super) fn statement(&self, at: P) -> Self {
        Subject {
            what: format!("a statement of {}", self.what),
            at,
            ground: Ground::Statement,
        }
    }

    /// What its keys are called.
    fn keys(&self) -> &'static str {
        match self.ground {
            Ground::Action(_) => "key",
            _ => "setting",
        }
    }
}

/// The configuration of an action or a rule of a known kind.
pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(kind) = run.kind else {
        return;
    };
    let known: Vec<&'static Key> = kind
        .keys
        .iter()
        .chain(kind.own_keys)
        .chain(if run.action.rule {
            &[]
        } else {
            declared::ACTION
        })
        .collect();
    let subject = Subject {
        what: run.title(),
        at: run.action.kind.at,
        ground: Ground::Action(run),
    };
    all(cx, &subject, &known, &run.action.config);
    for key in known {
        presence::ignored(cx, run, key);
        arns::in_place(cx, run, key);
        stores::target(cx, run, key);
        targets::action(cx, run, key);
    }
    presence::without_output(cx, run, kind);
    expressions::regular(cx, run);
}

/// Everything about the keys of one thing.
pub(super) fn all<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    known: &[&'static Key],
    entries: &[Entry<P>],
) {
    let meant = self::entries(cx, subject, known, entries);
    for key in known {
        if entries.iter().any(|entry| key.is_written(&entry.key.text)) {
            continue;
        }
        let written = key.written();
        if !meant.contains(&written) {
            presence::missing(cx, subject, key, &written);
        }
    }
}

/// What is there: each key known, said once, with a value that fits. Gives back the
/// keys that were probably meant where unknown ones stand.
pub(super) fn entries<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    known: &[&'static Key],
    entries: &[Entry<P>],
) -> Vec<String> {
    let mut meant = Vec::new();
    once(cx, entries);
    for entry in entries {
        match known.iter().find(|key| key.is_written(&entry.key.text)) {
            Some(key) if expressions::is_known(cx, &entry.value) => {
                values::value(cx, subject, key, &entry.key.text, &entry.value);
            }
            Some(_) => {}
            None => meant.extend(unknown(cx, subject, known, entry)),
        }
    }
    meant
}

/// No key stands twice.
pub(super) fn once<P: Place>(cx: &mut Check<'_, P>, entries: &[Entry<P>]) {
    let mut seen: BTreeMap<&str, P> = BTreeMap::new();
    for entry in entries {
        let key = &entry.key;
        match seen.get(key.text.as_str()) {
            Some(first) => {
                cx.report(
                    &codes::KEY_TWICE,
                    key.at,
                    format!("`{}` is said twice", key.text),
                )
                .help("leave one of them out")
                .related("first said here", *first);
            }
            None => {
                seen.insert(&key.text, key.at);
            }
        }
    }
}

fn unknown<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    known: &[&'static Key],
    entry: &Entry<P>,
) -> Option<String> {
    let text = &entry.key.text;
    let keys = subject.keys();
    let as_aws = catalogue::snake_case(text);
    let names: Vec<String> = known.iter().map(|key| key.written()).collect();
    let clause = match subject.ground {
        Ground::Action(_) => clause(text),
        _ => None,
    };
    let (meant, help) = if names.contains(&as_aws) {
        let help = format!("keys are written in snake case: `{as_aws}`");
        (Some(as_aws), Some(help))
    } else if let Some(clause) = clause {
        (None, Some(clause.to_owned()))
    } else if let Some(close) = similar::closest(text, names.iter().map(String::as_str))
        .or_else(|| begins_with(text, &names))
    {
        let help = format!("a {keys} with a similar name: `{close}`");
        (Some(close.to_owned()), Some(help))
    } else {
        let own = || match names.as_slice() {
            [] => None,
            [only] => Some(format!("its only {keys} is `{only}`")),
            names => (names.len() <= 12).then(|| format!("its {keys}s are {}", words::list(names))),
        };
        (None, elsewhere(subject, text).or_else(own))
    };
    cx.report(
        &codes::UNKNOWN_KEY,
        entry.key.at,
        format!("{} has no {keys} `{text}`", subject.what),
    )
    .maybe_help(help);
    meant
}

/// Whose key it is, if it is one of a few other kinds.
fn elsewhere<P: Place>(subject: &Subject<'_, P>, key: &str) -> Option<String> {
    let Ground::Action(run) = subject.ground else {
        return None;
    };
    // In a map of an action's, whatever else is said is no key of an action.
    if subject.what != run.title() {
        return None;
    }
    let builds = run
        .kind?
        .keys
        .iter()
        .any(|key| matches!(key.kind, Type::Project));
    if builds
        && declared::MANAGED_PROJECT
            .iter()
            .any(|own| own.is_written(key))
    {
        return Some(format!(
            "it stands in the project: `project NAME {{ {key}: … }}`"
        ));
    }
    let kinds = if run.action.rule { RULES } else { KINDS };
    let others = kinds.iter().filter(|kind| kind.key(key).is_some());
    let others: Vec<&str> = others.map(|kind| kind.name).collect();
    (1..=3)
        .contains(&others.len())
        .then(|| format!("it is a key of {}", words::list(&others)))
}

/// Where stands what is no key of an action but a part of the language.
fn clause(key: &str) -> Option<&'static str> {
    Some(match key {
        "input" | "inputs" | "input_artifacts" => {
            "inputs stand in parentheses behind the action's kind: `KIND(ARTIFACT)`"
        }
        "output" | "outputs" | "output_artifacts" => {
            "outputs stand before the action: `let ARTIFACT = NAME: KIND …`"
        }
        "account" | "account_id" => "the account stands before the `{`: `in ACCOUNT`",
        "region" => "the region stands before the `{`: `@ \"REGION\"`",
        "role" => "the role stands before the `{`: `as ROLE`",
        "store" | "artifact_store" => "the store stands before the `{`: `via STORE`",
        _ => return None,
    })
}

/// The one key that a word is the beginning of: `branch` of `branch_name`.
fn begins_with<'n>(word: &str, names: &'n [String]) -> Option<&'n str> {
    let mut found = names.iter().filter(|name| {
        name.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with('_'))
    });
    let only = found.next()?;
    found.next().is_none().then_some(only.as_str())
}
