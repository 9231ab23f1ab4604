//! `graph`: a picture of a pipeline, as text for Mermaid or Graphviz.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::outline::{Action, Artifact, Outline, Pipeline};
use crate::screen::Screen;

/// Draw a pipeline: its stages, actions, accounts and artifacts
///
/// GitHub and GitLab draw Mermaid where it stands in a Markdown file. Graphviz draws DOT.
///
/// Example: cargo pipewright graph app.pipeline --format dot | dot -Tsvg > app.svg
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A plain file with a pipeline, or a folder that a build wrote
    #[arg(value_name = "FILE|FOLDER")]
    from: PathBuf,
    /// The language of the picture
    #[arg(long, default_value = "mermaid")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Mermaid,
    Dot,
}

pub(crate) fn run(Arguments { from, format }: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let outline = Outline::read(from, screen)?;
    screen.text(&match format {
        Format::Mermaid => mermaid(&outline),
        Format::Dot => dot(&outline),
    });
    Ok(())
}

/// The lines of an action's box.
fn lines(action: &Action) -> Vec<String> {
    let (account, region) = &action.place;
    let mut lines = vec![action.name.clone(), action.kind.clone()];
    // An approval runs nowhere in particular.
    if action.category != "Approval" {
        lines.push(format!("{account}, {region}"));
    }
    lines
}

/// The actions that start when others of their stage have ended, as pairs.
fn order(pipeline: &Pipeline, stage: usize) -> Vec<(usize, usize)> {
    let mut groups: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let stage = pipeline.stages.get(stage);
    for &place in stage.into_iter().flat_map(|stage| &stage.actions) {
        if let Some(action) = pipeline.actions.get(place) {
            groups.entry(action.order).or_default().push(place);
        }
    }
    let groups: Vec<Vec<usize>> = groups.into_values().collect();
    let pairs = groups.windows(2).flat_map(|pair| match pair {
        [earlier, later] => earlier
            .iter()
            .flat_map(|one| later.iter().map(|other| (*one, *other)))
            .collect(),
        _ => Vec::new(),
    });
    pairs.collect()
}

/// Colours of accounts, that black text can be read on.
const COLOURS: &[&str] = &[
    "#dbeafe", "#dcfce7", "#fef9c3", "#fce7f3", "#ede9fe", "#ffedd5", "#e0f2f1", "#f1f5f9",
];

/// The number of each account, in the order in which actions name them.
fn accounts(outline: &Outline) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for action in outline.pipelines.iter().flat_map(|one| &one.actions) {
        if action.category != "Approval" && !found.contains(&action.place.0) {
            found.push(action.place.0.clone());
        }
    }
    found
}

fn colour(accounts: &[String], action: &Action) -> Option<usize> {
    let of = |name: &String| *name == action.place.0;
    let is_anywhere = action.category != "Approval";
    accounts.iter().position(of).filter(|_| is_anywhere)
}

fn mermaid(outline: &Outline) -> String {
    let mut out = "flowchart LR\n".to_owned();
    let accounts = accounts(outline);
    let mut coloured: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (number, pipeline) in outline.pipelines.iter().enumerate() {
        let _ = writeln!(out, "  subgraph p{number}[\"{}\"]", entity(&pipeline.name));
        for (at, stage) in pipeline.stages.iter().enumerate() {
            let _ = writeln!(
                out,
                "    subgraph p{number}s{at}[\"{}\"]",
                entity(&stage.name)
            );
            for &place in &stage.actions {
                let Some(action) = pipeline.actions.get(place) else {
                    continue;
                };
                let lines: Vec<String> = lines(action).iter().map(|line| entity(line)).collect();
                let id = format!("p{number}a{place}");
                let _ = writeln!(out, "      {id}[\"{}\"]", lines.join("<br>"));
                if let Some(colour) = colour(&accounts, action) {
                    coloured.entry(colour).or_default().push(id);
                }
            }
            for (one, other) in order(pipeline, at) {
                let _ = writeln!(out, "      p{number}a{one} --> p{number}a{other}");
            }
            let _ = writeln!(out, "    end");
        }
        for at in 1..pipeline.stages.len() {
            let _ = writeln!(out, "    p{number}s{} ==> p{number}s{at}", at - 1);
        }
        let _ = writeln!(out, "  end");
        for artifact in &pipeline.artifacts {
            for reader in readers(pipeline, artifact) {
                let _ = writeln!(
                    out,
                    "  p{number}a{} -. \"{}\" .-> p{number}a{reader}",
                    artifact.maker,
                    entity(&artifact.name)
                );
            }
        }
    }
    for (number, ids) in coloured {
        let fill = COLOURS.get(number % COLOURS.len()).unwrap_or(&"#ffffff");
        let _ = writeln!(
            out,
            "  classDef c{number} fill:{fill},stroke:#64748b,color:#000000"
        );
        let _ = writeln!(out, "  class {} c{number}", ids.join(","));
    }
    out
}

/// The actions that read an artifact. Rules may read it too: those are not drawn.
fn readers<'a>(pipeline: &'a Pipeline, artifact: &'a Artifact) -> impl Iterator<Item = usize> + 'a {
    let is_action = |place: &usize| {
        let mut stages = pipeline.stages.iter();
        stages.any(|stage| stage.actions.contains(place))
    };
    artifact.readers.iter().copied().filter(is_action)
}

/// A text in quotes, as Mermaid takes it: whatever could mean something is its number.
fn entity(text: &str) -> String {
    let mut out = String::new();
    for one in text.chars() {
        if one.is_alphanumeric() || matches!(one, ' ' | '-' | '_' | '.' | ',' | '/' | '@') {
            out.push(one);
        } else if one.is_control() {
            out.push(' ');
        } else {
            let _ = write!(out, "#{};", u32::from(one));
        }
    }
    out
}

fn dot(outline: &Outline) -> String {
    let mut out = "digraph pipelines {\n  rankdir=LR;\n  compound=true;\n  \
                   node [shape=box, style=filled, fillcolor=white, fontname=\"sans-serif\"];\n"
        .to_owned();
    let accounts = accounts(outline);
    for (number, pipeline) in outline.pipelines.iter().enumerate() {
        let _ = writeln!(
            out,
            "  subgraph cluster_p{number} {{\n    label={};",
            quoted(&pipeline.name)
        );
        for (at, stage) in pipeline.stages.iter().enumerate() {
            let _ = writeln!(
                out,
                "    subgraph cluster_p{number}s{at} {{\n      label={};",
                quoted(&stage.name)
            );
            for &place in &stage.actions {
                let Some(action) = pipeline.actions.get(place) else {
                    continue;
                };
                let fill = colour(&accounts, action)
                    .and_then(|at| COLOURS.get(at % COLOURS.len()))
                    .unwrap_or(&"white");
                let label = quoted(&lines(action).join("\n"));
                let _ = writeln!(
                    out,
                    "      p{number}a{place} [label={label}, fillcolor=\"{fill}\"];"
                );
            }
            for (one, other) in order(pipeline, at) {
                let _ = writeln!(out, "      p{number}a{one} -> p{number}a{other};");
            }
            let _ = writeln!(out, "    }}");
        }
        for (at, pair) in pipeline.stages.windows(2).enumerate() {
            if let [earlier, later] = pair
                && let (Some(from), Some(to)) = (earlier.actions.last(), later.actions.first())
            {
                let _ = writeln!(
                    out,
                    "    p{number}a{from} -> p{number}a{to} [ltail=cluster_p{number}s{at}, \
                     lhead=cluster_p{number}s{}, penwidth=2];",
                    at + 1
                );
            }
        }
        let _ = writeln!(out, "  }}");
        for artifact in &pipeline.artifacts {
            for reader in readers(pipeline, artifact) {
                let _ = writeln!(
                    out,
                    "  p{number}a{} -> p{number}a{reader} [label={}, style=dashed, constraint=false];",
                    artifact.maker,
                    quoted(&artifact.name)
                );
            }
        }
    }
    out.push_str("}\n");
    out
}

/// A string of DOT.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            one if one.is_control() => out.push(' '),
            one => out.push(one),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_quotes() {
        assert_eq!(entity("a\"b]<br>#1;\n"), "a#34;b#93;#60;br#62;#35;1#59; ");
        assert_eq!(quoted("a\"b\\c\nd\t"), "\"a\\\"b\\\\c\\nd \"");
    }
}
