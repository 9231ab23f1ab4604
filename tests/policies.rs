//! What access.md promises of every policy, bucket and key, of every example and of
//! pipelines made for this.

mod support;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pipewright_core::catalogue::KINDS;
use serde_json::Value as Json;

use support::assembly::{Assembly, Side, Stack, text, texts};
use support::{examples, pipelines};

/// A promise: what breaks it.
type Rule = fn(&Assembly) -> Vec<String>;

#[test]
fn no_allow_has_an_action_wildcard() {
    holds(action_wildcards);
}

#[test]
fn no_allow_is_on_everything_but_where_aws_has_no_resource_for_the_call() {
    holds(unbounded_resources);
}

#[test]
fn s3_statements_of_roles_name_the_account_of_the_bucket() {
    holds(buckets_of_anyone);
}

#[test]
fn a_role_is_passed_by_name_and_to_one_service() {
    holds(passed_roles);
}

#[test]
fn every_store_refuses_plain_text_and_other_keys() {
    holds(missing_denies);
}

#[test]
fn every_key_rotates_and_is_retained() {
    holds(weak_keys);
}

#[test]
fn every_bucket_is_versioned_private_owner_enforced_expiring_and_retained() {
    holds(weak_buckets);
}

#[test]
fn resource_policies_admit_accounts_narrowed_to_roles() {
    holds(wide_admissions);
}

#[test]
fn trust_is_narrowed() {
    holds(wide_trust);
}

#[test]
fn a_stack_uses_only_what_its_own_template_or_an_earlier_stack_has() {
    holds(dangling_references);
}

#[test]
fn stack_outputs_of_other_regions_stand_only_where_cloudformation_takes_them() {
    holds(misplaced_stack_outputs);
}

/// A rule that nothing can break would prove nothing.
#[test]
fn every_rule_finds_what_breaks_it() {
    let breaks: &[(&str, Rule, Break)] = &[
        ("wildcard", action_wildcards, |stack| {
            each_statement(stack, |s| replace(s, "Action", "sts:AssumeRole", "sts:*"));
        }),
        ("everything", unbounded_resources, |stack| {
            each_statement(stack, |s| {
                if s["Action"] == "iam:PassRole" {
                    s["Resource"] = Json::from("*");
                }
            });
        }),
        ("account", buckets_of_anyone, |stack| {
            each_statement(stack, |s| {
                remove(s, "/Condition/StringEquals", "aws:ResourceAccount")
            });
        }),
        ("service", passed_roles, |stack| {
            each_statement(stack, |s| {
                remove(s, "/Condition/StringEquals", "iam:PassedToService")
            });
        }),
        ("tls", missing_denies, |stack| {
            each_statement(stack, |s| replace(s, "Action", "s3:*", "s3:GetObject"));
        }),
        ("keys", missing_denies, |stack| {
            each_statement(stack, |s| remove(s, "/Condition", "Null"));
        }),
        ("rotation", weak_keys, |stack| {
            each_resource(stack, |r| remove(r, "/Properties", "EnableKeyRotation"));
        }),
        ("retention", weak_keys, |stack| {
            each_resource(stack, |r| remove(r, "", "UpdateReplacePolicy"));
        }),
        ("public", weak_buckets, |stack| {
            each_resource(stack, |r| {
                remove(
                    r,
                    "/Properties/PublicAccessBlockConfiguration",
                    "BlockPublicAcls",
                );
            });
        }),
        ("expiry", weak_buckets, |stack| {
            each_resource(stack, |r| {
                remove(r, "/Properties", "LifecycleConfiguration")
            });
        }),
        ("admission", wide_admissions, |stack| {
            each_statement(stack, |s| remove(s, "/Condition", "ArnLike"));
        }),
        ("trust", wide_trust, |stack| {
            each_statement(stack, |s| remove(s, "/Condition", "ArnEquals"));
        }),
        ("waves", dangling_references, |stack| stack.earlier.clear()),
        ("ids", dangling_references, |stack| {
            let resources = stack.template["Resources"].as_object_mut().unwrap();
            resources.retain(|_, resource| resource["Type"] != "AWS::IAM::Role");
        }),
        ("output", misplaced_stack_outputs, |stack| {
            let stores = "/Resources/Pipeline/Properties/ArtifactStores";
            if let Some(stores) = stack.template.pointer(stores).cloned() {
                stack.template["Outputs"]["Stores"]["Value"] = stores;
            }
        }),
    ];
    for (name, rule, change) in breaks {
        let mut assembly = ASSEMBLIES[0].clone();
        assembly.stacks.iter_mut().for_each(change);
        assert!(!rule(&assembly).is_empty(), "{name} breaks nothing");
    }
}

/// Names of administrators, and of an organization's roles, are narrow as long as each is
/// one name, of an account that has to do with the pipeline.
#[test]
fn a_name_that_is_wider_than_one_role_is_found() {
    const NAMES: &[&str] = &[
        "arn:aws:iam::111111111111:role/*",
        "arn:aws:iam::111111111111:role/security?",
        "arn:aws:iam::888888888888:role/security",
        "arn:aws:iam::888888888888:root",
        "arn:aws:iam::111111111111:group/security",
        "*",
    ];
    let everything = ASSEMBLIES.iter().find(|found| found.name == "everything");
    let everything = everything.unwrap();
    assert!(wide_admissions(everything).is_empty());
    for name in NAMES {
        let found = with_names(everything, "/Principal", "AWS", name);
        assert!(found > 0, "as an administrator of a key: {name}");
        let found = with_names(everything, "/Condition/ArnLike", "aws:PrincipalArn", name);
        assert!(found > 0, "as a role of the organization: {name}");
    }
}

/// How many statements are found once one exact name of each is another one.
fn with_names(assembly: &Assembly, parent: &str, key: &str, name: &str) -> usize {
    fn walk(json: &mut Json, change: &dyn Fn(&mut Json)) {
        if json.get("Effect").is_some() {
            change(json);
        }
        match json {
            Json::Object(map) => map.values_mut().for_each(|value| walk(value, change)),
            Json::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
            _ => {}
        }
    }
    let change = |statement: &mut Json| {
        let Some(names) = statement.pointer_mut(parent) else {
            return;
        };
        match &mut names[key] {
            Json::String(only) if names_one(only) => name.clone_into(only),
            Json::Array(several) => {
                let exact = several.iter_mut().find(|one| names_one(text(one)));
                if let Some(exact) = exact {
                    *exact = Json::from(name);
                }
            }
            _ => {}
        }
    };
    let mut assembly = assembly.clone();
    for stack in &mut assembly.stacks {
        walk(&mut stack.template["Resources"], &change);
    }
    wide_admissions(&assembly).len()
}

type Break = fn(&mut Stack);

fn each_resource(stack: &mut Stack, change: fn(&mut Json)) {
    let resources = stack.template["Resources"].as_object_mut().unwrap();
    resources.values_mut().for_each(change);
}

fn each_statement(stack: &mut Stack, change: fn(&mut Json)) {
    fn walk(json: &mut Json, change: fn(&mut Json)) {
        if json.get("Effect").is_some() {
            change(json);
        }
        match json {
            Json::Object(map) => map.values_mut().for_each(|value| walk(value, change)),
            Json::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
            _ => {}
        }
    }
    walk(&mut stack.template["Resources"], change);
}

fn replace(json: &mut Json, key: &str, old: &str, new: &str) {
    if json[key] == old {
        json[key] = Json::from(new);
    }
}

fn remove(json: &mut Json, parent: &str, key: &str) {
    if let Some(map) = json.pointer_mut(parent).and_then(Json::as_object_mut) {
        map.remove(key);
    }
}

/// Every example, and pipelines that have what those lack.
static ASSEMBLIES: LazyLock<Vec<Assembly>> = LazyLock::new(|| {
    let many = pipelines::large().organization("o-0123456789");
    let made = [("large", pipelines::large()), ("organization", many)];
    let made = made.map(|(name, pipeline)| Assembly::of(name, &pipeline.build().unwrap()));
    let examples = examples::names().into_iter();
    let read = examples.map(|name| Assembly::open(&name, &examples::synthesize(&name)));
    made.into_iter().chain(read).collect()
});

#[track_caller]
fn holds(rule: Rule) {
    let broken: Vec<String> = ASSEMBLIES.iter().flat_map(rule).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

fn action_wildcards(assembly: &Assembly) -> Vec<String> {
    let wild = |statement: &Json| {
        let listed = texts(&statement["Action"]);
        let unlisted = ["NotAction", "NotResource", "NotPrincipal"];
        listed.is_empty()
            || listed.iter().any(|action| action.contains(['*', '?']))
            || unlisted.iter().any(|key| statement.get(key).is_some())
    };
    places(assembly, |_, s| allows(s) && wild(s))
}

fn unbounded_resources(assembly: &Assembly) -> Vec<String> {
    let unscoped = unscoped_calls();
    places(assembly, |side, statement| {
        let known = |action: &&str| unscoped.contains(*action);
        side == Side::Identity
            && allows(statement)
            && texts(&statement["Resource"]).into_iter().any(unbounded)
            && !texts(&statement["Action"]).iter().all(known)
    })
}

/// `*`, or an ARN that leaves the service's thing open: `arn:aws:s3:::*`.
fn unbounded(resource: &str) -> bool {
    let thing = resource.splitn(6, ':').last().unwrap_or_default();
    // A key of another account cannot be named; its alias, a condition, narrows it.
    let key = resource.contains(":kms:") && thing == "key/*";
    !key && (resource.starts_with('*') || thing.starts_with('*'))
}

fn unscoped_calls() -> BTreeSet<&'static str> {
    let permissions = KINDS.iter().flat_map(|kind| kind.permissions);
    let marked = permissions.filter(|permission| permission.unscoped.is_some());
    marked
        .flat_map(|permission| permission.actions)
        .copied()
        // Of a project's image, which no action kind has.
        .chain(["ecr:GetAuthorizationToken"])
        .collect()
}

fn buckets_of_anyone(assembly: &Assembly) -> Vec<String> {
    let stores = assembly.stores();
    places(assembly, |side, statement| {
        let on_s3 = texts(&statement["Action"])
            .iter()
            .any(|a| a.starts_with("s3:"));
        if side != Side::Identity || !allows(statement) || !on_s3 {
            return false;
        }
        let said = &statement["Condition"]["StringEquals"]["aws:ResourceAccount"];
        texts(&statement["Resource"]).iter().any(|resource| {
            let bucket = resource.rsplit(":::").next().unwrap_or_default();
            let bucket = bucket.split('/').next().unwrap_or_default();
            match stores.get(bucket) {
                Some(home) => said != home,
                None => said.as_str().is_none(),
            }
        })
    })
}

fn passed_roles(assembly: &Assembly) -> Vec<String> {
    places(assembly, |_, statement| {
        if !allows(statement) || !texts(&statement["Action"]).contains(&"iam:PassRole") {
            return false;
        }
        let roles = texts(&statement["Resource"]);
        let to = &statement["Condition"]["StringEquals"]["iam:PassedToService"];
        roles.is_empty()
            || roles.iter().any(|role| !names_one_role(role))
            || to
                .as_str()
                .is_none_or(|service| !service.ends_with(".amazonaws.com"))
    })
}

fn missing_denies(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for (place, stack, bucket) in assembly.resources("AWS::S3::Bucket") {
        let arn = format!("arn:aws:s3:::{}", text(&bucket["Properties"]["BucketName"]));
        let objects = format!("{arn}/*");
        let policy = stack
            .resources()
            .find(|(_, r)| r["Type"] == "AWS::S3::BucketPolicy");
        let statements = policy
            .and_then(|(_, policy)| policy["Properties"]["PolicyDocument"]["Statement"].as_array())
            .cloned()
            .unwrap_or_default();
        let denies = |action: &str, resources: &[&str], condition: Json| {
            statements.iter().any(|statement| {
                statement["Effect"] == "Deny"
                    && statement["Principal"] == "*"
                    && statement["Action"] == action
                    && texts(&statement["Resource"]) == resources
                    && statement["Condition"] == condition
            })
        };
        let tls = serde_json::json!({ "Bool": { "aws:SecureTransport": "false" } });
        if !denies("s3:*", &[&arn, &objects], tls) {
            broken.push(format!("{place}: plain text is not denied"));
        }
        let own = stack
            .resources()
            .find(|(_, r)| r["Type"] == "AWS::KMS::Key");
        for condition in encryption_conditions(own.map(|(id, _)| id.as_str())) {
            if !denies("s3:PutObject", &[&objects], condition.clone()) {
                broken.push(format!("{place}: not denied: {condition}"));
            }
        }
    }
    broken
}

/// Under which conditions an upload is denied: it names another encryption, another key.
fn encryption_conditions(key: Option<&str>) -> Vec<Json> {
    const ENCRYPTION: &str = "s3:x-amz-server-side-encryption";
    const KEY: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    let Some(key) = key else {
        return vec![serde_json::json!({
            "Null": { ENCRYPTION: "false" },
            "StringNotEquals": { ENCRYPTION: ["AES256", "aws:kms"] },
        })];
    };
    vec![
        serde_json::json!({
            "Null": { ENCRYPTION: "false" },
            "StringNotEquals": { ENCRYPTION: "aws:kms" },
        }),
        serde_json::json!({
            "Null": { KEY: "false" },
            "ArnNotEquals": { KEY: { "Fn::GetAtt": [key, "Arn"] } },
        }),
    ]
}

fn weak_keys(assembly: &Assembly) -> Vec<String> {
    let keys = assembly.resources("AWS::KMS::Key").into_iter();
    let weak =
        keys.filter(|(_, _, key)| key["Properties"]["EnableKeyRotation"] != true || !retained(key));
    weak.map(|(place, ..)| place).collect()
}

fn weak_buckets(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for (place, _, bucket) in assembly.resources("AWS::S3::Bucket") {
        let properties = &bucket["Properties"];
        let private = [
            "BlockPublicAcls",
            "BlockPublicPolicy",
            "IgnorePublicAcls",
            "RestrictPublicBuckets",
        ];
        let block = &properties["PublicAccessBlockConfiguration"];
        let owner = &properties["OwnershipControls"]["Rules"][0]["ObjectOwnership"];
        let checks = [
            (
                "versioned",
                properties["VersioningConfiguration"]["Status"] == "Enabled",
            ),
            ("private", private.iter().all(|key| block[key] == true)),
            ("owner-enforced", owner == "BucketOwnerEnforced"),
            (
                "expiring",
                expires(&properties["LifecycleConfiguration"]["Rules"]),
            ),
            ("retained", retained(bucket)),
            ("encrypted", properties["BucketEncryption"].is_object()),
        ];
        let failed = checks.iter().filter(|(_, holds)| !holds);
        broken.extend(failed.map(|(what, _)| format!("{place} is not {what}")));
    }
    broken
}

fn expires(rules: &Json) -> bool {
    rules.as_array().into_iter().flatten().any(|rule| {
        rule["Status"] == "Enabled"
            && rule["ExpirationInDays"].as_i64().is_some()
            && rule["NoncurrentVersionExpiration"]["NoncurrentDays"].as_i64().is_some()
            // A filter would leave the rest of the bucket for ever.
            && rule.get("Prefix").is_none()
            && rule.get("TagFilters").is_none()
    })
}

fn retained(resource: &Json) -> bool {
    resource["DeletionPolicy"] == "Retain" && resource["UpdateReplacePolicy"] == "Retain"
}

/// Only roots are named, so no principal has to exist; and but for home's own
/// administration of its keys, each is narrowed to roles.
fn wide_admissions(assembly: &Assembly) -> Vec<String> {
    let homes: BTreeSet<String> = assembly.stores().into_values().collect();
    places(assembly, |side, statement| {
        if !matches!(side, Side::Bucket | Side::Key | Side::Bus) || !allows(statement) {
            return false;
        }
        let principals = texts(&statement["Principal"]["AWS"]);
        let accounts: Vec<Option<&str>> = principals.iter().map(|p| account_of(p)).collect();
        if principals == ["*"] {
            let organization = &statement["Condition"]["StringEquals"]["aws:PrincipalOrgID"];
            let wide = |role: &str| !names_one_role(role) || !declared(role, assembly);
            return organization.as_str().is_none() || !narrowed(statement, &["*"], wide);
        }
        // Key administrators are named one by one.
        let named = |name: &&str| names_one(name) && declared(name, assembly);
        if side == Side::Key && principals.iter().all(named) {
            let calls = texts(&statement["Action"]);
            return !calls.iter().all(|action| administers(action));
        }
        if accounts.is_empty() || accounts.contains(&None) {
            return true;
        }
        let accounts: Vec<&str> = accounts.into_iter().flatten().collect();
        let administration = side == Side::Key
            && accounts.iter().all(|account| homes.contains(*account))
            && texts(&statement["Action"])
                .iter()
                .all(|action| administers(action));
        !administration && !narrowed(statement, &accounts, |_| true)
    })
}

/// The account of `arn:aws:iam::ACCOUNT:root`.
fn account_of(principal: &str) -> Option<&str> {
    principal
        .strip_prefix("arn:aws:iam::")?
        .strip_suffix(":root")
}

fn administers(action: &str) -> bool {
    let uses = [
        "Decrypt",
        "Encrypt",
        "GenerateDataKey",
        "ReEncrypt",
        "CreateGrant",
        "Sign",
    ];
    !uses
        .iter()
        .any(|call| action["kms:".len()..].starts_with(call))
}

/// Whether a statement holds only for roles of these accounts, each named, or all under
/// the pipeline's own path. Of other accounts `wide` tells whether a role is too much.
fn narrowed(statement: &Json, accounts: &[&str], wide: impl Fn(&str) -> bool) -> bool {
    let conditions = ["ArnLike", "ArnEquals"].map(|operator| &statement["Condition"][operator]);
    let patterns: Vec<&str> = conditions
        .iter()
        .flat_map(|c| texts(&c["aws:PrincipalArn"]))
        .collect();
    let one_of_them = |pattern: &&str| {
        let Some((account, role)) = pattern
            .strip_prefix("arn:aws:iam::")
            .and_then(|rest| rest.split_once(":role/"))
        else {
            return false;
        };
        let own_path = |prefix: &str| {
            prefix.starts_with("pipewright/")
                && prefix.matches('/').count() == 4
                && !prefix.contains('*')
        };
        let known = accounts.contains(&account) || !wide(pattern);
        known && role.strip_suffix('*').map_or(!role.contains('*'), own_path)
    };
    !patterns.is_empty() && patterns.iter().all(one_of_them)
}

fn names_one_role(arn: &str) -> bool {
    names_one(arn) && arn.contains(":role/")
}

/// One role or one user.
fn names_one(arn: &str) -> bool {
    let sort = [":role/", ":user/"].iter().any(|sort| arn.contains(sort));
    arn.starts_with("arn:aws:iam::") && sort && !arn.contains(['*', '?'])
}

/// Whether an ARN is of an account that the pipeline has a stack in.
fn declared(arn: &str, assembly: &Assembly) -> bool {
    let account = arn.split(':').nth(4).unwrap_or_default();
    assembly.stacks.iter().any(|stack| stack.account == account)
}

/// A role is trusted by its account's root narrowed to its ARN, a service by the ARN of
/// what it works for, where that service is known to send it.
fn wide_trust(assembly: &Assembly) -> Vec<String> {
    const SENDS_NO_SOURCE: [&str; 2] =
        ["cloudformation.amazonaws.com", "codepipeline.amazonaws.com"];
    places(assembly, |side, statement| {
        if side != Side::Trust {
            return false;
        }
        let exact = &statement["Condition"]["ArnEquals"];
        match statement["Principal"]["Service"].as_str() {
            Some(service) if SENDS_NO_SOURCE.contains(&service) => false,
            Some(_) => texts(&exact["aws:SourceArn"]).is_empty(),
            None => {
                let roots = texts(&statement["Principal"]["AWS"]);
                let roles = texts(&exact["aws:PrincipalArn"]);
                roots.is_empty()
                    || roots.iter().any(|root| account_of(root).is_none())
                    || roles.is_empty()
                    || !roles.iter().all(|role| names_one_role(role))
            }
        }
    })
}

/// `Ref`, `Fn::GetAtt` and `DependsOn` stay in the template; outputs are of an
/// earlier stack of the right account and region.
fn dangling_references(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for stack in &assembly.stacks {
        let mut found = Vec::new();
        references(&stack.template, &mut found);
        for (function, argument) in found {
            if !resolves(assembly, stack, function, argument) {
                broken.push(format!(
                    "{}, {}: {function} {argument}",
                    assembly.name, stack.name
                ));
            }
        }
    }
    broken
}

fn references<'a>(json: &'a Json, out: &mut Vec<(&'a str, &'a Json)>) {
    match json {
        Json::Object(map) => {
            for (key, value) in map {
                if key == "Ref" || key == "DependsOn" || key.starts_with("Fn::") {
                    out.push((key, value));
                }
                references(value, out);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, out)),
        _ => {}
    }
}

fn resolves(assembly: &Assembly, stack: &Stack, function: &str, argument: &Json) -> bool {
    let own = |id: &str| stack.template["Resources"].get(id).is_some();
    let mut earlier = assembly
        .stacks
        .iter()
        .filter(|other| stack.earlier.contains(&other.name) && other.account == stack.account);
    match function {
        "Ref" => own(text(argument)),
        "DependsOn" => texts(argument).into_iter().all(own),
        "Fn::GetAtt" => own(text(&argument[0])),
        "Fn::GetStackOutput" => earlier.any(|other| {
            argument.get("RoleArn").is_none()
                && argument["StackName"] == other.name
                && argument["Region"] == other.region
                && other.template["Outputs"]
                    .get(text(&argument["OutputName"]))
                    .is_some()
        }),
        // Whatever else comes into use needs its own line here.
        _ => false,
    }
}

fn misplaced_stack_outputs(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for stack in &assembly.stacks {
        for section in ["Outputs", "Conditions", "Mappings", "Rules", "Parameters"] {
            if let Some(section) = stack.template.get(section) {
                stack_outputs(section, false, &stack.name, &mut broken);
            }
        }
        for (_, resource) in stack.resources() {
            for (key, value) in resource.as_object().unwrap() {
                stack_outputs(value, key == "Properties", &stack.name, &mut broken);
            }
        }
    }
    broken
}

fn stack_outputs(json: &Json, allowed: bool, place: &str, out: &mut Vec<String>) {
    match json {
        Json::Object(map) => {
            for (key, value) in map {
                if key == "Fn::GetStackOutput" && !allowed {
                    out.push(format!("{place}: {value}"));
                }
                let taken = ["Fn::Join", "Fn::If", "Fn::Select"].contains(&key.as_str());
                stack_outputs(
                    value,
                    allowed && (taken || !key.starts_with("Fn::")),
                    place,
                    out,
                );
            }
        }
        Json::Array(items) => {
            items
                .iter()
                .for_each(|item| stack_outputs(item, allowed, place, out));
        }
        _ => {}
    }
}

fn allows(statement: &Json) -> bool {
    statement["Effect"] == "Allow"
}

/// The places of the statements of which something is true.
fn places(assembly: &Assembly, broken: impl Fn(Side, &Json) -> bool) -> Vec<String> {
    let statements = assembly.statements().into_iter();
    let found = statements.filter(|(_, side, statement)| broken(*side, statement));
    found.map(|(place, ..)| place).collect()
}
