//! What stands between an action's name and its kind, where that is not a `:`.

use pipewright_model::catalogue;
use pipewright_model::similar::closest;

use super::Reported;
use super::action::Form;
use super::condition::STAGE_WORDS;
use super::input::Input;
use super::misplaced::RUST;
use super::name::word;
use crate::tree::Action;

/// What other languages write before an action.
const KEYWORDS: &[&str] = &["action", "job", "rule", "run", "step", "task"];

impl Input<'_> {
    /// Reports what stands in place of a `:`, and reads on where the kind follows.
    pub(super) fn missing_kind(
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
        let itself = if form.rule {
            catalogue::rule(&name).is_some()
        } else {
            catalogue::kind(&name).is_some()
        };
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
            let article = form.article;
            finding.help(format!("{article} has a name of its own: `NAME: {name}`"));
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
    pub(super) fn kind_path(&mut self, form: &Form) {
        let is_path = |input: &Self| input.ident(0).is_some() && input.is_path(1);
        if is_path(self) {
            let article = form.kind;
            self.expected(article)
                .help("it is a single word, without a path");
        }
        let known = |input: &Self| {
            let kind = input.ident(0).map(|kind| word(kind).text);
            kind.is_some_and(|kind| catalogue::kind(&kind).or(catalogue::rule(&kind)).is_some())
        };
        // `CodeDeploy::Server` is the kind of the first word, `aws::S3Deploy` of the last.
        while is_path(self) && !known(self) {
            (0..3).for_each(|_| self.advance());
        }
    }

    /// Passes over what follows a kind as a path.
    pub(super) fn skip_path(&mut self) {
        while self.is_path(0) && self.ident(2).is_some() {
            (0..3).for_each(|_| self.advance());
        }
    }
}
