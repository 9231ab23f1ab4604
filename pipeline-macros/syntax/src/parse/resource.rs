//! `resource NAME: "AWS::SNS::Topic" [in ACCOUNT] [@ "REGION"] { … }`

use pipewright_model::model::Text;
use syn::parse::ParseStream;

use super::clause::{Clause, clauses};
use super::entry::entries;
use super::group::{bump, take_braces, take_punct};
use super::item::Item;
use super::lookahead::Lookahead;
use super::name::name;
use super::recover::{end, skip};
use super::string::string;
use super::{Context, NameKind, Reported};
use crate::hints;
use crate::model::{Environment, Resource, TextExpr};

/// A resource, behind the word `resource`.
pub(super) fn resource(cx: &mut Context, input: ParseStream) -> Option<Resource> {
    let Ok(name) = name(cx, input, "the resource's name", NameKind::Resource, true) else {
        cx.unread.lose_name(NameKind::Resource);
        skip::<Item>(input);
        return None;
    };
    let mut resource = Resource {
        kind: TextExpr {
            text: Text::Missing,
            at: name.at,
        },
        name,
        environment: Environment::default(),
        entries: Vec::new(),
    };
    let allowed = &[Clause::In, Clause::At];
    let early = hints::resource::early_clause(cx, input, &resource.name.text);
    if early {
        let (clauses, _) = clauses::<Item>(cx, input, "a resource", allowed);
        resource.environment = clauses.environment();
    }
    match kind(cx, input, &resource.name.text) {
        Ok(kind) => resource.kind = kind,
        Err(Reported) => {
            cx.unread.incomplete.add_missing(resource.name.at);
            skip::<Item>(input);
            return Some(resource);
        }
    }
    let before = cx.error_count();
    let (clauses, clean) = clauses::<Item>(cx, input, "a resource", allowed);
    if !clean {
        cx.unread.incomplete.add_missing(resource.name.at);
    }
    if !early {
        resource.environment = clauses.environment();
    }
    let block = take_braces(input);
    if let Some(block) = &block {
        let kind = resource.kind.known();
        resource.entries = cx.read_properties(block, kind, entries);
    }
    end::<Item>(cx, input, block.is_some() || !clean);
    if cx.error_count() != before {
        cx.unread.incomplete.add_partial(resource.name.at);
    }
    Some(resource)
}

/// `: "TYPE"`
fn kind(cx: &mut Context, input: ParseStream, name: &str) -> Result<TextExpr, Reported> {
    let colon = input.is_colon(0);
    if colon {
        bump(input);
    } else {
        cx.expected(input, "`:` and the resource's type")
            .help(format!(
                "write `resource {name}: \"AWS::SNS::Topic\" {{ … }}`"
            ));
        if !take_punct(input, '=') && !input.is_literal(0) {
            return Err(Reported);
        }
    }
    let what = "the resource's type, `\"AWS::SNS::Topic\"`";
    match hints::resource::unquoted(cx, input, what) {
        Some(kind) => Ok(kind),
        None => string(cx, input, what),
    }
}
