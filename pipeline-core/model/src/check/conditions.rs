//! Conditions of stages: what they can lead to, and their rules.

use super::context::{Check, Run};
use super::namespaces::Namespaces;
use super::{
    configuration, counts, expressions, flow, placement, references, scopes, variables, words,
};
use crate::catalogue::{self, RULES, limits, pattern};
use crate::codes;
use crate::model::{Condition, Moment, Stage};
use crate::place::Place;
use crate::similar;
use std::collections::BTreeMap;

/// The conditions of one stage, and whether anything enters it.
pub(super) fn stage<P: Place>(
    cx: &mut Check<'_, P>,
    index: usize,
    stage: &Stage<P>,
    namespaces: &Namespaces<'_, P>,
) {
    disabled(cx, index, stage);
    once(cx, stage);
    for condition in &stage.conditions {
        result(cx, index, stage, condition);
        mode(cx, condition);
        rule_count(cx, condition);
        rule_names(cx, condition);
    }
    let facts = cx.facts;
    for run in facts.rules_of(index) {
        rule(cx, run, namespaces);
    }
}

fn disabled<P: Place>(cx: &mut Check<'_, P>, index: usize, stage: &Stage<P>) {
    let mut reasons = stage.disabled.iter();
    let Some(first) = reasons.next() else {
        return;
    };
    let known = expressions::known(cx, first);
    if let Some(text) = known
        && let Some(complaint) = pattern::DISABLED_REASON.complaint(text)
    {
        cx.report(
            &codes::MALFORMED_TEXT,
            first.at,
            format!(
                "the reason why stage `{}` is disabled {complaint}",
                stage.name.text
            ),
        )
        .maybe_help(words::remedy(&pattern::DISABLED_REASON, text));
    }
    for second in reasons {
        cx.report(
            &codes::DISABLED_TWICE,
            second.at,
            format!("stage `{}` is disabled twice", stage.name.text),
        )
        .help("leave one of the reasons out")
        .related("first disabled here", first.at);
    }
    if index == 0 {
        cx.report(
            &codes::DISABLED_SOURCE,
            first.at,
            format!(
                "stage `{}` is the first one, and no transition leads into it",
                stage.name.text
            ),
        )
        .help("move it to the second stage");
    }
}

/// One condition of each sort; a retry is one on failure.
fn once<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>) {
    let mut seen: BTreeMap<Moment, &Condition<P>> = BTreeMap::new();
    for condition in &stage.conditions {
        let Some(first) = seen.get(&condition.moment).copied() else {
            seen.insert(condition.moment, condition);
            continue;
        };
        let word = condition.moment.word();
        let retries = [first, condition].map(|found| found.result.text == "RETRY");
        let (code, message, help) = if retries[0] == retries[1] {
            (
                &codes::CONDITION_TWICE,
                format!("stage `{}` has two `{word}` conditions", stage.name.text),
                "put their rules into one",
            )
        } else {
            (
                &codes::RETRY_AND_CONDITION,
                format!(
                    "stage `{}` is tried again on failure, and has a condition besides",
                    stage.name.text
                ),
                "leave one of them out",
            )
        };
        cx.report(code, condition.at, message)
            .help(help)
            .related("the first one is here", first.at);
    }
}

fn result<P: Place>(
    cx: &mut Check<'_, P>,
    index: usize,
    stage: &Stage<P>,
    condition: &Condition<P>,
) {
    let result = &condition.result;
    let word = condition.moment.word();
    if condition.moment == Moment::OnFailure && result.text == "RETRY" {
        if let Some(rule) = condition.rules().next() {
            cx.report(
                &codes::RETRY_AND_CONDITION,
                rule.name.at,
                "a stage that is tried again on failure has no rules",
            )
            .help("write `on_failure RETRY;`, or `on_failure ROLLBACK { … }`")
            .related("it is tried again because of this", result.at);
        }
        return;
    }
    let known = condition.moment.results(condition.rules.is_some());
    if !known.contains(&result.text.as_str()) {
        let help = match similar::closest(&result.text, known.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("it can be {}", words::choice(known)),
        };
        let message = format!("the result of `{word}` cannot be `{}`", result.text);
        cx.report(&codes::RESULT, result.at, message).help(help);
        return;
    }
    if result.text == "ROLLBACK" {
        rollback(cx, index, stage, condition);
    }
    if result.text == "SKIP" {
        skip(cx, condition);
    }
}

fn rollback<P: Place>(
    cx: &mut Check<'_, P>,
    index: usize,
    stage: &Stage<P>,
    condition: &Condition<P>,
) {
    let model = cx.facts.model;
    let at = condition.result.at;
    if index == 0 {
        cx.report(
            &codes::ROLLBACK_OF_SOURCE,
            at,
            format!(
                "stage `{}` holds the sources, and cannot be rolled back",
                stage.name.text
            ),
        )
        .help("roll a later stage back");
    }
    let mode = model.setting("execution_mode");
    if let Some(mode) = mode.filter(|mode| mode.value.data.constant() == Some("PARALLEL")) {
        cx.report(
            &codes::ROLLBACK_IN_PARALLEL,
            at,
            format!(
                "stage `{}` cannot be rolled back in `PARALLEL` mode",
                stage.name.text
            ),
        )
        .help("choose execution mode `QUEUED` or `SUPERSEDED`")
        .related("the mode is said here", mode.value.at);
    }
}

fn skip<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    for rule in condition.rules() {
        if rule.known_kind().is_none_or(|kind| kind.skips) {
            continue;
        }
        let able: Vec<&str> = RULES
            .iter()
            .filter(|kind| kind.skips)
            .map(|kind| kind.name)
            .collect();
        cx.report(
            &codes::SKIP_RULE,
            rule.kind.at,
            format!(
                "{} rule cannot skip a stage",
                words::with_article(&rule.kind.text)
            ),
        )
        .help(format!("only {} can", words::list(&able)))
        .related("the result is said here", condition.result.at);
    }
}

fn mode<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    let Some(mode) = &condition.mode else {
        return;
    };
    if condition.moment != Moment::OnFailure || condition.result.text != "RETRY" {
        let message = format!("`{}` has no retry mode", condition.result.text);
        cx.report(&codes::RETRY_MODE, mode.at, message)
            .help("leave it out");
        return;
    }
    if RETRY_MODES.contains(&mode.text.as_str()) {
        return;
    }
    let help = match similar::closest(&mode.text, RETRY_MODES.iter().copied()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("it can be {}", words::choice(RETRY_MODES)),
    };
    let message = format!("there is no retry mode `{}`", mode.text);
    cx.report(&codes::RETRY_MODE, mode.at, message).help(help);
}

const RETRY_MODES: &[&str] = &["ALL_ACTIONS", "FAILED_ACTIONS"];

fn rule_count<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    let word = condition.moment.word();
    let needed = condition.rules.is_some() || condition.moment != Moment::OnFailure;
    let Some(rules) = condition.rules.as_deref().filter(|rules| !rules.is_empty()) else {
        if needed {
            cx.report(
                &codes::NO_RULE,
                condition.at,
                format!("this `{word}` condition holds no rule"),
            )
            .help(format!(
                "write one: `{word} {} {{ NAME: RULE {{ … }}; }}`",
                condition.result.text
            ));
        }
        return;
    };
    if let Some(surplus) = rules.get(limits::RULES_MAX) {
        cx.report(
            &codes::TOO_MANY_RULES,
            surplus.name.at,
            format!(
                "this `{word}` condition has {} rules, and AWS allows {}",
                rules.len(),
                limits::RULES_MAX
            ),
        )
        .help(
            "leave some out, or let one `Commands` or `LambdaInvoke` rule look at several things",
        );
    }
}

fn rule_names<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    let mut seen: BTreeMap<&str, P> = BTreeMap::new();
    for rule in condition.rules() {
        let name = &rule.name;
        if let Some(complaint) = pattern::RULE_NAME.complaint(&name.text) {
            let message = format!("{} {complaint}", words::named("rule name", &name.text));
            cx.report(&codes::RULE_NAME, name.at, message)
                .maybe_help(words::remedy(&pattern::RULE_NAME, &name.text));
        }
        if let Some(first) = seen.get(name.text.as_str()) {
            let message = format!("this condition has two rules named `{}`", name.text);
            cx.report(&codes::RULE_TWICE, name.at, message)
                .help("give each rule of a condition a name of its own")
                .related("the first one is here", *first);
        } else {
            seen.insert(&name.text, name.at);
        }
    }
}

/// A rule, by the same rules as an action.
fn rule<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, namespaces: &Namespaces<'_, P>) {
    if run.kind.is_none() {
        unknown(cx, run);
    }
    references::action(cx, run);
    placement::action(cx, run);
    flow::inputs(cx, run);
    counts::input_count(cx, run);
    configuration::action(cx, run);
    scopes::of_role(cx, run);
    if run.kind.is_some() {
        variables::uses(cx, run, namespaces);
    }
}

fn unknown<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let kind = &run.action.kind;
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let help = match similar::closest(&kind.text, names.iter().copied()) {
        Some(close) => format!("a rule provider with a similar name: `{close}`"),
        None if catalogue::kind(&kind.text).is_some() => {
            "that is an action, which stands in the stage itself".to_owned()
        }
        None => format!("the rule providers are {}", words::list(&names)),
    };
    let message = format!("there is no rule provider `{}`", kind.text);
    cx.report(&codes::UNKNOWN_RULE, kind.at, message).help(help);
}
