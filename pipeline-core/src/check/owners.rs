//! Whose a thing is that a declaration names: policies, administrators of keys, paths.

use super::context::Check;
use crate::catalogue::{pattern, region};
use crate::codes;
use crate::model::{Account, Data, Entry, Name, Text, Value};
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
    let home = cx.facts.home_region().and_then(Text::known);
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

#[cfg(test)]
mod tests {
    use crate::builder::{Account, Project, Role, Store, map};
    use crate::check::testing::{assert_finds, base, use_account};
    use crate::model::Value;

    fn assert_role(role: Role, expected: &[&str]) {
        let pipeline = base()
            .account(Account::new("dev", "222222222222"))
            .role(role.account("dev"));
        assert_finds(&use_account(pipeline, "dev"), expected);
    }

    #[test]
    fn policies_are_of_the_roles_account_or_awss() {
        let boundary = |arn: &str| Role::managed("_deploy").set("permissions_boundary", arn);
        let attached = |arn: &str| Role::managed("_deploy").set("managed_policies", vec![arn]);
        for role in [boundary, attached] {
            assert_role(role("arn:aws:iam::aws:policy/ReadOnlyAccess"), &[]);
            assert_role(role("arn:aws:iam::222222222222:policy/app"), &[]);
        }
        assert_role(
            boundary("arn:aws:iam::111111111111:policy/app"),
            &[
                "P124 `permissions_boundary` names a policy of account `111111111111`, and role `_deploy` is in `dev`, `222222222222`",
            ],
        );
        assert_role(
            attached("arn:aws:iam::333333333333:policy/app"),
            &[
                "P124 `managed_policies` names a policy of account `333333333333`, and role `_deploy` is in `dev`, `222222222222`",
            ],
        );
        let project = Project::managed("_build")
            .set("image", "aws/codebuild/standard:7.0")
            .set(
                "managed_policies",
                vec!["arn:aws:iam::333333333333:policy/app"],
            );
        assert_finds(
            &base().project(project),
            &[
                "P124 `managed_policies` names a policy of account `333333333333`, and project `_build` is in `tools`, `111111111111`",
            ],
        );
    }

    #[test]
    fn arns_are_of_the_pipelines_partition() {
        let attached = |arn: &str| Role::managed("_deploy").set("managed_policies", vec![arn]);
        assert_role(
            attached("arn:aws-cn:iam::333333333333:policy/app"),
            &[
                "P125 `arn:aws-cn:iam::333333333333:policy/app` is of partition `aws-cn`, and the pipeline lives in `aws`",
            ],
        );
        let on = |arn: &str| {
            let statement = map([
                ("actions", Value::from(vec!["s3:GetObject"])),
                ("resources", Value::from(vec![arn])),
            ]);
            Role::managed("_deploy").set("statements", vec![statement])
        };
        assert_role(on("arn:aws:s3:::bucket/*"), &[]);
        assert_role(on("arn:*:s3:::bucket/*"), &[]);
        assert_role(
            on("arn:aws-cn:s3:::bucket/*"),
            &[
                "P125 `arn:aws-cn:s3:::bucket/*` is of partition `aws-cn`, and the pipeline lives in `aws`",
            ],
        );
        let imported = |arn: &str| Role::imported("_deploy", arn);
        assert_finds(
            &base().role(imported("arn:aws-us-gov:iam::111111111111:role/deploy")),
            &[
                "P125 `arn:aws-us-gov:iam::111111111111:role/deploy` is of partition `aws-us-gov`, and the pipeline lives in `aws`",
            ],
        );
    }

    #[test]
    fn a_keys_administrators_are_of_its_account() {
        let store = |arn: &str| {
            let store = Store::managed("kept").region("us-east-1");
            let store = store.set("encryption_key", true);
            base().store(store.set("key_administrators", vec![arn]))
        };
        assert_finds(&store("arn:aws:iam::111111111111:role/keys"), &[]);
        assert_finds(
            &store("arn:aws:iam::333333333333:role/keys"),
            &[
                "P126 `arn:aws:iam::333333333333:role/keys` is of account `333333333333`, and the key of store `kept` is of `tools`, `111111111111`",
            ],
        );
        assert_finds(
            &store("arn:aws-cn:iam::111111111111:role/keys"),
            &[
                "P125 `arn:aws-cn:iam::111111111111:role/keys` is of partition `aws-cn`, and the pipeline lives in `aws`",
            ],
        );
    }

    #[test]
    fn a_path_is_not_another_pipelines() {
        let path = |path: &str| Role::managed("_deploy").set("path", path);
        assert_role(path("/deploy/"), &[]);
        assert_role(path("/pipewright/x/111111111111/us-east-1/"), &[]);
        for other in [
            "/pipewright/other/111111111111/us-east-1/",
            "/pipewright/x/111111111111/eu-west-1/",
            "/pipewright/x/222222222222/us-east-1/",
            "/pipewright/",
        ] {
            assert_role(
                path(other),
                &[&format!(
                    "P127 path `{other}` is not that of this pipeline, `/pipewright/x/111111111111/us-east-1/`"
                )],
            );
        }
    }
}
