//! What a folder holds after a run, and how it differs from what it should hold.

use std::time::Duration;

use super::*;

#[test]
fn what_is_written_is_there_and_what_is_stale_goes() {
    let folder = Temporary::new("written");
    let made = put(&folder.0, &[(A, "1"), (B, "2")]);
    assert_eq!((made.changed, made.removed), (2, vec![]));
    let again = put(&folder.0, &[(A, "1"), (B, "2")]);
    assert_eq!((again.changed, again.removed), (0, vec![]));
    let other = put(&folder.0, &[(B, "3")]);
    let gone = vec![(A.to_owned(), ours(A, "1"))];
    assert_eq!((other.changed, other.removed), (1, gone));
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
    let folder = Temporary::new("times");
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let written = |version: &str, time| {
        let writer = Writer {
            owners: &["app".to_owned()],
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
