//! The properties of the resource types that are made for a pipeline, at any depth, and the form of
//! their values.
//!
//! `made_properties.txt` is AWS's resource schemas in short. A test writes it and holds it against
//! them. A block begins with `# TYPE` and has a line for each property, its path and a letter:
//! `t` a text, `n` a number, `b` a truth, `m` a map, `*` anything. `[]` in a path stands for the
//! items of a list.
//!
//! Source: <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html>

use super::{block, blocks};

static MADE: &str = include_str!("made_properties.txt");

/// The form of a property's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// A map with properties that are known.
    Map,
    /// A list.
    List,
    /// Whatever is JSON.
    Anything,
}

/// A property of a type that is made, or the type itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeProperty {
    /// The lines of the type.
    lines: &'static str,
    /// The path, with `[]` behind a list of which this is an item; empty for the type.
    path: String,
}

impl MadeProperty {
    /// The type of this name, if resources of it are made.
    #[must_use]
    pub fn of_type(kind: &str) -> Option<MadeProperty> {
        let lines = block(MADE, kind)?;
        let path = String::new();
        Some(MadeProperty { lines, path })
    }

    /// The names of all these types.
    pub fn types() -> impl Iterator<Item = &'static str> {
        blocks(MADE).map(|(kind, _)| kind)
    }

    /// Its path, with `[]` for each item of a list.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The form of its value.
    #[must_use]
    pub fn form(&self) -> Form {
        if self.path.is_empty() {
            return Form::Map;
        }
        let mut lines = self.lines.lines().filter_map(|line| {
            let rest = line.strip_prefix(&self.path)?;
            rest.strip_prefix(' ')
                .or_else(|| rest.starts_with("[]").then_some("l"))
        });
        match lines.next() {
            Some("t") => Form::Text,
            Some("n") => Form::Number,
            Some("b") => Form::Truth,
            Some("m") => Form::Map,
            Some("l") => Form::List,
            _ => Form::Anything,
        }
    }

    /// The property of this map with this name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<MadeProperty> {
        let found = self.names().find(|known| *known == name)?;
        let path = format!("{}{found}", self.inside());
        Some(MadeProperty { path, ..*self })
    }

    /// The items of this list.
    #[must_use]
    pub fn item(&self) -> MadeProperty {
        let path = format!("{}[]", self.path);
        MadeProperty { path, ..*self }
    }

    /// The names of what this map can have.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let inside = self.inside();
        let lines = self.lines;
        lines.lines().filter_map(move |line| {
            let (path, _) = line.split_once(' ')?;
            let name = path.strip_prefix(&inside)?.trim_end_matches("[]");
            (!name.contains('.')).then_some(name)
        })
    }

    /// The beginning of the paths of what stands in this map.
    fn inside(&self) -> String {
        match self.path.as_str() {
            "" => String::new(),
            path => format!("{path}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, MadeProperty};

    #[test]
    fn properties_are_found_at_any_depth() {
        let pipeline = MadeProperty::of_type("AWS::CodePipeline::Pipeline").expect("a type");
        assert_eq!(pipeline.form(), Form::Map);
        let stages = pipeline.property("Stages").expect("stages");
        assert_eq!(stages.form(), Form::List);
        let actions = stages.item().property("Actions").expect("actions");
        let timeout = actions.item().property("TimeoutInMinutes").expect("one");
        assert_eq!(timeout.path(), "Stages[].Actions[].TimeoutInMinutes");
        assert_eq!(timeout.form(), Form::Number);
        let configuration = actions.item().property("Configuration").expect("one");
        assert_eq!(configuration.form(), Form::Anything);
        assert_eq!(actions.item().property("Timeout"), None);
        let restart = pipeline.property("RestartExecutionOnUpdate").expect("one");
        assert_eq!(restart.form(), Form::Truth);
        assert!(pipeline.names().any(|name| name == "Tags"));
        assert_eq!(pipeline.property("Version"), None, "it is read only");
        assert_eq!(MadeProperty::of_type("AWS::CodePipeline::Pipelin"), None);
        assert_eq!(MadeProperty::of_type("AWS::EC2::Instance"), None);
    }

    #[test]
    fn a_list_of_lists_has_items_of_items() {
        let project = MadeProperty::of_type("AWS::CodeBuild::Project").expect("a type");
        let groups = project.property("Triggers").expect("one");
        let groups = groups.property("FilterGroups").expect("one");
        assert_eq!(groups.form(), Form::List);
        assert_eq!(groups.item().form(), Form::List);
        assert_eq!(groups.item().item().form(), Form::Anything);
    }
}
