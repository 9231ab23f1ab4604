//! Names of the user's own.

use pipewright::{Pipeline, pipeline};
use serde_json::{Value, json};

use super::of_kind;

fn named() -> Pipeline {
    let built = pipeline! {
        name: "app";
        stack_name: "team-app-pipeline";
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222" @ "eu-west-1";
        roles { name_prefix: "acme-" }
        store main @ "us-east-1" { alias_name: "alias/team/artifacts" }
        role deploys in prod {
            role_name: "app-deployer",
            managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"],
        }
        project package in prod {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            name: "app-build",
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build in prod @ "us-east-1" {
            Package: CodeBuild(source) @ "eu-west-1" { project_name: package };
            Update: CloudFormation(source) @ "eu-west-1" {
                action_mode: CREATE_UPDATE, stack_name: "app",
                template_path: source / "template.yml", role_arn: deploys,
            };
            Copy: S3Deploy(source) { bucket_name: "www.example.com", extract: true };
        }
    };
    built.unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn things_have_the_names_that_the_user_gives_them() {
    let built = named();
    let of = |kind: &str| of_kind(&built, kind);
    assert_eq!(
        of("AWS::CodePipeline::Pipeline")[0].0,
        "team-app-pipeline.template.json"
    );
    let (_, logical, project) = &of("AWS::CodeBuild::Project")[0];
    assert_eq!(project["Properties"]["Name"], "app-build");
    assert!(logical.starts_with("ProjectAppBuild"), "{logical}");
    let aliases = of("AWS::KMS::Alias");
    let names: Vec<&Value> = aliases
        .iter()
        .map(|(_, _, body)| &body["Properties"]["AliasName"])
        .collect();
    assert!(names.contains(&&json!("alias/team/artifacts")), "{names:?}");
    let roles = of("AWS::IAM::Role");
    let named = roles
        .iter()
        .find(|(_, _, body)| body["Properties"]["RoleName"] == "app-deployer");
    let (stack, logical, _) = named.expect("the role");
    assert!(stack.contains("named-roles"), "{stack}");
    assert!(logical.starts_with("RoleAppDeployer"), "{logical}");
    // Roles of another account name the key by its alias.
    let copy = roles
        .iter()
        .find(|(_, logical, _)| logical.starts_with("BuildCopyRole"));
    let copy = copy.expect("the role").2.to_string();
    assert!(copy.contains("alias/team/artifacts"), "{copy}");
}
