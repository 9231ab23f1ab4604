//! `variable NAME = "default";` and `trigger ACTION { … }`

use proc_macro2::Delimiter;

use super::declare::starts_declaration;
use super::input::Input;
use super::{Reported, Space};
use crate::tree::{Trigger, Variable};

impl Input<'_> {
    /// A pipeline variable, behind the word `variable`.
    pub(super) fn pipeline_variable(&mut self) -> Option<Variable> {
        let Ok(name) = self.title("the variable's name", Space::Variable, true) else {
            self.skip_item(starts_declaration);
            return None;
        };
        let mut variable = Variable {
            name,
            default: None,
            settings: Vec::new(),
        };
        if self.is_colon(0) {
            self.expected("`=` and the variable's default, or `;`")
                .help("write `=` in place of `:`");
        }
        if self.take_punct('=').is_some() || self.take_punct(':').is_some() {
            match self.phrase("the variable's default, `\"…\"`") {
                Ok(default) => variable.default = Some(default),
                Err(Reported) => {
                    variable.name.at.written = false;
                    self.skip_item(starts_declaration);
                    return Some(variable);
                }
            }
        }
        let block = self.take_group(Delimiter::Brace);
        if let Some(block) = &block {
            variable.settings = self.inside(block).entries();
        }
        self.end_item(block.is_some(), starts_declaration);
        Some(variable)
    }

    /// A trigger, behind the word `trigger`.
    pub(super) fn trigger(&mut self) -> Option<Trigger> {
        let Ok(action) = self.title("the name of a source action", Space::Action, false) else {
            self.skip_item(starts_declaration);
            return None;
        };
        let mut trigger = Trigger {
            action,
            filters: Vec::new(),
        };
        if let Some(block) = self.take_group(Delimiter::Brace) {
            trigger.filters = self.inside(&block).entries();
            self.end_item(true, starts_declaration);
        } else {
            self.expected("`{ … }`, what starts the pipeline");
            trigger.action.at.written = false;
            self.skip_item(starts_declaration);
        }
        Some(trigger)
    }
}
