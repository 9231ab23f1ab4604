//! The form of ARNs: what each of the six fields of an ARN has to be.

use super::{ACCOUNT_ID, all};
use crate::arn::Arn;
use crate::catalogue::partitions::PARTITIONS;
use crate::catalogue::{region, services};
use crate::similar;

/// The ARNs of one type of resource.
///
/// Source of the fields: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
pub(super) struct ArnForm {
    /// The services whose ARNs they are; several if a service has changed its name.
    services: &'static [&'static str],
    /// Whose resource it is.
    owner: Owner,
    /// What the sixth field begins with: `topic/`; or one of several.
    types: &'static [&'static str],
    /// Returns whether the rest of the sixth field is a name.
    is_name: fn(&str) -> bool,
}

/// The fourth and the fifth field of an ARN.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// A region, and an account of twelve digits.
    Account,
    /// A region, and an account of twelve digits, or none for what AWS offers to all.
    AccountOrAws,
    /// No region, and an account of twelve digits.
    GlobalAccount,
    /// No region, and an account of twelve digits, or `aws`.
    GlobalAccountOrAws,
}

/// Source: botocore sqs/2012-11-05, `CreateQueue`.
pub(super) static QUEUE: ArnForm = ArnForm {
    services: &["sqs"],
    owner: Owner::Account,
    types: &[""],
    is_name: |name| {
        let plain = name.strip_suffix(".fifo").unwrap_or(name);
        !plain.is_empty() && name.len() <= 80 && all(plain, "-_")
    },
};

/// Source: botocore sns/2010-03-31, `CreateTopic`.
pub(super) static TOPIC: ArnForm = ArnForm {
    services: &["sns"],
    owner: Owner::Account,
    types: &[""],
    is_name: |name| {
        let plain = name.strip_suffix(".fifo").unwrap_or(name);
        !plain.is_empty() && name.len() <= 256 && all(plain, "-_")
    },
};

/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awschatbot.html>
pub(super) static CHAT_CONFIGURATION: ArnForm = ArnForm {
    services: &["chatbot"],
    owner: Owner::GlobalAccount,
    types: &[
        "chat-configuration/slack-channel/",
        "chat-configuration/microsoft-teams-channel/",
    ],
    is_name: |name| !name.is_empty() && name.len() <= 128 && all(name, "-_"),
};

/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html>
pub(super) static KEY: ArnForm = ArnForm {
    services: &["kms"],
    owner: Owner::Account,
    types: &["key/"],
    is_name: |id| !id.is_empty() && all(id, "-"),
};

/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeconnections.html>
pub(super) static CONNECTION: ArnForm = ArnForm {
    services: &["codeconnections", "codestar-connections"],
    owner: Owner::Account,
    types: &["connection/"],
    is_name: |id| !id.is_empty() && all(id, "-"),
};

/// A version or an alias may follow the name.
///
/// Source: <https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html>
pub(super) static STATE_MACHINE: ArnForm = ArnForm {
    services: &["states"],
    owner: Owner::Account,
    types: &["stateMachine:"],
    is_name: |name| {
        let names: Vec<&str> = name.split(':').collect();
        let taken = |name: &&str| {
            let wrong = |c: char| {
                c.is_control() || c.is_whitespace() || "<>{}[]?*\"#%\\^|~`$&,;/".contains(c)
            };
            !name.is_empty() && name.chars().count() <= 80 && !name.contains(wrong)
        };
        names.len() <= 2 && names.iter().all(taken)
    },
};

/// A pool of AWS's own has no account.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-DeviceFarm.html>
pub(super) static DEVICE_POOL: ArnForm = ArnForm {
    services: &["devicefarm"],
    owner: Owner::AccountOrAws,
    types: &["devicepool:"],
    is_name: |id| !id.is_empty() && all(id, "-/"),
};

/// Source: botocore iam/2010-05-08 shapes pathType and roleNameType.
pub(super) static ROLE: ArnForm = ArnForm {
    services: &["iam"],
    owner: Owner::GlobalAccount,
    types: &["role/"],
    is_name: |name| iam_name(name, 64),
};

/// Source: botocore iam/2010-05-08 shapes pathType, roleNameType and userNameType.
pub(super) static PRINCIPAL: ArnForm = ArnForm {
    services: &["iam"],
    owner: Owner::GlobalAccount,
    types: &["role/", "user/"],
    is_name: |name| iam_name(name, 64),
};

/// Source: botocore iam/2010-05-08 shapes policyPathType and policyNameType.
pub(super) static POLICY: ArnForm = ArnForm {
    services: &["iam"],
    owner: Owner::GlobalAccountOrAws,
    types: &["policy/"],
    is_name: |name| iam_name(name, 128),
};

/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html>
pub(super) static FLEET: ArnForm = ArnForm {
    services: &["codebuild"],
    owner: Owner::Account,
    types: &["fleet/"],
    is_name: |name| !name.is_empty() && all(name, "-_:"),
};

/// Returns whether a string is a path and a name of IAM, the name of at most so many characters.
fn iam_name(name: &str, most: usize) -> bool {
    let (path, name) = name.rsplit_once('/').unwrap_or(("", name));
    let of_path = |c: char| ('\u{21}'..='\u{7e}').contains(&c) && !"*?$".contains(c);
    !name.is_empty()
        && name.len() <= most
        && all(name, "+=,.@-_")
        && path.chars().all(of_path)
        && !path.starts_with('/')
}

impl ArnForm {
    /// Returns whether a string is such an ARN.
    pub(super) fn fits(&self, string: &str) -> bool {
        self.wrong_field(string).is_none() && Arn::parse(string).is_some()
    }

    /// The first field that is wrong, and what it has to be; nothing for what is no ARN at all.
    pub(super) fn wrong_field(&self, string: &str) -> Option<String> {
        if string.contains(char::is_whitespace) && Arn::parse(string.trim()).is_some() {
            return Some("it holds a blank".to_owned());
        }
        if let Some(whole) = with_partition(string) {
            return Some(format!("the partition is missing: `{whole}`"));
        }
        let arn = Arn::parse(string)?;
        wrong_partition(arn.partition)
            .or_else(|| self.wrong_service(arn.service))
            .or_else(|| self.wrong_region(&arn))
            .or_else(|| self.wrong_account(arn.account))
            .or_else(|| self.wrong_resource(&arn.resource))
    }

    fn wrong_service(&self, service: &str) -> Option<String> {
        (!self.services.contains(&service)).then(|| match self.services {
            [service, ..] => format!("its third field is the service, `{service}`"),
            [] => String::new(),
        })
    }

    fn wrong_region(&self, arn: &Arn<'_>) -> Option<String> {
        let region = arn.region;
        if matches!(self.owner, Owner::GlobalAccount | Owner::GlobalAccountOrAws) {
            let what = match self.services {
                ["chatbot", ..] => "a channel's configuration",
                _ => "IAM",
            };
            return (!region.is_empty())
                .then(|| format!("{what} is in no region, and its fourth field is empty"));
        }
        if region.is_empty() {
            return Some("its fourth field is the region, which is lacking".to_owned());
        }
        if !region::is_well_formed(region) {
            return Some(format!(
                "its fourth field is the region, and `{region}` is none"
            ));
        }
        if let Some(meant) = region::one_slip_away(region) {
            return Some(format!(
                "there is no region `{region}`; a similar one is `{meant}`"
            ));
        }
        match region::partition(region) {
            Some(of) if of.name == arn.partition => None,
            Some(of) => Some(format!(
                "region `{region}` is in partition `{}`, and not in `{}`",
                of.name, arn.partition
            )),
            None => Some(format!("`{region}` is in no known partition of AWS")),
        }
    }

    fn wrong_account(&self, account: &str) -> Option<String> {
        let aws = match self.owner {
            Owner::AccountOrAws => account.is_empty(),
            Owner::GlobalAccountOrAws => account == "aws",
            Owner::Account | Owner::GlobalAccount => false,
        };
        if aws || ACCOUNT_ID.complaint(account).is_none() {
            return None;
        }
        Some(match account {
            "" => "its fifth field is the account, which is lacking".to_owned(),
            _ => format!("its fifth field is the account, twelve digits, and not `{account}`"),
        })
    }

    fn wrong_resource(&self, resource: &str) -> Option<String> {
        let mut types = self.types.iter();
        let Some(name) = types.find_map(|of| resource.strip_prefix(of)) else {
            let types = self.types.join("` or `");
            return Some(format!("its last field begins with `{types}`"));
        };
        if (self.is_name)(name) {
            return None;
        }
        Some(match name {
            "" => "it ends without a name".to_owned(),
            _ if name.contains(['*', '?']) => {
                format!("it names one resource, and `{name}` is a pattern")
            }
            _ => format!("`{name}` cannot be the name in it"),
        })
    }
}

fn wrong_partition(name: &str) -> Option<String> {
    if region::partition_named(name).is_some() {
        return None;
    }
    let names = PARTITIONS.iter().map(|partition| partition.name);
    let close = similar::closest(name, names).unwrap_or("aws");
    Some(match name {
        "" => "its second field is the partition, `aws`".to_owned(),
        _ => format!("`{name}` is no partition of AWS; a similar one is `{close}`"),
    })
}

/// The ARN that is meant by one without its partition: a service stands in the second field.
///
/// ```
/// use pipewright_model::catalogue::pattern::with_partition;
/// assert_eq!(with_partition("arn:s3:::b/*").as_deref(), Some("arn:aws:s3:::b/*"));
/// assert_eq!(with_partition("arn:aws:s3:::b/*"), None);
/// ```
#[must_use]
pub fn with_partition(string: &str) -> Option<String> {
    let rest = string.strip_prefix("arn:")?;
    let (first, _) = rest.split_once(':')?;
    services::service(first)?;
    let whole = format!("arn:aws:{rest}");
    Arn::parse(&whole).is_some().then_some(whole)
}

/// The ARN that a string is, if it is one of a service.
#[must_use]
pub fn arn<'a>(string: &'a str, service: &str) -> Option<Arn<'a>> {
    let arn = Arn::parse(string)?;
    let is_known = region::partition_named(arn.partition).is_some();
    (is_known && arn.service == service && !arn.resource.is_empty()).then_some(arn)
}

/// The region and the account of an ARN.
#[must_use]
pub fn arn_environment(string: &str) -> Option<(&str, &str)> {
    let arn = Arn::parse(string)?;
    Some((arn.region, arn.account))
}

/// The beginning of the ARNs of a state machine's executions. They are of the machine's
/// account and region.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html>
pub fn executions(machine: &str) -> Option<String> {
    let (before, name) = machine.split_once(":stateMachine:")?;
    // A version or an alias can follow the name.
    let name = name.split(':').next().unwrap_or(name);
    Some(format!("{before}:execution:{name}"))
}

/// The account of a role's ARN.
#[must_use]
pub fn role_account(string: &str) -> Option<&str> {
    ROLE.fits(string)
        .then(|| Arn::parse(string))?
        .map(|arn| arn.account)
}

/// What is wrong with the ARN of a role.
#[must_use]
pub fn wrong_role(string: &str) -> Option<String> {
    ROLE.wrong_field(string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_arn_names_its_account() {
        assert_eq!(
            role_account("arn:aws:iam::444444444444:role/a/b"),
            Some("444444444444")
        );
        for bad in [
            "arn:aws:iam::44444444444:role/a",
            "arn:aws:iam::444444444444:role/",
            "arn:aws:iam::444444444444:user/a",
            "arn:aws:iam:us-east-1:444444444444:role/a",
            "role/a",
        ] {
            assert_eq!(role_account(bad), None, "{bad}");
        }
    }

    /// Each form with an ARN that AWS would give.
    const FORMS: [(&ArnForm, &str); 10] = [
        (&QUEUE, "arn:aws:sqs:us-east-1:111111111111:failed.fifo"),
        (&TOPIC, "arn:aws:sns:us-east-1:111111111111:reviews.fifo"),
        (&KEY, "arn:aws-cn:kms:cn-north-1:111111111111:key/mrk-0123"),
        (
            &CONNECTION,
            "arn:aws:codestar-connections:eu-west-1:111111111111:connection/0123-4567",
        ),
        (
            &STATE_MACHINE,
            "arn:aws:states:us-east-1:111111111111:stateMachine:verify:live",
        ),
        (
            &DEVICE_POOL,
            "arn:aws:devicefarm:us-west-2::devicepool:0123-4567",
        ),
        (&ROLE, "arn:aws-eusc:iam::111111111111:role/a/b"),
        (&PRINCIPAL, "arn:aws-iso-b:iam::111111111111:user/a"),
        (&POLICY, "arn:aws-us-gov:iam::aws:policy/service-role/A"),
        (
            &FLEET,
            "arn:aws:codebuild:us-east-1:111111111111:fleet/mac:0123-4567",
        ),
    ];

    #[test]
    fn each_field_of_each_form_is_checked() {
        for (form, right) in FORMS {
            assert_eq!(form.wrong_field(right), None, "{right}");
            assert!(form.fits(right), "{right}");
            let fields: Vec<&str> = right.splitn(6, ':').collect();
            let wrong: [(usize, &[&str]); 5] = [
                (1, &["", "AWS", "aws-xx", "*", "asw"]),
                (2, &["", "ec2", "*"]),
                (
                    3,
                    &[
                        "*",
                        "eu-wset-1",
                        "xx-east-1",
                        "us-gov-east-1 ",
                        "eu west 1",
                        "1",
                    ],
                ),
                (4, &["111", "1111-1111-1111", "*", "aws ", "1111111111111"]),
                (5, &["", "*", "?", " ", "x y"]),
            ];
            for (index, values) in wrong {
                for value in values {
                    let mut fields = fields.clone();
                    fields[index] = value;
                    let string = fields.join(":");
                    assert!(!form.fits(&string), "{string}");
                    assert!(form.wrong_field(&string).is_some(), "{string}");
                }
            }
            for end in ["*", "?", " ", "\n", "#", "$"] {
                assert!(!form.fits(&format!("{right}{end}")), "{right}{end}");
                assert!(!form.fits(&format!("{end}{right}")), "{end}{right}");
            }
            assert!(!form.fits(&fields[..5].join(":")));
        }
    }
}
