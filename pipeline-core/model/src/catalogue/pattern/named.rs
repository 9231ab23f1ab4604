//! The name at the end of an ARN.

use super::{FUNCTION_ALIAS, FUNCTION_VERSION, IMAGE, Pattern};
use crate::arn::Arn;
use crate::catalogue::region;

/// The name that an ARN has for its resource, if a pattern takes it: `shop` of
/// `arn:aws:ecs:us-east-1:111111111111:cluster/shop`.
#[must_use]
pub fn name_in(arn: &str, pattern: &Pattern) -> Option<String> {
    let arn = Arn::parse(arn)?;
    let mut candidates = candidates(&arn, pattern).into_iter();
    candidates.find(|name| pattern.complaint(name).is_none())
}

/// What may be the name that a pattern asks for, the likeliest first.
fn candidates(arn: &Arn, pattern: &Pattern) -> Vec<String> {
    let resource = &*arn.resource;
    let parts: Vec<&str> = resource.split([':', '/']).collect();
    let owned = |name: &str| name.to_owned();
    let behind_its_type = resource.split_once([':', '/']).map(|(_, rest)| rest);
    match (arn.service, parts.as_slice()) {
        // An object's key is behind its bucket.
        ("s3", [_, _, ..]) if (pattern.fits)("a/b") => {
            behind_its_type.map(owned).into_iter().collect()
        }
        // These have no type before the name.
        ("s3" | "codepipeline" | "codecommit", [name, ..]) => vec![owned(name)],
        // An image is named by the address of its repository.
        ("ecr", ["repository", ..]) if *pattern == IMAGE => address(arn, behind_its_type),
        // The name of a parameter in a folder begins with `/`.
        ("ssm", ["parameter", _, _, ..]) => behind_its_type
            .map(|name| format!("/{name}"))
            .into_iter()
            .collect(),
        // The name of an alias begins with its type.
        ("kms", ["alias", ..]) => vec![owned(resource)],
        ("lambda", ["function", _, qualifier])
            if *pattern == FUNCTION_ALIAS || *pattern == FUNCTION_VERSION =>
        {
            vec![owned(qualifier)]
        }
        // An id that AWS gave follows the name, or a version.
        (
            _,
            [
                "stack" | "stackset" | "targetgroup" | "function" | "changeSet",
                name,
                ..,
            ],
        ) => behind_its_type
            .into_iter()
            .chain([*name])
            .map(owned)
            .collect(),
        (_, [name]) => vec![owned(name)],
        _ => behind_its_type
            .into_iter()
            .chain(parts.last().copied())
            .map(owned)
            .collect(),
    }
}

/// The address of an ECR repository.
fn address(arn: &Arn, repository: Option<&str>) -> Vec<String> {
    let partition = region::partition(arn.region);
    let found = partition.zip(repository).map(|(partition, name)| {
        let (account, region) = (arn.account, arn.region);
        format!("{account}.dkr.ecr.{region}.{}/{name}", partition.url_suffix)
    });
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::name_in;
    use crate::catalogue::{KINDS, RULES, Type};

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
        assert_eq!(of("s3", "files/app.zip", &SOURCE_KEY), "app.zip");
        assert_eq!(of("cloudwatch", "alarm:errors", &ALARM_NAME), "errors");
        assert_eq!(of("ec2", "vpc/vpc-0a1b2c3d", &SUBNET_ID), "");
    }

    /// A name that a pattern takes, and that says what it is.
    fn sample(pattern: &Pattern) -> Option<&'static str> {
        const NAMES: &[&str] = &[
            "shop",
            "abc1234",
            "vpc-0a1b2c3d",
            "subnet-0a1b2c3d",
            "sg-0a1b2c3d",
            "prod-abcdefghijklm",
            "01234567-89ab-cdef-0123-456789abcdef",
            "42",
        ];
        let mut names = NAMES.iter().copied();
        names.find(|name| pattern.complaint(name).is_none())
    }

    #[test]
    fn in_the_arn_of_what_a_key_names_its_name_is_found() {
        let kinds = KINDS.iter().chain(RULES);
        let keys = kinds.flat_map(|kind| kind.keys.iter().chain(kind.own_keys));
        let mut tried = 0;
        for key in keys {
            let (Type::String(pattern) | Type::Strings(pattern)) = &key.kind else {
                continue;
            };
            if pattern.takes_an_arn() || pattern.is_of_names_and_arns() {
                continue;
            }
            let placeholder = format!("{{{}}}", key.name);
            for existing in key.existing.iter().flatten() {
                let Some((before, behind)) = existing.arn.split_once(&placeholder) else {
                    continue;
                };
                let name = sample(pattern).unwrap_or_else(|| panic!("a {}", pattern.title));
                let before = before
                    .replace("{partition}", "aws")
                    .replace("{region}", "us-east-1")
                    .replace("{account}", "111111111111")
                    .replace(":*:", "::");
                let filled = before.replace(['{', '}'], "");
                let behind = behind.replace('*', "6f1c2a30-0000-0000-0000-000000000000");
                let behind = behind.replace(['{', '}'], "");
                let arn = format!("{filled}{name}{behind}");
                let found = name_in(&arn, pattern);
                assert_eq!(found.as_deref(), Some(name), "`{}`: {arn}", key.name);
                tried += 1;
            }
        }
        assert!(tried > 30, "{tried} keys");
    }

    #[test]
    fn the_forms_of_arns_are_known() {
        for (service, resource, pattern, name) in [
            ("lambda", "function:f:live", &FUNCTION_NAME, "f:live"),
            ("lambda", "function:f", &FUNCTION_NAME, "f"),
            ("lambda", "function:f:live", &PLAIN_FUNCTION_NAME, "f"),
            ("lambda", "function:f:live", &FUNCTION_ALIAS, "live"),
            ("codebuild", "project/pkg", &PROJECT_NAME, "pkg"),
            ("ecr", "repository/x/y", &ECR_REPOSITORY, "x/y"),
            ("codepipeline", "shop/Deploy/Update", &PIPELINE_NAME, "shop"),
            ("ssm", "parameter/shop/db", &SSM_NAME, "/shop/db"),
            ("ssm", "parameter/db", &SSM_NAME, "db"),
            ("kms", "alias/shop", &KEY_ALIAS, "alias/shop"),
            (
                "ecr",
                "repository/team/x",
                &IMAGE,
                "111111111111.dkr.ecr.us-east-1.amazonaws.com/team/x",
            ),
        ] {
            let arn = format!("arn:aws:{service}:us-east-1:111111111111:{resource}");
            assert_eq!(name_in(&arn, pattern).as_deref(), Some(name), "{arn}");
        }
        let chinese = "arn:aws-cn:ecr:cn-north-1:111111111111:repository/x";
        assert_eq!(
            name_in(chinese, &IMAGE).as_deref(),
            Some("111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn/x")
        );
    }
}
