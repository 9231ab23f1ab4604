//! Tags of the pipeline.

use super::context::Check;
use super::words;
use crate::catalogue::{limits, pattern};
use crate::codes;
use crate::model::{Data, Value};
use crate::place::Place;

/// Ours, on every resource.
pub(crate) const OWN: &str = "pipewright:pipeline";

/// How many there are, and each one's key and value; that it is a map of texts is looked
/// at with the other settings.
pub(super) fn tags<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let Data::Map(entries) = &value.data else {
        return;
    };
    if let Some(surplus) = entries.get(limits::TAGS_MAX - 1) {
        cx.report(
            &codes::TOO_MANY_TAGS,
            surplus.key.at,
            format!(
                "the pipeline has {} tags besides `{OWN}`, and AWS allows {} of all",
                entries.len(),
                limits::TAGS_MAX
            ),
        );
    }
    for entry in entries {
        let key = &entry.key;
        if key.text.to_ascii_lowercase().starts_with("aws:") {
            cx.report(
                &codes::RESERVED_TAG,
                key.at,
                format!(
                    "tag `{}` begins with `aws:`, which AWS keeps for itself",
                    key.text
                ),
            )
            .help("choose another key");
        } else if key.text == OWN {
            cx.report(
                &codes::RESERVED_TAG,
                key.at,
                format!("tag `{OWN}` says whose pipeline a resource is part of"),
            )
            .help("leave it out: it is set already");
        } else if let Some(complaint) = pattern::TAG_KEY.complaint(&key.text) {
            let message = format!("tag key `{}` {complaint}", key.text);
            cx.report(&codes::MALFORMED_TEXT, key.at, message)
                .maybe_help(words::remedy(&pattern::TAG_KEY, &key.text));
        }
        if let Some(text) = entry.value.data.text()
            && let Some(complaint) = pattern::TAG_VALUE.complaint(text)
        {
            let message = format!("the value of tag `{}` {complaint}", key.text);
            cx.report(&codes::MALFORMED_TEXT, entry.value.at, message)
                .maybe_help(words::remedy(&pattern::TAG_VALUE, text));
        }
    }
}
