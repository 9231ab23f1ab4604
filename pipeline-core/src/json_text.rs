//! JSON as it is written: with a line for each item, down to a depth.

use std::io::{self, Write};

use serde_core::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

/// The lines that a text is broken into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// Lists and objects down to this depth have a line for each item; what is below has one line.
    pub(crate) depth: usize,
    /// The spaces of each depth.
    pub(crate) indent: usize,
    /// A closing bracket has a line.
    pub(crate) closing: bool,
    /// A `<` is escaped, and so are the line separators of Unicode: no text can end the element
    /// of a page that holds it, nor a line of a script.
    pub(crate) for_a_page: bool,
}

impl Layout {
    /// As people write JSON.
    pub(crate) const INDENTED: Layout = Layout {
        depth: usize::MAX,
        indent: 2,
        closing: true,
        for_a_page: false,
    };
}

/// The text of a value whose strings, numbers and string keys no serializer refuses, with an end
/// of line.
pub(crate) fn text(value: &impl Serialize, layout: Layout) -> String {
    text_within(value, layout, usize::MAX).unwrap_or_default()
}

/// The same, or nothing if it has more bytes than that.
pub(crate) fn text_within(value: &impl Serialize, layout: Layout, max: usize) -> Option<String> {
    let mut out = Bounded {
        bytes: Vec::new(),
        max,
    };
    let lines = Lines {
        layout,
        depth: 0,
        filled: false,
    };
    let mut serializer = Serializer::with_formatter(&mut out, lines);
    value.serialize(&mut serializer).ok()?;
    out.write_all(b"\n").ok()?;
    String::from_utf8(out.bytes).ok()
}

/// A JSON list whose items are made one after another, each when it is its turn: a large one is
/// never a tree in memory.
pub(crate) struct List<F>(pub(crate) F);

impl<F, I> Serialize for List<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Bytes in memory, up to a number of them.
struct Bounded {
    bytes: Vec<u8>,
    max: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > self.max - self.bytes.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What goes before an item: a build script is not optimised, so one call for all of it counts.
const BREAK: &[u8] = b",\n                                ";

struct Lines {
    layout: Layout,
    depth: usize,
    /// The list or object that ends has items.
    filled: bool,
}

impl Lines {
    fn is_broken(&self) -> bool {
        self.depth <= self.layout.depth
    }

    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    fn item<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        match (self.is_broken(), first) {
            (true, _) => self.line(out, usize::from(first)),
            (false, true) => Ok(()),
            (false, false) => out.write_all(b","),
        }
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        let broken = self.filled && self.layout.closing && self.is_broken();
        self.depth -= 1;
        self.filled = true;
        if broken {
            self.line(out, 1)?;
        }
        out.write_all(bracket)
    }

    /// Begins a line, with the bytes of a break from this one on.
    fn line<W: ?Sized + Write>(&self, out: &mut W, from: usize) -> io::Result<()> {
        let end = 2 + self.depth * self.layout.indent;
        if let Some(whole) = BREAK.get(from..end) {
            return out.write_all(whole);
        }
        out.write_all(&BREAK[from..])?;
        (BREAK.len()..end).try_for_each(|_| out.write_all(b" "))
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

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
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

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let spaced = self.layout.indent > 0 && self.is_broken();
        out.write_all(if spaced { b": " } else { b":" })
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if !self.layout.for_a_page || !ends_an_element_or_line(fragment) {
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
        CompactFormatter.write_char_escape(out, escape)
    }
}

/// What could end the element of a page, or a line of a script.
const ESCAPED: [char; 3] = ['<', '\u{2028}', '\u{2029}'];

/// Hardly a text does, and a byte is found faster than a character.
fn ends_an_element_or_line(text: &str) -> bool {
    text.as_bytes().contains(&b'<') || (!text.is_ascii() && text.contains(ESCAPED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn nested(depth: usize) -> Value {
        (0..depth).fold(json!({}), |inner, _| json!({ "a": [inner, 1], "b": {} }))
    }

    #[test]
    fn indented_text_is_that_of_serde_json() {
        for depth in [0, 1, 7, 8, 15, 16, 17, 40] {
            let value = nested(depth);
            let wanted = serde_json::to_string_pretty(&value).unwrap() + "\n";
            assert_eq!(text(&value, Layout::INDENTED), wanted);
        }
    }

    #[test]
    fn deep_things_have_one_line() {
        let layout = Layout {
            depth: 6,
            indent: 1,
            ..Layout::INDENTED
        };
        let deep = json!({ "a": [], "b": [{ "c": [{ "d": [{ "e": [1, { "f": 2 }] }] }] }] });
        let written = text(&deep, layout);
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!(lines[1], " \"a\": [],");
        assert!(lines.contains(&"      {\"e\":[1,{\"f\":2}]}"), "{written}");
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read, deep);
    }

    #[test]
    fn closing_brackets_need_no_line() {
        let layout = Layout {
            depth: 4,
            indent: 0,
            closing: false,
            for_a_page: false,
        };
        let written = text(&json!([[[{ "a": [1, { "b": 2 }] }]]]), layout);
        assert_eq!(written, "[\n[\n[\n{\n\"a\":[1,{\"b\":2}]}]]]\n");
    }

    #[test]
    fn nothing_ends_the_element_that_holds_it() {
        let layout = Layout {
            for_a_page: true,
            ..Layout::INDENTED
        };
        let hostile = json!({
            "</script><!--<script>": ["<img onerror=alert(1)>", "a\u{2028}b\u{2029}", "\"\\\n\u{1}"],
        });
        let written = text(&hostile, layout);
        assert!(!written.contains(ESCAPED), "{written}");
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read, hostile);
    }

    #[test]
    fn a_text_ends_where_it_is_too_long() {
        let value = json!(["a", "b"]);
        let whole = text(&value, Layout::INDENTED);
        let within = |max| text_within(&value, Layout::INDENTED, max);
        assert_eq!(within(whole.len()), Some(whole.clone()));
        for max in 0..whole.len() {
            assert_eq!(within(max), None);
        }
    }
}
