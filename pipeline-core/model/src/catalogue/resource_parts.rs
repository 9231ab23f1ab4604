//! What stands in the properties of resource types: the maps that a property takes, at any depth.
//!
//! `resource_parts.txt` is AWS's resource schemas in short, written by the test that writes
//! `resource_types.txt`. A block begins with `# PROVIDER::SERVICE`, and has a line for each type
//! with the properties that take a map, `NAME:NUMBER`, or a list of maps, `NAME:[NUMBER`; a `~` in
//! place of the bracket leaves it open. The number is that of a
//! line behind `=`, counted from 0, with what the map can have: `!` stands before what must be
//! there, and a first word `*` says that it can have more. Maps of one service that have the same
//! share a line. Behind `/` stands the number of a line of `resource_values.txt`: the values that
//! the property takes.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use super::blocks::blocks;
use super::resource_values::Allowed;

static PARTS: &str = include_str!("resource_parts.txt");

/// What a map in a property of a resource can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourcePart {
    words: Words,
    /// The form that the property takes it in.
    pub form: Form,
}

/// The form in which a property takes maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One map.
    Map,
    /// A list of maps.
    List,
    /// The schema does not say it.
    Either,
}

/// The word of a part that can have more than its line says.
const OPEN: &str = "*";

impl ResourcePart {
    /// What the maps of a property of a type can have, if the schemas say it.
    #[must_use]
    pub fn of_property(kind: &str, property: &str) -> Option<ResourcePart> {
        words_of_type(kind)?.part(property)
    }

    /// What the maps of a property of this map can have.
    #[must_use]
    pub fn part(self, property: &str) -> Option<ResourcePart> {
        self.words.part(property)
    }

    /// The values that a property of this map takes, if the schemas say it.
    #[must_use]
    pub fn allowed(self, property: &str) -> Option<Allowed> {
        self.words.allowed(property)
    }

    /// The names of what it can have.
    pub fn properties(self) -> impl Iterator<Item = &'static str> + Clone {
        let words = self.words.of_properties();
        words.map(|word| word.name)
    }

    /// The names of what must be there.
    pub fn required(self) -> impl Iterator<Item = &'static str> + Clone {
        let words = self.words.of_properties().filter(|word| word.is_needed);
        words.map(|word| word.name)
    }

    /// Returns whether it can have more than is known.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.words.words.split_ascii_whitespace().next() == Some(OPEN)
    }
}

/// The words of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    service: &'static str,
    /// The lines of its service that numbers count.
    lines: &'static str,
    words: &'static str,
}

/// The words of a type's line.
pub(super) fn words_of_type(kind: &str) -> Option<Words> {
    let (service, last) = kind.rsplit_once("::")?;
    let (service, block) = blocks(PARTS).find(|(name, _)| *name == service)?;
    let (types, lines) = block.split_once('=')?;
    let lines = lines.strip_prefix('\n')?;
    let mut lines_of_types = types.lines();
    let words = lines_of_types.find_map(|line| line.strip_prefix(last)?.strip_prefix(' '))?;
    Some(Words {
        service,
        lines,
        words,
    })
}

impl Words {
    fn of_properties(self) -> impl Iterator<Item = Word> + Clone {
        let words = self.words.split_ascii_whitespace();
        words.filter(|word| *word != OPEN).map(Word::of)
    }

    fn of_property(self, name: &str) -> Option<Word> {
        self.of_properties().find(|word| word.name == name)
    }

    fn part(self, property: &str) -> Option<ResourcePart> {
        let taken = self.of_property(property)?.part?;
        let form = match taken.as_bytes().first()? {
            b'[' => Form::List,
            b'~' => Form::Either,
            _ => Form::Map,
        };
        let number: usize = taken.trim_start_matches(['[', '~']).parse().ok()?;
        let words = self.lines.lines().nth(number)?;
        let words = Words { words, ..self };
        Some(ResourcePart { words, form })
    }

    pub(super) fn allowed(self, property: &str) -> Option<Allowed> {
        let number = self.of_property(property)?.values?;
        Allowed::of_line(self.service, number.parse().ok()?)
    }
}

/// `!NAME:[PART/VALUES`
#[derive(Clone, Copy)]
struct Word {
    is_needed: bool,
    name: &'static str,
    part: Option<&'static str>,
    values: Option<&'static str>,
}

impl Word {
    fn of(written: &'static str) -> Word {
        let (written, values) = cut(written, '/');
        let (written, part) = cut(written, ':');
        let name = written.strip_prefix('!');
        Word {
            is_needed: name.is_some(),
            name: name.unwrap_or(written),
            part,
            values,
        }
    }
}

fn cut(written: &'static str, at: char) -> (&'static str, Option<&'static str>) {
    match written.split_once(at) {
        Some((before, behind)) => (before, Some(behind)),
        None => (written, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, ResourcePart};

    #[test]
    fn parts_are_found_at_any_depth() {
        let kind = "AWS::S3::Bucket";
        let lifecycle = ResourcePart::of_property(kind, "LifecycleConfiguration").expect("a part");
        assert_eq!(lifecycle.required().collect::<Vec<_>>(), ["Rules"]);
        assert_eq!(lifecycle.form, Form::Map);
        let rule = lifecycle.part("Rules").expect("the rules");
        assert_eq!(rule.form, Form::List);
        assert!(rule.properties().any(|name| name == "ExpirationInDays"));
        let tag = rule.part("TagFilters").expect("filters");
        assert_eq!(tag.properties().collect::<Vec<_>>(), ["Key", "Value"]);
        assert!(!tag.is_open());
        assert_eq!(tag.part("Key"), None);
        assert_eq!(ResourcePart::of_property(kind, "BucketName"), None);
        assert_eq!(ResourcePart::of_property("AWS::S3::Nothing", "Rules"), None);
        assert_eq!(ResourcePart::of_property("Bucket", "Rules"), None);
    }
}
