//! What a user's lints find in the expansion of `pipeline!`: nothing.

mod support;

use support::scratch::{Scratch, errors};

/// Expressions in every place that takes one; the user's own code holds to the lints.
const BUILD: &str = r#"//! Builds.
#![forbid(unsafe_code)]
#![deny(warnings, unused, missing_docs, nonstandard_style, let_underscore)]
#![deny(unreachable_pub, single_use_lifetimes, unused_results, unused_qualifications)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

fn main() {
    let name = String::from("app");
    let mut count = 0;
    pipewright::emit(pipewright::pipeline! {
        name: (name.clone());
        home tools = ("111111111111") @ (option_env!("REGION").unwrap_or("us-east-1"));
        account dev = ("222222222222");
        role deploys in dev {
            managed_policies: [("arn:aws:iam::aws:policy/PowerUserAccess")],
        }
        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: (name.as_str()),
                branch_name: ("7".parse::<u8>()?.to_string()),
            };
        }
        stage Act in dev {
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: ({
                    count += 1;
                    format!("app{count}")
                }),
                template_path: source / ("template.yml"),
                role_arn: deploys,
                parameter_overrides: { Many: ("x"), Number: (3) },
            };
        }
    });
}
"#;

#[test]
fn no_lint_looks_at_the_expansion() {
    let scratch = Scratch::new("lints", BUILD);
    let output = scratch.cargo(&["clippy", "--quiet"]).output().unwrap();
    assert_eq!(
        (errors(&output), output.status.success()),
        (String::new(), true)
    );
}

/// So that the other test cannot pass by not asking.
#[test]
fn lints_look_at_the_users_own_expressions() {
    let wrong = BUILD.replace(
        "(name.as_str())",
        "(name.clone().as_str().len().to_string().to_string())",
    );
    let scratch = Scratch::new("lints-of-a-user", &wrong);
    let output = scratch.cargo(&["clippy", "--quiet"]).output().unwrap();
    let said = errors(&output);
    assert!(
        !output.status.success() && said.contains("build.rs:19:35"),
        "{said}"
    );
}
