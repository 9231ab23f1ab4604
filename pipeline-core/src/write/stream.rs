//! Large JSON that is written as it is made, so that it is never a tree in memory.

use serde_core::{Serialize, Serializer};

/// A JSON list whose items are made one after another, each when it is its turn.
pub(super) struct List<F>(pub(super) F);

impl<F, I> Serialize for List<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// The indented text of a report, with an end of line.
pub(super) fn text(report: &impl Serialize) -> String {
    // Strings and numbers under string keys: nothing of a report can fail.
    let text = serde_json::to_string_pretty(report).unwrap_or_default();
    text + "\n"
}
