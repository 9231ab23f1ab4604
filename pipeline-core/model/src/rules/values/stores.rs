//! Stores in the resources of statements.

use crate::catalogue::pattern;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::declarations::undeclared::undeclared;
use crate::rules::values::known;
use crate::rules::values::strings::malformed;
use crate::rules::values::types::wrong_type;

/// Checks a resource of a statement that is a store, `main`, or objects of one, `main / "sam/*"`.
/// Returns whether it is one, or was meant to be.
pub(crate) fn check_store<P: Place>(cx: &mut Check<'_, P>, key: &str, item: &Value<P>) -> bool {
    match &item.data {
        Data::Word(word) => cx.index.stores.contains_key(word.as_str()),
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
