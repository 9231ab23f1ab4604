//! The resources that the values of keys name: whoever deploys has to have them, or an action
//! makes them.

use super::Condition;

#[cfg(test)]
mod tests;

/// A resource that the value of a key names, and that exists before the pipeline runs.
///
/// ```
/// use pipewright_model::catalogue::kind;
/// let ecs = kind("Ecs").expect("a kind");
/// let cluster = ecs.key("cluster_name").expect("a key").existing[0].expect("a resource");
/// assert_eq!(cluster.noun, "ECS cluster");
/// assert_eq!(
///     cluster.arn,
///     "arn:{partition}:ecs:{region}:{account}:cluster/{ClusterName}"
/// );
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Existing {
    /// The word for it: `ECS cluster`.
    pub noun: &'static str,
    /// Its ARN, with the placeholders of a [`Permission`](super::Permission); empty for what has
    /// none.
    pub arn: &'static str,
    /// What it belongs to, with the same placeholders; empty where its name says enough.
    pub within: &'static str,
    /// What has to be true of it, in words that follow "must", with the same placeholders; what
    /// holds a value that is missing does not count.
    pub must: &'static [&'static str],
    /// The condition under which the value names it; `None` if always.
    pub only: Option<Condition>,
    /// The beginning of the names of resources that AWS provides; empty where it provides none.
    pub provided: &'static str,
    /// `true` for what is not in AWS.
    pub outside: bool,
}

impl Existing {
    /// A resource of this ARN.
    #[must_use]
    pub const fn new(noun: &'static str, arn: &'static str) -> Existing {
        Existing {
            noun,
            arn,
            within: "",
            must: &[],
            only: None,
            provided: "",
            outside: false,
        }
    }

    /// A resource that is not in AWS.
    #[must_use]
    pub const fn outside(noun: &'static str) -> Existing {
        Existing {
            outside: true,
            ..Existing::new(noun, "")
        }
    }

    /// The same resource, which belongs to another one.
    #[must_use]
    pub const fn within(mut self, within: &'static str) -> Existing {
        self.within = within;
        self
    }

    /// The same resource, of which something has to be true.
    #[must_use]
    pub const fn must(mut self, must: &'static [&'static str]) -> Existing {
        self.must = must;
        self
    }

    /// The same resource, which the value names under a condition.
    #[must_use]
    pub const fn only(mut self, condition: Condition) -> Existing {
        self.only = Some(condition);
        self
    }

    /// The same resource; those whose names begin so are there in every account.
    #[must_use]
    pub const fn provided(mut self, beginning: &'static str) -> Existing {
        self.provided = beginning;
        self
    }
}

/// A subnet.
pub(super) const SUBNET: Existing = Existing::new(
    "subnet",
    "arn:{partition}:ec2:{region}:{account}:subnet/{Subnets}",
);

/// A security group.
pub(super) const SECURITY_GROUP: Existing = Existing::new(
    "security group",
    "arn:{partition}:ec2:{region}:{account}:security-group/{SecurityGroupIds}",
);

/// A VPC.
pub(super) const VPC: Existing =
    Existing::new("VPC", "arn:{partition}:ec2:{region}:{account}:vpc/{VpcId}");

/// A managed policy. AWS's own are there in every account.
pub(super) const MANAGED_POLICY: Existing = Existing::new("managed policy", "{ManagedPolicies}");

/// A build project.
pub(super) const PROJECT: Existing = Existing::new(
    "build project",
    "arn:{partition}:codebuild:{region}:{account}:project/{ProjectName}",
);

/// A CodeDeploy application.
pub(super) const DEPLOY_APPLICATION: Existing = Existing::new(
    "CodeDeploy application",
    "arn:{partition}:codedeploy:{region}:{account}:application:{ApplicationName}",
);

/// A deployment group of a CodeDeploy application.
pub(super) const DEPLOYMENT_GROUP: Existing = Existing::new(
    "CodeDeploy deployment group",
    "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{ApplicationName}/{DeploymentGroupName}",
)
.within("application `{ApplicationName}`");

/// A Lambda function.
pub(super) const FUNCTION: Existing = Existing::new(
    "Lambda function",
    "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}",
);

/// A stack set, which an action of the pipeline may make.
pub(super) const STACK_SET: Existing = Existing::new(
    "stack set",
    "arn:{partition}:cloudformation:{region}:{account}:stackset/{StackSetName}:*",
);
