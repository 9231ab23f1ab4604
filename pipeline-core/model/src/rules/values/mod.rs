//! Values: each is what its key takes.

pub(crate) mod arns_for_names;
pub(crate) mod boundaries;
pub(crate) mod buildspecs;
pub(crate) mod environment;
pub(crate) mod files;
pub(crate) mod functions;
pub(crate) mod json;
pub(crate) mod known;
pub(crate) mod maps;
pub(crate) mod pairs;
pub(crate) mod records;
pub(crate) mod regular;
pub(crate) mod repeated;
pub(crate) mod scalars;
pub(crate) mod statements;
pub(crate) mod stores;
pub(crate) mod strings;
pub(crate) mod types;
pub(crate) mod unseen;

use crate::catalogue::{Key, Type, pattern};
use crate::code::code;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::configuration::properties;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::declarations::{project_roles, undeclared};
use crate::rules::deploy_time::{self, of_resource, place};
use crate::rules::events::{filters, patterns};
use crate::rules::places::{regions, roles, started_projects};
use crate::rules::secrets::references;
use crate::rules::values::strings::MALFORMED_STRING;
use crate::rules::words;

/// Checks a value that is known against what its key takes.
pub(crate) fn value<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
    value: &Value<P>,
) {
    of_type(cx, subject, key, &key.kind, written, value);
    item_count(cx, subject, key, written, value);
    repeated::items(cx, &key.kind, written, value);
}

fn of_type<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    kind: &'static Type,
    written: &str,
    value: &Value<P>,
) {
    if deploy_time::value(cx, subject, key, kind, written, value) {
        return;
    }
    if matches!(kind, Type::Number(..) | Type::Bool) && undeclared::value(cx, value) {
        return;
    }
    match kind {
        Type::String(pattern) => strings::string(cx, subject, written, value, pattern),
        Type::Number(least, most) => scalars::number(cx, written, value, (*least, *most)),
        Type::Bool => scalars::boolean(cx, written, value),
        Type::OneOf(constants) => {
            scalars::constant(cx, written, value, constants, "one of its constants")
        }
        Type::SetOf(constants) => {
            for item in scalars::list(cx, written, value, "a list of constants") {
                scalars::constant(cx, written, item, constants, "a list of constants");
            }
        }
        Type::Strings(pattern) => {
            for item in scalars::list(cx, written, value, "a list of texts") {
                if key.known_when_built && cx.index.model.is_deploy_time(item) {
                    place::too_late(cx, written, item, place::WRITE_IT_OUT);
                    continue;
                }
                if **pattern == pattern::REGION {
                    listed_region(cx, item);
                }
                if **pattern == pattern::RESOURCE && stores::check_store(cx, written, item) {
                    continue;
                }
                strings::string(cx, subject, written, item, pattern);
                of_resource::check(cx, key, written, item, pattern);
            }
        }
        Type::Record(keys) => records::record(cx, subject, keys, written, value),
        Type::OneOrMore(keys) => records::one_or_more(cx, subject, keys, written, value),
        Type::Named(keys) => records::named(cx, subject, keys, written, value),
        Type::File => files::file(cx, subject, written, value),
        Type::FileOr(other) => match &value.data {
            Data::File { .. } => files::file(cx, subject, written, value),
            _ => of_type(cx, subject, key, other, written, value),
        },
        Type::Artifact => files::artifact(cx, subject, written, value),
        Type::Json(most) => json::json(cx, subject, written, value, *most),
        Type::Variables(kinds) => {
            environment::variables(cx, subject, (key.slot, kinds), written, value);
        }
        Type::NamedValues => json::named_values(cx, subject, written, value),
        Type::Parameters => json::parameters(cx, subject, written, value),
        Type::Map => match subject.context {
            ValueContext::Statement => statements::conditions(cx, subject, written, value),
            _ => maps::map(cx, subject, written, value),
        },
        Type::Records(keys) => {
            for item in scalars::list(cx, written, value, "a list of maps") {
                records::item(cx, subject, written, keys, item);
            }
        }
        Type::Buildspec(pattern) => buildspecs::buildspec(cx, subject, written, value, pattern),
        Type::Secret => references::secret(cx, written, value),
        Type::PassedRole(_) => roles::passed_role(cx, subject, written, value),
        Type::PassedRoles(_) | Type::Readers(_) => {
            for item in scalars::list(cx, written, value, "a list of roles") {
                roles::passed_role(cx, subject, written, item);
            }
        }
        Type::Project => started_projects::project(cx, subject, written, value),
        Type::Role => project_roles::role(cx, subject, written, value),
        Type::Roles => {
            for item in value.items() {
                if known::check_value(cx, item) {
                    project_roles::role(cx, subject, written, item);
                }
            }
        }
        Type::Boundary => boundaries::boundary(cx, subject, written, value),
        Type::Document => boundaries::document(cx, subject, written, value),
        Type::ActionType => properties::named(cx, written, value),
        Type::Configuration => properties::configuration(cx, subject, written, value),
        Type::Statements => statements::statements(cx, subject, written, value),
        Type::Stages => filters::stages(cx, written, value),
        Type::Actions => filters::actions(cx, written, value),
        Type::EventPattern => patterns::pattern(cx, written, value),
    }
}

fn listed_region<P: Place>(cx: &mut Check<'_, P>, item: &Value<P>) {
    if let Some(name) = item.data.text() {
        regions::listed(cx, item.at, name);
    }
}

code! {
    ITEM_COUNT = "P421" Error "a list that is too short or too long for AWS",
    why: "Some lists and maps take a limited number of items: 1 to 50 commands, 1 to 10 environment variables of a `Commands` action, 1 to 3 filters of a trigger, each with 1 to 8 patterns. CodePipeline refuses others when the pipeline is created.",
    example: "Build: Commands(source) { commands: [] };",
    fix: "Say as many as the message allows; what is more goes into a script of the input artifact.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
}

/// Checks the number of items in a list or map.
fn item_count<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
    value: &Value<P>,
) {
    let count = match &value.data {
        Data::List(items) => items.len(),
        // A single map in place of a list of them.
        Data::Map(_) if matches!(key.kind, Type::OneOrMore(_)) => 1,
        Data::Map(entries) => entries.len(),
        _ => return,
    };
    let (least, most) = key.items;
    let has = words::count(count, "item");
    let message = if count > most {
        format!("`{written}` has {has}, and AWS allows {most}")
    } else if count < least {
        format!("`{written}` has {has}, and needs at least {least}")
    } else if count == 0 && key.is_joined() && matches!(subject.context, ValueContext::Action(_)) {
        empty_list(cx, written, value);
        return;
    } else {
        return;
    };
    cx.report(&ITEM_COUNT, value.at, message);
}

/// A list that AWS takes as a string with commas would be an empty string.
fn empty_list<P: Place>(cx: &mut Check<'_, P>, written: &str, value: &Value<P>) {
    cx.report(
        &MALFORMED_STRING,
        value.at,
        format!("`{written}` is empty, and AWS takes no empty value"),
    )
    .help(format!("name at least one, or leave `{written}` out"));
}
