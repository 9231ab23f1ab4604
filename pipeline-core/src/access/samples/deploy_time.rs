//! A pipeline with values that are known only when its stacks are deployed.

use super::{checkout, update};
use crate::builder::{
    Account, Action, Parameter, Project, Role, Stage, Store, Value, import_value, join, map, ssm,
    word,
};
use crate::pipeline::Pipeline;

pub(crate) fn deploy_time() -> Pipeline {
    let text = |begin: &str, name: &str, end: &str| {
        join([Value::from(begin), word(name), Value::from(end)])
    };
    let arn = text("arn:aws:iam::444444444444:role/", "deployer", "");
    let objects = text("arn:aws:s3:::shop-", "bucket", "/*");
    let statement = map([
        ("actions", Value::from(["s3:GetObject"])),
        ("resources", Value::from(vec![objects])),
    ]);
    let image = join([
        Value::from("111111111111.dkr.ecr.us-east-1.amazonaws.com/"),
        word("group"),
        Value::from(":"),
        ssm("/build/tag"),
    ]);
    let package = Action::new("Package", "CodeBuild")
        .input("source")
        .output("built")
        .set("project_name", word("package"));
    let call = Action::new("Call", "Lambda")
        .input("built")
        .set("function_name", word("function"))
        .set("user_parameters", word("token"));
    Pipeline::builder("late")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .parameter(Parameter::new("artifacts", "String"))
        .parameter(Parameter::new("days", "Number").default(7))
        .parameter(Parameter::new("deployer", "String"))
        .parameter(Parameter::new("bucket", "String").set("allowed_pattern", "[a-z-]+"))
        .parameter(Parameter::new("group", "String"))
        .parameter(Parameter::new("function", "String").default("smoke-test"))
        .parameter(Parameter::new("token", "String").set("no_echo", true))
        .store(
            Store::managed("store")
                .region("us-east-1")
                .set("bucket_name", word("artifacts"))
                .set("expiration_in_days", word("days")),
        )
        .role(Role::imported("deploys", arn).account("prod"))
        .role(
            Role::managed("calls")
                .account("prod")
                .set("statements", vec![statement]),
        )
        .project(
            Project::managed("package")
                .set("image", image)
                .set("environment_type", word("LINUX_CONTAINER"))
                .set("queued_timeout_in_minutes", word("days"))
                .set(
                    "vpc_config",
                    map([
                        ("vpc_id", Value::from("vpc-0a1b2c3d")),
                        ("subnets", import_value("network-Subnets")),
                        ("security_group_ids", import_value("network-Groups")),
                    ]),
                ),
        )
        .stage(Stage::new("Source").action(checkout("app")))
        .stage(Stage::new("Build").action(package))
        .stage(
            Stage::new("Deploy")
                .account("prod")
                .action(update("Update", "source", "CREATE_UPDATE", "deploys"))
                .action(call.role("calls")),
        )
        .build()
        .expect("a pipeline")
}
