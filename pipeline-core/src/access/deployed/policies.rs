//! What has policies: roles, buckets, keys and buses.

use std::borrow::Cow;

use super::reader::Reader;
use super::{Bucket, Key, Role};
use crate::access::evaluator::{Boundary, Own, Place, Policy, Statement, many};
use serde_json::Value;

/// What a policy is called that stands next to a role.
pub(crate) const MANAGED: &str = "managed policy";

impl<'a> Reader<'_, 'a> {
    pub(super) fn role(&mut self, logical: &'a str, properties: &'a Value) {
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
                .filter_map(Value::as_str)
                .collect(),
            boundary: properties
                .get("PermissionsBoundary")
                .and_then(Value::as_str)
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

    pub(super) fn managed_policy(&mut self, logical: &'a str, properties: &'a Value) {
        let Some(document) = properties.get("PolicyDocument") else {
            return;
        };
        for role in many(properties.get("Roles")) {
            let arn = role.get("Ref").and_then(Value::as_str);
            let Some(arn) = arn.and_then(|role| self.stacks.arn(self.stack, role)) else {
                continue;
            };
            let policy = self.own_policy(&arn, logical, MANAGED, document);
            if let Some(role) = self.world.roles.get_mut(&arn) {
                role.own.policies.push(policy);
            }
        }
    }

    pub(super) fn bucket(&mut self, logical: &'a str, body: &'a Value, properties: &'a Value) {
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
            rule.and_then(|rule| rule.get("BucketKeyEnabled")) == Some(&Value::Bool(true));
        let one = &self.stacks.all[self.stack];
        let bucket = Bucket {
            arn,
            account: one.account,
            region: one.region,
            policies: Vec::new(),
            key,
            bucket_key,
            body,
        };
        self.world.buckets.insert(name.into_owned(), bucket);
    }

    pub(super) fn bucket_policy(&mut self, logical: &'a str, properties: &'a Value) {
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

    pub(super) fn key(&mut self, logical: &'a str, body: &'a Value, properties: &'a Value) {
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
            body,
        };
        self.world.keys.insert(arn, key);
    }

    /// An alias is that of a key whose ARN or id it names.
    pub(super) fn alias(&mut self, properties: &'a Value) {
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

    pub(super) fn bus_policy(&mut self, logical: &'a str, properties: &'a Value) {
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
        let place = Place {
            stack: one.name,
            logical,
            what: Cow::Borrowed("event bus policy"),
        };
        let policy = Policy::new(place, vec![statement]);
        self.world.buses.entry(arn).or_default().push(policy);
    }
}
