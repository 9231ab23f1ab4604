//! What others put into the folder stays, whatever the index says.

use super::*;

#[test]
fn a_file_of_others_is_neither_overwritten_nor_removed() {
    let folder = Temporary::new("others");
    // One that looks like ours, and that nobody has listed.
    folder.put(A, &ours(A, "mine"));
    folder.put("notes", "mine too");
    folder.put("mine.template.json", &ours(A, "mine as well"));
    let refused = as_app(&folder.0, &[(A, "1"), (B, "2")]);
    assert_eq!(in_the_way(refused), [A]);
    assert_eq!(folder.names(), [A, "mine.template.json", "notes"]);
    assert_eq!(folder.text(A).unwrap(), ours(A, "mine"));

    fs::remove_file(folder.0.join(A)).unwrap();
    put(&folder.0, &[(A, "1")]);
    put(&folder.0, &[]);
    assert_eq!(folder.names(), ["mine.template.json", "notes"]);
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let folder = Temporary::new("whole");
    put(&folder.0, &[(A, "1"), (B, "1")]);
    fs::remove_file(folder.0.join(B)).unwrap();
    // A folder takes no file's place.
    fs::create_dir(folder.0.join(B)).unwrap();
    let refused = as_app(&folder.0, &[(A, "2"), (B, "2")]);
    assert_eq!(in_the_way(refused), [B]);
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
        let refused = as_app(&inner, &[(A, "2"), (name, "2")]);
        assert_eq!(in_the_way(refused), [name]);
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
