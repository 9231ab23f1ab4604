//! The text of a file as one tree: YAML with the short tags of CloudFormation, or JSON.

use std::fmt;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Number, Value};

/// The most values of a file, with those that aliases repeat.
const MOST: usize = 200_000;

/// The most lists and maps around a value.
const DEEPEST: usize = 100;

/// Characters that stand for values that are not known yet; no template has them.
pub(super) const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// Why a text is no tree, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) what: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.line, self.column, self.what)
    }
}

/// Reads the text of a file.
pub(super) fn read(text: &str) -> Result<Value, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find(MARKS) {
        let before = text.get(..at).unwrap_or_default();
        return Err(Unreadable {
            line: before.matches('\n').count() + 1,
            column: before
                .rsplit('\n')
                .next()
                .map_or(0, |line| line.chars().count())
                + 1,
            what: "this character is of no script".to_owned(),
        });
    }
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        anchors: Vec::new(),
        count: 0,
        at: (1, 1),
    };
    reader.document()
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    /// The values of anchors that are complete.
    anchors: Vec<(usize, Value, usize)>,
    count: usize,
    /// The place of the last event.
    at: (usize, usize),
}

impl<'t> Reader<'t> {
    fn event(&mut self) -> Result<Event<'t>, Unreadable> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.at = (span.start.line(), span.start.col() + 1);
                Ok(event)
            }
            Some(Err(error)) => Err(Unreadable {
                line: error.marker().line(),
                column: error.marker().col() + 1,
                what: error.info().to_owned(),
            }),
            None => Err(self.wrong("the text ends too early")),
        }
    }

    fn wrong(&self, what: impl Into<String>) -> Unreadable {
        Unreadable {
            line: self.at.0,
            column: self.at.1,
            what: what.into(),
        }
    }

    fn document(&mut self) -> Result<Value, Unreadable> {
        loop {
            match self.event()? {
                Event::StreamEnd => return Err(self.wrong("the file is empty")),
                Event::DocumentStart(_) => break,
                _ => {}
            }
        }
        let event = self.event()?;
        let value = self.value(event, 0)?;
        loop {
            match self.event()? {
                Event::StreamEnd => return Ok(value),
                Event::DocumentStart(_) => {
                    return Err(self.wrong("a second document begins here; a file holds one"));
                }
                _ => {}
            }
        }
    }

    fn value(&mut self, event: Event<'t>, depth: usize) -> Result<Value, Unreadable> {
        if depth > DEEPEST {
            let what = format!("this stands in more than {DEEPEST} lists and maps");
            return Err(self.wrong(what));
        }
        self.more(1)?;
        let before = self.count;
        let (anchor, value) = match event {
            Event::Alias(anchor) => {
                let found = self.anchors.iter().rev().find(|found| found.0 == anchor);
                let Some((_, value, size)) = found else {
                    return Err(self.wrong("this alias names nothing that is complete"));
                };
                let (value, size) = (value.clone(), *size);
                self.more(size)?;
                if depth + height(&value) > DEEPEST {
                    return Err(self.wrong("this alias makes the file too deep"));
                }
                return Ok(value);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = scalar(&text, style, tag.as_deref());
                (anchor, tagged(value, tag.as_deref()))
            }
            Event::SequenceStart(anchor, tag) => {
                let mut items = Vec::new();
                loop {
                    match self.event()? {
                        Event::SequenceEnd => break,
                        event => items.push(self.value(event, depth + 1)?),
                    }
                }
                (anchor, tagged(Value::Array(items), tag.as_deref()))
            }
            Event::MappingStart(anchor, tag) => {
                let map = self.map(depth)?;
                (anchor, tagged(Value::Object(map), tag.as_deref()))
            }
            _ => return Err(self.wrong("a value is expected here")),
        };
        if anchor != 0 {
            let size = self.count - before;
            self.anchors.push((anchor, value.clone(), size));
        }
        Ok(value)
    }

    fn map(&mut self, depth: usize) -> Result<Map<String, Value>, Unreadable> {
        let mut map = Map::new();
        loop {
            let event = self.event()?;
            if event == Event::MappingEnd {
                return Ok(map);
            }
            let at = self.at;
            let Event::Scalar(key, ..) = event else {
                return Err(self.wrong("a key is a text"));
            };
            let key = key.into_owned();
            let event = self.event()?;
            let value = self.value(event, depth + 1)?;
            if key == "<<" {
                // YAML's merge: keys that the map has itself are kept.
                if let Value::Object(other) = value {
                    for (key, value) in other {
                        map.entry(key).or_insert(value);
                    }
                }
                continue;
            }
            if map.contains_key(&key) {
                return Err(Unreadable {
                    line: at.0,
                    column: at.1,
                    what: format!("the key `{}` stands here twice", key.escape_debug()),
                });
            }
            map.insert(key, value);
        }
    }

    fn more(&mut self, count: usize) -> Result<(), Unreadable> {
        self.count = self.count.saturating_add(count);
        if self.count > MOST {
            let what = format!("the file has more than {MOST} values, with those of its aliases");
            return Err(self.wrong(what));
        }
        Ok(())
    }
}

fn height(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(height).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(height).max().unwrap_or(0),
        _ => 0,
    }
}

/// A plain scalar has the type that its text looks like, if nothing of the text gets lost.
///
/// CloudFormation reads the truths of YAML 1.1: `NO` as the value of a tag is `false`.
///
/// Sources: <https://yaml.org/type/bool.html>, <https://github.com/aws/aws-cli/pull/5257>,
/// <https://github.com/ASFHyP3/hyp3/pull/2061>
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    if style != ScalarStyle::Plain || tag.is_some() {
        return Value::from(text);
    }
    match text {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => {
            return Value::Bool(true);
        }
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => {
            return Value::Bool(false);
        }
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        _ => {}
    }
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => Value::Number(Number::from(number)),
        _ => Value::from(text),
    }
}

/// The long form of a value with a short tag.
fn tagged(value: Value, tag: Option<&Tag>) -> Value {
    let Some(tag) = tag.filter(|tag| tag.handle == "!" && !tag.suffix.is_empty()) else {
        return value;
    };
    let name = match tag.suffix.as_str() {
        "Ref" | "Condition" => tag.suffix.clone(),
        other => format!("Fn::{other}"),
    };
    let value = match (name.as_str(), value) {
        ("Fn::GetAtt", Value::String(text)) => {
            let (id, attribute) = text.split_once('.').unwrap_or((&text, ""));
            Value::from(vec![id, attribute])
        }
        (_, value) => value,
    };
    Value::Object(Map::from_iter([(name, value)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_tags_have_their_long_form() {
        let text = "a: !Ref B\nb: !GetAtt C.D.E\nc: !Sub\n  - ${x}\n  - x: !Select [0, [1, \"2\"]]\nd: 012\ne: !If [P, yes, !Ref AWS::NoValue]\nf: [Off, y, 'no', nope]\n";
        let wanted = json!({
            "a": { "Ref": "B" },
            "b": { "Fn::GetAtt": ["C", "D.E"] },
            "c": { "Fn::Sub": ["${x}", { "x": { "Fn::Select": [0, [1, "2"]] } }] },
            "d": "012",
            "e": { "Fn::If": ["P", true, { "Ref": "AWS::NoValue" }] },
            "f": [false, true, "no", "nope"],
        });
        assert_eq!(read(text), Ok(wanted));
    }

    #[test]
    fn json_is_read_too() {
        let text = "{\n\t\"a\": [true, null, \"x\\ny\"],\n\t\"b\": {}\n}\n";
        assert_eq!(
            read(text),
            Ok(json!({ "a": [true, null, "x\ny"], "b": {} }))
        );
    }

    #[test]
    fn what_is_wrong_is_said_at_its_place() {
        let bomb: String = (1..10).fold("a0: &a0 [x, x]\n".to_owned(), |text, number| {
            let last = number - 1;
            let many = format!("*a{last}, ").repeat(10);
            format!("{text}a{number}: &a{number} [{many}]\n")
        });
        let deep = "[".repeat(5000);
        for (text, line, what) in [
            ("", 1, "the file is empty"),
            ("a: 1\na: 2\n", 2, "the key `a` stands here twice"),
            ("a: 1\n---\nb: 2\n", 2, "a second document"),
            ("? [a]\n: b\n", 1, "a key is a text"),
            (bomb.as_str(), 6, "more than 200000 values"),
            (deep.as_str(), 1, ""),
            ("a: &x [*x]\n", 1, ""),
            ("a: \u{e000}\n", 1, "no script"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.what.contains(what), "{error}");
            assert_eq!(error.line, line, "{error}");
        }
    }
}
