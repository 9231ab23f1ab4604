//! Keys that say what a role may touch: the role is made before the pipeline runs, and
//! what a key names is known only then where it holds a variable.

use super::context::{Check, Run};
use super::words;
use crate::catalogue::pattern::executions;
use crate::catalogue::{Key, Permission, Placement, region};
use crate::codes;
use crate::model::{Data, Origin, Value};
use crate::place::Place;

/// At most so many calls are named.
const NAMED: usize = 3;

/// The keys of an action or a rule of which its role's permissions are made.
pub(super) fn of_role<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    // A source takes no variables, which has been reported.
    let Some(kind) = run.kind.filter(|_| !run.is_source()) else {
        return;
    };
    // What an existing role may touch is its owner's to say.
    if acts_with_its_owners(cx, run) {
        return;
    }
    for entry in &run.action.config {
        let several = match &entry.value.data {
            Data::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        for value in several {
            if let Some(variable) = value.data.first_variable()
                && let Some(key) = kind.key(&entry.key.text)
            {
                self::value(cx, run, key, &entry.key.text, (value, &variable));
            }
        }
    }
}

fn acts_with_its_owners<P: Place>(cx: &Check<'_, P>, run: &Run<'_, P>) -> bool {
    let takes_one = run
        .kind
        .is_some_and(|kind| !matches!(kind.placement, Placement::Nowhere | Placement::Home));
    let role = run.action.role.as_ref();
    role.and_then(|name| cx.facts.roles.get(name.text.as_str()))
        .is_some_and(|role| takes_one && matches!(role.origin, Origin::Imported(_)))
}

/// What a permission becomes where a key of it is known only when the pipeline runs.
enum Reach {
    /// Resources of whatever account, by a pattern of their ARNs.
    Anywhere(String),
    /// Buckets that nobody named.
    Buckets,
    /// Nothing: a condition on what is never there.
    Nothing,
    /// All of an account whose ARN is of this pattern.
    InAccount(String),
    /// What has such a tag.
    Tagged(String),
}

fn value<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    key: &Key,
    written: &str,
    (value, variable): (&Value<P>, &str),
) {
    let text = text_of(&value.data);
    let mut worst: Option<Reach> = None;
    let mut calls: Vec<&str> = Vec::new();
    for permission in run.kind.iter().flat_map(|kind| kind.permissions) {
        let needed = permission
            .only
            .is_none_or(|only| run.holds(&only) != Some(false));
        let Some(reach) = needed.then(|| reach(run, permission, key, &text)).flatten() else {
            continue;
        };
        calls.extend(permission.actions);
        if worst
            .as_ref()
            .is_none_or(|worst| rank(&reach) > rank(worst))
        {
            worst = Some(reach);
        }
    }
    calls.sort_unstable();
    calls.dedup();
    let Some(reach) = worst else { return };
    let title = run.title();
    let unknown =
        format!("`{written}` holds `{variable}`, which is known only when the pipeline runs");
    let calls = named(&calls);
    let account = match run.account {
        Some(account) => format!("account `{}`", account.name.text),
        None => "the account".to_owned(),
    };
    let help = |help: &str| help.to_owned();
    let (code, consequence, help) = match reach {
        Reach::Anywhere(pattern) => (
            &codes::SCOPE_UNKNOWN,
            if pattern == "*" {
                format!("would be allowed {calls} on everything, in every account")
            } else {
                format!("would be allowed {calls} on `{pattern}`, of whatever account")
            },
            help(
                "write the ARN out; a variable can stand in the name at its end, behind a known account",
            ),
        ),
        Reach::Buckets => (
            &codes::SCOPE_UNKNOWN,
            format!("would be allowed {calls} on every such bucket of {account}"),
            help(
                "write the bucket's name out, one action for each bucket; or compute it when the pipeline is built, with a Rust expression in parentheses",
            ),
        ),
        Reach::Nothing => (
            &codes::SCOPE_UNKNOWN,
            format!(
                "would be allowed {calls} on what has a tag that is called so, and nothing has"
            ),
            help("write it out: the role is made before the pipeline runs"),
        ),
        // What begins with a fixed text has been narrowed by its author.
        _ if begins_fixed(&text) => return,
        Reach::InAccount(pattern) => (
            &codes::SCOPE_WIDE,
            format!("is allowed {calls} on every `{pattern}`"),
            narrowed(variable),
        ),
        Reach::Tagged(tag) => (
            &codes::SCOPE_WIDE,
            format!("is allowed {calls} on whatever has `{tag}` in {account}"),
            narrowed(variable),
        ),
    };
    cx.report(
        code,
        value.at,
        format!("{unknown}, and the role of {title} {consequence}"),
    )
    .help(help);
}

fn narrowed(variable: &str) -> String {
    format!(
        "write the name out; or let it begin with a fixed text, `app-#{{{variable}}}`, and the role is allowed what begins so"
    )
}

/// The worst that a permission becomes of a key; nothing where it does not name the key.
fn reach<P: Place>(
    run: &Run<'_, P>,
    permission: &Permission,
    key: &Key,
    text: &str,
) -> Option<Reach> {
    let filled = |template: &str| filled(run, template, key, text);
    let of_conditions = permission.conditions.iter().filter_map(|(_, name, value)| {
        if slots(name).any(|slot| slot == key.name) {
            return Some(Reach::Nothing);
        }
        let tells = slots(value).any(|slot| slot == key.name);
        tells.then(|| {
            let (name, value) = (filled(name), filled(value));
            Reach::Tagged(format!("{name}: {value}"))
        })
    });
    let of_resources = permission.resources.iter().filter_map(|resource| {
        let tells = slots(resource).any(|slot| slot == key.name);
        tells.then(|| of_resource(&filled(resource)))
    });
    // Of several, the first one is told.
    let all = of_resources.chain(of_conditions);
    all.min_by_key(|reach| std::cmp::Reverse(rank(reach)))
}

fn rank(reach: &Reach) -> u8 {
    match reach {
        Reach::Tagged(_) => 0,
        Reach::InAccount(_) => 1,
        Reach::Nothing => 2,
        Reach::Buckets => 3,
        Reach::Anywhere(_) => 4,
    }
}

/// A resource is an account's where everything up to the account is known; the ARN of a
/// bucket names none.
fn of_resource(resource: &str) -> Reach {
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    match parts.as_slice() {
        [_, _, "s3", _, "", _] => Reach::Buckets,
        [before @ .., account, _]
            if before.len() == 4
                && !account.is_empty()
                && before
                    .iter()
                    .chain([account])
                    .all(|part| !part.contains('*')) =>
        {
            Reach::InAccount(resource.to_owned())
        }
        _ => Reach::Anywhere(resource.to_owned()),
    }
}

/// The keys that a template of the catalogue names.
fn slots(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        Some(name.split('.').next().unwrap_or(name))
    })
}

/// A template with the values of the keys that it names, `*` for what is not known yet.
fn filled<P: Place>(run: &Run<'_, P>, template: &str, key: &Key, text: &str) -> String {
    let id = run.account.and_then(|account| account.id.known());
    let region = run.region.and_then(|region| region.known());
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((slot, after)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        match slot {
            "account" => out.push_str(id.unwrap_or("ACCOUNT")),
            "region" => out.push_str(region.unwrap_or("REGION")),
            "partition" => out.push_str(region.map_or("aws", region::partition)),
            "pipeline" => out.push_str("PIPELINE"),
            _ if slot.split('.').next() == Some(key.name) => out.push_str(&pattern(text)),
            other => match known_part(run, other) {
                Some(known) if !known.is_empty() => out.push_str(&pattern(&known)),
                // A machine that a Rust expression names is looked at when it is known.
                _ if other.ends_with(".execution") => out.push_str("arn:…:states:…:…:execution:…"),
                _ => out.push('…'),
            },
        }
        rest = match after.strip_prefix('*') {
            Some(behind) if out.ends_with('*') => behind,
            _ => after,
        };
    }
    out + rest
}

/// What a slot of the catalogue stands for: a key's value, or a part of one.
fn known_part<P: Place>(run: &Run<'_, P>, slot: &str) -> Option<String> {
    match slot.strip_suffix(".execution") {
        Some(key) => executions(&run.constant(key)?),
        None => run.constant(slot),
    }
}

fn text_of<P>(data: &Data<P>) -> String {
    match data {
        Data::Variable { namespace, name } => format!("#{{{}.{}}}", namespace.text, name.text),
        other => other.text().unwrap_or_default().to_owned(),
    }
}

/// A text with `*` for what is known only when the pipeline runs.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("#{") {
        let Some((_, after)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        out.push('*');
        rest = after;
    }
    out + rest
}

/// Whether a name, or the name at the end of an ARN, begins with a text that is known.
fn begins_fixed(text: &str) -> bool {
    let (before, _) = text.split_once("#{").unwrap_or((text, ""));
    if !text.starts_with("arn:") {
        return !before.is_empty();
    }
    // `topic`, or `stateMachine:name`, `key/id`
    let resource = before.splitn(6, ':').nth(5).unwrap_or_default();
    let name = resource.split_once([':', '/']);
    !name.map_or(resource, |(_, name)| name).is_empty()
}

fn named(calls: &[&str]) -> String {
    let more = calls.len().saturating_sub(NAMED);
    // One more is not worth a number.
    if more < 2 {
        return words::list(calls);
    }
    let first: Vec<String> = calls
        .iter()
        .take(NAMED)
        .map(|call| format!("`{call}`"))
        .collect();
    format!("{} and {more} more calls", first.join(", "))
}
