//! The name at the end of an ARN.

use super::Pattern;
use crate::arn::Arn;

/// The name that an ARN has for its resource, if a pattern takes it: `shop` of
/// `arn:aws:ecs:us-east-1:111111111111:cluster/shop`.
#[must_use]
pub fn name_in(arn: &str, pattern: &Pattern) -> Option<String> {
    let arn = Arn::parse(arn)?;
    let resource = &*arn.resource;
    let parts: Vec<&str> = resource.split([':', '/']).collect();
    let behind_its_type = resource.split_once([':', '/']).map(|(_, rest)| rest);
    let candidates = match (arn.service, parts.as_slice()) {
        // An object's key is behind its bucket.
        ("s3", [bucket, ..]) => [Some(*bucket), behind_its_type],
        // An id that AWS gave follows the name.
        (
            _,
            [
                "stack" | "stackset" | "targetgroup" | "function" | "changeSet",
                name,
                ..,
            ],
        ) => [Some(*name), None],
        (_, [name]) => [Some(*name), None],
        _ => [behind_its_type, parts.last().copied()],
    };
    let fits = |name: &&str| pattern.complaint(name).is_none();
    candidates
        .into_iter()
        .flatten()
        .find(fits)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::name_in;

    #[test]
    fn the_name_in_an_arn_is_found() {
        let of = |service: &str, resource: &str, pattern: &Pattern| {
            let arn = format!("arn:aws:{service}:us-east-1:111111111111:{resource}");
            name_in(&arn, pattern).unwrap_or_default()
        };
        assert_eq!(of("ecs", "cluster/shop", &ECS_CLUSTER), "shop");
        assert_eq!(of("ecs", "service/shop/web", &ECS_SERVICE), "web");
        assert_eq!(
            of(
                "codedeploy",
                "deploymentgroup:shop/fleet",
                &DEPLOYMENT_GROUP
            ),
            "fleet"
        );
        assert_eq!(
            of("cloudformation", "stack/shop/6f1c-a1", &STACK_NAME),
            "shop"
        );
        assert_eq!(
            of("ecr", "repository/team/app", &ECR_REPOSITORY),
            "team/app"
        );
        assert_eq!(of("codepipeline", "shop", &PIPELINE_NAME), "shop");
        assert_eq!(
            of("ec2", "subnet/subnet-0a1b2c3d", &SUBNET_ID),
            "subnet-0a1b2c3d"
        );
        assert_eq!(of("s3", "files/app.zip", &BUCKET_NAME), "files");
        assert_eq!(of("cloudwatch", "alarm:errors", &ALARM_NAME), "errors");
        assert_eq!(of("ec2", "vpc/vpc-0a1b2c3d", &SUBNET_ID), "");
    }
}
