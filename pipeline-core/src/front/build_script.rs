//! What Cargo tells a build script, and what a build script tells Cargo.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The variables that Cargo sets for a build script, and not for the programs that it runs.
const VARIABLES: [&str; 3] = ["TARGET", "HOST", "PROFILE"];

/// The build script that is running.
pub(super) struct BuildScript {
    /// The folder for what it makes; another one for each profile, target, set of features and
    /// whatever else tells builds apart.
    pub(super) out_dir: PathBuf,
    /// The folder of `Cargo.toml`.
    pub(super) crate_dir: PathBuf,
    pub(super) package: String,
}

impl BuildScript {
    /// The build script that this process is, if it is one.
    pub(super) fn current() -> Option<BuildScript> {
        if !VARIABLES.iter().all(|name| env::var_os(name).is_some()) {
            return None;
        }
        Some(BuildScript {
            out_dir: env::var_os("OUT_DIR")?.into(),
            crate_dir: env::var_os("CARGO_MANIFEST_DIR")?.into(),
            package: env::var("CARGO_PKG_NAME").ok()?,
        })
    }

    /// The usual folder: `target/PROFILE/pipewright/CRATE`. Where Cargo's layout is another one
    /// than we know, it is the one in `OUT_DIR`.
    pub(super) fn usual_folder(&self) -> PathBuf {
        match profile_folder(&self.out_dir, OsStr::new(&self.package)) {
            Some(profile) => profile.join("pipewright").join(&self.package),
            None => self.own_folder(),
        }
    }

    /// The folder in `OUT_DIR`, which no other build writes to.
    pub(super) fn own_folder(&self) -> PathBuf {
        self.out_dir.join("pipewright")
    }

    /// The time at which Cargo started the script. A file that the script names by
    /// `rerun-if-changed` and that is younger makes Cargo run the script again.
    pub(super) fn started(&self) -> Option<SystemTime> {
        let stamp = self.out_dir.parent()?.join("invoked.timestamp");
        stamp.metadata().ok()?.modified().ok()
    }
}

/// The profile's folder, `target/PROFILE` or `target/TRIPLE/PROFILE`, which Cargo does not tell
/// a build script. It is above `OUT_DIR`: `build/PACKAGE-HASH/out`, and `build/PACKAGE/HASH/out`
/// in the layout that is to come.
fn profile_folder<'a>(out_dir: &'a Path, package: &OsStr) -> Option<&'a Path> {
    let above = |count| out_dir.ancestors().nth(count);
    let is = |count, name: &OsStr| above(count).and_then(Path::file_name) == Some(name);
    let build = OsStr::new("build");
    if is(3, build) && is(2, package) {
        above(4)
    } else if is(2, build) {
        above(3)
    } else {
        None
    }
}

/// Tells Cargo something. It takes one line for each.
pub(super) fn tell(what: &str, text: &str) {
    println!("cargo::{what}={}", text.replace('\n', "; "));
}

/// A path as Cargo can be told it: in one line of UTF-8.
pub(super) fn sayable(path: &Path) -> Option<&str> {
    path.to_str().filter(|path| !path.contains(['\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_profile_is_above_every_layout_of_cargo() {
        for (out_dir, package, profile) in [
            (
                "/w/target/debug/build/app-0a1b/out",
                "app",
                "/w/target/debug",
            ),
            (
                "/w/target/debug/build/app/0a1b/out",
                "app",
                "/w/target/debug",
            ),
            (
                "/w/target/debug/build/build-0a1b/out",
                "build",
                "/w/target/debug",
            ),
            (
                "/w/target/debug/build/build/0a1b/out",
                "build",
                "/w/target/debug",
            ),
            ("/moved/release/build/app-0a1b/out", "app", "/moved/release"),
            (
                "/w/target/a-b-c/ci/build/app-0a1b/out",
                "app",
                "/w/target/a-b-c/ci",
            ),
            (
                "/w/target/a-b-c/ci/build/app/0a1b/out",
                "app",
                "/w/target/a-b-c/ci",
            ),
        ] {
            let found = profile_folder(Path::new(out_dir), OsStr::new(package));
            assert_eq!(found, Some(Path::new(profile)), "{out_dir}");
        }
        let elsewhere = Path::new("/bazel-out/k8/bin/app_build_script.out_dir");
        assert_eq!(profile_folder(elsewhere, OsStr::new("app")), None);
    }

    #[test]
    fn a_path_of_two_lines_cannot_be_told() {
        assert_eq!(sayable(Path::new("/a b/é")), Some("/a b/é"));
        assert_eq!(sayable(Path::new("/a\nb")), None);
    }
}
