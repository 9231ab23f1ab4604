//! The functions that CloudFormation takes among the parameters of an action:

use crate::support::{assert_finds, base, change_sets, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Builder, map, word};

fn parameter(value: Value) -> Builder {
    let [prepare, _] = change_sets();
    let entries = map([("Code", value)]);
    base().stage(stage(
        "Deploy",
        [prepare.set("parameter_overrides", entries)],
    ))
}

#[test]
fn a_function_reads_an_input() {
    let function = |artifact: &str, attribute: &str| {
        parameter(map([(
            "Fn::GetArtifactAtt",
            [word(artifact), attribute.into()],
        )]))
    };
    assert_finds(&function("source", "BucketName"), &[]);
    assert_finds(
        &function("source", "Bucket"),
        &[
            "P405 `Fn::GetArtifactAtt` takes `\"BucketName\"`, `\"ObjectKey\"` or `\"URL\"`, and this is a text",
        ],
    );
    assert_finds(
        &parameter(map([(
            "Fn::GetParam",
            ["source", "values.json", "Version"],
        )])),
        &[],
    );
    assert_finds(
        &parameter(map([("Ref", "source")])),
        &[
            "P405 `Code` takes a text, a number, `true`, `false`, or one of `Fn::GetArtifactAtt` and `Fn::GetParam`, and this is a map",
        ],
    );
}
