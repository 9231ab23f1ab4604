//! Each kind is an action type of AWS, with its numbers of artifacts.

use crate::catalogue::KINDS;

/// Name, category, owner, provider, inputs, outputs.
type ActionType = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (usize, usize),
    (usize, usize),
);

/// The action types as AWS lists them.
///
/// Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html>
/// and the kinds' own pages.
#[rustfmt::skip]
const TYPES: &[ActionType] = &[
    ("Alexa", "Deploy", "ThirdParty", "AlexaSkillsKit", (1, 2), (0, 0)),
    ("AppConfig", "Deploy", "AWS", "AppConfig", (1, 1), (0, 0)),
    ("CloudFormation", "Deploy", "AWS", "CloudFormation", (0, 10), (0, 1)),
    ("CloudFormationStackInstances", "Deploy", "AWS", "CloudFormationStackInstances", (0, 2), (0, 0)),
    ("CloudFormationStackSet", "Deploy", "AWS", "CloudFormationStackSet", (1, 3), (0, 0)),
    ("CodeBuild", "Build", "AWS", "CodeBuild", (1, 5), (0, 5)),
    ("CodeBuildTest", "Test", "AWS", "CodeBuild", (1, 5), (0, 5)),
    ("CodeCommit", "Source", "AWS", "CodeCommit", (0, 0), (1, 1)),
    ("CodeConnection", "Source", "AWS", "CodeStarSourceConnection", (0, 0), (1, 1)),
    ("CodeDeploy", "Deploy", "AWS", "CodeDeploy", (1, 1), (0, 0)),
    ("CodeDeployToEcs", "Deploy", "AWS", "CodeDeployToECS", (1, 5), (0, 0)),
    ("CodePipeline", "Invoke", "AWS", "CodePipeline", (0, 0), (0, 0)),
    ("Commands", "Compute", "AWS", "Commands", (1, 10), (0, 1)),
    ("Custom", "", "", "", (0, 5), (0, 5)),
    ("DeviceFarm", "Test", "AWS", "DeviceFarm", (1, 1), (0, 0)),
    ("Ec2", "Deploy", "AWS", "EC2", (1, 1), (0, 0)),
    ("Ecr", "Source", "AWS", "ECR", (0, 0), (1, 1)),
    ("EcrBuildAndPublish", "Build", "AWS", "ECRBuildAndPublish", (1, 1), (0, 0)),
    ("Ecs", "Deploy", "AWS", "ECS", (1, 1), (0, 0)),
    ("Eks", "Deploy", "AWS", "EKS", (1, 1), (0, 0)),
    ("ElasticBeanstalk", "Deploy", "AWS", "ElasticBeanstalk", (1, 1), (0, 0)),
    ("GitHub", "Source", "ThirdParty", "GitHub", (0, 0), (1, 1)),
    ("InspectorScan", "Invoke", "AWS", "InspectorScan", (0, 1), (1, 1)),
    ("Jenkins", "Build", "Custom", "", (0, 5), (0, 5)),
    ("JenkinsTest", "Test", "Custom", "", (0, 5), (0, 5)),
    ("Lambda", "Invoke", "AWS", "Lambda", (0, 5), (0, 5)),
    ("LambdaDeploy", "Deploy", "AWS", "Lambda", (0, 1), (0, 0)),
    ("Manual", "Approval", "AWS", "Manual", (0, 0), (0, 0)),
    ("S3Deploy", "Deploy", "AWS", "S3", (1, 1), (0, 0)),
    ("S3Source", "Source", "AWS", "S3", (0, 0), (1, 1)),
    ("ServiceCatalog", "Deploy", "AWS", "ServiceCatalog", (1, 1), (0, 0)),
    ("Snyk", "Invoke", "ThirdParty", "Snyk", (1, 1), (1, 1)),
    ("StepFunctions", "Invoke", "AWS", "StepFunctions", (0, 1), (0, 1)),
];

#[test]
fn every_kind_is_an_action_type_of_aws() {
    let found: Vec<_> = KINDS
        .iter()
        .map(|kind| {
            (
                kind.name,
                kind.category,
                kind.owner,
                kind.provider,
                kind.inputs,
                kind.outputs,
            )
        })
        .collect();
    assert_eq!(found, TYPES);
    for kind in KINDS {
        let version = if kind.provider.is_empty() && kind.category.is_empty() {
            ""
        } else {
            "1"
        };
        assert_eq!(kind.version, version, "{}", kind.name);
        for (least, most) in [kind.inputs, kind.outputs] {
            assert!(least <= most && most <= 10, "{}", kind.name);
        }
    }
}
