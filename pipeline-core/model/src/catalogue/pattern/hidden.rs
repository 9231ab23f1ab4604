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

/// The first character in a string that has no width, and that is no part of how a script is
/// written: AWS takes it as it is, and two texts that look alike differ. What joins letters or
/// pictures, as in Persian or in emoji, is none beside a character that is not ASCII.
///
/// Source: <https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt>,
/// `Default_Ignorable_Code_Point`
pub(crate) fn invisible(text: &str) -> Option<String> {
    let without_width = |c: char| {
        matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}')
    };
    let joins = |c: char| matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}');
    let mut before: Option<char> = None;
    for (place, found) in text.char_indices() {
        let after = text
            .get(place + found.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        let written = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !joins(c));
        let needless = joins(found) && !written(before) && !written(after);
        if without_width(found) || needless {
            let code = u32::from(found);
            return Some(format!("holds U+{code:04X}, a character that nobody sees"));
        }
        if !joins(found) {
            before = Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{hidden, invisible};

    #[test]
    fn what_has_no_width_is_named() {
        let found = |text| invisible(text).unwrap_or_default();
        for text in [
            "a\u{200b}b",
            "\u{feff}version: 0.2",
            "a\u{ad}b",
            "a\u{200d}b",
            "a\u{2060}",
            "a\u{e0041}\u{e0042}",
        ] {
            assert!(
                found(text).ends_with("a character that nobody sees"),
                "{text:?}"
            );
        }
        for text in [
            "",
            "größe",
            "می\u{200c}خواهم",
            "👩\u{200d}💻",
            "❤\u{fe0f}",
            "a b\tc\n",
        ] {
            assert_eq!(found(text), "", "{text:?}");
        }
    }

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
