//! JSON as it is written to files: straight into one text, with or without spaces.
//!
//! What is large and only written, such as the access report, never becomes a tree.

use serde_json::Value;

/// An object of values that go into it as they are, where `json!` would copy them.
pub(crate) fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries.into_iter();
    Value::Object(
        entries
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

/// A JSON text as it grows. With spaces it looks as `serde_json` writes it.
pub(crate) struct Writer {
    out: String,
    spaces: bool,
    depth: usize,
    /// Whether what is written now stays on its line.
    flat: bool,
    /// Whether the innermost object or list has nothing in it yet.
    empty: bool,
}

impl Writer {
    /// A text that is indented.
    pub(crate) fn pretty() -> Writer {
        Writer::new(true)
    }

    pub(crate) fn new(spaces: bool) -> Writer {
        Writer {
            out: String::new(),
            spaces,
            depth: 0,
            flat: false,
            empty: true,
        }
    }

    /// The text, with an end of line.
    pub(crate) fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    /// An object; its keys come in the order in which `fill` writes them.
    pub(crate) fn object(&mut self, fill: impl FnOnce(&mut Writer)) {
        self.open('{');
        fill(self);
        self.close('}');
    }

    /// A list; `fill` calls [`Writer::item`] before each of its values.
    pub(crate) fn list(&mut self, fill: impl FnOnce(&mut Writer)) {
        self.open('[');
        fill(self);
        self.close(']');
    }

    /// A key of an object, whose value comes next.
    pub(crate) fn key(&mut self, key: &str) -> &mut Writer {
        self.item();
        self.text(key);
        self.out.push_str(if self.spaces { ": " } else { ":" });
        self
    }

    /// Comes before a value of a list.
    pub(crate) fn item(&mut self) -> &mut Writer {
        if !self.empty {
            self.out
                .push_str(if self.flat && self.spaces { ", " } else { "," });
        }
        self.empty = false;
        self.line();
        self
    }

    /// What `fill` writes stays on one line.
    pub(crate) fn flat(&mut self, fill: impl FnOnce(&mut Writer)) {
        let before = std::mem::replace(&mut self.flat, true);
        fill(self);
        self.flat = before;
    }

    /// A text as a value.
    pub(crate) fn text(&mut self, text: &str) {
        self.text_of(&[text]);
    }

    /// A text as a value, which is in parts.
    pub(crate) fn text_of(&mut self, parts: &[&str]) {
        self.out.push('"');
        for part in parts {
            if is_plain(part) {
                self.out.push_str(part);
            } else {
                escape(&mut self.out, part);
            }
        }
        self.out.push('"');
    }

    /// A list of texts.
    pub(crate) fn texts<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        self.list(|out| {
            for text in texts {
                out.item().text(text.as_ref());
            }
        });
    }

    /// What is written as it is: a number, `true`.
    pub(crate) fn word(&mut self, word: &str) {
        self.out.push_str(word);
    }

    /// A tree.
    pub(crate) fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.word("null"),
            Value::Bool(truth) => self.word(if *truth { "true" } else { "false" }),
            Value::Number(number) => self.word(&number.to_string()),
            Value::String(text) => self.text(text),
            Value::Array(items) => self.list(|out| {
                for item in items {
                    out.item().value(item);
                }
            }),
            Value::Object(entries) => self.object(|out| {
                for (key, value) in entries {
                    out.key(key).value(value);
                }
            }),
        }
    }

    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    fn close(&mut self, bracket: char) {
        self.depth -= 1;
        if !self.empty {
            self.line();
        }
        self.empty = false;
        self.out.push(bracket);
    }

    fn line(&mut self) {
        const SPACES: &str = "\n                                ";
        if self.spaces && !self.flat {
            match SPACES.get(..=2 * self.depth) {
                Some(spaces) => self.out.push_str(spaces),
                None => {
                    self.out.push('\n');
                    (0..self.depth).for_each(|_| self.out.push_str("  "));
                }
            }
        }
    }
}

/// Whether a text needs no escapes, sixteen bytes at a time: nearly none does. A plain loop,
/// since build scripts are compiled without optimisation.
fn is_plain(text: &str) -> bool {
    const ONES: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;
    const HIGH: u128 = ONES << 7;
    const SPACES: u128 = ONES << 5;
    const QUOTES: u128 = ONES * b'"' as u128;
    const SLASHES: u128 = ONES * b'\\' as u128;
    let bytes = text.as_bytes();
    let (words, rest) = bytes.as_chunks::<16>();
    let mut at = 0;
    while at < words.len() {
        let word = u128::from_le_bytes(words[at]);
        // Taking a number from a smaller byte borrows from its highest bit.
        let (quotes, slashes) = (word ^ QUOTES, word ^ SLASHES);
        let special = word.wrapping_sub(SPACES) & !word
            | quotes.wrapping_sub(ONES) & !quotes
            | slashes.wrapping_sub(ONES) & !slashes;
        if special & HIGH != 0 {
            return false;
        }
        at += 1;
    }
    at = 0;
    while at < rest.len() {
        let byte = rest[at];
        if byte < b' ' || byte == b'"' || byte == b'\\' {
            return false;
        }
        at += 1;
    }
    true
}

fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_tree_is_written_as_serde_json_writes_it() {
        let every: String = (0..0x80)
            .chain([0xe9, 0x1f980])
            .filter_map(char::from_u32)
            .collect();
        let mut deep = json!("end");
        for _ in 0..20 {
            deep = json!([deep]);
        }
        let tree = json!({
            "": [], "empty": {}, "list": [1, -2, true, null, "a", ["b"], { "c": {} }],
            "every": every, "plain": "arn:aws:iam::111111111111:role/app", "\"": { "é": "\u{80}x\\" },
            "deep": deep,
        });
        let written = |spaces| {
            let mut out = Writer::new(spaces);
            out.value(&tree);
            out.finish()
        };
        assert_eq!(written(true), format!("{tree:#}\n"));
        assert_eq!(written(false), format!("{tree}\n"));
    }

    #[test]
    fn what_is_flat_stays_on_its_line() {
        let mut out = Writer::pretty();
        out.list(|out| {
            out.item().flat(|out| {
                out.object(|out| {
                    out.key("a").texts(["b", "c"]);
                    out.key("d").object(|_| ());
                });
            });
            out.item().text("e");
        });
        let expected = "[\n  {\"a\": [\"b\", \"c\"], \"d\": {}},\n  \"e\"\n]\n";
        assert_eq!(out.finish(), expected);
    }

    #[test]
    fn a_text_is_plain_wherever_its_one_special_letter_stands() {
        for length in 0..40 {
            let plain = "aé~ \u{7f}\u{80}"
                .chars()
                .cycle()
                .take(length)
                .collect::<String>();
            assert!(is_plain(&plain), "{plain:?}");
            for (at, _) in plain.char_indices() {
                for special in ['"', '\\', '\n', '\u{1f}', '\0'] {
                    let mut text = plain.clone();
                    text.insert(at, special);
                    assert!(!is_plain(&text), "{text:?}");
                }
            }
        }
    }
}
