//! The action kinds, one file each. A new kind is a new file and its line here.
//!
//! Missing are the partners' actions (`CloudBees`, `TeamCity`, `BlazeMeter`, Ghost Inspector,
//! `StormRunner`, Nouvola, Runscope, `XebiaLabs`), since AWS documents only their names, and
//! `OpsWorks`, which has ended. Users can write them with `Custom`.

use super::{Key, Kind, Permission, Slot, Target, Type};

mod stack_sets;

/// Declares the modules and their list.
macro_rules! kinds {
    ($($module:ident)*) => {
        $(pub(super) mod $module;)*
        /// All action kinds, sorted by name.
        pub static KINDS: &[&Kind] = &[$(&$module::KIND),*];
    };
}

kinds! {
    alexa
    app_config
    cloud_formation
    cloud_formation_stack_instances
    cloud_formation_stack_set
    code_build
    code_build_test
    code_commit
    code_connection
    code_deploy
    code_deploy_to_ecs
    code_pipeline
    commands
    custom
    device_farm
    ec2
    ecr
    ecr_build_and_publish
    ecs
    eks
    elastic_beanstalk
    git_hub
    inspector_scan
    jenkins
    jenkins_test
    lambda
    lambda_deploy
    manual
    s3_deploy
    s3_source
    service_catalog
    snyk
    step_functions
}

/// The action kind with this name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name).copied()
}

/// The permission of actions that run on CodePipeline's own compute: they write to their
/// pipeline's log group.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html>
const LOGS: Permission = Permission {
    actions: &[
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ],
    resources: &[
        "arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipeline}",
        "arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipeline}:*",
    ],
    why: "writes its log",
    ..Permission::BLANK
};

/// The key for the roles in a task definition, which the action passes to ECS.
const TASK_ROLES: Key = Key::optional(
    "TaskRoles",
    Type::PassedRoles(&["ecs-tasks.amazonaws.com", "ecs.amazonaws.com"]),
    "the task role and the execution role that the task definition names; `[]` where it names none",
)
.wanted("the action's role may hand no role to ECS, and registering a task definition that names one fails")
.to(Slot::Nowhere);

/// The key for the roles of instances, which fetch the artifact from the store themselves.
const INSTANCE_ROLES: Key = Key::optional(
    "InstanceRoles",
    Type::Readers("ec2.amazonaws.com"),
    "the roles of the instances: the store lets them read; `[]` where there are none",
)
.wanted("no instance is admitted to the store, and one that is not allowed to by hand cannot fetch the artifact")
.to(Slot::Nowhere);

const ABOUT_INSTANCE_ROLES: &str = "Instances fetch the artifact themselves: name their roles in `instance_roles`, which is not sent to AWS. The store admits them, and what their own policies need is in the report.";

const ABOUT_TASK_ROLES: &str = "`task_roles` is not sent to AWS: the action's role may hand those roles to ECS, and no others.";

/// The deployment group of both CodeDeploy kinds.
const DEPLOYMENT_GROUP: Target = Target {
    noun: "deployment group",
    keys: &["ApplicationName", "DeploymentGroupName"],
    only: None,
    refused: true,
    prepares: false,
    why: "CodeDeploy runs one deployment of a group at a time",
    source: "https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html",
};
