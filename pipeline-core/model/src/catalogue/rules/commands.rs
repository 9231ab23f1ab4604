//! `Commands`: shell commands succeed.

use super::BLANK;
use crate::catalogue::{Key, Kind, Permission, Slot, Type, limits, pattern};

pub(super) static RULE: Kind = Kind {
    name: "Commands",
    title: "shell commands succeed",
    provider: "Commands",
    inputs: (0, 10),
    keys: &[
        Key::required("Commands", Type::Strings(&pattern::COMMAND), "the commands, a line each")
            .to(Slot::Action)
            .items(1, limits::COMMANDS_MAX),
    ],
    permissions: &[Permission {
        actions: &["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        resources: &[
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipeline}",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipeline}:*",
        ],
        why: "writes the commands' log",
        ..Permission::BLANK
    }],
    notes: &["The rule ends after 55 minutes."],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html",
    ..BLANK
};
