//! Resources that a permission reaches where a key of it is known only when the pipeline runs.

use crate::catalogue::pattern::executions;
use crate::catalogue::{Key, Permission, region};
use crate::model::Data;
use crate::place::Place;
use crate::rules::context::Run;

/// The resources that a permission reaches where a key of it is known only when the pipeline runs.
pub(crate) enum Reach {
    /// Resources of whatever account, by a pattern of their ARNs.
    Anywhere(String),
    /// Buckets that nobody named.
    Buckets,
    /// Nothing: a condition on what is never there.
    Nothing,
    /// All of an account whose ARN is of this pattern.
    InAccount(String),
    /// Everything that has such a tag.
    Tagged(String),
}

/// The worst that a permission becomes of a key; nothing where it does not name the key.
pub(crate) fn reach<P: Place>(
    run: &Run<'_, P>,
    permission: &Permission,
    key: &Key,
    string: &str,
) -> Option<Reach> {
    let filled = |template: &str| filled(run, template, key, string);
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

pub(crate) fn rank(reach: &Reach) -> u8 {
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
fn filled<P: Place>(run: &Run<'_, P>, template: &str, key: &Key, string: &str) -> String {
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
            _ if slot.split('.').next() == Some(key.name) => out.push_str(&pattern(string)),
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

/// The value of a placeholder: a key's value, or a part of one.
fn known_part<P: Place>(run: &Run<'_, P>, slot: &str) -> Option<String> {
    match slot.strip_suffix(".execution") {
        Some(key) => executions(&run.constant(key)?),
        None => run.constant(slot),
    }
}

pub(crate) fn string_of<P>(data: &Data<P>) -> String {
    match data {
        Data::Variable { namespace, name } => format!("#{{{}.{}}}", namespace.text, name.text),
        other => other.text().unwrap_or_default().to_owned(),
    }
}

/// A string with `*` for what is known only when the pipeline runs.
fn pattern(string: &str) -> String {
    let mut out = String::new();
    let mut rest = string;
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
