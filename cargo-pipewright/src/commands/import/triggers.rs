//! Triggers, and the filters of their events.

use pipewright_model::catalogue::snake_case;
use serde_json::Value;

use super::intrinsics::shown_below;
use super::names::{literal, name};
use super::writer::{Writer, braces};

impl Writer<'_> {
    pub(super) fn triggers(&mut self, properties: &Value) -> String {
        let mut out = String::new();
        for item in self.each(&properties["Triggers"], "Triggers") {
            out += &item.comments;
            if let Some(trigger) = item.map {
                out += &self.trigger(&trigger);
            }
        }
        out
    }

    fn trigger(&mut self, trigger: &Value) -> String {
        self.others(trigger, "a trigger", &["ProviderType", "GitConfiguration"]);
        let provider = "CodeStarSourceConnection";
        self.one_of(trigger, "ProviderType", &[provider]);
        let git = &trigger["GitConfiguration"];
        self.others(
            git,
            "`GitConfiguration`",
            &["SourceActionName", "Push", "PullRequest"],
        );
        let mut entries = String::new();
        for (key, setting) in [("Push", "push"), ("PullRequest", "pull_request")] {
            let filters: Vec<String> = self
                .maps(&git[key], key)
                .iter()
                .map(|filter| self.filter(filter))
                .collect();
            if !filters.is_empty() {
                entries += &format!("{setting}: [{}],\n", filters.join(", "));
            }
        }
        let action = self.setting(git, "SourceActionName").unwrap_or_default();
        let remarks = self.remarks();
        if entries.is_empty() {
            let words = format!("a trigger of `{action}` has no filter, and is left out; it is");
            return remarks + &self.comment(&shown_below(&words, trigger));
        }
        format!("{remarks}trigger {} {{\n{entries}}}\n", name(&action))
    }

    fn filter(&mut self, filter: &Value) -> String {
        let mut out = Vec::new();
        for (key, value) in filter.as_object().into_iter().flatten() {
            let setting = snake_case(key);
            let is_known = ["Branches", "FilePaths", "Tags", "Events"].contains(&key.as_str());
            match value {
                Value::Array(_) if key == "Events" => {
                    if let Some(events) = self.texts(value, key) {
                        let events: Vec<String> = events.iter().map(|one| name(one)).collect();
                        out.push(format!("{setting}: [{}]", events.join(", ")));
                    }
                }
                Value::Object(patterns) if is_known && key != "Events" => {
                    let mut inside = Vec::new();
                    self.others(value, &format!("`{key}`"), &["Includes", "Excludes"]);
                    for which in ["Includes", "Excludes"] {
                        let Some(list) = patterns.get(which) else {
                            continue;
                        };
                        if let Some(list) = self.texts(list, which).filter(|list| !list.is_empty())
                        {
                            let list: Vec<String> = list.iter().map(|one| literal(one)).collect();
                            inside.push(format!("{}: [{}]", snake_case(which), list.join(", ")));
                        }
                    }
                    out.push(format!("{setting}: {}", braces(&inside)));
                }
                _ => {
                    let words = format!("`{key}` of a filter is left out; it is");
                    self.marks.remark(shown_below(&words, value));
                }
            }
        }
        braces(&out)
    }

    /// The texts of a list, each known now. What is none is a remark.
    fn texts(&mut self, list: &Value, what: &str) -> Option<Vec<String>> {
        let Value::Array(items) = list else {
            return match self.template.list(&mut self.marks, list) {
                Ok(texts) => Some(texts),
                Err(why) => {
                    let words = format!("`{what}` of a filter is left out: {why}; it is");
                    self.marks.remark(shown_below(&words, list));
                    None
                }
            };
        };
        let mut out = Vec::new();
        for item in items {
            match self.known(item) {
                Ok(text) => out.push(text),
                Err(why) => {
                    let words = format!("an item of `{what}` is left out: {why}; it is");
                    self.marks.remark(shown_below(&words, item));
                }
            }
        }
        Some(out)
    }
}
