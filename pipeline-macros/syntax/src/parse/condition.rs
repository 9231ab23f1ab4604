//! `before_entry RESULT { … }`, `on_failure RETRY;` and `disabled "REASON";`

use pipewright_model::catalogue;
use pipewright_model::model::Moment;
use proc_macro2::{Delimiter, Span};

use super::action::{RULE, starts_action};
use super::input::Input;
use super::name::{is_keyword, word};
use super::repeat::starts_for;
use super::{Reported, Space};
use crate::tree::{Action, Condition, Part, Word};

/// The first words of what stands in a stage beside actions.
pub const STAGE_WORDS: &[&str] = &[
    "parallel",
    Moment::BeforeEntry.word(),
    Moment::OnSuccess.word(),
    Moment::OnFailure.word(),
    DISABLED,
];

const DISABLED: &str = "disabled";

impl Input<'_> {
    /// A condition, or why nothing enters the stage.
    pub(super) fn condition(&mut self) -> Option<Part> {
        let span = self.span();
        let moment = next_moment(self);
        self.advance();
        if let Some(moment) = moment {
            return Some(Part::Condition(self.condition_parts(moment, span)));
        }
        match self.phrase("the reason, `\"…\"`") {
            Ok(reason) => {
                self.end_item(false, starts_action);
                Some(Part::Disabled(reason))
            }
            Err(Reported) => {
                self.skip_item(starts_action);
                None
            }
        }
    }

    fn condition_parts(&mut self, moment: Moment, span: Span) -> Condition {
        let mut condition = Condition {
            moment,
            at: self.at(span),
            result: Word::missing(span),
            mode: None,
            rules: None,
        };
        let result = if self.is_keyed() || self.ident(0).is_none() {
            let results: Vec<String> = moment
                .results(false)
                .iter()
                .map(|result| format!("`{result}`"))
                .collect();
            let word = moment.word();
            let first = moment.results(true).first().copied().unwrap_or_default();
            self.expected(&format!("the result, {}", results.join(" or ")))
                .help(format!("say what it leads to: `{word} {first} {{ … }}`"));
            Err(Reported)
        } else {
            self.name("the result, `FAIL`", Space::Result, false)
        };
        match result {
            Ok(result) => condition.result = result,
            Err(Reported) => self.skip_until(|input| ends_result(input) || starts_action(input)),
        }
        if self.ident(0).is_some_and(|ident| !is_keyword(ident)) && !starts_action(self) {
            condition.mode = self.name("a retry mode", Space::Result, false).ok();
        }
        if self.is_rule() {
            self.expected("`{ … }`, the condition's rules");
            let mut rules = Vec::new();
            while self.is_rule() {
                rules.extend(self.action(&RULE));
            }
            condition.rules = Some(rules);
        } else if let Some(block) = self.take_group(Delimiter::Brace) {
            condition.rules = Some(self.inside(&block).rules());
            self.end_item(true, starts_action);
        } else if !condition.result.at.written {
            condition.at.written = false;
            self.take_punct(';');
        } else {
            // Whether rules were meant to stand here is not known.
            condition.at.written = self.is_punct(0, ';');
            self.end_item(false, starts_action);
        }
        condition
    }

    /// Whether a rule stands here, whatever should.
    fn is_rule(&self) -> bool {
        let provider = self.ident(2).map(|provider| word(provider).text);
        let rule = provider.is_some_and(|provider| {
            catalogue::rule(&provider).is_some() && catalogue::kind(&provider).is_none()
        });
        self.is_keyed() && rule
    }

    /// The rules of a condition.
    fn rules(&mut self) -> Vec<Action> {
        let mut rules = Vec::new();
        while !self.is_end() {
            if starts_for(self) {
                rules.extend(self.repetition(|input| input.rules(), starts_action));
            } else if self.take_punct(';').is_none() {
                rules.extend(self.action(&RULE));
            }
        }
        rules
    }
}

fn next_moment(input: &Input<'_>) -> Option<Moment> {
    let moment = |moment: &Moment| input.is_word(0, moment.word());
    let found = Moment::ALL.into_iter().find(moment)?;
    (!input.is_colon(1)).then_some(found)
}

fn starts_disabled(input: &Input<'_>) -> bool {
    input.is_word(0, DISABLED) && !input.is_colon(1)
}

/// Whether a condition begins here, or why nothing enters the stage.
pub(super) fn starts_condition(input: &Input<'_>) -> bool {
    next_moment(input).is_some() || starts_disabled(input)
}

fn ends_result(input: &Input<'_>) -> bool {
    input.group(0, Delimiter::Brace).is_some() || input.is_punct(0, ';')
}
