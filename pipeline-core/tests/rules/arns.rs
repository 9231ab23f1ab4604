//! ARNs that a user writes: of the region and the account that AWS takes there.

use crate::support::{
    assert_finds, base, finding, found, home, reads, sources, stage, use_account,
};
use pipewright_core::builder::{Account, Action, Builder, Project, Role, Store};
use pipewright_core::catalogue::{KINDS, RULES, Type, declared};

fn with(action: Action) -> Builder {
    base().stage(stage("Deploy", [action]))
}

#[test]
fn a_topic_is_in_the_pipelines_region() {
    let review = |region: &str, account: &str| {
        let topic = format!("arn:aws:sns:{region}:{account}:reviews");
        with(Action::new("Review", "Manual").set("notification_arn", topic))
    };
    assert_finds(&review("us-east-1", "222222222222"), &[]);
    assert_finds(
        &review("eu-west-1", "111111111111"),
        &[
            "P143 `notification_arn` is of region `eu-west-1`, and the pipeline lives in `us-east-1`",
        ],
    );
}

#[test]
fn a_key_of_another_region_is_suspicious() {
    let upload = |region: &str| {
        let key = format!("arn:aws:kms:{region}:222222222222:key/0");
        let upload = Action::new("Upload", "S3Deploy").input("source");
        with(
            upload
                .set("bucket_name", "site-files")
                .set("extract", true)
                .set("kms_encryption_key_arn", key)
                .region("eu-west-1"),
        )
    };
    assert_finds(&upload("eu-west-1"), &[]);
    let elsewhere = upload("us-east-1");
    assert_finds(
        &elsewhere,
        &[
            "P144 `kms_encryption_key_arn` is of region `us-east-1`, and action `Upload` runs in `eu-west-1`",
        ],
    );
    assert_eq!(
        finding(&elsewhere).help.as_deref(),
        Some("S3 takes a key of the bucket's own region: name one of `eu-west-1`")
    );
}

#[test]
fn a_connection_is_used_in_every_region() {
    let source = Action::new("Checkout", "CodeConnection")
        .output("other")
        .set(
            "connection_arn",
            "arn:aws:codeconnections:eu-west-1:222222222222:connection/0",
        )
        .set("full_repository_id", "octo/app")
        .set("branch_name", "main");
    let pipeline = Builder::new()
        .setting("name", "x")
        .account(crate::support::home())
        .stage(stage("Source", [source]))
        .stage(stage("Read", [crate::support::read("Copy", "other")]));
    assert_finds(&pipeline, &[]);
}

#[test]
fn a_state_machine_admits_its_own_account() {
    let run = |account: &str| {
        let machine = format!("arn:aws:states:us-east-1:{account}:stateMachine:verify");
        let run = Action::new("Run", "StepFunctions").set("state_machine_arn", machine);
        let pipeline = with(run).account(Account::new("dev", "222222222222"));
        use_account(pipeline, "dev")
    };
    assert_finds(&run("111111111111"), &[]);
    let elsewhere = run("222222222222");
    assert_finds(
        &elsewhere,
        &[
            "P143 `state_machine_arn` is of account `222222222222`, and action `Run` runs in `tools`, `111111111111`",
        ],
    );
    assert!(
        finding(&elsewhere)
            .help
            .is_some_and(|help| help.ends_with("`in dev`"))
    );
    assert_finds(
        &run("#{Checkout.CommitId}"),
        &[
            "P429 `state_machine_arn` holds `Checkout.CommitId`, which is known only when the pipeline runs, and the role of action `Run` would be allowed `states:DescribeExecution`, `states:DescribeStateMachine` and `states:StartExecution` on `arn:aws:states:us-east-1:*:stateMachine:verify`, of whatever account",
        ],
    );
}

/// A way in which an ARN is put somewhere: a name for it, and the pipeline with the ARN.
type Spot = (String, Box<dyn Fn(&str) -> Builder>);

/// Every key of the catalogue that takes an ARN, and every declaration that takes one.
fn spots() -> Vec<(&'static str, Spot)> {
    let mut spots: Vec<(&'static str, Spot)> = Vec::new();
    for kind in KINDS.iter().chain(RULES) {
        for key in kind.keys.iter().chain(kind.own_keys) {
            let pattern = match key.kind {
                Type::String(pattern) | Type::Strings(pattern) if pattern.is_of_arns() => {
                    pattern.name
                }
                Type::PassedRole(_) => "ROLE_ARN",
                Type::PassedRoles(_) | Type::Readers(_) => "ROLES",
                _ => continue,
            };
            assert!(
                !RULES.iter().any(|rule| std::ptr::eq(*rule, *kind)),
                "{}",
                kind.name
            );
            let (name, written) = (kind.name, key.written());
            let title = format!("{name}.{written}");
            let with = move |arn: &str| {
                let action = Action::new("Try", name);
                let action = match pattern {
                    "ROLES" => action.set(&written, [arn]),
                    _ => action.set(&written, arn),
                };
                base().stage(stage("Try", [action]))
            };
            let pattern = if pattern == "ROLES" {
                "ROLE_ARN"
            } else {
                pattern
            };
            spots.push((pattern, (title, Box::new(with))));
        }
    }
    for (name, keys) in [
        ("store", declared::MANAGED_STORE),
        ("imported store", declared::IMPORTED_STORE),
        ("role", declared::MANAGED_ROLE),
        ("project", declared::MANAGED_PROJECT),
        ("imported project", declared::IMPORTED_PROJECT),
    ] {
        for key in keys {
            let (pattern, many) = match key.kind {
                Type::String(pattern) if pattern.is_of_arns() => (pattern.name, false),
                Type::Strings(pattern) if pattern.is_of_arns() => (pattern.name, true),
                Type::Boundary => ("POLICY_ARN", false),
                _ => continue,
            };
            let written = key.written();
            let title = format!("{name}.{written}");
            let with = move |arn: &str| {
                let one = [arn.to_owned()];
                match (name, many) {
                    ("store", true) => base().store(
                        Store::managed("main")
                            .region("us-east-1")
                            .set(&written, one),
                    ),
                    ("imported store", false) => base().store(
                        Store::imported("main")
                            .set("bucket", "artifacts")
                            .region("us-east-1")
                            .set(&written, arn),
                    ),
                    ("role", true) => base().role(Role::managed("deploy").set(&written, one)),
                    ("role", false) => base().role(Role::managed("deploy").set(&written, arn)),
                    ("project", true) => {
                        base().project(Project::managed("build").set(&written, one))
                    }
                    ("project", false) => {
                        base().project(Project::managed("build").set(&written, arn))
                    }
                    other => panic!("say how {other:?} gets an ARN: {written}"),
                }
            };
            spots.push((pattern, (title, Box::new(with))));
        }
    }
    let import = |arn: &str| base().role(Role::imported("deploy", arn));
    spots.push(("ROLE_ARN", ("role = import".to_owned(), Box::new(import))));
    spots
}

/// An ARN that keeps to a pattern, of the account and region of `base`.
fn right(pattern: &str) -> &'static str {
    match pattern {
        "CONNECTION_ARN" => "arn:aws:codeconnections:us-east-1:111111111111:connection/0123",
        "DEVICE_POOL_ARN" => "arn:aws:devicefarm:us-west-2:111111111111:devicepool:0123",
        "FLEET_ARN" => "arn:aws:codebuild:us-east-1:111111111111:fleet/builds:0123",
        "KEY_ARN" => "arn:aws:kms:us-east-1:111111111111:key/0123",
        "POLICY_ARN" => "arn:aws:iam::111111111111:policy/bounds",
        "PRINCIPAL_ARN" | "ROLE_ARN" => "arn:aws:iam::111111111111:role/deploy",
        "STATE_MACHINE_ARN" => "arn:aws:states:us-east-1:111111111111:stateMachine:verify",
        "TOPIC_ARN" => "arn:aws:sns:us-east-1:111111111111:reviews",
        other => panic!("write an ARN for {other}"),
    }
}

/// The codes of the findings about ARNs, without those of what else the pipeline lacks.
fn codes(pipeline: &Builder) -> Vec<&'static str> {
    let about = [
        "P407", "P119", "P125", "P143", "P144", "P136", "P120", "P117", "P124", "P126",
    ];
    let codes = found(pipeline).into_iter().map(|finding| finding.code.id);
    codes.filter(|code| about.contains(code)).collect()
}

#[test]
fn every_field_of_every_arn_is_checked_wherever_one_is_taken() {
    let spots = spots();
    assert!(spots.len() > 15, "{}", spots.len());
    for (pattern, (title, with)) in &spots {
        let right = right(pattern);
        let device_pool = *pattern == "DEVICE_POOL_ARN";
        assert_eq!(codes(&with(right)), [""; 0], "{title}: {right}");
        let fields: Vec<&str> = right.splitn(6, ':').collect();
        let wrong = [
            (1, "asw"),
            (1, ""),
            (1, "*"),
            (2, "ec3"),
            (3, "eu-wset-1"),
            (3, "*"),
            (3, " "),
            (4, "111"),
            (4, "*"),
            (5, ""),
            (5, "*"),
        ];
        let mut strings: Vec<String> = wrong
            .iter()
            .map(|(index, value)| {
                let mut fields = fields.clone();
                fields[*index] = value;
                fields.join(":")
            })
            .collect();
        strings.extend([
            format!("{right}*"),
            format!("{right} "),
            format!(" {right}"),
            format!("{right}#"),
            format!("{right}?"),
            fields[..5].join(":"),
        ]);
        if !fields[3].is_empty() {
            strings.push(right.replace(fields[3], ""));
        }
        strings.push(right.replacen("arn", "urn", 1));
        if !device_pool {
            strings.push(right.replace("111111111111", ""));
        }
        for string in strings {
            let found = codes(&with(&string));
            assert!(
                matches!(found.as_slice(), ["P407" | "P119"]),
                "{title}: {string}: {found:?}"
            );
        }
    }
}

#[test]
fn an_arn_of_another_partition_is_found_wherever_one_is_taken() {
    for (pattern, (title, with)) in &spots() {
        let other = right(pattern).replacen("arn:aws:", "arn:aws-cn:", 1);
        let other = other
            .replace("us-east-1", "cn-north-1")
            .replace("us-west-2", "cn-north-1");
        assert_eq!(codes(&with(&other)), ["P125"], "{title}: {other}");
    }
}

#[test]
fn a_text_that_is_no_arn_may_name_another_partition() {
    let run = Action::new("Run", "Lambda")
        .set("function_name", "app")
        .set("user_parameters", "arn:aws-cn:iam::111111111111:role/a");
    assert_finds(&with(run), &[]);
}

#[test]
fn only_a_connection_under_the_new_prefix_is_shared() {
    let source = |service: &str, account: &str| {
        let arn = format!("arn:aws:{service}:us-east-1:{account}:connection/0");
        let source = Action::new("Checkout", "CodeConnection")
            .output("source")
            .set("connection_arn", arn)
            .set("full_repository_id", "octo/app")
            .set("branch_name", "main");
        Builder::new()
            .setting("name", "x")
            .account(home())
            .stage(stage("Source", [source]))
            .stage(reads("Read"))
    };
    for (service, account) in [
        ("codeconnections", "111111111111"),
        ("codeconnections", "222222222222"),
        ("codestar-connections", "111111111111"),
    ] {
        assert_finds(&source(service, account), &[]);
    }
    assert_finds(
        &source("codestar-connections", "222222222222"),
        &[
            "P143 `connection_arn` is of account `222222222222`, and action `Checkout` runs in `tools`, `111111111111`",
        ],
    );
}

#[test]
fn examples_of_arns_are_of_the_pipelines_partition() {
    let pipeline = Builder::new()
        .setting("name", "x")
        .account(Account::home("tools", "111111111111").region("cn-north-1"))
        .stage(sources())
        .stage(reads("Read"))
        .role(Role::managed("deploy").set("managed_policies", ["ReadOnlyAccess"]));
    let found = found(&pipeline);
    let help = found.iter().find_map(|finding| finding.help.as_deref());
    assert_eq!(
        help,
        Some("did you mean `arn:aws-cn:iam::aws:policy/ReadOnlyAccess`?")
    );
}
