//! A run that ends at any moment, a disk that fails or is full, and runs at the same time.

use super::super::disk::{Fault, with};
use super::*;

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
                run(&|| drop(as_app(&folder.0, &LATER)));
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
            run(&|| drop(as_app(&folder.0, &LATER)));
            return;
        }
        pairs += at_each_operation(Fault::Killed, |_, run_again| {
            let folder = Temporary::new("twice");
            folder.put("notes", "mine");
            put(&folder.0, &EARLIER);
            run(&|| drop(as_app(&folder.0, &LATER)));
            run_again(&|| drop(as_app(&folder.0, &EARLIER)));
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
            run(&|| drop(as_app(&folder.0, &LATER)));
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
        run(&|| drop(as_app(&folder.0, &LATER)));
        if folder.text(NEW).is_some() {
            return;
        }
        folder.put(NEW, "mine");
        let refused = as_app(&folder.0, &LATER);
        assert_eq!(in_the_way(refused), [NEW], "{after}");
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
            scope.spawn(move || written_for(&[name], folder, &[(A, name), (B, name)]).is_err())
        });
        runs.map(|run| run.join().unwrap())
    });
    assert!(refused[0] != refused[1]);
    let winner = if refused[0] { "other" } else { "one" };
    assert_eq!(folder.files(), wanted(&[(A, winner), (B, winner)], false));
}
