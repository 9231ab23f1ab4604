//! The text of `pipeline.json`: one thing a line, and safe inside of a page.

use std::io::{self, Write};

use serde_core::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};

/// Lists and objects at this depth and above begin new lines. Below it, a thing is one line.
const DEPTH: usize = 4;

/// What could end the element of a page, or a line of a script.
const ESCAPED: [char; 3] = ['<', '\u{2028}', '\u{2029}'];

/// The text of a report, with an end of line.
pub(super) fn text(report: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Lines::default());
    // Strings and numbers under string keys, into memory: nothing of a report can fail.
    let written = report.serialize(&mut serializer);
    bytes.push(b'\n');
    let text = String::from_utf8(bytes).unwrap_or_default();
    written.map(|()| text).unwrap_or_default()
}

/// Breaks lines above a depth. A `<` is escaped, and so are the line separators of Unicode: no
/// text can end the element of a page that holds it, nor a line of a script.
#[derive(Default)]
struct Lines {
    depth: usize,
}

impl Lines {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        out.write_all(bracket)
    }

    fn item<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if self.depth <= DEPTH {
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        out.write_all(bracket)
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // Hardly a text has one, and one character by itself is found fast.
        if !ESCAPED.iter().any(|one| fragment.contains(*one)) {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(ESCAPED) {
            let (before, behind) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            let mut behind = behind.chars();
            if let Some(character) = behind.next() {
                write!(out, "\\u{:04x}", u32::from(character))?;
            }
            rest = behind.as_str();
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        serde_json::ser::CompactFormatter.write_char_escape(out, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::{Value, json};

    #[test]
    fn nothing_ends_the_element_that_holds_it() {
        let hostile = json!({
            "</script><!--<script>": ["<img onerror=alert(1)>", "a\u{2028}b\u{2029}", "\"\\\n\u{1}"],
        });
        let written = text(&hostile);
        assert!(!written.contains(super::ESCAPED), "{written}");
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read, hostile);
    }

    #[test]
    fn deep_things_have_one_line() {
        let written = text(&json!([[[{ "a": [1, { "b": 2 }] }]]]));
        assert_eq!(written, "[\n[\n[\n{\n\"a\":[1,{\"b\":2}]}]]]\n");
    }
}
