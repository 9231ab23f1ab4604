//! JSON read: the patterns of events, which the catalogue has as texts, the templates that an
//! earlier build left, and the cases that tests ask about.

use std::borrow::Cow;

use super::{Json, Map};

/// A tree of a text; nothing where the text is no JSON, or has a number that is not whole.
pub(crate) fn read(text: &str) -> Option<Json> {
    let mut reader = Reader { rest: text };
    let out = reader.value()?;
    reader.space();
    reader.rest.is_empty().then_some(out)
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Takes a text, after any space, if it is next.
    fn takes(&mut self, text: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self) -> Option<Json> {
        if self.takes("{") {
            return self.object();
        }
        if self.takes("[") {
            return self.list();
        }
        if self.takes("\"") {
            return Some(Json::String(Cow::Owned(self.text()?)));
        }
        for (word, value) in [
            ("null", Json::Null),
            ("true", Json::Bool(true)),
            ("false", Json::Bool(false)),
        ] {
            if self.takes(word) {
                return Some(value);
            }
        }
        let is_part = |letter: char| letter == '-' || letter.is_ascii_digit();
        let end = self.rest.find(|letter| !is_part(letter));
        let (number, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        number.parse().ok().map(Json::Number)
    }

    fn object(&mut self) -> Option<Json> {
        let mut out = Map::new();
        if self.takes("}") {
            return Some(Json::Object(out));
        }
        loop {
            if !self.takes("\"") {
                return None;
            }
            let key = self.text()?;
            if !self.takes(":") {
                return None;
            }
            out.insert(key, self.value()?);
            if self.takes("}") {
                return Some(Json::Object(out));
            }
            if !self.takes(",") {
                return None;
            }
        }
    }

    fn list(&mut self) -> Option<Json> {
        let mut out = Vec::new();
        if self.takes("]") {
            return Some(Json::Array(out));
        }
        loop {
            out.push(self.value()?);
            if self.takes("]") {
                return Some(Json::Array(out));
            }
            if !self.takes(",") {
                return None;
            }
        }
    }

    /// What is left of a text after its first quote.
    fn text(&mut self) -> Option<String> {
        let mut out = String::new();
        loop {
            let at = self.rest.find(['"', '\\'])?;
            let (before, after) = self.rest.split_at(at);
            out.push_str(before);
            if let Some(rest) = after.strip_prefix('"') {
                self.rest = rest;
                return Some(out);
            }
            let mut letters = after.chars();
            let letter = letters.by_ref().nth(1)?;
            self.rest = letters.as_str();
            out.push(match letter {
                '"' | '\\' | '/' => letter,
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => self.unicode()?,
                _ => return None,
            });
        }
    }

    /// The letter of four digits; two such make up one that is beyond them.
    fn unicode(&mut self) -> Option<char> {
        let one = self.digits()?;
        if !(0xd800..0xdc00).contains(&one) {
            return char::from_u32(one);
        }
        self.rest = self.rest.strip_prefix("\\u")?;
        let other = self.digits()?.checked_sub(0xdc00)?;
        char::from_u32(0x1_0000 + ((one - 0xd800) << 10) + other)
    }

    fn digits(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        u32::from_str_radix(digits, 16).ok()
    }
}
