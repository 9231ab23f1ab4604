//! `LambdaInvoke`: a Lambda function reports success.

use super::BLANK;
use crate::catalogue::{Key, Kind, Permission, Type, pattern, existing};

pub(super) static RULE: Kind = Kind {
    name: "LambdaInvoke",
    title: "a Lambda function says so",
    provider: "LambdaInvoke",
    inputs: (0, 5),
    skips: true,
    keys: &[
        Key::required("FunctionName", Type::String(&pattern::FUNCTION_NAME), "the function").names(existing::FUNCTION),
        Key::optional(
            "UserParameters",
            Type::String(&pattern::RULE_VALUE),
            "a text that is handed to the function",
        ),
    ],
    permissions: &[Permission {
        actions: &["lambda:InvokeFunction"],
        resources: &["arn:{partition}:lambda:{region}:{account}:function:{FunctionName}"],
        why: "calls the function",
        ..Permission::BLANK
    }],
    notes: &["AWS's page names no permissions: this one is what the rule evidently needs."],
    prerequisites: &[
        "allow the role of function `{FunctionName}` to call `codepipeline:PutJobSuccessResult` and `codepipeline:PutJobFailureResult`",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-LambdaInvoke.html",
    ..BLANK
};
