//! Places of strings, and how what runs there gets a secret that is not written there.

use crate::catalogue::{Key, Type, pattern};
use crate::model::Name;
use crate::rules::secrets::names::NOT_HERE;

/// The place of a string.
#[derive(Clone, Copy)]
pub(crate) enum Spot<'a> {
    /// A map of environment variables that can be kept as these words of AWS say.
    Variables(&'a [&'a str]),
    /// The value of one of them.
    Variable(&'a str, &'a [&'a str]),
    /// A command, and whether environment variables stand beside it.
    Command(bool),
    Buildspec,
    /// A parameter of a template.
    Parameter,
    /// The configuration of an action type that others made.
    Custom,
    /// A variable of a pipeline.
    Execution,
    Elsewhere,
}

impl<'a> Spot<'a> {
    /// Of a key's value, where `keys` stand beside it.
    pub(crate) fn of(key: Option<&'static Key>, keys: &[Key]) -> Spot<'static> {
        let Some(key) = key else {
            return Spot::Elsewhere;
        };
        match &key.kind {
            Type::Variables(kinds) => Spot::Variables(kinds),
            Type::Strings(pattern) if **pattern == pattern::COMMAND => Spot::Command(
                keys.iter()
                    .any(|key| matches!(&key.kind, Type::Variables(kinds) if takes_secrets(kinds))),
            ),
            Type::Buildspec(_) => Spot::Buildspec,
            Type::Json(_) | Type::Parameters => Spot::Parameter,
            Type::Map | Type::Configuration => Spot::Custom,
            Type::NamedValues => Spot::Execution,
            Type::FileOr(Type::Parameters) => Spot::Parameter,
            _ => Spot::Elsewhere,
        }
    }

    /// Of the value under a key of a map that stands here.
    pub(crate) fn under<P>(self, key: &'a Name<P>) -> Spot<'a> {
        match self {
            Spot::Variables(kinds) => Spot::Variable(&key.text, kinds),
            other => other,
        }
    }

    /// Advice for a secret of this name, in place of writing it here.
    pub(crate) fn instead(self, secret: &str) -> String {
        match self {
            Spot::Variable(name, kinds) if takes_secrets(kinds) => {
                format!(
                    "write `{name}: {{ secrets_manager: \"{secret}\" }}`, which only what runs there reads"
                )
            }
            Spot::Command(true) => format!(
                "let an environment variable hold it, `environment_variables: {{ NAME: {{ secrets_manager: \"{secret}\" }} }}`, and write `$NAME` here"
            ),
            Spot::Buildspec => format!(
                "name it in the buildspec, `env: secrets-manager: NAME: {secret}`, and allow the project's role to read it; or in the project's `environment_variables`, which does both"
            ),
            Spot::Parameter => format!(
                "leave it out here, and let the deployed template fetch it: `{{{{resolve:secretsmanager:{secret}}}}}`"
            ),
            Spot::Custom => format!(
                "write `\"{{{{resolve:secretsmanager:{secret}}}}}\"` under a key that the action type declares as `secret`, and nowhere else"
            ),
            Spot::Execution => NOT_HERE.to_owned(),
            Spot::Command(false) => {
                "let the command read it from Secrets Manager, with a role that may".to_owned()
            }
            Spot::Variables(_) | Spot::Variable(..) | Spot::Elsewhere => {
                "leave it out here, and let what runs there read it from Secrets Manager".to_owned()
            }
        }
    }
}

fn takes_secrets(kinds: &[&str]) -> bool {
    kinds.contains(&"SECRETS_MANAGER")
}

/// The secrets that a string refers to, each by its name and the key in it, `app/db:password`,
/// as CodeBuild takes them.
///
/// Sources: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html>,
/// <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager>
pub(crate) fn secrets_in(string: &str) -> impl Iterator<Item = String> {
    string
        .split("{{resolve:secretsmanager:")
        .skip(1)
        .filter_map(|rest| {
            let (reference, _) = rest.split_once("}}")?;
            let (name, key) = reference
                .split_once(":SecretString")
                .unwrap_or((reference, ""));
            Some(format!("{name}{}", key.trim_end_matches(':')))
        })
        .filter(|name| !name.is_empty())
}

/// The variables that a shell's command sets, `export NAME=value` or `NAME=value`, and
/// their values, without quotes; not what the shell puts in itself.
pub(crate) fn assigned(command: &str) -> impl Iterator<Item = (&str, &str)> {
    command.split([' ', ';', '&', '|', '(']).filter_map(|word| {
        let (name, value) = word.split_once('=')?;
        let of_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
        let named = name.starts_with(|c: char| !c.is_ascii_digit()) && name.chars().all(of_name);
        let value = value.trim_matches(['"', '\'']);
        (named && !value.contains(['$', '`']) && !value.starts_with('=')).then_some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::secrets_in;

    #[test]
    fn a_secret_is_named_as_a_build_takes_it() {
        let found = |string: &str| secrets_in(string).collect::<Vec<_>>();
        assert_eq!(found("{{resolve:secretsmanager:app/db}}"), ["app/db"]);
        assert_eq!(
            found(
                "a{{resolve:secretsmanager:a:SecretString:key}}{{resolve:secretsmanager:b:SecretString:::}}"
            ),
            ["a:key", "b"]
        );
        let arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-a1B2c3";
        assert_eq!(
            found(&format!(
                "{{{{resolve:secretsmanager:{arn}:SecretString:key::1}}}}"
            )),
            [format!("{arn}:key::1")]
        );
        assert!(
            found("{{resolve:ssm:x}} {{resolve:secretsmanager:x {{resolve:secretsmanager:}}")
                .is_empty()
        );
    }
}
