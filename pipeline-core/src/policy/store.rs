//! The policies of a store's bucket and key. They grow with accounts, not with actions.

use super::{Principal, Statement, Term};
use crate::arn::Arn;
use crate::catalogue::artifacts;
use crate::pipeline::AccountIndex;
use crate::plan::{Access, Deployment, Role, StoreId, StoreKey};
use std::collections::BTreeSet;

/// The policy of a store's bucket. Home's own roles need no mention in it: their own
/// policies suffice in their own account.
pub(crate) fn bucket_policy(deployment: &Deployment<'_>, store: StoreId) -> Vec<Statement> {
    let bucket = || Term::String(deployment.bucket_arn(store));
    let objects = || Term::String(format!("{}/*", deployment.bucket_arn(store)));
    let mut statements = vec![
        Statement::deny(&["s3:*"])
            .sid("DenyInsecureTransport")
            .to(Principal::Anyone)
            .on(bucket())
            .on(objects())
            .when("Bool", "aws:SecureTransport", ["false"]),
    ];
    statements.extend(encryption_denies(deployment, store));
    let readers = foreign(deployment, roles_with(deployment, &Access::Read(store)));
    let writers = foreign(deployment, roles_with(deployment, &Access::Write(store)));
    let either: Vec<&Role> = readers.iter().chain(&writers).copied().collect();
    let admit = |sid: &str, actions: &[&str], resource: Term, roles: &[&Role]| {
        let admitted = admitted(deployment, roles)?;
        Some(allow(sid, actions, resource, admitted))
    };
    let artifacts = || Term::String(deployment.artifacts_arn(store));
    statements.extend(admit(
        "ReadArtifacts",
        artifacts::READ_OBJECTS,
        artifacts(),
        &readers,
    ));
    statements.extend(admit(
        "WriteArtifacts",
        artifacts::WRITE_OBJECTS,
        artifacts(),
        &writers,
    ));
    statements.extend(admit(
        "FindArtifactStore",
        artifacts::BUCKET,
        bucket(),
        &either,
    ));
    statements
}

/// An upload that names another key or another encryption is refused, and so is one under
/// a key that its sender keeps: nobody else could read it. One that names none gets the
/// bucket's own.
///
/// Sources: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html>,
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html>
fn encryption_denies(deployment: &Deployment<'_>, store: StoreId) -> Vec<Statement> {
    const ENCRYPTION: &str = "s3:x-amz-server-side-encryption";
    const KEY_ID: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    const SENDERS_KEY: &str = "s3:x-amz-server-side-encryption-customer-algorithm";
    let deny = |sid: &str, key: &str| {
        Statement::deny(&["s3:PutObject"])
            .sid(sid)
            .to(Principal::Anyone)
            .on_arn(format!("{}/*", deployment.bucket_arn(store)))
            .when("Null", key, ["false"])
    };
    if deployment.stores[store].key == StoreKey::None {
        // Without a key of its own, CodePipeline encrypts with the account's `aws/s3`.
        return vec![
            deny("DenyOtherEncryption", ENCRYPTION).when(
                "StringNotEquals",
                ENCRYPTION,
                ["AES256", "aws:kms"],
            ),
            deny("DenySendersKeys", SENDERS_KEY),
        ];
    }
    vec![
        deny("DenyOtherEncryption", ENCRYPTION).when("StringNotEquals", ENCRYPTION, ["aws:kms"]),
        deny("DenyOtherKeys", KEY_ID).when_not_key(KEY_ID, store),
        deny("DenySendersKeys", SENDERS_KEY),
    ]
}

/// The policy of a store's key.
pub(crate) fn key_policy(deployment: &Deployment<'_>, store: StoreId) -> Vec<Statement> {
    let pipeline = deployment.pipeline;
    let everything = || Term::String("*".to_owned());
    let home = Principal::Aws(BTreeSet::from_iter([root(deployment, pipeline.home)]));
    let mut statements = vec![
        Statement::allow(artifacts::ADMINISTER_KEY)
            .sid("Administer")
            .to(home)
            .on(everything()),
    ];
    let administrators = deployment.stores[store]
        .managed
        .iter()
        .flat_map(|settings| settings.key_administrators.iter().cloned())
        .collect::<BTreeSet<_>>();
    if !administrators.is_empty() {
        statements.push(
            Statement::allow(artifacts::ADMINISTER_KEY)
                .sid("AdministerToo")
                .to(Principal::Aws(administrators))
                .on(everything()),
        );
    }
    let uses = [
        ("DecryptArtifacts", artifacts::READ_KEY, Access::Read(store)),
        (
            "EncryptArtifacts",
            artifacts::WRITE_KEY,
            Access::Write(store),
        ),
    ];
    for (sid, actions, access) in uses {
        let roles = roles_with(deployment, &access);
        let (own, others): (Vec<&Role>, Vec<&Role>) = roles
            .into_iter()
            .partition(|role| role.account == pipeline.home);
        // An organization stands for the foreign accounts only: home's own roles are
        // named, whether or not home belongs to it.
        let groups = match pipeline.organization {
            Some(_) => vec![(sid.to_owned(), own), (format!("{sid}Abroad"), others)],
            None => vec![(sid.to_owned(), own.into_iter().chain(others).collect())],
        };
        for (index, (sid, roles)) in groups.into_iter().enumerate() {
            let found = if index == 0 {
                by_account(deployment, &roles)
            } else {
                admitted(deployment, &roles)
            };
            statements.extend(found.map(|found| allow(&sid, actions, everything(), found)));
        }
    }
    statements
}

/// A principal, and conditions by operator, key and values.
type Admitted = (
    Principal,
    Vec<(&'static str, &'static str, BTreeSet<String>)>,
);

/// The statement that allows calls on a resource to whom it admits.
fn allow(
    sid: &str,
    actions: &[&str],
    resource: Term,
    (principal, conditions): Admitted,
) -> Statement {
    let statement = Statement::allow(actions)
        .sid(sid)
        .to(principal)
        .on(resource);
    conditions
        .into_iter()
        .fold(statement, |statement, (operator, key, values)| {
            statement.when(operator, key, values)
        })
}

/// The principal and the conditions with which a resource policy admits these roles only: the
/// organization where one is declared, otherwise their accounts, either narrowed to the
/// pipeline's own path and to imported roles.
///
/// A statement for everyone of an organization would let home's own roles in by itself,
/// whatever their own policies say, if home belongs to it:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-resource-based.html>
fn admitted(deployment: &Deployment<'_>, roles: &[&Role]) -> Option<Admitted> {
    let Some(organization) = &deployment.pipeline.organization else {
        return by_account(deployment, roles);
    };
    if roles.is_empty() {
        return None;
    }
    let patterns = roles
        .iter()
        .map(|role| role_pattern(deployment, role, "*"))
        .collect();
    Some((
        Principal::AnyAws,
        vec![
            (
                "StringEquals",
                "aws:PrincipalOrgID",
                BTreeSet::from_iter([organization.clone()]),
            ),
            ("ArnLike", "aws:PrincipalArn", patterns),
            (
                "StringNotEquals",
                "aws:PrincipalAccount",
                BTreeSet::from_iter([deployment.pipeline.home_id().to_string()]),
            ),
        ],
    ))
}

fn by_account(deployment: &Deployment<'_>, roles: &[&Role]) -> Option<Admitted> {
    if roles.is_empty() {
        return None;
    }
    let roots = roles
        .iter()
        .map(|role| root(deployment, role.account))
        .collect();
    let patterns = roles
        .iter()
        .map(|role| {
            let account = &deployment.pipeline.accounts[role.account];
            role_pattern(deployment, role, account.id.as_str())
        })
        .collect();
    Some((
        Principal::Aws(roots),
        vec![("ArnLike", "aws:PrincipalArn", patterns)],
    ))
}

/// The pattern by which a condition names a role: that of the pipeline's path in an account,
/// or the ARN of a role elsewhere.
fn role_pattern(deployment: &Deployment<'_>, role: &Role, account: &str) -> String {
    if !uses_pipeline_path(role) {
        return role.arn.clone();
    }
    let pipeline = deployment.pipeline;
    let path = pipeline.iam_path();
    Arn::role(pipeline.partition(), account, path.as_str(), "*").to_string()
}

/// An account as a principal.
pub(super) fn root(deployment: &Deployment<'_>, account: AccountIndex) -> String {
    let pipeline = deployment.pipeline;
    let id = pipeline.accounts[account].id.as_str();
    Arn::root(pipeline.partition(), id).to_string()
}

fn uses_pipeline_path(role: &Role) -> bool {
    role.managed
        .as_ref()
        .is_some_and(|managed| managed.uses_pipeline_path)
}

pub(crate) fn roles_with<'a>(deployment: &'a Deployment<'_>, access: &Access) -> Vec<&'a Role> {
    deployment
        .grants
        .all()
        .iter()
        .filter(|grant| grant.access == *access)
        .map(|grant| grant.role)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|role| deployment.role(role))
        .collect()
}

fn foreign<'a>(deployment: &Deployment<'_>, roles: Vec<&'a Role>) -> Vec<&'a Role> {
    roles
        .into_iter()
        .filter(|role| role.account != deployment.pipeline.home)
        .collect()
}
