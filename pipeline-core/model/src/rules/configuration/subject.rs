//! The thing whose keys are checked, and what its values can refer to.

use crate::catalogue::pattern::{self, Pattern};
use crate::model::{Name, Project};
use crate::place::Place;
use crate::rules::context::Run;

/// The thing whose keys are checked.
pub(crate) struct Subject<'a, P> {
    /// `` role `deploy` ``
    pub(crate) what: String,
    /// The place where a missing key is reported.
    pub(crate) at: P,
    pub(crate) context: ValueContext<'a, P>,
    /// What can be done in place of adding what is missing.
    pub(crate) instead_of_adding: Option<String>,
}

/// The things that a value can refer to.
pub(crate) enum ValueContext<'a, P> {
    /// The inputs, the account and the variables of an action.
    Action(&'a Run<'a, P>),
    /// The account of a project.
    Project(&'a Project<P>),
    /// Nothing, but maps may hold maps.
    Statement,
    /// Nothing.
    Bare,
}

impl<P> Clone for ValueContext<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for ValueContext<'_, P> {}

impl<'a, P: Place> Subject<'a, P> {
    pub(crate) fn pipeline(at: P) -> Self {
        Subject {
            what: "the pipeline".to_owned(),
            at,
            context: ValueContext::Bare,
            instead_of_adding: None,
        }
    }

    pub(crate) fn declared(kind: &str, name: &Name<P>) -> Self {
        Subject {
            what: format!("{kind} `{}`", name.text),
            at: name.at,
            context: ValueContext::Bare,
            instead_of_adding: None,
        }
    }

    pub(crate) fn project(project: &'a Project<P>) -> Self {
        Subject {
            context: ValueContext::Project(project),
            ..Subject::declared("project", &project.name)
        }
    }

    /// A map in the value of one of its keys.
    pub(crate) fn part(&self, key: &str, at: P) -> Self {
        Subject {
            what: format!("`{key}` of {}", self.what),
            at,
            context: self.context,
            instead_of_adding: None,
        }
    }

    /// The pattern of a string that holds a variable, and is known at the run only.
    pub(crate) fn value(&self) -> &'static Pattern {
        match self.context {
            ValueContext::Action(run) => run.kind.map_or(&pattern::CONFIG_VALUE, |kind| kind.value),
            _ => &pattern::CONFIG_VALUE,
        }
    }

    pub(crate) fn statement(&self, at: P) -> Self {
        Subject {
            what: format!("a statement of {}", self.what),
            at,
            context: ValueContext::Statement,
            instead_of_adding: None,
        }
    }

    /// The word for its keys.
    pub(crate) fn key_word(&self) -> &'static str {
        match self.context {
            ValueContext::Action(_) => "key",
            _ => "setting",
        }
    }
}
