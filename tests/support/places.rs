//! The places in the source that files name.

/// The text of a file without the places in the source that it names.
pub(crate) fn without_places(text: &str) -> String {
    const SOURCE: &str = "\"source\":\"";
    let mut parts = text.split(SOURCE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(SOURCE);
        let end = part.find('"').unwrap_or(part.len());
        out.push_str(&part[end..]);
    }
    out
}
