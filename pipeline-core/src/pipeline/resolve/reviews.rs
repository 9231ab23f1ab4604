//! Approvals that are about change sets: a build before each describes them.
//!
//! The build is written into the model as a person would write it: a project and an action in the
//! approval's stage. Everything behind this step sees an action and a project like others.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use super::unresolved::{Resolved, Unresolved};
use crate::catalogue::limits;
use crate::hash::fnv1a_64;
use crate::model::{
    self, Action, Data, Entry, Environment, Model, Name, Origin, Project, Reviewed, Step, Value,
    variable_reference,
};
use crate::pipeline::{ActionId, Stage};
use crate::place::Location;

/// An image with the command line of AWS and Python on it.
///
/// Source: <https://github.com/aws/aws-codebuild-docker-images/blob/master/al/x86_64/standard/5.0/Dockerfile>
const IMAGE: &str = "aws/codebuild/amazonlinux-x86_64-standard:5.0";

/// The program that describes change sets.
const PROGRAM: &str = include_str!("reviews/describe.py");

/// The variables that the build exports.
const CHANGES: &str = Action::<Location>::DESCRIBED[0];
const LINK: &str = Action::<Location>::DESCRIBED[1];

/// An action that describes change sets, and the actions that prepare these, by stage and name.
#[derive(Debug)]
pub(super) struct Describing {
    action: (String, String),
    prepared: Vec<(String, String)>,
}

/// The model with an action and a project for each approval of change sets.
pub(super) fn with_descriptions(
    model: Cow<'_, Model<Location>>,
) -> Resolved<(Cow<'_, Model<Location>>, Vec<Describing>)> {
    if !model.actions().any(|(_, action)| action.of.is_some()) {
        return Ok((model, Vec::new()));
    }
    let mut all = Vec::new();
    let mut out = model.as_ref().clone();
    let used = model.used_namespaces();
    for (stage, found) in out.stages.iter_mut().zip(&model.stages) {
        let orders: Vec<i64> = found.run_orders().iter().map(|(order, _)| *order).collect();
        let reviewed: BTreeSet<i64> = found
            .run_orders()
            .iter()
            .filter(|(_, action)| action.of.is_some())
            .map(|(order, _)| *order)
            .collect();
        if reviewed.is_empty() {
            continue;
        }
        // What starts with an approval or after it starts one later.
        let shifted = |order: i64| order + count(reviewed.range(..=order).count());
        let mut orders = orders.into_iter();
        let mut steps = Vec::new();
        for mut step in std::mem::take(&mut stage.steps) {
            for action in &mut step.actions {
                let Some(order) = orders.next().map(shifted) else {
                    continue;
                };
                set(action, "run_order", Data::Number(order));
                let Some(of) = action.of.take() else {
                    continue;
                };
                let prepared = prepared(&model, found, &of)?;
                let project = format!("{}/{}", found.name.text, action.name.text);
                let inputs = inputs(&model, &prepared);
                let namespace = namespace(action, found, &used);
                let room = room(action, &namespace);
                let describing = describing(&model, action, (&project, &namespace), inputs, order);
                defaults(action, &namespace);
                out.projects
                    .push(self::project(&project, room, action.name.at));
                all.push(Describing {
                    action: (found.name.text.clone(), describing.name.text.clone()),
                    prepared,
                });
                steps.push(Step {
                    parallel: false,
                    at: action.name.at,
                    actions: vec![describing],
                });
            }
            steps.push(step);
        }
        stage.steps = steps;
    }
    Ok((Cow::Owned(out), all))
}

/// Tells each describing action which actions prepare what it describes.
pub(super) fn connect(stages: &mut [Stage], all: &[Describing]) -> Resolved<()> {
    let position = |stages: &[Stage], (stage, name): &(String, String)| {
        let at = stages.iter().position(|found| found.name == *stage)?;
        let mut actions = stages[at].actions.iter();
        let position = actions.position(|action| action.name == *name)?;
        Some(ActionId {
            stage: at,
            position,
        })
    };
    for Describing { action, prepared } in all {
        let ids = prepared.iter().map(|name| position(stages, name));
        let (Some(own), Some(prepared)) =
            (position(stages, action), ids.collect::<Option<Vec<_>>>())
        else {
            let what = format!("nothing describes what `{}` is about", action.1);
            let at = Location::here();
            return Err(Unresolved::new(at, what));
        };
        stages[own.stage].actions[own.position].describes = prepared;
    }
    Ok(())
}

fn count(found: usize) -> i64 {
    i64::try_from(found).unwrap_or(i64::MAX)
}

/// The actions that prepare the change sets, by stage and name.
fn prepared(
    model: &Model<Location>,
    stage: &crate::model::Stage<Location>,
    of: &Value<Location>,
) -> Resolved<Vec<(String, String)>> {
    let items = of.items().iter();
    let items = items.map(|item| match model.reviewed(stage, item) {
        Reviewed::Action(stage, action) => Ok((stage.name.text.clone(), action.name.text.clone())),
        _ => Err(Unresolved::new(item.at, "this names no action")),
    });
    items.collect()
}

/// CodeBuild runs with an input only: one of those that a change set is made of, which is there by
/// then.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html>
fn inputs(model: &Model<Location>, prepared: &[(String, String)]) -> Vec<Name<Location>> {
    let of_prepared = model.actions().filter(|(stage, action)| {
        let (stage, name) = (&stage.name.text, &action.name.text);
        prepared.iter().any(|one| (&one.0, &one.1) == (stage, name))
    });
    let mut inputs = of_prepared.flat_map(|(_, action)| &action.inputs);
    let first = inputs.next();
    let mut made = model.actions().flat_map(|(_, action)| &action.outputs);
    first.or_else(|| made.next()).into_iter().cloned().collect()
}

/// The number of characters of a namespace that say where its approval stands.
const PLACE_MAX: usize = 90;

/// The namespace of the description: the one that the approval says, or its name where a value asks
/// for its variables by that. Any other follows from the approval's place alone, so that another
/// action or approval renames nothing.
fn namespace(
    action: &mut Action<Location>,
    stage: &model::Stage<Location>,
    used: &HashSet<&str>,
) -> String {
    let own = action.config.iter();
    let own = own.clone().position(|entry| entry.key.text == "namespace");
    let said = own.map(|at| action.config.remove(at).value.data);
    if let Some(said) = said.as_ref().and_then(Data::text) {
        return said.to_owned();
    }
    let (stage, name) = (stage.name.text.as_str(), action.name.text.as_str());
    if used.contains(name) {
        return name.to_owned();
    }
    let place = format!("{stage}-{name}").replace('.', "-");
    let place: String = place.chars().take(PLACE_MAX).collect();
    let bytes = stage.bytes().chain([0]).chain(name.bytes());
    format!("{place}-{:08x}", fnv1a_64(bytes) >> 32)
}

/// The action that describes the change sets, in home.
fn describing(
    model: &Model<Location>,
    approval: &Action<Location>,
    (project, namespace): (&str, &str),
    inputs: Vec<Name<Location>>,
    order: i64,
) -> Action<Location> {
    let at = approval.name.at;
    let name = |text: &str| Name {
        text: text.to_owned(),
        at,
    };
    let mut action = Action {
        outputs: Vec::new(),
        public: Vec::new(),
        name: name(&approval.describing_name()),
        rule: false,
        kind: name("CodeBuild"),
        inputs,
        environment: Environment {
            account: model.home().map(|home| home.name.clone()),
            region: model.home_region().cloned(),
        },
        store: None,
        role: None,
        of: None,
        config: Vec::new(),
    };
    set(&mut action, "project_name", Data::Word(project.to_owned()));
    set(&mut action, "namespace", Data::String(namespace.to_owned()));
    set(&mut action, "run_order", Data::Number(order - 1));
    action
}

/// The text and the link of an approval that says none itself.
fn defaults(approval: &mut Action<Location>, namespace: &str) {
    let at = approval.name.at;
    for (key, variable) in [("custom_data", CHANGES), ("external_entity_link", LINK)] {
        if approval.entry(key).is_none() {
            let name = |text: &str| Name {
                text: text.to_owned(),
                at,
            };
            let data = Data::Variable {
                namespace: name(namespace),
                name: name(variable),
            };
            set(approval, key, data);
        }
    }
}

/// The number of characters that a text of the user's own leaves to the description, where it has
/// that in it.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>
fn room(approval: &Action<Location>, namespace: &str) -> Option<i64> {
    let entry = approval.entry("custom_data")?;
    let text = entry.value.data.text()?;
    let variable = variable_reference(namespace, CHANGES);
    let uses = text.matches(&variable).count();
    if uses == 0 {
        return None;
    }
    let own = text.chars().count() - uses * variable.len();
    let room = limits::CONFIG_VALUE_MAX.saturating_sub(own) / uses;
    i64::try_from(room).ok()
}

/// The project of the build. What it describes, and with which roles, is planned.
fn project(name: &str, room: Option<i64>, at: Location) -> Project<Location> {
    let settings = [
        ("image", Data::String(IMAGE.to_owned())),
        ("buildspec", Data::String(buildspec())),
        ("timeout_in_minutes", Data::Number(15)),
        (
            "description",
            Data::String(format!("Describes the change sets that {name} is about")),
        ),
    ];
    let mut settings: Vec<Entry<Location>> =
        settings.map(|(key, data)| entry(key, data, at)).into();
    if let Some(room) = room {
        let room = entry("TEXT_MAX", Data::String(room.to_string()), at);
        settings.push(entry("environment_variables", Data::Map(vec![room]), at));
    }
    Project {
        name: Name {
            text: name.to_owned(),
            at,
        },
        environment: Environment::default(),
        origin: Origin::Managed(settings),
    }
}

/// The program in a buildspec. It takes what it describes from environment variables.
fn buildspec() -> String {
    let mut out = format!(
        "version: 0.2\nenv:\n  shell: bash\n  exported-variables: [{CHANGES}, {LINK}]\nphases:\n  build:\n    commands:\n      - |\n        python3 - /tmp/changes /tmp/link <<'PROGRAM'\n"
    );
    for line in PROGRAM.lines() {
        if !line.is_empty() {
            out.push_str("        ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str("        PROGRAM\n");
    for (variable, file) in [(CHANGES, "changes"), (LINK, "link")] {
        out.push_str(&format!(
            "      - export {variable}=\"$(cat /tmp/{file})\"\n"
        ));
    }
    out
}

/// Sets an entry of an action, in place of one of the same key.
fn set(action: &mut Action<Location>, key: &str, data: Data<Location>) {
    let at = action.name.at;
    action.config.retain(|entry| entry.key.text != key);
    action.config.push(entry(key, data, at));
}

fn entry(key: &str, data: Data<Location>, at: Location) -> Entry<Location> {
    Entry {
        key: Name {
            text: key.to_owned(),
            at,
        },
        value: Value { data, at },
    }
}
