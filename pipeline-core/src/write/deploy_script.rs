//! `deploy.sh`: the stacks in order, with the plain AWS CLI.

use std::fmt::Write as _;

use super::{Rendered, template_file};
use crate::catalogue::limits;

const HEAD: &str = include_str!("deploy_head.sh");

pub(super) fn deploy_script(rendered: &[Rendered<'_>]) -> String {
    let mut out = HEAD.to_owned();
    out.push_str("\n# The right credentials for every account, before anything is deployed.\n");
    let mut accounts: Vec<(String, &str, &str)> = Vec::new();
    for found in rendered {
        for (stack, _) in found.stacks() {
            let account = &found.deployment.pipeline.accounts[stack.environment.account];
            let entry = (
                variable(&account.name),
                account.id.as_str(),
                stack.environment.region.as_str(),
            );
            if !accounts
                .iter()
                .any(|known| known.0 == entry.0 && known.1 == entry.1)
            {
                accounts.push(entry);
            }
        }
    }
    for (name, id, region) in accounts {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "check {} {} {}",
            quote(&name),
            quote(id),
            quote(region)
        );
    }
    for found in rendered {
        let mut wave = 0;
        for (stack, template) in found.stacks() {
            if stack.wave != wave {
                wave = stack.wave;
                let _ = writeln!(
                    out,
                    "\n# Wave {wave} of pipeline {}.",
                    found.deployment.pipeline.name
                );
            }
            let account = &found.deployment.pipeline.accounts[stack.environment.account];
            let large = template.text().len() > limits::TEMPLATE_DIRECT_MAX;
            let words = [
                variable(&account.name),
                account.id.to_string(),
                stack.environment.region.to_string(),
                stack.name.clone(),
                template_file(stack),
                if large { "large" } else { "small" }.to_owned(),
            ];
            let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
            let _ = writeln!(out, "deploy {}", words.join(" "));
        }
    }
    out
}

/// An account's name as the end of an environment variable's.
fn variable(name: &str) -> String {
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
fn quote(word: &str) -> String {
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
}
