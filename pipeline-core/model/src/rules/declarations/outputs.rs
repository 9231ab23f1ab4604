//! Outputs of stacks: their names and their values.

use super::{resources, things};
use crate::catalogue::{declared, pattern};
use crate::code::code;
use crate::model::{Data, Output, OutputValue, Reference, Text, TextExpr, Value};
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::names::{self, Seen};
use crate::rules::values::known;

/// The outputs that every deployment has.
const OWN: &[&str] = &["ArtifactBucket", "BucketName", "KeyArn", "PipelineUrl"];

/// Checks every output.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen = Seen::new();
    let model = cx.index.model;
    for output in &model.outputs {
        name(cx, output);
        once(cx, &mut seen, output);
        match &output.value {
            OutputValue::Of(reference)
                if cx
                    .index
                    .resources
                    .contains_key(reference.first.text.as_str()) =>
            {
                of_resource(cx, reference);
            }
            OutputValue::Of(reference) => {
                things::named(cx, reference);
            }
            OutputValue::Text(value) => text(cx, value),
        }
        let subject = Subject::declared("output", &output.name);
        configuration::all(cx, &subject, &[declared::OUTPUT], &output.settings);
    }
}

code! {
    OUTPUT_NAME = "P482" Error "an output's name is malformed",
    why: "CloudFormation takes letters and digits in the name of an output, 255 at most, and refuses the template otherwise.",
    example: "output pipeline_arn = pipeline.arn;",
    fix: "Write the words together: `output PipelineArn = pipeline.arn;`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
}

/// An output of a resource, or of an attribute of it.
fn of_resource<P: Place>(cx: &mut Check<'_, P>, reference: &Reference<P>) {
    let rest: Vec<&str> = reference.rest.iter().map(|it| it.text.as_str()).collect();
    if let Some(first) = reference.rest.first() {
        let attribute = TextExpr {
            text: Text::Known(rest.join(".")),
            at: first.at,
        };
        resources::attribute(cx, &reference.first, &attribute);
    }
}

fn name<P: Place>(cx: &mut Check<'_, P>, output: &Output<P>) {
    let pattern = &pattern::OUTPUT_NAME;
    names::well_formed(cx, &OUTPUT_NAME, pattern, "output name", &output.name);
}

code! {
    OUTPUT_TWICE = "P483" Error "two outputs have one name",
    why: "A template has an output of a name once, and one of the two would be lost. `PipelineUrl` and `ArtifactBucket` in the pipeline's stack, and `BucketName` and `KeyArn` in that of a store, are pipewright's own, and taken also where a deployment lacks one of them.",
    example: "output KeyArn = cache.key.arn;",
    fix: "Give it another name: `output CacheKeyArn = cache.key.arn;`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
}

fn once<'a, P: Place>(cx: &mut Check<'_, P>, seen: &mut Seen<'a, P>, output: &'a Output<P>) {
    let name = &output.name;
    let text = &name.text;
    if OWN.contains(&text.as_str()) {
        let message = format!("`{text}` is the name of one of pipewright's own outputs");
        cx.report(&OUTPUT_TWICE, name.at, message)
            .help(format!("give it another name: `Own{text}`"));
    }
    if let Some(first) = seen.add(name) {
        cx.report(
            &OUTPUT_TWICE,
            name.at,
            format!("output `{text}` is declared twice"),
        )
        .help("give each its own name")
        .related("first declared here", first);
    }
}

code! {
    OUTPUT_VALUE = "P485" Error "an output's value is no text",
    why: "The value of an output is one text: an attribute of something that is made, or a text, which can hold values that are known at deployment, `{stage}`. What is known only when the pipeline runs has no value when its stack is deployed.",
    example: "output Commit = \"#{Checkout.CommitId}\";",
    fix: "Name a thing, `output PipelineArn = pipeline.arn;`, or write a text.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
}

fn text<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    if !known::check_value(cx, value) {
        return;
    }
    let (message, help) = match &value.data {
        Data::String(text) if text.is_empty() => (
            "an output's value cannot be empty",
            "name a thing, `pipeline.arn`, or write a text",
        ),
        Data::List(_) | Data::Map(_) => (
            "an output's value is one text, and this is several",
            "declare an output for each",
        ),
        data if data.first_variable().is_some() => (
            "this is known only when the pipeline runs, and an output when its stack is deployed",
            "name a thing, `pipeline.arn`, or write a text",
        ),
        _ => return,
    };
    cx.report(&OUTPUT_VALUE, value.at, message).help(help);
}
