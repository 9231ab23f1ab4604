//! Syntax errors, and the model that stays beside them.

use super::*;

#[path = "../../../tests/support/reference.rs"]
mod reference;

use crate::model::{Action, Data, Name, Origin, Stage, TextExpr};
use pipewright_model::model::Text;

fn parsed(source: &str) -> Parsed {
    parse(
        source.parse().expect("tokens"),
        std::path::Path::new(""),
        false,
    )
}

/// The findings, each as its line, column and text.
fn said(source: &str) -> Vec<String> {
    parsed(source)
        .source
        .findings
        .into_iter()
        .map(|finding| {
            let (line, column) = finding.at.line_and_column();
            format!("{line}:{column} {}", finding.text())
        })
        .collect()
}

fn stages(parsed: &Parsed) -> &[Stage] {
    &parsed.source.model.stages
}

fn actions(stage: &Stage) -> Vec<&Action> {
    stage.actions().collect()
}

fn texts(names: &[Name]) -> Vec<&str> {
    names.iter().map(|name| name.text.as_str()).collect()
}

#[test]
fn the_reference_pipeline_is_read_whole() {
    let parsed = parsed(reference::source());
    let findings = &parsed.source.findings;
    assert!(findings.is_empty(), "{findings}");
    let model = &parsed.source.model;
    assert_eq!(model.settings.len() + model.accounts.len(), 5);
    assert_eq!((model.roles.len(), model.projects.len()), (2, 1));
    let stages = stages(&parsed);
    assert_eq!(stages.len(), 5);
    let actions = actions(&stages[2]);
    assert_eq!(actions[0].config.len(), 7);
    assert_eq!(actions[0].inputs[0].text, "packaged");
}

#[test]
fn several_mistakes_are_said_at_once() {
    let source = "\
nam \"x\";
acount dev = \"222222222222\";
home tools = 111111111111 @ us-east-1;
account test \"333333333333\"
role deploy in test in prod { path = \"/x/\" statements: [1 2; 1.5] }
webhook Checkout { a: 1 }
account last = \"4\"";
    insta::assert_snapshot!(said(source).join("\n"));
    let model = parsed(source).source.model;
    let accounts = model.accounts.iter().map(|account| &account.name);
    let names = accounts.chain(model.roles.iter().map(|role| &role.name));
    let names: Vec<&str> = names.map(|name| name.text.as_str()).collect();
    assert_eq!(names, ["dev", "tools", "test", "last", "deploy"]);
}

#[test]
fn mistakes_in_a_stage_stay_in_their_action() {
    let source = "\
stage Build vai x {
    let source = Checkout
    let other, = Foo: CodeCommit(a b, \"c\") in via main as { k: 1 };
    account dev = \"1\";
    parallel { parallel { A: Manual; } B: Manual }
    C: ;
    D: Lambda(other) { stack_name \"x\", half, e: \"x\".into(), f: , g: }
}
stage";
    insta::assert_snapshot!(said(source).join("\n"));
}

#[test]
fn mistakes_in_conditions_stay_in_their_condition() {
    let source = "\
variable = \"x\";
variable A = b;
variable B { description: \"b\" }
variable C \"c\"
trigger Checkout;
trigger { push: 1 }
stage Build {
    before_entri FAIL { A: B; }
    before_entry { A: Lambda };
    on_success FAIL ROLLBACK
    on_failure RETRY
    disabled;
    disabled off;
    on_failure ROLLBACK { let x = A: Lambda; B: Lambda() via s; parallel { } on_success; C D; }
    parallel { disabled \"x\"; A: Manual; }
    E: Manual
    on_failure";
    insta::assert_snapshot!(said(&format!("{source}\n}}")).join("\n"));
    let parsed = parsed(&format!("{source}\n}}"));
    let stage = &stages(&parsed)[0];
    let conditions: Vec<String> = stage
        .conditions
        .iter()
        .map(|found| {
            let rules = found.rules.iter().flatten();
            let rules: Vec<&str> = rules.map(|rule| rule.name.text.as_str()).collect();
            format!(
                "{} {} {}",
                found.moment.word(),
                found.result.text,
                rules.join(" ")
            )
        })
        .collect();
    assert_eq!(
        conditions,
        [
            "before_entry  A",
            "on_success FAIL ",
            "on_failure RETRY ",
            "on_failure ROLLBACK A B C",
            "on_failure  ",
        ]
    );
    assert_eq!(actions(&stages(&parsed)[0]).len(), 3);
}

#[test]
fn what_a_stage_is_told_is_no_action() {
    let source = r#"
        variable A; variable "B-C" = "x"; variable D = (e()?) { description: "d" }
        trigger Checkout { push: { tags: { includes: ["v*"] } } }
        stage A {
            before_entry: Manual;
            disabled "freeze";
            before_entry SKIP { A: VariableCheck { operator: EQ }; "B": LambdaInvoke(x) in dev @ "r" as s; }
            let made = disabled: Manual;
            on_failure RETRY ALL_ACTIONS;
            on_success FAIL { }
        }
    "#;
    assert_eq!(said(source), [""; 0]);
    let parsed = parsed(source);
    let stage = &stages(&parsed)[0];
    assert_eq!(actions(stage).len(), 2);
    assert_eq!(stage.conditions.len(), 3);
    assert_eq!(stage.disabled.len(), 1);
    assert!(stage.conditions[1].rules.is_none());
    assert!(stage.conditions[2].rules.is_some());
}

#[test]
fn half_written_items_keep_what_can_be_read() {
    let parsed = parsed(
        "account dev
         store cache in dev @
         role deploy in
         stage Build in dev { let a, b = Make: CodeBuild(source) { image: }; let c = Next }
         stage { Last: Man }",
    );
    let stages = stages(&parsed);
    let first = actions(&stages[0]);
    let outputs: Vec<&str> = first
        .iter()
        .flat_map(|action| action.outputs.iter().map(|output| output.text.as_str()))
        .collect();
    assert_eq!(outputs, ["a", "b", "c"]);
    assert_eq!(first[1].name.text, "Next");
    let incomplete = &parsed.unread.incomplete;
    assert!(incomplete.is_missing(first[1].name.at));
    assert!(incomplete.is_missing(first[1].kind.at));
    assert!(matches!(first[0].config[0].value.data, Data::Missing));
    assert!(incomplete.is_missing(stages[1].name.at));
    assert_eq!(actions(&stages[1])[0].kind.text, "Man");
    let used: Vec<String> = parsed
        .source
        .editor_names
        .iter()
        .filter(|name| name.kind == NameKind::Account && !name.is_insertion_point)
        .map(|name| name.ident.to_string())
        .collect();
    assert_eq!(used, ["dev", "dev", "dev"]);
}

#[test]
fn an_artifact_in_quotes_is_one_name_for_reading_and_for_editors() {
    let parsed = parsed(
        r#"stage A {
            let "a-b", "c" = B: K("d-e", "f") { x: "d-e" / "g", y: ["h-i" / ("j")] };
        }"#,
    );
    let findings = &parsed.source.findings;
    assert!(findings.is_empty(), "{findings}");
    let action = actions(&stages(&parsed)[0])[0];
    assert_eq!(texts(&action.outputs), ["a-b", "c"]);
    assert_eq!(texts(&action.inputs), ["d-e", "f"]);
    assert!(matches!(&action.config[0].value.data,
        Data::File { artifact, path } if artifact.text == "d-e" && path.known() == Some("g")));
    assert!(matches!(&action.config[1].value.data, Data::List(items)
        if matches!(&items[0].data, Data::File { artifact, .. } if artifact.text == "h-i")));
    // What could be a word of Rust's is one to an editor; nothing else can be.
    let names = parsed.source.editor_names.iter();
    let names: Vec<_> = names
        .filter(|name| name.kind == NameKind::Artifact && !name.is_insertion_point)
        .map(|name| (name.ident.to_string(), name.declares))
        .collect();
    assert_eq!(names, [("c".to_owned(), true), ("f".to_owned(), false)]);
}

#[test]
fn everything_that_may_be_left_out_may_be() {
    let parsed = parsed(
        r#"
        name: "x",; ;
        "#,
    );
    assert_eq!(parsed.source.findings.iter().count(), 1);
    let source = r#"
        organization (id()?);
        store a; store b in x @ (region) { } ; store c = import { bucket: "b", };
        role r { }
        project p = import { name: "n", role: r };
        stage "with spaces" { ; parallel { } ; parallel { A: Manual; } }
        stage r#in @ "r" in r#as {
            "An action": Lambda() as r via s @ "x" in y;
            B: Lambda(a, b,) { "k": [-1, true, [], {}], l: variables.X, m: a / ("x"), n: include "f" };
        }
    "#;
    assert_eq!(said(source), [""; 0]);
    let parsed = self::parsed(source);
    let stages = stages(&parsed);
    assert_eq!(stages[1].name.text, "in");
    let model = &parsed.source.model;
    assert!(matches!(&model.stores[2].origin, Origin::Imported(entries) if entries.len() == 1));
    assert!(matches!(model.organizations[0].text, Text::Deferred(_)));
}

#[test]
fn attributes_are_said_and_passed_over() {
    assert_eq!(
        said("#![inner] stage A { #[x] B: /** doc */ Manual; }"),
        [
            "1:1 [P006] an attribute cannot stand in a pipeline",
            "1:21 [P006] an attribute cannot stand in a pipeline",
            "1:29 [P006] a doc comment cannot stand in a pipeline\nhelp: write an ordinary comment, `// …`",
        ]
    );
}

#[test]
fn nesting_has_an_end() {
    let source = format!("a: {}1{};", "[".repeat(5000), "]".repeat(5000));
    // What the compiler's own reader needs for it is not measured here.
    let found = std::thread::Builder::new()
        .stack_size(1 << 28)
        .spawn(move || said(&source));
    let found = found.expect("a thread").join().expect("no panic");
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("[P007]"), "{found:?}");
}

#[test]
fn rust_expressions_are_kept_as_they_are() {
    let parsed = parsed("a: (if x { 1.5 } else { #[y] 'c'? });");
    let findings = &parsed.source.findings;
    assert!(findings.is_empty(), "{findings}");
    let source = parsed.source;
    assert!(matches!(source.model.settings[0].value.data, Data::Deferred(id) if id.0 == 0));
    assert!(source.expressions[0].to_string().contains("1.5"));
}

#[test]
fn a_region_is_a_string_or_a_word() {
    let read = |source: &str| {
        let parsed = parsed(source);
        let findings = parsed.source.findings.to_string();
        (parsed, findings)
    };
    let (words, findings) = read("account a = \"1\" @ eu_west_1; stage S @ us_gov_east_1 { }");
    assert_eq!(findings, "");
    let region = |region: &Option<TextExpr>| {
        let region = region.as_ref().and_then(TextExpr::known);
        region.map(str::to_owned)
    };
    let account = &words.source.model.accounts[0];
    assert_eq!(region(&account.region).as_deref(), Some("eu-west-1"));
    let stage = &stages(&words)[0];
    assert_eq!(
        region(&stage.environment.region).as_deref(),
        Some("us-gov-east-1")
    );
    // A loop variable of that name is what was written.
    let (looped, findings) = read("for eu_west_1 in [\"ap-south-1\"] { stage S @ eu_west_1 { } }");
    assert_eq!(findings, "");
    let stage = &stages(&looped)[0];
    assert_eq!(
        region(&stage.environment.region).as_deref(),
        Some("ap-south-1")
    );
    for other in ["europe", "eu_west", "eu_west_1a"] {
        let (_, findings) = read(&format!("stage S @ {other} {{ }}"));
        assert!(findings.contains("expected a region"), "{findings}");
    }
}
