//! A pipeline with an action of each kind checks clean and synthesizes.

mod support;

use std::collections::BTreeMap;

use pipewright_core::builder::{Account, Action, Stage, word};
use pipewright_core::catalogue::KINDS;
use pipewright_core::pipeline::Pipeline;
use serde_json::{Value, json};

use support::kinds::pipeline;

/// The templates of a pipeline, and its example action in them.
fn synthesized(kind: &str) -> (BTreeMap<String, Value>, Value) {
    let kind = pipewright_core::catalogue::kind(kind).expect("a kind");
    let pipeline = pipeline(kind);
    let warnings: Vec<String> = pipeline
        .warnings()
        .iter()
        // What has ended says so.
        .filter(|finding| finding.code.id != "P316" || kind.ended.is_none())
        .map(|finding| finding.message.clone())
        .collect();
    assert!(warnings.is_empty(), "{}: {warnings:?}", kind.name);
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{}: {findings:?}", kind.name));
    let templates: BTreeMap<String, Value> = assembly
        .templates()
        .map(|(name, template)| (name.to_owned(), template))
        .collect();
    let action = templates
        .values()
        .filter_map(|template| template.pointer("/Resources/Pipeline/Properties/Stages"))
        .flat_map(|stages| stages.as_array().unwrap())
        .flat_map(|stage| stage["Actions"].as_array().unwrap())
        .find(|action| action["Name"] == "Example")
        .cloned()
        .expect("the example");
    (templates, action)
}

/// The statements of the role that the example acts with.
fn statements(kind: &str) -> Vec<Value> {
    let (templates, _) = synthesized(kind);
    let role = templates
        .values()
        .flat_map(|template| template["Resources"].as_object().unwrap().values())
        .find(|resource| {
            resource["Properties"]["RoleName"]
                .as_str()
                .is_some_and(|name| name.contains("Example"))
        })
        .expect("the example's role");
    role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        .as_array()
        .expect("statements")
        .clone()
}

#[track_caller]
fn allows(kind: &str, call: &str, resource: &str, condition: &Value) {
    let found = statements(kind);
    let has = |value: &Value, text: &str| {
        value == text
            || value
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one == text))
    };
    assert!(
        found.iter().any(|statement| has(&statement["Action"], call)
            && has(&statement["Resource"], resource)
            && statement["Condition"] == *condition),
        "{kind}: no {call} on {resource} in {found:#?}"
    );
}

#[test]
fn every_kind_synthesizes() {
    for kind in KINDS {
        let (_, action) = synthesized(kind.name);
        let known = &action["ActionTypeId"];
        if !kind.provider.is_empty() {
            assert_eq!(known["Provider"], kind.provider);
        }
        assert_eq!(known["Version"], "1", "{}", kind.name);
        for value in action["Configuration"].as_object().into_iter().flatten() {
            let text = value.1.is_string() || value.1.is_object();
            assert!(text, "{}: {value:?}", kind.name);
        }
    }
}

#[test]
fn what_is_no_configuration_stands_beside_it() {
    let (_, action) = synthesized("Commands");
    assert_eq!(
        action["Configuration"],
        json!({ "ComputeType": "BUILD_GENERAL1_MEDIUM" })
    );
    assert_eq!(action["Commands"], json!(["make", "make test"]));
    assert_eq!(action["OutputVariables"], json!(["VERSION"]));
    assert_eq!(
        action["OutputArtifacts"],
        json!([{ "Name": "_files", "Files": ["dist/**/*"] }])
    );
    assert_eq!(
        action["EnvironmentVariables"],
        json!([{ "Name": "COMMIT", "Type": "PLAINTEXT", "Value": "#{Checkout.CommitId}" }])
    );
    let (_, action) = synthesized("Eks");
    assert_eq!(action["Configuration"]["Namespace"], "apps");
    assert_eq!(action["Namespace"], Value::Null);
    let (_, action) = synthesized("Ecs");
    assert_eq!(action["Configuration"]["TaskRoles"], Value::Null);
}

#[test]
fn values_are_written_as_aws_takes_them() {
    let (_, action) = synthesized("CloudFormationStackSet");
    let configuration = &action["Configuration"];
    assert_eq!(
        configuration["Parameters"],
        "ParameterKey=Stage,ParameterValue=prod ParameterKey=Commit,ParameterValue=#{Checkout.CommitId}"
    );
    assert_eq!(
        configuration["DeploymentTargets"],
        "333333333333,444444444444"
    );
    assert_eq!(configuration["FailureTolerancePercentage"], "20");
    let (_, action) = synthesized("CloudFormationStackInstances");
    assert_eq!(
        action["Configuration"]["DeploymentTargets"],
        "source::accounts.json"
    );
    let (_, action) = synthesized("CodePipeline");
    let json = |key: &str| -> Value {
        serde_json::from_str(action["Configuration"][key].as_str().unwrap()).unwrap()
    };
    assert_eq!(
        json("Variables"),
        json!([{ "name": "STAGE", "value": "prod" }])
    );
    assert_eq!(
        json("SourceRevisions"),
        json!([{
            "actionName": "Checkout",
            "revisionType": "COMMIT_ID",
            "revisionValue": "#{Checkout.CommitId}",
        }])
    );
    let (_, action) = synthesized("Jenkins");
    assert_eq!(action["ActionTypeId"]["Provider"], "OurJenkins");
    assert_eq!(action["Configuration"], json!({ "ProjectName": "app" }));
}

#[test]
fn roles_are_handed_to_ecs_alone() {
    for (role, service) in [
        ("handed", "ecs-tasks.amazonaws.com"),
        ("ecs/execution", "ecs.amazonaws.com"),
    ] {
        allows(
            "Ecs",
            "iam:PassRole",
            &format!("arn:aws:iam::222222222222:role/{role}"),
            &json!({ "StringEquals": { "iam:PassedToService": service } }),
        );
    }
}

/// Instances of a foreign account fetch what is deployed from home's store.
#[test]
fn the_store_admits_the_roles_of_instances() {
    let (templates, _) = synthesized("Ec2");
    let store = templates
        .iter()
        .find(|(name, _)| name.contains("artifacts"))
        .map(|(_, template)| template.to_string())
        .expect("a store");
    let role = "arn:aws:iam::222222222222:role/web";
    assert!(store.contains(role), "{store}");
}

/// Without a value, any instance that has the tag is meant, and no other.
#[test]
fn instances_are_found_by_the_key_of_a_tag() {
    let checkout = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "x")
        .set("branch_name", "main");
    let fleet = Action::new("Fleet", "Ec2")
        .input("source")
        .set("instance_tag_key", "Fleet")
        .set("instance_type", word("EC2"))
        .set("target_directory", "/srv/app")
        .set("post_script", "restart.sh");
    let pipeline = Pipeline::builder("fleet")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(Stage::new("Source").action(checkout))
        .stage(Stage::new("Deploy").action(fleet))
        .build()
        .expect("a pipeline");
    let assembly = pipeline.synthesize().expect("a proof");
    let scoped = r#""Null":{"aws:ResourceTag/Fleet":"false"}"#;
    assert!(
        assembly
            .templates()
            .any(|(_, template)| template.to_string().contains(scoped))
    );
}

#[test]
fn a_list_of_names_is_a_list_of_resources() {
    for name in ["errors", "latency"] {
        allows(
            "LambdaDeploy",
            "cloudwatch:DescribeAlarms",
            &format!("arn:aws:cloudwatch:us-east-1:222222222222:alarm:{name}"),
            &Value::Null,
        );
    }
    allows(
        "Ec2",
        "elasticloadbalancing:RegisterTargets",
        "arn:aws:elasticloadbalancing:us-east-1:222222222222:targetgroup/green/*",
        &Value::Null,
    );
}

#[test]
fn resources_are_those_of_the_action() {
    allows(
        "Ec2",
        "ssm:SendCommand",
        "arn:aws:ec2:us-east-1:222222222222:instance/*",
        &json!({ "StringLike": { "aws:ResourceTag/Fleet": "web-*" } }),
    );
    allows(
        "StepFunctions",
        "states:DescribeExecution",
        "arn:aws:states:us-east-1:222222222222:execution:verify:release*",
        &Value::Null,
    );
    allows(
        "Commands",
        "logs:PutLogEvents",
        "arn:aws:logs:us-east-1:222222222222:log-group:/aws/codepipeline/kinds:*",
        &Value::Null,
    );
}
