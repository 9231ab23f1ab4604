//! What stands in a template: stacks, parameters, outputs.

use super::names::camel;
use super::{all, kept};

patterns! {
    STACK_NAME = "A CloudFormation stack's name." "a letter, then letters, digits and -" 1..=128
        |text| text.starts_with(|c: char| c.is_ascii_alphabetic()) && all(text, "-"),
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html";
    CHANGE_SET_NAME = "A change set's name." "a letter, then letters, digits and -" 1..=128
        |text| text.starts_with(|c: char| c.is_ascii_alphabetic()) && all(text, "-"),
        "botocore cloudformation/2010-05-15 shape ChangeSetName";
    SSM_NAME = "A parameter of Systems Manager that a stack looks up, and perhaps its version."
        "a parameter's name, perhaps with `:VERSION` behind it; a name is letters, digits and . - _, with / between them" 1..=1011
        kept::looked_up, "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html",
        hint kept::no_parameter;
    PARAMETER_NAME = "The name of a template's parameter." "letters and digits" 1..=255
        |text| all(text, ""),
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
        meant |text| Some(camel(text)).filter(|name| !name.is_empty());
    PARAMETER_VALUE = "The value of a template parameter." "any text" 0..=4096
        |_| true, "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html";
    PARAMETER_DESCRIPTION = "The description of a template parameter." "any text" 1..=4000
        |_| true, "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html";
    PARAMETER_PATTERN = "The pattern of a template parameter's value." "a regular expression" 1..=4096
        |_| true, "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html";
    OUTPUT_NAME = "An output's name." "letters and digits" 1..=255
        |text| all(text, ""),
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
        meant |text| Some(camel(text)).filter(|name| !name.is_empty());
    OUTPUT_DESCRIPTION = "An output's description." "any text" 1..=1024
        |_| true, "botocore cloudformation/2010-05-15 shape Description",
        free "a text for people";
    EXPORT_NAME = "An export's name." "letters, digits, `:` and -" 1..=255
        |text| all(text, ":-"),
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html";
}

/// All patterns of this file.
#[cfg(test)]
pub use self::ALL as TEMPLATES;
