//! Pipelines that are written together, and what they have in common.

use crate::builder::{
    Account, Action, ActionType, Builder, Project, Resource, Role, Stage, Store, Value, map, word,
};
use crate::pipeline::Pipeline;
use crate::write::synthesize;

const HOME: &str = "111111111111";

fn named(name: &str) -> Builder {
    in_region(name, "us-east-1")
}

fn in_region(name: &str, region: &str) -> Builder {
    let source = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    Pipeline::builder(name)
        .account(Account::home("tools", HOME).region(region))
        .stage(Stage::new("Source").action(source))
}

fn with_bucket(name: &str, bucket: &str) -> Pipeline {
    let check = Action::new("Call", "Lambda").set("function_name", "check");
    let store = Store::managed("main")
        .region("us-east-1")
        .set("bucket_name", bucket);
    let built = named(name)
        .store(store)
        .stage(Stage::new("Check").action(check));
    built.build().expect("a pipeline")
}

fn with_action_type(name: &str, declared: ActionType) -> Pipeline {
    let scan = Action::new("Scan", "Custom")
        .input("source")
        .set("action_type", word("scanner"));
    let declared = declared
        .set("category", word("Test"))
        .set("provider", "scanner")
        .set("version", "1");
    let built = named(name)
        .action_type(declared)
        .stage(Stage::new("Check").action(scan));
    built.build().expect("a pipeline")
}

fn made_here() -> ActionType {
    let counts = || map([("minimum_count", 0_i64), ("maximum_count", 1)]);
    ActionType::managed("scanner")
        .set("input_artifact_details", counts())
        .set("output_artifact_details", counts())
}

/// With sources in so many foreign accounts, whose events come to home.
fn with_sources(name: &str, accounts: usize) -> Pipeline {
    let mut builder =
        Pipeline::builder(name).account(Account::home("tools", HOME).region("us-east-1"));
    let mut sources = Stage::new("Source");
    for index in 0..accounts {
        let account = format!("a{index}");
        builder = builder.account(Account::new(
            account.as_str(),
            format!("2222222222{index:02}"),
        ));
        sources = sources.action(
            Action::new(format!("S{index}"), "CodeCommit")
                .account(account)
                .output(format!("o{index}"))
                .set("repository_name", "app")
                .set("branch_name", "main"),
        );
    }
    let copy = Action::new("Copy", "S3Deploy")
        .input("o0")
        .set("bucket_name", "www.example.com")
        .set("extract", true);
    let built = builder
        .stage(sources)
        .stage(Stage::new("Copy").action(copy));
    built.build().expect("a pipeline")
}

/// The texts of what is found, without the places.
fn found(pipelines: &[Pipeline]) -> Vec<String> {
    let findings = match synthesize(pipelines) {
        Ok(assembly) => assembly.warnings().clone(),
        Err(findings) => findings,
    };
    findings
        .iter()
        .map(|finding| format!("[{}] {}", finding.code.id, finding.message))
        .collect()
}

#[test]
fn a_bucket_or_an_action_type_is_made_by_one_pipeline() {
    assert_eq!(
        found(&[
            with_bucket("app", "artifacts"),
            with_bucket("shop", "artifacts")
        ]),
        [
            "[P504] store main of pipeline `app` and store main of pipeline `shop` would both make bucket `artifacts`"
        ]
    );
    assert_eq!(
        found(&[
            with_action_type("app", made_here()),
            with_action_type("shop", made_here())
        ]),
        [
            "[P504] action type scanner of pipeline `app` and action type scanner of pipeline `shop` would both make action type `Test/scanner/1` in account 111111111111 and region `us-east-1`"
        ]
    );
    let apart = [
        with_bucket("app", "artifacts"),
        with_bucket("shop", "others"),
        with_action_type("scans", made_here()),
        with_action_type("scans-too", ActionType::imported("scanner")),
    ];
    assert_eq!(found(&apart), [] as [&str; 0]);
}

/// With names of the user's own for stack, role, project and alias.
fn with_names(name: &str, stack: &str, role: &str) -> Pipeline {
    let store = Store::managed("main")
        .region("us-east-1")
        .set("encryption_key", true)
        .set("alias_name", "alias/team/artifacts");
    let project = Project::managed("package")
        .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
        .set("name", "app-build");
    let build = Action::new("Package", "CodeBuild")
        .input("source")
        .set("project_name", word("package"));
    let call = Action::new("Call", "Lambda")
        .role("calls")
        .set("function_name", "check");
    let built = named(name)
        .setting("stack_name", stack)
        .store(store)
        .project(project)
        .role(Role::managed("calls").set("role_name", role))
        .stage(Stage::new("Build").action(build).action(call));
    built.build().expect("a pipeline")
}

#[test]
fn names_of_the_users_own_are_taken_once() {
    let one = with_names("app", "team-pipeline", "calls");
    let found = found(&[one, with_names("shop", "Team-pipeline", "Calls")]);
    for what in [
        "would make stacks `team-pipeline` and `Team-pipeline`: the files of their templates differ in case only, \
         and are one file on Windows and macOS",
        "would make role `Calls` in account 111111111111, and IAM does not tell it from `calls`",
        "build project `app-build` in account 111111111111 and region `us-east-1`",
        "alias `alias/team/artifacts` in account 111111111111 and region `us-east-1`",
    ] {
        let met = |found: &&String| found.starts_with("[P504] ") && found.ends_with(what);
        assert!(found.iter().find(met).is_some(), "{what}: {found:#?}");
    }
    assert_eq!(found.len(), 4, "{found:#?}");
}

/// AWS takes both stacks, and a folder only one of the files.
#[test]
fn stacks_of_one_name_in_two_regions_would_be_one_file() {
    let team = |name: &str, region: &str| {
        let check = Action::new("Call", "Lambda").set("function_name", "check");
        let built = in_region(name, region)
            .setting("stack_name", "team")
            .stage(Stage::new("Check").action(check));
        built.build().expect("a pipeline")
    };
    let found = found(&[team("app", "us-east-1"), team("shop", "eu-west-1")]);
    assert_eq!(
        found,
        [
            "[P504] pipeline `app` and pipeline `shop` would both make stack `team`, in two accounts or regions: \
             the output has one file of this name"
        ]
    );
}

/// AWS takes a name of a resource once, whatever its type, and the names of two types are apart.
#[test]
fn resources_of_one_name_are_found() {
    let with = |name: &str, resources: &[(&str, &str, &str, &str)]| {
        let check = Action::new("Call", "Lambda").set("function_name", "check");
        let mut built = named(name).stage(Stage::new("Check").action(check));
        for (declared, kind, property, value) in resources {
            let resource = Resource::new(*declared, *kind);
            built = built.resource(resource.set(*property, *value));
        }
        built.build().expect("a pipeline")
    };
    for (kind, property) in [
        ("AWS::SQS::Queue", "QueueName"),
        ("AWS::Logs::LogGroup", "LogGroupName"),
        ("AWS::ECR::Repository", "RepositoryName"),
        ("AWS::SecretsManager::Secret", "Name"),
        ("AWS::IAM::Group", "GroupName"),
        ("AWS::ECS::Cluster", "ClusterName"),
        ("AWS::Events::EventBus", "Name"),
    ] {
        let one = ("one", kind, property, "own");
        let two = ("two", kind, property, "own");
        let met = found(&[with("app", &[one, two])]);
        assert_eq!(met.len(), 1, "{met:?}");
        let told = format!("would both make `{kind}` `own` in account {HOME}");
        assert!(
            met[0].starts_with("[P504] ") && met[0].contains(&told),
            "{met:?}"
        );
        let apart = found(&[with("app", &[one]), with("shop", &[two])]);
        assert_eq!(apart.len(), 1, "{apart:?}");
        let other = ("two", kind, property, "other");
        assert_eq!(found(&[with("app", &[one, other])]), [] as [&str; 0]);
    }
    let user = ("one", "AWS::IAM::User", "UserName", "own");
    let group = ("two", "AWS::IAM::Group", "GroupName", "own");
    assert_eq!(found(&[with("app", &[user, group])]), [] as [&str; 0]);
}

/// A resource by its name, type and properties.
type Declared<'a> = (&'a str, &'a str, &'a [(&'a str, Value)]);

fn with_resources(name: &str, resources: &[Declared<'_>]) -> Pipeline {
    let check = Action::new("Call", "Lambda").set("function_name", "check");
    let mut built = named(name).stage(Stage::new("Check").action(check));
    for (declared, kind, properties) in resources {
        let mut resource = Resource::new(*declared, *kind);
        for (property, value) in *properties {
            resource = resource.set(*property, value.clone());
        }
        built = built.resource(resource);
    }
    built.build().expect("a pipeline")
}

#[test]
fn a_resource_has_the_name_of_no_pipeline() {
    let action_type = [
        ("Category", "Source"),
        ("Owner", "AWS"),
        ("Provider", "CodeCommit"),
        ("Version", "1"),
    ];
    let action = [
        ("Name", Value::from("Checkout")),
        ("ActionTypeId", map(action_type)),
    ];
    let stage = [
        ("Name", Value::from("Source")),
        ("Actions", Value::from(vec![map(action)])),
    ];
    let twin = [
        ("Stages", Value::from(vec![map(stage)])),
        ("Name", Value::from("app")),
        (
            "RoleArn",
            Value::from("arn:aws:iam::111111111111:role/pipeline"),
        ),
    ];
    let kind = "AWS::CodePipeline::Pipeline";
    let one = ("one", kind, twin.as_slice());
    let two = ("two", kind, twin.as_slice());
    for pipelines in [
        vec![with_resources("app", &[one])],
        vec![with_resources("shop", &[one]), with_resources("app", &[])],
        vec![with_resources("shop", &[one, two])],
        vec![
            with_resources("shop", &[one]),
            with_resources("team", &[two]),
        ],
    ] {
        let met = found(&pipelines);
        assert_eq!(met.len(), 1, "{met:?}");
        let end = "would both make pipeline `app` in account 111111111111 and region `us-east-1`";
        assert!(
            met[0].starts_with("[P504] ") && met[0].ends_with(end),
            "{met:?}"
        );
    }
    assert_eq!(found(&[with_resources("shop", &[one])]), [] as [&str; 0]);
}

#[test]
fn a_name_can_be_a_part_of_a_property_and_what_a_region_has_once_has_none() {
    let database = [
        ("CatalogId", Value::from(HOME)),
        ("DatabaseInput", map([("Name", "sales")])),
    ];
    let detector = [("Enable", Value::from(true))];
    for (kind, properties, what) in [
        (
            "AWS::Glue::Database",
            database.as_slice(),
            "`AWS::Glue::Database` `111111111111/sales`",
        ),
        (
            "AWS::GuardDuty::Detector",
            detector.as_slice(),
            "the only `AWS::GuardDuty::Detector`",
        ),
    ] {
        let met = found(&[
            with_resources("app", &[("one", kind, properties)]),
            with_resources("shop", &[("two", kind, properties)]),
        ]);
        let told = format!(
            "[P504] resource one of pipeline `app` and resource two of pipeline `shop` \
             would both make {what} in account 111111111111 and region `us-east-1`"
        );
        assert_eq!(met, [told]);
    }
}

#[test]
fn the_policy_of_a_bus_is_that_of_all_pipelines() {
    let of = |count: usize| -> Vec<Pipeline> {
        (0..count)
            .map(|index| with_sources(&format!("team{index:02}"), 3))
            .collect()
    };
    assert_eq!(found(&of(5)), [] as [&str; 0]);
    let found = found(&of(12));
    assert_eq!(found.len(), 1, "{found:?}");
    let begin = "[P505] account 111111111111 would have in region `us-east-1` ";
    let end = " characters of the policy of the default event bus, of pipelines `team00`, `team01`, `team02` and 9 more, and AWS allows 10240";
    assert!(
        found[0].starts_with(begin) && found[0].ends_with(end),
        "{found:?}"
    );
}
