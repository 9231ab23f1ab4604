//! The proof of access: the whole of it for `access.json`, its result for `REPORT.md`.

use std::fmt::Write as _;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::Rendered;
use super::report::{code, count, row, table};
use crate::access::{ExcessGrant, Outcome, StatementReference, VerifiedRequest, reason};
use crate::json_text::List;
use crate::pipeline::{AccountIndex, RoleId};
use crate::plan::{Access, Deployment};
use crate::policy;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Up to so many requests, `access.json` has each.
const REQUESTS_MAX: usize = 2000;

/// The result of the proof.
pub(super) struct Report<'a>(pub(super) &'a Rendered<'a>);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let let_in = &self.0.proof.excess_grants;
        let strangers = strangers(self.0).into_iter();
        let strangers = strangers.map(|(sort, refused, undecided)| {
            json!({ "refused": refused, "undecided": undecided, "who": sort })
        });
        let mut out = serializer.serialize_map(None)?;
        if !let_in.is_empty() {
            out.serialize_entry("letIn", &List(|| let_in.iter().map(self::let_in)))?;
        }
        out.serialize_entry("requests", &self.0.proof.required.len())?;
        out.serialize_entry("strangers", &strangers.collect::<Value>())?;
        out.end()
    }
}

/// Returns whether `access.json` has each request. `pipeline.json` has them in any case.
pub(super) fn lists_requests(found: &Rendered<'_>) -> bool {
    found.proof.required.len() <= REQUESTS_MAX
}

/// The requests with their decisions, those of one action and one principal together; nothing
/// where there are too many to be read.
pub(super) fn requests(found: &Rendered<'_>, write: impl FnOnce(&[Requests<'_>])) {
    if !lists_requests(found) {
        return;
    }
    let by_action = by_action(found);
    let all = by_action.iter().flat_map(|(action, requests)| {
        // Whoever asks, asks several times in a row.
        let same =
            |one: &&VerifiedRequest, next: &&VerifiedRequest| one.principal == next.principal;
        let chunks = requests.chunk_by(same);
        chunks.map(|requests| Requests { action, requests })
    });
    write(&all.collect::<Vec<_>>());
}

/// The requests of one principal for an action.
pub(super) struct Requests<'a> {
    action: &'a str,
    requests: &'a [&'a VerifiedRequest],
}

impl Serialize for Requests<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        if !self.action.is_empty() {
            out.serialize_entry("action", self.action)?;
        }
        let asks = || self.requests.iter().map(|found| Request(found));
        out.serialize_entry("asks", &List(asks))?;
        out.serialize_entry("who", &self.requests.first().map(|first| &first.principal))?;
        out.end()
    }
}

/// A request with its decision.
struct Request<'a>(&'a VerifiedRequest);

impl Serialize for Request<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let found = self.0;
        let (decision, why, by) = match &found.outcome {
            Outcome::Allowed { by } => ("allowed", None, by.as_slice()),
            Outcome::LeftToOwner { why, by } => ("left to its owner", Some(why), by.as_slice()),
            Outcome::Denied => ("denied", None, [].as_slice()),
        };
        let mut out = serializer.serialize_map(None)?;
        if let Some(why) = why {
            out.serialize_entry("because", &reason(why))?;
        }
        out.serialize_entry("calls", &found.calls)?;
        out.serialize_entry("decision", decision)?;
        out.serialize_entry("on", &found.resource)?;
        out.serialize_entry("statements", &List(|| by.iter().map(path_of)))?;
        out.serialize_entry("why", &found.why)?;
        out.end()
    }
}

/// The place of a statement, as one string.
fn path_of(found: &StatementReference) -> String {
    let policy = &found.policy;
    let statement = found.statement.trim_matches('`');
    [&policy.stack, &policy.logical_id, policy.name, statement].join("/")
}

/// The requests that a statement of the user's own allows a role besides.
fn let_in(found: &ExcessGrant) -> Value {
    let mut out = json!({
        "by": found.through,
        "calls": found.calls,
        "on": found.resource,
        "sort": found.kind.words(),
        "who": found.principal,
    });
    if let Some(number) = found.statement {
        out["statement"] = json!(number);
    }
    out
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

pub(super) fn strangers<'a>(found: &'a Rendered<'_>) -> Vec<(&'a str, usize, Vec<&'a str>)> {
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

/// The result of the proof for a person. The requests one by one are in `access.json`.
pub(super) fn report(out: &mut String, found: &Rendered<'_>) {
    let file = match lists_requests(found) {
        true => "access.json",
        false => "pipeline.json",
    };
    let _ = writeln!(
        out,
        "\n### Proof\n\nThe templates were read back, and IAM's logic was run over every request of the pipeline and \
         over requests that must be denied. [`{file}`]({file}) lists each request of the pipeline with its decision. \
         Denies in your other policies, and other access to imported resources, are not \
         checked."
    );
    left(out, found);
    undecided(out, found);
    besides(out, &found.proof.excess_grants);
    path(out, &found.deployment);
    if let Some(administrators) = administrators(&found.deployment) {
        let _ = writeln!(
            out,
            "\nAn administrator of {administrators} can create a role under `{}` there, and the stores then admit it \
             like the pipeline's own roles.",
            found.deployment.pipeline.iam_path()
        );
    }
}

/// What the templates alone cannot deny.
fn undecided(out: &mut String, found: &Rendered<'_>) {
    let refused: usize = found.proof.denied.values().sum();
    let sorts = strangers(found);
    let _ = writeln!(
        out,
        "\n{} of {} are denied; `strangers` in [`access.json`](access.json) counts them by kind.",
        count(refused, "request"),
        count(sorts.len(), "kind")
    );
    let open: Vec<_> = sorts
        .into_iter()
        .filter(|(.., undecided)| !undecided.is_empty())
        .collect();
    if open.is_empty() {
        return;
    }
    out.push_str("\nThese cannot be decided from the templates, and are not counted:\n\n");
    table(out, &["who, or on what", "why not"]);
    for (sort, _, undecided) in open {
        row(out, &[sort, &undecided.join("; ")]);
    }
}

/// The requests that somebody else decides, by the reason.
fn left(out: &mut String, found: &Rendered<'_>) {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for request in &found.proof.required {
        if let Outcome::LeftToOwner { why, .. } = &request.outcome {
            *reasons.entry(reason(why)).or_default() += 1;
        }
    }
    if reasons.is_empty() {
        return;
    }
    out.push_str("\nThe templates do not decide these alone:\n\n");
    table(out, &["requests", "left to the owner, since"]);
    for (reason, number) in reasons {
        row(out, &[&number.to_string(), &reason]);
    }
}

/// The strangers that statements of the user's own let in.
fn besides(out: &mut String, let_in: &[ExcessGrant]) {
    if let_in.is_empty() {
        return;
    }
    out.push_str(
        "\n#### Let in by what you gave a role\n\nA statement or a managed policy that you gave the role allows these requests.\n\n",
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
        let through = code(&found.through);
        let by = match found.statement {
            Some(number) => format!("{through} of its statement {number}"),
            None => format!("managed policy {through}"),
        };
        let calls = found.calls.join(", ");
        let on = match &found.of_pipeline {
            Some(name) => format!("{} of pipeline {}", code(&found.resource), code(name)),
            None => code(&found.resource),
        };
        row(out, &[&who, found.kind.words(), &calls, &on, &by]);
    }
}

/// The note about a service role that may assume every role under the pipeline's path.
fn path(out: &mut String, deployment: &Deployment<'_>) {
    if policy::assumes_by_path(deployment, deployment.service_role) {
        let _ = writeln!(
            out,
            "\nThe service role may assume any role under `{}` in the actions' accounts, since its policies \
             cannot hold the names of all. Each role's trust policy still decides. An administrator of an \
             account can create a role there that trusts the service role.",
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
            .is_some_and(|managed| managed.uses_pipeline_path);
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
