//! Values that a user writes into a template, with references to what is made.

use serde_json::{Map, Value, json};

use super::made::{self, Made, NotMade};
use super::scope::Scope;
use crate::pipeline::{Attribute, Named, Node, ThingId};

/// The value as it stands in the template of a stack.
pub(super) fn value(scope: &Scope<'_>, node: &Node) -> Result<Value, NotMade> {
    Ok(match node {
        Node::String(text) => json!(text),
        Node::Number(number) => json!(number),
        Node::Bool(found) => json!(found),
        Node::List(items) => {
            let items = items.iter().map(|item| value(scope, item));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        Node::Map(entries) => {
            let mut map = Map::new();
            for (key, node) in entries {
                map.insert(key.clone(), value(scope, node)?);
            }
            Value::Object(map)
        }
        Node::Of(named, attribute) => reference(scope, named, *attribute)?,
    })
}

/// An attribute of a thing: by its logical id in its own stack, and by what is known of it in
/// others.
fn reference(scope: &Scope<'_>, named: &Named, attribute: Attribute) -> Result<Value, NotMade> {
    let deployment = scope.deployment;
    let (stack, logical) = match made::made(deployment, named, attribute)? {
        Made::Imported(known) => return Ok(json!(known)),
        Made::InStack(stack, logical) => (stack, logical),
    };
    if stack == scope.stack.kind {
        return Ok(made::value(deployment, named, attribute, &logical));
    }
    if let Some(known) = made::known(deployment, named, attribute) {
        return Ok(json!(known));
    }
    let home = scope.stack.environment.account == deployment.pipeline.home;
    if let (ThingId::StoreKey(id), Attribute::Arn, true) = (named.id, attribute, home)
        && let Some(store) = made::store_of(deployment, id)
        && let Some(arn) = scope.key_arn(store)
    {
        return Ok(arn);
    }
    Err(NotMade {
        message: format!(
            "`{}` is not known in stack `{}`",
            named.written, scope.stack.name
        ),
        help: "it is known in its own stack only: write it as a text once it is deployed",
    })
}
