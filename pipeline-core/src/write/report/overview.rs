//! What the pipeline does: its actions, each with its kind, account and region.

use super::{ROWS_MAX, code, diagram, row, some, table};
use crate::catalogue::Placement;
use crate::pipeline::{Action, Pipeline, Stage};
use crate::write::Rendered;

pub(super) fn report(out: &mut String, found: &Rendered<'_>) {
    let pipeline = found.deployment.pipeline;
    out.push_str("\n### What it does\n\n");
    if pipeline.actions().count() <= ROWS_MAX {
        table(out, &["stage", "action", "kind", "account", "region"]);
        for stage in &pipeline.stages {
            for action in &stage.actions {
                let (account, region) = place(pipeline, action);
                let cells = [&code(&stage.name), &code(&action.name), action.kind.name];
                row(out, &[cells[0], cells[1], cells[2], &account, &region]);
            }
        }
    } else {
        table(out, &["stage", "actions", "kinds", "accounts", "regions"]);
        for stage in &pipeline.stages {
            let [kinds, accounts, regions] = places(pipeline, stage);
            let actions: Vec<String> = stage.actions.iter().map(|one| code(&one.name)).collect();
            let actions = match actions.len() {
                1..=6 => actions.join(", "),
                many => many.to_string(),
            };
            row(
                out,
                &[
                    &code(&stage.name),
                    &actions,
                    &some(&kinds, 4),
                    &some(&accounts, 4),
                    &some(&regions, 4),
                ],
            );
        }
    }
    out.push_str("\n```mermaid\n");
    out.push_str(&diagram::of(pipeline));
    out.push_str("```\n");
}

/// The account and region of an action, as cells; empty for one that runs nowhere.
fn place(pipeline: &Pipeline, action: &Action) -> (String, String) {
    if action.kind.placement == Placement::Nowhere {
        return (String::new(), String::new());
    }
    let account = &pipeline.accounts[action.environment.account];
    (code(&account.name), action.environment.region.to_string())
}

/// The kinds, accounts and regions of a stage's actions, each once.
fn places(pipeline: &Pipeline, stage: &Stage) -> [Vec<String>; 3] {
    let mut out = [const { Vec::new() }; 3];
    for action in &stage.actions {
        let (account, region) = place(pipeline, action);
        let cells = [action.kind.name.to_owned(), account, region];
        for (list, cell) in out.iter_mut().zip(cells) {
            if !cell.is_empty() && !list.contains(&cell) {
                list.push(cell);
            }
        }
    }
    out
}
