//! The proof of access: the whole of it for `access.json`, its result for `REPORT.md`.

use std::fmt::Write as _;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::Rendered;
use super::report::{code, row, table};
use super::stream::List;
use crate::access::{ExcessGrant, Outcome, StatementReference, VerifiedRequest, reason};
use crate::pipeline::{AccountIndex, RoleId};
use crate::plan::{Access, Deployment};
use crate::policy;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The requests of every action with their decisions, and the strangers.
pub(super) struct Report<'a>(pub(super) &'a Rendered<'a>);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let let_in = &self.0.proof.excess_grants;
        let actions = by_action(self.0);
        let actions = || actions.iter().map(|(title, proven)| action(title, proven));
        let strangers = strangers(self.0).into_iter();
        let strangers = strangers.map(|(sort, refused, undecided)| {
            json!({ "refused": refused, "undecided": undecided, "who": sort })
        });
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("actions", &List(actions))?;
        if !let_in.is_empty() {
            out.serialize_entry("letIn", &List(|| let_in.iter().map(self::let_in)))?;
        }
        out.serialize_entry("strangers", &strangers.collect::<Value>())?;
        out.end()
    }
}

fn action(title: &str, proven: &[&VerifiedRequest]) -> Value {
    // Whoever asks, asks several times in a row.
    let requests = proven.chunk_by(|one, next| one.principal == next.principal);
    let mut out = json!({ "requests": requests.map(asked).collect::<Value>() });
    if !title.is_empty() {
        out["action"] = json!(title);
    }
    out
}

/// The requests of one principal.
fn asked(proven: &[&VerifiedRequest]) -> Value {
    json!({
        "asks": proven.iter().map(|proven| request(proven)).collect::<Value>(),
        "who": proven.first().map(|first| &first.principal),
    })
}

fn request(proven: &VerifiedRequest) -> Value {
    let (decision, why, by) = match &proven.outcome {
        Outcome::Allowed { by } => ("allowed", None, by.as_slice()),
        Outcome::LeftToOwner { why, by } => ("left to its owner", Some(why), by.as_slice()),
        Outcome::Denied => ("denied", None, [].as_slice()),
    };
    let statements = by.iter().map(|found| {
        format!(
            "{}/{}/{}/{}",
            found.policy.stack,
            found.policy.logical_id,
            found.policy.name,
            found.statement.trim_matches('`')
        )
    });
    let mut out = json!({
        "calls": proven.calls,
        "decision": decision,
        "on": proven.resource,
        "statements": statements.collect::<Value>(),
        "why": proven.why,
    });
    if let Some(why) = why {
        out["because"] = json!(reason(why));
    }
    out
}

/// The requests that a statement of the user's own allows a role besides.
fn let_in(found: &ExcessGrant) -> Value {
    json!({
        "by": found.through,
        "calls": found.calls,
        "on": found.resource,
        "sort": found.kind,
        "statement": found.statement,
        "who": found.principal,
    })
}

/// The needs of the pipeline as a whole, and then those of each action.
fn by_action<'a>(found: &'a Rendered<'_>) -> Vec<(&'a str, Vec<&'a VerifiedRequest>)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out: Vec<(&str, Vec<&VerifiedRequest>)> = Vec::new();
    for proven in &found.proof.required {
        // An action needs several things in a row.
        if let Some((title, same)) = out.last_mut()
            && *title == proven.action.as_ref()
        {
            same.push(proven);
            continue;
        }
        let index = *places.entry(&proven.action).or_insert_with(|| {
            out.push((&proven.action, Vec::new()));
            out.len() - 1
        });
        out[index].1.push(proven);
    }
    out
}

fn strangers<'a>(found: &'a Rendered<'_>) -> Vec<(&'a str, usize, Vec<&'a str>)> {
    let proof = &found.proof;
    let mut sorts: Vec<&str> = proof.denied.keys().copied().collect();
    sorts.extend(
        proof
            .undetermined
            .keys()
            .filter(|sort| !proof.denied.contains_key(*sort)),
    );
    sorts
        .into_iter()
        .map(|sort| {
            let undecided = proof.undetermined.get(sort).into_iter().flatten();
            (
                sort,
                proof.denied.get(sort).copied().unwrap_or_default(),
                undecided.map(String::as_str).collect(),
            )
        })
        .collect()
}

/// The proof for a person.
pub(super) fn report(out: &mut String, found: &Rendered<'_>) {
    out.push_str(
        "\n### Proof\n\nThe templates were read back, and IAM's logic was run over every request below: \
         each is allowed, by the statements that are named, unless its line says whose policy decides. \
         What a user's own resources, outside of these templates, deny is theirs; so is whom an \
         imported bucket, key or role admits besides.\n",
    );
    for (title, proven) in by_action(found) {
        let head = if title.is_empty() {
            "The pipeline"
        } else {
            &code(title)
        };
        let _ = write!(out, "\n#### {head}\n\n");
        table(out, &["who", "may", "on", "because of"]);
        let mut told: BTreeMap<(&str, &str), Vec<&VerifiedRequest>> = BTreeMap::new();
        for found in proven {
            // What is read and what is written take some calls alike.
            let same = told.entry((&found.principal, &found.resource)).or_default();
            if same
                .iter()
                .any(|told| told.calls == found.calls && told.outcome == found.outcome)
            {
                continue;
            }
            same.push(found);
            let who = match found.principal.contains(' ') {
                true => found.principal.clone(),
                false => code(
                    found
                        .principal
                        .rsplit('/')
                        .next()
                        .unwrap_or(&found.principal),
                ),
            };
            let reason = match &found.outcome {
                Outcome::Allowed { by } if by.is_empty() => {
                    "its account's administration".to_owned()
                }
                Outcome::Allowed { by } => statements(by),
                Outcome::LeftToOwner { why, .. } => format!("left to its owner: {}", reason(why)),
                Outcome::Denied => "denied".to_owned(),
            };
            let (calls, on) = (found.calls.join(", "), code(&found.resource));
            row(out, &[&who, &calls, &on, &reason]);
        }
    }
    out.push_str(
        "\n#### Strangers\n\nEach of these requests must be refused, and is; but for those of the last \
         column, which are not counted.\n\n",
    );
    table(
        out,
        &["who, or on what", "requests refused", "not decided here"],
    );
    for (sort, refused, undecided) in strangers(found) {
        row(out, &[sort, &refused.to_string(), &undecided.join("; ")]);
    }
    besides(out, &found.proof.excess_grants);
    path(out, &found.deployment);
    if let Some(administrators) = administrators(&found.deployment) {
        let _ = writeln!(
            out,
            "\nWhoever administers {administrators} can make a role under `{}` there, and is then \
             let into the stores like the pipeline's own roles.",
            found.deployment.pipeline.iam_path()
        );
    }
}

/// The strangers that statements of the user's own let in.
fn besides(out: &mut String, let_in: &[ExcessGrant]) {
    if let_in.is_empty() {
        return;
    }
    out.push_str(
        "\n#### Let in by statements of your own\n\nThese requests of strangers are not refused: what \
         you wrote for the role allows them.\n\n",
    );
    table(out, &["who", "is there", "and may", "on", "by"]);
    for found in let_in {
        let who = code(
            found
                .principal
                .rsplit('/')
                .next()
                .unwrap_or(&found.principal),
        );
        let by = format!(
            "{} of its statement {}",
            code(&found.through),
            found.statement
        );
        let calls = found.calls.join(", ");
        row(
            out,
            &[&who, found.kind, &calls, &code(&found.resource), &by],
        );
    }
}

/// The note about a service role that may assume every role under the pipeline's path.
fn path(out: &mut String, deployment: &Deployment<'_>) {
    if policy::assumes_by_path(deployment, deployment.service_role) {
        let _ = writeln!(
            out,
            "\nThe service role may assume any role under `{}` in the actions' accounts: the names of all \
             would not fit into its policies. Each role says itself whom it trusts; who administers an \
             account can make one there that trusts the service role.",
            deployment.pipeline.iam_path()
        );
    }
}

/// The accounts whose administrators a store cannot tell from the pipeline's roles there.
fn administrators(deployment: &Deployment<'_>) -> Option<String> {
    let pipeline = deployment.pipeline;
    let roles = deployment.roles.iter().enumerate();
    let admitted = roles.filter(|(index, role)| {
        let ours = role
            .managed
            .as_ref()
            .is_some_and(|managed| managed.under_path);
        let mut needs = deployment.grants.of(RoleId(*index));
        ours && role.account != pipeline.home
            && needs.any(|grant| matches!(grant.access, Access::Read(_) | Access::Write(_)))
    });
    let accounts: BTreeSet<AccountIndex> = admitted.map(|(_, role)| role.account).collect();
    let named = accounts.iter().map(|index| {
        let account = &pipeline.accounts[*index];
        format!("{} ({})", code(&account.name), account.id)
    });
    let named: Vec<String> = named.collect();
    match (&pipeline.organization, named.as_slice()) {
        (_, []) => None,
        (Some(organization), _) => Some(format!("an account of organization `{organization}`")),
        (None, [only]) => Some(format!("account {only}")),
        (None, several) => Some(format!("one of the accounts {}", several.join(", "))),
    }
}

fn statements(by: &[StatementReference]) -> String {
    let statements = by.iter().map(|found| {
        let resource = code(&found.policy.logical_id);
        format!("{} of {resource} {}", found.statement, found.policy.name)
    });
    statements.collect::<Vec<_>>().join("; ")
}
