//! The kernel below the container of builds, and the server that builds their images.

use super::{Build, file_systems, get};
use crate::code::code;
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::declarations::machines::NO_DOCKER;

code! {
    NO_HOST_KERNEL = "P172" Error "a kernel for a machine that lets nobody choose one",
    why: "The kernel of the host can be chosen for `LINUX_CONTAINER`, `ARM_CONTAINER`, `LINUX_EC2` and `ARM_EC2`. For other machines CodeBuild refuses it.",
    example: "project build {\n    image: \"aws/codebuild/windows-base:2019-3.0\",\n    host_kernel: LINUX_KERNEL_LATEST,\n}",
    fix: "Leave `host_kernel` out.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html",
}

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    let machine = build.machine;
    if let (Some(entry), Some(machine)) = (
        build.get("host_kernel"),
        machine.filter(|machine| !machine.has_host_kernel),
    ) {
        cx.report(
            &NO_HOST_KERNEL,
            entry.key.at,
            format!("nobody chooses the kernel of `{}`", machine.name),
        )
        .help("leave `host_kernel` out");
    }
    let Some(entry) = build.get("docker_server") else {
        return;
    };
    // What Lambda lacks is reported with the rest of that.
    if let Some(machine) = machine.filter(|machine| !machine.linux && !machine.lambda) {
        cx.report(
            &NO_DOCKER,
            entry.key.at,
            format!("`{}` has no Docker server", machine.name),
        )
        .help("leave `docker_server` out, or build on Linux");
    } else if !machine.is_some_and(|machine| machine.lambda)
        && let Some(groups) = get(build.map("docker_server"), "security_group_ids")
    {
        file_systems::needs_a_vpc(cx, build, groups);
    }
}
