//! Stages, their conditions and actions.

use std::collections::HashSet;

use super::action_type;
use super::config::Config;
use super::resolve::{Written, index_of, region};
use super::settings::Declared;
use super::{Action, Condition, Environment, Source, Stage};
use crate::catalogue::Placement;
use crate::model::{self, Name};
use crate::place::Location;

pub(super) fn stages(model: &Written) -> Option<Vec<Stage>> {
    let used = model.used_namespaces();
    model
        .stages
        .iter()
        .map(|stage| {
            let actions = stage
                .run_orders()
                .into_iter()
                .map(|(order, found)| action(model, stage, found, order, &used))
                .collect::<Option<_>>()?;
            let conditions = stage
                .conditions
                .iter()
                .map(|found| condition(model, stage, found))
                .collect::<Option<_>>()?;
            Some(Stage {
                name: stage.name.text.clone(),
                actions,
                conditions,
                disabled: match stage.disabled.first() {
                    Some(reason) => Some(reason.known()?.to_owned()),
                    None => None,
                },
            })
        })
        .collect()
}

fn condition(
    model: &Written,
    stage: &model::Stage<Location>,
    found: &model::Condition<Location>,
) -> Option<Condition> {
    let moment = found.moment;
    let rules = found.rules().map(|rule| {
        let mut rule = action(model, stage, rule, 1, &HashSet::new())?;
        rule.moment = Some(moment);
        rule.source.words = format!(
            "stage {}, {}, rule {}",
            stage.name.text,
            moment.word(),
            rule.name
        );
        Some(rule)
    });
    Some(Condition {
        moment,
        result: found.result.text.clone(),
        mode: found.mode.as_ref().map(|mode| mode.text.clone()),
        rules: rules.collect::<Option<_>>()?,
    })
}

fn action(
    model: &Written,
    stage: &model::Stage<Location>,
    found: &model::Action<Location>,
    run_order: i64,
    used: &HashSet<&str>,
) -> Option<Action> {
    let kind = found.known_kind()?;
    let settings = Declared(&found.config);
    // What the kind leaves open, its declared type says, or the action itself.
    let of = action_type::index_of(model, found);
    let declared = of.and_then(|index| model.action_types.get(index));
    let own = |key: &str, fixed: &str, or: &str| -> Option<String> {
        if fixed.is_empty() {
            let said = match declared {
                Some(declared) => Declared(declared.entries()).text(key)?,
                None => settings.text(key)?,
            };
            Some(said.unwrap_or_else(|| or.to_owned()))
        } else {
            Some(fixed.to_owned())
        }
    };
    let named = |names: &[Name<Location>]| names.iter().map(|name| name.text.clone()).collect();
    let role = match &found.role {
        Some(name) if kind.placement != Placement::Nowhere => Some(
            model
                .roles
                .iter()
                .position(|known| known.name.text == name.text)?,
        ),
        _ => None,
    };
    Some(Action {
        stage: stage.name.text.clone(),
        moment: None,
        name: found.name.text.clone(),
        kind,
        action_type: of,
        category: own("category", kind.category, "")?,
        owner: own("owner", kind.owner, "Custom")?,
        provider: own("provider", kind.provider, "")?,
        version: own("version", kind.version, "")?,
        run_order,
        environment: Environment {
            account: index_of(model, model.account_of_action(stage, found)?)?,
            region: region(model.region_of_action(stage, found))?,
        },
        inputs: named(&found.inputs),
        outputs: named(&found.outputs),
        role,
        config: Config::resolve(model, found, kind.keys)?,
        namespace: match settings.text("namespace")? {
            Some(own) => Some(own),
            None => used
                .contains(found.name.text.as_str())
                .then(|| found.name.text.clone()),
        },
        start_on_change: !settings.is_false("start_on_change"),
        timeout_in_minutes: settings.number("timeout_in_minutes"),
        source: Source {
            words: format!("stage {}, action {}", stage.name.text, found.name.text),
            at: found.name.at,
        },
    })
}
