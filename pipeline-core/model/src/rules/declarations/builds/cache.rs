//! The cache of builds: where it is, and what it keeps.

use super::{Build, constant, get};
use crate::arn::Arn;
use crate::catalogue::machines;
use crate::code::code;
use crate::model::{Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    let Some(entry) = build.get("cache") else {
        return;
    };
    let cache = build.map("cache");
    let Some(kind) = constant(cache, "type") else {
        return;
    };
    if lacks(cx, build, (entry, cache), kind) {
        return;
    }
    for unused in cache {
        ignored(cx, kind, unused);
    }
    if kind == "S3" {
        by_arn(cx, cache);
    }
    if kind == "LOCAL" && !build.machine.is_some_and(|machine| machine.lambda) {
        local(cx, build, entry);
        let modes = get(cache, "modes");
        for mode in modes.into_iter().flat_map(|entry| entry.value.items()) {
            match mode.data.constant() {
                Some("LOCAL_DOCKER_LAYER_CACHE") => layers(cx, build, mode),
                Some("LOCAL_SOURCE_CACHE") => sources(cx, mode),
                _ => {}
            }
        }
    }
}

code! {
    CACHE_BY_ARN = "P569" Warning "a cache in S3 whose place is an ARN",
    why: "CodeBuild's pages call the place of a cache in S3 `bucket name/prefix`, and do not name an ARN, as they do for logs. A project whose cache is not found builds without it, and is slower.",
    example: "project build { cache: { type: S3, location: \"arn:aws:s3:::sample-cache/build\" }, … }",
    fix: "Write the bucket and the path: `location: \"sample-cache/build\"`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectCache.html",
}

fn by_arn<P: Place>(cx: &mut Check<'_, P>, cache: &[Entry<P>]) {
    let Some(location) = get(cache, "location") else {
        return;
    };
    let arn = location.value.data.text().and_then(Arn::parse);
    if let Some(arn) = arn.filter(|arn| arn.service == "s3") {
        cx.report(
            &CACHE_BY_ARN,
            location.value.at,
            "`location` is an ARN, and CodeBuild takes a bucket and a path",
        )
        .help(format!("write `{}`", arn.resource));
    }
}

code! {
    CACHE_INCOMPLETE = "P175" Error "a cache that does not say where or what",
    why: "A cache in S3 needs a bucket, and one on the machine at least one mode. CodeBuild refuses a project whose cache has none.",
    example: "project build { cache: { type: S3 }, … }",
    fix: "Add the bucket, `location: \"BUCKET/PATH\"`, or the modes: `modes: [LOCAL_CUSTOM_CACHE]`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectCache.html",
    lacking: Part,
}

fn lacks<P: Place>(
    cx: &mut Check<'_, P>,
    build: &Build<'_, P>,
    (entry, cache): (&Entry<P>, &[Entry<P>]),
    kind: &str,
) -> bool {
    let (needed, example, what) = match kind {
        "S3" => ("location", "location: \"BUCKET/PATH\"", "its bucket"),
        "LOCAL" => ("modes", "modes: [LOCAL_CUSTOM_CACHE]", "what it keeps"),
        _ => return false,
    };
    if get(cache, needed).is_some() {
        return false;
    }
    cx.report(
        &CACHE_INCOMPLETE,
        entry.key.at,
        format!(
            "the `{kind}` cache of project `{}` has no `{needed}`",
            build.name()
        ),
    )
    .help(format!("add {what}: `{example}`"));
    true
}

code! {
    CACHE_IGNORED = "P176" Warning "a part of a cache that CodeBuild ignores",
    why: "Modes are those of a cache on the machine; bucket, owner and namespace those of a cache in S3. CodeBuild ignores them with a cache of another type.",
    example: "project build { cache: { type: S3, location: \"cache\", modes: [LOCAL_CUSTOM_CACHE] }, … }",
    fix: "Leave it out, or write the other `type`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectCache.html",
}

fn ignored<P: Place>(cx: &mut Check<'_, P>, kind: &str, entry: &Entry<P>) {
    let key = entry.key.text.as_str();
    let of = match key {
        "modes" => "LOCAL",
        "location" | "cache_namespace" | "bucket_owner" => "S3",
        _ => return,
    };
    if kind != of {
        cx.report(
            &CACHE_IGNORED,
            entry.key.at,
            format!("`{key}` is of a cache of type `{of}`, and this one is `{kind}`"),
        )
        .help(format!("leave `{key}` out, or write `type: {of}`"));
    }
}

code! {
    NO_LOCAL_CACHE = "P177" Error "a local cache where CodeBuild keeps none",
    why: "CodeBuild keeps no cache on the machines of builds in a VPC, on those with GPUs, and on those of size `BUILD_GENERAL1_2XLARGE`: every build starts without one.",
    example: "project build {\n    vpc_config: { … },\n    cache: { type: LOCAL, modes: [LOCAL_CUSTOM_CACHE] },\n    …\n}",
    fix: "Keep the cache in a bucket: `cache: { type: S3, location: \"BUCKET/PATH\" }`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html",
}

fn local<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>, entry: &Entry<P>) {
    let machine = build.machine.filter(|machine| !machine.has_local_cache);
    let largest = constant(build.entries, "compute_type") == Some(machines::NO_LOCAL_CACHE);
    let (why, at) = if let Some(vpc) = build.get("vpc_config") {
        ("runs its builds in a VPC".to_owned(), vpc.key.at)
    } else if let Some(machine) = machine {
        let said = build.get("environment_type").or(build.get("image"));
        let at = said.map_or(entry.key.at, |said| said.value.at);
        (format!("builds on `{}`", machine.name), at)
    } else if let Some(size) = build.get("compute_type").filter(|_| largest) {
        let size = (machines::NO_LOCAL_CACHE, size.value.at);
        (format!("builds on machines of size `{}`", size.0), size.1)
    } else {
        return;
    };
    cx.report(
        &NO_LOCAL_CACHE,
        entry.value.at,
        format!(
            "project `{}` {why}, where CodeBuild keeps no local cache",
            build.name()
        ),
    )
    .help("keep it in a bucket: `cache: { type: S3, location: \"BUCKET/PATH\" }`")
    .related("this is why", at);
}

code! {
    LAYERS_WITHOUT_DOCKER = "P178" Error "a cache of Docker layers where builds run no Docker",
    why: "CodeBuild caches Docker layers on Linux only, and only for a project in privileged mode. It refuses others.",
    example: "project build { cache: { type: LOCAL, modes: [LOCAL_DOCKER_LAYER_CACHE] }, … }",
    fix: "Add `privileged_mode: true`, or leave the mode out.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html",
    lacking: Part,
}

fn layers<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>, mode: &Value<P>) {
    let (message, help) = match build.machine {
        Some(machine) if !machine.linux => (
            format!("`{}` has no cache of Docker layers", machine.name),
            "leave `LOCAL_DOCKER_LAYER_CACHE` out, or build on Linux",
        ),
        _ if build.is_true("privileged_mode") == Some(false) => (
            format!(
                "project `{}` caches Docker layers and runs no Docker",
                build.name()
            ),
            "add `privileged_mode: true`, or leave `LOCAL_DOCKER_LAYER_CACHE` out",
        ),
        _ => return,
    };
    cx.report(&LAYERS_WITHOUT_DOCKER, mode.at, message)
        .help(help);
}

code! {
    NO_CLONE_TO_CACHE = "P179" Warning "a cache of sources that are no clone of a repository",
    why: "`LOCAL_SOURCE_CACHE` keeps what Git knows of a repository. A build of a pipeline gets its sources as a ZIP file, unless the source action hands over a clone, and then CodeBuild ignores this mode.",
    example: "project build { cache: { type: LOCAL, modes: [LOCAL_SOURCE_CACHE] }, … }",
    fix: "Leave the mode out, or hand over a clone: `output_artifact_format: CODEBUILD_CLONE_REF` in the source action.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/caching-local.html",
}

fn sources<P: Place>(cx: &mut Check<'_, P>, mode: &Value<P>) {
    let stages = cx.index.stages.iter();
    let mut sources = stages.flat_map(|stage| &stage.runs);
    let hands_over = sources.any(|run| {
        let format = run.action.config.iter();
        let mut format = format.filter(|entry| entry.key.text == "output_artifact_format");
        format.any(|entry| {
            let zip = |format: &str| format == "CODE_ZIP";
            !entry.value.data.constant().is_some_and(zip)
        })
    });
    if !hands_over {
        cx.report(
            &NO_CLONE_TO_CACHE,
            mode.at,
            "no source of the pipeline is a clone of a repository, so there is nothing to cache",
        )
        .help("leave `LOCAL_SOURCE_CACHE` out, or write `output_artifact_format: CODEBUILD_CLONE_REF` in the source action");
    }
}
