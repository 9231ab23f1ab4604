//! The values of properties of resources, held against AWS's schemas.

use crate::catalogue::resource_parts::{Form, ResourcePart};
use crate::catalogue::resource_types;
use crate::catalogue::resource_values::{Allowed, List};
use crate::code::{Code, code};
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::declarations::override_paths::Complaint;
use crate::rules::declarations::resource_parts::is_function;
use crate::rules::words;
use crate::similar;

code! {
    VALUE_SPELLING = "P491" Error "a value is not spelled as AWS spells it",
    why: "The values of a resource go into the template as they are, and CloudFormation tells capital letters, hyphens and underscores apart. It refuses another spelling when the stack is deployed.",
    example: "resource table: \"AWS::DynamoDB::Table\" { BillingMode: \"pay-per-request\", KeySchema: [{ AttributeName: \"id\", KeyType: \"HASH\" }] }",
    fix: "Write it as AWS does: `BillingMode: \"PAY_PER_REQUEST\"`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

code! {
    UNKNOWN_VALUE = "P492" Warning "a value that a property is not known to take",
    why: "AWS's resource schema of the date in the message lists the values of the property, and not this one; or what an override sets is larger than it says. CloudFormation refuses a value that does not exist when the stack is deployed.",
    example: "resource table: \"AWS::DynamoDB::Table\" { BillingMode: \"ON_DEMAND\", KeySchema: [{ AttributeName: \"id\", KeyType: \"HASH\" }] }",
    fix: "Write a value that the message names. If yours is newer than the schema, nothing has to be done; a resource whose name begins with `_` is not warned of.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

code! {
    VALUE_RANGE = "P493" Error "a number or a text is smaller or larger than a property takes",
    why: "AWS's resource schema of the date in the message says from where to where a number goes, or how many characters a text has. CloudFormation refuses another one when the stack is deployed.",
    example: "resource deploy_role: \"AWS::IAM::Role\" { MaxSessionDuration: 60, AssumeRolePolicyDocument: { … } }",
    fix: "Write one that fits. If AWS takes more by now, begin the name of the resource with `_`: its values are then checked for their spelling only. In an override a value that is too large is a warning (P492).",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

/// A property whose value is looked at.
#[derive(Clone, Copy)]
pub(super) struct Property<'a> {
    /// The type of its resource.
    pub(super) kind: &'a str,
    /// The names down to it, with dots.
    pub(super) path: &'a str,
    /// The code of a value that is larger than the schema says.
    pub(super) too_large: &'static Code,
}

/// What is wrong with the value of a property, or with the items of its list.
pub(super) fn complaints<P: Place>(
    of: Property<'_>,
    allowed: Allowed,
    value: &Value<P>,
) -> Vec<Complaint<P>> {
    if let Data::List(items) = &value.data {
        let of_items = items.iter();
        return of_items
            .flat_map(|item| complaints(of, allowed, item))
            .collect();
    }
    let fault = match allowed {
        Allowed::OneOf(list) => of_list(of, list, &value.data),
        Allowed::Number(range) => number(&value.data)
            .filter(|number| !range.holds(*number))
            .map(|number| {
                let is = format!("be {number}");
                outside(of, allowed, range.is_below(number), &is)
            }),
        Allowed::Length(range) => text(&value.data)
            .map(|text| text.chars().count())
            .filter(|count| !range.holds(*count as f64))
            .map(|count| {
                let is = match count {
                    0 => "be empty".to_owned(),
                    _ => format!("have {}", words::count(count, "character")),
                };
                outside(of, allowed, range.is_below(count as f64), &is)
            }),
    };
    let fault = fault.map(|(code, message, help)| Complaint {
        code,
        at: value.at,
        message,
        help,
    });
    fault.into_iter().collect()
}

/// A text whose characters are known here: what `{{resolve:…}}` stands for is not.
fn text<P>(data: &Data<P>) -> Option<&str> {
    match data {
        Data::String(text) if !text.contains("{{resolve:") => Some(text),
        _ => None,
    }
}

/// A number, which CloudFormation also takes as a text.
fn number<P>(data: &Data<P>) -> Option<f64> {
    match data {
        Data::Number(number) => Some(*number as f64),
        Data::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A code with its message and advice.
type Said = (&'static Code, String, String);

fn outside(of: Property<'_>, allowed: Allowed, too_large: bool, is: &str) -> Said {
    let Property { kind, path, .. } = of;
    let code = if too_large {
        of.too_large
    } else {
        &VALUE_RANGE
    };
    let message = format!(
        "`{path}` of `{kind}` cannot {is}, by AWS's schema of {}",
        resource_types::AS_OF
    );
    (code, message, format!("write {allowed}"))
}

/// The most values that a message lists.
const MOST_LISTED: usize = 12;

fn of_list<P>(of: Property<'_>, list: List, data: &Data<P>) -> Option<Said> {
    let Property { kind, path, .. } = of;
    let written = match data {
        Data::Number(number) => number.to_string(),
        Data::Bool(is) => is.to_string(),
        _ => text(data)?.to_owned(),
    };
    let mut values = list.values();
    if values.clone().any(|value| value == written) {
        return None;
    }
    if let Some(spelled) = values.find(|value| is_spelled_otherwise(value, &written)) {
        let message = format!("`{path}` of `{kind}` is not spelled `{written}`");
        let help = format!("AWS spells it `{spelled}`");
        return Some((&VALUE_SPELLING, message, help));
    }
    let message = format!(
        "AWS's schema of `{kind}`, of {}, does not have `{written}` among the values of `{path}`",
        resource_types::AS_OF
    );
    Some((&UNKNOWN_VALUE, message, instead(list, &written)))
}

/// Returns whether two values differ in capital letters and in signs only. The numbers in them are the
/// same: version `1.21` is not `12.1`.
fn is_spelled_otherwise(value: &str, written: &str) -> bool {
    let plain = |text: &str| -> String {
        let characters = text.chars().filter(|c| c.is_alphanumeric());
        characters.flat_map(char::to_lowercase).collect()
    };
    fn numbers(text: &str) -> impl Iterator<Item = &str> {
        let parts = text.split(|c: char| !c.is_ascii_digit());
        parts.filter(|part| !part.is_empty())
    }
    plain(value) == plain(written) && numbers(value).eq(numbers(written))
}

/// The advice to write a value of a list.
fn instead(list: List, written: &str) -> String {
    let number = |text: &str| text.parse::<i64>().ok();
    let closest = match number(written) {
        // Of numbers the digits say nothing.
        Some(written) => {
            let numbers = list.values().filter_map(number);
            let closest = numbers.min_by_key(|number| number.abs_diff(written));
            closest.map(|number| number.to_string())
        }
        None => similar::closest(written, list.values()).map(str::to_owned),
    };
    let count = list.values().count();
    match closest {
        Some(closest) => format!("did you mean `{closest}`?"),
        None if count <= MOST_LISTED => format!("write {}", Allowed::OneOf(list)),
        None => {
            let some: Vec<&str> = list.values().take(MOST_LISTED).collect();
            let some = format!("`{}`", some.join("`, `"));
            format!("it has {some}, and {} more", count - MOST_LISTED)
        }
    }
}

/// What is wrong with the values below a path of a type, as an override sets them.
pub(super) fn complaints_below<P: Place>(
    kind: &str,
    path: &[&str],
    value: &Value<P>,
) -> Vec<Complaint<P>> {
    let [first, rest @ ..] = path else {
        return Vec::new();
    };
    let mut found = Step {
        path: (*first).to_owned(),
        allowed: Allowed::of_property(kind, first),
        part: ResourcePart::of_property(kind, first),
    };
    let mut rest = rest.iter();
    while let Some(mut name) = rest.next() {
        let Some(part) = found.part else {
            // An item of a list of texts.
            return found.complaints(kind, value);
        };
        // The number or the name of an item of a list.
        if part.form == Form::List {
            match rest.next() {
                Some(next) => name = next,
                None => return found.complaints(kind, value),
            }
        }
        found = found.below(part, name);
    }
    found.complaints(kind, value)
}

/// A property on the way down.
struct Step {
    /// The names down to it, with dots.
    path: String,
    allowed: Option<Allowed>,
    part: Option<ResourcePart>,
}

impl Step {
    fn below(&self, part: ResourcePart, name: &str) -> Step {
        Step {
            path: format!("{}.{name}", self.path),
            allowed: part.allowed(name),
            part: part.part(name),
        }
    }

    fn complaints<P: Place>(&self, kind: &str, value: &Value<P>) -> Vec<Complaint<P>> {
        match (&value.data, self.part, self.allowed) {
            (Data::List(items), Some(_), _) => {
                let of_items = items.iter();
                of_items
                    .flat_map(|item| self.complaints(kind, item))
                    .collect()
            }
            (Data::Map(entries), Some(part), _) if !is_function(entries) => {
                let of_entries = entries.iter().flat_map(|entry| {
                    let below = self.below(part, &entry.key.text);
                    below.complaints(kind, &entry.value)
                });
                of_entries.collect()
            }
            (_, None, Some(allowed)) => {
                let of = Property {
                    kind,
                    path: &self.path,
                    // No name says that the schema is out of date, as that of a resource can.
                    too_large: &UNKNOWN_VALUE,
                };
                complaints(of, allowed, value)
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_spelled_otherwise;

    #[test]
    fn another_number_is_another_value() {
        assert!(is_spelled_otherwise("PAY_PER_REQUEST", "pay-per-request"));
        assert!(is_spelled_otherwise("gp2", "GP-2"));
        assert!(!is_spelled_otherwise("1.21", "12.1"));
        assert!(!is_spelled_otherwise("nodejs22.x", "nodejs2.2x"));
    }
}
