//! The kinds of CodeBuild's environment variables.

/// The source of an environment variable's value.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    /// The value itself.
    Plaintext,
    /// The name of a parameter of Systems Manager.
    ParameterStore,
    /// The name or ARN of a secret of Secrets Manager, with the part of it.
    SecretsManager,
}

impl VariableKind {
    /// AWS's name of the kind.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            VariableKind::Plaintext => "PLAINTEXT",
            VariableKind::ParameterStore => "PARAMETER_STORE",
            VariableKind::SecretsManager => "SECRETS_MANAGER",
        }
    }
    /// The kind that a user's key names: `parameter_store` or `secrets_manager`.
    #[must_use]
    pub fn kept_in(key: &str) -> Option<Self> {
        match key {
            "parameter_store" => Some(VariableKind::ParameterStore),
            "secrets_manager" => Some(VariableKind::SecretsManager),
            _ => None,
        }
    }
}
