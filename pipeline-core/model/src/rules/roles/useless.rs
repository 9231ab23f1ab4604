//! Roles that are handed to a service and allow it nothing.

use crate::catalogue::{Key, Type, declared};
use crate::code::code;
use crate::model::{Data, Entry, Origin, Role, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run, Section};

/// Checks every role that we make and that an action hands over. One that an action acts with as
/// well gets what the action needs.
pub(crate) fn declarations<P: Place>(cx: &mut Check<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    let index = cx.index;
    for role in &index.model.roles {
        let Origin::Managed(settings) = &role.origin else {
            continue;
        };
        let acts = index.runs_and_rules().any(|run| {
            let own = run.action.role.as_ref();
            own.is_some_and(|name| name.text == role.name.text)
        });
        if acts || allows(settings) || role.name.text.starts_with('_') {
            continue;
        }
        let passed = index.runs().find_map(|run| passed(run, role));
        if let Some((run, service, entry)) = passed {
            report(cx, role, run, service, entry);
        }
    }
}

/// Returns whether the settings of a role may allow anything. One that there is not may be meant for
/// one that does.
fn allows<P>(settings: &[Entry<P>]) -> bool {
    has_unknown(declared::MANAGED_ROLE, settings)
        || settings
            .iter()
            .any(|entry| match (entry.key.text.as_str(), &entry.value.data) {
                ("managed_policies", Data::List(policies)) => !policies.is_empty(),
                ("statements", Data::List(statements)) => statements.iter().any(may_allow),
                ("managed_policies" | "statements", _) => true,
                _ => false,
            })
}

fn may_allow<P>(statement: &Value<P>) -> bool {
    let settings = statement.data.as_map().unwrap_or_default();
    if has_unknown(declared::STATEMENT, settings) {
        return true;
    }
    let effect = settings.iter().find(|entry| entry.key.text == "effect");
    effect.is_none_or(|entry| entry.value.data.constant() != Some("Deny"))
}

fn has_unknown<P>(keys: &[Key], settings: &[Entry<P>]) -> bool {
    let is_known = |entry: &Entry<P>| keys.iter().any(|key| key.is_written(&entry.key.text));
    !settings.iter().all(is_known)
}

/// The service that an action hands a role to, and where.
fn passed<'r, 'a, P: Place>(
    run: &'r Run<'a, P>,
    role: &Role<P>,
) -> Option<(&'r Run<'a, P>, &'static str, &'a Entry<P>)> {
    run.keys().find_map(|(key, entry)| {
        let Type::PassedRole(service) = key.kind else {
            return None;
        };
        let named = matches!(&entry.value.data, Data::Word(name) if *name == role.name.text);
        named.then_some((run, service, entry))
    })
}

code! {
    USELESS_ROLE = "P454" Warning "a role that allows nothing is passed",
    why: "CloudFormation makes the resources of a stack with the execution role that the action names, and with nothing else. A role without policies and statements allows it nothing: the first run fails at the first resource, unless somebody else gives the role a policy.",
    example: "role deploy in prod { }\n…\nUpdate: CloudFormation(packaged) in prod { role_arn: deploy, … };",
    fix: "Say what it may do: `managed_policies` or `statements`. If somebody else gives it a policy, begin its name with an underscore: `_deploy`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html",
}

fn report<P: Place>(
    cx: &mut Check<'_, P>,
    role: &Role<P>,
    run: &Run<'_, P>,
    service: &str,
    entry: &Entry<P>,
) {
    let name = &role.name.text;
    cx.report(
        &USELESS_ROLE,
        role.name.at,
        format!(
            "role `{name}` allows nothing, and {} hands it to `{service}`",
            run.title()
        ),
    )
    .help(format!("say what it may do, `managed_policies: […]` or `statements: […]`; or begin its name with an underscore, if somebody else does: `_{name}`"))
    .related("it is passed here", entry.value.at);
}
