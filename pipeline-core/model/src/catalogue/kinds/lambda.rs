//! `Lambda`: a call of a Lambda function.

use crate::catalogue::{Key, Kind, Permission, Type, Variables, pattern, existing};

pub(super) static KIND: Kind = Kind {
    name: "Lambda",
    title: "a call of a Lambda function",
    category: "Invoke",
    provider: "Lambda",
    inputs: (0, 5),
    outputs: (0, 5),
    keys: &[
        Key::required("FunctionName", Type::String(&pattern::FUNCTION_NAME), "the function").names(existing::FUNCTION),
        Key::optional(
            "UserParameters",
            Type::String(&pattern::USER_TEXT),
            "a text that is handed to the function",
        ),
    ],
    variables: Variables::Free("the function's `PutJobSuccessResult`"),
    permissions: &[
        Permission {
            actions: &["lambda:InvokeFunction"],
            resources: &["arn:{partition}:lambda:{region}:{account}:function:{FunctionName}"],
            why: "calls the function",
            ..Permission::BLANK
        },
        Permission {
            actions: &["lambda:ListFunctions"],
            resources: &["*"],
            unscoped: Some(
                "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html",
            ),
            why: "finds the function",
            ..Permission::BLANK
        },
    ],
    prerequisites: &[
        "allow the role of function `{FunctionName}` to call `codepipeline:PutJobSuccessResult` and `codepipeline:PutJobFailureResult`",
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html",
    ..Kind::BLANK
};
