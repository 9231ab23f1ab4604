//! What the policies of a shared store admit of a pipeline that another crate deploys.

use std::collections::BTreeSet;

use super::{Principal, Statement, Term};
use crate::arn::Arn;
use crate::catalogue::artifacts;
use crate::iam_path::IamPath;
use crate::pipeline::SharingPipeline;
use crate::plan::{Deployment, StoreId, folder};

/// The statements for a bucket and for a key; `suffix` tells them from those of other pipelines.
pub(crate) fn admit(
    deployment: &Deployment<'_>,
    store: StoreId,
    sharing: &SharingPipeline,
    suffix: &str,
) -> (Vec<Statement>, Vec<Statement>) {
    let partition = deployment.pipeline.partition();
    let home = deployment.pipeline.home_id().as_str();
    let path = IamPath::of_pipeline(&sharing.name, home, &sharing.region);
    let admitted = |sid: &str, actions: &[&str], resource: String, accounts: &[&str]| {
        let roots: BTreeSet<String> = accounts
            .iter()
            .map(|id| Arn::root(partition, id).to_string())
            .collect();
        let in_path = accounts
            .iter()
            .map(|id| Arn::role(partition, id, path.as_str(), "*").to_string());
        let by_arn = sharing.roles.iter().filter(|role| {
            let account = Arn::parse(role).map_or("", |arn| arn.account);
            accounts.contains(&account)
        });
        let roles: Vec<String> = in_path.chain(by_arn.cloned()).collect();
        Statement::allow(actions)
            .sid(&format!("{sid}{suffix}"))
            .to(Principal::Aws(roots))
            .on(Term::String(resource))
            .when("ArnLike", "aws:PrincipalArn", roles)
    };
    let named = sharing.accounts.iter().map(String::as_str);
    let of_roles = sharing.roles.iter().filter_map(|role| Arn::parse(role));
    let foreign: BTreeSet<&str> = named
        .chain(of_roles.map(|arn| arn.account))
        .filter(|account| *account != home)
        .collect();
    let foreign: Vec<&str> = foreign.into_iter().collect();
    let all: Vec<&str> = foreign.iter().copied().chain([home]).collect();
    let bucket = deployment.bucket_arn(store);
    let objects = format!("{bucket}/{}/*", folder(&sharing.name));
    let on_bucket = if foreign.is_empty() {
        Vec::new()
    } else {
        vec![
            admitted(
                "ReadArtifacts",
                artifacts::READ_OBJECTS,
                objects.clone(),
                &foreign,
            ),
            admitted(
                "WriteArtifacts",
                artifacts::WRITE_OBJECTS,
                objects,
                &foreign,
            ),
            admitted("FindArtifactStore", artifacts::BUCKET, bucket, &foreign),
        ]
    };
    let on_key = vec![
        admitted(
            "DecryptArtifacts",
            artifacts::READ_KEY,
            "*".to_owned(),
            &all,
        ),
        admitted(
            "EncryptArtifacts",
            artifacts::WRITE_KEY,
            "*".to_owned(),
            &all,
        ),
    ];
    (on_bucket, on_key)
}
