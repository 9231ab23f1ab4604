//! What the templates say beside what policies allow: that no stack needs anything of one that is
//! deployed at the same time or later, that the pipeline runs what its source says, that nothing is
//! wider than the user made it, and that policies are well formed.

use super::Required;
use crate::access::evaluator::{Statement, account_of};
use crate::codes;
use crate::pipeline::ProjectOrigin;
use crate::plan::{Stack, StackKind};
use crate::render::Template;
use serde_json::Value;
use std::collections::BTreeSet;

/// The properties that we have use for, by type. Any other widens something, or changes what is
/// verified here, and no setting of the user's asks for it.
const PROPERTIES: [(&str, &[&str]); 5] = [
    (
        "AWS::CodeBuild::Project",
        &[
            "Artifacts",
            "BuildBatchConfig",
            "Cache",
            "ConcurrentBuildLimit",
            "Description",
            "EncryptionKey",
            "Environment",
            "FileSystemLocations",
            "LogsConfig",
            "Name",
            "QueuedTimeoutInMinutes",
            "ServiceRole",
            "Source",
            "Tags",
            "TimeoutInMinutes",
            "VpcConfig",
        ],
    ),
    (
        "AWS::IAM::Role",
        &[
            "AssumeRolePolicyDocument",
            "Description",
            "ManagedPolicyArns",
            "Path",
            "PermissionsBoundary",
            "Policies",
            "RoleName",
            "Tags",
        ],
    ),
    (
        "AWS::KMS::Key",
        &[
            "Description",
            "EnableKeyRotation",
            "Enabled",
            "KeyPolicy",
            "KeySpec",
            "KeyUsage",
            "Tags",
        ],
    ),
    (
        "AWS::S3::Bucket",
        &[
            "BucketEncryption",
            "BucketName",
            "BucketNamespace",
            "LifecycleConfiguration",
            "OwnershipControls",
            "PublicAccessBlockConfiguration",
            "Tags",
            "VersioningConfiguration",
        ],
    ),
    (
        "AWS::SNS::Topic",
        &["KmsMasterKeyId", "Subscription", "Tags", "TopicName"],
    ),
];

impl Required<'_, '_> {
    pub(super) fn structure(&mut self, templates: &[Template]) {
        let stacks: Vec<(&Stack, &Template)> = {
            let deployment = self.inventory.deployment;
            deployment.stacks.iter().zip(templates).collect()
        };
        for (stack, template) in &stacks {
            self.outputs_of_earlier_stacks(stack, template, &stacks);
            for (logical, body) in template.resources() {
                if template.is_beside(logical) {
                    continue;
                }
                self.nothing_more(stack, template, logical, body);
                self.policies_are_well_formed(stack, logical, &body["Properties"]);
            }
        }
        self.runs_as_written(&stacks);
        self.made_before_the_pipeline(&stacks);
        self.made_before_what_has_them(&stacks);
        self.rules_have_their_names();
        self.keys_by_arn_at_home();
        self.stores_have_keys();
    }

    fn misbuilt(&mut self, message: String) {
        let at = self.inventory.pipeline.source.at;
        self.verifier.fail(&codes::COULD_NOT_RUN, at, message);
    }

    /// A stack reads the outputs of stacks that are deployed before it.
    fn outputs_of_earlier_stacks(
        &mut self,
        stack: &Stack,
        template: &Template,
        all: &[(&Stack, &Template)],
    ) {
        let mut read = BTreeSet::new();
        for value in template
            .resources()
            .values()
            .chain(template.outputs().values())
        {
            read_outputs(value, &mut read);
        }
        for (name, region) in read {
            let region = region.unwrap_or(stack.environment.region.as_str());
            let mut makers = all.iter().filter(|(other, _)| {
                other.name == name && other.environment.region.as_str() == region
            });
            if !makers.any(|(maker, _)| maker.wave < stack.wave) {
                self.misbuilt(format!(
                    "stack `{}` of wave {} reads an output of stack `{name}`, which no earlier wave makes",
                    stack.name, stack.wave
                ));
            }
        }
    }

    /// CodePipeline tries the roles and looks for the buckets when the pipeline is created.
    ///
    /// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html>
    fn made_before_the_pipeline(&mut self, all: &[(&Stack, &Template)]) {
        let deployed = self.inventory.deployed;
        let Some(pipeline) = &deployed.pipeline else {
            return;
        };
        let declarations = pipeline.actions.iter().chain(pipeline.rules.values());
        let roles = declarations.filter_map(|declaration| declaration.role.as_ref());
        let roles: BTreeSet<&str> = roles.chain([&pipeline.role]).map(AsRef::as_ref).collect();
        let roles = roles.into_iter().filter_map(|arn| {
            let role = deployed.roles.get(arn)?;
            Some((arn, role.trust.first()?))
        });
        let buckets = pipeline.stores.values().filter_map(|(name, _)| {
            let bucket = deployed.buckets.get(name.as_ref())?;
            Some((name.as_ref(), bucket.policies.first()?))
        });
        let wave_of = |name: &str| {
            let mut found = all.iter().filter(|(stack, _)| stack.name == name);
            found.next().map(|(stack, _)| stack.wave)
        };
        let of_pipeline = all
            .iter()
            .find(|(stack, _)| stack.kind == StackKind::Pipeline);
        let Some((own, _)) = of_pipeline else { return };
        let late: Vec<String> = roles
            .chain(buckets)
            .filter(|(_, policy)| policy.place.stack != own.name)
            .filter(|(_, policy)| wave_of(&policy.place.stack) >= Some(own.wave))
            .map(|(thing, policy)| {
                let stack = &policy.place.stack;
                format!(
                    "stack `{stack}` makes `{thing}`, and is deployed no earlier than the pipeline"
                )
            })
            .collect();
        late.into_iter().for_each(|message| self.misbuilt(message));
    }

    /// The trust policy of a rule's role names the rule. That of an imported role is not ours.
    fn rules_have_their_names(&mut self) {
        let inventory = self.inventory;
        for rule in &inventory.deployed.rules {
            let planned = inventory.deployment.event_rules.iter();
            let mut planned = planned.filter(|planned| planned.logical_id == rule.logical);
            let has_name = |name: &str| rule.arn.ends_with(&format!("rule/{name}"));
            if planned.clone().next().is_some() && !planned.any(|one| has_name(&one.path())) {
                let message = format!("event rule `{}` has another name", rule.arn);
                self.misbuilt(message);
            }
        }
    }

    /// A project or a rule has a role of its own stack, or of one that is deployed before.
    fn made_before_what_has_them(&mut self, all: &[(&Stack, &Template)]) {
        let deployed = self.inventory.deployed;
        let mut late = Vec::new();
        for (stack, template) in all {
            let resources = template.resources().iter();
            for (logical, body) in resources.filter(|(one, _)| !template.is_beside(one)) {
                let properties = &body["Properties"];
                let mut named = vec![
                    &properties["ServiceRole"],
                    &properties["BuildBatchConfig"]["ServiceRole"],
                ];
                let targets = properties["Targets"].as_array().into_iter().flatten();
                named.extend(targets.map(|target| &target["RoleArn"]));
                for role in named.into_iter().filter_map(Value::as_str) {
                    let made = deployed.roles.get(role);
                    let Some(policy) = made.and_then(|made| made.trust.first()) else {
                        continue;
                    };
                    let maker = all.iter().find(|(one, _)| one.name == policy.place.stack);
                    if maker.is_some_and(|(maker, _)| maker.wave >= stack.wave) {
                        late.push(format!(
                            "`{logical}` of stack `{}` has role `{role}`, and stack `{}` makes it no earlier",
                            stack.name, policy.place.stack
                        ));
                    }
                }
            }
        }
        late.into_iter().for_each(|message| self.misbuilt(message));
    }

    /// Roles of home's account name a store's key by its ARN. An alias can be moved to another key.
    ///
    /// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html>
    fn keys_by_arn_at_home(&mut self) {
        let inventory = self.inventory;
        let at_home = inventory.deployed.roles.iter();
        let at_home = at_home.filter(|(_, role)| role.account == inventory.home);
        for (arn, role) in at_home {
            let statements = role
                .identity
                .policies
                .iter()
                .flat_map(|one| &one.statements);
            let mut own = statements.filter(|one| one.from_user.is_none());
            if own.any(Statement::names_alias) {
                let message = format!("role `{arn}` names a key of its own account by an alias");
                let at = inventory.place_of(arn);
                self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
            }
        }
    }

    /// A store that roles of another account use has a key: S3's own cannot be shared.
    fn stores_have_keys(&mut self) {
        let home = self.inventory.home;
        let used = self.access.reads.iter().chain(&self.access.writes);
        let foreign: BTreeSet<&str> = used
            .filter(|(role, _)| account_of(role) != home)
            .map(|(_, region)| *region)
            .collect();
        for region in foreign {
            let store = self.inventory.stores.get(region);
            if store.is_some_and(|store| store.key.is_none() && !store.imported) {
                self.misbuilt(format!(
                    "the store of `{region}` has no key, and roles of other accounts use it"
                ));
            }
        }
    }

    /// A resource has the properties that it needs, and a project runs as its declaration says.
    fn nothing_more(&mut self, stack: &Stack, template: &Template, logical: &str, body: &Value) {
        let kind = body.get("Type").and_then(Value::as_str).unwrap_or_default();
        let known = PROPERTIES.iter().find(|(known, _)| *known == kind);
        let properties = body.get("Properties").and_then(Value::as_object);
        for name in properties.into_iter().flatten().map(|(name, _)| name) {
            if known.is_some_and(|(_, known)| !known.contains(&name.as_str()))
                && !is_overridden(template, logical, name)
            {
                let message = format!(
                    "`{logical}` of stack `{}` has `{name}`, which nobody asked for",
                    stack.name
                );
                let at = self.inventory.pipeline.source.at;
                self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
            }
        }
        if kind == "AWS::CodeBuild::Project" {
            self.privileged(stack, logical, body);
            self.as_declared((stack, template), logical, body);
        }
    }

    /// A policy is of the version that knows variables, and its statements have names of their own.
    ///
    /// Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>,
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html>
    fn policies_are_well_formed(&mut self, stack: &Stack, logical: &str, value: &Value) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.policies_are_well_formed(stack, logical, item);
                }
            }
            Value::Object(map) => match map.get("Statement").and_then(Value::as_array) {
                Some(statements) => {
                    self.policy_is_well_formed(stack, logical, &value["Version"], statements);
                }
                None => {
                    for item in map.values() {
                        self.policies_are_well_formed(stack, logical, item);
                    }
                }
            },
            _ => {}
        }
    }

    fn policy_is_well_formed(
        &mut self,
        stack: &Stack,
        logical: &str,
        version: &Value,
        statements: &[Value],
    ) {
        let place = format!("of `{logical}` of stack `{}`", stack.name);
        if version != "2012-10-17" {
            self.misbuilt(format!("a policy {place} has version {version}"));
        }
        let mut seen = BTreeSet::new();
        let named = statements.iter().filter_map(|one| one.get("Sid"));
        for sid in named.filter_map(Value::as_str) {
            if !seen.insert(sid) {
                self.misbuilt(format!("two statements {place} are called `{sid}`"));
            }
        }
    }

    /// A build is privileged only if its declaration says so.
    ///
    /// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/create-project.html>
    fn privileged(&mut self, stack: &Stack, logical: &str, body: &Value) {
        let inventory = self.inventory;
        let name = body.pointer("/Properties/Name").and_then(Value::as_str);
        let mut planned = inventory.deployment.projects.iter();
        let planned = planned.find(|project| {
            Some(project.name.as_str()) == name && project.environment == stack.environment
        });
        let declared = planned.map(|project| &inventory.pipeline.projects[project.declared].origin);
        let wanted = match declared {
            Some(ProjectOrigin::Managed(settings)) => settings.privileged_mode,
            _ => false,
        };
        let found = body.pointer("/Properties/Environment/PrivilegedMode");
        let found = found.is_some_and(|found| *found != Value::Bool(false));
        if found != wanted {
            let (is, says) = (described(found), described(wanted));
            let message = format!(
                "builds of `{logical}` of stack `{}` would be {is}, and its declaration says {says}",
                stack.name
            );
            let at = inventory.pipeline.source.at;
            self.verifier.fail(&codes::OPEN_TO_OTHERS, at, message);
        }
    }
}

/// Returns whether the user has set a property of a resource by an override. What would open
/// something is refused before.
fn is_overridden(template: &Template, logical: &str, property: &str) -> bool {
    let mut overridden = template.overridden().iter();
    overridden.any(|one| {
        let mut parts = one.path.split('.').skip(1);
        one.logical_id == logical && parts.next() == Some(property)
    })
}

fn described(privileged: bool) -> &'static str {
    match privileged {
        true => "privileged",
        false => "unprivileged",
    }
}

/// The stacks, each with its region, of which a value reads an output.
fn read_outputs<'v>(value: &'v Value, out: &mut BTreeSet<(&'v str, Option<&'v str>)>) {
    match value {
        Value::Object(map) => {
            if let Some(read) = map.get("Fn::GetStackOutput") {
                let part = |name: &str| read.get(name).and_then(Value::as_str);
                out.extend(part("StackName").map(|name| (name, part("Region"))));
            }
            map.values().for_each(|value| read_outputs(value, out));
        }
        Value::Array(items) => items.iter().for_each(|value| read_outputs(value, out)),
        _ => {}
    }
}
