//! Declared parameters: type, default, settings and number.

use crate::catalogue::{PARAMETER, ParameterType, limits, parameter_types, pattern};
use crate::code::code;
use crate::model::{Data, Parameter, Value};
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::secrets::names::{self as secret_names, NOT_HERE};
use crate::rules::values::{known, regular};
use crate::rules::words;
use crate::similar;

/// Checks every parameter.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    too_many(cx);
    for parameter in &cx.index.model.parameters {
        let subject = Subject::declared("parameter", &parameter.name);
        configuration::all(cx, &subject, &[PARAMETER], &parameter.settings);
        let mut written = parameter.settings.iter();
        if let Some(entry) = written.find(|entry| entry.key.text == "allowed_pattern") {
            regular::entry_value(cx, entry);
        }
        let Some(kind) = kind(cx, parameter) else {
            continue;
        };
        settings(cx, parameter, kind);
        if let Some(default) = &parameter.default
            && known::check_value(cx, default)
            && of_kind(cx, parameter, kind, ("the default", default))
        {
            bounds(cx, parameter, kind, default);
        }
        for value in allowed(parameter) {
            if known::check_value(cx, value) && !kind.kept {
                of_kind(cx, parameter, kind, ("an allowed value", value));
            }
        }
    }
}

code! {
    TOO_MANY_PARAMETERS = "P467" Error "too many parameters",
    why: "A template has at most 200 parameters. CloudFormation refuses one with more.",
    example: "parameter p1: String; … parameter p201: String;",
    fix: "Compute values with Rust expressions when the pipeline is built, or keep several in one `CommaDelimitedList`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
}

fn too_many<P: Place>(cx: &mut Check<'_, P>) {
    let parameters = &cx.index.model.parameters;
    if let Some(surplus) = parameters.get(limits::PARAMETERS_MAX) {
        let message = format!(
            "the pipeline has {} parameters, and CloudFormation allows {} in a template",
            parameters.len(),
            limits::PARAMETERS_MAX
        );
        cx.report(&TOO_MANY_PARAMETERS, surplus.name.at, message);
    }
}

code! {
    PARAMETER_TYPE = "P460" Error "a type that no parameter has",
    why: "CloudFormation checks the value of a parameter by its type, and refuses a template with another one.",
    example: "parameter vpc: AWS::EC2::Vpc::Id;",
    fix: "Write a type of CloudFormation's: `parameter vpc: AWS::EC2::VPC::Id;`, `parameter stage: String;`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html",
}

fn kind<P: Place>(cx: &mut Check<'_, P>, parameter: &Parameter<P>) -> Option<ParameterType> {
    let written = known::string(cx, &parameter.kind)?;
    let found = ParameterType::of(written);
    if found.is_none() {
        let known = parameter_types();
        let same = known
            .iter()
            .find(|known| known.eq_ignore_ascii_case(written));
        let close = same
            .map(String::as_str)
            .or_else(|| similar::closest(written, known.iter().map(String::as_str)));
        let help = match (close, written) {
            (_, "Boolean" | "Bool" | "bool") => {
                "a truth is a text: `String`, with `allowed_values: [\"true\", \"false\"]`".to_owned()
            }
            (_, "str" | "Text" | "text") => "a text is a `String`".to_owned(),
            (Some(close), _) => format!("a type with a similar name: `{close}`"),
            (None, _) => "the types are `String`, `Number`, `CommaDelimitedList`, `List<Number>`, those of AWS such as `AWS::EC2::VPC::Id` and `List<AWS::EC2::Subnet::Id>`, and `AWS::SSM::Parameter::Value<…>` of these".to_owned(),
        };
        cx.report(
            &PARAMETER_TYPE,
            parameter.kind.at,
            format!("CloudFormation has no type `{written}` of parameters"),
        )
        .help(help);
    }
    found
}

code! {
    PARAMETER_SETTING = "P462" Error "a setting that the type of a parameter does not have",
    why: "CloudFormation takes lengths for texts and bounds for numbers. It refuses a template in which one stands for the other, or in which the least is more than the most. The value that the Systems Manager keeps cannot be bounded: the settings would apply to its name.",
    example: "parameter size: Number = 3 { max_length: 2 };",
    fix: "Use the setting of the type: `parameter size: Number = 3 { max_value: 10 };`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
}

fn settings<P: Place>(cx: &mut Check<'_, P>, parameter: &Parameter<P>, kind: ParameterType) {
    let text = !kind.number && !kind.list && !kind.kept;
    for (keys, fits, of) in [
        (["min_length", "max_length"], text, "a text"),
        (
            ["min_value", "max_value"],
            kind.number && !kind.list,
            "a number",
        ),
    ] {
        let number = |key: &str| match parameter.setting(key)?.data {
            Data::Number(number) => Some(number),
            _ => None,
        };
        let written: Vec<_> = parameter
            .settings
            .iter()
            .filter(|entry| keys.contains(&entry.key.text.as_str()))
            .collect();
        if !fits {
            for entry in &written {
                let message = format!(
                    "`{}` is for {of}, and parameter `{}` is `{}`",
                    entry.key.text,
                    parameter.name.text,
                    parameter.kind.known().unwrap_or_default()
                );
                cx.report(&PARAMETER_SETTING, entry.key.at, message);
            }
        } else if let ([Some(least), Some(most)], Some(last)) = (keys.map(number), written.last())
            && least > most
        {
            let message = format!("`{}` is {least}, and `{}` is {most}", keys[0], keys[1]);
            cx.report(&PARAMETER_SETTING, last.key.at, message);
        }
    }
    let hidden = parameter.setting("no_echo");
    let default = parameter.default.as_ref();
    if let (Some(Data::Bool(true)), Some(default)) = (hidden.map(|it| &it.data), default)
        && !kind.kept
    {
        let message = format!(
            "parameter `{}` is hidden, and its default stands in the template",
            parameter.name.text
        );
        cx.report(&PARAMETER_SETTING, default.at, message)
            .help("leave the default out: whoever deploys gives the value");
    }
}

code! {
    PARAMETER_DEFAULT = "P461" Error "a default or an allowed value that the parameter cannot have",
    why: "CloudFormation refuses a template whose parameter has a default of another type, outside of its bounds, or not among its allowed values.",
    example: "parameter size: Number = \"large\";",
    fix: "Give it a value of its type: `parameter size: Number = 3;`, or leave it out: whoever deploys gives the value.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
}

/// Checks a value against the type. Returns whether it fits.
fn of_kind<P: Place>(
    cx: &mut Check<'_, P>,
    parameter: &Parameter<P>,
    kind: ParameterType,
    (what, value): (&str, &Value<P>),
) -> bool {
    let name = parameter.name.text.as_str();
    if cx.index.model.is_deploy_time(value) {
        let message =
            format!("{what} of parameter `{name}` has to be known when the pipeline is built");
        cx.report(&PARAMETER_DEFAULT, value.at, message)
            .help("write it out, or compute it with a Rust expression in parentheses");
        return false;
    }
    let is_list = matches!(value.data, Data::List(_));
    let texts: Option<Vec<String>> = value.items().iter().map(text_of).collect();
    let takes = match (kind.list && !kind.kept, kind.number && !kind.kept) {
        (true, true) => "a list of numbers",
        (true, false) => "a list of texts",
        (false, true) => "a number",
        (false, false) => "a text",
    };
    let Some(texts) = texts.filter(|_| !is_list || takes.starts_with("a list")) else {
        let message = format!("{what} of parameter `{name}` is {takes}");
        cx.report(&PARAMETER_DEFAULT, value.at, message);
        return false;
    };
    for text in &texts {
        let parts: Vec<&str> = match takes {
            "a list of numbers" => text.split(',').map(str::trim).collect(),
            _ => vec![text],
        };
        let complaint = if takes.ends_with("numbers") || takes == "a number" {
            let wrong = parts.iter().find(|part| !is_number(part));
            wrong.map(|wrong| format!("`{wrong}` is no number"))
        } else if kind.kept {
            let complaint = pattern::SSM_NAME.complaint(text);
            complaint
                .map(|complaint| format!("the name of what the Systems Manager keeps {complaint}"))
        } else if takes == "a list of texts" && is_list && text.contains(',') {
            Some(format!("`{text}` has a comma, which would make two of it"))
        } else {
            let complaint = pattern::PARAMETER_VALUE.complaint(text);
            complaint.map(|complaint| format!("it {complaint}"))
        };
        if let Some(complaint) = complaint {
            let message = format!("{what} of parameter `{name}`: {complaint}");
            cx.report(&PARAMETER_DEFAULT, value.at, message);
            return false;
        }
        secret_names::value(cx, ("parameter", name), value.at, text, NOT_HERE);
    }
    true
}

/// Checks that the default is within what the parameter allows.
fn bounds<P: Place>(
    cx: &mut Check<'_, P>,
    parameter: &Parameter<P>,
    kind: ParameterType,
    default: &Value<P>,
) {
    let Some(text) = text_of(default).filter(|_| !kind.kept && !kind.list) else {
        return;
    };
    let number = |key: &str| match parameter.setting(key)?.data {
        Data::Number(number) => Some(number),
        _ => None,
    };
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let value: Option<i64> = text.parse().ok();
    let outside = |found: Option<i64>, least: &str, most: &str| {
        found.is_some_and(|found| {
            number(least).is_some_and(|least| found < least)
                || number(most).is_some_and(|most| found > most)
        })
    };
    let name = parameter.name.text.as_str();
    let allowed: Vec<String> = allowed(parameter).iter().filter_map(text_of).collect();
    let unknown = allowed.len() != self::allowed(parameter).len();
    let message = if !allowed.is_empty() && !unknown && !allowed.contains(&text) {
        let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
        let choice = words::choice(&allowed);
        format!("the default of parameter `{name}` is `{text}`, and it can be {choice}")
    } else if !kind.number && outside(Some(length), "min_length", "max_length") {
        format!(
            "the default of parameter `{name}` has {length} characters, which its settings do not allow"
        )
    } else if kind.number && outside(value, "min_value", "max_value") {
        format!("the default of parameter `{name}` is {text}, which its settings do not allow")
    } else {
        return;
    };
    cx.report(&PARAMETER_DEFAULT, default.at, message);
}

fn allowed<P>(parameter: &Parameter<P>) -> &[Value<P>] {
    let allowed = parameter.setting("allowed_values");
    allowed
        .and_then(|value| value.data.as_list())
        .unwrap_or_default()
}

/// The text that CloudFormation gets for a default.
fn text_of<P>(value: &Value<P>) -> Option<String> {
    match &value.data {
        Data::Variable { .. } | Data::Word(_) => None,
        data => data.scalar(),
    }
}

/// Returns whether CloudFormation takes a text for a number.
fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}
