//! References that CloudFormation resolves when it deploys, in what becomes a policy: the policies
//! are verified before.

use super::reach;
use crate::catalogue::{Type, VariableKind};
use crate::code::code;
use crate::model::{Data, Entry, Origin, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run, Section};
use crate::rules::deploy_time::place;
use crate::rules::values::arns_for_names;

const BEGIN: &str = "{{resolve:";

/// Checks the roles that an action hands over, and those that read what it reads: the policies of
/// other roles and of stores name them, whoever the action acts with.
pub(super) fn handed_over<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for (key, entry) in run.keys() {
        if let Type::PassedRole(_) | Type::PassedRoles(_) | Type::Readers(_) = key.kind {
            for value in entry.value.items() {
                of_a_policy(cx, &entry.key.text, value, place::help(&key.kind));
            }
        }
    }
}

/// Checks the keys of an action or a rule of which its role's permissions are made.
pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for (key, entry) in run.keys() {
        for value in entry.value.items() {
            let Some(reference) = value.data.text().and_then(reference) else {
                continue;
            };
            // An ARN for a name has been reported.
            if arns_for_names::is_one(key, value) {
                continue;
            }
            let string = with_variables(value.data.text().unwrap_or_default());
            let reaches = super::needed(run).filter_map(|one| reach::reach(run, one, key, &string));
            let found = Found {
                key: &entry.key.text,
                reference,
                text: value.data.text().unwrap_or_default(),
                at: value.at,
            };
            match reach::worst(reaches) {
                None => {}
                Some(worst) if worst.is_bounded() => bounded(cx, run, &found),
                Some(_) => unbounded(
                    cx,
                    &found,
                    "the permissions of the action's role",
                    WRITE_IT_OUT,
                ),
            }
        }
        kept_elsewhere(cx, &entry.value);
    }
}

/// Checks the statements of roles, boundaries and projects, and the secrets of projects. The forms
/// of other settings allow no reference.
pub(crate) fn declarations<P: Place>(cx: &mut Check<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    let model = cx.index.model;
    for role in &model.roles {
        if let Origin::Managed(settings) = &role.origin {
            policies(cx, settings);
        }
    }
    for rules in &model.role_rules {
        policies(cx, &rules.settings);
    }
    for project in &model.projects {
        let settings = project.origin.entries();
        policies(cx, settings);
        for entry in settings {
            kept_elsewhere(cx, &entry.value);
        }
    }
}

/// Checks the statements among settings, and what a boundary among them says.
fn policies<P: Place>(cx: &mut Check<'_, P>, settings: &[Entry<P>]) {
    for entry in settings {
        match entry.key.text.as_str() {
            "statements" => statements(cx, &entry.value),
            "permissions_boundary" => {
                let told = entry.value.data.as_map().unwrap_or_default().iter();
                for entry in told.filter(|entry| entry.key.text == "document") {
                    match entry.value.data {
                        Data::List(_) => statements(cx, &entry.value),
                        _ => of_a_policy(cx, &entry.key.text, &entry.value, WRITE_IT_OUT),
                    }
                }
            }
            _ => {}
        }
    }
}

fn statements<P: Place>(cx: &mut Check<'_, P>, list: &Value<P>) {
    for statement in list.items() {
        for entry in statement.data.as_map().unwrap_or_default() {
            if ["resources", "conditions"].contains(&entry.key.text.as_str()) {
                of_a_policy(cx, &entry.key.text, &entry.value, WRITE_IT_OUT);
            }
        }
    }
}

/// A reference in a text of the user's.
struct Found<'v, P> {
    key: &'v str,
    reference: &'v str,
    /// The whole text.
    text: &'v str,
    at: P,
}

/// Reports the first reference in each text of a value, and in each key of a map.
pub(crate) fn of_a_policy<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    value: &Value<P>,
    help: &str,
) {
    match &value.data {
        Data::List(items) => {
            for item in items {
                of_a_policy(cx, key, item, help);
            }
        }
        Data::Map(entries) => {
            for Entry { key: name, value } in entries {
                in_a_text(cx, key, (&name.text, name.at), help);
                of_a_policy(cx, &name.text, value, help);
            }
        }
        data => in_a_text(cx, key, (data.text().unwrap_or_default(), value.at), help),
    }
}

fn in_a_text<P: Place>(cx: &mut Check<'_, P>, key: &str, (text, at): (&str, P), help: &str) {
    if let Some(reference) = reference(text) {
        let found = Found {
            key,
            reference,
            text,
            at,
        };
        unbounded(cx, &found, "a policy", help);
    }
}

/// Checks the names of secrets and parameters that environment variables are kept in.
fn kept_elsewhere<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let variables = value.data.as_map().unwrap_or_default();
    for variable in variables {
        let Some([Entry { key, value }]) = variable.value.data.as_map() else {
            continue;
        };
        if VariableKind::kept_in(&key.text).is_some() {
            of_a_policy(cx, &key.text, value, WRITE_IT_OUT);
        }
    }
}

/// The first reference in a string.
fn reference(string: &str) -> Option<&str> {
    let start = string.find(BEGIN)?;
    let rest = string.get(start..)?;
    let end = rest.find("}}").map_or(rest.len(), |end| end + 2);
    rest.get(..end)
}

/// The string with a variable in place of each reference: neither is known yet.
fn with_variables(string: &str) -> String {
    let mut out = string.to_owned();
    while let Some(reference) = reference(&out) {
        out = out.replace(reference, "#{deployed.value}");
    }
    out
}

code! {
    SCOPE_RESOLVED = "P450" Error "a role whose reach a reference decides",
    why: "CloudFormation replaces `{{resolve:…}}` when it deploys, in the action and in the policy of its role, after the policy was verified. Whoever may write the parameter decides what the role may touch, and a `*` in it is a wildcard: it opens each resource of that type whose name fits. A parameter of the Systems Manager that the pipeline names by `ssm` is known to the proof.",
    example: "Call: Lambda { function_name: \"{{resolve:ssm:/shop/function}}\" };",
    fix: "Write `ssm \"/shop/function\"`, or `{ssm:/shop/function}` in a text. Write the name of what is kept elsewhere out, or let the build read it, with a Rust expression: `function_name: (std::env::var(\"FUNCTION\")?)`. Or let the action act with an existing role, `as ROLE`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
}

fn bounded<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, found: &Found<'_, P>) {
    let Found {
        key,
        reference,
        text,
        at,
    } = found;
    cx.mark_reference(text);
    cx.report(
        &SCOPE_RESOLVED,
        *at,
        format!(
            "`{key}` holds `{reference}`, which is put into the permissions of {} after they are verified",
            run.title()
        ),
    )
    .help(instead(reference, text == reference));
}

/// What to write in place of a reference: `ssm` is known to the proof.
fn instead(reference: &str, whole: bool) -> String {
    let parameter = reference
        .strip_prefix("{{resolve:ssm:")
        .and_then(|rest| rest.strip_suffix("}}"));
    match parameter {
        Some(name) if whole => format!("write `ssm \"{name}\"`"),
        Some(name) => format!("write `{{ssm:{name}}}` in its place"),
        None => "write the name out, or compute it when the pipeline is built, with a Rust expression in parentheses".to_owned(),
    }
}

code! {
    POLICY_RESOLVED = "P451" Error "a reference in what becomes a policy",
    why: "CloudFormation replaces `{{resolve:…}}` when it deploys, after the policies were verified. Here it stands for an ARN, a bucket, a path or an action of a policy. Whoever may write the parameter could let anybody do anything.",
    example: "role deploy in prod {\n    statements: [{ actions: [\"s3:GetObject\"], resources: [\"{{resolve:ssm:/shop/objects}}\"] }],\n}",
    fix: "Write it out, or let the build read it, with a Rust expression: `resources: [(std::env::var(\"OBJECTS\")?)]`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
}

/// Advice for a reference that nothing takes the place of.
pub(crate) const WRITE_IT_OUT: &str =
    "write it out, or compute it when the pipeline is built, with a Rust expression in parentheses";

fn unbounded<P: Place>(cx: &mut Check<'_, P>, found: &Found<'_, P>, what: &str, help: &str) {
    let Found {
        key,
        reference,
        text,
        at,
    } = found;
    cx.mark_reference(text);
    cx.report(
        &POLICY_RESOLVED,
        *at,
        format!("`{key}` holds `{reference}`, which is put into {what} after it is verified"),
    )
    .help(help);
}
