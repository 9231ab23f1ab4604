//! Properties that CloudFormation cannot change: a resource with another value is made anew.
//!
//! `create_only.txt` has them by type, from AWS's resource schemas: `createOnlyProperties`, and
//! `conditionalCreateOnlyProperties` with a `?` behind them, for which a resource is made anew under
//! a condition that the schemas do not tell. A test writes it and holds it against these.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use serde_json::Value;

use crate::catalogue::block;

static CREATE_ONLY: &str = include_str!("create_only.txt");

/// A change that a resource is made anew for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replacing {
    /// The property, with its inner ones: `Foo.Bar`.
    pub(crate) property: String,
    /// AWS always makes it anew; if not, under a condition.
    pub(crate) certain: bool,
}

impl Replacing {
    /// Returns whether this is a part of another property: the property's change is the part's.
    fn is_in(&self, other: &Replacing) -> bool {
        let rest = self.property.strip_prefix(&other.property);
        rest.is_some_and(|rest| rest.starts_with('.'))
    }
}

/// The properties of a type that cannot be changed, with their inner ones: `Foo/Bar`; and whether
/// that is certain.
fn of(kind: &str) -> impl Iterator<Item = (&'static str, bool)> {
    let (service, last) = kind.rsplit_once("::").unwrap_or((kind, ""));
    let mut lines = block(CREATE_ONLY, service).unwrap_or_default().lines();
    let line = lines.find(|line| line.split(' ').next() == Some(last));
    let properties = line.unwrap_or_default().split(' ').skip(1);
    properties.map(|written| match written.strip_suffix('?') {
        Some(property) => (property, false),
        None => (written, true),
    })
}

/// Those that differ: of a property and what changes in it, the latter.
pub(crate) fn differing(kind: &str, was: &Value, is: &Value) -> Vec<Replacing> {
    let differ = |path: &str| {
        let path = format!("/Properties/{path}");
        was.pointer(&path) != is.pointer(&path)
    };
    let found: Vec<Replacing> = of(kind)
        .filter(|(path, _)| differ(path))
        .map(|(path, certain)| Replacing {
            property: path.replace('/', "."),
            certain,
        })
        .collect();
    let outermost = |one: &&Replacing| !found.iter().any(|other| other.is_in(one));
    found.iter().filter(outermost).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_cannot_be_changed() {
        let of = |kind| of(kind).collect::<Vec<_>>();
        assert_eq!(of("AWS::IAM::Role"), [("Path", true), ("RoleName", true)]);
        assert!(of("AWS::S3::Bucket").contains(&("BucketName", true)));
        assert!(of("AWS::DynamoDB::Table").contains(&("KeySchema", false)));
        assert_eq!(of("AWS::KMS::Key"), []);
        assert_eq!(of("No::Such::Type"), []);
        let begun = CREATE_ONLY.lines().filter(|line| line.starts_with("# "));
        assert_eq!(CREATE_ONLY.matches('#').count(), begun.count());
    }

    #[test]
    fn of_a_property_and_a_part_of_it_the_part_is_told() {
        let endpoint = |id: &str| {
            let details = json!({ "AddressAllocationIds": [id] });
            json!({ "Properties": { "EndpointDetails": details } })
        };
        let found = differing("AWS::Transfer::Server", &endpoint("a"), &endpoint("b"));
        let wanted = Replacing {
            property: "EndpointDetails.AddressAllocationIds".to_owned(),
            certain: false,
        };
        assert_eq!(found, [wanted]);
    }
}
