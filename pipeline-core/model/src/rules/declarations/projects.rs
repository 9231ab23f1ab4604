//! Build projects that are declared.

use crate::catalogue::{Key, declared};
use crate::model::{Origin, Project};
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::declarations::{builds, given_roles, machines, owners, wildcards};
use crate::rules::places::{self, regions};
use crate::rules::{configuration, statements};

/// Checks every build project.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    for project in &cx.index.model.projects {
        declaration(cx, project);
    }
}

fn declaration<'a, P: Place>(cx: &mut Check<'a, P>, project: &'a Project<P>) {
    if let Some(account) = &project.environment.account {
        places::account(cx, account);
    }
    if let Some(region) = &project.environment.region {
        regions::region(cx, region);
    }
    let subject = Subject::project(project);
    let (known, entries): (&'static [Key], _) = match &project.origin {
        Origin::Managed(entries) => (declared::MANAGED_PROJECT, entries),
        Origin::Imported(entries) => (declared::IMPORTED_PROJECT, entries),
    };
    configuration::all(cx, &subject, &[known], entries);
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
