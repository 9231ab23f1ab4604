//! The places that the branches of `if`s give.

use crate::model::{Data, Stage};
use crate::parse::{Parsed, parse};

fn parsed(source: &str) -> Parsed {
    let parsed = parse(
        source.parse().expect("tokens"),
        std::path::Path::new(""),
        false,
    );
    let findings = &parsed.source.findings;
    assert!(findings.is_empty(), "{findings}");
    parsed
}

/// What has to hold for a stage, as `0`, `!1`.
fn guard(parsed: &Parsed, stage: &Stage) -> String {
    let literals = parsed
        .source
        .conditions
        .literals(stage.name.at.guard)
        .iter();
    let shown = literals.map(|literal| {
        let sign = if literal.truth { "" } else { "!" };
        format!("{sign}{}", literal.condition.0)
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn guards(parsed: &Parsed) -> Vec<String> {
    let stages = parsed.source.model.stages.iter();
    stages
        .map(|stage| format!("{}: {}", stage.name.text, guard(parsed, stage)))
        .collect()
}

#[test]
fn a_place_says_in_which_branch_it_stands() {
    let parsed = parsed(
        "if (a()) { stage A { X: Manual; } if (b) { stage B { X: Manual; } } }
         else if (b) { stage C { X: Manual; } } else { stage D { X: Manual; } }
         if (!a()) { stage E { X: Manual; } } else { stage F { X: Manual; } }
         stage G { X: Manual; }",
    );
    assert_eq!(
        guards(&parsed),
        [
            "A: 0", "B: 0 1", "C: !0 1", "D: !0 !1", "E: !0", "F: 0", "G: "
        ]
    );
    assert_eq!(parsed.source.expressions.len(), 2, "one for each text");
}

#[test]
fn loop_variables_decide_at_once() {
    let parsed = parsed(
        r#"for (account, last) in [(test, false), (prod, true)] {
            if (account == "prod" && last) { stage "A-{account}" { X: Manual; } }
            else { stage "B-{account}" { X: Manual; } }
            if (last || approved(account)) { stage "C-{account}" { X: Manual; } }
        }"#,
    );
    assert_eq!(
        guards(&parsed),
        ["B-test: ", "C-test: 0", "A-prod: ", "C-prod: 1"]
    );
}

#[test]
fn actions_rules_and_expressions_stand_in_branches() {
    let parsed = parsed(
        "stage S {
             if (a) { One: Manual { custom_data: (one()) }; } else { parallel { if (b) { Two: Manual; } } }
             on_success FAIL { if (a) { R: CloudWatchAlarm; } }
         }",
    );
    let stage = &parsed.source.model.stages[0];
    let guard = |at: crate::place::SourceSpan| parsed.source.conditions.literals(at.guard).len();
    assert_eq!(guard(stage.steps[0].at), 1);
    assert_eq!(guard(stage.steps[1].at), 1);
    assert_eq!(guard(stage.steps[1].actions[0].name.at), 2);
    assert_eq!(guard(stage.conditions[0].at), 0);
    assert_eq!(
        guard(stage.conditions[0].rules().next().expect("a rule").name.at),
        1
    );
    let entry = stage
        .actions()
        .next()
        .expect("an action")
        .entry("custom_data");
    let Data::Deferred(id) = entry.expect("the key").value.data else {
        panic!("an expression");
    };
    assert_eq!(
        parsed.source.conditions.branch_of(id),
        stage.steps[0].at.guard
    );
}

/// The findings of a file with this `if` in it: code and message, and the help.
fn found_in_a_file(condition: &str) -> Vec<String> {
    let source = format!(
        "name: \"site\";
         home main = \"111111111111\" @ \"eu-central-1\";
         value env = \"prod\";
         stage Source {{ let pages = Upload: S3Source {{ s3_bucket: \"a-bucket\", s3_object_key: \"a.zip\" }}; }}
         if ({condition}) {{ stage Publish {{ Copy: S3Deploy(pages) {{ bucket_name: \"www\", extract: true }}; }} }}"
    );
    let tokens = source.parse().expect("tokens");
    let findings = crate::read_in(tokens, std::path::Path::new("")).findings;
    let told = findings.iter().map(|finding| {
        let help = finding.help.clone().unwrap_or_default();
        format!("{} {}: {help}", finding.code.id, finding.message)
    });
    told.collect()
}

#[test]
fn in_a_file_an_unknown_name_is_told_once() {
    let misspelled = ["P020 there is no loop variable or value `evn`: did you mean `env`?"];
    assert_eq!(found_in_a_file("evn == \"prod\""), misspelled);
    assert_eq!(found_in_a_file("\"prod\" != evn"), misspelled);
    assert_eq!(
        found_in_a_file("env == \"test\" || (evn == \"prod\")"),
        misspelled
    );
    let unquoted = [
        "P020 there is no loop variable or value `prod`: a text stands in quotes, `\"prod\"`; a value is declared by `value prod = …;`",
    ];
    assert_eq!(found_in_a_file("env == prod"), unquoted);
    assert_eq!(found_in_a_file("!(prod == env)"), unquoted);
}

#[test]
fn in_a_file_the_front_tells_what_is_rust() {
    for condition in [
        "is_prod()",
        "nightly",
        "std::env::var(\"A\").is_ok()",
        "env < 3",
    ] {
        let found = found_in_a_file(condition);
        assert!(!found.iter().any(|it| it.starts_with("P020")), "{found:?}");
    }
}

#[test]
fn rust_has_its_signs_in_a_condition() {
    for condition in [
        "cfg!(feature = \"a\")",
        "a == b && !c",
        "a >= b || a <= -1",
        "matches!(a, Some(b) if b != c)",
        "list.iter().any(|one| one == \"a\")",
        "not(a) && or(a, b) && x.and(y)",
        "{ let x = 1; x == y }",
        "if a { b } else { c }",
        "a as u8 == 1",
        "a ==-1",
    ] {
        let source = format!("if ({condition}) {{ stage A {{ X: Manual; }} }}");
        parsed(&source);
    }
}
