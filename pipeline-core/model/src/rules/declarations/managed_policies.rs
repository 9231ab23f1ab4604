//! Managed policies of AWS that a role names: whether there are such.

use crate::arn::Arn;
use crate::catalogue::managed_policies;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::Check;

code! {
    MISSPELLED_POLICY = "P445" Error "a managed policy that AWS does not have",
    why: "A managed policy of AWS has a name and sometimes a path before it, `service-role/AWSLambdaBasicExecutionRole`. The ARN names both. With another one the stack fails when it is deployed: the policy does not exist or is not attachable.",
    example: "role deploy { managed_policies: [\"arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole\"] }",
    fix: "Write the policy that the message names: `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`.",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
}

code! {
    UNKNOWN_POLICY = "P446" Warning "a managed policy of AWS that is not known",
    why: "pipewright has a list of AWS's managed policies. One that is not on it either is newer than the list, or is no policy: then the stack fails when it is deployed. China and GovCloud have policies of their own, which the list leaves out.",
    example: "role deploy { managed_policies: [\"arn:aws:iam::aws:policy/DeploymentsForShops\"] }",
    fix: "Look the name up in AWS's list. Begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html",
}

code! {
    POLICY_OF_SERVICES = "P447" Error "a managed policy that AWS attaches to its own roles only",
    why: "Policies under `aws-service-role/` belong to service-linked roles. IAM attaches them to no other role, and the stack fails when it is deployed.",
    example: "role deploy { managed_policies: [\"arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy\"] }",
    fix: "Take a policy that is made for roles of yours, or write the statements that are needed.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html",
}

code! {
    DENIES_ALL = "P477" Error "a managed policy that denies every call",
    why: "`AWSDenyAll` denies every call on every resource, and a denial is stronger than whatever allows a call. A role that has it, or that it bounds, cannot even assume what the pipeline needs.",
    example: "roles { permissions_boundary: \"arn:aws:iam::aws:policy/AWSDenyAll\" }",
    fix: "Name the policy that is meant to bound the roles, `permissions_boundary: \"team-boundary\"`, or leave it out. An action that is not to run stands in a stage with `disabled: \"REASON\"`.",
    source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html",
}

/// The managed policy that denies everything.
const DENY_ALL: &str = "AWSDenyAll";

/// Checks that AWS has a managed policy, if the ARN is of one of AWS's own.
pub(crate) fn known<P: Place>(cx: &mut Check<'_, P>, quiet: bool, key: &str, arn: &str, at: P) {
    let policy = Arn::parse(arn)
        .filter(|arn| arn.account == "aws")
        .and_then(|arn| Some((arn.resource.strip_prefix("policy/")?.to_owned(), arn)));
    let Some((policy, arn)) = policy else {
        return;
    };
    if policy == DENY_ALL {
        let message = format!("`{key}` names `{DENY_ALL}`, which denies every call of the role");
        cx.report(&DENIES_ALL, at, message)
            .help("name another policy, or leave it out");
        return;
    }
    let of_services = policy.starts_with(managed_policies::OF_AWS);
    if of_services && key == "managed_policies" && managed_policies::is_known(&policy) {
        let message = format!("`{key}` names `{policy}`, which AWS attaches to its own roles only");
        cx.report(&POLICY_OF_SERVICES, at, message)
            .help("take a policy that is made for your roles, or write statements");
        return;
    }
    if managed_policies::is_known(&policy) {
        return;
    }
    let meant = managed_policies::meant(&policy);
    let message = format!("AWS has no managed policy `{policy}`");
    let help = meant.map(|meant| {
        let partition = arn.partition;
        format!("did you mean `arn:{partition}:iam::aws:policy/{meant}`?")
    });
    // The list is of the partition `aws`.
    if arn.partition == "aws" && help.is_some() {
        cx.report(&MISSPELLED_POLICY, at, message).maybe_help(help);
    } else if !quiet {
        let message = format!("no managed policy of AWS that we know is called `{policy}`");
        let list = || {
            format!(
                "look it up in AWS's list; ours is of {}",
                managed_policies::AS_OF
            )
        };
        cx.report(&UNKNOWN_POLICY, at, message)
            .help(help.unwrap_or_else(list));
    }
}
