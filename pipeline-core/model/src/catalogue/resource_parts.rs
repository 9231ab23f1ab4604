//! What stands in the properties of resource types: the maps that a property takes, at any depth.
//!
//! `resource_parts.txt` is AWS's resource schemas in short, written by the test that writes
//! `resource_types.txt`. A block begins with `# PROVIDER::SERVICE`, and has a line for each type
//! with the properties that take a map, `NAME:NUMBER`, or a list of maps, `NAME:[NUMBER`; a `~` in
//! place of the bracket leaves it open. The number is that of a
//! line behind `=`, counted from 0, with what the map can have: `!` stands before what must be
//! there, and a first word `*` says that it can have more. Maps of one service that have the same
//! share a line.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use super::block;

static PARTS: &str = include_str!("resource_parts.txt");

/// What a map in a property of a resource can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourcePart {
    /// The lines of its service that numbers count.
    lines: &'static str,
    words: &'static str,
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
        let (service, last) = kind.rsplit_once("::")?;
        let (types, lines) = block(PARTS, service)?.split_once('=')?;
        let lines = lines.strip_prefix('\n')?;
        let words = types
            .lines()
            .find_map(|line| line.strip_prefix(last)?.strip_prefix(' '))?;
        of_word(lines, words, property)
    }

    /// What the maps of a property of this map can have.
    #[must_use]
    pub fn part(self, property: &str) -> Option<ResourcePart> {
        of_word(self.lines, self.words, property)
    }

    /// The names of what it can have.
    pub fn properties(self) -> impl Iterator<Item = &'static str> + Clone {
        self.words
            .split_ascii_whitespace()
            .filter(|word| *word != OPEN)
            .map(|word| name(word.trim_start_matches('!')))
    }

    /// The names of what must be there.
    pub fn required(self) -> impl Iterator<Item = &'static str> + Clone {
        let words = self.words.split_ascii_whitespace();
        words.filter_map(|word| word.strip_prefix('!').map(name))
    }

    /// Returns whether it can have more than is known.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.words.split_ascii_whitespace().next() == Some(OPEN)
    }
}

fn name(word: &str) -> &str {
    word.split_once(':').map_or(word, |(name, _)| name)
}

/// The part behind a property's word.
fn of_word(lines: &'static str, words: &'static str, property: &str) -> Option<ResourcePart> {
    let words = words.split_ascii_whitespace();
    let taken = words
        .filter_map(|word| word.trim_start_matches('!').split_once(':'))
        .find_map(|(name, taken)| (name == property).then_some(taken))?;
    let form = match taken.as_bytes().first()? {
        b'[' => Form::List,
        b'~' => Form::Either,
        _ => Form::Map,
    };
    let number: usize = taken.trim_start_matches(['[', '~']).parse().ok()?;
    let words = lines.lines().nth(number)?;
    Some(ResourcePart { lines, words, form })
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
