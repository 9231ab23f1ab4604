//! How long actions take: as it is given, or a guess.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::outline::{Action, Outline};

/// Minutes by `STAGE/ACTION`, or by kind.
#[derive(Debug, Default)]
pub(super) struct Durations {
    given: BTreeMap<String, f64>,
}

/// The longest duration that is taken: a year.
const MOST: f64 = 525_600.0;

/// Guesses for kinds, in minutes. What no line names takes the guess for its category.
const KINDS: &[(&str, f64)] = &[
    ("CloudFormation", 3.0),
    ("CloudFormationStackInstances", 8.0),
    ("CloudFormationStackSet", 8.0),
    ("CodeDeploy", 6.0),
    ("CodeDeployToEcs", 10.0),
    ("Ecs", 6.0),
    ("LambdaDeploy", 3.0),
    ("S3Deploy", 1.0),
];

const CATEGORIES: &[(&str, f64)] = &[
    ("Approval", 0.0),
    ("Build", 5.0),
    ("Compute", 3.0),
    ("Deploy", 5.0),
    ("Invoke", 1.0),
    ("Rule", 1.0),
    ("Source", 1.0),
    ("Test", 5.0),
];

/// What is taken for a category that no line names.
const OTHER: f64 = 1.0;

impl Durations {
    pub(super) fn read(
        outline: &Outline,
        file: Option<&Path>,
        given: &[String],
    ) -> Result<Durations, Failure> {
        let mut durations = Durations::default();
        if let Some(path) = file {
            let text = super::text_of_file(path)?;
            let form = "a file of durations is JSON: { \"Build/Package\": 8, \"CodeBuild\": 4.5 }";
            let wrong =
                |what: String| Failure::with_help(format!("`{}`: {what}", path.display()), form);
            let value: Value =
                serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
            let map = value
                .as_object()
                .ok_or_else(|| wrong("it is no map of durations".to_owned()))?;
            for (name, minutes) in map {
                let minutes = minutes
                    .as_f64()
                    .ok_or_else(|| wrong(format!("`{name}` has no number of minutes")))?;
                durations.add(outline, name, minutes)?;
            }
        }
        for one in given {
            let parts = one.split_once('=');
            let read = parts.and_then(|(name, minutes)| {
                Some((name.trim(), minutes.trim().parse::<f64>().ok()?))
            });
            let Some((name, minutes)) = read else {
                return Err(Failure::with_help(
                    format!("`{one}` is no duration"),
                    "write `STAGE/ACTION=MINUTES`, such as `Build/Package=8`",
                ));
            };
            durations.add(outline, name, minutes)?;
        }
        Ok(durations)
    }

    fn add(&mut self, outline: &Outline, name: &str, minutes: f64) -> Result<(), Failure> {
        if minutes > MOST {
            return Err(Failure::new(format!(
                "`{name}` cannot take more than a year"
            )));
        }
        if !(0.0..=MOST).contains(&minutes) {
            return Err(Failure::new(format!(
                "`{name}` cannot take {}: at least 0, and at most a year",
                super::minutes_in_words(minutes)
            )));
        }
        let mut actions = outline.pipelines.iter().flat_map(|one| &one.actions);
        let is_known = actions.any(|action| title(action) == name || action.kind == name);
        if !is_known {
            let all = outline.pipelines.iter().flat_map(|one| &one.actions);
            let names: Vec<String> = all
                .take(12)
                .map(|one| format!("`{}`", title(one)))
                .collect();
            return Err(Failure::with_help(
                format!("no action is called `{name}`, and none is of that kind"),
                format!("the actions are {}", names.join(", ")),
            ));
        }
        self.given.insert(name.to_owned(), minutes);
        Ok(())
    }

    /// Returns whether the duration is no guess: it was given, or the pipeline says how long it waits.
    pub(super) fn is_given(&self, action: &Action) -> bool {
        let is_named = |name: &str| self.given.contains_key(name);
        action.wait.is_some() || is_named(&title(action)) || is_named(&action.kind)
    }

    /// The minutes that an action takes.
    pub(super) fn of(&self, action: &Action) -> f64 {
        let given = self.given.get(&title(action));
        if let Some(minutes) = given.or_else(|| self.given.get(&action.kind)) {
            return *minutes;
        }
        if let Some(minutes) = action.wait {
            return minutes;
        }
        let kind = KINDS.iter().find(|(kind, _)| *kind == action.kind);
        let category = || CATEGORIES.iter().find(|(name, _)| *name == action.category);
        kind.or_else(category)
            .map_or(OTHER, |(_, minutes)| *minutes)
    }
}

/// `STAGE/ACTION`
pub(super) fn title(action: &Action) -> String {
    format!("{}/{}", action.stage, action.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_guess() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let page = root.join("docs/command/simulate.md");
        let page = std::fs::read_to_string(page).expect("the page");
        for (name, minutes) in KINDS.iter().chain(CATEGORIES) {
            let row = page
                .lines()
                .find(|line| line.starts_with(&format!("| {minutes} |")));
            let row = row.unwrap_or_else(|| panic!("{minutes} minutes"));
            assert!(row.contains(&format!("`{name}`")), "{name}: {row}");
        }
    }
}
