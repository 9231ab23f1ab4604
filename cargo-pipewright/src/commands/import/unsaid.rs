//! The words of the file's pipeline that stand nowhere in the source, so that none is lost in silence.

use std::collections::HashSet;

use serde_json::Value;

use super::definition::Definition;
use super::names::{in_a_comment, snake};
use super::writer::Writer;

/// The most places that are told one by one.
const MOST: usize = 200;

/// The words of a source: runs of letters and digits.
#[derive(Debug, Default)]
pub(super) struct Words(HashSet<String>);

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let mut words = Words::default();
        words.add(text);
        // A sign such as a line's end stands as `\n` in a text, and its letter is none of the word's.
        if text.contains('\\') {
            let mut bare = text.to_owned();
            for sign in ["\\n", "\\t", "\\r"] {
                bare = bare.replace(sign, " ");
            }
            words.add(&bare);
        }
        words
    }

    fn add(&mut self, text: &str) {
        for word in words(text) {
            if !self.0.contains(word) {
                self.0.insert(word.to_owned());
            }
        }
    }

    /// Returns whether each word of a text stands in the source, as it is or in snake case.
    pub(super) fn have(&self, text: &str) -> bool {
        words(text).all(|word| {
            self.0.contains(word) || words(&snake(word)).all(|part| self.0.contains(part))
        })
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|one: char| !one.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

impl Writer<'_> {
    /// Comments on what of the pipeline in the file stands nowhere in the source.
    pub(super) fn unsaid(&mut self, definition: &Definition, words: &Words) -> String {
        let mut found = Vec::new();
        let mut path = vec!["Properties".to_owned()];
        let raw = &definition.raw["Properties"];
        walk(raw, words, &mut path, &mut found);
        let more = found.len().saturating_sub(MOST);
        let mut out = String::new();
        if !found.is_empty() {
            out += &self.comment("values of the pipeline in the file that stand nowhere here:");
        }
        for (place, text) in found.into_iter().take(MOST) {
            out += &self.comment(&format!(
                "    `{}`: `{}`",
                in_a_comment(&place),
                in_a_comment(&text)
            ));
        }
        if more > 0 {
            out += &self.comment(&format!("    and {more} more"));
        }
        out
    }
}

fn walk(value: &Value, words: &Words, path: &mut Vec<String>, found: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                // A name says more than a number.
                let name = item["Name"].as_str().map(str::to_owned);
                path.push(name.unwrap_or_else(|| (place + 1).to_string()));
                walk(item, words, path, found);
                path.pop();
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                // The kind of an action says these; another one is told with the action.
                if key.eq_ignore_ascii_case("ActionTypeId")
                    || key.eq_ignore_ascii_case("RuleTypeId")
                {
                    continue;
                }
                path.push(key.clone());
                match value {
                    Value::String(text) if is_implied(key, text) => {}
                    Value::Array(both) if key == "Fn::Sub" => {
                        for value in substituted(both) {
                            walk(&value, words, path, found);
                        }
                    }
                    value => walk(value, words, path, found),
                }
                path.pop();
            }
        }
        Value::String(text) if !is_said(text, words) => found.push((path.join("."), text.clone())),
        // AWS takes none.
        Value::Null => found.push((path.join("."), "null".to_owned())),
        _ => {}
    }
}

/// Returns whether the language has a value that needs no word.
fn is_implied(key: &str, text: &str) -> bool {
    [
        ("Type", "S3"),
        ("Type", "KMS"),
        ("PipelineType", "V2"),
        ("ProviderType", "CodeStarSourceConnection"),
    ]
    .iter()
    .any(|(of, value)| key.eq_ignore_ascii_case(of) && text == *value)
}

/// The text of a `Fn::Sub` without the names that are its own, and the values that these have.
fn substituted(both: &[Value]) -> Vec<Value> {
    let mut out: Vec<Value> = both.to_vec();
    if let [Value::String(text), Value::Object(own), ..] = both {
        let mut text = text.clone();
        for name in own.keys() {
            text = text.replace(&format!("${{{name}}}"), " ");
        }
        if let Some(first) = out.first_mut() {
            *first = Value::from(text);
        }
    }
    out
}

/// Returns whether a text is said: as it is, or as the value that a pseudo parameter in it has. A truth
/// is `true` or `false` there, or what AWS does without it. Of JSON, keys and texts are said.
fn is_said(text: &str, words: &Words) -> bool {
    let is_truth = ["true", "false"].contains(&text.to_ascii_lowercase().as_str());
    if is_truth || text.starts_with("AWS::") || words.have(&without_pseudo_parameters(text)) {
        return true;
    }
    match serde_json::from_str(text) {
        Ok(tree @ (Value::Object(_) | Value::Array(_))) => is_tree_said(&tree, words),
        _ => false,
    }
}

/// Returns whether each text of a tree is said. A list of names and values is a map here.
fn is_tree_said(tree: &Value, words: &Words) -> bool {
    match tree {
        Value::Array(items) => items.iter().all(|item| is_tree_said(item, words)),
        Value::Object(map) => map.iter().all(|(key, value)| {
            let is_named = ["Name", "Value", "Type"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(key));
            let is_plain = key.eq_ignore_ascii_case("Type") && value == "PLAINTEXT";
            (is_named || words.have(key)) && (is_plain || is_tree_said(value, words))
        }),
        Value::String(text) => words.have(&without_pseudo_parameters(text)),
        _ => true,
    }
}

fn without_pseudo_parameters(text: &str) -> String {
    let mut parts = text.split("${AWS::");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(' ');
        out += part.split_once('}').map_or(part, |(_, behind)| behind);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_form() {
        let words = Words::of("deploy_to_prod: \"a\\nline\" // `Other-1`");
        for said in [
            "DeployToProd",
            "a line",
            "a\nline",
            "other".to_ascii_uppercase().as_str(),
        ] {
            assert_eq!(is_said(said, &words), said != "OTHER", "{said}");
        }
        assert!(is_said("Other-${AWS::Region}-1", &words));
        assert!(!is_said("Other-${AWS::Region}-2", &words));
    }
}
