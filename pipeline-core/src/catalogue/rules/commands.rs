//! `Commands`: shell commands succeed.

use super::BLANK;
use crate::catalogue::{Key, Kind, Permission, Type, limits, pattern};

pub(super) static RULE: Kind = Kind {
    name: "Commands",
    title: "shell commands succeed",
    provider: "Commands",
    inputs: (0, 10),
    own_keys: &[Key::required(
        "Commands",
        Type::Several(&pattern::COMMAND, 1, limits::COMMANDS_MAX),
        "the commands",
    )],
    permissions: &[Permission {
        actions: &["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        resources: &[
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipeline}",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipeline}:*",
        ],
        why: "writes the commands' log",
        ..Permission::BLANK
    }],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html",
    ..BLANK
};
