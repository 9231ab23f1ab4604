//! The values that are known only when a stack is deployed, for whoever deploys: which there are,
//! where each has to exist, and how a deployment gives it.

use std::fmt::Write as _;

use super::Rendered;
use super::deploy_script::variable as word;
use super::report::{code, codes, row, table};
use crate::pipeline::{DeployValue, Parameter, Pipeline};
use crate::plan::{Stack, hash_suffix};
use crate::render::deploy_time;
use std::collections::BTreeMap;

/// The end of the environment variable's name that gives a parameter its value: with the
/// pipeline's name too where two pipelines have a parameter of this name, and with a hash where
/// names differ in nothing that a variable's name can show, `foo_bar` and `FOO_BAR`.
pub(super) fn variable(rendered: &[Rendered<'_>], pipeline: &Pipeline, name: &str) -> String {
    let variable = readable(rendered, pipeline, name);
    let all = rendered.iter().flat_map(|found| {
        let pipeline = found.deployment.pipeline;
        let parameters = pipeline.deploy_values.parameters.iter();
        parameters.map(|parameter| readable(rendered, pipeline, &parameter.name))
    });
    if all.filter(|other| *other == variable).count() > 1 {
        let home = &pipeline.accounts[pipeline.home];
        let region = pipeline.home();
        let own = [
            pipeline.name.as_str(),
            home.id.as_str(),
            region.region.as_str(),
            name,
        ];
        format!("{variable}_{}", hash_suffix(own).to_ascii_uppercase())
    } else {
        variable
    }
}

/// The same without a hash.
fn readable(rendered: &[Rendered<'_>], pipeline: &Pipeline, name: &str) -> String {
    let same = rendered.iter().filter(|found| {
        let mut parameters = found.deployment.pipeline.deploy_values.parameters.iter();
        parameters.any(|parameter| word(&parameter.name) == word(name))
    });
    if same.count() > 1 {
        format!("{}_{}", word(&pipeline.name), word(name))
    } else {
        word(name)
    }
}

/// The stacks that look a value up, by the value.
pub(super) fn looked_up<'a>(found: &'a Rendered<'_>) -> BTreeMap<&'a DeployValue, Vec<&'a Stack>> {
    let mut out: BTreeMap<&DeployValue, Vec<&Stack>> = BTreeMap::new();
    let values = &found.deployment.pipeline.deploy_values;
    for (stack, template) in found.stacks() {
        for value in template.deploy_values() {
            if let Some(used) = values.of_token(&value.token)
                && !matches!(used.value, DeployValue::Parameter(_))
            {
                out.entry(&used.value).or_default().push(stack);
            }
        }
    }
    out
}

/// The section on parameters; nothing where none is declared.
pub(super) fn report(out: &mut String, all: &[Rendered<'_>], found: &Rendered<'_>) {
    let pipeline = found.deployment.pipeline;
    let parameters: Vec<(&Parameter, Vec<&Stack>)> = pipeline
        .deploy_values
        .parameters
        .iter()
        .map(|parameter| {
            let key = deploy_time::parameter_id(&parameter.name);
            let stacks = found
                .stacks()
                .filter(|(_, template)| template.parameters().contains_key(&key));
            (parameter, stacks.map(|(stack, _)| stack).collect())
        })
        .filter(|(_, stacks): &(_, Vec<&Stack>)| !stacks.is_empty())
        .collect();
    if parameters.is_empty() {
        return;
    }
    out.push_str(
        "\n#### Parameters\n\nWhoever deploys gives their values. `deploy.sh` takes each from an \
         environment variable and gives it to all stacks of the row that it deploys. Without the variable, it \
         takes the value that one of them has, else the default; of a `no_echo` parameter, each stack keeps its \
         own. After a run with `--only` or `--from`, deploy the \
         other stacks with the same value. With the CDK CLI, each stack has a value of its own: \
         `--parameters STACK:PARAMETER=VALUE`, for each stack of the row.\n\n",
    );
    table(
        out,
        &[
            "parameter",
            "type",
            "default",
            "environment variable",
            "stacks",
        ],
    );
    for (parameter, stacks) in parameters {
        let default = match &parameter.default {
            Some(default) => code(default),
            None => "none: it must be given".to_owned(),
        };
        let names: Vec<String> = stacks.iter().map(|stack| stack.name.clone()).collect();
        let variable = variable(all, pipeline, &parameter.name);
        row(
            out,
            &[
                &format!(
                    "{} ({})",
                    code(&parameter.name),
                    code(&deploy_time::parameter_id(&parameter.name))
                ),
                &code(&parameter.kind),
                &default,
                &code(&format!("PIPEWRIGHT_PARAMETER_{variable}")),
                &codes(&names),
            ],
        );
    }
    let _ = writeln!(out);
}
