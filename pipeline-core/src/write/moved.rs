//! What a folder had that cannot be deployed over: AWS takes a role's name once in an account, and a
//! pipeline's once in an account and region, and CloudFormation makes the new one before the old
//! one goes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Assembly;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;

const MANIFEST: &str = "manifest.json";

/// Warns of roles that keep their names and get other paths, and of pipelines that come to stand
/// in other stacks, since the folder was written last.
pub(crate) fn moved(folder: &Path, assembly: &Assembly, at: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    let files = assembly.files();
    let before = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let after = |file: &str| files.get(file).cloned();
    // What stands in a template that has not changed has not moved.
    let changed = |file: &str| before(file) != after(file);
    let old = Named::of(&before, &changed);
    let new = Named::of(&after, &changed);
    for ((account, name), (path, _)) in &old.roles {
        let Some((now, _)) = new.roles.get(&(account.clone(), name.clone())) else {
            continue;
        };
        if now != path {
            let message = format!(
                "role `{name}` of account {account} keeps its name, and its path `{path}` becomes `{now}`"
            );
            findings
                .report(&codes::NAMED_ROLE_MOVES, at, message)
                .help("give the role another `role_name` along with the path, or keep the path");
        }
    }
    for ((environment, name), stack) in &old.pipelines {
        let now = new.pipelines.get(&(environment.clone(), name.clone()));
        if let Some(now) = now.filter(|now| *now != stack) {
            let message = format!(
                "pipeline `{name}` stood in stack `{stack}`, and stands in stack `{now}` now"
            );
            findings
                .report(&codes::PIPELINE_MOVES, at, message)
                .help(format!(
                    "if `{stack}` is deployed, delete it before you deploy `{now}`; or keep `stack_name: \"{stack}\";`"
                ));
        }
    }
    findings
}

/// What has a name that AWS takes once.
#[derive(Default)]
struct Named {
    /// By account and name: the path, and the stack.
    roles: BTreeMap<(String, String), (String, String)>,
    /// By account and region, and name: the stack.
    pipelines: BTreeMap<(String, String), String>,
}

impl Named {
    fn of(text: &dyn Fn(&str) -> Option<String>, changed: &dyn Fn(&str) -> bool) -> Named {
        let mut named = Named::default();
        let parsed = |file: &str| -> Option<Value> { serde_json::from_str(&text(file)?).ok() };
        let manifest = parsed(MANIFEST).unwrap_or_default();
        let artifacts = manifest["artifacts"].as_object().into_iter().flatten();
        for (_, artifact) in artifacts {
            let properties = &artifact["properties"];
            let place = artifact["environment"].as_str().unwrap_or_default();
            let place = place.trim_start_matches("aws://");
            if let (Some(file), Some(stack)) = (
                properties["templateFile"].as_str(),
                properties["stackName"].as_str(),
            ) && changed(file)
            {
                let template = parsed(file).unwrap_or_default();
                named.add(&template, place, stack);
            }
        }
        named
    }

    fn add(&mut self, template: &Value, place: &str, stack: &str) {
        let account = place.split('/').next().unwrap_or_default();
        for (_, resource) in template["Resources"].as_object().into_iter().flatten() {
            let property = |name: &str| resource["Properties"][name].as_str().map(str::to_owned);
            match resource["Type"].as_str() {
                Some("AWS::IAM::Role") => {
                    if let Some(name) = property("RoleName") {
                        let path = property("Path").unwrap_or_else(|| "/".to_owned());
                        let key = (account.to_owned(), name);
                        self.roles.insert(key, (path, stack.to_owned()));
                    }
                }
                Some("AWS::CodePipeline::Pipeline") => {
                    if let Some(name) = property("Name") {
                        let key = (place.to_owned(), name);
                        self.pipelines.insert(key, stack.to_owned());
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
