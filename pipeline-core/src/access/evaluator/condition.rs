//! Conditions: every operator that IAM has.
//!
//! Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>

use std::borrow::Cow;
use std::net::IpAddr;

use super::date;
use super::pattern::{Comparison, Pattern};
use super::request::ContextLookup;
use super::{Answer, Cause, Request};

/// An operator, a key, and what its value is compared with.
#[derive(Debug)]
pub(crate) struct Condition<'a> {
    pub(super) operator: Operator,
    /// Operator and key as they are written.
    pub(crate) written: (&'a str, &'a str),
    /// In lowercase: keys are the same whatever their case.
    pub(crate) key: String,
    pub(crate) values: Vec<Pattern<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Operator {
    pub(super) compare: Compare,
    negated: bool,
    if_exists: bool,
    pub(super) quantifier: Quantifier,
}

/// The number of a key's values that have to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    One,
    Any,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    String(Comparison),
    Numeric(Order),
    Date(Order),
    Bool,
    Binary,
    Address,
    Null,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl<'a> Condition<'a> {
    /// A condition, or nothing where the operator is none that IAM has.
    pub(crate) fn new(operator: &'a str, key: &'a str, values: Vec<Pattern<'a>>) -> Option<Self> {
        Some(Condition {
            operator: Operator::parse(operator)?,
            written: (operator, key),
            key: key.to_ascii_lowercase(),
            values,
        })
    }

    pub(crate) fn holds(&self, request: &Request<'_>) -> Answer {
        let found = request.lookup(&self.key);
        if self.operator.compare == Compare::Null {
            return self.null(&found);
        }
        let derived;
        let found: &[Cow<'_, str>] = match found {
            ContextLookup::Derived(value) => {
                derived = [Cow::Borrowed(value)];
                &derived
            }
            ContextLookup::Unknown => return Answer::Unknown(Cause::UnknownKey(self.key.clone())),
            ContextLookup::Present(values) => values,
            ContextLookup::Absent => &[],
        };
        if found.is_empty() {
            return Answer::from(match self.operator.quantifier {
                Quantifier::All => true,
                // `IfExists` does not help: of no values, none fits.
                // https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w
                Quantifier::Any => false,
                Quantifier::One => self.operator.if_exists || self.operator.negated,
            });
        }
        if let [only] = found {
            return self.one(only, request);
        }
        let answers = found.iter().map(|value| self.one(value, request));
        match (self.operator.quantifier, self.operator.negated) {
            (Quantifier::All, _) | (Quantifier::One, true) => Answer::all(answers),
            (Quantifier::Any, _) | (Quantifier::One, false) => Answer::any(answers),
        }
    }

    /// Marks the values that a request goes through as used. The values of a negated operator,
    /// or of one that compares no strings, are always used.
    pub(super) fn mark(&self, request: &Request<'_>) {
        let Some(comparison) = self.positive_comparison() else {
            self.values.iter().for_each(|value| value.used.set(true));
            return;
        };
        let found: Vec<&str> = match request.lookup(&self.key) {
            ContextLookup::Present(found) => found.iter().map(AsRef::as_ref).collect(),
            ContextLookup::Derived(found) => vec![found],
            ContextLookup::Absent | ContextLookup::Unknown => Vec::new(),
        };
        for pattern in self.values.iter().filter(|pattern| !pattern.used.get()) {
            let matches = |value: &&str| pattern.matches(value, comparison, request).is_yes();
            pattern.used.set(found.iter().any(matches));
        }
    }

    /// A value of the key with which the condition holds, where strings are compared; `x`
    /// stands for each wildcard.
    pub(super) fn satisfying_value(&self) -> Option<String> {
        let string = self.values.first()?.string.as_ref();
        if self.positive_comparison().is_some() && !string.contains("${") {
            Some(string.replace(['*', '?'], "x"))
        } else if self.operator.compare == Compare::Null && string.eq_ignore_ascii_case("false") {
            Some("x".to_owned())
        } else {
            None
        }
    }

    /// The comparison of a string operator that is not negated.
    fn positive_comparison(&self) -> Option<Comparison> {
        match self.operator.compare {
            Compare::String(comparison) if !self.operator.negated => Some(comparison),
            _ => None,
        }
    }

    fn null(&self, found: &ContextLookup<'_>) -> Answer {
        let absent = match found {
            ContextLookup::Unknown => return Answer::Unknown(Cause::UnknownKey(self.key.clone())),
            ContextLookup::Present(values) => values.is_empty(),
            ContextLookup::Derived(_) => false,
            ContextLookup::Absent => true,
        };
        let fits = |pattern: &Pattern<'_>| {
            (pattern.string.eq_ignore_ascii_case("true") && absent)
                || (pattern.string.eq_ignore_ascii_case("false") && !absent)
        };
        Answer::from(self.values.iter().any(fits))
    }

    /// Compares one value of the request with all of the policy's.
    fn one(&self, value: &str, request: &Request<'_>) -> Answer {
        let patterns = self.values.iter();
        let compare = self.operator.compare;
        let found = Answer::any(patterns.map(|one| compare.matches(value, one, request)));
        if self.operator.negated {
            found.not()
        } else {
            found
        }
    }
}

impl Operator {
    fn parse(string: &str) -> Option<Operator> {
        let (quantifier, rest) = match string.split_once(':') {
            Some(("ForAnyValue", rest)) => (Quantifier::Any, rest),
            Some(("ForAllValues", rest)) => (Quantifier::All, rest),
            Some(_) => return None,
            None => (Quantifier::One, string),
        };
        let (name, if_exists) = match rest.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let order = |word: &str| {
            Some(match word {
                "Equals" => (Order::Equal, false),
                "NotEquals" => (Order::Equal, true),
                "LessThan" => (Order::Less, false),
                "LessThanEquals" => (Order::LessOrEqual, false),
                "GreaterThan" => (Order::Greater, false),
                "GreaterThanEquals" => (Order::GreaterOrEqual, false),
                _ => return None,
            })
        };
        let (compare, negated) = match name {
            "StringEquals" => (Compare::String(Comparison::Exact), false),
            "StringNotEquals" => (Compare::String(Comparison::Exact), true),
            "StringEqualsIgnoreCase" => (Compare::String(Comparison::IgnoreCase), false),
            "StringNotEqualsIgnoreCase" => (Compare::String(Comparison::IgnoreCase), true),
            "StringLike" => (Compare::String(Comparison::Like), false),
            "StringNotLike" => (Compare::String(Comparison::Like), true),
            "ArnEquals" | "ArnLike" => (Compare::String(Comparison::Arn), false),
            "ArnNotEquals" | "ArnNotLike" => (Compare::String(Comparison::Arn), true),
            "Bool" => (Compare::Bool, false),
            "BinaryEquals" => (Compare::Binary, false),
            "IpAddress" => (Compare::Address, false),
            "NotIpAddress" => (Compare::Address, true),
            "Null" if !if_exists => (Compare::Null, false),
            _ => match (name.strip_prefix("Numeric"), name.strip_prefix("Date")) {
                (Some(word), _) => {
                    let (order, negated) = order(word)?;
                    (Compare::Numeric(order), negated)
                }
                (_, Some(word)) => {
                    let (order, negated) = order(word)?;
                    (Compare::Date(order), negated)
                }
                _ => return None,
            },
        };
        Some(Operator {
            compare,
            negated,
            if_exists,
            quantifier,
        })
    }
}

impl Compare {
    fn matches(self, value: &str, pattern: &Pattern<'_>, request: &Request<'_>) -> Answer {
        let string = pattern.string.as_ref();
        match self {
            Compare::String(comparison) => pattern.matches(value, comparison, request),
            Compare::Bool => Answer::from(string.eq_ignore_ascii_case(value)),
            Compare::Binary => Answer::from(string == value),
            Compare::Numeric(order) => match (value.parse::<f64>(), string.parse::<f64>()) {
                (Ok(value), Ok(bound)) => Answer::from(order.holds(value.partial_cmp(&bound))),
                _ => unreadable("number", value, string),
            },
            Compare::Date(order) => match (date::seconds(value), date::seconds(string)) {
                (Some(value), Some(bound)) => Answer::from(order.holds(value.partial_cmp(&bound))),
                _ => unreadable("date", value, string),
            },
            Compare::Address => match (value.parse::<IpAddr>(), network(string)) {
                (Ok(address), Some(network)) => Answer::from(within(address, network)),
                _ => unreadable("address", value, string),
            },
            Compare::Null => Answer::No,
        }
    }
}

impl Order {
    fn holds(self, found: Option<std::cmp::Ordering>) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};
        matches!(
            (self, found),
            (
                Order::Equal | Order::LessOrEqual | Order::GreaterOrEqual,
                Some(Equal)
            ) | (Order::Less | Order::LessOrEqual, Some(Less))
                | (Order::Greater | Order::GreaterOrEqual, Some(Greater))
        )
    }
}

fn unreadable(kind: &str, value: &str, string: &str) -> Answer {
    Answer::Unknown(Cause::Malformed(format!(
        "`{value}` or `{string}` is no {kind}"
    )))
}

/// `10.0.0.0/8`, or an address, which is a network of one.
pub(super) fn network(string: &str) -> Option<(IpAddr, u32)> {
    let (address, bits) = match string.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse().ok()?)),
        None => (string, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(most);
    (bits <= most).then_some((address, bits))
}

fn within(address: IpAddr, (network, bits): (IpAddr, u32)) -> bool {
    match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(n)) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            u32::from(a) & mask == u32::from(n) & mask
        }
        (IpAddr::V6(a), IpAddr::V6(n)) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            u128::from(a) & mask == u128::from(n) & mask
        }
        _ => false,
    }
}
