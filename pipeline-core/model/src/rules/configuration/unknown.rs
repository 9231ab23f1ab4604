//! Keys that do not exist.

use crate::catalogue::{self, KINDS, Key, RULES, Type, declared};
use crate::code::code;
use crate::foreign::{self, Spot};
use crate::model::{Data, Entry};
use crate::place::Place;
use crate::rules::configuration::missing;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::declarations::builds::unsuited;
use crate::rules::words;
use crate::similar;

code! {
    UNKNOWN_KEY = "P401" Error "a key that does not exist",
    why: "Keys are AWS's own configuration keys in snake case, `RepositoryName` is `repository_name`, and each kind of action and each declaration has its own. AWS would refuse another one when the pipeline is created, or pass over it.",
    example: "Checkout: CodeCommit { RepositoryName: \"x\", branch: \"main\" };",
    fix: "Take one of the keys that the message or the reference names.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
}

pub(crate) fn key<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    known: &[&'static [Key]],
    mismatch: &Mismatch,
    entry: &Entry<P>,
) -> Option<String> {
    if unsuited::key(cx, subject, entry) {
        return None;
    }
    let written = &entry.key.text;
    let keys = subject.key_word();
    let as_aws = catalogue::snake_case(written);
    let known = known.iter().copied().flatten();
    let names: Vec<String> = known.map(Key::written).collect();
    let foreign = foreign(subject, &names, entry);
    let (meant, help) = if names.contains(&as_aws) {
        let help = format!("keys are written in snake case: `{as_aws}`");
        (Some(as_aws), Some(help))
    } else if let Some(help) = foreign {
        // What an event has stands in its pattern, which is not there then.
        let of_event = matches!(spot(subject), Some(Spot::Event)) && help.contains("`pattern:");
        let pattern = of_event.then(|| "pattern".to_owned());
        (pattern, Some(help))
    } else if let Some(close) = similar::closest(written, names.iter().map(String::as_str))
        .or_else(|| part_of(written, &mismatch.missing))
        .or_else(|| part_of(written, &names))
    {
        let help = format!("a {keys} with a similar name: `{close}`");
        (Some(close.to_owned()), Some(help))
    } else {
        let own = || match names.as_slice() {
            [] => None,
            [only] => Some(format!("its only {keys} is `{only}`")),
            names => (names.len() <= 12).then(|| format!("its {keys}s are {}", words::list(names))),
        };
        match (elsewhere(subject, written), mismatch.missing.as_slice()) {
            // One missing key and one unknown key are probably one mistake.
            (None, [missing]) if mismatch.unknown == 1 => {
                let help = format!("`{missing}` is missing: did you mean that?");
                (Some(missing.clone()), Some(help))
            }
            (elsewhere, _) => (None, elsewhere.or_else(own)),
        }
    };
    cx.report(
        &UNKNOWN_KEY,
        entry.key.at,
        format!("{} has no {keys} `{written}`", subject.what),
    )
    .maybe_help(help);
    meant
}

/// The kinds that have such a key, if they are few.
fn elsewhere<P: Place>(subject: &Subject<'_, P>, key: &str) -> Option<String> {
    let ValueContext::Action(run) = subject.context else {
        return None;
    };
    // The advice is about the keys of an action, and not about those of its nested maps.
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

/// The advice on a word of CloudFormation's or the CDK's.
fn foreign<P: Place>(
    subject: &Subject<'_, P>,
    known: &[String],
    entry: &Entry<P>,
) -> Option<String> {
    let written = &entry.key.text;
    let spot = spot(subject)?;
    if is_wrapper(spot, written)
        && let Some(first) = entries_of(entry).first()
    {
        let first = catalogue::snake_case(&first.key.text);
        // A project's variables stand in a map of another name, and are no settings.
        if spot != Spot::Project || known.contains(&first) {
            return Some(format!(
                "its keys stand directly in `{{ … }}`: `{first}: …`"
            ));
        }
    }
    foreign::advice(spot, written).map(str::to_owned)
}

/// Where the subject's keys stand; nothing where they are those of a nested map.
fn spot<P: Place>(subject: &Subject<'_, P>) -> Option<Spot> {
    match subject.context {
        ValueContext::Action(run) => (subject.what == run.title()).then_some(Spot::Action),
        ValueContext::Project(project) => {
            let whole = subject.what == format!("project `{}`", project.name.text);
            whole.then_some(Spot::Project)
        }
        _ if subject.what == "the pipeline" => Some(Spot::Pipeline),
        _ if subject.what.starts_with("notification `") => Some(Spot::Notification),
        _ if subject.what.starts_with("event `") => Some(Spot::Event),
        _ if subject.what.starts_with("parameter `") => Some(Spot::Parameter),
        _ if subject.what.starts_with("role `") => Some(Spot::Role),
        _ if subject.what.starts_with("project `") => Some(Spot::Project),
        _ => None,
    }
}

/// Returns whether AWS has a map of this name around keys that stand directly in the thing here.
fn is_wrapper(spot: Spot, key: &str) -> bool {
    let wrapper = match spot {
        Spot::Action => "configuration",
        Spot::Project => "environment",
        _ => return false,
    };
    key.eq_ignore_ascii_case(wrapper)
}

fn entries_of<P>(entry: &Entry<P>) -> &[Entry<P>] {
    match &entry.value.data {
        Data::Map(entries) => entries,
        _ => &[],
    }
}

/// The keys that stand in a map around them, `Configuration: { … }`, as they are written here.
pub(crate) fn nested<P: Place>(subject: &Subject<'_, P>, entries: &[Entry<P>]) -> Vec<String> {
    let Some(spot) = spot(subject) else {
        return Vec::new();
    };
    let wrapped = entries.iter().filter(|it| is_wrapper(spot, &it.key.text));
    wrapped
        .flat_map(entries_of)
        .map(|it| catalogue::snake_case(&it.key.text))
        .collect()
}

/// The one key that a word is a part of: `branch` of `branch_name`, `bucket` of `s3_bucket`.
fn part_of<'n>(word: &str, names: &'n [String]) -> Option<&'n str> {
    let begins = names
        .iter()
        .filter(|name| name.starts_with(&format!("{word}_")));
    let holds = |name: &&String| format!("_{name}_").contains(&format!("_{word}_"));
    only(begins).or_else(|| only(names.iter().filter(holds)))
}

fn only<'n>(mut names: impl Iterator<Item = &'n String>) -> Option<&'n str> {
    let only = names.next()?;
    names.next().is_none().then_some(only.as_str())
}

/// The keys of a thing that do not exist, and those that may be meant by them.
#[derive(Default)]
pub(crate) struct Mismatch {
    /// The number of the unknown keys.
    unknown: usize,
    /// The keys that must be there and are not.
    missing: Vec<String>,
}

impl Mismatch {
    /// Returns whether there are unknown keys.
    pub(crate) fn is_any(&self) -> bool {
        self.unknown > 0
    }

    pub(crate) fn of<P: Place>(
        subject: &Subject<'_, P>,
        known: &[&'static [Key]],
        entries: &[Entry<P>],
    ) -> Self {
        let keys = || known.iter().copied().flatten();
        let is_known = |entry: &&Entry<P>| keys().any(|key| key.is_written(&entry.key.text));
        let unknown = entries.iter().filter(|entry| !is_known(entry)).count();
        if unknown == 0 {
            return Mismatch::default();
        }
        let is_there = |key: &Key| {
            let mut entries = entries.iter();
            entries.any(|entry| key.is_written(&entry.key.text))
        };
        let missing =
            keys().filter(|key| !is_there(key) && missing::reason(subject, key).is_some());
        Mismatch {
            unknown,
            missing: missing.map(Key::written).collect(),
        }
    }
}
