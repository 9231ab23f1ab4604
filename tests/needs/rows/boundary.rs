//! A permissions boundary on every role that is made.

use pipewright::{Findings, Pipeline, pipeline};

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "ledger-boundary";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        roles { permissions_boundary: "team-boundary" }

        project package { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "ledger", branch_name: "main" };
        }
        stage Build {
            let packaged = Package: CodeBuild(source) { project_name: package };
        }
        stage Deploy in prod {
            Upload: S3Deploy(packaged) { bucket_name: "ledger", extract: true };
        }
    }]
}

#[test]
fn every_role_has_it() {
    let made = Made::of(pipelines());
    let roles = made.resources("AWS::IAM::Role");
    assert!(roles.len() >= 5, "{roles:?}");
    for (id, role) in roles {
        let boundary = &role["Properties"]["PermissionsBoundary"];
        let boundary = boundary.to_string();
        assert!(
            boundary.contains("policy/team-boundary"),
            "{id}: {boundary}"
        );
    }
    // Whoever owns the boundary is told what it must allow.
    assert!(made.file("REPORT.md").contains("policy/team-boundary"));
}
