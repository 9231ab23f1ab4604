//! A page of the docs that a test makes: written when it is told to, and current.

use std::env;
use std::fs;
use std::path::Path;

/// Fails where the page is not `text`. With `BLESS=1` it is written first.
#[track_caller]
pub(crate) fn is_current(page: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    if env::var("BLESS").is_ok_and(|set| !matches!(set.as_str(), "" | "0")) {
        fs::write(&path, text).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let test = env!("CARGO_CRATE_NAME");
    assert!(
        found == text,
        "{page} is not current: `BLESS=1 cargo test --test {test}` writes it anew"
    );
}
