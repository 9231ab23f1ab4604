//! Roles: where they are, and the ARNs of those that exist already.

use crate::catalogue::{declared, pattern};
use crate::code::code;
use crate::model::{Data, Origin, Role, Value};
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::declarations::{owners, partitions, wildcards};
use crate::rules::deploy_time;
use crate::rules::remedy;
use crate::rules::values::known;
use crate::rules::{configuration, places, statements};

/// Checks every role.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    for role in &cx.index.model.roles {
        declaration(cx, role);
    }
}

fn declaration<P: Place>(cx: &mut Check<'_, P>, role: &Role<P>) {
    if let Some(account) = &role.account {
        places::account(cx, account);
    }
    match &role.origin {
        Origin::Managed(entries) => {
            let subject = Subject::declared("role", &role.name);
            configuration::all(cx, &subject, &[declared::MANAGED_ROLE], entries);
            wildcards::wildcards(cx, &subject, entries);
            let account = cx.index.model.account_of_role(role);
            owners::of_role(cx, (&role.name, &subject.what), account, entries);
            statements::of_role(cx, &role.name, entries);
        }
        Origin::Imported(arn) => role_arn(cx, role, arn),
    }
}

code! {
    ROLE_ARN = "P119" Error "a role's ARN is malformed",
    why: "An imported role is named by its whole ARN. With anything else the deploy fails, or the trust and pass-role policies name nobody.",
    example: "role deploy in prod = import \"cloudformationdeployer-role\";",
    fix: "Write the ARN: `import \"arn:aws:iam::444444444444:role/cloudformationdeployer-role\"`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
}

/// The number of colons in front of the name in a role's ARN.
const IN_FRONT_OF_THE_NAME: usize = 5;

fn role_arn<P: Place>(cx: &mut Check<'_, P>, role: &Role<P>, arn: &Value<P>) {
    if !known::check_value(cx, arn) {
        return;
    }
    if cx.index.model.is_deploy_time(arn) {
        deploy_time::names(cx, arn);
        let beginning = arn.beginning().unwrap_or_default();
        if beginning.matches(':').count() < IN_FRONT_OF_THE_NAME {
            let what = "the account of an imported role";
            let help = "its account decides which policies admit it: write the ARN out up to the name, `\"arn:aws:iam::444444444444:role/{NAME}\"`";
            return deploy_time::place::too_late_for(cx, what, arn, help);
        }
    }
    let Some(of) = account_of_arn(arn) else {
        let message = match arn.data.text() {
            Some(written) => format!("`{written}` is not the ARN of a role"),
            None => "this is not the ARN of a role".to_owned(),
        };
        let written = sample(arn).unwrap_or_default();
        let later = remedy::resolved_later(cx, &written).map(str::to_owned);
        let wrong = later.or_else(|| pattern::wrong_role(&written));
        cx.report(&ROLE_ARN, arn.at, message)
            .help(wrong.unwrap_or_else(|| {
                "it is written like `arn:aws:iam::444444444444:role/NAME`".to_owned()
            }));
        return;
    };
    let written = sample(arn).unwrap_or_default();
    if partitions::check_partition(cx, &written, arn.at) {
        role_arn_elsewhere(cx, role, &of, arn.at);
    }
}

/// The account of an imported role, by its ARN, whose name may be known only when a stack is
/// deployed.
pub(crate) fn account_of_arn<P>(arn: &Value<P>) -> Option<String> {
    sample(arn)
        .as_deref()
        .and_then(pattern::role_account)
        .map(str::to_owned)
}

/// The text of an ARN, with a letter in place of each value that is known only when a stack is
/// deployed.
fn sample<P>(arn: &Value<P>) -> Option<String> {
    match &arn.data {
        Data::Joined(parts) => Some(
            parts
                .iter()
                .map(|part| part.data.text().unwrap_or("x"))
                .collect(),
        ),
        other => other.text().map(str::to_owned),
    }
}

code! {
    ROLE_ARN_ELSEWHERE = "P120" Error "a role's ARN is of another account than the one it is declared in",
    why: "The ARN names the account that the role lives in. Declared in another one, the role would be handed to actions that cannot act with it, and the run fails with `Cross-account pass role is not allowed`.",
    example: "account test = \"333333333333\";\nrole deploy in test = import \"arn:aws:iam::444444444444:role/deployer\";",
    fix: "Declare the role in the account that its ARN names, or correct the ARN.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

fn role_arn_elsewhere<P: Place>(cx: &mut Check<'_, P>, role: &Role<P>, of: &str, at: P) {
    let Some(account) = cx.index.model.account_of_role(role) else {
        return;
    };
    // A malformed id has been reported where it stands.
    let differs = |id: &&str| *id != of && pattern::ACCOUNT_ID.complaint(id).is_none();
    let Some(id) = account.id.known().filter(differs) else {
        return;
    };
    let owner = cx
        .index
        .model
        .accounts
        .iter()
        .find(|account| account.id.known() == Some(of));
    cx.report(
        &ROLE_ARN_ELSEWHERE,
        at,
        format!(
            "the ARN is of account `{of}`, and role `{}` is declared in `{}`, `{id}`",
            role.name.text, account.name.text
        ),
    )
    .maybe_help(owner.map(|owner| {
        format!(
            "declare it in the account that it is of: `role {} in {}`",
            role.name.text, owner.name.text
        )
    }))
    .related(
        format!("`{}` is declared here", account.name.text),
        account.name.at,
    );
    // The wrong account is named instead of this one, which would else be unused.
    if let Some(owner) = owner {
        cx.mark_meant(&owner.name.text);
    }
}
