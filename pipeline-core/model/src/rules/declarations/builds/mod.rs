//! The settings of a build project, as far as they depend on each other, on its machine and on the
//! actions that start it.

pub(crate) mod cache;
pub(crate) mod docker;
pub(crate) mod file_systems;
pub(crate) mod images;
pub(crate) mod inputs;
pub(crate) mod keys;
pub(crate) mod lambda;
pub(crate) mod logs;
pub(crate) mod network;
pub(crate) mod outputs;
pub(crate) mod unsuited;

use crate::catalogue::machines::{self, Machine};
use crate::model::{Action, Data, Entry, Project};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::declarations::tags;

/// A project that we make, with its settings.
struct Build<'a, P> {
    project: &'a Project<P>,
    entries: &'a [Entry<P>],
    /// Its machine, unless that is not known or a fleet's.
    machine: Option<&'static Machine>,
}

/// Checks the settings of a project that we make.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, project: &Project<P>, entries: &[Entry<P>]) {
    let build = Build {
        project,
        entries,
        machine: machine(entries),
    };
    lambda::check(cx, &build);
    network::check(cx, &build);
    cache::check(cx, &build);
    logs::check(cx, &build);
    file_systems::check(cx, &build);
    docker::check(cx, &build);
    images::check(cx, &build);
    keys::check(cx, &build);
    if let Some(entry) = build.get("tags") {
        tags::of_project(cx, build.name(), &entry.value);
    }
}

/// The machine of a project, by its type or its image. What a fleet has is not known here.
fn machine<P>(entries: &[Entry<P>]) -> Option<&'static Machine> {
    if get(entries, "fleet").is_some() {
        return None;
    }
    let name = match get(entries, "environment_type") {
        Some(said) => said.value.data.constant()?,
        None => machines::default_environment_type(get(entries, "image")?.value.data.text()?),
    };
    machines::machine_named(name)
}

fn get<'e, P>(entries: &'e [Entry<P>], key: &str) -> Option<&'e Entry<P>> {
    entries.iter().find(|entry| entry.key.text == key)
}

/// The constant that a key has.
fn constant<'e, P>(entries: &'e [Entry<P>], key: &str) -> Option<&'e str> {
    get(entries, key)?.value.data.constant()
}

impl<'a, P: Place> Build<'a, P> {
    fn get(&self, key: &str) -> Option<&'a Entry<P>> {
        get(self.entries, key)
    }

    /// The entries of a setting that is a map.
    fn map(&self, key: &str) -> &'a [Entry<P>] {
        let entry = self.get(key);
        entry
            .and_then(|entry| entry.value.data.as_map())
            .unwrap_or_default()
    }

    /// Returns whether a setting is `true`; nothing where that is not known yet.
    fn is_true(&self, key: &str) -> Option<bool> {
        match self.get(key).map(|entry| &entry.value.data) {
            None | Some(Data::Bool(false)) => Some(false),
            Some(Data::Bool(true)) => Some(true),
            Some(_) => None,
        }
    }

    fn name(&self) -> &'a str {
        &self.project.name.text
    }

    /// Its region, if that is known.
    fn region(&self, cx: &Check<'a, P>) -> Option<&'a str> {
        let region = cx.index.model.region_of(&self.project.environment)?;
        region.known()
    }

    /// The id of its account, if that is known.
    fn account(&self, cx: &Check<'a, P>) -> Option<&'a str> {
        let account = cx.index.model.account_of(&self.project.environment)?;
        account.id.known()
    }

    /// The actions that start it.
    fn actions(&self, cx: &Check<'a, P>) -> impl Iterator<Item = &'a Action<P>> {
        let name = self.name();
        let stages = cx.index.stages.iter();
        let runs = stages.flat_map(|stage| stage.runs.iter().chain(&stage.rules));
        runs.filter(move |run| starts(run.action, name))
            .map(|run| run.action)
    }
}

fn starts<P>(action: &Action<P>, project: &str) -> bool {
    let entry = action.config.iter();
    let mut named = entry.filter(|entry| entry.key.text == "project_name");
    named.any(|entry| matches!(&entry.value.data, Data::Word(word) if word == project))
}
