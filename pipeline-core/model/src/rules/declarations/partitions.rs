//! ARNs of another partition than the pipeline.

use crate::arn::Arn;
use crate::catalogue::pattern::{self, Pattern};
use crate::catalogue::region;
use crate::code::code;
use crate::finding::Findings;
use crate::model::{Model, TextExpr};
use crate::place::Place;
use crate::rules::context::Check;

code! {
    ARN_OF_ANOTHER_PARTITION = "P125" Error "an ARN is of another partition",
    why: "The partitions of AWS (`aws`, `aws-cn`, `aws-us-gov`, `aws-eusc` and four closed ones) do not know each other: IAM and KMS refuse a policy that names an ARN of another one, and nothing of it can be attached, passed or encrypted with. The stack fails when it is deployed.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\nrole deploy {\n    managed_policies: [\"arn:aws-cn:iam::aws:policy/ReadOnlyAccess\"],\n}",
    fix: "Write the ARN with the partition of home's region: `arn:aws:iam::aws:policy/ReadOnlyAccess`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
}

/// Returns whether an ARN is of the pipeline's partition; one that is not is reported.
pub(crate) fn check_partition<P: Place>(cx: &mut Check<'_, P>, arn: &str, at: P) -> bool {
    let Some((of, own)) = partitions(cx, arn) else {
        return true;
    };
    let rest = arn.splitn(3, ':').nth(2).unwrap_or_default();
    // Another partition has other regions.
    let of_region = Arn::parse(arn).and_then(|arn| region::partition(arn.region));
    let help = match of_region.filter(|of_region| of_region.name != own) {
        Some(_) => format!("name one that is in partition `{own}`"),
        None => format!("here it would be `arn:{own}:{rest}`"),
    };
    cx.report(
        &ARN_OF_ANOTHER_PARTITION,
        at,
        format!("`{arn}` is of partition `{of}`, and the pipeline lives in `{own}`"),
    )
    .help(help);
    false
}

/// Returns whether an ARN is of another partition than the pipeline, which is reported where its
/// form is checked.
pub(crate) fn is_elsewhere<P: Place>(cx: &Check<'_, P>, arn: &str) -> bool {
    partitions(cx, arn).is_some()
}

/// A message about an ARN, whose example is of the pipeline's own partition.
pub(crate) fn localized<P: Place>(cx: &Check<'_, P>, pattern: &Pattern, message: String) -> String {
    let home = cx.index.home_region().and_then(TextExpr::known);
    match home.and_then(region::partition) {
        Some(own) if pattern.is_of_arns() => {
            message.replace("`arn:aws:", &format!("`arn:{}:", own.name))
        }
        Some(own) => message.replace(
            ".REGION.amazonaws.com`",
            &format!(".REGION.{}`", own.url_suffix),
        ),
        None => message,
    }
}

/// The partition of an ARN, and that of the pipeline, where they differ.
fn partitions<'a, P: Place>(cx: &Check<'_, P>, arn: &'a str) -> Option<(&'a str, &'static str)> {
    let home = cx.index.home_region().and_then(TextExpr::known)?;
    let own = region::partition(home)?.name;
    let of = arn.strip_prefix("arn:")?.split_once(':')?.0;
    // Its partition is missing, which is reported where its form is checked.
    if pattern::with_partition(arn).is_some() {
        return None;
    }
    // A pattern, or a variable, may well mean this one.
    let said = !of.is_empty() && of.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (said && of != own).then_some((of, own))
}

/// Puts the pipeline's own partition into the ARNs that findings advise to write.
pub(crate) fn localize_advice<P: Place>(model: &Model<P>, findings: &mut Findings<P>) {
    let home = model.home_region().and_then(TextExpr::known);
    let Some(own) = home.and_then(region::partition) else {
        return;
    };
    if own.name != "aws" {
        findings.change_advice(|help| help.replace("arn:aws:", &format!("arn:{}:", own.name)));
    }
}
