//! Topics that an action tells something.

use crate::arn::Arn;
use crate::catalogue::{Type, pattern};
use crate::code::code;
use crate::model::{Data, Resource, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::deploy_time::of_resource;

code! {
    FIFO_TOPIC = "P568" Warning "an approval that tells a FIFO topic",
    why: "SNS takes a message for a FIFO topic only with the id of a message group. CodePipeline's pages do not say that an approval sends one, and a FIFO topic delivers to no e-mail address. Most likely nobody is told, and the approval waits until it times out.",
    example: "Review: Manual { notification_arn: \"arn:aws:sns:us-east-1:111111111111:reviews.fifo\" };",
    fix: "Name a standard topic. Its subscribers may be what the FIFO topic has.",
    source: "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html",
}

/// Checks the topics that an action names.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for (key, entry) in run.keys() {
        let is_topic = matches!(key.kind, Type::String(of) if *of == pattern::TOPIC_ARN);
        if is_topic && is_fifo(cx, &entry.value) {
            let written = &entry.key.text;
            cx.report(
                &FIFO_TOPIC,
                entry.value.at,
                format!("`{written}` is a FIFO topic, which most likely tells nobody"),
            )
            .help("name a standard topic");
        }
    }
}

/// Returns whether a value names a FIFO topic, by its ARN or as a declared resource.
pub(crate) fn is_fifo<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) -> bool {
    if let Some(arn) = value.data.text().and_then(Arn::parse) {
        return arn.service == "sns" && arn.resource.ends_with(".fifo");
    }
    let named = of_resource::named(cx, value);
    named.is_some_and(|(resource, _)| declares_fifo(resource))
}

/// Returns whether a resource is a FIFO topic.
fn declares_fifo<P>(resource: &Resource<P>) -> bool {
    let mut entries = resource.entries.iter();
    entries
        .any(|entry| entry.key.text == "FifoTopic" && matches!(entry.value.data, Data::Bool(true)))
}
