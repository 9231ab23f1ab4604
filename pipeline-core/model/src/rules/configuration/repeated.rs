//! Keys that stand twice.

use crate::code::code;
use crate::model::Entry;
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::names::Seen;

code! {
    KEY_TWICE = "P402" Error "a key is said twice",
    why: "Of two values for one key, it is not known which one is meant.",
    example: "branch_name: \"main\",\nbranch_name: \"release\",",
    fix: "Leave one of them out.",
    source: "",
}

/// Checks that no key stands twice.
pub(crate) fn once<P: Place>(cx: &mut Check<'_, P>, entries: &[Entry<P>]) {
    let mut seen = Seen::new();
    for key in entries.iter().map(|entry| &entry.key) {
        let Some(first) = seen.add(key) else {
            continue;
        };
        cx.report(&KEY_TWICE, key.at, format!("`{}` is said twice", key.text))
            .help("leave one of them out")
            .related("first said here", first);
    }
}
