//! Loop variables in strings, `"{variable}"`.

use std::collections::BTreeSet;

use pipewright_model::codes::{MISTYPED_VARIABLE, NAME_FROM_STRING};
use pipewright_model::similar::closest;
use proc_macro2::Span;

use super::scope::ElementKind;
use super::substitute::report_compound;
use crate::model::Name;
use crate::parse::name::is_identifier;
use crate::parse::{Context, NameKind, named};

/// A string of a value with its loop variables filled in, unless one of them is missing.
/// Other braces stay, as do `${…}` of a shell and `#{…}` of AWS; a name in braces that is close to
/// a loop variable is reported.
pub(in crate::parse) fn filled(cx: &mut Context, string: String, span: Span) -> Option<String> {
    if !is_filled(cx, &string) {
        return Some(string);
    }
    let filled = fill(cx, &string, span, &['$', '#']);
    if !cx.scope.is_blind() {
        for unknown in &filled.unknown {
            report_mistyped(cx, unknown, span);
        }
    }
    let is_absent = |name: &String| cx.scope.absent.contains(name);
    let whole = filled.whole && !filled.unknown.iter().any(is_absent);
    whole.then_some(filled.string)
}

/// Returns whether a name may stand in the braces of a text.
fn is_filled(cx: &Context, string: &str) -> bool {
    cx.scope.is_inside() || !cx.named.is_empty() && string.contains('{')
}

/// The loop variables and the values that a text may name, the outermost first.
pub(in crate::parse) fn names(cx: &Context) -> Vec<String> {
    let mut names = cx.scope.names();
    names.extend(cx.named.names());
    names
}

/// The names in a list, each once.
fn listed(names: &[String]) -> String {
    let mut seen = BTreeSet::new();
    let once = names.iter().filter(|name| seen.insert(name.as_str()));
    let quoted: Vec<String> = once.map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn report_mistyped(cx: &mut Context, name: &str, span: Span) {
    let names = names(cx);
    let meant = closest(name, names.iter().map(String::as_str));
    // One that is spelled right stands behind a brace that nothing closes.
    let Some(meant) = meant.filter(|meant| is_identifier(name) && *meant != name) else {
        return;
    };
    // It is used, if only it is spelled right.
    named::take(cx, meant, span);
    let message = format!("`{{{name}}}` stays as it is: there is no loop variable `{name}`");
    cx.report(&MISTYPED_VARIABLE, span, message)
        .help(format!("did you mean `{{{meant}}}`?"));
}

/// A name that was written as a string. All its braces are loop variables.
pub(in crate::parse) fn filled_name(
    cx: &mut Context,
    string: &str,
    span: Span,
    name_kind: NameKind,
    declares: bool,
) -> Name {
    let at = cx.at(span);
    if !is_filled(cx, string) {
        let text = string.to_owned();
        return Name { text, at };
    }
    let filled = fill(cx, string, span, &[]);
    if !filled.whole || !filled.unknown.is_empty() {
        cx.unread.incomplete.add_missing(at);
        if declares {
            cx.unread.lose_name(name_kind);
        }
    }
    if !cx.scope.is_blind() {
        for unknown in &filled.unknown {
            report_unknown(cx, unknown, span);
        }
    }
    // A part of a name is no name.
    let text = if filled.whole {
        filled.string
    } else {
        String::new()
    };
    Name { text, at }
}

fn report_unknown(cx: &mut Context, name: &str, span: Span) {
    let names = names(cx);
    let help = if let Some(meant) = closest(name, names.iter().map(String::as_str)) {
        // It is used, if only it is spelled right.
        named::take(cx, meant, span);
        format!("did you mean `{{{meant}}}`?")
    } else {
        let variables = listed(&cx.scope.names());
        let values = listed(&cx.named.names_in_texts());
        match (variables.as_str(), values.as_str()) {
            ("", "") => {
                "what the braces hold is declared by a `for` or by `value NAME = …;`".to_owned()
            }
            (_, "") => format!("the loop variables are {variables}"),
            ("", _) => format!("the values are {values}"),
            _ => format!("the loop variables are {variables}; the values are {values}"),
        }
    };
    cx.scope.absent.insert(name.to_owned());
    let message = format!("there is no loop variable `{name}`");
    cx.report(&NAME_FROM_STRING, span, message).help(help);
}

/// A string, filled in.
struct Filled {
    string: String,
    /// True where every element that it needs is there.
    whole: bool,
    /// The names in braces that are no loop variables.
    unknown: Vec<String>,
}

fn fill(cx: &mut Context, string: &str, span: Span, not_behind: &[char]) -> Filled {
    let mut filled = Filled {
        string: String::new(),
        whole: true,
        unknown: Vec::new(),
    };
    let mut rest = string;
    while let Some((before, after)) = rest.split_once('{') {
        filled.string.push_str(before);
        let named = after.split_once('}');
        let of_another_language = before.ends_with(not_behind);
        let known = named
            .filter(|_| !of_another_language)
            .and_then(|(name, behind)| Some((named::take(cx, name, span)?, behind)));
        if let Some((element, behind)) = known {
            if let ElementKind::Compound(name, is) = &element.kind {
                report_compound(cx, "a text in the braces", name, is, element.at);
            }
            let element = element.string();
            filled.whole &= element.is_some();
            filled.string.push_str(&element.unwrap_or_default());
            rest = behind;
        } else {
            filled.whole &= !cx.scope.is_blind();
            filled.string.push('{');
            if !of_another_language {
                let name = named.map_or(after, |(name, _)| name);
                filled.unknown.push(name.to_owned());
            }
            rest = after;
        }
    }
    filled.string.push_str(rest);
    filled
}
