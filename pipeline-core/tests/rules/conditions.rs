use crate::support::{assert_finds, base, finding, read, sources, stage, use_account};
use pipewright_core::builder::{
    Account, Action, Builder, Condition, Role, Rule, Stage, variable, word,
};

/// A stage to put conditions on.
fn deploy() -> Stage {
    stage("Deploy", [read("Copy", "source")])
}

fn with(stage: Stage) -> Builder {
    base().stage(stage)
}

fn call(name: &str) -> Rule {
    Rule::new(name, "LambdaInvoke").set("function_name", "check")
}

fn alarm() -> Rule {
    Rule::new("Quiet", "CloudWatchAlarm").set("alarm_name", "errors")
}

fn branch() -> Rule {
    Rule::new("OnMain", "VariableCheck")
        .set("variable", variable("Checkout", "BranchName"))
        .set("operator", word("EQ"))
        .set("value", "main")
}

fn fail(rule: Rule) -> Condition {
    Condition::new("FAIL").rule(rule)
}

#[test]
fn what_a_skipped_stage_makes_may_be_missing() {
    let skip = || Condition::new("SKIP").rule(branch());
    let make = Action::new("Make", "Commands")
        .input("source")
        .output("made")
        .set("commands", ["make"])
        .set("output_variables", ["VERSION"])
        .set("files", ["out"]);
    let call = Action::new("Call", "Lambda")
        .input("made")
        .set("function_name", "deploy")
        .set("user_parameters", variable("Make", "VERSION"));
    let first = || stage("Make", [make.clone()]);
    let second = || stage("Call", [call.clone()]);
    assert_finds(&base().stage(first()).stage(second()), &[]);
    assert_finds(
        &base().stage(first().before_entry(skip())).stage(second()),
        &[
            "P226 `made` is not made where stage `Make` is skipped",
            "P226 `Make.VERSION` is not set where stage `Make` is skipped",
        ],
    );
    // It may be skipped by the same rules.
    let both = base()
        .stage(first().before_entry(skip()))
        .stage(second().before_entry(skip()));
    assert_finds(&both, &[]);
}

#[test]
fn a_stage_has_conditions() {
    let stage = deploy()
        .before_entry(Condition::new("SKIP").rule(branch()).rule(call("Wanted")))
        .on_success(Condition::new("ROLLBACK").rule(alarm()))
        .on_failure(Condition::new("ROLLBACK").rule(alarm()))
        .disabled("freeze (until May)");
    assert_finds(&with(stage), &[]);
    assert_finds(&with(deploy().on_failure(Condition::new("ROLLBACK"))), &[]);
    let retry = Condition::new("RETRY").mode("FAILED_ACTIONS");
    assert_finds(&with(deploy().on_failure(retry)), &[]);
}

#[test]
fn results_are_those_of_their_moment() {
    let one = |result: &str| Condition::new(result).rule(call("Check"));
    assert_finds(
        &with(deploy().before_entry(one("ROLLBACK"))),
        &["P342 the result of `before_entry` cannot be `ROLLBACK`"],
    );
    assert_finds(
        &with(deploy().on_success(one("SKIP"))),
        &["P342 the result of `on_success` cannot be `SKIP`"],
    );
    let typo = with(deploy().on_failure(one("ROLBACK")));
    assert_finds(
        &typo,
        &["P342 the result of `on_failure` cannot be `ROLBACK`"],
    );
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("did you mean `ROLLBACK`?")
    );
}

#[test]
fn only_some_rules_skip() {
    assert_finds(
        &with(deploy().before_entry(Condition::new("SKIP").rule(alarm()).rule(branch()))),
        &["P343 a `CloudWatchAlarm` rule cannot skip a stage"],
    );
}

#[test]
fn rollbacks_are_not_everywhere() {
    assert_finds(
        &with(deploy().on_failure(Condition::new("ROLLBACK")))
            .setting("execution_mode", word("PARALLEL")),
        &["P344 stage `Deploy` cannot be rolled back in `PARALLEL` mode"],
    );
    let pipeline = Builder::new()
        .setting("name", "x")
        .account(crate::support::home())
        .stage(sources().on_success(Condition::new("ROLLBACK").rule(alarm())))
        .stage(deploy());
    assert_finds(
        &pipeline,
        &["P345 stage `Source` holds the sources, and cannot be rolled back"],
    );
}

#[test]
fn a_retry_stands_alone() {
    let retry = || Condition::new("RETRY");
    assert_finds(
        &with(deploy().on_failure(retry()).on_failure(fail(alarm()))),
        &[
            "P346 stage `Deploy` is tried again on failure, and has a condition besides",
            "P342 the result of `on_failure` cannot be `FAIL`",
        ],
    );
    assert_finds(
        &with(deploy().on_failure(retry().rule(alarm()))),
        &["P346 a stage that is tried again on failure has no rules"],
    );
    assert_finds(
        &with(deploy().on_failure(retry().mode("FAILED_ACTION"))),
        &["P348 there is no retry mode `FAILED_ACTION`"],
    );
    assert_finds(
        &with(deploy().before_entry(fail(alarm()).mode("ALL_ACTIONS"))),
        &["P348 `FAIL` has no retry mode"],
    );
}

#[test]
fn there_is_one_condition_of_each_sort() {
    assert_finds(
        &with(
            deploy()
                .before_entry(fail(alarm()))
                .before_entry(fail(call("Check"))),
        ),
        &["P347 stage `Deploy` has two `before_entry` conditions"],
    );
}

#[test]
fn a_condition_has_one_to_five_rules() {
    assert_finds(
        &with(deploy().before_entry(Condition::new("FAIL"))),
        &["P340 this `before_entry` condition holds no rule"],
    );
    let many = |count: usize| {
        (0..count).fold(Condition::new("FAIL"), |condition, number| {
            condition.rule(call(&format!("Check{number}")))
        })
    };
    assert_finds(&with(deploy().before_entry(many(5))), &[]);
    assert_finds(
        &with(deploy().before_entry(many(6))),
        &["P341 this `before_entry` condition has 6 rules, and AWS allows 5"],
    );
}

#[test]
fn rules_have_names_and_providers() {
    assert_finds(
        &with(
            deploy().before_entry(
                fail(call("one two"))
                    .rule(call("Check"))
                    .rule(call("Check")),
            ),
        ),
        &[
            "P331 rule name `one two` must be letters, digits and . @ - _",
            "P332 this condition has two rules named `Check`",
        ],
    );
    let typo = with(deploy().before_entry(fail(Rule::new("A", "CloudwatchAlarm"))));
    assert_finds(&typo, &["P330 there is no rule provider `CloudwatchAlarm`"]);
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a rule provider with a similar name: `CloudWatchAlarm`")
    );
}

#[test]
fn rules_are_configured_like_actions() {
    let with = |rule: Rule| with(deploy().before_entry(fail(rule)));
    assert_finds(
        &with(
            Rule::new("Quiet", "CloudWatchAlarm")
                .set("alarm", "errors")
                .set("alarm_name", "errors"),
        ),
        &["P401 rule `Quiet` has no key `alarm`"],
    );
    assert_finds(
        &with(Rule::new("Quiet", "CloudWatchAlarm")),
        &["P403 rule `Quiet` has no `alarm_name`"],
    );
    assert_finds(
        &with(alarm().set("namespace", "x")),
        &["P401 rule `Quiet` has no key `namespace`"],
    );
    let window = |cron: &str| Rule::new("Hours", "DeploymentWindow").set("cron", cron);
    assert_finds(&with(window("0 0 9-17 ? * MON-FRI *")), &[]);
    assert_finds(
        &with(window("0 9 * * MON-FRI")),
        &["P407 `cron` must be a cron expression of 6 or 7 fields, `0 0 9-17 ? * MON-FRI *`"],
    );
    let commands =
        |count: usize| Rule::new("Check", "Commands").set("commands", vec!["true"; count]);
    assert_finds(&with(commands(50)), &[]);
    assert_finds(
        &with(commands(51)),
        &["P421 `commands` has 51 items, and AWS allows 50"],
    );
    let text = |length: usize| call("Check").set("user_parameters", "x".repeat(length));
    assert_finds(&with(text(10_000)), &[]);
    assert_finds(
        &with(text(10_001)),
        &["P407 `user_parameters` has 10001 characters, and AWS allows 10000"],
    );
}

#[test]
fn rules_read_what_is_made_before() {
    let build = Action::new("Build", "Lambda")
        .output("built")
        .set("function_name", "build");
    let reads = |artifact: &str| fail(call("Check").input(artifact));
    let deploy = || stage("Deploy", [build.clone(), read("Copy", "built")]);
    assert_finds(&with(deploy().before_entry(reads("source"))), &[]);
    assert_finds(&with(deploy().on_success(reads("built"))), &[]);
    assert_finds(
        &with(deploy().before_entry(reads("built"))),
        &["P202 `built` is read before it is made: `Build` runs later in this stage"],
    );
    assert_finds(
        &with(deploy().before_entry(fail(alarm().input("source")))),
        &["P206 `CloudWatchAlarm` takes no inputs, and `Quiet` has 1 input"],
    );
}

#[test]
fn rules_use_variables_of_what_ran_before() {
    let check = |namespace: &str, name: &str| {
        let rule = Rule::new("Check", "VariableCheck")
            .set("variable", variable(namespace, name))
            .set("operator", word("EQ"))
            .set("value", "1");
        with(deploy().before_entry(fail(rule)))
    };
    assert_finds(&check("Checkout", "CommitId"), &[]);
    assert_finds(
        &check("Checkout", "Commit"),
        &["P223 action `Checkout` has no variable `Commit`"],
    );
    let plain = Rule::new("Check", "VariableCheck")
        .set("variable", "BranchName")
        .set("operator", word("EQ"))
        .set("value", "main");
    assert_finds(
        &with(deploy().before_entry(fail(plain))),
        &["P407 `variable` must be a variable, `ACTION.NAME` or `variables.NAME`"],
    );
}

#[test]
fn rules_are_placed_like_actions() {
    let with = |rule: Rule| {
        let pipeline = base()
            .account(Account::new("dev", "222222222222"))
            .role(Role::managed("checks"));
        use_account(pipeline, "dev").stage(deploy().before_entry(fail(rule)))
    };
    assert_finds(&with(call("Check").role("checks")), &[]);
    assert_finds(
        &with(call("Check").account("dev").role("checks")),
        &["P134 role `checks` is in account `tools`, and rule `Check` runs in `dev`"],
    );
    assert_finds(
        &with(branch().role("checks")),
        &["P141 `as checks` has no effect on a `VariableCheck` rule"],
    );
}

#[test]
fn a_stage_is_disabled_once_and_for_a_reason() {
    assert_finds(
        &with(deploy().disabled("freeze; wait").disabled("freeze")),
        &[
            "P407 the reason why stage `Deploy` is disabled must be letters, digits, blanks and ! @ ( ) . * ? -",
            "P333 stage `Deploy` is disabled twice",
        ],
    );
    let pipeline = Builder::new()
        .setting("name", "x")
        .account(crate::support::home())
        .stage(sources().disabled("freeze"))
        .stage(deploy());
    assert_finds(
        &pipeline,
        &["P334 stage `Source` is the first one, and no transition leads into it"],
    );
}
