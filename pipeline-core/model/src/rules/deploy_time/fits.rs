//! Whether a value that is known only when a stack is deployed can be what its key takes.

use super::of_resource;
use super::place::too_late;
use super::{described, is_configured};
use crate::catalogue::pattern::{Pattern, hidden};
use crate::catalogue::{Key, ParameterType, Placeholder, ResourceTemplate, Type};
use crate::code::code;
use crate::model::{Data, DeployTime, Parameter, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::values::types::wrong_type;

/// Values that stand for one that is not known yet, in a text with a form.
const SAMPLES: &[&str] = &[
    "x",
    "1",
    "111111111111",
    "us-east-1",
    "x/x",
    "x:x",
    "arn:aws:sns:us-east-1:111111111111:x",
    "0123abcd-0123-0123-0123-0123456789ab",
];

/// The largest number of values in a text whose form is checked.
const CHECKED_PARTS: usize = 3;

code! {
    UNFIT_PARAMETER = "P464" Error "a value at deployment that its key does not take",
    why: "A key takes a text, a number or a list, and a text in the form that AWS asks for. A parameter has a type, and perhaps a default and allowed values: a deployment with one that the key does not take would fail, or a list would stand where AWS reads one text.",
    example: "parameter subnets: List<AWS::EC2::Subnet::Id>;\n…\nfunction_name: subnets,",
    fix: "Give the parameter the type and the values that its key takes: `parameter function: String;`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html",
}

/// Checks a value against the type of its key.
pub(super) fn of_type<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    kind: &'static Type,
    written: &str,
    value: &Value<P>,
) {
    match kind {
        Type::FileOr(other) => of_type(cx, subject, key, other, written, value),
        Type::String(pattern) | Type::Buildspec(pattern) => {
            text(cx, subject, written, value, pattern);
            of_resource::check(cx, key, written, value, pattern);
            arn_with_a_name(cx, subject, key, written, value, pattern);
        }
        Type::Secret => secret(cx, written, value),
        Type::Number(least, most) => number(cx, written, value, (*least, *most)),
        Type::Bool => one_of(cx, written, value, &["true", "false"]),
        Type::OneOf(constants) => one_of(cx, written, value, constants),
        Type::SetOf(_) | Type::Strings(_) => {
            if is_granted_one_by_one(subject, key) {
                let help = "the role's permissions name each item: put single values in brackets";
                too_late(cx, written, value, help);
            } else if !is_list_of_texts(kind, value) {
                list(cx, written, value);
            }
        }
        _ => {
            let takes = match kind {
                Type::Records(_) | Type::OneOrMore(_) | Type::Statements => "a list of maps",
                _ => "a map",
            };
            wrong_type(cx, written, value, takes).help(
                "a value that is known when a stack is deployed can stand for each text in it",
            );
        }
    }
}

/// Checks a value where a text stands.
pub(super) fn text<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    written: &str,
    value: &Value<P>,
    pattern: &'static Pattern,
) {
    if report_list(cx, written, value, "a text") {
        return;
    }
    let configured = is_configured(subject);
    let of_value = subject.value();
    if let Some(parameter) = parameter(cx, value) {
        for (what, known) in known_values(parameter) {
            let Some(text) = known.data.scalar() else {
                continue;
            };
            // An empty default asks whoever deploys for a value.
            if let Some(complaint) = pattern.complaint(&text).filter(|_| !text.is_empty()) {
                let message = format!(
                    "`{written}` {complaint}, and {what} of parameter `{}` is `{text}`",
                    parameter.name.text
                );
                unfit(cx, parameter, value, known, message);
                return;
            }
        }
    } else if let Some(complaint) = never_fits(cx, value, pattern)
        && (!configured || !has_variable(value) || never_fits(cx, value, of_value).is_some())
    {
        let what = described(cx, value);
        cx.report(
            &UNFIT_PARAMETER,
            value.at,
            format!("`{written}` {complaint}, whatever {what} is"),
        );
    }
}

/// Reports a value of a parameter that does not fit: at its first use, if it fits none of several.
fn unfit<P: Place>(
    cx: &mut Check<'_, P>,
    parameter: &Parameter<P>,
    value: &Value<P>,
    known: &Value<P>,
    message: String,
) {
    if cx.record_said_of_parameter(&parameter.name.text, &message) {
        cx.report(&UNFIT_PARAMETER, value.at, message)
            .related("it stands here", known.at);
    }
}

/// Returns whether a text holds a pipeline variable beside its values.
fn has_variable<P>(value: &Value<P>) -> bool {
    let parts = match &value.data {
        Data::Joined(parts) => parts.as_slice(),
        _ => &[],
    };
    let texts = parts.iter().filter_map(|part| part.data.text());
    texts.into_iter().any(|text| text.contains("#{"))
}

/// The complaint about a text, if it has the wrong form whatever its values are.
fn never_fits<P: Place>(
    cx: &Check<'_, P>,
    value: &Value<P>,
    pattern: &'static Pattern,
) -> Option<String> {
    let Data::Joined(parts) = &value.data else {
        return None;
    };
    let unknown = |part: &&Value<P>| part.data.text().is_none();
    let count = parts.iter().filter(unknown).count();
    if count > CHECKED_PARTS {
        return None;
    }
    let mut first = None;
    // Each combination of samples, counted in their number.
    let combinations = SAMPLES.len().pow(u32::try_from(count).unwrap_or_default());
    for combination in 0..combinations {
        let mut rest = combination;
        let mut text = String::new();
        for part in parts {
            match part.data.text() {
                Some(known) => text.push_str(known),
                None => {
                    let sample = SAMPLES.get(rest % SAMPLES.len()).copied();
                    rest /= SAMPLES.len();
                    match default(cx, part).as_deref().or(sample) {
                        Some(sample) => text.push_str(sample),
                        None => return None,
                    }
                }
            }
        }
        let complaint = pattern.complaint(&text)?;
        first.get_or_insert(complaint);
    }
    first
}

/// The default of a parameter that stands for its own value.
fn default<P: Place>(cx: &Check<'_, P>, value: &Value<P>) -> Option<String> {
    let parameter = parameter(cx, value)?;
    let (_, default) = known_values(parameter).into_iter().next()?;
    default.data.scalar().filter(|text| !text.is_empty())
}

/// The parameter that a value names.
pub(super) fn parameter<'m, P: Place>(
    cx: &Check<'m, P>,
    value: &Value<P>,
) -> Option<&'m Parameter<P>> {
    match &value.data {
        Data::Word(name) => cx.index.parameters.get(name.as_str()).copied(),
        _ => None,
    }
}

/// The type of the parameter that a value names.
fn type_of<P: Place>(cx: &Check<'_, P>, value: &Value<P>) -> Option<ParameterType> {
    ParameterType::of(parameter(cx, value)?.kind.known()?)
}

/// The values that a parameter is known to have: its default and its allowed values. Those of one
/// that is kept elsewhere are names.
fn known_values<P: Place>(parameter: &Parameter<P>) -> Vec<(&'static str, &Value<P>)> {
    let kind = parameter.kind.known().and_then(ParameterType::of);
    if kind.is_none_or(|kind| kind.kept) {
        return Vec::new();
    }
    let default = parameter.default.iter();
    let allowed = parameter.setting("allowed_values");
    let allowed = allowed.map(Value::items).unwrap_or_default();
    let values = default
        .map(|value| ("the default", value))
        .chain(allowed.iter().map(|value| ("an allowed value", value)));
    // What could not be read, or is no value of a parameter, is told already.
    values
        .filter(|(_, value)| !matches!(value.data, Data::Missing | Data::Map(_)))
        .filter(|(_, value)| value.data.text().and_then(hidden).is_none())
        .collect()
}

/// Reports a list where one value stands. Returns whether it is one.
fn report_list<P: Place>(
    cx: &mut Check<'_, P>,
    written: &str,
    value: &Value<P>,
    takes: &str,
) -> bool {
    let parts = match &value.data {
        Data::Joined(parts) => parts.as_slice(),
        _ => std::slice::from_ref(value),
    };
    for part in parts {
        if type_of(cx, part).is_some_and(|kind| kind.list) {
            let what = described(cx, part);
            cx.report(
                &UNFIT_PARAMETER,
                value.at,
                format!("`{written}` takes {takes}, and {what} is a list"),
            )
            .help("a parameter of type `String` is one text");
            return true;
        }
    }
    false
}

/// Returns whether a role's permissions name each item of a key's list.
fn is_granted_one_by_one<P: Place>(subject: &Subject<'_, P>, key: &Key) -> bool {
    let ValueContext::Action(run) = subject.context else {
        return false;
    };
    let permissions = run.kind.map(|kind| kind.permissions).unwrap_or_default();
    let mut resources = permissions.iter().flat_map(|one| one.resources);
    resources.any(|resource| ResourceTemplate::parse(resource).names(key.name))
}

/// Returns whether a value is an export where a list of texts stands: its items are separated by
/// commas, as `Fn::Split` takes them.
fn is_list_of_texts<P>(kind: &Type, value: &Value<P>) -> bool {
    matches!(kind, Type::Strings(_))
        && matches!(value.data, Data::DeployTime(DeployTime::ImportValue(_)))
}

/// Checks a value where a list of texts stands.
fn list<P: Place>(cx: &mut Check<'_, P>, written: &str, value: &Value<P>) {
    let kind = type_of(cx, value);
    if kind.is_none() && parameter(cx, value).is_some() {
        // Its type is wrong, which is reported there.
        return;
    }
    if kind.is_none_or(|kind| !kind.list) {
        let what = described(cx, value);
        cx.report(
            &UNFIT_PARAMETER,
            value.at,
            format!("`{written}` takes a list, and {what} is one value"),
        )
        .help("put it in brackets; a list is a parameter of type `CommaDelimitedList`, or an `import_value`");
    }
}

/// Checks a value where a number stands.
fn number<P: Place>(
    cx: &mut Check<'_, P>,
    written: &str,
    value: &Value<P>,
    (least, most): (i64, i64),
) {
    if report_list(cx, written, value, "a whole number") {
        return;
    }
    let Some(parameter) = parameter(cx, value) else {
        if matches!(value.data, Data::Joined(_)) {
            wrong_type(cx, written, value, "a whole number");
        }
        return;
    };
    for (what, known) in known_values(parameter) {
        let fits = known
            .data
            .scalar()
            .and_then(|text| text.parse::<i64>().ok());
        if fits.is_none_or(|number| !(least..=most).contains(&number)) {
            let message = format!(
                "`{written}` is a whole number from {least} to {most}, and {what} of parameter `{}` is none",
                parameter.name.text
            );
            unfit(cx, parameter, value, known, message);
            return;
        }
    }
}

/// Checks a value where one of some constants stands.
fn one_of<P: Place>(cx: &mut Check<'_, P>, written: &str, value: &Value<P>, constants: &[&str]) {
    if report_list(cx, written, value, "one value") {
        return;
    }
    let Some(parameter) = parameter(cx, value) else {
        if matches!(value.data, Data::Joined(_)) {
            wrong_type(cx, written, value, "one of its constants");
        }
        return;
    };
    for (what, known) in known_values(parameter) {
        let text = known.data.scalar().unwrap_or_default();
        if !constants.contains(&text.as_str()) {
            let message = format!(
                "`{written}` cannot be `{text}`, which is {what} of parameter `{}`",
                parameter.name.text
            );
            unfit(cx, parameter, value, known, message);
            return;
        }
    }
}

code! {
    SECRET_AT_DEPLOYMENT = "P472" Error "a secret that CloudFormation shows",
    why: "CloudFormation shows the values of parameters to whoever may look at the stack, unless the parameter has `no_echo: true`. The values of `ssm` and `import_value` are never hidden.",
    example: "parameter token: String;\n…\no_auth_token: token,",
    fix: "Hide it, `parameter token: String { no_echo: true }`, or name the secret that keeps it: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
}

fn secret<P: Place>(cx: &mut Check<'_, P>, written: &str, value: &Value<P>) {
    let hidden = parameter(cx, value).is_some_and(|parameter| {
        let echo = parameter.setting("no_echo").map(|setting| &setting.data);
        matches!(echo, Some(Data::Bool(true) | Data::Deferred(_)))
    });
    if !hidden {
        let what = described(cx, value);
        cx.report(
            &SECRET_AT_DEPLOYMENT,
            value.at,
            format!("`{written}` is a secret, and CloudFormation shows the value of {what}"),
        )
        .help("declare the parameter with `no_echo: true`, or name the secret: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`");
    }
}

/// Reports an ARN that is not known at all, where a permission is about the name in it.
fn arn_with_a_name<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
    value: &Value<P>,
    pattern: &'static Pattern,
) {
    let ValueContext::Action(run) = subject.context else {
        return;
    };
    if !pattern.is_of_arns() || run.action.role.is_some() {
        return;
    }
    let named = run.kind.is_some_and(|kind| {
        let permissions = kind.permissions.iter().chain(
            kind.handoff
                .as_ref()
                .map(|handoff| handoff.permissions)
                .unwrap_or_default(),
        );
        permissions
            .flat_map(|permission| permission.resources)
            .any(|resource| names_the_end(resource, key.name))
    });
    let colons = match &value.data {
        Data::Joined(parts) => parts
            .first()
            .and_then(|part| part.data.text())
            .map_or(0, |text| text.matches(':').count()),
        _ => 0,
    };
    if named && colons < 5 {
        let help = "the role's permissions name what stands at the end of the ARN: write the ARN out, and put the value into it";
        too_late(cx, written, value, help);
    }
}

/// Returns whether a resource of a permission has the name at the end of a key's ARN in it.
fn names_the_end(resource: &str, key: &str) -> bool {
    ResourceTemplate::parse(resource).placeholders().any(|placeholder| {
        matches!(placeholder, Placeholder::Name(name) | Placeholder::Executions(name) if name == key)
    })
}
