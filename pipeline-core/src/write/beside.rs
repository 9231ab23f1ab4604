//! The resources beside the pipeline, for whoever reads the report.

use super::Rendered;
use super::report::{code, codes, row, table};
use std::collections::BTreeSet;

/// Types that make other resources, which no template of ours has.
const MAKERS: [&str; 4] = [
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Macro",
    "AWS::CloudFormation::Stack",
    "AWS::CloudFormation::StackSet",
];

/// One line for each resource; nothing where there are none.
pub(super) fn report(out: &mut String, found: &Rendered<'_>) {
    let resources = &found.deployment.resources;
    if resources.is_empty() {
        return;
    }
    out.push_str(
        "\n### Resources beside the pipeline\n\nDeclared by `resource`, with their properties as \
         they are written. What their policies open of the pipeline's own things is proven below.",
    );
    let opaque = |kind: &str| {
        MAKERS.contains(&kind)
            || kind.starts_with("Custom::")
            || kind.ends_with("::MODULE")
            || kind == "AWS::RAM::ResourceShare"
    };
    let mut unseen = resources.iter().map(|one| &one.declared.kind);
    if unseen.any(|kind| opaque(kind)) {
        out.push_str(
            " What nested stacks, custom resources and modules make, and what AWS RAM shares, is \
             not seen by the proof.",
        );
    }
    out.push_str("\n\n");
    table(out, &["resource", "type", "stack", "used by"]);
    for one in resources {
        let name = &one.declared.name;
        let mut stacks = found.deployment.stacks.iter();
        let stack = stacks.find(|stack| stack.kind == one.stack);
        let stack = stack.map_or(String::new(), |stack| code(&stack.name));
        let users = found
            .templates
            .iter()
            .filter_map(|template| template.users().get(name));
        let users: BTreeSet<&String> = users.flatten().collect();
        let users: Vec<String> = users.into_iter().cloned().collect();
        let users = match users.as_slice() {
            [] => "nothing of the pipeline".to_owned(),
            users => codes(users),
        };
        row(
            out,
            &[&code(name), &code(&one.declared.kind), &stack, &users],
        );
    }
}
