//! Tags of the pipeline.

use crate::catalogue::{limits, pattern};
use crate::code::code;
use crate::model::{Entry, Name, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::values::strings::malformed;

/// Ours, on every resource.
const OWN: &str = "pipewright:pipeline";

/// Checks the tags, apart from their being a map of strings: that is looked at with the other
/// settings.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, what: &str, value: &Value<P>) {
    let tags = value.data.as_map().unwrap_or_default();
    too_many(cx, what, tags);
    each(cx, tags);
    same_but_case(cx, tags, &[]);
}

/// Checks the tags of roles, which the roles have besides those of the pipeline.
pub(crate) fn of_roles<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let tags = value.data.as_map().unwrap_or_default();
    let pipelines = cx.index.model.setting("tags");
    let pipelines = pipelines.and_then(|entry| entry.value.data.as_map());
    let pipelines = pipelines.unwrap_or_default();
    let more = tags.iter().filter(|tag| {
        let mut known = pipelines.iter();
        !known.any(|known| known.key.text == tag.key.text)
    });
    let count = pipelines.len() + more.count();
    if let (Some(last), true) = (tags.last(), count >= limits::TAGS_MAX) {
        cx.report(
            &TOO_MANY_TAGS,
            last.key.at,
            format!(
                "a role would have {count} tags besides `{OWN}`, and AWS allows {} of all",
                limits::TAGS_MAX
            ),
        );
    }
    each(cx, tags);
    same_but_case(cx, tags, pipelines);
}

fn each<P: Place>(cx: &mut Check<'_, P>, tags: &[Entry<P>]) {
    for tag in tags {
        key(cx, &tag.key);
        if let Some(string) = tag.value.data.text() {
            let what = format!("the value of tag `{}`", tag.key.text);
            malformed(cx, &what, tag.value.at, string, &pattern::TAG_VALUE);
        }
    }
}

/// Checks the tags of a project, which has those of the pipeline too.
pub(crate) fn of_project<P: Place>(cx: &mut Check<'_, P>, name: &str, value: &Value<P>) {
    let what = &format!("project `{name}`");
    let own = value.data.as_map().unwrap_or_default();
    check(cx, what, value);
    let pipeline = cx.index.model.setting("tags");
    let pipeline = pipeline.and_then(|entry| entry.value.data.as_map());
    let is_new = |tag: &&Entry<P>| !own.iter().any(|own| own.key.text == tag.key.text);
    let others = pipeline.unwrap_or_default().iter().filter(is_new).count();
    let all = own.len() + others;
    if own.len() < limits::TAGS_MAX && all >= limits::TAGS_MAX {
        cx.report(
            &TOO_MANY_TAGS,
            value.at,
            format!(
                "with those of the pipeline, {what} has {all} tags besides `{OWN}`, and AWS allows {} of all",
                limits::TAGS_MAX
            ),
        );
    }
}

code! {
    TOO_MANY_TAGS = "P365" Error "too many tags",
    why: "A resource has at most 50 tags, and one of them, `pipewright:pipeline`, is ours. AWS refuses more at deploy.",
    example: "tags: { /* 50 of them */ };",
    fix: "Leave some of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn too_many<P: Place>(cx: &mut Check<'_, P>, what: &str, tags: &[Entry<P>]) {
    if let Some(surplus) = tags.get(limits::TAGS_MAX - 1) {
        cx.report(
            &TOO_MANY_TAGS,
            surplus.key.at,
            format!(
                "{what} has {} tags besides `{OWN}`, and AWS allows {} of all",
                tags.len(),
                limits::TAGS_MAX
            ),
        );
    }
}

code! {
    SAME_TAG = "P367" Error "two tags whose keys differ in capital letters only",
    why: "The tags of the pipeline are those of its roles too, and IAM takes `team` and `Team` for one key: it refuses a role with both at deploy.",
    example: "tags: { team: \"delivery\", Team: \"platform\" };",
    fix: "Leave one of them out, or write both in the same way: what `roles { tags: … }` says goes before what the pipeline says.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html",
}

/// Checks that no key is another one, or one of the pipeline's, in other capital letters.
fn same_but_case<P: Place>(cx: &mut Check<'_, P>, tags: &[Entry<P>], of_pipeline: &[Entry<P>]) {
    for (place, tag) in tags.iter().enumerate() {
        let name = &tag.key.text;
        let mut others = tags[..place].iter().chain(of_pipeline);
        let other = others
            .find(|other| other.key.text != *name && other.key.text.eq_ignore_ascii_case(name));
        if let Some(other) = other {
            let message = format!("IAM takes tags `{}` and `{name}` for one", other.key.text);
            cx.report(&SAME_TAG, tag.key.at, message)
                .help(format!(
                    "write `{}`, or leave one of them out",
                    other.key.text
                ))
                .related(format!("`{}` stands here", other.key.text), other.key.at);
        }
    }
}

code! {
    RESERVED_TAG = "P366" Error "a tag that is not the user's",
    why: "Keys that begin with `aws:` are AWS's own, in upper and lower case, and `pipewright:pipeline` is what tells whose pipeline a resource is part of. AWS refuses the former at deploy.",
    example: "tags: { \"aws:team\": \"delivery\" };",
    fix: "Take another key: `team`.",
    source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
}

fn key<P: Place>(cx: &mut Check<'_, P>, key: &Name<P>) {
    let name = &key.text;
    if name.to_ascii_lowercase().starts_with("aws:") {
        let message = format!("tag `{name}` begins with `aws:`, which AWS keeps for itself");
        cx.report(&RESERVED_TAG, key.at, message)
            .help("choose another key");
    } else if name == OWN {
        let message = format!("tag `{OWN}` says whose pipeline a resource is part of");
        cx.report(&RESERVED_TAG, key.at, message)
            .help("leave it out: it is set already");
    } else {
        malformed(
            cx,
            &format!("tag key `{name}`"),
            key.at,
            name,
            &pattern::TAG_KEY,
        );
    }
}
