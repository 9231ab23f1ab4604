//! `for` in `pipeline!` gives what loops of Rust around the builder give.

#[path = "support/places.rs"]
mod places;

use std::collections::BTreeMap;

use pipewright::{
    Account, Action, Builder, Findings, Pipeline, Role, Stage, Step, file, map, pipeline, word,
};

const POWER: &str = "arn:aws:iam::aws:policy/PowerUserAccess";

/// Every file, without the lines on which things were written.
fn files(pipeline: Result<Pipeline, Findings>) -> BTreeMap<String, String> {
    let pipeline = pipeline.unwrap_or_else(|findings| panic!("{findings}"));
    let mut files = pipeline.synthesize().unwrap().files().clone();
    files.remove("sources.json");
    for text in files.values_mut() {
        *text = places::without_places(text);
    }
    files
}

fn source() -> Stage {
    let checkout = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    Stage::new("Source").action(checkout)
}

#[test]
fn every_form_gives_the_bytes_of_a_loop_of_rust() {
    let branch = "main";
    let written = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        for (account, id, deploys) in [
            (test, "333333333333", deploy_test),
            (prod, "444444444444", deploy_prod),
        ] {
            account account = id;
            role deploys in account { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
        }
        for (account, region, days) in [(test, "us-west-2", 1), (prod, "eu-west-1", 30)] {
            store "{account}_store" @ region { expiration_in_days: days }
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build {
            for part in [api, site] {
                let "{part}_built" = "Build-{part}": Lambda(source) {
                    function_name: "build-{part}",
                    user_parameters: "{\"{part}\": \"${part} {} #{Checkout.CommitId}\"}",
                };
            }
        }
        for (account, region, role, days) in [
            (test, "us-west-2", deploy_test, "1"),
            (prod, "eu-west-1", deploy_prod, "30"),
        ] {
            stage "Deploy-{account}" in account @ region {
                parallel {
                    for part in [api, site] {
                        "Update-{part}": CloudFormation("{part}_built") via "{account}_store" {
                            action_mode: CREATE_UPDATE,
                            stack_name: (format!("{part}-{branch}")),
                            template_path: "{part}_built" / "{part}-{region}.yml",
                            role_arn: role,
                            parameter_overrides: {
                                "{part}Days": days,
                                Domain: "{{resolve:ssm:/{account}/{part}}}",
                            },
                        };
                    }
                }
            }
        }
    };

    let targets = [
        ("test", "333333333333", "us-west-2", 1),
        ("prod", "444444444444", "eu-west-1", 30),
    ];
    let mut built = Builder::new()
        .setting("name", "app")
        .account(Account::home("tools", "111111111111").region("us-east-1"));
    for (account, id, region, days) in targets {
        built = built
            .account(Account::new(account, id))
            .role(
                Role::managed(format!("deploy_{account}"))
                    .account(account)
                    .set("managed_policies", [POWER]),
            )
            .store(
                pipewright::Store::managed(format!("{account}_store"))
                    .region(region)
                    .set("expiration_in_days", days),
            );
    }
    built = built.stage(source());
    let parts = ["api", "site"];
    let mut build = Stage::new("Build");
    for part in parts {
        let parameters = format!("{{\"{part}\": \"${{part}} {{}} #{{Checkout.CommitId}}\"}}");
        build = build.action(
            Action::new(format!("Build-{part}"), "Lambda")
                .input("source")
                .output(format!("{part}_built"))
                .set("function_name", format!("build-{part}"))
                .set("user_parameters", parameters),
        );
    }
    built = built.stage(build);
    for (account, _, region, days) in targets {
        let update = |part| {
            let built = format!("{part}_built");
            let domain = format!("{{{{resolve:ssm:/{account}/{part}}}}}");
            Action::new(format!("Update-{part}"), "CloudFormation")
                .input(&built)
                .store(format!("{account}_store"))
                .set("action_mode", word("CREATE_UPDATE"))
                .set("stack_name", format!("{part}-main"))
                .set(
                    "template_path",
                    file(&built, format!("{part}-{region}.yml")),
                )
                .set("role_arn", word(format!("deploy_{account}")))
                .set(
                    "parameter_overrides",
                    map([
                        (format!("{part}Days"), days.to_string()),
                        ("Domain".to_owned(), domain),
                    ]),
                )
        };
        let stage = Stage::new(format!("Deploy-{account}"))
            .account(account)
            .region(region)
            .step(Step::parallel(parts.map(update)));
        built = built.stage(stage);
    }

    let (written, built) = (files(written), files(built.build()));
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        built.keys().collect::<Vec<_>>()
    );
    for (name, text) in &written {
        for (written, built) in text.lines().zip(built[name].lines()) {
            assert_eq!(written, built, "{name}");
        }
        assert_eq!(text.len(), built[name].len(), "{name}");
    }
}

/// As many accounts and regions as a large company has, and the same by loops of Rust.
#[test]
fn twenty_accounts_and_four_regions() {
    let made = pipeline! {
        name: "many";
        home tools = "111111111111" @ "us-east-1";
        for (account, id) in [
            (a01, "222222222201"),
            (a02, "222222222202"),
            (a03, "222222222203"),
            (a04, "222222222204"),
            (a05, "222222222205"),
            (a06, "222222222206"),
            (a07, "222222222207"),
            (a08, "222222222208"),
            (a09, "222222222209"),
            (a10, "222222222210"),
            (a11, "222222222211"),
            (a12, "222222222212"),
            (a13, "222222222213"),
            (a14, "222222222214"),
            (a15, "222222222215"),
            (a16, "222222222216"),
            (a17, "222222222217"),
            (a18, "222222222218"),
            (a19, "222222222219"),
            (a20, "222222222220"),
        ] {
            account account = id;
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        for account in [
            a01, a02, a03, a04, a05, a06, a07, a08, a09, a10,
            a11, a12, a13, a14, a15, a16, a17, a18, a19, a20,
        ] {
            stage "Deploy-{account}" in account {
                parallel {
                    for region in ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"] {
                        "Copy-{region}": S3Deploy(source) @ region {
                            bucket_name: "app-{account}-{region}",
                            extract: true,
                        };
                    }
                }
            }
        }
    };
    let mut built = Builder::new()
        .setting("name", "many")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(source());
    for number in 1..=20 {
        let account = format!("a{number:02}");
        let copies = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"].map(|region| {
            Action::new(format!("Copy-{region}"), "S3Deploy")
                .input("source")
                .region(region)
                .set("bucket_name", format!("app-{account}-{region}"))
                .set("extract", true)
        });
        built = built
            .account(Account::new(
                account.as_str(),
                format!("{}", 222_222_222_200_u64 + number),
            ))
            .stage(
                Stage::new(format!("Deploy-{account}"))
                    .account(account.as_str())
                    .step(Step::parallel(copies)),
            );
    }
    let (made, built) = (files(made), files(built.build()));
    let copies = made
        .values()
        // A large template has no spaces.
        .map(|text| text.replace(": ", ":").matches("\"Name\":\"Copy-").count());
    assert_eq!(copies.sum::<usize>(), 20 * 4);
    assert!(made == built, "loops of Rust give other bytes");
}
