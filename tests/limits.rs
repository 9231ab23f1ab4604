//! AWS's limits and structure rules of CodePipeline: each has a code that a pipeline meets
//! when it breaks it, or a reason why its source cannot show it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use pipewright_core::codes;

/// How a limit is seen to.
enum Seen {
    /// By this code.
    By(&'static str),
    /// What we write cannot break it.
    Made(&'static str),
    /// A pipeline's source does not show it.
    Not(&'static str),
}
use Seen::{By, Made, Not};

/// Limits and name patterns: botocore's codepipeline/2015-07-09 and
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>.
const LIMITS: [(&str, Seen); 64] = [
    ("pipeline.name", By("P407")),
    ("stage.name", By("P310")),
    ("action.name", By("P311")),
    ("artifact.name", By("P211")),
    ("action.namespace", By("P407")),
    ("action_type.provider", By("P407")),
    ("action_type.version", By("P407")),
    ("action_type.category", By("P406")),
    ("action_type.owner", By("P406")),
    ("pipeline.variable.name", By("P361")),
    ("pipeline.variable.value", By("P407")),
    ("pipeline.variable.description", By("P407")),
    ("action.env_variable.name", By("P407")),
    ("action.env_variable.value", By("P407")),
    ("rule.name", By("P331")),
    (
        "webhook.name",
        Not("webhooks are not made: connections have taken their place"),
    ),
    ("action.config.key", By("P407")),
    ("action.config.value", By("P407")),
    ("rule.config", By("P407")),
    ("role_arn", By("P119")),
    ("region_name", By("P111")),
    ("artifact_store.location", By("P407")),
    ("artifact_store.type", Made("it is always `S3`")),
    ("encryption_key.id", By("P407")),
    ("encryption_key.type", Made("it is always `KMS`")),
    ("disable_inbound_transition.reason", By("P407")),
    ("pipeline.stages", By("P302")),
    ("stage.actions", By("P312")),
    ("stage.parallel_actions", By("P312")),
    ("stage.sequential_actions", By("P312")),
    ("pipeline.actions", By("P313")),
    ("action.run_order", By("P314")),
    ("pipeline.variables", By("P363")),
    ("pipeline.triggers", By("P357")),
    ("trigger.filters", By("P421")),
    ("trigger.patterns", By("P421")),
    ("trigger.pull_request.events", By("P406")),
    ("action.commands", By("P421")),
    ("action.output_variables", By("P421")),
    ("output_artifact.files", By("P421")),
    ("action.env_variables", By("P421")),
    ("stage.conditions", By("P341")),
    ("condition.result", By("P342")),
    (
        "webhook.filters",
        Not("webhooks are not made: connections have taken their place"),
    ),
    (
        "custom_action.config_properties",
        Not("the action type is registered elsewhere, and says which properties it has"),
    ),
    ("custom_action.artifact_counts", By("P206")),
    ("tags", By("P365")),
    ("execution_mode", By("P406")),
    ("pipeline_type", By("P406")),
    ("approval.timeout_minutes", By("P409")),
    (
        "action.timeouts",
        Not("how long a run takes is known when it runs"),
    ),
    (
        "artifact.size",
        Not("how large an artifact is is known when it is made"),
    ),
    ("parameter_overrides", By("P408")),
    ("imagedefinitions", Not("the file is made by the build")),
    (
        "output_variables.total",
        Not("their values are known when the pipeline runs"),
    ),
    (
        "resolved_action_configuration",
        Not("its variables are known when the pipeline runs"),
    ),
    (
        "s3_object_files",
        Not("how many files an artifact holds is known when it is made"),
    ),
    (
        "account.pipelines_per_region",
        Not("what else is in the account is not in the source"),
    ),
    (
        "account.polling_pipelines_per_region",
        Not(
            "what else is in the account is not in the source; sources are not polled unless asked to",
        ),
    ),
    ("account.webhooks_per_region", Not("webhooks are not made")),
    (
        "account.custom_actions_per_region",
        Not("what else is in the account is not in the source"),
    ),
    (
        "executions.concurrent",
        Not("how often the pipeline is started is not in the source"),
    ),
    (
        "history_months",
        Not("it bounds nothing that a pipeline says"),
    ),
    ("regions", By("P112")),
];

/// Structure rules:
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html> and
/// the pages about actions, variables, regions and accounts next to it.
const RULES: [(&str, Seen); 38] = [
    ("ST1: at least two stages", By("P301")),
    (
        "ST2: the first stage holds sources, and only sources",
        By("P304"),
    ),
    ("ST3: sources stand in the first stage only", By("P305")),
    ("ST4: some action is not a source", By("P301")),
    (
        "ST5: names of stages, and of a stage's actions, are unique",
        By("P309"),
    ),
    ("ST6: no approval among the sources", By("P304")),
    ("AR1: an artifact is made once", By("P203")),
    ("AR2: an artifact is made before it is read", By("P202")),
    (
        "AR3: as many artifacts as the action type takes and makes",
        By("P207"),
    ),
    (
        "AR4: no artifact passes between two foreign accounts",
        By("P208"),
    ),
    (
        "AR5: artifacts are copied to an action's region",
        Not("AWS says so of inputs; whether outputs are copied back is not documented"),
    ),
    (
        "NS1: namespaces are unique, and no artifact's name or a reserved word",
        By("P225"),
    ),
    ("NS2: a variable is used after it is set", By("P222")),
    ("NS3: no pipeline variables in source actions", By("P364")),
    ("NS4: pipeline variables are declared", By("P224")),
    (
        "RG1: one artifact store, or one for each region",
        Made("by the number of regions"),
    ),
    (
        "RG2: a store in each region with an action",
        Made("on demand"),
    ),
    ("RG3: no region on sources and custom actions", By("P140")),
    (
        "RG4: a store in the action's region and the pipeline's account",
        By("P116"),
    ),
    ("RG5: CodePipeline runs in the region", By("P112")),
    ("KM1: a key of one's own for foreign accounts", By("P118")),
    (
        "KM2: the key is symmetric",
        Not("ours is; an imported one's ARN does not show it"),
    ),
    ("KM3: the key is named by its ARN", By("P407")),
    (
        "KM4: a foreign account has the region enabled",
        Not("what an account has enabled is not in the source"),
    ),
    (
        "KM5: the key's policy and the role's both allow",
        By("P510"),
    ),
    ("RO1: no role on actions that AWS does not own", By("P138")),
    (
        "RO2: the service role may assume every action role",
        By("P510"),
    ),
    ("RO3: a role is passed within its account", By("P136")),
    ("RO4: Jenkins runs at home", By("P139")),
    ("V21: what needs V2", By("P360")),
    (
        "TR1: one trigger for a source, which is a connection",
        By("P351"),
    ),
    ("TR2: filters whose parts go together", By("P355")),
    ("TR3: a trigger replaces change detection", By("P358")),
    ("TR4: several branches of one repository", By("P359")),
    ("CO1: what a condition's result can be", By("P343")),
    ("TO1: a timeout on approvals only", By("P401")),
    ("CF1: a file is of an input artifact", By("P210")),
    (
        "PO1: no polling where events start the pipeline",
        Made("`false` is written out"),
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_limit_has_a_code_or_a_reason() {
    let known: BTreeSet<&str> = codes::all().map(|code| code.id).collect();
    let mut seen = BTreeSet::new();
    for (what, how) in LIMITS.iter().chain(&RULES) {
        assert!(seen.insert(what), "{what} stands twice");
        match how {
            By(code) => assert!(known.contains(code), "{what}: there is no code {code}"),
            Made(why) | Not(why) => assert!(!why.is_empty(), "{what}"),
        }
    }
}

#[test]
fn the_page_of_limits_is_current() {
    let mut page = String::from(
        "# Limits\n\nWhat CodePipeline bounds or demands, and how a pipeline that breaks it is \
         found out. This page is made from a list in the tests.\n",
    );
    for (title, list) in [
        ("Limits and names", LIMITS.as_slice()),
        ("Structure", RULES.as_slice()),
    ] {
        let _ = write!(
            page,
            "\n## {title}\n\n| what | how it is seen to |\n| --- | --- |\n"
        );
        for (what, how) in list {
            let how = match how {
                By(code) => format!("[{code}](errors.md#{})", code.to_lowercase()),
                Made(why) => format!("cannot be broken: {why}"),
                Not(why) => format!("cannot be seen: {why}"),
            };
            let _ = writeln!(page, "| {what} | {how} |");
        }
    }
    let path = root().join("docs/limits.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "docs/limits.md is not current: run with BLESS=1"
    );
}
