//! What one pipeline of a build does to what another one has.

use pipewright::{Assembly, Findings, Pipeline};
use pipewright_core::testing::synthesize;

/// The pipeline whose things are reached.
fn shop() -> Result<Pipeline, Findings> {
    pipewright::pipeline! {
        name: "shop";
        stack_name: "shop";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "us-east-1";
        store artifacts @ "us-east-1" {
            bucket_name: "shop-artifacts", alias_name: "alias/shop-artifacts", encryption_key: true,
        }
        role deploys in prod {
            role_name: "deploys", managed_policies: ["arn:aws:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess"],
        }
        project package { name: "package", image: "aws/codebuild/standard:7.0" }
        notify failures { pipeline_states: [FAILED], email: ["team@example.com"] }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "shop", branch_name: "main" };
        }
        stage Build { Package: CodeBuild(source) { project_name: package }; }
        stage Deploy in prod {
            Prepare: CloudFormation(source) {
                action_mode: CREATE_UPDATE, stack_name: "shop",
                template_path: source / "template.yml", role_arn: deploys,
            };
        }
    }
}

/// Another pipeline of the same accounts, with more.
macro_rules! office {
    ($($more:tt)*) => {
        pipewright::pipeline! {
            name: "office";
            home tools = "111111111111" @ "us-east-1";
            account prod = "444444444444" @ "us-east-1";
            stage Source {
                let pub source = Checkout: CodeCommit { repository_name: "office", branch_name: "main" };
            }
            stage Check in prod { Call: Lambda { function_name: "check" }; }
            $($more)*
        }
    };
}

/// What comes of both, in either order.
fn together(office: Result<Pipeline, Findings>) -> Result<Assembly, Findings> {
    let office = office.unwrap_or_else(|found| panic!("{found}"));
    let shop = shop().unwrap_or_else(|found| panic!("{found}"));
    let told = |made: &Result<Assembly, Findings>| {
        let found = match made {
            Ok(made) => made.warnings(),
            Err(found) => found,
        };
        let mut told: Vec<String> = found.iter().map(|one| one.text()).collect();
        told.sort();
        told
    };
    office
        .synthesize()
        .unwrap_or_else(|found| panic!("alone: {found}"));
    let one = synthesize(&[office.clone(), shop.clone()]);
    let other = synthesize(&[shop, office]);
    assert_eq!(told(&one), told(&other), "the order decides");
    one
}

fn refused(office: Result<Pipeline, Findings>) -> String {
    match together(office) {
        Ok(_) => panic!("it synthesizes"),
        Err(found) => found.to_string(),
    }
}

fn warnings(office: Result<Pipeline, Findings>) -> String {
    let made = together(office).unwrap_or_else(|found| panic!("{found}"));
    made.warnings().to_string()
}

/// The ARN of the shop's topic.
fn arn_of_topic() -> String {
    let shop = shop().unwrap_or_else(|found| panic!("{found}"));
    let made = shop.synthesize().unwrap_or_else(|found| panic!("{found}"));
    let all: String = made
        .templates()
        .map(|(_, template)| template.to_string())
        .collect();
    let (_, after) = all.split_once("\"TopicName\":\"").expect("a topic");
    let (name, _) = after.split_once('"').expect("its name");
    format!("arn:aws:sns:us-east-1:111111111111:{name}")
}

/// Each thing of the office with what is said of it, in one error.
macro_rules! refuses {
    ($($name:ident: $message:expr => { $($more:tt)* })*) => {$(
        #[test]
        fn $name() {
            let found = refused(office! { $($more)* });
            assert!(found.contains($message), "{found}");
            assert_eq!(found.matches("[P").count(), 1, "{found}");
            assert!(found.contains("in pipeline `office`"), "{found}");
        }
    )*};
}

refuses! {
    a_policy_of_its_bucket: "[P534] resource `open` sets the policy of bucket `shop-artifacts` of a store of pipeline `shop`" => {
        resource open: "AWS::S3::BucketPolicy" {
            Bucket: "shop-artifacts", PolicyDocument: { Statement: [] },
        }
    }
    an_access_point_of_its_bucket: "[P534] resource `open` makes an access point of bucket `shop-artifacts` of a store of pipeline `shop`" => {
        resource open: "AWS::S3::AccessPoint" { Bucket: "shop-artifacts" }
    }
    another_name_of_its_key: "[P534] resource `open` gives another name to key `alias/shop-artifacts` of a store of pipeline `shop`" => {
        resource open: "AWS::KMS::Alias" { AliasName: "alias/mine", TargetKeyId: "alias/shop-artifacts" }
    }
    a_policy_of_its_topic: "[P534] resource `open` sets the policy of topic `arn:aws:sns:us-east-1:111111111111:shop-notify-failures-" => {
        resource open: "AWS::SNS::TopicInlinePolicy" {
            TopicArn: (arn_of_topic()), PolicyDocument: { Statement: [] },
        }
    }
    a_policy_of_its_declared_role: "[P534] resource `open` attaches a policy to role `arn:aws:iam::444444444444:role/" => {
        resource open: "AWS::IAM::ManagedPolicy" in prod {
            Roles: ["deploys"], PolicyDocument: { Statement: [] },
        }
    }
    a_function_with_its_role: "` of pipeline `shop`" => {
        resource open: "AWS::Lambda::Function" in prod {
            Code: { ZipFile: "exports.handler = () => {};" }, Handler: "index.handler",
            Runtime: "nodejs22.x", Role: "arn:aws:iam::444444444444:role/pipewright/shop/111111111111/us-east-1/deploys",
        }
    }
    its_project_shared: "[P534] resource `open` shares with other accounts build project `package` of pipeline `shop`" => {
        resource open: "AWS::RAM::ResourceShare" {
            Name: "builds", Principals: ["999999999999"],
            ResourceArns: ["arn:aws:codebuild:us-east-1:111111111111:project/package"],
        }
    }
    a_webhook_of_it: "[P534] resource `open` lets everyone who knows its address start the pipeline" => {
        resource open: "AWS::CodePipeline::Webhook" {
            Authentication: "UNAUTHENTICATED", AuthenticationConfiguration: {},
            Filters: [{ JsonPath: "$.ref" }], TargetAction: "Checkout", TargetPipeline: "shop",
        }
    }
    a_statement_on_its_artifacts: "could call `s3:GetObject` on `arn:aws:s3:::shop-artifacts/shop/artifact/0a1b2c3` of pipeline `shop`: this statement of yours allows it, by `arn:aws:s3:::shop-*`" => {
        role reads { statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-*"] }] }
        stage More { Ask: Lambda as reads { function_name: "ask" }; }
    }
    a_statement_on_its_roles: "could call `iam:PutRolePolicy` on `arn:aws:iam::111111111111:role/pipewright/shop/111111111111/us-east-1/" => {
        role changes { statements: [{
            actions: ["iam:PutRolePolicy"], resources: ["arn:aws:iam::111111111111:role/pipewright/shop/*"],
        }] }
        stage More { Ask: Lambda as changes { function_name: "ask" }; }
    }
    a_policy_beside_it_on_its_artifacts: "could call `s3:PutObject` on `arn:aws:s3:::shop-artifacts/shop/artifact/0a1b2c3` of pipeline `shop`" => {
        resource own: "AWS::IAM::Role" {
            AssumeRolePolicyDocument: {
                Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
            },
            Policies: [{ PolicyName: "p", PolicyDocument: {
                Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::shop*/*" }],
            } }],
        }
    }
    a_cache_among_its_artifacts: "[P145] `shop-artifacts` is the bucket of a store of pipeline `shop`, and project p would write among the artifacts" => {
        project p {
            image: "aws/codebuild/standard:7.0", cache: { type: S3, location: "shop-artifacts/shop" },
        }
        stage More { P: CodeBuild(source) { project_name: p }; }
    }
    files_among_its_artifacts: "[P145] `shop-artifacts` is the bucket of a store of pipeline `shop`, and More/Copy would write among the artifacts" => {
        stage More { Copy: S3Deploy(source) { bucket_name: "shop-artifacts", extract: true }; }
    }
}

/// A key's own policy admits the roles of its own pipeline alone, whatever a statement says.
#[test]
fn its_key_is_closed_to_a_statement() {
    let found = warnings(office! {
        role decrypts { statements: [{
            actions: ["kms:Decrypt"], resources: ["*"],
            conditions: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/shop-*" } },
        }] }
        stage More { Ask: Lambda as decrypts { function_name: "ask" }; }
    });
    assert!(!found.contains("of pipeline `shop`"), "{found}");
}

#[test]
fn all_that_reaches_it_is_told_at_once() {
    let found = refused(office! {
        role reads { statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-*"] }] }
        resource open: "AWS::S3::AccessPoint" { Bucket: "shop-artifacts" }
        stage More {
            Ask: Lambda as reads { function_name: "ask" };
            Copy: S3Deploy(source) { bucket_name: "shop-artifacts", extract: true };
        }
    });
    for code in ["P512", "P534", "P145"] {
        assert_eq!(found.matches(&format!("[{code}]")).count(), 1, "{found}");
    }
}

#[test]
fn a_statement_that_names_its_store_in_full_is_a_warning_that_a_name_silences() {
    macro_rules! office_with {
        ($role:ident) => {
            office! {
                role $role { statements: [{
                    actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-artifacts/*"],
                }] }
                stage More { Ask: Lambda as $role { function_name: "ask" }; }
            }
        };
    }
    let found = warnings(office_with!(reads));
    assert!(found.contains("[P513]"), "{found}");
    assert!(found.contains("of pipeline `shop`"), "{found}");
    let found = warnings(office_with!(_reads));
    assert!(!found.contains("[P513]"), "{found}");
}

/// One statement, one finding: what the pipeline's own proof says is not said of every other one.
#[test]
fn what_reaches_the_own_pipeline_too_is_told_once() {
    let found = warnings(office! {
        role wide { managed_policies: ["arn:aws:iam::aws:policy/AdministratorAccess"] }
        stage More { Ask: Lambda as wide { function_name: "ask" }; }
    });
    assert_eq!(found.matches("[P514]").count(), 1, "{found}");
    assert!(!found.contains("of pipeline `shop`"), "{found}");
}

/// Managed policies in an account where only the other pipeline has something.
#[test]
fn a_managed_policy_on_what_only_the_other_pipeline_has_is_told() {
    for policy in ["AmazonS3FullAccess", "AmazonS3ReadOnlyAccess"] {
        let arn = format!("arn:aws:iam::aws:policy/{policy}");
        let office = pipewright::pipeline! {
            name: "office";
            home centre = "222222222222" @ "us-east-1";
            account tools = "111111111111" @ "us-east-1";
            role wide in tools { managed_policies: [(arn.as_str())] }
            stage Source {
                let pub source = Checkout: CodeCommit { repository_name: "office", branch_name: "main" };
            }
            stage More in tools { Ask: Lambda as wide { function_name: "ask" }; }
        };
        let found = warnings(office);
        assert_eq!(found.matches("[P514]").count(), 1, "{found}");
        let artifact = "`arn:aws:s3:::shop-artifacts/shop/artifact/0a1b2c3` of pipeline `shop`";
        assert!(found.contains(artifact), "{found}");
        let out = r#"`{ effect: Deny, actions: ["s3:*"], resources: ["arn:aws:s3:::shop-artifacts", "arn:aws:s3:::shop-artifacts/*"] }`"#;
        assert!(found.contains(out), "{found}");
    }
}

/// A store of the pipeline's own whose bucket gets its name here.
#[test]
fn files_among_the_own_artifacts_by_a_name_that_is_made() {
    let office = |bucket: &str| {
        office! { stage More { Copy: S3Deploy(source) { bucket_name: (bucket), extract: true }; } }
    };
    let made = office("site").and_then(|found| found.synthesize());
    let made = made.unwrap_or_else(|found| panic!("{found}"));
    let text: String = made
        .templates()
        .map(|(_, template)| template.to_string())
        .collect();
    let (_, after) = text.split_once("\"BucketName\":\"").expect("a bucket");
    let (bucket, _) = after.split_once('"').expect("its name");
    let found = office(bucket).and_then(|found| found.synthesize());
    let found = found
        .expect_err("it writes among the artifacts")
        .to_string();
    assert_eq!(found.matches("[P").count(), 1, "{found}");
    let message = format!("[P145] `{bucket}` is the bucket of a store, and More/Copy would write");
    assert!(found.contains(&message), "{found}");
}

#[test]
fn its_stack_is_told_unless_the_template_is_its_own() {
    let office = |path: &str| {
        let path = pipewright::file("source", path);
        office! {
            role deploys { managed_policies: ["arn:aws:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess"] }
            stage More {
                Change: CloudFormation(source) {
                    action_mode: CREATE_UPDATE, stack_name: "shop", template_path: (path),
                    role_arn: deploys,
                };
            }
        }
    };
    let found = warnings(office("template.yml"));
    let message =
        "[P478] More/Change changes stack `shop`, which holds what pipeline `shop` is made of";
    assert!(found.contains(message), "{found}");
    let found = warnings(office("out/shop.template.json"));
    assert!(!found.contains("[P478]"), "{found}");
}

/// What a role may do that another pipeline makes, and who may assume it, is known.
#[test]
fn an_imported_role_that_the_other_pipeline_makes_has_to_let_the_pipeline_in() {
    let deploys = "arn:aws:iam::444444444444:role/pipewright/shop/111111111111/us-east-1/deploys";
    let office = |arn: &str| {
        office! {
            role borrowed in prod = import (arn);
            stage More in prod { Ask: Lambda as borrowed { function_name: "ask" }; }
        }
    };
    let found = refused(office(deploys));
    assert_eq!(found.matches("[P").count(), 1, "{found}");
    assert!(
        found.contains("[P510] action `More/Ask` could not run"),
        "{found}"
    );
    assert!(
        found.contains(&format!("the trust policy of `{deploys}`")),
        "{found}"
    );
    warnings(office("arn:aws:iam::444444444444:role/others"));
}

/// Pipelines that start each other, in a circle of so many.
fn circle(names: &[&str], silent: bool) -> String {
    let pipelines: Vec<Pipeline> = names
        .iter()
        .enumerate()
        .map(|(number, name)| {
            let next = names[(number + 1) % names.len()];
            let action = if silent { "_Start" } else { "Start" };
            let source = pipewright::Action::new("Checkout", "CodeCommit")
                .output("source")
                .set("repository_name", "app")
                .set("branch_name", "main");
            let start = pipewright::Action::new(action, "CodePipeline").set("pipeline_name", next);
            pipewright::Pipeline::builder(*name)
                .account(pipewright::Account::home("tools", "111111111111").region("us-east-1"))
                .stage(pipewright::Stage::new("Source").action(source))
                .stage(pipewright::Stage::new("Next").action(start))
                .build()
                .unwrap_or_else(|found| panic!("{found}"))
        })
        .collect();
    let made = synthesize(&pipelines).unwrap_or_else(|found| panic!("{found}"));
    made.warnings().to_string()
}

#[test]
fn pipelines_that_start_each_other_are_told() {
    let found = circle(&["a", "b"], false);
    assert_eq!(found.matches("[P539]").count(), 2, "{found}");
    assert!(
        found.contains("Next/Start starts pipeline `b`, which starts this one again"),
        "{found}"
    );
    let found = circle(&["a", "b", "c"], false);
    assert!(
        found.contains("starts pipeline `b`, which starts `c`, which starts this one again"),
        "{found}"
    );
    assert!(!circle(&["a", "b"], true).contains("[P539]"));
}

/// Two pipelines, each of which starts when the other one comes to a state.
macro_rules! in_turns {
    ($event:ident, $state:literal) => {{
        let one = |own: &str, other: &str| pipewright::pipeline! {
            name: (own);
            home tools = "111111111111" @ "us-east-1";
            on_event $event { pattern: {
                source: ["aws.codepipeline"], "detail-type": ["CodePipeline Pipeline Execution State Change"],
                detail: { pipeline: [(other)], state: [$state] },
            } }
            stage Source {
                let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Copy { Copy: S3Deploy(source) { bucket_name: "site", extract: true }; }
        };
        let [Ok(one), Ok(other)] = [one("a", "b"), one("b", "a")] else {
            panic!("they have mistakes")
        };
        let made = synthesize(&[one, other]).unwrap_or_else(|found| panic!("{found}"));
        made.warnings().to_string()
    }};
}

#[test]
fn pipelines_that_run_after_each_other_are_told() {
    let found = in_turns!(next, "SUCCEEDED");
    assert_eq!(found.matches("[P539]").count(), 2, "{found}");
    let message =
        "[P539] event `next` starts this pipeline after pipeline `b`, which this one starts again";
    assert!(found.contains(message), "{found}");
    // Not every execution fails.
    assert!(!in_turns!(next, "FAILED").contains("[P539]"));
    assert!(!in_turns!(_next, "SUCCEEDED").contains("[P539]"));
}

/// What two pipelines of a team have beside each other every day.
#[test]
fn neighbours_that_leave_each_other_alone_are_fine() {
    let found = warnings(office! {
        role _reads { statements: [{
            actions: ["s3:GetObject"], resources: ["arn:aws:s3:::site-*", "arn:aws:s3:::shop-site/*"],
        }] }
        resource topic: "AWS::SNS::Topic" { TopicName: "office" }
        resource of_topic: "AWS::SNS::TopicPolicy" { Topics: [topic], PolicyDocument: { Statement: [] } }
        resource uploads: "AWS::S3::Bucket" { }
        resource of_uploads: "AWS::S3::BucketPolicy" { Bucket: uploads, PolicyDocument: { Statement: [] } }
        stage More {
            Ask: Lambda as _reads { function_name: "ask" };
            Copy: S3Deploy(source) { bucket_name: "shop-artifacts-of-others", extract: true };
        }
    });
    assert!(!found.contains("shop"), "{found}");
}
