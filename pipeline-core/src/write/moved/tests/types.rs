//! A resource that gets another type under its name.

use super::*;

fn with(name: &str, kind: &str) -> Builder {
    plain().resource(Resource::new(name, kind))
}

/// Types that end in one word, of which a logical id has no more: the old and the new form of a thing.
const SUCCESSORS: [(&str, &str); 3] = [
    ("AWS::Elasticsearch::Domain", "AWS::OpenSearchService::Domain"),
    ("AWS::PinpointEmail::DedicatedIpPool", "AWS::SES::DedicatedIpPool"),
    ("AWS::DocDB::DBCluster", "AWS::RDS::DBCluster"),
];

#[test]
fn another_type_needs_another_name() {
    for (old, new) in SUCCESSORS {
        let found = over(with("_front", old), with("_front", new), "another-type");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("P559 resource `_front` ("), "{found:?}");
        let changes = format!("was `{old}`, and is `{new}` now");
        assert!(found[0].ends_with(&changes), "{found:?}");

        let renamed = codes(with("_front", old), with("_entry", new), "another-name");
        assert!(!renamed.contains(&"P559".to_owned()), "{renamed:?}");
        let same = with("_front", old);
        assert_eq!(codes(with("_front", old), same, "same-type"), [""; 0]);
    }
}

#[test]
fn another_last_word_is_another_logical_id() {
    let topic = with("_tasks", "AWS::SNS::Topic");
    assert_eq!(codes(topic, with("_tasks", "AWS::SQS::Queue"), "another-word"), [""; 0]);
}
