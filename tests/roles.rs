//! Rules for all roles, roles in place of those that we make, and names of the user's own.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::{Value, json};

/// The resources of all stacks, each with its stack and its logical id.
fn resources(pipeline: &Pipeline) -> Vec<(String, String, Value)> {
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings}"));
    let resources = assembly.templates().flat_map(|(stack, template)| {
        let all = template["Resources"].as_object().expect("resources");
        let all = all.clone().into_iter();
        let stack = stack.to_owned();
        all.map(move |(logical, body)| (stack.clone(), logical, body))
            .collect::<Vec<_>>()
    });
    resources.collect()
}

fn of_kind(pipeline: &Pipeline, kind: &str) -> Vec<(String, String, Value)> {
    let mut all = resources(pipeline);
    all.retain(|(_, _, body)| body["Type"] == kind);
    all
}

fn file(pipeline: &Pipeline, name: &str) -> String {
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings}"));
    assembly.files()[name].clone()
}

fn warnings(pipeline: &Pipeline) -> String {
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings}"));
    assembly.warnings().to_string()
}

fn errors(built: Result<Pipeline, Findings>) -> Vec<String> {
    let found = built.and_then(|pipeline| pipeline.synthesize());
    let found = found.map(|_| ()).expect_err("errors");
    let found = found.errors();
    found
        .map(|error| format!("[{}] {}", error.code.id, error.message))
        .collect()
}

/// Service, event, action, rule, project, batch and declared roles, in two accounts.
fn house() -> Pipeline {
    let built = pipeline! {
        name: "app";
        tags: { team: "web", stage: "all" };
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222" @ "eu-west-1";
        roles {
            permissions_boundary: "team/boundary",
            name_prefix: "acme-",
            tags: { stage: "roles", cost: "7" },
            inline_policies: false,
        }
        roles in prod { path: "/delegated/", name_prefix: "acmeprod-" }
        role deploys in prod {
            managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"],
            permissions_boundary: "arn:aws:iam::222222222222:policy/wide",
            path: "/deploys/",
        }
        project package in prod {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            let other = Elsewhere: CodeCommit in prod { repository_name: "app", branch_name: "main" };
        }
        stage Build in prod {
            before_entry FAIL {
                Quiet: CloudWatchAlarm { alarm_name: "errors" };
            }
            Package: CodeBuild(source, other) { project_name: package, batch_enabled: true };
        }
        stage Deploy in prod {
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE, stack_name: "app",
                template_path: source / "template.yml", role_arn: deploys,
            };
            Call: Lambda in tools { function_name: "check" };
        }
    };
    built.unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn every_role_keeps_to_the_rules_of_the_house() {
    let pipeline = house();
    let roles = of_kind(&pipeline, "AWS::IAM::Role");
    // Service, two starts and a forward, two sources, a rule, three actions, project and batch,
    // and the declared one.
    assert_eq!(roles.len(), 13, "{roles:#?}");
    for (stack, logical, body) in &roles {
        let body = &body["Properties"];
        let name = body["RoleName"].as_str().expect("a name");
        assert!(name.len() <= 64);
        let prod = name.starts_with("acmeprod-");
        assert!(prod || name.starts_with("acme-"), "{name}");
        let path = body["Path"].as_str().expect("a path");
        let boundary = body["PermissionsBoundary"].as_str().expect("a boundary");
        if logical.starts_with("RoleDeploys") {
            assert_eq!(path, "/deploys/");
            assert_eq!(boundary, "arn:aws:iam::222222222222:policy/wide");
        } else if prod {
            assert_eq!(path, "/delegated/");
            assert_eq!(boundary, "arn:aws:iam::222222222222:policy/team/boundary");
        } else {
            assert_eq!(path, "/pipewright/app/111111111111/us-east-1/");
            assert_eq!(boundary, "arn:aws:iam::111111111111:policy/team/boundary");
        }
        assert_eq!(
            body["Tags"],
            json!([
                { "Key": "pipewright:pipeline", "Value": "app" },
                { "Key": "team", "Value": "web" },
                { "Key": "stage", "Value": "roles" },
                { "Key": "cost", "Value": "7" },
            ]),
            "{stack} {logical}"
        );
        assert!(body.get("Policies").is_none(), "{logical}");
    }
    let policies = of_kind(&pipeline, "AWS::IAM::ManagedPolicy");
    assert!(policies.len() >= 12, "{}", policies.len());
    for (_, logical, body) in policies {
        let name = body["Properties"]["ManagedPolicyName"].as_str();
        let name = name.expect("a name");
        assert!(
            name.starts_with("acme") && name.len() <= 128,
            "{logical}: {name}"
        );
    }
    // Other things have the pipeline's own tags.
    let projects = of_kind(&pipeline, "AWS::CodeBuild::Project");
    let tags = &projects[0].2["Properties"]["Tags"];
    assert_eq!(tags[2], json!({ "Key": "stage", "Value": "all" }));
    // A role whose path is the user's is admitted by its ARN, and by no pattern.
    let report = file(&pipeline, "REPORT.md");
    assert!(report.contains("Policy `arn:aws:iam::111111111111:policy/team/boundary`"));
    for (_, _, body) in of_kind(&pipeline, "AWS::S3::BucketPolicy") {
        let text = body.to_string();
        assert!(text.contains("role/delegated/acmeprod-"), "{text}");
        assert!(!text.contains("role/delegated/*"), "{text}");
        assert!(!text.contains("222222222222:role/pipewright/"), "{text}");
    }
}

#[test]
fn another_path_or_prefix_makes_other_roles_beside_the_old_ones() {
    let with = |prefix: Option<&str>, path: Option<&str>| {
        use pipewright::{Account, Action, Roles, Stage};
        let mut rules = Roles::new();
        if let Some(prefix) = prefix {
            rules = rules.set("name_prefix", prefix);
        }
        if let Some(path) = path {
            rules = rules.set("path", path);
        }
        let source = Action::new("Checkout", "CodeCommit")
            .output("_source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let call = Action::new("Call", "Lambda").set("function_name", "check");
        let built = Pipeline::builder("app")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .roles(rules)
            .stage(Stage::new("Source").action(source))
            .stage(Stage::new("Check").action(call))
            .build();
        let built = built.unwrap_or_else(|findings| panic!("{findings}"));
        let roles = of_kind(&built, "AWS::IAM::Role");
        roles
            .into_iter()
            .map(|(_, logical, body)| {
                let name = body["Properties"]["RoleName"].as_str().expect("a name");
                (logical, name.to_owned())
            })
            .collect::<Vec<_>>()
    };
    let forms = [
        with(None, None),
        with(Some("acme-"), None),
        with(Some("acm"), None),
        with(None, Some("/acme/")),
        with(Some("acme-"), Some("/acme/")),
    ];
    for (index, one) in forms.iter().enumerate() {
        for other in &forms[index + 1..] {
            for (logical, name) in one {
                let same = |found: &&(String, String)| found.0 == *logical || found.1 == *name;
                assert_eq!(other.iter().find(same), None);
            }
        }
    }
}

#[test]
fn the_proof_runs_through_a_boundary_that_is_told() {
    let narrow = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        roles {
            permissions_boundary: {
                policy: "team-boundary",
                document: [
                    { actions: ["s3:*", "sts:AssumeRole"], resources: ["*"] },
                    { effect: Deny, actions: ["s3:PutObject"], resources: ["*"] },
                ],
            },
        }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Check { Call: Lambda { function_name: "check" }; }
    };
    let found = errors(narrow);
    assert!(
        found.iter().all(|error| error.starts_with("[P516] ")),
        "{found:#?}"
    );
    // One boundary is one mistake, which names every call.
    let [error] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert!(error.contains("may not call `"), "{error}");
    assert!(
        error.contains("role `arn:aws:iam::111111111111:role/pipewright/app/"),
        "{error}"
    );
    assert!(
        error.contains("permissions boundary `arn:aws:iam::111111111111:policy/team-boundary`"),
        "{error}"
    );
    for call in [
        "lambda:InvokeFunction",
        "codecommit:GetBranch",
        "s3:PutObject",
    ] {
        assert!(error.contains(&format!("`{call}`")), "{call}: {error}");
    }
}

#[test]
fn a_boundary_that_allows_what_is_needed_is_nobodys_to_change() {
    let text = r#"{
        "Version": "2012-10-17",
        "Statement": [
            { "Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*" },
            { "Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::secret/*" }
        ]
    }"#;
    let built = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222";
        roles { permissions_boundary: { policy: "team-boundary", document: (text) } }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Copy in prod {
            Copy: S3Deploy(source) { bucket_name: "www.example.com", extract: true };
        }
    };
    let built = built.unwrap_or_else(|findings| panic!("{findings}"));
    let report = file(&built, "REPORT.md");
    assert!(!report.contains("permissions boundary{"), "{report}");
    assert!(report.contains("team-boundary"));
}

#[test]
fn what_a_boundary_leaves_open_is_its_owners() {
    let built = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        roles {
            permissions_boundary: {
                policy: "team-boundary",
                document: [
                    { actions: ["*"], resources: ["*"],
                      conditions: { StringEquals: { "aws:SourceVpc": "vpc-1a2b3c4d" } } },
                ],
            },
        }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Check { Call: Lambda { function_name: "check" }; }
    };
    let built = built.unwrap_or_else(|findings| panic!("{findings}"));
    let report = file(&built, "REPORT.md");
    let left = "permissions boundary `arn:aws:iam::111111111111:policy/team-boundary`, nothing is known of";
    assert!(report.contains(left), "{report}");
    let warned = warnings(&built);
    let what = "[P544] whether permissions boundary `arn:aws:iam::111111111111:policy/team-boundary` allows `codecommit:";
    assert!(warned.contains(what), "{warned}");
    assert!(
        warned.contains("more is not known: nothing is known of `aws:sourcevpc`"),
        "{warned}"
    );
    assert_eq!(warned.matches("[P544]").count(), 1, "{warned}");
}

/// Denies calls under a condition, in a pipeline of two regions.
fn denying(calls: &str, condition: &str) -> Result<Pipeline, Findings> {
    let text = format!(
        r#"{{
            "Version": "2012-10-17",
            "Statement": [
                {{ "Effect": "Allow", "Action": "*", "Resource": "*" }},
                {{
                    "Effect": "Deny", {calls}, "Resource": "*",
                    "Condition": {condition}
                }}
            ]
        }}"#
    );
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222" @ "eu-west-1";
        roles {
            permissions_boundary: { policy: "team-boundary", document: (text) },
            tags: { Team: "web" },
        }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Check in prod { Call: Lambda { function_name: "check" }; }
    }
}

/// Regions, accounts and the tags of roles are known before a call is made.
#[test]
fn a_condition_of_a_boundary_is_decided_where_its_value_is_known() {
    for (condition, call) in [
        (
            r#"{ "StringNotEquals": { "aws:RequestedRegion": "us-east-1" } }"#,
            "lambda:InvokeFunction",
        ),
        (
            r#"{ "StringNotEquals": { "aws:RequestedRegion": "eu-west-1" } }"#,
            "codecommit:GetBranch",
        ),
        (
            r#"{ "StringEquals": { "aws:RequestedRegion": "eu-west-1" } }"#,
            "s3:GetBucketLocation",
        ),
        (
            r#"{ "StringNotEquals": { "aws:PrincipalTag/team": "data" } }"#,
            "codecommit:GetBranch",
        ),
        (
            r#"{ "Null": { "aws:PrincipalTag/cost-center": "true" } }"#,
            "codecommit:GetBranch",
        ),
        (
            r#"{ "StringNotEquals": { "aws:PrincipalAccount": "111111111111" } }"#,
            "lambda:InvokeFunction",
        ),
        (
            r#"{ "StringNotEquals": { "aws:ResourceAccount": "222222222222" } }"#,
            "codecommit:GetBranch",
        ),
        (
            r#"{ "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/team/*" } }"#,
            "codecommit:GetBranch",
        ),
    ] {
        let found = errors(denying(&format!("\"Action\": \"{call}\""), condition));
        let says = |error: &String| {
            error.starts_with("[P516] ") && error.contains(&format!("may not call `{call}`"))
        };
        assert!(found.iter().any(says), "{condition}: {found:#?}");
    }
    for condition in [
        r#"{ "StringNotEquals": { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } }"#,
        r#"{ "StringNotEqualsIfExists": { "aws:PrincipalTag/TEAM": "web" } }"#,
        r#"{ "StringNotEquals": { "aws:PrincipalTag/pipewright:pipeline": "app" } }"#,
        r#"{ "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/pipewright/app/*" } }"#,
    ] {
        let built = denying(r#""NotAction": ["sts:*", "iam:*"]"#, condition)
            .unwrap_or_else(|findings| panic!("{findings}"));
        let warned = warnings(&built);
        assert!(!warned.contains("P544"), "{condition}: {warned}");
    }
}

#[test]
fn a_document_that_is_no_policy_is_an_error() {
    let with = |text: &str| {
        errors(pipeline! {
            name: "app";
            home tools = "111111111111" @ "us-east-1";
            roles { permissions_boundary: { policy: "b", document: (text) } }
            stage Source {
                let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Check { Call: Lambda { function_name: "check" }; }
        })
    };
    let large = format!(
        "{{\"Statement\": [{{\"Effect\": \"Allow\", \"Action\": [{}\"s3:*\"], \"Resource\": \"*\"}}]}}",
        "\"s3:GetObject\",".repeat(500)
    );
    for (text, said) in [
        ("", "EOF while parsing a value"),
        ("[", "EOF while parsing"),
        ("[]", "it has no `Statement`"),
        ("{}", "it has no `Statement`"),
        ("{\"Statement\": []}", "it has no `Statement`"),
        ("{\"Statement\": [3]}", "statement 1 is no object"),
        (
            "{\"Statement\": {\"Effect\": \"allow\"}}",
            "statement 1 has no `Effect`",
        ),
        (
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\"}}",
            "statement 1 needs `Resource` or `NotResource`",
        ),
        (
            "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"*\", \"Resource\": \"*\"}}",
            "statement 1 has a `Principal`",
        ),
        (
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resources\": \"*\", \"Resource\": \"*\"}}",
            "statement 1 has a `Resources`, which IAM does not know",
        ),
        (
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": [3], \"Resource\": \"*\"}}",
            "statement 1 has something else than texts as its `Action`",
        ),
        (
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringsEqual\": {\"aws:RequestedRegion\": \"us-east-1\"}}}]}",
            "statement 1 has a condition operator `StringsEqual`, which IAM does not know (a similar one is `StringEquals`)",
        ),
        (
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": true}}]}",
            "statement 1 has no keys behind its operator `Bool`",
        ),
        (
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": null}}}]}",
            "statement 1 compares `aws:SecureTransport` with something else than texts",
        ),
        (large.as_str(), "and AWS allows a managed policy 6144"),
    ] {
        let found = with(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(
            found[0].starts_with("[P168] ") || text.is_empty(),
            "{found:?}"
        );
        assert!(
            found[0].contains(said) || text.is_empty(),
            "{text}: {found:?}"
        );
    }
}

/// The document of a boundary stands where it is written; a second one that differs is a mistake.
#[test]
fn a_boundary_has_one_document() {
    let allowing = |action: &str| {
        format!(
            "{{\"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"*\"}}]}}"
        )
    };
    let with = |one: String, other: String| {
        pipeline! {
            name: "app";
            home tools = "111111111111" @ "us-east-1";
            roles { permissions_boundary: { policy: "b", document: (one) } }
            role calls { permissions_boundary: { policy: "b", document: (other) } }
            stage Source {
                let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Check { Call: Lambda as calls { function_name: "check" }; }
        }
    };
    let same = with(allowing("*"), allowing("*"));
    same.and_then(|pipeline| pipeline.synthesize())
        .unwrap_or_else(|findings| panic!("{findings}"));
    let found = errors(with(allowing("*"), allowing("lambda:*")));
    let policy = "arn:aws:iam::111111111111:policy/b";
    let message = format!("[P168] policy `{policy}` has two different documents");
    assert_eq!(found, [message]);
}

/// A role that CloudFormation assumes, and that nothing is granted to, is the pipeline's all the same;
/// one that is only declared is not.
#[test]
fn the_reports_have_the_roles_that_play_a_part() {
    let built = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        role deletes { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        role _spare { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Clear {
            Delete: CloudFormation {
                action_mode: DELETE_ONLY, stack_name: "app-preview", role_arn: deletes,
            };
        }
    }
    .unwrap_or_else(|findings| panic!("{findings}"));
    let report = file(&built, "REPORT.md");
    assert!(
        report.contains("`RoleDeletes`: `PowerUserAccess`"),
        "{report}"
    );
    assert!(!report.contains("RoleSpare"), "{report}");
    let page: Value = serde_json::from_str(&file(&built, "pipeline.json")).expect("JSON");
    let roles = page["pipelines"][0]["roles"].as_array().expect("roles");
    let named = |name: &str| {
        roles
            .iter()
            .filter(|role| role.to_string().contains(name))
            .count()
    };
    assert_eq!(
        (named("app-role-deletes-"), named("app-role-spare-")),
        (1, 0)
    );
}

/// The pipeline's own role, the roles of its events and of a project are given.
#[test]
fn roles_that_exist_take_the_place_of_ours() {
    let built = pipeline! {
        name: "app";
        service_role: runs;
        event_roles: [starts, forwards];
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222";
        role runs = import "arn:aws:iam::111111111111:role/team/pipelines";
        role starts = import "arn:aws:iam::111111111111:role/starts";
        role forwards in prod = import "arn:aws:iam::222222222222:role/forwards";
        role builds in prod = import "arn:aws:iam::222222222222:role/builds";
        role batches in prod = import "arn:aws:iam::222222222222:role/batches";
        project package in prod {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            role: builds,
            batch_role: batches,
        }
        stage Source {
            let source = Checkout: CodeCommit in prod { repository_name: "app", branch_name: "main" };
        }
        stage Build in prod {
            Package: CodeBuild(source) { project_name: package, batch_enabled: true };
        }
    };
    let built = built.unwrap_or_else(|findings| panic!("{findings}"));
    let roles = of_kind(&built, "AWS::IAM::Role");
    let names: Vec<&str> = roles
        .iter()
        .map(|(_, logical, _)| logical.as_str())
        .collect();
    assert_eq!(names, ["BuildPackageRole", "SourceCheckoutRole"]);
    let properties = |kind: &str| of_kind(&built, kind)[0].2["Properties"].clone();
    assert_eq!(
        properties("AWS::CodePipeline::Pipeline")["RoleArn"],
        "arn:aws:iam::111111111111:role/team/pipelines"
    );
    let project = properties("AWS::CodeBuild::Project");
    assert_eq!(
        project["ServiceRole"],
        "arn:aws:iam::222222222222:role/builds"
    );
    assert_eq!(
        project["BuildBatchConfig"]["ServiceRole"],
        "arn:aws:iam::222222222222:role/batches"
    );
    for (_, logical, rule) in of_kind(&built, "AWS::Events::Rule") {
        let role = &rule["Properties"]["Targets"][0]["RoleArn"];
        let wanted = match logical.starts_with("Start") {
            true => "arn:aws:iam::111111111111:role/starts",
            false => "arn:aws:iam::222222222222:role/forwards",
        };
        assert_eq!(role, wanted);
    }
    // Their owners are told what to allow and whom to trust.
    let report = file(&built, "REPORT.md");
    for role in [
        "111111111111:role/team/pipelines",
        "111111111111:role/starts",
        "222222222222:role/builds",
        "222222222222:role/batches",
    ] {
        let trust = format!("Role `arn:aws:iam::{role}` of account");
        let found: Vec<&str> = report
            .lines()
            .filter(|line| line.contains(&trust))
            .collect();
        let has = |end: &str| found.iter().any(|line| line.contains(end));
        assert!(has("have this in its trust policy"), "{role}: {found:?}");
        assert!(
            has("be allowed these calls by a policy of its own"),
            "{role}: {found:?}"
        );
    }
    for service in ["codepipeline", "events", "codebuild"] {
        assert!(report.contains(&format!("\"Service\":\"{service}.amazonaws.com\"")));
    }
}

/// A declared role of a project is made before the project, wherever that is.
#[test]
fn a_declared_role_of_a_project_is_made_first() {
    let built = pipeline! {
        name: "app";
        service_role: runs;
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222";
        role runs { role_name: "app-pipeline" }
        role builds { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
        role abroad in prod { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
        project here { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0", role: builds }
        project far @ "us-west-2" { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0", role: builds }
        project there in prod { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0", role: abroad }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build {
            Here: CodeBuild(source) { project_name: here };
            Far: CodeBuild(source) @ "us-west-2" { project_name: far };
            There: CodeBuild(source) in prod { project_name: there };
        }
    };
    let built = built.unwrap_or_else(|findings| panic!("{findings}"));
    let script = file(&built, "deploy.sh");
    let place = |stack: &str| {
        script
            .find(stack)
            .unwrap_or_else(|| panic!("{stack}: {script}"))
    };
    for (stack, logical, _) in of_kind(&built, "AWS::CodeBuild::Project") {
        let role = match logical.as_str() {
            "ThereProject" => "RoleAbroad",
            _ => "RoleBuilds",
        };
        let roles = of_kind(&built, "AWS::IAM::Role");
        let made = roles.iter().find(|(_, logical, _)| logical == role);
        let (made, ..) = made.expect("the role");
        assert!(place(made) < place(&stack), "{logical}: {made} {stack}");
    }
    let roles = of_kind(&built, "AWS::IAM::Role");
    let runs = roles
        .iter()
        .find(|(_, logical, _)| logical.starts_with("RoleAppPipeline"));
    let (stack, _, runs) = runs.expect("the service role");
    assert_eq!(runs["Properties"]["RoleName"], "app-pipeline");
    assert!(stack.contains("named-roles"), "{stack}");
    // One role for two projects trusts each of them.
    let builds = roles.iter().find(|(_, logical, _)| logical == "RoleBuilds");
    let trust = builds.expect("the role").2["Properties"]["AssumeRolePolicyDocument"].to_string();
    assert!(trust.contains("us-east-1:111111111111:project/"), "{trust}");
    assert!(trust.contains("us-west-2:111111111111:project/"), "{trust}");
}

fn named() -> Pipeline {
    let built = pipeline! {
        name: "app";
        stack_name: "team-app-pipeline";
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222" @ "eu-west-1";
        roles { name_prefix: "acme-" }
        store main @ "us-east-1" { alias_name: "alias/team/artifacts" }
        role deploys in prod {
            role_name: "app-deployer",
            managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"],
        }
        project package in prod {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            name: "app-build",
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build in prod @ "us-east-1" {
            Package: CodeBuild(source) @ "eu-west-1" { project_name: package };
            Update: CloudFormation(source) @ "eu-west-1" {
                action_mode: CREATE_UPDATE, stack_name: "app",
                template_path: source / "template.yml", role_arn: deploys,
            };
            Copy: S3Deploy(source) { bucket_name: "www.example.com", extract: true };
        }
    };
    built.unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn things_have_the_names_that_the_user_gives_them() {
    let built = named();
    let of = |kind: &str| of_kind(&built, kind);
    assert_eq!(
        of("AWS::CodePipeline::Pipeline")[0].0,
        "team-app-pipeline.template.json"
    );
    let (_, logical, project) = &of("AWS::CodeBuild::Project")[0];
    assert_eq!(project["Properties"]["Name"], "app-build");
    assert!(logical.starts_with("ProjectAppBuild"), "{logical}");
    let aliases = of("AWS::KMS::Alias");
    let names: Vec<&Value> = aliases
        .iter()
        .map(|(_, _, body)| &body["Properties"]["AliasName"])
        .collect();
    assert!(names.contains(&&json!("alias/team/artifacts")), "{names:?}");
    let roles = of("AWS::IAM::Role");
    let named = roles
        .iter()
        .find(|(_, _, body)| body["Properties"]["RoleName"] == "app-deployer");
    let (stack, logical, _) = named.expect("the role");
    assert!(stack.contains("named-roles"), "{stack}");
    assert!(logical.starts_with("RoleAppDeployer"), "{logical}");
    // Roles of another account name the key by its alias.
    let copy = roles
        .iter()
        .find(|(_, logical, _)| logical.starts_with("BuildCopyRole"));
    let copy = copy.expect("the role").2.to_string();
    assert!(copy.contains("alias/team/artifacts"), "{copy}");
}
