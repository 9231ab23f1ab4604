//! Settings whose values are known only when the stack is deployed: a VPC of another stack, a bucket
//! whose name is a parameter.

use crate::support::assembly::Assembly;
use pipewright::{Findings, Pipeline, pipeline};
use serde_json::{Value as Json, json};

fn declared() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";

        parameter cache: String = "build-cache" { description: "the bucket of caches" }
        parameter subnet: "AWS::EC2::Subnet::Id";

        project build {
            image: "docker.io/acme/build:1",
            vpc_config: {
                vpc_id: import_value "network-VpcId",
                subnets: [subnet, ssm "/network/subnet-b"],
                security_group_ids: [ssm "/network/builds"],
            },
            cache: { type: S3, location: "{cache}/app" },
            logs_config: {
                cloud_watch_logs: { group_name: ssm "/builds/group" },
                s3_logs: { location: ssm "/builds/logs" },
            },
            encryption_key: import_value "builds-Key",
            registry_credential: { credential: ssm "/builds/registry" },
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build {
            Build: CodeBuild(source) { project_name: build };
        }
    }
}

/// The project of a pipeline, and the statements of the role of its builds.
fn made(pipeline: Result<Pipeline, Findings>) -> (Json, Vec<Json>) {
    let pipeline = pipeline.unwrap_or_else(|found| panic!("{found}"));
    let assembly = Assembly::of("deploy time", &pipeline);
    let (_, _, project) = assembly.resources("AWS::CodeBuild::Project").remove(0);
    let roles = assembly.resources("AWS::IAM::Role").into_iter();
    let mut roles = roles.filter(|(at, _, _)| at.contains("ProjectRole"));
    let (_, _, role) = roles.next().unwrap();
    let statements = &role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
    (
        project["Properties"].clone(),
        statements.as_array().unwrap().clone(),
    )
}

fn of<'s>(statements: &'s [Json], call: &str) -> Vec<&'s Json> {
    let statements = statements.iter();
    statements
        .filter(|one| one["Action"].to_string().contains(&format!("\"{call}\"")))
        .collect()
}

#[test]
fn a_value_of_the_deployment_stands_in_the_project_and_in_its_role() {
    let (project, statements) = made(declared());
    let vpc = json!({ "Fn::ImportValue": "network-VpcId" });
    assert_eq!(project["VpcConfig"]["VpcId"], vpc);
    let key = json!({ "Fn::ImportValue": "builds-Key" });
    assert_eq!(project["EncryptionKey"], key);
    assert_eq!(of(&statements, "kms:Encrypt")[0]["Resource"], key);
    let cache = json!({ "Fn::Join": ["", [{ "Ref": "ParameterCache" }, "/app"]] });
    assert_eq!(project["Cache"]["Location"], cache);
    let objects =
        json!({ "Fn::Join": ["", ["arn:aws:s3:::", { "Ref": "ParameterCache" }, "/app/*"]] });
    assert_eq!(of(&statements, "s3:GetObject")[0]["Resource"], objects);
    let hands_over = of(&statements, "ec2:CreateNetworkInterfacePermission")[0];
    let subnets = &hands_over["Condition"]["ArnEquals"]["ec2:Subnet"];
    assert_eq!(subnets.as_array().map(Vec::len), Some(2), "{subnets}");
}

fn listed() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";

        parameter subnets: "List<AWS::EC2::Subnet::Id>";
        parameter groups: "List<AWS::EC2::SecurityGroup::Id>";

        project build {
            image: "docker.io/acme/build:1",
            vpc_config: {
                vpc_id: import_value "network-VpcId",
                subnets: subnets,
                security_group_ids: groups,
            },
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build {
            Build: CodeBuild(source) { project_name: build };
        }
    }
}

/// The items of a list are not known here, and what is of their VPC is allowed.
#[test]
fn a_list_of_subnets_is_bounded_by_its_vpc() {
    let (project, statements) = made(listed());
    let subnets = json!({ "Ref": "ParameterSubnets" });
    assert_eq!(project["VpcConfig"]["Subnets"], subnets);
    let vpc = json!({ "Fn::Join": ["", [
        "arn:aws:ec2:us-east-1:111111111111:vpc/",
        { "Fn::ImportValue": "network-VpcId" },
    ]] });
    let joins = of(&statements, "ec2:CreateNetworkInterface");
    let listed = joins
        .iter()
        .find(|one| one["Condition"].is_object())
        .unwrap();
    let all = json!([
        "arn:aws:ec2:us-east-1:111111111111:security-group/*",
        "arn:aws:ec2:us-east-1:111111111111:subnet/*",
    ]);
    assert_eq!(listed["Resource"], all);
    assert_eq!(listed["Condition"]["ArnEquals"]["ec2:Vpc"], vpc);
    for call in [
        "ec2:DeleteNetworkInterface",
        "ec2:CreateNetworkInterfacePermission",
    ] {
        let found = of(&statements, call)[0];
        assert_eq!(
            found["Condition"]["ArnEquals"],
            json!({ "ec2:Vpc": vpc }),
            "{call}"
        );
    }
}
