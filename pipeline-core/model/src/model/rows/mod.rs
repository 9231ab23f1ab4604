//! A model as rows of text. So `pipeline!` hands it to the program that it stands in: a
//! compiler is through with a text at once, while a call for each word is a function that
//! it takes minutes to optimise. Both directions are here, from one list of the fields, so
//! that they cannot differ; the versions of the macro crate and this one are tied together
//! in the workspace's manifest, and nothing else may read or keep rows.
//!
//! A row is words, each with a blank behind it. Where rows begin makes no difference to
//! the reader; it keeps each literal of an expansion short.
//!
//! ```text
//! row      = [ word ] [ place ] field…        as the list below has them
//! place    = LINE ":" COLUMN [ "of" text ]    the file, where it is not the pipeline's
//! text     = BYTES `"` anything               so many bytes of it
//! list     = "[" item… "]"
//! option   = "+" item | "-"
//! said     = place ( "now" text | "later" NUMBER | "failed" text )
//! value    = place ( "text" text | "number" NUMBER | "yes" | "no" | "list" list
//!                  | "map" list | "word" text | "file" name said | "variable" name name
//!                  | "include" NUMBER | "later" NUMBER | "failed" text )
//! ```
//!
//! The number of a `later` counts the pipeline's Rust expressions, in the order in which
//! they stand in it; that of an `include` its included files, in the order of the rows.

mod read;
mod write;

pub use read::{AnyText, AnyValue, Expression, Values, read};
pub use write::{Later, Rows, Spot, write};

use super::{
    Account, Action, ActionType, Condition, Entry, Environment, Model, Name, Project, Role, Stage,
    Step, Store, Trigger, Variable,
};
use crate::place::Location;
use read::{Reader, Take};
use write::{Put, Writer};

/// Each part of a model is its word, where it begins a row, its place, where it has one,
/// and its fields.
macro_rules! parts {
    ($($name:ident $($word:literal)? { $($field:ident),* } $($at:ident)?;)*) => {$(
        impl<P: Copy> Put<P> for $name<P> {
            fn put(&self, to: &mut Writer<'_, P>) {
                $(to.row($word);)?
                $(to.place(self.$at);)?
                $(self.$field.put(to);)*
            }
        }

        impl Take for $name<Location> {
            fn take(from: &mut Reader) -> Option<Self> {
                $(from.expect($word)?;)?
                $(let $at = from.place()?;)?
                $(let $field = Take::take(from)?;)*
                Some($name { $($at,)? $($field,)* })
            }
        }
    )*};
}

parts! {
    Model "pipeline" {
        settings, accounts, organizations, stores, roles, projects, action_types,
        variables, triggers, stages
    } at;
    Account "account" { name, home, id, region };
    Store "store" { name, environment, origin };
    Role "role" { name, account, origin };
    Project "project" { name, environment, origin };
    ActionType "action_type" { name, origin };
    Variable "variable" { name, default, settings };
    Trigger "trigger" { action, filters };
    Stage "stage" { name, environment, disabled, conditions, steps };
    Step { parallel, actions } at;
    Condition "condition" { moment, result, mode, rules } at;
    Action "action" { name, rule, kind, outputs, inputs, environment, store, role, config };
    Environment { account, region };
    Entry { key, value };
    Name { text } at;
}
