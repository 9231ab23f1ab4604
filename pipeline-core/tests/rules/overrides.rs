//! Overrides: which properties exist, take a value, and are set by something else.

use crate::support::{assert_finds, found, home, reads, sources};
use pipewright_core::builder::{
    Action, Builder, Override, Project, Role, Stage, Store, Value, list, map, word,
};

const ROLE: &str = "arn:aws:iam::111111111111:role/Admin";

/// A pipeline with a store, a role and a project.
fn base() -> Builder {
    let build = Action::new("Package", "CodeBuild")
        .input("source")
        .set("project_name", word("package"));
    let update = Action::new("Update", "CloudFormation")
        .input("source")
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", "app")
        .set(
            "template_path",
            pipewright_core::builder::file("source", "t.yml"),
        )
        .set("role_arn", word("deploys"));
    let policies = ["arn:aws:iam::aws:policy/ReadOnlyAccess"];
    Builder::new()
        .setting("name", "x")
        .account(home())
        .store(
            Store::managed("cache")
                .region("us-east-1")
                .set("encryption_key", true),
        )
        .role(Role::managed("deploys").set("managed_policies", policies))
        .project(
            Project::managed("package")
                .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
        )
        .stage(sources())
        .stage(reads("Read"))
        .stage(Stage::new("Build").action(build))
        .stage(Stage::new("Deploy").action(update))
}

/// An override of one path of a thing, whose names stand between dots.
fn set<V: Into<Value>>(thing: &str, path: &str, value: V) -> Builder {
    let of = Override::of(thing.split('.')).set(format!("Properties.{path}"), value);
    base().overriding(of)
}

/// What is found of an override, with its advice.
#[track_caller]
fn only(pipeline: &Builder) -> String {
    let all = found(pipeline);
    assert_eq!(all.len(), 1, "{all:#?}");
    all[0].text()
}

#[test]
fn what_has_no_setting_is_set() {
    let deep = "Stages.Deploy.Actions.Update.Configuration.DeploymentMode";
    for (thing, path, value) in [
        ("pipeline", "RestartExecutionOnUpdate", Value::from(true)),
        ("pipeline", "RestartExecutionOnUpdate", Value::from("true")),
        ("pipeline", deep, Value::from("x")),
        (
            "pipeline",
            "Stages.2.Actions.0.TimeoutInMinutes",
            Value::from(20),
        ),
        ("pipeline", "Triggers", list(Vec::<Value>::new())),
        ("deploys", "MaxSessionDuration", Value::from(7200)),
        ("deploys", "MaxSessionDuration", Value::from("7200")),
        ("deploys", "Description", Value::from(5)),
        (
            "package",
            "Environment.ComputeType",
            Value::from("BUILD_GENERAL1_HUGE"),
        ),
        ("package", "Tags.0", map([("Key", "a"), ("Value", "b")])),
        ("cache.key", "PendingWindowInDays", Value::from(7)),
        (
            "cache",
            "AccelerateConfiguration.AccelerationStatus",
            Value::from("Enabled"),
        ),
        (
            "cache",
            "BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled",
            Value::from(false),
        ),
        (
            "cache",
            "LifecycleConfiguration",
            map([("Ref", "AWS::NoValue")]),
        ),
        ("Deploy.Update.role", "Description", word("None")),
    ] {
        assert_finds(&set(thing, path, value), &[]);
    }
}

#[test]
fn what_does_not_exist_or_has_another_form_is_told() {
    for (thing, path, value, message) in [
        (
            "pipeline",
            "ExecutonMode",
            Value::from("QUEUED"),
            "P532 `AWS::CodePipeline::Pipeline` has no property `ExecutonMode`",
        ),
        (
            "package",
            "Environment.Foo.Bar",
            Value::from(1),
            "P532 `Environment` of `AWS::CodeBuild::Project` has no property `Foo`",
        ),
        (
            "pipeline",
            "Stages.Deploy.Actions.Update.Timeout",
            Value::from(1),
            "P532 `Stages.Actions` of `AWS::CodePipeline::Pipeline` has no property `Timeout`",
        ),
        (
            "pipeline",
            "ExecutionMode.Really",
            Value::from("QUEUED"),
            "P532 nothing stands below `ExecutionMode` of `AWS::CodePipeline::Pipeline`, and so no `Really`",
        ),
        (
            "cache",
            "LifecycleConfiguration",
            map([("Rules", list([map([("Stats", "Enabled")])]))]),
            "P532 `LifecycleConfiguration.Rules` of `AWS::S3::Bucket` has no property `Stats`",
        ),
        (
            "cache",
            "LifecycleConfiguration",
            map([("Rules", map([("Status", "Enabled")]))]),
            "P532 `LifecycleConfiguration.Rules` of `AWS::S3::Bucket` takes a list, and this is a map",
        ),
        (
            "cache",
            "LifecycleConfiguration",
            Value::from("none"),
            "P532 `LifecycleConfiguration` of `AWS::S3::Bucket` takes a map, and this is a text",
        ),
        (
            "deploys",
            "MaxSessionDuration",
            Value::from("an hour"),
            "P532 `MaxSessionDuration` of `AWS::IAM::Role` takes a number, and this is a text",
        ),
        (
            "deploys",
            "Description",
            list(["a", "b"]),
            "P532 `Description` of `AWS::IAM::Role` takes a text, and this is a list",
        ),
        (
            "cache.key",
            "EnableKeyRotation",
            Value::from("yes"),
            "P532 `EnableKeyRotation` of `AWS::KMS::Key` takes `true` or `false`, and this is a text",
        ),
    ] {
        assert_finds(&set(thing, path, value), &[message]);
    }
}

/// What the plan relies on, and what needs an access: the error names what sets it.
#[test]
fn what_a_setting_says_is_set_there() {
    for (thing, path, advice) in [
        ("deploys", "RoleName", "set `role_name` of a declared role"),
        ("deploys", "Path", "set `path` of the role, or of `roles`"),
        (
            "deploys",
            "PermissionsBoundary",
            "set `permissions_boundary` of the role",
        ),
        ("cache", "BucketName", "set `bucket_name` of the store"),
        (
            "cache",
            "BucketEncryption",
            "set `encryption_key: true` of the store",
        ),
        (
            "cache",
            "OwnershipControls.Rules.0.ObjectOwnership",
            "what foreign accounts write has to be the store's",
        ),
        (
            "cache",
            "ReplicationConfiguration.Role",
            "let artifacts out of the store",
        ),
        (
            "cache",
            "WebsiteConfiguration.IndexDocument",
            "let artifacts out of the store",
        ),
        ("cache", "AccessControl", "let artifacts out of the store"),
        (
            "cache.key",
            "MultiRegion",
            "a second key, of which no policy knows",
        ),
        ("cache.key", "Enabled", "artifacts are encrypted with it"),
        ("cache.key", "KeySpec", "artifacts are encrypted with it"),
        ("package", "Name", "set `name` of the project"),
        ("package", "ServiceRole", "set `role` of the project"),
        (
            "package",
            "Environment.PrivilegedMode",
            "set `privileged_mode` of the project",
        ),
        ("package", "Environment.Image", "set `image` of the project"),
        (
            "package",
            "Environment.Fleet.FleetArn",
            "set `fleet` of the project",
        ),
        (
            "package",
            "Environment.EnvironmentVariables.0",
            "set `environment_variables` of the project",
        ),
        ("package", "VpcConfig", "set `vpc_config` of the project"),
        (
            "package",
            "VpcConfig.Subnets.0",
            "set `vpc_config.subnets` of the project",
        ),
        (
            "package",
            "Cache.Location",
            "set `cache.location` of the project",
        ),
        (
            "package",
            "LogsConfig.S3Logs",
            "set `logs_config.s3_logs` of the project",
        ),
        (
            "package",
            "FileSystemLocations",
            "set `file_system_locations` of the project",
        ),
        (
            "package",
            "EncryptionKey",
            "set `encryption_key` of the project",
        ),
        (
            "package",
            "Source.BuildSpec",
            "set `buildspec` of the project",
        ),
        ("package", "Source.Type", "stays as it is: `CODEPIPELINE`"),
        ("pipeline", "Name", "set `name` of the pipeline"),
        (
            "pipeline",
            "RoleArn",
            "set `service_role: ROLE;` of the pipeline",
        ),
        (
            "pipeline",
            "PipelineType",
            "set `pipeline_type` of the pipeline",
        ),
        (
            "pipeline",
            "ArtifactStore.Location",
            "declare a store: `store NAME",
        ),
        ("pipeline", "ArtifactStores", "declare a store: `store NAME"),
        (
            "pipeline",
            "Stages",
            "change the action where it is declared",
        ),
        (
            "pipeline",
            "Stages.Deploy.Name",
            "change the stage where it is declared",
        ),
        (
            "pipeline",
            "Stages.Deploy.Actions.Update",
            "change the action where it is declared",
        ),
        (
            "pipeline",
            "Stages.Deploy.Actions.Update.RoleArn",
            "write `as ROLE` behind the action",
        ),
        (
            "pipeline",
            "Stages.Deploy.Actions.Update.Configuration.StackName",
            "where the action is declared: `stack_name: …`",
        ),
        (
            "pipeline",
            "Stages.3.Actions.0.Configuration.RoleArn",
            "where the action is declared: `role_arn: …`",
        ),
        (
            "pipeline",
            "Stages.Deploy.OnFailure.Conditions.0.Rules.0.RuleTypeId",
            "write `before_entry`, `on_success` or `on_failure` into the stage",
        ),
    ] {
        let text = only(&set(thing, path, word("None")));
        assert!(text.starts_with("[P533]"), "{text}");
        assert!(text.contains(advice), "{path}: {text}");
    }
}

#[test]
fn what_a_pipelines_project_cannot_have_is_told_with_its_reason() {
    for path in [
        "AutoRetryLimit",
        "Visibility",
        "Triggers.Webhook",
        "Artifacts.Location",
    ] {
        let text = only(&set("package", path, ROLE.len()));
        assert!(
            text.starts_with("[P170]") || text.starts_with("[P532]"),
            "{text}"
        );
    }
}

#[test]
fn a_path_is_set_once() {
    let of = |thing: &[&str], path: &str| {
        Override::of(thing.iter().copied()).set(format!("Properties.{path}"), word("None"))
    };
    let both = |one: Override, other: Override| base().overriding(one).overriding(other);
    let twice = both(
        of(&["package"], "Description"),
        of(&["package"], "Description"),
    );
    assert_finds(&twice, &["P402 `Properties.Description` is said twice"]);
    let within = both(
        of(&["cache"], "LifecycleConfiguration.Rules.0"),
        of(&["cache", "bucket"], "LifecycleConfiguration"),
    );
    assert_finds(
        &within,
        &[
            "P402 `Properties.LifecycleConfiguration` and `Properties.LifecycleConfiguration.Rules.0` set the same",
        ],
    );
    let beside = both(
        of(&["package"], "Tags"),
        of(&["package"], "TimeoutInMinutes"),
    );
    assert_finds(&beside, &[]);
    let others = both(
        of(&["deploys"], "Description"),
        of(&["pipeline", "role"], "Description"),
    );
    assert_finds(&others, &[]);
}
