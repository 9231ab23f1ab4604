//! The properties that overrides set: whether they exist, take such a value, and are not kept.

use crate::catalogue::kept_properties::{self, Instead};
use crate::catalogue::made_properties::{Form, MadeProperty};
use crate::catalogue::{self, KINDS, Kind, snake_case};
use crate::code::Code;
use crate::model::{Data, Entry, Model, Thing, Value};
use crate::place::Place;
use crate::rules::declarations::builds::unsuited::UNSUITED_PROPERTY;
use crate::rules::declarations::resource_parts::is_function;
use crate::rules::declarations::resource_values;
use crate::rules::reported_elsewhere::building::{NO_SUCH_PROPERTY, NOT_TO_OVERRIDE};
use crate::rules::words;
use crate::similar;

/// What is wrong with an override.
pub struct Complaint<P> {
    /// Its code.
    pub code: &'static Code,
    /// The place of the path, or of a word in its value.
    pub at: P,
    /// The mistake.
    pub message: String,
    /// The advice.
    pub help: String,
}

/// The resource that an override is of.
#[derive(Clone, Copy)]
pub struct Subject<'a, P> {
    /// Its type.
    pub kind: &'a str,
    /// The name of it in the source.
    pub written: &'a str,
    /// The pipeline, where it is at hand.
    pub model: Option<&'a Model<P>>,
}

/// The type of a thing.
pub(super) fn kind_of<P>(thing: &Thing<'_, P>) -> &'static str {
    match thing {
        Thing::Pipeline => "AWS::CodePipeline::Pipeline",
        Thing::Bucket(_) => "AWS::S3::Bucket",
        Thing::StoreKey(_) => "AWS::KMS::Key",
        Thing::Project(_) => "AWS::CodeBuild::Project",
        Thing::ServiceRole | Thing::Role(_) | Thing::ProjectRole(_) | Thing::ActionRole(..) => {
            "AWS::IAM::Role"
        }
    }
}

/// What is wrong with a path below `Properties`, and with its value.
pub fn complaints<P: Place>(of: Subject<'_, P>, entry: &Entry<P>) -> Vec<Complaint<P>> {
    let mut found = Vec::new();
    let Some(of_type) = MadeProperty::of_type(of.kind) else {
        return found;
    };
    let Some(path) = entry.key.text.strip_prefix("Properties.") else {
        return found;
    };
    let parts: Vec<&str> = path.split('.').collect();
    match step(of.kind, of_type, &parts) {
        Ok(property) => {
            let kept = configuration(of, &parts, &property).or_else(|| kept(of, &property, path));
            if let Some((code, message, help)) = kept {
                let at = entry.key.at;
                found.push(Complaint {
                    code,
                    at,
                    message,
                    help,
                });
            } else if !matches!(&entry.value.data, Data::Word(word) if word == "None") {
                value(of.kind, &property, &entry.value, &mut found);
                if found.is_empty() {
                    found = resource_values::complaints_below(of.kind, &parts, &entry.value);
                }
            }
        }
        Err((message, help)) => found.push(Complaint {
            code: &NO_SUCH_PROPERTY,
            at: entry.key.at,
            message,
            help,
        }),
    }
    found
}

/// The property that a path leads to.
fn step(
    kind: &str,
    of_type: MadeProperty,
    parts: &[&str],
) -> Result<MadeProperty, (String, String)> {
    let mut found = of_type;
    for part in parts {
        found = match found.form() {
            Form::Anything => return Ok(found),
            Form::List => found.item(),
            Form::Map => found
                .property(part)
                .ok_or_else(|| no_property(kind, &found, part))?,
            Form::Text | Form::Number | Form::Truth => {
                let message = format!(
                    "nothing stands below `{}` of `{kind}`, and so no `{part}`",
                    shown(&found)
                );
                let help = "set the whole value: leave out what stands behind it";
                return Err((message, help.to_owned()));
            }
        };
    }
    Ok(found)
}

fn no_property(kind: &str, of: &MadeProperty, name: &str) -> (String, String) {
    let whose = match of.path() {
        "" => format!("`{kind}`"),
        _ => format!("`{}` of `{kind}`", shown(of)),
    };
    let names: Vec<&str> = of.names().collect();
    let help = match similar::closest(name, names.iter().copied()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("it has {}", words::list(&names)),
    };
    (format!("{whose} has no property `{name}`"), help)
}

/// A path as a user reads it.
fn shown(property: &MadeProperty) -> String {
    property.path().replace("[]", "")
}

/// The complaint about a property that stays as it is.
fn kept<P>(
    of: Subject<'_, P>,
    property: &MadeProperty,
    path: &str,
) -> Option<(&'static Code, String, String)> {
    let all = kept_properties::kept(of.kind, property.path());
    let (known, instead) = *all.first()?;
    let shown = shown(property);
    let setting = match instead {
        Instead::ProjectSetting(name) => Some(setting(name, &shown)),
        _ => None,
    };
    let alike = all.iter().all(|(_, other)| match (other, setting) {
        (Instead::ProjectSetting(other), Some(name)) => other.starts_with(name),
        _ => *other == instead,
    });
    let known = known.replace("[]", "");
    let stays = match alike || shown.len() >= known.len() {
        true => format!("`{path}` of `{}` stays as it is", of.written),
        false => format!(
            "`{path}` of `{}` holds `{known}`, which stays as it is",
            of.written
        ),
    };
    let first = path.split('.').next().unwrap_or_default();
    Some(match instead {
        Instead::Write(what) => (&NOT_TO_OVERRIDE, stays, what.to_owned()),
        Instead::ProjectSetting(name) => (
            &NOT_TO_OVERRIDE,
            stays,
            format!(
                "set `{}` of the project: the plan knows what that needs",
                setting.unwrap_or(name)
            ),
        ),
        Instead::Nothing(why) => (
            &NOT_TO_OVERRIDE,
            format!("{stays}: {why}"),
            "leave it out; or make a resource of your own beside the pipeline".to_owned(),
        ),
        Instead::Unsuited(why) => (
            &UNSUITED_PROPERTY,
            format!("the project of a pipeline has no `{first}`: {why}"),
            "leave it out".to_owned(),
        ),
    })
}

/// The setting of a project that a path leads to, of which one in it has this name.
fn setting(name: &'static str, shown: &str) -> &'static str {
    let parts = shown.split('.').map(snake_case).zip(name.split('.'));
    let same = parts.take_while(|(one, other)| one == other);
    let length: usize = same.map(|(one, _)| one.len() + 1).sum();
    match length {
        0 => name,
        _ => name.get(..length - 1).unwrap_or(name),
    }
}

/// The complaint about a key of an action's configuration that the action says itself.
fn configuration<P>(
    of: Subject<'_, P>,
    parts: &[&str],
    property: &MadeProperty,
) -> Option<(&'static Code, String, String)> {
    if property.path() != "Stages[].Actions[].Configuration" {
        return None;
    }
    let [
        "Stages",
        stage,
        "Actions",
        action,
        "Configuration",
        rest @ ..,
    ] = parts
    else {
        return None;
    };
    let message = |what: &str| format!("{what} of action `{action}` stays as it is");
    let Some(key) = rest.first() else {
        let help = "set a key that the language does not know: `….Configuration.KEY`";
        return Some((
            &NOT_TO_OVERRIDE,
            message("`Configuration`"),
            help.to_owned(),
        ));
    };
    let kind = of
        .model
        .and_then(|model| kind_of_action(model, stage, action));
    let knows = |kind: &&Kind| kind.keys.iter().any(|known| known.name == *key);
    let known = match &kind {
        Some(kind) => knows(kind),
        None => KINDS.iter().any(knows),
    };
    let help = format!(
        "set it where the action is declared: `{}: …`",
        snake_case(key)
    );
    known.then(|| (&NOT_TO_OVERRIDE, message(&format!("`{key}`")), help))
}

/// The kind of an action, whose stage and which itself are named or numbered.
fn kind_of_action<P>(model: &Model<P>, stage: &str, action: &str) -> Option<&'static Kind> {
    let numbered = |part: &str| part.parse::<usize>().ok();
    let mut stages = model.stages.iter();
    let stage = match stages.find(|one| one.name.text == stage) {
        Some(stage) => stage,
        None => model.stages.get(numbered(stage)?)?,
    };
    let mut actions = stage.actions();
    let action = match actions.find(|one| one.name.text == action) {
        Some(action) => action,
        None => stage.actions().nth(numbered(action)?)?,
    };
    catalogue::kind(&action.kind.text)
}

/// Checks a value: whether the property takes one of this form.
fn value<P: Place>(
    kind: &str,
    property: &MadeProperty,
    value: &Value<P>,
    found: &mut Vec<Complaint<P>>,
) {
    let form = property.form();
    let is = match (&value.data, form) {
        (_, Form::Anything) => return,
        (Data::Map(entries), _) if is_function(entries) => return,
        (Data::Map(entries), Form::Map) => {
            for entry in entries {
                match property.property(&entry.key.text) {
                    Some(inner) => self::value(kind, &inner, &entry.value, found),
                    None => {
                        let (message, help) = no_property(kind, property, &entry.key.text);
                        let (code, at) = (&NO_SUCH_PROPERTY, entry.key.at);
                        found.push(Complaint {
                            code,
                            at,
                            message,
                            help,
                        });
                    }
                }
            }
            return;
        }
        (Data::List(items), Form::List) => {
            let item = property.item();
            return items
                .iter()
                .for_each(|one| self::value(kind, &item, one, found));
        }
        (Data::Map(_), _) => "a map",
        (Data::List(_), _) => "a list",
        (Data::String(text), Form::Number) if text.parse::<f64>().is_err() => "a text",
        (Data::String(text), Form::Truth) if !matches!(text.as_str(), "true" | "false") => "a text",
        (Data::String(_), Form::Map | Form::List) => "a text",
        (Data::Number(_), Form::Map | Form::List | Form::Truth) => "a number",
        (Data::Bool(_), Form::Map | Form::List | Form::Number) => "`true` or `false`",
        _ => return,
    };
    let (takes, help) = match form {
        Form::Text => ("a text", "write one text in quotes".to_owned()),
        Form::Number => ("a number", "write a number".to_owned()),
        Form::Truth => ("`true` or `false`", "write one of the two".to_owned()),
        Form::List => ("a list", "put it in brackets: `[…]`".to_owned()),
        Form::Map => {
            let names: Vec<&str> = property.names().collect();
            ("a map", format!("it has {}", words::list(&names)))
        }
        Form::Anything => return,
    };
    found.push(Complaint {
        code: &NO_SUCH_PROPERTY,
        at: value.at,
        message: format!(
            "`{}` of `{kind}` takes {takes}, and this is {is}",
            shown(property)
        ),
        help,
    });
}
