//! `build`: whose a folder is, and what is said of it.

mod support;

use std::fs;

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
}
