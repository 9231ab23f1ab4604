//! When each action runs.

use std::collections::BTreeMap;

use super::dependencies::Dependencies;
use super::durations::{Durations, title};
use super::{minutes_in_words, short};
use crate::outline::{Action, Pipeline, Stage};

/// The start of each action, and the groups that run one after the other.
#[derive(Debug)]
pub(super) struct Schedule {
    starts: Vec<f64>,
    /// Each with the action that ends last.
    groups: Vec<(Vec<usize>, usize)>,
    end: f64,
}

/// The actions of a stage that start together, group by group: rules before it is entered, its
/// actions by their order, rules when they have succeeded.
fn groups(pipeline: &Pipeline, stage: &Stage) -> Vec<Vec<usize>> {
    let rules = |moment: &str| -> Vec<usize> {
        let conditions = stage.conditions.iter();
        let of = conditions.filter(|condition| condition.moment == moment);
        of.flat_map(|condition| condition.rules.clone()).collect()
    };
    let mut by_order: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for &place in &stage.actions {
        let order = pipeline.actions.get(place).map_or(1, |action| action.order);
        by_order.entry(order).or_default().push(place);
    }
    let mut groups = vec![rules("before_entry")];
    groups.extend(by_order.into_values());
    groups.push(rules("on_success"));
    groups.retain(|group| !group.is_empty());
    groups
}

impl Schedule {
    pub(super) fn of(pipeline: &Pipeline, minutes: &[f64]) -> Schedule {
        let mut starts = vec![0.0; pipeline.actions.len()];
        let mut all = Vec::new();
        let mut time = 0.0;
        for group in pipeline
            .stages
            .iter()
            .flat_map(|stage| groups(pipeline, stage))
        {
            let length = |place: &usize| minutes.get(*place).copied().unwrap_or_default();
            for place in &group {
                if let Some(start) = starts.get_mut(*place) {
                    *start = time;
                }
            }
            let Some(longest) = group.iter().copied().max_by(|one, other| {
                // Of two of one length, the first.
                length(one).total_cmp(&length(other)).then(other.cmp(one))
            }) else {
                continue;
            };
            time += length(&longest);
            all.push((group, longest));
        }
        Schedule {
            starts,
            groups: all,
            end: time,
        }
    }

    /// A line for each action, with a bar from its start to its end.
    pub(super) fn table(
        &self,
        pipeline: &Pipeline,
        minutes: &[f64],
        durations: &Durations,
    ) -> String {
        let mut rows = vec![["ACTION", "KIND", "AFTER", "START", "MINUTES", ""].map(str::to_owned)];
        let mut before: Option<&Action> = None;
        for (group, longest) in &self.groups {
            for place in group {
                let Some(action) = pipeline.actions.get(*place) else {
                    continue;
                };
                let start = self.starts.get(*place).copied().unwrap_or_default();
                let length = minutes.get(*place).copied().unwrap_or_default();
                let guess = if durations.is_given(action) { "" } else { " ?" };
                rows.push([
                    title(action),
                    action.kind.clone(),
                    before.map(title).unwrap_or_default(),
                    short(start),
                    format!("{}{guess}", short(length)),
                    bar(start, length, self.end),
                ]);
            }
            before = pipeline.actions.get(*longest);
        }
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
        };
        let (action, kind, after) = (width(0), width(1), width(2));
        let mut lines = vec![format!(
            "Pipeline `{}`, type {}: {}; `?` is a guess",
            pipeline.name,
            pipeline.kind,
            minutes_in_words(self.end)
        )];
        lines.push(String::new());
        for [title, of, earlier, start, length, bar] in &rows {
            let line = format!(
                "{title:action$}  {of:kind$}  {earlier:after$}  {start:>6}  {length:>9}  {bar}"
            );
            lines.push(line.trim_end().to_owned());
        }
        lines.join("\n")
    }

    /// The actions that the whole length is made of.
    pub(super) fn critical_path(&self, pipeline: &Pipeline, minutes: &[f64]) -> String {
        let steps = self.groups.iter().filter_map(|(_, longest)| {
            let length = minutes.get(*longest).copied().unwrap_or_default();
            let action = pipeline.actions.get(*longest)?;
            (length > 0.0).then(|| format!("  {} ({})", title(action), short(length)))
        });
        let steps: Vec<String> = steps.collect();
        format!(
            "Critical path: what starts waits for the one before it\n{}",
            steps.join("\n")
        )
    }
}

/// The columns of the bars.
const COLUMNS: f64 = 40.0;

fn bar(start: f64, length: f64, end: f64) -> String {
    if end <= 0.0 {
        return String::new();
    }
    let column = |minutes: f64| (minutes / end * COLUMNS).round() as usize;
    let from = column(start);
    let to = column(start + length);
    if length <= 0.0 {
        return format!("{}|", " ".repeat(from));
    }
    format!("{}{}", " ".repeat(from), "=".repeat((to - from).max(1)))
}

/// The actions that wait for others of their stage of which they need nothing.
pub(super) fn earlier(pipeline: &Pipeline, minutes: &[f64], dependencies: &Dependencies) -> String {
    let length = |place: usize| minutes.get(place).copied().unwrap_or_default();
    let mut lines = Vec::new();
    for stage in &pipeline.stages {
        let mut now = 0.0;
        // The ends of actions, if each starts as soon as what it needs has ended.
        let mut ends: BTreeMap<usize, f64> = BTreeMap::new();
        let mut begun: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        let of_actions = |group: &Vec<usize>| group.iter().all(|at| stage.actions.contains(at));
        for group in groups(pipeline, stage).into_iter().filter(of_actions) {
            for &place in &group {
                let needed = dependencies.get(place);
                let start = needed
                    .filter_map(|at| ends.get(&at))
                    .copied()
                    .fold(0.0, f64::max);
                ends.insert(place, start + length(place));
                let needs: Vec<usize> = dependencies.get(place).collect();
                let idle = begun.iter().filter(|at| !needs.contains(at));
                let idle: Vec<String> = idle
                    .filter_map(|at| pipeline.actions.get(*at))
                    .map(|action| format!("`{}`", action.name))
                    .collect();
                if start < now && !idle.is_empty() {
                    let Some(action) = pipeline.actions.get(place) else {
                        continue;
                    };
                    found.push(format!(
                        "  {} waits for {} and takes nothing from there: {}",
                        title(action),
                        idle.join(", "),
                        minutes_in_words(now - start)
                    ));
                }
            }
            now += group.iter().map(|at| length(*at)).fold(0.0, f64::max);
            begun.extend(group);
        }
        if !found.is_empty() {
            lines.append(&mut found);
            let shortest = ends.values().copied().fold(0.0, f64::max);
            lines.push(format!(
                "  stage {} could take {} in place of {}",
                stage.name,
                minutes_in_words(shortest),
                short(now)
            ));
        }
    }
    if lines.is_empty() {
        return "Side by side: every action that waits needs what it waits for".to_owned();
    }
    format!(
        "Side by side: these could stand in a `parallel`, unless their order has a reason that is no \
         artifact, variable, stack or approval\n{}",
        lines.join("\n")
    )
}
