//! Tags of the pipeline.

use crate::catalogue::{limits, pattern};
use crate::code::code;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::remedy;
use crate::rules::values::strings::MALFORMED_TEXT;

/// Ours, on every resource.
pub(crate) const OWN: &str = "pipewright:pipeline";

code! {
    TOO_MANY_TAGS = "P365" Error "too many tags",
    why: "A resource has at most 50 tags, and one of them, `pipewright:pipeline`, is ours. AWS refuses more at deploy.",
    example: "tags: { /* 50 of them */ };",
    fix: "Leave some of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

code! {
    RESERVED_TAG = "P366" Error "a tag that is not the user's",
    why: "Keys that begin with `aws:` are AWS's own, in upper and lower case, and `pipewright:pipeline` is what tells whose pipeline a resource is part of. AWS refuses the former at deploy.",
    example: "tags: { \"aws:team\": \"delivery\" };",
    fix: "Take another key: `team`.",
    source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
}

/// How many there are, and each one's key and value; that it is a map of texts is looked
/// at with the other settings.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let Data::Map(entries) = &value.data else {
        return;
    };
    if let Some(surplus) = entries.get(limits::TAGS_MAX - 1) {
        cx.report(
            &TOO_MANY_TAGS,
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
                &RESERVED_TAG,
                key.at,
                format!(
                    "tag `{}` begins with `aws:`, which AWS keeps for itself",
                    key.text
                ),
            )
            .help("choose another key");
        } else if key.text == OWN {
            cx.report(
                &RESERVED_TAG,
                key.at,
                format!("tag `{OWN}` says whose pipeline a resource is part of"),
            )
            .help("leave it out: it is set already");
        } else if let Some(complaint) = pattern::TAG_KEY.complaint(&key.text) {
            let message = format!("tag key `{}` {complaint}", key.text);
            cx.report(&MALFORMED_TEXT, key.at, message)
                .maybe_help(remedy::remedy(&pattern::TAG_KEY, &key.text));
        }
        if let Some(text) = entry.value.data.text()
            && let Some(complaint) = pattern::TAG_VALUE.complaint(text)
        {
            let message = format!("the value of tag `{}` {complaint}", key.text);
            cx.report(&MALFORMED_TEXT, entry.value.at, message)
                .maybe_help(remedy::remedy(&pattern::TAG_VALUE, text));
        }
    }
}
