//! Amazon Resource Names: their fields, parsed in one place and written in one place.

use std::borrow::Cow;
use std::fmt;

/// An ARN, or a pattern of ARNs: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
///
/// ```
/// use pipewright_model::arn::Arn;
/// let arn = Arn::parse("arn:aws:kms:eu-west-1:111111111111:key/0").expect("an ARN");
/// assert_eq!((arn.service, arn.account), ("kms", "111111111111"));
/// let other = Arn { account: "222222222222", ..arn };
/// assert_eq!(other.to_string(), "arn:aws:kms:eu-west-1:222222222222:key/0");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: &'a str,
    /// The service's namespace, as in the names of its API calls: `s3`.
    pub service: &'a str,
    /// Empty for a global service, and for S3.
    pub region: &'a str,
    /// Twelve digits; `aws` for what AWS owns; empty for S3.
    pub account: &'a str,
    /// Everything behind the fifth colon. It may hold colons of its own.
    pub resource: Cow<'a, str>,
}

/// The fields that all ARNs of one account and region share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArnEnvironment<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: &'a str,
    /// The region's name.
    pub region: &'a str,
    /// Twelve digits.
    pub account: &'a str,
}

impl<'a> Arn<'a> {
    /// The fields of an ARN. Nothing is asked of a field: each may be empty or a wildcard.
    #[must_use]
    pub fn parse(string: &'a str) -> Option<Arn<'a>> {
        let mut fields = string.splitn(6, ':');
        if fields.next()? != "arn" {
            return None;
        }
        Some(Arn {
            partition: fields.next()?,
            service: fields.next()?,
            region: fields.next()?,
            account: fields.next()?,
            resource: Cow::Borrowed(fields.next()?),
        })
    }

    /// The account of an ARN, or of a pattern of ARNs. Nothing else is asked of it: what stands
    /// behind the account may be left out.
    ///
    /// ```
    /// use pipewright_model::arn::Arn;
    /// assert_eq!(Arn::account_of("arn:aws:iam::111111111111:role/app"), Some("111111111111"));
    /// assert_eq!(Arn::account_of("111111111111"), None);
    /// ```
    #[must_use]
    pub fn account_of(string: &'a str) -> Option<&'a str> {
        string.split(':').nth(4)
    }

    /// The ARN of an IAM resource: `role/path/name`. IAM is global.
    #[must_use]
    pub fn iam(partition: &'a str, account: &'a str, resource: impl Into<Cow<'a, str>>) -> Arn<'a> {
        Arn {
            partition,
            service: "iam",
            region: "",
            account,
            resource: resource.into(),
        }
    }

    /// A role. The path begins and ends with `/`.
    #[must_use]
    pub fn role(partition: &'a str, account: &'a str, path: &str, name: &str) -> Arn<'a> {
        Arn::iam(partition, account, format!("role{path}{name}"))
    }

    /// An account as a principal.
    #[must_use]
    pub fn root(partition: &'a str, account: &'a str) -> Arn<'a> {
        Arn::iam(partition, account, "root")
    }

    /// A managed policy of AWS's own.
    #[must_use]
    pub fn aws_managed_policy(partition: &'a str, name: &str) -> Arn<'a> {
        Arn::iam(partition, "aws", format!("policy/{name}"))
    }

    /// A managed policy of an account, by its name and the path before that.
    #[must_use]
    pub fn policy(partition: &'a str, account: &'a str, name: &str) -> Arn<'a> {
        Arn::iam(partition, account, format!("policy/{name}"))
    }

    /// The session of an assumed role. It has the role's name without its path.
    #[must_use]
    pub fn assumed_role(
        partition: &'a str,
        account: &'a str,
        role: &str,
        session: &str,
    ) -> Arn<'a> {
        Arn {
            service: "sts",
            ..Arn::iam(partition, account, format!("assumed-role/{role}/{session}"))
        }
    }

    /// A bucket. Its ARN names neither region nor account.
    #[must_use]
    pub fn bucket(partition: &'a str, name: impl Into<Cow<'a, str>>) -> Arn<'a> {
        Arn {
            partition,
            service: "s3",
            region: "",
            account: "",
            resource: name.into(),
        }
    }
}

impl<'a> ArnEnvironment<'a> {
    /// The ARN of a service's resource.
    #[must_use]
    pub fn arn(self, service: &'a str, resource: impl Into<Cow<'a, str>>) -> Arn<'a> {
        Arn {
            partition: self.partition,
            service,
            region: self.region,
            account: self.account,
            resource: resource.into(),
        }
    }

    /// A pipeline.
    #[must_use]
    pub fn pipeline(self, name: &'a str) -> Arn<'a> {
        self.arn("codepipeline", name)
    }

    /// A build project.
    #[must_use]
    pub fn project(self, name: &str) -> Arn<'a> {
        self.arn("codebuild", format!("project/{name}"))
    }

    /// An EventBridge rule on the default bus.
    #[must_use]
    pub fn event_rule(self, name: &str) -> Arn<'a> {
        self.arn("events", format!("rule/{name}"))
    }

    /// An event bus.
    #[must_use]
    pub fn event_bus(self, name: &str) -> Arn<'a> {
        self.arn("events", format!("event-bus/{name}"))
    }

    /// An SNS topic.
    #[must_use]
    pub fn topic(self, name: &'a str) -> Arn<'a> {
        self.arn("sns", name)
    }

    /// A group of EventBridge Scheduler's schedules.
    #[must_use]
    pub fn schedule_group(self, name: &str) -> Arn<'a> {
        self.arn("scheduler", format!("schedule-group/{name}"))
    }

    /// A KMS key.
    #[must_use]
    pub fn key(self, id: &str) -> Arn<'a> {
        self.arn("kms", format!("key/{id}"))
    }

    /// A report group that a buildspec of a project names.
    #[must_use]
    pub fn report_group(self, project: &str, name: &str) -> Arn<'a> {
        self.arn("codebuild", format!("report-group/{project}-{name}"))
    }

    /// A log group.
    #[must_use]
    pub fn log_group(self, name: &str) -> Arn<'a> {
        self.arn("logs", format!("log-group:{name}"))
    }

    /// A private ECR repository.
    #[must_use]
    pub fn repository(self, name: &str) -> Arn<'a> {
        self.arn("ecr", format!("repository/{name}"))
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Arn {
            partition,
            service,
            region,
            account,
            resource,
        } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

impl From<Arn<'_>> for String {
    fn from(arn: Arn<'_>) -> String {
        arn.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_written_as_it_was_read() {
        for string in [
            "arn:aws:s3:::bucket/*",
            "arn:aws-cn:iam::111111111111:role/path/name",
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-a1B2c3:key::",
            "arn:*:*:*:*:*",
        ] {
            let arn = Arn::parse(string).expect(string);
            assert_eq!(arn.to_string(), string);
        }
    }

    #[test]
    fn what_lacks_a_field_is_no_arn() {
        for string in [
            "",
            "*",
            "bucket",
            "arn:aws:s3::bucket",
            "urn:aws:s3:::bucket",
        ] {
            assert_eq!(Arn::parse(string), None, "{string}");
        }
    }

    #[test]
    fn what_we_make_has_the_arn_that_aws_gives_it() {
        let home = ArnEnvironment {
            partition: "aws",
            region: "eu-west-1",
            account: "111111111111",
        };
        let pairs = [
            (Arn::bucket("aws", "artifacts"), "arn:aws:s3:::artifacts"),
            (
                Arn::role("aws", "111111111111", "/a/", "b"),
                "arn:aws:iam::111111111111:role/a/b",
            ),
            (
                Arn::root("aws", "111111111111"),
                "arn:aws:iam::111111111111:root",
            ),
            (
                Arn::aws_managed_policy("aws", "ReadOnlyAccess"),
                "arn:aws:iam::aws:policy/ReadOnlyAccess",
            ),
            (
                Arn::policy("aws", "111111111111", "team/bounds"),
                "arn:aws:iam::111111111111:policy/team/bounds",
            ),
            (
                Arn::assumed_role("aws", "111111111111", "b", "session"),
                "arn:aws:sts::111111111111:assumed-role/b/session",
            ),
            (
                home.pipeline("app"),
                "arn:aws:codepipeline:eu-west-1:111111111111:app",
            ),
            (
                home.project("app"),
                "arn:aws:codebuild:eu-west-1:111111111111:project/app",
            ),
            (
                home.event_bus("default"),
                "arn:aws:events:eu-west-1:111111111111:event-bus/default",
            ),
            (
                home.event_rule("app"),
                "arn:aws:events:eu-west-1:111111111111:rule/app",
            ),
            (home.key("*"), "arn:aws:kms:eu-west-1:111111111111:key/*"),
            (
                home.log_group("/aws/codebuild/app"),
                "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/codebuild/app",
            ),
            (
                home.repository("app"),
                "arn:aws:ecr:eu-west-1:111111111111:repository/app",
            ),
        ];
        for (arn, string) in pairs {
            assert_eq!(arn.to_string(), string);
            assert_eq!(Arn::parse(string), Some(arn));
        }
    }
}
