//! `new`: a folder with a pipeline that builds.

pub(in crate::commands) mod files;
mod templates;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::Failure;
use crate::screen::Screen;
use templates::{TEMPLATES, Template};

/// Start a pipeline: a crate that builds, or a plain file
///
/// The pipeline is one of the guide's. The ids of accounts and the repository in it are examples
/// to replace.
///
/// Example: cargo pipewright new shop --from docker-ecs
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder to make. Its name is the name of the crate and of the pipeline
    #[arg(required_unless_present = "list")]
    folder: Option<PathBuf>,
    /// The pipeline to start from; `--list` shows them
    #[arg(long, value_name = "EXAMPLE", default_value = "two-accounts")]
    from: String,
    /// List the pipelines to start from
    #[arg(long)]
    list: bool,
    /// Write a plain file, and no crate; `cargo pipewright build` reads it
    #[arg(long)]
    plain: bool,
    /// Depend on pipewright in this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "requirement")]
    path: Option<PathBuf>,
    /// Depend on this version of pipewright; by default, that of this command
    #[arg(long, value_name = "VERSION")]
    requirement: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<(), Failure> {
    if arguments.list {
        for template in TEMPLATES {
            screen.result(format_args!("{:13} {}", template.name, template.about));
        }
        return Ok(());
    }
    let template = find(&arguments.from)?;
    let folder = arguments.folder.as_deref().unwrap_or(Path::new(""));
    let name = name(folder)?;
    if let Some(path) = &arguments.path {
        refuse_no_crate(path)?;
    }
    let files = if arguments.plain {
        files::plain(&name, template)?
    } else {
        files::of_a_crate(&name, template, arguments)
    };
    write(folder, &files)?;
    let build = if arguments.plain {
        "README.md says how to build it"
    } else {
        "`cargo build` there writes the templates"
    };
    screen.note(format_args!(
        "`{}` has {} files; {build}",
        folder.display(),
        files.len()
    ));
    Ok(())
}

/// Refuses a folder that no crate can depend on.
pub(crate) fn refuse_no_crate(path: &Path) -> Result<(), Failure> {
    if path.join("Cargo.toml").is_file() {
        return Ok(());
    }
    Err(Failure::with_help(
        format!("`{}` has no `Cargo.toml`", path.display()),
        "`--path` names a checkout of pipewright",
    ))
}

fn find(name: &str) -> Result<&'static Template, Failure> {
    TEMPLATES
        .iter()
        .find(|template| template.name == name)
        .ok_or_else(|| {
            let names: Vec<String> = TEMPLATES
                .iter()
                .map(|template| format!("`{}`", template.name))
                .collect();
            Failure::with_help(
                format!("there is no example `{name}`"),
                format!("the examples are {}", names.join(", ")),
            )
        })
}

/// Names that no crate of a user's can have: Cargo's own folders, and crates that every program knows
/// already.
pub(super) const TAKEN: [&str; 10] = [
    "alloc",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "pipewright",
    "proc-macro",
    "std",
    "test",
];

/// The name of the crate and of the pipeline: the last part of the folder.
fn name(folder: &Path) -> Result<String, Failure> {
    let Some(name) = folder.file_name() else {
        return Err(Failure::with_help(
            format!("`{}` is no name of a new folder", folder.display()),
            "name the folder to make, such as `shop`",
        ));
    };
    let name = name.to_string_lossy();
    let wrong = |why: String| {
        Failure::with_help(
            format!("`{name}` cannot be the name of a crate and a pipeline: {why}"),
            "a name has up to 40 small letters, digits and `-`, and begins with a letter: `shop-web`",
        )
    };
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Err(wrong("it does not begin with a small letter".to_owned()));
    }
    let is_fine = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
    if let Some(other) = name.chars().find(|one| !is_fine(*one)) {
        return Err(wrong(format!("it has `{}`", other.escape_debug())));
    }
    if name.ends_with('-') {
        return Err(wrong("it ends with `-`".to_owned()));
    }
    if name.len() > 40 {
        return Err(wrong(format!("it has {} characters", name.len())));
    }
    let ident = proc_macro2::Ident::new(&name.replace('-', "_"), proc_macro2::Span::call_site());
    if pipewright_syntax::is_keyword(&ident) {
        return Err(wrong("it is a word of Rust".to_owned()));
    }
    if TAKEN.contains(&&*name) {
        return Err(wrong("Cargo or Rust has something of this name".to_owned()));
    }
    Ok(name.into_owned())
}

/// Makes the folder. If a file cannot be written, the folder goes again.
pub(in crate::commands) fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    if folder.symlink_metadata().is_ok() {
        return Err(Failure::with_help(
            format!("`{}` exists", folder.display()),
            "choose another name; nothing is overwritten",
        ));
    }
    let make = || {
        fs::create_dir_all(folder)?;
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(&path, text)?;
            #[cfg(unix)]
            if path.extension().is_some_and(|extension| extension == "sh") {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
            }
        }
        Ok(())
    };
    make().map_err(|error| {
        // What is left is only what was made here.
        let _ = fs::remove_dir_all(folder);
        Failure::of_file(folder, &error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        for good in ["shop", "a", "my-pipeline-2", "x/y/shop"] {
            name(Path::new(good)).expect(good);
        }
        let long = "a".repeat(41);
        for wrong in [
            "",
            "..",
            "/",
            "2shop",
            "Shop",
            "shop_web",
            "shop web",
            "shöp",
            "shop-",
            "if",
            "pipewright",
            "test",
            "a\"b",
            &long,
        ] {
            name(Path::new(wrong)).expect_err(wrong);
        }
    }

    #[test]
    fn every_example_is_found_by_its_name() {
        for template in TEMPLATES {
            assert_eq!(find(template.name).expect("an example").name, template.name);
        }
        find("none").expect_err("no example");
    }
}
