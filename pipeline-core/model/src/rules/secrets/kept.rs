//! The place that the value of an environment variable is kept in: here, or in a service that a role reads.

use crate::catalogue::VariableKind;
use crate::code::code;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::values::known;
use crate::rules::values::types::wrong_type;
use crate::similar;

/// The place of a variable's value.
pub(crate) enum Kept<'v, P> {
    /// In the pipeline itself.
    Here,
    /// `{ secrets_manager: "NAME" }`, and the entry that names it.
    Elsewhere(VariableKind, &'v Entry<P>),
    /// Nobody knows, which has been reported.
    Unknown,
}

/// Finds the place where a variable's value is kept, or reports that there is none.
pub(crate) fn kept<'v, P: Place>(
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
    let finding = wrong_type(cx, &entry.key.text, &entry.value, &takes(kinds));
    finding.maybe_help(help);
    if let [only] = entries.as_slice() {
        finding.at = only.key.at;
    }
    // Every expression that failed is reported.
    for inner in entries {
        known::check_value(cx, &inner.value);
    }
    Kept::Unknown
}

/// Advice for a map that does not say where a value is kept: another word was probably meant, or
/// what AWS writes, `{ type: SECRETS_MANAGER, value: "NAME" }`.
fn kept_otherwise<P>(kinds: &[&str], entries: &[Entry<P>]) -> Option<String> {
    let known: Vec<String> = kinds.iter().map(|kind| kind.to_ascii_lowercase()).collect();
    let known = || known.iter().map(String::as_str);
    if let [only] = entries {
        let word = &only.key.text;
        if word == "parameter_store" {
            return Some("`Commands` reads no parameters, `CodeBuild` does; a parameter's value is read in a command with the AWS CLI".to_owned());
        }
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

code! {
    SECRET_UNNAMED = "P427" Error "a secret or parameter whose name is known only when the pipeline runs",
    why: "The role of the build is made before the pipeline runs, and may read the secrets and parameters that are named, and no others. Where a variable stands in the name, it could be any whose name fits: the role would have to read all of these.",
    example: "environment_variables: { TOKEN: { secrets_manager: \"app/#{variables.STAGE}\" } }",
    fix: "Write the name out, one entry for each secret, and let a plain variable choose between them in the build; or fetch it in the build, with a role of your own that may read what it has to.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html",
}

/// Checks that the name of a secret or a parameter is known before the pipeline runs: the role that
/// reads it is made for that name.
pub(crate) fn check_name_is_known<P: Place>(
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
    let elsewhere = !matches!(subject.context, ValueContext::Action(_));
    if elsewhere && matches!(value.data, Data::Variable { .. }) {
        return;
    }
    cx.report(
        &SECRET_UNNAMED,
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

/// The values that a variable takes, where they can be kept like this.
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
