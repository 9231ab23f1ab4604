//! Small policies at random, compared, and held against the evaluation of many single requests: a request
//! that is allowed on one side only is told as a gain or as a loss, with a pattern of its resource.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::report::AccessChange;
use super::{Access, Differences, compare};
use crate::access::deployed::{DeployedState, One, Stacks};
use crate::access::evaluator::{
    ContextValue, Decision, Identity, IdentityPolicies, Mode, Policy, PolicyPlace, Principal,
    Request, Resource, ResourcePolicy, decide,
};
use crate::catalogue::services::overlap;
use crate::plan::Boundaries;
use crate::render::Template;

const ROLE: &str = "arn:aws:iam::111111111111:role/app";

/// Numbers that look random, and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or_default() % bound
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn some(&mut self, all: &[&str]) -> Value {
        let count = 1 + self.below(2);
        (0..count).map(|_| self.of(all)).collect()
    }
}

const ACTIONS: &[&str] = &[
    "s3:GetObject",
    "s3:Get*",
    "s3:PutObject",
    "s3:*",
    "*",
    "s3:GetObject?cl",
    "sqs:SendMessage",
    "sqs:*",
];

const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::a/*",
    "arn:aws:s3:::a/b*",
    "arn:aws:s3:::a/*b",
    "arn:aws:s3:::a/b?",
    "arn:aws:s3:::*/b",
    "arn:aws:s3:::ab/*",
    "arn:aws:s3:::own/*",
    "arn:aws:s3:::own/b*",
    "arn:aws:s3:::a*",
    "arn:aws:sqs:*:111111111111:q",
    "arn:aws:sqs:us-*:111111111111:q*",
    "arn:aws:sqs:us-east-1:*:q",
];

const CONDITIONS: &[(&str, &str, &[&str])] = &[
    ("StringEquals", "s3:prefix", &["a", "b"]),
    ("StringNotEquals", "s3:prefix", &["a", "b"]),
    ("StringLike", "s3:prefix", &["a*", "*b", "ab"]),
    ("StringEqualsIfExists", "s3:prefix", &["a"]),
    ("Null", "s3:prefix", &["true", "false"]),
    ("Bool", "aws:SecureTransport", &["true", "false"]),
    ("NumericLessThan", "s3:max-keys", &["5", "10"]),
    ("NumericGreaterThanEquals", "s3:max-keys", &["5", "7"]),
    ("IpAddress", "aws:SourceIp", &["10.0.0.0/8", "10.1.0.0/16"]),
    ("NotIpAddress", "aws:SourceIp", &["10.1.0.0/16"]),
    ("ForAnyValue:StringEquals", "aws:TagKeys", &["a", "b"]),
    ("ForAllValues:StringEquals", "aws:TagKeys", &["a", "b"]),
    (
        "ArnLike",
        "aws:SourceArn",
        &["arn:aws:s3:::*", "arn:aws:*:::a*"],
    ),
];

fn statement(random: &mut Random, principal: bool) -> Value {
    let effect = if random.below(4) == 0 {
        "Deny"
    } else {
        "Allow"
    };
    let element = |random: &mut Random, word: &str| match random.below(8) {
        0 => format!("Not{word}"),
        _ => word.to_owned(),
    };
    let mut out = json!({ "Effect": effect });
    let action = element(random, "Action");
    out[action.as_str()] = random.some(ACTIONS);
    let resource = element(random, "Resource");
    out[resource.as_str()] = random.some(RESOURCES);
    if principal {
        out["Principal"] = match random.below(4) {
            0 => json!("*"),
            1 => json!({ "AWS": ROLE }),
            2 => json!({ "AWS": "arn:aws:iam::222222222222:root" }),
            _ => json!({ "AWS": "arn:aws:iam::111111111111:root" }),
        };
    }
    for _ in 0..random.below(3) {
        let (operator, key, values) = CONDITIONS[random.below(CONDITIONS.len())];
        out["Condition"][operator][key] = random.some(values);
    }
    out
}

/// The policy of a role, its boundary, and that of a bucket.
fn policies(random: &mut Random) -> [Vec<Value>; 3] {
    let own = (0..1 + random.below(3))
        .map(|_| statement(random, false))
        .collect();
    let bucket = (0..1 + random.below(2))
        .map(|_| statement(random, true))
        .collect();
    let boundary = match random.below(3) {
        0 => vec![statement(random, false)],
        _ => Vec::new(),
    };
    [own, boundary, bucket]
}

fn document(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn template([own, boundary, bucket]: &[Vec<Value>; 3]) -> Template {
    let mut role = json!({ "Type": "AWS::IAM::Role", "Properties": {
        "RoleName": "app", "Path": "/", "AssumeRolePolicyDocument": document(&[]),
        "Policies": [{ "PolicyName": "a", "PolicyDocument": document(own) }],
    }});
    if !boundary.is_empty() {
        role["Properties"]["PermissionsBoundary"] = json!("boundary");
    }
    let resources = BTreeMap::from([
        ("Role".to_owned(), role),
        (
            "Bucket".to_owned(),
            json!({ "Type": "AWS::S3::Bucket", "Properties": { "BucketName": "own" } }),
        ),
        (
            "Policy".to_owned(),
            json!({ "Type": "AWS::S3::BucketPolicy", "Properties": {
                "Bucket": "own", "PolicyDocument": document(bucket),
            }}),
        ),
    ]);
    Template::read(resources, BTreeMap::new())
}

fn boundaries(policies: &[Vec<Value>; 3]) -> Boundaries {
    let told = crate::plan::ToldBoundary {
        document: document(&policies[1]),
        at: crate::place::Location::at("", 0, 0),
    };
    Boundaries::from([("boundary".to_owned(), told)])
}

fn differences(old: &[Vec<Value>; 3], new: &[Vec<Value>; 3]) -> Differences {
    let (old_template, new_template) = (template(old), template(new));
    let stacks = |template| {
        let one = One {
            name: "stack",
            account: "111111111111",
            region: "us-east-1",
            template,
        };
        Stacks::of("aws", std::iter::once(one))
    };
    let (old_stacks, new_stacks) = (stacks(&old_template), stacks(&new_template));
    let (old_told, new_told) = (boundaries(old), boundaries(new));
    compare(Access {
        old: DeployedState::alone(&old_stacks, &old_told),
        new: DeployedState::alone(&new_stacks, &new_told),
        partition: "aws",
        renamed: &BTreeMap::new(),
        names: &BTreeMap::new(),
        only: None,
        progress: &|_| {},
    })
}

/// The decision on a single request, from the documents alone.
fn allowed(
    policies: &[Vec<Value>; 3],
    action: &str,
    arn: &str,
    context: &[(&str, ContextValue<'_>)],
) -> Option<bool> {
    let documents = policies.each_ref().map(|statements| document(statements));
    let read = |document| {
        Policy::read(PolicyPlace::default(), document, &|value| {
            Ok(value.as_str().unwrap_or_default().into())
        })
    };
    let identity = IdentityPolicies {
        policies: vec![read(&documents[0])],
        boundary: (!policies[1].is_empty())
            .then(|| crate::access::evaluator::Boundary::Known("boundary", read(&documents[1]))),
        ..IdentityPolicies::default()
    };
    let principal = Principal {
        arn: ROLE.into(),
        session: Some("arn:aws:sts::111111111111:assumed-role/app/session".to_owned()),
        account: "111111111111".into(),
        identity: Identity::Role(&identity),
        ..Principal::default()
    };
    let bucket = [read(&documents[2])];
    let own = arn == "arn:aws:s3:::own" || arn.starts_with("arn:aws:s3:::own/");
    let resource = Resource {
        arn: arn.into(),
        account: "111111111111".into(),
        policy: match own && action.starts_with("s3:") {
            true => ResourcePolicy::Known(&bucket),
            false => ResourcePolicy::Open,
        },
        policy_name: "policy",
        policy_required: false,
        context: Vec::new(),
    };
    let request = Request {
        principal: &principal,
        action,
        resource: &resource,
        context,
    };
    match decide(&request, Mode::Forbidden) {
        Decision::Allowed { .. } => Some(true),
        Decision::ExplicitDeny { .. } | Decision::ImplicitDeny { .. } => Some(false),
        Decision::Undetermined { .. } => None,
    }
}

/// Single requests, with a value or none for each key.
fn requests(
    random: &mut Random,
) -> (
    &'static str,
    &'static str,
    Vec<(&'static str, ContextValue<'static>)>,
) {
    let (action, arns): (_, &[&str]) = match random.below(4) {
        0 => ("s3:GetObject", &OBJECTS),
        1 => ("s3:PutObject", &OBJECTS),
        2 => ("s3:GetObjectAcl", &OBJECTS),
        _ => ("sqs:SendMessage", &QUEUES),
    };
    let arn = random.of(arns);
    let mut context = Vec::new();
    let keys: [(&str, &[&str]); 5] = [
        ("s3:prefix", &["a", "b", "ab", "xb", "c"]),
        ("aws:securetransport", &["true", "false"]),
        ("s3:max-keys", &["4", "5", "6", "7", "9", "10", "11"]),
        ("aws:sourceip", &["10.2.0.1", "10.1.2.3", "9.0.0.1"]),
        (
            "aws:sourcearn",
            &["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:sqs:::ab"],
        ),
    ];
    for (key, values) in keys {
        let value = match random.below(3) {
            0 => ContextValue::Absent,
            _ => ContextValue::one(random.of(values)),
        };
        context.push((key, value));
    }
    let tags = match random.below(5) {
        0 => ContextValue::Absent,
        1 => ContextValue::one("a"),
        2 => ContextValue::one("c"),
        3 => ContextValue::Many(vec!["a".into(), "b".into()]),
        _ => ContextValue::Many(vec!["a".into(), "c".into()]),
    };
    context.push(("aws:tagkeys", tags));
    (action, arn, context)
}

const OBJECTS: [&str; 11] = [
    "arn:aws:s3:::a/b",
    "arn:aws:s3:::a/bc",
    "arn:aws:s3:::a/cb",
    "arn:aws:s3:::a/c",
    "arn:aws:s3:::ab/b",
    "arn:aws:s3:::ab/c",
    "arn:aws:s3:::c/b",
    "arn:aws:s3:::c/c",
    "arn:aws:s3:::own/b",
    "arn:aws:s3:::own/c",
    "arn:aws:s3:::own/bc",
];

const QUEUES: [&str; 5] = [
    "arn:aws:sqs:us-east-1:111111111111:q",
    "arn:aws:sqs:eu-west-1:111111111111:q",
    "arn:aws:sqs:us-east-1:111111111111:qq",
    "arn:aws:sqs:us-east-1:222222222222:q",
    "arn:aws:sqs:us-east-1:111111111111:other",
];

/// So many pairs of policies are compared.
const ROUNDS: usize = 60;

/// Returns whether one of the changes is about a call of the role on a resource.
fn is_told(changes: &[AccessChange], action: &str, arn: &str) -> bool {
    let on = |pattern: &String| match pattern.strip_prefix("all but ") {
        Some(but) => !but.split(" and ").any(|one| overlap(one, arn)),
        None => overlap(pattern, arn) || arn.starts_with(&format!("{pattern}/")),
    };
    changes.iter().any(|change| {
        change.principal.arn == ROLE
            && change.calls.iter().any(|one| one == action)
            && change.on.iter().any(on)
    })
}

#[test]
fn no_request_that_is_gained_is_missed() {
    let mut random = Random(0x5eed_0015);
    let (mut differing, mut equal, mut undecided) = (0, 0, 0);
    for _ in 0..ROUNDS {
        let old = policies(&mut random);
        let new = match random.below(4) {
            0 => policies(&mut random),
            // One of the policies changes.
            number => {
                let mut new = old.clone();
                new[number - 1] = policies(&mut random)[number - 1].clone();
                new
            }
        };
        let found = differences(&old, &new);
        let open = !found.undecided.is_empty();
        undecided += usize::from(open);
        equal += usize::from(found.gains.is_empty() && !open);
        for _ in 0..200 {
            let (action, arn, context) = requests(&mut random);
            let was = allowed(&old, action, arn, &context);
            let is = allowed(&new, action, arn, &context);
            let changes = match (was, is) {
                (Some(false), Some(true)) => &found.gains,
                (Some(true), Some(false)) => &found.losses,
                _ => continue,
            };
            differing += 1;
            assert!(
                is_told(changes, action, arn) || open,
                "{action} on {arn} with {context:?}\nold {old:#?}\nnew {new:#?}\n{found:#?}"
            );
        }
    }
    println!("{differing} decided otherwise, {equal} without a gain, {undecided} not decided");
    assert!(
        differing > ROUNDS && equal > ROUNDS / 20,
        "{differing} {equal}"
    );
    assert!(undecided < ROUNDS / 20, "{undecided}");
}
