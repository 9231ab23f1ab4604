//! Accounts, regions, stores and roles that stages and actions name.

pub(crate) mod arns;
pub(crate) mod buckets;

pub(crate) mod offered;
pub(crate) mod placement;
pub(crate) mod regions;
pub(crate) mod roles;
pub(crate) mod started_projects;
pub(crate) mod targets;
pub(crate) mod topics;

use crate::catalogue::Placement;
use crate::code::code;
use crate::model::{Account, Name, Stage};
use crate::place::Place;
use crate::rules::context::{Check, DeclarationKind, Run};
use crate::rules::declarations::undeclared::undeclared;

/// Checks the account and the region that a stage names.
pub(crate) fn stage<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>) {
    if let Some(name) = &stage.environment.account {
        account(cx, name);
    }
    if let Some(region) = &stage.environment.region {
        regions::region(cx, region);
    }
}

/// Checks the account, the region, the store and the role that an action names.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let action = run.action;
    if let Some(name) = &action.environment.account {
        account(cx, name);
    }
    if let Some(region) = &action.environment.region {
        regions::region(cx, region);
    }
    if let Some(name) = &action.store {
        store(cx, run, name);
    }
    if let Some(name) = &action.role {
        role(cx, run, name);
    }
}

/// Finds the account of a name, or reports that there is none.
pub(crate) fn account<'a, P: Place>(
    cx: &mut Check<'a, P>,
    name: &Name<P>,
) -> Option<&'a Account<P>> {
    let found = cx.index.accounts.get(name.text.as_str()).copied();
    if found.is_none() {
        undeclared(cx, DeclarationKind::Account, &name.text, name.at);
    }
    found
}

code! {
    STORE_ELSEWHERE = "P133" Error "a store is in another region than the action that uses it",
    why: "An action reads and writes the bucket of the region that it runs in. CodePipeline refuses a pipeline with an action in a region for which it has no store, and copies artifacts between the stores itself.",
    example: "store west @ \"us-west-2\";\n…\nDeploy: S3Deploy(site) @ \"us-east-1\" via west { … };",
    fix: "Leave out `via`, or say the store's region on the action.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

/// `via`: the store is in the region where the action is said to run.
fn store<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &Name<P>) {
    let Some(store) = cx.index.stores.get(name.text.as_str()).copied() else {
        undeclared(cx, DeclarationKind::Store, &name.text, name.at);
        return;
    };
    let stated_region = match run.kind.map(|kind| kind.placement) {
        Some(Placement::Nowhere) => return,
        Some(Placement::Home | Placement::HomeRegion) => cx.index.home_region(),
        // A store's region goes before that of a stage or an account.
        _ => run.action.environment.region.as_ref(),
    };
    let store_region = store.environment.region.as_ref();
    let store_region = store_region.and_then(|region| region.known());
    let (Some(stated_region), Some(store_region)) = (stated_region, store_region) else {
        return;
    };
    let Some(action_region) = stated_region
        .known()
        .filter(|region| *region != store_region)
    else {
        return;
    };
    cx.report(
        &STORE_ELSEWHERE,
        name.at,
        format!(
            "store `{}` is in region `{store_region}`, and {} runs in `{action_region}`",
            name.text,
            run.title()
        ),
    )
    .help(format!(
        "leave out `via {}`, and the store of the action's own region is taken",
        name.text
    ))
    .related(format!("`{}` is declared here", name.text), store.name.at)
    .related("the action's region is said here", stated_region.at);
}

code! {
    ROLE_ELSEWHERE = "P134" Error "an action acts with a role of another account",
    why: "The account of an action is the account of the role that it acts with: there is no other way to say it to CodePipeline. The action would run in the role's account, not in the one that is written.",
    example: "role deploy_prod in prod { … }\n…\nDeploy: S3Deploy(site) in test as deploy_prod { … };",
    fix: "Name a role of the action's account, or leave out `as`: a role is then made for the action.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
}

/// `as`: the role is in the action's account.
fn role<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &Name<P>) {
    let Some(role) = cx.index.roles.get(name.text.as_str()).copied() else {
        undeclared(cx, DeclarationKind::Role, &name.text, name.at);
        return;
    };
    let acts_with_it = run
        .kind
        .is_none_or(|kind| !matches!(kind.placement, Placement::Nowhere | Placement::Home));
    if acts_with_it {
        roles::role_in_account(cx, &ROLE_ELSEWHERE, role, run, name.at);
    }
}
