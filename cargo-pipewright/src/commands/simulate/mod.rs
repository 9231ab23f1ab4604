//! `simulate`: the order in time, what could start earlier, and what an execution costs.

mod cost;
mod dependencies;
mod durations;
mod prices;
mod schedule;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::Failure;
use crate::outline::{Outline, Pipeline};
use crate::screen::Screen;
use crate::source::Source;
use dependencies::Dependencies;
use durations::Durations;
use prices::Prices;
use schedule::Schedule;

/// Show when each action of a pipeline runs, what waits for what, and what an execution costs
///
/// The durations are those that you give, and a guess for each kind of action otherwise. An approval
/// takes no time unless you say how long it waits. The cost is an estimate, by the prices of us-east-1
/// without taxes and free tiers, or by yours.
///
/// Example: cargo pipewright simulate app.pipeline --duration Build/Package=8
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A plain file with a pipeline, or a folder that a build wrote
    #[arg(value_name = "FILE|FOLDER")]
    from: PathBuf,
    /// Minutes of an action, `STAGE/ACTION=MINUTES`, or of all actions of a kind, `CodeBuild=8`
    #[arg(long, value_name = "NAME=MINUTES")]
    duration: Vec<String>,
    /// A JSON file with such durations: { "Build/Package": 8, "CodeBuild": 4.5 }
    #[arg(long, value_name = "FILE")]
    durations: Option<PathBuf>,
    /// A JSON file with prices in dollars in place of those that are known: { "action-minute": 0.002 }
    #[arg(long, value_name = "FILE")]
    prices: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let Arguments {
        from,
        duration,
        durations,
        prices,
    } = arguments;
    let outline = Outline::read(from, screen)?;
    let durations = Durations::read(&outline, durations.as_deref(), duration)?;
    let prices = Prices::read(prices.as_deref())?;
    for (number, pipeline) in outline.pipelines.iter().enumerate() {
        if number > 0 {
            screen.result("");
        }
        screen.result(told(&outline, pipeline, &durations, &prices));
    }
    Ok(())
}

fn told(outline: &Outline, pipeline: &Pipeline, durations: &Durations, prices: &Prices) -> String {
    let minutes: Vec<f64> = pipeline
        .actions
        .iter()
        .map(|action| durations.of(action))
        .collect();
    let dependencies = Dependencies::of(outline, pipeline);
    let schedule = Schedule::of(pipeline, &minutes);
    [
        schedule.table(pipeline, &minutes, durations),
        schedule.critical_path(pipeline, &minutes),
        schedule::earlier(pipeline, &minutes, &dependencies),
        cost::told(outline, pipeline, &minutes, prices),
    ]
    .join("\n\n")
}

/// The text of a file that an option names.
fn text_of_file(path: &Path) -> Result<String, Failure> {
    Source::read(path).map(|source| source.text)
}

/// Minutes with their word: `1 minute`, `4.5 minutes`.
fn minutes_in_words(minutes: f64) -> String {
    let number = short(minutes);
    let word = if number == "1" { "minute" } else { "minutes" };
    format!("{number} {word}")
}

/// Minutes, as short as they can be: `5`, `4.5`.
fn short(minutes: f64) -> String {
    let rounded = (minutes * 10.0).round() / 10.0;
    format!("{rounded}")
}
