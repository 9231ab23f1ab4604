//! Pipelines made for tests.

use pipewright::{
    Account, Action, Builder, Pipeline, Project, Role, SharedStore, Stage, Store, file, word,
};

/// Twenty accounts in five regions, sources and builds abroad, batches here and there, more action roles than one
/// policy can name.
pub(crate) fn large() -> Builder {
    let mut builder = Pipeline::builder("large")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("sources", "222222222222"))
        .project(project("build"))
        .project(project("test").account("sources"))
        .stage(sources())
        .stage(builds());
    for target in 0..TARGETS {
        builder = deploys(builder, target);
    }
    builder
}

/// A pipeline with builds and another account, whose store other pipelines have too.
pub(crate) fn sharing(name: &str, store: &SharedStore) -> Pipeline {
    let source = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let package = Action::new("Package", "CodeBuild")
        .input("source")
        .output("packaged")
        .set("project_name", word("package"));
    let upload = |name: &str| {
        Action::new(name, "S3Deploy")
            .input("packaged")
            .set("bucket_name", "app")
            .set("extract", true)
    };
    Pipeline::builder(name)
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444").region("eu-west-1"))
        .store(
            Store::managed("shared")
                .region("us-east-1")
                .set("shared", store),
        )
        .project(project("package"))
        .stage(Stage::new("Source").action(source))
        .stage(Stage::new("Build").action(package))
        .stage(
            Stage::new("Copy")
                .account("prod")
                .parallel([upload("Near").region("us-east-1"), upload("Far")]),
        )
        .build()
        .expect("a pipeline")
}

const TARGETS: usize = 20;
const REGIONS: [&str; 5] = [
    "us-east-1",
    "eu-west-1",
    "eu-central-1",
    "us-west-2",
    "ap-southeast-2",
];

fn project(name: &str) -> Project {
    Project::managed(name).set(
        "image",
        "555555555555.dkr.ecr.us-east-1.amazonaws.com/images/build:1",
    )
}

fn sources() -> Stage {
    Stage::new("Source").parallel([
        Action::new("Code", "CodeCommit")
            .account("sources")
            .output("code")
            .set("repository_name", "code")
            .set("branch_name", "main"),
        Action::new("Data", "S3Source")
            .account("sources")
            .output("data")
            .set("s3_bucket", "source-data")
            .set("s3_object_key", "data.zip"),
    ])
}

fn builds() -> Stage {
    Stage::new("Build")
        .action(
            Action::new("Package", "CodeBuild")
                .input("code")
                .input("data")
                .output("packaged")
                .set("project_name", word("build"))
                .set("batch_enabled", true),
        )
        .action(
            Action::new("Test", "CodeBuildTest")
                .account("sources")
                .input("code")
                .set("project_name", word("test"))
                .set("batch_enabled", true),
        )
        .action(Action::new("Review", "Manual"))
}

fn deploys(builder: Builder, target: usize) -> Builder {
    let account = format!("target{target}");
    let role = format!("deploy{target}");
    let region = REGIONS[target % REGIONS.len()];
    let mut stage = Stage::new(format!("Deploy{target}"))
        .account(account.as_str())
        .region(region);
    for action in 0..4 {
        stage = stage.action(
            Action::new(format!("Stack{action}"), "CloudFormation")
                .input("packaged")
                .set("action_mode", word("CREATE_UPDATE"))
                .set("stack_name", format!("app{action}"))
                .set("template_path", file("packaged", "template.yml"))
                .set("role_arn", word(role.as_str())),
        );
    }
    let stage = stage.parallel([
        Action::new("Smoke", "Lambda").set("function_name", "smoke"),
        Action::new("Site", "S3Deploy")
            .input("packaged")
            .set("bucket_name", format!("site-{target}"))
            .set("extract", true),
    ]);
    builder
        .account(Account::new(account.as_str(), format!("3000000000{target:02}")).region(region))
        .role(Role::managed(role).account(account).set(
            "managed_policies",
            ["arn:aws:iam::aws:policy/PowerUserAccess"],
        ))
        .stage(stage)
}
