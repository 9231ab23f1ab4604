//! What a project's role needs for settings that only some projects have: a VPC, buckets, report
//! groups, a registry's secret, a key.

use super::Deployment;
use super::escape::policy_string;
use super::grants::{Access, Call, Grants};
use super::projects::Project;
use super::secrets;
use crate::arn::Arn;
use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{
    Action, BucketPath, BuildSettings, Environment, Pipeline, ProjectOrigin, ProjectSettings,
    ReportGroup, RoleId, Vpc,
};
use crate::place::Location;

/// The page that says that calls which look for a network have no resources.
const EC2: &str =
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html";

/// Records what the role of a project's builds needs for these settings.
pub(super) fn record(
    pipeline: &Pipeline,
    grants: &mut Grants,
    project: &Project,
    settings: &ProjectSettings,
) {
    let builds = &settings.builds;
    let here = &project.environment;
    let mut record = |call: Call, why: &str| {
        grants.record(project.role, Access::Call(call), why, "");
    };
    if let Some(vpc) = &builds.vpc {
        for (call, why) in network(pipeline, project, vpc, builds) {
            record(call, why);
        }
    }
    if let Some(bucket) = builds.cache_bucket() {
        let why = "keeps the cache of its builds";
        record(on_objects(pipeline, here, bucket, CACHE_OBJECTS), why);
        record(on_bucket(pipeline, here, bucket, CACHE_BUCKET), why);
    }
    if let Some(bucket) = builds.log_bucket() {
        let why = "writes the logs of its builds into a bucket";
        record(on_objects(pipeline, here, bucket, LOG_OBJECTS), why);
        record(on_bucket(pipeline, here, bucket, LOG_BUCKET), why);
    }
    if let Some(object) = &builds.buildspec {
        record(on_object(pipeline, here, object), BUILDSPEC);
    }
    if let Some(object) = &builds.certificate {
        let why = "reads the certificate that its builds trust";
        record(on_object(pipeline, here, object), why);
        record(on_bucket(pipeline, here, object, CERTIFICATE_BUCKET), why);
    }
    for call in reports(pipeline, project, &builds.report_groups) {
        record(call, "writes the reports of its builds");
    }
    if let Some(secret) = &builds.registry_credential {
        let resources = secrets::secret(pipeline, &project.environment, secret);
        let call = Call::on(&["secretsmanager:GetSecretValue"], resources);
        record(call, "logs in to the registry of its image");
    }
    if let Some(key) = &builds.encryption_key {
        let call = Call::on(KEY_CALLS, vec![key.clone()]);
        record(call, "encrypts the caches and logs of its builds");
    }
}

/// Why a role reads a buildspec that is an object in a bucket.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-name-storage>
const BUILDSPEC: &str = "reads the buildspec of its builds";

/// Records that the role of an action's builds reads the buildspec that the action names.
pub(super) fn of_action(deployment: &mut Deployment<'_>, action: &Action, worker: RoleId) {
    if let Some(access) = buildspec_access(deployment.pipeline, action) {
        let grants = &mut deployment.grants;
        grants.record(worker, access, BUILDSPEC, action.title());
    }
}

/// The access to the buildspec that an action names in a bucket, for whatever role reads it.
pub(crate) fn buildspec_access(pipeline: &Pipeline, action: &Action) -> Option<Access> {
    let object = action.buildspec()?;
    Some(Access::Call(on_object(
        pipeline,
        &action.environment,
        &object,
    )))
}

/// The calls of a role whose builds run in a VPC. AWS's page has those on interfaces for all
/// resources; subnets and security groups are known here. Those of a list that is known when the
/// stack is deployed are known by their VPC.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html#customer-managed-policies-example-create-vpc-network-interface>
fn network(
    pipeline: &Pipeline,
    project: &Project,
    vpc: &Vpc,
    builds: &BuildSettings,
) -> Vec<(Call, &'static str)> {
    let here = pipeline.arns(&project.environment);
    let ec2 = |resource: String| here.arn("ec2", resource).to_string();
    let is_list = |id: &&String| pipeline.deploy_values.is_list(id);
    let named = |kind: &'static str, ids: &[String]| -> Vec<String> {
        let ids = ids.iter().filter(|id| !is_list(id));
        let ids = ids.map(|id| policy_string(id));
        ids.map(|id| ec2(format!("{kind}/{id}"))).collect()
    };
    let server = builds.docker_server.iter();
    let groups: Vec<String> = server
        .flat_map(|server| &server.security_groups)
        .chain(&vpc.security_groups)
        .cloned()
        .collect();
    let subnets = named("subnet", &vpc.subnets);
    let listed_subnets = vpc.subnets.iter().any(|id| is_list(&id));
    let interfaces = ec2("network-interface/*".to_owned());
    let mut joined = vec![interfaces.clone()];
    joined.extend(subnets.iter().cloned());
    joined.extend(named("security-group", &groups));
    let mut listed = Vec::new();
    if listed_subnets {
        listed.push(ec2("subnet/*".to_owned()));
    }
    if groups.iter().any(|id| is_list(&id)) {
        listed.push(ec2("security-group/*".to_owned()));
    }
    let in_vpc = || {
        let arn = ec2(format!("vpc/{}", policy_string(&vpc.id)));
        vec![("ArnEquals", "ec2:Vpc".to_owned(), arn)]
    };
    let placed = || {
        if listed_subnets {
            return in_vpc();
        }
        let subnets = subnets.iter();
        let each = subnets.map(|arn| ("ArnEquals", "ec2:Subnet".to_owned(), arn.clone()));
        each.collect()
    };
    let finds = Call {
        unscoped: Some(EC2),
        ..Call::on(
            &[
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
            ],
            vec!["*".to_owned()],
        )
    };
    let joins = Call::on(&["ec2:CreateNetworkInterface"], joined);
    let joins_listed = Call {
        conditions: in_vpc(),
        ..Call::on(&["ec2:CreateNetworkInterface"], listed)
    };
    let leaves = Call {
        conditions: placed(),
        ..Call::on(&["ec2:DeleteNetworkInterface"], vec![interfaces.clone()])
    };
    let mut conditions = placed();
    conditions.push((
        "StringEquals",
        "ec2:AuthorizedService".to_owned(),
        "codebuild.amazonaws.com".to_owned(),
    ));
    let hands_over = Call {
        conditions,
        ..Call::on(&["ec2:CreateNetworkInterfacePermission"], vec![interfaces])
    };
    let all = [
        (finds, "finds the VPC of its builds"),
        (joins, "joins the VPC of its builds"),
        (joins_listed, "joins the VPC of its builds"),
        (leaves, "leaves the VPC of its builds"),
        (
            hands_over,
            "lets CodeBuild use the network interfaces of its builds",
        ),
    ];
    let needed = all.into_iter();
    needed
        .filter(|(call, _)| !call.resources.is_empty())
        .collect()
}

/// Source: the policy that CodeBuild's console makes for a cache, `CodeBuildCachePolicy`, and
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html>
const CACHE_OBJECTS: &[&str] = &["s3:GetObject", "s3:PutObject"];
const CACHE_BUCKET: &[&str] = &["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket"];

/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html>
const LOG_OBJECTS: &[&str] = &["s3:PutObject"];
const LOG_BUCKET: &[&str] = &["s3:GetBucketAcl", "s3:GetBucketLocation"];
/// A certificate or a buildspec.
const OBJECT: &[&str] = &["s3:GetObject"];
const CERTIFICATE_BUCKET: &[&str] = &["s3:GetBucketLocation"];

/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-kms.html>
const KEY_CALLS: &[&str] = &[
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
];

/// The id of the account that owns a bucket of a project that is here.
pub(crate) fn owner_of<'a>(
    pipeline: &'a Pipeline,
    here: &Environment,
    bucket: &'a BucketPath,
) -> &'a str {
    let own = &pipeline.accounts[here.account].id;
    bucket.owner.as_deref().unwrap_or(own.as_str())
}

fn on_bucket(
    pipeline: &Pipeline,
    here: &Environment,
    bucket: &BucketPath,
    calls: &[&'static str],
) -> Call {
    let arn = Arn::bucket(pipeline.partition(), &bucket.bucket).to_string();
    of_owner(pipeline, here, bucket, Call::on(calls, vec![arn]))
}

/// Calls on the objects below a path.
fn on_objects(
    pipeline: &Pipeline,
    here: &Environment,
    bucket: &BucketPath,
    calls: &[&'static str],
) -> Call {
    let arn = Arn::bucket(pipeline.partition(), &bucket.bucket);
    let objects = match &bucket.path {
        Some(path) => format!("{arn}/{}/*", policy_string(path)),
        None => format!("{arn}/*"),
    };
    of_owner(pipeline, here, bucket, Call::on(calls, vec![objects]))
}

/// Calls on the one object at a path.
fn on_object(pipeline: &Pipeline, here: &Environment, object: &BucketPath) -> Call {
    let bucket = policy_string(&object.bucket);
    let arn = Arn::bucket(pipeline.partition(), bucket);
    let path = policy_string(object.path.as_deref().unwrap_or_default());
    let call = Call::on(OBJECT, vec![format!("{arn}/{path}")]);
    of_owner(pipeline, here, object, call)
}

/// The same call, on a bucket of its owner's only: another account could take its name.
fn of_owner(pipeline: &Pipeline, here: &Environment, bucket: &BucketPath, call: Call) -> Call {
    let owner = owner_of(pipeline, here, bucket).to_owned();
    Call {
        conditions: vec![("StringEquals", "aws:ResourceAccount".to_owned(), owner)],
        ..call
    }
}

/// The calls on report groups. CodeBuild makes a group that the buildspec names by a name, and
/// calls it after the project and that name.
///
/// Sources: <https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html>,
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html>
fn reports(pipeline: &Pipeline, project: &Project, groups: &[ReportGroup]) -> Vec<Call> {
    let here = pipeline.arns(&project.environment);
    let (arns, names): (Vec<&ReportGroup>, Vec<&ReportGroup>) =
        groups.iter().partition(|group| group.is_arn());
    let made: Vec<String> = names
        .into_iter()
        .map(|group| here.report_group(&project.name, &group.name).to_string())
        .collect();
    let arns = arns.into_iter().map(|group| group.name.clone());
    let all: Vec<String> = made.iter().cloned().chain(arns).collect();
    let create = Call::on(&["codebuild:CreateReportGroup"], made);
    let write = Call::on(
        &[
            "codebuild:BatchPutCodeCoverages",
            "codebuild:BatchPutTestCases",
            "codebuild:CreateReport",
            "codebuild:UpdateReport",
        ],
        all,
    );
    let calls = [create, write].into_iter();
    calls.filter(|call| !call.resources.is_empty()).collect()
}

/// Reports the report groups that CodeBuild could not make: it calls them after the project.
pub(super) fn check_report_group_names(
    deployment: &Deployment<'_>,
    findings: &mut Findings<Location>,
) {
    let values = &deployment.pipeline.deploy_values;
    for project in &deployment.projects {
        let declared = &deployment.pipeline.projects[project.declared];
        let ProjectOrigin::Managed(settings) = &declared.origin else {
            continue;
        };
        for group in &settings.builds.report_groups {
            if group.is_arn() || values.is_in(&group.name) || values.is_in(&project.name) {
                continue;
            }
            let name = format!("{}-{}", project.name, group.name);
            let length = name.chars().count();
            let max = limits::REPORT_GROUP_NAME_MAX;
            if length > max {
                findings
                    .report(
                        &codes::REPORT_GROUP_NAME,
                        group.at,
                        format!("CodeBuild calls this report group `{name}`, which has {length} characters, and {max} are allowed"),
                    )
                    .help(format!(
                        "shorten it by {}, give the project a shorter `name`, or name a group by its ARN",
                        length - max
                    ));
            }
        }
    }
}
