//! Other resources in the same template: a topic of approvals, an image repository, a key.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "map-resources-beside";
        home tools = "111111111111" @ "us-east-1";

        resource approvals: "AWS::SNS::Topic" { DisplayName: "Approvals of the map" }
        resource images: "AWS::ECR::Repository" {
            ImageScanningConfiguration: { ScanOnPush: true },
        }
        output Images = images.RepositoryUri { export_name: "map-images" }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "map", branch_name: "main" };
        }
        stage Approve {
            Review: Manual { notification_arn: approvals };
        }
        stage Build {
            Image: EcrBuildAndPublish(source) { ecr_repository_name: images, image_tags: ["latest"] };
        }
    }]
}

#[test]
fn they_stand_in_the_template_and_are_named() {
    let made = Made::of(pipelines());
    let home = "111111111111/us-east-1";
    let topic = json!({ "Ref": "ApprovalsSNSTopic" });
    made.has(
        home,
        &json!({
            "Type": "AWS::SNS::Topic",
            "Properties": { "DisplayName": "Approvals of the map" },
        }),
    );
    made.has(
        home,
        &json!({
            "Type": "AWS::ECR::Repository",
            "Properties": { "ImageScanningConfiguration": { "ScanOnPush": true } },
        }),
    );
    made.has(
        home,
        &json!({ "Outputs": { "Images": {
        "Value": { "Fn::GetAtt": ["ImagesECRRepository", "RepositoryUri"] },
        "Export": { "Name": "map-images" },
    } } }),
    );
    made.has(home, &json!({
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": { "Stages": [{ "Actions": [{ "Configuration": { "NotificationArn": topic } }] }] },
    }));
    assert!(made.some_role_allows("sns:Publish", &topic));
}
