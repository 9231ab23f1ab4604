//! The types of CloudFormation that change who reaches a thing that exists, with the property that
//! names it.
//!
//! Only types of the services are listed whose things the pipeline makes, and of those that share,
//! or attach to, things of any service. A test goes through AWS's list of types for them.

use super::things::Sort;
use serde_json::Value;

/// A type that changes who reaches what one of its properties names.
#[derive(Debug)]
pub(super) struct WideningType {
    kind: &'static str,
    /// The property, and what stands in it, with `*` for each item of a list.
    pub(super) path: &'static str,
    pub(super) of: &'static [Sort],
    /// What it does, in words that stand before the thing.
    pub(super) does: &'static str,
    pub(super) help: &'static str,
}

const BUCKET: &[Sort] = &[Sort::Bucket];
const KEY: &[Sort] = &[Sort::Key];
const ROLE: &[Sort] = &[Sort::Role];
const TOPIC: &[Sort] = &[Sort::Topic];
const SHARED: &[Sort] = &[Sort::Project];

const OF_A_STORE: &str = "a store's policies are the pipeline's: leave the resource out";
const OF_A_ROLE: &str = "what a role of the pipeline may do is said by `statements` of the role";
const OF_A_TOPIC: &str = "the topic's policy is the pipeline's: leave the resource out, or make a topic of your own and notify that: `notify … { topic: \"ARN\" }`";
pub(super) const BY_OTHERS: &str =
    "the roles of the pipeline are for the pipeline: declare a role of your own for it";

const fn row(
    kind: &'static str,
    path: &'static str,
    of: &'static [Sort],
    does: &'static str,
    help: &'static str,
) -> WideningType {
    WideningType {
        kind,
        path,
        of,
        does,
        help,
    }
}

const SETS: &str = "sets the policy of";
const ATTACHES: &str = "attaches a policy to";
const REACHES: &str = "makes an access point of";
pub(super) const LENDS: &str = "lets others run with";

#[rustfmt::skip]
static WIDENING_TYPES: [WideningType; 19] = [
    row("AWS::S3::BucketPolicy", "Bucket", BUCKET, SETS, OF_A_STORE),
    row("AWS::S3::AccessPoint", "Bucket", BUCKET, REACHES, OF_A_STORE),
    row("AWS::S3::MultiRegionAccessPoint", "Regions/*/Bucket", BUCKET, REACHES, OF_A_STORE),
    row("AWS::S3::AccessGrantsLocation", "LocationScope", BUCKET, "lets access be granted to", OF_A_STORE),
    row("AWS::S3::AccessGrant", "AccessGrantsLocationConfiguration/S3SubPrefix", BUCKET, "grants access to", OF_A_STORE),
    row("AWS::S3Files::FileSystem", "Bucket", BUCKET, "makes a file system of", OF_A_STORE),
    row("AWS::KMS::Alias", "TargetKeyId", KEY, "gives another name to", OF_A_STORE),
    row("AWS::KMS::ReplicaKey", "PrimaryKeyArn", KEY, "copies", OF_A_STORE),
    row("AWS::SNS::TopicPolicy", "Topics/*", TOPIC, SETS, OF_A_TOPIC),
    row("AWS::SNS::TopicInlinePolicy", "TopicArn", TOPIC, SETS, OF_A_TOPIC),
    row("AWS::IAM::Policy", "Roles/*", ROLE, ATTACHES, OF_A_ROLE),
    row("AWS::IAM::ManagedPolicy", "Roles/*", ROLE, ATTACHES, OF_A_ROLE),
    row("AWS::IAM::RolePolicy", "RoleName", ROLE, ATTACHES, OF_A_ROLE),
    row("AWS::Budgets::BudgetsAction", "Definition/IamActionDefinition/Roles/*", ROLE, ATTACHES, OF_A_ROLE),
    row("AWS::CodePipeline::Pipeline", "Stages/*/Actions/*/RoleArn", ROLE, LENDS, BY_OTHERS),
    row("AWS::CodePipeline::Pipeline", "Stages/*/Actions/*/Configuration/RoleArn", ROLE, LENDS, BY_OTHERS),
    row("AWS::CodeBuild::Project", "BuildBatchConfig/ServiceRole", ROLE, LENDS, BY_OTHERS),
    row("AWS::RAM::ResourceShare", "ResourceArns/*", SHARED, "shares with other accounts", "leave it out of the share"),
    row("AWS::RAM::ResourceAssociation", "ResourceArn", SHARED, "shares with other accounts", "leave the resource out"),
];

/// Returns whether a property of AWS's, at any depth, names a role that the resource runs with.
pub(super) fn takes_a_role(property: &str) -> bool {
    // Gateways call a role that they run with their credentials.
    const OF_A_GATEWAY: [&str; 2] = ["Credentials", "CredentialsArn"];
    let names_a_role = property.contains("Role") || property.contains("role");
    let is_a_policy = property.contains("Policy");
    names_a_role && !is_a_policy || OF_A_GATEWAY.iter().any(|end| property.ends_with(end))
}

/// The rows of a type.
pub(super) fn rows_of(kind: &str) -> impl Iterator<Item = &'static WideningType> {
    let kind = kind.to_owned();
    WIDENING_TYPES.iter().filter(move |row| row.kind == kind)
}

impl WideningType {
    /// The property that names the thing.
    pub(super) fn property(&self) -> &'static str {
        self.path.split('/').next().unwrap_or(self.path)
    }
}

/// The values at a path. Where a list may stand, a value by itself is taken for its item: what
/// CloudFormation gives in place of a list is such a one.
pub(super) fn values<'v>(properties: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut found = vec![properties];
    for part in path.split('/') {
        found = found
            .into_iter()
            .flat_map(|value| match (part, value) {
                ("*", Value::Array(items)) => items.iter().collect(),
                ("*", other) => vec![other],
                (name, value) => value.get(name).into_iter().collect(),
            })
            .collect();
    }
    found.retain(|value| !value.is_null());
    found
}

#[cfg(test)]
mod tests {
    use super::{WIDENING_TYPES, values};
    use crate::catalogue::resource_types::ResourceType;
    use serde_json::json;

    /// The services whose things a pipeline has.
    const SERVICES: [&str; 9] = [
        "CodeBuild",
        "CodePipeline",
        "Events",
        "IAM",
        "KMS",
        "RAM",
        "S3",
        "SNS",
        "Scheduler",
    ];

    /// Words of types that say who reaches something.
    const WORDS: [&str; 10] = [
        "Access",
        "Alias",
        "Association",
        "Grant",
        "Permission",
        "Policy",
        "Profile",
        "Replica",
        "Share",
        "Webhook",
    ];

    /// Types with such a word that open nothing of the pipeline's, each with the reason.
    const OTHERS: [(&str, &str); 13] = [
        ("AWS::CodePipeline::Webhook", "webhooks.rs looks at it"),
        (
            "AWS::Events::EventBusPolicy",
            "the bus has no resource of its own; mod.rs looks at it",
        ),
        ("AWS::IAM::AccessKey", "of a user"),
        (
            "AWS::IAM::InstanceProfile",
            "runs with a role, which is looked at for every type",
        ),
        ("AWS::IAM::GroupPolicy", "of a group; the proof reads it"),
        ("AWS::IAM::UserPolicy", "of a user; the proof reads it"),
        ("AWS::RAM::Permission", "is of no thing"),
        ("AWS::RAM::PermissionAssociation", "of a share"),
        (
            "AWS::RAM::PrincipalAssociation",
            "of a share, which is looked at",
        ),
        ("AWS::RAM::SourceAssociation", "of a share"),
        (
            "AWS::S3::AccessGrantsInstance",
            "holds grants, which are looked at",
        ),
        (
            "AWS::S3::MultiRegionAccessPointPolicy",
            "of an access point, which is looked at",
        ),
        ("AWS::KMS::Key", "is a key of its own"),
    ];

    #[test]
    fn every_type_that_says_who_reaches_something_is_looked_at() {
        for name in ResourceType::names() {
            let mut parts = name.split("::").skip(1);
            let (service, own) = (parts.next(), parts.next());
            let of_ours = service.is_some_and(|service| SERVICES.contains(&service));
            let says = own.is_some_and(|own| WORDS.iter().any(|word| own.contains(word)));
            if !of_ours || !says {
                continue;
            }
            let known = WIDENING_TYPES.iter().any(|row| row.kind == name)
                || OTHERS.iter().any(|(other, _)| *other == name);
            assert!(known, "{name} may say who reaches what the pipeline makes");
        }
    }

    #[test]
    fn every_path_begins_with_a_property_of_its_type() {
        for row in &WIDENING_TYPES {
            let kind = ResourceType::named(row.kind).expect(row.kind);
            let mut properties = kind.properties();
            assert!(properties.any(|name| name == row.property()), "{row:?}");
        }
    }

    #[test]
    fn a_path_goes_through_lists() {
        let found = json!({ "Regions": [{ "Bucket": "a" }, { "Bucket": "b" }, {}] });
        assert_eq!(
            values(&found, "Regions/*/Bucket"),
            [&json!("a"), &json!("b")]
        );
        let one = json!({ "Roles": { "Ref": "List" } });
        assert_eq!(values(&one, "Roles/*"), [&json!({ "Ref": "List" })]);
        assert!(values(&one, "Users/*").is_empty());
    }
}
