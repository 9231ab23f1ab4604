//! `DeploymentWindow`: the time is within a window.

use super::IN_THE_PIPELINE;
use crate::catalogue::{Key, Kind, Type, pattern};

pub(super) static RULE: Kind = Kind {
    name: "DeploymentWindow",
    title: "it is the time for it",
    provider: "DeploymentWindow",
    keys: &[
        Key::required(
            "Cron",
            Type::String(&pattern::CRON),
            "when, as a cron expression of 6 or 7 fields, seconds first",
        ),
        Key::optional(
            "TimeZone",
            Type::String(&pattern::TIME_ZONE),
            "the expression's time zone; AWS's default is `UTC`",
        ),
    ],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
    ..IN_THE_PIPELINE
};
