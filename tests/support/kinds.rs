//! A pipeline with an action of each kind, for the tests that ask what becomes of it.

use pipewright_core::builder::{
    Account, Action, Builder, Project, Role, Stage, Value, file, map, variable, word,
};
use pipewright_core::catalogue::{Kind, Placement};
use pipewright_core::pipeline::Pipeline;

const SECRET: &str = "{{resolve:secretsmanager:partner:SecretString:token}}";

/// An action of a kind, with all that it must say and more.
pub(crate) fn example(kind: &str, name: &str) -> Action {
    let action = Example {
        action: Action::new(name, kind),
        instead: None,
    };
    settings(kind, action).action
}

/// The same, with another value for a key.
pub(crate) fn example_with(kind: &str, name: &str, key: &str, value: Value) -> Action {
    let action = Example {
        action: Action::new(name, kind),
        instead: Some((key.to_owned(), value)),
    };
    let Example { action, instead } = settings(kind, action);
    match instead {
        Some((key, value)) => action.set(key.as_str(), value),
        None => action,
    }
}

/// An action that is given its settings, and a value that takes the place of one of them.
struct Example {
    action: Action,
    instead: Option<(String, Value)>,
}

impl Example {
    fn output(mut self, name: &str) -> Self {
        self.action = self.action.output(name);
        self
    }

    fn region(mut self, region: &str) -> Self {
        self.action = self.action.region(region);
        self
    }

    fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        let instead = self.instead.take_if(|(instead, _)| instead == key);
        let value = instead.map_or_else(|| value.into(), |(_, value)| value);
        self.action = self.action.set(key, value);
        self
    }
}

fn settings(kind: &str, action: Example) -> Example {
    match kind {
        "Alexa" => action
            .set("client_id", "amzn1.application-oa2-client.0")
            .set("client_secret", SECRET)
            .set("refresh_token", SECRET)
            .set("skill_id", "amzn1.ask.skill.0"),
        "AppConfig" => action
            .set("application", "abc1234")
            .set("environment", "def1234")
            .set("configuration_profile", "ghi1234")
            .set("input_artifact_configuration_path", "flags.json"),
        "CloudFormation" => action
            .set("action_mode", word("CREATE_UPDATE"))
            .set("stack_name", "app")
            .set("template_path", file("source", "template.yml"))
            .set("role_arn", word("handed")),
        "CloudFormationStackInstances" => action
            .set("stack_set_name", "baseline")
            .set("deployment_targets", file("source", "accounts.json"))
            .set("regions", ["eu-west-1"])
            .set("parameter_overrides", file("source", "parameters.json")),
        "CloudFormationStackSet" => action
            .set("stack_set_name", "baseline")
            .set("template_path", file("source", "template.yml"))
            .set(
                "parameters",
                map([
                    ("Stage", "prod".into()),
                    ("Commit", variable("Checkout", "CommitId")),
                ]),
            )
            .set("administration_role_arn", word("handed"))
            .set("deployment_targets", ["333333333333", "444444444444"])
            .set("regions", ["eu-west-1", "eu-central-1"])
            .set("failure_tolerance_percentage", 20),
        "CodeBuild" => action.set("project_name", word("build")),
        "CodeBuildTest" => action
            .set("project_name", word("build"))
            .set("batch_enabled", true),
        "CodeCommit" => action
            .set("repository_name", "app")
            .set("branch_name", "main"),
        "CodeConnection" => action
            .set(
                "connection_arn",
                "arn:aws:codeconnections:us-east-1:111111111111:connection/0",
            )
            .set("full_repository_id", "octo/app")
            .set("branch_name", "main"),
        "CodeDeploy" => action
            .set("application_name", "app")
            .set("deployment_group_name", "fleet")
            .set("instance_roles", ["arn:aws:iam::222222222222:role/fleet"]),
        "CodeDeployToEcs" => action
            .set("application_name", "app")
            .set("deployment_group_name", "service")
            .set("task_definition_template_artifact", word("source"))
            .set("app_spec_template_artifact", word("source"))
            .set("image1_artifact_name", word("source"))
            .set("image1_container_name", "IMAGE")
            .set("task_roles", [word("handed")]),
        "CodePipeline" => action
            .set("pipeline_name", "downstream")
            .set(
                "source_revisions",
                [map([
                    ("action_name", "Checkout".into()),
                    ("revision_type", word("COMMIT_ID")),
                    ("revision_value", variable("Checkout", "CommitId")),
                ])],
            )
            .set("variables", map([("STAGE", "prod")])),
        "Commands" => action
            .output("_files")
            .set("commands", ["make", "make test"])
            .set("output_variables", ["VERSION"])
            .set("files", ["dist/**/*"])
            .set(
                "environment_variables",
                map([("COMMIT", variable("Checkout", "CommitId"))]),
            )
            .set("compute_type", word("BUILD_GENERAL1_MEDIUM")),
        "Custom" => action
            .set("category", word("Test"))
            .set("provider", "Scanner")
            .set("version", "1")
            .set("configuration", map([("Depth", "3")])),
        "DeviceFarm" => action
            .set("app_type", word("Android"))
            .set("project_id", "0123")
            .set("app", "app.apk")
            .set(
                "device_pool_arn",
                "arn:aws:devicefarm:us-west-2::devicepool:0123",
            )
            .set("test_type", word("BUILTIN_FUZZ"))
            .set("fuzz_event_count", 500)
            .set("record_video", true)
            .region("us-west-2"),
        "Ec2" => action
            .set("instance_tag_key", "Fleet")
            .set("instance_tag_value", "web-#{Checkout.BranchName}")
            .set("instance_type", word("EC2"))
            .set("target_directory", "/srv/app")
            .set("post_script", "restart.sh")
            .set("target_group_name_list", ["blue", "green"])
            .set("instance_roles", ["arn:aws:iam::222222222222:role/web"]),
        "Ecr" => action.set("repository_name", "team/app"),
        "EcrBuildAndPublish" => action
            .set("ecr_repository_name", "team/app")
            .set("image_tags", ["latest", "#{Checkout.CommitId}"]),
        "Ecs" => action
            .set("cluster_name", "main")
            .set("service_name", "app")
            .set("deployment_timeout", 15)
            .set(
                "task_roles",
                [
                    word("handed"),
                    "arn:aws:iam::222222222222:role/ecs/execution".into(),
                ],
            ),
        "Eks" => action
            .set("cluster_name", "main")
            .set("manifest_files", ["k8s/app.yml"])
            .set("kubernetes_namespace", "apps")
            .set("environment_variables", map([("IMAGE_TAG", "v1")])),
        "ElasticBeanstalk" => action
            .set("application_name", "app")
            .set("environment_name", "app-prod"),
        "GitHub" => action
            .set("owner", "octo")
            .set("repo", "app")
            .set("branch", "main")
            .set("o_auth_token", SECRET),
        "InspectorScan" => action
            .set("inspector_run_mode", word("SourceCodeScan"))
            .set("critical_threshold", 0),
        "Jenkins" | "JenkinsTest" => action
            .set("provider", "OurJenkins")
            .set("project_name", "app"),
        "Lambda" => action.set("function_name", "smoke-test"),
        "LambdaDeploy" => action
            .set("function_name", "app")
            .set("function_alias", "live")
            .set("deploy_strategy", "Canary10Percent5Minutes")
            .set("alarms", ["errors", "latency"]),
        "Manual" => action.set("custom_data", "Have a look."),
        "S3Deploy" => action.set("bucket_name", "site-files").set("extract", true),
        "S3Source" => action
            .set("s3_bucket", "releases")
            .set("s3_object_key", "app.zip"),
        "ServiceCatalog" => action
            .set("product_id", "prod-0123456789abc")
            .set("template_file_path", "product.json")
            .set("product_version_name", "v2")
            .set("product_type", word("CLOUD_FORMATION_TEMPLATE")),
        "Snyk" => action,
        "StepFunctions" => action
            .set(
                "state_machine_arn",
                "arn:aws:states:us-east-1:222222222222:stateMachine:verify",
            )
            .set("execution_name_prefix", "release")
            .set("input", "{\"commit\":\"#{Checkout.CommitId}\"}"),
        other => panic!("no example of `{other}`"),
    }
}

/// A pipeline with an example of a kind, in a foreign account where it may run there.
pub(crate) fn pipeline(kind: &'static Kind) -> Pipeline {
    let own = if kind.pipeline_types.contains(&"V2") {
        "V2"
    } else {
        "V1"
    };
    pipeline_of_type(kind, "kinds", own)
}

/// The same, under another name and of a type.
pub(crate) fn pipeline_of_type(kind: &'static Kind, name: &str, own: &str) -> Pipeline {
    let built = builder(kind, name, own, [example(kind.name, "Example")]).build();
    built.unwrap_or_else(|findings| panic!("{}: {findings:?}", kind.name))
}

/// The builder of a pipeline with actions of a kind, side by side.
pub(crate) fn builder(
    kind: &'static Kind,
    name: &str,
    own: &str,
    actions: impl IntoIterator<Item = Action>,
) -> Builder {
    let foreign = matches!(kind.placement, Placement::Anywhere | Placement::HomeRegion);
    let actions = actions.into_iter().map(|mut action| {
        if kind.inputs.1 > 0 {
            action = action.input("source");
        }
        if kind.outputs.0 > 0 {
            action = action.output("_made");
        }
        if foreign {
            action = action.account("prod");
        }
        action
    });
    let checkout = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "x")
        .set("branch_name", "main");
    let copy = Action::new("Copy", "S3Deploy")
        .input("source")
        .set("bucket_name", "site-files")
        .set("extract", true);
    let (sources, others) = if kind.is_source() {
        let sources = Stage::new("Source").parallel(std::iter::once(checkout).chain(actions));
        (sources, Stage::new("Use").action(copy))
    } else {
        let sources = Stage::new("Source").action(checkout);
        (
            sources,
            Stage::new("Use").parallel(std::iter::once(copy).chain(actions)),
        )
    };
    // What only some kinds need is used by nobody else.
    let mut builder: Builder = Pipeline::builder(name)
        .setting("pipeline_type", word(own))
        .account(Account::home("tools", "111111111111").region("us-east-1"));
    if foreign {
        builder = builder.account(Account::new("prod", "222222222222"));
    }
    if uses_role(kind.name) {
        builder = builder.role(
            Role::imported("handed", "arn:aws:iam::222222222222:role/handed").account("prod"),
        );
    }
    // One of somebody else, and one of our own.
    if kind.name == "CodeBuild" {
        let role = Role::imported("builder", "arn:aws:iam::222222222222:role/builder");
        let project = Project::imported("build")
            .account("prod")
            .set("name", "build")
            .set("role", word("builder"));
        builder = builder.role(role.account("prod")).project(project);
    }
    if kind.name == "CodeBuildTest" {
        let project = Project::managed("build").set("image", "aws/codebuild/standard:7.0");
        builder = builder.project(project.account("prod"));
    }
    builder.stage(sources).stage(others)
}

fn uses_role(kind: &str) -> bool {
    matches!(
        kind,
        "CloudFormation" | "CloudFormationStackSet" | "CodeDeployToEcs" | "Ecs"
    )
}
