//! Texts that name a variable in a spelling that CodePipeline does not read, or an attribute of a
//! resource in one that is not ours.

use crate::catalogue::resource_types::ResourceType;
use crate::catalogue::{Type, Variables, pattern};
use crate::code::code;
use crate::model::{Data, Entry, OutputValue, Value};
use crate::place::Place;
use crate::rules::context::{Check, Run, Section};
use crate::rules::variables::EXECUTION;
use crate::rules::variables::namespaces::Namespaces;

/// What other languages write around a variable.
const AROUND: [(&str, &str); 9] = [
    ("${{", "}}"),
    ("{{", "}}"),
    ("${", "}"),
    ("%{", "}"),
    ("@{", "}"),
    ("{", "}"),
    ("$(", ")"),
    ("#(", ")"),
    ("<", ">"),
];

/// Checks the strings of one key of an action or a rule.
pub(crate) fn entry<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
    entry: &Entry<P>,
) {
    let key = run.kind.and_then(|kind| kind.key(&entry.key.text));
    // A text that is no variable is an error there.
    let expression =
        matches!(key.map(|key| &key.kind), Some(Type::String(of)) if **of == pattern::EXPRESSION);
    if !expression {
        let namespaces = (!run.is_source()).then_some(namespaces);
        value(cx, namespaces, &entry.value);
    }
}

/// Checks the declarations whose texts have resources' attributes put in, and no variables.
pub(crate) fn declarations<P: Place>(cx: &mut Check<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    let model = cx.index.model;
    let projects = model.projects.iter().flat_map(|it| it.origin.entries());
    let resources = model.resources.iter().flat_map(|it| &it.entries);
    let overrides = model.overrides.iter().flat_map(|it| &it.entries);
    let notifications = model.notifications.iter().flat_map(|it| &it.settings);
    let entries = projects.chain(resources).chain(overrides);
    for entry in entries.chain(notifications) {
        value(cx, None, &entry.value);
    }
    for output in &model.outputs {
        if let OutputValue::Text(text) = &output.value {
            value(cx, None, text);
        }
    }
}

/// Checks a value. Variables are put in where there are namespaces.
fn value<P: Place>(
    cx: &mut Check<'_, P>,
    namespaces: Option<&Namespaces<'_, P>>,
    found: &Value<P>,
) {
    match &found.data {
        Data::List(items) | Data::Joined(items) => {
            items.iter().for_each(|item| value(cx, namespaces, item));
        }
        // What it names is looked for in the template, and reported there.
        Data::Map(entries) if entries.iter().any(|entry| entry.key.text == "Fn::Sub") => {}
        Data::Map(entries) => entries
            .iter()
            .for_each(|entry| value(cx, namespaces, &entry.value)),
        Data::File { path, .. } => {
            let string = path.known().unwrap_or_default();
            self::string(cx, namespaces, path.at, string);
        }
        // A file that is included has a language of its own.
        Data::String(string) => self::string(cx, namespaces, found.at, string),
        _ => {}
    }
}

code! {
    NOT_READ_AS_A_VARIABLE = "P231" Warning "a text that names a variable and is none",
    why: "CodePipeline knows a variable as `#{NAMESPACE.NAME}` and in no other form. `${Checkout.CommitId}`, or `Checkout.CommitId` in quotes, goes to the action as it stands.",
    example: "user_parameters: \"${Checkout.CommitId}\",",
    fix: "Write `#{Checkout.CommitId}` in a text, or `Checkout.CommitId` without quotes in place of one.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
}

code! {
    NOT_READ_AS_AN_ATTRIBUTE = "P494" Warning "a text that names an attribute and is none",
    why: "An attribute of a resource stands in a text as `{topic.TopicName}`, and in no other form. `${topic.TopicName}` is CloudFormation's form. It goes to AWS as it stands: the text has the dollar sign and the braces.",
    example: "custom_data: \"see ${topic.TopicName}\",",
    fix: "Write `{topic.TopicName}` in a text, or `topic.TopicName` without quotes in place of one.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
}

/// Checks one string. Reports the first lookalike.
fn string<P: Place>(
    cx: &mut Check<'_, P>,
    namespaces: Option<&Namespaces<'_, P>>,
    at: P,
    string: &str,
) {
    let around = |(dot, _)| Lookalike::around(string, dot);
    let lookalikes = string.match_indices('.').filter_map(around);
    let is_variable =
        |one: &Lookalike<'_>| namespaces.is_some_and(|namespaces| one.is_variable(cx, namespaces));
    let found = lookalikes.clone().find(is_variable);
    let attribute = lookalikes.clone().find(|one| one.is_attribute(cx));
    if let Some(found) = found {
        found.report_variable(cx, at, string);
    } else if let Some(found) = attribute.filter(|_| !cx.is_marked_reference(string)) {
        found.report_attribute(cx, at, string);
    }
}

/// A name with a dot in it, as other languages write a variable.
struct Lookalike<'s> {
    /// With what stands around it.
    written: &'s str,
    namespace: &'s str,
    name: &'s str,
    /// Whether there is a sign that a variable is meant.
    signed: bool,
}

impl<'s> Lookalike<'s> {
    /// The lookalike with its dot at this place. A variable as CodePipeline reads it is none.
    fn around(string: &'s str, dot: usize) -> Option<Self> {
        let of_name = |c: char| c.is_ascii_alphanumeric() || "@-_".contains(c);
        let (before, after) = (string.get(..dot)?, string.get(dot + 1..)?);
        let start = before.trim_end_matches(of_name).len();
        let length = after.len() - after.trim_start_matches(of_name).len();
        let end = dot + 1 + length;
        let (namespace, name) = (string.get(start..dot)?, string.get(dot + 1..end)?);
        let (before, after) = (string.get(..start)?, string.get(end..)?);
        if namespace.is_empty() || name.is_empty() {
            return None;
        }
        let (trimmed, rest) = (before.trim_end(), after.trim_start());
        let around = AROUND
            .iter()
            .find(|(open, close)| trimmed.ends_with(open) && rest.starts_with(close));
        let (written, signed) = match around {
            Some((open, close)) => {
                let from = trimmed.len() - open.len();
                let to = string.len() - rest.len() + close.len();
                // Blanks in a variable of CodePipeline's are reported there.
                if *open == "{" && string.get(..from)?.ends_with('#') {
                    return None;
                }
                (
                    string.get(from..to)?,
                    open.starts_with(['$', '%', '@', '#']),
                )
            }
            None if after.is_empty() && ["", "$", "#", "@"].contains(&before) => {
                (string, !before.is_empty())
            }
            None => return None,
        };
        Some(Lookalike {
            written,
            namespace,
            name,
            signed,
        })
    }

    fn report_variable<P: Place>(&self, cx: &mut Check<'_, P>, at: P, string: &str) {
        let Lookalike {
            written,
            namespace,
            name,
            ..
        } = self;
        if *namespace == "variables" {
            cx.mark_meant(name);
        }
        let help = if *written == string {
            format!("write it without quotes: `{namespace}.{name}`")
        } else {
            format!("write `#{{{namespace}.{name}}}`")
        };
        cx.report(
            &NOT_READ_AS_A_VARIABLE,
            at,
            format!(
                "`{written}` is handed over as it stands: CodePipeline puts in no variable here"
            ),
        )
        .help(help);
    }

    fn report_attribute<P: Place>(&self, cx: &mut Check<'_, P>, at: P, string: &str) {
        let (written, attribute) = (self.written, format!("{}.{}", self.namespace, self.name));
        let help = if written == string {
            format!("write it without quotes: `{attribute}`")
        } else {
            format!("write `{{{attribute}}}`")
        };
        let message = format!("`{written}` goes to AWS as it stands: no attribute is put in here");
        cx.report(&NOT_READ_AS_AN_ATTRIBUTE, at, message).help(help);
    }

    /// Returns whether the pipeline has a resource with the attribute that it names.
    fn is_attribute<P: Place>(&self, cx: &Check<'_, P>) -> bool {
        let Some(resource) = cx.index.resources.get(self.namespace) else {
            return false;
        };
        let kind = resource.kind.known().and_then(ResourceType::named);
        // CloudFormation gives some properties too.
        let has = |kind: ResourceType| {
            let mut known = kind.attributes().chain(kind.properties());
            known.any(|name| name == self.name)
        };
        // A type that is not known could have any: something has to say that one is meant.
        self.written.starts_with("${") && kind.is_none_or(has)
    }

    /// Returns whether the pipeline has the variable that it names.
    fn is_variable<P: Place>(&self, cx: &Check<'_, P>, namespaces: &Namespaces<'_, P>) -> bool {
        match self.namespace {
            "variables" => cx.index.variables.contains_key(self.name),
            "codepipeline" => self.name == EXECUTION,
            namespace => {
                let producers = namespaces.by_name.get(namespace).into_iter().flatten();
                producers
                    .filter_map(|run| Some((run, run.kind?)))
                    .any(|(run, kind)| match kind.variables {
                        Variables::Named(names) => names.contains(&self.name),
                        Variables::Listed(key) => run.entry(key).is_some_and(|entry| {
                            let mut items = entry.value.items().iter();
                            items.any(|item| item.data.text() == Some(self.name))
                        }),
                        // Any name could be one: something has to say that it is meant.
                        Variables::Free(_) => self.signed,
                    })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lookalike;

    #[test]
    fn a_variable_of_another_language_is_found() {
        let found = |string: &'static str| {
            let dot = string.find('.').unwrap();
            Lookalike::around(string, dot).map(|it| (it.written, it.namespace, it.name))
        };
        for (string, written) in [
            ("a ${A.b} c", "${A.b}"),
            ("a ${{ A.b }} c", "${{ A.b }}"),
            ("A.b", "A.b"),
            ("$A.b", "$A.b"),
            ("x-$(A.b)", "$(A.b)"),
            ("x-{A.b}", "{A.b}"),
        ] {
            assert_eq!(found(string), Some((written, "A", "b")), "{string}");
        }
        for string in ["#{A.b}", "x #{A.b} y", "see A.b", ".b", "A.", "${A.b"] {
            assert_eq!(found(string), None, "{string}");
        }
    }
}
