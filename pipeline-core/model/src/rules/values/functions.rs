//! The functions that CloudFormation takes among the parameters of an action:
//! `{ "Fn::GetArtifactAtt": ["ARTIFACT", "BucketName"] }` and
//! `{ "Fn::GetParam": ["ARTIFACT", "FILE", "KEY"] }`.
//!
//! Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-parameter-override-functions.html>

use crate::foreign;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::{Check, Run};
use crate::rules::flow::inputs;
use crate::rules::values::known;
use crate::rules::values::types::wrong_type;

const TAKES: &str =
    "a text, a number, `true`, `false`, or one of `Fn::GetArtifactAtt` and `Fn::GetParam`";

/// A function in place of a parameter's value.
pub(crate) fn function<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
    entries: &[Entry<P>],
) {
    let (ValueContext::Action(run), [only]) = (&subject.context, entries) else {
        wrong_type(cx, key, value, TAKES);
        return;
    };
    let arguments = match &only.value.data {
        Data::List(items) => items.as_slice(),
        _ => &[],
    };
    // Every argument is looked at, so that every one that failed is reported.
    let later = arguments
        .iter()
        .filter(|argument| !known::check_value(cx, argument))
        .count();
    if later > 0 {
        return;
    }
    match (only.key.text.as_str(), arguments) {
        ("Fn::GetArtifactAtt", [artifact, attribute]) => {
            input(cx, run, artifact);
            let known = ["BucketName", "ObjectKey", "URL"];
            if attribute
                .data
                .text()
                .is_none_or(|name| !known.contains(&name))
            {
                let takes = "`\"BucketName\"`, `\"ObjectKey\"` or `\"URL\"`";
                wrong_type(cx, "Fn::GetArtifactAtt", attribute, takes);
            }
        }
        ("Fn::GetParam", [artifact, file, name]) => {
            input(cx, run, artifact);
            for part in [file, name] {
                if part.data.text().is_none() {
                    wrong_type(cx, "Fn::GetParam", part, "a text");
                }
            }
        }
        _ => {
            let of_another = foreign::function_of_map(entries)
                .filter(|_| !only.key.text.starts_with("Fn::Get") || only.key.text == "Fn::GetAtt");
            let ours = "write `{ \"Fn::GetArtifactAtt\": [ARTIFACT, \"BucketName\"] }` or `{ \"Fn::GetParam\": [ARTIFACT, \"FILE\", \"KEY\"] }`";
            wrong_type(cx, key, value, TAKES).help(of_another.unwrap_or_else(|| ours.to_owned()));
        }
    }
}

/// The artifact that a function reads: a name, with or without quotes.
fn input<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, artifact: &Value<P>) {
    match artifact.data.constant() {
        Some(name) => inputs::check_input(cx, run, name, artifact.at),
        None => {
            wrong_type(cx, "the function", artifact, "an input artifact first");
        }
    }
}
