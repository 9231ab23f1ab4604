//! The life of a folder of ours.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::disk::{Fault, with};
use super::*;

const A: &str = "a.template.json";
const B: &str = "b.template.json";
const NEW: &str = "new.template.json";
const OLD: &str = "old.template.json";

const APP: Writer<'_> = Writer {
    name: "app",
    time: None,
};

/// A folder below the system's temporary one, removed with the value.
pub(super) struct Temporary(pub(super) PathBuf);

impl Temporary {
    pub(super) fn new(name: &str) -> Temporary {
        let folder = std::env::temp_dir().join(format!("pipewright-{name}-{}", std::process::id()));
        // Left by a run that was killed, and given the same number.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Temporary(folder)
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn text(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join(name)).ok()
    }

    /// Everything that is there, at any depth, without our index.
    fn files(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&self.0).unwrap().to_str().unwrap();
                if path.is_dir() {
                    all.insert(format!("{name}/"), String::new());
                    folders.push(path);
                } else if !name.ends_with(INDEX) {
                    all.insert(name.to_owned(), fs::read_to_string(&path).unwrap());
                }
            }
        }
        all
    }

    fn names(&self) -> Vec<String> {
        self.files().into_keys().collect()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A text that a file of ours could have.
fn ours(name: &str, version: &str) -> String {
    let mark = match name {
        "manifest.json" => "\"assumeRoleArn\": \"arn:aws",
        "deploy.sh" => "PIPEWRIGHT_PROFILE_",
        "access.json" => "\"pipelines\": [",
        "sources.json" => "template.json\": {",
        "REPORT.md" => "# What is deployed, and who may do what",
        _ => "\"pipewright:source\"",
    };
    format!("{version} {mark}")
}

fn assembly(files: &[(&str, &str)]) -> Assembly {
    let files = files.iter();
    Assembly {
        files: files
            .map(|(name, version)| ((*name).to_owned(), ours(name, version)))
            .collect(),
        warnings: crate::finding::Findings::default(),
    }
}

fn put(folder: &Path, files: &[(&str, &str)]) -> Replaced {
    replace(folder, APP, &assembly(files)).unwrap()
}

#[test]
fn what_is_written_is_there_and_what_is_stale_goes() {
    let folder = Temporary::new("written");
    let made = put(&folder.0, &[(A, "1"), (B, "2")]);
    assert_eq!((made.changed, made.removed), (2, vec![]));
    let again = put(&folder.0, &[(A, "1"), (B, "2")]);
    assert_eq!((again.changed, again.removed), (0, vec![]));
    let other = put(&folder.0, &[(B, "3")]);
    let gone = vec![(A.to_owned(), ours(A, "1"))];
    assert_eq!((other.changed, other.removed), (2, gone));
    assert_eq!(folder.names(), [B]);
    assert_eq!(folder.text(B).unwrap(), ours(B, "3"));
    assert_eq!(folder.text(INDEX).unwrap(), format!("output of app\n{B}\n"));
}

#[test]
fn a_folder_that_is_not_there_is_made() {
    let folder = Temporary::new("made");
    put(&folder.0.join("deep/down"), &[(A, "1")]);
    assert_eq!(folder.text("deep/down/a.template.json"), Some(ours(A, "1")));
}

#[test]
fn a_file_of_others_is_neither_overwritten_nor_removed() {
    let folder = Temporary::new("others");
    // One that looks like ours, and that nobody has listed.
    folder.put(A, &ours(A, "mine"));
    folder.put("notes", "mine too");
    folder.put("mine.template.json", &ours(A, "mine as well"));
    let refused = replace(&folder.0, APP, &assembly(&[(A, "1"), (B, "2")]));
    assert!(matches!(refused, Err(Refusal::InTheWay(names)) if names == [A]));
    assert_eq!(folder.names(), [A, "mine.template.json", "notes"]);
    assert_eq!(folder.text(A).unwrap(), ours(A, "mine"));

    fs::remove_file(folder.0.join(A)).unwrap();
    put(&folder.0, &[(A, "1")]);
    put(&folder.0, &[]);
    assert_eq!(folder.names(), ["mine.template.json", "notes"]);
}

#[test]
fn another_crate_is_refused() {
    let folder = Temporary::new("owner");
    put(&folder.0, &[(A, "1")]);
    let other = Writer {
        name: "other",
        time: None,
    };
    let refused = replace(&folder.0, other, &assembly(&[(B, "1")]));
    assert!(matches!(refused, Err(Refusal::Another(owner)) if owner == "app"));
    assert_eq!(folder.names(), [A]);
    // An empty deployment is one too.
    put(&folder.0, &[]);
    let refused = replace(&folder.0, other, &assembly(&[(B, "1")]));
    assert!(matches!(refused, Err(Refusal::Another(owner)) if owner == "app"));
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let folder = Temporary::new("whole");
    put(&folder.0, &[(A, "1"), (B, "1")]);
    fs::remove_file(folder.0.join(B)).unwrap();
    // A folder takes no file's place.
    fs::create_dir(folder.0.join(B)).unwrap();
    let refused = replace(&folder.0, APP, &assembly(&[(A, "2"), (B, "2")]));
    assert!(matches!(refused, Err(Refusal::InTheWay(names)) if names == [B]));
    assert_eq!(folder.names(), [A.to_owned(), format!("{B}/")]);
    assert_eq!(folder.text(A).unwrap(), ours(A, "1"));
}

/// Whatever the index says, what is not ours stays as it is: for every name that we write,
/// and every other one.
#[test]
fn a_forged_index_loses_nothing() {
    let outer = Temporary::new("forged");
    let names = [
        "manifest.json",
        "deploy.sh",
        "access.json",
        "sources.json",
        "REPORT.md",
        "mine.template.json",
        "mine.assets.json",
        "notes.txt",
        ".hidden",
        "sub/a.template.json",
        "../precious.template.json",
        "link.template.json",
    ];
    let inner = outer.0.join("inner");
    let mut forged = "output of app\n..\n.\n\nsub\n/etc/passwd\n".to_owned();
    fs::create_dir_all(inner.join("sub")).unwrap();
    outer.put("linked.template.json", &ours(A, "elsewhere"));
    for name in names {
        let path = inner.join(name);
        if name == "link.template.json" {
            #[cfg(unix)]
            std::os::unix::fs::symlink(outer.0.join("linked.template.json"), path).unwrap();
        } else {
            fs::write(path, format!("mine: {name}")).unwrap();
        }
        forged += &format!("{name}\n{}\n", inner.join(name).display());
    }
    fs::write(inner.join(INDEX), forged).unwrap();
    let before = outer.files();
    // Nothing is stale that is not ours.
    put(&inner, &[(A, "1")]);
    let mut after = outer.files();
    after.remove("inner/a.template.json").unwrap();
    assert_eq!(after, before);
    // And nothing is overwritten.
    for name in names.into_iter().filter(|name| has_our_form(name)) {
        let mut index = outer.text("inner/.pipewright").unwrap();
        index += name;
        fs::write(inner.join(INDEX), index).unwrap();
        let refused = replace(&inner, APP, &assembly(&[(A, "2"), (name, "2")]));
        assert!(matches!(refused, Err(Refusal::InTheWay(names)) if names == [name]));
    }
    let mut after = outer.files();
    after.remove("inner/a.template.json").unwrap();
    assert_eq!(after, before);
}

/// What a merge of two branches makes of a committed folder is ours still.
#[test]
fn a_file_of_ours_that_was_merged_is_written_again() {
    let folder = Temporary::new("merged");
    put(&folder.0, &[(A, "1"), (B, "1"), (OLD, "1")]);
    for name in [A, OLD] {
        folder.put(name, &format!("<<<<<<<\n{}\n>>>>>>>\n", ours(name, "2")));
    }
    // The disk was full, or the power went.
    folder.put(B, "");
    folder.put(
        INDEX,
        &format!("<<<<<<< HEAD\noutput of app\n{A}\n=======\n{B}\n{OLD}\n>>>>>>>\n"),
    );
    put(&folder.0, &[(A, "3"), (B, "3")]);
    assert_eq!(folder.names(), [A, B]);
    assert_eq!(folder.text(A).unwrap(), ours(A, "3"));
}

/// A name that stayed in the index would make a later file of others ours.
#[test]
fn an_index_that_names_too_much_is_put_right() {
    let folder = Temporary::new("index");
    put(&folder.0, &[(A, "1")]);
    let right = folder.text(INDEX);
    folder.put(INDEX, &format!("output of app\n{A}\n{B}\n"));
    put(&folder.0, &[(A, "1")]);
    assert_eq!(folder.text(INDEX), right);
}

#[test]
fn the_difference_is_told_by_its_sort() {
    let folder = Temporary::new("drift");
    put(&folder.0, &[("REPORT.md", "1"), (OLD, "1"), (B, "1")]);
    folder.put("mine.template.json", "not ours");
    folder.put("mine.txt", "not ours");
    let wanted = assembly(&[("REPORT.md", "1"), (OLD, "2"), (NEW, "2")]);
    let expected = [
        Drift::Missing(NEW.to_owned()),
        Drift::Differs(OLD.to_owned()),
        Drift::Stale(B.to_owned()),
        Drift::Unlisted("mine.template.json".to_owned()),
    ];
    assert_eq!(compare(&folder.0, &wanted).unwrap(), expected);
    let nowhere = compare(&folder.0.join("nowhere"), &assembly(&[(A, "1")])).unwrap();
    assert_eq!(nowhere, [Drift::Missing(A.to_owned())]);
}

#[cfg(unix)]
#[test]
fn a_script_can_be_run() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Temporary::new("script");
    let files = [("deploy.sh", "1"), (A, "1")];
    put(&folder.0, &files);
    let mode = |name| folder.0.join(name).metadata().unwrap().permissions().mode();
    assert_eq!(mode("deploy.sh") & 0o111, 0o111);
    assert_eq!(mode(A) & 0o111, 0);
    let script = folder.0.join("deploy.sh");
    fs::set_permissions(script, fs::Permissions::from_mode(0o644)).unwrap();
    let drift = compare(&folder.0, &assembly(&files)).unwrap();
    assert_eq!(drift, [Drift::NotExecutable("deploy.sh".to_owned())]);
    assert_eq!(put(&folder.0, &files).changed, 1);
    assert_eq!(mode("deploy.sh") & 0o111, 0o111);
}

/// The times by which Cargo tells what has changed.
#[test]
fn files_are_as_old_as_the_run_unless_another_run_came_between() {
    use std::time::Duration;
    let folder = Temporary::new("times");
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let written = |version: &str, time| {
        let writer = Writer {
            name: "app",
            time: Some(time),
        };
        replace(&folder.0, writer, &assembly(&[(A, version), (B, "same")])).unwrap();
    };
    let modified = |name| {
        let found = fs::metadata(folder.0.join(name)).unwrap();
        found.modified().unwrap()
    };
    written("1", at(100));
    written("2", at(200));
    assert_eq!([A, B, INDEX].map(modified), [200, 100, 200].map(at));
    // One that began before the last change, and changes the folder after it.
    let before = SystemTime::now() - Duration::from_secs(5);
    written("3", at(150));
    assert!(modified(INDEX) > before && modified(A) > before);
    assert_eq!(modified(B), at(100));
}

const EARLIER: [(&str, &str); 7] = [
    ("REPORT.md", "1"),
    (A, "1"),
    (B, "same"),
    ("access.json", "same"),
    ("deploy.sh", "same"),
    ("manifest.json", "1"),
    (OLD, "1"),
];

const LATER: [(&str, &str); 7] = [
    ("REPORT.md", "2"),
    (A, "2"),
    (B, "same"),
    ("access.json", "same"),
    ("deploy.sh", "same"),
    ("manifest.json", "2"),
    (NEW, "2"),
];

/// Runs something with a fault at each operation in turn; returns their number.
fn at_each_operation(
    fault: Fault,
    mut run: impl FnMut(usize, &dyn Fn(&dyn Fn()) -> bool),
) -> usize {
    for after in 0.. {
        let met = std::cell::Cell::new(false);
        run(after, &|change| {
            met.set(with(fault, after, change));
            met.get()
        });
        if !met.get() {
            return after;
        }
    }
    unreachable!("it ends when no operation is left")
}

fn wanted(files: &[(&str, &str)], mine: bool) -> BTreeMap<String, String> {
    let mut wanted = assembly(files).files;
    if mine {
        wanted.insert("notes".to_owned(), "mine".to_owned());
    }
    wanted
}

/// Asserts that a folder, at any moment, is one of two, or has no entry points.
fn assert_never_torn(folder: &Temporary, after: usize) {
    let files = folder.files();
    let of = |files: &BTreeMap<String, String>| {
        let ours = files
            .iter()
            .filter(|(name, _)| !name.starts_with(".pipewright-"));
        ours.map(|(n, t)| (n.clone(), t.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let whole = [&EARLIER[..], &LATER[..], &[]].map(|files| wanted(files, true));
    let entry = names::ENTRY_POINTS
        .iter()
        .any(|name| files.contains_key(*name));
    if entry {
        // With the manifest, everything else is there too; the script names the same files.
        let mut found = of(&files);
        let both = names::ENTRY_POINTS
            .iter()
            .all(|name| found.contains_key(*name));
        if !both {
            for name in names::ENTRY_POINTS {
                found.remove(name);
            }
        }
        let fits = whole.iter().any(|whole| {
            let mut whole = whole.clone();
            if !both {
                for name in names::ENTRY_POINTS {
                    whole.remove(name);
                }
            }
            whole == found
        });
        assert!(fits, "after {after} operations: {found:?}");
    }
    assert_eq!(files["notes"], "mine");
}

#[test]
fn a_run_that_is_killed_anywhere_is_completed_by_the_next() {
    for first in [&[][..], &EARLIER] {
        for next_fails in [false, true] {
            let points = at_each_operation(Fault::Killed, |after, run| {
                let folder = Temporary::new("killed");
                folder.put("notes", "mine");
                put(&folder.0, first);
                run(&|| drop(replace(&folder.0, APP, &assembly(&LATER))));
                assert_never_torn(&folder, after);
                if next_fails {
                    // As a build does that finds an error in the pipeline.
                    complete(&folder.0).unwrap();
                    let now = folder.files();
                    let whole = [first, &LATER].map(|files| wanted(files, true));
                    assert!(whole.contains(&now), "after {after} operations: {now:?}");
                } else {
                    put(&folder.0, &LATER);
                    assert_eq!(folder.files(), wanted(&LATER, true), "{after}");
                }
                let drift = compare(&folder.0, &assembly(&LATER)).unwrap();
                assert!(next_fails || drift.is_empty(), "{after}: {drift:?}");
            });
            assert!(points >= 25, "{points}");
        }
    }
}

/// The next run has other things to write, and is killed too, also in the middle of mending.
#[test]
fn what_two_killed_runs_left_is_completed_by_the_third() {
    let mut pairs = 0;
    at_each_operation(Fault::Killed, |after, run| {
        if after % 4 != 0 {
            // Only to count on.
            let folder = Temporary::new("counted");
            put(&folder.0, &EARLIER);
            run(&|| drop(replace(&folder.0, APP, &assembly(&LATER))));
            return;
        }
        pairs += at_each_operation(Fault::Killed, |_, run_again| {
            let folder = Temporary::new("twice");
            folder.put("notes", "mine");
            put(&folder.0, &EARLIER);
            run(&|| drop(replace(&folder.0, APP, &assembly(&LATER))));
            run_again(&|| drop(replace(&folder.0, APP, &assembly(&EARLIER))));
            assert_never_torn(&folder, after);
            put(&folder.0, &LATER);
            assert_eq!(folder.files(), wanted(&LATER, true), "{after}");
        });
    });
    assert!(pairs >= 100, "{pairs}");
}

#[test]
fn what_fails_leaves_nothing_and_the_next_run_mends_it() {
    for fault in [Fault::Failed, Fault::Full] {
        at_each_operation(fault, |after, run| {
            let folder = Temporary::new("failed");
            folder.put("notes", "mine");
            put(&folder.0, &EARLIER);
            let index = folder.text(INDEX);
            run(&|| drop(replace(&folder.0, APP, &assembly(&LATER))));
            assert_never_torn(&folder, after);
            let decided = folder.files().contains_key(".pipewright-next/");
            if folder.text(INDEX) == index && !decided {
                assert_eq!(folder.files(), wanted(&EARLIER, true), "{fault:?} {after}");
            }
            if fault == Fault::Full && folder.files() != wanted(&LATER, true) {
                assert_eq!(folder.files(), wanted(&EARLIER, true), "{after}");
            }
            put(&folder.0, &LATER);
            assert_eq!(folder.files(), wanted(&LATER, true), "{fault:?} {after}");
        });
    }
}

/// Somebody puts a file where a killed run had not put its own yet.
#[test]
fn a_file_that_came_in_between_is_not_overwritten() {
    at_each_operation(Fault::Killed, |after, run| {
        let folder = Temporary::new("between");
        put(&folder.0, &EARLIER);
        run(&|| drop(replace(&folder.0, APP, &assembly(&LATER))));
        if folder.text(NEW).is_some() {
            return;
        }
        folder.put(NEW, "mine");
        let refused = replace(&folder.0, APP, &assembly(&LATER));
        assert!(
            matches!(refused, Err(Refusal::InTheWay(names)) if names == [NEW]),
            "{after}"
        );
        assert_eq!(folder.text(NEW).unwrap(), "mine");
        fs::remove_file(folder.0.join(NEW)).unwrap();
        put(&folder.0, &LATER);
        assert_eq!(folder.files(), wanted(&LATER, false), "{after}");
    });
}

#[cfg(unix)]
#[test]
fn runs_at_the_same_time_leave_the_output_of_one() {
    let folder = Temporary::new("same-time");
    std::thread::scope(|scope| {
        for version in ["1", "2", "3", "4"] {
            let folder = &folder.0;
            scope.spawn(move || {
                for _ in 0..25 {
                    let names = [A, B, "manifest.json", "deploy.sh"];
                    put(folder, &names.map(|name| (name, version)));
                }
            });
        }
    });
    let files = folder.files();
    let version = &files[A][..1];
    let names = [A, B, "manifest.json", "deploy.sh"];
    assert_eq!(files, wanted(&names.map(|name| (name, version)), false));

    // Two crates that begin at the same time: one of them has the folder.
    let folder = Temporary::new("two-owners");
    let refused = std::thread::scope(|scope| {
        let runs = ["one", "other"].map(|name| {
            let folder = &folder.0;
            scope.spawn(move || {
                let writer = Writer { name, time: None };
                replace(folder, writer, &assembly(&[(A, name), (B, name)])).is_err()
            })
        });
        runs.map(|run| run.join().unwrap())
    });
    assert!(refused[0] != refused[1]);
    let winner = if refused[0] { "other" } else { "one" };
    assert_eq!(folder.files(), wanted(&[(A, winner), (B, winner)], false));
}
