//! What a folder had that cannot be deployed over. AWS takes a name once, and CloudFormation makes a
//! new resource before the old one goes: one that keeps its name and comes to stand elsewhere, or
//! is made anew, cannot be made. Without a name, it can, and what it held is not in the new one.

mod data;
mod exports;
mod names;
mod stood;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Assembly;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::replacement::{Replacing, differing};
pub(super) use stood::declared;
use stood::{Resource, Stack, Stood};

/// Warns of what keeps its name and is made anew, of what holds data and is or is deleted, of exports
/// that go while they are imported, and of what comes to stand in another stack or under another
/// logical id, since the folder was written last.
pub(crate) fn moved(folder: &Path, assembly: &Assembly, at: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    let files = assembly.files();
    let before = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let after = |file: &str| files.get(file).cloned();
    let (stacks, new_stacks) = (stood::stacks(&before), stood::stacks(&after));
    // What stands in a template that has not changed has not moved.
    let changed =
        |file: &str| stacks.get(file) != new_stacks.get(file) || before(file) != after(file);
    let old = Stood::of(&stacks, &before, &changed);
    if old.is_empty() {
        return findings;
    }
    let new = Stood::of(&new_stacks, &after, &changed);
    let moves = Moves::of(&old, &new);
    names::report(&old, &new, &moves, at, &mut findings);
    data::report(&old, &new, &moves, at, &mut findings);
    let imports = || stood::imports(&stacks, &before);
    exports::report(&old, &new, &moves, &imports, at, &mut findings);
    pipelines(&old, &new, at, &mut findings);
    findings
}

/// The stacks that pipelines leave, and those that they come to stand in.
struct Moves<'a>(BTreeSet<(&'a Stack, &'a Stack)>);

impl<'a> Moves<'a> {
    fn of(old: &'a Stood, new: &'a Stood) -> Moves<'a> {
        let pairs = old.pipelines.iter();
        let pairs = pairs.filter_map(|(key, was)| Some((was, new.pipelines.get(key)?)));
        Moves(pairs.filter(|(was, is)| was != is).collect())
    }

    /// Returns whether what stood in one stack and stands in another is taken along by its
    /// pipeline: the old stack is deleted first, which is told with the pipeline.
    fn take_along(&self, was: &Stack, is: &Stack) -> bool {
        self.0.contains(&(was, is))
    }
}

fn pipelines(old: &Stood, new: &Stood, at: Location, findings: &mut Findings<Location>) {
    for (key, was) in &old.pipelines {
        let Some(is) = new.pipelines.get(key).filter(|is| *is != was) else {
            continue;
        };
        let message = format!(
            "pipeline `{}` stood in {was}, and stands in {is} now",
            key.1
        );
        findings
            .report(&codes::PIPELINE_MOVES, at, message)
            .help(format!(
                "if `{}` is deployed, delete it before you deploy `{}`; or keep `stack_name: \"{}\";`",
                was.name, is.name, was.name
            ));
    }
}

/// The changes that a resource is made anew for, in words, and whether that is certain. If any is,
/// the others do not matter.
fn replacing(was: &Resource, is: &Resource) -> Option<(String, bool)> {
    let all = differing(is.kind(), &was.body, &is.body);
    let certain = all.iter().any(|one| one.certain);
    let told = all.iter().filter(|one| one.certain == certain);
    let changes: Vec<String> = told
        .map(|Replacing { property, .. }| {
            let path = format!("/Properties/{}", property.replace('.', "/"));
            let text = |resource: &Resource| {
                let value = resource.body.pointer(&path)?;
                value.as_str().map(str::to_owned)
            };
            match (text(was), text(is)) {
                (Some(was), Some(is)) => format!("`{property}` `{was}` becomes `{is}`"),
                _ => format!("`{property}` changes"),
            }
        })
        .collect();
    (!changes.is_empty()).then(|| (changes.join(", "), certain))
}

#[cfg(test)]
mod tests;
