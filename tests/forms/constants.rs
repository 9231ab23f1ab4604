//! Constants and numbers, against the enumerations of AWS's models.

use std::collections::{BTreeMap, BTreeSet};

use pipewright_core::catalogue::Type;

use crate::oracle;

/// Where the constants or the range of a key come from.
enum From {
    /// The enumeration or range of a model: all of it.
    Model(&'static str),
    /// The enumeration of a model: a part of it, and why no more.
    Part(&'static str, &'static str),
    /// No API has it: a page does.
    Page(&'static str),
    /// The language's own.
    Ours(&'static str),
}
use From::{Model, Ours, Page, Part};

const SAME: &str = "the page of its action";

#[rustfmt::skip]
const SOURCES: &[(&str, From)] = &[
    ("CloudFormation.ActionMode", Page(SAME)),
    ("CloudFormation.Capabilities", Model("botocore cloudformation/2010-05-15 shape Capability")),
    ("CloudFormationStackInstances.CallAs", Model("botocore cloudformation/2010-05-15 shape CallAs")),
    ("CloudFormationStackInstances.ConcurrencyMode", Model("botocore cloudformation/2010-05-15 shape ConcurrencyMode")),
    ("CloudFormationStackInstances.FailureTolerancePercentage", Model("botocore cloudformation/2010-05-15 shape FailureTolerancePercentage")),
    ("CloudFormationStackInstances.MaxConcurrentPercentage", Model("botocore cloudformation/2010-05-15 shape MaxConcurrentPercentage")),
    ("CloudFormationStackInstances.RegionConcurrencyType", Model("botocore cloudformation/2010-05-15 shape RegionConcurrencyType")),
    ("CloudFormationStackSet.CallAs", Model("botocore cloudformation/2010-05-15 shape CallAs")),
    ("CloudFormationStackSet.Capabilities", Part("botocore cloudformation/2010-05-15 shape Capability", "the page of its action has no macros")),
    ("CloudFormationStackSet.ConcurrencyMode", Model("botocore cloudformation/2010-05-15 shape ConcurrencyMode")),
    ("CloudFormationStackSet.FailureTolerancePercentage", Model("botocore cloudformation/2010-05-15 shape FailureTolerancePercentage")),
    ("CloudFormationStackSet.MaxConcurrentPercentage", Model("botocore cloudformation/2010-05-15 shape MaxConcurrentPercentage")),
    ("CloudFormationStackSet.OrganizationsAutoDeployment", Page(SAME)),
    ("CloudFormationStackSet.PermissionModel", Model("botocore cloudformation/2010-05-15 shape PermissionModels")),
    ("CloudFormationStackSet.RegionConcurrencyType", Model("botocore cloudformation/2010-05-15 shape RegionConcurrencyType")),
    ("CodeCommit.OutputArtifactFormat", Page(SAME)),
    ("CodeConnection.OutputArtifactFormat", Page(SAME)),
    ("CodePipeline.SourceRevisions.revisionType", Model("botocore codepipeline/2015-07-09 shape SourceRevisionType")),
    ("Commands.ComputeType", Part("botocore codebuild/2016-10-06 shape ComputeType", "the page of its action has these")),
    ("Commands.EnvironmentType", Part("botocore codebuild/2016-10-06 shape EnvironmentType", "the page of its action has these")),
    ("Custom.Category", Model("botocore codepipeline/2015-07-09 shape ActionCategory")),
    ("Custom.Owner", Part("botocore codepipeline/2015-07-09 shape ActionOwner", "AWS's own are kinds of their own")),
    ("DeviceFarm.AppType", Page(SAME)),
    ("DeviceFarm.FuzzEventCount", Page(SAME)),
    ("DeviceFarm.FuzzEventThrottle", Page(SAME)),
    ("DeviceFarm.FuzzRandomizerSeed", Page("the page of its action has no range")),
    ("DeviceFarm.JobTimeoutMinutes", Page("the page of its action has no range")),
    ("DeviceFarm.TestType", Model("botocore devicefarm/2015-06-23 shape TestType")),
    ("Ec2.InstanceType", Page(SAME)),
    ("EcrBuildAndPublish.RegistryType", Page(SAME)),
    ("Ecs.DeploymentTimeout", Page(SAME)),
    ("InspectorScan.CriticalThreshold", Page("a number of findings")),
    ("InspectorScan.HighThreshold", Page("a number of findings")),
    ("InspectorScan.InspectorRunMode", Page(SAME)),
    ("InspectorScan.LowThreshold", Page("a number of findings")),
    ("InspectorScan.MediumThreshold", Page("a number of findings")),
    ("Manual.TimeoutInMinutes", Model("botocore codepipeline/2015-07-09 shape ActionTimeout")),
    ("S3Deploy.CannedACL", Model("botocore s3/2006-03-01 shape ObjectCannedACL")),
    ("ServiceCatalog.ProductType", Part("botocore servicecatalog/2015-12-10 shape ProvisioningArtifactType", "the page of its action has this one")),
    ("StepFunctions.InputType", Page(SAME)),
    ("action type.Category", Model("botocore codepipeline/2015-07-09 shape ActionCategory")),
    ("action type.ConfigurationProperties.Type", Model("botocore codepipeline/2015-07-09 shape ActionConfigurationPropertyType")),
    ("action type.InputArtifactDetails.MaximumCount", Model("botocore codepipeline/2015-07-09 shape MaximumArtifactCount")),
    ("action type.InputArtifactDetails.MinimumCount", Model("botocore codepipeline/2015-07-09 shape MinimumArtifactCount")),
    ("action type.OutputArtifactDetails.MaximumCount", Model("botocore codepipeline/2015-07-09 shape MaximumArtifactCount")),
    ("action type.OutputArtifactDetails.MinimumCount", Model("botocore codepipeline/2015-07-09 shape MinimumArtifactCount")),
    ("action.RunOrder", Model("botocore codepipeline/2015-07-09 shape ActionRunOrder")),
    ("imported action type.Category", Model("botocore codepipeline/2015-07-09 shape ActionCategory")),
    ("imported action type.ConfigurationProperties.Type", Model("botocore codepipeline/2015-07-09 shape ActionConfigurationPropertyType")),
    ("imported action type.InputArtifactDetails.MaximumCount", Model("botocore codepipeline/2015-07-09 shape MaximumArtifactCount")),
    ("imported action type.InputArtifactDetails.MinimumCount", Model("botocore codepipeline/2015-07-09 shape MinimumArtifactCount")),
    ("imported action type.OutputArtifactDetails.MaximumCount", Model("botocore codepipeline/2015-07-09 shape MaximumArtifactCount")),
    ("imported action type.OutputArtifactDetails.MinimumCount", Model("botocore codepipeline/2015-07-09 shape MinimumArtifactCount")),
    ("imported store.ObjectOwnership", Model("botocore s3/2006-03-01 shape ObjectOwnership")),
    ("project.BuildBatchConfig.Restrictions.ComputeTypesAllowed", Part("botocore codebuild/2016-10-06 shape ComputeType", "those that a project can have")),
    ("project.BuildBatchConfig.Restrictions.MaximumBuildsAllowed", Page("https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html")),
    ("project.BuildBatchConfig.TimeoutInMins", Page("https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html")),
    ("project.Cache.Modes", Model("botocore codebuild/2016-10-06 shape CacheMode")),
    ("project.Cache.Type", Model("botocore codebuild/2016-10-06 shape CacheType")),
    ("project.ComputeType", Part("botocore codebuild/2016-10-06 shape ComputeType", "machines of Lambda and reserved ones are chosen otherwise")),
    ("project.ConcurrentBuildLimit", Page("the API has no range; a number of builds")),
    ("project.DockerServer.ComputeType", Part("botocore codebuild/2016-10-06 shape ComputeType", "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DockerServer.html lists these")),
    ("project.EnvironmentType", Part("botocore codebuild/2016-10-06 shape EnvironmentType", "CodePipeline's builds run in these")),
    ("project.HostKernel", Model("botocore codebuild/2016-10-06 shape HostKernel")),
    ("project.ImagePullCredentialsType", Model("botocore codebuild/2016-10-06 shape ImagePullCredentialsType")),
    ("project.LogsConfig.CloudWatchLogs.Status", Model("botocore codebuild/2016-10-06 shape LogsConfigStatusType")),
    ("project.LogsConfig.S3Logs.Status", Model("botocore codebuild/2016-10-06 shape LogsConfigStatusType")),
    ("project.QueuedTimeoutInMinutes", Model("botocore codebuild/2016-10-06 shape TimeOut")),
    ("project.TimeoutInMinutes", Page("https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html")),
    ("rule CloudWatchAlarm.AlarmStates", Model("botocore cloudwatch/2010-08-01 shape StateValue")),
    ("rule CloudWatchAlarm.WaitTime", Page("the longest that a rule may take")),
    ("rule VariableCheck.Operator", Page(SAME)),
    ("settings.ExecutionMode", Model("botocore codepipeline/2015-07-09 shape ExecutionMode")),
    ("settings.PipelineType", Model("botocore codepipeline/2015-07-09 shape PipelineType")),
    ("statement.Effect", Page("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html")),
    ("store.ExpirationInDays", Ours("a hundred years; S3 has no limit")),
    ("store.RemovalPolicy", Ours("the two that CloudFormation and the language share")),
    ("store.Shared.ExpirationInDays", Ours("a hundred years; S3 has no limit")),
    ("store.Shared.RemovalPolicy", Ours("the two that CloudFormation and the language share")),
    ("trigger.PullRequest.Events", Model("botocore codepipeline/2015-07-09 shape GitPullRequestEventType")),
];

#[test]
fn constants_and_ranges_have_their_source() {
    let known: BTreeMap<&str, &From> = SOURCES.iter().map(|(path, from)| (*path, from)).collect();
    assert_eq!(known.len(), SOURCES.len(), "a key stands twice");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let empty: &[String] = &[];
    let models: Vec<&str> = SOURCES
        .iter()
        .filter_map(|(_, from)| match from {
            Model(source) => Some(*source),
            Part(source, why) => {
                assert!(!why.is_empty(), "a reason is empty");
                Some(*source)
            }
            Page(why) | Ours(why) => {
                assert!(!why.is_empty(), "a reason is empty");
                None
            }
        })
        .collect();
    let answers = oracle::ask(models.iter().map(|source| (*source, empty)));
    let answers: BTreeMap<&str, _> = models.iter().copied().zip(answers).collect();
    for spot in crate::spots() {
        let (constants, range) = match &spot.key.kind {
            Type::OneOf(constants) | Type::SetOf(constants) => (*constants, None),
            Type::Number(least, most) => (&[][..], Some((*least, *most))),
            _ => continue,
        };
        let path = spot.path.as_str();
        let Some(from) = known.get(path) else {
            wrong.push(format!(
                "`{path}`: nothing says where its constants come from"
            ));
            continue;
        };
        seen.insert(path.to_owned());
        let (source, whole) = match from {
            Model(source) => (source, true),
            Part(source, _) => (source, false),
            Page(_) | Ours(_) => continue,
        };
        let Some(answer) = &answers[source] else {
            wrong.push(format!("`{path}`: there is no {source}"));
            continue;
        };
        if let Some((least, most)) = range {
            let theirs = (answer.min.map(|n| n as i64), answer.max.map(|n| n as i64));
            if theirs != (Some(least), Some(most)) {
                wrong.push(format!(
                    "`{path}` goes from {least} to {most}; AWS says {theirs:?}"
                ));
            }
            continue;
        }
        let own: BTreeSet<&str> = constants.iter().copied().collect();
        let theirs: BTreeSet<&str> = answer.values.iter().map(String::as_str).collect();
        let more: Vec<_> = own.difference(&theirs).collect();
        let fewer: Vec<_> = theirs.difference(&own).collect();
        if !more.is_empty() || whole && !fewer.is_empty() {
            wrong.push(format!(
                "`{path}` differs from {source}: AWS has no {more:?}, and the catalogue no {fewer:?}: add them where the action's page has them, or say why not"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (path, _) in SOURCES {
        assert!(seen.contains(*path), "no key `{path}` has constants");
    }
}
