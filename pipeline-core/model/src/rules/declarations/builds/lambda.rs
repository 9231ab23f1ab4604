//! What builds on Lambda do without.

use super::Build;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::Check;

code! {
    NOT_ON_LAMBDA = "P171" Error "a setting that builds on Lambda do not have",
    why: "CodeBuild's builds on Lambda have no VPC, no cache, no file systems, no certificate, no Docker server and no time in a queue. CodeBuild refuses a project on Lambda that has one of these.",
    example: "project build {\n    image: \"aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22\",\n    cache: { type: S3, location: \"build-cache\" },\n}",
    fix: "Leave the setting out, or build in a container: `image: \"aws/codebuild/amazonlinux-x86_64-standard:5.0\"`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html",
}

const NOT_THERE: [(&str, &str); 6] = [
    ("vpc_config", "do not run in a VPC"),
    ("cache", "keep no cache"),
    ("file_system_locations", "mount no file systems"),
    ("certificate", "install no certificate"),
    ("docker_server", "have no Docker server"),
    ("queued_timeout_in_minutes", "do not wait in a queue"),
];

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    let Some(machine) = build.machine.filter(|machine| machine.lambda) else {
        return;
    };
    for (key, why) in NOT_THERE {
        let none = key == "cache" && super::constant(build.map(key), "type") == Some("NO_CACHE");
        let Some(entry) = build.get(key).filter(|_| !none) else {
            continue;
        };
        cx.report(
            &NOT_ON_LAMBDA,
            entry.key.at,
            format!(
                "project `{}` builds on `{}`, which has no `{key}`",
                build.name(),
                machine.name
            ),
        )
        .help(format!(
            "leave `{key}` out, builds on Lambda {why}; or take an image that runs in a container"
        ));
    }
}
