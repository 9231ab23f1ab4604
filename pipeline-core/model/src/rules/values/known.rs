//! Expressions that failed, and files that cannot be read.

use crate::catalogue::limits;
use crate::code::code;
use crate::model::{Data, Text, TextExpr, Unreadable, Value};
use crate::place::Place;
use crate::rules::context::Check;

/// The string where it is known. Where its expression failed, that is reported.
pub(crate) fn string<'t, P: Place>(
    cx: &mut Check<'_, P>,
    string: &'t TextExpr<P>,
) -> Option<&'t str> {
    if let Text::Failed(error) = &string.text {
        failed(cx, string.at, error);
    }
    string.known()
}

code! {
    UNREADABLE_FILE = "P411" Error "a file cannot be read",
    why: "`include \"…\"` reads a text file when the pipeline is compiled. Its path is relative to the crate, the folder of `Cargo.toml`; in a plain file for `cargo pipewright`, it is relative to the folder of that file.",
    example: "buildspec: include \"buildspec.yaml\",",
    fix: "Correct the path, or add the file.",
    source: "",
}

/// Reports a value whose expression failed, or whose file cannot be read. Returns whether the value
/// is known.
pub(crate) fn check_value<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) -> bool {
    match &value.data {
        Data::Deferred(_) | Data::Missing => false,
        Data::Failed(error) => {
            failed(cx, value.at, error);
            false
        }
        Data::Include {
            path,
            content: Err(error),
        } => {
            unreadable(cx, value.at, path, error);
            false
        }
        _ => true,
    }
}

code! {
    INCLUDE_TOO_LARGE = "P566" Error "an included file is larger than a template",
    why: "`include \"…\"` writes the file's text into a template, and CloudFormation takes a template of 1,000,000 bytes at most. A larger file is not read.",
    example: "buildspec: include \"target/site.tar\",",
    fix: "Include the file that is meant. A large build specification belongs into the source: name its path, `buildspec: \"buildspec.yml\"`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
}

fn unreadable<P: Place>(cx: &mut Check<'_, P>, at: P, path: &str, error: &Unreadable) {
    match error {
        Unreadable::Failed(error) => cx
            .report(
                &UNREADABLE_FILE,
                at,
                format!("`{path}` cannot be read: {error}"),
            )
            .help("the path is relative to the crate, where `Cargo.toml` is"),
        Unreadable::TooLarge => cx
            .report(
                &INCLUDE_TOO_LARGE,
                at,
                format!(
                    "`{path}` has more than {} bytes, which is all that a template may hold",
                    limits::TEMPLATE_MAX
                ),
            )
            .help(
                "include the text file that is meant, or leave it in the source and name its path",
            ),
    };
}

code! {
    FAILED_EXPRESSION = "P400" Error "a Rust expression failed",
    why: "An expression in parentheses, `(std::env::var(\"ACCOUNT\")?)`, is computed when the pipeline is built. It returned an error, and there is no value to go on with.",
    example: "account prod = (std::env::var(\"PROD_ACCOUNT\")?);",
    fix: "Correct what the error names: here, set `PROD_ACCOUNT` before `cargo build`.",
    source: "",
}

fn failed<P: Place>(cx: &mut Check<'_, P>, at: P, error: &str) {
    cx.report(
        &FAILED_EXPRESSION,
        at,
        format!("this expression failed: {error}"),
    );
}
