//! What only the reference says of the catalogue, in words.

use std::fmt::Write as _;

use pipewright_core::catalogue::snake_case;
pub(crate) use pipewright_core::catalogue::words::{
    holds, items, list, placement, range, upper, value, variables, when_needed,
};

pub(crate) fn or_own(name: &str) -> String {
    if name.is_empty() {
        "as the action says".to_owned()
    } else {
        format!("`{name}`")
    }
}

/// A template of the catalogue, its keys as users write them.
pub(crate) fn with_written_keys(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        out.push_str(before);
        let (key, part) = name
            .split_once('.')
            .map_or((name, ""), |(key, part)| match part {
                "execution" => (key, "'s execution"),
                _ => (key, "'s name"),
            });
        let _ = write!(out, "{{{}{part}}}", snake_case(key));
        rest = after;
    }
    out + rest
}
