//! Stores that several pipelines share. What only all pipelines of one `emit` show is found when
//! they are planned.

use crate::code::code;
use crate::model::{Origin, Store};
use crate::place::Place;
use crate::rules::context::Check;

code! {
    SHARED_AND_OWN = "P240" Error "a shared store has a setting of its own",
    why: "A shared store is one bucket and one key for several pipelines, so that all of them have to say the same of it: its settings stand in the value of `shared`, which is given to each of them.",
    example: "store artifacts @ \"us-east-1\" { shared: { name: \"artifacts\" }, expiration_in_days: 7 }",
    fix: "Move the setting: `shared: { name: \"artifacts\", expiration_in_days: 7 }`, or in Rust `SharedStore::new(\"artifacts\").set(\"expiration_in_days\", 7)`.",
    source: "",
}

/// Reports settings beside `shared`.
pub(crate) fn store<P: Place>(cx: &mut Check<'_, P>, store: &Store<P>) {
    let Origin::Managed(entries) = &store.origin else {
        return;
    };
    let Some(shared) = store.setting("shared") else {
        return;
    };
    for entry in entries.iter().filter(|entry| entry.key.text != "shared") {
        let (name, key) = (&store.name.text, &entry.key.text);
        let message = format!("store `{name}` is shared, and `{key}` would be its own");
        cx.report(&SHARED_AND_OWN, entry.key.at, message)
            .help(format!("move it into `shared: {{ …, {key}: … }}`"))
            .related("shared here", shared.key.at);
    }
}

code! {
    SHARED_DIFFERENTLY = "P546" Error "pipelines say different things of a store that they share",
    why: "A shared store is made once, for all pipelines of one `emit` that name it in the same region. Its bucket and key can have one account and one set of settings.",
    example: "let artifacts = SharedStore::new(\"artifacts\");\n// One pipeline has `home tools = \"111111111111\"`, another one `home other = \"222222222222\"`.",
    fix: "Give all of them the same value of `SharedStore`, and pipelines of another home account one of another name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

code! {
    SAME_FOLDER = "P547" Error "two pipelines would share a folder of their shared store",
    why: "CodePipeline writes the artifacts of a pipeline into a folder of the bucket that is called like the pipeline, and cuts that name after 20 characters. The roles of each pipeline may read and write its own folder only; in one that two pipelines have, each could read the other's artifacts.",
    example: "// `customer-portal-deploy-test` and `customer-portal-deploy-prod` share a store:\n// both have the folder `customer-portal-depl`.",
    fix: "Let the names of the two differ in their first 20 characters, or give one of them another store.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html",
}
