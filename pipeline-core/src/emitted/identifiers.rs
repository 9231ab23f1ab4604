//! The properties that name a resource, by its type: AWS has one resource of a name.
//!
//! `identifiers.txt` has them from AWS's resource schemas: a type's `primaryIdentifier`, or one of its
//! `additionalIdentifiers`, if a template can set all of its properties. A test writes it and holds
//! it against these. Types that AWS makes the identifier of, though their names are unique too,
//! stand in `GIVEN`.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use std::cmp::Ordering;

static IDENTIFIERS: &str = include_str!("identifiers.txt");

/// Types with an identifier that AWS makes, and the property that is unique all the same.
const GIVEN: [(&str, &str); 5] = [
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
    ("AWS::SQS::Queue", "QueueName"),
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    ("AWS::SecretsManager::Secret", "Name"),
    // https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html
    ("AWS::CodeCommit::Repository", "RepositoryName"),
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Name"),
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "Name"),
];

/// What names a resource of a type.
pub(super) struct Identifier {
    pub(super) kind: &'static str,
    /// Names of properties, with blanks between them.
    line: &'static str,
}

impl Identifier {
    pub(super) fn properties(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.line.split(' ')
    }
}

/// What names a resource of this type, if AWS says so.
pub(super) fn of(kind: &str) -> Option<Identifier> {
    let given = GIVEN.iter().find(|(name, _)| *name == kind);
    if let Some((kind, line)) = given {
        return Some(Identifier { kind, line });
    }
    // The lines are sorted, so one in the middle tells the half to look in.
    let mut rest = IDENTIFIERS;
    while !rest.is_empty() {
        let start = rest[..rest.len() / 2].rfind('\n').map_or(0, |end| end + 1);
        let (line, after) = rest[start..].split_once('\n')?;
        let (name, line) = line.split_once(' ')?;
        rest = match kind.cmp(name) {
            Ordering::Equal => return Some(Identifier { kind: name, line }),
            Ordering::Less => &rest[..start],
            Ordering::Greater => after,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{IDENTIFIERS, of};

    #[test]
    fn what_names_a_resource_is_known() {
        let named = |kind| of(kind).map(|found| found.properties().collect::<Vec<_>>());
        assert_eq!(named("AWS::Logs::LogGroup"), Some(vec!["LogGroupName"]));
        assert_eq!(named("AWS::SQS::Queue"), Some(vec!["QueueName"]));
        assert_eq!(
            named("AWS::StepFunctions::StateMachine"),
            Some(vec!["StateMachineName"])
        );
        // AWS makes its id, and takes two of one name.
        assert_eq!(named("AWS::CodeConnections::Connection"), None);
        assert_eq!(named("No::Such::Type"), None);
    }

    #[test]
    fn each_line_is_found() {
        for line in IDENTIFIERS.lines() {
            let (kind, properties) = line.split_once(' ').expect("a type and a property");
            assert_eq!(of(kind).map(|found| found.line), Some(properties));
        }
    }
}
