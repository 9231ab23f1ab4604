//! JSON: trees of what is looked at again, and texts of what is only written.
//!
//! Templates are trees until they are proven. A tree of our own is small (an object of one
//! entry is the rule there) and cheap without optimisation, as build scripts are compiled;
//! and users compile no other crate for it.

mod read;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod tree;
mod write;

pub(crate) use read::read;
pub(crate) use tree::{Constant, Json, Map, Text};
pub(crate) use write::{Writer, compact, pretty};

/// A tree as it is written: `{ "Key": value }`, `[value]`, or a value that a tree can be
/// made from. Keys are literals.
macro_rules! json {
    ({ $($entries:tt)* }) => {{
        #[allow(unused_mut)]
        let mut map = $crate::json::Map::new();
        $crate::json::json!(@entries map $($entries)*);
        $crate::json::Json::Object(map)
    }};
    ([ $($items:tt)* ]) => {{
        #[allow(unused_mut)]
        let mut list = $crate::json::no_items();
        $crate::json::json!(@items list $($items)*);
        $crate::json::Json::Array(list)
    }};
    (@entries $map:ident) => {};
    (@entries $map:ident $key:literal : { $($value:tt)* } $(, $($rest:tt)*)?) => {
        $map.insert($key, $crate::json::json!({ $($value)* }));
        $crate::json::json!(@entries $map $($($rest)*)?);
    };
    (@entries $map:ident $key:literal : [ $($value:tt)* ] $(, $($rest:tt)*)?) => {
        $map.insert($key, $crate::json::json!([ $($value)* ]));
        $crate::json::json!(@entries $map $($($rest)*)?);
    };
    (@entries $map:ident $key:literal : $value:literal $(, $($rest:tt)*)?) => {
        $map.insert($key, $crate::json::Constant::tree($value));
        $crate::json::json!(@entries $map $($($rest)*)?);
    };
    (@entries $map:ident $key:literal : $value:expr $(, $($rest:tt)*)?) => {
        $map.insert($key, $crate::json::Json::from($value));
        $crate::json::json!(@entries $map $($($rest)*)?);
    };
    (@items $list:ident) => {};
    (@items $list:ident { $($value:tt)* } $(, $($rest:tt)*)?) => {
        $list.push($crate::json::json!({ $($value)* }));
        $crate::json::json!(@items $list $($($rest)*)?);
    };
    (@items $list:ident [ $($value:tt)* ] $(, $($rest:tt)*)?) => {
        $list.push($crate::json::json!([ $($value)* ]));
        $crate::json::json!(@items $list $($($rest)*)?);
    };
    (@items $list:ident $value:literal $(, $($rest:tt)*)?) => {
        $list.push($crate::json::Constant::tree($value));
        $crate::json::json!(@items $list $($($rest)*)?);
    };
    (@items $list:ident $value:expr $(, $($rest:tt)*)?) => {
        $list.push($crate::json::Json::from($value));
        $crate::json::json!(@items $list $($($rest)*)?);
    };
    ($value:literal) => { $crate::json::Constant::tree($value) };
    ($value:expr) => { $crate::json::Json::from($value) };
}

pub(crate) use json;

/// What `json!` puts the items of a list into, one by one, as it does not count them.
pub(crate) fn no_items() -> Vec<Json> {
    Vec::new()
}
