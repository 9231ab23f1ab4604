//! Values of the wrong type.

use crate::code::{Lacking, code};
use crate::finding::Finding;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::{Check, DeclarationKind};
use crate::similar;

code! {
    WRONG_TYPE = "P405" Error "a value of the wrong type",
    why: "A key takes a text, a number, a list, … as the reference says, and no value is made another one silently. Only in a map of texts, such as environment variables, parameters or tags, a number or a truth stands for its text: `{ RETRIES: 3 }`.",
    example: "extract: \"true\",\nbranch_name: main,",
    fix: "Write the value as the key takes it: `extract: true`, `branch_name: \"main\"`.",
    source: "",
}

/// Reports that a value is of the wrong type.
pub(crate) fn wrong_type<'c, P: Place>(
    cx: &'c mut Check<'_, P>,
    key: &str,
    value: &Value<P>,
    takes: &str,
) -> &'c mut Finding<P> {
    let is = described(&value.data);
    let near = match &value.data {
        Data::Word(word) => near(cx, word),
        _ => None,
    };
    let message = format!("`{key}` takes {takes}, and this is {is}");
    let finding = cx.report(&WRONG_TYPE, value.at, message);
    if matches!(value.data, Data::Word(_)) {
        // It may be the name of a value that is known at deployment.
        finding.lacking(Lacking::Declaration).maybe_help(near);
    }
    finding
}

/// Advice for a bare word that is like the name of a value which is known at deployment.
pub(crate) fn near<P: Place>(cx: &mut Check<'_, P>, word: &str) -> Option<String> {
    let kinds = [DeclarationKind::Parameter, DeclarationKind::Resource];
    let names = kinds.into_iter().flat_map(|kind| cx.index.names_of(kind));
    let names: Vec<&str> = names.map(|name| name.text.as_str()).collect();
    let close = similar::closest(word, names)?;
    cx.mark_meant(close);
    Some(format!("did you mean the declared `{close}`?"))
}

fn described<P>(data: &Data<P>) -> String {
    match data {
        Data::String(_) | Data::Include { .. } => "a text".to_owned(),
        Data::Number(number) => format!("the number `{number}`"),
        Data::Bool(truth) => format!("`{truth}`"),
        Data::List(_) => "a list".to_owned(),
        Data::Map(_) => "a map".to_owned(),
        Data::Word(word) => format!("the bare word `{word}`"),
        Data::File { .. } => "a file in an artifact".to_owned(),
        Data::Variable { namespace, name } => {
            format!("the variable `{}.{}`", namespace.text, name.text)
        }
        Data::DeployTime(_) | Data::Joined(_) => {
            "a value that is known when its stack is deployed".to_owned()
        }
        Data::Deferred(_) | Data::Failed(_) | Data::Missing => "not known yet".to_owned(),
    }
}
