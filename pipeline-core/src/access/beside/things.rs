//! What the pipeline makes, and what it imports for a store or a role: the names by which a
//! template of the user's can mean it.

use crate::access::deployed::Stacks;
use crate::arn::Arn;
use crate::pipeline::{DeployValue, Part};
use crate::plan::{Deployment, StoreKey};
use crate::render::Template;
use serde_json::Value;
use std::borrow::Cow;

/// The sort of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Bucket,
    Key,
    Role,
    Topic,
    Project,
    Pipeline,
}

impl Sort {
    fn of(kind: &str) -> Option<Sort> {
        Some(match kind {
            "AWS::S3::Bucket" => Sort::Bucket,
            "AWS::KMS::Key" => Sort::Key,
            "AWS::IAM::Role" => Sort::Role,
            "AWS::SNS::Topic" => Sort::Topic,
            "AWS::CodeBuild::Project" => Sort::Project,
            "AWS::CodePipeline::Pipeline" => Sort::Pipeline,
            _ => return None,
        })
    }

    /// One of the sort, in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Sort::Bucket => "a bucket",
            Sort::Key => "a key",
            Sort::Role => "a role",
            Sort::Topic => "a topic",
            Sort::Project => "a build project",
            Sort::Pipeline => "a pipeline",
        }
    }
}

/// A thing that is a pipeline's.
#[derive(Clone, Debug)]
pub(super) struct Thing<'t> {
    pub(super) sort: Sort,
    account: String,
    region: String,
    arn: String,
    /// What it is called by in its own account and region: what `Ref` gives, and aliases.
    names: Vec<Cow<'t, str>>,
    /// The name by which a person knows it.
    known_as: Option<Cow<'t, str>>,
    /// The pipeline whose it is, if it is another one of the same build.
    pipeline: Option<&'t str>,
}

impl Thing<'_> {
    /// The thing in words.
    pub(super) fn words(&self) -> String {
        let name = self.known_as.as_deref();
        let name = name.or(self.names.first().map(AsRef::as_ref));
        let name = name.unwrap_or(&self.arn);
        let whose = match self.pipeline {
            Some(other) => format!(" of pipeline `{other}`"),
            None => String::new(),
        };
        let of_a_pipeline = self.pipeline.map_or(" of the pipeline", |_| whose.as_str());
        match self.sort {
            Sort::Bucket => format!("bucket `{name}` of a store{whose}"),
            Sort::Key => format!("key `{name}` of a store{whose}"),
            Sort::Role => format!("role `{}`{of_a_pipeline}", self.arn),
            Sort::Topic => format!("topic `{name}` of a notification{whose}"),
            Sort::Project => format!("build project `{name}`{of_a_pipeline}"),
            Sort::Pipeline => format!("pipeline `{name}`"),
        }
    }

    /// Returns whether a text in a template of this account and region means it.
    fn is_meant_by(&self, text: &str, account: &str, region: &str) -> bool {
        if text == self.arn {
            return true;
        }
        let within = |rest: &str| rest.is_empty() || rest.starts_with('/');
        match self.sort {
            // By its name, `s3://NAME/PREFIX` or the ARN of an object. A name is taken once.
            Sort::Bucket => {
                let after = text.strip_prefix(self.arn.as_str());
                let name = text.strip_prefix("s3://").unwrap_or(text);
                let mut names = self.names.iter();
                after.is_some_and(within)
                    || names.any(|own| name.strip_prefix(own.as_ref()).is_some_and(within))
            }
            Sort::Role => account == self.account && self.is_named(text),
            Sort::Key => {
                let alias = text.split_once(":alias/").map(|(_, alias)| alias);
                let same = self
                    .names
                    .iter()
                    .filter_map(|own| own.strip_prefix("alias/"));
                let here = (account, region) == (&self.account, &self.region);
                let arn = text.contains(&format!(":{}:{}:", self.region, self.account));
                here && self.is_named(text)
                    || arn && alias.is_some_and(|a| same.into_iter().any(|own| own == a))
            }
            Sort::Topic | Sort::Project | Sort::Pipeline => {
                (account, region) == (&self.account, &self.region) && self.is_named(text)
            }
        }
    }

    fn is_named(&self, text: &str) -> bool {
        self.names.iter().any(|own| own == text)
    }
}

/// What a value in a template refers to.
pub(super) enum Referent<'t> {
    Ours(&'t Thing<'t>),
    /// Something of the user's, or of others.
    Others,
    /// Nobody knows before the stack is deployed.
    Unknown,
}

/// The things that a resource may mean: all of the pipeline's, or all of another one's.
pub(in crate::access) struct Things<'t> {
    deployment: &'t Deployment<'t>,
    stacks: &'t Stacks<'t>,
    all: Vec<Thing<'t>>,
}

impl<'t> Things<'t> {
    pub(in crate::access) fn of(
        deployment: &'t Deployment<'t>,
        stacks: &'t Stacks<'t>,
        templates: &'t [Template],
    ) -> Things<'t> {
        let mut all = Vec::new();
        for (number, (stack, template)) in deployment.stacks.iter().zip(templates).enumerate() {
            let account = &deployment.pipeline.accounts[stack.environment.account].id;
            for (logical, body) in template.resources() {
                let sort = body["Type"].as_str().and_then(Sort::of);
                let (Some(sort), false) = (sort, template.is_beside(logical)) else {
                    continue;
                };
                let Some(arn) = stacks.arn(number, logical) else {
                    continue;
                };
                all.push(Thing {
                    sort,
                    account: account.as_str().to_owned(),
                    region: stack.environment.region.as_str().to_owned(),
                    arn,
                    names: stacks.reference(number, logical).into_iter().collect(),
                    known_as: None,
                    pipeline: None,
                });
            }
        }
        let mut things = Things {
            deployment,
            stacks,
            all,
        };
        things.name_keys(templates);
        things.add_imported();
        things
    }

    /// The same stacks with the things of another pipeline, but for those that both have.
    pub(super) fn of_another(&self, other: &Things<'t>) -> Things<'t> {
        let is_own = |thing: &Thing<'_>| self.all.iter().any(|own| own.arn == thing.arn);
        let all = other.all.iter().filter(|thing| !is_own(thing));
        let all = all.map(|thing| Thing {
            pipeline: Some(&other.deployment.pipeline.name),
            ..thing.clone()
        });
        Things {
            deployment: self.deployment,
            stacks: self.stacks,
            all: all.collect(),
        }
    }

    /// A key has the names of its aliases too.
    fn name_keys(&mut self, templates: &'t [Template]) {
        for (number, template) in templates.iter().enumerate() {
            for (logical, body) in template.resources() {
                if body["Type"] != "AWS::KMS::Alias" || template.is_beside(logical) {
                    continue;
                }
                let properties = &body["Properties"];
                let alias = self.stacks.string(number, &properties["AliasName"]);
                let key = self.stacks.string(number, &properties["TargetKeyId"]);
                let (Ok(alias), Ok(key)) = (alias, key) else {
                    continue;
                };
                let mut all = self.all.iter_mut();
                if let Some(thing) = all.find(|one| one.arn == key || one.is_named(&key)) {
                    thing.known_as = Some(alias.clone());
                    thing.names.push(alias);
                }
            }
        }
    }

    /// The buckets and keys of imported stores, and imported roles: nobody proves what is added
    /// to them.
    fn add_imported(&mut self) {
        let home = self.deployment.pipeline.home_id().as_str();
        let known: Vec<String> = self.all.iter().map(|one| one.arn.clone()).collect();
        let partition = self.deployment.pipeline.partition();
        let mut add = |sort, account: &str, region: &str, arn: String, name: &'t str| {
            if !known.contains(&arn) {
                self.all.push(Thing {
                    sort,
                    account: account.to_owned(),
                    region: region.to_owned(),
                    arn,
                    names: vec![Cow::Borrowed(name)],
                    known_as: None,
                    pipeline: None,
                });
            }
        };
        for store in &self.deployment.stores {
            let region = store.region.as_str();
            let bucket = store.bucket.as_str();
            let arn = format!("arn:{partition}:s3:::{bucket}");
            add(Sort::Bucket, home, region, arn, bucket);
            if let StoreKey::Imported { arn } = &store.key {
                let account = Arn::account_of(arn).unwrap_or(home);
                let id = arn.rsplit('/').next().unwrap_or(arn);
                add(Sort::Key, account, region, arn.clone(), id);
            }
        }
        for role in &self.deployment.roles {
            let account = Arn::account_of(&role.arn).unwrap_or_default();
            let name = role.arn.rsplit('/').next().unwrap_or_default();
            add(Sort::Role, account, "", role.arn.clone(), name);
        }
    }

    /// Returns whether the pipeline has something of these sorts in an account and region.
    pub(super) fn has_any(&self, sorts: &[Sort], account: &str, region: &str) -> bool {
        self.all.iter().any(|one| {
            let anywhere = matches!(one.sort, Sort::Bucket | Sort::Role);
            sorts.contains(&one.sort)
                && one.account == account
                && (anywhere || one.region == region)
        })
    }

    /// The text that a value of a stack is, if it is known.
    pub(super) fn text(&self, stack: usize, value: &'t Value) -> Option<Cow<'t, str>> {
        let text = self.stacks.string(stack, value).ok()?;
        let values = &self.deployment.pipeline.deploy_values;
        let mut parts = values.parts(&text).into_iter();
        let known = !parts.any(|part| matches!(part, Part::Value(_)));
        known.then_some(text)
    }

    /// What a value in a template of a stack means.
    pub(super) fn meant(&self, stack: usize, value: &'t Value) -> Referent<'_> {
        let text = match self.stacks.string(stack, value) {
            Ok(text) => text,
            // An attribute of a resource of the user's is none of ours.
            Err(_) if self.is_beside(stack, value) => return Referent::Others,
            Err(_) => return Referent::Unknown,
        };
        let values = &self.deployment.pipeline.deploy_values;
        let parts = values.parts(&text);
        let mut used = parts.iter().filter_map(|part| match part {
            Part::Value(used) => Some(&used.value),
            Part::Text(_) => None,
        });
        match used.next() {
            Some(DeployValue::Resource(..)) => return Referent::Others,
            Some(_) => return Referent::Unknown,
            None => {}
        }
        let here = &self.deployment.stacks[stack].environment;
        let account = self.deployment.pipeline.accounts[here.account].id.as_str();
        let region = here.region.as_str();
        let mut all = self.all.iter();
        match all.find(|one| one.is_meant_by(&text, account, region)) {
            Some(thing) => Referent::Ours(thing),
            None => Referent::Others,
        }
    }

    fn is_beside(&self, stack: usize, value: &Value) -> bool {
        let logical = value["Ref"].as_str().or(value["Fn::GetAtt"][0].as_str());
        let kind = &self.deployment.stacks[stack].kind;
        let mut all = self.deployment.resources.iter();
        all.any(|one| one.stack == *kind && Some(one.logical_id.as_str()) == logical)
    }
}
