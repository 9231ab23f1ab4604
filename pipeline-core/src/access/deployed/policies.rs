//! Reads what has policies: roles, buckets, keys and event buses.

use std::borrow::Cow;

use super::aws_managed;
use super::reader::Reader;
use super::{Bucket, Key, Role};
use crate::access::evaluator::{
    AwsManaged, Boundary, IdentityPolicies, Policy, PolicyPlace, Statement, one_or_many,
};
use serde_json::Value;

/// The name of a policy that stands beside its role.
pub(crate) const MANAGED_POLICY: &str = "managed policy";

impl<'a> Reader<'_, 'a> {
    pub(super) fn role(&mut self, logical: &'a str, properties: &'a Value) {
        let (Some(arn), Some(name)) = (
            self.stacks.arn(self.stack, logical),
            self.string(properties.get("RoleName")),
        ) else {
            return;
        };
        let trust = properties
            .get("AssumeRolePolicyDocument")
            .map(|document| self.policy(logical, "trust policy", document));
        let policies = one_or_many(properties.get("Policies")).filter_map(|policy| {
            let document = policy.get("PolicyDocument")?;
            Some(self.identity_policy(&arn, logical, "inline policy", document))
        });
        let attached: Vec<&str> = one_or_many(properties.get("ManagedPolicyArns"))
            .filter_map(Value::as_str)
            .collect();
        let known = attached.iter().filter_map(|arn| {
            let known = aws_managed::of(arn)?;
            Some(AwsManaged {
                arn,
                policy: self.policy(logical, MANAGED_POLICY, &known.document),
                complete: known.complete,
            })
        });
        let identity = IdentityPolicies {
            policies: policies.collect(),
            aws_managed: known.collect(),
            attached,
            boundary: properties
                .get("PermissionsBoundary")
                .and_then(Value::as_str)
                .map(|arn| self.boundary(arn)),
        };
        let role = Role {
            account: self.stacks.all[self.stack].account,
            name: name.into_owned(),
            tags: self.tags(properties),
            trust: trust.into_iter().collect(),
            identity,
        };
        self.deployed.roles.insert(arn, role);
    }

    /// The tags of a role, as conditions name them.
    pub(super) fn tags(&self, properties: &'a Value) -> Vec<(String, Cow<'a, str>)> {
        let tags = one_or_many(properties.get("Tags")).filter_map(|tag| {
            let key = self.string(tag.get("Key"))?.to_ascii_lowercase();
            let value = self.string(tag.get("Value"))?;
            Some((format!("aws:principaltag/{key}"), value))
        });
        tags.collect()
    }

    /// A permissions boundary, with what it says if the user tells that.
    fn boundary(&self, arn: &'a str) -> Boundary<'a> {
        let Some(told) = self.boundaries.get(arn) else {
            return Boundary::Unknown(arn);
        };
        let place = PolicyPlace {
            name: "permissions boundary",
            ..PolicyPlace::default()
        };
        let policy = Policy::read(place, &told.document, &|value| {
            let text = value.as_str().map(Cow::Borrowed);
            text.ok_or_else(|| format!("the permissions boundary has `{value}` for a text"))
        });
        Boundary::Known(arn, policy)
    }

    pub(super) fn managed_policy(&mut self, logical: &'a str, properties: &'a Value) {
        let Some(document) = properties.get("PolicyDocument") else {
            return;
        };
        for role in one_or_many(properties.get("Roles")) {
            let arn = match role.get("Ref").and_then(Value::as_str) {
                Some(logical) => self.stacks.arn(self.stack, logical),
                None => role.as_str().and_then(|name| self.role_named(name)),
            };
            let Some(arn) = arn else {
                continue;
            };
            let policy = self.identity_policy(&arn, logical, MANAGED_POLICY, document);
            if let Some(role) = self.deployed.roles.get_mut(&arn) {
                role.identity.policies.push(policy);
            }
        }
    }

    /// The ARN of a role of the stack's account.
    fn role_named(&self, name: &str) -> Option<String> {
        let account = self.stacks.all[self.stack].account;
        let mut roles = self.deployed.roles.iter();
        let found = roles.find(|(_, role)| role.name == name && role.account == account);
        found.map(|(arn, _)| arn.clone())
    }

    pub(super) fn bucket(&mut self, logical: &'a str, body: &'a Value, properties: &'a Value) {
        let (Some(arn), Some(name)) = (
            self.stacks.arn(self.stack, logical),
            self.string(properties.get("BucketName")),
        ) else {
            return;
        };
        let rule = properties.pointer("/BucketEncryption/ServerSideEncryptionConfiguration/0");
        let key = rule.and_then(|rule| {
            self.string(rule.pointer("/ServerSideEncryptionByDefault/KMSMasterKeyID"))
        });
        let bucket_key =
            rule.and_then(|rule| rule.get("BucketKeyEnabled")) == Some(&Value::Bool(true));
        let one = &self.stacks.all[self.stack];
        let bucket = Bucket {
            arn,
            account: one.account,
            region: one.region,
            policies: Vec::new(),
            key,
            bucket_key,
            lifecycle: properties
                .get("LifecycleConfiguration")
                .map(|lifecycle| self.stacks.plain(self.stack, lifecycle)),
            body,
        };
        self.deployed.buckets.insert(name.into_owned(), bucket);
    }

    pub(super) fn bucket_policy(&mut self, logical: &'a str, properties: &'a Value) {
        let (Some(name), Some(document)) = (
            self.string(properties.get("Bucket")),
            properties.get("PolicyDocument"),
        ) else {
            return;
        };
        let policy = self.policy(logical, "bucket policy", document);
        if let Some(bucket) = self.deployed.buckets.get_mut(name.as_ref()) {
            bucket.policies.push(policy);
        }
    }

    pub(super) fn key(&mut self, logical: &'a str, body: &'a Value, properties: &'a Value) {
        let Some(arn) = self.stacks.arn(self.stack, logical) else {
            return;
        };
        let policy = properties
            .get("KeyPolicy")
            .map(|document| self.policy(logical, "key policy", document));
        let key = Key {
            account: self.stacks.all[self.stack].account,
            policies: policy.into_iter().collect(),
            aliases: Vec::new(),
            body,
        };
        self.deployed.keys.insert(arn, key);
    }

    /// An alias is that of a key whose ARN or id it names.
    pub(super) fn alias(&mut self, properties: &'a Value) {
        let (Some(alias), Some(target)) = (
            self.string(properties.get("AliasName")),
            self.string(properties.get("TargetKeyId")),
        ) else {
            return;
        };
        if let Some(key) = self.deployed.keys.get_mut(target.as_ref()) {
            key.aliases.push(alias);
        }
    }

    pub(super) fn bus_policy(&mut self, logical: &'a str, properties: &'a Value) {
        let (Some(bus), Some(statement)) = (
            self.string(properties.get("EventBusName")),
            properties.get("Statement"),
        ) else {
            return;
        };
        let one = &self.stacks.all[self.stack];
        let partition = self.stacks.partition;
        let arn = format!(
            "arn:{partition}:events:{}:{}:event-bus/{bus}",
            one.region, one.account
        );
        let statement = Statement::read(statement, true, &|value| {
            self.stacks.string(self.stack, value)
        });
        let place = PolicyPlace {
            stack: one.name.to_owned(),
            logical_id: logical.to_owned(),
            name: "event bus policy",
        };
        let policy = Policy::new(place, vec![statement]);
        self.deployed.buses.entry(arn).or_default().push(policy);
    }
}
