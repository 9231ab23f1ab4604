//! Declarations that nothing uses.

use crate::code::code;
use crate::model::{Entry, Name, Origin, OutputValue, Value};
use crate::place::Place;
use crate::rules::context::{Check, DeclarationKind, Index, Section};
use crate::rules::variables::uses;
use std::collections::BTreeSet;

/// Reports the declarations that nothing uses.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    let used = used(cx.index);
    let model = cx.index.model;
    for account in model.accounts.iter().filter(|account| !account.home) {
        never_used(cx, &used, DeclarationKind::Account, &account.name);
    }
    // A store is also used by whatever runs in its region.
    let regions = regions(cx.index);
    let mut runs = cx.index.runs_and_rules();
    let all_known = runs.all(|run| run.region.is_none_or(|region| region.known().is_some()));
    for store in &model.stores {
        let region = store.environment.region.as_ref();
        let known = region.and_then(|region| region.known());
        let Some(region) = known.filter(|region| !regions.contains(region)) else {
            continue;
        };
        never_used(cx, &used, DeclarationKind::Store, &store.name);
        let name = store.name.text.as_str();
        let made = matches!(store.origin, Origin::Managed(_));
        // What runs elsewhere has been reported at its `via`.
        let mut runs = cx.index.runs_and_rules();
        let through = |of: Option<&Name<P>>| of.is_some_and(|store| store.text == name);
        let via = runs.any(|run| through(run.action.store.as_ref()));
        if made && all_known && !via && used.contains(name) {
            never_made(cx, &store.name, region);
        }
    }
    for kind in [
        DeclarationKind::Role,
        DeclarationKind::Project,
        DeclarationKind::ActionType,
        DeclarationKind::Parameter,
    ] {
        for name in cx.index.names_of(kind) {
            never_used(cx, &used, kind, name);
        }
    }
    variables(cx);
}

/// Pipeline variables that no action and no rule uses.
fn variables<P: Place>(cx: &mut Check<'_, P>) {
    let used = pipeline_variables_used(cx.index);
    for variable in &cx.index.model.variables {
        let name = variable.name.text.as_str();
        if name.starts_with('_') || used.contains(name) || cx.is_meant(name) {
            continue;
        }
        cx.report(
            &NEVER_USED,
            variable.name.at,
            format!("pipeline variable `{name}` is never used"),
        )
        .help(format!(
            "use it in an action, as `variables.{name}`, or leave it out"
        ));
    }
}

code! {
    NEVER_USED = "P122" Warning "a declaration is never used",
    why: "An account, store, role, project, action type, parameter or pipeline variable is declared, and nothing needs it. An account that nothing uses is not admitted to the artifact stores, but it gives each store that is made a key of its own, which costs money every month. A pipeline variable is made all the same.",
    example: "account staging = \"555555555555\";",
    fix: "Leave it out. If it is meant to be there, begin its name with an underscore: `_staging`.",
    source: "",
}

fn never_used<P: Place>(
    cx: &mut Check<'_, P>,
    used: &BTreeSet<&str>,
    kind: DeclarationKind,
    name: &Name<P>,
) {
    let (name, at) = (name.text.as_str(), name.at);
    if name.starts_with('_') || used.contains(name) || cx.is_meant(name) {
        return;
    }
    cx.report(
        &NEVER_USED,
        at,
        format!("{} `{name}` is never used", kind.word()),
    )
    .help(format!(
        "leave it out, or begin its name with an underscore: `_{name}`"
    ));
}

code! {
    STORE_NOT_MADE = "P198" Error "a store is named that is not made",
    why: "A store is made where an action runs in its region. One that only a statement or a variable names has no bucket: the build or the deployment that is told of it fails at the run.",
    example: "store cache @ \"eu-west-1\";\n…\nstatements: [{ actions: [\"s3:GetObject\"], resources: [cache] }],",
    fix: "Name the store of a region in which something runs, import a bucket that exists, or make one of your own: `resource cache: \"AWS::S3::Bucket\" { … }`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
    lacking: Part,
}

fn never_made<P: Place>(cx: &mut Check<'_, P>, name: &Name<P>, region: &str) {
    let store = &name.text;
    cx.report(
        &STORE_NOT_MADE,
        name.at,
        format!("store `{store}` is not made, since nothing runs in `{region}`"),
    )
    .help("name a store of a region in which an action runs");
}

/// Every name that stands where it uses something.
fn used<'a, P: Place>(index: &'a Index<'a, P>) -> BTreeSet<&'a str> {
    let model = index.model;
    let mut names: Vec<Option<&Name<P>>> = Vec::new();
    names.extend(
        model
            .stores
            .iter()
            .map(|it| it.environment.account.as_ref()),
    );
    names.extend(
        model
            .overrides
            .iter()
            .map(|it| it.environment.account.as_ref()),
    );
    names.extend(
        model
            .resources
            .iter()
            .map(|it| it.environment.account.as_ref()),
    );
    names.extend(model.roles.iter().map(|it| it.account.as_ref()));
    names.extend(
        model
            .projects
            .iter()
            .map(|it| it.environment.account.as_ref()),
    );
    names.extend(
        model
            .stages
            .iter()
            .map(|it| it.environment.account.as_ref()),
    );
    names.extend(
        model
            .events
            .iter()
            .map(|it| it.environment.account.as_ref()),
    );
    for run in index.runs_and_rules() {
        let action = run.action;
        names.push(action.environment.account.as_ref());
        names.push(action.store.as_ref());
        names.push(action.role.as_ref());
    }
    // What names a role or a project that nothing uses is told where it is found to be not made.
    let outputs = model.outputs.iter();
    names.extend(outputs.filter_map(|output| match &output.value {
        OutputValue::Of(of) => Some(Some(&of.first)),
        OutputValue::Text(_) => None,
    }));
    names.extend(model.overrides.iter().map(|it| Some(&it.thing.first)));
    let names = names.into_iter().flatten().map(|name| name.text.as_str());
    let settings = model.settings.iter();
    let given =
        settings.filter(|entry| ["service_role", "event_roles"].contains(&entry.key.text.as_str()));
    let configuration = configuration(index).chain(given);
    let in_values = configuration.flat_map(|entry| entry.value.names());
    let arns = model.roles.iter().filter_map(|role| match &role.origin {
        Origin::Imported(arn) => Some(arn),
        Origin::Managed(_) => None,
    });
    let outputs = model
        .outputs
        .iter()
        .filter_map(|output| match &output.value {
            OutputValue::Text(text) => Some(text),
            OutputValue::Of(_) => None,
        });
    let in_texts = arns.chain(outputs).flat_map(Value::names);
    names.chain(in_values).chain(in_texts).collect()
}

/// Every entry of a declaration, an action or a rule.
fn configuration<'a, P: Place>(index: &'a Index<'a, P>) -> impl Iterator<Item = &'a Entry<P>> {
    let model = index.model;
    let mut entries: Vec<&[Entry<P>]> = vec![&model.settings];
    entries.extend(model.stores.iter().map(|it| it.origin.entries()));
    entries.extend(model.projects.iter().map(|it| it.origin.entries()));
    entries.extend(model.action_types.iter().map(|it| it.origin.entries()));
    entries.extend(model.triggers.iter().map(|it| it.filters.as_slice()));
    entries.extend(model.notifications.iter().map(|it| it.settings.as_slice()));
    entries.extend(model.schedules.iter().map(|it| it.settings.as_slice()));
    entries.extend(model.events.iter().map(|it| it.settings.as_slice()));
    entries.extend(model.outputs.iter().map(|it| it.settings.as_slice()));
    entries.extend(model.resources.iter().map(|it| it.entries.as_slice()));
    entries.extend(model.overrides.iter().map(|it| it.entries.as_slice()));
    entries.extend(model.role_rules.iter().map(|it| it.settings.as_slice()));
    for role in &model.roles {
        if let Origin::Managed(settings) = &role.origin {
            entries.push(settings);
        }
    }
    let runs = index.runs_and_rules();
    entries.extend(runs.map(|run| run.action.config.as_slice()));
    entries.into_iter().flatten()
}

/// The regions that something runs in, home's among them.
fn regions<'a, P: Place>(index: &'a Index<'_, P>) -> BTreeSet<&'a str> {
    let runs = index.runs_and_rules().filter_map(|run| run.region);
    runs.chain(index.home_region())
        .filter_map(|region| region.known())
        .collect()
}

/// The pipeline variables that some action or rule uses.
fn pipeline_variables_used<'a, P: Place>(index: &'a Index<'_, P>) -> BTreeSet<&'a str> {
    let mut all = Vec::new();
    for run in index.runs_and_rules() {
        for entry in &run.action.config {
            uses::collect(&entry.value, &mut all);
        }
    }
    all.into_iter()
        .filter(|used| used.namespace == "variables")
        .map(|used| used.name)
        .collect()
}
