//! Every construct and every kind of action once.

use pipewright::{Findings, Pipeline, pipeline};

/// What a Rust expression yields is checked when the pipeline is built.
const PRODUCTION: &str = "333333333333";

pub(crate) fn pipeline() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "everything";
        stack_name: "everything-pipeline";
        service_role: runs;
        event_roles: [starts, forwards];
        organization "o-a1b2c3d4e5";

        home tools = "111111111111" @ "us-east-1";
        account staging = "222222222222";
        account prod = (PRODUCTION) @ "eu-west-1";

        store main @ "us-east-1" {
            expiration_in_days: days,
            key_administrators: ["arn:aws:iam::111111111111:role/security"],
            removal_policy: RETAIN,
            alias_name: "alias/everything/artifacts",
        }
        store devices @ "us-west-2" = import {
            bucket: "device-farm-artifacts",
            key: "arn:aws:kms:us-west-2:111111111111:key/01234567-89ab-cdef-0123-456789abcdef",
        };

        // What holds for all roles that are made, and for those of an account.
        roles { tags: { owner: "platform" } }
        roles in staging {
            permissions_boundary: { policy: "team/boundary", document: include "boundary.json" },
            path: "/delegated/",
            name_prefix: "acme-",
            inline_policies: false,
        }
        // What the pipeline, its events and its builds run with, in place of roles of our making.
        role runs in tools { role_name: "everything-pipeline" }
        role starts in tools = import "arn:aws:iam::111111111111:role/team/starts-pipelines";
        role forwards in staging = import "arn:aws:iam::222222222222:role/team/forwards-events";
        role builds in tools = import "arn:aws:iam::111111111111:role/team/builds";

        // Whoever deploys gives these values, and CloudFormation looks up others.
        parameter smoke: String = "smoke-test" {
            description: "Begins the names of the functions that test"
        }
        parameter approvals: String = "approvals" { allowed_pattern: "[a-z-]+", max_length: 64 }
        parameter functions: CommaDelimitedList = [
            "arn:aws:lambda:eu-west-1:333333333333:function:app-api"
        ];
        parameter minutes: Number = 15 { min_value: 5, max_value: 60 }
        parameter days: Number = 14 { min_value: 1 }
        parameter tester: String = "app-tests" { description: "The role of the tests" }

        // What CloudFormation may do.
        role deploys in prod {
            statements: [
                {
                    actions: [
                        "lambda:CreateFunction",
                        "lambda:GetFunction",
                        "lambda:UpdateFunctionCode"
                    ],
                    resources: functions,
                    conditions: { StringEquals: { "aws:ResourceTag/app": "everything" } },
                },
            ],
            permissions_boundary: "arn:aws:iam::aws:policy/PowerUserAccess",
        }
        role stack_sets in tools = import "arn:aws:iam::111111111111:role/StackSetAdministration";
        // What an action acts with, in place of a role of its own.
        role beanstalk in staging = import "arn:aws:iam::222222222222:role/beanstalk-deployer";
        // What instances run with: they fetch what is deployed to them.
        role fleet in staging = import "arn:aws:iam::222222222222:role/fleet";
        // What containers run with.
        role task in prod = import "arn:aws:iam::333333333333:role/app-task";
        role execution in prod = import "arn:aws:iam::333333333333:role/app-execution";
        role tests in tools = import "arn:aws:iam::111111111111:role/{tester}";

        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            buildspec: include "package.yml",
            description: "Packages the app",
            name: "everything-package",
            role: builds,
            environment_variables: {
                LEVEL: 3,
                MIRROR: ssm "/build/mirror",
                NPM_TOKEN: { secrets_manager: "npm:token" }
            },
            timeout_in_minutes: minutes,
            privileged_mode: true,
            vpc_config: {
                vpc_id: "vpc-0123456789abcdef0",
                subnets: import_value "network-Subnets",
                security_group_ids: ["sg-0123456789abcdef0"],
            },
            cache: { type: S3, location: "app-build-cache/package" },
            logs_config: {
                cloud_watch_logs: { group_name: "/builds/app", stream_name: "package" },
                s3_logs: { location: "app-build-logs/package" },
            },
            report_groups: ["unit"],
            file_system_locations: [
                {
                    identifier: "tools",
                    location: "fs-0123456789abcdef0.efs.us-east-1.amazonaws.com:/tools",
                    mount_point: "/opt/tools",
                },
            ],
            docker_server: {
                compute_type: BUILD_GENERAL1_SMALL,
                security_group_ids: ["sg-0123456789abcdef1"]
            },
            certificate: "app-certificates/own.pem",
            host_kernel: LINUX_KERNEL_LATEST,
            concurrent_build_limit: 2,
            queued_timeout_in_minutes: 60,
            tags: { part: "package" },
        }
        // Makes no artifacts, so that its cache and logs may have a key of their own.
        project lint {
            image: "docker.io/acme/lint:3",
            registry_credential: { credential: "docker-hub" },
            image_pull_credentials_type: SERVICE_ROLE,
            encryption_key: "arn:aws:kms:us-east-1:111111111111:key/89abcdef-0123-4567-89ab-cdef01234567",
            cache: { type: LOCAL, modes: [LOCAL_CUSTOM_CACHE] },
            build_batch_config: {
                timeout_in_mins: 30,
                restrictions: {
                    maximum_builds_allowed: 4,
                    compute_types_allowed: [BUILD_GENERAL1_SMALL]
                },
            },
        }
        project test = import { name: "app-tests", role: tests };

        // What reads the reports is a server of our own, which polls for its jobs.
        action_type report_reader {
            category: Test,
            provider: "report-reader",
            version: "1",
            input_artifact_details: { minimum_count: 1, maximum_count: 1 },
            output_artifact_details: { minimum_count: 0, maximum_count: 0 },
            configuration_properties: {
                Team: { required: true, key: true, queryable: true, description: "Whose reports" },
                Depth: { type: Number },
                Version: {},
                Licence: { secret: true },
            },
            settings: {
                entity_url_template: "https://reports.example.com/{Config:Team}",
                execution_url_template: "https://reports.example.com/{Config:Team}/{ExternalExecutionId}",
            },
        }
        // One that is registered already.
        action_type crawler = import { category: Test, provider: "crawler", version: "3" };

        // What stands beside the pipeline: in its stack, in that of an account's roles, and in one of its own.
        resource releases: "AWS::SNS::Topic" {
            TopicName: "everything-releases",
            DisplayName: "Releases"
        }
        resource history: "AWS::Logs::LogGroup" in prod {
            LogGroupName: "/everything/history",
            RetentionInDays: 90
        }
        resource level: "AWS::SSM::Parameter" @ "eu-central-1" {
            Name: "/everything/level",
            Type: "String",
            Value: "info",
        }

        // What could not start the pipeline.
        resource missed: "AWS::SQS::Queue" {
            QueueName: "everything-missed",
            Tags: [{ Key: "topic", Value: "{releases.TopicName}" }],
        }

        // What several actions are told.
        value commit = { COMMIT: Checkout.CommitId };
        output PipelineArn = pipeline.arn {
            description: "To start it",
            export_name: "everything:pipeline"
        }
        output ServiceRole = pipeline.role.name;
        output Artifacts = main.bucket.arn { export_name: "everything-artifacts" }
        output ArtifactsKey = main.key;
        output PackageRole = package.role { description: "The role of the builds" }
        output Deploys = deploys { export_name: "everything-deploys" }
        output TestTeam = "team-test";
        output Releases = releases.TopicArn;
        output History = history;

        // What the language has no setting for.
        override package {
            "Metadata.owner": "team-test",
            "Properties.Tags.1": { Key: "cost-center", Value: "4711" },
        }
        override Build.Package.role { "Properties.MaxSessionDuration": 7200 }
        override "ArtifactKey" @ "us-east-1" { "Properties.PendingWindowInDays": 14 }
        override pipeline { "Properties.Stages.Build.Actions.Check.TimeoutInMinutes": 30 }

        schedule nightly "cron(30 2 ? * MON-FRI *)" {
            schedule_expression_timezone: "Europe/Berlin",
            flexible_time_window: 15,
            dead_letter_queue: missed.Arn,
            description: "A build a night",
        }
        schedule hourly "rate(1 hour)" {
            start_date: "2027-01-01T00:00:00Z",
            end_date: "2027-06-30T00:00:00Z",
            state: DISABLED,
        }
        on_event released {
            pattern: {
                source: ["com.example.release"],
                detail: { tag: [{ prefix: "v" }, "latest"] },
            },
        }
        on_event rotated in prod {
            pattern: {
                source: ["aws.secretsmanager"],
                "detail-type": ["AWS API Call via CloudTrail"],
            },
            description: "A secret of production's was rotated",
        }
        notify failures {
            pipeline_states: [FAILED, STOPPED, SUPERSEDED],
            stage_states: [FAILED],
            action_states: [FAILED, ABANDONED],
            stages: [Build, Test],
            actions: [Build.Package, Unit],
            email: ["team@example.com"],
            https: ["https://example.com/pipelines"],
            kms_master_key_id: "arn:aws:kms:us-east-1:111111111111:key/01234567-89ab-cdef-0123-456789abcdef",
        }
        notify operations {
            pipeline_states: [SUCCEEDED],
            topic: "arn:aws:sns:us-east-1:222222222222:operations",
        }
        notify channel {
            pipeline_states: [FAILED, SUCCEEDED],
            stage_states: [RESUMED],
            chatbot: "arn:aws:chatbot::111111111111:chat-configuration/slack-channel/team",
            detail_type: BASIC,
        }

        stage Source {
            parallel {
                let source = Checkout: CodeConnection {
                    connection_arn: "arn:aws:codeconnections:us-east-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef",
                    full_repository_id: "example/app",
                    branch_name: "main",
                };
                let infrastructure = Infrastructure: CodeCommit in staging {
                    repository_name: "infrastructure",
                    branch_name: "main",
                };
                let chart = Chart: S3Source {
                    s3_bucket: "helm-charts",
                    s3_object_key: "app.tgz",
                    poll_for_source_changes: false,
                };
                let image = Image: Ecr { repository_name: "base/app", image_tag: "stable" };
                let skill = Skill: GitHub {
                    owner: "example",
                    repo: "skill",
                    branch: "main",
                    o_auth_token: "{{resolve:secretsmanager:github:SecretString:token}}",
                    poll_for_source_changes: false,
                };
            }
        }

        stage Build {
            let packaged = Package: CodeBuild(source, infrastructure) via main {
                project_name: package,
                primary_source: source,
                environment_variables: commit,
            };
            parallel {
                let checked = Check: Commands(source) {
                    commands: ["make check", "export VERSION=$(cat VERSION)"],
                    output_variables: ["VERSION"],
                    files: ["reports/**/*"],
                    environment_variables: {
                        ..commit,
                        SIGNING_KEY: { secrets_manager: "signing:key" },
                    },
                };
                Container: EcrBuildAndPublish(source) {
                    ecr_repository_name: "app",
                    image_tags: ["latest", "#{Checkout.CommitId}"],
                };
                let built = Legacy: Jenkins(source) { provider: "OurJenkins", project_name: "app" };
            }
        }

        stage Test {
            parallel {
                Unit: CodeBuildTest(packaged) { project_name: test };
                Lint: CodeBuildTest(source) { project_name: lint, batch_enabled: true };
                Acceptance: JenkinsTest(built) {
                    provider: "OurJenkins",
                    project_name: "acceptance"
                };
                Devices: DeviceFarm(packaged) via devices {
                    app_type: Android,
                    project_id: "eec4905f-98f8-40aa-9afc-4c1cfexample",
                    app: "app.apk",
                    device_pool_arn: "arn:aws:devicefarm:us-west-2::devicepool:0EXAMPLE-d7d7-48a5-ba5c-b33d66efa1f5",
                    test_type: APPIUM_PYTHON,
                    test: "tests.zip",
                    record_video: true,
                };
                let pub bom = Scan: InspectorScan(source) {
                    inspector_run_mode: SourceCodeScan,
                    critical_threshold: 0,
                };
                Own: Custom(checked) {
                    action_type: report_reader,
                    configuration: {
                        Team: "app",
                        Depth: 3,
                        Version: Check.VERSION,
                        Licence: "{{resolve:secretsmanager:reports:SecretString:licence}}",
                    },
                };
                // A Rust expression decides whether it is there.
                if (PRODUCTION != "000000000000") {
                    Crawl: Custom(packaged) { action_type: crawler, configuration: { Pages: 100 } };
                } else {
                    Crawl: Manual;
                }
                Signatures: Custom(packaged) {
                    category: Test,
                    provider: "signatures",
                    version: "1"
                };
            }
        }

        stage "Deploy-to.staging" in staging {
            parallel {
                Fleet: CodeDeploy(packaged) {
                    application_name: "app",
                    deployment_group_name: "staging",
                    instance_roles: [fleet],
                };
                Instances: Ec2(packaged) {
                    instance_tag_key: "fleet",
                    instance_tag_value: "staging",
                    instance_type: EC2,
                    target_directory: "/srv/app",
                    post_script: "restart.sh",
                    target_group_name_list: ["app"],
                    instance_roles: [fleet],
                };
                Classic: ElasticBeanstalk(packaged) as beanstalk {
                    application_name: "app",
                    environment_name: "app-staging",
                };
                Site: S3Deploy(packaged) { bucket_name: "app-staging-site", extract: true };
                Flags: AppConfig(source) {
                    application: "abc1234",
                    environment: "def1234",
                    configuration_profile: "ghi1234",
                    input_artifact_configuration_path: "flags.json",
                };
            }
        }

        stage Approve {
            Review: Manual {
                notification_arn: "arn:aws:sns:us-east-1:111111111111:{approvals}",
                external_entity_link: "https://staging.example.com",
                custom_data: "Version #{Check.VERSION} is on staging; {releases.TopicName} tells what comes next.",
                timeout_in_minutes: 1440,
            };
        }

        stage DeployToProduction in prod {
            Prepare: CloudFormation(packaged) {
                action_mode: CHANGE_SET_REPLACE,
                stack_name: "app",
                change_set_name: "release",
                template_path: packaged / "packaged-template.yml",
                capabilities: [CAPABILITY_NAMED_IAM],
                role_arn: deploys,
                parameter_overrides: {
                    Commit: Checkout.CommitId,
                    Owner: prod,
                    Vpc: import_value "network-VpcId",
                    Image: "{ssm:/app/image:2}",
                },
            };
            Confirm: Manual of [Prepare] { timeout_in_minutes: 60 };
            Execute: CloudFormation {
                action_mode: CHANGE_SET_EXECUTE,
                stack_name: "app",
                change_set_name: "release",
                namespace: "Stack",
            };
            parallel {
                Function: LambdaDeploy(packaged) {
                    function_name: "app",
                    function_alias: "live",
                    deploy_strategy: "Linear10PercentEvery1Minute",
                    alarms: ["{smoke}-errors", "app-latency"],
                };
                Service: Ecs(packaged) {
                    cluster_name: "main",
                    service_name: "app",
                    deployment_timeout: minutes,
                    task_roles: [task, execution],
                };
                BlueGreen: CodeDeployToEcs(packaged, image) {
                    application_name: "app",
                    deployment_group_name: "blue-green",
                    task_definition_template_artifact: packaged,
                    app_spec_template_artifact: packaged,
                    image1_artifact_name: image,
                    image1_container_name: "IMAGE1_NAME",
                    task_roles: [task, execution],
                };
                Cluster: Eks(chart) @ "eu-central-1" {
                    cluster_name: "main",
                    helm_release_name: "app",
                    helm_chart_location: "app.tgz",
                    kubernetes_namespace: "apps",
                    environment_variables: { IMAGE_TAG: Check.VERSION },
                };
                Product: ServiceCatalog(packaged) {
                    product_id: "prod-example123456",
                    template_file_path: "product.json",
                    product_version_name: "#{Check.VERSION}",
                    product_type: CLOUD_FORMATION_TEMPLATE,
                };
                Verify: StepFunctions {
                    state_machine_arn: "arn:aws:states:eu-west-1:333333333333:stateMachine:verify",
                    execution_name_prefix: "release",
                    input: "{\"url\":\"#{Stack.Url}\"}",
                };
            }
        }

        value targets = [(staging, "us-east-1"), (prod, "eu-west-1")];
        for (account, region) in targets {
            stage "Verify-{account}" in account @ region {
                parallel {
                    for part in ["api", "site"] {
                        "Call-{part}": Lambda {
                            function_name: "{smoke}-{part}",
                            user_parameters: "#{Check.VERSION}",
                        };
                    }
                }
            }
        }

        stage Everywhere {
            Accounts: CloudFormationStackSet(packaged) {
                stack_set_name: "baseline",
                template_path: packaged / "baseline.yml",
                parameters: { Version: Check.VERSION },
                administration_role_arn: stack_sets,
                deployment_targets: ["222222222222"],
                regions: ["us-east-1"],
            };
            Rest: CloudFormationStackInstances(infrastructure) {
                stack_set_name: "baseline",
                deployment_targets: infrastructure / "accounts.json",
                regions: ["us-east-1", "eu-west-1"],
                region_concurrency_type: PARALLEL,
            };
            parallel {
                Voice: Alexa(skill) {
                    client_id: "amzn1.application-oa2-client.0123456789abcdef",
                    client_secret: "{{resolve:secretsmanager:alexa:SecretString:client}}",
                    refresh_token: "{{resolve:secretsmanager:alexa:SecretString:refresh}}",
                    skill_id: "amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef",
                };
                Downstream: CodePipeline {
                    pipeline_name: "documentation",
                    variables: { VERSION: Check.VERSION },
                    source_revisions: [
                        {
                            action_name: "Checkout",
                            revision_type: COMMIT_ID,
                            revision_value: Checkout.CommitId
                        },
                    ],
                };
            }
        }
    }
}

fn main() {
    pipewright::emit(pipeline());
}
