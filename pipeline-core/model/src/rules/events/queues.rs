//! Queues for what could not start the pipeline.

use crate::arn::Arn;
use crate::catalogue::{pattern, region};
use crate::code::code;
use crate::model::{Data, Entry};
use crate::place::Place;
use crate::rules::context::Check;

code! {
    QUEUE_ELSEWHERE = "P378" Error "a dead-letter queue that EventBridge cannot use",
    why: "EventBridge sends what it could not deliver to a standard queue of the region of the rule or the schedule, which is home's. A queue of another account would have to admit the pipeline there, which pipewright does not ask for. What is sent to no queue is lost.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\n…\nschedule nightly \"rate(1 day)\" { dead_letter_queue: \"arn:aws:sqs:eu-west-1:111111111111:failed\" }",
    fix: "Name a standard queue of home's account and region, or make one: `resource failed: \"AWS::SQS::Queue\" { }` and `dead_letter_queue: failed.Arn`.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
}

/// Checks the queue among the settings of a schedule or of an event.
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, settings: &[Entry<P>]) {
    let mut settings = settings.iter();
    let Some(entry) = settings.find(|entry| entry.key.text == "dead_letter_queue") else {
        return;
    };
    let at = entry.value.at;
    let declared = match &entry.value.data {
        Data::DeployTime(value) => value.resource(),
        Data::Variable { namespace, .. } => Some(namespace.text.as_str()),
        _ => None,
    };
    let declared = declared.and_then(|name| cx.index.resources.get(name).copied());
    let is_fifo = |entry: &Entry<P>| {
        entry.key.text == "FifoQueue" && matches!(entry.value.data, Data::Bool(true))
    };
    if let Some(queue) = declared.filter(|queue| queue.entries.iter().any(is_fifo)) {
        let name = &queue.name;
        let message = format!(
            "`{}` is a FIFO queue, which EventBridge does not send to",
            name.text
        );
        cx.report(&QUEUE_ELSEWHERE, at, message)
            .help("name a standard queue")
            .related(format!("`{}` is declared here", name.text), name.at);
        return;
    }
    let text = entry.value.data.text().unwrap_or_default();
    // What is malformed has been reported.
    let Some(arn) = Arn::parse(text).filter(|_| pattern::QUEUE_ARN.complaint(text).is_none())
    else {
        return;
    };
    if arn.resource.ends_with(".fifo") {
        let message = "this is a FIFO queue, which EventBridge does not send to";
        cx.report(&QUEUE_ELSEWHERE, at, message)
            .help("name a standard queue");
        return;
    }
    let home_region = cx.index.home_region().and_then(|region| region.known());
    let home_id = cx.index.home.and_then(|home| home.id.known());
    let same_partition = home_region
        .and_then(region::partition)
        .is_some_and(|it| it.name == arn.partition);
    // Another partition is reported where the form is checked.
    if !same_partition {
        return;
    }
    let elsewhere = match (home_region, home_id) {
        (Some(home), _) if home != arn.region => (format!("region `{}`", arn.region), home),
        (_, Some(home)) if home != arn.account => (format!("account `{}`", arn.account), home),
        _ => return,
    };
    let (of, home) = elsewhere;
    let message = format!("the queue is in {of}, and what starts the pipeline in home's, `{home}`");
    cx.report(&QUEUE_ELSEWHERE, at, message)
        .help("name a queue of home's account and region");
}
