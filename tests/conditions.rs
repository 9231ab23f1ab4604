//! `if` in a pipeline, and names for values: what is built, and when expressions are evaluated.

use std::cell::Cell;

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::Value;

/// The names of the stages and their actions, `Stage: Action, Action`.
fn stages(pipeline: &Pipeline) -> Vec<String> {
    let assembly = pipeline.synthesize().expect("an assembly");
    let templates: Vec<Value> = assembly.templates().map(|(_, template)| template).collect();
    let found = templates
        .iter()
        .filter_map(|template| {
            template
                .pointer("/Resources/Pipeline/Properties/Stages")?
                .as_array()
        })
        .flatten()
        .map(|stage| {
            let actions = stage["Actions"].as_array().expect("actions");
            let names: Vec<&str> = actions
                .iter()
                .filter_map(|it| it["Name"].as_str())
                .collect();
            format!(
                "{}: {}",
                stage["Name"].as_str().expect("a name"),
                names.join(", ")
            )
        });
    found.collect()
}

fn reviewed(review: bool, more: bool) -> Result<Pipeline, Findings> {
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        if (review) { account prod = "444444444444"; } else { account prod = "333333333333"; }
        value upload = { bucket_name: "app", extract: true };

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        if (review) {
            stage Review {
                Look: Manual;
                parallel { if (more) { Again: Manual; And: Manual; } }
            }
        }
        stage Copy in prod {
            parallel {
                Upload: S3Deploy(source) { ..upload };
                if (!review && more) { Other: S3Deploy(source) { ..upload, bucket_name: "other" }; }
            }
        }
    }
}

#[test]
fn what_is_built_follows_from_the_conditions() {
    let built = |review, more| stages(&reviewed(review, more).expect("a pipeline"));
    assert_eq!(built(false, false), ["Source: Checkout", "Copy: Upload"]);
    assert_eq!(
        built(false, true),
        ["Source: Checkout", "Copy: Upload, Other"]
    );
    assert_eq!(
        built(true, false),
        ["Source: Checkout", "Review: Look", "Copy: Upload"]
    );
    assert_eq!(
        built(true, true),
        [
            "Source: Checkout",
            "Review: Look, Again, And",
            "Copy: Upload"
        ]
    );
}

#[test]
fn a_condition_is_evaluated_once_and_an_expression_only_where_its_branch_is_taken() {
    let (asked, named) = (Cell::new(0), Cell::new(0));
    let ask = || {
        asked.set(asked.get() + 1);
        false
    };
    let name = |text: &str| {
        named.set(named.get() + 1);
        text.to_owned()
    };
    let built = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        value bucket = (name("app"));
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Copy {
            Upload: S3Deploy(source) { bucket_name: bucket, extract: true };
            if (ask()) { Other: S3Deploy(source) { bucket_name: (name("other")), extract: true }; }
            Again: S3Deploy(source) { bucket_name: bucket, object_key: "x", extract: true };
            if (!ask()) { Wait: Manual; } else { Last: Manual { custom_data: (name("last")) }; }
        }
    }
    .expect("a pipeline");
    assert_eq!(
        stages(&built),
        ["Source: Checkout", "Copy: Upload, Again, Wait"]
    );
    assert_eq!((asked.get(), named.get()), (1, 1));
}

#[test]
fn a_condition_that_fails_is_a_finding_at_its_place() {
    let found = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Copy {
            Upload: S3Deploy(source) { bucket_name: "app", extract: true };
            if ("x".parse::<i32>()? > 1) { Wait: Manual; }
        }
    }
    .expect_err("an error");
    let errors: Vec<String> = found.errors().map(|error| error.text()).collect();
    assert_eq!(errors.len(), 1, "{found}");
    assert!(
        errors[0].contains("[P400] this expression failed: invalid digit"),
        "{found}"
    );
}
