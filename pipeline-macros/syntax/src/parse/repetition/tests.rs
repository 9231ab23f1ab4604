//! The model that a `for` makes of its block.

mod mistakes;

use crate::model::{Action, Data, Name, Stage};
use crate::parse::{NameKind, Parsed, parse};
use crate::place::SourceSpan;

fn parsed(source: &str) -> Parsed {
    parse(
        source.parse().expect("tokens"),
        std::path::Path::new(""),
        false,
    )
}

fn place(at: SourceSpan) -> String {
    let (line, column) = at.line_and_column();
    format!("{line}:{column}")
}

fn stages(parsed: &Parsed) -> &[Stage] {
    let findings = &parsed.source.findings;
    assert!(findings.is_empty(), "{findings}");
    &parsed.source.model.stages
}

fn actions(stage: &Stage) -> Vec<&Action> {
    stage.actions().collect()
}

/// The value of the only entry of the only action of a stage.
fn value<'s>(stage: &'s Stage, key: &str) -> &'s Data {
    let entry = actions(stage)[0].entry(key);
    &entry.expect("the key").value.data
}

#[test]
fn stages_stand_once_for_every_element() {
    let parsed = parsed(
        "for (account, region) in [(test, \"us-west-2\"), (prod, \"eu-west-1\")] {
             stage \"Deploy-{account}-{region}\" in account @ region { A: Manual; }
             stage account { B: Manual; }
         }",
    );
    let stages = stages(&parsed);
    let names: Vec<&str> = stages
        .iter()
        .map(|stage| stage.name.text.as_str())
        .collect();
    let expected = [
        "Deploy-test-us-west-2",
        "test",
        "Deploy-prod-eu-west-1",
        "prod",
    ];
    assert_eq!(names, expected);
    // A name is where it was written, what a variable stands for where the element is.
    let clauses = &stages[2].environment;
    assert_eq!(place(stages[2].name.at), "2:20");
    let account = clauses.account.as_ref().expect("an account");
    assert_eq!(
        (account.text.as_str(), place(account.at)),
        ("prod", "1:49".to_owned())
    );
    let region = clauses.region.as_ref().expect("a region");
    assert_eq!(
        (region.known(), place(region.at)),
        (Some("eu-west-1"), "1:55".to_owned())
    );
    assert_eq!(place(stages[3].name.at), "1:49");
}

#[test]
fn actions_follow_one_another_or_stand_side_by_side() {
    let parsed = parsed(
        "stage Build {
             for part in [api, site] { \"A-{part}\": Manual; \"B-{part}\": Manual; }
             parallel { for part in [api, site] { \"C-{part}\": Manual; } D: Manual; }
             for part in [api] { parallel { for n in [1, -2] { \"E-{part}{n}\": Manual; } } }
         }",
    );
    let steps: Vec<(bool, Vec<&str>)> = stages(&parsed)[0]
        .steps
        .iter()
        .map(|step| {
            let actions = step.actions.iter();
            let names = actions.map(|action| action.name.text.as_str()).collect();
            (step.parallel, names)
        })
        .collect();
    let expected = [
        (false, vec!["A-api"]),
        (false, vec!["B-api"]),
        (false, vec!["A-site"]),
        (false, vec!["B-site"]),
        (true, vec!["C-api", "C-site", "D"]),
        (true, vec!["E-api1", "E-api-2"]),
    ];
    assert_eq!(steps, expected);
}

#[test]
fn a_variable_stands_wherever_a_name_or_a_value_does() {
    let parsed = parsed(
        "for (a, n, t, k, yes) in [(one, 7, \"two\", Lambda, true)] {
             stage S {
                 let a, t = A: k(a, \"x_{a}\") in a @ t via a as a {
                     word: a, number: n, text: t, truth: yes, list: [a, { k: t }],
                     file: a / t, other: \"x_{a}\" / \"{a}.yml\", variable: t.CommitId,
                     a: t, \"{a}\": \"{a}-{t}-{n}-{yes}\",
                 };
             }
         }",
    );
    let stages = stages(&parsed);
    let action = actions(&stages[0])[0];
    let texts =
        |names: &[Name]| -> Vec<String> { names.iter().map(|name| name.text.clone()).collect() };
    assert_eq!(texts(&action.outputs), ["one", "two"]);
    assert_eq!(texts(&action.inputs), ["one", "x_one"]);
    assert_eq!(action.kind.text, "Lambda");
    let named = [&action.environment.account, &action.store, &action.role];
    assert!(
        named
            .iter()
            .all(|name| name.as_ref().is_some_and(|name| name.text == "one"))
    );
    let keys: Vec<&str> = action
        .config
        .iter()
        .map(|entry| entry.key.text.as_str())
        .collect();
    assert_eq!(&keys[8..], ["a", "one"]);
    let value = |key| value(&stages[0], key);
    assert!(matches!(value("word"), Data::Word(word) if word == "one"));
    assert!(matches!(value("number"), Data::Number(7)));
    assert!(matches!(value("text"), Data::String(text) if text == "two"));
    assert!(matches!(value("truth"), Data::Bool(true)));
    assert!(matches!(value("file"), Data::File { artifact, path }
        if artifact.text == "one" && path.known() == Some("two")));
    assert!(matches!(value("other"), Data::File { artifact, path }
        if artifact.text == "x_one" && path.known() == Some("one.yml")));
    assert!(
        matches!(value("variable"), Data::Variable { namespace, .. } if namespace.text == "two")
    );
    assert!(matches!(value("one"), Data::String(text) if text == "one-two-7-true"));
}

#[test]
fn other_braces_of_a_value_stay() {
    let texts = [
        ("{{resolve:ssm:/app/{region}}}", "{{resolve:ssm:/app/x}}"),
        ("${region} #{region} {region}", "${region} #{region} x"),
        ("#{{region}.CommitId}", "#{x.CommitId}"),
        (
            "{\"region\": {}, {other} {region",
            "{\"region\": {}, {other} {region",
        ),
        ("}{region}{", "}x{"),
    ];
    for (source, expected) in texts {
        let parsed = parsed(&format!(
            "for region in [\"x\"] {{ stage region {{ A: Manual {{ text: {source:?} }}; }} }}"
        ));
        let found = value(&stages(&parsed)[0], "text");
        assert!(
            matches!(found, Data::String(text) if text == expected),
            "{found:?}"
        );
    }
}

#[test]
fn a_rust_expression_sees_the_variables_that_it_names() {
    let parsed = parsed(
        "for (a, n, b) in [(one, -7, \"two\")] { stage b {
             A: Manual { x: (f(a, n)), y: (format!(\"{a}\")), z: (ab) };
         } }",
    );
    let rust = |key| match value(&stages(&parsed)[0], key) {
        Data::Deferred(id) => parsed.source.expressions[id.0].to_string().replace(' ', ""),
        other => panic!("{other:?}"),
    };
    let a = "#[allow(unused_variables)]leta=\"one\";";
    assert_eq!(
        rust("x"),
        format!("{{{a}#[allow(unused_variables)]letn=-7;f(a,n)}}")
    );
    assert_eq!(rust("y"), format!("{{{a}format!(\"{{a}}\")}}"));
    assert_eq!(rust("z"), "ab");
}

#[test]
fn an_editor_is_told_of_every_name_once() {
    let parsed = parsed(
        "for (account, deploys) in [(test, deploy_test), (prod, deploy_prod)] {
             role deploys in account { }
             stage Deploy in account { for n in [1, 2] { \"A{n}\": Manual as deploys; } }
         }",
    );
    let of = |name_kind: NameKind, declares: bool| -> Vec<String> {
        let names = parsed.source.editor_names.iter();
        names
            .filter(|name| {
                name.kind == name_kind && name.declares == declares && !name.is_insertion_point
            })
            .map(|name| name.ident.to_string())
            .collect()
    };
    assert_eq!(of(NameKind::Loop(0), true), ["account", "deploys"]);
    assert_eq!(
        of(NameKind::Loop(0), false),
        ["deploys", "account", "account", "deploys"]
    );
    assert_eq!(of(NameKind::Loop(1), true), ["n"]);
    assert_eq!(of(NameKind::Role, true), ["deploy_test", "deploy_prod"]);
    assert_eq!(of(NameKind::Account, false), ["test", "prod"]);
    assert_eq!(of(NameKind::Stage, true), ["Deploy"]);
    assert_eq!(of(NameKind::Kind, false), ["Manual"]);
}

#[test]
fn conditions_and_rules_are_repeated() {
    let source = r#"
        variable TAG;
        stage A {
            for (name, alarm) in [(One, "one"), (Two, "two")] {
                "{name}-call": Lambda;
                on_success FAIL {
                    for number in [1, 2] {
                        "{name}{number}": CloudWatchAlarm { alarm_name: "{alarm}-{number}" };
                    }
                }
            }
        }
    "#;
    let parsed = parsed(source);
    let stage = &stages(&parsed)[0];
    assert_eq!(stage.steps.len(), 2);
    let rules = stage.rules().map(|(_, rule)| rule);
    let names: Vec<&str> = rules.map(|rule| rule.name.text.as_str()).collect();
    assert_eq!(names, ["One1", "One2", "Two1", "Two2"]);
}
