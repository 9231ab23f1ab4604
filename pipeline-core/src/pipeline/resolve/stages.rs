//! Stages, their conditions and actions.

use super::entries::Entries;
use super::names::Names;
use super::unresolved::{Resolved, Unresolved, known};
use super::values;
use crate::catalogue::Placement;
use crate::model::{self, Moment};
use crate::pipeline::{Action, Condition, Source, Stage};
use crate::place::Location;

pub(super) fn stage(names: &Names<'_>, stage: &model::Stage<Location>) -> Resolved<Stage> {
    Ok(Stage {
        name: stage.name.text.clone(),
        actions: stage
            .run_orders()
            .into_iter()
            .map(|(order, found)| action(names, stage, None, found, order))
            .collect::<Resolved<_>>()?,
        conditions: stage
            .conditions
            .iter()
            .map(|found| condition(names, stage, found))
            .collect::<Resolved<_>>()?,
        disabled: match stage.disabled.first() {
            Some(reason) => Some(known(reason)?.to_owned()),
            None => None,
        },
    })
}

fn condition(
    names: &Names<'_>,
    stage: &model::Stage<Location>,
    found: &model::Condition<Location>,
) -> Resolved<Condition> {
    Ok(Condition {
        moment: found.moment,
        result: found.result.text.clone(),
        mode: found.mode.as_ref().map(|mode| mode.text.clone()),
        rules: found
            .rules()
            .map(|rule| action(names, stage, Some(found.moment), rule, 1))
            .collect::<Resolved<_>>()?,
    })
}

/// An action, or a rule of the condition of a moment.
fn action(
    names: &Names<'_>,
    stage: &model::Stage<Location>,
    moment: Option<Moment>,
    found: &model::Action<Location>,
    run_order: i64,
) -> Resolved<Action> {
    let at = found.name.at;
    let kind = found.known_kind().ok_or_else(|| {
        let what = format!("no action kind is named `{}`", found.kind.text);
        Unresolved::new(found.kind.at, what)
    })?;
    let entries = Entries::new(&found.config, at);
    let action_type = names.action_type_of(found);
    // The declared type says what the kind leaves open, or else the action itself.
    let open = match names.model.action_type_of(found) {
        Some(declared) => Entries::new(declared.entries(), declared.name.at),
        None => entries,
    };
    let own = |key: &str, fixed: &str, default: &str| -> Resolved<String> {
        if fixed.is_empty() {
            Ok(open.string(key)?.unwrap_or_else(|| default.to_owned()))
        } else {
            Ok(fixed.to_owned())
        }
    };
    let role = found
        .role
        .as_ref()
        .filter(|_| kind.placement != Placement::Nowhere)
        .map(|name| {
            let what = || format!("no role is named `{}`", name.text);
            let role = names.role(&name.text);
            role.ok_or_else(|| Unresolved::new(name.at, what()))
        })
        .transpose()?;
    let name = &found.name.text;
    // The variables that go by an approval's name are those of the action before it.
    let sets = moment.is_none() && !kind.reviews;
    let used = sets && names.used_namespaces.contains(name.as_str());
    Ok(Action {
        stage: stage.name.text.clone(),
        moment,
        name: name.clone(),
        kind,
        action_type,
        category: own("category", kind.category, "")?,
        owner: own("owner", kind.owner, "Custom")?,
        provider: own("provider", kind.provider, "")?,
        version: own("version", kind.version, "")?,
        run_order,
        environment: names.environment(
            names.model.account_of_action(stage, found),
            names.model.region_of_action(stage, found),
            at,
        )?,
        inputs: found
            .inputs
            .iter()
            .map(|name| names.input(name))
            .collect::<Resolved<_>>()?,
        outputs: found.outputs.iter().map(|name| name.text.clone()).collect(),
        role,
        config: values::config(names, found, kind.keys)?,
        namespace: entries
            .string("namespace")?
            .or_else(|| used.then(|| name.clone())),
        describes: Vec::new(),
        start_on_change: entries.bool("start_on_change") != Some(false),
        timeout_in_minutes: entries.number("timeout_in_minutes"),
        source: Source {
            words: match moment {
                None => format!("stage {}, action {name}", stage.name.text),
                Some(moment) => {
                    format!("stage {}, {}, rule {name}", stage.name.text, moment.word())
                }
            },
            at,
        },
    })
}
