//! AWS's managed policies whose documents are known, on a role of the pipeline's own account.

use super::{calls, only, pipeline_with, prove_it};
use crate::access::{AccessReport, verify};
use crate::builder::{Account, Action, Role, Stage, map};
use crate::pipeline::Pipeline;

fn verified(name: &str, policy: &str) -> AccessReport {
    let policy = format!("arn:aws:iam::aws:policy/{policy}");
    let role = Role::managed(name).set("managed_policies", [policy.as_str()]);
    let found = prove_it(&pipeline_with(name, role));
    found.unwrap_or_else(|found| panic!("{found}"))
}

/// AWS documents a managed policy, and no calls, for deployments to Elastic Beanstalk.
#[test]
fn the_one_that_a_kind_needs_is_required() {
    let action = |name: &str, kind: &str| Action::new(name, kind);
    let pipeline = Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(
            Stage::new("Source").action(
                action("Checkout", "CodeCommit")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
        .stage(
            Stage::new("Deploy").action(
                action("Web", "ElasticBeanstalk")
                    .input("source")
                    .set("application_name", "app")
                    .set("environment_name", "app-prod"),
            ),
        )
        .build()
        .expect("a pipeline");
    assert!(prove_it(&pipeline).is_ok());
    let mut deployment = crate::plan::plan(&pipeline).expect("a deployment");
    for managed in deployment
        .roles
        .iter_mut()
        .filter_map(|role| role.managed.as_mut())
    {
        managed.settings.managed_policies.clear();
    }
    let templates = crate::render::render(&deployment).expect("templates");
    let found = verify(&deployment, &templates).expect_err("an error");
    let text = only(&found).text();
    let policy = "arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk";
    let lacks = format!("[P510] action `Deploy/Web` would run without managed policy `{policy}`");
    assert!(text.starts_with(&lacks), "{text}");
}

/// Returns whether something is not decided for the sake of a managed policy.
fn undecided(found: &AccessReport) -> bool {
    let mut causes = found.undetermined.values().flatten();
    causes.any(|cause| cause.starts_with("managed policy") && cause.ends_with("is not ours"))
}

#[test]
fn the_widest_are_decided_and_warned_of() {
    for (policy, call) in [
        ("AdministratorAccess", "iam:PutRolePolicy"),
        ("PowerUserAccess", "s3:PutObject"),
        ("AmazonS3FullAccess", "s3:DeleteObject"),
        ("AmazonS3ReadOnlyAccess", "s3:GetObject"),
        ("ReadOnlyAccess", "s3:GetObject"),
    ] {
        let found = verified("deploys", policy);
        let warning = only(&found.warnings);
        assert_eq!(warning.code.id, "P514");
        let text = warning.text();
        let named = format!("managed policy `arn:aws:iam::aws:policy/{policy}` allows it");
        assert!(text.contains(&named), "{text}");
        assert!(calls(&found.excess_grants).contains(&call), "{policy}");
        assert!(!undecided(&found), "{:?}", found.undetermined);
        let silent = verified("_deploys", policy);
        assert!(silent.warnings.is_empty(), "{}", silent.warnings);
    }
}

#[test]
fn what_changes_roles_only_is_reported() {
    let found = verified("deploys", "IAMFullAccess");
    assert!(found.warnings.is_empty(), "{}", found.warnings);
    assert!(calls(&found.excess_grants).contains(&"iam:PutRolePolicy"));
}

#[test]
fn one_that_reaches_what_is_the_pipelines_is_decided_and_warned_of() {
    for (policy, call) in [
        ("AIDevOpsAgentActionsPolicy", "s3:DeleteObject"),
        ("AWSBackupServiceRolePolicyForS3Restore", "s3:PutObject"),
        ("AWSCodeDeployRoleForECS", "s3:GetObject"),
        (
            "AWSCodePipelineApproverAccess",
            "codepipeline:PutApprovalResult",
        ),
        ("AWSCodePipeline_FullAccess", "codepipeline:UpdatePipeline"),
        ("AWSLambdaExecute", "s3:PutObject"),
        ("AdministratorAccess-Amplify", "s3:PutBucketPolicy"),
        ("AmazonElasticMapReduceFullAccess", "s3:PutBucketPolicy"),
        ("AmazonElasticMapReduceReadOnlyAccess", "s3:GetObject"),
        ("job-function/DataScientist", "s3:DeleteObject"),
        ("job-function/DatabaseAdministrator", "s3:DeleteObject"),
        (
            "job-function/SystemAdministrator",
            "codepipeline:UpdatePipeline",
        ),
        (
            "service-role/AWSCodeStarServiceRole",
            "codepipeline:UpdatePipeline",
        ),
        ("service-role/AWSElasticBeanstalkService", "s3:GetObject"),
        ("service-role/AWSIoTRuleActions", "s3:PutObject"),
        ("service-role/AmazonEC2RoleforAWSCodeDeploy", "s3:GetObject"),
        (
            "service-role/AmazonEC2RoleforDataPipelineRole",
            "s3:PutBucketPolicy",
        ),
        ("service-role/AmazonEC2RoleforSSM", "s3:PutObject"),
        ("service-role/AmazonElasticMapReduceRole", "s3:GetObject"),
        (
            "service-role/AmazonElasticMapReduceforEC2Role",
            "s3:DeleteObject",
        ),
        ("service-role/AmazonElasticTranscoderRole", "s3:PutObject"),
        ("service-role/AmazonMacieServiceRole", "s3:GetObject"),
    ] {
        let found = verified("deploys", policy);
        let warning = only(&found.warnings);
        assert_eq!(warning.code.id, "P514", "{policy}");
        let named = format!("managed policy `arn:aws:iam::aws:policy/{policy}` allows it");
        assert!(warning.text().contains(&named), "{}", warning.text());
        let all = calls(&found.excess_grants);
        assert!(all.contains(&call), "{policy}: {all:?}");
    }
}

/// Of a policy with conditions too, what these allow is not known.
#[test]
fn one_that_is_known_in_part_is_undecided_in_the_rest() {
    for policy in [
        "AWSCodePipeline_FullAccess",
        "job-function/DatabaseAdministrator",
    ] {
        assert!(undecided(&verified("deploys", policy)), "{policy}");
    }
}

/// Nor is one for the stacks of an account, which are what a role deploys.
#[test]
fn another_managed_policy_is_not_decided() {
    for policy in ["AWSGlueConsoleFullAccess", "AWSCloudFormationFullAccess"] {
        let found = verified("deploys", policy);
        assert!(found.warnings.is_empty() && found.excess_grants.is_empty());
        assert!(undecided(&found), "{policy}");
    }
}

#[test]
fn the_statement_that_is_shown_takes_the_store_out() {
    let name = "deploys";
    let deny = [
        ("s3:*", "arn:aws:s3:::kept-artifacts"),
        ("s3:*", "arn:aws:s3:::kept-artifacts/*"),
    ];
    let deny = deny.map(|(action, resource)| {
        let word = crate::builder::word("Deny");
        map([
            ("effect", word),
            ("actions", vec![action].into()),
            ("resources", vec![resource].into()),
        ])
    });
    let role = Role::managed(name)
        .set(
            "managed_policies",
            ["arn:aws:iam::aws:policy/AmazonS3FullAccess"],
        )
        .set("statements", deny.to_vec());
    let found = prove_it(&pipeline_with(name, role)).expect("a pipeline");
    assert!(found.warnings.is_empty(), "{}", found.warnings);
    assert!(found.excess_grants.is_empty(), "{:?}", found.excess_grants);
}
