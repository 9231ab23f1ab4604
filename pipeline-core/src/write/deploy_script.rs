//! `deploy.sh`: the stacks in order, with the plain AWS CLI.

use super::{Rendered, deploy_values, is_large, template_file};
use crate::plan::StackKind;
use crate::render::deploy_time;
use std::collections::{BTreeMap, BTreeSet};

const HEAD: &str = include_str!("deploy_head.sh");

pub(super) fn deploy_script(rendered: &[Rendered<'_>]) -> String {
    let mut out = HEAD.to_owned();
    out.push_str("\n# What every account takes, before anything is deployed.\n");
    let variables = Variables::new(rendered.iter().flat_map(|found| {
        let accounts = found.stacks().map(|(stack, _)| {
            let account = &found.deployment.pipeline.accounts[stack.environment.account];
            (account.name.as_str(), account.id.as_str())
        });
        accounts.collect::<Vec<_>>()
    }));
    for line in checks(rendered, &variables) {
        out.push_str(&line);
    }
    out.push_str("checked\n");
    let parameters = parameters(rendered, &variables);
    if !parameters.is_empty() {
        out.push_str("\n# The value of each parameter, before anything is deployed.\n");
        out.extend(parameters);
    }
    for found in rendered {
        let mut wave = 0;
        for (stack, template) in found.stacks() {
            if stack.wave != wave {
                wave = stack.wave;
                let words = [&wave.to_string(), &found.deployment.pipeline.name];
                out.push('\n');
                out.push_str(&call("in_wave", &words.map(String::as_str)));
            }
            let account = &found.deployment.pipeline.accounts[stack.environment.account];
            out.push_str(&call(
                match stack.kind {
                    StackKind::Pipeline => "deploy_pipeline",
                    _ => "deploy_keeping",
                },
                &[
                    &variables.of(&account.name, account.id.as_str()),
                    account.id.as_str(),
                    stack.environment.region.as_str(),
                    &stack.name,
                    &template_file(stack),
                    size(is_large(template)),
                ],
            ));
        }
    }
    out.push_str("\nfinish\n");
    out
}

/// The lines that stop the script before it has done anything, one for each account:
/// where it first deploys, and whether any of its templates is large.
fn checks(rendered: &[Rendered<'_>], variables: &Variables) -> Vec<String> {
    let mut accounts: Vec<Checked<'_>> = Vec::new();
    for found in rendered {
        for (stack, template) in found.stacks() {
            let account = &found.deployment.pipeline.accounts[stack.environment.account];
            let id = account.id.as_str();
            let variable = variables.of(&account.name, id);
            let known = accounts
                .iter_mut()
                .find(|known| known.variable == variable && known.id == id);
            let large = is_large(template);
            match known {
                Some(known) => {
                    known.large |= large;
                    known.last_wave = known.last_wave.max(stack.wave);
                }
                None => accounts.push(Checked {
                    variable,
                    declared: shown(&account.name),
                    id,
                    region: stack.environment.region.as_str(),
                    large,
                    last_wave: stack.wave,
                }),
            }
        }
    }
    let line = |account: Checked<'_>| {
        call(
            "check",
            &[
                &account.variable,
                &account.declared,
                account.id,
                account.region,
                size(account.large),
                &account.last_wave.to_string(),
            ],
        )
    };
    accounts.into_iter().map(line).collect()
}

/// An account whose credentials the script looks at first.
struct Checked<'a> {
    /// The end of the names of its environment variables.
    variable: String,
    /// The name that it is declared under.
    declared: String,
    id: &'a str,
    /// The first region in which it has a stack.
    region: &'a str,
    /// Whether one of its templates is large.
    large: bool,
    /// The last wave in which it has a stack.
    last_wave: usize,
}

/// A name as a terminal may show it.
fn shown(name: &str) -> String {
    name.replace(char::is_control, " ")
}

/// The lines that find the values of parameters, and stop the script where one has none.
fn parameters(rendered: &[Rendered<'_>], variables: &Variables) -> Vec<String> {
    let mut lines = Vec::new();
    for found in rendered {
        let pipeline = found.deployment.pipeline;
        for parameter in &pipeline.deploy_values.parameters {
            let key = deploy_time::parameter_id(&parameter.name);
            let variable = deploy_values::variable(rendered, pipeline, &parameter.name);
            let need = if parameter.default.is_some() {
                "optional"
            } else {
                "needed"
            };
            let shown = if parameter.is_hidden() {
                "hidden"
            } else {
                "shown"
            };
            let mut words = vec![
                variable.as_str(),
                parameter.name.as_str(),
                key.as_str(),
                need,
                shown,
            ];
            let mut stacks = Vec::new();
            for (stack, template) in found.stacks() {
                if template.parameters().contains_key(&key) {
                    let account = &pipeline.accounts[stack.environment.account];
                    stacks.push(variables.of(&account.name, account.id.as_str()));
                    stacks.push(stack.environment.region.to_string());
                    stacks.push(stack.name.clone());
                }
            }
            if stacks.is_empty() {
                continue;
            }
            words.extend(stacks.iter().map(String::as_str));
            lines.push(call("parameter", &words));
        }
    }
    lines
}

fn size(large: bool) -> &'static str {
    if large { "large" } else { "small" }
}

/// A call of one of the head's functions.
fn call(function: &str, words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
    format!("{function} {}\n", words.join(" "))
}

/// The ends of the names of each account's environment variables: its name, and with its id too
/// where two accounts would share the name.
pub(super) struct Variables {
    /// The accounts' ids, by name.
    ids: BTreeMap<String, BTreeSet<String>>,
}

impl Variables {
    pub(super) fn new<'a>(accounts: impl Iterator<Item = (&'a str, &'a str)>) -> Variables {
        let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, id) in accounts {
            ids.entry(variable(name)).or_default().insert(id.to_owned());
        }
        Variables { ids }
    }

    pub(super) fn of(&self, name: &str, id: &str) -> String {
        let name = variable(name);
        match self.ids.get(&name) {
            Some(ids) if ids.len() > 1 => format!("{name}_{id}"),
            _ => name,
        }
    }
}

/// An account's name as the end of an environment variable's.
pub(super) fn variable(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect()
}

/// A word that the shell takes as it is, whatever is in it.
pub(super) fn quote(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_quoted_word() {
        assert_eq!(quote("a'; rm -rf / #"), r"'a'\''; rm -rf / #'");
        assert_eq!(variable("my-prod é"), "MY_PROD__");
    }

    #[test]
    fn accounts_of_one_name_have_variables_of_their_own() {
        let accounts = [("prod", "1"), ("Prod", "2"), ("test", "3"), ("test", "3")];
        let variables = Variables::new(accounts.into_iter());
        let names = accounts.map(|(name, id)| variables.of(name, id));
        assert_eq!(names, ["PROD_1", "PROD_2", "TEST", "TEST"]);
    }
}
