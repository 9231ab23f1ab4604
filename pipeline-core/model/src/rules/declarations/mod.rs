//! Declarations: the settings of the pipeline, and the names that it declares.

pub(crate) mod accounts;
pub(crate) mod action_types;
pub(crate) mod builds;
pub(crate) mod entity_urls;
pub(crate) mod given_roles;
pub(crate) mod images;
pub(crate) mod machines;
pub(crate) mod managed_policies;
pub(crate) mod outputs;
pub(crate) mod override_paths;
pub(crate) mod overrides;
pub(crate) mod own_names;
pub(crate) mod owners;
pub(crate) mod partitions;
pub(crate) mod project_roles;
pub(crate) mod projects;
pub(crate) mod queryable;
pub(crate) mod resource_parts;
pub(crate) mod resource_policies;
pub(crate) mod resource_values;
pub(crate) mod resources;
pub(crate) mod role_rules;
pub(crate) mod roles;
pub(crate) mod shared_roles;
pub(crate) mod stores;
pub(crate) mod tags;
pub(crate) mod things;
pub(crate) mod undeclared;
pub(crate) mod unused;
pub(crate) mod variables;
pub(crate) mod wildcards;

use crate::catalogue::{declared, pattern};
use crate::code::code;
use crate::model::Name;
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::deploy_time::parameters;
use crate::rules::places::regions;
use crate::rules::{configuration, events, triggers};
use std::collections::BTreeMap;

/// Checks every declaration.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    settings(cx);
    names(cx);
    accounts::home(cx);
    for account in &cx.index.model.accounts {
        accounts::account_id(cx, account);
        if let Some(region) = &account.region {
            regions::region(cx, region);
        }
    }
    accounts::account_ids_once(cx);
    accounts::organization(cx);
    stores::check(cx);
    roles::check(cx);
    role_rules::check(cx);
    projects::check(cx);
    action_types::check(cx);
    variables::check(cx);
    parameters::check(cx);
    triggers::check(cx);
    events::check(cx);
    own_names::check(cx);
    outputs::check(cx);
    resources::check(cx);
    overrides::check(cx);
}

code! {
    NO_NAME = "P101" Error "the pipeline has no name",
    why: "What is made for a pipeline, its roles, buckets and stacks, is named after it where you give it no name of its own. So the pipeline's name has to be said, and is never made up.",
    example: "pipeline! {\n    home tools = \"111111111111\" @ \"us-east-1\";\n    …\n}",
    fix: "Say it first: `name: \"sample-lambda\";`.",
    source: "",
    lacking: Part,
}

fn settings<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let subject = Subject::pipeline(model.at);
    let meant = configuration::present(cx, &subject, &[declared::SETTINGS], &model.settings);
    if model.setting("name").is_none() && !meant.contains(&"name".to_owned()) {
        cx.report(&NO_NAME, model.at, "the pipeline has no name")
            .help("say one: `name: \"NAME\";`");
    }
    if let Some(entry) = model.setting("tags") {
        tags::check(cx, "the pipeline", &entry.value);
    }
    given_roles::settings(cx);
}

code! {
    HIDDEN_IN_A_NAME = "P452" Error "a name holds a character that nobody sees",
    why: "The name of something declared stands in templates and reports. A control character there breaks what reads them, one that turns the direction of text shows another name than the one that is meant, and one without width makes two names look alike.",
    example: "Role::managed(\"deploy\\u{202e}\")",
    fix: "Leave the character out: `Role::managed(\"deploy\")`.",
    source: "https://doc.rust-lang.org/rustc/lints/listing/deny-by-default.html#text-direction-codepoint-in-literal",
}

fn visible<P: Place>(cx: &mut Check<'_, P>, kind: DeclarationKind, name: &Name<P>) {
    if let Some(hidden) = pattern::hidden(&name.text).or_else(|| pattern::invisible(&name.text)) {
        let message = format!("the name of this {} {hidden}", kind.word());
        cx.report(&HIDDEN_IN_A_NAME, name.at, message)
            .help("leave the character out");
    }
}

code! {
    DECLARED_TWICE = "P106" Error "a name is declared twice",
    why: "Accounts, stores, roles, projects and action types share one scope, as items do in Rust. With a name declared twice, it would not be known which one a stage or an action means.",
    example: "account prod = \"444444444444\";\nrole prod in prod { … }",
    fix: "Give each its own name: `role deploy_prod in prod { … }`.",
    source: "",
}

/// Accounts, stores, roles, projects and action types share one scope, like items in Rust.
fn names<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen: BTreeMap<&str, (DeclarationKind, P)> = BTreeMap::new();
    for kind in DeclarationKind::ALL {
        for name in cx.index.names_of(kind) {
            visible(cx, kind, name);
            let first = seen.get(name.text.as_str()).copied();
            match first {
                Some(first) => declared_twice(cx, first, kind, name),
                None => {
                    seen.insert(&name.text, (kind, name.at));
                }
            }
        }
    }
}

fn declared_twice<P: Place>(
    cx: &mut Check<'_, P>,
    (first, first_at): (DeclarationKind, P),
    kind: DeclarationKind,
    name: &Name<P>,
) {
    let message = if first == kind {
        format!("{} `{}` is declared twice", kind.word(), name.text)
    } else {
        format!(
            "`{}` is declared twice, as {} and as {}",
            name.text,
            first.with_article(),
            kind.with_article()
        )
    };
    cx.report(&DECLARED_TWICE, name.at, message)
        .help("accounts, stores, roles, projects and action types share one scope: give each its own name")
        .related("first declared here", first_at);
}
