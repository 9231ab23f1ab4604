//! Template parameters: their types and settings, and the names of what is looked up when a stack
//! is deployed.

use super::{Key, Type, limits, pattern};

/// The types that CloudFormation has of its own.
const PLAIN: &[&str] = &["String", "Number", "List<Number>", "CommaDelimitedList"];

/// The types of values that exist in the account and the region of the stack. Each one can also be
/// the type of a list's items.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>
const OF_AWS: &[&str] = &[
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::Volume::Id",
    "AWS::EC2::VPC::Id",
    "AWS::Route53::HostedZone::Id",
];

/// The name of a parameter of the Systems Manager.
const NAME: &str = "AWS::SSM::Parameter::Name";

/// What stands before the type of a value that the Systems Manager keeps.
const KEPT: &str = "AWS::SSM::Parameter::Value<";

/// The type of a template parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterType {
    /// The value is a list.
    pub list: bool,
    /// The value is a number, or a list of numbers.
    pub number: bool,
    /// The Systems Manager keeps the value: a deployment gives the name of its parameter.
    pub kept: bool,
}

impl ParameterType {
    /// The type of this name, if CloudFormation has it.
    ///
    /// ```
    /// use pipewright_model::catalogue::ParameterType;
    /// let subnets = ParameterType::of("List<AWS::EC2::Subnet::Id>").expect("a type");
    /// assert!(subnets.list && !subnets.number);
    /// assert!(ParameterType::of("AWS::SSM::Parameter::Value<String>").expect("a type").kept);
    /// assert!(ParameterType::of("Boolean").is_none());
    /// ```
    #[must_use]
    pub fn of(name: &str) -> Option<ParameterType> {
        if let Some(inner) = name.strip_prefix(KEPT).and_then(|it| it.strip_suffix('>')) {
            // The Systems Manager keeps texts and lists of them.
            let of = ParameterType::of(inner);
            let found = match inner {
                "List<String>" => ParameterType {
                    list: true,
                    number: false,
                    kept: false,
                },
                _ => of.filter(|it| !it.number && !it.kept && inner != NAME)?,
            };
            return Some(ParameterType {
                kept: true,
                ..found
            });
        }
        let item = name
            .strip_prefix("List<")
            .and_then(|it| it.strip_suffix('>'));
        let known = PLAIN.contains(&name)
            || name == NAME
            || OF_AWS.contains(&name)
            || item.is_some_and(|item| OF_AWS.contains(&item));
        known.then_some(ParameterType {
            list: item.is_some() || name == "CommaDelimitedList",
            number: name == "Number" || name == "List<Number>",
            kept: false,
        })
    }

    /// Returns whether the name is that of a type without a condition on the value: there,
    /// CloudFormation checks a length and a pattern.
    #[must_use]
    pub fn is_text(self) -> bool {
        !self.number && !self.list
    }
}

/// The names of the types, for advice.
#[must_use]
pub fn parameter_types() -> Vec<String> {
    let mut all: Vec<String> = PLAIN.iter().map(|it| (*it).to_owned()).collect();
    all.push(NAME.to_owned());
    all.push(format!("{KEPT}String>"));
    all.push(format!("{KEPT}List<String>>"));
    for name in OF_AWS {
        all.push((*name).to_owned());
        all.push(format!("List<{name}>"));
        all.push(format!("{KEPT}{name}>"));
        all.push(format!("{KEPT}List<{name}>>"));
    }
    all
}

/// The keys of a parameter.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
pub static PARAMETER: &[Key] = &[
    Key::optional(
        "AllowedPattern",
        Type::String(&pattern::PARAMETER_PATTERN),
        "a regular expression that the whole value must match",
    )
    .known_when_built(),
    Key::optional(
        "AllowedValues",
        Type::Strings(&pattern::PARAMETER_VALUE),
        "the values that it can have",
    )
    .known_when_built()
    .items(1, 1000),
    Key::optional(
        "ConstraintDescription",
        Type::String(&pattern::PARAMETER_DESCRIPTION),
        "what CloudFormation says of a value that is not allowed",
    )
    .known_when_built(),
    Key::optional(
        "Description",
        Type::String(&pattern::PARAMETER_DESCRIPTION),
        "what it is for",
    )
    .known_when_built(),
    Key::optional(
        "MinLength",
        Type::Number(0, limits::PARAMETER_VALUE_MAX),
        "the least number of characters of a text",
    ),
    Key::optional(
        "MaxLength",
        Type::Number(1, limits::PARAMETER_VALUE_MAX),
        "the largest number of characters of a text",
    ),
    Key::optional(
        "MinValue",
        Type::Number(i64::MIN, i64::MAX),
        "the least number",
    ),
    Key::optional(
        "MaxValue",
        Type::Number(i64::MIN, i64::MAX),
        "the largest number",
    ),
    Key::optional(
        "NoEcho",
        Type::Bool,
        "whether CloudFormation hides the value where it shows parameters",
    ),
];
