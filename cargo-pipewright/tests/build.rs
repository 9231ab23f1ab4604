//! `build`: whose a folder is, and what is said of it.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::{SOUND, run};

/// Two files of one name are two, and the folder is the first one's from wherever it is written.
#[test]
fn a_folder_belongs_to_a_file_and_not_to_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for (team, name) in [("one", "site"), ("other", "shop")] {
        fs::create_dir(folder.join(team)).expect("a folder");
        let text = SOUND.replace("\"site\"", &format!("\"{name}\""));
        fs::write(folder.join(team).join("app.pipeline"), text).expect("a file");
    }
    run(folder, ["build", "one/app.pipeline"]).succeeds();
    let said = run(folder, ["build", "other/app.pipeline"]).fails();
    assert!(
        said.contains("[P560] `app-templates` holds the output of `../one/app.pipeline`"),
        "{said}"
    );
    let said = run(
        &folder.join("one"),
        ["build", "app.pipeline", "--out", "../app-templates"],
    );
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("0 of "), "{}", said.err);
}

/// Writes the pipelines of a folder, `a.pipeline` for the pipeline `a`, each with its own queue.
fn write(folder: &Path, name: &str, queue: &str) {
    let text = SOUND.replace("\"site\"", &format!("\"{name}\""));
    let queue = format!("resource {queue}: \"AWS::SQS::Queue\" {{ QueueName: \"{name}\" }}\n");
    let file = folder.join(name).with_extension("pipeline");
    fs::write(file, text + &queue).expect("a file");
}

/// The stacks of each pipeline are there, and no others.
fn assert_holds(folder: &Path, pipelines: &[&str]) {
    let index = fs::read_to_string(folder.join(".pipewright")).expect("an index");
    let listed: BTreeSet<&str> = index.lines().filter(|line| !line.contains(' ')).collect();
    let entries = fs::read_dir(folder).expect("a folder");
    let names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("text")
        })
        .filter(|name| name != ".pipewright")
        .collect();
    assert_eq!(listed, names.iter().map(String::as_str).collect());
    let of = |name: &String| {
        name.split_once("-pipeline-")
            .map(|(pipeline, _)| pipeline.to_owned())
    };
    let found: BTreeSet<String> = names.iter().filter_map(of).collect();
    assert_eq!(
        found,
        pipelines.iter().map(|name| (*name).to_owned()).collect()
    );
    let script = fs::read_to_string(folder.join("deploy.sh")).expect("a script");
    for name in ["a", "b", "c", "d"] {
        let named = script.contains(&format!("{name}-pipeline-"));
        assert_eq!(named, pipelines.contains(&name), "{name}: {script}");
    }
}

#[test]
fn files_of_a_build_come_go_change_places_and_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for name in ["a", "b", "c"] {
        write(folder, name, "failed");
    }
    let out = folder.join("out");
    let build = |from: &Path, files: &[&str], out: &str, pipelines: &[&str]| {
        let ran = run(from, [&["build", "-o", out], files].concat());
        assert_eq!(ran.code, 0, "{files:?}: {}", ran.err);
        assert_holds(&folder.join("out"), pipelines);
        ran.err
    };
    build(folder, &["a.pipeline", "b.pipeline"], "out", &["a", "b"]);
    // From elsewhere, by another path, in another order.
    fs::create_dir(folder.join("sub")).expect("a folder");
    let files = ["../b.pipeline", "../sub/../a.pipeline"];
    build(&folder.join("sub"), &files, "../out", &["a", "b"]);
    let said = build(folder, &["a.pipeline", "b.pipeline"], "out", &["a", "b"]);
    assert!(
        !said.contains("removed") && !said.contains("no longer"),
        "{said}"
    );
    // One more, while what was there is compared.
    write(folder, "a", "missed");
    let files = ["c.pipeline", "b.pipeline", "a.pipeline"];
    let said = build(folder, &files, "out", &["a", "b", "c"]);
    assert!(
        said.contains("[P545] `AWS::SQS::Queue` `a` in account"),
        "{said}"
    );
    // One less.
    let said = build(folder, &["c.pipeline", "a.pipeline"], "out", &["a", "c"]);
    assert!(said.contains(" changed, 2 removed\n"), "{said}");
    assert!(said.contains("stacks `b-artifacts-") && said.contains("are no longer generated"));
    // One in place of the other, and a file with another name.
    build(folder, &["c.pipeline", "b.pipeline"], "out", &["b", "c"]);
    fs::rename(folder.join("c.pipeline"), folder.join("d.pipeline")).expect("renamed");
    build(folder, &["d.pipeline"], "out", &["c"]);
    write(folder, "c", "failed");
    // What was renamed is still there, so that nothing tells it from a copy.
    let said = run(folder, ["build", "c.pipeline", "-o", "out"]).fails();
    assert!(
        said.contains("[P560] `out` holds the output of `../d.pipeline`"),
        "{said}"
    );
    let advice = "write `output of ../c.pipeline` as the first line of `out/.pipewright`";
    assert!(said.contains(advice), "{said}");
    let index = fs::read_to_string(out.join(".pipewright")).expect("an index");
    let index = index.replace("output of ../d.pipeline", "output of ../c.pipeline");
    fs::write(out.join(".pipewright"), index).expect("an index");
    build(folder, &["c.pipeline"], "out", &["c"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_what_it_leads_to() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder, "a", "failed");
    run(folder, ["build", "a.pipeline", "-o", "out"]).succeeds();
    symlink("a.pipeline", folder.join("linked.pipeline")).expect("a link");
    symlink("out", folder.join("linked")).expect("a link");
    for (file, out) in [("linked.pipeline", "out"), ("a.pipeline", "linked")] {
        run(folder, ["build", file, "-o", out]).succeeds();
        assert_holds(&folder.join("out"), &["a"]);
    }
}

/// What is not listed could be of others; the advice gets the folder back.
#[test]
fn a_list_that_was_lost_can_be_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder, "a", "failed");
    run(folder, ["build", "a.pipeline", "-o", "out"]).succeeds();
    let index = folder.join("out/.pipewright");
    let listed = fs::read_to_string(&index).expect("an index");
    fs::remove_file(&index).expect("removed");
    write(folder, "a", "missed");
    let said = run(folder, ["build", "a.pipeline", "-o", "out"]).fails();
    assert!(
        said.contains("[P562] `out` has no `.pipewright`, which lists what pipewright wrote"),
        "{said}"
    );
    assert!(
        said.contains("write it: `output of ../a.pipeline`, and below it the name of each file")
    );
    fs::write(&index, &listed).expect("an index");
    let ran = run(folder, ["build", "a.pipeline", "-o", "out"]);
    assert!(ran.code == 0 && ran.err.contains("[P545]"), "{}", ran.err);
    // One that does not list a file.
    let listed: Vec<&str> = listed.lines().filter(|line| *line != "REPORT.md").collect();
    fs::write(&index, listed.join("\n")).expect("an index");
    write(folder, "a", "failed");
    let said = run(folder, ["build", "a.pipeline", "-o", "out"]).fails();
    assert!(
        said.contains("[P562] `out/.pipewright` lists what pipewright wrote, and `REPORT.md` not"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_deployed_over_the_last_output_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let with = |declared: &str| {
        let topic = format!("resource {declared}: \"AWS::SNS::Topic\" {{ TopicName: \"told\" }}\n");
        fs::write(folder.join("app.pipeline"), format!("{SOUND}{topic}")).expect("a file");
        let ran = run(folder, ["build", "app.pipeline"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.err
    };
    assert!(!with("topic").contains("warning"), "nothing was there");
    let said = with("releases");
    assert!(
        said.contains("warning: [P545] topic `told` in account 111111111111"),
        "{said}"
    );
    assert!(said.contains("errors/index.html#p545"), "{said}");
    // A check says the same, and names no source of ours.
    with("topic");
    let file = folder.join("app.pipeline");
    let text = fs::read_to_string(&file).expect("a file");
    fs::write(&file, text.replace("resource topic", "resource releases")).expect("a file");
    let checked = run(folder, ["build", "app.pipeline", "--check"]);
    assert_eq!(checked.code, 1, "{}", checked.err);
    let told = "\nwarning: [P545] topic `told` in account 111111111111";
    assert!(checked.out.contains(told), "{}", checked.out);
}
