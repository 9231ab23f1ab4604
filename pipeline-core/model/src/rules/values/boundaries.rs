//! Permissions boundaries: a managed policy, and what it says if that is told.

use crate::catalogue::{declared, pattern};
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::values::{statements, strings};

/// Checks a permissions boundary: the ARN or the name of a policy, or a map with it.
pub(crate) fn boundary<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    match &value.data {
        Data::Map(entries) => {
            let part = subject.part(key, value.at);
            configuration::all(cx, &part, &[declared::BOUNDARY], entries);
        }
        _ => strings::string(cx, subject, key, value, &pattern::BOUNDARY),
    }
}

/// Checks a policy document. Its text is read when the pipeline is built.
pub(crate) fn document<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    match &value.data {
        Data::List(_) => statements::statements(cx, subject, key, value),
        _ => strings::string(cx, subject, key, value, &pattern::ANY),
    }
}

/// The policy that a permissions boundary names.
pub(crate) fn policy<P>(boundary: &Value<P>) -> Option<&Value<P>> {
    match &boundary.data {
        Data::Map(entries) => {
            let mut entries = entries.iter();
            let policy = entries.find(|entry| entry.key.text == "policy")?;
            Some(&policy.value)
        }
        _ => Some(boundary),
    }
}
