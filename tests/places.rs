//! Findings point at the user's own line and column, in whatever way they arise.

use pipewright::pipeline;

/// Where each finding says that it stands, as line and column from the line `base`.
fn places(base: u32, findings: &pipewright::Findings) -> Vec<(String, u32, u32)> {
    findings
        .iter()
        .map(|finding| {
            assert!(finding.at.file().ends_with("places.rs"));
            (
                finding.code.id.to_owned(),
                finding.at.line() - base,
                finding.at.column(),
            )
        })
        .collect()
}

#[test]
fn expressions_that_fail_or_yield_what_is_wrong() {
    let base = line!();
    let made = pipeline! {
        name: "places";
        home tools = (std::env::var("PIPEWRIGHT_IS_NOT_SET")?) @ (String::from("mars"));
        account dev = "222222222222";
        role _deploy in dev {
            managed_policies: [
                (String::from("no-policy")),
            ],
        }
        stage Source {
            let source = Checkout: CodeCommit in dev {
                repository_name: "app",
                branch_name:
                    (std::fs::read_to_string("/nowhere/at/all")?),
            };
        }
        stage Act in dev {
            Do: Lambda(source) @ (if true { "the moon" } else { "" }) { function_name: "do" };
        }
    };
    let findings = made.expect_err("errors");
    let mut places = places(base, &findings);
    places.sort_by_key(|(_, line, column)| (*line, *column));
    let expected = [
        ("P400", 3, 22),
        ("P111", 3, 66),
        ("P407", 7, 17),
        ("P400", 14, 21),
        ("P111", 18, 34),
    ];
    assert_eq!(
        places,
        expected.map(|(code, line, column)| (code.to_owned(), line, column))
    );
}

/// What only the proof shows is said of the statement that it is about.
#[test]
fn a_statement_that_lets_in_too_much() {
    let base = line!();
    let pipeline = pipeline! {
        name: "places";
        home tools = "111111111111" @ "us-east-1";
        role acts {
            statements: [
                { actions: ["iam:PassRole"], resources: ["*"] },
                { actions: ["s3:PutObject"],
                  resources: ["arn:aws:s3:::*"] },
                { effect: Deny, actions: ["s3:DeleteObject"], resources: ["*"],
                  conditions: { "ForAnyValue:StringEquals": { "aws:TagKeys": "kept" } } },
            ],
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Act {
            Do: Lambda(source) as acts { function_name: "do" };
        }
    };
    let findings = pipeline.expect("a pipeline").synthesize();
    let places = places(base, &findings.expect_err("an error"));
    let expected = [("P513", 6, 17), ("P512", 7, 17)];
    assert_eq!(
        places,
        expected.map(|(code, line, column)| (code.to_owned(), line, column))
    );
}

#[test]
fn what_the_compiler_has_warned_of_is_not_said_again() {
    #[allow(deprecated)]
    let made = pipeline! {
        name: "places";
        home tools = "111111111111" @ "us-east-1";
        account unused = "222222222222";
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Act {
            Do: Lambda(source) { function_name: (String::from("")) };
        }
    };
    let findings = made.expect_err("an error");
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.id).collect();
    assert_eq!(codes, ["P407"]);
}

#[test]
fn an_expression_sees_what_is_around_and_nothing_of_ours() -> Result<(), pipewright::Findings> {
    let __b = "app";
    let name = || format!("{__b}-name");
    let made = pipeline! {
        name: (name());
        home tools = "111111111111" @ "us-east-1";
        stage Source {
            let source = Checkout: CodeCommit { repository_name: (__b), branch_name: "main" };
        }
        stage Act {
            Do: Lambda(source) { function_name: (__b), user_parameters: "{}" };
        }
    }?;
    assert_eq!(made.name(), "app-name");
    Ok(())
}

#[test]
fn an_expression_may_take_what_it_names_and_change_what_is_around() {
    let (name, mut count) = (String::from("app"), 0);
    let mut next = || {
        count += 1;
        format!("stack{count}")
    };
    let made = pipeline! {
        name: (name);
        home tools = "111111111111" @ "us-east-1";
        stage Source {
            let source = Checkout: CodeCommit { repository_name: (next()), branch_name: (next()) };
        }
        stage Act {
            Do: Lambda(source) { function_name: (next()), user_parameters: (next()) };
        }
    };
    assert_eq!(made.expect("a pipeline").name(), "app");
    assert_eq!(count, 4);
}

/// Beside an expression, a literal has its own place, and its key another one.
#[test]
fn what_an_expression_shows_to_be_wrong_elsewhere() {
    let base = line!();
    let made = pipeline! {
        name: "places";
        home tools = "111111111111" @ (String::from("us-east-1"));
        role acts {
            managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Act {
            Do: CloudFormation(source) as acts {
                action_mode: (String::from("DELETE_ONLY")),
                stack_name: "app",
                template_path: source / "template.yml",
            };
        }
    };
    let findings = made.expect_err("errors");
    let expected = [("P403", 11, 17), ("P404", 14, 17)];
    assert_eq!(
        places(base, &findings),
        expected.map(|(code, line, column)| (code.to_owned(), line, column))
    );
}

const MACRO: u32 = line!();

macro_rules! calls {
    ($name:literal, $acts:ident) => {
        pipeline! {
            name: $name;
            home tools = "111111111111" @ "us-east-1";
            role $acts { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
            stage Source {
                let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Act {
                Do: Lambda(source) as $acts { function_name: (String::from("")) };
            }
        }
    };
}

/// The words of a user's macro have their own places, not that of its call.
#[test]
fn a_pipeline_of_a_macro() {
    let findings = calls!("places", acts).expect_err("an error");
    assert_eq!(places(MACRO, &findings), [("P407".to_owned(), 12, 62)]);
}
