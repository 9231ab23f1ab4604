//! Buckets of other accounts in which builds keep caches and logs.

use super::{Requirement, code};
use crate::arn::Arn;
use crate::plan::{self, Access, Deployment};
use std::collections::BTreeMap;

/// A bucket of another account has to admit the role of the builds.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
pub(super) fn elsewhere(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    let pipeline = deployment.pipeline;
    for project in &deployment.projects {
        let Some(managed) = &project.managed else {
            continue;
        };
        let builds = &managed.settings.builds;
        let buckets = [builds.cache_bucket(), builds.log_bucket()];
        let own = pipeline.accounts[project.environment.account].id.as_str();
        let mut asked: BTreeMap<&str, &str> = BTreeMap::new();
        for bucket in buckets.into_iter().flatten() {
            let owner = plan::bucket_owner(pipeline, &project.environment, bucket);
            if owner != own {
                asked.insert(&bucket.bucket, owner);
            }
        }
        for (bucket, owner) in asked {
            let arn = Arn::bucket(pipeline.partition(), bucket).to_string();
            let mut calls = calls(deployment, project, &arn);
            calls.sort();
            calls.dedup();
            out.push(Requirement {
                owner: format!("bucket {} of account `{owner}`", code(bucket)),
                must: format!(
                    "admit role {}, of another account, for {}, by its bucket policy; and its key that role, if it encrypts with one",
                    code(&deployment.role(project.role).arn),
                    calls.join(", ")
                ),
                account: owner.to_owned(),
                ..Requirement::default()
            });
        }
    }
}

/// The calls on a bucket and its objects that a project's role is granted.
fn calls(deployment: &Deployment<'_>, project: &plan::Project, arn: &str) -> Vec<String> {
    let grants = deployment.grants.of(project.role);
    let calls = grants.filter_map(|grant| match &grant.access {
        Access::Call(call) => Some(call),
        _ => None,
    });
    let of_bucket = |resource: &String| {
        let rest = resource.strip_prefix(arn);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let calls = calls.filter(|call| call.resources.iter().any(of_bucket));
    let calls = calls.flat_map(|call| call.actions.iter().map(|call| code(call)));
    calls.collect()
}
