//! Variables of another action: whether it sets them, and in time.

use crate::catalogue::{Condition, Variables};
use crate::code::code;
use crate::model::Data;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::flow::skipped;
use crate::rules::variables::uses::Used;
use crate::rules::words;
use crate::similar;

/// Checks that the variable is there by the time that the action runs.
pub(crate) fn produced<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    producer: &Run<'_, P>,
    used: &Used<'_, P>,
) {
    let Some(kind) = producer.kind else {
        return;
    };
    if let Some(condition) = &kind.sets_nothing
        && producer.holds(condition) == Some(true)
    {
        return sets_nothing(cx, producer, condition, used);
    }
    if producer.action.of.is_some() && kind.reviews {
        return described(cx, run, producer, used);
    }
    let names = match kind.variables {
        Variables::Named(names) => Some(names.to_vec()),
        Variables::Listed(key) => listed(producer, key),
        Variables::Free(_) => None,
    };
    if let Some(names) = names.filter(|names| !names.contains(&used.name)) {
        unset(cx, producer, &names, used);
    } else if !producer.surely_before(run) {
        too_early(cx, run, producer, used);
    } else if producer.may_be_missing_for(run) {
        skipped::variable(cx, producer, used);
    }
}

/// The variables of the action that describes what an approval is about go by the approval's name,
/// and are there when the approval starts.
fn described<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    producer: &Run<'_, P>,
    used: &Used<'_, P>,
) {
    let names = crate::model::Action::<P>::DESCRIBED;
    if !names.contains(&used.name) {
        unset(cx, producer, &names, used);
    } else if !std::ptr::eq(producer.action, run.action) {
        if !producer.surely_before(run) {
            too_early(cx, run, producer, used);
        } else if producer.may_be_missing_for(run) {
            skipped::variable(cx, producer, used);
        }
    }
}

/// The variables that a key of an action lists, unless one of them is not known yet.
fn listed<'a, P: Place>(producer: &'a Run<'_, P>, key: &str) -> Option<Vec<&'a str>> {
    let Some(entry) = producer.entry(key) else {
        // An action without any configuration lacks keys that it needs, which is reported.
        return (!producer.action.config.is_empty()).then(Vec::new);
    };
    match &entry.value.data {
        Data::List(items) => items.iter().map(|item| item.data.text()).collect(),
        _ => None,
    }
}

code! {
    UNKNOWN_VARIABLE = "P223" Error "a variable that the action does not set",
    why: "The action type sets other variables, and not this one. Upper and lower case count. CodePipeline accepts such a text when the pipeline is created, and fails the action when it runs: `one or more variables could not be resolved`.",
    example: "parameter_overrides: { Commit: Checkout.CommitID },",
    fix: "Take one of the variables that the kind sets: `Checkout.CommitId`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    lacking: Maker,
}

fn sets_nothing<P: Place>(
    cx: &mut Check<'_, P>,
    producer: &Run<'_, P>,
    condition: &Condition,
    used: &Used<'_, P>,
) {
    let (title, because) = (producer.title(), producer.because(condition));
    cx.report(
        &UNKNOWN_VARIABLE,
        used.name_at,
        format!("{title} sets no variable `{}` {because}", used.name),
    )
    .help("use a variable of another action, or write the value itself");
}

fn unset<P: Place>(
    cx: &mut Check<'_, P>,
    producer: &Run<'_, P>,
    names: &[&str],
    used: &Used<'_, P>,
) {
    let kind = &producer.action.kind.text;
    let help = match similar::closest(used.name, names.iter().copied()) {
        Some(close) => format!("a variable with a similar name: `{close}`"),
        None if names.is_empty() => {
            format!("{} action has no variables", words::with_article(kind))
        }
        None => format!("its variables are {}", words::list(names)),
    };
    cx.report(
        &UNKNOWN_VARIABLE,
        used.name_at,
        format!("{} has no variable `{}`", producer.title(), used.name),
    )
    .help(help)
    .related(
        format!("`{}` is here", producer.name()),
        producer.action.name.at,
    );
}

code! {
    VARIABLE_TOO_EARLY = "P222" Error "a variable is used before it is set",
    why: "A variable is there when its action is done: in a later stage, or a higher run order of the same stage. CodePipeline refuses anything else when the pipeline is created.",
    example: "parallel {\n    Migrate: CodeBuild(source) { … };\n    Call: Lambda { user_parameters: Migrate.VERSION, … };\n}",
    fix: "Move the action that sets it before the one that uses it.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-variables.html",
}

fn too_early<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    producer: &Run<'_, P>,
    used: &Used<'_, P>,
) {
    let when = if std::ptr::eq(producer.action, run.action) {
        "it is this action's own".to_owned()
    } else if producer.beside(run) {
        format!(
            "`{}` runs side by side with `{}`",
            producer.name(),
            run.name()
        )
    } else {
        format!("`{}` runs later", producer.name())
    };
    cx.report(
        &VARIABLE_TOO_EARLY,
        used.namespace_at,
        format!("`{}.{}` is not set yet: {when}", used.namespace, used.name),
    )
    .help("use variables of actions that are done by then: of an earlier stage, or earlier in this one")
    .related(format!("`{}` is here", producer.name()), producer.action.name.at);
}
