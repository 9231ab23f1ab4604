//! Braces that name no variable.

use crate::code::code;
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::Check;

/// Checks the strings of a configuration value, whose variables CodePipeline puts in.
pub(crate) fn value<P: Place>(cx: &mut Check<'_, P>, found: &Value<P>) {
    match &found.data {
        Data::List(items) => items.iter().for_each(|item| value(cx, item)),
        Data::Map(entries) => entries.iter().for_each(|entry| value(cx, &entry.value)),
        Data::File { path, .. } => in_string(cx, path.at, path.known().unwrap_or_default()),
        // A script that is read from a file may have such braces of its own.
        Data::String(string) => in_string(cx, found.at, string),
        _ => {}
    }
}

code! {
    NO_VARIABLE = "P227" Warning "braces that name no variable",
    why: "CodePipeline puts in `#{NAMESPACE.NAME}`, closed and with a dot. What is written otherwise is not put in: the action gets the text as it stands, or fails when it runs.",
    example: "custom_data: \"commit #{Checkout}\",",
    fix: "Write the namespace and the variable: `#{Checkout.CommitId}`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
}

/// Variables that are not written as CodePipeline reads them.
fn in_string<P: Place>(cx: &mut Check<'_, P>, at: P, string: &str) {
    for rest in string.split("#{").skip(1) {
        let Some((inside, _)) = rest.split_once('}') else {
            let name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
            let begun: String = rest.chars().take_while(name).collect();
            cx.report(&NO_VARIABLE, at, format!("`#{{{begun}` is not closed"))
                .help(format!("write `#{{{begun}}}`"));
            continue;
        };
        // Blanks are part of a name, and no action has such a one: that is reported there.
        let plain = inside.trim();
        if plain
            .split_once('.')
            .is_some_and(|(namespace, name)| !namespace.is_empty() && !name.is_empty())
        {
            continue;
        }
        let namespace = plain.trim_matches('.');
        let help = if namespace.is_empty() {
            "say which: `#{ACTION.VARIABLE}`".to_owned()
        } else {
            format!("say which of its variables: `#{{{namespace}.VARIABLE}}`")
        };
        cx.report(
            &NO_VARIABLE,
            at,
            format!("`#{{{inside}}}` names no variable"),
        )
        .help(help);
    }
}
