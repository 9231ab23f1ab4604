//! Names of secrets and parameters, in which the values of environment variables are kept.

use super::{ACCOUNT_ID, all, arn};
use crate::arn::Arn;

/// Returns whether a string names a secret: by its name or ARN, with a key, a stage and a version
/// behind it.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager>
pub(super) fn secret(text: &str) -> bool {
    let found = arn(text, "secretsmanager");
    let named = match &found {
        Some(arn) if is_regional(arn) => arn.resource.strip_prefix("secret:"),
        None if !text.starts_with("arn:") => Some(text),
        _ => None,
    };
    named.is_some_and(|named| {
        let mut parts = named.split(':');
        let name = parts.next().unwrap_or_default();
        !name.is_empty() && all(name, "/_+=.@-") && parts.count() <= 3
    })
}

/// Returns whether a string names a parameter: by its name or ARN, with a version or a label
/// behind it.
pub(super) fn parameter(text: &str) -> bool {
    let found = arn(text, "ssm");
    let named = match &found {
        Some(arn) if is_regional(arn) => arn.resource.strip_prefix("parameter"),
        None if !text.starts_with("arn:") => Some(text),
        _ => None,
    };
    named.is_some_and(|named| {
        let mut parts = named.split(':');
        let name = parts.next().unwrap_or_default();
        let labelled = parts
            .next()
            .is_none_or(|label| !label.is_empty() && all(label, ".-_"));
        let path = name.strip_prefix('/').unwrap_or(name);
        all(path, ".-_/")
            && path.split('/').all(|level| !level.is_empty())
            && labelled
            && parts.next().is_none()
    })
}

/// Returns whether a string names a parameter that CloudFormation can look up: by its name, with a
/// version behind it.
pub(super) fn looked_up(text: &str) -> bool {
    let version = text.split_once(':').map(|(_, version)| version);
    let numbered =
        version.is_none_or(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()));
    numbered && !text.starts_with("arn:") && parameter(text)
}

fn is_regional(arn: &Arn<'_>) -> bool {
    !arn.region.is_empty() && all(arn.region, "-") && ACCOUNT_ID.complaint(arn.account).is_none()
}

/// Advice for the ARN of a parameter in the place of a secret.
pub(super) fn no_secret(text: &str) -> Option<String> {
    arn(text, "ssm").map(|_| "this is a parameter's: `{ parameter_store: \"…\" }`".to_owned())
}

/// Advice for the ARN of a secret in the place of a parameter.
pub(super) fn no_parameter(text: &str) -> Option<String> {
    let found = arn(text, "secretsmanager");
    found.map(|_| "this is a secret's: `{ secrets_manager: \"…\" }`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{parameter, secret};

    #[test]
    fn secrets_and_parameters_have_names() {
        let arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:app/db-a1B2c3";
        for text in ["app/db", "app/db:password", "db:key:AWSCURRENT", arn] {
            assert!(secret(text), "{text}");
        }
        assert!(secret(&format!("{arn}:password::1")));
        for text in [
            "*",
            "app/*",
            "app?",
            "${aws:username}",
            "a:b:c:d:e",
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:*",
            "arn:aws:secretsmanager:*:111111111111:secret:app",
            "arn:aws:secretsmanager:us-east-1:*:secret:app",
            "arn:aws:ssm:us-east-1:111111111111:parameter/app",
            "{{resolve:ssm:/app}}",
        ] {
            assert!(!secret(text), "{text}");
        }
        for text in [
            "/app/db",
            "app",
            "app.db-1_x:3",
            "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended",
            "arn:aws:ssm:us-east-1:111111111111:parameter/app/db",
        ] {
            assert!(parameter(text), "{text}");
        }
        for text in [
            "/*",
            "/",
            "/app/",
            "//app",
            "a b",
            "/app?",
            "arn:aws:ssm:us-east-1:111111111111:parameter/*",
        ] {
            assert!(!parameter(text), "{text}");
        }
    }
}
