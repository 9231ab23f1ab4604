//! Requests as other evaluators of IAM take them.

use super::evaluate::{Request, Verdict};

/// Writes down every request with all that decides it.
#[derive(Debug, Default)]
pub(super) struct Recorder {}

impl Recorder {
    pub(super) fn record(
        &mut self,
        _sort: &str,
        _why: &str,
        _request: &Request<'_>,
        _verdict: &Verdict<'_>,
    ) {
    }
}
