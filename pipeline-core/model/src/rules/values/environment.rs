//! Maps of environment variables.

use crate::catalogue::pattern::{self, Pattern};
use crate::catalogue::{Slot, VariableKind};
use crate::model::{Data, Entry, Name, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::declarations::partitions;
use crate::rules::deploy_time;
use crate::rules::places::arns;
use crate::rules::secrets::kept::{self, Kept};
use crate::rules::secrets::names;
use crate::rules::values::strings::{fits, malformed, visible};
use crate::rules::values::{json, maps};

/// Checks a map of environment variables, which AWS takes as the string of a JSON list.
pub(crate) fn variables<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    (slot, kinds): (Slot, &[&str]),
    key: &str,
    value: &Value<P>,
) {
    let Some(entries) = maps::entries(cx, key, value) else {
        return;
    };
    let mut length = 2;
    for entry in entries {
        name(cx, &entry.key);
        let (kind, Entry { key: name, value }) = match kept::kept(cx, kinds, entry) {
            Kept::Elsewhere(kind, place) => {
                kept::check_name_is_known(cx, subject, entry, kind, &place.value);
                (kind, place)
            }
            Kept::Here => {
                names::variable(cx, kinds, entry);
                (VariableKind::Plaintext, entry)
            }
            Kept::Unknown => continue,
        };
        if kind != VariableKind::Plaintext && deploy_time::begins_unknown(cx, &name.text, value) {
            continue;
        }
        let Some(string) = maps::scalar(cx, subject, &name.text, value) else {
            continue;
        };
        match kind {
            VariableKind::Plaintext if slot == Slot::Configuration => {
                visible(cx, &format!("`{}`", name.text), value.at, &string);
            }
            VariableKind::Plaintext => {
                let pattern = &pattern::ENVIRONMENT_VALUE;
                fits(cx, subject, &entry.key.text, value.at, &string, pattern);
            }
            VariableKind::SecretsManager => keeper(cx, entry, value, &string, &pattern::SECRET),
            VariableKind::ParameterStore => {
                keeper(cx, entry, value, &string, &pattern::PARAMETER);
                arns::of_parameter(cx, subject, value.at, &string);
            }
        }
        length += r#"{"name":,"type":"","value":},"#.len()
            + kind.as_str().len()
            + json::quoted(&entry.key.text)
            + json::quoted(&string);
    }
    // A project's own variables are no string.
    if slot == Slot::Configuration && matches!(subject.context, ValueContext::Action(_)) {
        length -= usize::from(!entries.is_empty());
        let help = "put variables that are always the same into the project";
        json::one_value(cx, subject, key, value, length, help);
    }
}

fn name<P: Place>(cx: &mut Check<'_, P>, name: &Name<P>) {
    let what = format!("environment variable `{}`", name.text);
    let pattern = &pattern::ENVIRONMENT_VARIABLE;
    malformed(cx, &what, name.at, &name.text, pattern);
}

/// The secret or the parameter that holds a variable's value has a name.
fn keeper<P: Place>(
    cx: &mut Check<'_, P>,
    entry: &Entry<P>,
    value: &Value<P>,
    string: &str,
    pattern: &Pattern,
) {
    // What is known later is reported by itself.
    let known = matches!(&value.data, Data::String(_) | Data::Include { .. })
        && !string.contains("#{")
        && !string.contains("{{resolve:");
    if !known {
        return;
    }
    let what = format!("`{}`", entry.key.text);
    match malformed(cx, &what, value.at, string, pattern) {
        Some(finding) if string.is_empty() => {
            finding.help("say the name of the secret or the parameter that holds its value");
        }
        Some(_) => {}
        None => {
            partitions::check_partition(cx, string, value.at);
        }
    }
}
