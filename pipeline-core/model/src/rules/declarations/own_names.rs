//! Names of the user's own for what AWS takes once: roles, build projects, aliases of keys.

use crate::catalogue::pattern;
use crate::code::code;
use crate::model::{Account, Data, Entry, Model, Origin, Store};
use crate::place::Place;
use crate::rules::context::Check;
use std::collections::BTreeMap;

/// Checks the names of one pipeline. Those of several are compared when they are emitted.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    once(cx);
    for store in &cx.index.model.stores {
        without_key(cx, store);
    }
}

/// A name, and how it was written.
struct Named<'a, P> {
    /// What has it: `role`.
    noun: &'static str,
    /// The name that it is declared under.
    declared: &'a str,
    /// In the form in which AWS compares it.
    compared: String,
    name: &'a str,
    /// The account, or account and region, that it is unique in.
    place: String,
    at: P,
    made: bool,
}

code! {
    NAME_TAKEN = "P166" Error "two things of one pipeline have one name",
    why: "AWS takes the name of a role once in an account, in upper and lower case, and that of a build project once in a region of it. The second one of a name cannot be made, and a role or a project that is imported exists already.",
    example: "role deploy { role_name: \"deployer\" }\nrole test { role_name: \"deployer\" }",
    fix: "Give each a name of its own.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
}

fn once<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let mut seen: BTreeMap<(&str, String, String), Named<'_, P>> = BTreeMap::new();
    for found in roles(model).into_iter().chain(projects(model)) {
        let key = (found.noun, found.place.clone(), found.compared.clone());
        let Some(first) = seen.get(&key) else {
            seen.insert(key, found);
            continue;
        };
        if !first.made && !found.made {
            continue;
        }
        let (noun, place) = (found.noun, &found.place);
        let message = format!(
            "{noun}s `{}` and `{}` are both called `{}` in {place}",
            first.declared, found.declared, found.name
        );
        cx.report(&NAME_TAKEN, found.at, message)
            .help("give each a name of its own")
            .related("the first one is here", first.at);
    }
}

fn roles<P: Place>(model: &Model<P>) -> Vec<Named<'_, P>> {
    let roles = model.roles.iter().filter_map(|role| {
        let (name, at, made) = match &role.origin {
            Origin::Managed(entries) => {
                let value = &entry(entries, "role_name")?.value;
                (value.data.text()?, value.at, true)
            }
            Origin::Imported(arn) => (arn.data.text()?.rsplit('/').next()?, arn.at, false),
        };
        Some(Named {
            noun: "role",
            declared: &role.name.text,
            compared: name.to_ascii_lowercase(),
            name,
            place: in_account(model.account_of_role(role)?),
            at,
            made,
        })
    });
    roles.collect()
}

fn projects<P: Place>(model: &Model<P>) -> Vec<Named<'_, P>> {
    let projects = model.projects.iter().filter_map(|project| {
        let value = &entry(project.origin.entries(), "name")?.value;
        let name = value.data.text()?;
        let account = in_account(model.account_of(&project.environment)?);
        let region = model.region_of(&project.environment)?.known()?;
        Some(Named {
            noun: "project",
            declared: &project.name.text,
            compared: name.to_owned(),
            name,
            place: format!("{account} and region `{region}`"),
            at: value.at,
            made: matches!(project.origin, Origin::Managed(_)),
        })
    });
    projects.collect()
}

fn in_account<P>(account: &Account<P>) -> String {
    format!("account `{}`", account.name.text)
}

fn entry<'e, P>(entries: &'e [Entry<P>], key: &str) -> Option<&'e Entry<P>> {
    entries.iter().find(|entry| entry.key.text == key)
}

code! {
    ALIAS_WITHOUT_KEY = "P167" Error "an alias for a key that is not made",
    why: "A store gets a key of its own only if a foreign account is declared or `encryption_key` is `true`. Without one there is nothing that the alias could be of.",
    example: "store main @ \"us-east-1\" { alias_name: \"alias/artifacts\" }",
    fix: "Say `encryption_key: true` too, or leave `alias_name` out.",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
    lacking: Declaration,
}

fn without_key<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let Origin::Managed(entries) = &store.origin else {
        return;
    };
    let Some(alias) = entry(entries, "alias_name") else {
        return;
    };
    let wanted = entry(entries, "encryption_key")
        .is_some_and(|entry| !matches!(entry.value.data, Data::Bool(false)));
    let malformed = alias
        .value
        .data
        .text()
        .is_some_and(|text| pattern::KEY_ALIAS.complaint(text).is_some());
    if wanted || cx.index.foreign.is_some() || malformed {
        return;
    }
    cx.report(
        &ALIAS_WITHOUT_KEY,
        alias.key.at,
        format!(
            "store `{}` has no key that the alias could be of",
            store.name.text
        ),
    )
    .help("say `encryption_key: true` too, or leave `alias_name` out");
}
