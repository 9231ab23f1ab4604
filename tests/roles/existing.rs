//! Roles in place of those that we make.

use pipewright::pipeline;

use super::{file, of_kind};

/// The pipeline's own role, the roles of its events and of a project are given.
#[test]
fn roles_that_exist_take_the_place_of_ours() {
    let built = pipeline! {
        name: "app";
        service_role: runs;
        event_roles: [starts, forwards];
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222";
        role runs = import "arn:aws:iam::111111111111:role/team/pipelines";
        role starts = import "arn:aws:iam::111111111111:role/starts";
        role forwards in prod = import "arn:aws:iam::222222222222:role/forwards";
        role builds in prod = import "arn:aws:iam::222222222222:role/builds";
        role batches in prod = import "arn:aws:iam::222222222222:role/batches";
        project package in prod {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            role: builds,
            batch_role: batches,
        }
        stage Source {
            let source = Checkout: CodeCommit in prod { repository_name: "app", branch_name: "main" };
        }
        stage Build in prod {
            Package: CodeBuild(source) { project_name: package, batch_enabled: true };
        }
    };
    let built = built.unwrap_or_else(|findings| panic!("{findings}"));
    let roles = of_kind(&built, "AWS::IAM::Role");
    let names: Vec<&str> = roles
        .iter()
        .map(|(_, logical, _)| logical.as_str())
        .collect();
    assert_eq!(names, ["BuildPackageRole", "SourceCheckoutRole"]);
    let properties = |kind: &str| of_kind(&built, kind)[0].2["Properties"].clone();
    assert_eq!(
        properties("AWS::CodePipeline::Pipeline")["RoleArn"],
        "arn:aws:iam::111111111111:role/team/pipelines"
    );
    let project = properties("AWS::CodeBuild::Project");
    assert_eq!(
        project["ServiceRole"],
        "arn:aws:iam::222222222222:role/builds"
    );
    assert_eq!(
        project["BuildBatchConfig"]["ServiceRole"],
        "arn:aws:iam::222222222222:role/batches"
    );
    for (_, logical, rule) in of_kind(&built, "AWS::Events::Rule") {
        let role = &rule["Properties"]["Targets"][0]["RoleArn"];
        let wanted = match logical.starts_with("Start") {
            true => "arn:aws:iam::111111111111:role/starts",
            false => "arn:aws:iam::222222222222:role/forwards",
        };
        assert_eq!(role, wanted);
    }
    // Their owners are told what to allow and whom to trust.
    let report = file(&built, "REPORT.md");
    for role in [
        "111111111111:role/team/pipelines",
        "111111111111:role/starts",
        "222222222222:role/builds",
        "222222222222:role/batches",
    ] {
        let trust = format!("Role `arn:aws:iam::{role}` of account");
        let found: Vec<&str> = report
            .lines()
            .filter(|line| line.contains(&trust))
            .collect();
        let has = |end: &str| found.iter().any(|line| line.contains(end));
        assert!(has("have this in its trust policy"), "{role}: {found:?}");
        assert!(
            has("be allowed these calls by a policy of its own"),
            "{role}: {found:?}"
        );
    }
    for service in ["codepipeline", "events", "codebuild"] {
        assert!(report.contains(&format!("\"Service\":\"{service}.amazonaws.com\"")));
    }
}

/// A declared role of a project is made before the project, wherever that is.
#[test]
fn a_declared_role_of_a_project_is_made_first() {
    let built = pipeline! {
        name: "app";
        service_role: runs;
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222";
        role runs { role_name: "app-pipeline" }
        role builds { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
        role abroad in prod { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
        project here { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0", role: builds }
        project far @ "us-west-2" { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0", role: builds }
        project there in prod { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0", role: abroad }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build {
            Here: CodeBuild(source) { project_name: here };
            Far: CodeBuild(source) @ "us-west-2" { project_name: far };
            There: CodeBuild(source) in prod { project_name: there };
        }
    };
    let built = built.unwrap_or_else(|findings| panic!("{findings}"));
    let script = file(&built, "deploy.sh");
    let place = |stack: &str| {
        script
            .find(stack)
            .unwrap_or_else(|| panic!("{stack}: {script}"))
    };
    for (stack, logical, _) in of_kind(&built, "AWS::CodeBuild::Project") {
        let role = match logical.as_str() {
            "ThereProject" => "RoleAbroad",
            _ => "RoleBuilds",
        };
        let roles = of_kind(&built, "AWS::IAM::Role");
        let made = roles.iter().find(|(_, logical, _)| logical == role);
        let (made, ..) = made.expect("the role");
        assert!(place(made) < place(&stack), "{logical}: {made} {stack}");
    }
    let roles = of_kind(&built, "AWS::IAM::Role");
    let runs = roles
        .iter()
        .find(|(_, logical, _)| logical.starts_with("RoleAppPipeline"));
    let (stack, _, runs) = runs.expect("the service role");
    assert_eq!(runs["Properties"]["RoleName"], "app-pipeline");
    assert!(stack.contains("named-roles"), "{stack}");
    // One role for two projects trusts each of them.
    let builds = roles.iter().find(|(_, logical, _)| logical == "RoleBuilds");
    let trust = builds.expect("the role").2["Properties"]["AssumeRolePolicyDocument"].to_string();
    assert!(trust.contains("us-east-1:111111111111:project/"), "{trust}");
    assert!(trust.contains("us-west-2:111111111111:project/"), "{trust}");
}
