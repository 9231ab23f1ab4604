//! The mistakes of `mistakes.ts`, made here, and what either says to each.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use pipewright::{
    Account, Action, Builder, Findings, Pipeline, Project, Role, Stage, Store, file, word,
};

use crate::cdk;

/// A mistake, as the CDK's program names it, and a pipeline with it.
type Mistake = (&'static str, fn(Builder) -> Builder);

const MISTAKES: &[Mistake] = &[
    ("an artifact that nobody makes", |builder| {
        builder
            .stage(checkout())
            .stage(one(update("Update", "missing")))
    }),
    ("an artifact that a later stage makes", |builder| {
        builder
            .stage(checkout())
            .stage(one(update("Update", "packaged")))
            .stage(Stage::new("Later").action(call("Package", "code").output("packaged")))
    }),
    ("an artifact that is made at the same time", |builder| {
        let package = call("Package", "code").output("packaged");
        let stage = Stage::new("Stage").parallel([update("Update", "packaged"), package]);
        builder.stage(checkout()).stage(stage)
    }),
    ("an artifact that is made twice", |builder| {
        builder
            .stage(checkout())
            .stage(one(call("Package", "code").output("code")))
    }),
    ("no source, and one stage only", |builder| {
        builder.stage(one(update("Update", "missing")))
    }),
    ("an account whose id has eleven digits", |builder| {
        builder
            .account(Account::new("short", "22222222222"))
            .stage(checkout())
            .stage(one(call("Call", "code").account("short")))
    }),
    (
        "an account that is mistyped in one place of two",
        |builder| {
            builder
                .account(Account::new("test", "222222222222"))
                .stage(checkout())
                .stage(
                    one(call("First", "code").account("test"))
                        .action(call("Second", "code").account("tset")),
                )
        },
    ),
    ("a region that there is not", |builder| {
        builder
            .stage(checkout())
            .stage(one(update("Update", "code").region("us-eest-1")))
    }),
    (
        "a change set that is executed before it is prepared",
        |builder| {
            let execute = Action::new("Execute", "CloudFormation")
                .set("action_mode", word("CHANGE_SET_EXECUTE"))
                .set("stack_name", "app")
                .set("change_set_name", "release");
            let prepare = Action::new("Prepare", "CloudFormation")
                .input("code")
                .set("action_mode", word("CHANGE_SET_REPLACE"))
                .set("stack_name", "app")
                .set("change_set_name", "release")
                .set("template_path", file("code", "template.yml"))
                .set("role_arn", word("deploys"));
            builder
                .stage(checkout())
                .stage(one(execute))
                .stage(Stage::new("Later").action(prepare))
        },
    ),
    (
        "a build in another account that makes an artifact",
        |builder| {
            let build = Action::new("Build", "CodeBuild")
                .account("test")
                .input("code")
                .output("packaged")
                .set("project_name", word("build"));
            builder
                .account(Account::new("test", "222222222222"))
                .project(
                    Project::managed("build")
                        .account("test")
                        .set("image", "aws/codebuild/standard:7.0"),
                )
                .stage(checkout())
                .stage(one(build).action(update("Update", "packaged")))
        },
    ),
    (
        "an artifact that passes between two foreign accounts",
        |builder| {
            builder
                .account(Account::new("test", "222222222222"))
                .account(Account::new("prod", "333333333333"))
                .store(
                    Store::imported("main")
                        .region("us-east-1")
                        .set("bucket", "artifacts")
                        .set("key", "arn:aws:kms:us-east-1:111111111111:key/0"),
                )
                .stage(checkout())
                .stage(one(call("Package", "code")
                    .account("test")
                    .output("packaged")))
                .stage(Stage::new("Later").action(call("Call", "packaged").account("prod")))
        },
    ),
    ("two actions of one name in a stage", |builder| {
        let stage = one(update("Update", "code")).action(update("Update", "code"));
        builder.stage(checkout()).stage(stage)
    }),
    ("a stage without an action", |builder| {
        builder.stage(checkout()).stage(Stage::new("Stage"))
    }),
    (
        "a stack name that CloudFormation does not take",
        |builder| {
            let delete = Action::new("Delete", "CloudFormation")
                .set("action_mode", word("DELETE_ONLY"))
                .set("stack_name", "my_app")
                .set("role_arn", word("deploys"));
            builder.stage(checkout()).stage(one(delete))
        },
    ),
    ("120 accounts that read from one bucket", |builder| {
        let mut builder = builder.stage(checkout());
        for stage in 0..3 {
            let mut actions = Vec::new();
            for at in 0..40 {
                let name = format!("target{stage}x{at}");
                let id = (200_000_000_000_u64 + 40 * stage + at).to_string();
                builder = builder.account(Account::new(name.as_str(), id));
                actions.push(call(&format!("Call{at}"), "code").account(name));
            }
            builder = builder.stage(Stage::new(format!("Stage{stage}")).parallel(actions));
        }
        builder
    }),
];

fn checkout() -> Stage {
    Stage::new("Source").action(
        Action::new("Checkout", "CodeCommit")
            .output("code")
            .set("repository_name", "app")
            .set("branch_name", "main"),
    )
}

fn one(action: Action) -> Stage {
    Stage::new("Stage").action(action)
}

fn call(name: &str, input: &str) -> Action {
    Action::new(name, "Lambda")
        .input(input)
        .set("function_name", "call")
}

fn update(name: &str, input: &str) -> Action {
    Action::new(name, "CloudFormation")
        .input(input)
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", "app")
        .set("template_path", file(input, "template.yml"))
        .set("role_arn", word("deploys"))
}

/// The codes of our errors, by mistake.
pub(crate) fn ours() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let found = MISTAKES.iter().map(|(mistake, stages)| {
        let builder = Pipeline::builder("app")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .role(Role::managed("deploys"));
        let said = stages(builder)
            .build()
            .and_then(|pipeline| pipeline.synthesize());
        let codes = said.err().map(codes).unwrap_or_default();
        (*mistake, codes)
    });
    found.collect()
}

fn codes(findings: Findings) -> BTreeSet<&'static str> {
    findings.errors().map(|found| found.code.id).collect()
}

/// Every mistake is told of here, and the CDK's program makes the same ones.
#[test]
fn every_mistake_is_found() {
    let ours = ours();
    let theirs = cdk::mistakes();
    assert!(ours.keys().copied().eq(theirs.keys().map(String::as_str)));
    for (mistake, codes) in &ours {
        assert!(!codes.is_empty(), "{mistake}: it synthesizes");
    }
}

/// The rows of the page's table.
pub(crate) fn table() -> String {
    let (ours, theirs) = (ours(), cdk::mistakes());
    let mut out = String::from("| mistake | the CDK's synthesis | ours |\n| --- | --- | --- |\n");
    for (mistake, _) in MISTAKES {
        let codes = ours[mistake].iter();
        let codes: Vec<String> = codes
            .map(|code| format!("[{code}](errors.md#{})", code.to_lowercase()))
            .collect();
        let found = if theirs[*mistake].is_some() {
            "an error"
        } else {
            "nothing"
        };
        _ = writeln!(out, "| {mistake} | {found} | {} |", codes.join(", "));
    }
    out
}
