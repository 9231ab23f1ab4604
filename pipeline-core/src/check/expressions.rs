//! Rust expressions and included files that yielded nothing.

use super::context::Check;
use crate::codes;
use crate::model::{Data, Said, Text, Value};
use crate::place::Place;

/// A text where it is known; where its expression failed, that is reported.
pub(super) fn known<'t, P: Place>(cx: &mut Check<'_, P>, text: &'t Text<P>) -> Option<&'t str> {
    if let Said::Failed(error) = &text.said {
        failed(cx, text.at, error);
    }
    text.known()
}

/// Whether a value can be looked at: it is known, and did not fail.
pub(super) fn is_known<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) -> bool {
    match &value.data {
        Data::Later(_) => false,
        Data::Failed(error) => {
            failed(cx, value.at, error);
            false
        }
        Data::Include {
            path,
            content: Err(error),
        } => {
            cx.report(
                &codes::UNREADABLE_FILE,
                value.at,
                format!("`{path}` cannot be read: {error}"),
            )
            .help("the path is relative to the crate, where `Cargo.toml` is");
            false
        }
        _ => true,
    }
}

fn failed<P: Place>(cx: &mut Check<'_, P>, at: P, error: &str) {
    cx.report(
        &codes::FAILED_EXPRESSION,
        at,
        format!("this expression failed: {error}"),
    );
}
