//! The proof of access: the whole of it for `access.json`, its result for `REPORT.md`.

use std::fmt::Write as _;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::Rendered;
use super::report::{code, row, table};
use super::stream::List;
use crate::pipeline::{AccountIndex, RoleId};
use crate::plan::{Access, Deployment};
use crate::policy;
use crate::proof::{Decision, LetIn, Proven, Reference, because};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The requests of every action with their decisions, and the strangers.
pub(super) struct Report<'a>(pub(super) &'a Rendered<'a>);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let let_in = &self.0.proof.let_in;
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

fn action(title: &str, proven: &[&Proven]) -> Value {
    // Whoever asks, asks several times in a row.
    let requests = proven.chunk_by(|one, next| one.who == next.who);
    let mut out = json!({ "requests": requests.map(asked).collect::<Value>() });
    if !title.is_empty() {
        out["action"] = json!(title);
    }
    out
}

/// The requests of one principal.
fn asked(proven: &[&Proven]) -> Value {
    json!({
        "asks": proven.iter().map(|proven| request(proven)).collect::<Value>(),
        "who": proven.first().map(|first| &first.who),
    })
}

fn request(proven: &Proven) -> Value {
    let (decision, why, by) = match &proven.decision {
        Decision::Allowed { by } => ("allowed", None, by.as_slice()),
        Decision::Unknown { why, by } => ("left to its owner", Some(why), by.as_slice()),
        Decision::Denied => ("denied", None, [].as_slice()),
    };
    let statements = by.iter().map(|found| {
        format!(
            "{}/{}/{}/{}",
            found.stack,
            found.logical,
            found.policy,
            found.statement.trim_matches('`')
        )
    });
    let mut out = json!({
        "calls": proven.calls,
        "decision": decision,
        "on": proven.on,
        "statements": statements.collect::<Value>(),
        "why": proven.why,
    });
    if let Some(why) = why {
        out["because"] = json!(because(why));
    }
    out
}

/// What a statement of the user's own lets a role do besides.
fn let_in(found: &LetIn) -> Value {
    json!({
        "by": found.through,
        "calls": found.calls,
        "on": found.on,
        "sort": found.sort,
        "statement": found.statement,
        "who": found.who,
    })
}

/// The needs of the pipeline as a whole, and then those of each action.
fn by_action<'a>(found: &'a Rendered<'_>) -> Vec<(&'a str, Vec<&'a Proven>)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out: Vec<(&str, Vec<&Proven>)> = Vec::new();
    for proven in &found.proof.needs {
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
    let mut sorts: Vec<&str> = proof.refused.keys().copied().collect();
    sorts.extend(
        proof
            .undecided
            .keys()
            .filter(|sort| !proof.refused.contains_key(*sort)),
    );
    sorts
        .into_iter()
        .map(|sort| {
            let undecided = proof.undecided.get(sort).into_iter().flatten();
            (
                sort,
                proof.refused.get(sort).copied().unwrap_or_default(),
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
        let mut told: BTreeMap<(&str, &str), Vec<&Proven>> = BTreeMap::new();
        for found in proven {
            // What is read and what is written take some calls alike.
            let same = told.entry((&found.who, &found.on)).or_default();
            if same
                .iter()
                .any(|told| told.calls == found.calls && told.decision == found.decision)
            {
                continue;
            }
            same.push(found);
            let who = match found.who.contains(' ') {
                true => found.who.clone(),
                false => code(found.who.rsplit('/').next().unwrap_or(&found.who)),
            };
            let because = match &found.decision {
                Decision::Allowed { by } if by.is_empty() => {
                    "its account's administration".to_owned()
                }
                Decision::Allowed { by } => statements(by),
                Decision::Unknown { why, .. } => format!("left to its owner: {}", because(why)),
                Decision::Denied => "denied".to_owned(),
            };
            let (calls, on) = (found.calls.join(", "), code(&found.on));
            row(out, &[&who, &calls, &on, &because]);
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
    besides(out, &found.proof.let_in);
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
fn besides(out: &mut String, let_in: &[LetIn]) {
    if let_in.is_empty() {
        return;
    }
    out.push_str(
        "\n#### Let in by statements of your own\n\nThese requests of strangers are not refused: what \
         you wrote for the role allows them.\n\n",
    );
    table(out, &["who", "is there", "and may", "on", "by"]);
    for found in let_in {
        let who = code(found.who.rsplit('/').next().unwrap_or(&found.who));
        let by = format!(
            "{} of its statement {}",
            code(&found.through),
            found.statement
        );
        let calls = found.calls.join(", ");
        row(out, &[&who, found.sort, &calls, &code(&found.on), &by]);
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
        let ours = role.made.as_ref().is_some_and(|made| made.under_path);
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

fn statements(by: &[std::rc::Rc<Reference>]) -> String {
    let mut out = String::new();
    for (index, found) in by.iter().enumerate() {
        if index > 0 {
            out.push_str("; ");
        }
        let resource = code(&found.logical);
        for part in [&found.statement, " of ", &resource, " ", &found.policy] {
            out.push_str(part);
        }
    }
    out
}
