//! Stages, their conditions and actions.

use std::collections::BTreeMap;

use pipewright_model::arn::Arn;
use pipewright_model::catalogue::declared::ACTION;
use pipewright_model::catalogue::{KINDS, Kind, Placement, RULES, Slot, Type};
use serde_json::{Map, Value};

use super::definition::is_account;
use super::marks::has_marks;
use super::names::{literal, name};
use super::values::text_of;
use super::writer::Writer;

/// The account of a role and its name, if a role of the template is not meant.
struct Acting {
    account: String,
    role: Option<String>,
}

impl Writer<'_> {
    pub(super) fn stages(&mut self, properties: &Value) -> String {
        let mut out: Vec<String> = Vec::new();
        for stage in properties["Stages"].as_array().into_iter().flatten() {
            out.push(self.stage(stage, properties));
        }
        out.join("\n")
    }

    fn stage(&mut self, stage: &Value, properties: &Value) -> String {
        let remark = self.remarks();
        let stage_name = self
            .known(&stage["Name"])
            .unwrap_or_else(|_| "Stage".to_owned());
        let mut inside = String::new();
        for other in properties["DisableInboundStageTransitions"]
            .as_array()
            .into_iter()
            .flatten()
        {
            if other["StageName"] == stage["Name"] {
                let reason = text_of(other, "Reason").unwrap_or_default();
                inside += &format!("disabled {};\n", literal(&reason));
            }
        }
        inside += &self.condition(stage, "BeforeEntry", "before_entry", &stage_name);

        let mut groups: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
        for action in stage["Actions"].as_array().into_iter().flatten() {
            let order = text_of(action, "RunOrder")
                .and_then(|text| text.parse().ok())
                .unwrap_or(1);
            groups.entry(order).or_default().push(action);
        }
        let mut expected = 1;
        for (order, actions) in groups {
            let own = (order != expected).then_some(order);
            let texts: Vec<String> = actions
                .iter()
                .map(|action| self.action(action, &stage_name, own))
                .collect();
            if texts.len() == 1 {
                inside += &texts.concat();
            } else {
                inside += &format!("parallel {{\n{}}}\n", texts.concat());
            }
            expected = order.saturating_add(1);
        }
        inside += &self.condition(stage, "OnSuccess", "on_success", &stage_name);
        inside += &self.condition(stage, "OnFailure", "on_failure", &stage_name);
        for (key, value) in stage.as_object().into_iter().flatten() {
            let known = ["Name", "Actions", "BeforeEntry", "OnSuccess", "OnFailure"];
            let is_empty = value.as_array().is_some_and(Vec::is_empty);
            if !known.contains(&key.as_str()) && !is_empty {
                inside += &self.comment(&format!("`{key}` of the stage is left out"));
            }
        }
        format!("{remark}stage {} {{\n{inside}}}\n", name(&stage_name))
    }

    fn condition(&mut self, stage: &Value, property: &str, word: &str, stage_name: &str) -> String {
        let condition = &stage[property];
        if condition.is_null() {
            return String::new();
        }
        let mut out = String::new();
        let conditions = condition["Conditions"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        if conditions.len() > 1 {
            out += &self.comment(&format!(
                "`{property}` has {} conditions; the first one is carried over",
                conditions.len()
            ));
        }
        if let Some(first) = conditions.first() {
            let result = first["Result"]
                .as_str()
                .or(condition["Result"].as_str())
                .unwrap_or("FAIL");
            let rules: Vec<String> = first["Rules"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|rule| self.run(rule, "RuleTypeId", RULES, stage_name, None))
                .collect();
            out += &format!("{word} {} {{\n{}}}\n", name(result), rules.concat());
        } else if let Some(result) = condition["Result"].as_str() {
            let mode = condition["RetryConfiguration"]["RetryMode"].as_str();
            let mode = mode
                .map(|mode| format!(" {}", name(mode)))
                .unwrap_or_default();
            out += &format!("{word} {}{mode};\n", name(result));
        }
        out
    }

    fn action(&mut self, action: &Value, stage: &str, order: Option<i64>) -> String {
        self.run(action, "ActionTypeId", KINDS, stage, order)
    }

    /// An action, or a rule.
    fn run(
        &mut self,
        run: &Value,
        type_key: &str,
        kinds: &'static [&'static Kind],
        stage: &str,
        order: Option<i64>,
    ) -> String {
        let type_id = run[type_key].clone();
        let of = |key: &str| text_of(&type_id, key).unwrap_or_default();
        let (category, owner, provider, version) =
            (of("Category"), of("Owner"), of("Provider"), of("Version"));
        let is_rule = type_key == "RuleTypeId";
        let found = kinds.iter().copied().find(|kind| {
            kind.provider == provider
                && !provider.is_empty()
                && (is_rule || kind.category == category && kind.owner == owner)
        });
        let mut head = String::new();
        let own_name = self
            .known(&run["Name"])
            .unwrap_or_else(|_| provider.clone());
        let Some(kind) = found.or_else(|| {
            kinds
                .iter()
                .copied()
                .find(|kind| kind.name == "Custom" && owner != "AWS")
        }) else {
            let what = format!(
                "action `{own_name}` is left out: `{category}` by `{provider}` of `{owner}` is not in the catalogue"
            );
            return self.comment(&what);
        };
        let is_custom = kind.name == "Custom";
        if !is_custom && !version.is_empty() && version != kind.version && !is_rule {
            head += &self.comment(&format!(
                "version `{version}` in the file; pipewright knows version {}",
                kind.version
            ));
        }
        let artifacts = |writer: &mut Self, key: &str| -> Vec<String> {
            let mut names = Vec::new();
            for artifact in run[key].as_array().into_iter().flatten() {
                match writer.known(&artifact["Name"]) {
                    Ok(name) => names.push(name),
                    Err(why) => writer
                        .marks
                        .remarks
                        .push(format!("an artifact is left out: {why}")),
                }
            }
            names
        };
        let inputs = artifacts(self, "InputArtifacts");
        let outputs = artifacts(self, "OutputArtifacts");

        let home = self.template.account.clone();
        let acting = if kind.placement == Placement::Nowhere || kind.placement == Placement::Home {
            Acting {
                account: home.clone(),
                role: None,
            }
        } else {
            self.acting(&run["RoleArn"], stage, &mut head)
        };
        let region = match self.region(run, kind, &mut head) {
            Some(region) => region,
            None => self.template.region.clone(),
        };
        let mut entries: Vec<String> = Vec::new();
        if is_custom {
            for (key, value) in [
                ("category", &category),
                ("owner", &owner),
                ("provider", &provider),
                ("version", &version),
            ] {
                if key != "owner" || owner != "Custom" {
                    entries.push(format!("{key}: {}", name(value)));
                }
            }
            if let Some(entry) = entries
                .iter_mut()
                .find(|entry| entry.starts_with("provider"))
            {
                *entry = format!("provider: {}", literal(&provider));
            }
            if let Some(entry) = entries
                .iter_mut()
                .find(|entry| entry.starts_with("version"))
            {
                *entry = format!("version: {}", literal(&version));
            }
        }
        self.configuration(run, kind, &inputs, (&acting.account, &region), &mut entries);
        if let Some(order) = order {
            entries.push(format!("run_order: {order}"));
        }
        if let Some(namespace) = run["Namespace"].as_str() {
            // The name of the action is its namespace where another action uses it.
            entries.push(format!("namespace: {}", literal(namespace)));
        }
        if let Some(minutes) = text_of(run, "TimeoutInMinutes") {
            if ACTION
                .iter()
                .chain(kind.own_keys)
                .chain(kind.keys)
                .any(|key| key.name == "TimeoutInMinutes")
            {
                entries.push(format!("timeout_in_minutes: {minutes}"));
            } else {
                let path = format!("Properties.Stages.{stage}.Actions.{own_name}.TimeoutInMinutes");
                self.overrides.push(format!(
                    "override pipeline {{ {}: {minutes} }}\n",
                    literal(&path)
                ));
            }
        }
        let known = [
            "Name",
            "ActionTypeId",
            "RuleTypeId",
            "RunOrder",
            "Configuration",
            "InputArtifacts",
            "OutputArtifacts",
            "RoleArn",
            "Region",
            "Namespace",
            "TimeoutInMinutes",
        ];
        for key in run.as_object().into_iter().flatten().map(|(key, _)| key) {
            let by_kind = kind
                .keys
                .iter()
                .any(|found| found.slot == Slot::Action && found.name == key);
            if !known.contains(&key.as_str()) && !by_kind {
                entries.push(self.comment(&format!("`{key}` is left out")));
            }
        }
        head += &self.remarks();
        let mut out = head;
        if !outputs.is_empty() {
            let outputs: Vec<String> = outputs.iter().map(|output| name(output)).collect();
            out += &format!("let {} = ", outputs.join(", "));
        }
        out += &format!("{}: {}", name(&own_name), kind.name);
        if !inputs.is_empty() {
            let inputs: Vec<String> = inputs.iter().map(|input| name(input)).collect();
            out += &format!("({})", inputs.join(", "));
        }
        if acting.account != home {
            out += &format!(" in {}", self.account(&acting.account, stage));
        }
        if region != self.template.region && kind.placement == Placement::Anywhere {
            out += &format!(" @ {}", literal(&region));
        }
        if let Some(role) = acting.role {
            out += &format!(" as {role}");
        }
        if !entries.is_empty() {
            out += " {\n";
            for entry in entries {
                out += &entry;
                out += if entry.ends_with('\n') { "" } else { ",\n" };
            }
            out += "}";
        }
        out + ";\n"
    }

    fn region(&mut self, run: &Value, kind: &Kind, head: &mut String) -> Option<String> {
        let region = &run["Region"];
        if region.is_null() {
            return None;
        }
        match self.known(region) {
            Ok(region)
                if kind.placement == Placement::Anywhere || region == self.template.region =>
            {
                Some(region)
            }
            Ok(region) => {
                *head += &self.comment(&format!(
                    "region `{region}` is left out: this kind runs in home's region"
                ));
                None
            }
            Err(why) => {
                *head += &self.comment(&format!("the region is left out: {why}"));
                None
            }
        }
    }

    fn acting(&mut self, role: &Value, stage: &str, head: &mut String) -> Acting {
        let home = Acting {
            account: self.template.account.clone(),
            role: None,
        };
        if role.is_null() {
            return home;
        }
        match self.role_arn(role) {
            Ok(None) => home,
            Ok(Some(arn)) => {
                let account = Arn::parse(&arn).map(|arn| arn.account.to_owned());
                let account = account.filter(|account| is_account(account));
                match (self.imported_role(&arn, stage), account) {
                    (Ok(role), Some(account)) => Acting {
                        account,
                        role: Some(role),
                    },
                    (Err(why), _) => {
                        *head += &self.comment(&format!("the role is left out: {why}"));
                        home
                    }
                    (Ok(_), None) => home,
                }
            }
            Err(why) => {
                *head += &self.comment(&format!(
                    "the role is left out: {why}. If it is of another account, declare that and write `in NAME` behind the inputs"
                ));
                home
            }
        }
    }

    fn configuration(
        &mut self,
        run: &Value,
        kind: &'static Kind,
        inputs: &[String],
        place: (&str, &str),
        entries: &mut Vec<String>,
    ) {
        let template = self.template;
        let mut found: Vec<(String, Value, Slot)> = Vec::new();
        let configuration = template.chosen(&mut self.marks, &run["Configuration"]);
        for (key, value) in configuration.as_object().into_iter().flatten() {
            found.push((key.clone(), value.clone(), Slot::Configuration));
        }
        for (key, value) in run.as_object().into_iter().flatten() {
            found.push((key.clone(), value.clone(), Slot::Action));
        }
        for output in run["OutputArtifacts"]
            .as_array()
            .into_iter()
            .flatten()
            .take(1)
        {
            for (key, value) in output.as_object().into_iter().flatten() {
                found.push((key.clone(), value.clone(), Slot::Outputs));
            }
        }
        if let Some(key) = kind
            .own_keys
            .iter()
            .find(|key| matches!(key.kind, Type::Configuration))
        {
            if configuration.as_object().is_some_and(|map| !map.is_empty()) {
                let written = self.value(&key.kind, &configuration, inputs);
                self.entry(&key.written(), written, entries);
            }
            return;
        }
        let mut seen = Map::new();
        for (key, value, slot) in found {
            let Some(known) = kind
                .keys
                .iter()
                .find(|known| known.name == key && known.slot == slot)
            else {
                if slot == Slot::Configuration {
                    let other = kind
                        .keys
                        .iter()
                        .find(|known| known.name.eq_ignore_ascii_case(&key));
                    let hint = other
                        .map(|other| format!("; `{}` may be meant", other.name))
                        .unwrap_or_default();
                    entries.push(self.comment(&format!(
                        "`{key}` is left out: `{}` has no such key{hint}",
                        kind.name
                    )));
                }
                continue;
            };
            seen.insert(key.clone(), Value::Null);
            let written = match &known.kind {
                Type::Project => self.project(&value, place.0, place.1),
                other => self.value(other, &value, inputs),
            };
            let written = match written {
                // A text that the template works out can be given when it is deployed.
                Err(why)
                    if matches!(known.kind, Type::Text(_) | Type::Secret)
                        && !known.known_when_built =>
                {
                    Ok(self.invented(&key, &why))
                }
                other => other,
            };
            self.entry(&known.written(), written, entries);
        }
        if kind.own_keys.iter().any(|key| key.name == "StartOnChange")
            && text_of(&configuration, "PollForSourceChanges").as_deref() == Some("false")
            && !template.resources.is_empty()
            && !template
                .resources
                .values()
                .any(|resource| is_a_start(&resource["Properties"], kind))
        {
            entries.push("start_on_change: false".to_owned());
        }
    }

    fn entry(&mut self, key: &str, written: Result<String, String>, entries: &mut Vec<String>) {
        let remarks = self.remarks();
        if !remarks.is_empty() {
            entries.push(remarks);
        }
        match written {
            Ok(written) => entries.push(format!("{key}: {written}")),
            Err(why) => {
                let why = if has_marks(&why) {
                    "it is known at deployment".to_owned()
                } else {
                    why
                };
                entries.push(self.comment(&format!("`{key}` is left out: {why}")));
            }
        }
    }
}

/// Returns whether a rule starts pipelines by the events of such a source.
fn is_a_start(rule: &Value, kind: &Kind) -> bool {
    let Some(events) = &kind.events else {
        return true;
    };
    let sources = &rule["EventPattern"]["source"];
    sources.as_array().into_iter().flatten().any(|source| {
        source
            .as_str()
            .is_some_and(|source| events.pattern.contains(&format!("\"{source}\"")))
    })
}
