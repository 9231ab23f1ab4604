//! The head of a pipeline's report: how much of what there is, and where it stands.

use std::fmt::Write as _;

use super::Rendered;
use crate::access::Outcome;
use crate::pipeline::RoleId;
use std::collections::BTreeSet;

/// The head of the part that others must read.
pub(super) const OWNERS: &str = "What others must see to";

/// The parts of a report, in their order.
const PARTS: [&str; 6] = [
    OWNERS,
    "Stacks",
    "Artifact stores",
    "Roles",
    "Verification",
    "Denied",
];

/// The counts, and links to the parts; `index` is which pipeline of the report it is.
pub(super) fn report(out: &mut String, found: &Rendered<'_>, required: usize, index: usize) {
    let deployment = &found.deployment;
    let waves: BTreeSet<usize> = deployment.stacks.iter().map(|stack| stack.wave).collect();
    let resources: usize = found.templates.iter().map(|t| t.resource_count()).sum();
    let roles = deployment
        .roles
        .iter()
        .enumerate()
        .filter(|(index, _)| deployment.has_part(RoleId(*index)))
        .map(|(_, role)| role);
    let (made, imported): (Vec<_>, Vec<_>) = roles.partition(|role| role.managed.is_some());
    let needs = &found.proof.required;
    let left = needs
        .iter()
        .filter(|need| matches!(need.outcome, Outcome::LeftToOwner { .. }))
        .count();
    let refused: usize = found.proof.denied.values().sum();

    let mut lines = vec![match required {
        0 => "no policy or setting of others has to change".to_owned(),
        1 => "**1 thing that others must see to**".to_owned(),
        many => format!("**{many} things that others must see to**"),
    }];
    lines.push(format!(
        "{} in {}, with {}",
        count(deployment.stacks.len(), "stack"),
        count(waves.len(), "wave"),
        count(resources, "resource"),
    ));
    let mut things = format!(
        "{}, {}",
        count(deployment.stores.len(), "artifact store"),
        count(made.len() + imported.len(), "role"),
    );
    if !imported.is_empty() {
        let _ = write!(things, " ({} imported)", imported.len());
    }
    lines.push(things);
    let requests = count(needs.len(), "request");
    lines.push(match left {
        0 => format!("{requests} that the pipeline makes, all verified to be allowed"),
        _ => format!(
            "{requests} that the pipeline makes: {} verified to be allowed, {left} left to the owners of what is not ours",
            needs.len() - left
        ),
    });
    let mut denied = format!(
        "{} that must be denied, all denied",
        count(refused, "request")
    );
    if !found.proof.undetermined.is_empty() {
        denied.push_str("; what cannot be decided here stands beside them");
    }
    lines.push(denied);
    let besides: usize = found
        .proof
        .excess_grants
        .iter()
        .map(|one| one.calls.len())
        .sum();
    if besides > 0 {
        lines.push(format!(
            "**{} beyond what the pipeline needs, allowed by statements and managed policies of your own**",
            count(besides, "request")
        ));
    }

    out.push('\n');
    for line in lines {
        let _ = writeln!(out, "- {line}");
    }
    let links: Vec<String> = PARTS.iter().map(|part| link(part, index)).collect();
    let _ = writeln!(out, "\n{}", links.join(" · "));
}

fn count(number: usize, of: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {of}{plural}")
}

/// A link to a part, as the common renderers call it: those of a second pipeline get a
/// number.
fn link(part: &str, index: usize) -> String {
    let anchor = part.to_lowercase().replace(' ', "-");
    match index {
        0 => format!("[{part}](#{anchor})"),
        _ => format!("[{part}](#{anchor}-{index})"),
    }
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn a_second_pipeline_has_links_of_its_own() {
        assert_eq!(
            link("Artifact stores", 0),
            "[Artifact stores](#artifact-stores)"
        );
        assert_eq!(link("Stacks", 1), "[Stacks](#stacks-1)");
    }
}
