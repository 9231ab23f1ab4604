//! Where the value of an environment variable is kept: here, or in a service that a role reads.

use crate::catalogue::VariableKind;
use crate::check::configuration::{Ground, Subject};
use crate::check::context::Check;
use crate::check::expressions;
use crate::check::values::wrong_type;
use crate::codes;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::similar;

/// Where a variable's value is.
pub(in crate::check) enum Kept<'v, P> {
    /// In the pipeline itself.
    Here,
    /// `{ secrets_manager: "NAME" }`, and the entry that names it.
    Elsewhere(VariableKind, &'v Entry<P>),
    /// Nobody knows, which has been reported.
    Unknown,
}

/// Where a variable's value is kept.
pub(in crate::check) fn kept<'v, P: Place>(
    cx: &mut Check<'_, P>,
    kinds: &[&str],
    entry: &'v Entry<P>,
) -> Kept<'v, P> {
    let Data::Map(entries) = &entry.value.data else {
        return Kept::Here;
    };
    let found = match entries.as_slice() {
        [only] => VariableKind::kept_in(&only.key.text)
            .filter(|kind| kinds.contains(&kind.as_str()))
            .map(|kind| (kind, only)),
        _ => None,
    };
    if let Some((kind, only)) = found {
        return Kept::Elsewhere(kind, only);
    }
    let help = kept_otherwise(kinds, entries);
    wrong_type(cx, &entry.key.text, &entry.value, &takes(kinds), help);
    // Every expression that failed is reported.
    for inner in entries {
        expressions::is_known(cx, &inner.value);
    }
    Kept::Unknown
}

/// What was probably meant by a map that does not say where a value is kept: another word,
/// or what AWS writes, `{ type: SECRETS_MANAGER, value: "NAME" }`.
fn kept_otherwise<P>(kinds: &[&str], entries: &[Entry<P>]) -> Option<String> {
    let known: Vec<String> = kinds.iter().map(|kind| kind.to_ascii_lowercase()).collect();
    let known = || known.iter().map(String::as_str);
    if let [only] = entries {
        let word = &only.key.text;
        let begun = || known().find(|known| known.starts_with(&format!("{word}_")));
        let meant = similar::closest(word, known()).or_else(begun)?;
        return Some(format!("a key with a similar name: `{meant}`"));
    }
    let entry = |key: &str| entries.iter().find(|entry| entry.key.text == key);
    let kind = entry("type")?.value.data.constant()?;
    let kind = known().find(|known| kind.eq_ignore_ascii_case(known))?;
    let value = entry("value")?.value.data.text()?;
    Some(format!("write `{{ {kind}: \"{value}\" }}`"))
}

/// The role that reads a secret or a parameter is made for its name, before the pipeline
/// runs.
pub(in crate::check) fn is_known_before<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    entry: &Entry<P>,
    kind: VariableKind,
    value: &Value<P>,
) {
    let what = match kind {
        VariableKind::Plaintext => return,
        VariableKind::ParameterStore => "parameter",
        VariableKind::SecretsManager => "secret",
    };
    let Some(variable) = value.data.first_variable() else {
        return;
    };
    // Elsewhere a variable is of the wrong type, and is reported.
    let elsewhere = !matches!(subject.ground, Ground::Action(_));
    if elsewhere && matches!(value.data, Data::Variable { .. }) {
        return;
    }
    cx.report(
        &codes::SECRET_UNNAMED,
        value.at,
        format!(
            "variable `{}` reads a {what} whose name holds `{variable}`, which is known only when the pipeline runs",
            entry.key.text
        ),
    )
    .help(format!(
        "write the name out, one entry for each {what}, since the role may read just those; or read it in the build, with a role that a `statements` entry allows it to"
    ));
}

/// What a variable's value can be, where it can be kept like this.
fn takes(kinds: &[&str]) -> String {
    let kept: Vec<String> = kinds
        .iter()
        .map(|kind| format!("`{{ {}: \"NAME\" }}`", kind.to_ascii_lowercase()))
        .collect();
    match kept.as_slice() {
        [] => "a text".to_owned(),
        [most @ .., last] => {
            let most: String = most.iter().map(|one| format!(", {one}")).collect();
            format!("a text{most} or {last}")
        }
    }
}
