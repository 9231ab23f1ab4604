//! What the role of an action may do, as a table.

use pipewright_core::catalogue::{Key, Kind, Permission, Type};

use crate::line;
use crate::words::{holds, list, with_written_keys};

pub(crate) fn permissions(text: &mut String, kind: &Kind) {
    let handed_over = kind.handoff.iter().flat_map(|handoff| {
        let when = holds(&handoff.when);
        let reader = format!("{when}, to who reads the artifact");
        handoff
            .permissions
            .iter()
            .map(move |permission| (permission, reader.clone()))
    });
    let own = kind.permissions.iter().map(|permission| {
        let only = permission.only.as_ref().map(holds).unwrap_or_default();
        (permission, only)
    });
    let all: Vec<(&Permission, String)> = own.chain(handed_over).collect();
    let passed = kind.keys.iter().filter_map(|key| match &key.kind {
        Type::PassedRole(service) => Some((key, vec![*service])),
        Type::PassedRoles(services) => Some((key, services.to_vec())),
        _ => None,
    });
    let passed: Vec<(&Key, Vec<&str>)> = passed.collect();
    if all.is_empty() && passed.is_empty() && kind.managed_policies.is_empty() {
        return;
    }
    line(
        text,
        "\nIts role may, besides reading its inputs and writing its outputs:\n",
    );
    line(
        text,
        "| call | on | when | why |\n| --- | --- | --- | --- |",
    );
    for (permission, when) in all {
        let conditions: Vec<String> = permission
            .conditions
            .iter()
            .map(|(operator, key, value)| {
                format!(
                    "`{operator}` `{}` `{}`",
                    with_written_keys(key),
                    with_written_keys(value)
                )
            })
            .collect();
        let when: Vec<String> = [when]
            .into_iter()
            .filter(|when| !when.is_empty())
            .chain(conditions)
            .collect();
        let resources: Vec<String> = permission
            .resources
            .iter()
            .map(|resource| format!("`{}`", with_written_keys(resource)))
            .collect();
        let everything = permission
            .unscoped
            .map(|source| format!(" ([why not less]({source}))"))
            .unwrap_or_default();
        line(
            text,
            &format!(
                "| {} | {}{everything} | {} | {} |",
                list(permission.actions),
                resources.join(", "),
                when.join("; "),
                permission.why
            ),
        );
    }
    for (key, services) in passed {
        let key = key.written();
        let to = list(&services);
        line(
            text,
            &format!(
                "| `iam:PassRole` | what `{key}` names | with `{key}`; `iam:PassedToService` is {to} | hands it over |"
            ),
        );
    }
    for policy in kind.managed_policies {
        line(
            text,
            &format!(
                "| what AWS's managed policy `{policy}` allows | | without `as ROLE` | changes what it deploys to |"
            ),
        );
    }
}
