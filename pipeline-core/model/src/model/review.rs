//! What an approval is about: `Review: Manual of [Prepare, Deploy.Prepare]`

use super::{Action, Data, Model, Stage, Value};

/// An item behind `of`, looked up.
#[derive(Clone, Copy, Debug)]
pub enum Reviewed<'a, P> {
    /// The action that it names, in its stage.
    Action(&'a Stage<P>, &'a Action<P>),
    /// No stage of this name.
    NoStage(&'a str, P),
    /// No action of this name, in the stage or in any.
    NoAction(Option<&'a str>, &'a str, P),
    /// Actions of several stages.
    Several(&'a str),
    /// No name.
    NoName,
}

impl<P: Copy> Model<P> {
    /// The action that an item behind `of` names: `Prepare`, `Deploy.Prepare` or
    /// `"Deploy/Prepare"`. A name without a stage is one of the approval's own stage, or else one
    /// that no other action has.
    pub fn reviewed<'a>(&'a self, own: &Stage<P>, item: &'a Value<P>) -> Reviewed<'a, P> {
        if let Data::Variable { namespace, name } = &item.data {
            return self.reviewed_of(&namespace.text, namespace.at, &name.text, name.at);
        }
        let Some(text) = item.data.constant() else {
            return Reviewed::NoName;
        };
        if let Some((stage, name)) = text.split_once('/') {
            return self.reviewed_of(stage, item.at, name, item.at);
        }
        let all = self.actions().filter(|(_, found)| found.name.text == text);
        let all: Vec<_> = all.collect();
        let mut here = all.iter();
        let here = here.find(|(stage, _)| stage.name.text == own.name.text);
        match (here, all.as_slice()) {
            (Some((stage, action)), _) | (None, [(stage, action)]) => {
                Reviewed::Action(stage, action)
            }
            (None, []) => Reviewed::NoAction(None, text, item.at),
            (None, _) => Reviewed::Several(text),
        }
    }

    fn reviewed_of<'a>(
        &'a self,
        stage: &'a str,
        stage_at: P,
        name: &'a str,
        at: P,
    ) -> Reviewed<'a, P> {
        let mut stages = self.stages.iter();
        let Some(found) = stages.find(|found| found.name.text == stage) else {
            return Reviewed::NoStage(stage, stage_at);
        };
        let mut actions = found.actions();
        match actions.find(|action| action.name.text == name) {
            Some(action) => Reviewed::Action(found, action),
            None => Reviewed::NoAction(Some(stage), name, at),
        }
    }
}

impl<P> Action<P> {
    /// The name of the action that describes what an approval is about: `ReviewChanges`.
    pub fn describing_name(&self) -> String {
        let name = &self.name.text;
        let camel = name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.chars().all(|one| one.is_ascii_alphanumeric());
        let dash = if camel { "" } else { "-" };
        format!("{name}{dash}Changes")
    }

    /// The variables of that action: a text, and the address of a page.
    pub const DESCRIBED: [&'static str; 2] = ["CHANGES", "LINK"];
}
