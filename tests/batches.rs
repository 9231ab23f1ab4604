//! What a batch of builds takes: a role of its own, where we make the project; and a word to
//! its owner, where we do not.

use pipewright_core::builder::{Account, Action, Condition, Project, Role, Rule, Stage, word};
use pipewright_core::pipeline::Pipeline;
use serde_json::{Value, json};

/// A pipeline whose builds of a project in `prod` are started by `action`, with a condition
/// in which `rule` starts them too.
fn pipeline(project: Project, action: Action, rule: Option<Rule>) -> Pipeline {
    let gate = |rule: Rule| Condition::new("FAIL").rule(rule);
    let used = Stage::new("Use").account("prod").action(action);
    let used = match rule {
        Some(rule) => used.on_success(gate(rule)),
        None => used,
    };
    let mut builder = Pipeline::builder("batches")
        .setting("pipeline_type", word("V2"))
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "222222222222"))
        .project(project.account("prod"));
    let owned = Role::imported("_owned", "arn:aws:iam::222222222222:role/owned").account("prod");
    builder = builder.role(owned);
    let checkout = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let source = Stage::new("Source").action(checkout);
    let built = builder.stage(source).stage(used).build();
    built.unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn made() -> Project {
    Project::managed("many")
        .set("image", "aws/codebuild/standard:7.0")
        .set("managed_policies", ["arn:aws:iam::222222222222:policy/app"])
}

fn theirs() -> Project {
    Project::imported("many")
        .set("name", "theirs")
        .set("role", word("_owned"))
}

fn build(project: &str) -> Action {
    let action = Action::new("Build", "CodeBuild").input("source");
    match project {
        "many" => action.set("project_name", word("many")),
        name => action.set("project_name", name),
    }
}

/// The resources of all stacks by their titles, and the report.
fn rendered(pipeline: &Pipeline) -> (Vec<(String, Value)>, String) {
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings:?}"));
    let resources = assembly.templates().flat_map(|(_, template)| {
        let all = template["Resources"].as_object().unwrap().clone();
        all.into_iter().collect::<Vec<_>>()
    });
    let report = assembly.files()["REPORT.md"].to_string();
    (resources.collect(), report)
}

/// What a resource is made with, if it is.
fn of<'r>(resources: &'r [(String, Value)], title: &str) -> Option<&'r Value> {
    let found = resources.iter().find(|(name, _)| name == title)?;
    Some(&found.1["Properties"])
}

#[test]
fn a_batch_has_a_role_that_starts_its_builds_and_no_more() {
    let batch = build("many")
        .set("batch_enabled", true)
        .set("combine_artifacts", true);
    let (found, report) = rendered(&pipeline(made(), batch, None));
    let project = of(&found, "ManyProject").unwrap();
    let role = json!({ "Fn::GetAtt": ["ManyProjectBatchRole", "Arn"] });
    assert_eq!(project["BuildBatchConfig"], json!({ "ServiceRole": role }));
    let name = project["Name"].as_str().unwrap();
    let arn = format!("arn:aws:codebuild:us-east-1:222222222222:project/{name}");
    let builds = of(&found, "ManyProjectRole").unwrap();
    let batch = of(&found, "ManyProjectBatchRole").unwrap();
    assert_eq!(
        batch["AssumeRolePolicyDocument"]["Statement"],
        json!([{
            "Action": "sts:AssumeRole",
            "Condition": { "ArnEquals": { "aws:SourceArn": arn } },
            "Effect": "Allow",
            "Principal": { "Service": "codebuild.amazonaws.com" },
        }])
    );
    let statements = &batch["Policies"][0]["PolicyDocument"]["Statement"];
    assert_eq!(
        *statements,
        json!([{
            "Action": ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"],
            "Effect": "Allow",
            "Resource": arn,
        }])
    );
    // What the user gives the builds is theirs.
    assert!(builds["ManagedPolicyArns"].is_array());
    assert!(batch["ManagedPolicyArns"].is_null());
    assert!(!builds.to_string().contains("codebuild:StartBuild"));
    // And the action starts the batch.
    let starts = found.iter().any(|(_, body)| {
        let text = body.to_string();
        body["Type"] == "AWS::IAM::Role"
            && text.contains("codebuild:StartBuildBatch")
            && text.contains("codebuild:BatchGetBuildBatches")
    });
    assert!(starts, "no role may start a batch");
    assert!(!report.contains("`BuildBatchConfig`"));
}

#[test]
fn a_rule_runs_batches_too() {
    let rule = Rule::new("Again", "CodeBuild")
        .input("source")
        .account("prod")
        .set("project_name", word("many"))
        .set("batch_enabled", true);
    let (found, _) = rendered(&pipeline(made(), build("many"), Some(rule)));
    assert!(of(&found, "ManyProjectBatchRole").is_some());
}

#[test]
fn a_project_without_batches_has_no_role_for_them() {
    for action in [build("many"), build("many").set("batch_enabled", false)] {
        let (found, _) = rendered(&pipeline(made(), action, None));
        assert!(of(&found, "ManyProject").unwrap()["BuildBatchConfig"].is_null());
        assert!(of(&found, "ManyProjectBatchRole").is_none());
    }
}

#[test]
fn the_owner_of_a_project_is_told_what_a_batch_takes() {
    let told = |name: &str, batch: bool| {
        let action = build(name).set("batch_enabled", batch);
        let (_, report) = rendered(&pipeline(theirs(), action, None));
        let mut lines = report.lines();
        lines.any(|line| line.contains("`BuildBatchConfig`") && line.contains("project/theirs`"))
    };
    assert!(told("many", true));
    assert!(!told("many", false));
}
