//! Resources that a permission reaches where a key of it is known only when the pipeline runs.

use crate::arn::Arn;
use crate::catalogue::pattern::executions;
use crate::catalogue::{Key, Permission, Placeholder, ResourceTemplate, region};
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
    let parsed = ResourceTemplate::parse;
    let filled = |template: &ResourceTemplate<'_>| filled(run, template, key, string);
    let of_conditions = permission.conditions.iter().filter_map(|(_, name, value)| {
        let (name, value) = (parsed(name), parsed(value));
        if name.names(key.name) {
            return Some(Reach::Nothing);
        }
        value
            .names(key.name)
            .then(|| Reach::Tagged(format!("{}: {}", filled(&name), filled(&value))))
    });
    let of_resources = permission.resources.iter().filter_map(|resource| {
        let resource = parsed(resource);
        resource
            .names(key.name)
            .then(|| of_resource(filled(&resource)))
    });
    worst(of_resources.chain(of_conditions))
}

/// The worst of several, the first one where several are as bad.
pub(crate) fn worst(reaches: impl IntoIterator<Item = Reach>) -> Option<Reach> {
    reaches
        .into_iter()
        .min_by_key(|reach| std::cmp::Reverse(reach.rank()))
}

impl Reach {
    /// Returns whether it ends at the account, so that the role can be made.
    pub(crate) fn is_bounded(&self) -> bool {
        matches!(self, Reach::InAccount(_) | Reach::Tagged(_))
    }

    fn rank(&self) -> u8 {
        match self {
            Reach::Tagged(_) => 0,
            Reach::InAccount(_) => 1,
            Reach::Nothing => 2,
            Reach::Buckets => 3,
            Reach::Anywhere(_) => 4,
        }
    }
}

/// A resource is an account's where everything up to the account is known; the ARN of a
/// bucket names none.
fn of_resource(resource: String) -> Reach {
    let known = |field: &str| !field.contains('*');
    match Arn::parse(&resource) {
        Some(arn) if arn.service == "s3" && arn.account.is_empty() => Reach::Buckets,
        Some(arn)
            if !arn.account.is_empty()
                && [arn.partition, arn.service, arn.region, arn.account]
                    .into_iter()
                    .all(known) =>
        {
            Reach::InAccount(resource)
        }
        _ => Reach::Anywhere(resource),
    }
}

/// A template with the values of the keys that it names, `*` for what is not known yet.
fn filled<P: Place>(
    run: &Run<'_, P>,
    template: &ResourceTemplate<'_>,
    key: &Key,
    string: &str,
) -> String {
    let id = run.account.and_then(|account| account.id.known());
    let region = run.region.and_then(|region| region.known());
    let value = |placeholder: Placeholder<'_>| match placeholder {
        Placeholder::Account => id.unwrap_or("ACCOUNT").to_owned(),
        Placeholder::Region => region.unwrap_or("REGION").to_owned(),
        Placeholder::Partition => region
            .and_then(region::partition)
            .map_or("aws", |partition| partition.name)
            .to_owned(),
        Placeholder::Pipeline => "PIPELINE".to_owned(),
        _ if placeholder.key() == Some(key.name) => pattern(string),
        other => match known_part(run, other) {
            Some(known) if !known.is_empty() => pattern(&known),
            // A machine that a Rust expression names is looked at when it is known.
            _ if matches!(other, Placeholder::Executions(_)) => {
                "arn:…:states:…:…:execution:…".to_owned()
            }
            _ => "…".to_owned(),
        },
    };
    let filled = template.fill(|placeholder| Some(value(placeholder)));
    filled.unwrap_or_default()
}

/// The value of a placeholder: a key's value, or a part of one.
fn known_part<P: Place>(run: &Run<'_, P>, placeholder: Placeholder<'_>) -> Option<String> {
    match placeholder {
        Placeholder::Key(key) => run.constant(key),
        Placeholder::Executions(key) => executions(&run.constant(key)?),
        _ => None,
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
