//! The resource types of CloudFormation: the properties of each, those that it needs, and its
//! attributes.
//!
//! `resource_types.txt` is AWS's resource schemas in short. A test writes it and holds it against
//! them. A block begins with `# PROVIDER::SERVICE`, and has a line for each type: its name, its
//! properties, `!` before those that must be there, and its attributes behind `>`.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use super::{block, blocks};

static TYPES: &str = include_str!("resource_types.txt");

/// The date of the schemas that the list is made from.
pub const AS_OF: &str = "20 October 2026";

/// A resource type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceType {
    /// Its properties, and `>` with its attributes.
    line: &'static str,
}

impl ResourceType {
    /// The type of this name, `AWS::SNS::Topic`.
    #[must_use]
    pub fn named(name: &str) -> Option<ResourceType> {
        let (service, last) = name.rsplit_once("::")?;
        let mut lines = block(TYPES, service)?.lines();
        let line = lines.find(|line| line.split(' ').next() == Some(last))?;
        Some(ResourceType { line })
    }

    /// The names of all types.
    pub fn names() -> impl Iterator<Item = String> {
        blocks(TYPES).flat_map(|(service, lines)| {
            lines.lines().map(move |line| {
                let last = line.split(' ').next().unwrap_or_default();
                format!("{service}::{last}")
            })
        })
    }

    fn words(self) -> (&'static str, &'static str) {
        let (_, rest) = self.line.split_once(' ').unwrap_or((self.line, ""));
        rest.split_once('>').unwrap_or((rest, ""))
    }

    /// The names of its properties.
    pub fn properties(self) -> impl Iterator<Item = &'static str> + Clone {
        let properties = self.words().0.split_ascii_whitespace();
        properties.map(|name| name.trim_start_matches('!'))
    }

    /// The properties that must be there.
    pub fn required(self) -> impl Iterator<Item = &'static str> + Clone {
        let properties = self.words().0.split_ascii_whitespace();
        properties.filter_map(|name| name.strip_prefix('!'))
    }

    /// The attributes that `Fn::GetAtt` gives, with dots between the parts of nested ones.
    pub fn attributes(self) -> impl Iterator<Item = &'static str> + Clone {
        self.words().1.split_ascii_whitespace()
    }
}

#[cfg(test)]
mod tests {
    use super::ResourceType;

    #[test]
    fn a_type_has_its_properties_and_attributes() {
        let topic = ResourceType::named("AWS::SNS::Topic").expect("a topic");
        assert!(topic.properties().any(|name| name == "TopicName"));
        assert_eq!(topic.attributes().collect::<Vec<_>>(), ["TopicArn"]);
        let repository = ResourceType::named("AWS::CodeCommit::Repository").expect("one");
        assert_eq!(
            repository.required().collect::<Vec<_>>(),
            ["RepositoryName"]
        );
        assert!(ResourceType::named("AWS::SNS::Topc").is_none());
        assert!(ResourceType::named("Topic").is_none());
        assert!(ResourceType::names().any(|name| name == "AWS::SNS::Topic"));
    }
}
