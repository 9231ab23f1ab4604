//! A build that writes beside the artifacts, as `sam package` does.

use pipewright::{Findings, Pipeline, pipeline};

use crate::made::Made;

/// The same into the bucket of the artifacts.
fn among_artifacts() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "photos-among-artifacts";
        home tools = "111111111111" @ "us-east-1";

        store main @ "us-east-1";
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            environment_variables: { PACKAGES: main },
            statements: [{
                actions: ["s3:GetObject", "s3:PutObject"],
                resources: [main / "sam/*"],
            }],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "photos", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
    }
}

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    let beside = pipeline! {
        name: "photos-writes-beside";
        home tools = "111111111111" @ "us-east-1";

        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            environment_variables: { PACKAGES: "acme-packages" },
            statements: [{
                actions: ["s3:GetObject", "s3:PutObject"],
                resources: ["arn:aws:s3:::acme-packages/photos/*"],
            }],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "photos", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
    };
    vec![beside, among_artifacts()]
}

#[test]
fn its_role_may_write_there() {
    let made = Made::of(pipelines());
    let packages = "arn:aws:s3:::acme-packages/photos/*";
    assert!(made.allows("codebuild.amazonaws.com", "s3:PutObject", packages));
    let stores = made.resources("AWS::S3::Bucket");
    let mut stores = stores.iter().filter_map(|(_, store)| {
        let name = store["Properties"]["BucketName"].as_str()?;
        name.starts_with("photos-among-artifacts-").then_some(name)
    });
    let folder = format!("arn:aws:s3:::{}/sam/*", stores.next().unwrap());
    assert!(made.allows("codebuild.amazonaws.com", "s3:PutObject", &folder));
}

/// One that reaches the artifacts themselves is warned of, unless its name says that it is meant.
#[test]
fn a_project_that_reaches_a_store_is_warned_of() {
    let built = pipeline! {
        name: "photos-warned";
        home tools = "111111111111" @ "us-east-1";
        store main @ "us-east-1";
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            statements: [{ actions: ["s3:PutObject"], resources: [main] }],
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "photos", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
    };
    let assembly = built.and_then(|pipeline| pipeline.synthesize());
    let warnings = assembly
        .unwrap_or_else(|found| panic!("{found}"))
        .warnings()
        .to_string();
    assert!(
        warnings.contains("[P513]") && warnings.contains("begin the project's name with `_`"),
        "{warnings}"
    );
}
