//! The resources of a statement: ARNs of a form that AWS has.

use std::borrow::Cow;

use crate::arn::Arn;
use crate::catalogue::services::{self, Shape};
use crate::catalogue::{pattern, region};
use crate::code::{Code, Severity, code};
use crate::model::Value;
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::declarations::partitions;
use crate::rules::places::regions;
use crate::rules::words;
use crate::similar;

/// A resource of a statement.
pub(crate) enum Resource<'v> {
    /// Everything, or what is known only at deploy.
    Any,
    /// The resources of these ARNs.
    Arn(Arn<'v>),
}

code! {
    IMPOSSIBLE_ARN = "P415" Error "an ARN that no resource of AWS has",
    why: "An ARN has six fields, `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. Some services leave the region or the account empty: a bucket's ARN has neither, a role's has no region. A statement on an ARN of another form is taken by IAM, and allows nothing: unless something else allows it, the call is denied at the run.",
    example: "role deploy { statements: [{ actions: [\"s3:GetObject\"], resources: [\"arn:aws:s3:us-east-1:111111111111:site-files/*\"] }] }",
    fix: "Write the ARN as the service has it: `arn:aws:s3:::site-files/*`. For a service that is newer than pipewright's list, put the statement into a managed policy of your own.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
}

code! {
    DOUBTFUL_ARN = "P416" Warning "an ARN that may be of no resource",
    why: "AWS's service authorization reference lists the ARNs of each service's resources: which word they begin with, and whether they have a region and an account. A statement on an ARN that is like none of them most likely allows nothing. So does one on a secret without the dash and the six characters that AWS puts behind its name, or on a parameter with two slashes before its name. A resource that is newer than pipewright's list is right all the same.",
    example: "role deploy { statements: [{ actions: [\"lambda:InvokeFunction\"], resources: [\"arn:aws:lambda:us-east-1::function:test\"] }] }",
    fix: "Write the ARN as the reference has it: `arn:aws:lambda:us-east-1:111111111111:function:test`. Begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
}

/// The resources that are known. Those that cannot be are reported.
pub(crate) fn known<'v, P: Place>(
    cx: &mut Check<'_, P>,
    quiet: bool,
    items: &'v [Value<P>],
) -> Vec<Resource<'v>> {
    let known = items.iter().filter_map(|item| resource(cx, quiet, item));
    known.collect()
}

fn resource<'v, P: Place>(
    cx: &mut Check<'_, P>,
    quiet: bool,
    item: &'v Value<P>,
) -> Option<Resource<'v>> {
    let text = item.data.text()?;
    if text == "*" || text.contains("{{resolve:") {
        return Some(Resource::Any);
    }
    if pattern::RESOURCE.complaint(text).is_some() {
        return None;
    }
    if let Some(whole) = pattern::with_partition(text) {
        let message = format!("`{text}` lacks the partition of an ARN");
        let help = format!("write `{whole}`");
        cx.report(&IMPOSSIBLE_ARN, item.at, message).help(help);
        return None;
    }
    let Some(mut arn) = Arn::parse(text) else {
        let message = format!("`{text}` lacks fields of an ARN");
        let help = "write all six: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`";
        cx.report(&IMPOSSIBLE_ARN, item.at, message).help(help);
        return None;
    };
    arn.resource = Cow::Owned(open_variables(&arn.resource));
    // An ARN of another partition has been reported; what else is wrong with it is found when
    // that is corrected.
    if partitions::is_elsewhere(cx, text) {
        return None;
    }
    let wrong = fields(item.at, &arn);
    if let Some(wrong) = wrong {
        if wrong.code.severity == Severity::Error || !quiet {
            cx.report(wrong.code, wrong.at, wrong.message)
                .help(wrong.help);
        }
        return None;
    }
    if !quiet {
        regions::doubtful(cx, item.at, arn.region);
    }
    Some(Resource::Arn(arn))
}

/// A resource with `*` in place of IAM's variables, `${aws:username}`.
fn open_variables(resource: &str) -> String {
    let mut open = String::with_capacity(resource.len());
    let mut rest = resource;
    while let Some((before, variable)) = rest.split_once("${") {
        open.push_str(before);
        open.push('*');
        rest = variable.split_once('}').map_or("", |(_, after)| after);
    }
    open + rest
}

/// What is wrong with an ARN.
struct Wrong<P> {
    code: &'static Code,
    at: P,
    message: String,
    help: String,
}

impl<P> Wrong<P> {
    fn impossible(at: P, message: String, help: impl Into<String>) -> Option<Wrong<P>> {
        Wrong::of(&IMPOSSIBLE_ARN, at, message, help)
    }

    fn of(
        code: &'static Code,
        at: P,
        message: String,
        help: impl Into<String>,
    ) -> Option<Wrong<P>> {
        let help = help.into();
        Some(Wrong {
            code,
            at,
            message,
            help,
        })
    }
}

/// A slip in an ARN whose form AWS has all the same: what it names is not what is meant. The message
/// and the help.
fn slip(arn: &Arn<'_>) -> Option<(String, String)> {
    let resource = arn.resource.as_ref();
    if let Some(rest) = resource.strip_prefix(':') {
        let rest = rest.trim_start_matches(':');
        let message = format!("a colon too many stands before `{rest}`");
        return Some((message, "leave it out".to_owned()));
    }
    let (kind, name) = resource.split_once([':', '/'])?;
    match (arn.service, kind) {
        // <https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html>
        ("secretsmanager", "secret")
            if !name.is_empty() && !name.contains(['*', '?']) && !has_random_end(name) =>
        {
            let message = format!(
                "the ARN of secret `{name}` ends in a dash and six characters that AWS chooses"
            );
            Some((message, format!("write `secret:{name}-??????`")))
        }
        // <https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html>
        ("ssm", "parameter") if name.starts_with('/') => {
            let message = "the ARN of a parameter has one slash before its name".to_owned();
            let name = name.trim_start_matches('/');
            Some((message, format!("write `parameter/{name}`")))
        }
        _ => None,
    }
}

/// Returns whether the name of a secret has the dash and the six characters that AWS adds.
fn has_random_end(name: &str) -> bool {
    name.rsplit_once('-')
        .is_some_and(|(_, end)| end.len() == 6 && end.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Checks an ARN against those that AWS has.
fn fields<P: Place>(at: P, arn: &Arn<'_>) -> Option<Wrong<P>> {
    let any = |field: &str| field.contains(['*', '?', '$']);
    if any(arn.service) {
        return None;
    }
    let region = arn.region;
    if !region.is_empty() && !any(region) && !region::is_well_formed(region) {
        let message = format!("`{region}` is no region");
        return Wrong::impossible(at, message, "write a region there, `*`, or nothing");
    }
    if let Some(meant) = region::one_slip_away(region) {
        let message = format!("there is no region `{region}`");
        let help = format!("a region with a similar name: `{meant}`");
        return Wrong::impossible(at, message, help);
    }
    if let Some((own, of)) = region::partition(region).zip(region::partition_named(arn.partition))
        && own.name != of.name
    {
        let message = format!(
            "region `{region}` is in partition `{}`, and not in `{}`",
            own.name, of.name
        );
        return Wrong::impossible(at, message, "write a region of the ARN's partition");
    }
    let account = arn.account;
    // What AWS itself or a partner shares has a word there, such as `aws` or `third-party`.
    let is_word = account.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if !is_word && !any(account) && pattern::ACCOUNT_ID.complaint(account).is_some() {
        let message =
            format!("`{account}` is the id of no account: it has twelve digits, not all zeros");
        return Wrong::impossible(at, message, "write the account's id, or `*`");
    }
    if let Some((message, help)) = slip(arn) {
        return Wrong::of(&DOUBTFUL_ARN, at, message, help);
    }
    let shapes = services::shapes_in(arn.service);
    if shapes.is_empty() && services::service(arn.service).is_none() {
        return unknown_service(at, arn);
    }
    if shapes.is_empty() || shapes.iter().any(|shape| shape.has(arn)) {
        return None;
    }
    if shapes.iter().any(|shape| shape.lacks_a_name(arn)) {
        return without_a_name(at, arn);
    }
    let alike = shapes
        .iter()
        .filter(|shape| shape.has_resource(&arn.resource));
    let alike: Vec<Shape> = alike.copied().collect();
    if alike.is_empty() {
        unknown_form(at, arn, &shapes)
    } else {
        wrong_fields(at, arn, &alike, &shapes)
    }
}

fn unknown_service<P: Place>(at: P, arn: &Arn<'_>) -> Option<Wrong<P>> {
    let help = match services::called(arn.service) {
        Some(close) => format!("its ARNs have `{close}` there"),
        None => "if AWS has it since lately, put the statement into a managed policy of yours"
            .to_owned(),
    };
    let message = format!(
        "AWS has no service `{}`, of which this is an ARN",
        arn.service
    );
    Wrong::impossible(at, message, help)
}

/// A resource that is like none of the service's.
fn unknown_form<P: Place>(at: P, arn: &Arn<'_>, shapes: &[Shape]) -> Option<Wrong<P>> {
    let resource = &*arn.resource;
    if let Some(name) = plain_name(arn, shapes) {
        let message = format!("`{}` has no resource `{resource}`", arn.service);
        let plain = Arn {
            resource: name.into(),
            ..arn.clone()
        };
        return Wrong::impossible(
            at,
            message,
            format!("it ends with the name alone: `{plain}`"),
        );
    }
    let word = resource.split([':', '/']).next().unwrap_or_default();
    let bare = |shape: &Shape| shape.word().trim_end_matches([':', '/']);
    let named = shapes.iter().filter(|shape| !bare(shape).is_empty());
    let close = similar::closest(word, named.clone().map(bare));
    let meant = named.filter(|shape| Some(bare(shape)) == close);
    let meant = meant.min_by_key(|shape| shape.resource.len());
    let message = format!("`{}` has no resource `{resource}`", arn.service);
    match meant {
        Some(same) if bare(same) == word => {
            let help = format!("AWS's reference has `{}`", same.resource);
            Wrong::of(&DOUBTFUL_ARN, at, message, help)
        }
        Some(close) => {
            let help = format!("a resource with a similar name: `{}`", close.resource);
            Wrong::impossible(at, message, help)
        }
        None if !resource.contains([':', '/', '*', '?', '$'])
            && behind_words(arn, shapes).is_some() =>
        {
            let forms = behind_words(arn, shapes).unwrap_or_default();
            let help = format!("the resource's type stands before the name: {forms}");
            Wrong::of(&DOUBTFUL_ARN, at, message, help)
        }
        None => {
            let mut forms: Vec<&str> = shapes.iter().map(|shape| shape.resource).collect();
            forms.dedup();
            forms.truncate(3);
            let help = format!("AWS's reference has `{}`, for example", forms.join("`, `"));
            Wrong::of(&DOUBTFUL_ARN, at, message, help)
        }
    }
}

/// The ends that an ARN of a name alone can have: `function:f` and others, the shortest first.
fn behind_words(arn: &Arn<'_>, shapes: &[Shape]) -> Option<String> {
    let simple = |shape: &&Shape| {
        let word = shape.word();
        !word.is_empty() && shape.resource.len() == word.len() + 1
    };
    let mut words: Vec<&str> = shapes.iter().filter(simple).map(Shape::word).collect();
    words.sort_by_key(|word| word.len());
    words.dedup();
    words.truncate(3);
    let ends: Vec<String> = words
        .iter()
        .map(|word| format!("{word}{}", arn.resource))
        .collect();
    let ends: Vec<&str> = ends.iter().map(String::as_str).collect();
    (!ends.is_empty()).then(|| words::choice(&ends))
}

fn without_a_name<P: Place>(at: P, arn: &Arn<'_>) -> Option<Wrong<P>> {
    if arn.resource.is_empty() || arn.resource.ends_with([':', '/']) {
        let help = format!("write the name behind it, or `*` for all: `{arn}*`");
        return Wrong::impossible(at, format!("`{arn}` ends without a name"), help);
    }
    let help = "write the name there, or `*` for all";
    Wrong::impossible(at, format!("a name in `{arn}` is empty"), help)
}

/// The name at the end of an ARN, where the service's ARNs have nothing but the name there.
fn plain_name<'a>(arn: &'a Arn<'_>, shapes: &[Shape]) -> Option<&'a str> {
    let (_, name) = arn.resource.rsplit_once([':', '/'])?;
    shapes.iter().any(Shape::is_plain_name).then_some(name)
}

/// A region or an account that the resource does not have, or one that is missing.
fn wrong_fields<P: Place>(
    at: P,
    arn: &Arn<'_>,
    alike: &[Shape],
    all: &[Shape],
) -> Option<Wrong<P>> {
    let lack = |shapes: &[Shape], field: Field| shapes.iter().all(|shape| field(shape).is_empty());
    let have = |shapes: &[Shape], field: Field| shapes.iter().all(|shape| !field(shape).is_empty());
    let region: Field = |shape| shape.region;
    let account: Field = |shape| shape.account;
    let extra_region = !arn.region.is_empty() && lack(alike, region);
    let extra_account = !arn.account.is_empty() && lack(alike, account);
    let no_region = arn.region.is_empty() && have(alike, region);
    let no_account = arn.account.is_empty() && have(alike, account);
    let (has, certain) = match (extra_region, extra_account, no_region, no_account) {
        (true, true, ..) => ("has neither region nor account", lack(all, region)),
        (true, ..) => ("has no region", lack(all, region)),
        (_, true, ..) => ("has no account", lack(all, account)),
        (.., true, true) => ("needs a region and an account", have(all, region)),
        (_, _, true, _) => ("needs a region", have(all, region)),
        // What AWS shares has an empty account that its reference leaves out.
        (.., true) => ("needs an account", false),
        _ => ("has another region or account", false),
    };
    // Buckets have neither, and their service has other resources with both.
    let certain = certain || arn.service == "s3";
    let code = if certain {
        &IMPOSSIBLE_ARN
    } else {
        &DOUBTFUL_ARN
    };
    let message = format!("the ARN of `{}:{}` {has}", arn.service, arn.resource);
    Wrong::of(code, at, message, format!("write `{}`", like(arn, alike)))
}

/// A field of a shape.
type Field = fn(&Shape) -> &'static str;

/// An ARN with the fields that a shape has, and without those that it does not.
fn like(arn: &Arn<'_>, alike: &[Shape]) -> String {
    let Some(shape) = alike.first() else {
        return arn.to_string();
    };
    let field = |own: &str, of: &str, open: &str| match of {
        "*" if own.is_empty() => open.to_owned(),
        "*" => own.to_owned(),
        fixed => fixed.to_owned(),
    };
    Arn {
        region: &field(arn.region, shape.region, "REGION"),
        account: &field(arn.account, shape.account, "ACCOUNT"),
        ..arn.clone()
    }
    .to_string()
}
