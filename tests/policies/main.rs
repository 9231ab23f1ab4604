//! What access.md promises of every policy, bucket and key, of every example and of
//! pipelines made for this.

mod references;
mod statements;
mod stores;
#[path = "../support/mod.rs"]
mod support;

use std::sync::LazyLock;

use serde_json::Value as Json;

use references::{dangling_references, misplaced_stack_outputs, projects_by_name};
use statements::{
    action_wildcards, buckets_of_anyone, passed_roles, unbounded_resources, wide_trust,
};
use stores::{missing_denies, names_one, weak_buckets, weak_keys, wide_admissions};
use support::assembly::{Assembly, Side, Stack, text};
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

#[test]
fn actions_name_the_projects_of_their_template_by_reference() {
    holds(projects_by_name);
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
        ("project", projects_by_name, |stack| {
            let resources = &mut stack.template["Resources"];
            let names: Vec<(String, Json)> = resources
                .as_object()
                .unwrap()
                .iter()
                .filter(|(_, resource)| resource["Type"] == "AWS::CodeBuild::Project")
                .map(|(logical, resource)| {
                    (logical.clone(), resource["Properties"]["Name"].clone())
                })
                .collect();
            let stages = resources["Pipeline"]["Properties"]["Stages"].as_array_mut();
            for stage in stages.into_iter().flatten() {
                for action in stage["Actions"].as_array_mut().unwrap() {
                    let project = &mut action["Configuration"]["ProjectName"];
                    let named = names.iter().find(|(logical, _)| project["Ref"] == *logical);
                    if let Some((_, name)) = named {
                        *project = name.clone();
                    }
                }
            }
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
        let names = statement.pointer_mut(parent);
        let Some(names) = names.filter(|names| names.is_object()) else {
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

pub(crate) fn allows(statement: &Json) -> bool {
    statement["Effect"] == "Allow"
}

/// The places of the statements of which something is true.
pub(crate) fn places(assembly: &Assembly, broken: impl Fn(Side, &Json) -> bool) -> Vec<String> {
    let statements = assembly.statements().into_iter();
    let found = statements.filter(|(_, side, statement)| broken(*side, statement));
    found.map(|(place, ..)| place).collect()
}
