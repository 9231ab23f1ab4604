//! Rules and schedules that start the pipeline.

use serde_json::{Map, Value};

use super::definition::Definition;
use super::intrinsics::shown_below;
use super::marks::{Later, Part};
use super::names::{literal, snake};
use super::writer::{Writer, braces};

/// What EventBridge calls the events of sources, which start the pipeline anyhow.
const OF_SOURCES: &[&str] = &["aws.codecommit", "aws.s3", "aws.ecr"];

/// What is carried over of a rule, and what names it.
const OF_A_RULE: &[&str] = &["Name", "EventPattern", "State", "Targets"];

/// The same of a schedule, by a rule or by the Scheduler.
const OF_A_SCHEDULE: &[&str] = &[
    "Name",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "StartDate",
    "EndDate",
    "Description",
    "FlexibleTimeWindow",
    "State",
    "Target",
    "Targets",
    "GroupName",
];

impl Writer<'_> {
    pub(super) fn starts(&mut self, definition: &Definition) -> String {
        let mut out = String::new();
        let template = self.template;
        for (id, resource) in &template.resources {
            let properties = &resource["Properties"];
            let targets: Vec<&Value> = match resource["Type"].as_str() {
                Some("AWS::Events::Rule") => properties["Targets"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .collect(),
                Some("AWS::Scheduler::Schedule") => vec![&properties["Target"]],
                _ => continue,
            };
            if !targets
                .iter()
                .any(|target| self.is_of_this(definition, target))
            {
                continue;
            }
            self.covered.insert(id.clone());
            for target in &targets {
                let role = self.text(&target["RoleArn"]).unwrap_or_default();
                if let Some(Later::Resource(role, _)) = self.later(&role) {
                    self.replaced.insert(role.clone());
                    self.covered.insert(role);
                }
            }
            self.targets(definition, id, &targets);
            if let Some(group) = properties["GroupName"]["Ref"].as_str() {
                self.covered.insert(group.to_owned());
            }
            if properties["ScheduleExpression"].is_null() {
                out += &self.event(id, properties);
            } else {
                out += &self.schedule(id, properties);
            }
        }
        out
    }

    /// Remarks on what else targets do: others than the pipeline, and what is handed to it.
    fn targets(&mut self, definition: &Definition, id: &str, targets: &[&Value]) {
        for target in targets {
            if self.is_of_this(definition, target) {
                let known = ["Arn", "Id", "RoleArn"];
                self.others(target, &format!("the target of `{id}`"), &known);
            } else {
                let words =
                    format!("a target of `{id}` is left out, which is not this pipeline; it is");
                self.marks.remark(shown_below(&words, target));
            }
        }
    }

    fn schedule(&mut self, id: &str, properties: &Value) -> String {
        let what = format!("schedule `{id}`");
        self.others(properties, &what, OF_A_SCHEDULE);
        let window = &properties["FlexibleTimeWindow"];
        let known = ["Mode", "MaximumWindowInMinutes"];
        self.others(window, &format!("`FlexibleTimeWindow` of {what}"), &known);
        let expression = match self.known(&properties["ScheduleExpression"]) {
            Ok(expression) => expression,
            Err(why) => {
                let words = format!("schedule `{id}` is left out: {why}; it is");
                self.marks.remark(shown_below(&words, properties));
                return self.remarks();
            }
        };
        let mut settings = Vec::new();
        for (key, setting) in [
            ("ScheduleExpressionTimezone", "schedule_expression_timezone"),
            ("StartDate", "start_date"),
            ("EndDate", "end_date"),
            ("Description", "description"),
        ] {
            if let Some(text) = self
                .setting(properties, key)
                .filter(|text| !text.is_empty())
            {
                settings.push(format!("{setting}: {}", literal(&text)));
            }
        }
        if let Some(minutes) = self.setting(window, "MaximumWindowInMinutes") {
            settings.push(format!("flexible_time_window: {minutes}"));
        }
        if self.is_disabled(properties) {
            settings.push("state: DISABLED".to_owned());
        }
        let remarks = self.remarks();
        let name = self.taken.take(&snake(id));
        let end = if settings.is_empty() {
            ";".to_owned()
        } else {
            format!(" {}", braces(&settings))
        };
        format!("{remarks}schedule {name} {}{end}\n", literal(&expression))
    }

    fn is_disabled(&mut self, properties: &Value) -> bool {
        let states = [
            "ENABLED",
            "DISABLED",
            "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
        ];
        self.one_of(properties, "State", &states).as_deref() == Some("DISABLED")
    }

    fn event(&mut self, id: &str, properties: &Value) -> String {
        self.others(properties, &format!("rule `{id}`"), OF_A_RULE);
        if !properties["EventPattern"].is_object() {
            let words = format!("rule `{id}` is left out: its pattern is");
            self.marks
                .remark(shown_below(&words, &properties["EventPattern"]));
            return self.remarks();
        }
        let is_disabled = self.is_disabled(properties);
        let mut pattern = properties["EventPattern"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        let source = pattern
            .get("source")
            .and_then(|all| all[0].as_str())
            .unwrap_or_default();
        if OF_SOURCES.contains(&source) {
            let state = if is_disabled {
                ", which is disabled,"
            } else {
                ""
            };
            let words = format!(
                "rule `{id}`{state} is left out: the source in the pipeline has one of its own; its pattern is"
            );
            self.marks
                .remark(shown_below(&words, &properties["EventPattern"]));
            return self.remarks();
        }
        let mut place = String::new();
        if let Some(account) = self.only(&mut pattern, "account")
            && account != self.template.account
        {
            place += &format!(" in {}", self.account(&account, ""));
        }
        if let Some(region) = self.only(&mut pattern, "region")
            && region != self.template.region
        {
            place += &format!(" @ {}", literal(&region));
        }
        let tree = self.template.tree(&mut self.marks, &pattern.into());
        let written = tree.and_then(|tree| self.tree(&tree));
        let remarks = self.remarks();
        match written {
            Ok(pattern) => {
                let name = self.taken.take(&snake(id));
                let state = if is_disabled { ", state: DISABLED" } else { "" };
                format!("{remarks}on_event {name}{place} {{ pattern: {pattern}{state} }}\n")
            }
            Err(why) => {
                let words = format!("rule `{id}` is left out: {why}; its pattern is");
                let properties = &self.template.resources[id]["Properties"];
                remarks + &self.comment(&shown_below(&words, &properties["EventPattern"]))
            }
        }
    }

    /// Takes a field out of a pattern that has one text.
    fn only(&mut self, pattern: &mut Map<String, Value>, key: &str) -> Option<String> {
        let all = pattern.get(key)?.as_array()?;
        let [one] = all.as_slice() else {
            return None;
        };
        let known = self.template.known(one).ok()?;
        pattern.remove(key);
        Some(known)
    }

    fn is_of_this(&mut self, definition: &Definition, target: &Value) -> bool {
        let id = definition.id.as_deref().unwrap_or_default();
        let text = self.text(&target["Arn"]).unwrap_or_default();
        let names = self
            .marks
            .parts(&text)
            .iter()
            .any(|part| matches!(part, Part::Later(Later::Resource(found, _)) if found == id));
        names || text.ends_with(&format!(":{}", definition.name))
    }
}
