//! What starts a pipeline and whom it tells: buses, schedules, queues, topics, addresses.

use super::{all, arn, doubts, schedule};
use crate::catalogue::time_zones;

patterns! {
    QUEUE_ARN = "The ARN of an SQS queue." "the ARN of a queue, `arn:aws:sqs:REGION:ACCOUNT:NAME`" 1..=1000
        |text| arn::QUEUE.fits(text), "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html",
        hint |text| arn::QUEUE.wrong_field(text);
    TOPIC_ARN = "The ARN of an SNS topic." "the ARN of a topic, `arn:aws:sns:REGION:ACCOUNT:NAME`" 1..=1000
        |text| arn::TOPIC.fits(text), "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html",
        hint |text| arn::TOPIC.wrong_field(text);
    CHAT_CONFIGURATION_ARN = "The ARN of a chat channel's configuration."
        "the ARN of a channel's configuration, `arn:aws:chatbot::ACCOUNT:chat-configuration/slack-channel/NAME`" 1..=1000
        |text| arn::CHAT_CONFIGURATION.fits(text),
        "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awschatbot.html",
        hint |text| arn::CHAT_CONFIGURATION.wrong_field(text);
    EMAIL_ADDRESS = "The address of a mailbox." "the address of a mailbox, `team@example.com`" 3..=320
        |text| text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@') && all(host, ".-")
                && !host.starts_with('.') && !host.ends_with('.')
                && !text.contains(|c: char| c.is_whitespace() || ",:;<>\"".contains(c))
        }),
        "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
        meant |text| text.strip_prefix("mailto:").map(str::to_owned);
    HTTPS_ENDPOINT = "The address of an endpoint." "an address that begins with `https://`" 9..=2048
        |text| text.strip_prefix("https://").is_some_and(|rest| {
            !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
        }),
        "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
        meant |text| text.strip_prefix("http://").map(|rest| format!("https://{rest}"));
    RULE_DESCRIPTION = "The description of a rule or a schedule." "any text" 1..=512
        |_| true, "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
        free "a text for people";
    SCHEDULE_TIME_ZONE = "A schedule's time zone." "a time zone of the IANA database, `Europe/Berlin` or `UTC`" 1..=50
        |text| time_zones::is_known(text) || text.contains('/') && schedule::time_zone(text),
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
        doubted doubts::time_zone;
    DATE_TIME = "A date and a time." "a date and a time in UTC, `2027-01-31T06:00:00Z`" 20..=24
        schedule::date_time,
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html";
    EVENT_BUS_NAME = "An event bus's name." "letters, digits and . - _ /" 1..=256
        |text| all(text, ".-_/"), "botocore events/2015-10-07 shape EventBusName",
        meant |text| {
            let bus = crate::arn::Arn::parse(text).filter(|arn| arn.service == "events")?;
            Some(bus.resource.strip_prefix("event-bus/")?.to_owned())
        };
}

/// All patterns of this file.
#[cfg(test)]
pub use self::ALL as EVENTS;
