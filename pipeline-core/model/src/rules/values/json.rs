//! Maps that AWS takes as one string: of JSON, or in the shorthand of its command line.

use crate::catalogue::pattern::{self, Pattern};
use crate::code::code;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::secrets::names::{self, NOT_HERE};
use crate::rules::values::strings::malformed;
use crate::rules::values::{functions, maps};

const IN_THE_TEMPLATE: &str = "leave it out here, and let the deployed template fetch it: `{{resolve:secretsmanager:NAME:SecretString:KEY}}`";
const INTO_A_FILE: &str = "write the parameters into a file of an input: `ARTIFACT / \"PATH\"`";

/// Checks a map that AWS takes as the string of a JSON object.
pub(crate) fn json<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
    most: usize,
) {
    let Some(entries) = maps::entries(cx, key, value) else {
        return;
    };
    let mut length = 2;
    for entry in entries {
        named_well(cx, key, entry, &pattern::PARAMETER_NAME);
        if let Data::Map(function) = &entry.value.data {
            functions::function(cx, subject, &entry.key.text, &entry.value, function);
            continue;
        }
        names::named(cx, "parameter", entry, IN_THE_TEMPLATE);
        let string = maps::visible(cx, subject, entry).unwrap_or_default();
        let plain = matches!(entry.value.data, Data::Number(_) | Data::Bool(_));
        let value = if plain { string.len() } else { quoted(&string) };
        length += quoted(&entry.key.text) + 1 + value + 1;
    }
    length -= usize::from(!entries.is_empty());
    if length > most {
        cx.report(
            &TOO_LONG,
            value.at,
            format!("`{key}` is {length} bytes of JSON, and AWS allows {most}"),
        )
        .help("put values that are always the same into the template, or into a `template_configuration` file");
    }
}

/// Checks the name of a parameter or a variable.
fn named_well<P: Place>(cx: &mut Check<'_, P>, key: &str, entry: &Entry<P>, pattern: &Pattern) {
    let what = format!("`{}` in `{key}`", entry.key.text);
    malformed(cx, &what, entry.key.at, &entry.key.text, pattern);
}

/// Checks a map that AWS takes as the string of a JSON list of names and values.
pub(crate) fn named_values<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Some(entries) = maps::entries(cx, key, value) else {
        return;
    };
    let mut length = 2;
    for entry in entries {
        named_well(cx, key, entry, &pattern::VARIABLE_NAME);
        names::named(cx, "variable", entry, NOT_HERE);
        let string = maps::visible(cx, subject, entry).unwrap_or_default();
        length += r#"{"name":,"value":},"#.len() + quoted(&entry.key.text) + quoted(&string);
    }
    length -= usize::from(!entries.is_empty());
    one_value(cx, subject, key, value, length, "say fewer of them here");
}

/// Checks template parameters in the shorthand of AWS's command line, which has no quotes.
pub(crate) fn parameters<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Some(entries) = maps::entries(cx, key, value) else {
        return;
    };
    let mut length = 0;
    for entry in entries {
        let (name, at) = (&entry.key.text, entry.value.at);
        named_well(cx, key, entry, &pattern::PARAMETER_NAME);
        names::named(cx, "parameter", entry, IN_THE_TEMPLATE);
        let string = maps::visible(cx, subject, entry).unwrap_or_default();
        let what = format!("`{name}`");
        if !string.is_empty()
            && let Some(finding) = malformed(cx, &what, at, &string, &pattern::SHORTHAND)
        {
            finding.help(INTO_A_FILE);
        }
        length += "ParameterKey=,ParameterValue= ".len() + name.len() + string.len();
    }
    let length = length.saturating_sub(1);
    one_value(cx, subject, key, value, length, INTO_A_FILE);
}

code! {
    TOO_LONG = "P408" Error "a map that is too long for AWS",
    why: "A map goes to AWS as one text of JSON: `parameter_overrides` as 1,024 bytes at most, `environment_variables` and the `variables` of a `CodePipeline` action as 1,000 characters at most. CodePipeline refuses more when the pipeline is created.",
    example: "parameter_overrides: { Text: include \"long.txt\" },",
    fix: "Move what is always the same into the template or a `template_configuration` file, or into the build project, or into the defaults of the other pipeline's variables.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

/// Reports a string that is longer than a configuration value may be.
pub(crate) fn one_value<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
    length: usize,
    help: &str,
) {
    let most = subject.value().max;
    if length > most {
        cx.report(
            &TOO_LONG,
            value.at,
            format!("`{key}` is {length} characters of JSON, and AWS allows {most}"),
        )
        .help(help);
    }
}

/// The number of bytes of a string as JSON, with its quotes.
pub(crate) fn quoted(string: &str) -> usize {
    let escaped = |c: char| match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        c if (c as u32) < 0x20 => 6,
        c => c.len_utf8(),
    };
    2 + string.chars().map(escaped).sum::<usize>()
}
