//! What action types become: made in the pipeline's own stack before the pipeline, the same
//! by the macro and by the builder.

#[path = "support/places.rs"]
mod places;

use std::collections::BTreeMap;

use pipewright::{Account, Action, ActionType, Findings, Pipeline, Stage, map, word};
use serde_json::{Value, json};

use places::without_places;

/// A value of the builder, for maps of several kinds of them.
type Plain = pipewright::Value;

fn by_macro() -> Result<Pipeline, Findings> {
    pipewright::pipeline! {
        name: "app";
        tags: { team: "delivery" };
        home tools = "111111111111" @ "us-east-1";

        action_type scanner {
            category: Test,
            provider: "scanner",
            version: "2",
            input_artifact_details: { minimum_count: 1, maximum_count: 1 },
            output_artifact_details: { minimum_count: 0, maximum_count: 1 },
            configuration_properties: {
                Project: { required: true, key: true, queryable: true, description: "which" },
                Depth: { type: Number },
            },
            settings: { entity_url_template: "https://scan.example.com/{Config:Project}" },
        }
        action_type crawler = import { category: Test, provider: "crawler", version: "7" };
        action_type _unused = import { category: Test, provider: "nobody", version: "1" };

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Test {
            Scan: Custom(source) {
                action_type: scanner,
                configuration: { Project: "app", Depth: 3 },
            };
            Crawl: Custom(source) { action_type: crawler, configuration: { Pages: "all" } };
        }
    }
}

fn by_builder() -> Result<Pipeline, Findings> {
    let counts = |least: i64, most: i64| map([("minimum_count", least), ("maximum_count", most)]);
    let type_of = |found: ActionType, provider: &str, version: &str| {
        found
            .set("category", word("Test"))
            .set("provider", provider)
            .set("version", version)
    };
    let project = map([
        ("required", Plain::from(true)),
        ("key", true.into()),
        ("queryable", true.into()),
        ("description", "which".into()),
    ]);
    let scanner = type_of(ActionType::managed("scanner"), "scanner", "2")
        .set("input_artifact_details", counts(1, 1))
        .set("output_artifact_details", counts(0, 1))
        .set(
            "configuration_properties",
            map([
                ("Project", project),
                ("Depth", map([("type", word("Number"))])),
            ]),
        )
        .set(
            "settings",
            map([(
                "entity_url_template",
                "https://scan.example.com/{Config:Project}",
            )]),
        );
    let checkout = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let custom = |name: &str, own: &str| {
        Action::new(name, "Custom")
            .input("source")
            .set("action_type", word(own))
    };
    let scan = custom("Scan", "scanner").set(
        "configuration",
        map([("Project", Plain::from("app")), ("Depth", 3.into())]),
    );
    let crawl = custom("Crawl", "crawler").set("configuration", map([("Pages", "all")]));
    Pipeline::builder("app")
        .setting("tags", map([("team", "delivery")]))
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .action_type(scanner)
        .action_type(type_of(ActionType::imported("crawler"), "crawler", "7"))
        .action_type(type_of(ActionType::imported("_unused"), "nobody", "1"))
        .stage(Stage::new("Source").action(checkout))
        .stage(Stage::new("Test").action(scan).action(crawl))
        .build()
}

/// Every file but the one that says on which line each resource was written.
fn files(pipeline: Result<Pipeline, Findings>) -> BTreeMap<String, String> {
    let pipeline = pipeline.unwrap_or_else(|findings| panic!("{findings}"));
    let mut files = pipeline.synthesize().unwrap().files().clone();
    files.remove("sources.json");
    files
}

#[test]
fn the_macro_and_the_builder_give_the_same_bytes() {
    let name = file!().rsplit(['/', '\\']).next().unwrap();
    let (written, built) = (files(by_macro()), files(by_builder()));
    assert!(written.values().any(|text| text.contains(name)));
    for (file, text) in &written {
        assert_eq!(without_places(text), without_places(&built[file]), "{file}");
    }
    assert_eq!(written.len(), built.len());
}

#[test]
fn what_is_declared_is_made_and_what_is_imported_is_not() {
    let files = files(by_macro());
    let template = files
        .iter()
        .find(|(name, _)| name.contains("pipeline") && name.ends_with(".template.json"))
        .map(|(_, text)| serde_json::from_str::<Value>(text).unwrap())
        .expect("the pipeline's template");
    let resources = template["Resources"].as_object().unwrap();
    let made: Vec<&String> = resources
        .iter()
        .filter(|(_, one)| one["Type"] == "AWS::CodePipeline::CustomActionType")
        .map(|(id, _)| id)
        .collect();
    assert_eq!(made, ["TestScanner2ActionTypeSBF85EG1"]);
    assert_eq!(
        resources["Pipeline"]["DependsOn"],
        json!(["TestScanner2ActionTypeSBF85EG1"])
    );
    assert_eq!(
        resources["TestScanner2ActionTypeSBF85EG1"]["Properties"],
        json!({
            "Category": "Test",
            "Provider": "scanner",
            "Version": "2",
            "InputArtifactDetails": { "MinimumCount": 1, "MaximumCount": 1 },
            "OutputArtifactDetails": { "MinimumCount": 0, "MaximumCount": 1 },
            "ConfigurationProperties": [
                {
                    "Name": "Project",
                    "Required": true,
                    "Key": true,
                    "Secret": false,
                    "Queryable": true,
                    "Description": "which",
                },
                { "Name": "Depth", "Required": false, "Key": false, "Secret": false, "Type": "Number" },
            ],
            "Settings": { "EntityUrlTemplate": "https://scan.example.com/{Config:Project}" },
            "Tags": [
                { "Key": "pipewright:pipeline", "Value": "app" },
                { "Key": "team", "Value": "delivery" },
            ],
        })
    );
    let actions = &resources["Pipeline"]["Properties"]["Stages"][1]["Actions"];
    let type_of = |index: usize| actions[index]["ActionTypeId"].clone();
    let custom = |provider: &str, version: &str| json!({ "Category": "Test", "Owner": "Custom", "Provider": provider, "Version": version });
    assert_eq!(type_of(0), custom("scanner", "2"));
    assert_eq!(type_of(1), custom("crawler", "7"));
    // A configuration is texts for AWS.
    assert_eq!(
        actions[0]["Configuration"],
        json!({ "Project": "app", "Depth": "3" })
    );
}
