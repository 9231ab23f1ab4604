//! The rules for all roles of a pipeline, and which roles the reports have.

use pipewright::{Pipeline, pipeline};
use serde_json::{Value, json};

use super::{file, of_kind};

/// Service, event, action, rule, project, batch and declared roles, in two accounts.
fn house() -> Pipeline {
    let built = pipeline! {
        name: "app";
        tags: { team: "web", stage: "all" };
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222" @ "eu-west-1";
        roles {
            permissions_boundary: "team/boundary",
            name_prefix: "acme-",
            tags: { stage: "roles", cost: "7" },
            inline_policies: false,
        }
        roles in prod { path: "/delegated/", name_prefix: "acmeprod-" }
        role deploys in prod {
            managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"],
            permissions_boundary: "arn:aws:iam::222222222222:policy/wide",
            path: "/deploys/",
        }
        project package in prod {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            let other = Elsewhere: CodeCommit in prod { repository_name: "app", branch_name: "main" };
        }
        stage Build in prod {
            before_entry FAIL {
                Quiet: CloudWatchAlarm { alarm_name: "errors" };
            }
            Package: CodeBuild(source, other) { project_name: package, batch_enabled: true };
        }
        stage Deploy in prod {
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE, stack_name: "app",
                template_path: source / "template.yml", role_arn: deploys,
            };
            Call: Lambda in tools { function_name: "check" };
        }
    };
    built.unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn every_role_keeps_to_the_rules_of_the_house() {
    let pipeline = house();
    let roles = of_kind(&pipeline, "AWS::IAM::Role");
    // Service, two starts and a forward, two sources, a rule, three actions, project and batch,
    // and the declared one.
    assert_eq!(roles.len(), 13, "{roles:#?}");
    for (stack, logical, body) in &roles {
        let body = &body["Properties"];
        let name = body["RoleName"].as_str().expect("a name");
        assert!(name.len() <= 64);
        let prod = name.starts_with("acmeprod-");
        assert!(prod || name.starts_with("acme-"), "{name}");
        let path = body["Path"].as_str().expect("a path");
        let boundary = body["PermissionsBoundary"].as_str().expect("a boundary");
        if logical.starts_with("RoleDeploys") {
            assert_eq!(path, "/deploys/");
            assert_eq!(boundary, "arn:aws:iam::222222222222:policy/wide");
        } else if prod {
            assert_eq!(path, "/delegated/");
            assert_eq!(boundary, "arn:aws:iam::222222222222:policy/team/boundary");
        } else {
            assert_eq!(path, "/pipewright/app/111111111111/us-east-1/");
            assert_eq!(boundary, "arn:aws:iam::111111111111:policy/team/boundary");
        }
        assert_eq!(
            body["Tags"],
            json!([
                { "Key": "pipewright:pipeline", "Value": "app" },
                { "Key": "team", "Value": "web" },
                { "Key": "stage", "Value": "roles" },
                { "Key": "cost", "Value": "7" },
            ]),
            "{stack} {logical}"
        );
        assert!(body.get("Policies").is_none(), "{logical}");
    }
    let policies = of_kind(&pipeline, "AWS::IAM::ManagedPolicy");
    assert!(policies.len() >= 12, "{}", policies.len());
    for (_, logical, body) in policies {
        let name = body["Properties"]["ManagedPolicyName"].as_str();
        let name = name.expect("a name");
        assert!(
            name.starts_with("acme") && name.len() <= 128,
            "{logical}: {name}"
        );
    }
    // Other things have the pipeline's own tags.
    let projects = of_kind(&pipeline, "AWS::CodeBuild::Project");
    let tags = &projects[0].2["Properties"]["Tags"];
    assert_eq!(tags[2], json!({ "Key": "stage", "Value": "all" }));
    // A role whose path is the user's is admitted by its ARN, and by no pattern.
    let report = file(&pipeline, "REPORT.md");
    assert!(report.contains("Policy `arn:aws:iam::111111111111:policy/team/boundary`"));
    for (_, _, body) in of_kind(&pipeline, "AWS::S3::BucketPolicy") {
        let text = body.to_string();
        assert!(text.contains("role/delegated/acmeprod-"), "{text}");
        assert!(!text.contains("role/delegated/*"), "{text}");
        assert!(!text.contains("222222222222:role/pipewright/"), "{text}");
    }
}

#[test]
fn another_path_or_prefix_makes_other_roles_beside_the_old_ones() {
    let with = |prefix: Option<&str>, path: Option<&str>| {
        use pipewright::{Account, Action, Roles, Stage};
        let mut rules = Roles::new();
        if let Some(prefix) = prefix {
            rules = rules.set("name_prefix", prefix);
        }
        if let Some(path) = path {
            rules = rules.set("path", path);
        }
        let source = Action::new("Checkout", "CodeCommit")
            .output("_source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let call = Action::new("Call", "Lambda").set("function_name", "check");
        let built = Pipeline::builder("app")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .roles(rules)
            .stage(Stage::new("Source").action(source))
            .stage(Stage::new("Check").action(call))
            .build();
        let built = built.unwrap_or_else(|findings| panic!("{findings}"));
        let roles = of_kind(&built, "AWS::IAM::Role");
        roles
            .into_iter()
            .map(|(_, logical, body)| {
                let name = body["Properties"]["RoleName"].as_str().expect("a name");
                (logical, name.to_owned())
            })
            .collect::<Vec<_>>()
    };
    let forms = [
        with(None, None),
        with(Some("acme-"), None),
        with(Some("acm"), None),
        with(None, Some("/acme/")),
        with(Some("acme-"), Some("/acme/")),
    ];
    for (index, one) in forms.iter().enumerate() {
        for other in &forms[index + 1..] {
            for (logical, name) in one {
                let same = |found: &&(String, String)| found.0 == *logical || found.1 == *name;
                assert_eq!(other.iter().find(same), None);
            }
        }
    }
}

/// A role that CloudFormation assumes, and that nothing is granted to, is the pipeline's all the same;
/// one that is only declared is not.
#[test]
fn the_reports_have_the_roles_that_play_a_part() {
    let built = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        role deletes { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        role _spare { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Clear {
            Delete: CloudFormation {
                action_mode: DELETE_ONLY, stack_name: "app-preview", role_arn: deletes,
            };
        }
    }
    .unwrap_or_else(|findings| panic!("{findings}"));
    let report = file(&built, "REPORT.md");
    assert!(
        report.contains("`RoleDeletes`: `PowerUserAccess`"),
        "{report}"
    );
    assert!(!report.contains("RoleSpare"), "{report}");
    let page: Value = serde_json::from_str(&file(&built, "pipeline.json")).expect("JSON");
    let roles = page["pipelines"][0]["roles"].as_array().expect("roles");
    let named = |name: &str| {
        roles
            .iter()
            .filter(|role| role.to_string().contains(name))
            .count()
    };
    assert_eq!(
        (named("app-role-deletes-"), named("app-role-spare-")),
        (1, 0)
    );
}
