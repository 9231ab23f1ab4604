//! Values that are known only when a stack is deployed.

use pipewright::{
    Account, Action, Builder, Findings, Parameter, Pipeline, Project, Role, Stage, Value,
    import_value, join, map, pipeline, ssm, word,
};
use pipewright_core::rules::check;
use serde_json::{Value as Json, json};

fn declared() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        parameter function: String = "smoke-test" { description: "the function that is called" }
        parameter topic: String { no_echo: true }
        parameter objects: CommaDelimitedList;
        parameter minutes: Number = 5 { min_value: 1 }
        value vpc = ssm "/app/vpc-id";

        role deploys in prod {
            statements: [
                { actions: ["sns:Publish"], resources: ["arn:aws:sns:eu-west-1:444444444444:{topic}"] },
                { actions: ["lambda:InvokeFunction"], resources: objects },
            ],
        }
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            environment_variables: {
                VPC: vpc, FUNCTION: "{function}",
                KEY: { parameter_store: "/app/{function}/key" },
            },
        }

        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: import_value "shared-Repository",
                branch_name: "main",
            };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
        stage Deploy in prod {
            Call: Lambda(source) {
                function_name: function,
                user_parameters: "{vpc} ${topic} {ssm:/app/x:3} {\"a\": 1}",
            };
            Service: Ecs(source) { cluster_name: "main", service_name: "app", deployment_timeout: minutes, task_roles: ["arn:aws:iam::444444444444:role/task"] };
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: "app-{function}",
                template_path: source / "template.yml",
                role_arn: deploys,
                parameter_overrides: { Topic: topic, Vpc: vpc },
            };
        }
    }
}

/// The template of the one stack whose name begins like this.
fn template(pipeline: &Pipeline, begin: &str) -> Json {
    let assembly = pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    let mut templates = assembly.templates();
    let (_, template) = templates
        .find(|(name, _)| name.starts_with(begin))
        .expect("a template");
    template
}

#[test]
fn templates_declare_what_they_use_and_name_it() {
    let pipeline = declared().unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(pipeline.warnings().iter().count(), 0);
    let made = template(&pipeline, "app-pipeline");
    let parameters = made["Parameters"].as_object().expect("parameters");
    let names: Vec<&String> = parameters.keys().collect();
    let kept = names
        .iter()
        .find(|name| name.starts_with("Ssm"))
        .expect("one");
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(
        parameters["ParameterTopic"],
        json!({ "Type": "String", "NoEcho": true })
    );
    assert_eq!(
        parameters["ParameterMinutes"],
        json!({ "Type": "Number", "Default": "5", "MinValue": 1 })
    );
    assert_eq!(
        parameters[kept.as_str()],
        json!({ "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/app/vpc-id" })
    );
    let stages = &made["Resources"]["Pipeline"]["Properties"]["Stages"];
    let source = &stages[0]["Actions"][0]["Configuration"];
    assert_eq!(
        source["RepositoryName"],
        json!({ "Fn::ImportValue": "shared-Repository" })
    );
    let actions = &stages[2]["Actions"];
    assert_eq!(
        actions[0]["Configuration"],
        json!({
            "FunctionName": { "Ref": "ParameterFunction" },
            "UserParameters": { "Fn::Join": ["", [
                { "Ref": kept },
                " ${topic} {{resolve:ssm:/app/x:3}} {\"a\": 1}",
            ]] },
        })
    );
    assert_eq!(
        actions[1]["Configuration"]["DeploymentTimeout"],
        json!({ "Ref": "ParameterMinutes" })
    );
    assert_eq!(
        actions[2]["Configuration"]["ParameterOverrides"],
        json!({ "Fn::Join": ["", [
            "{\"Topic\":\"", { "Ref": "ParameterTopic" }, "\",\"Vpc\":\"", { "Ref": kept }, "\"}",
        ]] })
    );
    let variables =
        &made["Resources"]["PackageProject"]["Properties"]["Environment"]["EnvironmentVariables"];
    assert_eq!(variables[0]["Value"], json!({ "Ref": kept }), "{variables}");
    // The build reads that parameter, and no other.
    let key = json!({ "Fn::Join": ["", [
        "arn:aws:ssm:us-east-1:111111111111:parameter/app/", { "Ref": "ParameterFunction" }, "/key",
    ]] });
    assert!(made.to_string().contains(&key.to_string()));
    // A policy holds the value: what IAM would read as a pattern is refused.
    let roles = template(&pipeline, "app-roles-444444444444");
    let function = &roles["Parameters"]["ParameterFunction"];
    assert_eq!(function["AllowedPattern"], "[^*?$]*");
    assert!(roles["Parameters"].get("ParameterMinutes").is_none());
    let text = roles.to_string();
    let listed = json!({ "Action": "lambda:InvokeFunction", "Effect": "Allow", "Resource": { "Ref": "ParameterObjects" } });
    assert!(text.contains(&listed.to_string()));
}

#[test]
fn the_report_and_the_script_say_what_a_deployment_needs() {
    let pipeline = declared().unwrap_or_else(|found| panic!("{found}"));
    let assembly = pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    let report = &assembly.files()["REPORT.md"];
    for line in [
        "| Systems Manager parameter | `/app/vpc-id` | us-east-1 |  | `{ssm:/app/vpc-id}` | deployment |",
        "| Systems Manager parameter | `/app/x` | us-east-1 | have version 3 |",
        "| export of a stack | `shared-Repository` | us-east-1 |",
        "| `topic` (`ParameterTopic`) | `String` | none: it must be given | `PIPEWRIGHT_PARAMETER_TOPIC` |",
        "`{function}` (known at the deployment)",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    let script = &assembly.files()["deploy.sh"];
    assert!(script.contains("parameter 'TOPIC' 'topic' 'ParameterTopic' 'needed' 'hidden' 'PROD' 'eu-west-1' 'app-roles-"));
    for (name, text) in assembly.files() {
        let token = text.contains(|c| ('\u{f0000}'..='\u{fffff}').contains(&c));
        assert!(!token, "{name} holds what stands for a value");
    }
}

#[test]
fn an_imported_store_may_have_such_names() {
    let store = |bucket: Value, key: Value| {
        let store = pipewright::Store::imported("artifacts").region("us-east-1");
        begun()
            .parameter(Parameter::new("bucket", "String"))
            .parameter(Parameter::new("key", "String"))
            .account(Account::new("prod", "444444444444"))
            .store(store.set("bucket", bucket).set("key", key))
            .stage(Stage::new("Test").account("prod").action(call("f")))
    };
    let key = join([
        Value::from("arn:aws:kms:us-east-1:111111111111:key/"),
        word("key"),
    ]);
    assert_eq!(codes(store(word("bucket"), key)), [""; 0]);
}

fn begun() -> Builder {
    Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
}

fn call(function: impl Into<Value>) -> Action {
    Action::new("Call", "Lambda")
        .input("source")
        .set("function_name", function)
}

/// The codes of what is found in a pipeline, and in its deployment.
fn codes(builder: Builder) -> Vec<&'static str> {
    let pipeline = match builder.build() {
        Ok(pipeline) => pipeline,
        Err(found) => return found.iter().map(|found| found.code.id).collect(),
    };
    let own = pipeline.warnings().iter().map(|found| found.code.id);
    let mut all: Vec<&str> = own.collect();
    match pipeline.synthesize() {
        Ok(assembly) => all.extend(assembly.warnings().iter().map(|found| found.code.id)),
        Err(found) => all.extend(found.iter().map(|found| found.code.id)),
    }
    all
}

#[test]
fn what_the_proof_cannot_be_sure_of_is_reported() {
    let topic = || Parameter::new("topic", "String");
    let in_prod = |builder: Builder, action: Action| {
        builder
            .account(Account::new("prod", "444444444444"))
            .stage(Stage::new("Test").account("prod").action(action))
    };
    let at_home =
        |builder: Builder, action: Action| builder.stage(Stage::new("Test").action(action));
    // Looked up once, and in two accounts; a parameter is the same in both.
    assert_eq!(codes(at_home(begun(), call(ssm("/f")))), ["P469"]);
    assert_eq!(codes(at_home(begun(), call(import_value("f")))), ["P469"]);
    assert_eq!(codes(in_prod(begun(), call(ssm("/f")))), ["P471"]);
    assert_eq!(
        codes(in_prod(begun().parameter(topic()), call(word("topic")))),
        [""; 0]
    );
    let kept = Parameter::new("topic", "AWS::SSM::Parameter::Value<String>").default("/f");
    assert_eq!(
        codes(at_home(begun().parameter(kept), call(word("topic")))),
        ["P469"]
    );
    // Where no policy holds it, anybody may write it.
    let user = call("f").set("user_parameters", ssm("/text"));
    assert_eq!(codes(at_home(begun(), user)), [""; 0]);
    // A value that could be a pattern.
    for (parameter, expected) in [
        (topic().default("*"), &["P473"][..]),
        (topic().set("allowed_values", ["a", "b*"]), &["P473"]),
        (topic().set("allowed_pattern", ".*"), &["P473"]),
        (topic().set("allowed_pattern", "[a-z]+"), &[]),
        (topic().set("allowed_values", ["a", "b"]), &[]),
    ] {
        let topic = join([
            Value::from("arn:aws:sns:us-east-1:111111111111:"),
            word("topic"),
        ]);
        let statement = map([
            ("actions", Value::from(["sns:Publish"])),
            ("resources", Value::from(vec![topic])),
        ]);
        let role = Role::managed("tests").set("statements", vec![statement]);
        let builder = begun().parameter(parameter).role(role);
        let found = codes(at_home(builder, call("f").role("tests")));
        assert_eq!(found, expected);
    }
}

#[test]
fn statements_on_what_is_not_known_are_asked_for_the_pipelines_own_things() {
    let with = |name: &str, action: &str, resource: Value| {
        let statement = map([
            ("actions", Value::from([action])),
            ("resources", Value::from(vec![resource])),
        ]);
        let role = Role::managed(name).set("statements", vec![statement]);
        let builder = begun()
            .parameter(Parameter::new("x", "String"))
            .role(role)
            .stage(Stage::new("Test").action(call("f").role(name)));
        codes(builder)
    };
    let text = |begin: &str, end: &str| join([Value::from(begin), word("x"), Value::from(end)]);
    assert_eq!(
        with("tests", "s3:GetObject", text("arn:aws:s3:::", "/*")),
        ["P470"]
    );
    assert_eq!(with("tests", "iam:PassRole", word("x")), ["P470"]);
    assert_eq!(with("_tests", "iam:PassRole", word("x")), [""; 0]);
    assert_eq!(
        with("tests", "s3:GetObject", text("arn:aws:s3:::shop-", "/*")),
        [""; 0]
    );
    assert_eq!(with("tests", "sns:Publish", word("x")), [""; 0]);
}

#[test]
fn a_template_has_so_many_parameters() {
    let builder = |count: usize| {
        let parameters = (0..count).map(|index| Parameter::new(format!("p{index}"), "String"));
        let begun = parameters.fold(begun(), Builder::parameter);
        let used = (0..count).map(|index| word(format!("p{index}")));
        let used = join(used.collect::<Vec<_>>());
        begun.stage(Stage::new("Test").action(call("f").set("user_parameters", used)))
    };
    let found = |count| -> Vec<&str> {
        let builder = builder(count);
        check(builder.model()).iter().map(|it| it.code.id).collect()
    };
    assert_eq!(found(200), [""; 0]);
    assert_eq!(found(201), ["P467"]);
}

#[test]
fn the_macro_and_the_builder_say_the_same() {
    let by_macro = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        parameter topic: "String" = "builds" { allowed_values: ["builds", "other"] }
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            environment_variables: { TOPIC: topic, OTHER: { parameter_store: "/x" } },
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Test {
            Package: CodeBuild(source) { project_name: package };
            Call: Lambda(source) { function_name: "f", user_parameters: "a{topic}{import_value:n-V}b" };
        }
    };
    let project = Project::managed("package")
        .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
        .set(
            "environment_variables",
            map([
                ("TOPIC", word("topic")),
                ("OTHER", map([("parameter_store", "/x")])),
            ]),
        );
    let parts = [
        Value::from("a"),
        word("topic"),
        import_value("n-V"),
        Value::from("b"),
    ];
    let topic = Parameter::new("topic", "String")
        .default("builds")
        .set("allowed_values", ["builds", "other"]);
    let package = Action::new("Package", "CodeBuild")
        .input("source")
        .set("project_name", word("package"));
    let by_builder = begun()
        .parameter(topic)
        .project(project)
        .stage(
            Stage::new("Test")
                .action(package)
                .action(call("f").set("user_parameters", join(parts))),
        )
        .build();
    let templates = |pipeline: Result<Pipeline, Findings>| {
        let pipeline = pipeline.unwrap_or_else(|found| panic!("{found}"));
        template(&pipeline, "app-pipeline").to_string()
    };
    assert!(templates(by_macro) == templates(by_builder));
}

/// CloudFormation takes at most 60 dynamic references in a template; parameters of a template are
/// counted by themselves.
#[test]
fn dynamic_references_are_counted() {
    let built = |versions: usize| {
        let values = (0..versions).map(|number| {
            let name = format!("/app/key{number}:1");
            (format!("KEY{number}"), ssm(name.as_str()))
        });
        let project = Project::managed("package")
            .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
            .set("environment_variables", map(values));
        let package = Action::new("Package", "CodeBuild")
            .input("source")
            .set("project_name", word("package"));
        let built = begun()
            .project(project)
            .stage(Stage::new("Test").action(package))
            .build();
        built.and_then(|pipeline| pipeline.synthesize())
    };
    assert!(built(60).is_ok());
    let found = built(61).expect_err("too many").to_string();
    assert!(
        found.contains("has 61 references `{{resolve:…}}`, and AWS allows 60"),
        "{found}"
    );
}

/// A pipeline with such values in a project, a store and an imported role.
fn in_declarations() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444";

        parameter bucket: String;
        parameter days: Number = 7 { min_value: 1 }
        parameter minutes: Number;
        parameter limit: Number = 5;
        parameter deployer: String;
        parameter tag: String = "latest";
        parameter group: String;

        store artifacts @ "us-east-1" {
            bucket_name: bucket,
            expiration_in_days: days,
        }
        role deploys in prod = import "arn:aws:iam::444444444444:role/{deployer}";
        project package {
            image: "111111111111.dkr.ecr.us-east-1.amazonaws.com/{group}:{tag}",
            environment_type: ARM_CONTAINER,
            timeout_in_minutes: minutes,
            queued_timeout_in_minutes: minutes,
            concurrent_build_limit: limit,
            vpc_config: {
                vpc_id: import_value "network-Vpc",
                subnets: import_value "network-Subnets",
                security_group_ids: import_value "network-Groups",
            },
        }
        project custom {
            image: "{ssm:/build/image}",
            environment_type: LINUX_CONTAINER,
            image_pull_credentials_type: CODEBUILD,
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
            Custom: CodeBuild(source) { project_name: custom };
        }
        stage Deploy in prod {
            Review: Manual { timeout_in_minutes: limit };
            Update: CloudFormation(source) as deploys {
                action_mode: CREATE_UPDATE,
                stack_name: "app",
                template_path: source / "template.yml",
                role_arn: deploys,
            };
        }
    }
}

#[test]
fn declarations_take_values_that_are_known_later() {
    let pipeline = in_declarations().unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(pipeline.warnings().iter().count(), 0);
    let store = template(&pipeline, "app-artifacts");
    let resources = store["Resources"].as_object().expect("resources");
    let of_type = |kind: &str| {
        let mut all = resources.values();
        let found = all.find(|body| body["Type"] == kind).expect("one");
        found["Properties"].clone()
    };
    let bucket = of_type("AWS::S3::Bucket");
    assert_eq!(bucket["BucketName"], json!({ "Ref": "ParameterBucket" }));
    let rule = &bucket["LifecycleConfiguration"]["Rules"][0];
    assert_eq!(rule["ExpirationInDays"], json!({ "Ref": "ParameterDays" }));
    // The role of the other account is admitted by its ARN.
    let role = json!({ "Fn::Join": ["", [
        "arn:aws:iam::444444444444:role/", { "Ref": "ParameterDeployer" },
    ]] });
    let policy = of_type("AWS::S3::BucketPolicy");
    assert!(policy.to_string().contains(&role.to_string()), "{policy}");
    let made = template(&pipeline, "app-pipeline");
    let package = &made["Resources"]["PackageProject"]["Properties"];
    assert_eq!(
        package["TimeoutInMinutes"],
        json!({ "Ref": "ParameterMinutes" })
    );
    assert_eq!(
        package["QueuedTimeoutInMinutes"],
        json!({ "Ref": "ParameterMinutes" })
    );
    assert_eq!(
        package["ConcurrentBuildLimit"],
        json!({ "Ref": "ParameterLimit" })
    );
    assert_eq!(
        package["VpcConfig"],
        json!({
            "VpcId": { "Fn::ImportValue": "network-Vpc" },
            "Subnets": { "Fn::Split": [",", { "Fn::ImportValue": "network-Subnets" }] },
            "SecurityGroupIds": { "Fn::Split": [",", { "Fn::ImportValue": "network-Groups" }] },
        })
    );
    assert_eq!(
        package["Environment"]["Image"],
        json!({ "Fn::Join": ["", [
            "111111111111.dkr.ecr.us-east-1.amazonaws.com/",
            { "Ref": "ParameterGroup" }, ":", { "Ref": "ParameterTag" },
        ]] })
    );
    // The role of the builds pulls from that repository, and no other.
    let repository = json!({ "Fn::Join": ["", [
        "arn:aws:ecr:us-east-1:111111111111:repository/", { "Ref": "ParameterGroup" },
    ]] });
    assert!(made.to_string().contains(&repository.to_string()));
    let review = &made["Resources"]["Pipeline"]["Properties"]["Stages"][2]["Actions"][0];
    assert_eq!(
        review["TimeoutInMinutes"],
        json!({ "Ref": "ParameterLimit" })
    );
    let assembly = pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    for (name, text) in assembly.files() {
        let token = text.contains(|c| ('\u{f0000}'..='\u{fffff}').contains(&c));
        assert!(!token, "{name} holds what stands for a value");
    }
}
