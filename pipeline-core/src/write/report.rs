//! `REPORT.md`: the requirements for others, the stacks and their order, the stores, the roles
//! with their grants, and the proof.

use std::fmt::Write as _;

use super::access::words;
use super::gained::{SharedRole, in_words};
use super::requirement::{Requirement, requirements};
use super::{Rendered, beside, deploy_values, proven, summary, template_file};
use crate::emitted::Count;
use crate::pipeline::{OnePer, OutputValue, RoleId};
use crate::plan::{Access, Grant, ManagedRole, StoreKey};
use crate::render::{Overridden, Template, made};
use serde_json::Value;
use std::collections::HashMap;

/// The first line, by which the report is known as ours.
pub(super) const TITLE: &str = "# What is deployed, and who may do what";

pub(super) fn report(rendered: &[Rendered<'_>], counts: &[Count]) -> String {
    let mut out = format!("{TITLE}\n");
    for (index, found) in rendered.iter().enumerate() {
        let pipeline = found.deployment.pipeline;
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "\n## Pipeline {}\n\nIt lives in account {} ({}), region `{}`.\n",
            code(&pipeline.name),
            code(&pipeline.accounts[pipeline.home].name),
            pipeline.home_id(),
            pipeline.home().region
        );
        let required = requirements(found);
        summary::report(&mut out, found, required.len(), index);
        owners(&mut out, &required);
        stacks(&mut out, found);
        outputs(&mut out, found);
        beside::report(&mut out, found);
        deploy_values::report(&mut out, rendered, found);
        stores(&mut out, found);
        roles(&mut out, found);
        overrides(&mut out, found);
        proven::report(&mut out, found);
    }
    quotas(&mut out, counts);
    out
}

/// What counts towards AWS's quotas, which whoever has more in the same accounts adds up.
fn quotas(out: &mut String, counts: &[Count]) {
    out.push_str(
        "\n## What counts towards AWS's quotas\n\nAll pipelines of this report together, in each \
         account. What else is there is not known here, and counts too.\n\n",
    );
    table(out, &["account", "region", "what", "number", "AWS allows"]);
    for count in counts {
        let region = if count.region.is_empty() {
            "all"
        } else {
            &count.region
        };
        let (amount, max) = (count.amount.to_string(), count.max.to_string());
        row(out, &[&count.account, region, count.noun, &amount, &max]);
    }
}

fn stacks(out: &mut String, found: &Rendered<'_>) {
    out.push_str(
        "\n### Stacks\n\nThe first deployment deploys each once; the stacks of a wave may deploy side by side. A stack that an earlier \
         version of the pipeline made and that is not listed any more, as of a region or an \
         account that has gone, stays until it is deleted, which is safe once the pipeline has been \
         deployed without it; what becomes of its bucket and key then is said with the artifact \
         stores.\n\n",
    );
    table(
        out,
        &[
            "wave",
            "stack",
            "account",
            "region",
            "resources",
            "template",
        ],
    );
    for (stack, template) in found.stacks() {
        let account = &found.deployment.pipeline.accounts[stack.environment.account];
        row(
            out,
            &[
                &stack.wave.to_string(),
                &code(&stack.name),
                &format!("{} ({})", code(&account.name), account.id),
                stack.environment.region.as_str(),
                &template.resource_count().to_string(),
                &code(&template_file(stack)),
            ],
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
        "\nOther stacks of the same account and region read an exported output with \
         `Fn::ImportValue`. CloudFormation neither changes nor deletes one that is in use.\n\n",
    );
    table(out, &["output", "of", "stack", "exported as"]);
    for output in outputs {
        let of = match &output.value {
            OutputValue::Of(named, _) => code(&named.written),
            OutputValue::Text(_) => "a text".to_owned(),
        };
        let stack = made::stack_of_output(&found.deployment, output);
        let stack = stack.map_or(String::new(), |stack| code(&stack.name));
        let export = output.export_name.as_deref().map_or(String::new(), code);
        row(out, &[&code(&output.name), &of, &stack, &export]);
    }
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
        "\n### Overrides\n\nSet in the templates by `override`, before they were proven.\n\n",
    );
    let heads = ["resource", "stack", "path", "was", "is"];
    table(out, &heads);
    for one in all {
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
    out.push_str("\n### Artifact stores\n\n");
    let heads = [
        "region",
        "bucket",
        "key",
        "ours",
        "when its stack is deleted",
    ];
    table(out, &heads);
    let mut stay = false;
    for store in &found.deployment.stores {
        let (key, owned) = match &store.key {
            StoreKey::Managed { alias } => (code(alias), "bucket and key"),
            StoreKey::Imported { arn } => (code(arn), "bucket"),
            StoreKey::None => ("S3's own encryption".to_owned(), "bucket"),
        };
        let removed = match &store.managed {
            Some(settings) if settings.delete => format!("{owned} deleted"),
            Some(_) => format!("{owned} kept"),
            None => "nothing: no stack has it".to_owned(),
        };
        stay |= removed.ends_with("kept");
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
        out.push_str(
            "\nWhat is kept stays in the account when its region is taken out of the pipeline too, \
             and a new store of the same name cannot be made beside it, also when all stacks were \
             destroyed and are deployed again (`BucketAlreadyOwnedByYou`): delete the bucket, or \
             import it, `store NAME @ \"REGION\" = import { bucket: \"…\" };`.\n",
        );
    }
}

fn roles(out: &mut String, found: &Rendered<'_>) {
    let deployment = &found.deployment;
    out.push_str("\n### Roles\n");
    for (id, role) in (0..).map(RoleId).zip(&deployment.roles) {
        if !deployment.has_part(id) {
            continue;
        }
        let account = &deployment.pipeline.accounts[role.account];
        let imported = if role.managed.is_none() {
            ", imported"
        } else {
            ""
        };
        let _ = write!(
            out,
            "\n#### {}\n\n{} in account {}{imported}; from {}.\n\n",
            code(&role.logical_id),
            code(&role.arn),
            code(&account.name),
            code(&role.source.stable()),
        );
        if let Some(managed) = &role.managed {
            given(out, managed);
        }
        let shared = SharedRole::of(found, id);
        match shared {
            Some(_) => table(out, &["", "for", "why", "may", "on"]),
            None => table(out, &["for", "why", "may", "on"]),
        }
        // A grant that several actions share has one row.
        let mut rows: Vec<(String, &Grant)> = Vec::new();
        let mut places: HashMap<(&str, &Access), usize> = HashMap::default();
        for grant in deployment.grants.of(id) {
            let action = if grant.action.is_empty() {
                "the pipeline".to_owned()
            } else {
                code(&grant.action)
            };
            let place = places.entry((&grant.why, &grant.access));
            match place.or_insert(rows.len()) {
                at if *at == rows.len() => rows.push((action, grant)),
                at => {
                    rows[*at].0.push_str(", ");
                    rows[*at].0.push_str(&action);
                }
            }
        }
        for (actions, grant) in rows {
            let (need, on) = words(deployment, &grant.access);
            let on = codes(&on);
            let cells = [&actions, &grant.why, &need, &on].map(String::as_str);
            match &shared {
                Some(shared) => {
                    let number = shared.number(grant).map(|number| number.to_string());
                    let number = number.unwrap_or_default();
                    let numbered: Vec<&str> = [number.as_str()].into_iter().chain(cells).collect();
                    row(out, &numbered);
                }
                None => row(out, &cells),
            }
        }
        if let Some(shared) = shared {
            gains(out, &shared);
        }
    }
}

/// What each action may do by a shared role and not by its own needs.
fn gains(out: &mut String, shared: &SharedRole<'_>) {
    out.push_str(
        "\nEach action may do all of it, since they share the role. It gains what it has no need \
         for, by the numbers above:\n\n",
    );
    table(out, &["action", "gains"]);
    for gain in &shared.gains {
        let mut gained = vec![in_words(&gain.numbers)];
        gained.extend(gain.managed_policies.iter().map(|arn| code(arn)));
        gained.retain(|one| !one.is_empty());
        let gained = match gained.as_slice() {
            [] => "nothing".to_owned(),
            all => all.join(", "),
        };
        row(out, &[&code(&gain.action), &gained]);
    }
}

/// The permissions that the user added to a role.
fn given(out: &mut String, managed: &ManagedRole) {
    let settings = &managed.settings;
    if !settings.managed_policies.is_empty() {
        let policies = codes(&settings.managed_policies);
        let _ = match managed.one_per {
            OnePer::Action => writeln!(out, "Its declaration gives it {policies}.\n"),
            _ => writeln!(out, "Some of its actions need {policies}.\n"),
        };
    }
    if !settings.statements.is_empty() {
        let _ = writeln!(out, "Its declaration allows or denies it:\n");
        table(out, &["effect", "actions", "resources", "conditions"]);
        for statement in &settings.statements {
            let effect = if statement.deny { "Deny" } else { "Allow" };
            let conditions: Vec<String> = statement
                .conditions
                .iter()
                .map(|(operator, key, values)| {
                    format!("{} {} {}", code(operator), code(key), codes(values))
                })
                .collect();
            let (actions, resources) = (codes(&statement.actions), codes(&statement.resources));
            row(out, &[effect, &actions, &resources, &conditions.join("; ")]);
        }
        out.push('\n');
    }
    if let Some(boundary) = &settings.permissions_boundary {
        let _ = writeln!(out, "It is bounded by {}.\n", code(&boundary.policy));
    }
}

fn owners(out: &mut String, required: &[Requirement]) {
    let _ = writeln!(out, "\n### {}\n", summary::OWNERS);
    if required.is_empty() {
        out.push_str(
            "No policy or setting of what these stacks do not make has to change. What the actions name, \
             such as a connection, a repository, a bucket or a cluster, must exist.\n",
        );
        return;
    }
    out.push_str(
        "What these stacks do not make, they do not change either. Where statements are shown, \
         they go into its policies as they are, before the pipeline runs.\n\n",
    );
    for (index, requirement) in required.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\n" };
        let _ = writeln!(
            out,
            "{separator}- {} must {}",
            requirement.owner, requirement.must
        );
        if !requirement.statements.is_empty() {
            let json = format!("{:#}", Value::from(requirement.statements.as_slice()));
            let _ = writeln!(out, "\n  ```json\n  {}\n  ```", json.replace('\n', "\n  "));
        }
    }
}

/// The head of a table.
pub(super) fn table(out: &mut String, heads: &[&str]) {
    row(out, heads);
    row(out, &vec!["---"; heads.len()]);
}

pub(super) fn row(out: &mut String, cells: &[&str]) {
    for cell in cells {
        out.push_str("| ");
        if cell.contains('|') || cell.contains('\n') {
            out.push_str(&cell.replace('|', "\\|").replace('\n', " "));
        } else {
            out.push_str(cell);
        }
        out.push(' ');
    }
    out.push_str("|\n");
}

/// A string as code: between more backticks than it holds in a row.
pub(super) fn code(text: &str) -> String {
    if !['`', '\n', '\r'].into_iter().any(|c| text.contains(c)) {
        return format!("`{text}`");
    }
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Several strings as code.
pub(super) fn codes(strings: &[String]) -> String {
    let codes: Vec<String> = strings.iter().map(|string| code(string)).collect();
    codes.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{code, row};

    #[test]
    fn nothing_breaks_out_of_a_cell() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a ` b"), "`` a ` b ``");
        assert_eq!(code("`` x ` y"), "``` `` x ` y ```");
        assert_eq!(code("a\n# b"), "`a # b`");
        let mut out = String::new();
        row(&mut out, &[&code("a | b\n| c")]);
        assert_eq!(out, "| `a \\| b \\| c` |\n");
    }
}
