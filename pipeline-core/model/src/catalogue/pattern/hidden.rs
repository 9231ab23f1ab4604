//! Characters that nobody sees.

/// The first character in a string that nobody sees: a control character besides tabs and line
/// breaks, or one that turns the direction of the text around it. It would stand as it is in
/// templates and reports, and what is read there is not what AWS gets.
///
/// Source: <https://doc.rust-lang.org/rustc/lints/listing/deny-by-default.html#text-direction-codepoint-in-literal>
pub(crate) fn hidden(text: &str) -> Option<String> {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let found = text.chars().find(|c| control(*c) || turns(*c))?;
    let what = if turns(found) {
        "which turns the direction of the text around it"
    } else {
        "a control character"
    };
    Some(format!("holds U+{:04X}, {what}", u32::from(found)))
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn what_nobody_sees_is_named() {
        let found = |text| hidden(text).unwrap_or_default();
        assert_eq!(found("a\u{0}b"), "holds U+0000, a control character");
        assert_eq!(
            found("a\u{202e}b"),
            "holds U+202E, which turns the direction of the text around it"
        );
        assert_eq!(found("größe\t– naïve\r\nשלום"), "");
    }
}
