//! File systems that builds mount.

use super::{Build, get};
use crate::catalogue::pattern;
use crate::code::code;
use crate::model::{Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    let Some(entry) = build.get("file_system_locations") else {
        return;
    };
    let all = entry.value.data.as_list().unwrap_or_default();
    if all.is_empty() || build.machine.is_some_and(|machine| machine.lambda) {
        return;
    }
    if !on_linux(cx, build, entry) {
        return;
    }
    needs_a_vpc(cx, build, entry);
    for (at, one) in all.iter().enumerate() {
        for key in ["identifier", "mount_point"] {
            once(cx, key, &all[..at], one);
        }
        elsewhere(cx, build, one);
    }
}

code! {
    FILE_SYSTEM_ON = "P182" Error "a file system where none can be mounted",
    why: "CodeBuild mounts EFS on Linux only. Elsewhere it refuses the project, or its builds fail.",
    example: "project build {\n    image: \"aws/codebuild/windows-base:2019-3.0\",\n    file_system_locations: [{ … }],\n}",
    fix: "Leave the file systems out, or build on Linux.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html",
}

fn on_linux<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>, entry: &Entry<P>) -> bool {
    let Some(machine) = build.machine.filter(|machine| !machine.linux) else {
        return true;
    };
    cx.report(
        &FILE_SYSTEM_ON,
        entry.key.at,
        format!("`{}` mounts no file systems", machine.name),
    )
    .help("leave `file_system_locations` out, or build on Linux");
    false
}

code! {
    NEEDS_A_VPC = "P173" Error "a setting that needs a VPC",
    why: "A file system of EFS and the security groups of a Docker server are in a VPC. A build reaches them only from a VPC; CodeBuild refuses a project without one. A fleet may have a VPC of its own.",
    example: "project build { file_system_locations: [{ … }], … }",
    fix: "Add the VPC: `vpc_config: { vpc_id: \"vpc-…\", subnets: [\"subnet-…\"], security_group_ids: [\"sg-…\"] }`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html",
    lacking: Part,
}

/// Reports a setting that needs a VPC, where there is none. A fleet may have one.
pub(super) fn needs_a_vpc<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>, entry: &Entry<P>) {
    if build.get("vpc_config").is_some() || build.get("fleet").is_some() {
        return;
    }
    let key = &entry.key;
    cx.report(
        &NEEDS_A_VPC,
        key.at,
        format!("project `{}` has `{}` and no VPC", build.name(), key.text),
    )
    .help("add `vpc_config: { vpc_id: \"vpc-…\", subnets: [\"subnet-…\"], security_group_ids: [\"sg-…\"] }`");
}

code! {
    FILE_SYSTEM_TWICE = "P180" Error "two file systems with one identifier or mount point",
    why: "The identifier becomes an environment variable, and the mount point is a directory: each is of one file system. CodeBuild refuses a project with two.",
    example: "file_system_locations: [\n    { identifier: \"cache\", mount_point: \"/cache\", … },\n    { identifier: \"cache\", mount_point: \"/data\", … },\n]",
    fix: "Give each its own.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html",
}

fn once<P: Place>(cx: &mut Check<'_, P>, key: &str, before: &[Value<P>], one: &Value<P>) {
    let text = |value: &'_ Value<P>| {
        let entry = get(value.data.as_map()?, key)?;
        // An environment variable is in capitals.
        Some((
            entry.value.data.text()?.to_ascii_uppercase(),
            entry.value.at,
        ))
    };
    let Some((own, at)) = text(one) else { return };
    let mut same = before.iter().filter_map(text);
    if let Some((_, first)) = same.find(|(other, _)| *other == own) {
        let message = format!("another file system has this `{key}`");
        cx.report(&FILE_SYSTEM_TWICE, at, message)
            .help(format!("give each file system its own `{key}`"))
            .related("first used here", first);
    }
}

code! {
    FILE_SYSTEM_ELSEWHERE = "P181" Error "a file system in another region than its project",
    why: "A build reaches a file system through the network of its VPC, which is in the project's region. In another region its DNS name leads nowhere, and the first build fails.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\n…\nfile_system_locations: [{ location: \"fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com\", … }]",
    fix: "Name a file system of the project's region, or put the project there: `project build @ \"eu-west-1\"`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html",
}

fn elsewhere<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>, one: &Value<P>) {
    let location = one.data.as_map().and_then(|one| get(one, "location"));
    let Some((value, text)) =
        location.and_then(|entry| Some((&entry.value, entry.value.data.text()?)))
    else {
        return;
    };
    let (Some((_, of)), Some(region)) = (pattern::efs(text), build.region(cx)) else {
        return;
    };
    if of != region {
        cx.report(
            &FILE_SYSTEM_ELSEWHERE,
            value.at,
            format!(
                "the file system is in `{of}`, and project `{}` in `{region}`",
                build.name()
            ),
        )
        .help("name a file system of the project's region");
    }
}
