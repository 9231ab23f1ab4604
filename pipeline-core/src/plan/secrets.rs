//! What a build needs to read parameters and secrets into its environment.
//!
//! Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html>

use super::Deployment;
use super::ledger::{Call, Ledger, Need};
use super::roles::RoleId;
use crate::pipeline::{Action, Environment, Pipeline, Setting, Variable, VariableKind};

/// What the variables of an action need.
pub(super) fn of_action(deployment: &mut Deployment<'_>, action: &Action, worker: RoleId) {
    let pipeline = deployment.pipeline;
    for setting in action.config.settings() {
        if let Setting::Variables(variables) = setting {
            let place = (&action.environment, action.title());
            record(pipeline, &mut deployment.ledger, worker, variables, place);
        }
    }
}

/// What variables need of a build's role.
pub(super) fn record(
    pipeline: &Pipeline,
    ledger: &mut Ledger,
    role: RoleId,
    variables: &[Variable],
    (environment, action): (&Environment, String),
) {
    for variable in variables {
        if let Some(call) = call(pipeline, environment, variable) {
            let why = format!("reads the environment variable `{}`", variable.name);
            ledger.record(role, Need::Call(call), why, action.clone());
        }
    }
}

/// What reading a variable takes, unless it is plain.
fn call(pipeline: &Pipeline, environment: &Environment, variable: &Variable) -> Option<Call> {
    let Setting::Text(name) = &variable.value else {
        return None;
    };
    let (call, resources) = match variable.kind {
        VariableKind::Plaintext => return None,
        VariableKind::ParameterStore => (
            "ssm:GetParameters",
            vec![parameter(pipeline, environment, name)],
        ),
        VariableKind::SecretsManager => (
            "secretsmanager:GetSecretValue",
            secret(pipeline, environment, name),
        ),
    };
    Some(Call {
        actions: vec![call],
        resources,
        conditions: Vec::new(),
        unscoped: None,
    })
}

/// What reading the variables of an action takes, of whatever role reads them.
pub(crate) fn needs(pipeline: &Pipeline, action: &Action) -> Vec<Need> {
    let mut needs = Vec::new();
    for setting in action.config.settings() {
        if let Setting::Variables(variables) = setting {
            let calls = variables
                .iter()
                .filter_map(|variable| call(pipeline, &action.environment, variable));
            needs.extend(calls.map(Need::Call));
        }
    }
    needs
}

fn parameter(pipeline: &Pipeline, environment: &Environment, name: &str) -> String {
    if name.starts_with("arn:") {
        return name.to_owned();
    }
    let name = super::placeholder::policy_text(name.trim_start_matches('/'));
    let here = pipeline.arns(environment);
    here.arn("ssm", format!("parameter/{name}")).to_string()
}

/// A secret is named by its name or its ARN, and then perhaps by key, stage and version.
/// The ARN of one that is named ends in six letters that Secrets Manager chooses.
///
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html>
fn secret(pipeline: &Pipeline, environment: &Environment, name: &str) -> Vec<String> {
    if name.starts_with("arn:") {
        let arn = name.split(':').take(7).collect::<Vec<_>>().join(":");
        return if ends_in_letters(&arn) {
            vec![arn]
        } else {
            vec![format!("{arn}-??????")]
        };
    }
    let name = super::placeholder::policy_text(name.split(':').next().unwrap_or(name));
    let here = pipeline.arns(environment);
    let secret = here.arn("secretsmanager", format!("secret:{name}-??????"));
    vec![secret.to_string()]
}

/// Whether Secrets Manager reads an ARN as a whole one. One without the letters is taken
/// too, but IAM looks at the whole one.
///
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen>
fn ends_in_letters(arn: &str) -> bool {
    arn.rsplit_once('-')
        .is_some_and(|(_, end)| end.len() == 6 && end.bytes().all(|b| b.is_ascii_alphanumeric()))
}
