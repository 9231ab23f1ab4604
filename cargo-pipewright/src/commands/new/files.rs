//! The files of a new folder.

use std::fmt::Write as _;
use std::path::Path;

use super::Arguments;
use super::templates::{Body, Template};
use crate::failure::Failure;

/// A file's path in the folder, and its text.
type File = (String, String);

/// The files of a crate.
pub(super) fn of_a_crate(name: &str, template: &Template, arguments: &Arguments) -> Vec<File> {
    let mut files = vec![
        (
            "Cargo.toml".to_owned(),
            manifest(
                name,
                arguments.path.as_deref(),
                arguments.requirement.as_deref(),
            ),
        ),
        ("build.rs".to_owned(), build_script(name, template)),
        ("src/main.rs".to_owned(), MAIN.to_owned()),
        (".gitignore".to_owned(), "/target\n".to_owned()),
        (
            "README.md".to_owned(),
            readme(
                name,
                template,
                "cargo build",
                &format!("target/debug/pipewright/{name}"),
            ),
        ),
    ];
    files.extend(read_files(template));
    files
}

/// The files of a folder without a crate.
///
/// # Errors
///
/// The example is a program.
pub(super) fn plain(name: &str, template: &Template) -> Result<Vec<File>, Failure> {
    let named = |name: &str| format!("{name}.pipeline");
    let mut files: Vec<File> = match template.pipeline {
        Body::One(text) => vec![(named(name), filled(name, text))],
        Body::Parts(text, parts) => {
            let parts = parts.iter();
            parts
                .map(|part| (named(part), filled(name, text).replace("@PART@", part)))
                .collect()
        }
        Body::Script(_) => {
            return Err(Failure::with_help(
                format!("`{}` is a Rust program, and no plain file", template.name),
                "leave out `--plain`",
            ));
        }
    };
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let build = format!("cargo pipewright build {} --out templates", names.join(" "));
    let readme = readme(name, template, &build, "templates");
    files.push((".gitignore".to_owned(), "/templates\n".to_owned()));
    files.push(("README.md".to_owned(), readme));
    files.extend(read_files(template));
    Ok(files)
}

/// The files that the pipeline reads.
fn read_files(template: &Template) -> impl Iterator<Item = File> {
    let files = template.files.iter();
    files.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
}

fn filled(name: &str, text: &str) -> String {
    text.replace("@NAME@", name)
}

pub(in crate::commands) const MAIN: &str = "//! Says where `build.rs` left what is to be deployed.

fn main() {
    println!(\"{}\", env!(\"PIPEWRIGHT_DIR\"));
}
";

/// The manifest of a crate, which depends on pipewright in a folder or by a version.
pub(in crate::commands) fn manifest(
    name: &str,
    path: Option<&Path>,
    requirement: Option<&str>,
) -> String {
    let version = requirement.unwrap_or(env!("CARGO_PKG_VERSION"));
    let dependency = match path {
        Some(path) => {
            let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            let path = path.display().to_string();
            format!("{{ path = {} }}", toml(&path))
        }
        None => toml(version),
    };
    format!(
        "[package]\nname = {}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = {}\npublish = false\n\n\
         [build-dependencies]\npipewright = {dependency}\n\n\
         # A workspace of its own, whatever folder it stands in.\n[workspace]\n",
        toml(name),
        toml(env!("CARGO_PKG_RUST_VERSION"))
    )
}

/// A string of TOML.
fn toml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn build_script(name: &str, template: &Template) -> String {
    let about = capital(template.about);
    match template.pipeline {
        Body::Script(text) => format!("//! {about}.\n\n{}", filled(name, text)),
        Body::One(text) => {
            let inside = indented(&filled(name, text), 8);
            format!(
                "//! {about}.\n\nfn main() {{\n    pipewright::emit(pipewright::pipeline! {{\n{inside}    }});\n}}\n"
            )
        }
        Body::Parts(text, parts) => {
            let inside = indented(&of_a_part(&filled(name, text)), 8);
            let parts: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
            format!(
                "//! {about}.\n\nuse pipewright::{{Findings, Pipeline, pipeline}};\n\n\
                 /// The pipeline of one part, which stands in a folder of its name.\n\
                 fn part(part: &str) -> Result<Pipeline, Findings> {{\n    pipeline! {{\n{inside}    }}\n}}\n\n\
                 fn main() {{\n    pipewright::emit([{}].map(part).to_vec());\n}}\n",
                parts.join(", ")
            )
        }
    }
}

/// The texts with a part in them as Rust expressions.
fn of_a_part(pipeline: &str) -> String {
    let mut out = String::new();
    for (number, text) in pipeline.split('"').enumerate() {
        let is_text = number % 2 == 1;
        match text.contains("@PART@") {
            true if is_text => {
                let _ = write!(out, "(format!(\"{}\"))", text.replace("@PART@", "{part}"));
            }
            _ if is_text => {
                let _ = write!(out, "\"{text}\"");
            }
            _ => out.push_str(text),
        }
    }
    out
}

pub(in crate::commands) fn indented(text: &str, columns: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', columns));
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn readme(name: &str, template: &Template, build: &str, folder: &str) -> String {
    let Template { about, needs, .. } = template;
    let place = match (&template.pipeline, template.files) {
        (Body::Script(_), [(file, _), ..]) => format!("`build.rs` and `{file}`"),
        _ => "the pipeline".to_owned(),
    };
    format!(
        "# {name}\n\n{}, as a pipeline of AWS CodePipeline.\n\n\
         1. Write your own accounts, regions and repository in the place of those in {place}.\n\
         2. Build it:\n\n   ```sh\n   {build}\n   ```\n\n\
         3. Read `{folder}/REPORT.md`. Make what this pipeline needs before its first run: the connection to\n   \
         GitHub, and {needs}.\n\
         4. Deploy it, with a profile of the AWS CLI for each account:\n\n   ```sh\n   \
         export PIPEWRIGHT_PARAMETER_CONNECTION=ARN-OF-THE-CONNECTION\n   \
         {folder}/deploy.sh --dry-run\n   {folder}/deploy.sh\n   ```\n",
        capital(about)
    )
}
