//! Large JSON that is written as it is made, so that it is never a tree in memory.

use std::io::{self, Write};

use serde_core::{Serialize, Serializer};
use serde_json::ser::Formatter;

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

/// Lists and objects down to this depth have a line for each item; what is below has one line. So
/// a grant and a request have a line each.
const DEPTH: usize = 6;

/// The text of a report, with an end of line.
pub(super) fn text(report: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let formatter = Lines {
        depth: 0,
        filled: false,
    };
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    // Strings and numbers under string keys, into memory: nothing of a report can fail.
    let written = report.serialize(&mut serializer);
    bytes.push(b'\n');
    let text = String::from_utf8(bytes).unwrap_or_default();
    written.map(|()| text).unwrap_or_default()
}

/// Breaks lines down to a depth.
struct Lines {
    depth: usize,
    /// The list or object that ends has items.
    filled: bool,
}

impl Lines {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    fn item<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.line(out)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        let broken = self.filled && self.depth <= DEPTH;
        self.depth -= 1;
        if broken {
            self.line(out)?;
        }
        self.filled = true;
        out.write_all(bracket)
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        if self.depth > DEPTH {
            return Ok(());
        }
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b" "))
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
        let space: &[u8] = if self.depth > DEPTH { b":" } else { b": " };
        out.write_all(space)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::{Value, json};

    #[test]
    fn deep_things_have_one_line() {
        let deep = json!({ "a": [], "b": [{ "c": [{ "d": [{ "e": [1, { "f": 2 }] }] }] }] });
        let written = text(&deep);
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!(lines[1], " \"a\": [],");
        assert!(lines.contains(&"      {\"e\":[1,{\"f\":2}]}"), "{written}");
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read, deep);
    }
}
