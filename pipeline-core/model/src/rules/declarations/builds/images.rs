//! Who pulls the image of builds, and with which secret.

use super::Build;
use crate::catalogue::images::EcrImage;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::Check;

/// The registry that an image is in.
enum Registry<'i> {
    CodeBuild,
    Ecr(EcrImage<'i>),
    Other,
}

fn registry(image: &str) -> Registry<'_> {
    if image.starts_with("aws/codebuild/") {
        Registry::CodeBuild
    } else {
        EcrImage::parse(image).map_or(Registry::Other, Registry::Ecr)
    }
}

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    let image = build.get("image").and_then(|entry| entry.value.data.text());
    let Some(image) = image.map(registry) else {
        return;
    };
    credential(cx, build, &image);
    pulled_by(cx, build, &image);
}

code! {
    CREDENTIAL_OF_NO_REGISTRY = "P183" Error "a registry's secret for an image that takes none",
    why: "`registry_credential` is the user and password of a registry that is not AWS's. CodeBuild's own images need none, and ECR asks the role that pulls the image.",
    example: "project build {\n    image: \"aws/codebuild/amazonlinux-x86_64-standard:5.0\",\n    registry_credential: { credential: \"docker-hub\" },\n}",
    fix: "Leave `registry_credential` out, or name an image of that registry: `image: \"docker.io/acme/build:1\"`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-private-registry.html",
}

fn credential<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>, image: &Registry<'_>) {
    let (Some(entry), Some(whose)) = (
        build.get("registry_credential"),
        match image {
            Registry::CodeBuild => Some("one of CodeBuild's own, which takes no secret"),
            Registry::Ecr(_) => Some("in ECR, which asks the project's role and takes no secret"),
            Registry::Other => None,
        },
    ) else {
        return;
    };
    cx.report(
        &CREDENTIAL_OF_NO_REGISTRY,
        entry.key.at,
        format!("the image of project `{}` is {whose}", build.name()),
    )
    .help("leave `registry_credential` out");
}

code! {
    PULLED_BY = "P184" Error "an image that is pulled by the wrong side",
    why: "CodeBuild's own images are pulled by CodeBuild. An image of another account's registry, and one for which a secret is named, is pulled with the project's role. CodeBuild refuses a project that says otherwise.",
    example: "project build {\n    image: \"aws/codebuild/amazonlinux-x86_64-standard:5.0\",\n    image_pull_credentials_type: SERVICE_ROLE,\n}",
    fix: "Leave `image_pull_credentials_type` out: it is that of the image.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html",
}

fn pulled_by<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>, image: &Registry<'_>) {
    let Some(entry) = build.get("image_pull_credentials_type") else {
        return;
    };
    let account = build.account(cx);
    let (whose, by) = match (entry.value.data.constant(), image) {
        (Some("SERVICE_ROLE"), Registry::CodeBuild) => ("is one of CodeBuild's own", "CODEBUILD"),
        (Some("CODEBUILD"), Registry::Ecr(of))
            if account.is_some_and(|account| account != of.account) =>
        {
            ("is of another account's registry", "SERVICE_ROLE")
        }
        (Some("CODEBUILD"), Registry::Other) if build.get("registry_credential").is_some() => {
            ("is pulled with a secret", "SERVICE_ROLE")
        }
        _ => return,
    };
    cx.report(
        &PULLED_BY,
        entry.value.at,
        format!(
            "the image of project `{}` {whose}, so that it is pulled by `{by}`",
            build.name()
        ),
    )
    .help("leave `image_pull_credentials_type` out: it is that of the image");
}
