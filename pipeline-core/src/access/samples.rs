//! The examples' pipelines, and some more, for the tests.

mod deploy_time;
mod projects;
mod reviews;
mod roles;
mod shared_roles;

use crate::builder::{
    Account, Action, Event, Notification, Project, Role, Schedule, Stage, Store, file, list, map,
    word,
};
use crate::pipeline::Pipeline;
pub(crate) use deploy_time::deploy_time;
pub(crate) use shared_roles::shared_roles;

/// Every sample, by name.
pub(crate) fn all() -> Vec<(&'static str, Pipeline)> {
    vec![
        ("reference-architecture", reference_architecture(None)),
        (
            "reference-architecture in an organization",
            reference_architecture(Some("o-0a1b2c3d4e")),
        ),
        ("cross-region", cross_region()),
        ("imported", imported()),
        ("minimal", minimal()),
        ("everything at home", everything_at_home()),
        ("notified", notified()),
        ("projects whole", projects::projects()),
        ("rules for all roles", roles::roles()),
        ("one role for several actions", shared_roles()),
        ("approvals of change sets", reviews::reviews()),
        ("a project in listed subnets", projects::in_listed_subnets()),
        ("values known at the deployment", deploy_time()),
    ]
}

/// Everything that tells of a pipeline, or starts it besides its sources.
fn notified() -> Pipeline {
    let event = |name: &str| {
        let pattern = [
            ("source", list(["com.example.release"])),
            ("detail-type", list(["Released"])),
        ];
        Event::new(name).set("pattern", map(pattern))
    };
    Pipeline::builder("told")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .notify(
            Notification::new("failures")
                .set("pipeline_states", [word("FAILED"), word("SUPERSEDED")])
                .set("stage_states", [word("FAILED")])
                .set("action_states", [word("FAILED"), word("STARTED")])
                .set("stages", [word("Deploy"), word("Source")])
                .set("actions", ["Deploy/Copy", "Checkout"])
                .set("email", ["team@example.com"])
                .set("https", ["https://example.com/told"])
                .set(
                    "kms_master_key_id",
                    "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-1111-4222-8333-444455556666",
                ),
        )
        .notify(
            Notification::new("operations")
                .set("pipeline_states", [word("SUCCEEDED")])
                .set("action_states", [word("STARTED")])
                .set("actions", ["Deploy/Copy"])
                .set("topic", "arn:aws:sns:us-east-1:999988887777:operations"),
        )
        .notify(
            Notification::new("own")
                .set("stage_states", [word("STARTED")])
                .set("topic", "arn:aws:sns:us-east-1:111111111111:alerts"),
        )
        .notify(
            Notification::new("chat")
                .set("pipeline_states", [word("FAILED"), word("SUCCEEDED")])
                .set(
                    "chatbot",
                    "arn:aws:chatbot::111111111111:chat-configuration/slack-channel/team",
                ),
        )
        .schedule(
            Schedule::new("nightly", "cron(30 2 ? * MON-FRI *)")
                .set("schedule_expression_timezone", "Europe/Berlin")
                .set(
                    "dead_letter_queue",
                    "arn:aws:sqs:us-east-1:111111111111:failed",
                ),
        )
        .schedule(Schedule::new("hourly", "rate(1 hour)").set("state", word("DISABLED")))
        .on_event(event("here").set(
            "dead_letter_queue",
            "arn:aws:sqs:us-east-1:111111111111:failed",
        ))
        .on_event(event("on_a_bus").set("event_bus_name", "orders"))
        .on_event(
            event("there")
                .account("prod")
                .set("event_bus_name", "orders"),
        )
        .on_event(event("abroad").account("prod").region("eu-west-1"))
        .on_event(event("at_home_abroad").region("eu-west-1"))
        .stage(Stage::new("Source").action(checkout("app")))
        .stage(
            Stage::new("Deploy").action(
                Action::new("Copy", "S3Deploy")
                    .input("source")
                    .set("bucket_name", "www.example.com")
                    .set("extract", true),
            ),
        )
        .build()
        .expect("a pipeline")
}

fn checkout(name: &str) -> Action {
    Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", name)
        .set("branch_name", "main")
}

fn update(name: &str, input: &str, mode: &str, role: &str) -> Action {
    let action = Action::new(name, "CloudFormation")
        .input(input)
        .set("action_mode", word(mode))
        .set("stack_name", "app")
        .set("template_path", file(input, "template.yml"))
        .set("role_arn", word(role));
    if mode == "CHANGE_SET_REPLACE" {
        action.set("change_set_name", "release")
    } else {
        action
    }
}

fn execute() -> Action {
    Action::new("Execute", "CloudFormation")
        .set("action_mode", word("CHANGE_SET_EXECUTE"))
        .set("stack_name", "app")
        .set("change_set_name", "release")
}

/// A statement, of a user's own.
fn statement(action: &str, resource: &str) -> crate::builder::Value {
    let value = |string: &str| crate::builder::Value::from(vec![string]);
    map([("actions", value(action)), ("resources", value(resource))])
}

pub(super) fn reference_architecture(organization: Option<&str>) -> Pipeline {
    let mut builder = Pipeline::builder("sample")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("dev", "222222222222"))
        .account(Account::new("test", "333333333333").region("us-west-2"))
        .account(Account::new("prod", "444444444444"))
        .role(Role::managed("deploy_test").account("test").set(
            "managed_policies",
            vec!["arn:aws:iam::aws:policy/PowerUserAccess"],
        ))
        .role(
            Role::imported("deploy_prod", "arn:aws:iam::444444444444:role/deployer")
                .account("prod"),
        )
        .project(Project::managed("package").set("image", "aws/codebuild/standard:7.0"))
        .stage(Stage::new("Source").action(checkout("app").account("dev")))
        .stage(
            Stage::new("Build").action(
                Action::new("Package", "CodeBuild")
                    .input("source")
                    .output("packaged")
                    .set("project_name", word("package")),
            ),
        )
        .stage(
            Stage::new("Test")
                .account("test")
                .action(update(
                    "Prepare",
                    "packaged",
                    "CHANGE_SET_REPLACE",
                    "deploy_test",
                ))
                .action(execute()),
        )
        .stage(
            Stage::new("Production")
                .account("prod")
                .region("eu-west-1")
                .action(update(
                    "Prepare",
                    "packaged",
                    "CHANGE_SET_REPLACE",
                    "deploy_prod",
                ))
                .action(execute()),
        );
    if let Some(organization) = organization {
        builder = builder.organization(organization);
    }
    builder.build().expect("a pipeline")
}

fn cross_region() -> Pipeline {
    let role = |name: &str, account: &str| {
        Role::managed(name).account(account).set(
            "statements",
            vec![
                statement(
                    "lambda:GetFunction",
                    "arn:aws:lambda:*:*:function:billing-*",
                ),
                map([
                    ("effect", word("Deny")),
                    (
                        "actions",
                        vec!["lambda:GetAlias", "lambda:GetPolicy"].into(),
                    ),
                    (
                        "resources",
                        vec![
                            "arn:aws:lambda:*:*:function:a",
                            "arn:aws:lambda:*:*:function:b",
                        ]
                        .into(),
                    ),
                    (
                        "conditions",
                        map([(
                            "StringNotEquals",
                            map([("aws:PrincipalTag/team", vec!["red", "blue"])]),
                        )]),
                    ),
                ]),
            ],
        )
    };
    let connection = "arn:aws:codeconnections:us-east-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef";
    Pipeline::builder("billing")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("europe", "222222222222").region("eu-west-1"))
        .account(Account::new("pacific", "333333333333").region("ap-southeast-2"))
        .role(role("deploy_europe", "europe"))
        .role(role("deploy_pacific", "pacific"))
        .stage(
            Stage::new("Source").action(
                Action::new("Github", "CodeConnection")
                    .output("app")
                    .set("connection_arn", connection)
                    .set("full_repository_id", "example/billing")
                    .set("branch_name", "main"),
            ),
        )
        .stage(Stage::new("Deploy").parallel([
            update("Europe", "app", "CREATE_UPDATE", "deploy_europe").account("europe"),
            update("Pacific", "app", "CREATE_UPDATE", "deploy_pacific").account("pacific"),
        ]))
        .stage(
            Stage::new("Verify").action(
                Action::new("Europe", "Lambda")
                    .account("europe")
                    .set("function_name", "smoke-test"),
            ),
        )
        .build()
        .expect("a pipeline")
}

fn imported() -> Pipeline {
    let role = |name: &str, account: &str, arn: &str| Role::imported(name, arn).account(account);
    Pipeline::builder("ledger")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .store(
            Store::imported("shared")
                .region("us-east-1")
                .set("bucket", "platform-artifacts")
                .set(
                    "key",
                    "arn:aws:kms:us-east-1:111111111111:key/01234567-89ab-cdef-0123-456789abcdef",
                ),
        )
        .role(role(
            "builds",
            "tools",
            "arn:aws:iam::111111111111:role/builds",
        ))
        .role(role(
            "acting",
            "prod",
            "arn:aws:iam::444444444444:role/acting",
        ))
        .role(role(
            "deploys",
            "prod",
            "arn:aws:iam::444444444444:role/deploys",
        ))
        .project(
            Project::imported("compile")
                .set("name", "ledger-compile")
                .set("role", word("builds")),
        )
        .stage(Stage::new("Source").action(checkout("ledger")))
        .stage(
            Stage::new("Build").action(
                Action::new("Compile", "CodeBuild")
                    .input("source")
                    .output("built")
                    .set("project_name", word("compile")),
            ),
        )
        .stage(
            Stage::new("Deploy")
                .account("prod")
                .action(update("Update", "built", "CREATE_UPDATE", "deploys").role("acting")),
        )
        .build()
        .expect("a pipeline")
}

fn minimal() -> Pipeline {
    Pipeline::builder("site")
        .account(Account::home("main", "111111111111").region("eu-central-1"))
        .stage(
            Stage::new("Source").action(
                Action::new("Upload", "S3Source")
                    .output("pages")
                    .set("s3_bucket", "site-sources")
                    .set("s3_object_key", "site.zip"),
            ),
        )
        .stage(
            Stage::new("Publish").action(
                Action::new("Copy", "S3Deploy")
                    .input("pages")
                    .set("bucket_name", "www.example.com")
                    .set("extract", true),
            ),
        )
        .build()
        .expect("a pipeline")
}

fn everything_at_home() -> Pipeline {
    let image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/builder:1";
    Pipeline::builder("home")
        .account(Account::home("main", "111111111111").region("eu-west-1"))
        .store(
            Store::managed("kept")
                .region("eu-west-1")
                .set("encryption_key", true)
                .set(
                    "key_administrators",
                    vec!["arn:aws:iam::111111111111:role/keys"],
                ),
        )
        .role(
            Role::managed("deploy")
                .set("path", "/own/")
                .set(
                    "permissions_boundary",
                    "arn:aws:iam::111111111111:policy/bounds",
                )
                .set(
                    "managed_policies",
                    vec!["arn:aws:iam::111111111111:policy/app"],
                ),
        )
        .project(Project::managed("build").set("image", image).set(
            "environment_variables",
            map([
                ("TOKEN", map([("secrets_manager", "token")])),
                ("HOST", map([("parameter_store", "/app/host")])),
            ]),
        ))
        .stage(
            Stage::new("Source")
                .action(checkout("app").set("output_artifact_format", word("CODEBUILD_CLONE_REF"))),
        )
        .stage(
            Stage::new("Build").action(
                Action::new("Build", "CodeBuild")
                    .input("source")
                    .output("built")
                    .set("project_name", word("build"))
                    .set("batch_enabled", true),
            ),
        )
        .stage(
            Stage::new("Approve").action(Action::new("Review", "Manual").set(
                "notification_arn",
                "arn:aws:sns:eu-west-1:111111111111:reviews",
            )),
        )
        .stage(Stage::new("Deploy").action(update("Update", "built", "CREATE_UPDATE", "deploy")))
        .build()
        .expect("a pipeline")
}
