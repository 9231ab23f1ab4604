//! ARNs of the things that an action's settings name. They do not depend on the catalogue's
//! permissions: a call must reach the thing of that name, and none of another name. So an error
//! in either list shows in the other.
//!
//! Sources: the tables of resource types of
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use super::provider::{OTHER, concrete, with_owner};
use super::{DeployedAction, Required};
use crate::access::forbidden::ForbiddenKind;
use crate::access::resources::open_resource;
use crate::access::verifier::{ApiCall, allows_any};
use crate::catalogue::{Condition, Permission};
use crate::codes;
use crate::pipeline::Action;
use crate::plan::Values;

/// A thing that settings name.
struct Thing {
    /// Its ARN; what the catalogue's placeholders stand for, they stand for here.
    arn: &'static str,
    /// The settings that distinguish it from others.
    keys: &'static [&'static str],
    /// They do so only if this holds.
    only: Option<Condition>,
}

const fn thing(arn: &'static str, keys: &'static [&'static str]) -> Thing {
    Thing {
        arn,
        keys,
        only: None,
    }
}

/// By the service whose calls work on them.
#[rustfmt::skip]
const THINGS: &[(&str, &[Thing])] = &[
    ("appconfig", &[
        thing("arn:{partition}:appconfig:{region}:{account}:application/{Application}", &["Application"]),
        thing("arn:{partition}:appconfig:{region}:{account}:deploymentstrategy/{DeploymentStrategy}", &["DeploymentStrategy"]),
    ]),
    ("cloudformation", &[
        thing("arn:{partition}:cloudformation:{region}:{account}:stack/{StackName}/*", &["StackName"]),
        thing("arn:{partition}:cloudformation:{region}:{account}:stackset/{StackSetName}:*", &["StackSetName"]),
    ]),
    ("cloudwatch", &[
        thing("arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}", &["AlarmName"]),
        thing("arn:{partition}:cloudwatch:{region}:{account}:alarm:{Alarms}", &["Alarms"]),
    ]),
    ("codebuild", &[
        thing("arn:{partition}:codebuild:{region}:{account}:project/{ProjectName}", &["ProjectName"]),
    ]),
    ("codecommit", &[
        thing("arn:{partition}:codecommit:{region}:{account}:{RepositoryName}", &["RepositoryName"]),
    ]),
    ("codeconnections", &[thing("{ConnectionArn}", &["ConnectionArn"])]),
    ("codedeploy", &[
        thing("arn:{partition}:codedeploy:{region}:{account}:application:{ApplicationName}", &["ApplicationName"]),
        thing(
            "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{ApplicationName}/{DeploymentGroupName}",
            &["ApplicationName", "DeploymentGroupName"],
        ),
    ]),
    ("codepipeline", &[
        thing("arn:{partition}:codepipeline:{region}:{account}:{PipelineName}", &["PipelineName"]),
    ]),
    ("devicefarm", &[
        thing("{DevicePoolArn}", &["DevicePoolArn"]),
        thing("arn:{partition}:devicefarm:{region}:{account}:project:{ProjectId}", &["ProjectId"]),
        thing("arn:{partition}:devicefarm:{region}:{account}:run:{ProjectId}/*", &["ProjectId"]),
        thing("arn:{partition}:devicefarm:{region}:{account}:upload:{ProjectId}/*", &["ProjectId"]),
    ]),
    ("ecr", &[
        thing("arn:{partition}:ecr:{region}:{account}:repository/{ECRRepositoryName}", &["ECRRepositoryName"]),
        thing("arn:{partition}:ecr:{region}:{account}:repository/{RepositoryName}", &["RepositoryName"]),
    ]),
    ("ecr-public", &[
        thing("arn:{partition}:ecr-public::{account}:repository/{ECRRepositoryName}", &["ECRRepositoryName"]),
    ]),
    ("ecs", &[
        thing(
            "arn:{partition}:ecs:{region}:{account}:service/{ClusterName}/{ServiceName}",
            &["ClusterName", "ServiceName"],
        ),
    ]),
    ("eks", &[thing("arn:{partition}:eks:{region}:{account}:cluster/{ClusterName}", &["ClusterName"])]),
    ("elasticloadbalancing", &[
        thing(
            "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{TargetGroupNameList}/*",
            &["TargetGroupNameList"],
        ),
    ]),
    ("kms", &[thing("{KMSEncryptionKeyARN}", &["KMSEncryptionKeyARN"])]),
    ("lambda", &[
        thing("arn:{partition}:lambda:{region}:{account}:function:{FunctionName}", &["FunctionName"]),
    ]),
    ("logs", &[
        thing("arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipeline}", &["pipeline"]),
        thing("arn:{partition}:logs:{region}:{account}:log-group:/{region}/codepipeline/{pipeline}", &["pipeline"]),
    ]),
    ("s3", &[
        thing("arn:{partition}:s3:::{BucketName}", &["BucketName"]),
        thing("arn:{partition}:s3:::{BucketName}/*", &["BucketName"]),
        thing("arn:{partition}:s3:::{S3Bucket}", &["S3Bucket"]),
        thing("arn:{partition}:s3:::{S3Bucket}/{S3ObjectKey}", &["S3Bucket"]),
        Thing {
            arn: "arn:{partition}:s3:::{S3Bucket}/{S3ObjectKey}",
            keys: &["S3ObjectKey"],
            only: Some(Condition::Is("AllowOverrideForS3ObjectKey", &["", "false"])),
        },
    ]),
    ("servicecatalog", &[
        thing("arn:{partition}:catalog:{region}:{account}:product/{ProductId}", &["ProductId"]),
    ]),
    ("sns", &[thing("{NotificationArn}", &["NotificationArn"])]),
    ("states", &[
        thing("{StateMachineArn}", &["StateMachineArn"]),
        thing("{StateMachineArn.execution}:*", &["StateMachineArn.execution"]),
    ]),
];

impl<'w> Required<'w, '_> {
    /// Permissions of the catalogue reach what the settings of the action `of` name, and
    /// nothing of another name.
    pub(super) fn named(
        &mut self,
        deployed_action: &DeployedAction<'w>,
        of: &'w Action,
        role: &'w str,
        permissions: &'static [Permission],
    ) {
        let inventory = self.inventory;
        let values = Values::of(inventory.deployment, of);
        let owner = inventory.pipeline.accounts[of.environment.account]
            .id
            .as_str();
        let Some(principal) = inventory.principals.get(role) else {
            return;
        };
        // By service: something it names, and whether a call reaches any such thing.
        let mut reached: Vec<(&str, String, bool)> = Vec::new();
        let scoped = permissions.iter().filter(|permission| {
            let only = permission.only;
            permission.unscoped.is_none()
                && only.is_none_or(|only| of.config.holds(only, of.inputs.len()))
        });
        for permission in scoped {
            let Some((service, things)) = of_service(permission) else {
                continue;
            };
            let conditions = super::provider::conditions(permission, &values);
            // Whose a resource is comes with it, not with the call.
            let context: Vec<_> = conditions
                .iter()
                .filter(|(key, _)| key != "aws:resourceaccount")
                .map(|(key, value)| (key.as_str(), value.clone()))
                .chain([super::artifacts::TLS])
                .collect();
            let calls = permission.actions.iter().map(|action| ApiCall {
                action,
                context: &context,
            });
            for thing in things {
                let only = thing.only;
                if only.is_some_and(|only| !of.config.holds(only, of.inputs.len())) {
                    continue;
                }
                let own = values.resources(thing.arn, str::to_owned);
                // A resource that is known only when the pipeline runs has no name yet.
                if own.is_empty() || own.iter().any(|arn| arn.contains("#{")) {
                    continue;
                }
                let known = reached.iter().position(|(known, _, _)| *known == service);
                let known = known.unwrap_or_else(|| {
                    reached.push((service, own[0].clone(), false));
                    reached.len() - 1
                });
                if !reached[known].2 {
                    reached[known].2 = own.iter().any(|arn| {
                        let resource = with_owner(concrete(thing.arn, arn, ""), owner, role);
                        allows_any(principal, &resource, calls.clone())
                    });
                }
                for other in thing.others(permission) {
                    for arn in values.resources(&other, str::to_owned) {
                        let arn = concrete(&other, &arn, "");
                        if self.is_shared(role, permission, &arn) {
                            continue;
                        }
                        let resource = open_resource(arn, owner);
                        for call in calls.clone() {
                            let at = deployed_action.action.source.at;
                            self.verifier.forbid(
                                ForbiddenKind::Neighbour,
                                at,
                                principal,
                                &resource,
                                call,
                            );
                        }
                    }
                }
            }
        }
        // What a boundary denies has been said of each call.
        let failures = self.verifier.failures.iter();
        let mut denied = failures.filter_map(|failure| failure.by_boundary.as_ref());
        if denied.any(|denied| denied.role == role) {
            return;
        }
        for (service, arn, _) in reached.iter().filter(|(_, _, reached)| !reached) {
            let message = format!(
                "action `{}` could not run: role `{role}` may make no call of `{service}` on `{arn}`",
                deployed_action.title
            );
            let at = deployed_action.action.source.at;
            self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
        }
    }
}

impl Thing {
    /// The ARNs of others, as templates; not those that the permission's own neighbours
    /// are.
    fn others(&self, permission: &Permission) -> impl Iterator<Item = String> {
        let same = permission.resources.contains(&self.arn);
        self.keys.iter().filter_map(move |key| {
            let slot = format!("{{{key}}}");
            let (before, after) = self.arn.split_once(&slot)?;
            let asked = same && (after.is_empty() || after == "/*");
            (!asked).then(|| format!("{before}{slot}{OTHER}{after}"))
        })
    }
}

/// The things that the calls of a permission work on; those of one permission are of one
/// service.
fn of_service(permission: &Permission) -> Option<(&'static str, &'static [Thing])> {
    let service = permission.actions.first()?.split(':').next()?;
    let found = THINGS.iter().find(|(known, _)| *known == service);
    found.map(|(service, things)| (*service, *things))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{KINDS, Kind, RULES};

    fn permissions() -> impl Iterator<Item = (&'static Kind, &'static Permission)> {
        let kinds = KINDS.iter().chain(RULES);
        kinds.flat_map(|kind| {
            let handed_over = kind.handoff.iter().flat_map(|handoff| handoff.permissions);
            let all = kind.permissions.iter().chain(handed_over);
            all.map(move |permission| (*kind, permission))
        })
    }

    /// The settings that a template names.
    fn settings(template: &str) -> impl Iterator<Item = &str> {
        let names = template.split('{').skip(1);
        let names = names.filter_map(|rest| rest.split('}').next());
        names.filter(|name| !["partition", "region", "account", "pipeline"].contains(name))
    }

    /// Settings that name no thing: the prefix of an execution's name is only part of an ARN.
    const NO_THING: [&str; 1] = ["ExecutionNamePrefix"];

    #[test]
    fn what_the_catalogue_names_stands_here_too_and_the_other_way_round() {
        let mut used = Vec::new();
        for (kind, permission) in permissions().filter(|(_, one)| one.unscoped.is_none()) {
            let things = of_service(permission).map_or(&[][..], |(_, things)| things);
            for name in permission.resources.iter().flat_map(|arn| settings(arn)) {
                let found = things.iter().any(|thing| thing.keys.contains(&name));
                assert!(
                    found || NO_THING.contains(&name),
                    "{}: `{name}` of {:?} is not among the things",
                    kind.name,
                    permission.actions
                );
                used.push(name);
            }
        }
        for (service, things) in THINGS {
            for thing in *things {
                for key in thing.keys.iter().filter(|key| **key != "pipeline") {
                    assert!(used.contains(key), "{service}: nothing names `{key}`");
                    assert!(
                        thing.arn.contains(&format!("{{{key}}}")),
                        "{service}: {key}"
                    );
                }
            }
        }
    }
}
