//! `report.html` and `pipeline.json`: every example's, one that is as large as pipelines get, and
//! one with texts that try to break out of their places. The page is opened in a headless Chromium
//! by `drive.mjs`, which says what it holds them to. `SCREENSHOTS=1` makes those of the docs anew.

#[path = "../support/examples.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod examples;
mod made;
#[path = "../support/oracles.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod oracles;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value as Json, json};

/// The folder with a report of each kind, by name.
fn reports() -> BTreeMap<String, PathBuf> {
    let mut out = BTreeMap::new();
    for example in examples::names() {
        let folder = examples::synthesize(&example);
        out.insert(example, folder);
    }
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    for (name, pipeline) in made::all() {
        let assembly = pipeline
            .synthesize()
            .unwrap_or_else(|found| panic!("{name}: {found}"));
        let folder = made.join(name);
        fs::create_dir_all(&folder).unwrap();
        for file in ["report.html", "pipeline.json"] {
            let text = made::turned(&assembly.files()[file]);
            fs::write(folder.join(file), text).unwrap();
        }
        out.insert(name.to_owned(), folder);
    }
    out
}

/// Runs the script, and gives what it says is wrong.
fn driven(task: &Json) -> Vec<String> {
    let oracles = oracles::folder();
    assert!(
        oracles.join("node_modules/playwright-core").is_dir(),
        "playwright-core is not installed: tests/oracles/install.sh"
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page");
    let written = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-task.json");
    fs::write(&written, task.to_string()).unwrap();
    let output = Command::new("node")
        .arg(folder.join("drive.mjs"))
        .arg(&oracles)
        .arg(&written)
        .output()
        .expect("node is installed: tests/oracles/install.sh");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
    said.lines().map(str::to_owned).collect()
}

#[test]
fn the_report_opens_and_can_be_used() {
    let reports = reports();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shots = std::env::var_os("SCREENSHOTS").map(|_| root.join("docs/images"));
    let wrong = driven(&json!({
        "bless": std::env::var("BLESS").is_ok_and(|set| set == "1"),
        "hostile": "hostile",
        "large": "large",
        "policy": root.join("pipeline-core/src/write/page/policy.txt"),
        "reports": reports,
        "schema": root.join("docs/pipeline.schema.json"),
        "shots": shots,
        "small": "reference-architecture",
    }));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The page has the data as the file has it.
#[test]
fn the_page_holds_the_data_of_the_file() {
    for (name, folder) in reports() {
        let read = |file| fs::read_to_string(folder.join(file)).unwrap();
        let (page, data) = (read("report.html"), read("pipeline.json"));
        assert!(
            page.contains(&format!("id=\"data\">{data}</script>")),
            "{name}"
        );
        assert!(!data.contains('<'), "{name}");
        let data: Json = serde_json::from_str(&data).unwrap();
        for pipeline in data["pipelines"].as_array().unwrap() {
            places_name_what_is_there(pipeline, &name);
        }
    }
}

/// Every number that stands for another thing names one.
fn places_name_what_is_there(pipeline: &Json, name: &str) {
    let count = |list: &str| pipeline[list].as_array().map_or(0, Vec::len) as u64;
    let within = |value: &Json, list: &str| {
        let values = value
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![value.clone()]);
        for value in values.iter().filter_map(Json::as_u64) {
            assert!(value < count(list), "{name}: {value} of {list}");
        }
    };
    let all = |list: &str| pipeline[list].as_array().cloned().unwrap_or_default();
    let mut requests = all("requests");
    for action in all("actions") {
        within(&action["lane"], "lanes");
        within(&action["role"], "roles");
        within(&action["project"], "projects");
        within(&action["inputs"], "artifacts");
        within(&action["outputs"], "artifacts");
        requests.extend(action["requests"].as_array().cloned().unwrap_or_default());
    }
    assert!(!requests.is_empty(), "{name}");
    for request in requests {
        for (at, list) in ["roles", "calls", "texts", "texts", "statements", "texts"]
            .into_iter()
            .enumerate()
        {
            within(&request[at], list);
        }
    }
    let mut seen = 0;
    for stage in all("stages") {
        within(&stage["actions"], "actions");
        seen += stage["actions"].as_array().map_or(0, Vec::len);
        for condition in stage["conditions"].as_array().into_iter().flatten() {
            within(&condition["rules"], "actions");
            seen += condition["rules"].as_array().map_or(0, Vec::len);
        }
    }
    assert_eq!(seen as u64, count("actions"), "{name}");
    for artifact in all("artifacts") {
        within(&artifact["maker"], "actions");
        within(&artifact["readers"], "actions");
    }
    for role in all("roles") {
        within(&role["account"], "accounts");
        within(&role["stores"], "stores");
        within(&role["trust"], "roles");
        for denied in role["denied"].as_array().into_iter().flatten() {
            within(&denied[0], "sorts");
            within(&denied[2], "texts");
        }
    }
    for statement in all("statements") {
        within(&statement[0], "policies");
    }
    for policy in all("policies") {
        within(&policy[0], "texts");
        within(&policy[2], "texts");
    }
    for lane in all("lanes").iter().chain(&all("stacks")) {
        within(&lane["account"], "accounts");
    }
}
