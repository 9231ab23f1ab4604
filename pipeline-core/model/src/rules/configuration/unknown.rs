//! Keys that do not exist.

use crate::catalogue::{self, KINDS, Key, Kind, Needed, RULES, Type, declared};
use crate::code::code;
use crate::foreign::{self, Spot};
use crate::model::{Data, Entry};
use crate::place::Place;
use crate::rules::configuration::missing;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::{Check, Run};
use crate::rules::declarations::builds::unsuited;
use crate::rules::words;
use crate::similar;

code! {
    UNKNOWN_KEY = "P401" Error "a key that does not exist",
    why: "Keys are AWS's own configuration keys in snake case, `RepositoryName` is `repository_name`, and each kind of action and each declaration has its own. AWS would refuse another one when the pipeline is created, or pass over it. Some keys of AWS have no counterpart here, such as `NotAction` in a statement, whose meaning no other key has.",
    example: "Checkout: CodeCommit { RepositoryName: \"x\", branch: \"main\" };",
    fix: "Take one of the keys that the message or the reference names.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
}

/// Reports an action that has none of its kind's keys and those that another kind needs: the kind is
/// the mistake. Returns whether it is.
pub(crate) fn of_another_kind<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    kind: &'static Kind,
    common: &'static [Key],
) -> bool {
    let written = run.action.config.iter().map(|entry| &entry.key);
    let is_common = |name: &str| common.iter().any(|key| key.is_written(name));
    let own: Vec<&str> = written
        .map(|key| key.text.as_str())
        .filter(|name| !is_common(name))
        .collect();
    if own.len() < 2 || own.iter().any(|name| kind.key(name).is_some()) {
        return false;
    }
    let kinds = if run.action.rule { RULES } else { KINDS };
    let fits = |other: &&&Kind| {
        let mut needed = other.keys.iter();
        other.category == kind.category
            && own.iter().all(|name| other.key(name).is_some())
            && needed.all(|key| {
                !matches!(key.needed, Needed::Always) || own.iter().any(|name| key.is_written(name))
            })
    };
    let meant: Vec<&str> = kinds.iter().filter(fits).map(|other| other.name).collect();
    if meant.is_empty() {
        return false;
    }
    let at = run.action.kind.at;
    let message = format!(
        "{} has keys of another kind than `{}`: {}",
        run.title(),
        kind.name,
        words::list(&own)
    );
    cx.report(&UNKNOWN_KEY, at, message)
        .help(format!("they are keys of {}", words::choice(&meant)));
    true
}

/// Reports what belongs into a statement and stands beside where statements stand. Returns the keys
/// that were reported.
pub(crate) fn outside_of_statements<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    known: &[&'static [Key]],
    entries: &[Entry<P>],
) -> Vec<String> {
    let mut keys = known.iter().copied().flatten();
    let Some(statements) = keys.find(|key| matches!(key.kind, Type::Statements)) else {
        return Vec::new();
    };
    let of_statement = |entry: &&Entry<P>| {
        let mut keys = declared::STATEMENT.iter().map(Key::written);
        let said = catalogue::snake_case(&entry.key.text);
        keys.any(|key| key == said || key.strip_suffix('s') == Some(said.as_str()))
    };
    let outside: Vec<&Entry<P>> = entries.iter().filter(of_statement).collect();
    let Some((first, others)) = outside.split_first() else {
        return Vec::new();
    };
    let statements = statements.written();
    let message = format!("{} has no setting `{}`", subject.what, first.key.text);
    let finding = cx.report(&UNKNOWN_KEY, first.key.at, message);
    finding.help(format!(
        "what it may do stands in statements: `{statements}: [{{ actions: […], resources: […] }}]`"
    ));
    for other in others {
        finding.related("this belongs there too", other.key.at);
    }
    outside
        .iter()
        .map(|entry| entry.key.at.identity())
        .collect()
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
    let names: Vec<String> = known.iter().copied().flatten().map(Key::written).collect();
    let similar = |close: &str| Some(format!("a {keys} with a similar name: `{close}`"));
    let foreign = foreign(subject, &names, entry);
    let filled = foreign.as_deref().and_then(|help| mismatch.filled_by(help));
    let (meant, help) = if names.contains(&as_aws) {
        let help = format!("keys are written in snake case: `{as_aws}`");
        (Some(as_aws), Some(help))
    } else if filled.is_some() {
        (filled, foreign)
    } else if let Some(close) = mismatch.like(written, &entry.value.data) {
        let help = similar(&close);
        (Some(close), help)
    } else if let Some(help) = foreign {
        // What an event has stands in its pattern, which is not there then.
        let of_event = matches!(spot(subject), Some(Spot::Event)) && help.contains("`pattern:");
        let pattern = of_event.then(|| "pattern".to_owned());
        (pattern, Some(help))
    } else if let Some(close) =
        similar::closest(written, names.iter().map(String::as_str)).or_else(|| {
            let close = part_of(written, &names)?;
            let mut keys = known.iter().copied().flatten();
            let key = keys.find(|key| key.written() == close)?;
            takes(key, &entry.value.data).then_some(close)
        })
    {
        (Some(close.to_owned()), similar(close))
    } else if let Some(help) = of_a_project(subject, written) {
        (mismatch.filled_by(&help), Some(help))
    } else if let Some(missing) = mismatch.only(&entry.value.data) {
        let help = format!("`{missing}` is missing: did you mean that?");
        (Some(missing), Some(help))
    } else {
        let own = || match names.as_slice() {
            [] => None,
            [only] => Some(format!("its only {keys} is `{only}`")),
            names => (names.len() <= 12).then(|| format!("its {keys}s are {}", words::list(names))),
        };
        (None, elsewhere(subject, written).or_else(own))
    };
    cx.report(
        &UNKNOWN_KEY,
        entry.key.at,
        format!("{} has no {keys} `{written}`", subject.what),
    )
    .maybe_help(help);
    meant
}

/// The action whose keys are checked: the advice on them is not about those of its nested maps.
fn own_keys_of<'s, 'a, P: Place>(subject: &'s Subject<'a, P>) -> Option<&'s Run<'a, P>> {
    let ValueContext::Action(run) = subject.context else {
        return None;
    };
    (subject.what == run.title()).then_some(run)
}

/// The advice on a key of an action that is a setting of the project which it starts.
fn of_a_project<P: Place>(subject: &Subject<'_, P>, key: &str) -> Option<String> {
    let starts = own_keys_of(subject)?
        .kind?
        .keys
        .iter()
        .find(|key| matches!(key.kind, Type::Project))?;
    let mut settings = declared::MANAGED_PROJECT.iter();
    settings.find(|own| own.is_written(key))?;
    let starts = starts.written();
    Some(format!(
        "it stands in the project, `project NAME {{ {key}: … }}`, and here `{starts}: NAME`"
    ))
}

/// The kinds that have such a key, if they are few.
fn elsewhere<P: Place>(subject: &Subject<'_, P>, key: &str) -> Option<String> {
    let run = own_keys_of(subject)?;
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
    let advice = foreign::advice(spot, written)?;
    // It names a key that only some kinds have.
    let of_others = advice.contains("`role_arn:") && !known.iter().any(|key| key == "role_arn");
    (!of_others).then(|| advice.to_owned())
}

/// Where the subject's keys stand; nothing where they are those of a nested map.
fn spot<P: Place>(subject: &Subject<'_, P>) -> Option<Spot> {
    match subject.context {
        ValueContext::Action(run) => (subject.what == run.title()).then_some(Spot::Action),
        ValueContext::Project(project) => {
            let whole = subject.what == format!("project `{}`", project.name.text);
            whole.then_some(Spot::Project)
        }
        ValueContext::Statement => {
            let whole = subject.what.starts_with("a statement of ");
            whole.then_some(Spot::Statement)
        }
        _ if subject.what == "the pipeline" => Some(Spot::Pipeline),
        _ if subject.what.starts_with("notification `") => Some(Spot::Notification),
        _ if subject.what.starts_with("event `") => Some(Spot::Event),
        _ if subject.what.starts_with("schedule `") => Some(Spot::Schedule),
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

/// Returns whether a value may be one of this key's: it tells which one was meant.
fn takes<P>(key: &Key, data: &Data<P>) -> bool {
    match data {
        Data::Number(_) | Data::Bool(_) | Data::List(_) | Data::Map(_) => {}
        Data::String(_) => return !is_of_numbers(&key.kind),
        _ => return true,
    }
    match &key.kind {
        Type::Number(..) => matches!(data, Data::Number(_)),
        Type::Bool => matches!(data, Data::Bool(_)),
        Type::SetOf(_)
        | Type::Strings(_)
        | Type::Records(_)
        | Type::PassedRoles(_)
        | Type::Readers(_)
        | Type::Roles
        | Type::Statements
        | Type::Stages
        | Type::Actions => matches!(data, Data::List(_)),
        Type::Record(_)
        | Type::Named(_)
        | Type::Json(_)
        | Type::Variables(_)
        | Type::Map
        | Type::NamedValues
        | Type::Parameters
        | Type::Configuration
        | Type::EventPattern => matches!(data, Data::Map(_)),
        Type::OneOrMore(_) | Type::Document => matches!(data, Data::Map(_) | Data::List(_)),
        Type::Boundary => matches!(data, Data::Map(_)),
        Type::FileOr(
            Type::Record(_) | Type::Json(_) | Type::Map | Type::Records(_) | Type::Parameters,
        ) => matches!(data, Data::Map(_) | Data::List(_)),
        _ => false,
    }
}

fn is_of_numbers(kind: &Type) -> bool {
    matches!(kind, Type::Number(..) | Type::Bool)
}

/// The keys of a thing that do not exist, and those that may be meant by them.
#[derive(Default)]
pub(crate) struct Mismatch {
    /// The number of the unknown keys.
    unknown: usize,
    /// The keys that must be there and are not.
    missing: Vec<&'static Key>,
}

impl Mismatch {
    /// Returns whether there are unknown keys.
    pub(crate) fn is_any(&self) -> bool {
        self.unknown > 0
    }

    /// The missing key whose name is like a word, or holds it.
    fn like<P>(&self, word: &str, data: &Data<P>) -> Option<String> {
        let able = self.missing.iter().filter(|key| takes(key, data));
        let names: Vec<String> = able.map(|key| key.written()).collect();
        let close = similar::closest(word, names.iter().map(String::as_str));
        close.or_else(|| part_of(word, &names)).map(str::to_owned)
    }

    /// The missing key that an advice names.
    fn filled_by(&self, help: &str) -> Option<String> {
        let mut names = self.missing.iter().map(|key| key.written());
        names.find(|key| help.contains(&format!("`{key}:")))
    }

    /// The missing key, if there is one, one unknown key, and this value of it: probably that is one
    /// mistake.
    fn only<P>(&self, data: &Data<P>) -> Option<String> {
        match self.missing.as_slice() {
            [only] if self.unknown == 1 && takes(only, data) => Some(only.written()),
            _ => None,
        }
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
            missing: missing.collect(),
        }
    }
}
