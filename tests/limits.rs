//! AWS's limits and structure rules of CodePipeline: each has a case of a pipeline that
//! breaks it, or a reason why its source cannot show it.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pipewright_core::codes;
use support::cases;

/// How a limit is seen to.
enum Seen {
    /// By this code, which is of this limit or rule alone.
    By(&'static str),
    /// By a code of many limits: the case that shows it for this one.
    Case(&'static str),
    /// What we write cannot break it.
    Made(&'static str),
    /// A pipeline's source does not show it.
    Not(&'static str),
}
use Seen::{By, Case, Made, Not};

/// Limits and name patterns: botocore's codepipeline/2015-07-09 and
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>.
const LIMITS: [(&str, Seen); 69] = [
    ("pipeline.name", Case("p407_name_holds_a_blank")),
    ("stage.name", By("P310")),
    ("action.name", By("P311")),
    ("artifact.name", By("P211")),
    ("action.namespace", Case("p407_namespace_holds_a_dot")),
    ("action_type.provider", Case("p407_provider_is_too_long")),
    ("action_type.version", Case("p407_version_is_too_long")),
    ("action_type.category", Case("p406_category_is_mistyped")),
    ("action_type.owner", Case("p406_owner_is_aws")),
    ("pipeline.variable.name", By("P361")),
    (
        "pipeline.variable.value",
        Case("p407_variable_default_is_empty"),
    ),
    (
        "pipeline.variable.description",
        Case("p407_variable_description_is_too_long"),
    ),
    (
        "action.env_variable.name",
        Case("p407_environment_variable_holds_a_hyphen"),
    ),
    (
        "action.env_variable.value",
        Case("p407_environment_value_is_empty"),
    ),
    ("rule.name", By("P331")),
    (
        "webhook.name",
        Not(
            "the pipeline makes no webhooks; the properties of a `resource` are not held against this",
        ),
    ),
    (
        "action.config.key",
        Case("p407_configuration_key_is_too_long"),
    ),
    (
        "action.config.value",
        Case("p407_configuration_value_is_empty"),
    ),
    ("rule.config", Case("p407_value_of_a_rule_is_empty")),
    ("role_arn", By("P119")),
    ("region_name", By("P111")),
    (
        "artifact_store.location",
        Case("p407_bucket_name_has_a_capital"),
    ),
    ("artifact_store.type", Made("it is always `S3`")),
    ("encryption_key.id", Case("p407_key_is_named_by_its_alias")),
    ("encryption_key.type", Made("it is always `KMS`")),
    (
        "disable_inbound_transition.reason",
        Case("p407_reason_holds_a_comma"),
    ),
    ("pipeline.stages", By("P302")),
    ("stage.actions", By("P312")),
    ("stage.parallel_actions", By("P312")),
    ("stage.sequential_actions", By("P312")),
    ("pipeline.actions", By("P313")),
    ("action.run_order", By("P314")),
    ("pipeline.variables", By("P363")),
    ("pipeline.triggers", By("P357")),
    ("trigger.filters", Case("p421_trigger_has_four_filters")),
    ("trigger.patterns", Case("p421_filter_has_nine_patterns")),
    (
        "trigger.pull_request.events",
        Case("p406_pull_request_event_is_mistyped"),
    ),
    ("action.commands", Case("p421_no_command_is_given")),
    (
        "action.output_variables",
        Case("p421_sixteen_output_variables"),
    ),
    ("output_artifact.files", Case("p421_eleven_file_patterns")),
    (
        "action.env_variables",
        Case("p421_eleven_environment_variables"),
    ),
    ("stage.conditions", By("P341")),
    ("condition.result", By("P342")),
    (
        "webhook.filters",
        Not(
            "the pipeline makes no webhooks; the properties of a `resource` are not held against this",
        ),
    ),
    (
        "custom_action.config_properties",
        Case("p421_action_type_has_too_many_properties"),
    ),
    (
        "custom_action.artifact_counts",
        Case("p409_action_type_takes_too_many_artifacts"),
    ),
    ("tags", By("P365")),
    ("execution_mode", Case("p406_execution_mode_is_mistyped")),
    ("pipeline_type", Case("p406_pipeline_type_is_v3")),
    (
        "approval.timeout_minutes",
        Case("p409_timeout_is_too_short"),
    ),
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
    ("account.pipelines_per_region", By("P506")),
    (
        "account.polling_pipelines_per_region",
        Not(
            "what else is in the account is not in the source; only `GitHub` sources are polled unless told otherwise",
        ),
    ),
    (
        "account.webhooks_per_region",
        Not("the pipeline makes no webhooks; what a `resource` is of is not counted"),
    ),
    ("account.custom_actions_per_region", By("P506")),
    (
        "executions.concurrent",
        Not("how often the pipeline is started is not in the source"),
    ),
    (
        "history_months",
        Not("it bounds nothing that a pipeline says"),
    ),
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    ("event_bus.policy", By("P501")),
    ("event_bus.policy of an account", By("P505")),
    ("event_bus.rules of an account", By("P506")),
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    ("iam.roles of an account", By("P506")),
    ("iam.policies of an account", By("P506")),
    ("regions", By("P112")),
];

/// Structure rules:
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html> and
/// the pages about actions, variables, regions and accounts next to it.
const RULES: [(&str, Seen); 39] = [
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
    ("RG5: and has the action type there", By("P142")),
    ("KM1: a key of one's own for foreign accounts", By("P118")),
    (
        "KM2: the key is symmetric",
        Not("ours is; an imported one's ARN does not show it"),
    ),
    (
        "KM3: the key is named by its ARN",
        Case("p407_key_is_named_by_its_alias"),
    ),
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
    (
        "TO1: a timeout on approvals only",
        Case("p401_timeout_is_not_of_an_approval"),
    ),
    ("CF1: a file is of an input artifact", By("P210")),
    (
        "PO1: no polling where events start the pipeline",
        By("P404"),
    ),
];

/// Codes of many limits, where a code alone says nothing of one of them.
const GENERAL: [&str; 5] = ["P401", "P406", "P407", "P409", "P421"];

/// All cases, by their names; that the findings beside them are so is another test's.
fn cases() -> BTreeMap<String, cases::Case> {
    let all = cases::compiled().into_iter().chain(cases::read());
    all.map(|case| (case.name.clone(), case)).collect()
}

#[test]
fn every_limit_has_a_code_or_a_reason() {
    let cases = cases();
    let known: BTreeSet<&str> = codes::all().map(|code| code.id).collect();
    let mut seen = BTreeSet::new();
    for (what, how) in LIMITS.iter().chain(&RULES) {
        assert!(seen.insert(what), "{what} stands twice");
        match how {
            By(code) => {
                assert!(known.contains(code), "{what}: there is no code {code}");
                assert!(!GENERAL.contains(code), "{what}: which case of {code}?");
            }
            Case(case) => {
                let case = &cases[*case];
                let mark = format!("error: [{}]", case.code());
                assert!(case.said.contains(&mark), "{what}: {}", case.name);
            }
            Made(why) | Not(why) => assert!(!why.is_empty(), "{what}"),
        }
    }
}

#[test]
fn the_page_of_limits_is_current() {
    let cases = cases();
    let mut page = String::from(
        "# Limits\n\nWhat CodePipeline bounds or demands, and how a pipeline that breaks it is \
         found out. What a `resource` or an `override` says goes into a template as it is \
         written: AWS's schemas are held against its properties, and few of these limits are. This page is made \
         from a list in the tests.\n",
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
                Case(case) => {
                    let case = &cases[*case];
                    let code = case.code();
                    let link = format!("[{code}](errors.md#{})", code.to_lowercase());
                    format!("{link}, as in [`{}`](../{})", case.name, case.source)
                }
                Made(why) => format!("cannot be broken: {why}"),
                Not(why) => format!("cannot be seen: {why}"),
            };
            let _ = writeln!(page, "| {what} | {how} |");
        }
    }
    support::page::is_current("docs/limits.md", &page);
}
