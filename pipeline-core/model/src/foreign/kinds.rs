//! Action kinds by the names that the CDK, CloudFormation and the console have for them.

use crate::catalogue;

/// The kind that a foreign word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name here.
    pub name: &'static str,
    /// The setting that the word implies, or nothing.
    pub with: &'static str,
}

/// The classes of the CDK, and other names.
const NAMES: &[(&[&str], &str, &str)] = &[
    (&["alexaskilldeployaction"], "Alexa", ""),
    (
        &["cloudformationcreateupdatestackaction"],
        "CloudFormation",
        "action_mode: CREATE_UPDATE",
    ),
    (
        &["cloudformationcreatereplacechangesetaction"],
        "CloudFormation",
        "action_mode: CHANGE_SET_REPLACE",
    ),
    (
        &["cloudformationexecutechangesetaction"],
        "CloudFormation",
        "action_mode: CHANGE_SET_EXECUTE",
    ),
    (
        &["cloudformationdeletestackaction"],
        "CloudFormation",
        "action_mode: DELETE_ONLY",
    ),
    (
        &["cloudformationdeploystackinstancesaction"],
        "CloudFormationStackInstances",
        "",
    ),
    (
        &["cloudformationdeploystacksetaction"],
        "CloudFormationStackSet",
        "",
    ),
    (
        &["codebuildaction", "codebuildstep", "shellstep"],
        "CodeBuild",
        "",
    ),
    (&["codecommitsourceaction"], "CodeCommit", ""),
    (
        &["codedeployecsdeployaction", "codedeployecs"],
        "CodeDeployToEcs",
        "",
    ),
    (&["codedeployserverdeployaction"], "CodeDeploy", ""),
    (
        &[
            "codestarconnectionssourceaction",
            "codestarconnection",
            "codestarconnections",
            "codeconnections",
            "githubsourceaction",
            "githubv2",
            "github2",
            "githubapp",
            "bitbucket",
            "bitbucketcloud",
            "gitlab",
            "gitlabselfmanaged",
            "githubenterpriseserver",
        ],
        "CodeConnection",
        "",
    ),
    (&["commandsaction", "shell"], "Commands", ""),
    (&["ec2deployaction"], "Ec2", ""),
    (&["ecrbuildandpublishaction"], "EcrBuildAndPublish", ""),
    (&["ecrsourceaction"], "Ecr", ""),
    (&["ecsdeployaction"], "Ecs", ""),
    (&["eksdeployaction"], "Eks", ""),
    (&["elasticbeanstalkdeployaction"], "ElasticBeanstalk", ""),
    (
        &[
            "inspectorecrimagescanaction",
            "inspectorsourcecodescanaction",
        ],
        "InspectorScan",
        "",
    ),
    (&["jenkinsaction"], "Jenkins", ""),
    (&["lambdainvokeaction", "lambdainvoke"], "Lambda", ""),
    (&["lambdadeployaction"], "LambdaDeploy", ""),
    (
        &[
            "manualapprovalaction",
            "manualapprovalstep",
            "manualapproval",
            "approve",
        ],
        "Manual",
        "",
    ),
    (&["pipelineinvokeaction"], "CodePipeline", ""),
    (&["s3deployaction"], "S3Deploy", ""),
    (&["s3sourceaction"], "S3Source", ""),
    (&["servicecatalogdeployactionbeta1"], "ServiceCatalog", ""),
    (
        &["stepfunctioninvokeaction", "stepfunction"],
        "StepFunctions",
        "",
    ),
];

/// The kind that a name of the CDK or of the console stands for.
#[must_use]
pub fn kind(word: &str) -> Option<Kind> {
    let word = super::plain(word);
    let mut rows = NAMES.iter();
    let (_, name, with) = rows.find(|(words, ..)| words.contains(&word.as_str()))?;
    Some(Kind { name, with })
}

/// The one kind with this provider of CodePipeline's, of a category where one is said.
#[must_use]
pub fn kind_of_provider(provider: &str, category: Option<&str>) -> Option<&'static str> {
    let fits = |kind: &&&catalogue::Kind| {
        kind.provider.eq_ignore_ascii_case(provider)
            && category.is_none_or(|category| kind.category == category)
    };
    let kinds: Vec<&str> = catalogue::KINDS
        .iter()
        .filter(fits)
        .map(|kind| kind.name)
        .collect();
    match kinds.as_slice() {
        [only] => Some(only),
        several => several.iter().copied().find(|name| *name == provider),
    }
}
