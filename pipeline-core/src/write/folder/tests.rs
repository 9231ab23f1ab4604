//! The life of a folder of ours.

use super::*;

/// A folder below the system's temporary one, removed with the value.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Temporary {
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

    /// The names of what is there, without our index.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| name != INDEX).collect();
        names.sort();
        names
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn assembly(files: &[(&str, &str)]) -> Assembly {
    let files = files.iter();
    Assembly {
        files: files
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
        warnings: crate::finding::Findings::default(),
    }
}

#[test]
fn what_is_written_is_there_and_what_is_stale_goes() {
    let folder = Temporary::new("written");
    let both = assembly(&[("a", "1"), ("b", "2")]);
    let made = replace(&folder.0, &both).unwrap();
    assert_eq!((made.changed, made.removed), (2, vec![]));
    let again = replace(&folder.0, &both).unwrap();
    assert_eq!((again.changed, again.removed), (0, vec![]));
    let other = replace(&folder.0, &assembly(&[("b", "3")])).unwrap();
    let gone = vec![("a".to_owned(), "1".to_owned())];
    assert_eq!((other.changed, other.removed), (2, gone));
    assert_eq!(folder.names(), ["b"]);
    assert_eq!(folder.text("b").unwrap(), "3");
}

#[test]
fn a_folder_that_is_not_there_is_made() {
    let folder = Temporary::new("made");
    replace(&folder.0.join("deep/down"), &assembly(&[("a", "1")])).unwrap();
    assert_eq!(folder.text("deep/down/a").unwrap(), "1");
}

#[test]
fn a_file_of_others_is_neither_overwritten_nor_removed() {
    let folder = Temporary::new("others");
    folder.put("a", "mine");
    folder.put("notes", "mine too");
    let error = replace(&folder.0, &assembly(&[("a", "1"), ("b", "2")])).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(folder.names(), ["a", "notes"]);
    assert_eq!(folder.text("a").unwrap(), "mine");

    fs::remove_file(folder.0.join("a")).unwrap();
    replace(&folder.0, &assembly(&[("a", "1")])).unwrap();
    replace(&folder.0, &assembly(&[])).unwrap();
    assert_eq!(folder.names(), ["notes"]);
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let folder = Temporary::new("whole");
    replace(&folder.0, &assembly(&[("a", "1"), ("z", "1")])).unwrap();
    fs::remove_file(folder.0.join("z")).unwrap();
    // A folder takes no file's place.
    fs::create_dir(folder.0.join("z")).unwrap();
    replace(&folder.0, &assembly(&[("a", "2"), ("z", "2")])).unwrap_err();
    assert_eq!(folder.names(), ["a", "z"]);
    assert_eq!(folder.text("a").unwrap(), "1");
}

#[test]
fn where_a_file_cannot_be_staged_nothing_is_left_of_the_others() {
    let folder = Temporary::new("staged");
    replace(&folder.0, &assembly(&[("a", "1"), ("z", "1")])).unwrap();
    // In the way of what is written beside its place.
    let in_the_way = folder.0.join(format!(".z.{}", std::process::id()));
    fs::create_dir(&in_the_way).unwrap();
    replace(&folder.0, &assembly(&[("a", "2"), ("z", "2")])).unwrap_err();
    fs::remove_dir(&in_the_way).unwrap();
    assert_eq!(folder.names(), ["a", "z"]);
    assert_eq!(folder.text("a").unwrap(), "1");
}

#[test]
fn an_index_leads_nobody_out_of_the_folder() {
    let outer = Temporary::new("out");
    outer.put("precious", "mine");
    let inner = outer.0.join("inner");
    fs::create_dir_all(inner.join("sub")).unwrap();
    fs::write(inner.join("sub/kept"), "mine").unwrap();
    let absolute = outer.0.join("precious");
    let names = format!(
        "../precious\n..\n.\n\nsub\nsub/kept\n..\\precious\n{}\n",
        absolute.display()
    );
    fs::write(inner.join(INDEX), names).unwrap();
    replace(&inner, &assembly(&[("a", "1")])).unwrap();
    assert_eq!(outer.text("precious").unwrap(), "mine");
    assert_eq!(outer.text("inner/sub/kept").unwrap(), "mine");
    assert_eq!(outer.text("inner/a").unwrap(), "1");
}

/// Before anything moves, the index names what was there and what will be: so what a run
/// that was cut short has left is ours to mend.
#[test]
fn a_run_that_was_cut_short_is_mended_by_the_next() {
    let folder = Temporary::new("cut-short");
    replace(&folder.0, &assembly(&[("a", "1"), ("old", "1")])).unwrap();
    // As it is between two renames: `a` is new, `new` is not there yet, `old` still is.
    folder.put("a", "2");
    folder.put(INDEX, "a\nnew\nold\n");
    replace(&folder.0, &assembly(&[("a", "3"), ("new", "3")])).unwrap();
    assert_eq!(folder.names(), ["a", "new"]);
    assert_eq!(folder.text("a").unwrap(), "3");
    assert_eq!(folder.text(INDEX).unwrap(), "a\nnew\n");
}

/// A run that was cut short before its last step, its index, leaves the next one nothing
/// to write; and a name that stayed would make a later file of others ours.
#[test]
fn an_index_that_names_too_much_is_put_right() {
    let folder = Temporary::new("index");
    replace(&folder.0, &assembly(&[("a", "1")])).unwrap();
    folder.put(INDEX, "a\nnotes\n");
    replace(&folder.0, &assembly(&[("a", "1")])).unwrap();
    folder.put("notes", "mine");
    replace(&folder.0, &assembly(&[("a", "2")])).unwrap();
    assert_eq!(folder.names(), ["a", "notes"]);
}

#[test]
fn the_difference_is_told_by_its_sort() {
    let folder = Temporary::new("drift");
    replace(
        &folder.0,
        &assembly(&[("same", "1"), ("old", "1"), ("stale", "1")]),
    )
    .unwrap();
    let drift = compare(
        &folder.0,
        &assembly(&[("same", "1"), ("old", "2"), ("new", "2")]),
    )
    .unwrap();
    let expected = [
        Drift::Missing("new".to_owned()),
        Drift::Differs("old".to_owned()),
        Drift::Stale("stale".to_owned()),
    ];
    assert_eq!(drift, expected);
    let nowhere = compare(&folder.0.join("nowhere"), &assembly(&[("a", "1")])).unwrap();
    assert_eq!(nowhere, [Drift::Missing("a".to_owned())]);
}

#[cfg(unix)]
#[test]
fn a_script_can_be_run() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Temporary::new("script");
    replace(
        &folder.0,
        &assembly(&[("deploy.sh", "#!/bin/sh"), ("a", "1")]),
    )
    .unwrap();
    let mode = |name| {
        fs::metadata(folder.0.join(name))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(mode("deploy.sh") & 0o111, 0o111);
    assert_eq!(mode("a") & 0o111, 0);
}
