//! Action types that are declared.

use crate::catalogue::action_type;
use crate::code::code;
use crate::model::ActionType;
use crate::place::Place;
use crate::rules::configuration::origin::{self, Settings};
use crate::rules::configuration::subject::Subject;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::declarations::{entity_urls, queryable};
use std::collections::BTreeMap;

const SETTINGS: Settings = Settings {
    kind: DeclarationKind::ActionType,
    managed: action_type::MANAGED,
    imported: action_type::IMPORTED,
};

/// Checks every action type.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    for found in &model.action_types {
        let subject = Subject::declared("action type", &found.name);
        let is_imported = found.is_imported();
        origin::all(cx, &subject, &SETTINGS, is_imported, found.entries());
        for key in ["input_artifact_details", "output_artifact_details"] {
            range(cx, found, key);
        }
        queryable::check(cx, found);
        entity_urls::check(cx, found);
    }
    once(cx);
}

code! {
    ACTION_TYPE_TWICE = "P151" Error "two action types are the same for AWS",
    why: "An action type is known by its category, provider and version, in the pipeline's account and region. CloudFormation cannot create a second one of the same three: the deploy fails.",
    example: "action_type scan { category: Test, provider: \"scanner\", version: \"1\", … }\naction_type check { category: Test, provider: \"scanner\", version: \"1\", … }",
    fix: "Use the first one in both places, or give the second one another provider or version.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionTypeId.html",
}

/// Checks that category, provider and version are of one action type.
fn once<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let mut seen: BTreeMap<[&str; 3], &ActionType<P>> = BTreeMap::new();
    for found in &model.action_types {
        let said = |key| found.setting(key)?.value.data.constant();
        let (Some(category), Some(provider), Some(version)) =
            (said("category"), said("provider"), said("version"))
        else {
            continue;
        };
        let Some(first) = seen.get(&[category, provider, version]) else {
            seen.insert([category, provider, version], found);
            continue;
        };
        if first.name.text == found.name.text {
            continue;
        }
        cx.report(
            &ACTION_TYPE_TWICE,
            found.name.at,
            format!(
                "action types `{}` and `{}` are both `{provider}` of category `{category}`, version `{version}`",
                first.name.text, found.name.text
            ),
        )
        .help(format!("use `{}` in both places, or give this one another version", first.name.text))
        .related(format!("`{}` is declared here", first.name.text), first.name.at);
    }
}

code! {
    ARTIFACT_RANGE = "P152" Error "an action type that needs more artifacts than it takes",
    why: "Its smallest number of artifacts is above its largest, so that no action could ever be of it: CodePipeline would refuse every pipeline that has one when it is created.",
    example: "input_artifact_details: { minimum_count: 2, maximum_count: 1 },",
    fix: "Turn the numbers round.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ArtifactDetails.html",
}

fn range<P: Place>(cx: &mut Check<'_, P>, found: &ActionType<P>, key: &str) {
    let (Some(entry), Some((least, most))) = (found.setting(key), found.counts(key)) else {
        return;
    };
    // A number that no action type can have is told by itself.
    let fits = |count| (0..=action_type::COUNT_MAX).contains(&count);
    if least > most && fits(least) && fits(most) {
        cx.report(
            &ARTIFACT_RANGE,
            entry.value.at,
            format!("`{key}` is at least {least} and at most {most}"),
        )
        .help("no action could be of this type: turn the numbers round");
    }
}
