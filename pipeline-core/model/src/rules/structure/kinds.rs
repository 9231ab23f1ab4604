//! Kinds of actions: whether there is such a one, and still is.

use crate::catalogue::{self, KINDS, Kind};
use crate::code::code;
use crate::foreign;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::words;
use crate::similar;

code! {
    UNKNOWN_KIND = "P315" Error "an action kind that is not known",
    why: "After an action's name stands its kind, one of the catalogue's. Of an unknown one neither its keys nor what its role needs is known, and CodePipeline refuses a pipeline that names an action type which is not there when it is created.",
    example: "Deploy: CloudFormatio(packaged) { … };",
    fix: "Correct the name. An action type of your own is `Custom`, with `action_type` where it is declared, and else with `category`, `provider` and `version`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
}

pub(crate) fn unknown<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let kind = &run.action.kind;
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let such = |is: &dyn Fn(&Kind) -> bool| -> Vec<&str> {
        let kinds = KINDS.iter().filter(|known| is(known));
        kinds.map(|known| known.name).collect()
    };
    let provider = |string: &str| such(&|known| known.provider.eq_ignore_ascii_case(string));
    let by_case = such(&|known| known.name.eq_ignore_ascii_case(&kind.text));
    let by_provider = provider(&kind.text);
    let by_category = such(&|known| known.category == kind.text);
    let begun = such(&|known| kind.text.starts_with(known.name));
    let help = if let Some(meant) = foreign::kind(&kind.text).filter(|_| by_case.is_empty()) {
        let with = match meant.with {
            "" => String::new(),
            with => format!(", with `{with}`"),
        };
        format!("the kind is called `{}` here{with}", meant.name)
    } else if by_case.is_empty() && !by_provider.is_empty() {
        format!(
            "AWS's provider `{}` is called {} here",
            kind.text,
            words::choice(&by_provider)
        )
    } else if catalogue::rule(&kind.text).is_some() {
        "that is a rule, which stands in a condition of the stage: `before_entry FAIL { … }`"
            .to_owned()
    } else if !by_category.is_empty() {
        let s = if by_category.len() == 1 { "" } else { "s" };
        format!(
            "that is a category, with the kind{s} {}",
            words::list(&by_category)
        )
    } else if let Some(close) = similar::closest(&kind.text, names.iter().copied())
        .or_else(|| begun.into_iter().max_by_key(|name| name.len()))
    {
        format!("a kind with a similar name: `{close}`")
    } else {
        format!(
            "the kinds are {}; `Custom` names any other action type",
            words::list(&names)
        )
    };
    cx.report(
        &UNKNOWN_KIND,
        kind.at,
        format!("there is no action kind `{}`", kind.text),
    )
    .help(help);
}

code! {
    KIND_ENDED = "P316" Warning "an action kind that has ended",
    why: "Snyk let nobody add its action to a pipeline since 30 October 2024, and existing ones were to move before 30 April 2025. A pipeline that has one may still deploy; its run fails.",
    example: "let report = Scan: Snyk(source) { … };",
    fix: "Take what the message names: Snyk's command line, in a `CodeBuild` action.",
    source: "https://docs.snyk.io/scm-ide-and-ci-cd-integrations/snyk-ci-cd-integrations/aws-codepipeline-integration-by-adding-a-snyk-scan-stage/setup-requirements-for-aws-codepipeline",
}

pub(crate) fn ended<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some((kind, ended)) = run.kind.and_then(|kind| Some((kind, kind.ended.as_ref()?))) else {
        return;
    };
    cx.report(
        &KIND_ENDED,
        run.action.kind.at,
        format!("`{}` {}", kind.name, ended.what),
    )
    .help(ended.instead);
}
