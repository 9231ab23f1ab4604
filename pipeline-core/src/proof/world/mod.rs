//! The rendered templates, read back: roles, buckets, keys, buses, rules, projects and
//! the pipeline, as they are once every stack is deployed.

mod resolve;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value as Json;

use super::evaluate::{Boundary, Guard, Own, Place, Policy, Resource, Statement, Value, many};
use crate::model::Moment;
use crate::plan::Deployment;
use crate::render::Template;
use resolve::Stacks;

/// Everything that matters of the templates.
#[derive(Debug, Default)]
pub(crate) struct World<'a> {
    /// By ARN.
    pub(crate) roles: HashMap<String, Role<'a>>,
    /// By name.
    pub(crate) buckets: HashMap<String, Bucket<'a>>,
    /// By ARN.
    pub(crate) keys: HashMap<String, Key<'a>>,
    /// By ARN.
    pub(crate) buses: HashMap<String, Vec<Policy<'a>>>,
    pub(crate) rules: Vec<Rule<'a>>,
    /// By ARN.
    pub(crate) projects: HashMap<String, Project<'a>>,
    pub(crate) pipeline: Option<Rendered<'a>>,
}

/// A role.
#[derive(Debug)]
pub(crate) struct Role<'a> {
    pub(crate) account: &'a str,
    /// Its name, without its path.
    pub(crate) name: String,
    pub(crate) trust: Vec<Policy<'a>>,
    pub(crate) own: Own<'a>,
}

/// A bucket.
#[derive(Debug)]
pub(crate) struct Bucket<'a> {
    pub(crate) arn: String,
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
    pub(crate) policies: Vec<Policy<'a>>,
    /// The key that it encrypts with.
    pub(crate) key: Option<Cow<'a, str>>,
    /// Whether S3 asks for a key of the bucket rather than one of each object.
    pub(crate) bucket_key: bool,
}

/// A key.
#[derive(Debug)]
pub(crate) struct Key<'a> {
    pub(crate) account: &'a str,
    pub(crate) policies: Vec<Policy<'a>>,
    pub(crate) aliases: Vec<Cow<'a, str>>,
}

/// An event rule.
#[derive(Debug)]
pub(crate) struct Rule<'a> {
    pub(crate) arn: String,
    pub(crate) logical: &'a str,
    pub(crate) account: &'a str,
    pub(crate) region: &'a str,
    pub(crate) pattern: &'a Json,
    /// Target and role.
    pub(crate) targets: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
}

/// A build project.
#[derive(Debug)]
pub(crate) struct Project<'a> {
    pub(crate) role: Cow<'a, str>,
    pub(crate) key: Option<Cow<'a, str>>,
}

/// A store's bucket and key.
pub(crate) type Location<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

/// The pipeline as CodePipeline gets it.
#[derive(Debug)]
pub(crate) struct Rendered<'a> {
    pub(crate) arn: String,
    pub(crate) role: Cow<'a, str>,
    /// Bucket and key, by region.
    pub(crate) stores: BTreeMap<Cow<'a, str>, Location<'a>>,
    /// In the order of the stages.
    pub(crate) actions: Vec<Act<'a>>,
    /// By stage, condition and name.
    pub(crate) rules: HashMap<(&'a str, &'a str, &'a str), Act<'a>>,
}

/// An action as CodePipeline gets it.
#[derive(Debug)]
pub(crate) struct Act<'a> {
    pub(crate) role: Option<Cow<'a, str>>,
    pub(crate) region: Option<Cow<'a, str>>,
    pub(crate) configuration: BTreeMap<&'a str, Cow<'a, str>>,
}

impl<'a> World<'a> {
    pub(crate) fn read(deployment: &'a Deployment<'_>, templates: &'a [Template]) -> World<'a> {
        let pipeline = deployment.pipeline;
        let stacks = deployment.stacks.iter().zip(templates);
        let stacks = stacks.map(|(stack, template)| {
            let account = pipeline.accounts[stack.environment.account].id.as_str();
            (stack, account, template)
        });
        let stacks = Stacks::of(pipeline.partition(), stacks);
        let users = users(deployment);
        let mut world = World::default();
        for stack in 0..stacks.all.len() {
            let mut reader = Reader {
                stacks: &stacks,
                stack,
                users: &users,
                world: &mut world,
            };
            reader.read();
        }
        // What belongs to something else comes after it.
        for stack in 0..stacks.all.len() {
            let mut reader = Reader {
                stacks: &stacks,
                stack,
                users: &users,
                world: &mut world,
            };
            reader.attach();
        }
        world
    }
}

/// The statements that the user wrote, by the ARN of the role that they are for.
fn users(deployment: &Deployment<'_>) -> HashMap<String, Vec<Json>> {
    let mut out = HashMap::new();
    for role in &deployment.roles {
        let statements = role.made.iter().flat_map(|made| &made.settings.statements);
        let statements: Vec<Json> = statements
            .map(|user| user.statement().json(&|_| Json::Null))
            .collect();
        if !statements.is_empty() {
            out.insert(role.arn.clone(), statements);
        }
    }
    out
}

/// Reads the resources of one stack.
struct Reader<'r, 'a> {
    stacks: &'r Stacks<'a>,
    stack: usize,
    users: &'r HashMap<String, Vec<Json>>,
    world: &'r mut World<'a>,
}

impl<'a> Reader<'_, 'a> {
    fn text(&self, value: Option<&'a Json>) -> Option<Cow<'a, str>> {
        self.stacks.text(self.stack, value?).ok()
    }

    fn policy(&self, logical: &'a str, what: Cow<'a, str>, document: &'a Json) -> Policy<'a> {
        let place = Place {
            stack: self.stacks.all[self.stack].name,
            logical,
            what,
        };
        Policy::read(place, document, &|value| {
            self.stacks.text(self.stack, value)
        })
    }

    /// A policy of a role, with the statements marked that the user wrote.
    fn own_policy(
        &self,
        role: &str,
        logical: &'a str,
        what: &'static str,
        document: &'a Json,
    ) -> Policy<'a> {
        let mut policy = self.policy(logical, Cow::Borrowed(what), document);
        if let Some(users) = self.users.get(role) {
            let written = many(document.get("Statement"));
            for (statement, written) in policy.statements.iter_mut().zip(written) {
                statement.users = users.contains(written);
            }
        }
        policy
    }

    fn resources(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a Json)> + use<'a> {
        let template = self.stacks.all[self.stack].template;
        template.resources().iter().filter_map(|(logical, body)| {
            let kind = body.get("Type")?.as_str()?;
            Some((logical.as_str(), kind, body.get("Properties")?))
        })
    }

    fn read(&mut self) {
        for (logical, kind, properties) in self.resources() {
            match kind {
                "AWS::IAM::Role" => self.role(logical, properties),
                "AWS::S3::Bucket" => self.bucket(logical, properties),
                "AWS::KMS::Key" => self.key(logical, properties),
                "AWS::Events::Rule" => self.rule(logical, properties),
                "AWS::CodeBuild::Project" => self.project(logical, properties),
                "AWS::CodePipeline::Pipeline" => self.pipeline(logical, properties),
                _ => {}
            }
        }
    }

    fn attach(&mut self) {
        for (logical, kind, properties) in self.resources() {
            match kind {
                "AWS::IAM::ManagedPolicy" => self.managed_policy(logical, properties),
                "AWS::S3::BucketPolicy" => self.bucket_policy(logical, properties),
                "AWS::KMS::Alias" => self.alias(properties),
                "AWS::Events::EventBusPolicy" => self.bus_policy(logical, properties),
                _ => {}
            }
        }
    }

    fn role(&mut self, logical: &'a str, properties: &'a Json) {
        let (Some(arn), Some(name)) = (
            self.stacks.arn(self.stack, logical),
            self.text(properties.get("RoleName")),
        ) else {
            return;
        };
        let trust = properties
            .get("AssumeRolePolicyDocument")
            .map(|document| self.policy(logical, Cow::Borrowed("trust policy"), document));
        let policies = many(properties.get("Policies")).filter_map(|policy| {
            let document = policy.get("PolicyDocument")?;
            Some(self.own_policy(&arn, logical, "inline policy", document))
        });
        let own = Own {
            policies: policies.collect(),
            attached: many(properties.get("ManagedPolicyArns"))
                .filter_map(Json::as_str)
                .collect(),
            boundary: properties
                .get("PermissionsBoundary")
                .and_then(Json::as_str)
                .map(Boundary::Unknown),
        };
        let role = Role {
            account: self.stacks.all[self.stack].account,
            name: name.into_owned(),
            trust: trust.into_iter().collect(),
            own,
        };
        self.world.roles.insert(arn, role);
    }

    fn managed_policy(&mut self, logical: &'a str, properties: &'a Json) {
        let Some(document) = properties.get("PolicyDocument") else {
            return;
        };
        for role in many(properties.get("Roles")) {
            let arn = role.get("Ref").and_then(Json::as_str);
            let Some(arn) = arn.and_then(|role| self.stacks.arn(self.stack, role)) else {
                continue;
            };
            let policy = self.own_policy(&arn, logical, "managed policy", document);
            if let Some(role) = self.world.roles.get_mut(&arn) {
                role.own.policies.push(policy);
            }
        }
    }

    fn bucket(&mut self, logical: &'a str, properties: &'a Json) {
        let (Some(arn), Some(name)) = (
            self.stacks.arn(self.stack, logical),
            self.text(properties.get("BucketName")),
        ) else {
            return;
        };
        let rule = properties.pointer("/BucketEncryption/ServerSideEncryptionConfiguration/0");
        let key = rule.and_then(|rule| {
            self.text(rule.pointer("/ServerSideEncryptionByDefault/KMSMasterKeyID"))
        });
        let bucket_key =
            rule.and_then(|rule| rule.get("BucketKeyEnabled")) == Some(&Json::Bool(true));
        let one = &self.stacks.all[self.stack];
        let bucket = Bucket {
            arn,
            account: one.account,
            region: one.region,
            policies: Vec::new(),
            key,
            bucket_key,
        };
        self.world.buckets.insert(name.into_owned(), bucket);
    }

    fn bucket_policy(&mut self, logical: &'a str, properties: &'a Json) {
        let (Some(name), Some(document)) = (
            self.text(properties.get("Bucket")),
            properties.get("PolicyDocument"),
        ) else {
            return;
        };
        let policy = self.policy(logical, Cow::Borrowed("bucket policy"), document);
        if let Some(bucket) = self.world.buckets.get_mut(name.as_ref()) {
            bucket.policies.push(policy);
        }
    }

    fn key(&mut self, logical: &'a str, properties: &'a Json) {
        let Some(arn) = self.stacks.arn(self.stack, logical) else {
            return;
        };
        let policy = properties
            .get("KeyPolicy")
            .map(|document| self.policy(logical, Cow::Borrowed("key policy"), document));
        let key = Key {
            account: self.stacks.all[self.stack].account,
            policies: policy.into_iter().collect(),
            aliases: Vec::new(),
        };
        self.world.keys.insert(arn, key);
    }

    /// An alias is that of a key whose ARN or id it names.
    fn alias(&mut self, properties: &'a Json) {
        let (Some(alias), Some(target)) = (
            self.text(properties.get("AliasName")),
            self.text(properties.get("TargetKeyId")),
        ) else {
            return;
        };
        if let Some(key) = self.world.keys.get_mut(target.as_ref()) {
            key.aliases.push(alias);
        }
    }

    fn bus_policy(&mut self, logical: &'a str, properties: &'a Json) {
        let (Some(bus), Some(statement)) = (
            self.text(properties.get("EventBusName")),
            properties.get("Statement"),
        ) else {
            return;
        };
        let one = &self.stacks.all[self.stack];
        let partition = crate::catalogue::region::partition(one.region);
        let arn = format!(
            "arn:{partition}:events:{}:{}:event-bus/{bus}",
            one.region, one.account
        );
        let statement = Statement::read(statement, true, &|value| {
            self.stacks.text(self.stack, value)
        });
        let policy = Policy {
            place: Place {
                stack: one.name,
                logical,
                what: Cow::Borrowed("event bus policy"),
            },
            statements: vec![statement],
        };
        self.world.buses.entry(arn).or_default().push(policy);
    }

    fn rule(&mut self, logical: &'a str, properties: &'a Json) {
        // A rule that is switched off does nothing.
        if properties.get("State").and_then(Json::as_str) == Some("DISABLED") {
            return;
        }
        let (Some(arn), Some(pattern)) = (
            self.stacks.arn(self.stack, logical),
            properties.get("EventPattern"),
        ) else {
            return;
        };
        let targets = many(properties.get("Targets")).filter_map(|target| {
            let arn = self.text(target.get("Arn"))?;
            Some((arn, self.text(target.get("RoleArn"))))
        });
        let one = &self.stacks.all[self.stack];
        let rule = Rule {
            arn,
            logical,
            account: one.account,
            region: one.region,
            pattern,
            targets: targets.collect(),
        };
        self.world.rules.push(rule);
    }

    fn project(&mut self, logical: &'a str, properties: &'a Json) {
        let (Some(arn), Some(role)) = (
            self.stacks.arn(self.stack, logical),
            self.text(properties.get("ServiceRole")),
        ) else {
            return;
        };
        let key = self.text(properties.get("EncryptionKey"));
        self.world.projects.insert(arn, Project { role, key });
    }

    fn pipeline(&mut self, logical: &'a str, properties: &'a Json) {
        let (Some(arn), Some(role)) = (
            self.stacks.arn(self.stack, logical),
            self.text(properties.get("RoleArn")),
        ) else {
            return;
        };
        let mut stores = BTreeMap::new();
        let mut add = |region: Cow<'a, str>, store: &'a Json| {
            if let Some(bucket) = self.text(store.get("Location")) {
                let key = self.text(store.pointer("/EncryptionKey/Id"));
                stores.insert(region, (bucket, key));
            }
        };
        if let Some(store) = properties.get("ArtifactStore") {
            add(Cow::Borrowed(self.stacks.all[self.stack].region), store);
        }
        for store in many(properties.get("ArtifactStores")) {
            let region = self.text(store.get("Region"));
            if let (Some(region), Some(store)) = (region, store.get("ArtifactStore")) {
                add(region, store);
            }
        }
        let actions = many(properties.get("Stages"))
            .flat_map(|stage| many(stage.get("Actions")))
            .map(|action| self.act(action))
            .collect();
        let rules = many(properties.get("Stages"))
            .flat_map(|stage| self.rules(stage))
            .collect();
        self.world.pipeline = Some(Rendered {
            arn,
            role,
            stores,
            actions,
            rules,
        });
    }

    /// The rules of a stage's conditions, by stage, condition and name.
    fn rules(&self, stage: &'a Json) -> Vec<((&'a str, &'a str, &'a str), Act<'a>)> {
        let Some(name) = stage.get("Name").and_then(Json::as_str) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for moment in Moment::ALL {
            let property = moment.property();
            let conditions = many(stage.pointer(&format!("/{property}/Conditions")));
            for rule in conditions.flat_map(|condition| many(condition.get("Rules"))) {
                if let Some(own) = rule.get("Name").and_then(Json::as_str) {
                    out.push(((name, property, own), self.act(rule)));
                }
            }
        }
        out
    }

    fn act(&self, action: &'a Json) -> Act<'a> {
        let configuration = action.get("Configuration").and_then(Json::as_object);
        let configuration = configuration.into_iter().flatten();
        Act {
            role: self.text(action.get("RoleArn")),
            region: self.text(action.get("Region")),
            configuration: configuration
                .filter_map(|(key, value)| Some((key.as_str(), self.text(Some(value))?)))
                .collect(),
        }
    }
}

impl<'a> Key<'a> {
    /// The key as a resource.
    pub(crate) fn resource(&'a self, arn: &'a str) -> Resource<'a> {
        let aliases = if self.aliases.is_empty() {
            Value::Absent
        } else {
            Value::Many(self.aliases.clone())
        };
        Resource {
            arn: Cow::Borrowed(arn),
            account: Cow::Borrowed(self.account),
            guard: Guard::Known(&self.policies),
            what: "key policy",
            strict: true,
            context: vec![("kms:resourcealiases", aliases)],
        }
    }
}
