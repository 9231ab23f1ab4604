//! The conditions of stages, and their rules.

use pipewright_model::catalogue::RULES;
use serde_json::Value;

use super::intrinsics::{function, shown_below};
use super::names::name;
use super::writer::Writer;

impl Writer<'_> {
    pub(super) fn condition(
        &mut self,
        stage: &Value,
        property: &str,
        word: &str,
        stage_name: &str,
    ) -> String {
        if stage.get(property).is_none() {
            return String::new();
        }
        let condition = self
            .template
            .chosen_itself(&mut self.marks, &stage[property]);
        if !condition.is_object() || function(&condition).is_some() {
            let words = format!("`{property}` is left out: it is");
            self.marks.remark(shown_below(&words, &condition));
            return self.remarks();
        }
        let result = self.setting(&condition, "Result");
        let retry = &condition["RetryConfiguration"];
        let mode = self.setting(retry, "RetryMode");
        self.others(retry, "`RetryConfiguration`", &["RetryMode"]);
        let known = ["Conditions", "Result", "RetryConfiguration"];
        self.others(&condition, &format!("`{property}`"), &known);
        let mut conditions = self.maps(&condition["Conditions"], property).into_iter();
        let first = conditions.next();
        for more in conditions {
            let words = format!(
                "a condition of `{property}` is left out: a stage has one of them here; it is"
            );
            self.marks.remark(shown_below(&words, &more));
        }
        let Some(first) = first else {
            let remarks = self.remarks();
            let Some(result) = result else {
                let what = format!("`{property}` is left out: it has no result and no condition");
                return remarks + &self.comment(&what);
            };
            let mode = mode
                .map(|mode| format!(" {}", name(&mode)))
                .unwrap_or_default();
            return format!("{remarks}{word} {}{mode};\n", name(&result));
        };
        if let Some(mode) = mode {
            self.marks.remark(format!(
                "`RetryMode` `{mode}` of `{property}` is left out: it has a condition"
            ));
        }
        let own = self.setting(&first, "Result");
        if let (Some(own), Some(result)) = (&own, &result)
            && own != result
        {
            self.marks.remark(format!(
                "`Result` `{result}` of `{property}` is left out: its condition has `{own}`"
            ));
        }
        let result = own.or(result).unwrap_or_else(|| "FAIL".to_owned());
        self.others(
            &first,
            &format!("a condition of `{property}`"),
            &["Result", "Rules"],
        );
        let remarks = self.remarks();
        let mut rules = String::new();
        for item in self.each(&first["Rules"], &format!("Rules of {property}")) {
            rules += &item.comments;
            if let Some(rule) = item.map {
                rules += &self.run(&rule, "RuleTypeId", RULES, stage_name, None);
            }
        }
        format!("{remarks}{word} {} {{\n{rules}}}\n", name(&result))
    }
}
