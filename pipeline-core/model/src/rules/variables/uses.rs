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
        Data::String(string)
        | Data::Include {
            content: Ok(string),
            ..
        } => {
            in_string(string, value.at, used);
        }
        Data::File { path, .. } => {
            if let Text::Known(string) = &path.text {
                in_string(string, path.at, used);
            }
        }
        Data::List(items) => items.iter().for_each(|item| collect(item, used)),
        Data::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, used)),
        _ => {}
    }
}

/// Variables that are never closed, or have no dot, are reported by themselves.
fn in_string<'v, P: Place>(string: &'v str, at: P, used: &mut Vec<Used<'v, P>>) {
    used.extend(variables_in(string).map(|(namespace, name)| Used {
        namespace,
        name,
        namespace_at: at,
        name_at: at,
    }));
}
