//! Actions, and the rules of conditions.

use pipewright_model::catalogue::declared::ACTION;
use pipewright_model::catalogue::{Kind, Placement, Slot};
use serde_json::Value;

use super::intrinsics::shown_below;
use super::names::{literal, name};
use super::writer::Writer;

/// What stands beside the configuration of an action, of whatever kind.
const BESIDE: &[&str] = &[
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

/// What an action is of.
struct TypeId {
    category: String,
    owner: String,
    provider: String,
    version: String,
}

impl Writer<'_> {
    /// An action, or a rule.
    pub(super) fn run(
        &mut self,
        run: &Value,
        type_key: &str,
        kinds: &'static [&'static Kind],
        stage: &str,
        order: Option<i64>,
    ) -> String {
        let is_rule = type_key == "RuleTypeId";
        let what = if is_rule { "rule" } else { "action" };
        let type_id = self.type_id(&run[type_key], type_key);
        let own_name = self.setting(run, "Name").unwrap_or_else(|| {
            self.marks.remark(format!("this {what} has no name"));
            type_id.provider.clone()
        });
        let found = kinds.iter().copied().find(|kind| {
            kind.provider == type_id.provider
                && !type_id.provider.is_empty()
                && (is_rule || kind.category == type_id.category && kind.owner == type_id.owner)
        });
        let custom = kinds
            .iter()
            .copied()
            .find(|kind| kind.action_type_key().is_some() && type_id.owner != "AWS");
        let Some(kind) = found.or(custom) else {
            let TypeId {
                category,
                owner,
                provider,
                ..
            } = type_id;
            let words = format!(
                "{what} `{own_name}` is left out: `{category}` by `{provider}` of `{owner}` is not in the catalogue; it is"
            );
            self.marks.remark(shown_below(&words, run));
            return self.remarks();
        };
        let is_custom = kind.action_type_key().is_some();
        if !is_custom && !type_id.version.is_empty() && type_id.version != kind.version {
            self.marks.remark(format!(
                "version `{}` in the file; pipewright knows version {}",
                type_id.version, kind.version
            ));
        }
        for (key, found, known) in [
            ("Category", &type_id.category, kind.category),
            ("Owner", &type_id.owner, kind.owner),
        ] {
            if !is_custom && found != known {
                self.marks.remark(format!(
                    "`{key}` of `{type_key}` is `{found}`, and here `{known}`"
                ));
            }
        }
        let inputs = self.artifacts(run, "InputArtifacts", &["Name"]);
        let with_files = kind.keys.iter().any(|key| key.slot == Slot::Outputs);
        let of_outputs: &[&str] = if with_files {
            &["Name", "Files"]
        } else {
            &["Name"]
        };
        let outputs = self.artifacts(run, "OutputArtifacts", of_outputs);
        let acting = self.acting(run, kind, stage);
        let region = self.region(run, kind);
        let mut head = self.remarks();

        let mut entries: Vec<String> = Vec::new();
        if is_custom {
            entries.push(format!("category: {}", name(&type_id.category)));
            if type_id.owner != "Custom" {
                entries.push(format!("owner: {}", name(&type_id.owner)));
            }
            entries.push(format!("provider: {}", literal(&type_id.provider)));
            entries.push(format!("version: {}", literal(&type_id.version)));
        }
        self.configuration(run, kind, &inputs, (&acting.account, &region), &mut entries);
        if let Some(order) = order {
            entries.push(format!("run_order: {order}"));
        }
        if let Some(namespace) = self.setting(run, "Namespace") {
            // The name of the action is its namespace where another action uses it.
            entries.push(format!("namespace: {}", literal(&namespace)));
        }
        entries.extend(self.timeout(run, kind, stage, &own_name));
        let mut known = BESIDE.to_vec();
        let of_kind = kind.keys.iter().filter(|key| key.slot == Slot::Action);
        known.extend(of_kind.map(|key| key.name));
        self.others(run, &format!("{what} `{own_name}`"), &known);
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
        if acting.account != self.template.account {
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

    fn type_id(&mut self, type_id: &Value, key: &str) -> TypeId {
        let known = ["Category", "Owner", "Provider", "Version"];
        self.others(type_id, &format!("`{key}`"), &known);
        if type_id.is_null() {
            self.marks
                .remark(format!("`{key}` has no value, and says no kind"));
        }
        let mut of = |key: &str| self.setting(type_id, key).unwrap_or_default();
        TypeId {
            category: of("Category"),
            owner: of("Owner"),
            provider: of("Provider"),
            version: of("Version"),
        }
    }

    fn artifacts(&mut self, run: &Value, key: &str, known: &[&str]) -> Vec<String> {
        let mut names = Vec::new();
        for (place, artifact) in self.maps(&run[key], key).iter().enumerate() {
            // The files of an action are those of its first output.
            let known = if place == 0 { known } else { &["Name"] };
            self.others(artifact, &format!("an artifact of `{key}`"), known);
            match self.setting(artifact, "Name") {
                Some(name) => names.push(name),
                None => self
                    .marks
                    .remark(format!("an artifact of `{key}` is left out")),
            }
        }
        names
    }

    /// A timeout of an action, as its setting. Where the kind has none, it is an override.
    fn timeout(&mut self, run: &Value, kind: &Kind, stage: &str, action: &str) -> Option<String> {
        let minutes = self.setting(run, "TimeoutInMinutes")?;
        let has_one = ACTION
            .iter()
            .chain(kind.own_keys)
            .chain(kind.keys)
            .any(|key| key.name == "TimeoutInMinutes");
        let written = if minutes.parse::<u64>().is_ok() {
            minutes
        } else {
            literal(&minutes)
        };
        if has_one {
            return Some(format!("timeout_in_minutes: {written}"));
        }
        let path = format!("Properties.Stages.{stage}.Actions.{action}.TimeoutInMinutes");
        self.overrides.push(format!(
            "override pipeline {{ {}: {written} }}\n",
            literal(&path)
        ));
        None
    }
}
