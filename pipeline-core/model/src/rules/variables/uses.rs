//! Every use of a variable in a value.

use crate::model::{Data, Text, Value, variables_in};
use crate::place::Place;

pub(crate) struct Used<'v, P> {
    pub(crate) namespace: &'v str,
    pub(crate) name: &'v str,
    pub(crate) namespace_at: P,
    pub(crate) name_at: P,
}

pub(crate) fn collect<'v, P: Place>(value: &'v Value<P>, used: &mut Vec<Used<'v, P>>) {
    match &value.data {
        Data::Variable { namespace, name } => used.push(Used {
            namespace: &namespace.text,
            name: &name.text,
            namespace_at: namespace.at,
            name_at: name.at,
        }),
        Data::String(text)
        | Data::Include {
            content: Ok(text), ..
        } => {
            in_string(text, value.at, used);
        }
        Data::File { path, .. } => {
            if let Text::Known(text) = &path.text {
                in_string(text, path.at, used);
            }
        }
        Data::List(items) => items.iter().for_each(|item| collect(item, used)),
        Data::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, used)),
        _ => {}
    }
}

/// What is never closed, or has no dot, is reported by itself.
fn in_string<'v, P: Place>(text: &'v str, at: P, used: &mut Vec<Used<'v, P>>) {
    used.extend(variables_in(text).map(|(namespace, name)| Used {
        namespace,
        name,
        namespace_at: at,
        name_at: at,
    }));
}
