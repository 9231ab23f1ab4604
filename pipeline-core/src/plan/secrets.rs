//! The access that a build needs to read parameters and secrets into its environment.
//!
//! Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html>

use super::Deployment;
use super::escape::policy_string;
use super::grants::{Access, Call, Grants};
use crate::catalogue::VariableKind;
use crate::pipeline::{Action, Environment, Pipeline, RoleId, Setting, Variable};

/// Records the access to the variables of an action.
pub(super) fn of_action(deployment: &mut Deployment<'_>, action: &Action, worker: RoleId) {
    let pipeline = deployment.pipeline;
    for setting in action.config.settings() {
        if let Setting::Variables(variables) = setting {
            let place = (&action.environment, action.title());
            record(pipeline, &mut deployment.grants, worker, variables, place);
        }
    }
}

/// Records the access of a build's role to variables.
pub(super) fn record(
    pipeline: &Pipeline,
    grants: &mut Grants,
    role: RoleId,
    variables: &[Variable],
    (environment, action): (&Environment, String),
) {
    for variable in variables {
        if let Some(call) = call(pipeline, environment, variable) {
            let why = format!("reads the environment variable `{}`", variable.name);
            grants.record(role, Access::Call(call), why, action.clone());
        }
    }
}

/// The call that reads a variable, unless it is plain.
fn call(pipeline: &Pipeline, environment: &Environment, variable: &Variable) -> Option<Call> {
    let Setting::String(name) = &variable.value else {
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
    Some(Call::on(&[call], resources))
}

/// The access to the variables of an action, for whatever role reads them.
pub(crate) fn accesses(pipeline: &Pipeline, action: &Action) -> Vec<Access> {
    let mut accesses = Vec::new();
    for setting in action.config.settings() {
        if let Setting::Variables(variables) = setting {
            let calls = variables
                .iter()
                .filter_map(|variable| call(pipeline, &action.environment, variable));
            accesses.extend(calls.map(Access::Call));
        }
    }
    accesses
}

fn parameter(pipeline: &Pipeline, environment: &Environment, name: &str) -> String {
    if name.starts_with("arn:") {
        return policy_string(name);
    }
    let name = policy_string(name.trim_start_matches('/'));
    let here = pipeline.arns(environment);
    here.arn("ssm", format!("parameter/{name}")).to_string()
}

/// A secret is named by its name or its ARN, and then perhaps by key, stage and version.
/// The ARN of one that is named ends in six characters that Secrets Manager chooses.
///
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html>
pub(super) fn secret(pipeline: &Pipeline, environment: &Environment, name: &str) -> Vec<String> {
    if name.starts_with("arn:") {
        let arn = policy_string(&name.split(':').take(7).collect::<Vec<_>>().join(":"));
        return if ends_in_suffix(&arn) {
            vec![arn]
        } else {
            vec![format!("{arn}-??????")]
        };
    }
    let name = policy_string(name.split(':').next().unwrap_or(name));
    let here = pipeline.arns(environment);
    let secret = here.arn("secretsmanager", format!("secret:{name}-??????"));
    vec![secret.to_string()]
}

/// Returns whether Secrets Manager reads an ARN as a whole one. It takes one without the six
/// characters too, but IAM looks at the whole one.
///
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen>
fn ends_in_suffix(arn: &str) -> bool {
    arn.rsplit_once('-')
        .is_some_and(|(_, end)| end.len() == 6 && end.bytes().all(|b| b.is_ascii_alphanumeric()))
}
