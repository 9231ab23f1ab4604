//! Who acts in each account, with which roles, and behind which approval.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{ROWS_MAX, code, count, left_out, row, some, table};
use crate::pipeline::{AccountIndex, Pipeline, RoleId};
use crate::plan::{Deployment, Trust};
use crate::write::gained::{Gain, SharedRole, in_words};
use crate::write::{Rendered, proven};

pub(super) fn report(out: &mut String, found: &Rendered<'_>) {
    let deployment = &found.deployment;
    let pipeline = deployment.pipeline;
    out.push_str("\n### Who can reach which account\n\n");
    table(
        out,
        &[
            "account",
            "roles of the pipeline there",
            "who may assume them",
            "what you gave them",
            "behind an approval",
        ],
    );
    for index in (0..pipeline.accounts.len())
        .map(AccountIndex)
        .take(ROWS_MAX)
    {
        let account = &pipeline.accounts[index];
        let roles: Vec<RoleId> = (0..deployment.roles.len())
            .map(RoleId)
            .filter(|id| deployment.has_part(*id) && deployment.role(*id).account == index)
            .collect();
        let home = if index == pipeline.home { ", home" } else { "" };
        row(
            out,
            &[
                &format!("{} ({}{home})", code(&account.name), account.id),
                &counted(deployment, &roles),
                &some(&assumed_by(deployment, &roles), 4),
                &some(&given(deployment, &roles), 3),
                &approval(pipeline, index),
            ],
        );
    }
    let left = pipeline.accounts.len().saturating_sub(ROWS_MAX);
    left_out(out, left, "account", "roles");
    shared(out, found);
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "\nEach request of the pipeline, and the statement that allows it: [`report.html`](report.html){}.",
        if proven::lists_requests(found) {
            " and [`access.json`](access.json)"
        } else {
            ""
        }
    );
}

/// The roles that actions share, by `one_per`, with what each action gains.
fn shared(out: &mut String, found: &Rendered<'_>) {
    let deployment = &found.deployment;
    let roles = (0..deployment.roles.len()).map(RoleId);
    let roles = roles.filter(|id| deployment.has_part(*id));
    let shared = roles.filter_map(|id| Some((id, SharedRole::of(found, id)?)));
    let shared: Vec<_> = shared.collect();
    if shared.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\nActions share these roles, and each action may do all that its role may. It gains what it has no need \
         for: the numbers are those of the role's grants in [`access.json`](access.json)."
    );
    out.push('\n');
    table(out, &["role", "what each action gains"]);
    for (id, role) in shared.iter().take(ROWS_MAX) {
        let gains = role.gains.iter().take(ROWS_MAX).map(gained);
        let mut gains: Vec<String> = gains.collect();
        let left = role.gains.len().saturating_sub(ROWS_MAX);
        if left > 0 {
            gains.push(format!("{} more", count(left, "action")));
        }
        let role = code(deployment.role(*id).label());
        row(out, &[&role, &gains.join("<br>")]);
    }
    left_out(out, shared.len().saturating_sub(ROWS_MAX), "role", "gains");
}

/// What an action gains by its role, in a line.
fn gained(gain: &Gain<'_>) -> String {
    let mut gained = vec![in_words(&gain.numbers)];
    gained.extend(gain.managed_policies.iter().map(|arn| code(arn)));
    gained.retain(|one| !one.is_empty());
    let gained = match gained.as_slice() {
        [] => "nothing".to_owned(),
        all => all.join(", "),
    };
    format!("{}: {gained}", code(&gain.action))
}

fn counted(deployment: &Deployment<'_>, roles: &[RoleId]) -> String {
    let imported = roles
        .iter()
        .filter(|id| deployment.role(**id).managed.is_none());
    match (roles.len(), imported.count()) {
        (0, _) => "none".to_owned(),
        (all, 0) => all.to_string(),
        (all, imported) => format!("{all}, {imported} of them imported"),
    }
}

/// The principals that some roles trust: services, and roles by what they are.
fn assumed_by(deployment: &Deployment<'_>, roles: &[RoleId]) -> Vec<String> {
    let mut out: BTreeSet<String> = BTreeSet::new();
    for id in roles {
        for trust in &deployment.role(*id).trust {
            out.insert(match trust {
                Trust::Service(name, _) => code(name),
                Trust::Role(other) if *other == deployment.service_role => {
                    "the pipeline's service role".to_owned()
                }
                Trust::Role(other) => code(&deployment.role(*other).arn),
            });
        }
    }
    out.into_iter().collect()
}

/// The policies and statements that the user has added to some roles.
fn given(deployment: &Deployment<'_>, roles: &[RoleId]) -> Vec<String> {
    let mut out = Vec::new();
    for id in roles {
        let role = deployment.role(*id);
        let Some(managed) = &role.managed else {
            continue;
        };
        let settings = &managed.settings;
        let mut added: Vec<String> = settings
            .managed_policies
            .iter()
            .map(|arn| code(arn.rsplit('/').next().unwrap_or(arn)))
            .collect();
        match settings.statements.len() {
            0 => {}
            number => added.push(super::count(number, "statement")),
        }
        if !added.is_empty() {
            out.push(format!(
                "{}: {}",
                code(&managed.logical_id),
                some(&added, 3)
            ));
        }
    }
    out
}

/// The approval before the first action in an account.
fn approval(pipeline: &Pipeline, account: AccountIndex) -> String {
    let acts = |action: &&crate::pipeline::Action| {
        action.environment.account == account
            && action.kind.placement != crate::catalogue::Placement::Nowhere
    };
    let first = pipeline.actions().find(acts);
    let Some(first) = first else {
        return "nothing runs there".to_owned();
    };
    let mut before = Vec::new();
    for stage in &pipeline.stages {
        let here = stage.name == first.stage;
        // Actions of one stage may be written in another order than that in which they run.
        let earliest = stage
            .actions
            .iter()
            .filter(acts)
            .map(|one| one.run_order)
            .min();
        for action in &stage.actions {
            let earlier = !here || earliest.is_some_and(|earliest| action.run_order < earliest);
            if action.category == "Approval" && earlier {
                before.push(code(&action.title()));
            }
        }
        if here {
            break;
        }
    }
    match before.is_empty() {
        true => "no".to_owned(),
        false => some(&before, 2),
    }
}
