//! Keys that must be there.

use crate::catalogue::{DefaultValue, Key, Needed};
use crate::code::code;
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;

code! {
    MISSING_KEY = "P403" Error "a key that must be there is missing",
    why: "The action or declaration cannot work without it. AWS refuses the pipeline when it is created, or the action fails at its first run.",
    example: "Checkout: CodeCommit { repository_name: \"sample-lambda\" };",
    fix: "Add the key that the message names: `branch_name: \"main\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    lacking: Part,
}

/// Reports a key that is not there.
pub(crate) fn key<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
) {
    let because = match (&key.needed, &subject.context) {
        (Needed::Never, _) => return,
        (Needed::Wanted(without), _) => {
            wanted(cx, subject, key, written, without);
            return;
        }
        (Needed::Always, _) => String::new(),
        // What we write where the user does not is there.
        (Needed::When(_), _) if !matches!(key.default, DefaultValue::Nothing) => return,
        (Needed::When(condition), ValueContext::Action(run)) => {
            if run.holds(condition) != Some(true) {
                return;
            }
            format!(", which it needs {}", run.because(condition))
        }
        (Needed::When(_), _) => return,
    };
    cx.report(
        &MISSING_KEY,
        subject.at,
        format!("{} has no `{written}`{because}", subject.what),
    )
    .help(format!("add `{written}: …`, {}", key.doc));
}

code! {
    WITHOUT_ROLES = "P431" Warning "the roles of what an action deploys to are not said",
    why: "Instances fetch the artifact from the store themselves, and ECS takes the roles that a task definition names from whoever registers it. Which roles those are stands nowhere in a pipeline's configuration. Where they are not said here, no instance is admitted to the store, and the action's role may hand over no role: unless somebody has allowed that by hand, the first run fails, with access denied on the artifact or on `iam:PassRole`.",
    example: "Fleet: CodeDeploy(packaged) {\n    application_name: \"app\",\n    deployment_group_name: \"fleet\",\n};",
    fix: "Name them, as declared roles or ARNs: `instance_roles: [fleet]`, `task_roles: [task, execution]`. Where there are none, say so: `instance_roles: []`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
}

/// Reports a key that may be left out, at a price.
fn wanted<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
    without: &str,
) {
    cx.report(
        &WITHOUT_ROLES,
        subject.at,
        format!("{} has no `{written}`: {without}", subject.what),
    )
    .help(format!("add `{written}: [ROLE, …]`, {}", key.doc));
}
