//! The properties that name a resource, by its type: AWS has one resource of a name.
//!
//! `identifiers.txt` has them from AWS's resource schemas: a type's `primaryIdentifier`, or one of its
//! `additionalIdentifiers`, if a template can set all of its properties. A test writes it and holds
//! it against these. Types that AWS makes the identifier of, though their names are unique too,
//! stand in `GIVEN`.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use std::cmp::Ordering;

static IDENTIFIERS: &str = include_str!("identifiers.txt");

/// Types with an identifier that AWS makes, and what is unique all the same: properties with
/// blanks between them. A part of a property has its path. One with a `?` may be left out, and of two
/// with a `|` between them the first one counts that is there. Of a type with none, a region has one.
pub(super) const GIVEN: [(&str, &str); 39] = [
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
    ("AWS::SQS::Queue", "QueueName"),
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    ("AWS::SecretsManager::Secret", "Name"),
    // https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html
    ("AWS::CodeCommit::Repository", "RepositoryName"),
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Name"),
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "Name"),
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
    ("AWS::IAM::OIDCProvider", "Url"),
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html
    ("AWS::IAM::SAMLProvider", "Name"),
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
    (
        "AWS::IAM::ServiceLinkedRole",
        "AWSServiceName CustomSuffix?",
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeartifact.html
    ("AWS::CodeArtifact::Domain", "DomainName"),
    ("AWS::CodeArtifact::Repository", "DomainName RepositoryName"),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html
    ("AWS::CodePipeline::Webhook", "Name"),
    // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ImportSourceCredentials.html
    ("AWS::CodeBuild::SourceCredential", "ServerType"),
    // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetFleets.html
    ("AWS::CodeBuild::Fleet", "Name"),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
    ("AWS::CodeBuild::ReportGroup", "Name"),
    // https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
    ("AWS::Lambda::Alias", "FunctionName Name"),
    // https://docs.aws.amazon.com/glue/latest/webapi/API_CreateDatabase.html
    (
        "AWS::Glue::Database",
        "CatalogId DatabaseName|DatabaseInput/Name",
    ),
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html
    ("AWS::CloudFront::Function", "Name"),
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateOriginAccessControl.html
    (
        "AWS::CloudFront::OriginAccessControl",
        "OriginAccessControlConfig/Name",
    ),
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateCachePolicy.html
    ("AWS::CloudFront::CachePolicy", "CachePolicyConfig/Name"),
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateOriginRequestPolicy.html
    (
        "AWS::CloudFront::OriginRequestPolicy",
        "OriginRequestPolicyConfig/Name",
    ),
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateResponseHeadersPolicy.html
    (
        "AWS::CloudFront::ResponseHeadersPolicy",
        "ResponseHeadersPolicyConfig/Name",
    ),
    // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateKeyGroup.html
    ("AWS::CloudFront::KeyGroup", "KeyGroupConfig/Name"),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awschatbot.html
    (
        "AWS::Chatbot::SlackChannelConfiguration",
        "ConfigurationName",
    ),
    (
        "AWS::Chatbot::MicrosoftTeamsChannelConfiguration",
        "ConfigurationName",
    ),
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
    ("AWS::WAFv2::WebACL", "Scope Name"),
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateIPSet.html
    ("AWS::WAFv2::IPSet", "Scope Name"),
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateRuleGroup.html
    ("AWS::WAFv2::RuleGroup", "Scope Name"),
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateRegexPatternSet.html
    ("AWS::WAFv2::RegexPatternSet", "Scope Name"),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
    ("AWS::Batch::JobQueue", "JobQueueName"),
    ("AWS::Batch::SchedulingPolicy", "Name"),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamaccessanalyzer.html
    ("AWS::AccessAnalyzer::Analyzer", "AnalyzerName"),
    // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html
    ("AWS::Budgets::Budget", "Budget/BudgetName"),
    // https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
    ("AWS::SSO::PermissionSet", "InstanceArn Name"),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2imagebuilder.html
    ("AWS::ImageBuilder::ImagePipeline", "Name"),
    ("AWS::ImageBuilder::InfrastructureConfiguration", "Name"),
    ("AWS::ImageBuilder::DistributionConfiguration", "Name"),
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
    (
        "AWS::Route53::RecordSet",
        "HostedZoneId|HostedZoneName Name Type SetIdentifier?",
    ),
    // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html
    ("AWS::GuardDuty::Detector", ""),
    // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryPolicy.html
    ("AWS::ECR::RegistryPolicy", ""),
];

/// What names a resource of a type.
pub(super) struct Identifier {
    pub(super) kind: &'static str,
    /// The properties, as in `GIVEN`.
    line: &'static str,
}

impl Identifier {
    pub(super) fn properties(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.line.split_whitespace()
    }
}

/// What names a resource of this type, if AWS says so.
pub(super) fn of(kind: &str) -> Option<Identifier> {
    let given = GIVEN.iter().find(|(name, _)| *name == kind);
    if let Some((kind, line)) = given {
        return Some(Identifier { kind, line });
    }
    // The lines are sorted, so one in the middle tells the half to look in.
    let mut rest = IDENTIFIERS;
    while !rest.is_empty() {
        let start = rest[..rest.len() / 2].rfind('\n').map_or(0, |end| end + 1);
        let (line, after) = rest[start..].split_once('\n')?;
        let (name, line) = line.split_once(' ')?;
        rest = match kind.cmp(name) {
            Ordering::Equal => return Some(Identifier { kind: name, line }),
            Ordering::Less => &rest[..start],
            Ordering::Greater => after,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{GIVEN, IDENTIFIERS, of};

    #[test]
    fn what_names_a_resource_is_known() {
        let named = |kind| of(kind).map(|found| found.properties().collect::<Vec<_>>());
        assert_eq!(named("AWS::Logs::LogGroup"), Some(vec!["LogGroupName"]));
        assert_eq!(named("AWS::SQS::Queue"), Some(vec!["QueueName"]));
        assert_eq!(
            named("AWS::StepFunctions::StateMachine"),
            Some(vec!["StateMachineName"])
        );
        // AWS makes its id, and takes two of one name.
        assert_eq!(named("AWS::CodeConnections::Connection"), None);
        assert_eq!(named("No::Such::Type"), None);
    }

    #[test]
    fn each_line_is_found() {
        for line in IDENTIFIERS.lines() {
            let (kind, properties) = line.split_once(' ').expect("a type and a property");
            if !GIVEN.iter().any(|(given, _)| *given == kind) {
                assert_eq!(of(kind).map(|found| found.line), Some(properties));
            }
        }
    }
}
