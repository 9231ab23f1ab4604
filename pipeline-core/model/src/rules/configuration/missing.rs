//! Keys that must be there.

use crate::catalogue::{DefaultValue, Key, Needed};
use crate::code::code;
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::words;

code! {
    MISSING_KEY = "P403" Error "a key that must be there is missing",
    why: "The action or declaration cannot work without it. AWS refuses the pipeline when it is created, or the action fails at its first run.",
    example: "Checkout: CodeCommit { repository_name: \"sample-lambda\" };",
    fix: "Add the key that the message names: `branch_name: \"main\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    lacking: Part,
}

/// Reports the keys that are not there: those that must be there are one mistake.
pub(crate) fn keys<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    keys: &[&'static Key],
) {
    let mut needed: Vec<(String, Vec<&'static Key>)> = Vec::new();
    for key in keys {
        if let Needed::Wanted(without) = key.needed {
            wanted(cx, subject, key, without);
        }
        let Some(because) = reason(subject, key) else {
            continue;
        };
        match needed.iter_mut().find(|(reason, _)| *reason == because) {
            Some((_, keys)) => keys.push(key),
            None => needed.push((because, vec![key])),
        }
    }
    if needed.is_empty() {
        return;
    }
    let missing: Vec<String> = needed
        .iter()
        .map(|(because, keys)| format!("no {}{because}", choice(keys)))
        .collect();
    let added: Vec<String> = needed
        .iter()
        .flat_map(|(_, keys)| keys)
        .map(|key| format!("`{}: …`, {}", key.written(), key.doc))
        .collect();
    let mut help = format!("add {}", added.join("; "));
    if let Some(instead) = &subject.instead_of_adding {
        help.push_str(&format!("; or {instead}"));
    }
    cx.report(
        &MISSING_KEY,
        subject.at,
        format!("{} has {}", subject.what, missing.join(", and ")),
    )
    .help(help);
}

/// `` `a`, `b` or `c` ``
fn choice(keys: &[&Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| key.written()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    words::choice(&names)
}

/// The reason why a key must be there, as a message continues; nothing where it need not.
pub(crate) fn reason<P: Place>(subject: &Subject<'_, P>, key: &Key) -> Option<String> {
    match (&key.needed, &subject.context) {
        (Needed::Always, _) => Some(String::new()),
        // What we write where the user does not is there.
        (Needed::When(condition), ValueContext::Action(run))
            if matches!(key.default, DefaultValue::Nothing) =>
        {
            let needed = run.holds(condition) == Some(true);
            needed.then(|| format!(", which it needs {}", run.because(condition)))
        }
        _ => None,
    }
}

code! {
    WITHOUT_ROLES = "P431" Warning "the roles of what an action deploys to are not said",
    why: "Instances fetch the artifact from the store themselves, and ECS takes the roles that a task definition names from whoever registers it. Which roles those are stands nowhere in a pipeline's configuration. Where they are not said here, no instance is admitted to the store, and the action's role cannot pass a role: unless somebody has allowed that by hand, the first run fails, with access denied on the artifact or on `iam:PassRole`.",
    example: "Fleet: CodeDeploy(packaged) {\n    application_name: \"app\",\n    deployment_group_name: \"fleet\",\n};",
    fix: "Name them, as declared roles or ARNs: `instance_roles: [fleet]`, `task_roles: [task, execution]`. Where there are none, say so: `instance_roles: []`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
}

/// Reports a key that may be left out, at a price.
fn wanted<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    without: &str,
) {
    let written = key.written();
    cx.report(
        &WITHOUT_ROLES,
        subject.at,
        format!("{} has no `{written}`: {without}", subject.what),
    )
    .help(format!("add `{written}: [ROLE, …]`, {}", key.doc));
}
