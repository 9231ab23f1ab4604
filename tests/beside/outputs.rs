//! Named outputs, in the stack of what each is about.

use serde_json::json;

use super::{refused, synthesized, template};

macro_rules! pipeline {
    ($($more:tt)*) => {
        pipewright::pipeline! {
            name: "app";
            home tools = "111111111111" @ "us-east-1";
            account prod = "444444444444" @ "eu-west-1";
            store cache @ "us-east-1" { bucket_name: "app-artifacts" }
            store far @ "eu-west-1";
            role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
            role existing = import "arn:aws:iam::111111111111:role/ci/existing";
            project package { image: "aws/codebuild/standard:7.0" }
            stage Source {
                let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Build {
                let packaged = Package: CodeBuild(source) { project_name: package };
                Copy: S3Deploy(source) as existing { bucket_name: "site", extract: true };
            }
            stage "Deploy-it" in prod {
                Prepare: CloudFormation(packaged) {
                    action_mode: CREATE_UPDATE, stack_name: "app",
                    template_path: packaged / "template.yml", role_arn: deploys,
                };
                Review: Manual;
            }
            $($more)*
        }
    };
}

#[test]
fn each_stands_in_the_stack_of_what_it_is_about() {
    let assembly = synthesized(pipeline! {
        output PipelineArn = pipeline.arn { description: "To start it", export_name: "app:pipeline" };
        output Name = pipeline;
        output Version = pipeline.version;
        output ServiceRole = pipeline.role;
        output Project = package;
        output ProjectArn = package.arn;
        output BuildRole = package.role.name;
        output Bucket = cache;
        output BucketArn = cache.bucket.arn;
        output FarKey = far.key { export_name: "app-key" }
        output FarKeyId = far.key.id;
        output Deploys = deploys;
        output PrepareRole = "Deploy-it".Prepare.role;
        output Existing = existing.name;
        output Owner = "web" { description: "Who to ask" }
        output Built = (format!("by {}", "build"));
    });
    let of_pipeline = template(&assembly, "app-pipeline-");
    let outputs = &of_pipeline["Outputs"];
    assert_eq!(
        outputs["PipelineArn"],
        json!({
            "Description": "To start it",
            "Export": { "Name": "app:pipeline" },
            "Value": "arn:aws:codepipeline:us-east-1:111111111111:app",
        })
    );
    let values = |names: &[&str], outputs: &serde_json::Value| -> serde_json::Value {
        names
            .iter()
            .map(|name| outputs[name]["Value"].clone())
            .collect()
    };
    assert_eq!(
        values(
            &[
                "Name",
                "Version",
                "ServiceRole",
                "Project",
                "ProjectArn",
                "BuildRole"
            ],
            outputs
        ),
        json!([
            { "Ref": "Pipeline" },
            { "Fn::GetAtt": ["Pipeline", "Version"] },
            { "Fn::GetAtt": ["ServiceRole", "Arn"] },
            { "Ref": "PackageProject" },
            { "Fn::GetAtt": ["PackageProject", "Arn"] },
            { "Ref": "PackageProjectRole" },
        ])
    );
    assert_eq!(
        values(&["Existing", "Owner", "Built"], outputs),
        json!(["existing", "web", "by build"])
    );
    let near = template(&assembly, "app-artifacts-us-east-1-");
    let bucket = &near["Outputs"]["Bucket"]["Value"]["Ref"];
    assert_eq!(
        near["Resources"][bucket.as_str().expect("a bucket")]["Type"],
        "AWS::S3::Bucket"
    );
    assert_eq!(
        near["Outputs"]["BucketArn"]["Value"],
        json!({ "Fn::GetAtt": [bucket, "Arn"] })
    );
    let far = template(&assembly, "app-artifacts-eu-west-1-");
    assert_eq!(
        values(&["FarKey", "FarKeyId"], &far["Outputs"]),
        json!([{ "Fn::GetAtt": ["ArtifactKey", "Arn"] }, { "Ref": "ArtifactKey" }])
    );
    let roles = template(&assembly, "app-roles-444444444444-");
    let role = |name: &str| {
        let id = roles["Outputs"][name]["Value"]["Fn::GetAtt"][0]
            .as_str()
            .expect("a role");
        roles["Resources"][id]["Type"]
            .as_str()
            .expect("a type")
            .to_owned()
    };
    assert_eq!(
        [role("Deploys"), role("PrepareRole")],
        ["AWS::IAM::Role", "AWS::IAM::Role"]
    );

    let report = &assembly.files()["REPORT.md"];
    assert!(
        report.contains("| `FarKey` | `far.key` | `app-artifacts-eu-west-1-"),
        "{report}"
    );
}

#[test]
fn what_is_not_made_has_no_output() {
    let found = refused(pipeline! {
        role _spare { statements: [{ actions: ["s3:ListAllMyBuckets"], resources: ["*"] }] }
        output Spare = _spare.arn;
        output Review = "Deploy-it".Review.role;
    });
    assert!(
        found.contains("[P484] `_spare.arn` is not made: nothing uses it"),
        "{found}"
    );
    assert!(
        found.contains("[P484] `Deploy-it.Review.role` is not made: this action has no role"),
        "{found}"
    );
}

#[test]
fn an_export_has_its_name_once_in_an_account_and_a_region() {
    let found = refused(pipeline! {
        output One = pipeline.arn { export_name: "app" }
        output Two = pipeline.role { export_name: "app" }
        // Another account.
        output Other = deploys { export_name: "app" }
    });
    assert!(
        found.contains(
            "[P504] output One and output Two would both make export `app` in account 111111111111 and region `us-east-1`"
        ),
        "{found}"
    );
    assert_eq!(found.matches("[P504]").count(), 1, "{found}");
}
