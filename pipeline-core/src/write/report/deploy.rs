//! How the stacks are deployed, and what they leave: bootstrap, rights, waves, outputs, overrides,
//! stores.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{ROWS_MAX, code, count, left_out, row, some, table};
use crate::pipeline::{AccountIndex, OutputValue};
use crate::plan::StoreKey;
use crate::render::{Overridden, Template, made};
use crate::write::deploy_script::{Variables, quote};
use crate::write::{Rendered, deployers, is_large};
use serde_json::Value;

pub(super) fn report(out: &mut String, found: &Rendered<'_>) {
    out.push_str("\n### Deploy\n");
    stacks(out, found);
    prepare(out, found);
    rights(out, found);
    outputs(out, found);
    overrides(out, found);
    stores(out, found);
}

fn stacks(out: &mut String, found: &Rendered<'_>) {
    out.push_str(
        "\nEach wave is deployed after the one before it; the stacks of a wave can be deployed at the same time. \
         Stacks from an earlier version that are not in this table are not deleted automatically.\n\n",
    );
    table(out, &["wave", "stack", "account", "region", "resources"]);
    let all: Vec<_> = found.stacks().collect();
    for (stack, template) in all.iter().take(ROWS_MAX) {
        let account = &found.deployment.pipeline.accounts[stack.environment.account];
        row(
            out,
            &[
                &stack.wave.to_string(),
                &code(&stack.name),
                &format!("{} ({})", code(&account.name), account.id),
                stack.environment.region.as_str(),
                &template.resource_count().to_string(),
            ],
        );
    }
    let left = all.len().saturating_sub(ROWS_MAX);
    if left > 0 {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "\n{} more: see `deploy.sh`.", count(left, "stack"));
    }
}

/// What each client takes before it can deploy.
fn prepare(out: &mut String, found: &Rendered<'_>) {
    let pipeline = found.deployment.pipeline;
    let variables = Variables::new(
        pipeline
            .accounts
            .iter()
            .map(|account| (account.name.as_str(), account.id.as_str())),
    );
    let mut large: BTreeSet<AccountIndex> = BTreeSet::new();
    let mut places: Vec<(AccountIndex, &str)> = Vec::new();
    for (stack, template) in found.stacks() {
        let account = stack.environment.account;
        if is_large(template) {
            large.insert(account);
        }
        let place = (account, stack.environment.region.as_str());
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let mut set: Vec<String> = Vec::new();
    for account in &large {
        let account = &pipeline.accounts[*account];
        let name = variables.of(&account.name, account.id.as_str());
        set.push(format!("`PIPEWRIGHT_BUCKET_{name}`"));
    }
    out.push_str("\nWith `deploy.sh`: ");
    let _ = match set.as_slice() {
        [] => writeln!(out, "no template needs a bucket."),
        set => writeln!(
            out,
            "a template of more than 51,200 bytes goes through a bucket of its account. Set {} to the name of one.",
            some(set, 10)
        ),
    };
    out.push_str(
        "\nWith the CDK CLI: bootstrap each account and region once, each with credentials of its account.\n\n```sh\n",
    );
    places.sort();
    let home = pipeline.home_id();
    for of_account in places.chunk_by(|a, b| a.0 == b.0) {
        let Some((account, _)) = of_account.first() else {
            continue;
        };
        let id = &pipeline.accounts[*account].id;
        let environments: Vec<String> = of_account
            .iter()
            .map(|(_, region)| format!("aws://{id}/{region}"))
            .collect();
        let _ = write!(out, "cdk bootstrap {}", environments.join(" "));
        if *account != pipeline.home {
            // With --trust, the CLI asks for the policies that CloudFormation gets:
            // https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
            let policy = format!(
                "arn:{}:iam::aws:policy/AdministratorAccess",
                pipeline.partition()
            );
            let _ = write!(
                out,
                " --trust {home} --cloudformation-execution-policies {}",
                quote(&policy)
            );
        }
        out.push('\n');
    }
    out.push_str("```\n");
}

/// The rights of whoever deploys.
fn rights(out: &mut String, found: &Rendered<'_>) {
    let pipeline = found.deployment.pipeline;
    let groups = deployers::groups(found);
    let lines: Vec<String> = groups
        .iter()
        .map(|group| {
            let accounts: Vec<String> = group
                .accounts
                .iter()
                .map(|index| code(&pipeline.accounts[*index].name))
                .collect();
            format!(
                "{} in {}",
                count(group.calls.len(), "call"),
                some(&accounts, 4)
            )
        })
        .collect();
    let _ = writeln!(
        out,
        "\nWhoever deploys needs {}: see `deployers` in [`access.json`](access.json).",
        lines.join("; ")
    );
    let types: BTreeSet<&String> = groups.iter().flat_map(|group| &group.types).collect();
    let types: Vec<String> = types.into_iter().map(|kind| code(kind)).collect();
    if !types.is_empty() {
        let _ = writeln!(
            out,
            "In addition, CloudFormation needs what your own resources ask for: {}. `aws cloudformation describe-type \
             --type RESOURCE --type-name TYPE --query Schema` shows it under `handlers`.",
            some(&types, 6)
        );
    }
}

/// The outputs that the user declares; nothing where there are none.
fn outputs(out: &mut String, found: &Rendered<'_>) {
    let outputs = &found.deployment.pipeline.outputs;
    if outputs.is_empty() {
        return;
    }
    out.push_str(
        "\n#### Outputs\n\nOther stacks of the same account and region read an exported output with \
         `Fn::ImportValue`. CloudFormation neither changes nor deletes one that is in use.\n\n",
    );
    table(out, &["output", "of", "stack", "exported as"]);
    for output in outputs.iter().take(ROWS_MAX) {
        let of = match &output.value {
            OutputValue::Of(named, _) => code(&named.written),
            OutputValue::Text(_) => "a text".to_owned(),
        };
        let stack = made::stack_of_output(&found.deployment, output);
        let stack = stack.map_or(String::new(), |stack| code(&stack.name));
        let export = output.export_name.as_deref().map_or(String::new(), code);
        row(out, &[&code(&output.name), &of, &stack, &export]);
    }
    let left = outputs.len().saturating_sub(ROWS_MAX);
    left_out(out, left, "output", "outputs");
}

/// What overrides have set; nothing where there are none.
fn overrides(out: &mut String, found: &Rendered<'_>) {
    let all: Vec<&Overridden> = found
        .templates
        .iter()
        .flat_map(Template::overridden)
        .collect();
    if all.is_empty() {
        return;
    }
    out.push_str(
        "\n#### Overrides\n\n`override` sets these values in the templates. The proof is about the templates with them.\n\n",
    );
    let heads = ["resource", "stack", "path", "was", "is"];
    table(out, &heads);
    for one in all.iter().take(ROWS_MAX) {
        let resource = match one.written == one.logical_id {
            true => code(&one.logical_id),
            false => format!("{} ({})", code(&one.logical_id), code(&one.written)),
        };
        let [was, is] = [&one.before, &one.after].map(|value| {
            let text = value.as_ref().map(Value::to_string);
            text.map_or("not there".to_owned(), |text| code(&shortened(&text)))
        });
        row(
            out,
            &[&resource, &code(&one.stack), &code(&one.path), &was, &is],
        );
    }
    left_out(
        out,
        all.len().saturating_sub(ROWS_MAX),
        "override",
        "overrides",
    );
}

/// The beginning of a long text.
fn shortened(text: &str) -> String {
    const MAX: usize = 120;
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

fn stores(out: &mut String, found: &Rendered<'_>) {
    out.push_str("\n#### Artifact stores\n\n");
    let heads = [
        "region",
        "bucket",
        "key",
        "ours",
        "when its stack is deleted",
    ];
    table(out, &heads);
    let (mut stay, mut keys) = (false, false);
    for store in &found.deployment.stores {
        let (key, owned) = match &store.key {
            StoreKey::Managed { alias } => (code(alias), "bucket and key"),
            StoreKey::Imported { arn } => (code(arn), "bucket"),
            StoreKey::None => ("S3's own encryption".to_owned(), "bucket"),
        };
        let removed = match &store.managed {
            Some(settings) if settings.delete => format!("{owned} deleted"),
            Some(_) => format!("{owned} kept"),
            None => "not changed".to_owned(),
        };
        stay |= removed.ends_with("kept");
        keys |= removed.ends_with("key kept");
        let ours = match &store.share {
            Some(share) if share.others.is_empty() => "yes".to_owned(),
            Some(share) => {
                let others = share.others.iter().map(|(name, _)| code(name));
                format!("shared with {}", others.collect::<Vec<_>>().join(", "))
            }
            None if store.managed.is_some() => "yes".to_owned(),
            None => "imported".to_owned(),
        };
        let bucket = code(&store.bucket);
        row(
            out,
            &[store.region.as_str(), &bucket, &key, &ours, &removed],
        );
    }
    if stay {
        let key = if keys { ", key: \"arn:…\"" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "\nA bucket or key that is kept stays in the account, also when you remove its region. A new store \
             of the same name cannot be made beside it (`BucketAlreadyOwnedByYou`): delete the bucket, or \
             import it with `store NAME @ \"REGION\" = import {{ bucket: \"…\"{key} }};`.",
        );
    }
}
