//! The pages on migrating, `docs/from-cdk.md` and `docs/from-cloudformation.md`: what they
//! show is what is compiled, synthesized and rendered elsewhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use crate::cdk;
use crate::side::Side;

#[test]
fn the_cdk_page_shows_both_programs_whole() {
    let page = read("docs/from-cdk.md");
    let app = fs::read_to_string(cdk::source("reference-architecture")).unwrap();
    assert_eq!(joined(&page, "ts"), squeezed(&app));
    let script = read("examples/reference-architecture/build.rs");
    assert_eq!(joined(&page, "rs"), squeezed(pipeline_of(&script)));
}

/// Whatever action the CDK has, the page says what it is called here.
#[test]
fn every_action_of_the_cdk_has_a_word() {
    let page = read("docs/from-cdk.md");
    let library = cdk::installed().join("node_modules/aws-cdk-lib/aws-codepipeline-actions");
    let program = "console.log(JSON.stringify(Object.keys(require(process.argv[1]))))";
    let output = Command::new("node")
        .args(["-e", program])
        .arg(library)
        .output();
    let exports: Vec<String> = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    let actions = exports
        .iter()
        .filter(|name| name.ends_with("Action") && *name != "Action");
    let missing: Vec<_> = actions
        .filter(|name| !page.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "docs/from-cdk.md lacks {missing:?}");
    assert!(exports.iter().any(|name| name == "LambdaInvokeAction"));
}

/// With what the page adds to the app, no key goes with its stack.
#[test]
fn the_keys_of_the_cdk_stay_when_told_to() {
    let page = read("docs/from-cdk.md");
    let added = blocks(&page, "typescript");
    assert_eq!(added.len(), 1);
    let files = cdk::synthesize_with("reference-architecture", &added[0]);
    let side = Side::read(&files);
    let keys = side
        .stacks
        .iter()
        .flat_map(|stack| stack.resources.values())
        .filter(|body| body["Type"] == "AWS::KMS::Key");
    let stay: Vec<_> = keys.map(|body| body["DeletionPolicy"].as_str()).collect();
    assert_eq!(stay, [Some("Retain"); 3]);
}

#[test]
fn the_cloudformation_page_shows_the_program_whole_and_what_it_renders() {
    let page = read("docs/from-cloudformation.md");
    let script = read("examples/cross-region/build.rs");
    assert_eq!(joined(&page, "rs"), squeezed(pipeline_of(&script)));

    let assembly = examples::example("cross-region").synthesize().unwrap();
    let shown = blocks(&page, "yaml");
    assert!(shown.len() > 5, "hardly a template is shown");
    for (block, parsed) in shown.iter().zip(parsed(&shown)) {
        let stack = block.lines().next().unwrap().trim_start_matches("# ");
        let mut named = assembly
            .templates()
            .filter(|(name, _)| name.starts_with(&format!("{stack}-")));
        let (_, template) = named.next().unwrap_or_else(|| panic!("no stack `{stack}`"));
        assert!(named.next().is_none(), "two stacks `{stack}`");
        let unlike = unlike(&parsed, &template["Resources"], stack);
        assert_eq!(unlike, None, "otherwise:\n{block}");
    }
}

/// The place of something that is shown and is not so. What is shown may leave out keys of
/// a map, and members of a list of maps.
fn unlike(shown: &Json, rendered: &Json, place: &str) -> Option<String> {
    match (shown, rendered) {
        (Json::Object(shown), Json::Object(rendered)) => shown.iter().find_map(|(key, value)| {
            let place = format!("{place}.{key}");
            match rendered.get(key) {
                Some(rendered) => unlike(value, rendered, &place),
                None => Some(place),
            }
        }),
        (Json::Array(shown), Json::Array(rendered)) if shown.iter().all(Json::is_object) => {
            let mut left = rendered.iter();
            let missing = shown
                .iter()
                .position(|one| !left.any(|other| unlike(one, other, place).is_none()));
            missing.map(|at| format!("{place}[{at}]"))
        }
        _ => (shown != rendered).then(|| place.to_owned()),
    }
}

#[test]
fn what_is_shown_and_not_so_is_found() {
    let rendered = json!({ "A": [{ "B": 1, "C": ["x"] }, { "B": 2 }] });
    for (shown, place) in [
        (json!({ "A": [{ "B": 2 }] }), None),
        (json!({ "A": [{ "C": ["x"] }] }), None),
        (json!({ "A": [{ "C": ["x", "y"] }] }), Some("r.A[0]")),
        (json!({ "A": [{ "B": 2 }, { "B": 1 }] }), Some("r.A[1]")),
        (json!({ "D": 1 }), Some("r.D")),
    ] {
        assert_eq!(unlike(&shown, &rendered, "r").as_deref(), place);
    }
}

// --- reading ---

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The blocks of a language, as they stand.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let starts = page.match_indices(&fence);
    let blocks = starts.map(|(at, _)| {
        let rest = &page[at + fence.len()..];
        rest[..rest.find("```").unwrap()].to_owned()
    });
    blocks.collect()
}

fn joined(page: &str, language: &str) -> String {
    squeezed(&blocks(page, language).join("\n"))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in `pipeline! { … }` in a build script.
fn pipeline_of(script: &str) -> &str {
    let (_, rest) = script.split_once("\n    pipeline! {\n").unwrap();
    rest.split_once("\n    }\n}\n").unwrap().0
}

/// YAML, by the parser that the linters bring along.
fn parsed(blocks: &[String]) -> Vec<Json> {
    let folder = tempfile::tempdir().unwrap();
    let given: PathBuf = folder.path().join("blocks");
    fs::write(&given, blocks.join("\n---\n")).unwrap();
    let program =
        "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))";
    let output = Command::new(cdk::installed().join("bin/python"))
        .args(["-c", program])
        .arg(&given)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let all: Vec<Json> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(all.len(), blocks.len());
    all
}
