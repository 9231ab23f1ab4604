//! Names and ids of the services that actions work on.

use super::{all, is_no_arn};

patterns! {
    USER_TEXT = "A text that AWS hands on." "any text" 1..=1000
        |_| true, super::CODEPIPELINE_LIMITS, free "people or programs get it as it is";
    REVISION = "A revision of a source." "any text" 1..=1500
        |_| true, "botocore codepipeline/2015-07-09 shape Revision", free "a commit's id, an image's digest or an object's version: each provider has its own";
    BUILDSPEC_OVERRIDE = "A buildspec, or where it is." "any text" 1..=1000
        |_| true, super::CODEPIPELINE_LIMITS, free "it is the buildspec itself, its path, or the ARN of its object";
    CACHE_CONTROL = "A Cache-Control header." "any text" 1..=1000
        |_| true, "botocore s3/2006-03-01 shape CacheControl", free "S3 hands it on to browsers as it is";
    INSTANCE_TAG_KEY = "The key of a tag of instances." "any text" 1..=128
        |_| true, "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html", free "EC2 allows any character in its tags";
    INSTANCE_TAG_VALUE = "The value of a tag of instances." "any text" 1..=256
        |_| true, "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html", free "EC2 allows any character in its tags";
    PRODUCT_VERSION_NAME = "The name of a product's version." "any text" 1..=1000
        |_| true, "botocore servicecatalog/2015-12-10 shape ProvisioningArtifactName", free "Service Catalog allows any text";
    STACK_SET_DESCRIPTION = "A stack set's description." "any text" 1..=1000
        |_| true, "botocore cloudformation/2010-05-15 shape Description", free "a text for people";
    FILE_IN_ARTIFACT = "A file in an artifact." "a path in the artifact, `build/file.json`, without / at its beginning and without `..`" 1..=1000
        |text| !text.starts_with('/') && !text.split('/').any(|part| part == ".."),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
        free "a file can have any name",
        meant |text| Some(super::doubts::inside(text).to_owned());
    ARTIFACT_PATH = "A path in the input artifact." "a path in the input artifact, `build/file.json`" 1..=1000
        is_path, super::CODEPIPELINE_LIMITS, doubted super::doubts::in_artifact;
    OUTPUT_FILE = "The name of a file in the output artifact." "a file's name, `outputs.json`" 1..=1000
        is_path, super::CODEPIPELINE_LIMITS;
    LISTED_PATH = "A path in the input artifact." "a path in the input artifact, without commas" 1..=1000
        |text| is_path(text) && !text.contains(','), super::CODEPIPELINE_LIMITS,
        doubted super::doubts::in_artifact;
    MACHINE_PATH = "A path on the machine." "a path on the machine, `/srv/app`" 1..=1000
        is_path, super::CODEPIPELINE_LIMITS;
    CHART = "Where a Helm chart is." "a path in the input artifact, or a chart's address" 1..=1000
        is_no_arn, "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EKS.html";
    WEB_ADDRESS = "The address of a page." "an address that begins with `https://` or `http://`" 1..=1000
        |text| text.starts_with("https://") || text.starts_with("http://"),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html",
        meant |text| (is_no_arn(text) && !text.contains("://") && text.contains('.')).then(|| format!("https://{text}"));
    VPC_ID = "The id of a VPC." "the id of a VPC, `vpc-0123456789abcdef0`" 1..=1000
        |text| is_resource_id(text, "vpc-"), "cfn-lint format AWS::EC2::VPC.Id";
    SUBNET_ID = "The id of a subnet." "the id of a subnet, `subnet-0123456789abcdef0`" 1..=1000
        |text| is_resource_id(text, "subnet-"), "cfn-lint format AWS::EC2::Subnet.Id";
    SECURITY_GROUP_ID = "The id of a security group." "the id of a security group, `sg-0123456789abcdef0`" 1..=1000
        |text| is_resource_id(text, "sg-"), "cfn-lint format AWS::EC2::SecurityGroup.Id";
    APP_CONFIG_ID = "An id of AppConfig." "an id that AppConfig gave: 4 to 7 small letters or digits, `abc1234`" 4..=7
        |text| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        "botocore appconfig/2019-10-09 shape Id",
        hint |_| Some("it is the id, which AppConfig shows beside the name: `aws appconfig list-applications`".to_owned());
    DEPLOYMENT_STRATEGY = "The id of a deployment strategy."
        "the id of a strategy, 4 to 7 small letters or digits, or one of AWS's own: `AppConfig.AllAtOnce`" 4..=50
        |text| match text.strip_prefix("AppConfig.") {
            Some(own) => (9..=40).contains(&own.len()) && all(own, ""),
            None => APP_CONFIG_ID.complaint(text).is_none(),
        },
        "botocore appconfig/2019-10-09 shape DeploymentStrategyId",
        meant |text| Some(format!("AppConfig.{text}"));
    FUNCTION_VERSION = "The version of a Lambda function." "a version's number, `12`" 1..=1000
        |text| text == "$LATEST" || text.bytes().all(|b| b.is_ascii_digit()),
        "botocore lambda/2015-03-31 shape Version";
    LISTED_ALARM = "A CloudWatch alarm's name." "an alarm's name, without commas" 1..=255
        |text| is_no_arn(text) && !text.contains(','), "botocore cloudwatch/2010-08-01 shape AlarmName";
    ECS_CLUSTER = "An ECS cluster's name." "letters, digits, - and _" 1..=255
        |text| all(text, "-_"), "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html";
    ECS_SERVICE = "An ECS service's name." "letters, digits, - and _" 1..=255
        |text| all(text, "-_"), "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html";
    CONTAINER_PLACEHOLDER = "The placeholder of an image in the task definition." "letters, digits, - and _, without `<` and `>`" 1..=255
        |text| all(text, "-_"), "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html";
    EKS_CLUSTER = "An EKS cluster's name." "a letter or digit, then letters, digits, - and _" 1..=100
        |text| text.starts_with(|c: char| c.is_ascii_alphanumeric()) && all(text, "-_"),
        "botocore eks/2017-11-01 shape ClusterName";
    HELM_RELEASE = "The name of a Helm release." "small letters, digits, - and ., with a letter or digit at both ends" 1..=53
        |text| text.split('.').all(is_label), "https://helm.sh/docs/chart_template_guide/getting_started/";
    KUBERNETES_NAMESPACE = "A namespace of Kubernetes." "small letters, digits and -, with a letter or digit at both ends" 1..=63
        is_label, "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/";
    BEANSTALK_APPLICATION = "The name of an Elastic Beanstalk application." "an application's name" 1..=100
        is_no_arn, "botocore elasticbeanstalk/2010-12-01 shape ApplicationName";
    BEANSTALK_ENVIRONMENT = "The name of an Elastic Beanstalk environment." "letters, digits and -, with a letter or digit at both ends" 4..=40
        |text| all(text, "-") && !text.starts_with('-') && !text.ends_with('-'),
        "botocore elasticbeanstalk/2010-12-01 shape EnvironmentName";
    DEPLOY_APPLICATION = "The name of a CodeDeploy application." "letters, digits and . _ + = , @ -" 1..=100
        |text| all(text, "._+=,@-"), "botocore codedeploy/2014-10-06 shape ApplicationName";
    DEPLOYMENT_GROUP = "The name of a CodeDeploy deployment group." "letters, digits and . _ + = , @ -" 1..=100
        |text| all(text, "._+=,@-"), "botocore codedeploy/2014-10-06 shape DeploymentGroupName";
    PRODUCT_ID = "The id of a Service Catalog product." "letters, digits, - and _, `prod-abcdefghijklm`" 1..=100
        |text| all(text, "-_"), "botocore servicecatalog/2015-12-10 shape Id";
    TARGET_GROUP = "The name of a target group." "letters, digits and -, with a letter or digit at both ends" 1..=32
        |text| all(text, "-") && !text.starts_with('-') && !text.ends_with('-'),
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html";
    DEVICE_FARM_PROJECT = "The id of a Device Farm project." "letters, digits and -, what follows `project:` in its ARN" 1..=1000
        |text| all(text, "-"), "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-DeviceFarm.html";
    LATITUDE = "A latitude." "degrees from -90 to 90, `47.6204`" 1..=1000
        |text| is_degrees(text, 90.0), "https://docs.aws.amazon.com/devicefarm/latest/APIReference/API_Location.html";
    LONGITUDE = "A longitude." "degrees from -180 to 180, `-122.3491`" 1..=1000
        |text| is_degrees(text, 180.0), "https://docs.aws.amazon.com/devicefarm/latest/APIReference/API_Location.html";
    JENKINS_JOB = "The name of a Jenkins job." "a job's name, without ? * \\ % ! @ # $ ^ & < > [ ] : ; and vertical bars" 1..=1000
        |text| !text.contains(|c: char| "?*\\%!@#$^&|<>[]:;".contains(c)),
        "https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/jenkins/model/Jenkins.java";
    ALEXA_ID = "An id of Alexa." "letters, digits, . and -, as the developer console shows it" 1..=1000
        |text| all(text, ".-"), "https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-alexa-skills-kit.html";
    GITHUB_OWNER = "A user or organization of GitHub." "letters, digits, - and _" 1..=100
        |text| all(text, "-_"), "https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication",
        meant owner_in;
    GITHUB_REPOSITORY = "The name of a GitHub repository." "letters, digits, ., - and _, without its owner" 1..=100
        |text| all(text, ".-_"), "https://docs.github.com/en/repositories/creating-and-managing-repositories/about-repositories",
        meant repository_in;
}

/// All patterns of this file.
#[cfg(test)]
pub use self::ALL as PROVIDERS;

/// Returns whether a string can be a path: neither an ARN nor an address.
pub(super) fn is_path(text: &str) -> bool {
    is_no_arn(text) && !text.contains("://")
}

/// The key in an address, `s3://BUCKET/KEY`.
pub(super) fn key_in(text: &str) -> Option<String> {
    let (_, key) = text.strip_prefix("s3://")?.split_once('/')?;
    Some(key.to_owned())
}

/// Returns whether a string is an id that EC2 gives: a prefix, and 8 or 17 hexadecimal digits.
fn is_resource_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|id| matches!(id.len(), 8 | 17) && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Returns whether a string is the id of a root or a unit of an organization.
pub(super) fn is_organizational_unit(text: &str) -> bool {
    let part = |text: &str, least: usize| {
        (least..=32).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let unit = text.strip_prefix("ou-").and_then(|id| id.split_once('-'));
    unit.is_some_and(|(root, id)| part(root, 4) && part(id, 8))
        || text.strip_prefix("r-").is_some_and(|id| part(id, 4))
}

/// Returns whether a string is a label of a host name, as Kubernetes takes it.
fn is_label(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_degrees(text: &str, most: f64) -> bool {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    plain
        && text
            .parse::<f64>()
            .is_ok_and(|degrees| degrees.abs() <= most)
}

/// The owner and the repository in a page's address or in `OWNER/REPOSITORY`.
fn owner_and_repository(text: &str) -> Option<(&str, &str)> {
    let path = text.split_once("://").map_or(text, |(_, rest)| {
        rest.split_once('/').map_or("", |(_, path)| path)
    });
    let (owner, repository) = path.split_once('/')?;
    let repository = repository.trim_end_matches('/');
    Some((owner, repository.trim_end_matches(".git")))
}

fn owner_in(text: &str) -> Option<String> {
    owner_and_repository(text).map(|(owner, _)| owner.to_owned())
}

fn repository_in(text: &str) -> Option<String> {
    owner_and_repository(text).map(|(_, repository)| repository.to_owned())
}
