//! ARNs in the configuration of an action: of the region and the account that AWS takes there.

use crate::catalogue::{ArnRegion, Type, pattern, region};
use crate::code::code;
use crate::model::Entry;
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::{Check, Run};
use crate::rules::declarations::partitions;
use crate::rules::places::regions;

/// Checks the keys of which the catalogue says where their ARNs have to be.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for (key, entry) in run.keys() {
        let arn = entry.value.data.text().unwrap_or_default();
        let Some((region, account)) = pattern::arn_environment(arn) else {
            continue;
        };
        // What is malformed, or of another partition, is reported where the value is checked.
        let malformed =
            matches!(key.kind, Type::String(pattern) if pattern.complaint(arn).is_some());
        if malformed && !arn.contains("#{") || partitions::is_elsewhere(cx, arn) {
            continue;
        }
        match &key.region {
            Some(wanted) => of_region(cx, run, entry, wanted, region),
            None => regions::doubtful(cx, entry.value.at, region),
        }
        if let Some(own) = &key.own_account
            && own
                .service
                .is_none_or(|service| pattern::arn(arn, service).is_some())
        {
            of_account(cx, run, entry, own.why, account);
        }
    }
}

code! {
    ARN_ELSEWHERE = "P143" Error "an ARN of another region or account than AWS takes there",
    why: "The topic that hears of an approval is in the pipeline's region, as AWS's page says: one of another region is not found when the action runs. State machines and device pools have no policies of their own, so that they admit roles of their own account only: the action's role is denied at the first run. So it is with a connection under its older prefix, `codestar-connections`, which cannot be shared. SNS takes a KMS key of the topic's own region only, and a build reads parameters of its own region only.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\n…\nReview: Manual { notification_arn: \"arn:aws:sns:eu-west-1:111111111111:reviews\" };",
    fix: "Name a topic of the pipeline's region: `arn:aws:sns:us-east-1:111111111111:reviews`. It may be of another account, if its policy admits the pipeline's service role. Run the action in the account of its state machine: `in ACCOUNT`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
}

code! {
    ARN_MAYBE_ELSEWHERE = "P144" Warning "an ARN of another region than its action runs in",
    why: "An action calls its service in the region that it runs in, and S3 takes a KMS key of the bucket's own region only. CodePipeline's pages do not say what becomes of an ARN of another region; most likely the action fails at its first run. A connection is no such case: AWS documents that it can be used in other regions than its own.",
    example: "Upload: S3Deploy(site) @ \"us-east-1\" {\n    kms_encryption_key_arn: \"arn:aws:kms:eu-west-1:111111111111:key/…\",\n    …\n};",
    fix: "Run the action where the thing is, `@ \"eu-west-1\"`, or name one of the action's region.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
}

fn of_region<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    entry: &Entry<P>,
    wanted: &ArnRegion,
    of: &str,
) {
    let (place, who) = if wanted.home {
        (cx.index.home_region(), "the pipeline lives".to_owned())
    } else {
        (run.region, format!("{} runs", run.title()))
    };
    let Some(place) = place.and_then(|string| string.known()) else {
        return;
    };
    // What is no region, or known only at the run, is not compared.
    if of == place || !region::is_well_formed(of) || !region::is_well_formed(place) {
        return;
    }
    let code = if wanted.certain {
        &ARN_ELSEWHERE
    } else {
        &ARN_MAYBE_ELSEWHERE
    };
    cx.report(
        code,
        entry.value.at,
        format!(
            "`{}` is of region `{of}`, and {who} in `{place}`",
            entry.key.text
        ),
    )
    .help(format!("{}: name one of `{place}`", wanted.why));
}

/// Checks the ARN of a parameter of Systems Manager that a build reads: it asks the service of its own
/// region.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.parameter-store>
pub(crate) fn of_parameter<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    at: P,
    string: &str,
) {
    let place = match subject.context {
        ValueContext::Action(run) => run.region,
        ValueContext::Project(project) => cx.index.model.region_of(&project.environment),
        ValueContext::Statement | ValueContext::Bare => None,
    };
    let Some(place) = place.and_then(|place| place.known()) else {
        return;
    };
    let Some(of) = pattern::arn(string, "ssm").map(|arn| arn.region) else {
        return;
    };
    // What is malformed, or of another partition, is reported where the value is checked.
    let malformed = pattern::PARAMETER.complaint(string).is_some();
    if of == place || malformed || partitions::is_elsewhere(cx, string) {
        return;
    }
    let message = format!(
        "the parameter is of region `{of}`, and {} builds in `{place}`",
        subject.what
    );
    cx.report(&ARN_ELSEWHERE, at, message).help(format!(
        "Systems Manager reads parameters of the build's own region: name one of `{place}`"
    ));
}

fn of_account<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    entry: &Entry<P>,
    why: &str,
    of: &str,
) {
    let Some(account) = run.account else { return };
    let Some(id) = account.id.known().filter(|id| *id != of) else {
        return;
    };
    let known = |id: &str| pattern::ACCOUNT_ID.complaint(id).is_none();
    if !known(of) || !known(id) {
        return;
    }
    let mut accounts = cx.index.model.accounts.iter();
    let owner = accounts.find(|account| account.id.known() == Some(of));
    let place = owner.map_or("ACCOUNT", |owner| owner.name.text.as_str());
    cx.report(
        &ARN_ELSEWHERE,
        entry.value.at,
        format!(
            "`{}` is of account `{of}`, and {} runs in `{}`, `{id}`",
            entry.key.text,
            run.title(),
            account.name.text
        ),
    )
    .help(format!("{why}: run the action there, `in {place}`"));
    // The account is meant, which would else be unused.
    if let Some(owner) = owner {
        cx.mark_meant(&owner.name.text);
    }
}
