//! Who plays which part on one side: the same part has another name on the other one.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::side::Side;
use crate::support::assembly::text;

/// What plays a part, by the part: ARNs, and names where they stand alone.
pub(crate) struct Cast {
    pub(crate) parts: BTreeMap<String, String>,
}

impl Cast {
    pub(crate) fn of(side: &Side) -> Cast {
        let mut cast = Cast {
            parts: BTreeMap::new(),
        };
        let pipeline = side.only("AWS::CodePipeline::Pipeline");
        cast.set("pipeline", &pipeline.arn);
        cast.set("service role", text(&pipeline.properties["RoleArn"]));
        cast.actions(side, pipeline.properties);
        cast.stores(side, pipeline.properties);
        for project in side.all("AWS::CodeBuild::Project") {
            cast.set("project", &project.arn);
            cast.set("name of the project", &project.name);
            cast.set("build project", text(&project.properties["ServiceRole"]));
        }
        for rule in side.all("AWS::Events::Rule") {
            let target = &rule.properties["Targets"][0];
            let forwards = text(&target["Arn"]).contains(":event-bus/");
            let does = if forwards { "forwarding" } else { "starting" };
            cast.set(&format!("{does} rule"), &rule.arn);
            // The CDK forwards without a role.
            if let Some(role) = target["RoleArn"].as_str() {
                cast.set(&format!("{does} role"), role);
            }
        }
        cast
    }

    fn actions(&mut self, side: &Side, pipeline: &Json) {
        let made: Vec<String> = side
            .all("AWS::IAM::Role")
            .into_iter()
            .map(|role| role.arn)
            .collect();
        for stage in pipeline["Stages"].as_array().unwrap() {
            for action in stage["Actions"].as_array().unwrap() {
                let provider = text(&action["ActionTypeId"]["Provider"]);
                let place = format!("{}/{}", text(&stage["Name"]), text(&action["Name"]));
                if let Some(role) = action["RoleArn"].as_str() {
                    self.set(&format!("{provider} action {place}"), role);
                }
                let passed = action["Configuration"]["RoleArn"].as_str();
                // One that is imported has the same name on both sides.
                if let Some(role) = passed.filter(|role| made.iter().any(|arn| arn == role)) {
                    self.set(&format!("execution role of {place}"), role);
                }
            }
        }
    }

    fn stores(&mut self, side: &Side, pipeline: &Json) {
        let aliases = side.all("AWS::KMS::Alias");
        for store in pipeline["ArtifactStores"].as_array().unwrap() {
            let region = text(&store["Region"]);
            let bucket = text(&store["ArtifactStore"]["Location"]);
            self.set(
                &format!("bucket in {region}"),
                &format!("arn:aws:s3:::{bucket}"),
            );
            let id = text(&store["ArtifactStore"]["EncryptionKey"]["Id"]);
            let alias = aliases.iter().find(|alias| {
                alias.stack.region == region
                    && (id.ends_with(&alias.name) || text(&alias.properties["TargetKeyId"]) == id)
            });
            let alias = alias.unwrap_or_else(|| panic!("no alias of `{id}`"));
            let key = text(&alias.properties["TargetKeyId"]);
            self.set(&format!("key in {region}"), key);
            self.set(&format!("alias in {region}"), &alias.name);
        }
    }

    /// A key's id is known once it is deployed. What asks has made one up.
    pub(crate) fn keys_are_those_of(&mut self, cases: &Json) {
        for case in cases["cases"].as_array().unwrap() {
            let arn = text(&case["resource"]);
            let ours = case["resourcePolicies"].as_array().unwrap();
            let ours = ours.iter().any(|name| name != "open");
            if ours && arn.starts_with("arn:aws:kms:") {
                let region = arn.split(':').nth(3).unwrap();
                self.parts
                    .insert(format!("key in {region}"), arn.to_owned());
            }
        }
    }

    fn set(&mut self, part: &str, name: &str) {
        let before = self.parts.insert(part.to_owned(), name.to_owned());
        assert!(before.is_none(), "two play `{part}`");
    }

    /// The part that a role plays, without the place that it plays it in.
    pub(crate) fn part_of(&self, arn: &str) -> Option<&str> {
        let (part, _) = self.parts.iter().find(|(_, name)| *name == arn)?;
        let ends = [" action ", " of "].map(|between| part.find(between));
        Some(match ends {
            [Some(end), _] => &part[..end + " action".len()],
            [_, Some(end)] => &part[..end],
            _ => part,
        })
    }

    /// A value with a part's name in place of what plays it.
    pub(crate) fn plain(&self, value: &str) -> String {
        let found = self.parts.iter().find(|(_, name)| *name == value);
        found.map_or(value, |(part, _)| part.as_str()).to_owned()
    }

    /// What plays a part here, and there. Long ones first, as one may begin like another.
    pub(crate) fn beside<'c>(&'c self, other: &'c Cast) -> Vec<(&'c str, &'c str)> {
        let both = self.parts.iter();
        let both =
            both.filter_map(|(part, name)| Some((name.as_str(), other.parts.get(part)?.as_str())));
        let mut both: Vec<_> = both.collect();
        both.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        both
    }
}
