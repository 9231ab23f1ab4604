//! Pipelines whose reports are hard to show.

use pipewright::{Account, Action, Pipeline, Project, Role, Stage, file, word};

pub(crate) fn all() -> [(&'static str, Pipeline); 3] {
    [
        ("large", large()),
        ("hostile", hostile()),
        ("least", least()),
    ]
}

/// 962 actions over 20 foreign accounts and 4 regions.
fn large() -> Pipeline {
    const REGIONS: [&str; 4] = ["us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2"];
    let build = Action::new("Package", "CodeBuild")
        .input("source")
        .output("packaged")
        .set("project_name", word("package"));
    let mut pipeline = Pipeline::builder("large")
        .account(Account::home("tools", "111111111111").region(REGIONS[0]))
        .project(Project::managed("package").set("image", "aws/codebuild/standard:7.0"))
        .stage(Stage::new("Source").action(checkout("source")))
        .stage(Stage::new("Build").action(build));
    for account in 0..20 {
        let name = format!("target{account}");
        pipeline = pipeline
            .account(Account::new(
                name.as_str(),
                format!("2000000000{account:02}"),
            ))
            .role(Role::managed(format!("deploys{account}")).account(name));
    }
    for stage in 0..48 {
        let updates = (0..20).map(|account| {
            Action::new(format!("Update{account}"), "CloudFormation")
                .account(format!("target{account}"))
                .region(REGIONS[stage % REGIONS.len()])
                .input("packaged")
                .set("action_mode", word("CREATE_UPDATE"))
                .set("stack_name", format!("app{stage}"))
                .set("template_path", file("packaged", "template.yml"))
                .set("role_arn", word(format!("deploys{account}")))
        });
        pipeline = pipeline.stage(Stage::new(format!("Deploy{stage}")).parallel(updates));
    }
    pipeline.build().unwrap_or_else(|found| panic!("{found}"))
}

fn checkout(output: &str) -> Action {
    Action::new("Checkout", "CodeCommit")
        .output(output)
        .set("repository_name", "app")
        .set("branch_name", "main")
}

/// A word in whose place [`turned`] puts what the language refuses in a text.
const TURNED: &str = "TURNED";

/// The data of a report with characters that turn the direction of the text around them, or that
/// nobody sees.
pub(crate) fn turned(data: &str) -> String {
    data.replace(TURNED, "a\\u202egnp.exe\\u2066\\u200b\\u0007")
}

/// Texts that would be markup, end a script, turn the direction of what stands around them, or
/// take more room than there is.
fn hostile() -> Pipeline {
    let markup = "</script><!--<script><img src=x onerror=\"window.pwned=1\">";
    let turned = format!("{TURNED} שלום `code` & \"quoted\" {{DATA}}{{SCRIPT}}");
    let long = "x".repeat(100);
    let command = format!("echo '{markup}' '{turned}'");
    let copy = |name: &str, bucket: &str| {
        Action::new(name, "S3Deploy")
            .account("prod")
            .input("source")
            .set("bucket_name", bucket)
            .set("extract", true)
            .set("object_key", format!("{markup}{turned}"))
    };
    let review = Action::new("Review", "Manual").set("custom_data", format!("{markup} {turned}"));
    let run = Action::new("Run", "Commands")
        .input("source")
        .set("commands", [command]);
    Pipeline::builder("p".repeat(100))
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "222222222222").region("ap-southeast-2"))
        .stage(Stage::new("Source").action(checkout("source")))
        .stage(Stage::new(long.as_str()).action(run))
        .stage(Stage::new("Approve").action(review))
        .stage(
            Stage::new("Copy")
                .disabled(format!("{TURNED} {}", "z".repeat(120)))
                .parallel([copy("Near", "near"), copy(&long, &"b".repeat(63))]),
        )
        .build()
        .unwrap_or_else(|found| panic!("{found}"))
}

/// No foreign account, no condition, and as little as a pipeline can have.
fn least() -> Pipeline {
    Pipeline::builder("least")
        .account(Account::home("only", "111111111111").region("us-east-1"))
        .stage(Stage::new("Source").action(checkout("_source")))
        .stage(Stage::new("Approve").action(Action::new("Review", "Manual")))
        .build()
        .unwrap_or_else(|found| panic!("{found}"))
}
