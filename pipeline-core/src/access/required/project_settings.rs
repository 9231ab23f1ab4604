//! What the settings of a build project ask of the role of its builds, and that the template has
//! those settings and no others. The calls stand here a second time, from AWS's pages.
//!
//! Sources: <https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html>,
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-kms.html>

use std::borrow::Cow;

use super::provider::{renamed, with_owner};
use super::{ContextValue, DeployedAction, Required, account_of};
use crate::access::forbidden::ForbiddenKind;
use crate::access::verifier::{ApiCall, Purpose};
use crate::catalogue::VariableKind;
use crate::pipeline::{
    BucketPath, BuildSettings, Environment, ReportGroup, Setting, Variable, Vpc,
};
use crate::place::Location;

const LOOK_FOR_A_NETWORK: &[&str] = &[
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
];
const JOIN: &[&str] = &["ec2:CreateNetworkInterface"];
const LEAVE: &str = "ec2:DeleteNetworkInterface";
const HAND_OVER: &str = "ec2:CreateNetworkInterfacePermission";
const CODEBUILD: &str = "codebuild.amazonaws.com";
const SUBNET: &str = "ec2:subnet";
const VPC: &str = "ec2:vpc";
const SERVICE: &str = "ec2:authorizedservice";

const GET: &str = "s3:GetObject";
const PUT: &str = "s3:PutObject";
const ACL: &str = "s3:GetBucketAcl";
const LOCATION: &str = "s3:GetBucketLocation";
const LIST: &str = "s3:ListBucket";

/// Why a role reads a buildspec that is an object in a bucket.
const BUILDSPEC: &str = "reads the buildspec of its builds";

const CREATE_REPORT_GROUP: &[&str] = &["codebuild:CreateReportGroup"];
const REPORT: &[&str] = &[
    "codebuild:CreateReport",
    "codebuild:UpdateReport",
    "codebuild:BatchPutTestCases",
    "codebuild:BatchPutCodeCoverages",
];
const KEY: &[&str] = &[
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:DescribeKey",
];

/// A project as the templates have it: its name, its role, and where it is.
pub(super) struct Deployed<'w> {
    pub(super) name: &'w str,
    pub(super) role: &'w str,
    pub(super) environment: &'w Environment,
    pub(super) at: Location,
}

impl<'w> Required<'w, '_> {
    /// Requires what the settings of a project ask for.
    pub(super) fn project_settings(&mut self, project: &Deployed<'w>, builds: &'w BuildSettings) {
        if let Some(vpc) = &builds.vpc {
            self.network(project, vpc, builds);
        }
        if let Some(bucket) = builds.cache_bucket() {
            let purpose = self.purpose("keeps the cache of its builds", project.at);
            self.objects(
                &purpose,
                project,
                bucket,
                (&[GET, PUT], &[ACL, LOCATION, LIST]),
            );
        }
        if let Some(bucket) = builds.log_bucket() {
            let purpose = self.purpose("writes the logs of its builds into a bucket", project.at);
            self.objects(&purpose, project, bucket, (&[PUT], &[ACL, LOCATION]));
        }
        if let Some(object) = &builds.buildspec {
            let purpose = self.purpose(BUILDSPEC, project.at);
            let place = (project.role, project.environment);
            self.buildspec(&purpose, place, &object.written);
        }
        if let Some(object) = &builds.certificate {
            self.certificate(project, object);
        }
        self.reports(project, &builds.report_groups);
        if let Some(secret) = &builds.registry_credential {
            let purpose = self.purpose("logs in to the registry of its image", project.at);
            let secret = Variable {
                name: String::new(),
                kind: VariableKind::SecretsManager,
                value: Setting::String(secret.clone()),
            };
            self.secrets(&purpose, project.role, project.environment, &[secret]);
        }
        if let Some(key) = &builds.encryption_key {
            let purpose = self.purpose("encrypts the caches and logs of its builds", project.at);
            self.scoped(&purpose, project.role, key, KEY);
        }
    }

    fn here(&self, project: &Deployed<'w>, service: &str, resource: &str) -> String {
        let region = project.environment.region.as_str();
        let account = self.inventory.pipeline.accounts[project.environment.account]
            .id
            .as_str();
        self.arn(service, region, account, resource)
    }

    fn network(&mut self, project: &Deployed<'w>, vpc: &'w Vpc, builds: &'w BuildSettings) {
        let role = project.role;
        let purpose = self.purpose("runs its builds in a VPC", project.at);
        self.calls(&purpose, role, "*", LOOK_FOR_A_NETWORK);
        let in_vpc = self.here(project, "ec2", &format!("vpc/{}", vpc.id));
        let in_vpc = (VPC, ContextValue::one(in_vpc));
        let lists = &self.inventory.pipeline.deploy_values;
        let server = builds.docker_server.iter();
        let groups = server.flat_map(|server| &server.security_groups);
        for group in vpc.security_groups.iter().chain(groups) {
            if lists.is_list(group) {
                let arn = self.here(project, "ec2", "security-group/sg-0a1b2c3d");
                self.bounded(
                    &purpose,
                    role,
                    &arn,
                    (JOIN[0], std::slice::from_ref(&in_vpc)),
                );
            } else {
                let arn = self.here(project, "ec2", &format!("security-group/{group}"));
                self.scoped(&purpose, role, &arn, JOIN);
            }
        }
        let interface = self.here(project, "ec2", "network-interface/eni-0a1b2c3d");
        self.scoped_among(&purpose, role, &interface, JOIN, &[]);
        let by_vpc = vpc.subnets.iter().any(|subnet| lists.is_list(subnet));
        for subnet in &vpc.subnets {
            let is_list = lists.is_list(subnet);
            let name = if is_list { "subnet-0a1b2c3d" } else { subnet };
            let arn = self.here(project, "ec2", &format!("subnet/{name}"));
            if is_list {
                self.bounded(
                    &purpose,
                    role,
                    &arn,
                    (JOIN[0], std::slice::from_ref(&in_vpc)),
                );
            } else {
                self.scoped(&purpose, role, &arn, JOIN);
            }
            let placed = match by_vpc {
                true => in_vpc.clone(),
                false => (SUBNET, ContextValue::one(arn)),
            };
            let mut own = vec![placed];
            self.bounded(&purpose, role, &interface, (LEAVE, &own));
            own.push((SERVICE, ContextValue::one(CODEBUILD.to_owned())));
            self.bounded(&purpose, role, &interface, (HAND_OVER, &own));
        }
    }

    /// A call on a resource of EC2, in this context, and in no other one.
    fn bounded(
        &mut self,
        purpose: &Purpose<'_>,
        role: &'w str,
        arn: &str,
        (action, own): (&'static str, &[(&'static str, ContextValue<'static>)]),
    ) {
        let Some(principal) = self.role(purpose, role) else {
            return;
        };
        let with = |own: &[(&'static str, ContextValue<'static>)]| {
            let mut context = own.to_vec();
            context.push(super::artifacts::TLS);
            context
        };
        let resource = with_owner(Cow::Borrowed(arn), account_of(role), role);
        let context = with(own);
        let call = ApiCall {
            action,
            context: &context,
        };
        self.verifier.require(purpose, principal, &resource, [call]);
        let instance = arn.rsplit_once(':');
        let instance = instance.map(|(start, _)| format!("{start}:instance/i-0a1b2c3d"));
        self.neighbours(purpose, principal, &resource, instance, [call].into_iter());
        for (at, (key, value)) in own.iter().enumerate() {
            let other = match value {
                ContextValue::One(value) => format!("{value}0"),
                _ => "other".to_owned(),
            };
            let mut changed = own.to_vec();
            changed[at] = (*key, ContextValue::one(other));
            let mut without = own.to_vec();
            without[at] = (*key, ContextValue::Absent);
            for context in [with(&changed), with(&without)] {
                let call = ApiCall {
                    action,
                    context: &context,
                };
                self.verifier.forbid(
                    ForbiddenKind::Neighbour,
                    purpose.at,
                    principal,
                    &resource,
                    call,
                );
            }
        }
    }

    /// Calls on the objects below a path of a bucket, and on the bucket.
    fn objects(
        &mut self,
        purpose: &Purpose<'_>,
        project: &Deployed<'w>,
        bucket: &'w BucketPath,
        (objects, of_bucket): (&[&'static str], &[&'static str]),
    ) {
        let arn = self.bucket(bucket);
        let base = match &bucket.path {
            Some(path) => format!("{arn}/{path}"),
            None => arn.clone(),
        };
        let below = |base: &str| format!("{base}/0a1b2c3d");
        let others = renamed(&base).iter().map(|base| below(base)).collect();
        self.in_bucket(purpose, project, bucket, (below(&base), objects), others);
        let others = renamed(&arn);
        self.in_bucket(purpose, project, bucket, (arn, of_bucket), others);
    }

    fn certificate(&mut self, project: &Deployed<'w>, object: &'w BucketPath) {
        let purpose = self.purpose("reads the certificate that its builds trust", project.at);
        let bucket = self.bucket(object);
        let arn = format!("{bucket}/{}", object.path.as_deref().unwrap_or_default());
        let others = renamed(&arn);
        self.in_bucket(&purpose, project, object, (arn, &[GET]), others);
        let others = renamed(&bucket);
        self.in_bucket(&purpose, project, object, (bucket, &[LOCATION]), others);
    }

    /// Requires what the buildspec of an action asks for.
    pub(super) fn buildspec_of(&mut self, deployed_action: &DeployedAction<'w>, worker: &'w str) {
        let action = deployed_action.action;
        // An object whose name is known only when the pipeline runs is none of the requests.
        let object = action.buildspec();
        if let Some(object) = object.filter(|object| !object.written.contains("#{")) {
            let purpose = deployed_action.purpose(BUILDSPEC);
            let place = (worker, &action.environment);
            self.buildspec(&purpose, place, &object.written);
        }
    }

    fn buildspec(
        &mut self,
        purpose: &Purpose<'_>,
        (role, environment): (&'w str, &'w Environment),
        arn: &str,
    ) {
        let owner = self.inventory.pipeline.accounts[environment.account]
            .id
            .as_str();
        let object = (arn.to_owned(), [GET].as_slice());
        self.in_bucket_of(purpose, (role, owner), object, renamed(arn));
    }

    fn bucket(&self, bucket: &BucketPath) -> String {
        let partition = self.inventory.pipeline.partition();
        format!("arn:{partition}:s3:::{}", bucket.bucket)
    }

    fn in_bucket(
        &mut self,
        purpose: &Purpose<'_>,
        project: &Deployed<'w>,
        bucket: &'w BucketPath,
        (arn, actions): (String, &[&'static str]),
        others: Vec<String>,
    ) {
        let own = self.inventory.pipeline.accounts[project.environment.account]
            .id
            .as_str();
        let owner = bucket.owner.as_deref().unwrap_or(own);
        self.in_bucket_of(purpose, (project.role, owner), (arn, actions), others);
    }

    fn in_bucket_of(
        &mut self,
        purpose: &Purpose<'_>,
        (role, owner): (&'w str, &'w str),
        (arn, actions): (String, &[&'static str]),
        others: Vec<String>,
    ) {
        let Some(principal) = self.role(purpose, role) else {
            return;
        };
        let context = [super::artifacts::TLS];
        let calls = actions.iter().map(|action| ApiCall {
            action,
            context: &context,
        });
        let resource = with_owner(Cow::Owned(arn), owner, role);
        self.verifier
            .require(purpose, principal, &resource, calls.clone());
        self.neighbours(purpose, principal, &resource, others, calls);
    }

    fn reports(&mut self, project: &Deployed<'w>, groups: &'w [ReportGroup]) {
        let purpose = self.purpose("writes the reports of its builds", project.at);
        for group in groups {
            let group = &group.name;
            if group.starts_with("arn:") {
                self.scoped(&purpose, project.role, group, REPORT);
                continue;
            }
            let name = format!("report-group/{}-{group}", project.name);
            let arn = self.here(project, "codebuild", &name);
            self.scoped(&purpose, project.role, &arn, REPORT);
            self.scoped(&purpose, project.role, &arn, CREATE_REPORT_GROUP);
        }
    }
}
