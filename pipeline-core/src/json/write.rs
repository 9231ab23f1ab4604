//! JSON as it is written to files: straight into one text, with or without spaces.
//!
//! What is large and only written, such as the access report, never becomes a tree. The loops
//! are plain, since build scripts are compiled without optimisation.

use super::Json;

/// A tree without spaces.
pub(crate) fn compact(tree: &Json) -> String {
    let mut out = Writer::new(false);
    out.value(tree);
    out.text_so_far()
}

/// A tree, indented.
pub(crate) fn pretty(tree: &Json) -> String {
    let mut out = Writer::pretty();
    out.value(tree);
    out.text_so_far()
}

/// A JSON text as it grows.
pub(crate) struct Writer {
    /// UTF-8: bytes are added faster one by one than letters are.
    out: Vec<u8>,
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
            out: Vec::new(),
            spaces,
            depth: 0,
            flat: false,
            empty: true,
        }
    }

    /// The text, with an end of line.
    pub(crate) fn finish(mut self) -> String {
        self.out.push(b'\n');
        self.text_so_far()
    }

    fn text_so_far(self) -> String {
        // It is made of texts, so that nothing is ever lost.
        String::from_utf8(self.out)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    /// An object; its keys come in the order in which `fill` writes them.
    pub(crate) fn object(&mut self, fill: impl FnOnce(&mut Writer)) {
        self.open(b'{');
        fill(self);
        self.close(b'}');
    }

    /// A list; `fill` calls [`Writer::item`] before each of its values.
    pub(crate) fn list(&mut self, fill: impl FnOnce(&mut Writer)) {
        self.open(b'[');
        fill(self);
        self.close(b']');
    }

    /// A key of an object, whose value comes next. It stands in our source, and needs no
    /// escapes.
    pub(crate) fn key(&mut self, key: &'static str) -> &mut Writer {
        self.item();
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.push(b'"');
        self.colon()
    }

    /// A key that may be any text.
    pub(crate) fn entry(&mut self, key: &str) -> &mut Writer {
        self.item();
        self.text(key);
        self.colon()
    }

    /// Comes before a value of a list.
    pub(crate) fn item(&mut self) -> &mut Writer {
        if !self.empty {
            self.out.push(b',');
            if self.flat && self.spaces {
                self.out.push(b' ');
            }
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
        self.out.push(b'"');
        self.part(text);
        self.out.push(b'"');
    }

    /// A text as a value, which is in parts.
    pub(crate) fn text_of(&mut self, parts: &[&str]) {
        self.out.push(b'"');
        for part in parts {
            self.part(part);
        }
        self.out.push(b'"');
    }

    fn part(&mut self, text: &str) {
        if is_plain(text) {
            self.out.extend_from_slice(text.as_bytes());
        } else {
            escape(&mut self.out, text);
        }
    }

    /// A list of texts.
    pub(crate) fn texts<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        self.open(b'[');
        for text in texts {
            self.item().text(text.as_ref());
        }
        self.close(b']');
    }

    /// What is written as it is: a number, `true`.
    pub(crate) fn word(&mut self, word: &str) {
        self.out.extend_from_slice(word.as_bytes());
    }

    /// A tree.
    pub(crate) fn value(&mut self, value: &Json) {
        match value {
            Json::Null => self.word("null"),
            Json::Bool(truth) => self.word(if *truth { "true" } else { "false" }),
            Json::Number(number) => self.word(&number.to_string()),
            Json::String(text) => self.text(text),
            Json::Array(items) => {
                let items = items.as_slice();
                self.open(b'[');
                let mut at = 0;
                while at < items.len() {
                    self.item().value(&items[at]);
                    at += 1;
                }
                self.close(b']');
            }
            Json::Object(map) => {
                let entries = map.entries();
                self.open(b'{');
                let mut at = 0;
                while at < entries.len() {
                    let (key, value) = &entries[at];
                    self.entry(key).value(value);
                    at += 1;
                }
                self.close(b'}');
            }
        }
    }

    fn colon(&mut self) -> &mut Writer {
        self.out.push(b':');
        if self.spaces {
            self.out.push(b' ');
        }
        self
    }

    fn open(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    fn close(&mut self, bracket: u8) {
        self.depth -= 1;
        if !self.empty {
            self.line();
        }
        self.empty = false;
        self.out.push(bracket);
    }

    fn line(&mut self) {
        const SPACES: &[u8] = b"\n                                ";
        if self.spaces && !self.flat {
            match SPACES.get(..=2 * self.depth) {
                Some(spaces) => self.out.extend_from_slice(spaces),
                None => {
                    self.out.push(b'\n');
                    self.out.resize(self.out.len() + 2 * self.depth, b' ');
                }
            }
        }
    }
}

/// Whether a text needs no escapes, sixteen bytes at a time: nearly none does.
pub(super) fn is_plain(text: &str) -> bool {
    const ONES: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;
    const HIGH: u128 = ONES << 7;
    const SPACES: u128 = ONES << 5;
    const QUOTES: u128 = ONES * b'"' as u128;
    const SLASHES: u128 = ONES * b'\\' as u128;
    let bytes = text.as_bytes();
    let mut rest = bytes;
    if bytes.len() >= 16 {
        let (words, after) = bytes.as_chunks::<16>();
        rest = after;
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
    }
    let mut at = 0;
    while at < rest.len() {
        let byte = rest[at];
        if byte < b' ' || byte == b'"' || byte == b'\\' {
            return false;
        }
        at += 1;
    }
    true
}

fn escape(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            8 => out.extend_from_slice(b"\\b"),
            12 => out.extend_from_slice(b"\\f"),
            control if control < b' ' => {
                out.extend_from_slice(format!("\\u{control:04x}").as_bytes());
            }
            other => out.push(other),
        }
    }
}
