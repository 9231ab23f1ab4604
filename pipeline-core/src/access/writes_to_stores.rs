//! Actions that write files of their own among the artifacts of a store, by a name that only the
//! deployment shows: of a store whose bucket gets its name here, and of another pipeline's.

use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::{Access, Call, Deployment, Grant, Store, folder};

/// The call of an action that writes files.
const WRITES: &str = "s3:PutObject";

/// Reports the actions that write among the pipeline's own artifacts, and returns their places.
pub(super) fn report(
    deployment: &Deployment<'_>,
    findings: &mut Findings<Location>,
) -> Vec<Location> {
    report_of(deployment, deployment, "", findings)
}

/// Reports the actions that write among the artifacts of another pipeline of the same build.
pub(super) fn report_of_another(
    deployment: &Deployment<'_>,
    other: &Deployment<'_>,
    findings: &mut Findings<Location>,
) {
    let whose = format!(" of pipeline `{}`", other.pipeline.name);
    report_of(deployment, other, &whose, findings);
}

fn report_of(
    deployment: &Deployment<'_>,
    of: &Deployment<'_>,
    whose: &str,
    findings: &mut Findings<Location>,
) -> Vec<Location> {
    let mut places = Vec::new();
    for grant in deployment.grants.all() {
        let Some(store) = written_store(grant, of) else {
            continue;
        };
        let mut actions = deployment.pipeline.actions_and_rules();
        let action = actions.find(|action| action.title() == grant.action);
        // A project writes its cache and its logs for no action in particular.
        let role = &deployment.role(grant.role).source;
        let (writer, at) = match action {
            Some(action) => (grant.action.as_str(), action.source.at),
            None => (role.words.as_str(), role.at),
        };
        let message = format!(
            "`{}` is the bucket of a store{whose}, and {writer} would write among the artifacts",
            store.bucket
        );
        findings
            .report(&codes::STORE_AS_TARGET, at, message)
            .help("take another bucket");
        places.push(at);
    }
    places
}

/// The store of a pipeline among whose artifacts a grant lets its role write.
fn written_store<'d>(grant: &Grant, of: &'d Deployment<'_>) -> Option<&'d Store> {
    let Access::Call(call) = &grant.access else {
        return None;
    };
    if !call.actions.contains(&WRITES) {
        return None;
    }
    of.stores.iter().find(|store| writes_to(call, store, of))
}

fn writes_to(call: &Call, store: &Store, of: &Deployment<'_>) -> bool {
    let folder = match &store.folder {
        Some(own) => own.clone(),
        None => folder(&of.pipeline.name),
    };
    let mut objects = call.resources.iter().filter_map(|resource| {
        let (_, object) = resource.split_once(":s3:::")?;
        object
            .strip_prefix(store.bucket.as_str())?
            .strip_prefix('/')
    });
    objects.any(|object| {
        object == "*"
            || object
                .strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
    })
}
