//! Keys that say what a role may touch: the role is made before the pipeline runs.

pub(crate) mod reach;

use crate::arn::Arn;
use crate::catalogue::{Key, Placement};
use crate::code::code;
use crate::model::{Origin, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::roles::reach::Reach;
use crate::rules::words;

/// At most so many calls are named.
const NAMED: usize = 3;

/// The keys of an action or a rule of which its role's permissions are made.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    // A source takes no variables, which has been reported.
    let Some(kind) = run.kind.filter(|_| !run.is_source()) else {
        return;
    };
    // What an existing role may touch is its owner's to say.
    if acts_with_its_owners(cx, run) {
        return;
    }
    for entry in &run.action.config {
        for value in entry.value.items() {
            if let Some(variable) = value.data.first_variable()
                && let Some(key) = kind.key(&entry.key.text)
            {
                scope(cx, run, key, &entry.key.text, (value, &variable));
            }
        }
    }
}

fn acts_with_its_owners<P: Place>(cx: &Check<'_, P>, run: &Run<'_, P>) -> bool {
    let takes_one = run
        .kind
        .is_some_and(|kind| !matches!(kind.placement, Placement::Nowhere | Placement::Home));
    let role = run.action.role.as_ref();
    role.and_then(|name| cx.index.roles.get(name.text.as_str()))
        .is_some_and(|role| takes_one && matches!(role.origin, Origin::Imported(_)))
}

code! {
    SCOPE_UNKNOWN = "P429" Error "a variable where a role's permission needs an ARN or a bucket",
    why: "An action's role is made before the pipeline runs, and may touch what the action names. A variable, `#{variables.TOPIC}`, is known only at the run: in place of an ARN it could name anything in any account, in place of a bucket the buckets of other pipelines. Whoever may start the pipeline would choose what the role works on. AWS would take the wide role when it is deployed; pipewright does not make one.",
    example: "Review: Manual { notification_arn: variables.TOPIC };\nUpload: S3Deploy(site) { bucket_name: \"#{variables.BUCKET}\", extract: true };",
    fix: "Write the ARN or the name out, one action for each; or compute it when the pipeline is built, with a Rust expression in parentheses. In an ARN, a variable may stand in the name at the end: `arn:aws:sns:us-east-1:111111111111:reviews-#{variables.TEAM}`. An action that acts with an existing role, `as ROLE`, is not asked.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
}

code! {
    SCOPE_WIDE = "P430" Warning "a role that is widened by a variable",
    why: "An action's role is made before the pipeline runs. Where the name of what it works on begins with a variable, the role is given all of the account's, since it could be any: every function, stack or project. Nothing fails at deploy or at the run; the role may do more than the action does.",
    example: "Call: Lambda { function_name: variables.FUNCTION };",
    fix: "Write the name out; or begin it with a fixed text, `\"smoke-test-#{variables.PART}\"`: the role then gets what begins so. Or let the action act with an existing role, `as ROLE`, that may do less.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
}

fn scope<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    key: &Key,
    written: &str,
    (value, variable): (&Value<P>, &str),
) {
    let string = value.data.string().unwrap_or_default();
    let mut worst: Option<Reach> = None;
    let mut calls: Vec<&str> = Vec::new();
    for permission in run.kind.iter().flat_map(|kind| kind.permissions) {
        let needed = permission
            .only
            .is_none_or(|only| run.holds(&only) != Some(false));
        let Some(reach) = needed
            .then(|| reach::reach(run, permission, key, &string))
            .flatten()
        else {
            continue;
        };
        calls.extend(permission.actions);
        if worst
            .as_ref()
            .is_none_or(|worst| reach::rank(&reach) > reach::rank(worst))
        {
            worst = Some(reach);
        }
    }
    calls.sort_unstable();
    calls.dedup();
    let Some(reach) = worst else { return };
    let title = run.title();
    let unknown =
        format!("`{written}` holds `{variable}`, which is known only when the pipeline runs");
    let calls = named(&calls);
    let account = match run.account {
        Some(account) => format!("account `{}`", account.name.text),
        None => "the account".to_owned(),
    };
    let help = |help: &str| help.to_owned();
    let (code, consequence, help) = match reach {
        Reach::Anywhere(pattern) => (
            &SCOPE_UNKNOWN,
            if pattern == "*" {
                format!("would be allowed {calls} on everything, in every account")
            } else {
                format!("would be allowed {calls} on `{pattern}`, of whatever account")
            },
            help(
                "write the ARN out; a variable can stand in the name at its end, behind a known account",
            ),
        ),
        Reach::Buckets => (
            &SCOPE_UNKNOWN,
            format!("would be allowed {calls} on every such bucket of {account}"),
            help(
                "write the bucket's name out, one action for each bucket; or compute it when the pipeline is built, with a Rust expression in parentheses",
            ),
        ),
        Reach::Nothing => (
            &SCOPE_UNKNOWN,
            format!(
                "would be allowed {calls} on what has a tag that is called so, and nothing has"
            ),
            help("write it out: the role is made before the pipeline runs"),
        ),
        // A name that begins with a fixed string has been narrowed by its author.
        _ if begins_fixed(&string) => return,
        Reach::InAccount(pattern) => (
            &SCOPE_WIDE,
            format!("is allowed {calls} on every `{pattern}`"),
            narrowed(variable),
        ),
        Reach::Tagged(tag) => (
            &SCOPE_WIDE,
            format!("is allowed {calls} on whatever has `{tag}` in {account}"),
            narrowed(variable),
        ),
    };
    cx.report(
        code,
        value.at,
        format!("{unknown}, and the role of {title} {consequence}"),
    )
    .help(help);
}

fn narrowed(variable: &str) -> String {
    format!(
        "write the name out; or let it begin with a fixed text, `app-#{{{variable}}}`, and the role is allowed what begins so"
    )
}

/// Returns whether a name, or the name at the end of an ARN, begins with a string that is known.
fn begins_fixed(string: &str) -> bool {
    let (before, _) = string.split_once("#{").unwrap_or((string, ""));
    if !string.starts_with("arn:") {
        return !before.is_empty();
    }
    let Some(arn) = Arn::parse(before) else {
        return false;
    };
    // `topic`, or `stateMachine:name`, `key/id`
    let name = arn.resource.split_once([':', '/']);
    !name.map_or(&*arn.resource, |(_, name)| name).is_empty()
}

fn named(calls: &[&str]) -> String {
    let more = calls.len().saturating_sub(NAMED);
    // One more is not worth a number.
    if more < 2 {
        return words::list(calls);
    }
    let first: Vec<String> = calls
        .iter()
        .take(NAMED)
        .map(|call| format!("`{call}`"))
        .collect();
    format!("{} and {more} more calls", first.join(", "))
}
