//! Whose a thing is that a declaration names: policies, administrators of keys, paths.

use super::context::Check;
use crate::catalogue::{pattern, region};
use crate::codes;
use crate::model::{Account, Data, Entry, Name, TextExpr, Value};
use crate::place::Place;

/// The roles of every pipeline have a path that begins so.
const PATHS: &str = "/pipewright/";

/// What a role, or that of a project, names in its settings.
pub(super) fn of_role<P: Place>(
    cx: &mut Check<'_, P>,
    what: &str,
    account: Option<&Account<P>>,
    entries: &[Entry<P>],
) {
    for entry in entries {
        match entry.key.text.as_str() {
            key @ ("managed_policies" | "permissions_boundary") => {
                for value in items(&entry.value) {
                    policy(cx, (key, what), account, value);
                }
            }
            "statements" => {
                for value in items(&entry.value) {
                    resources(cx, value);
                }
            }
            "path" => path(cx, &entry.value),
            _ => {}
        }
    }
}

/// IAM attaches managed policies of the role's own account, and AWS's.
fn policy<P: Place>(
    cx: &mut Check<'_, P>,
    (key, what): (&str, &str),
    account: Option<&Account<P>>,
    value: &Value<P>,
) {
    let Some(arn) = value.data.text() else {
        return;
    };
    if pattern::POLICY_ARN.complaint(arn).is_some() || !in_partition(cx, arn, value.at) {
        return;
    }
    let Some((account, id, of)) = account.and_then(|account| elsewhere(account, arn)) else {
        return;
    };
    cx.report(
        &codes::POLICY_ELSEWHERE,
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
    excuse(cx, of);
}

/// IAM refuses a policy with an ARN of another partition.
fn resources<P: Place>(cx: &mut Check<'_, P>, statement: &Value<P>) {
    let Data::Map(entries) = &statement.data else {
        return;
    };
    let named = entries.iter().filter(|entry| entry.key.text == "resources");
    for value in named.flat_map(|entry| items(&entry.value)) {
        if let Some(arn) = value.data.text() {
            in_partition(cx, arn, value.at);
        }
    }
}

/// A role under the path of another pipeline is let into that one's stores.
fn path<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let said = value.data.text();
    let Some(said) = said.filter(|path| path.starts_with(PATHS)) else {
        return;
    };
    let Some(own) = own_path(cx) else { return };
    if said.starts_with(&own) {
        return;
    }
    cx.report(
        &codes::PATH_OF_ANOTHER_PIPELINE,
        value.at,
        format!("path `{said}` is not that of this pipeline, `{own}`"),
    )
    .help(format!(
        "leave `path` out, and the role has the pipeline's own; or say one that does not begin with `{PATHS}`"
    ));
}

/// The path of the pipeline's roles, as far as it is known yet.
fn own_path<P: Place>(cx: &Check<'_, P>) -> Option<String> {
    let name = cx.facts.model.setting("name")?.value.data.text()?;
    let id = cx.facts.home?.id.known()?;
    let region = cx.facts.home_region()?.known()?;
    Some(format!("{PATHS}{name}/{id}/{region}/"))
}

/// Who administers a store's key: someone of its account, as KMS takes such calls from
/// nobody else, whatever the key's policy says.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html>
pub(super) fn administrators<P: Place>(
    cx: &mut Check<'_, P>,
    store: &Name<P>,
    entries: &[Entry<P>],
) {
    let named = entries
        .iter()
        .filter(|entry| entry.key.text == "key_administrators");
    for value in named.flat_map(|entry| items(&entry.value)) {
        let Some(arn) = value.data.text() else {
            continue;
        };
        if pattern::PRINCIPAL_ARN.complaint(arn).is_some() || !in_partition(cx, arn, value.at) {
            continue;
        }
        let home = cx.facts.home;
        let Some((home, id, of)) = home.and_then(|home| elsewhere(home, arn)) else {
            continue;
        };
        cx.report(
            &codes::KEY_ADMINISTRATOR_ELSEWHERE,
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
        excuse(cx, of);
    }
}

/// An ARN whose form has been looked at: whether it is of the pipeline's partition.
pub(super) fn in_partition<P: Place>(cx: &mut Check<'_, P>, arn: &str, at: P) -> bool {
    let home = cx.facts.home_region().and_then(TextExpr::known);
    let Some(home) = home.filter(|home| region::is_well_formed(home)) else {
        return true;
    };
    let own = region::partition(home);
    let rest = arn.strip_prefix("arn:").unwrap_or_default();
    let Some((of, rest)) = rest.split_once(':') else {
        return true;
    };
    // A pattern, or a variable, may well mean this one.
    let said = !of.is_empty() && of.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if of == own || !said {
        return true;
    }
    cx.report(
        &codes::ARN_OF_ANOTHER_PARTITION,
        at,
        format!("`{arn}` is of partition `{of}`, and the pipeline lives in `{own}`"),
    )
    .help(format!("here it would be `arn:{own}:{rest}`"));
    false
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
fn excuse<P: Place>(cx: &mut Check<'_, P>, id: &str) {
    let mut accounts = cx.facts.model.accounts.iter();
    if let Some(owner) = accounts.find(|account| account.id.known() == Some(id)) {
        cx.excuse(&owner.name.text);
    }
}

/// One value, or each of a list.
fn items<P>(value: &Value<P>) -> &[Value<P>] {
    match &value.data {
        Data::List(items) => items,
        _ => std::slice::from_ref(value),
    }
}
