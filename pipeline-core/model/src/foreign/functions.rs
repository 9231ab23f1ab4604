//! Functions of CloudFormation's, with what is written here in their place.

use super::{pseudo_parameter, reference};
use crate::model::{Data, Entry};

/// The functions, by their short names.
const FUNCTIONS: &[&str] = &[
    "And",
    "Base64",
    "Cidr",
    "Equals",
    "FindInMap",
    "GetAZs",
    "GetAtt",
    "If",
    "ImportValue",
    "Join",
    "Not",
    "Or",
    "Ref",
    "Select",
    "Split",
    "Sub",
    "Transform",
];

/// Returns whether CloudFormation has a function of this short name.
#[must_use]
pub fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name)
}

/// What is written in the place of a function with this argument, if that is one word or text.
///
/// ```
/// use pipewright_model::foreign::function;
/// assert_eq!(function("Ref", Some("Site")), "a declared name stands alone: `Site`");
/// ```
#[must_use]
pub fn function(name: &str, argument: Option<&str>) -> String {
    match (name, argument) {
        ("Ref" | "GetAtt" | "Sub", Some(argument)) if argument.starts_with("AWS::") => {
            let ours = pseudo_parameter(argument);
            format!("`{argument}` is not resolved here: {ours}")
        }
        ("Ref", Some(argument)) => format!("a declared name stands alone: `{argument}`"),
        ("GetAtt", Some(argument)) => format!("a declared name stands alone: `{}`", attribute(argument)),
        ("ImportValue", Some(argument)) => format!("write `import_value \"{argument}\"`"),
        ("Sub", Some(argument)) => match whole_reference(argument) {
            Some(name) => format!("a declared name stands alone: `{}`", attribute(name)),
            None => reference(argument).unwrap_or_else(|| format!("write the text alone: `\"{argument}\"`")),
        },
        ("If", _) => "what depends on a condition is a Rust expression in parentheses, `(if … { … } else { … })`".to_owned(),
        _ => format!(
            "CloudFormation's `{name}` is not resolved here: write its result, or a Rust expression in parentheses, `(…)`"
        ),
    }
}

/// The advice on a map that is a function in its long form: `{ Ref: Site }`,
/// `{ "Fn::GetAtt": ["Site", "Arn"] }`.
pub(crate) fn function_of_map<P>(entries: &[Entry<P>]) -> Option<String> {
    let [only] = entries else {
        return None;
    };
    let key = only.key.text.as_str();
    let name = match key.strip_prefix("Fn::") {
        Some(name) => name,
        None if key == "Ref" => key,
        None => return None,
    };
    Some(function(name, argument(&only.value.data).as_deref()))
}

fn argument<P>(data: &Data<P>) -> Option<String> {
    match data {
        Data::List(items) => {
            let words: Option<Vec<String>> =
                items.iter().map(|item| argument(&item.data)).collect();
            words.map(|words| words.join("."))
        }
        Data::Word(word) => Some(word.clone()),
        Data::Variable { namespace, name } => Some(format!("{}.{}", namespace.text, name.text)),
        other => other.text().map(str::to_owned),
    }
}

/// What stands in the place of an attribute: a role and a store stand for themselves.
fn attribute(path: &str) -> &str {
    let ends = [".Arn", ".arn", ".Id", ".Name"];
    ends.iter()
        .find_map(|end| path.strip_suffix(end))
        .unwrap_or(path)
}

fn whole_reference(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains(['$', '{', '}', ':'])).then_some(name)
}
