//! An action where and when it runs.

use crate::catalogue::{self, Condition, Kind};
use crate::model::{
    Account, Action, ActionType, Condition as StageCondition, Data, Moment, Stage, TextExpr,
};
use crate::place::Place;

/// An action or a rule, and where and when it runs.
pub(in crate::check) struct Run<'a, P> {
    pub(in crate::check) stage: &'a Stage<P>,
    pub(in crate::check) stage_index: usize,
    pub(in crate::check) action: &'a Action<P>,
    /// The condition that it is a rule of.
    pub(in crate::check) condition: Option<&'a StageCondition<P>>,
    pub(in crate::check) kind: Option<&'static Kind>,
    /// The declared action type that it is of.
    pub(in crate::check) action_type: Option<&'a ActionType<P>>,
    pub(in crate::check) category: Option<&'a str>,
    pub(in crate::check) order: i64,
    /// Its account, unless that is not declared.
    pub(in crate::check) account: Option<&'a Account<P>>,
    /// Its region, unless its account is not declared.
    pub(in crate::check) region: Option<&'a TextExpr<P>>,
    pub(in crate::check) section: usize,
}

impl<P: Place> Run<'_, P> {
    /// `` action `Prepare` ``
    pub(in crate::check) fn title(&self) -> String {
        format!("{} `{}`", self.sort(), self.action.name.text)
    }

    /// `action`, or `rule`.
    pub(in crate::check) fn sort(&self) -> &'static str {
        if self.action.rule { "rule" } else { "action" }
    }

    pub(in crate::check) fn name(&self) -> &str {
        &self.action.name.text
    }

    /// Whether the pipeline starts with it.
    pub(in crate::check) fn is_source(&self) -> bool {
        self.category == Some("Source")
    }

    /// Whether its stage may be left out of an execution.
    fn may_be_skipped(&self) -> bool {
        self.stage.conditions.iter().any(|condition| {
            condition.moment == Moment::BeforeEntry && condition.result.text == "SKIP"
        })
    }

    /// Whether what it makes may be missing when a run of a later stage needs it.
    pub(in crate::check) fn may_be_missing_for(&self, other: &Run<'_, P>) -> bool {
        self.stage_index < other.stage_index && self.may_be_skipped() && !other.may_be_skipped()
    }

    /// Whether it is done before the other one starts, whatever happens.
    pub(in crate::check) fn surely_before(&self, other: &Run<'_, P>) -> bool {
        (self.stage_index, self.order) < (other.stage_index, other.order)
    }

    /// Whether the two start together.
    pub(in crate::check) fn beside(&self, other: &Run<'_, P>) -> bool {
        (self.stage_index, self.order) == (other.stage_index, other.order)
    }

    /// Its account, if that is declared and not home.
    pub(in crate::check) fn foreign_account(&self) -> Option<&Account<P>> {
        self.account.filter(|account| !account.home)
    }

    /// Whether a condition holds; nothing where that is not known yet.
    pub(in crate::check) fn holds(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Is(key, values) => Some(values.contains(&self.constant(key)?.as_str())),
            Condition::Has(key) => Some(self.entry(key).is_some()),
            Condition::Lacks(key) => Some(self.entry(key).is_none()),
            Condition::SeveralInputs => Some(self.action.inputs.len() > 1),
            Condition::NoInputs => Some(self.action.inputs.is_empty()),
            Condition::All(all) => all
                .iter()
                .try_fold(true, |so_far, one| Some(so_far && self.holds(one)?)),
        }
    }

    /// The value of one of AWS's keys as AWS is told it, empty where the key is
    /// absent; nothing where it is not known yet.
    pub(in crate::check) fn constant(&self, aws_key: &str) -> Option<String> {
        let Some(entry) = self.entry(aws_key) else {
            return Some(String::new());
        };
        match &entry.value.data {
            Data::Bool(truth) => Some(truth.to_string()),
            Data::Number(number) => Some(number.to_string()),
            Data::Variable { namespace, name } => {
                Some(format!("#{{{}.{}}}", namespace.text, name.text))
            }
            other => other.constant().map(str::to_owned),
        }
    }

    /// The entry of one of AWS's keys.
    pub(in crate::check) fn entry(&self, aws_key: &str) -> Option<&crate::model::Entry<P>> {
        self.action.entry(&catalogue::snake_case(aws_key))
    }
}
