//! What AWS bounds in an account or a region of it, counted over the pipelines of one `emit`.
//! What other pipelines have in the account is not known here.

use crate::arn::ArnEnvironment;
use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::Source;
use crate::place::Location;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A bound of AWS.
struct Quota {
    /// The CloudFormation type of what is counted.
    kind: &'static str,
    /// What is counted, in words.
    noun: &'static str,
    max: usize,
    /// The regions with another bound.
    except: &'static [(&'static str, usize)],
    /// Each region has its own.
    by_region: bool,
    counts: Unit,
}

impl Quota {
    /// What is counted, in words; `bus` is the bus of a rule, if it is not the default one.
    fn noun_on(&self, bus: &str) -> String {
        match bus {
            "" => self.noun.to_owned(),
            bus => format!("rules on event bus `{bus}`"),
        }
    }

    /// The bound in a region.
    fn max_in(&self, region: &str) -> usize {
        let except = self.except.iter().find(|(name, _)| *name == region);
        except.map_or(self.max, |(_, max)| *max)
    }
}

/// What of a resource counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// It counts one, and AWS raises the quota on demand.
    One,
    /// The characters of its statement in a policy that all of them share.
    Characters,
}

const QUOTAS: [Quota; 6] = [
    Quota {
        kind: "AWS::IAM::Role",
        noun: "roles",
        max: limits::ROLES_PER_ACCOUNT,
        except: &[],
        by_region: false,
        counts: Unit::One,
    },
    Quota {
        kind: "AWS::IAM::ManagedPolicy",
        noun: "managed policies",
        max: limits::MANAGED_POLICIES_PER_ACCOUNT,
        except: &[],
        by_region: false,
        counts: Unit::One,
    },
    Quota {
        kind: "AWS::Events::Rule",
        noun: "rules on the default event bus",
        max: limits::RULES_PER_BUS,
        except: limits::RULES_PER_BUS_IN,
        by_region: true,
        counts: Unit::One,
    },
    Quota {
        kind: "AWS::Events::EventBusPolicy",
        noun: "characters of the policy of the default event bus",
        max: limits::BUS_POLICY_MAX,
        except: &[],
        by_region: true,
        counts: Unit::Characters,
    },
    Quota {
        kind: "AWS::CodePipeline::CustomActionType",
        noun: "action types",
        max: limits::ACTION_TYPES_PER_REGION,
        except: &[],
        by_region: true,
        counts: Unit::One,
    },
    Quota {
        kind: "AWS::CodePipeline::Pipeline",
        noun: "pipelines",
        max: limits::PIPELINES_PER_REGION,
        except: &[],
        by_region: true,
        counts: Unit::One,
    },
];

/// What the pipelines have of each quota in each account and region.
#[derive(Default)]
pub(super) struct Counts {
    found: BTreeMap<Key, Found>,
}

/// The account, the region or nothing, the position of the quota, and the event bus if it is not
/// the default one: each has a quota of its own.
type Key = (String, String, usize, String);

/// The bus of a rule, if it is not the default one.
fn bus_of(quota: &Quota, body: &Value) -> String {
    let bus = &body["Properties"]["EventBusName"];
    match bus {
        _ if quota.kind != "AWS::Events::Rule" => String::new(),
        Value::Null => String::new(),
        Value::String(name) => {
            let name = name.rsplit('/').next().unwrap_or(name);
            if name == "default" { "" } else { name }.to_owned()
        }
        // A reference to a bus beside the pipeline.
        other => other.to_string(),
    }
}

#[derive(Default)]
struct Found {
    amount: usize,
    pipelines: BTreeSet<String>,
    /// The place of the pipeline that was added last.
    at: Option<Location>,
}

/// A count, and what AWS allows.
pub(crate) struct Count {
    pub(crate) account: String,
    /// Nothing where the account has it as a whole.
    pub(crate) region: String,
    pub(crate) noun: String,
    pub(crate) amount: usize,
    pub(crate) max: usize,
}

impl Counts {
    /// Counts a resource.
    pub(super) fn add(
        &mut self,
        environment: &ArnEnvironment<'_>,
        body: &Value,
        pipeline: &str,
        source: &Source,
    ) {
        let mut quotas = (0..).zip(&QUOTAS);
        let Some((position, quota)) = quotas.find(|(_, quota)| body["Type"] == quota.kind) else {
            return;
        };
        let region = if quota.by_region {
            environment.region
        } else {
            ""
        };
        let account = environment.account.to_owned();
        let key = (account, region.to_owned(), position, bus_of(quota, body));
        let found = self.found.entry(key).or_default();
        found.amount += match quota.counts {
            Unit::One => 1,
            // With the comma between two statements.
            Unit::Characters => {
                let statement = &body["Properties"]["Statement"];
                let before = if found.amount == 0 { empty_policy() } else { 1 };
                before + statement.to_string().chars().count()
            }
        };
        found.pipelines.insert(pipeline.to_owned());
        found.at = Some(source.at);
    }

    pub(super) fn all(&self) -> Vec<Count> {
        let counts = self.found.iter();
        counts
            .map(|((account, region, position, bus), found)| Count {
                account: account.clone(),
                region: region.clone(),
                noun: QUOTAS[*position].noun_on(bus),
                amount: found.amount,
                max: QUOTAS[*position].max_in(region),
            })
            .collect()
    }

    pub(super) fn report(&self, findings: &mut Findings<Location>) {
        for ((account, region, position, bus), found) in &self.found {
            let quota = &QUOTAS[*position];
            let max = quota.max_in(region);
            let Some(at) = found.at.filter(|_| found.amount > max) else {
                continue;
            };
            let (code, help) = match quota.counts {
                Unit::One => (
                    &codes::OVER_A_QUOTA,
                    "have AWS raise the quota, share roles with `as ROLE`, or take some pipelines to another account",
                ),
                Unit::Characters => (
                    &codes::BUS_POLICY_TOO_LARGE,
                    "each foreign account with a source has a statement of each pipeline: let some sources be polled, `poll_for_source_changes: true`, or take some pipelines to another account or region",
                ),
            };
            let place = if quota.by_region {
                format!("account {account} would have in region `{region}`")
            } else {
                format!("account {account} would have")
            };
            let message = format!(
                "{place} {} {}, of {}, and AWS allows {max}",
                found.amount,
                quota.noun_on(bus),
                in_words(&found.pipelines),
            );
            findings.report(code, at, message).help(help);
        }
    }
}

fn empty_policy() -> usize {
    json!({ "Version": "2012-10-17", "Statement": [] })
        .to_string()
        .len()
}

/// At most three pipelines by name, and the number of the others.
fn in_words(pipelines: &BTreeSet<String>) -> String {
    let named: Vec<String> = pipelines
        .iter()
        .take(3)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = pipelines.len() - named.len();
    let noun = if pipelines.len() == 1 {
        "pipeline"
    } else {
        "pipelines"
    };
    match more {
        0 => format!("{noun} {}", named.join(", ")),
        _ => format!("{noun} {} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roles_of_an_account_are_those_of_all_pipelines_and_regions() {
        let source = Source {
            words: "pipeline app".to_owned(),
            at: Location::here(),
        };
        let role = json!({ "Type": "AWS::IAM::Role" });
        let found = |roles: usize| {
            let mut counts = Counts::default();
            for number in 0..roles {
                let environment = ArnEnvironment {
                    partition: "aws",
                    region: ["us-east-1", "us-west-2"][number % 2],
                    account: "111111111111",
                };
                let pipeline = format!("team{}", number % 5);
                counts.add(&environment, &role, &pipeline, &source);
            }
            let mut findings = Findings::default();
            counts.report(&mut findings);
            let found = findings.iter();
            found
                .map(|finding| finding.message.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(found(1_000), [] as [&str; 0]);
        assert_eq!(
            found(1_001),
            [
                "account 111111111111 would have 1001 roles, of pipelines `team0`, `team1`, `team2` and 2 more, and AWS allows 1000"
            ]
        );
    }

    #[test]
    fn each_bus_is_counted_by_itself() {
        let rule = |bus: &str| json!({ "Type": "AWS::Events::Rule", "Properties": { "EventBusName": bus } });
        let source = Source {
            words: "pipeline app".to_owned(),
            at: Location::here(),
        };
        let environment = ArnEnvironment {
            partition: "aws",
            region: "eu-west-1",
            account: "111111111111",
        };
        let mut counts = Counts::default();
        let by_arn = "arn:aws:events:eu-west-1:111111111111:event-bus/orders";
        for bus in ["default", "orders"] {
            for _ in 0..300 {
                counts.add(&environment, &rule(bus), "app", &source);
            }
        }
        let found = |counts: &Counts| {
            let mut findings = Findings::default();
            counts.report(&mut findings);
            findings.to_string()
        };
        assert_eq!(found(&counts), "");
        counts.add(&environment, &rule(by_arn), "app", &source);
        let told = found(&counts);
        assert_eq!(told.matches("[P506]").count(), 1, "{told}");
        assert!(
            told.contains("301 rules on event bus `orders`, of pipeline `app`, and AWS allows 300"),
            "{told}"
        );
    }

    #[test]
    fn a_bus_takes_fewer_rules_in_some_regions() {
        let rule = json!({ "Type": "AWS::Events::Rule" });
        let source = Source {
            words: "pipeline app".to_owned(),
            at: Location::here(),
        };
        for (region, max) in [("eu-south-1", 100), ("eu-west-1", 300)] {
            let environment = ArnEnvironment {
                partition: "aws",
                region,
                account: "111111111111",
            };
            let mut counts = Counts::default();
            for rules in 1..=max + 1 {
                counts.add(&environment, &rule, "app", &source);
                let mut findings = Findings::default();
                counts.report(&mut findings);
                assert_eq!(findings.iter().count(), usize::from(rules > max), "{rules}");
            }
        }
    }
}
