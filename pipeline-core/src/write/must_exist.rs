//! The resources that have to exist before the pipeline is deployed or runs, and that it does not
//! make, with the account and region of each.
//!
//! They follow from the catalogue: a key says which resource its value names.

mod actions;
mod declared;
mod made;

use super::Rendered;
use crate::arn::Arn;
use crate::pipeline::{AccountIndex, DeployValue, Environment, Part, Pipeline};
use serde_core::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use made::{kinds, made};

/// A resource that has to exist.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Existing {
    pub(super) account: Owner,
    /// Empty for what is in all regions.
    pub(super) region: String,
    /// The word for it: `ECS cluster`.
    pub(super) noun: &'static str,
    pub(super) name: String,
    /// What it belongs to, in words; empty where its name says enough.
    pub(super) within: String,
    /// Empty for what has none, or none that is known.
    pub(super) arn: String,
    /// What has to be true of it, in words that follow "must".
    pub(super) must: Vec<String>,
    /// The actions and declarations that need it.
    pub(super) needed_by: Vec<String>,
    pub(super) before: Before,
    pub(super) known: Known,
    /// A template makes it, and a person has to complete it.
    pub(super) pending: bool,
}

/// The account that a resource is in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// A declared account.
    Declared(AccountIndex),
    /// Another one, by its id.
    Other(String),
    /// Each account that a stack set goes to.
    Targets,
    /// None: it is not in AWS.
    Outside,
}

/// The time before which a resource has to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Before {
    Deployment,
    FirstRun,
}

/// The time at which the name of a resource is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    Build,
    Deployment,
    Run,
}

impl Before {
    pub(super) fn words(self) -> &'static str {
        match self {
            Before::Deployment => "deployment",
            Before::FirstRun => "first run",
        }
    }
}

impl Known {
    /// When it is known, where that is not the build.
    pub(super) fn words(self) -> Option<&'static str> {
        match self {
            Known::Build => None,
            Known::Deployment => Some("deployment"),
            Known::Run => Some("run"),
        }
    }
}

/// Everything that has to exist for a pipeline. `all` are the pipelines of the folder: what one
/// of them makes is not asked for.
pub(super) fn must_exist(all: &[Rendered<'_>], found: &Rendered<'_>) -> Vec<Existing> {
    let mut made: BTreeSet<&str> = BTreeSet::new();
    for one in all {
        made.extend(one.made.iter().map(String::as_str));
    }
    let mut list = List {
        pipeline: found.deployment.pipeline,
        made,
        found: BTreeMap::new(),
    };
    actions::collect(&found.deployment, &mut list);
    declared::collect(found, &mut list);
    let mut found: Vec<Existing> = list.found.into_values().collect();
    found.sort_by(|a, b| in_order(a, b, list.pipeline.home));
    found
}

/// The resources so far. One that several need is there once.
struct List<'a> {
    pipeline: &'a Pipeline,
    /// The ARNs of what the templates make.
    made: BTreeSet<&'a str>,
    found: BTreeMap<(Owner, String, &'static str, String), Existing>,
}

/// A resource that something needs.
struct Needed<'a> {
    noun: &'static str,
    name: String,
    within: String,
    arn: String,
    must: Vec<String>,
    before: Before,
    /// The account and region of what needs it: where it is if its ARN does not say.
    environment: &'a Environment,
    /// It is not in AWS.
    outside: bool,
    by: String,
}

impl List<'_> {
    fn add(&mut self, needed: Needed<'_>) {
        let Some(known) = self.known(&[&needed.name, &needed.arn]) else {
            return;
        };
        let Some((account, region)) = self.place(&needed) else {
            return;
        };
        if self.made.contains(needed.arn.as_str()) {
            return;
        }
        let id = match needed.arn.as_str() {
            "" => format!("{} {}", needed.name, needed.within),
            arn => arn.to_owned(),
        };
        let key = (account.clone(), region.clone(), needed.noun, id);
        let one = self.found.entry(key).or_insert(Existing {
            account,
            region,
            noun: needed.noun,
            name: needed.name,
            within: needed.within,
            arn: needed.arn,
            must: Vec::new(),
            needed_by: Vec::new(),
            before: needed.before,
            known,
            pending: false,
        });
        one.before = one.before.min(needed.before);
        for must in needed.must {
            if !one.must.contains(&must) {
                one.must.push(must);
            }
        }
        if !one.needed_by.contains(&needed.by) {
            one.needed_by.push(needed.by);
        }
    }

    /// The time at which some texts are known; nothing where a resource beside the pipeline
    /// gives them, which is ours.
    fn known(&self, texts: &[&str]) -> Option<Known> {
        let mut known = Known::Build;
        for text in texts {
            if text.contains("#{") {
                known = Known::Run;
            }
            for part in self.pipeline.deploy_values.parts(text) {
                match part {
                    Part::Value(used) if matches!(used.value, DeployValue::Resource(..)) => {
                        return None;
                    }
                    Part::Value(_) => known = known.max(Known::Deployment),
                    Part::Text(_) => {}
                }
            }
        }
        Some(known)
    }

    /// The account and region of a resource; nothing where AWS provides it.
    fn place(&self, needed: &Needed<'_>) -> Option<(Owner, String)> {
        let here = needed.environment;
        let Some(arn) = Arn::parse(&needed.arn) else {
            let place = match needed.outside {
                true => (Owner::Outside, String::new()),
                false => (Owner::Declared(here.account), here.region.to_string()),
            };
            return Some(place);
        };
        let region = arn.region.to_owned();
        Some(match arn.account {
            "" if arn.service == "s3" => (Owner::Declared(here.account), here.region.to_string()),
            "" | "aws" => return None,
            "*" => (Owner::Targets, region),
            id => (self.owner(id), region),
        })
    }

    fn owner(&self, id: &str) -> Owner {
        let mut accounts = self.pipeline.accounts.iter();
        match accounts.position(|account| account.id.as_str() == id) {
            Some(index) => Owner::Declared(AccountIndex(index)),
            None => Owner::Other(id.to_owned()),
        }
    }
}

impl Existing {
    /// The id of its account; `*` for each target account, and nothing outside of AWS.
    pub(super) fn account_id<'a>(&'a self, pipeline: &'a Pipeline) -> &'a str {
        match &self.account {
            Owner::Declared(index) => pipeline.accounts[*index].id.as_str(),
            Owner::Other(id) => id,
            Owner::Targets => "*",
            Owner::Outside => "",
        }
    }

    pub(super) fn value(&self, pipeline: &Pipeline) -> Value {
        let mut out = Map::new();
        let texts = [
            ("account", self.account_id(pipeline)),
            ("region", &self.region),
            ("what", self.noun),
            ("name", &self.name),
            ("within", &self.within),
            ("arn", &self.arn),
            ("before", self.before.words()),
            ("known", self.known.words().unwrap_or_default()),
        ];
        for (key, text) in texts {
            if !text.is_empty() {
                out.insert(key.to_owned(), json!(text));
            }
        }
        for (key, texts) in [("must", &self.must), ("neededBy", &self.needed_by)] {
            if !texts.is_empty() {
                out.insert(key.to_owned(), json!(texts));
            }
        }
        if self.pending {
            out.insert("pending".to_owned(), json!(true));
        }
        Value::Object(out)
    }
}

/// The list as JSON, as `access.json` has it.
pub(super) struct Report<'a>(pub(super) &'a [Existing], pub(super) &'a Pipeline);

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|one| one.value(self.1)))
    }
}

/// The order in which people read the list: home first, then as accounts are declared.
fn in_order(a: &Existing, b: &Existing, home: AccountIndex) -> Ordering {
    let foreign = |one: &Existing| one.account != Owner::Declared(home);
    (foreign(a), &a.account, &a.region).cmp(&(foreign(b), &b.account, &b.region))
}
