//! Keys that say what a role may touch: the role is made before the pipeline runs.

pub(crate) mod reach;
pub(crate) mod references;
pub(crate) mod useless;

use crate::catalogue::{Key, Permission, Placement};
use crate::code::code;
use crate::model::{Origin, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::roles::reach::Reach;
use crate::rules::values::arns_for_names;
use crate::rules::words;

/// At most so many calls are named.
const NAMED: usize = 3;

/// The keys of an action or a rule of which its role's permissions are made.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    references::handed_over(cx, run);
    // What an existing role may touch is its owner's to say.
    if acts_with_its_owners(cx, run) {
        return;
    }
    references::action(cx, run);
    // A source takes no variables, which has been reported.
    let Some(kind) = run.kind.filter(|_| !run.is_source()) else {
        return;
    };
    for entry in &run.action.config {
        for value in entry.value.items() {
            if let Some(variable) = value.data.first_variable()
                && let Some(key) = kind.key(&entry.key.text)
                // An ARN for a name has been reported.
                && !arns_for_names::is_one(key, value)
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

/// Checks the value of a key that holds a variable.
fn scope<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    key: &Key,
    written: &str,
    (value, variable): (&Value<P>, &str),
) {
    let string = value.data.string().unwrap_or_default();
    let mut reaches = Vec::new();
    let mut calls: Vec<&str> = Vec::new();
    for permission in needed(run) {
        if let Some(reach) = reach::reach(run, permission, key, &string) {
            reaches.push(reach);
            calls.extend(permission.actions);
        }
    }
    calls.sort_unstable();
    calls.dedup();
    let Some(worst) = reach::worst(reaches) else {
        return;
    };
    let widened = Widened {
        value,
        unknown: format!(
            "`{written}` holds `{variable}`, which is known only when the pipeline runs"
        ),
        variable,
        role: format!("the role of {}", run.title()),
        calls: named(&calls),
        account: match run.account {
            Some(account) => format!("account `{}`", account.name.text),
            None => "the account".to_owned(),
        },
    };
    if worst.is_bounded() {
        // A name that begins with a fixed text has been narrowed by its author.
        if !is_narrow(known_beginning(&string)) {
            wide(cx, &widened, worst);
        }
    } else {
        unknown(cx, &widened, worst);
    }
}

/// The permissions that the role of an action may need.
fn needed<'r, 'a, P: Place>(
    run: &'r Run<'a, P>,
) -> impl Iterator<Item = &'static Permission> + use<'r, 'a, P> {
    let all = run.kind.iter().flat_map(|kind| kind.permissions);
    all.filter(|permission| {
        permission
            .only
            .is_none_or(|only| run.holds(&only) != Some(false))
    })
}

/// A role that a variable widens, in words.
struct Widened<'a, P> {
    value: &'a Value<P>,
    /// That the value is not known.
    unknown: String,
    variable: &'a str,
    role: String,
    calls: String,
    account: String,
}

code! {
    SCOPE_UNKNOWN = "P429" Error "a variable where a role's permission needs an ARN or a bucket",
    why: "An action's role is made before the pipeline runs, and may touch what the action names. A variable, `#{variables.TOPIC}`, is known only at the run: in place of an ARN it could name anything in any account, in place of a bucket the buckets of other pipelines. Whoever may start the pipeline would choose what the role works on. AWS would take the wide role when it is deployed; pipewright does not make one.",
    example: "Review: Manual { notification_arn: variables.TOPIC };\nUpload: S3Deploy(site) { bucket_name: \"#{variables.BUCKET}\", extract: true };",
    fix: "Write the ARN or the name out, one action for each; or compute it when the pipeline is built, with a Rust expression in parentheses. In an ARN, a variable may stand in the name at the end: `arn:aws:sns:us-east-1:111111111111:reviews-#{variables.TEAM}`. An action that acts with an existing role, `as ROLE`, is not asked.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
}

fn unknown<P: Place>(cx: &mut Check<'_, P>, widened: &Widened<'_, P>, reach: Reach) {
    let Widened {
        unknown,
        role,
        calls,
        account,
        ..
    } = widened;
    let (on, help) = match reach {
        Reach::Anywhere(pattern) => (
            match pattern.as_str() {
                "*" => "everything, in every account".to_owned(),
                _ => format!("`{pattern}`, of whatever account"),
            },
            "write the ARN out; a variable can stand in the name at its end, behind a known account",
        ),
        Reach::Buckets => (
            format!("every such bucket of {account}"),
            "write the bucket's name out, one action for each bucket; or compute it when the pipeline is built, with a Rust expression in parentheses",
        ),
        Reach::Nothing => (
            "what has a tag that is called so, and nothing has".to_owned(),
            "write it out: the role is made before the pipeline runs",
        ),
        Reach::InAccount(_) | Reach::Tagged(_) => return,
    };
    let message = format!("{unknown}, and {role} would be allowed {calls} on {on}");
    cx.report(&SCOPE_UNKNOWN, widened.value.at, message)
        .help(help);
}

code! {
    SCOPE_WIDE = "P430" Warning "a role that is widened by a variable",
    why: "An action's role is made before the pipeline runs. Where the name of what it works on begins with a variable, the role is given all of the account's, since it could be any: every function, stack or project. One or two characters before the variable narrow that little: `f*` is every function whose name begins so. Nothing fails at deploy or at the run; the role may do more than the action does.",
    example: "Call: Lambda { function_name: variables.FUNCTION };",
    fix: "Write the name out; or begin it with a fixed text of three characters or more, `\"smoke-test-#{variables.PART}\"`: the role then gets what begins so. Or let the action act with an existing role, `as ROLE`, that may do less.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
}

fn wide<P: Place>(cx: &mut Check<'_, P>, widened: &Widened<'_, P>, reach: Reach) {
    let Widened {
        unknown,
        role,
        calls,
        account,
        variable,
        ..
    } = widened;
    let on = match reach {
        Reach::InAccount(pattern) => format!("every `{pattern}`"),
        Reach::Tagged(tag) => format!("whatever has `{tag}` in {account}"),
        Reach::Anywhere(_) | Reach::Buckets | Reach::Nothing => return,
    };
    let message = format!("{unknown}, and {role} is allowed {calls} on {on}");
    cx.report(&SCOPE_WIDE, widened.value.at, message)
        .help(format!(
            "write the name out; or let it begin with a fixed text of {NARROW} characters or more, `app-#{{{variable}}}`, and the role is allowed what begins so"
        ));
}

/// A beginning of so many characters tells some resources from others. Fewer are in every other name.
const NARROW: usize = 3;

/// Returns whether what begins so is a part of what there is: a word, and not a letter or two.
fn is_narrow(beginning: &str) -> bool {
    let of_words = beginning.chars().filter(|c| c.is_alphanumeric());
    beginning.chars().count() >= NARROW && of_words.count() >= NARROW - 1
}

/// The text before the first variable in a name, or in the name at the end of an ARN.
fn known_beginning(string: &str) -> &str {
    let (before, _) = string.split_once("#{").unwrap_or((string, ""));
    if !string.starts_with("arn:") {
        return before;
    }
    // `topic`, or `stateMachine:name`, `key/id`
    let resource = before.splitn(6, ':').nth(5).unwrap_or_default();
    let name = resource.split_once([':', '/']);
    name.map_or(resource, |(_, name)| name)
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
