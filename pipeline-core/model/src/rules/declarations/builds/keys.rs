//! The key of a project, and ARNs of what is of the project's region.

use super::Build;
use crate::catalogue::{pattern, region};
use crate::code::code;
use crate::model::{Data, Entry, Origin};
use crate::place::Place;
use crate::rules::context::Check;

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    if let Some(entry) = build.get("encryption_key") {
        of_region(cx, build, entry, entry.value.data.text(), entry.value.at);
        artifacts(cx, build, entry);
    }
    if let Some(entry) = build.get("report_groups") {
        for group in entry.value.items() {
            of_region(cx, build, entry, group.data.text(), group.at);
        }
    }
    batches(cx, build);
}

code! {
    OF_ANOTHER_REGION = "P186" Error "a key or a report group of another region than the project",
    why: "CodeBuild uses keys and report groups of the project's region. One of another region is not found: the project is refused, or its first build fails.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\n…\nproject build {\n    encryption_key: \"arn:aws:kms:eu-west-1:111111111111:key/…\",\n    …\n}",
    fix: "Name one of the project's region, or put the project there: `project build @ \"eu-west-1\"`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-kms.html",
}

fn of_region<P: Place>(
    cx: &mut Check<'_, P>,
    build: &Build<'_, P>,
    entry: &Entry<P>,
    arn: Option<&str>,
    at: P,
) {
    let of = arn.and_then(pattern::arn_environment).map(|(of, _)| of);
    let (Some(of), Some(own)) = (of, build.region(cx)) else {
        return;
    };
    // An ARN of another partition is reported where its form is checked.
    let partition = |name: &str| region::partition(name).map(|found| found.name);
    if of == own || partition(of).is_none() || partition(of) != partition(own) {
        return;
    }
    let name = build.name();
    cx.report(
        &OF_ANOTHER_REGION,
        at,
        format!(
            "`{}` is of region `{of}`, and project `{name}` is in `{own}`",
            entry.key.text
        ),
    )
    .help(format!("name one of `{own}`"));
}

code! {
    KEY_OF_ARTIFACTS = "P185" Error "a key of its own for a project that makes artifacts",
    why: "CodeBuild encrypts a build's outputs with the project's key. The actions that read them may use the store's key and no other, and the store refuses what is encrypted with another.",
    example: "project package { encryption_key: \"arn:aws:kms:us-east-1:111111111111:key/…\", … }\n…\nlet packaged = Package: CodeBuild(source) { project_name: package };",
    fix: "Leave `encryption_key` out: the project has the store's. To encrypt artifacts with a key of your own, import the store: `store main @ \"us-east-1\" = import { bucket: \"…\", key: \"arn:…\" };`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html",
}

fn artifacts<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>, entry: &Entry<P>) {
    let outputs = build.actions(cx).find_map(|action| action.outputs.first());
    let Some(output) = outputs.filter(|_| !is_the_stores(cx, build, entry)) else {
        return;
    };
    cx.report(
        &KEY_OF_ARTIFACTS,
        entry.key.at,
        format!(
            "project `{}` makes `{}`, which the store's key encrypts",
            build.name(),
            output.text
        ),
    )
    .help("leave `encryption_key` out: a project that makes artifacts has the store's key")
    .related(format!("`{}` is made here", output.text), output.at);
}

/// Returns whether an imported store of the project's region has this key.
fn is_the_stores<P: Place>(cx: &Check<'_, P>, build: &Build<'_, P>, entry: &Entry<P>) -> bool {
    let own = entry.value.data.text();
    let region = build.region(cx);
    let stores = &cx.index.model.stores;
    own.is_none()
        || stores.iter().any(|store| {
            let here = cx.index.model.region_of(&store.environment);
            let key = store.setting("key").and_then(|key| key.value.data.text());
            matches!(store.origin, Origin::Imported(_))
                && here.and_then(|here| here.known()) == region
                && key == own
        })
}

code! {
    NO_BATCH = "P187" Warning "settings for batches that nobody runs",
    why: "`build_batch_config` says what a batch of builds may take. No action runs one with this project, so that it is left out of the template.",
    example: "project build { build_batch_config: { timeout_in_mins: 60 }, … }\n…\nBuild: CodeBuild(source) { project_name: build };",
    fix: "Run a batch, `batch_enabled: true` in the action, or leave the setting out.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html",
    lacking: Maker,
}

fn batches<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    let Some(entry) = build.get("build_batch_config") else {
        return;
    };
    let used = build.actions(cx).next().is_some();
    let may_run = build.actions(cx).any(|action| {
        let batch = action.entry("batch_enabled");
        batch.is_some_and(|entry| !matches!(entry.value.data, Data::Bool(false)))
    });
    if used && !may_run {
        cx.report(
            &NO_BATCH,
            entry.key.at,
            format!("no action runs a batch with project `{}`", build.name()),
        )
        .help("write `batch_enabled: true` in the action, or leave `build_batch_config` out");
    }
}
