//! Reads what acts: event rules, build projects, and the pipeline with its actions.

use std::borrow::Cow;

use super::reader::Reader;
use super::{ActionDeclaration, PipelineDeclaration, Project, Rule};
use crate::access::evaluator::one_or_many;
use crate::model::Moment;
use serde_json::Value;
use std::collections::BTreeMap;

impl<'a> Reader<'_, 'a> {
    pub(super) fn rule(&mut self, logical: &'a str, properties: &'a Value) {
        let (Some(arn), Some(pattern)) = (
            self.stacks.arn(self.stack, logical),
            properties.get("EventPattern"),
        ) else {
            return;
        };
        let targets = one_or_many(properties.get("Targets")).filter_map(|target| {
            let arn = self.string(target.get("Arn"))?;
            Some((arn, self.string(target.get("RoleArn"))))
        });
        let one = &self.stacks.all[self.stack];
        let rule = Rule {
            arn,
            logical,
            account: one.account,
            region: one.region,
            pattern: self.stacks.plain(self.stack, pattern),
            bus: self.string(properties.get("EventBusName")),
            enabled: properties.get("State").and_then(Value::as_str) != Some("DISABLED"),
            targets: targets.collect(),
            dead_letter_queue: self.string(properties.pointer("/Targets/0/DeadLetterConfig/Arn")),
        };
        self.deployed.rules.push(rule);
    }

    pub(super) fn project(&mut self, logical: &'a str, properties: &'a Value) {
        let (Some(arn), Some(role)) = (
            self.stacks.arn(self.stack, logical),
            self.string(properties.get("ServiceRole")),
        ) else {
            return;
        };
        let key = self.string(properties.get("EncryptionKey"));
        let batch_role = self.string(properties.pointer("/BuildBatchConfig/ServiceRole"));
        let project = Project {
            role,
            batch_role,
            key,
            stack: self.stacks.all[self.stack].name,
            logical,
            properties: self.stacks.plain(self.stack, properties),
        };
        self.deployed.projects.insert(arn, project);
    }

    pub(super) fn pipeline(&mut self, logical: &'a str, properties: &'a Value) {
        let (Some(arn), Some(role)) = (
            self.stacks.arn(self.stack, logical),
            self.string(properties.get("RoleArn")),
        ) else {
            return;
        };
        let mut stores = BTreeMap::new();
        let mut add = |region: Cow<'a, str>, store: &'a Value| {
            if let Some(bucket) = self.string(store.get("Location")) {
                let key = self.string(store.pointer("/EncryptionKey/Id"));
                stores.insert(region, (bucket, key));
            }
        };
        if let Some(store) = properties.get("ArtifactStore") {
            add(Cow::Borrowed(self.stacks.all[self.stack].region), store);
        }
        for store in one_or_many(properties.get("ArtifactStores")) {
            let region = self.string(store.get("Region"));
            if let (Some(region), Some(store)) = (region, store.get("ArtifactStore")) {
                add(region, store);
            }
        }
        let actions = one_or_many(properties.get("Stages"))
            .flat_map(|stage| one_or_many(stage.get("Actions")))
            .map(|action| self.action(action))
            .collect();
        let rules = one_or_many(properties.get("Stages"))
            .flat_map(|stage| self.rules(stage))
            .collect();
        self.deployed.pipeline = Some(PipelineDeclaration {
            arn,
            role,
            stores,
            actions,
            rules,
        });
    }

    /// The rules of a stage's conditions, by stage, condition and name.
    fn rules(&self, stage: &'a Value) -> Vec<((&'a str, &'a str, &'a str), ActionDeclaration<'a>)> {
        let Some(name) = stage.get("Name").and_then(Value::as_str) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for moment in Moment::ALL {
            let property = moment.property();
            let conditions = one_or_many(stage.pointer(&format!("/{property}/Conditions")));
            for rule in conditions.flat_map(|condition| one_or_many(condition.get("Rules"))) {
                if let Some(own) = rule.get("Name").and_then(Value::as_str) {
                    out.push(((name, property, own), self.action(rule)));
                }
            }
        }
        out
    }

    fn action(&self, action: &'a Value) -> ActionDeclaration<'a> {
        let configuration = action.get("Configuration").and_then(Value::as_object);
        let configuration = configuration.into_iter().flatten();
        ActionDeclaration {
            role: self.string(action.get("RoleArn")),
            region: self.string(action.get("Region")),
            configuration: configuration
                .filter_map(|(key, value)| {
                    let setting = self.stacks.setting(self.stack, value).ok()?;
                    Some((key.as_str(), setting))
                })
                .collect(),
        }
    }
}
