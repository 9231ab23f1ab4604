//! Stores in the resources of statements.

use crate::catalogue::pattern;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::declarations::undeclared::{UNDECLARED_STORE, undeclared};
use crate::rules::values::known;
use crate::rules::values::strings::malformed;
use crate::rules::values::types::wrong_type;
use crate::similar;

/// Checks a resource of a statement that is a store, `main`, or objects of one, `main / "sam/*"`.
/// Returns whether it is one, or was meant to be.
pub(crate) fn check_store<P: Place>(cx: &mut Check<'_, P>, key: &str, item: &Value<P>) -> bool {
    match &item.data {
        Data::Word(word) if cx.index.stores.contains_key(word.as_str()) => true,
        Data::Word(word) if stands_for_something(cx, word) => false,
        Data::Word(word) if cx.index.roles.contains_key(word.as_str()) => {
            let declared = cx.index.place_of(DeclarationKind::Role, word);
            let message = format!("`{word}` is a role, and `{key}` takes ARNs and stores");
            cx.report(&UNDECLARED_STORE, item.at, message)
                .help("write the role's ARN in quotes: `\"arn:aws:iam::ACCOUNT:role/NAME\"`")
                .related(
                    format!("`{word}` is declared here"),
                    declared.unwrap_or(item.at),
                );
            true
        }
        Data::Word(word) => {
            let kinds = [DeclarationKind::Resource, DeclarationKind::Parameter];
            let kind = kinds.into_iter().find(|kind| {
                let names = cx.index.names_of(*kind).into_iter();
                let names: Vec<&str> = names.map(|name| name.text.as_str()).collect();
                similar::closest(word, names).is_some()
            });
            let kind = kind.unwrap_or(DeclarationKind::Store);
            undeclared(cx, kind, word, item.at);
            true
        }
        Data::File { artifact, path } => {
            if !cx.index.stores.contains_key(artifact.text.as_str()) {
                undeclared(cx, DeclarationKind::Store, &artifact.text, artifact.at);
            } else if let Some(objects) = known::string(cx, path) {
                let what = format!("the objects of `{key}`");
                malformed(cx, &what, path.at, objects, &pattern::OBJECTS);
            }
            true
        }
        Data::Variable { namespace, .. }
            if cx.index.stores.contains_key(namespace.text.as_str()) =>
        {
            let store = &namespace.text;
            wrong_type(cx, key, item, "ARNs and stores").help(format!(
                "`{store}` is the bucket and all objects in it, `{store} / \"PREFIX/*\"` are some of the objects"
            ));
            true
        }
        _ => false,
    }
}

/// Returns whether a bare word is a name that has advice of its own, or is known when a stack is
/// deployed.
fn stands_for_something<P: Place>(cx: &Check<'_, P>, word: &str) -> bool {
    cx.index.model.is_deploy_time_name(word)
        || cx.index.variables.contains_key(word)
        || ["ssm", "import_value"].contains(&word)
}
