//! What a role may touch where a value names more, or something elsewhere.

use pipewright_core::builder::{Account, Action, Project, Role, Stage, map, word};
use pipewright_core::pipeline::Pipeline;
use pipewright_core::write::Assembly;

/// The templates of a pipeline with one source and one action more, in one text.
fn templates(checkout: Action, action: Action) -> String {
    let pipeline = Pipeline::builder("scopes")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .project(Project::managed("build").set("image", "aws/codebuild/standard:7.0"))
        .stage(Stage::new("Source").action(checkout.output("source")))
        .stage(
            Stage::new("Use").parallel([
                action,
                Action::new("Test", "CodeBuild")
                    .input("source")
                    .set("project_name", word("build")),
            ]),
        )
        .build()
        .unwrap_or_else(|findings| panic!("{findings:?}"));
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings:?}"));
    text(&assembly)
}

/// All templates of an assembly in one text.
fn text(assembly: &Assembly) -> String {
    let templates = assembly.templates();
    templates
        .map(|(_, template)| format!("{template:#}"))
        .collect()
}

fn checkout() -> Action {
    Action::new("Checkout", "CodeCommit")
        .set("repository_name", "x")
        .set("branch_name", "main")
}

fn build(secret: &str) -> Action {
    Action::new("Build", "CodeBuild")
        .input("source")
        .set("project_name", word("build"))
        .set(
            "environment_variables",
            map([("LOGIN", map([("secrets_manager", secret)]))]),
        )
}

#[test]
fn an_execution_is_where_its_state_machine_is() {
    let machine = "arn:aws:states:eu-west-1:111111111111:stateMachine:verify";
    let run = Action::new("Run", "StepFunctions").set("state_machine_arn", machine);
    let found = templates(checkout(), run);
    assert!(found.contains("\"arn:aws:states:eu-west-1:111111111111:execution:verify:*\""));
    assert!(!found.contains("states:us-east-1"));
    let run = Action::new("Run", "StepFunctions").set("state_machine_arn", machine);
    let named = run.set("execution_name_prefix", "p-#{Checkout.CommitId}");
    let found = templates(checkout(), named);
    assert!(found.contains("\"arn:aws:states:eu-west-1:111111111111:execution:verify:p-*\""));
}

#[test]
fn a_secret_has_six_letters_behind_its_arn() {
    let arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:zed";
    // What follows the last dash is the name's own unless it is six letters or digits.
    for name in ["", "-prod", "-a_b2c3"] {
        let found = templates(checkout(), build(&format!("{arn}{name}")));
        assert!(found.contains(&format!("\"{arn}{name}-??????\"")), "{name}");
    }
    let whole = format!("{arn}-a1B2c3");
    let found = templates(checkout(), build(&format!("{whole}:key")));
    assert!(found.contains(&format!("\"{whole}\"")));
    assert!(!found.contains("-??????"));
}

#[test]
fn an_object_that_a_start_may_name_is_any_of_the_bucket() {
    let object = |any: bool| {
        let source = Action::new("Object", "S3Source")
            .set("s3_bucket", "site-files")
            .set("s3_object_key", "a/b.zip")
            .set("allow_override_for_s3_object_key", any);
        templates(source, build("zed"))
    };
    let (one, any) = (
        "arn:aws:s3:::site-files/a/b.zip",
        "arn:aws:s3:::site-files/*",
    );
    assert!(object(false).contains(one) && !object(false).contains(any));
    assert!(object(true).contains(any) && !object(true).contains(one));
}

/// Actions whose roles are made for what `name` stands for.
fn named_by(name: &str) -> Vec<Action> {
    let arn =
        |service: &str, of: &str| format!("arn:aws:{service}:us-west-2:111111111111:{of}{name}");
    let none = Vec::<&str>::new;
    vec![
        Action::new("Review", "Manual").set("notification_arn", arn("sns", "")),
        Action::new("Run", "StepFunctions")
            .set("state_machine_arn", arn("states", "stateMachine:")),
        Action::new("Phones", "DeviceFarm")
            .input("source")
            .set("app_type", word("Android"))
            .set("project_id", name)
            .set("app", "app.apk")
            .set("test_type", word("BUILTIN_FUZZ"))
            .set("device_pool_arn", arn("devicefarm", "devicepool:")),
        Action::new("Upload", "S3Deploy")
            .input("source")
            .set("bucket_name", "site-files")
            .set("extract", true)
            .set("kms_encryption_key_arn", arn("kms", "key/")),
        Action::new("Function", "LambdaDeploy")
            .input("source")
            .set("function_name", name)
            .set("function_alias", "live")
            .set("alarms", [name]),
        Action::new("Call", "Lambda").set("function_name", name),
        Action::new("Next", "CodePipeline").set("pipeline_name", name),
        Action::new("Stack", "CloudFormation")
            .set("action_mode", word("DELETE_ONLY"))
            .set("stack_name", name)
            .set("role_arn", "arn:aws:iam::111111111111:role/deploys"),
        Action::new("Service", "Ecs")
            .input("source")
            .set("cluster_name", name)
            .set("service_name", name)
            .set("task_roles", none()),
        Action::new("Fleet", "Ec2")
            .input("source")
            .set("instance_tag_key", "App")
            .set("instance_tag_value", name)
            .set("instance_type", word("EC2"))
            .set("deploy_spec", "deploy.yml")
            .set("target_group_name_list", [name])
            .set("instance_roles", none()),
        Action::new("Machines", "CodeDeploy")
            .input("source")
            .set("application_name", name)
            .set("deployment_group_name", name)
            .set("instance_roles", none()),
        Action::new("Image", "EcrBuildAndPublish")
            .input("source")
            .set("ecr_repository_name", name),
        Action::new("Flags", "AppConfig")
            .input("source")
            .set("application", name)
            .set("environment", "prod")
            .set("configuration_profile", "flags")
            .set("input_artifact_configuration_path", "flags.json"),
    ]
}

fn with(actions: Vec<Action>, role: Option<Role>) -> Result<String, String> {
    let mut pipeline = Pipeline::builder("scopes")
        .account(Account::home("tools", "111111111111").region("us-west-2"))
        .stage(Stage::new("Source").action(checkout().output("source")))
        .stage(Stage::new("Use").parallel(actions));
    if let Some(role) = role {
        pipeline = pipeline.role(role);
    }
    let pipeline = pipeline
        .build()
        .map_err(|findings| format!("{findings:?}"))?;
    let assembly = pipeline.synthesize();
    let assembly = assembly.map_err(|findings| format!("{findings:?}"))?;
    Ok(text(&assembly))
}

#[test]
fn no_variable_makes_everything_of_a_resource() {
    let everything = |text: &str| text.matches("\"Resource\": \"*\"").count();
    let fixed = with(named_by("shop"), None).unwrap();
    for name in ["#{Checkout.CommitId}", "shop#{Checkout.CommitId}"] {
        let open = with(named_by(name), None).unwrap();
        assert_eq!(everything(&open), everything(&fixed), "{name}");
    }
    // Where it would, the pipeline is refused.
    for (key, action) in [
        ("notification_arn", Action::new("Review", "Manual")),
        ("state_machine_arn", Action::new("Run", "StepFunctions")),
    ] {
        let action = action.set(key, "#{Checkout.CommitId}");
        let refused = with(vec![action], None).unwrap_err();
        assert!(refused.contains("P429"), "{refused}");
    }
}

/// What several actions may do that share a role, each of them may do.
#[test]
fn a_shared_role_may_what_its_actions_may() {
    let call = |name: &str, function: &str| {
        Action::new(name, "Lambda")
            .role("shared")
            .set("function_name", function)
    };
    let both = vec![
        call("One", "smoke-#{Checkout.CommitId}"),
        call("Two", "smoke-a"),
    ];
    let text = with(both, Some(Role::managed("shared"))).unwrap();
    assert!(text.contains(":function:smoke-*") && text.contains(":function:smoke-a"));
}

/// What is not ours is told in the report: things of other accounts, and what builds of a
/// project that nobody declared read.
#[test]
fn owners_are_told_whom_they_have_to_admit() {
    let secret = "arn:aws:secretsmanager:us-east-1:999999999999:secret:app-a1B2c3";
    let variables = |secret: &str| map([("LOGIN", map([("secrets_manager", secret)]))]);
    let build = |name: &str| Action::new(name, "CodeBuild").input("source");
    let pipeline = Pipeline::builder("scopes")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .project(
            Project::managed("build")
                .set("image", "aws/codebuild/standard:7.0")
                .set("environment_variables", variables(secret)),
        )
        .stage(Stage::new("Source").action(checkout().output("source")))
        .stage(
            Stage::new("Use").parallel([
                build("Own").set("project_name", word("build")),
                build("Theirs")
                    .set("project_name", "legacy")
                    .set("environment_variables", variables("zed")),
                Action::new("Review", "Manual").set(
                    "notification_arn",
                    "arn:aws:sns:us-east-1:999999999999:reviews",
                ),
            ]),
        )
        .build()
        .unwrap();
    let assembly = pipeline.synthesize().unwrap();
    let report = &assembly.files()["REPORT.md"];
    let owners = report.split("### What others must do").nth(1).unwrap();
    let told = |words: &[&str]| {
        owners
            .lines()
            .any(|line| words.iter().all(|word| line.contains(word)))
    };
    assert!(told(&[
        secret,
        "must admit role",
        "secretsmanager:GetSecretValue",
        "kms:Decrypt"
    ]));
    assert!(told(&[
        "999999999999:reviews",
        "must admit role",
        "sns:Publish"
    ]));
    let legacy = owners.split("build project `legacy`").nth(1).unwrap();
    let legacy = legacy.split("\n- ").next().unwrap();
    assert!(legacy.contains(":secret:zed-??????") && legacy.contains("s3:GetObject"));
    // Without a key nothing but its own policies has to let it in.
    assert!(legacy.contains("by a policy of its own") && !legacy.contains("bucket and key"));
}

/// What a role lacks and nobody can know of before the run is told in the report.
#[test]
fn owners_are_told_of_keys_and_networks() {
    let object = Action::new("Object", "S3Source")
        .output("source")
        .set("s3_bucket", "site-files")
        .set("s3_object_key", "a.zip");
    let shell = |name: &str| {
        let action = Action::new(name, "Commands").input("source");
        action.set("commands", ["make"])
    };
    let inside = shell("Inside")
        .set("vpc_id", "vpc-0a1b2c3d")
        .set("subnets", ["subnet-0a1b2c3d"])
        .set("security_group_ids", ["sg-0a1b2c3d"]);
    let pipeline = Pipeline::builder("scopes")
        .setting("pipeline_type", word("V2"))
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(Stage::new("Source").action(object))
        .stage(Stage::new("Use").parallel([inside, shell("Outside")]))
        .build()
        .unwrap();
    let assembly = pipeline.synthesize().unwrap();
    let report = &assembly.files()["REPORT.md"];
    let told = |action: &str, word: &str| {
        let mut lines = report.lines();
        lines.any(|line| line.contains("needed by") && line.contains(action) && line.contains(word))
    };
    assert!(told("`Source/Object`", "`kms:Decrypt`"), "{report}");
    assert!(told("`Use/Inside`", "VPC `vpc-0a1b2c3d`"), "{report}");
    assert!(!told("`Use/Outside`", "VPC"), "{report}");
}
