//! `VariableCheck`: a variable has a value.

use super::IN_THE_PIPELINE;
use crate::catalogue::{Condition, Key, Kind, Type, pattern};

pub(super) static RULE: Kind = Kind {
    name: "VariableCheck",
    title: "a variable has a value",
    provider: "VariableCheck",
    skips: true,
    keys: &[
        Key::required(
            "Variable",
            Type::String(&pattern::EXPRESSION),
            "the variable, `Checkout.BranchName` or `variables.NAME`",
        ),
        Key::required(
            "Operator",
            Type::OneOf(&["EQ", "NE", "CONTAINS", "MATCHES"]),
            "how the two are compared",
        ),
        Key::required(
            "Value",
            Type::String(&pattern::RULE_VALUE),
            "the value; for `MATCHES`, a regular expression",
        )
        .regular_expression_when(Condition::Is("Operator", &["MATCHES"])),
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html",
    ..IN_THE_PIPELINE
};
