//! Rules of a condition: how many, under which names, of which provider.

use crate::catalogue::{self, RULES, limits, pattern};
use crate::code::code;
use crate::model::{Condition, Moment};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::names::{self, Seen};
use crate::rules::words;
use crate::similar;

code! {
    NO_RULE = "P340" Error "a condition without rules",
    why: "A condition has at least one rule: what else would be looked at? CodePipeline refuses it when the pipeline is created. Only `on_failure` can do without, as `on_failure ROLLBACK;` or `on_failure RETRY;`.",
    example: "before_entry FAIL { }",
    fix: "Add a rule, or leave the condition out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

/// Checks that a condition has a rule, where it needs one.
pub(crate) fn none<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    let needed = condition.rules.is_some() || condition.moment != Moment::OnFailure;
    if !needed || condition.rules().next().is_some() {
        return;
    }
    let word = condition.moment.word();
    cx.report(
        &NO_RULE,
        condition.at,
        format!("this `{word}` condition holds no rule"),
    )
    .help(format!(
        "write one: `{word} {} {{ NAME: RULE {{ … }}; }}`",
        condition.result.text
    ));
}

code! {
    TOO_MANY_RULES = "P341" Error "too many rules in a condition",
    why: "A condition has at most 5 rules. CodePipeline refuses more when the pipeline is created.",
    example: "on_success FAIL { /* 6 rules */ }",
    fix: "Let one rule look at several things: a `LambdaInvoke` or a `CodeBuild` rule can.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

pub(crate) fn too_many<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    let Some(surplus) = condition.rules().nth(limits::RULES_MAX) else {
        return;
    };
    let word = condition.moment.word();
    cx.report(
        &TOO_MANY_RULES,
        surplus.name.at,
        format!(
            "this `{word}` condition has {} rules, and AWS allows {}",
            condition.rules().count(),
            limits::RULES_MAX
        ),
    )
    .help("leave some out, or let one `Commands` or `LambdaInvoke` rule look at several things");
}

code! {
    RULE_NAME = "P331" Error "a rule's name is malformed",
    why: "CodePipeline allows letters, digits, `.`, `@`, `-` and `_` in a rule's name, 100 characters at most, and refuses others when the pipeline is created.",
    example: "\"No alarm\": CloudWatchAlarm { … };",
    fix: "Use allowed characters: `\"No-alarm\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

pub(crate) fn names<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    for rule in condition.rules() {
        let pattern = &pattern::RULE_NAME;
        names::well_formed(cx, &RULE_NAME, pattern, "rule name", &rule.name);
    }
}

code! {
    RULE_TWICE = "P332" Error "two rules of one name in a condition",
    why: "The names of rules are unique in their condition: the console and the roles that they act with name them by it, and CodePipeline refuses two of one name when the pipeline is created.",
    example: "Check: VariableCheck { … };\nCheck: LambdaInvoke { … };",
    fix: "Give each its own name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html",
}

pub(crate) fn once<P: Place>(cx: &mut Check<'_, P>, condition: &Condition<P>) {
    let mut seen = Seen::new();
    for rule in condition.rules() {
        let name = &rule.name;
        let Some(first) = seen.add(name) else {
            continue;
        };
        let message = format!("this condition has two rules named `{}`", name.text);
        cx.report(&RULE_TWICE, name.at, message)
            .help("give each rule of a condition a name of its own")
            .related("the first one is here", first);
    }
}

code! {
    UNKNOWN_RULE = "P330" Error "a rule provider that is not known",
    why: "After a rule's name stands its provider, one of the catalogue's. AWS has no others, and rules cannot be registered: CodePipeline refuses another one when the pipeline is created.",
    example: "before_entry FAIL { Quiet: CloudwatchAlarm { … }; }",
    fix: "Correct the name: `CloudWatchAlarm`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html",
}

/// Checks the provider of a rule.
pub(crate) fn provider<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    if run.kind.is_some() {
        return;
    }
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
    cx.report(&UNKNOWN_RULE, kind.at, message).help(help);
}
