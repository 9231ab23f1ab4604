//! What a stack exports, and another one of the build imports.

use super::*;
use crate::builder::{StackOutput, import_value};
use crate::testing::synthesize;

/// A pipeline that exports something, or not.
fn exporting(of: Option<&[&str]>) -> Pipeline {
    let output = |of: &[&str]| {
        let output = StackOutput::of("Told", of.iter().copied());
        plain().output(output.set("export_name", "told"))
    };
    built(of.map_or_else(plain, output))
}

/// Another one that gives a stack a value, imported or not.
fn using(imports: bool) -> Pipeline {
    let source = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "shop")
        .set("branch_name", "main");
    let told = match imports {
        true => import_value("told"),
        false => "app".into(),
    };
    let call = Action::new("Call", "Lambda")
        .input("source")
        .set("function_name", "call")
        .set("user_parameters", told);
    built(
        Pipeline::builder("shop")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .stage(Stage::new("Source").action(source))
            .stage(Stage::new("Call").action(call)),
    )
}

fn built(builder: Builder) -> Pipeline {
    builder.build().unwrap_or_else(|found| panic!("{found}"))
}

/// What is said of one output of both over another.
fn found(before: (Option<&[&str]>, bool), after: (Option<&[&str]>, bool)) -> Vec<String> {
    let made = |(of, imports): (Option<&[&str]>, bool)| {
        synthesize(&[exporting(of), using(imports)]).unwrap_or_else(|found| panic!("{found}"))
    };
    let name =
        format!("exports-{before:?}-{after:?}").replace(|one: char| !one.is_alphanumeric(), "");
    let found = written_over(&made(before), &made(after), &name);
    found
        .iter()
        .map(|finding| format!("{} {}", finding.code.id, finding.message))
        .collect()
}

const NAME: Option<&[&str]> = Some(&["pipeline"]);
const ARN: Option<&[&str]> = Some(&["pipeline", "arn"]);

#[test]
fn one_that_goes_while_it_is_imported_is_told() {
    for still in [true, false] {
        let told = found((NAME, true), (None, still));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].starts_with("P552 export `told`")
                && told[0].contains(" of stack `app-pipeline-")
                && told[0].contains(" goes, and stack `shop-pipeline-")
                && told[0].ends_with(" imports it"),
            "{told:?}"
        );
    }
}

#[test]
fn one_that_changes_while_it_is_imported_is_told() {
    let told = found((NAME, true), (ARN, true));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(" changes its value, and "), "{told:?}");
}

#[test]
fn one_that_nobody_imports_is_not() {
    assert_eq!(found((NAME, false), (None, false)), [""; 0]);
    assert_eq!(found((NAME, false), (ARN, true)), [""; 0]);
    assert_eq!(found((NAME, true), (NAME, false)), [""; 0]);
    assert_eq!(found((None, false), (NAME, true)), [""; 0]);
}
