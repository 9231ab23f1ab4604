//! What pipelines of type `V2` become: the same by the macro and by the builder, and in
//! the form of the CloudFormation schema.

use pipewright::{
    Account, Action, Condition, Pipeline, Rule, Stage, Trigger, Variable, map, variable, word,
};
use pipewright_core::catalogue::resource_types::ResourceType;
use serde_json::{Value, json};

const CONNECTION: &str = "arn:aws:codeconnections:us-east-1:111111111111:connection/0123";

fn by_macro() -> Pipeline {
    pipewright::pipeline! {
        name: "app";
        execution_mode: QUEUED;
        restart_on_update: false;
        tags: { team: "delivery" };

        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        variable IMAGE_TAG = "latest" { description: "which image" }
        variable BUILD;
        trigger Checkout {
            push: { branches: { includes: ["main"] }, file_paths: { excludes: ["docs/**"] } },
            pull_request: [{ events: [OPEN], branches: { includes: ["main"] } }],
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: (CONNECTION),
                full_repository_id: "owner/app",
                branch_name: "main",
            };
        }
        stage Deploy in prod {
            disabled "not yet";
            before_entry SKIP {
                Wanted: VariableCheck { variable: variables.IMAGE_TAG, operator: NE, value: "none" };
                Asked: LambdaInvoke(source) {
                    function_name: "asked",
                    user_parameters: variables.BUILD,
                };
            }
            on_success FAIL {
                Shell: Commands(source) in tools @ "us-east-1" { commands: ["make smoke"] };
            }
            on_failure RETRY ALL_ACTIONS;
            Upload: S3Deploy(source) { bucket_name: "site", extract: true };
        }
        stage Last {
            Copy: S3Deploy(source) { bucket_name: "copies", extract: true };
            on_failure ROLLBACK;
        }
    }
    .unwrap()
}

fn by_builder() -> Pipeline {
    let upload = |name: &str, bucket: &str| {
        Action::new(name, "S3Deploy")
            .input("source")
            .set("bucket_name", bucket)
            .set("extract", true)
    };
    let includes = |pattern: &str| map([("includes", [pattern])]);
    Pipeline::builder("app")
        .setting("execution_mode", word("QUEUED"))
        .setting("restart_on_update", false)
        .setting("tags", map([("team", "delivery")]))
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444").region("eu-west-1"))
        .variable(
            Variable::new("IMAGE_TAG")
                .default("latest")
                .description("which image"),
        )
        .variable(Variable::new("BUILD"))
        .trigger(
            Trigger::on("Checkout")
                .set(
                    "push",
                    map([
                        ("branches", includes("main")),
                        ("file_paths", map([("excludes", ["docs/**"])])),
                    ]),
                )
                .set(
                    "pull_request",
                    map([
                        ("events", [word("OPEN")].into()),
                        ("branches", includes("main")),
                    ]),
                ),
        )
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeConnection")
                    .output("source")
                    .set("connection_arn", CONNECTION)
                    .set("full_repository_id", "owner/app")
                    .set("branch_name", "main"),
            ),
        )
        .stage(
            Stage::new("Deploy")
                .account("prod")
                .disabled("not yet")
                .before_entry(
                    Condition::new("SKIP")
                        .rule(
                            Rule::new("Wanted", "VariableCheck")
                                .set("variable", variable("variables", "IMAGE_TAG"))
                                .set("operator", word("NE"))
                                .set("value", "none"),
                        )
                        .rule(
                            Rule::new("Asked", "LambdaInvoke")
                                .input("source")
                                .set("function_name", "asked")
                                .set("user_parameters", variable("variables", "BUILD")),
                        ),
                )
                .on_success(
                    Condition::new("FAIL").rule(
                        Rule::new("Shell", "Commands")
                            .input("source")
                            .account("tools")
                            .region("us-east-1")
                            .set("commands", ["make smoke"]),
                    ),
                )
                .on_failure(Condition::new("RETRY").mode("ALL_ACTIONS"))
                .action(upload("Upload", "site")),
        )
        .stage(
            Stage::new("Last")
                .action(upload("Copy", "copies"))
                .on_failure(Condition::new("ROLLBACK")),
        )
        .build()
        .unwrap()
}

/// Every resource of a pipeline's templates, with its logical id.
fn resources(pipeline: &Pipeline) -> Vec<(String, Value)> {
    let assembly = pipeline.synthesize().unwrap();
    assembly
        .templates()
        .flat_map(|(_, template)| {
            let resources = template["Resources"].as_object().unwrap().clone();
            resources.into_iter()
        })
        .collect()
}

fn properties(resources: &[(String, Value)], id: &str) -> Value {
    let (_, found) = resources.iter().find(|(found, _)| found == id).unwrap();
    found["Properties"].clone()
}

#[test]
fn macro_and_builder_say_the_same() {
    let (one, other) = (by_macro(), by_builder());
    let one: Vec<_> = resources(&one).iter().map(without_source).collect();
    let other: Vec<_> = resources(&other).iter().map(without_source).collect();
    assert_eq!(one, other);
}

fn without_source((id, resource): &(String, Value)) -> (String, Value) {
    (id.clone(), resource["Properties"].clone())
}

#[test]
fn the_pipeline_has_the_form_of_the_schema() {
    let resources = resources(&by_macro());
    let pipeline = properties(&resources, "Pipeline");
    assert_eq!(pipeline["PipelineType"], "V2");
    assert_eq!(pipeline["ExecutionMode"], "QUEUED");
    assert_eq!(pipeline["RestartExecutionOnUpdate"], false);
    assert_eq!(
        pipeline["Tags"],
        json!([
            { "Key": "pipewright:pipeline", "Value": "app" },
            { "Key": "team", "Value": "delivery" },
        ])
    );
    assert_eq!(
        pipeline["Variables"],
        json!([
            { "Name": "IMAGE_TAG", "DefaultValue": "latest", "Description": "which image" },
            { "Name": "BUILD" },
        ])
    );
    assert_eq!(
        pipeline["DisableInboundStageTransitions"],
        json!([{ "StageName": "Deploy", "Reason": "not yet" }])
    );
    assert_eq!(
        pipeline["Triggers"],
        json!([{
            "ProviderType": "CodeStarSourceConnection",
            "GitConfiguration": {
                "SourceActionName": "Checkout",
                "Push": [{
                    "Branches": { "Includes": ["main"] },
                    "FilePaths": { "Excludes": ["docs/**"] },
                }],
                "PullRequest": [{ "Events": ["OPEN"], "Branches": { "Includes": ["main"] } }],
            },
        }])
    );
    assert_eq!(
        pipeline["Stages"][2]["OnFailure"],
        json!({ "Result": "ROLLBACK" })
    );
}

#[test]
fn conditions_have_the_form_of_the_schema() {
    let resources = resources(&by_macro());
    let stage = &properties(&resources, "Pipeline")["Stages"][1];
    assert_eq!(
        stage["OnFailure"],
        json!({ "Result": "RETRY", "RetryConfiguration": { "RetryMode": "ALL_ACTIONS" } })
    );
    let kind = |provider: &str| json!({ "Category": "Rule", "Owner": "AWS", "Provider": provider, "Version": "1" });
    let entry = &stage["BeforeEntry"]["Conditions"][0];
    assert_eq!(entry["Result"], "SKIP");
    assert_eq!(
        entry["Rules"][0],
        json!({
            "Name": "Wanted",
            "RuleTypeId": kind("VariableCheck"),
            "Configuration": {
                "Variable": "#{variables.IMAGE_TAG}", "Operator": "NE", "Value": "none",
            },
        })
    );
    let asked = &entry["Rules"][1];
    assert_eq!(asked["Region"], "eu-west-1");
    assert_eq!(asked["InputArtifacts"], json!([{ "Name": "source" }]));
    let role = asked["RoleArn"].as_str().unwrap();
    let name = "/app-Deploy-before_entry-Asked-";
    assert!(
        role.starts_with("arn:aws:iam::444444444444:role/") && role.contains(name),
        "{role}"
    );
    let shell = &stage["OnSuccess"]["Conditions"][0]["Rules"][0];
    assert_eq!(shell["Commands"], json!(["make smoke"]));
    assert_eq!(shell.get("Region"), None);
    assert_eq!(shell.get("Configuration"), None);
    assert_eq!(
        shell["RoleArn"],
        json!({ "Fn::GetAtt": ["DeployOnSuccessShellRole", "Arn"] })
    );
}

#[test]
fn a_rules_role_is_allowed_what_the_rule_does() {
    let resources = resources(&by_macro());
    let statements = |id: &str| {
        let role = properties(&resources, id);
        let document = &role["Policies"][0]["PolicyDocument"]["Statement"];
        serde_json::to_string(document).unwrap()
    };
    let asked = statements("DeployBeforeEntryAskedRole");
    assert!(asked.contains("lambda:InvokeFunction"), "{asked}");
    assert!(asked.contains("arn:aws:lambda:eu-west-1:444444444444:function:asked"));
    assert!(asked.contains("s3:GetObject") && !asked.contains("s3:PutObject"));
    let shell = statements("DeployOnSuccessShellRole");
    assert!(
        shell.contains("log-group:/aws/codepipeline/app:*"),
        "{shell}"
    );
    let service = statements("ServiceRole");
    assert!(
        service.contains("app-Deploy-before_entry-Asked-"),
        "{service}"
    );
}

#[test]
fn everything_that_can_have_tags_has_them() {
    let mut checked = 0;
    for (id, resource) in resources(&by_macro()) {
        let kind = resource["Type"].as_str().unwrap();
        let known = ResourceType::named(kind).unwrap();
        if !known.properties().any(|property| property == "Tags") {
            continue;
        }
        let tags = &resource["Properties"]["Tags"];
        let team = json!({ "Key": "team", "Value": "delivery" });
        let has_it = tags.as_array().is_some_and(|tags| tags.contains(&team));
        assert!(has_it, "{id}: {tags}");
        checked += 1;
    }
    assert!(checked > 5, "{checked} resources can have tags");
}
