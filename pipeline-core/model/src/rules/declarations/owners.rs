//! Owners of what a role or a store names: policies, administrators of keys, paths.

use crate::catalogue::pattern;
use crate::code::code;
use crate::iam_path::IamPath;
use crate::model::{Account, Entry, Name, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::declarations::{managed_policies, partitions};
use crate::rules::values::boundaries;

/// Checks the settings of a role, or of a project for its role.
pub(crate) fn of_role<P: Place>(
    cx: &mut Check<'_, P>,
    (name, what): (&Name<P>, &str),
    account: Option<&Account<P>>,
    entries: &[Entry<P>],
) {
    let quiet = name.text.starts_with('_');
    for entry in entries {
        match entry.key.text.as_str() {
            key @ "managed_policies" => {
                for value in entry.value.items() {
                    policy(cx, (key, what, quiet), account, value);
                }
            }
            key @ "permissions_boundary" => {
                if let Some(value) = boundaries::policy(&entry.value) {
                    policy(cx, (key, what, quiet), account, value);
                }
            }
            "path" => path(cx, &entry.value),
            _ => {}
        }
    }
}

code! {
    POLICY_ELSEWHERE = "P124" Error "a managed policy is of another account than its role",
    why: "IAM attaches to a role, and bounds it by, managed policies of the role's own account and those of AWS, `arn:aws:iam::aws:policy/…`. With another account's the stack fails when it is deployed.",
    example: "role deploy in prod {\n    permissions_boundary: \"arn:aws:iam::111111111111:policy/bounds\",\n}",
    fix: "Make the policy in the role's account, and name that one.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
}

/// IAM attaches managed policies of the role's own account, and those of AWS.
pub(crate) fn policy<P: Place>(
    cx: &mut Check<'_, P>,
    (key, what, quiet): (&str, &str, bool),
    account: Option<&Account<P>>,
    value: &Value<P>,
) {
    let Some(arn) = value.data.text() else {
        return;
    };
    if pattern::POLICY_ARN.complaint(arn).is_some() || partitions::is_elsewhere(cx, arn) {
        return;
    }
    managed_policies::known(cx, quiet, key, arn, value.at);
    let Some((account, id, of)) = account.and_then(|account| elsewhere(account, arn)) else {
        return;
    };
    cx.report(
        &POLICY_ELSEWHERE,
        value.at,
        format!(
            "`{key}` names a policy of account `{of}`, and {what} is in `{}`, `{id}`",
            account.name.text
        ),
    )
    .help(format!(
        "a role has policies of its own account, and AWS's: make the policy there too, and name `{}`",
        arn.replacen(of, id, 1)
    ));
    mark_owner_meant(cx, of);
}

code! {
    PATH_OF_ANOTHER_PIPELINE = "P127" Error "a role has the path of another pipeline",
    why: "The roles of a pipeline have an IAM path of their own, `/pipewright/NAME/HOME/REGION/`, and its stores' policies let in whoever has it. A role with the path of another pipeline could read that one's artifacts, and write them.",
    example: "role deploy { path: \"/pipewright/other/111111111111/us-east-1/\" }",
    fix: "Leave `path` out, and the role has the pipeline's own path; or take one that does not begin with `/pipewright/`.",
    source: "",
}

/// A role under the path of another pipeline may read and write the stores of that one.
pub(crate) fn path<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let said = value.data.text();
    let Some(said) = said.filter(|path| path.starts_with(IamPath::ROOT)) else {
        return;
    };
    let Some(own) = own_path(cx) else { return };
    if said.starts_with(own.as_str()) {
        return;
    }
    cx.report(
        &PATH_OF_ANOTHER_PIPELINE,
        value.at,
        format!("path `{said}` is not that of this pipeline, `{own}`"),
    )
    .help(format!(
        "leave `path` out, and the role has the pipeline's own; or say one that does not begin with `{}`",
        IamPath::ROOT
    ));
}

/// The path of the pipeline's roles, as far as it is known yet.
fn own_path<P: Place>(cx: &Check<'_, P>) -> Option<IamPath> {
    let name = cx.index.model.setting("name")?.value.data.text()?;
    let id = cx.index.home?.id.known()?;
    let region = cx.index.home_region()?.known()?;
    Some(IamPath::of_pipeline(name, id, region))
}

code! {
    KEY_ADMINISTRATOR_ELSEWHERE = "P126" Error "an administrator of a key is of another account",
    why: "A key's policy may let principals of another account use the key. KMS takes the calls that change the key, its policy or its aliases from the key's own account alone: a statement that allows them to another account has no effect.",
    example: "store main @ \"us-east-1\" {\n    key_administrators: [\"arn:aws:iam::444444444444:role/keys\"],\n}",
    fix: "Name a role or a user of home's account. Whoever is to administer the key from elsewhere assumes that role.",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
}

/// Checks that the administrators of a store's key are of its account: KMS takes such calls from
/// nobody else, whatever the key's policy says.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html>
pub(crate) fn administrators<P: Place>(
    cx: &mut Check<'_, P>,
    store: &Name<P>,
    entries: &[Entry<P>],
) {
    let named = entries
        .iter()
        .filter(|entry| entry.key.text == "key_administrators");
    for value in named.flat_map(|entry| entry.value.items()) {
        let Some(arn) = value.data.text() else {
            continue;
        };
        if pattern::PRINCIPAL_ARN.complaint(arn).is_some() || partitions::is_elsewhere(cx, arn) {
            continue;
        }
        let home = cx.index.home;
        let Some((home, id, of)) = home.and_then(|home| elsewhere(home, arn)) else {
            continue;
        };
        cx.report(
            &KEY_ADMINISTRATOR_ELSEWHERE,
            value.at,
            format!(
                "`{arn}` is of account `{of}`, and the key of store `{}` is of `{}`, `{id}`",
                store.text, home.name.text
            ),
        )
        .help(format!(
            "name a role or a user of `{}`: KMS lets no other account administer a key, whatever its policy says",
            home.name.text
        ));
        mark_owner_meant(cx, of);
    }
}

/// The account that an ARN is of, where that is not the one it has to be of; with that one,
/// and its id.
fn elsewhere<'a, 't, P>(
    account: &'a Account<P>,
    arn: &'t str,
) -> Option<(&'a Account<P>, &'a str, &'t str)> {
    let known = |id: &str| pattern::ACCOUNT_ID.complaint(id).is_none();
    let (_, of) = pattern::arn_environment(arn)?;
    let id = account.id.known()?;
    (of != id && known(of) && known(id)).then_some((account, id, of))
}

/// The account is meant, which would else be unused.
fn mark_owner_meant<P: Place>(cx: &mut Check<'_, P>, id: &str) {
    let mut accounts = cx.index.model.accounts.iter();
    if let Some(owner) = accounts.find(|account| account.id.known() == Some(id)) {
        cx.mark_meant(&owner.name.text);
    }
}
