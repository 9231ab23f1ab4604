//! Buckets that an action works on: none of them is a store of the pipeline.

use crate::catalogue::{Type, pattern};
use crate::code::code;
use crate::model::{Store, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run};

code! {
    STORE_AS_TARGET = "P145" Error "an action that deploys into an artifact store",
    why: "An artifact store is the pipeline's own: what lies in it is handed from action to action, and it expires. An action that writes files of its own into it could replace the artifacts that other actions deploy. AWS would take it; pipewright lets no role write where it only has to read. The store of another pipeline of the same build counts like one of the pipeline.",
    example: "store main @ \"us-east-1\" { bucket_name: \"sample-artifacts\" };\n…\nUpload: S3Deploy(site) { bucket_name: \"sample-artifacts\", extract: true };",
    fix: "Deploy into another bucket.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html",
}

/// Checks that a bucket that an action works on is no store of the pipeline.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    if run.is_source() {
        return;
    }
    for (key, entry) in run.keys() {
        if matches!(key.kind, Type::String(of) if *of == pattern::BUCKET_NAME) {
            no_store(cx, run, &entry.value);
        }
    }
}

fn no_store<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, value: &Value<P>) {
    let Some(bucket) = value.data.text() else {
        return;
    };
    let is_it = |store: &&Store<P>| {
        let own = store.bucket().and_then(|value| value.data.text());
        own == Some(bucket)
    };
    let Some(store) = cx.index.model.stores.iter().find(is_it) else {
        return;
    };
    cx.report(
        &STORE_AS_TARGET,
        value.at,
        format!(
            "`{bucket}` is the bucket of store `{}`, and {} would write among the artifacts",
            store.name.text,
            run.title()
        ),
    )
    .help("deploy into another bucket")
    .related(
        format!("`{}` is declared here", store.name.text),
        store.name.at,
    );
}
