//! What services are called elsewhere than in policies: in the console, in the SDKs and in the command
//! line.
//!
//! `names.txt` has the names that botocore and the service authorization reference have for each
//! service, in small letters and digits, with the prefix of its calls. A test writes it and holds it
//! against both.

use std::sync::LazyLock;

use super::services;
use crate::similar;

static NAMES: &str = include_str!("names.txt");

/// Names that people use, and that neither of the two has.
const BESIDES: &[(&str, &str)] = &[
    ("alb", "elasticloadbalancing"),
    ("cloudwatchevents", "events"),
    ("cloudwatchlog", "logs"),
    ("cloudwatchmetrics", "cloudwatch"),
    ("codestarnotification", "codestar-notifications"),
    ("cognito", "cognito-idp"),
    ("documentdb", "rds"),
    ("kinesisfirehose", "firehose"),
    ("nlb", "elasticloadbalancing"),
    ("opensearch", "es"),
    ("parameterstore", "ssm"),
];

/// The prefix of the calls of the service that is called so, in whatever case and with whatever
/// hyphens. A name with a slip in it is one too.
///
/// ```
/// use pipewright_model::catalogue::services::called;
/// assert_eq!(called("StepFunctions"), Some("states"));
/// assert_eq!(called("cloudwatch-logs"), Some("logs"));
/// assert_eq!(called("stepfunction"), Some("states"));
/// assert_eq!(called("no-such-service"), None);
/// ```
#[must_use]
pub fn called(name: &str) -> Option<&'static str> {
    static ALL: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
        let listed = NAMES
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(' '));
        let named = listed.chain(BESIDES.iter().copied());
        let named = named.map(|(name, prefix)| (name.to_owned(), prefix));
        let own = services().map(|service| (plain(service.prefix), service.prefix));
        own.chain(named).collect()
    });
    let name = plain(name);
    // Many names end in `service`: a third of the characters, as elsewhere, would be too many.
    let slips = match name.len() {
        ..=5 => 1,
        6..=11 => 2,
        more => more / 4,
    };
    let close = ALL.iter().filter_map(|(known, prefix)| {
        let distance = similar::distance(&name, known, slips)?;
        Some((distance, *prefix))
    });
    let nearest = close.min_by_key(|(distance, _)| *distance);
    nearest.map(|(_, prefix)| prefix)
}

/// A name in small letters and digits.
fn plain(name: &str) -> String {
    let name = name.chars().filter(char::is_ascii_alphanumeric);
    name.map(|c| c.to_ascii_lowercase()).collect()
}
