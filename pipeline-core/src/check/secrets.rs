//! Secrets: where they are kept is written, never what they are.

use super::context::Check;
use super::values::wrong_type;
use crate::codes;
use crate::model::{Data, Value};
use crate::place::Place;

/// The references that CloudFormation resolves in any property.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
const REFERENCES: [&str; 2] = ["{{resolve:secretsmanager:", "{{resolve:ssm:"];

/// A reference that CloudFormation resolves in a few properties, none of them a
/// pipeline's.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html>
const SECURE_STRING: &str = "{{resolve:ssm-secure:";

/// A value that nobody may read.
pub(super) fn secret<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) {
    let example = "write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`";
    let Some(text) = value.data.text() else {
        let takes = "a reference to a secret";
        wrong_type(cx, key, value, takes, Some(example.to_owned()));
        return;
    };
    if REFERENCES.iter().any(|start| is_reference(text, start)) {
        return;
    }
    let message = if is_reference(text, SECURE_STRING) {
        format!(
            "`{key}` cannot be a secure string: CloudFormation does not resolve those in a pipeline"
        )
    } else if matches!(value.data, Data::Include { .. }) {
        format!("`{key}` is a secret, and this writes the file into the template for all to read")
    } else {
        format!("`{key}` is a secret, and this writes it into the template for all to read")
    };
    cx.report(&codes::SECRET_IN_THE_OPEN, value.at, message)
        .help(example);
}

/// Whether the whole text is one reference that names something.
fn is_reference(text: &str, start: &str) -> bool {
    text.strip_prefix(start)
        .and_then(|rest| rest.strip_suffix("}}"))
        .is_some_and(|name| !name.is_empty() && !name.contains(['{', '}']))
}

#[cfg(test)]
mod tests {
    use crate::builder::{Action, Builder, variable};
    use crate::check::testing::{assert_finds, base, finding, home, reads, stage};
    use crate::model::Value;

    fn github(token: impl Into<Value<()>>) -> Builder {
        let checkout = Action::new("Checkout", "GitHub")
            .output("source")
            .set("owner", "octo")
            .set("repo", "app")
            .set("branch", "main")
            .set("o_auth_token", token);
        Builder::new()
            .setting("name", "x")
            .account(home())
            .stage(stage("Source", [checkout]))
            .stage(reads("Read"))
    }

    #[test]
    fn a_secret_is_a_reference() {
        for good in [
            "{{resolve:secretsmanager:github:SecretString:token}}",
            "{{resolve:ssm:/github/token:1}}",
        ] {
            assert_finds(&github(good), &[]);
        }
        let open =
            "P420 `o_auth_token` is a secret, and this writes it into the template for all to read";
        for bad in [
            "ghp_0123456789",
            "{{resolve:secretsmanager:}}",
            "x{{resolve:secretsmanager:github}}",
            "{{resolve:secretsmanager:a}}{{resolve:ssm:b}}",
        ] {
            assert_finds(&github(bad), &[open]);
        }
        assert_eq!(
            finding(&github("ghp_0123456789")).help.as_deref(),
            Some("write where it is kept: `\"{{resolve:secretsmanager:NAME:SecretString:KEY}}\"`")
        );
    }

    #[test]
    fn a_secure_string_is_not_resolved_in_a_pipeline() {
        assert_finds(
            &github("{{resolve:ssm-secure:/github/token:1}}"),
            &[
                "P420 `o_auth_token` cannot be a secure string: CloudFormation does not resolve those in a pipeline",
            ],
        );
    }

    #[test]
    fn a_secret_is_no_variable() {
        let pipeline = base().stage(stage(
            "Deploy",
            [Action::new("Publish", "Alexa")
                .input("source")
                .set("client_id", "amzn1.application-oa2-client.0")
                .set("client_secret", variable("Checkout", "CommitId"))
                .set("refresh_token", "{{resolve:secretsmanager:alexa}}")
                .set("skill_id", "amzn1.ask.skill.0")],
        ));
        assert_finds(
            &pipeline,
            &[
                "P405 `client_secret` takes a reference to a secret, and this is the variable `Checkout.CommitId`",
            ],
        );
    }
}
