//! The strings of the catalogue that hold placeholders, `{region}` or `{RepositoryName}`.

/// A string of the catalogue with placeholders: the ARN of a resource, a value of a
/// condition or of an event pattern, a sentence.
///
/// ```
/// use pipewright_model::catalogue::{Placeholder, ResourceTemplate};
/// let template = ResourceTemplate::parse("arn:aws:sqs:{region}::{QueueName}");
/// let filled = template.fill(|placeholder| match placeholder {
///     Placeholder::Region => Some("eu-west-1".to_owned()),
///     Placeholder::Key("QueueName") => Some("jobs".to_owned()),
///     _ => None,
/// });
/// assert_eq!(filled.as_deref(), Some("arn:aws:sqs:eu-west-1::jobs"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceTemplate<'a> {
    /// Each placeholder with the string in front of it.
    placeholders: Vec<(&'a str, Placeholder<'a>)>,
    /// The string behind the last placeholder.
    rest: &'a str,
}

/// A placeholder. The keys are those of an action's configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder<'a> {
    /// `{partition}`: the pipeline's partition.
    Partition,
    /// `{region}`: the action's region.
    Region,
    /// `{account}`: the id of the action's account.
    Account,
    /// `{pipeline}`: the pipeline's name.
    Pipeline,
    /// `{Key}`: a value.
    Key(&'a str),
    /// `{Key.name}`: the name at the end of a value that is an ARN.
    Name(&'a str),
    /// `{Key.execution}`: the beginning of the ARNs of a state machine's executions.
    Executions(&'a str),
}

impl<'a> ResourceTemplate<'a> {
    /// The template that a string is. A brace that is not closed stands for itself.
    #[must_use]
    pub fn parse(string: &'a str) -> ResourceTemplate<'a> {
        let mut placeholders = Vec::new();
        let mut rest = string;
        while let Some((before, inner)) = rest.split_once('{')
            && let Some((name, after)) = inner.split_once('}')
        {
            placeholders.push((before, Placeholder::named(name)));
            rest = after;
        }
        ResourceTemplate { placeholders, rest }
    }

    /// The placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder<'a>> {
        self.placeholders
            .iter()
            .map(|(_, placeholder)| *placeholder)
    }

    /// Returns whether a placeholder stands for a key's value, or for a part of it.
    #[must_use]
    pub fn names(&self, key: &str) -> bool {
        self.placeholders()
            .any(|placeholder| placeholder.key() == Some(key))
    }

    /// The string with the value of each placeholder; nothing where a value is missing.
    ///
    /// Nothing in a value is taken for a placeholder. A value that ends in a wildcard and the
    /// wildcard that follows the placeholder become one.
    pub fn fill(&self, mut value: impl FnMut(Placeholder<'a>) -> Option<String>) -> Option<String> {
        let mut out = String::new();
        for (before, placeholder) in &self.placeholders {
            push(&mut out, before);
            out.push_str(&value(*placeholder)?);
        }
        push(&mut out, self.rest);
        Some(out)
    }
}

fn push(out: &mut String, literal: &str) {
    match literal.strip_prefix('*') {
        Some(behind) if out.ends_with('*') => out.push_str(behind),
        _ => out.push_str(literal),
    }
}

impl<'a> Placeholder<'a> {
    fn named(name: &'a str) -> Placeholder<'a> {
        match name {
            "partition" => Placeholder::Partition,
            "region" => Placeholder::Region,
            "account" => Placeholder::Account,
            "pipeline" => Placeholder::Pipeline,
            _ => match name.split_once('.') {
                Some((key, "name")) => Placeholder::Name(key),
                Some((key, "execution")) => Placeholder::Executions(key),
                _ => Placeholder::Key(name),
            },
        }
    }

    /// The key whose value it stands for, or a part of that value.
    #[must_use]
    pub fn key(self) -> Option<&'a str> {
        match self {
            Placeholder::Key(key) | Placeholder::Name(key) | Placeholder::Executions(key) => {
                Some(key)
            }
            Placeholder::Partition
            | Placeholder::Region
            | Placeholder::Account
            | Placeholder::Pipeline => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str, value: &str) -> Option<String> {
        ResourceTemplate::parse(template).fill(|_| Some(value.to_owned()))
    }

    #[test]
    fn placeholders_are_told_apart_by_their_names() {
        let template = ResourceTemplate::parse("{account}:{Machine.execution}/{Queue.name}{Key}");
        let found: Vec<_> = template.placeholders().collect();
        assert_eq!(
            found,
            [
                Placeholder::Account,
                Placeholder::Executions("Machine"),
                Placeholder::Name("Queue"),
                Placeholder::Key("Key"),
            ]
        );
        assert!(template.names("Machine") && template.names("Key"));
        assert!(!template.names("account"));
    }

    #[test]
    fn a_value_is_not_filled_in_again() {
        assert_eq!(fill("a/{Key}/b", "{Key}").as_deref(), Some("a/{Key}/b"));
    }

    #[test]
    fn two_wildcards_that_meet_are_one() {
        assert_eq!(fill("a:{Key}*", "b-*").as_deref(), Some("a:b-*"));
        assert_eq!(fill("a:{Key}*", "b").as_deref(), Some("a:b*"));
        assert_eq!(fill("a:{Key}/*", "b-*").as_deref(), Some("a:b-*/*"));
    }

    #[test]
    fn a_missing_value_leaves_nothing() {
        let template = ResourceTemplate::parse("a:{Key}");
        assert_eq!(template.fill(|_| None), None);
        assert_eq!(
            ResourceTemplate::parse("*").fill(|_| None).as_deref(),
            Some("*")
        );
    }

    #[test]
    fn an_open_brace_stands_for_itself() {
        assert_eq!(fill("a{Key}{b", "x").as_deref(), Some("ax{b"));
    }
}
