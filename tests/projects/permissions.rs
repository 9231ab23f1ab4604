//! What the role of builds gets for each setting.

use std::collections::BTreeSet;

use crate::support::assembly::Assembly;
use pipewright::{Account, Action, Pipeline, Project, Role, Stage, word};
use serde_json::Value as Json;

/// One call on one resource, under conditions.
type Row = (String, String, String);

fn texts(json: &Json) -> Vec<&str> {
    match json {
        Json::String(one) => vec![one],
        Json::Array(all) => all.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The conditions as one text: one value is as a list of it.
fn conditions(json: &Json) -> String {
    let mut out = Vec::new();
    for (operator, keys) in json.as_object().into_iter().flatten() {
        for (key, values) in keys.as_object().into_iter().flatten() {
            let mut values = texts(values);
            values.sort_unstable();
            out.push(format!("{operator} {key} {}", values.join(" or ")));
        }
    }
    out.sort();
    out.join(" and ")
}

/// What the role of the builds is allowed, and the name of the project.
fn allowed(pipeline: &Pipeline) -> (BTreeSet<Row>, String) {
    let assembly = Assembly::of("projects", pipeline);
    let (_, _, project) = assembly.resources("AWS::CodeBuild::Project").remove(0);
    let name = project["Properties"]["Name"].as_str().unwrap().to_owned();
    let role = project["Properties"]["ServiceRole"]["Fn::GetAtt"][0].as_str();
    let role = role.unwrap();
    let mut rows = BTreeSet::new();
    let roles = assembly.resources("AWS::IAM::Role");
    let (_, _, body) = roles.iter().find(|(at, _, _)| at.ends_with(role)).unwrap();
    let policies = body["Properties"]["Policies"].as_array().unwrap();
    for policy in policies {
        let statements = policy["PolicyDocument"]["Statement"].as_array().unwrap();
        for statement in statements {
            rows.extend(self::rows(
                (&statement["Action"], &statement["Resource"]),
                &statement["Condition"],
            ));
        }
    }
    (rows, name)
}

fn rows((calls, resources): (&Json, &Json), under: &Json) -> Vec<Row> {
    let mut out = Vec::new();
    for call in texts(calls) {
        for resource in texts(resources) {
            out.push((call.to_owned(), resource.to_owned(), conditions(under)));
        }
    }
    out
}

fn check(setting: &Json, account: &str, id: &str) {
    let batch = setting["setting"] == "build_batch_config";
    let (with, without) = crate::with_and_without(setting);
    let (with, name) = allowed(&crate::started(with, account, batch));
    let (without, _) = allowed(&crate::started(without, account, batch));
    let dropped: BTreeSet<&str> = texts(&setting["without"]).into_iter().collect();
    let expected = without
        .into_iter()
        .filter(|(call, _, _)| !dropped.contains(call.as_str()));
    let mut expected: BTreeSet<Row> = expected.collect();
    let text = setting["statements"].to_string();
    let text = text
        .replace("{account}", id)
        .replace("{region}", "us-east-1")
        .replace("{project}", &name);
    let statements: Json = serde_json::from_str(&text).unwrap();
    for statement in statements.as_array().unwrap() {
        assert!(
            statement["basis"].is_string(),
            "where is this from? {statement}"
        );
        expected.extend(rows(
            (&statement["calls"], &statement["resources"]),
            &statement["conditions"],
        ));
    }
    assert_eq!(with, expected, "{} in {account}", setting["setting"]);
}

#[test]
fn a_project_at_home_gets_what_its_settings_need_and_no_more() {
    for setting in crate::settings() {
        assert!(setting["source"].as_str().unwrap().starts_with("https://"));
        check(&setting, "tools", "111111111111");
    }
}

#[test]
fn a_project_of_another_account_gets_it_there() {
    for setting in crate::settings() {
        // An image of the project's own account.
        let text = setting.to_string();
        let text = text.replace("111111111111.dkr", "222222222222.dkr");
        check(
            &serde_json::from_str(&text).unwrap(),
            "prod",
            "222222222222",
        );
    }
}

/// A key of another account has to admit the role, and a bucket of one too.
#[test]
fn what_others_must_admit_is_in_the_report() {
    let settings = crate::settings();
    let of = |wanted: &str| {
        let mut all = settings.iter();
        let found = all.find(|one| one["value"].to_string().contains(wanted));
        crate::with_and_without(found.unwrap()).0
    };
    let report = |project| {
        let assembly = crate::pipeline(project, "prod").synthesize().unwrap();
        assembly.files()["REPORT.md"].clone()
    };
    let key = report(of("key/0123"));
    assert!(
        key.contains("`arn:aws:kms:us-east-1:111111111111:key/0123`"),
        "{key}"
    );
    let logs = report(of("build-logs"));
    assert!(
        logs.contains("Bucket `build-logs` of account `999999999999`"),
        "{logs}"
    );
}

/// Builds read a buildspec that is an object, whether the project or an action names it, and whoever
/// makes the project; one in the source needs nothing.
#[test]
fn a_buildspec_in_a_bucket_is_read_by_the_role_of_the_builds() {
    let object = "arn:aws:s3:::build-specs/smoke.yml";
    let imported = || {
        Project::imported("smoke")
            .set("name", "smoke")
            .set("role", word("smoker"))
    };
    let managed = || Project::managed("smoke").set("image", "aws/codebuild/standard:7.0");
    let built = |project: Project, spec: &str| {
        let checkout = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let smoke = Action::new("Smoke", "CodeBuild")
            .input("source")
            .set("project_name", word("smoke"))
            .set("buildspec_override", spec);
        let pipeline = Pipeline::builder("app")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .role(Role::imported(
                "smoker",
                "arn:aws:iam::111111111111:role/smoker",
            ))
            .project(project)
            .stage(Stage::new("Source").action(checkout))
            .stage(Stage::new("Smoke").action(smoke))
            .build()
            .unwrap_or_else(|findings| panic!("{findings}"));
        pipeline.synthesize().unwrap().files().clone()
    };
    for (project, file) in [(imported(), "REPORT.md"), (managed(), "access.json")] {
        let files = built(project, object);
        assert!(files[file].contains(object), "{}", files[file]);
        let report = &files["REPORT.md"];
        let needed = "| S3 bucket | `build-specs` | us-east-1 | hold object `smoke.yml` | `Smoke/Smoke` | first run |";
        assert!(report.contains(needed), "{report}");
    }
    let templates = built(managed(), object);
    let mut templates = templates
        .iter()
        .filter(|(name, _)| name.ends_with(".template.json"));
    let granted = format!("\"Resource\": \"{object}\"");
    assert!(templates.any(|(_, text)| text.contains(&granted)));
    let of_project = Project::managed("build")
        .set("image", "aws/codebuild/standard:7.0")
        .set("buildspec", "specs/smoke.yml");
    let in_source = crate::pipeline(of_project, "tools").synthesize().unwrap();
    assert!(!in_source.files()["REPORT.md"].contains("S3 bucket"));
}

/// A setting that is added or taken away changes the project in place: it keeps its name, and so does
/// its role.
#[test]
fn a_setting_changes_no_name() {
    let names = |project, batch| {
        let assembly = Assembly::of("names", &crate::started(project, "tools", batch));
        let mut names = BTreeSet::new();
        for kind in ["AWS::CodeBuild::Project", "AWS::IAM::Role"] {
            for (at, _, body) in assembly.resources(kind) {
                let properties = &body["Properties"];
                let name = properties["Name"]
                    .as_str()
                    .or(properties["RoleName"].as_str());
                names.insert((at, name.unwrap().to_owned()));
            }
        }
        names
    };
    for setting in crate::settings() {
        let batch = setting["setting"] == "build_batch_config";
        let (with, without) = crate::with_and_without(&setting);
        assert_eq!(names(with, batch), names(without, batch), "{setting}");
    }
}

#[test]
fn a_report_group_has_a_name_that_codebuild_takes() {
    let found = |name: Option<&str>, group: &str| {
        let project = Project::managed("build")
            .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
            .set("report_groups", [group]);
        let project = match name {
            Some(name) => project.set("name", name),
            None => project,
        };
        match crate::pipeline(project, "tools").synthesize() {
            Ok(_) => Vec::new(),
            Err(found) => found
                .iter()
                .map(|one| format!("[{}] {} {:?}", one.code.id, one.message, one.at))
                .collect::<Vec<_>>(),
        }
    };
    let long = "g".repeat(120);
    // `shop-` and the group together.
    assert_eq!(found(Some("shop"), &"g".repeat(123)), [""; 0]);
    for (name, group, over) in [(Some("shop"), "g".repeat(124), 1), (None, long, 0)] {
        let found = found(name, &group);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("[P517] "), "{found:?}");
        assert!(
            over == 0 || found[0].contains("has 129 characters"),
            "{found:?}"
        );
        assert!(found[0].contains("permissions.rs"), "{found:?}");
    }
}
