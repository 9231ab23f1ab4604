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
}

code! {
    IN_THE_STORE = "P189" Error "a cache or logs in an artifact store",
    why: "Who may read and write a store follows from the pipeline's artifacts. A build that keeps its cache or its logs there too could write what other actions take for artifacts.",
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
        let keys = ["bucket", "bucket_name"];
        let mut entries = keys.iter().filter_map(|key| store.setting(key));
        entries.any(|entry| entry.value.data.text() == Some(bucket))
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
