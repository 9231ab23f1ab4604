//! `import`: a pipeline that exists, as a crate or a plain file.

mod acting;
mod action;
mod adopt;
mod beside;
#[cfg(test)]
mod complete;
mod conditions;
mod configuration;
mod declared;
mod definition;
#[cfg(test)]
mod fuzz;
mod intrinsics;
mod lets_in;
mod marks;
mod names;
mod pipeline;
mod policies;
mod rest;
mod shapes;
mod stages;
mod starts;
mod stores;
mod tree;
mod triggers;
mod unsaid;
mod values;
mod writer;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::commands::new::{self, files, refuse_no_crate};
use crate::failure::Failure;
use crate::layout::laid_out;
use crate::screen::Screen;
use crate::source::{Source, Sources, is_standard_input};
use definition::{Definition, Known, is_account};
use names::in_a_comment;

/// Import pipelines that exist: to a crate that builds, or to plain files
///
/// A file is a CloudFormation template, in YAML or JSON, or what `aws codepipeline get-pipeline`
/// answers. What cannot be carried over stands in the new source as a comment that says why, and
/// is told. The new pipeline is checked at once, so that what was wrong all along is told too.
///
/// Example: cargo pipewright import pipeline.yml --account 111111111111 --region eu-west-1
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The files to import; `-` is the standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The folder to make, or with `--plain` the file; by default, one named after the pipeline
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Write a plain file for each pipeline, and no crate
    #[arg(long)]
    plain: bool,
    /// Write also what lets CloudFormation take over the pipeline as it runs, with its history
    #[arg(long, conflicts_with = "plain")]
    adopt: bool,
    /// The id of the pipeline's account, where the file does not say it
    #[arg(long, value_name = "ID")]
    account: Option<String>,
    /// The pipeline's region, where the file does not say it
    #[arg(long)]
    region: Option<String>,
    /// Depend on pipewright in this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "requirement")]
    path: Option<PathBuf>,
    /// Depend on this version of pipewright; by default, that of this command
    #[arg(long, value_name = "VERSION")]
    requirement: Option<String>,
}

/// A pipeline in its new form.
struct Written {
    name: String,
    text: String,
    told: Vec<String>,
    /// What adopts it, with `--adopt`.
    adopting: Vec<(String, String)>,
}

pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<(), Failure> {
    if let Some(account) = &arguments.account
        && !is_account(account)
    {
        let what = format!("`{account}` is no id of an account");
        return Err(Failure::with_help(what, "it has 12 digits"));
    }
    if let Some(region) = &arguments.region
        && pipewright_model::catalogue::region::partition(region).is_none()
    {
        let what = format!("`{region}` is no region of AWS");
        return Err(Failure::with_help(what, "it looks like `eu-central-1`"));
    }
    if let Some(path) = &arguments.path {
        refuse_no_crate(path)?;
    }
    let mut all = Vec::new();
    for path in &arguments.files {
        all.extend(read(path, arguments)?);
    }
    let pipelines: Vec<Written> = all
        .into_iter()
        .map(|(from, definition)| {
            let adopting = if arguments.adopt {
                let file = file_name(&definition.name);
                adopt::files(&definition, &file)
                    .map_err(|why| Failure::new(format!("`{from}`: {why}")))?
            } else {
                Vec::new()
            };
            let written = written(&from, definition)?;
            Ok(Written {
                adopting,
                ..written
            })
        })
        .collect::<Result<_, Failure>>()?;
    for (place, pipeline) in pipelines.iter().enumerate() {
        let mut earlier = pipelines.iter().take(place);
        if let Some(other) =
            earlier.find(|other| file_name(&other.name) == file_name(&pipeline.name))
        {
            let what = if other.name == pipeline.name {
                format!("two pipelines are named `{}`", in_a_comment(&pipeline.name))
            } else {
                format!("`{}` and `{}` would be one file", other.name, pipeline.name)
            };
            return Err(Failure::with_help(
                what,
                "import them one by one, each with its own `--out`",
            ));
        }
    }
    let sources = if arguments.plain {
        plain(arguments, &pipelines, screen)?
    } else {
        of_a_crate(arguments, &pipelines, screen)?
    };
    let mut count = 0;
    for pipeline in &pipelines {
        for told in &pipeline.told {
            screen.finding(&format!("{}: {told}", in_a_comment(&pipeline.name)));
            count += 1;
        }
    }
    if count > 0 {
        screen.note(format_args!(
            "each of these lines stands in the source as a comment, at its place"
        ));
    }
    let mut sources = Sources::of(sources);
    let is_sound = sources.assembly().is_some();
    let findings = sources.tell();
    if !findings.is_empty() {
        screen.finding(&findings);
    }
    if is_sound {
        screen.note(format_args!("the imported source has no errors"));
        Ok(())
    } else {
        screen.note(format_args!(
            "the source is written; what has to be mended in it is told above"
        ));
        Err(Failure::Told)
    }
}

/// The pipelines of a file, with what to call it.
fn read(path: &Path, arguments: &Arguments) -> Result<Vec<(String, Definition)>, Failure> {
    let source = Source::read(path)?;
    let is_standard_input = is_standard_input(path);
    let shown = if is_standard_input {
        "the standard input".to_owned()
    } else {
        path.display().to_string()
    };
    let tree = tree::read(&source.text).map_err(|error| {
        let help =
            "a file is a CloudFormation template, or what `aws codepipeline get-pipeline` answers";
        Failure::with_help(format!("{shown}:{error}"), help)
    })?;
    let stem = path.file_stem().filter(|_| !is_standard_input).map_or_else(
        || "pipeline".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    let known = Known {
        account: arguments.account.clone(),
        region: arguments.region.clone(),
        stem,
    };
    let all = definition::all(&tree, &known).map_err(|why| {
        Failure::with_help(
            if is_standard_input {
                format!("{shown} {why}")
            } else {
                format!("`{shown}` {why}")
            },
            "give a template with a pipeline in it, or the answer of `aws codepipeline get-pipeline --name NAME`",
        )
    })?;
    let file = path
        .file_name()
        .filter(|_| !is_standard_input)
        .map_or(shown, |name| name.to_string_lossy().into_owned());
    Ok(all
        .into_iter()
        .map(|definition| (file.clone(), definition))
        .collect())
}

/// Writes a pipeline. A parameter that stands where a value has to be known when the pipeline is
/// built is taken at its default.
fn written(from: &str, mut definition: Definition) -> Result<Written, Failure> {
    loop {
        let imported = pipeline::pipeline(&definition, from);
        let raw = Source::new("imported.pipeline".into(), imported.text);
        let text = laid_out(&raw).unwrap_or_else(|_| raw.text.clone());
        let laid = Source::new("imported.pipeline".into(), text);
        let late = Sources::of(vec![laid.clone()]).places_of("P463");
        let by_name: HashMap<&str, &str> = imported
            .parameters
            .iter()
            .map(|(parameter, name)| (name.as_str(), parameter.as_str()))
            .collect();
        let before = definition.template.taken.len();
        for at in late {
            let Some(place) = laid.text.get(at) else {
                continue;
            };
            let words = place.split(|one: char| !one.is_ascii_alphanumeric() && one != '_');
            for word in words {
                let found = by_name.get(word).copied().map(str::to_owned);
                definition.template.taken.extend(found);
            }
        }
        if definition.template.taken.len() == before {
            return Ok(Written {
                name: definition.name,
                text: laid.text,
                told: imported.told,
                adopting: Vec::new(),
            });
        }
    }
}

fn refuse_what_exists(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(Failure::with_help(
            format!("`{}` exists", path.display()),
            "choose another name with `--out`; nothing is overwritten",
        ));
    }
    Ok(())
}

/// Writes a plain file for each pipeline.
fn plain(
    arguments: &Arguments,
    pipelines: &[Written],
    screen: &Screen,
) -> Result<Vec<Source>, Failure> {
    let paths: Vec<PathBuf> = match (&arguments.out, pipelines) {
        (Some(out), [_]) if out.extension().is_some() => vec![out.clone()],
        (out, _) => {
            let folder = out.clone().unwrap_or_default();
            pipelines
                .iter()
                .map(|pipeline| folder.join(format!("{}.pipeline", file_name(&pipeline.name))))
                .collect()
        }
    };
    for path in &paths {
        refuse_what_exists(path)?;
    }
    let mut sources = Vec::new();
    for (path, pipeline) in paths.iter().zip(pipelines) {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            fs::create_dir_all(folder).map_err(|error| Failure::of_file(folder, &error))?;
        }
        let write = |path: &Path| {
            use std::io::Write as _;
            let mut file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(path)?;
            file.write_all(pipeline.text.as_bytes())
        };
        write(path).map_err(|error| Failure::of_file(path, &error))?;
        screen.note(format_args!("wrote `{}`", path.display()));
        sources.push(Source::new(path.clone(), pipeline.text.clone()));
    }
    Ok(sources)
}

/// Writes a crate with all pipelines.
fn of_a_crate(
    arguments: &Arguments,
    pipelines: &[Written],
    screen: &Screen,
) -> Result<Vec<Source>, Failure> {
    let first = pipelines
        .first()
        .map_or("pipeline", |pipeline| pipeline.name.as_str());
    let folder = arguments
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(file_name(first)));
    refuse_what_exists(&folder)?;
    let last = folder.file_name().map_or_else(
        || first.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let name = crate_name(&last);
    let mut script =
        String::from("//! Pipelines that were imported.\n\nfn main() {\n    pipewright::emit([\n");
    if pipelines.len() == 1 {
        script =
            String::from("//! A pipeline that was imported.\n\nfn main() {\n    pipewright::emit(");
    }
    let is_one = pipelines.len() == 1;
    let columns = if is_one { 8 } else { 12 };
    for pipeline in pipelines {
        script += if is_one {
            "pipewright::pipeline! {\n"
        } else {
            "        pipewright::pipeline! {\n"
        };
        script += &files::indented(&pipeline.text, columns);
        script += if is_one { "    }" } else { "        },\n" };
    }
    script += if is_one { ");\n}\n" } else { "    ]);\n}\n" };
    // With what stands before them, lines may have become too long.
    let script = laid_out(&Source::new("build.rs".into(), script.clone())).unwrap_or(script);
    let manifest = files::manifest(
        &name,
        arguments.path.as_deref(),
        arguments.requirement.as_deref(),
    );
    let mut all = vec![
        ("Cargo.toml".to_owned(), manifest),
        ("build.rs".to_owned(), script.clone()),
        ("src/main.rs".to_owned(), files::MAIN.to_owned()),
        (".gitignore".to_owned(), "/target\n".to_owned()),
    ];
    for pipeline in pipelines {
        all.extend(pipeline.adopting.iter().cloned());
    }
    crate::commands::new::write(&folder, &all)?;
    screen.note(format_args!(
        "wrote `{}`; `cargo build` there writes the templates",
        folder.display()
    ));
    if arguments.adopt {
        screen.note(format_args!(
            "run the scripts in `{}` before the first deploy.sh",
            folder.join("adopt").display()
        ));
    }
    let path = folder.join("build.rs");
    let insides = insides(&script, if is_one { "    });" } else { "        }," });
    Ok(insides
        .into_iter()
        .map(|inside| Source::new(path.clone(), inside))
        .collect())
}

/// The inside of each pipeline of a build script, at its own lines: all others are blank. Its lines
/// are indented further than the line that ends it.
fn insides(script: &str, end: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut is_inside = false;
    for (number, line) in script.lines().enumerate() {
        if is_inside && line == end {
            is_inside = false;
        } else if is_inside {
            if let Some(inside) = out.last_mut() {
                inside.push_str(line);
                inside.push('\n');
            }
        } else if line.ends_with("pipewright::pipeline! {") {
            is_inside = true;
            out.push("\n".repeat(number + 1));
        }
    }
    out
}

/// A name for a file that no file system refuses, and that names no other folder.
fn file_name(name: &str) -> String {
    let fine = |one: char| {
        if one.is_ascii_alphanumeric() || "-_@".contains(one) {
            one
        } else {
            '-'
        }
    };
    let name: String = name.chars().map(fine).take(100).collect();
    // A command line takes a name that begins with `-` for an option.
    if name.is_empty() || name.starts_with('-') {
        format!("pipeline{name}")
    } else {
        name
    }
}

/// The name of a crate.
fn crate_name(name: &str) -> String {
    let mut name = names::snake(name).replace('_', "-");
    if new::TAKEN.contains(&name.as_str()) {
        name += "-pipeline";
    }
    name.truncate(60);
    name.trim_end_matches('-').to_owned()
}
