//! `CloudWatchAlarm`: an alarm stays out of the given states.

use super::BLANK;
use crate::catalogue::{ArtifactAccess, Key, Kind, Permission, Type, limits, pattern, Existing};

pub(super) static RULE: Kind = Kind {
    name: "CloudWatchAlarm",
    title: "a CloudWatch alarm does not go off",
    provider: "CloudWatchAlarm",
    keys: &[
        Key::required("AlarmName", Type::String(&pattern::ALARM_NAME), "the alarm").names(Existing::new("CloudWatch alarm", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}")),
        Key::optional(
            "AlarmStates",
            Type::SetOf(&["ALARM", "OK", "INSUFFICIENT_DATA"]),
            "the states in which the rule is not met; AWS's default is `ALARM`",
        ),
        Key::optional(
            "WaitTime",
            Type::Number(0, limits::RULE_MINUTES_MAX),
            "for how many minutes the alarm is watched",
        ),
    ],
    artifacts: ArtifactAccess::Nobody,
    permissions: &[Permission {
        actions: &["cloudwatch:DescribeAlarms"],
        resources: &["arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName}"],
        why: "reads the alarm's state",
        ..Permission::BLANK
    }],
    notes: &["AWS's page names no permissions: this one is what the rule evidently needs."],
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html",
    ..BLANK
};
