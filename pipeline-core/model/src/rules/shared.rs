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
