//! Every declaration.

#![deny(warnings)]

fn main() {
    let pipeline = pipewright::pipeline! {
        name: "everything";
        organization "o-a1b2c3d4e5";

        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";
        account _later = "555555555555";

        store main in tools @ "us-east-1" {
            bucket_name: "everything-artifacts",
            expiration_in_days: 7,
            encryption_key: true,
            key_administrators: ["arn:aws:iam::111111111111:role/security"],
            removal_policy: RETAIN,
        }
        store west @ "us-west-2" = import {
            bucket: "artifacts-west",
            key: "arn:aws:kms:us-west-2:111111111111:key/01234567-89ab-cdef-0123-456789abcdef",
        };
        store europe @ "eu-west-1";

        role deploy in prod {
            managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            statements: [
                { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::site/*"] },
                {
                    effect: Deny,
                    actions: ["s3:*"],
                    resources: ["*"],
                    conditions: { Bool: { "aws:SecureTransport": "false" } },
                },
            ],
            permissions_boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
            path: "/deploy/",
        }
        role acting in prod = import "arn:aws:iam::444444444444:role/acting";
        role building = import "arn:aws:iam::111111111111:role/building";

        project package {
            image: "aws/codebuild/standard:7.0",
            buildspec: "version: 0.2",
            compute_type: BUILD_GENERAL1_LARGE,
            environment_type: LINUX_CONTAINER,
            description: "Packages it",
            environment_variables: { LEVEL: 3, WIDE: true, NAME: "x" },
            privileged_mode: true,
            timeout_in_minutes: 10,
        }
        project checks = import { name: "checks", role: building };
        project west_checks @ "us-west-2" { image: "aws/codebuild/standard:7.0" }

        action_type lint {
            category: Test,
            provider: "linter",
            version: "1",
            input_artifact_details: { minimum_count: 1, maximum_count: 1 },
            output_artifact_details: { minimum_count: 0, maximum_count: 0 },
        }
        action_type _spare = import { category: Test, provider: "spare", version: "2" };

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "x", branch_name: "main" };
        }
        stage Build {
            let packaged = Package: CodeBuild(source) via main { project_name: package };
            parallel {
                Check: CodeBuildTest(source, packaged) { project_name: checks, primary_source: source };
                Lint: Custom(source) { action_type: lint };
                CheckWest: CodeBuildTest(source) @ "us-west-2" via west { project_name: west_checks };
            }
        }
        stage "Deploy-to.prod" in prod {
            Upload: S3Deploy(packaged) as acting { bucket_name: "site", extract: true };
            Stack: CloudFormation(packaged) via europe {
                action_mode: CREATE_UPDATE,
                stack_name: "everything",
                template_path: packaged / "template.yml",
                role_arn: deploy,
            };
        }
    };
    pipeline.unwrap();
}
