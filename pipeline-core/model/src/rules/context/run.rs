//! An action or a rule, with where and when it runs.

use super::{Section, StageIndex};
use crate::catalogue::{self, Condition, Key, Kind};
use crate::model::{Account, Action, ActionType, Data, Entry, Moment, Stage, TextExpr};
use crate::place::Place;

/// An action or a rule, and where and when it runs.
pub(crate) struct Run<'a, P> {
    pub(crate) stage: &'a Stage<P>,
    pub(crate) stage_index: StageIndex,
    pub(crate) action: &'a Action<P>,
    pub(crate) kind: Option<&'static Kind>,
    /// The declared action type that it is of.
    pub(crate) action_type: Option<&'a ActionType<P>>,
    pub(crate) category: Option<&'a str>,
    pub(crate) order: i64,
    /// Its account, unless that is not declared.
    pub(crate) account: Option<&'a Account<P>>,
    /// Its region, unless its account is not declared.
    pub(crate) region: Option<&'a TextExpr<P>>,
    pub(crate) section: Section,
}

impl<'a, P: Place> Run<'a, P> {
    /// `` action `Prepare` ``
    pub(crate) fn title(&self) -> String {
        format!("{} `{}`", self.noun(), self.action.name.text)
    }

    /// `action`, or `rule`.
    pub(crate) fn noun(&self) -> &'static str {
        if self.action.rule { "rule" } else { "action" }
    }

    pub(crate) fn name(&self) -> &str {
        &self.action.name.text
    }

    /// Returns whether the pipeline starts with it.
    pub(crate) fn is_source(&self) -> bool {
        self.category == Some("Source")
    }

    /// Returns whether its stage may be left out of an execution.
    fn may_be_skipped(&self) -> bool {
        self.stage.conditions.iter().any(|condition| {
            condition.moment == Moment::BeforeEntry && condition.result.text == "SKIP"
        })
    }

    /// Returns whether what it makes may be missing when a run of a later stage needs it.
    pub(crate) fn may_be_missing_for(&self, other: &Run<'_, P>) -> bool {
        self.stage_index < other.stage_index && self.may_be_skipped() && !other.may_be_skipped()
    }

    /// Returns whether it is done before the other one starts, whatever happens.
    pub(crate) fn surely_before(&self, other: &Run<'_, P>) -> bool {
        (self.stage_index, self.order) < (other.stage_index, other.order)
    }

    /// Returns whether the two start together.
    pub(crate) fn beside(&self, other: &Run<'_, P>) -> bool {
        (self.stage_index, self.order) == (other.stage_index, other.order)
    }

    /// Its account, if that is declared and not home.
    pub(crate) fn foreign_account(&self) -> Option<&Account<P>> {
        self.account.filter(|account| !account.home)
    }

    /// Returns whether a condition holds; nothing where that is not known yet.
    pub(crate) fn holds(&self, condition: &Condition) -> Option<bool> {
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

    /// The reason why a condition holds, in words.
    pub(crate) fn because(&self, condition: &Condition) -> String {
        match condition {
            Condition::Is(key, _) => {
                let written = catalogue::snake_case(key);
                match self.constant(key) {
                    Some(value) if !value.is_empty() => format!("when `{written}` is `{value}`"),
                    _ => format!("without `{written}`"),
                }
            }
            Condition::Has(key) => format!("with `{}`", catalogue::snake_case(key)),
            Condition::Lacks(key) => format!("without `{}`", catalogue::snake_case(key)),
            Condition::SeveralInputs => "with several inputs".to_owned(),
            Condition::NoInputs => "without an input".to_owned(),
            Condition::All(all) => {
                let all: Vec<String> = all.iter().map(|one| self.because(one)).collect();
                all.join(" and ")
            }
        }
    }

    /// The value of one of AWS's keys as AWS gets it, empty where the key is absent; nothing
    /// where it is not known yet.
    pub(crate) fn constant(&self, aws_key: &str) -> Option<String> {
        let Some(entry) = self.entry(aws_key) else {
            return Some(String::new());
        };
        match &entry.value.data {
            Data::Word(word) => Some(word.clone()),
            other => other.scalar(),
        }
    }

    /// The entry of one of AWS's keys, however users write that key.
    pub(crate) fn entry(&self, aws_key: &str) -> Option<&'a Entry<P>> {
        match self.known_keys().find(|key| key.name == aws_key) {
            Some(key) => self.written(key),
            None => self.action.entry(&catalogue::snake_case(aws_key)),
        }
    }

    /// The keys of its kind that it has, each with its entry, in the order of the catalogue.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&'static Key, &'a Entry<P>)> {
        self.known_keys()
            .filter_map(|key| Some((key, self.written(key)?)))
    }

    fn written(&self, key: &Key) -> Option<&'a Entry<P>> {
        let mut entries = self.action.config.iter();
        entries.find(|entry| key.is_written(&entry.key.text))
    }

    fn known_keys(&self) -> impl Iterator<Item = &'static Key> + use<P> {
        let kinds = self.kind.into_iter();
        kinds.flat_map(|kind| kind.keys.iter().chain(kind.own_keys))
    }

    /// The name of its kind in the catalogue; empty where that is not known.
    pub(crate) fn kind_name(&self) -> &'static str {
        self.kind.map_or("", |kind| kind.name)
    }
}

/// The place of an action or a rule in its pipeline.
pub(super) struct Position {
    pub(super) stage_index: StageIndex,
    pub(super) order: i64,
    pub(super) section: Section,
}
