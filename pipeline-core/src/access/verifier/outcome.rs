//! What goes before the court, and what comes of it.

use std::borrow::Cow;
use std::rc::Rc;

use crate::access::evaluator::{Cause, Value};
use crate::codes::Code;
use crate::place::Location;

/// What is needed, and why it is allowed.
#[derive(Clone, Debug)]
pub(crate) struct Proven {
    /// The action that it is for; empty where it serves the pipeline as a whole.
    pub(crate) action: Rc<str>,
    /// Who asks: a role's ARN, a service, or an administrator.
    pub(crate) who: String,
    pub(crate) calls: Vec<&'static str>,
    pub(crate) on: String,
    /// What for, in words that follow whoever asks.
    pub(crate) why: String,
    pub(crate) decision: Decision,
}

/// How a needed request was decided.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Decision {
    Allowed { by: Vec<Rc<Reference>> },
    Denied,
    Unknown { why: Cause, by: Vec<Rc<Reference>> },
}

/// A statement of a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) stack: String,
    pub(crate) logical: String,
    pub(crate) policy: String,
    pub(crate) statement: String,
}

/// What stops the pipeline.
#[derive(Debug)]
pub(in crate::access) struct Complaint {
    pub(in crate::access) code: &'static Code,
    pub(in crate::access) at: Location,
    pub(in crate::access) message: String,
    /// Whether a statement of the user's own is to blame.
    pub(in crate::access) users: bool,
}

/// What some requests are for.
pub(in crate::access) struct About<'c> {
    pub(in crate::access) action: Rc<str>,
    pub(in crate::access) why: Cow<'c, str>,
    pub(in crate::access) at: Location,
}

/// A call, and what is known of it.
#[derive(Clone, Copy)]
pub(in crate::access) struct Call<'c> {
    pub(in crate::access) action: &'static str,
    pub(in crate::access) context: &'c [(&'c str, Value<'c>)],
}
