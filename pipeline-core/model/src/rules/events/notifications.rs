//! Notifications: which states are told, and to whom.

use crate::arn::Arn;
use crate::catalogue::{declared, region};
use crate::code::{Code, Lacking, code};
use crate::model::{Entry, Notification};
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::deploy_time::of_resource::{self, RESOURCE_OF_ANOTHER_KIND};
use crate::rules::places::arns::ARN_ELSEWHERE;
use crate::rules::places::topics;

/// The settings that say which states are told.
const STATES: &[&str] = &["pipeline_states", "stage_states", "action_states"];

/// The settings that say who is told.
const TARGETS: &[&str] = &["email", "https", "topic", "chatbot"];

/// The settings of a topic that we make.
const OF_OUR_TOPIC: &[&str] = &["email", "https", "kms_master_key_id"];

/// Checks a notification.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, notification: &Notification<P>) {
    let subject = Subject::declared("notification", &notification.name);
    let known = [declared::NOTIFICATION];
    let meant = configuration::present(cx, &subject, &known, &notification.settings);
    // A setting that does not exist may be any of them.
    let is_known = |entry: &Entry<P>| {
        let mut keys = declared::NOTIFICATION.iter();
        keys.any(|key| key.is_written(&entry.key.text))
    };
    let all_known = notification.settings.iter().all(is_known);
    let has = |keys: &[&str]| {
        let is_there =
            |key: &&str| notification.setting(key).is_some() || meant.iter().any(|it| it == key);
        !all_known || keys.iter().any(is_there)
    };
    match (has(STATES), has(TARGETS)) {
        (true, true) => {}
        (true, false) => nobody_told(cx, notification),
        (false, targets) => nothing_told(cx, notification, targets),
    }
    filtered(cx, notification, &has);
    two_topics(cx, notification);
    key_elsewhere(cx, notification);
    chat(cx, notification);
    if let Some(entry) = notification.setting("topic") {
        topic(cx, entry);
        check_home_region(cx, entry, &TOPIC_ELSEWHERE, "topic");
    }
    if let Some(entry) = notification.setting("kms_master_key_id") {
        check_home_region(cx, entry, &RESOURCE_OF_ANOTHER_KIND, "key");
    }
}

/// Checks that a declared resource is in home's region.
fn check_home_region<P: Place>(
    cx: &mut Check<'_, P>,
    entry: &Entry<P>,
    code: &'static Code,
    what: &str,
) {
    let Some((resource, _)) = of_resource::named(cx, &entry.value) else {
        return;
    };
    let region = cx.index.model.region_of(&resource.environment);
    let region = region.and_then(|region| region.known());
    let home = cx.index.home_region().and_then(|region| region.known());
    if let (Some(region), Some(home)) = (region, home)
        && region != home
    {
        let at = resource.name.at;
        let message = format!("the {what} is in region `{region}`, and the pipeline in `{home}`");
        cx.report(code, entry.value.at, message)
            .help(format!("declare a {what} in home's region"))
            .related("it is declared here", at);
    }
}

code! {
    NOTHING_TOLD = "P371" Error "a notification of no state",
    why: "A notification says which states of the pipeline, of its stages or of its actions are told. Without any, nobody would ever be told anything.",
    example: "notify failures { email: [\"team@example.com\"] }",
    fix: "Say at least one: `pipeline_states: [FAILED]`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
    lacking: Part,
}

/// `goes_somewhere`: one that has neither states nor a target is one mistake, not two.
fn nothing_told<P: Place>(
    cx: &mut Check<'_, P>,
    notification: &Notification<P>,
    goes_somewhere: bool,
) {
    let name = &notification.name;
    let (and_nobody, help) = if goes_somewhere {
        (
            "",
            "add `pipeline_states: [FAILED]`, `stage_states: […]` or `action_states: […]`",
        )
    } else {
        (
            ", and goes to nobody",
            "add states and a target, such as `pipeline_states: [FAILED], email: [\"team@example.com\"]`",
        )
    };
    let message = format!("notification `{}` tells no state{and_nobody}", name.text);
    cx.report(&NOTHING_TOLD, name.at, message).help(help);
}

code! {
    NOBODY_TOLD = "P372" Error "a notification to nobody",
    why: "A notification goes to mailboxes, to endpoints, to a topic that exists or to a chat channel.",
    example: "notify failures { pipeline_states: [FAILED] }",
    fix: "Say whom: `email: [\"team@example.com\"]`.",
    source: "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
    lacking: Part,
}

fn nobody_told<P: Place>(cx: &mut Check<'_, P>, notification: &Notification<P>) {
    let name = &notification.name;
    let message = format!("notification `{}` goes to nobody", name.text);
    cx.report(&NOBODY_TOLD, name.at, message).help(
        "add `email: [\"team@example.com\"]`, `https: […]`, `topic: \"arn:…\"` or `chatbot: \"arn:…\"`",
    );
}

code! {
    FILTER_OF_NOTHING = "P374" Error "a filter of a notification that filters nothing",
    why: "`stages` narrows the states of stages and of actions, and `actions` those of actions. The states of the whole pipeline belong to no stage and to no action.",
    example: "notify failures { pipeline_states: [FAILED], stages: [Deploy], email: [\"team@example.com\"] }",
    fix: "Say which states of the stages are told: `stage_states: [FAILED], stages: [Deploy]`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html",
    lacking: Part,
}

fn filtered<P: Place>(
    cx: &mut Check<'_, P>,
    notification: &Notification<P>,
    has: &dyn Fn(&[&str]) -> bool,
) {
    if !has(STATES) {
        return;
    }
    if let Some(entry) = notification.setting("stages")
        && !has(&["stage_states", "action_states"])
    {
        cx.report(
            &FILTER_OF_NOTHING,
            entry.key.at,
            "`stages` filters nothing: no state of a stage or an action is told",
        )
        .help("add `stage_states: [FAILED]` or `action_states: [FAILED]`, or leave it out");
    }
    if let Some(entry) = notification.setting("actions")
        && !has(&["action_states"])
    {
        cx.report(
            &FILTER_OF_NOTHING,
            entry.key.at,
            "`actions` filters nothing: no state of an action is told",
        )
        .help("add `action_states: [FAILED]`, or leave it out");
    }
}

code! {
    TWO_TOPICS = "P376" Error "a topic that exists beside one that we make",
    why: "`email`, `https` and `kms_master_key_id` are of a topic that we make. With `topic`, none is made, and one that exists is never changed: who subscribes to it, and its key, are its owner's to say.",
    example: "notify failures {\n    pipeline_states: [FAILED],\n    topic: \"arn:aws:sns:us-east-1:111111111111:alerts\",\n    email: [\"team@example.com\"],\n}",
    fix: "Leave one of the two out, or write two notifications.",
    source: "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
}

fn two_topics<P: Place>(cx: &mut Check<'_, P>, notification: &Notification<P>) {
    let subscribers = notification
        .setting("email")
        .or_else(|| notification.setting("https"));
    let (beside, why) = match (notification.setting("topic"), subscribers) {
        (Some(topic), _) => (topic, "which is not changed"),
        (None, Some(_)) => return,
        (None, None) => {
            if let (Some(entry), Some(_)) = (
                notification.setting("kms_master_key_id"),
                notification.setting("chatbot"),
            ) {
                cx.report(
                    &TWO_TOPICS,
                    entry.key.at,
                    "`kms_master_key_id` encrypts a topic, and none is made",
                )
                .help("leave it out, or add `email` or `https`")
                .lacking(Lacking::Part);
            }
            return;
        }
    };
    for entry in OF_OUR_TOPIC
        .iter()
        .filter_map(|key| notification.setting(key))
    {
        let message = format!(
            "`{}` is of a topic that we make, and `topic` names one that exists, {why}",
            entry.key.text
        );
        cx.report(&TWO_TOPICS, entry.key.at, message)
            .help("leave one of the two out, or write two notifications")
            .related("the topic is named here", beside.key.at);
    }
}

/// The key of a topic that we make is in the topic's region, which is home's.
fn key_elsewhere<P: Place>(cx: &mut Check<'_, P>, notification: &Notification<P>) {
    let Some(entry) = notification.setting("kms_master_key_id") else {
        return;
    };
    let Some(arn) = entry.value.data.text().and_then(Arn::parse) else {
        return;
    };
    let Some(home) = cx.index.home_region().and_then(|region| region.known()) else {
        return;
    };
    // A region that cannot be, or is of another partition, is reported where the form is checked.
    let partition = |name| region::partition(name).map(|found| found.name);
    if arn.region == home || partition(arn.region) != partition(home) {
        return;
    }
    let message = format!(
        "`kms_master_key_id` is of region `{}`, and the topic is in `{home}`",
        arn.region
    );
    cx.report(&ARN_ELSEWHERE, entry.value.at, message)
        .help(format!("name a key of `{home}`"));
}

code! {
    NOT_FOR_CHAT = "P375" Error "what a chat channel cannot be told",
    why: "A chat channel is told by a notification rule. Those have no events for the states `STOPPING`, `STOPPED` and `ABANDONED`, know no stages and actions to filter by, and do not exist in China.",
    example: "notify failures {\n    action_states: [FAILED],\n    stages: [Deploy],\n    chatbot: \"arn:aws:chatbot::111111111111:chat-configuration/slack-channel/team\",\n}",
    fix: "Leave the filter out. Or subscribe the channel to a topic, and name that: `topic: \"arn:…\"`.",
    source: "https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref-pipeline",
}

fn chat<P: Place>(cx: &mut Check<'_, P>, notification: &Notification<P>) {
    let Some(chat) = notification.setting("chatbot") else {
        if let Some(entry) = notification.setting("detail_type") {
            cx.report(
                &NOT_FOR_CHAT,
                entry.key.at,
                "`detail_type` is for a chat channel, and none is told",
            )
            .help("leave it out")
            .lacking(Lacking::Part);
        }
        return;
    };
    let advice =
        "leave it out; or subscribe the channel to a topic, and name that: `topic: \"arn:…\"`";
    for key in ["stages", "actions"] {
        if let Some(entry) = notification.setting(key) {
            let message = format!("a chat channel cannot be told of some {key} only");
            cx.report(&NOT_FOR_CHAT, entry.key.at, message)
                .help(advice)
                .related("the channel is named here", chat.key.at);
        }
    }
    for entry in STATES.iter().filter_map(|key| notification.setting(key)) {
        for state in entry.value.items() {
            let known = state.data.constant().unwrap_or_default();
            if declared::NOT_FOR_CHAT.contains(&known) {
                let message = format!("a chat channel cannot be told of `{known}`");
                cx.report(&NOT_FOR_CHAT, state.at, message)
                    .help(advice)
                    .related("the channel is named here", chat.key.at);
            }
        }
    }
    let home = cx.index.home_region().and_then(|region| region.known());
    let partition = home.and_then(region::partition);
    if partition.is_some_and(|partition| partition.name == "aws-cn") {
        cx.report(
            &NOT_FOR_CHAT,
            chat.key.at,
            "the regions of China have no notification rules, which tell a chat channel",
        )
        .help("tell a topic: `topic: \"arn:…\"`");
    }
}

code! {
    TOPIC_ELSEWHERE = "P377" Error "a topic that EventBridge cannot publish to",
    why: "EventBridge publishes to a topic of the region that the pipeline lives in, of any account, and not to a FIFO topic. Nobody would be told, and no error would show.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\n…\nnotify failures { pipeline_states: [FAILED], topic: \"arn:aws:sns:eu-west-1:111111111111:alerts\" }",
    fix: "Name a standard topic of home's region.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html",
}

fn topic<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>) {
    if topics::is_fifo(cx, &entry.value) {
        cx.report(
            &TOPIC_ELSEWHERE,
            entry.value.at,
            "this is a FIFO topic, which EventBridge does not publish to",
        )
        .help("name a standard topic");
        return;
    }
    let Some(arn) = entry.value.data.text().and_then(Arn::parse) else {
        return;
    };
    if arn.service != "sns" {
        return;
    }
    let home = cx.index.home_region().and_then(|region| region.known());
    if let Some(home) = home
        && region::partition(home).is_some_and(|it| it.name == arn.partition)
        && region::partition(arn.region).is_some()
        && arn.region != home
    {
        let message = format!(
            "the topic is in region `{}`, and EventBridge publishes to those of home's, `{home}`",
            arn.region
        );
        cx.report(&TOPIC_ELSEWHERE, entry.value.at, message)
            .help("name a topic of home's region");
    }
}
