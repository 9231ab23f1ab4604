//! Policies and requests made at random, always the same ones, in the shapes that
//! templates have and that users write.

mod dice;
mod fields;
mod keys;

use serde_json::{Map, Value as Json, json};

use crate::{judge, tell};
use dice::Dice;
use fields::{FIELDS, Field};
use keys::{KEYS, Sort};

const CASES: usize = 4_500;
const SEED: u64 = 4;

/// How many more seeds are tried, where somebody wants to look further.
const MORE: &str = "ACCESS_SEEDS";

const HOME: &str = "111111111111";
const ABROAD: &str = "222222222222";
const ROLE: &str = "arn:aws:iam::111111111111:role/path/app";
const SESSION: &str = "arn:aws:sts::111111111111:assumed-role/app/session";
const SERVICE: &str = "codepipeline.amazonaws.com";

#[test]
fn what_is_made_at_random_is_decided_alike() {
    let found = judge::judge(&made_of(SEED));
    tell(&format!(
        "iam-simulate over {CASES} cases made at random: {found}"
    ));
    found.passes();
    found.needs_every_excuse();
    assert!(found.of("events:") > 100 && found.of("iam:PassRole") > 100);
    assert!(found.of("arn:aws-cn:") > 100);
    let more = std::env::var(MORE).map_or(0, |more| more.parse().unwrap());
    for seed in SEED + 1..=SEED + more {
        let found = judge::judge(&made_of(seed));
        tell(&format!("seed {seed}: {found}"));
        found.passes_but_for_known_defects();
    }
}

fn made_of(seed: u64) -> Vec<Json> {
    let mut dice = Dice(seed);
    (0..CASES).map(|_| case(&mut dice)).collect()
}

fn case(dice: &mut Dice) -> Json {
    let field = dice.one(FIELDS);
    let owner = if dice.chance(60) { HOME } else { ABROAD };
    let service = dice.chance(10);
    let mut case = json!({
        "action": dice.one(field.actions),
        "resource": (field.resource)(owner),
        "resourceAccount": owner,
        "strict": field.strict,
        "service": service,
        "principal": if service { SERVICE } else { ROLE },
        "principalAccount": if service { "" } else { HOME },
        "context": context(dice, service),
        "identityPolicies": [],
        "resourcePolicies": [],
    });
    if !service && dice.chance(70) {
        case["session"] = json!(SESSION);
    }
    if !service {
        let policies = (0..dice.below(3)).map(|_| policy(dice, field, owner, false));
        case["identityPolicies"] = policies.collect();
        if dice.chance(15) {
            case["boundary"] = policy(dice, field, owner, false);
        }
    }
    // Keys and roles always have one.
    if field.guarded && (field.strict || dice.chance(60)) {
        case["resourcePolicies"] = json!([policy(dice, field, owner, true)]);
    }
    if dice.chance(12) {
        case = in_china(&case);
    }
    case["decision"] = json!(pipewright_core::testing::decide(&case.to_string()));
    case
}

/// The same case in another partition: whoever asks and what is asked for are there. A
/// policy may still write one that is neither.
fn in_china(case: &Json) -> Json {
    let text = case.to_string().replace("arn:aws:", "arn:aws-cn:");
    serde_json::from_str(&text).unwrap()
}

fn context(dice: &mut Dice, service: bool) -> Json {
    let mut out = Map::new();
    for key in KEYS {
        // Of a role these are always known, of a service never.
        let whose = key.name.starts_with("aws:Principal");
        let value = match key.sort {
            _ if whose && service => Json::Null,
            _ if key.name == "aws:PrincipalArn" => json!(ROLE),
            _ if !dice.chance(75) => Json::Null,
            Sort::Texts => json!(&key.values[..1 + dice.below(key.values.len())]),
            _ => json!(dice.one(key.values)),
        };
        out.insert(key.name.to_owned(), value);
    }
    out.insert("aws:PrincipalTag/none".to_owned(), Json::Null);
    let account = if service { Json::Null } else { json!(HOME) };
    out.insert("aws:PrincipalAccount".to_owned(), account);
    Json::Object(out)
}

fn policy(dice: &mut Dice, field: &Field, owner: &str, of_resource: bool) -> Json {
    let count = 1 + dice.below(3);
    let statements = (0..count).map(|_| statement(dice, field, owner, of_resource));
    let statements: Vec<Json> = statements.collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn statement(dice: &mut Dice, field: &Field, owner: &str, of_resource: bool) -> Json {
    let deny = dice.chance(18);
    let mut out = json!({ "Effect": if deny { "Deny" } else { "Allow" } });
    let actions = dice.some(|dice| {
        if dice.chance(60) {
            (*dice.one(field.actions)).to_owned()
        } else {
            (*dice.one(field.patterns)).to_owned()
        }
    });
    let rarely = dice.chance(5);
    out[if rarely { "NotAction" } else { "Action" }] = actions;
    if of_resource {
        out["Principal"] = principal(dice);
    }
    if !of_resource || field.names_resources {
        let rarely = dice.chance(5);
        let written = (field.resources)(owner);
        out[if rarely { "NotResource" } else { "Resource" }] =
            dice.some(|dice| match dice.below(10) {
                0..4 => (field.resource)(owner),
                4..6 => "*".to_owned(),
                _ => dice.one(&written).clone(),
            });
    }
    let mut conditions = Map::new();
    for _ in 0..dice.below(3) {
        let (operator, key, values) = condition(dice);
        let keys = conditions.entry(operator).or_insert_with(|| json!({}));
        keys[key] = values;
    }
    if !conditions.is_empty() {
        out["Condition"] = Json::Object(conditions);
    }
    out
}

fn principal(dice: &mut Dice) -> Json {
    match dice.below(10) {
        0 => json!("*"),
        1 => json!({ "AWS": "*" }),
        2 => json!({ "AWS": HOME }),
        3 => json!({ "AWS": "arn:aws:iam::111111111111:root" }),
        4 => {
            json!({ "AWS": ["arn:aws:iam::222222222222:root", "arn:aws:iam::222222222222:role/path/app"] })
        }
        5 => json!({ "Service": [SERVICE, "codebuild.amazonaws.com"] }),
        6 => json!({ "Service": "codebuild.amazonaws.com", "AWS": [ROLE] }),
        7 => json!({ "AWS": SESSION }),
        _ => json!({ "AWS": ROLE }),
    }
}

fn condition(dice: &mut Dice) -> (String, &'static str, Json) {
    let key = dice.one(KEYS);
    if dice.chance(10) {
        return (
            "Null".to_owned(),
            key.name,
            json!(dice.one(&["true", "false"])),
        );
    }
    // What has several values takes one of these, as IAM wants it; others may.
    let quantified = key.sort == Sort::Texts || dice.chance(10);
    let quantifier = match quantified {
        true => *dice.one(&["ForAnyValue:", "ForAllValues:"]),
        false => "",
    };
    let operator = dice.one(key.sort.operators());
    let if_exists = if dice.chance(20) { "IfExists" } else { "" };
    let values = match key.sort {
        Sort::Truth => json!(dice.one(key.written)),
        _ => dice.some(|dice| (*dice.one(key.written)).to_owned()),
    };
    (
        format!("{quantifier}{operator}{if_exists}"),
        key.name,
        values,
    )
}
