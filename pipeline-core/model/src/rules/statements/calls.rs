//! The calls of a statement: of a service that exists, and among its calls.

use crate::catalogue::pattern;
use crate::catalogue::services::{self, Call, Service};
use crate::code::code;
use crate::model::Value;
use crate::place::Place;
use crate::rules::context::Check;
use crate::similar;

/// A word of a statement's actions, with the calls that it stands for.
pub(crate) struct Calls<'v, P> {
    pub(crate) at: P,
    pub(crate) word: &'v str,
    pub(crate) service: Service,
    pub(crate) calls: Vec<Call>,
}

/// Operations whose permission is called otherwise.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>
const CALLED_OTHERWISE: &[(&str, &str, &str)] = &[
    ("lambda", "Invoke", "InvokeFunction"),
    ("s3", "CreateMultipartUpload", "PutObject"),
    ("s3", "CompleteMultipartUpload", "PutObject"),
    ("s3", "CopyObject", "PutObject"),
    ("s3", "HeadBucket", "ListBucket"),
    ("s3", "HeadObject", "GetObject"),
    ("s3", "ListBuckets", "ListAllMyBuckets"),
    ("s3", "ListMultipartUploads", "ListBucketMultipartUploads"),
    ("s3", "ListObjects", "ListBucket"),
    ("s3", "ListObjectsV2", "ListBucket"),
    ("s3", "ListObjectVersions", "ListBucketVersions"),
    ("s3", "ListParts", "ListMultipartUploadParts"),
    ("s3", "UploadPart", "PutObject"),
];

code! {
    UNKNOWN_SERVICE_OF_A_CALL = "P413" Error "a call of a service that AWS does not have",
    why: "An IAM action is a service's prefix and a call, `lambda:InvokeFunction`. A statement with a prefix that no service has allows nothing: IAM takes some and refuses others, and the action that needs the call is denied at the run.",
    example: "role deploy { statements: [{ actions: [\"lamda:InvokeFunction\"], resources: [\"*\"] }] }",
    fix: "Correct the prefix: `lambda:InvokeFunction`. For a service that is newer than pipewright's list, put the statement into a managed policy of your own, and name that in `managed_policies`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
}

code! {
    UNKNOWN_CALL = "P414" Warning "a call that the service does not have",
    why: "IAM takes any text behind the service's prefix. A call that the service does not have allows nothing, and the action that needs the right one is denied at the run. The permission for an operation may have another name than the operation: `ListObjects` needs `s3:ListBucket`. A call that is newer than pipewright's list is right all the same.",
    example: "role deploy { statements: [{ actions: [\"s3:GetObjects\"], resources: [\"arn:aws:s3:::site-files/*\"] }] }",
    fix: "Correct the call: `s3:GetObject`. A call that is newer than the list stays as it is; begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
}

/// The words that stand for calls of a service. Those that stand for none are reported.
pub(crate) fn known<'v, P: Place>(
    cx: &mut Check<'_, P>,
    quiet: bool,
    items: &'v [Value<P>],
) -> Vec<Calls<'v, P>> {
    let mut known = Vec::new();
    for item in items {
        let Some(word) = item.data.text() else {
            continue;
        };
        // A malformed one has been reported.
        let Some((prefix, call)) = word.split_once(':') else {
            continue;
        };
        if pattern::IAM_ACTION.complaint(word).is_some() {
            continue;
        }
        let Some(service) = services::service(prefix) else {
            unknown_service(cx, item.at, word, prefix, call);
            continue;
        };
        let calls = service.calls_like(call);
        if calls.is_empty() {
            if !quiet {
                unknown_call(cx, item.at, service, call);
            }
        } else {
            known.push(Calls {
                at: item.at,
                word,
                service,
                calls,
            });
        }
    }
    known
}

fn unknown_service<P: Place>(cx: &mut Check<'_, P>, at: P, word: &str, prefix: &str, call: &str) {
    // Of services that are called alike, the one that has the call is meant.
    let has_it = services::services().filter(|service| !service.calls_like(call).is_empty());
    let names = |service: Service| service.prefix;
    let close = services::called(prefix)
        .filter(|close| has_it.clone().any(|service| service.prefix == *close))
        .or_else(|| similar::closest(prefix, has_it.map(names)))
        .or_else(|| services::called(prefix));
    let help = match close {
        Some(close) => {
            let of = services::service(close).and_then(|service| spelled(service, call));
            format!("did you mean `{close}:{}`?", of.as_deref().unwrap_or(call))
        }
        None => "if AWS has it since lately, put the statement into a managed policy of yours"
            .to_owned(),
    };
    cx.report(
        &UNKNOWN_SERVICE_OF_A_CALL,
        at,
        format!("AWS has no service `{prefix}`, of which `{word}` is a call"),
    )
    .help(help);
}

/// The call of a service that is written otherwise: `git-pull` or `git_pull` for `GitPull`.
fn spelled(service: Service, call: &str) -> Option<String> {
    let plain = |name: &str| name.replace(['-', '_'], "").to_ascii_lowercase();
    let written = plain(call);
    let mut names = service.calls().map(Call::name);
    names.find(|name| plain(name) == written)
}

fn unknown_call<P: Place>(cx: &mut Check<'_, P>, at: P, service: Service, call: &str) {
    let prefix = service.prefix;
    let otherwise = CALLED_OTHERWISE
        .iter()
        .find(|(of, operation, _)| *of == prefix && operation.eq_ignore_ascii_case(call));
    let names: Vec<String> = service.calls().map(Call::name).collect();
    let help = match otherwise {
        Some((_, operation, permission)) => Some(format!(
            "the permission for `{operation}` is `{prefix}:{permission}`"
        )),
        None => spelled(service, call)
            .or_else(|| {
                let close = similar::closest(call, names.iter().map(String::as_str));
                close.map(str::to_owned)
            })
            .map(|close| format!("did you mean `{prefix}:{close}`?")),
    };
    let message = if call.contains(['*', '?']) {
        format!("no call of `{prefix}` is like `{call}`")
    } else {
        format!("`{prefix}` has no call `{call}`")
    };
    cx.report(&UNKNOWN_CALL, at, message)
        .help(help.unwrap_or_else(|| {
            format!(
                "its calls are in AWS's service authorization reference, of {}",
                services::AS_OF
            )
        }));
}
