//! The head of a pipeline's report: what it is, what people must do, and what was proven.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Rendered;
use super::must_exist::Existing;
use super::report::{code, count};
use super::requirement::Requirement;
use crate::access::Outcome;
use crate::pipeline::RoleId;

/// The head of the part on what has to exist.
pub(super) const EXIST: &str = "What must exist before the first run";

/// The head of the part that others must read.
pub(super) const OWNERS: &str = "What others must do";

/// The numbers that the report begins with.
pub(super) struct Numbers {
    existing: usize,
    pending: usize,
    required: usize,
    stacks: usize,
    waves: usize,
    resources: usize,
    roles: usize,
    imported: usize,
    requests: usize,
    left: usize,
    denied: usize,
    undecided: bool,
    beyond: usize,
}

impl Numbers {
    pub(super) fn of(
        found: &Rendered<'_>,
        required: &[Requirement],
        existing: &[Existing],
    ) -> Numbers {
        let deployment = &found.deployment;
        let waves: BTreeSet<usize> = deployment.stacks.iter().map(|stack| stack.wave).collect();
        let roles = deployment.roles.iter().enumerate();
        let roles = roles.filter(|(index, _)| deployment.has_part(RoleId(*index)));
        let (made, imported): (Vec<_>, Vec<_>) =
            roles.partition(|(_, role)| role.managed.is_some());
        let needs = &found.proof.required;
        let left = needs.iter();
        let left = left.filter(|need| matches!(need.outcome, Outcome::LeftToOwner { .. }));
        let beyond = found.proof.excess_grants.iter();
        Numbers {
            existing: existing.iter().filter(|one| !one.pending).count(),
            pending: existing.iter().filter(|one| one.pending).count(),
            required: required.len(),
            stacks: deployment.stacks.len(),
            waves: waves.len(),
            resources: found.templates.iter().map(|t| t.resource_count()).sum(),
            roles: made.len() + imported.len(),
            imported: imported.len(),
            requests: needs.len(),
            left: left.count(),
            denied: found.proof.denied.values().sum(),
            undecided: !found.proof.undetermined.is_empty(),
            beyond: beyond.map(|one| one.calls.len()).sum(),
        }
    }
}

/// The head; `index` is which pipeline of the report it is.
pub(super) fn report(out: &mut String, found: &Rendered<'_>, numbers: &Numbers, index: usize) {
    let pipeline = found.deployment.pipeline;
    let home = &pipeline.accounts[pipeline.home];
    let others = pipeline.accounts.len() - 1;
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "\n## Pipeline {}\n\n{} with {}, in account {} ({}), region `{}`",
        code(&pipeline.name),
        count(pipeline.stages.len(), "stage"),
        count(pipeline.actions().count(), "action"),
        code(&home.name),
        home.id,
        home.region,
    );
    let _ = match others {
        0 => writeln!(out, "."),
        _ => writeln!(out, ", and in {}.", count(others, "other account")),
    };
    out.push_str("\n**What you must do**\n\n");
    let exist = link(EXIST, index);
    let _ = match numbers.existing {
        0 => writeln!(out, "- Nothing has to exist beforehand."),
        1 => writeln!(
            out,
            "- **1 resource must exist** before the first run: {exist}"
        ),
        many => writeln!(
            out,
            "- **{many} resources must exist** before the first run: {exist}"
        ),
    };
    if numbers.pending > 0 {
        let _ = writeln!(
            out,
            "- **Complete {}** in the console after the deployment: {exist}",
            count(numbers.pending, "connection")
        );
    }
    let owners = link(OWNERS, index);
    let _ = match numbers.required {
        0 => writeln!(out, "- No manual steps."),
        many => writeln!(
            out,
            "- **{}**, by the owners of what the stacks do not make: {owners}",
            count(many, "manual step")
        ),
    };
    let _ = writeln!(
        out,
        "- Deploy {} with {}, in {}: {}",
        count(numbers.stacks, "stack"),
        count(numbers.resources, "resource"),
        count(numbers.waves, "wave"),
        link("Deploy", index)
    );
    out.push_str("\n**What was verified**\n\n");
    let mut roles = count(numbers.roles, "role");
    if numbers.imported > 0 {
        let _ = write!(roles, " ({} imported)", numbers.imported);
    }
    let requests = count(numbers.requests, "request");
    let _ = match numbers.left {
        0 => writeln!(
            out,
            "- {roles}. The pipeline makes {requests}; all are allowed."
        ),
        left => writeln!(
            out,
            "- {roles}. The pipeline makes {requests}: {} allowed by the templates, {left} left to the owners of what is not ours.",
            numbers.requests - left
        ),
    };
    let undecided = match numbers.undecided {
        true => " What cannot be decided from the templates is listed there too.",
        false => "",
    };
    let _ = writeln!(
        out,
        "- {} that must be denied, all denied: {}.{undecided}",
        count(numbers.denied, "request"),
        link("Proof", index)
    );
    if numbers.beyond > 0 {
        let _ = writeln!(
            out,
            "- **{} beyond what the pipeline needs, allowed by statements and managed policies of your own**",
            count(numbers.beyond, "request")
        );
    }
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
    use super::{count, link};

    #[test]
    fn a_second_pipeline_has_links_of_its_own() {
        assert_eq!(
            link("What others must do", 0),
            "[What others must do](#what-others-must-do)"
        );
        assert_eq!(link("Deploy", 1), "[Deploy](#deploy-1)");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(count(1, "policy"), "1 policy");
        assert_eq!(count(2, "policy"), "2 policies");
        assert_eq!(count(0, "stack"), "0 stacks");
        assert_eq!(count(2, "key"), "2 keys");
    }
}
