//! A connection, a repository or a source bucket that is made beside the pipeline.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "wiki-sources-beside";
        home tools = "111111111111" @ "us-east-1";

        resource github: "AWS::CodeConnections::Connection" {
            ConnectionName: "wiki",
            ProviderType: "GitHub",
        }
        resource code: "AWS::CodeCommit::Repository" { RepositoryName: "wiki" }
        resource uploads: "AWS::S3::Bucket" { VersioningConfiguration: { Status: "Enabled" } }

        stage Source {
            let pages = Pages: CodeConnection {
                connection_arn: github,
                full_repository_id: "acme/wiki",
                branch_name: "main",
            };
            let source = Checkout: CodeCommit { repository_name: code.Name, branch_name: "main" };
            let pictures = Pictures: S3Source {
                s3_bucket: uploads,
                s3_object_key: "pictures.zip",
                poll_for_source_changes: true,
            };
        }
        stage Publish {
            parallel {
                Pages: S3Deploy(pages) { bucket_name: "wiki", extract: true };
                Code: S3Deploy(source) { bucket_name: "wiki-code", extract: true };
                Pictures: S3Deploy(pictures) { bucket_name: "wiki-pictures", extract: true };
            }
        }
    }]
}

#[test]
fn they_stand_in_the_template_and_are_named() {
    let made = Made::of(pipelines());
    let home = "111111111111/us-east-1";
    made.has(
        home,
        &json!({
            "Type": "AWS::CodeConnections::Connection",
            "Properties": { "ConnectionName": "wiki", "ProviderType": "GitHub" },
        }),
    );
    made.has(
        home,
        &json!({
            "Type": "AWS::CodeCommit::Repository",
            "Properties": { "RepositoryName": "wiki" },
        }),
    );
    let connection = json!({ "Ref": "GithubCodeConnectionsConnection" });
    made.has(home, &json!({
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": { "Stages": [{ "Actions": [
            { "Configuration": { "ConnectionArn": connection } },
            { "Configuration": { "RepositoryName": { "Fn::GetAtt": ["CodeCodeCommitRepository", "Name"] } } },
            { "Configuration": { "S3Bucket": { "Ref": "UploadsS3Bucket" } } },
        ] }] },
    }));
    assert!(made.some_role_allows("codeconnections:UseConnection", &connection));
}
