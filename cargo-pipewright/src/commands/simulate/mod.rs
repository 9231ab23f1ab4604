//! `simulate`: the order in time, what could start earlier, and what an execution costs.

mod cost;
mod dependencies;
mod durations;
mod prices;
mod schedule;

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::outline::{Outline, Pipeline};
use crate::screen::Screen;
use dependencies::Dependencies;
use durations::Durations;
use schedule::Schedule;

/// Show when each action of a pipeline runs, what waits for what, and what an execution costs
///
/// The durations are those that you give, and a guess for each kind of action otherwise. An approval
/// takes no time unless you say how long it waits. Prices are an estimate: those of us-east-1, without
/// taxes and free tiers.
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
}

pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let Arguments {
        from,
        duration,
        durations,
    } = arguments;
    let outline = Outline::read(from, screen)?;
    let durations = Durations::read(&outline, durations.as_deref(), duration)?;
    for (number, pipeline) in outline.pipelines.iter().enumerate() {
        if number > 0 {
            screen.result("");
        }
        screen.result(told(&outline, pipeline, &durations));
    }
    Ok(())
}

fn told(outline: &Outline, pipeline: &Pipeline, durations: &Durations) -> String {
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
        cost::told(outline, pipeline, &minutes),
    ]
    .join("\n\n")
}

/// Minutes, as short as they can be: `5`, `4.5`.
fn short(minutes: f64) -> String {
    let rounded = (minutes * 10.0).round() / 10.0;
    format!("{rounded}")
}
