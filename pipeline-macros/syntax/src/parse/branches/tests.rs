//! The places that the branches of `if`s give.

use crate::model::{Data, Stage};
use crate::parse::{Parsed, parse};

fn parsed(source: &str) -> Parsed {
    let parsed = parse(source.parse().expect("tokens"), std::path::Path::new(""));
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
