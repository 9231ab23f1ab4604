//! ARNs of another partition than the pipeline.

use crate::catalogue::region;
use crate::code::code;
use crate::model::TextExpr;
use crate::place::Place;
use crate::rules::context::Check;

code! {
    ARN_OF_ANOTHER_PARTITION = "P125" Error "an ARN is of another partition",
    why: "The partitions of AWS (`aws`, `aws-cn`, `aws-us-gov`) do not know each other: IAM and KMS refuse a policy that names an ARN of another one, and nothing of it can be attached, passed or encrypted with. The stack fails when it is deployed.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\nrole deploy {\n    managed_policies: [\"arn:aws-cn:iam::aws:policy/ReadOnlyAccess\"],\n}",
    fix: "Write the ARN with the partition of home's region: `arn:aws:iam::aws:policy/ReadOnlyAccess`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
}

/// Returns whether an ARN is of the pipeline's partition; one that is not is reported.
pub(crate) fn in_partition<P: Place>(cx: &mut Check<'_, P>, arn: &str, at: P) -> bool {
    let home = cx.index.home_region().and_then(TextExpr::known);
    let Some(home) = home.filter(|home| region::is_well_formed(home)) else {
        return true;
    };
    let own = region::partition(home);
    let rest = arn.strip_prefix("arn:").unwrap_or_default();
    let Some((of, rest)) = rest.split_once(':') else {
        return true;
    };
    // A pattern, or a variable, may well mean this one.
    let said = !of.is_empty() && of.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if of == own || !said {
        return true;
    }
    cx.report(
        &ARN_OF_ANOTHER_PARTITION,
        at,
        format!("`{arn}` is of partition `{of}`, and the pipeline lives in `{own}`"),
    )
    .help(format!("here it would be `arn:{own}:{rest}`"));
    false
}
