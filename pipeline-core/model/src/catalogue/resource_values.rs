//! The values that properties of resource types take: one of a list, a number of a range, or a text
//! of some length.
//!
//! `resource_values.txt` is AWS's resource schemas in short, written by the test that writes
//! `resource_types.txt`. A block begins with `# PROVIDER::SERVICE`; the number behind `/` in a word of
//! `resource_parts.txt` counts its lines from 0. A line is `|ONE|OTHER`, `LEAST..MOST` of a number, or
//! `"LEAST..MOST` of a text's characters; an end that is left out is open. Lists of more than a
//! thousand characters are left out: they name machines, which AWS adds to each month.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use std::fmt;

use super::block;
use super::resource_parts;
use crate::rules::words;

static VALUES: &str = include_str!("resource_values.txt");

/// The values that a property takes, or each item of its list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Allowed {
    /// One of a list.
    OneOf(List),
    /// A number of a range.
    Number(Range),
    /// A text of so many characters.
    Length(Range),
}

impl Allowed {
    /// The values that a property of a type takes, if the schemas say it.
    ///
    /// ```
    /// use pipewright_model::catalogue::resource_values::Allowed;
    /// let takes = Allowed::of_property("AWS::IAM::Role", "MaxSessionDuration").expect("a range");
    /// assert_eq!(takes.to_string(), "a number from 3600 to 43200");
    /// ```
    #[must_use]
    pub fn of_property(kind: &str, property: &str) -> Option<Allowed> {
        resource_parts::words_of_type(kind)?.allowed(property)
    }

    /// The values of a line of a service.
    pub(super) fn of_line(service: &str, number: usize) -> Option<Allowed> {
        let line = block(VALUES, service)?.lines().nth(number)?;
        if let Some(list) = line.strip_prefix('|') {
            return Some(Allowed::OneOf(List(list)));
        }
        match line.strip_prefix('"') {
            Some(range) => Range::of(range).map(Allowed::Length),
            None => Range::of(line).map(Allowed::Number),
        }
    }
}

/// What is taken, as a message says it.
impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Allowed::OneOf(list) => {
                let values: Vec<&str> = list.values().collect();
                f.write_str(&words::choice(&values))
            }
            Allowed::Number(Range { least, most }) => match (least, most) {
                (Some(least), Some(most)) if least == most => write!(f, "the number {least}"),
                (Some(least), Some(most)) => write!(f, "a number from {least} to {most}"),
                (Some(least), None) => write!(f, "a number of {least} or more"),
                (None, Some(most)) => write!(f, "a number of {most} or less"),
                (None, None) => f.write_str("a number"),
            },
            Allowed::Length(Range { least, most }) => match (least, most) {
                (Some(least), Some(most)) if least == most => {
                    write!(f, "a text of {least} characters")
                }
                (Some(least), Some(most)) => write!(f, "a text of {least} to {most} characters"),
                (Some(least), None) => write!(f, "a text of {least} or more characters"),
                (None, Some(most)) => write!(f, "a text of at most {most} characters"),
                (None, None) => f.write_str("a text"),
            },
        }
    }
}

/// A list of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List(&'static str);

impl List {
    /// The values.
    pub fn values(self) -> impl Iterator<Item = &'static str> + Clone {
        self.0.split('|')
    }
}

/// A range with its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    least: Option<f64>,
    most: Option<f64>,
}

impl Range {
    fn of(written: &str) -> Option<Range> {
        let (least, most) = written.split_once("..")?;
        let end = |written: &str| (!written.is_empty()).then(|| written.parse().ok());
        // An end that cannot be read is no end.
        Some(Range {
            least: end(least).flatten(),
            most: end(most).flatten(),
        })
    }

    /// Returns whether all of it is below a number.
    #[must_use]
    pub fn is_below(self, number: f64) -> bool {
        self.most.is_some_and(|most| most < number)
    }

    /// Returns whether it holds a number.
    #[must_use]
    pub fn holds(self, number: f64) -> bool {
        self.least.is_none_or(|least| least <= number)
            && self.most.is_none_or(|most| number <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowed, VALUES};

    #[test]
    fn values_are_said_as_a_message_does() {
        let takes = |kind, property| {
            let allowed = Allowed::of_property(kind, property).expect("values");
            allowed.to_string()
        };
        assert_eq!(
            takes("AWS::DynamoDB::Table", "BillingMode"),
            "`PAY_PER_REQUEST` or `PROVISIONED`"
        );
        assert_eq!(
            takes("AWS::IAM::Role", "RoleName"),
            "a text of 1 to 64 characters"
        );
        assert_eq!(
            takes("AWS::KMS::Key", "PendingWindowInDays"),
            "a number from 7 to 30"
        );
        assert_eq!(Allowed::of_property("AWS::SNS::Topic", "FifoTopic"), None);
        assert_eq!(Allowed::of_property("AWS::SNS::Nothing", "Name"), None);
    }

    #[test]
    fn every_line_is_read() {
        let lines = VALUES.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let range = line.trim_start_matches('"');
            let is_end = |end: &str| end.is_empty() || end.parse::<f64>().is_ok();
            let is_range = range
                .split_once("..")
                .is_some_and(|(least, most)| is_end(least) && is_end(most) && range != "..");
            assert!(line.starts_with('|') || is_range, "{line}");
        }
    }
}
