//! Calls that cannot be asked of any resource of their statement.

use crate::arn::Arn;
use crate::catalogue::services::{self, Shape, overlap};
use crate::code::code;
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::statements::calls::Calls;
use crate::rules::statements::resources::Resource;

code! {
    OBJECTS_OF_A_BUCKET = "P418" Error "a call on objects, on the ARN of the bucket alone",
    why: "A bucket and its objects are two resources. `s3:GetObject` is asked of an object, `arn:aws:s3:::site-files/index.html`, and `s3:ListBucket` of the bucket. A statement that allows the first on `arn:aws:s3:::site-files` allows nothing: unless something else allows it, every read is denied at the run.",
    example: "role deploy { statements: [{ actions: [\"s3:GetObject\"], resources: [\"arn:aws:s3:::site-files\"] }] }",
    fix: "Name the objects: `arn:aws:s3:::site-files/*`. Calls on the bucket need the bucket's ARN beside it.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html",
}

code! {
    WITHOUT_EFFECT = "P417" Warning "a call that none of the statement's resources can be asked for",
    why: "Each call is asked of certain kinds of resources: `lambda:InvokeFunction` of a function, `sqs:SendMessage` of a queue. Some are asked of no resource, and need `*`: `ecr:GetAuthorizationToken`. A statement whose resources are all of another kind has no effect on such a call: unless something else allows it, it is denied at the run.",
    example: "role build { statements: [{ actions: [\"ecr:GetAuthorizationToken\"], resources: [\"arn:aws:ecr:us-east-1:111111111111:repository/app\"] }] }",
    fix: "Move the call to a statement of its own. Name a resource there that the call works on, or `*` if it works on none.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
}

/// Reports the calls that have no effect on any of the resources, once for a statement.
pub(crate) fn check<P: Place>(
    cx: &mut Check<'_, P>,
    quiet: bool,
    calls: &[Calls<'_, P>],
    resources: &[Resource<'_>],
) {
    let mut arns = Vec::new();
    for resource in resources {
        match resource {
            // Of all resources of a service, calls can be asked that are asked of none.
            Resource::Any => return,
            Resource::Arn(arn) if arn.resource == "*" || arn.service.contains('*') => return,
            Resource::Arn(arn) => arns.push(arn),
        }
    }
    if arns.is_empty() {
        return;
    }
    let lost: Vec<(&Calls<'_, P>, Vec<Shape>)> = calls
        .iter()
        .filter_map(|calls| Some((calls, without_effect(calls, &arns)?)))
        .collect();
    let Some(((first, shapes), more)) = lost.split_first() else {
        return;
    };
    let word = first.word;
    let others = match more.len() {
        0 => String::new(),
        1 => " and one more call".to_owned(),
        n => format!(" and {n} more calls"),
    };
    let held = objects(&arns, shapes);
    let of_a_bucket = held.is_some() && first.service.prefix == "s3";
    if quiet && !of_a_bucket {
        return;
    }
    if let Some(arn) = held {
        let code = if of_a_bucket {
            &OBJECTS_OF_A_BUCKET
        } else {
            &WITHOUT_EFFECT
        };
        let message = format!("`{word}`{others} cannot be asked of `{arn}`, but of what is in it");
        cx.report(code, first.at, message)
            .help(format!("add `{arn}/*` to the resources"));
        return;
    }
    let message = format!("`{word}`{others} cannot be asked of any of these resources");
    let help = match shapes.first() {
        None => "it is asked of no resource: put it into a statement with `resources: [\"*\"]`"
            .to_owned(),
        Some(shape) => match bucket(&arns, shapes) {
            Some(bucket) => format!("it is asked of the bucket: add `{bucket}` to the resources"),
            None => format!("it is asked of `{}`", form(shape)),
        },
    };
    cx.report(&WITHOUT_EFFECT, first.at, message).help(help);
}

/// The resources that calls are asked of, if the ARNs are none of them.
fn without_effect<P>(calls: &Calls<'_, P>, arns: &[&Arn<'_>]) -> Option<Vec<Shape>> {
    let mut of = Vec::new();
    for call in &calls.calls {
        for shape in call.shapes(calls.service)? {
            if !of.contains(&shape) {
                of.push(shape);
            }
        }
    }
    // Whether a call can be asked of what the reference leaves out, it does not say.
    let prefix = calls.service.prefix;
    let left_out = |arn: &Arn<'_>| {
        services::besides(arn.service).any(|shape| shape.has(arn))
            || arn.service != prefix && services::is_or_was(arn.service, prefix)
    };
    let effective = |arn: &&Arn<'_>| left_out(arn) || of.iter().any(|shape| shape.has(arn));
    (!arns.iter().any(effective)).then_some(of)
}

/// The ARN of what holds the resources that a call is asked of: a bucket in place of objects.
fn objects<'a>(arns: &[&'a Arn<'a>], shapes: &[Shape]) -> Option<&'a Arn<'a>> {
    arns.iter().copied().find(|arn| {
        let inside = format!("{}/*", arn.resource);
        let within = |shape: &Shape| {
            shape.word().is_empty()
                && overlap(arn.service, shape.service)
                && shape.has_resource(&inside)
        };
        shapes.iter().any(within)
    })
}

/// The ARN of the bucket that objects are in, where a call is asked of that.
fn bucket(arns: &[&Arn<'_>], shapes: &[Shape]) -> Option<String> {
    arns.iter().find_map(|arn| {
        let (name, _) = arn.resource.split_once('/')?;
        let bucket = Arn {
            resource: name.into(),
            ..(*arn).clone()
        };
        let asked = arn.service == "s3" && shapes.iter().any(|shape| shape.has(&bucket));
        asked.then(|| bucket.to_string())
    })
}

/// A shape as an ARN.
fn form(shape: &Shape) -> String {
    let Shape {
        service,
        region,
        account,
        resource,
    } = shape;
    format!("arn:*:{service}:{region}:{account}:{resource}")
}
