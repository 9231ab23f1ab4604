//! Roles of imported build projects.

use crate::code::code;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::declarations::undeclared::undeclared;
use crate::rules::values::types::wrong_type;

code! {
    PROJECTS_ROLE_ELSEWHERE = "P121" Error "a project's role is in another account than the project",
    why: "The service role of a CodeBuild project is always of the project's own account. The artifact store would admit the role that is named, and not the role of the builds. The first build would be denied its input.",
    example: "project build in prod = import { name: \"build\", role: role_of_test };",
    fix: "Declare the role that the project really has, in the project's account.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
}

/// The role of an imported project: a declared one, of the project's account.
pub(crate) fn role<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Data::Word(word) = &value.data else {
        let help = "declare it, `role NAME in ACCOUNT = import \"ARN\";`, and write `NAME` here";
        wrong_type(cx, key, value, "a declared role").help(help);
        return;
    };
    let Some(role) = cx.index.roles.get(word.as_str()).copied() else {
        undeclared(cx, DeclarationKind::Role, word, value.at);
        return;
    };
    let ValueContext::Project(project) = subject.context else {
        return;
    };
    let roles = cx.index.model.account_of_role(role);
    let Some((roles, projects)) = roles.zip(cx.index.model.account_of(&project.environment)) else {
        return;
    };
    if roles.name.text != projects.name.text {
        cx.report(
            &PROJECTS_ROLE_ELSEWHERE,
            value.at,
            format!(
                "role `{word}` is in account `{}`, and project `{}` is in `{}`",
                roles.name.text, project.name.text, projects.name.text
            ),
        )
        .help(format!(
            "name a role that is declared `in {}`",
            projects.name.text
        ))
        .related(format!("`{word}` is declared here"), role.name.at);
    }
}
