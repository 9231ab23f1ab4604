//! Completion as rust-analyzer works it out: the expansion of what is written, beside that of the
//! same with a word at the cursor. `tests/editor/drive.py` asks a real one.

mod offered;

use std::collections::BTreeSet;

use syn::{Expr, ExprLit, Item, ItemMod, Lit, Meta, MetaNameValue, UseTree};

/// The word that rust-analyzer puts at the cursor.
const WORD: &str = "raCompletionMarker";

/// The uses of names, as text.
fn uses(source: &str) -> Option<String> {
    let source = pipewright_syntax::parse(source.parse().ok()?);
    Some(super::uses(&source, &super::titles(&source.word_sets)).to_string())
}

/// What an editor finds at the place of a word.
enum Found {
    /// No use of a name: the word declares one, or stands where none can.
    Nothing,
    /// Another expansion before the word: the editor looks at the wrong place.
    Apart(String),
    /// The module that holds what it offers.
    Module(String),
}

/// What is found where a source is cut in two.
fn found(before: &str, behind: &str) -> Found {
    let with = format!("{before}{WORD}{behind}");
    let (Some(written), Some(with)) = (uses(&format!("{before}{behind}")), uses(&with)) else {
        return Found::Nothing;
    };
    let Some((path, _)) = with.split_once(WORD) else {
        return Found::Nothing;
    };
    let typed = path.trim_end_matches(|sign: char| sign == '_' || sign.is_alphanumeric());
    let Some(title) = typed
        .strip_suffix(" :: ")
        .and_then(|path| path.rsplit(' ').next())
    else {
        return Found::Nothing;
    };
    if written.starts_with(path) {
        Found::Module(title.to_owned())
    } else {
        Found::Apart(title.to_owned())
    }
}

/// The modules of names of a source.
fn modules(source: &str) -> Vec<ItemMod> {
    let source = pipewright_syntax::parse(source.parse().expect("tokens"));
    let (fixed, names) = (
        super::fixed(),
        super::names(&source, &super::titles(&source.word_sets)),
    );
    let file: syn::File = syn::parse2(quote::quote!(#fixed #names)).expect("Rust items");
    let modules = file.items.into_iter().filter_map(|item| match item {
        Item::Mod(module) => Some(module),
        _ => None,
    });
    modules.collect()
}

/// The names in a module of a source, and in those that it re-exports.
fn names(source: &str, title: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    add(&modules(source), title, &mut found);
    found
}

fn add(modules: &[ItemMod], title: &str, found: &mut BTreeSet<String>) {
    let module = modules.iter().find(|module| module.ident == title);
    let items = module.and_then(|module| module.content.as_ref());
    for item in items.iter().flat_map(|(_, items)| items) {
        match item {
            Item::Struct(item) => {
                found.insert(item.ident.to_string());
            }
            Item::Use(item) => {
                if let UseTree::Path(parent) = &item.tree
                    && let UseTree::Path(other) = &*parent.tree
                {
                    add(modules, &other.ident.to_string(), found);
                }
            }
            _ => {}
        }
    }
}

/// The names that are offered at the `|` of a source.
fn offered(source: &str) -> BTreeSet<String> {
    let (before, behind) = source.split_once('|').expect("a cursor");
    match found(before, behind) {
        Found::Module(title) => names(&format!("{before}{behind}"), &title),
        Found::Apart(title) => panic!("{source}: {title} is somewhere else"),
        Found::Nothing => BTreeSet::new(),
    }
}

/// A pipeline with one of nearly everything that a word can stand in.
const SAMPLE: &str = r#"
name: "app"; execution_mode: QUEUED; tags: { team: "web" };
home tools = "111111111111" @ "us-east-1"; account prod = "222222222222" @ eu_west_1;
store main in tools @ "us-east-1" { versioning: true }
role deploys in prod { statements: [{ actions: ["s3:GetObject"], effect: Allow }] }
project package { image: "one", vpc_config: { vpc_id: "vpc-1" }, role: deploys }
resource topic: "AWS::SNS::Topic" { DisplayName: "Approvals" }
variable TAG = "latest" { description: "the image" }
trigger Checkout { push: { branches: { includes: ["main"] } } }
notify Failed { pipeline_states: [FAILED], topic: topic.TopicArn }
output Arn = pipeline.arn { description: "the pipeline" }
stage Source { let source = Checkout: CodeConnection { branch_name: "main" }; }
stage Deploy in prod @ "eu-west-1" {
    before_entry FAIL { Open: DeploymentWindow { cron: "a" }; }
    on_failure RETRY FAILED_ACTIONS;
    parallel { let built = Build: CodeBuild(source) { project_name: package, environment_variables: { A: variables.TAG } }; }
    Update: CloudFormation(source, built) via main as deploys {
        action_mode: CREATE_UPDATE, capabilities: [CAPABILITY_IAM], template_path: built / "t.yml",
        role_arn: deploys, parameter_overrides: { Commit: Checkout.CommitId, Later: (later()) },
    };
    Review: Manual of [Update] { custom_data: "a" };
}
"#;

#[test]
fn both_expansions_agree_up_to_the_cursor() {
    let mut found_at = 0;
    let mut ends_word = true;
    for (at, sign) in SAMPLE.char_indices() {
        let begins_gap = sign.is_whitespace() && !ends_word;
        ends_word = sign.is_whitespace();
        if !begins_gap && !"{([.".contains(sign) {
            continue;
        }
        let (before, behind) = SAMPLE.split_at(at + sign.len_utf8());
        match found(before, &format!(" {behind}")) {
            Found::Nothing => {}
            Found::Module(_) => found_at += 1,
            Found::Apart(title) => panic!("{before}|: {title} is somewhere else"),
        }
    }
    assert!(found_at > 150, "{found_at}");
}

/// The documentation of a name in a module.
fn sentence(source: &str, title: &str, name: &str) -> String {
    let module = modules(source)
        .into_iter()
        .find(|module| module.ident == title);
    let items = module
        .and_then(|module| module.content)
        .map(|(_, items)| items);
    let attributes = items.into_iter().flatten().find_map(|item| match item {
        Item::Struct(item) if item.ident == name => Some(item.attrs),
        _ => None,
    });
    let attribute = attributes.and_then(|attributes| attributes.into_iter().next());
    match attribute.map(|attribute| attribute.meta) {
        Some(Meta::NameValue(MetaNameValue {
            value:
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }),
            ..
        })) => text.value(),
        _ => String::new(),
    }
}

#[test]
fn names_have_their_sentences() {
    for (title, name, expected) in [
        (
            "accounts",
            "prod",
            "Account `222222222222`, region `eu-west-1`.",
        ),
        (
            "accounts",
            "tools",
            "Home, account `111111111111`, region `us-east-1`.",
        ),
        (
            "artifacts",
            "built",
            "An artifact. Action `Build` of stage `Deploy` makes it (`CodeBuild`).",
        ),
        ("stages", "Source", "A stage with the actions `Checkout`."),
        ("roles", "deploys", "A role that we make in account `prod`."),
        ("stores", "main", "An artifact store that we make."),
        ("projects", "package", "A CodeBuild project that we make."),
        (
            "pipeline_variables",
            "TAG",
            "A pipeline variable, by default `latest`.",
        ),
        (
            "resources",
            "topic",
            "A resource of type `AWS::SNS::Topic`.",
        ),
        (
            "regions",
            "eu_west_1",
            "Region `eu-west-1`, in partition `aws`.",
        ),
        (
            "keys_of_CodeBuild",
            "project_name",
            "The project: a declared one, or its name.",
        ),
        (
            "keys_of_CodeBuild",
            "project_name",
            "AWS's name: `ProjectName`.",
        ),
        ("kinds", "CodeBuild", "A build by a CodeBuild project."),
        ("kinds", "CodeBuild", "Input artifacts: 1 to 5"),
        (
            "declarations",
            "execution_mode",
            "`QUEUED`, `SUPERSEDED` or `PARALLEL`",
        ),
        (
            "parts_of_Checkout",
            "CommitId",
            "An output variable of `Checkout`",
        ),
        (
            "parts_of_topic",
            "TopicArn",
            "An attribute of `AWS::SNS::Topic`.",
        ),
    ] {
        let found = sentence(SAMPLE, title, name);
        assert!(found.contains(expected), "{title}::{name}: {found}");
    }
}
