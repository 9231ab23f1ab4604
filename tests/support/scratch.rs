//! Crates made for a test, outside of any workspace, that depend on this checkout.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A pipeline that has nothing wrong with it, for the arguments of `emit`.
pub(crate) const SOUND: &str = r#"pipewright::pipeline! {
    name: "sound";
    home main = "111111111111" @ "eu-central-1";
    stage Source {
        let pages = Upload: S3Source { s3_bucket: "site-sources", s3_object_key: "site.zip" };
    }
    stage Publish {
        Copy: S3Deploy(pages) { bucket_name: "www.example.com", extract: true };
    }
}"#;

/// A crate in a folder of its own.
pub(crate) struct Scratch {
    pub(crate) name: String,
    pub(crate) root: PathBuf,
    target: Option<PathBuf>,
    // Removed with it, where the folder is its own.
    _folder: Option<TempDir>,
}

impl Scratch {
    /// A crate with this build script. Crates share a target folder, in which what they
    /// depend on is built once; so their names must differ.
    pub(crate) fn new(name: &str, build: &str) -> Scratch {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch {
            name: name.to_owned(),
            // As the compiler is given it, where the temporary folder is behind a link.
            root: folder.path().canonicalize().unwrap(),
            target: Some(shared_target()),
            _folder: Some(folder),
        };
        scratch.lay_out(build);
        scratch
    }

    /// A crate in a folder below, with the target folder that Cargo gives it.
    pub(crate) fn below(root: &Path, name: &str, build: &str) -> Scratch {
        let scratch = Scratch {
            name: name.to_owned(),
            root: root.to_owned(),
            target: None,
            _folder: None,
        };
        scratch.lay_out(build);
        scratch
    }

    /// A crate in a folder below, with the shared target folder.
    pub(crate) fn member(root: &Path, name: &str, build: &str) -> Scratch {
        let mut scratch = Scratch::below(root, name, build);
        scratch.target = Some(shared_target());
        scratch
    }

    /// A copy of a folder as it is, but for the dependency, which is this checkout.
    pub(crate) fn copy_of(folder: &Path) -> Scratch {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let copy = tempfile::tempdir().unwrap();
        let scratch = Scratch {
            name: name.to_owned(),
            root: copy.path().canonicalize().unwrap(),
            target: Some(shared_target()),
            _folder: Some(copy),
        };
        let mut folders = vec![folder.to_owned()];
        while let Some(from) = folders.pop() {
            for entry in fs::read_dir(&from).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let file = path.strip_prefix(folder).unwrap().to_str().unwrap();
                    scratch.write(file, &fs::read_to_string(&path).unwrap());
                }
            }
        }
        let checkout = env!("CARGO_MANIFEST_DIR");
        let version = concat!("\"", env!("CARGO_PKG_VERSION"), "\"");
        let dependency = format!("\npipewright = {version}\n");
        let manifest = fs::read_to_string(scratch.root.join("Cargo.toml")).unwrap();
        assert_eq!(
            manifest.matches(&dependency).count(),
            1,
            "{name}: {manifest}"
        );
        let here = format!("\npipewright = {{ path = {checkout:?}, version = {version} }}\n");
        scratch.write("Cargo.toml", &manifest.replace(&dependency, &here));
        let lock = Path::new(checkout).join("Cargo.lock");
        fs::copy(lock, scratch.root.join("Cargo.lock")).unwrap();
        scratch
    }

    fn lay_out(&self, build: &str) {
        let Scratch { name, .. } = self;
        let checkout = env!("CARGO_MANIFEST_DIR");
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             description = \"-\"\nlicense = \"MIT\"\nrepository = \"https://example.com\"\n\n\
             [build-dependencies]\npipewright = {{ path = {checkout:?}, version = \"0.1.0\" }}\n"
        );
        self.write("Cargo.toml", &manifest);
        self.write("build.rs", build);
        self.write(
            "src/main.rs",
            "fn main() { println!(\"{}\", env!(\"PIPEWRIGHT_DIR\")); }\n",
        );
        let lock = Path::new(checkout).join("Cargo.lock");
        fs::copy(lock, self.root.join("Cargo.lock")).unwrap();
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Cargo in the crate, without a network and without what the test itself runs under.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(arguments)
            .env("CARGO_NET_OFFLINE", "true")
            .current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let name = name.to_str().unwrap_or_default();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                cargo.env_remove(name);
            }
        }
        cargo
            .env_remove("RUST_BACKTRACE")
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        match &self.target {
            Some(target) => cargo.env("CARGO_TARGET_DIR", target),
            None => cargo.env_remove("CARGO_TARGET_DIR"),
        };
        cargo
    }

    /// Builds it, which must succeed.
    pub(crate) fn build(&self) {
        succeeds(self.cargo(&["build", "--quiet"]));
    }

    /// Builds it, which must fail; what the user sees.
    pub(crate) fn build_fails(&self) -> String {
        let output = self.cargo(&["build", "--quiet"]).output().unwrap();
        assert!(!output.status.success(), "it builds");
        errors(&output)
    }

    /// Builds its program; the path of that.
    pub(crate) fn program(&self) -> PathBuf {
        let built = succeeds(self.cargo(&["build", "--quiet", "--message-format", "json"]));
        let built = String::from_utf8(built.stdout).unwrap();
        let path = built.rsplit("\"executable\":\"").next().unwrap();
        PathBuf::from(path.split('"').next().unwrap())
    }

    /// What the crate takes for the folder of its templates.
    pub(crate) fn told(&self) -> PathBuf {
        let output = succeeds(self.cargo(&["run", "--quiet"]));
        PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
    }

    /// The usual folder of a build of the profile `dev`.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder_of("debug")
    }

    /// The usual folder below a folder of the target folder.
    pub(crate) fn folder_of(&self, profile: &str) -> PathBuf {
        let target = self
            .target
            .clone()
            .unwrap_or_else(|| self.root.join("target"));
        target.join(profile).join("pipewright").join(&self.name)
    }
}

pub(crate) fn succeeds(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", errors(&output));
    output
}

pub(crate) fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A build script that emits this.
pub(crate) fn emits(pipelines: &str) -> String {
    format!("fn main() {{\n    pipewright::emit({pipelines});\n}}\n")
}

/// The names of what is in a folder, without our own index.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("`{}`: {e}", folder.display()));
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != ".pipewright").collect();
    names.sort();
    names
}

/// Links what crates of the shared target folder depend on into another one, so that it is not compiled
/// once more.
pub(crate) fn lend_what_is_built(target: &Path) {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock = fs::read_to_string(lock).unwrap();
    let names = lock.lines().filter_map(|line| line.strip_prefix("name = "));
    let names: BTreeSet<String> = names
        .map(|name| name.trim_matches('"').replace('-', "_"))
        .collect();
    let is_lent = |file: &str| {
        let (name, _hash) = file.rsplit_once('-').unwrap_or((file, ""));
        let name = name.replace('-', "_");
        names.contains(name.strip_prefix("lib").unwrap_or(&name))
    };
    for part in [".fingerprint", "build", "deps"] {
        let part = Path::new("debug").join(part);
        let from = shared_target().join(&part);
        let to = target.join(&part);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name();
            if name.to_str().is_some_and(is_lent) {
                link(&entry.path(), &to.join(name));
            }
        }
    }
}

/// Links a file, or all that is in a folder. What cannot be linked is compiled once more: another test
/// may have Cargo take it away meanwhile, and the temporary folder may be on another disk.
fn link(from: &Path, to: &Path) {
    if !from.is_dir() {
        let _ = fs::hard_link(from, to);
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        link(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Made by Cargo, which tags it as its own.
pub(crate) fn shared_target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch-target")
}
