//! `let OUTPUT = NAME: KIND(INPUT) in ACCOUNT @ "REGION" via STORE as ROLE { … };`

use pipewright_core::catalogue;
use pipewright_core::similar::closest;
use proc_macro2::Delimiter;

use super::clauses::Clause;
use super::condition::{STAGE_WORDS, starts_condition};
use super::declare::starts_named;
use super::input::Input;
use super::misplaced::RUST;
use super::name::word;
use super::repeat::starts_for;
use super::stage::starts_parallel;
use super::{Reported, Space};
use crate::tree::{Action, Clauses, Word};

/// What actions and rules do not have in common.
pub(super) struct Form {
    rule: bool,
    article: &'static str,
    title: &'static str,
    colon: &'static str,
    kind: &'static str,
    names: Space,
    kinds: Space,
    clauses: &'static [Clause],
}

pub(super) static ACTION: Form = Form {
    rule: false,
    article: "an action",
    title: "an action, `NAME: KIND`",
    colon: "`:` and the action's kind",
    kind: "the action's kind",
    names: Space::Action,
    kinds: Space::Kind,
    clauses: &[Clause::In, Clause::At, Clause::Via, Clause::As],
};

/// A rule of a condition.
pub(super) static RULE: Form = Form {
    rule: true,
    article: "a rule",
    title: "a rule, `NAME: PROVIDER`",
    colon: "`:` and the rule's provider",
    kind: "the rule's provider",
    names: Space::Rule,
    kinds: Space::Provider,
    clauses: &[Clause::In, Clause::At, Clause::As],
};

/// What other languages write before an action.
const KEYWORDS: &[&str] = &["action", "job", "rule", "run", "step", "task"];

impl Input<'_> {
    /// An action or a rule; nothing where there is not even a name.
    pub(super) fn action(&mut self, form: &Form) -> Option<Action> {
        let misplaced = self.misplaced(form);
        let span = self.span();
        if !form.rule && !self.is_word(0, "let") && !self.is_keyed() {
            self.mark_next(Space::Step);
        }
        let mut action = Action {
            rule: form.rule,
            outputs: Vec::new(),
            name: Word::missing(span),
            kind: Word::missing(span),
            inputs: Vec::new(),
            clauses: Clauses::default(),
            config: Vec::new(),
        };
        if let Some(help) = misplaced {
            self.expected(form.article).help(help);
            self.advance();
            self.skip_item(starts_action);
            return None;
        }
        let before = self.remaining();
        match self.action_parts(form, &mut action) {
            Ok(()) => {}
            Err(Reported) => {
                action.name.at.written = false;
                self.context.lost_action = true;
                // What cannot begin an action must not be met again.
                if self.remaining() == before {
                    self.advance();
                }
                self.skip_item(starts_action);
            }
        }
        Some(action)
    }

    /// What to say of something that stands in a stage and is no action.
    fn misplaced(&self, form: &Form) -> Option<&'static str> {
        if form.rule && (self.is_word(0, "let") || starts_parallel(self)) {
            return Some("a rule is written `NAME: PROVIDER { … };`: it makes no artifacts");
        }
        if starts_parallel(self) {
            return Some("a `parallel` block cannot stand in another one");
        }
        if starts_condition(self) {
            return Some("a condition stands in the stage itself");
        }
        starts_named(self).then_some("declarations stand outside of stages")
    }

    fn action_parts(&mut self, form: &Form, action: &mut Action) -> Result<(), Reported> {
        let bound = self.is_word(0, "let");
        if bound {
            self.advance();
            self.outputs(&mut action.outputs)?;
        }
        let literal = self.is_literal(0);
        action.name = self.title(form.title, form.names, true)?;
        if self.is_colon(0) {
            self.advance();
        } else {
            self.missing_kind(form, action, bound && literal)?;
        }
        self.kind_path(form);
        if self.is_keyed() {
            // The next action, below one that is half-written.
            self.expected(form.kind);
            return Err(Reported);
        }
        action.kind = self.name(form.kind, form.kinds, false)?;
        let before = self.context.findings.errors().count();
        self.take_inputs(form, action);
        let (clauses, clean) = self.clauses(form.article, form.clauses, starts_action);
        action.clauses = clauses;
        action.name.at.written &= clean;
        if action.inputs.is_empty() && self.group(0, Delimiter::Parenthesis).is_some() {
            self.take_inputs(form, action);
        }
        if let Some(block) = self.take_group(Delimiter::Brace) {
            action.config = self.inside(&block).entries();
            self.end_item(false, starts_action);
        } else {
            self.end_item(!clean, starts_action);
        }
        let whole = self.context.findings.errors().count() == before;
        action.name.at.whole = whole;
        action.kind.at.whole = whole;
        Ok(())
    }

    /// Reports what stands in place of a `:`, and reads on where the kind follows.
    fn missing_kind(
        &mut self,
        form: &Form,
        action: &mut Action,
        text: bool,
    ) -> Result<(), Reported> {
        let name = action.name.text.clone();
        let equals = usize::from(self.is_punct(0, '='));
        let kind = self.ident(equals).map(|kind| word(kind).text);
        let kind =
            kind.filter(|kind| catalogue::kind(kind).is_some() || catalogue::rule(kind).is_some());
        let named = self.is_keyed() && KEYWORDS.contains(&name.as_str());
        let itself = catalogue::kind(&name).is_some();
        let block = STAGE_WORDS.contains(&name.as_str());
        let meant = closest(&name, STAGE_WORDS.iter().copied()).filter(|_| !form.rule);
        let finding = self.expected(form.colon);
        if let Some(kind) = &kind {
            finding.help(format!("write `{name}: {kind}`"));
        } else if named {
            finding.help(format!("leave out `{name}`"));
        } else if text {
            finding.help(RUST);
        } else if itself {
            finding.help(format!("an action has a name of its own: `NAME: {name}`"));
        } else if block {
            finding.help(format!("write `{name} {{ … }}`"));
        } else {
            finding.maybe_help(meant.map(|meant| format!("did you mean `{meant}`?")));
        }
        if named {
            action.name = self.title(form.title, form.names, true)?;
            self.advance();
            return Ok(());
        }
        if kind.is_some() {
            self.take_punct('=');
            return Ok(());
        }
        Err(Reported)
    }

    /// Reports a path before a kind, `aws::S3Deploy`, and passes over it.
    fn kind_path(&mut self, form: &Form) {
        let is_path = |input: &Self| {
            input.ident(0).is_some() && input.is_punct(1, ':') && input.is_punct(2, ':')
        };
        if is_path(self) {
            let article = form.kind;
            self.expected(article)
                .help("it is a single word, with no path before it");
        }
        while is_path(self) {
            (0..3).for_each(|_| self.advance());
        }
    }

    /// The inputs, which stand in parentheses behind the kind.
    fn take_inputs(&mut self, form: &Form, action: &mut Action) {
        let behind = action.clauses.is_empty();
        let group = self.group(0, Delimiter::Parenthesis);
        let Some(group) = group.or(self.group(0, Delimiter::Bracket)).cloned() else {
            return;
        };
        if !behind || group.delimiter() == Delimiter::Bracket {
            let kind = action.kind.text.clone();
            self.expected(&format!("what follows {}", form.kind))
                .help(format!(
                    "inputs stand in parentheses right behind it: `{kind}(…)`"
                ));
        }
        self.advance();
        action.inputs = self.inside(&group).inputs();
    }

    fn outputs(&mut self, outputs: &mut Vec<Word>) -> Result<(), Reported> {
        if self.is_word(0, "mut") {
            self.expected("the name of an output artifact")
                .help("leave out `mut`: an artifact is made once");
            self.advance();
        }
        loop {
            outputs.push(self.name("the name of an output artifact", Space::Artifact, true)?);
            if self.take_punct('=').is_some() {
                return Ok(());
            }
            if self.take_punct(',').is_none() {
                // The action follows: only the `=` is missing.
                let action = self.is_keyed();
                self.expected("`,` or `=`")
                    .maybe_help(action.then(|| "write `=` before the action".to_owned()));
                return if action { Ok(()) } else { Err(Reported) };
            }
        }
    }

    fn inputs(&mut self) -> Vec<Word> {
        let mut inputs = Vec::new();
        while !self.is_end() {
            if self.is_punct(0, '&') {
                self.expected("the name of an artifact")
                    .help("leave out `&`");
                self.advance();
            }
            match self.name("the name of an artifact", Space::Artifact, false) {
                Ok(name) => inputs.push(name),
                Err(Reported) if self.is_separator() => {}
                Err(Reported) => self.advance(),
            }
            if self.ident(0).is_none() && !self.is_end() && !self.is_separator() {
                if let Some(input) = inputs.last_mut() {
                    input.at.written = false;
                }
                self.expected("`,`")
                    .help("an input is an artifact, by the name that a `let` gives it");
                self.skip_until(Input::is_separator);
            }
            self.end_entry(|input| input.ident(0).is_some());
        }
        inputs
    }
}

/// Whether an action or a `parallel` block begins here, or a declaration in its place.
pub(super) fn starts_action(input: &Input<'_>) -> bool {
    input.is_word(0, "let")
        || input.is_keyed()
        || starts_parallel(input)
        || starts_condition(input)
        || starts_for(input)
        || starts_named(input)
}
