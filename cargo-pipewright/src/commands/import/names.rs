//! Names and texts as the language writes them.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};

/// Words that mean something where a name stands.
const WORDS: &[&str] = &[
    "account",
    "action_type",
    "before_entry",
    "default",
    "disabled",
    "event_roles",
    "execution_mode",
    "home",
    "import",
    "import_value",
    "include",
    "in",
    "name",
    "notify",
    "of",
    "on_event",
    "on_failure",
    "on_success",
    "organization",
    "output",
    "override",
    "parallel",
    "parameter",
    "pipeline",
    "pipeline_type",
    "project",
    "pub",
    "resource",
    "restart_on_update",
    "role",
    "roles",
    "schedule",
    "service_role",
    "ssm",
    "stack_name",
    "stage",
    "store",
    "tags",
    "trigger",
    "union",
    "value",
    "variable",
    "variables",
    "via",
    "None",
    "true",
    "false",
    "codepipeline",
];

/// Returns whether a text can stand as a word.
pub(super) fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    let begins = chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    begins
        && text != "_"
        && chars.all(|one| one.is_ascii_alphanumeric() || one == '_')
        && !WORDS.contains(&text)
        && !pipewright_syntax::is_keyword(&Ident::new(text, Span::call_site()))
}

/// The name of a stage, an action, an artifact or a key of a map.
pub(super) fn name(text: &str) -> String {
    if is_word(text) {
        text.to_owned()
    } else {
        literal(text)
    }
}

/// A text as a string literal.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for one in text.chars() {
        escape(&mut out, one);
    }
    out.push('"');
    out
}

/// Adds a character of a string literal.
pub(super) fn escape(out: &mut String, one: char) {
    match one {
        '\'' => out.push('\''),
        _ => out.extend(one.escape_debug()),
    }
}

/// A text on one line, for a comment.
pub(super) fn in_a_comment(text: &str) -> String {
    let mut out = String::new();
    for one in text.chars() {
        match one {
            '\'' | '"' | '\\' => out.push(one),
            '\n' => out.push(' '),
            _ => out.extend(one.escape_debug()),
        }
    }
    out
}

/// A name in snake case that is a word, made of any text.
pub(super) fn snake(text: &str) -> String {
    let fine: String = text
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() {
                one
            } else {
                '_'
            }
        })
        .collect();
    let mut out = String::new();
    for part in pipewright_model::catalogue::snake_case(&fine)
        .split('_')
        .filter(|part| !part.is_empty())
    {
        if !out.is_empty() {
            out.push('_');
        }
        out.push_str(part);
    }
    if !out.starts_with(|first: char| first.is_ascii_alphabetic()) {
        out.insert_str(0, "the_");
    }
    while !is_word(&out) {
        out.push_str("_of_it");
    }
    out
}

/// The names that are declared.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeSet<String>);

impl Taken {
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// This name, or the same with a number, if it is taken.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_or_texts() {
        for (text, wanted) in [
            ("Source", "Source"),
            ("Deploy-to-prod", "\"Deploy-to-prod\""),
            ("type", "\"type\""),
            ("stage", "\"stage\""),
            ("a\"b", "\"a\\\"b\""),
            ("1", "\"1\""),
            ("", "\"\""),
        ] {
            assert_eq!(name(text), wanted);
        }
        for (text, wanted) in [
            ("DeployToProd", "deploy_to_prod"),
            ("my-app/x", "my_app_x"),
            ("1st", "the_1st"),
            ("Role", "role_of_it"),
            ("", "the_"),
        ] {
            assert_eq!(snake(text), wanted);
        }
        let mut taken = Taken::default();
        assert_eq!([taken.take("a"), taken.take("a")], ["a", "a_2"]);
    }
}
