//! Build projects that are declared.

use crate::catalogue::declared;
use crate::model::{Origin, Project};
use crate::place::Place;
use crate::rules::configuration::origin::{self, Settings};
use crate::rules::configuration::subject::Subject;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::declarations::{builds, given_roles, machines, owners, wildcards};
use crate::rules::places::{self, regions};
use crate::rules::statements;

/// Checks every build project.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    for project in &cx.index.model.projects {
        declaration(cx, project);
    }
}

const SETTINGS: Settings = Settings {
    kind: DeclarationKind::Project,
    managed: declared::MANAGED_PROJECT,
    imported: declared::IMPORTED_PROJECT,
};

fn declaration<'a, P: Place>(cx: &mut Check<'a, P>, project: &'a Project<P>) {
    if let Some(account) = &project.environment.account {
        places::account(cx, account);
    }
    if let Some(region) = &project.environment.region {
        regions::region(cx, region);
    }
    let subject = Subject::project(project);
    let (is_imported, entries) = match &project.origin {
        Origin::Managed(entries) => (false, entries),
        Origin::Imported(entries) => (true, entries),
    };
    origin::all(cx, &subject, &SETTINGS, is_imported, entries);
    wildcards::wildcards(cx, &subject, entries);
    if let Origin::Managed(_) = project.origin {
        machines::check(cx, project, entries);
        builds::check(cx, project, entries);
    }
    let account = cx.index.model.account_of(&project.environment);
    owners::of_role(cx, (&project.name, &subject.what), account, entries);
    statements::of_role(cx, &project.name, entries);
    given_roles::of_project(cx, project, entries);
}
