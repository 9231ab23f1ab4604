//! `new` makes crates that build, and plain files that give the same.

mod support;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{built, files, root, run};

/// The examples that no plain file can be.
const PROGRAMS: [&str; 1] = ["many-accounts"];

/// The names of the examples.
fn examples() -> Vec<String> {
    let listed = run(&root(), ["new", "--list"]).succeeds();
    let names = listed.lines().map(|line| {
        let name = line.split_whitespace().next();
        name.expect("a name").to_owned()
    });
    names.collect()
}

/// The templates, and what deploys them.
fn templates(folder: &Path) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = files(folder, "json")
        .into_iter()
        .chain(files(folder, "sh"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read_to_string(path).expect("a text"))
        })
        .filter(|(name, _)| name.ends_with(".template.json") || name == "deploy.sh")
        .collect();
    for (_, text) in &mut found {
        // The file that declares a thing is one of its tags.
        *text = text
            .lines()
            .filter(|line| !line.contains("\"pipewright:source\""))
            .collect();
    }
    found
}

/// What a linter of AWS's says of templates.
fn lint(folder: &Path, templates: &[(String, String)]) {
    // `tests/oracles/install.sh` installs it.
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../oracles/bin/cfn-lint");
    let names = templates.iter().map(|(name, _)| name);
    let mut lint = Command::new(&program);
    lint.args([
        "--regions",
        "us-east-1",
        "--mandatory-checks",
        "E",
        "W",
        "--template",
    ])
    .args(names.filter(|name| name.ends_with(".json")))
    .current_dir(folder)
    .env("HOME", folder);
    let output = lint.output();
    let output = output.unwrap_or_else(|error| panic!("`{}`: {error}", program.display()));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}

#[test]
fn every_example_builds_and_its_plain_file_gives_the_same() {
    let examples = examples();
    assert!(examples.len() >= 5);
    for example in &examples {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let root = root().display().to_string();
        let name = format!("new-{example}");
        run(folder, ["new", &name, "--from", example, "--path", &root]).succeeds();
        let (built, said) = built(&folder.join(&name));
        // A warning would be the first thing that a user reads.
        assert!(!said.contains("warning"), "{said}");
        let of_the_crate = templates(&built);
        run(folder, ["fmt", "--check", &name]).succeeds();

        fs::create_dir(folder.join("plain")).expect("a folder");
        if PROGRAMS.contains(&example.as_str()) {
            assert!(of_the_crate.len() > 2);
            let to = format!("plain/{name}");
            let said = run(folder, ["new", &to, "--from", example, "--plain"]).fails();
            assert!(said.contains("leave out `--plain`"), "{said}");
            continue;
        }
        let plain = folder.join("plain").join(&name);
        let to = format!("plain/{name}");
        run(folder, ["new", &to, "--from", example, "--plain"]).succeeds();
        let files = files(&plain, "pipeline");
        let files: Vec<String> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        let mut build = vec!["build", "--out", "templates"];
        build.extend(files.iter().map(String::as_str));
        let ran = run(&plain, build);
        assert!(!ran.err.contains("warning"), "{example}: {}", ran.err);
        ran.succeeds();
        let of_the_file = templates(&plain.join("templates"));
        lint(&plain.join("templates"), &of_the_file);
        assert!(of_the_crate.len() > 2);
        assert_eq!(of_the_crate, of_the_file, "{example}");
        run(&plain, ["fmt", "--check"]).succeeds();
        let ignored = fs::read_to_string(plain.join(".gitignore")).expect("a file");
        assert_eq!(ignored, "/templates\n");
    }
}

/// `examples/guide` has what `new` makes, for who copies a folder. `BLESS=1` writes it anew.
#[test]
fn the_examples_of_the_guide_are_what_it_makes() {
    let guide = root().join("examples/guide");
    let folder = tempfile::tempdir().expect("a folder");
    for example in examples() {
        run(folder.path(), ["new", &example, "--from", &example]).succeeds();
        let made = texts(&folder.path().join(&example));
        if env::var_os("BLESS").is_some() {
            for (path, text) in &made {
                let path = guide.join(&example).join(path);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, text).expect("a file");
            }
        }
        assert_eq!(
            texts(&guide.join(&example)),
            made,
            "BLESS=1 writes {example}"
        );
    }
    let kept = fs::read_dir(&guide).expect("the examples").count();
    assert_eq!(
        kept,
        examples().len(),
        "`new` makes each of {}",
        guide.display()
    );
}

/// The files of a folder and of those in it, by path. What a build left is no file of it.
fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(from) = folders.pop() {
        for entry in fs::read_dir(&from).expect("a folder") {
            let path = entry.expect("an entry").path();
            let file = path.strip_prefix(folder).expect("below it").to_owned();
            let is_built = file == Path::new("target") || file == Path::new("Cargo.lock");
            if path.is_dir() && !is_built {
                folders.push(path);
            } else if !is_built {
                found.insert(file, fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    found
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::create_dir(folder.join("shop")).expect("a folder");
    let said = run(folder, ["new", "shop"]).fails();
    assert!(said.contains("`shop` exists"), "{said}");
    assert_eq!(
        fs::read_dir(folder.join("shop")).expect("a folder").count(),
        0
    );
    fs::write(folder.join("site"), "").expect("a file");
    run(folder, ["new", "site"]).fails();
    let said = run(folder, ["new", "Shop"]).fails();
    assert!(
        said.contains("it does not begin with a small letter"),
        "{said}"
    );
    let said = run(folder, ["new", "web", "--from", "docker"]).fails();
    assert!(said.contains("`docker-ecs`"), "{said}");
    assert!(!folder.join("web").exists());
    assert_eq!(run(folder, ["new"]).code, 2);
}

/// What a user gets without saying anything.
#[test]
fn the_dependency_is_the_version_of_the_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    run(folder, ["new", "shop"]).succeeds();
    let manifest = fs::read_to_string(folder.join("shop/Cargo.toml")).expect("a manifest");
    let version = env!("CARGO_PKG_VERSION");
    assert!(
        manifest.contains(&format!("pipewright = \"{version}\"\n")),
        "{manifest}"
    );
    run(folder, ["new", "site", "--requirement", "0.9"]).succeeds();
    let manifest = fs::read_to_string(folder.join("site/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("pipewright = \"0.9\"\n"), "{manifest}");
}
