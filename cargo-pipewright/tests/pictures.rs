//! `graph`, `simulate` and `open`, on files and on folders that a build wrote.

mod support;

use std::fs;
use std::path::Path;

use support::{SOUND, run};

/// A stage whose actions stand one after the other, though only one of them has to.
const BUILDS: &str = r#"name: "app";
home tools = "111111111111" @ "us-east-1";
account prod = "444444444444" @ "us-east-1";
project package { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" }
stage Source {
    let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
}
stage Build {
    let packaged = Package: CodeBuild(source) { project_name: package };
    Check: CodeBuildTest(source) { project_name: package };
    Use: CodeBuildTest(packaged) { project_name: package };
    Look: Manual;
}
stage Copy in prod {
    Upload: S3Deploy(packaged) { bucket_name: "app", extract: true };
    Tell: Lambda { function_name: "tell", user_parameters: "{Package}" };
}
"#;

fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("app.pipeline"), text).expect("a file");
    folder
}

fn build(folder: &Path) {
    run(folder, ["build", "app.pipeline", "--out", "out"]).succeeds();
}

#[test]
fn a_file_and_its_folder_have_one_picture() {
    let folder = folder(BUILDS);
    let folder = folder.path();
    build(folder);
    for format in ["mermaid", "dot"] {
        let of_the_file = run(folder, ["graph", "app.pipeline", "--format", format]).succeeds();
        let of_the_folder = run(folder, ["graph", "out", "--format", format]).succeeds();
        assert_eq!(of_the_file, of_the_folder);
    }
}

#[test]
fn mermaid_has_stages_actions_and_artifacts() {
    let folder = folder(BUILDS);
    let drawn = run(folder.path(), ["graph", "app.pipeline"]).succeeds();
    let lines: Vec<&str> = drawn.lines().map(str::trim).collect();
    let count = |word: &str| lines.iter().filter(|line| line.starts_with(word)).count();
    assert_eq!(lines[0], "flowchart LR");
    assert_eq!((count("subgraph "), count("end")), (4, 4));
    for line in [
        "subgraph p0s1[\"Build\"]",
        "p0a0[\"Checkout<br>CodeCommit<br>tools, us-east-1\"]",
        "p0a4[\"Look<br>Manual\"]",
        "p0a1 --> p0a2",
        "p0s0 ==> p0s1",
        "p0a0 -. \"source\" .-> p0a1",
        "p0a1 -. \"packaged\" .-> p0a5",
    ] {
        assert!(lines.contains(&line), "{line} is not in\n{drawn}");
    }
}

#[test]
fn dot_has_the_same() {
    let folder = folder(BUILDS);
    let drawn = run(folder.path(), ["graph", "app.pipeline", "--format", "dot"]).succeeds();
    let opened = drawn.matches('{').count();
    assert_eq!(opened, drawn.matches('}').count());
    assert_eq!(opened, 5, "the graph, the pipeline and three stages");
    for part in [
        "p0a1 [label=\"Package\\nCodeBuild\\ntools, us-east-1\"",
        "p0a1 -> p0a2;",
        "p0a0 -> p0a1 [label=\"source\", style=dashed",
        "lhead=cluster_p0s1",
    ] {
        assert!(drawn.contains(part), "{part} is not in\n{drawn}");
    }
}

/// Whatever stands in a folder, no text leaves its quotes.
#[test]
fn a_strange_folder_is_drawn_or_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let said = run(folder, ["graph", "."]).fails();
    assert!(said.contains("pipeline.json"), "{said}");
    let write = |text: &str| fs::write(folder.join("pipeline.json"), text).expect("a file");
    for wrong in [
        "",
        "[]",
        "{}",
        "{\"format\": \"pipewright/pipeline/2\"}",
        "\u{0}",
    ] {
        write(wrong);
        run(folder, ["graph", "."]).fails();
        run(folder, ["simulate", "."]).fails();
    }
    write(
        r#"{"format": "pipewright/pipeline/1", "pipelines": [
            {"name": "a\"]\nend", "stages": [{"name": "`<b>", "actions": [0, 7, -1, "x"]}, 3],
             "actions": [{"name": "\"; x", "order": -4, "lane": 9, "inputs": [5], "project": 3}],
             "artifacts": [{"name": 1, "maker": 99, "readers": [0, 12]}]}, null]}"#,
    );
    let drawn = run(folder, ["graph", "."]).succeeds();
    assert!(drawn.contains("p0[\"a#34;#93; end\"]"), "{drawn}");
    let drawn = run(folder, ["graph", ".", "--format", "dot"]).succeeds();
    assert!(drawn.contains("label=\"a\\\"]\\nend\""), "{drawn}");
    run(folder, ["simulate", "."]).succeeds();
}

#[test]
fn a_simulation_has_the_order_the_critical_path_and_what_could_start_earlier() {
    let folder = folder(BUILDS);
    let told = run(
        folder.path(),
        [
            "simulate",
            "app.pipeline",
            "--duration",
            "Build/Package=8",
            "--duration",
            "CodeBuildTest=2.5",
            "--duration",
            "Build/Look=60",
        ],
    )
    .succeeds();
    let cells = |title: &str| -> Vec<&str> {
        let mut lines = told.lines();
        let line = lines.find(|line| line.starts_with(title)).expect(title);
        line.split_whitespace().skip(1).take(4).collect()
    };
    assert!(
        told.starts_with("Pipeline `app`, type V2: 76 minutes"),
        "{told}"
    );
    assert_eq!(
        cells("Build/Package"),
        ["CodeBuild", "Source/Checkout", "1", "8"]
    );
    assert_eq!(
        cells("Build/Check"),
        ["CodeBuildTest", "Build/Package", "9", "2.5"]
    );
    assert_eq!(cells("Build/Look"), ["Manual", "Build/Use", "14", "60"]);
    assert!(
        told.contains("  Build/Look (60)\n  Copy/Upload (1)"),
        "{told}"
    );
    assert!(
        told.contains("Build/Check waits for `Package` and takes nothing from there: 8 minutes"),
        "{told}"
    );
    assert!(!told.contains("Build/Package waits"), "{told}");
    // It needs what the first build made, and waits for the second one only.
    assert!(
        told.contains("Build/Use waits for `Check` and takes nothing from there: 2.5 minutes"),
        "{told}"
    );
    // An approval is of everything before it.
    assert!(!told.contains("Build/Look waits"), "{told}");
    assert!(
        told.contains("stage Build could take 70.5 minutes in place of 73"),
        "{told}"
    );
    // Package 8, twice 2.5 rounded up, and three of one minute; the approval is free.
    assert!(told.contains("$0.034    17 minutes of actions"), "{told}");
    assert!(
        told.contains("$0.070    14 minutes of BUILD_GENERAL1_SMALL"),
        "{told}"
    );
    assert!(told.contains("$1.000    1 key"), "{told}");
}

#[test]
fn durations_come_from_a_file_and_are_checked() {
    let folder = folder(SOUND);
    let folder = folder.path();
    let simulate = |file: &str| {
        fs::write(folder.join("times.json"), file).expect("a file");
        run(
            folder,
            ["simulate", "app.pipeline", "--durations", "times.json"],
        )
    };
    let told = simulate("{\"Source/Upload\": 2, \"S3Deploy\": 0.5}").succeeds();
    assert!(told.contains(": 2.5 minutes;"), "{told}");
    assert!(!told.contains(" ?"), "{told}");
    for (file, said) in [
        (
            "{\"Source/Uplod\": 2}",
            "no action is called `Source/Uplod`",
        ),
        ("{\"Source/Upload\": \"2\"}", "has no number of minutes"),
        ("{\"Source/Upload\": -1}", "cannot take -1 minutes"),
        ("[1]", "it is no map"),
        ("{", "times.json"),
    ] {
        let found = simulate(file).fails();
        assert!(found.contains(said), "{found}");
    }
    for wrong in [
        "Source/Upload",
        "Source/Upload=x",
        "Source/Upload=inf",
        "=1",
    ] {
        run(folder, ["simulate", "app.pipeline", "--duration", wrong]).fails();
    }
}

/// Numbers have the word that they need.
#[test]
fn one_is_a_minute() {
    let folder = folder(SOUND);
    let once = [
        "simulate",
        "app.pipeline",
        "--duration",
        "Source/Upload=1",
        "--duration",
        "Publish/Copy=0",
    ];
    let told = run(folder.path(), once).succeeds();
    assert!(told.contains("type V2: 1 minute; "), "{told}");
    assert!(told.contains("    1 minute of actions"), "{told}");
    for wrong in [" 1 minutes", " 1 keys", " 1 requests"] {
        assert!(!told.contains(wrong), "{wrong}: {told}");
    }
}

#[test]
fn prices_are_those_that_a_user_gives() {
    let folder = folder(SOUND);
    let folder = folder.path();
    let simulate = |file: &str| {
        fs::write(folder.join("prices.json"), file).expect("a file");
        run(
            folder,
            ["simulate", "app.pipeline", "--prices", "prices.json"],
        )
    };
    let told = simulate("{\"action-minute\": 2, \"key-month\": 0}").succeeds();
    assert!(
        told.contains("2 prices are yours; the others: us-east-1"),
        "{told}"
    );
    assert!(told.contains("$4.000    2 minutes of actions"), "{told}");
    for (file, said) in [
        (
            "{\"action-minutes\": 2}",
            "there is no price `action-minutes`",
        ),
        ("{\"key-call\": \"2\"}", "is no number of dollars"),
        ("{\"key-call\": -1}", "is no number of dollars"),
        ("[1]", "it is no map"),
        ("{", "prices.json"),
    ] {
        let found = simulate(file).fails();
        assert!(found.contains(said), "{found}");
    }
    run(
        folder,
        ["simulate", "app.pipeline", "--prices", "none.json"],
    )
    .fails();
    run(folder, ["simulate", "app.pipeline", "--prices", "."]).fails();
}

/// Rules run before and behind the actions of their stage, and an alarm is watched as long as it says.
#[test]
fn conditions_take_time_too() {
    let rules = "    before_entry SKIP { Ready: LambdaInvoke { function_name: \"ready\" }; }\n    \
                 on_success FAIL { Quiet: CloudWatchAlarm { alarm_name: \"errors\", wait_time: 15 }; }\n    Copy:";
    let folder = folder(&SOUND.replace("    Copy:", rules));
    let told = run(folder.path(), ["simulate", "app.pipeline"]).succeeds();
    let starts: Vec<Vec<&str>> = told
        .lines()
        .filter(|line| line.starts_with("Publish/"))
        .map(|line| line.split_whitespace().take(5).collect())
        .collect();
    assert_eq!(
        starts,
        [
            ["Publish/Ready", "LambdaInvoke", "Source/Upload", "1", "1"],
            ["Publish/Copy", "S3Deploy", "Publish/Ready", "2", "1"],
            [
                "Publish/Quiet",
                "CloudWatchAlarm",
                "Publish/Copy",
                "3",
                "15"
            ],
        ],
        "{told}"
    );
    assert!(told.contains("minutes of rules"), "{told}");
}

/// A pipeline of type `V1` is billed by the month, and one without a key has none.
#[test]
fn what_is_billed_depends_on_the_type() {
    let folder = folder(&format!("pipeline_type: V1;\n{SOUND}"));
    let told = run(folder.path(), ["simulate", "app.pipeline"]).succeeds();
    assert!(
        told.contains("$1.000    a pipeline of type V1 that runs"),
        "{told}"
    );
    assert!(!told.contains("minutes of actions"), "{told}");
    assert!(!told.contains("key"), "{told}");
}

#[test]
fn open_finds_the_report_or_says_what_to_do() {
    let folder = folder(SOUND);
    let folder = folder.path();
    let said = run(folder, ["open"]).fails();
    assert!(said.contains("cargo build"), "{said}");
    let said = run(folder, ["open", "none"]).fails();
    assert!(said.contains("there is no folder `none`"), "{said}");
    build(folder);
    let report = folder.join("out/report.html");
    let _ = fs::remove_file(&report);
    let said = run(folder, ["open", "out"]).fails();
    assert!(said.contains("`out` has no `report.html`"), "{said}");
    fs::write(&report, "<!doctype html>").expect("a file");
    for arguments in [vec!["open", "out", "--print"], vec!["open", "--print"]] {
        let found = run(folder, arguments).succeeds();
        assert_eq!(found, "out/report.html\n");
    }
    // Where Cargo's build scripts write.
    let crate_s = folder.join("target/debug/pipewright/app");
    fs::create_dir_all(&crate_s).expect("a folder");
    fs::rename(&report, crate_s.join("report.html")).expect("a file");
    let found = run(folder, ["open", "--print"]).succeeds();
    assert_eq!(found, "target/debug/pipewright/app/report.html\n");
}

#[test]
fn explain_proposes_codes_and_colours_where_it_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let page = run(folder, ["explain", "p134"]).succeeds();
    assert!(
        page.starts_with("error P134: ") && !page.contains('\u{1b}'),
        "{page}"
    );
    let page = run(folder, ["explain", "P134", "--color", "always"]).succeeds();
    assert!(page.starts_with('\u{1b}'), "{page}");
    let said = run(folder, ["explain", "P100"]).fails();
    assert!(said.contains("there is no code `P100`"), "{said}");
    assert!(
        said.contains("  P10") && said.contains("did you mean"),
        "{said}"
    );
    let said = run(folder, ["explain", "zzzz"]).fails();
    assert!(said.contains("a code is `P` and three digits"), "{said}");
}
