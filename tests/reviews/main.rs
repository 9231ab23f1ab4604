//! The build that describes change sets: its buildspec, as the templates have it, run with an `aws`
//! that answers what is recorded.
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

use pipewright::{Account, Action, Pipeline, Role, Stage, file, word};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::assembly::Assembly;

/// A pipeline that reviews a change set of each stack, given as (stack, account).
fn pipeline(stacks: &[(&str, &str)], text: Option<&str>) -> Pipeline {
    let source = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let role = |account: &str| {
        Role::managed(format!("deploys_{account}"))
            .account(account)
            .set(
                "managed_policies",
                ["arn:aws:iam::aws:policy/PowerUserAccess"],
            )
    };
    let mut deploy = Stage::new("Deploy");
    for (stack, account) in stacks {
        let prepare = Action::new(format!("Prepare-{stack}"), "CloudFormation")
            .account(*account)
            .input("source")
            .set("action_mode", word("CHANGE_SET_REPLACE"))
            .set("stack_name", *stack)
            .set("change_set_name", "release")
            .set("template_path", file("source", "template.yml"))
            .set("role_arn", word(format!("deploys_{account}")));
        deploy = deploy.action(prepare);
    }
    let names: Vec<String> = stacks
        .iter()
        .map(|(stack, _)| format!("Prepare-{stack}"))
        .collect();
    let mut review = Action::new("Review", "Manual").of(names);
    if let Some(text) = text {
        review = review.set("custom_data", text);
    }
    Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444").region("eu-west-1"))
        .role(role("tools"))
        .role(role("prod"))
        .stage(Stage::new("Source").action(source))
        .stage(deploy.action(review))
        .build()
        .unwrap()
}

/// What a build said: its log, the approval's text and link, and the calls that it made.
struct Said {
    log: String,
    text: String,
    link: String,
    calls: String,
}

/// Runs the build of a pipeline. `answers` has the pages of each stack's change set, or an error.
fn run(name: &str, pipeline: &Pipeline, answers: &[(&str, Value)]) -> Result<Said, String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("reviews")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let python = python();
    let aws = folder.join("aws");
    fs::write(
        &aws,
        format!("#!{}\n{}", python.display(), include_str!("aws.py")),
    )
    .unwrap();
    fs::set_permissions(&aws, fs::Permissions::from_mode(0o755)).unwrap();
    std::os::unix::fs::symlink(&python, folder.join("python3")).unwrap();
    for (stack, answer) in answers {
        match answer.as_str() {
            Some(error) => fs::write(folder.join(format!("{stack}.txt")), error).unwrap(),
            None => fs::write(folder.join(format!("{stack}.json")), answer.to_string()).unwrap(),
        }
    }
    let project = project(pipeline);
    let buildspec = project["Source"]["BuildSpec"].as_str().unwrap();
    assert!(buildspec.contains("exported-variables: [CHANGES, LINK]"));
    let mut script = String::from("set -e\n");
    for command in commands(buildspec) {
        script.push_str(&command.replace("/tmp/", &format!("{}/", folder.display())));
        script.push('\n');
    }
    script.push_str("printf '%s' \"$CHANGES\" > text; printf '%s' \"$LINK\" > address\n");
    let mut bash = Command::new("bash");
    bash.arg("-c").arg(&script).current_dir(&folder).env_clear();
    bash.env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    bash.env("CODEBUILD_BUILD_URL", "https://build.example.com");
    for variable in project["Environment"]["EnvironmentVariables"]
        .as_array()
        .unwrap()
    {
        let text = |key: &str| variable[key].as_str().unwrap();
        bash.env(text("Name"), text("Value"));
    }
    let Output {
        status,
        stdout,
        stderr,
    } = bash.output().unwrap();
    if !status.success() {
        return Err(String::from_utf8(stderr).unwrap());
    }
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    Ok(Said {
        log: String::from_utf8(stdout).unwrap(),
        text: read("text"),
        link: read("address"),
        calls: read("calls"),
    })
}

/// The interpreter itself: a shim before it could put another `aws` first.
fn python() -> PathBuf {
    let mut python = Command::new("python3");
    let found = python
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .unwrap();
    Path::new(String::from_utf8(found.stdout).unwrap().trim()).to_owned()
}

/// The properties of the one project of a pipeline.
fn project(pipeline: &Pipeline) -> Value {
    let assembly = Assembly::of("reviews", pipeline);
    let stacks = assembly.stacks.iter();
    let all = stacks.flat_map(|stack| stack.template["Resources"].as_object().unwrap().values());
    let mut found = all.filter(|resource| resource["Type"] == "AWS::CodeBuild::Project");
    let properties = found.next().unwrap()["Properties"].clone();
    assert!(found.next().is_none());
    properties
}

/// The commands of a buildspec of ours: blocks, and lines.
fn commands(buildspec: &str) -> Vec<String> {
    let (_, commands) = buildspec.split_once("    commands:\n").unwrap();
    let mut out: Vec<String> = Vec::new();
    for line in commands.lines() {
        match line.strip_prefix("      - ") {
            Some("|") => out.push(String::new()),
            Some(command) => out.push(command.to_owned()),
            None => {
                let block = out.last_mut().unwrap();
                block.push_str(line.strip_prefix("        ").unwrap_or(line));
                block.push('\n');
            }
        }
    }
    out
}

fn change(action: &str, kind: &str, id: &str, replacement: &str) -> Value {
    let mut change = json!({ "Action": action, "ResourceType": kind, "LogicalResourceId": id });
    if !replacement.is_empty() {
        change["Replacement"] = json!(replacement);
    }
    json!({ "Type": "Resource", "ResourceChange": change })
}

/// A page of a change set of a stack.
fn page(stack: &str, changes: Vec<Value>) -> Value {
    let arn = "arn:aws:cloudformation:us-east-1:111111111111";
    json!({
        "StackId": format!("{arn}:stack/{stack}/0a1b"),
        "ChangeSetId": format!("{arn}:changeSet/release/0a1b"),
        "Status": "CREATE_COMPLETE",
        "Changes": changes,
    })
}

#[test]
fn counts_and_lost_data_are_told() {
    let mut kept = change("Remove", "AWS::S3::Bucket", "Files", "");
    kept["ResourceChange"]["PolicyAction"] = json!("Retain");
    let changes = vec![
        change("Add", "AWS::SNS::Topic", "Topic", ""),
        change("Modify", "AWS::RDS::DBInstance", "Database", "True"),
        change("Modify", "AWS::Lambda::Function", "Code", "False"),
        change("Modify", "AWS::IAM::Role", "Role", "Conditional"),
        change("Modify", "AWS::CloudFormation::Stack", "Inner", "False"),
        kept,
    ];
    let of_one = pipeline(&[("orders", "tools")], None);
    let said = run(
        "one",
        &of_one,
        &[("orders", json!([page("orders", changes)]))],
    )
    .unwrap();
    assert_eq!(
        said.text,
        "REMOVED orders Files AWS::S3::Bucket (kept); REPLACED orders Database AWS::RDS::DBInstance; orders (Deploy/Prepare-orders, us-east-1): 1 removed, 1 replaced, 1 perhaps replaced, 2 modified, 1 added"
    );
    assert_eq!(
        said.link,
        "https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/changesets/changes?stackId=arn%3Aaws%3Acloudformation%3Aus-east-1%3A111111111111%3Astack%2Forders%2F0a1b&changeSetId=arn%3Aaws%3Acloudformation%3Aus-east-1%3A111111111111%3AchangeSet%2Frelease%2F0a1b"
    );
    for line in [
        "removed           Files     AWS::S3::Bucket             holds data  kept",
        "replaced          Database  AWS::RDS::DBInstance        holds data",
        "modified          Inner     AWS::CloudFormation::Stack              its own changes are not shown",
    ] {
        assert!(said.log.contains(line), "{}", said.log);
    }
    let expected = "- cloudformation describe-change-set --no-paginate --region us-east-1 --stack-name orders --change-set-name release --output json\n";
    assert_eq!(said.calls, expected);
}

#[test]
fn stacks_without_changes_are_no_failure() {
    let of_three = pipeline(
        &[("same", "tools"), ("gone", "tools"), ("outputs", "tools")],
        None,
    );
    let mut same = page("same", Vec::new());
    same["Status"] = json!("FAILED");
    same["StatusReason"] = json!(
        "The submitted information didn't contain changes. Submit different information to create a change set."
    );
    let answers = [
        ("same", json!([same])),
        (
            "gone",
            json!(
                "An error occurred (ChangeSetNotFound) when calling the DescribeChangeSet operation: ChangeSet [release] does not exist"
            ),
        ),
        ("outputs", json!([page("outputs", Vec::new())])),
    ];
    let said = run("none", &of_three, &answers).unwrap();
    assert_eq!(
        said.text,
        "same (Deploy/Prepare-same, us-east-1): no changes; gone (Deploy/Prepare-gone, us-east-1): no change set release; outputs (Deploy/Prepare-outputs, us-east-1): no resource changes"
    );
    assert_eq!(said.link, "https://build.example.com");
}

#[test]
fn what_does_not_fit_is_counted() {
    let pages: Vec<Value> = (0..3)
        .map(|number| {
            let topics = (0..100)
                .map(|id| change("Add", "AWS::SNS::Topic", &format!("Topic{number}x{id}"), ""));
            let tables = (0..30).map(|id| {
                let id = format!("Table{number}x{id}");
                change("Modify", "AWS::DynamoDB::Table", &id, "True")
            });
            page("large", topics.chain(tables).collect())
        })
        .collect();
    let of_one = pipeline(&[("large", "tools")], None);
    let said = run("large", &of_one, &[("large", json!(&pages))]).unwrap();
    assert!(said.text.chars().count() <= 1000, "{}", said.text);
    let end = " more with data; large (Deploy/Prepare-large, us-east-1): 90 replaced, 300 added";
    assert!(said.text.ends_with(end), "{}", said.text);
    let told = said.text.matches("REPLACED large ").count();
    assert!(
        said.text
            .contains(&format!("and {} more with data", 90 - told))
    );
    assert_eq!(said.calls.lines().count(), 3);
    assert_eq!(said.log.matches("AWS::DynamoDB::Table").count(), 90);
    // A text of the user's own leaves less room.
    let own = format!("{}#{{Review.CHANGES}}", "Look: ".repeat(100));
    let of_one = pipeline(&[("large", "tools")], Some(&own));
    let said = run("room", &of_one, &[("large", json!(&pages))]).unwrap();
    assert!(said.text.chars().count() <= 400, "{}", said.text);
    assert!(said.text.ends_with(end), "{}", said.text);
}

#[test]
fn more_stacks_than_fit_are_counted() {
    let names: Vec<String> = (0..40)
        .map(|number| format!("a-stack-of-a-cell-{number}"))
        .collect();
    let stacks: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "tools")).collect();
    let answers = names.iter().map(|name| {
        let changes = vec![change("Remove", "AWS::SQS::Queue", "Queue", "")];
        (name.as_str(), json!([page(name, changes)]))
    });
    let answers: Vec<(&str, Value)> = answers.collect();
    let said = run("stacks", &pipeline(&stacks, None), &answers).unwrap();
    assert!(said.text.chars().count() <= 1000, "{}", said.text);
    assert!(
        said.text
            .starts_with("40 resources with data removed or replaced; ")
    );
    let told = said.text.matches("1 removed").count();
    let end = format!("and {} more stacks, which the build's log has", 40 - told);
    assert!(told > 5 && said.text.ends_with(&end), "{}", said.text);
}

#[test]
fn another_account_is_asked_with_its_role() {
    let of_two = pipeline(
        &[("here", "tools"), ("there", "prod"), ("too", "prod")],
        None,
    );
    let stacks = ["here", "there", "too"];
    let answers = stacks.map(|stack| (stack, json!([page(stack, Vec::new())])));
    let said = run("accounts", &of_two, &answers).unwrap();
    let calls: Vec<&str> = said.calls.lines().collect();
    assert_eq!(calls.len(), 4, "{}", said.calls);
    assert!(calls[0].starts_with("- cloudformation describe-change-set"));
    assert!(calls[1].starts_with("- sts assume-role --role-arn arn:aws:iam::444444444444:role/"));
    for call in &calls[2..] {
        assert!(
            call.starts_with("arn:aws:iam::444444444444:role/"),
            "{call}"
        );
        assert!(call.contains("--region eu-west-1"), "{call}");
    }
    assert_eq!(said.link, "https://build.example.com");
}

#[test]
fn what_cannot_be_described_fails_the_build() {
    let of_one = pipeline(&[("orders", "tools")], None);
    let denied = "An error occurred (AccessDenied) when calling the DescribeChangeSet operation";
    let error = run("denied", &of_one, &[("orders", json!(denied))])
        .err()
        .unwrap();
    assert!(error.contains("orders/release cannot be described: An error occurred (AccessDenied)"));
}

/// The actions of a stage, as (name, run order, namespace, text).
fn actions(pipeline: &Pipeline, stage: usize) -> Vec<(String, i64, String, String)> {
    let assembly = Assembly::of("reviews", pipeline);
    let stacks = assembly.stacks.iter();
    let mut all =
        stacks.flat_map(|stack| stack.template["Resources"].as_object().unwrap().values());
    let made = all.find(|resource| resource["Type"] == "AWS::CodePipeline::Pipeline");
    let actions = &made.unwrap()["Properties"]["Stages"][stage]["Actions"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let actions = actions.as_array().unwrap().iter().map(|action| {
        (
            text(&action["Name"]),
            action["RunOrder"].as_i64().unwrap(),
            text(&action["Namespace"]),
            text(&action["Configuration"]["CustomData"]),
        )
    });
    actions.collect()
}

#[test]
fn names_come_from_loops_values_and_branches() {
    let careful = true;
    let built = pipewright::pipeline! {
        name: "cells";
        pipeline_type: V1;
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";
        parameter cell: String;
        value first = ["Prepare/Prepare-tools"];
        role here { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        role there in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Prepare {
            parallel {
                for (account, role) in [(tools, here), (prod, there)] {
                    "Prepare-{account}": CloudFormation(source) in account {
                        action_mode: CHANGE_SET_REPLACE,
                        stack_name: "app-{cell}",
                        change_set_name: "release",
                        template_path: source / "template.yml",
                        role_arn: role,
                    };
                }
            }
            if (careful) {
                parallel {
                    Look: Manual of first;
                    "look-too": Manual of "Prepare-prod" { custom_data: "Production." };
                    Beside: Lambda { function_name: "check" };
                }
            }
            After: Lambda { function_name: "after" };
        }
        for account in [tools, prod] {
            stage "Deploy-{account}" in account {
                Look: Manual of ["Prepare/Prepare-{account}"];
            }
        }
    };
    let built = built.map_err(|found| found.to_string());
    let built = match built {
        Ok(built) => built,
        Err(found) => panic!("{found}"),
    };
    let names = |stage| {
        let all = actions(&built, stage).into_iter();
        all.map(|(name, order, ..)| (name, order))
            .collect::<Vec<_>>()
    };
    let expected = [
        ("Prepare-tools", 1),
        ("Prepare-prod", 1),
        ("LookChanges", 2),
        ("look-too-Changes", 2),
        ("Look", 3),
        ("look-too", 3),
        ("Beside", 3),
        ("After", 4),
    ];
    assert_eq!(
        names(1),
        expected.map(|(name, order)| (name.to_owned(), order))
    );
    let all: Vec<_> = (1..4).flat_map(|stage| actions(&built, stage)).collect();
    let mut namespaces: Vec<&str> = all
        .iter()
        .map(|(_, _, namespace, _)| namespace.as_str())
        .collect();
    namespaces.retain(|namespace| !namespace.is_empty());
    assert_eq!(
        namespaces,
        [
            "Prepare-Look-584e8da9",
            "Prepare-look-too-210adc7c",
            "Deploy-tools-Look-730289e3",
            "Deploy-prod-Look-44e39ec4",
        ]
    );
    let texts: Vec<&str> = all
        .iter()
        .map(|(.., text)| text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    assert_eq!(
        texts,
        [
            "#{Prepare-Look-584e8da9.CHANGES}",
            "Production.",
            "#{Deploy-tools-Look-730289e3.CHANGES}",
            "#{Deploy-prod-Look-44e39ec4.CHANGES}"
        ]
    );
}

#[test]
fn no_action_more_renames_a_namespace() {
    let build = |name: &str| {
        Stage::new(format!("Before-{name}")).action(
            Action::new(name, "CodeBuild")
                .input("source")
                .set("project_name", word("build")),
        )
    };
    let namespace = |before: Option<Stage>, of_user: Option<&str>| {
        let prepare = Action::new("Prepare", "CloudFormation")
            .input("source")
            .set("action_mode", word("CHANGE_SET_REPLACE"))
            .set("stack_name", "app")
            .set("change_set_name", "release")
            .set("template_path", file("source", "template.yml"))
            .set("role_arn", word("deploys"));
        let mut review = Action::new("Review", "Manual").of(["Prepare"]);
        if let Some(text) = of_user {
            review = review.set("custom_data", text);
        }
        let source = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let image = "aws/codebuild/amazonlinux-x86_64-standard:5.0";
        let begun = Pipeline::builder("app")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .role(Role::managed("deploys").set(
                "managed_policies",
                ["arn:aws:iam::aws:policy/PowerUserAccess"],
            ))
            .project(pipewright::Project::managed("build").set("image", image))
            .stage(Stage::new("Source").action(source));
        let is_before = before.is_some();
        let begun = before.into_iter().fold(begun, pipewright::Builder::stage);
        let deploy = Stage::new("Deploy").action(prepare).action(review);
        let built = begun
            .stage(deploy)
            .build()
            .unwrap_or_else(|found| panic!("{found}"));
        let deploy = if is_before { 2 } else { 1 };
        let mut all = actions(&built, deploy).into_iter();
        let described = all.find(|(name, ..)| name == "ReviewChanges");
        described.map(|(_, _, namespace, _)| namespace).unwrap()
    };
    let own = namespace(None, None);
    for name in ["Review", "Deploy-Review", "Other"] {
        assert_eq!(namespace(Some(build(name)), None), own, "{name}");
    }
    // Where a value asks for it by the approval's name, it is that.
    assert_eq!(namespace(None, Some("Look: #{Review.CHANGES}")), "Review");
}
