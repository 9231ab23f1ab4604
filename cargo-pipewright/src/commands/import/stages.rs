//! Stages, and the order of their actions.

use std::collections::BTreeMap;

use pipewright_model::catalogue::KINDS;
use serde_json::Value;

use super::names::{literal, name};
use super::writer::Writer;

/// Transitions into stages that are disabled: the stage, why, and whether the stage was found.
struct Disabled {
    stage: String,
    reason: String,
    found: bool,
}

impl Writer<'_> {
    pub(super) fn stages(&mut self, properties: &Value) -> String {
        let mut disabled = Vec::new();
        let list = &properties["DisableInboundStageTransitions"];
        for transition in self.maps(list, "DisableInboundStageTransitions") {
            let stage = self.setting(&transition, "StageName");
            let reason = self.setting(&transition, "Reason").unwrap_or_default();
            self.others(
                &transition,
                "a disabled transition",
                &["StageName", "Reason"],
            );
            match stage {
                Some(stage) => disabled.push(Disabled {
                    stage,
                    reason,
                    found: false,
                }),
                None => self
                    .marks
                    .remark("a disabled transition is left out: it names no stage"),
            }
        }
        let mut out: Vec<String> = Vec::new();
        for item in self.each(&properties["Stages"], "Stages") {
            let stage = item
                .map
                .map(|stage| self.stage(&stage, &mut disabled))
                .unwrap_or_default();
            out.push(item.comments + &stage);
        }
        for left in disabled.iter().filter(|disabled| !disabled.found) {
            out.push(self.comment(&format!(
                "a disabled transition is left out: no stage is named `{}`; its reason is `{}`",
                left.stage, left.reason
            )));
        }
        out.join("\n")
    }

    fn stage(&mut self, stage: &Value, disabled: &mut [Disabled]) -> String {
        let stage_name = self.setting(stage, "Name").unwrap_or_else(|| {
            self.marks
                .remark("the name of this stage is not known, and `Stage` stands in its place");
            "Stage".to_owned()
        });
        let known = ["Name", "Actions", "BeforeEntry", "OnSuccess", "OnFailure"];
        self.others(stage, &format!("stage `{stage_name}`"), &known);
        let remark = self.remarks();
        let mut inside = String::new();
        for transition in disabled {
            if transition.stage == stage_name {
                inside += &format!("disabled {};\n", literal(&transition.reason));
                transition.found = true;
            }
        }
        inside += &self.condition(stage, "BeforeEntry", "before_entry", &stage_name);
        inside += &self.actions(&stage["Actions"], &stage_name);
        inside += &self.condition(stage, "OnSuccess", "on_success", &stage_name);
        inside += &self.condition(stage, "OnFailure", "on_failure", &stage_name);
        format!("{remark}stage {} {{\n{inside}}}\n", name(&stage_name))
    }

    /// The actions, those of one number side by side.
    fn actions(&mut self, list: &Value, stage: &str) -> String {
        let mut groups: BTreeMap<i64, Vec<(String, Value)>> = BTreeMap::new();
        let mut comments = String::new();
        for item in self.each(list, &format!("Actions of stage {stage}")) {
            comments += &item.comments;
            let Some(action) = item.map else {
                continue;
            };
            let order = self.run_order(&action);
            comments += &self.remarks();
            let before = std::mem::take(&mut comments);
            groups.entry(order).or_default().push((before, action));
        }
        let mut out = String::new();
        let mut expected = 1;
        for (order, actions) in groups {
            let own = (order != expected).then_some(order);
            let texts: Vec<String> = actions
                .into_iter()
                .map(|(before, action)| {
                    before + &self.run(&action, "ActionTypeId", KINDS, stage, own)
                })
                .collect();
            if texts.len() == 1 {
                out += &texts.concat();
            } else {
                out += &format!("parallel {{\n{}}}\n", texts.concat());
            }
            expected = order.saturating_add(1);
        }
        out + &comments
    }

    fn run_order(&mut self, action: &Value) -> i64 {
        let Some(order) = self.setting(action, "RunOrder") else {
            return 1;
        };
        order.parse().unwrap_or_else(|_| {
            self.marks.remark(format!(
                "`RunOrder` is taken as 1: `{order}` is no whole number"
            ));
            1
        })
    }
}
