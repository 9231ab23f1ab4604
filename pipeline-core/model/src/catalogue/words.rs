//! What a key takes, in words: for the reference and for editors.

use super::{Condition, Key, Kind, Placement, Type, Variables, snake_case};
use crate::rules::words::choice;

/// The number of items of a list or map: `, 1 to 5`.
#[must_use]
pub fn items((least, most): (usize, usize)) -> String {
    match (least, most) {
        (0, usize::MAX) => String::new(),
        (0, most) => format!(", at most {most}"),
        (least, most) => format!(", {}", range((least, most))),
    }
}

/// What a value of a type is: `a text`.
#[must_use]
pub fn value(kind: &Type) -> String {
    match kind {
        Type::String(pattern) if pattern.words == "any text" => "a text".to_owned(),
        Type::String(pattern) => format!("a text: {}", pattern.words),
        Type::Number(least, i64::MAX) if *least > i64::MIN => format!("a number from {least}"),
        Type::Number(i64::MIN, i64::MAX) => "a number".to_owned(),
        Type::Number(least, most) => format!("a number, {least} to {most}"),
        Type::Bool => "`true` or `false`".to_owned(),
        Type::OneOf(constants) => choice(constants),
        Type::SetOf(constants) => format!("a list of {}", choice(constants)),
        Type::Strings(pattern) => format!("a list; each {}", pattern.words),
        Type::File => "a file in an input".to_owned(),
        Type::FileOr(other) => format!("{}, or a file in an input", value(other)),
        Type::Artifact => "an input".to_owned(),
        Type::Json(most) => format!("a map, {most} bytes as JSON"),
        Type::NamedValues | Type::Map | Type::Variables([]) => "a map of texts".to_owned(),
        Type::Variables(kinds) => {
            let kept: Vec<String> = kinds
                .iter()
                .map(|kind| format!("`{{ {}: \"NAME\" }}`", kind.to_lowercase()))
                .collect();
            format!("a map of texts, {}", kept.join(", "))
        }
        Type::Parameters => "a map of texts without blanks, commas and quotes".to_owned(),
        Type::Records(keys) => {
            let keys: Vec<String> = keys.iter().map(Key::written).collect();
            format!("a list of maps with {}", list(&keys))
        }
        Type::Named(keys) => {
            let keys: Vec<String> = keys.iter().map(Key::written).collect();
            format!("a map of names, each a map with {}", list(&keys))
        }
        Type::Record(keys) => {
            let keys: Vec<String> = keys.iter().map(Key::written).collect();
            format!("a map with {}", list(&keys))
        }
        Type::OneOrMore(keys) => {
            let keys: Vec<String> = keys.iter().map(Key::written).collect();
            format!("a map with {}, or a list of them", list(&keys))
        }
        Type::Buildspec(_) => "a text".to_owned(),
        Type::Secret => "a reference to a secret".to_owned(),
        Type::PassedRole(_) => "a declared role, or an ARN".to_owned(),
        Type::PassedRoles(_) | Type::Readers(_) => "a list of declared roles and ARNs".to_owned(),
        Type::Project => "a declared project, or its name".to_owned(),
        Type::Role => "a declared role".to_owned(),
        Type::Roles => "a declared role, or a list of them".to_owned(),
        Type::Boundary => "a policy's ARN or name, or a map with `policy`, `document`".to_owned(),
        Type::Document => "the text of a policy, or a list of IAM statements".to_owned(),
        Type::ActionType => "a declared action type".to_owned(),
        Type::Configuration => "a map of what the action type declares".to_owned(),
        Type::Statements => "a list of IAM statements".to_owned(),
        Type::Stages => "a list of stages".to_owned(),
        Type::Actions => "a list of actions".to_owned(),
        Type::EventPattern => "a pattern of events".to_owned(),
    }
}

/// When a condition holds: `` where `batch_enabled` is `true` ``.
#[must_use]
pub fn holds(condition: &Condition) -> String {
    match condition {
        Condition::Is(key, ["", rest @ ..]) => {
            let without = format!("without `{}`", snake_case(key));
            if rest.is_empty() {
                without
            } else {
                format!("{without}, or where it is {}", choice(rest))
            }
        }
        Condition::Is(key, values) => {
            format!("where `{}` is {}", snake_case(key), choice(values))
        }
        Condition::Has(key) => format!("with `{}`", snake_case(key)),
        Condition::Lacks(key) => format!("without `{}`", snake_case(key)),
        Condition::SeveralInputs => "with several inputs".to_owned(),
        Condition::NoInputs => "without an input".to_owned(),
        Condition::All(all) => {
            let all: Vec<String> = all.iter().map(holds).collect();
            all.join(" and ")
        }
    }
}

/// The text with a capital letter at its beginning.
#[must_use]
pub fn upper(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// `1 to 5`, or `1` where both are the same.
#[must_use]
pub fn range((least, most): (usize, usize)) -> String {
    if least == most {
        least.to_string()
    } else {
        format!("{least} to {most}")
    }
}

/// When a kind needs an input artifact.
#[must_use]
pub fn when_needed(kind: &Kind) -> String {
    kind.input_needed
        .map(|condition| format!("; needed {}", holds(&condition)))
        .unwrap_or_default()
}

/// The output variables of a kind.
#[must_use]
pub fn variables(kind: &Kind) -> String {
    match kind.variables {
        Variables::Named([]) => "none".to_owned(),
        Variables::Named(names) => list(names),
        Variables::Listed(key) => format!("those that `{}` lists", snake_case(key)),
        Variables::Free(by) => format!("set by {by}"),
    }
}

/// Where the actions of a kind run.
#[must_use]
pub fn placement(placement: Placement) -> &'static str {
    match placement {
        Placement::Anywhere => "in any account and region",
        Placement::HomeRegion => "in any account, in home's region",
        Placement::Home => "in home only, and with no role of its own",
        Placement::Nowhere => "nowhere in particular",
    }
}

/// `` `a`, `b` ``
#[must_use]
pub fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    quoted.join(", ")
}
