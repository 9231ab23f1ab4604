//! The same pipeline gives the same bytes, whichever way it was written, and every time.

#[path = "support/places.rs"]
mod places;
#[path = "../pipeline-core/tests/rules/reference.rs"]
mod reference;

use std::collections::BTreeMap;

use pipewright::{
    Account, Action, Builder, Findings, Pipeline, Project, Role, Stage, file, map, pipeline, word,
};
use places::without_places;
use reference::{deploy, reference};

/// The files that name places: everything else stays the same when lines move.
const NAME_PLACES: [&str; 3] = ["pipeline.json", "report.html", "sources.json"];

#[test]
fn the_macro_and_the_builder_give_the_same_bytes() {
    let written = files(Ok(examples::example("reference-architecture")));
    let built = files(reference().build());
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        built.keys().collect::<Vec<_>>()
    );
    for (name, text) in &written {
        // That one says on which line each resource was written, the others in which file.
        if name != "sources.json" {
            let text = text.replace("build.rs: ", "reference.rs: ");
            assert_eq!(
                without_places(&text),
                without_places(&built[name]),
                "{name}"
            );
        }
    }
}

/// What `pipeline!` expands to is plain builder code, and compiles by itself.
mod expansion {
    include!("support/reference_expanded.rs");

    pub(crate) fn pipeline() -> Result<pipewright::Pipeline, pipewright::Findings> {
        expanded()
    }
}

#[test]
fn the_expansion_by_itself_gives_the_same_bytes() {
    let written = files(Ok(examples::example("reference-architecture")));
    let expanded = files(expansion::pipeline());
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        expanded.keys().collect::<Vec<_>>()
    );
    for (name, text) in written {
        if name != "sources.json" {
            let text = text.replace("build.rs: ", "reference_expanded.rs: ");
            assert_eq!(
                without_places(&text),
                without_places(&expanded[&name]),
                "{name}"
            );
        }
    }
}

#[test]
fn the_same_source_gives_the_same_bytes_every_time() {
    for ((name, one), (_, other)) in examples::all().into_iter().zip(examples::all()) {
        assert_eq!(files(one), files(other), "{name}");
    }
}

#[test]
fn moving_lines_changes_only_the_files_that_name_lines() {
    let here = pipeline! {
        name: "small";
        home main = "111111111111" @ "eu-central-1";
        stage Source { let pages = Upload: S3Source { s3_bucket: "sources", s3_object_key: "site.zip" }; }
        stage Publish { Copy: S3Deploy(pages) { bucket_name: "www.example.com", extract: true }; }
    };
    let there = pipeline! {

        name: "small";
        home main = "111111111111" @ "eu-central-1";

        stage Source {
            let pages = Upload: S3Source { s3_bucket: "sources", s3_object_key: "site.zip" };
        }

        stage Publish {
            Copy: S3Deploy(pages) { bucket_name: "www.example.com", extract: true };
        }
    };
    let (here, there) = (files(here), files(there));
    for (name, text) in &here {
        let names_places = NAME_PLACES.contains(&name.as_str());
        assert_eq!(*text == there[name], !names_places, "{name}");
        if name != "sources.json" {
            assert_eq!(without_places(text), without_places(&there[name]), "{name}");
        }
    }
}

#[test]
fn a_loop_gives_the_bytes_of_what_it_stands_for() {
    let target = |builder: Builder, name: &str| builder.stage(deploy(name, "test", "deploy_test"));
    let names = ["First", "Second", "Third"];
    let looped = names.into_iter().fold(reference(), target);
    let spelled = target(target(target(reference(), "First"), "Second"), "Third");
    let (looped, spelled) = (files(looped.build()), files(spelled.build()));
    assert_eq!(looped, spelled);
}

#[test]
fn an_artifact_with_hyphens_gives_the_same_bytes() {
    let written = pipeline! {
        name: "hyphens";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";
        role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        project package { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" }
        stage Source {
            let "site-sources" = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            let "more-sources" = More: CodeCommit { repository_name: "more", branch_name: "main" };
        }
        stage Build {
            let "site-built", plain = Package: CodeBuild("site-sources", "more-sources") {
                project_name: package, primary_source: "more-sources",
            };
        }
        stage Deploy in prod {
            for part in ["api", "web"] {
                "Update-{part}": CloudFormation("site-built", "plain") {
                    action_mode: CREATE_UPDATE, stack_name: "app-{part}",
                    template_path: "site-built" / "{part}.yml", role_arn: deploys,
                    parameter_overrides: {
                        Bucket: { "Fn::GetArtifactAtt": ["site-built", "BucketName"] },
                    },
                };
            }
        }
    };
    let source = |name: &str, repository: &str, artifact: &str| {
        Action::new(name, "CodeCommit")
            .output(artifact)
            .set("repository_name", repository)
            .set("branch_name", "main")
    };
    let update = |part: &str| {
        let bucket = map([("Fn::GetArtifactAtt", ["site-built", "BucketName"])]);
        Action::new(format!("Update-{part}"), "CloudFormation")
            .input("site-built")
            .input("plain")
            .set("action_mode", word("CREATE_UPDATE"))
            .set("stack_name", format!("app-{part}"))
            .set("template_path", file("site-built", format!("{part}.yml")))
            .set("role_arn", word("deploys"))
            .set("parameter_overrides", map([("Bucket", bucket)]))
    };
    let built = Pipeline::builder("hyphens")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .role(Role::managed("deploys").account("prod").set(
            "managed_policies",
            ["arn:aws:iam::aws:policy/PowerUserAccess"],
        ))
        .project(
            Project::managed("package")
                .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
        )
        .stage(
            Stage::new("Source")
                .action(source("Checkout", "app", "site-sources"))
                .action(source("More", "more", "more-sources")),
        )
        .stage(
            Stage::new("Build").action(
                Action::new("Package", "CodeBuild")
                    .output("site-built")
                    .output("plain")
                    .input("site-sources")
                    .input("more-sources")
                    .set("project_name", word("package"))
                    .set("primary_source", word("more-sources")),
            ),
        )
        .stage(
            Stage::new("Deploy")
                .account("prod")
                .action(update("api"))
                .action(update("web")),
        );
    let (mut written, mut built) = (files(written), files(built.build()));
    for text in written.values_mut().chain(built.values_mut()) {
        *text = without_places(text);
    }
    let named = |text: &String| text.contains("site-built::api.yml");
    assert!(written.values().any(named));
    written.remove("sources.json");
    built.remove("sources.json");
    assert_eq!(written, built);
}

fn files(pipeline: Result<Pipeline, Findings>) -> BTreeMap<String, String> {
    pipeline.unwrap().synthesize().unwrap().files().clone()
}
