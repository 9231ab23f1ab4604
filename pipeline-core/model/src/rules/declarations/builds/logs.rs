//! The logs of builds, and the buckets that builds write into.

use super::{Build, constant, get};
use crate::catalogue::pattern;
use crate::code::code;
use crate::model::{Entry, Store};
use crate::place::Place;
use crate::rules::configuration::missing::MISSING_KEY;
use crate::rules::context::Check;

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, build: &Build<'_, P>) {
    let logs = build.map("logs_config");
    let of = |key: &str| get(logs, key).and_then(|entry| Some((entry, entry.value.data.as_map()?)));
    if let Some((entry, s3)) = of("s3_logs") {
        if constant(s3, "status") != Some("DISABLED") && get(s3, "location").is_none() {
            cx.report(
                &MISSING_KEY,
                entry.key.at,
                format!("`s3_logs` of project `{}` has no `location`", build.name()),
            )
            .help("add the bucket: `location: \"BUCKET/PATH\"`");
        }
        if let Some(location) = get(s3, "location") {
            artifacts(cx, location);
        }
    }
    if let Some(location) = get(build.map("cache"), "location") {
        artifacts(cx, location);
    }
    if let Some(certificate) = build.get("certificate") {
        artifacts(cx, certificate);
    }
    // Another text is a path in the source.
    let buildspec = build.get("buildspec");
    if let Some(buildspec) = buildspec.filter(|entry| is_arn(entry)) {
        artifacts(cx, buildspec);
    }
}

fn is_arn<P>(entry: &Entry<P>) -> bool {
    let text = entry.value.data.text();
    text.is_some_and(|text| text.starts_with("arn:"))
}

code! {
    IN_THE_STORE = "P189" Error "a cache, logs or a certificate in an artifact store",
    why: "Who may read and write a store follows from the pipeline's artifacts, and what lies there expires. A build that keeps its cache or its logs there too could write what other actions take for artifacts.",
    example: "store main @ \"us-east-1\" = import { bucket: \"artifacts\" };\n…\nproject build { cache: { type: S3, location: \"artifacts/cache\" }, … }",
    fix: "Name another bucket.",
    source: "",
}

fn artifacts<P: Place>(cx: &mut Check<'_, P>, location: &Entry<P>) {
    let text = location.value.data.text().unwrap_or_default();
    let Some((bucket, _)) = pattern::bucket_and_path(text) else {
        return;
    };
    let names = |store: &&Store<P>| {
        let own = store.bucket().and_then(|value| value.data.text());
        own == Some(bucket)
    };
    let Some(store) = cx.index.model.stores.iter().find(names) else {
        return;
    };
    cx.report(
        &IN_THE_STORE,
        location.value.at,
        format!("bucket `{bucket}` is that of store `{}`", store.name.text),
    )
    .help("name another bucket")
    .related(
        format!("`{}` is declared here", store.name.text),
        store.name.at,
    );
}
