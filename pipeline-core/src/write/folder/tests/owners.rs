//! Whose a folder is.

use super::*;

/// The owners that a folder is refused for.
fn refused(written: Result<Replaced, Refusal>) -> Vec<String> {
    match written {
        Err(Refusal::Another(owners)) => owners,
        other => panic!("{other:?}"),
    }
}

#[test]
fn another_crate_is_refused() {
    let folder = Temporary::new("owner");
    put(&folder.0, &[(A, "1")]);
    let other = || refused(written_for(&["other"], &folder.0, &[(A, "2")]));
    assert_eq!(other(), ["app"]);
    assert_eq!(folder.names(), [A]);
    // An empty deployment is one too.
    put(&folder.0, &[]);
    assert_eq!(other(), ["app"]);
}

/// A build of files in turn: each set has a file in common with the one before.
#[test]
fn files_of_one_build_may_come_go_and_change_places() {
    let folder = Temporary::new("sets");
    let (one, two, three) = ("../one", "../two", "../three");
    let sets = [
        &[one, two][..],
        &[two, one],
        &[one, two, three],
        &[three],
        &["-", three],
        &["-"],
        &[two, "-", three],
        &[two],
    ];
    for (version, owners) in ["1", "2", "3", "4", "5", "6", "7", "8"].iter().zip(sets) {
        let written = written_for(owners, &folder.0, &[(A, version), (B, "same")]);
        assert!(written.is_ok(), "{owners:?}: {written:?}");
        let mut lines: Vec<String> = owners.iter().map(|one| owner_line(one)).collect();
        lines.extend([A, B].map(str::to_owned));
        let index = folder.text(INDEX).unwrap();
        let mut found: Vec<&str> = index.lines().collect();
        found.sort_unstable();
        lines.sort_unstable();
        assert_eq!(found, lines);
    }
    assert_eq!(folder.text(A).unwrap(), ours(A, "8"));
}

/// Files that are there, and have nothing in common: each could be built again.
#[test]
fn another_set_is_refused() {
    let outer = Temporary::new("other-sets");
    let folder = outer.0.join("templates");
    for name in ["one", "two"] {
        outer.put(name, "");
    }
    written_for(&["../one", "../two", "-"], &folder, &[(A, "1")]).unwrap();
    for others in [&["../three"][..], &["-"], &["-", "../three"], &["app"]] {
        let owners = refused(written_for(others, &folder, &[(B, "2")]));
        assert_eq!(owners, ["-", "../one", "../two"], "{others:?}");
    }
    assert_eq!(fs::read_to_string(folder.join(A)).unwrap(), ours(A, "1"));
}

/// Nobody can build the old name again, and the stacks say that it is the same pipeline.
#[test]
fn a_file_that_was_renamed_keeps_its_folder() {
    let outer = Temporary::new("renamed-file");
    let folder = outer.0.join("templates");
    outer.put("new", "");
    written_for(
        &["../old"],
        &folder,
        &[(A, "1"), (B, "1"), ("REPORT.md", "1")],
    )
    .unwrap();
    // Another pipeline, which has the reports only in common.
    let other = written_for(&["../new"], &folder, &[(NEW, "1"), ("REPORT.md", "2")]);
    assert_eq!(refused(other), ["../old"]);
    let renamed = written_for(&["../new"], &folder, &[(A, "2"), ("REPORT.md", "2")]).unwrap();
    assert_eq!((renamed.changed, renamed.removed.len()), (2, 1));
    // One of several, while the others are left out.
    let both = ["../gone", "../new"];
    written_for(&both, &folder, &[(A, "1"), (B, "1")]).unwrap();
    outer.put("other", "");
    written_for(&["../other"], &folder, &[(B, "2"), ("REPORT.md", "2")]).unwrap();
    let index = fs::read_to_string(folder.join(INDEX)).unwrap();
    assert!(
        index.starts_with("output of ../other\nREPORT.md\n"),
        "{index}"
    );
}

/// A crate is no file: that none has its name says nothing.
#[test]
fn a_crate_is_not_gone() {
    let folder = Temporary::new("crate");
    put(&folder.0, &[(A, "1")]);
    assert_eq!(
        refused(written_for(&["../app"], &folder.0, &[(A, "1")])),
        ["app"]
    );
}

/// As the error advises: an owner that takes the place of another is written into the index.
#[test]
fn an_owner_that_is_written_into_the_index_has_the_folder() {
    let folder = Temporary::new("taken-over");
    put(&folder.0, &[(A, "1"), (B, "1")]);
    let index = folder.text(INDEX).unwrap();
    folder.put(INDEX, &index.replace("output of app", &owner_line("other")));
    let taken = written_for(&["other"], &folder.0, &[(A, "2")]).unwrap();
    assert_eq!((taken.changed, taken.removed.len()), (1, 1));
}
