//! The VPC of builds.

use super::Build;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::Check;

code! {
    VPC_OF_A_FLEET = "P174" Error "a VPC for builds on a fleet",
    why: "Builds on a fleet of reserved machines are in the VPC of the fleet. CodeBuild takes no `VpcConfig` for a project that names a fleet.",
    example: "project build {\n    image: \"aws/codebuild/macos-arm-base:15\",\n    fleet: \"arn:aws:codebuild:us-east-1:111111111111:fleet/mac:…\",\n    vpc_config: { … },\n}",
    fix: "Leave `vpc_config` out, and give the fleet a VPC.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html",
}

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    let (Some(vpc), Some(fleet)) = (build.get("vpc_config"), build.get("fleet")) else {
        return;
    };
    cx.report(
        &VPC_OF_A_FLEET,
        vpc.key.at,
        format!(
            "project `{}` has a fleet, which says in which VPC it builds",
            build.name()
        ),
    )
    .help("leave `vpc_config` out: a fleet has a VPC of its own")
    .related("the fleet is named here", fleet.key.at);
}
