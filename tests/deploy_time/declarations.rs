//! Such values in projects, stores and roles.

use pipewright::{Account, Findings, Parameter, Pipeline, Stage, Value, join, pipeline, word};
use serde_json::json;

use crate::{begun, call, codes, template};

#[test]
fn an_imported_store_may_have_such_names() {
    let store = |bucket: Value, key: Value| {
        let store = pipewright::Store::imported("artifacts").region("us-east-1");
        begun()
            .parameter(Parameter::new("bucket", "String"))
            .parameter(Parameter::new("key", "String"))
            .account(Account::new("prod", "444444444444"))
            .store(store.set("bucket", bucket).set("key", key))
            .stage(Stage::new("Test").account("prod").action(call("f")))
    };
    let key = join([
        Value::from("arn:aws:kms:us-east-1:111111111111:key/"),
        word("key"),
    ]);
    assert_eq!(codes(store(word("bucket"), key)), [""; 0]);
}

/// A pipeline with such values in a project, a store and an imported role.
fn in_declarations() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";

        parameter bucket: String;
        parameter days: Number = 7 { min_value: 1 }
        parameter minutes: Number;
        parameter limit: Number = 5;
        parameter deployer: String;
        parameter tag: String = "latest";
        parameter group: String;

        store artifacts @ "us-east-1" {
            bucket_name: bucket,
            expiration_in_days: days,
        }
        role deploys in prod = import "arn:aws:iam::444444444444:role/{deployer}";
        project package {
            image: "111111111111.dkr.ecr.us-east-1.amazonaws.com/{group}:{tag}",
            environment_type: ARM_CONTAINER,
            timeout_in_minutes: minutes,
            queued_timeout_in_minutes: minutes,
            concurrent_build_limit: limit,
            vpc_config: {
                vpc_id: import_value "network-Vpc",
                subnets: import_value "network-Subnets",
                security_group_ids: import_value "network-Groups",
            },
        }
        project custom {
            image: "{ssm:/build/image}",
            environment_type: LINUX_CONTAINER,
            image_pull_credentials_type: CODEBUILD,
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
            Custom: CodeBuild(source) { project_name: custom };
        }
        stage Deploy in prod {
            Review: Manual { timeout_in_minutes: limit };
            Update: CloudFormation(source) as deploys {
                action_mode: CREATE_UPDATE,
                stack_name: "app",
                template_path: source / "template.yml",
                role_arn: deploys,
            };
        }
    }
}

#[test]
fn declarations_take_values_that_are_known_later() {
    let pipeline = in_declarations().unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(pipeline.warnings().iter().count(), 0);
    let store = template(&pipeline, "app-artifacts");
    let resources = store["Resources"].as_object().expect("resources");
    let of_type = |kind: &str| {
        let mut all = resources.values();
        let found = all.find(|body| body["Type"] == kind).expect("one");
        found["Properties"].clone()
    };
    let bucket = of_type("AWS::S3::Bucket");
    assert_eq!(bucket["BucketName"], json!({ "Ref": "ParameterBucket" }));
    let rule = &bucket["LifecycleConfiguration"]["Rules"][0];
    assert_eq!(rule["ExpirationInDays"], json!({ "Ref": "ParameterDays" }));
    // The role of the other account is admitted by its ARN.
    let role = json!({ "Fn::Join": ["", [
        "arn:aws:iam::444444444444:role/", { "Ref": "ParameterDeployer" },
    ]] });
    let policy = of_type("AWS::S3::BucketPolicy");
    assert!(policy.to_string().contains(&role.to_string()), "{policy}");
    let made = template(&pipeline, "app-pipeline");
    let package = &made["Resources"]["PackageProject"]["Properties"];
    assert_eq!(
        package["TimeoutInMinutes"],
        json!({ "Ref": "ParameterMinutes" })
    );
    assert_eq!(
        package["QueuedTimeoutInMinutes"],
        json!({ "Ref": "ParameterMinutes" })
    );
    assert_eq!(
        package["ConcurrentBuildLimit"],
        json!({ "Ref": "ParameterLimit" })
    );
    assert_eq!(
        package["VpcConfig"],
        json!({
            "VpcId": { "Fn::ImportValue": "network-Vpc" },
            "Subnets": { "Fn::Split": [",", { "Fn::ImportValue": "network-Subnets" }] },
            "SecurityGroupIds": { "Fn::Split": [",", { "Fn::ImportValue": "network-Groups" }] },
        })
    );
    assert_eq!(
        package["Environment"]["Image"],
        json!({ "Fn::Join": ["", [
            "111111111111.dkr.ecr.us-east-1.amazonaws.com/",
            { "Ref": "ParameterGroup" }, ":", { "Ref": "ParameterTag" },
        ]] })
    );
    // The role of the builds pulls from that repository, and no other.
    let repository = json!({ "Fn::Join": ["", [
        "arn:aws:ecr:us-east-1:111111111111:repository/", { "Ref": "ParameterGroup" },
    ]] });
    assert!(made.to_string().contains(&repository.to_string()));
    let review = &made["Resources"]["Pipeline"]["Properties"]["Stages"][2]["Actions"][0];
    assert_eq!(
        review["TimeoutInMinutes"],
        json!({ "Ref": "ParameterLimit" })
    );
    let assembly = pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    for (name, text) in assembly.files() {
        let token = text.contains(|c| ('\u{f0000}'..='\u{fffff}').contains(&c));
        assert!(!token, "{name} holds what stands for a value");
    }
}
