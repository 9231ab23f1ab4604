//! Names and ARNs of IAM: roles, policies, what stands in a statement, and keys.

use super::{all, arn, is_no_arn};

patterns! {
    KEY_ARN = "The ARN of a KMS key." "the ARN of a key, `arn:aws:kms:REGION:ACCOUNT:key/ID`" 1..=400
        |text| arn::KEY.fits(text),
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
        hint |text| arn::KEY.wrong_field(text);
    ROLE_ARN = "The ARN of a role." "the ARN of a role, `arn:aws:iam::ACCOUNT:role/NAME`" 1..=1024
        |text| arn::ROLE.fits(text), "botocore codepipeline/2015-07-09 shape RoleArn",
        hint |text| arn::ROLE.wrong_field(text);
    POLICY_ARN = "The ARN of a managed policy." "the ARN of a policy, `arn:aws:iam::aws:policy/NAME`" 1..=2048
        |text| arn::POLICY.fits(text),
        "botocore iam/2010-05-08 shape arnType",
        meant |text| (!text.is_empty() && all(text, "-_")).then(|| format!("arn:aws:iam::aws:policy/{text}")),
        hint |text| arn::POLICY.wrong_field(text);
    PRINCIPAL_ARN = "The ARN of a role or a user." "the ARN of a role or a user, `arn:aws:iam::ACCOUNT:role/NAME`" 1..=1024
        |text| arn::PRINCIPAL.fits(text),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
        hint |text| arn::PRINCIPAL.wrong_field(text);
    IAM_PATH = "An IAM path." "a path that begins and ends with /, without * ? $ { and }" 1..=512
        |text| text.starts_with('/') && text.ends_with('/')
            // In the ARN of a role, these would make a pattern of it.
            && text.bytes().all(|b| (0x21..=0x7e).contains(&b) && !b"*?${}".contains(&b)),
        "botocore iam/2010-05-08 shape pathType", meant |text| Some(format!("/{}/", text.trim_matches('/')));
    IAM_ACTION = "An IAM action." "a service and a call, `s3:GetObject`" 1..=128
        |text| text == "*" || text.split_once(':').is_some_and(|(service, call)| {
            !service.is_empty() && !call.is_empty() && all(service, "-") && all(call, "*?-")
        }),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
        meant |text| {
            let plain = text.trim();
            if plain.contains(':') {
                return Some(plain.to_owned());
            }
            let (service, call) = plain.split_once(['.', '/', ' ', ';'])?;
            Some(format!("{service}:{call}"))
        };
    IAM_ROLE_NAME = "The name of a role." "letters, digits and _ + = , . @ -" 1..=64
        |text| all(text, "_+=,.@-"), "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html";
    // A dash, a hash of 8 characters and some of the pipeline's name follow it.
    ROLE_NAME_PREFIX = "What the names of roles begin with." "letters, digits and _ + = , . @ -" 1..=48
        |text| all(text, "_+=,.@-"), "botocore iam/2010-05-08 shape roleNameType";
    BOUNDARY = "A permissions boundary." "the ARN of a policy, `arn:aws:iam::ACCOUNT:policy/NAME`, or the policy's name" 1..=2048
        |text| arn::POLICY.fits(text) || is_no_arn(text) && text.split('/').all(|part| {
            !part.is_empty() && all(part, "_+=,.@-")
        }),
        "botocore iam/2010-05-08 shape policyNameType",
        meant |text| (is_no_arn(text) && text.contains('/')).then(|| text.trim_matches('/').to_owned()),
        hint |text| arn::POLICY.wrong_field(text);
    KEY_ALIAS = "The alias of a KMS key." "`alias/`, then letters, digits and / _ -" 7..=256
        |text| text.strip_prefix("alias/").is_some_and(|name| !name.is_empty() && all(name, "/_-")),
        "botocore kms/2014-11-01 shape AliasNameType",
        but |text| text.starts_with("alias/aws/").then(|| "begins with `alias/aws/`, which AWS keeps for itself".to_owned()),
        meant |text| Some(format!("alias/{}", text.trim_start_matches("alias/").trim_matches('/')));
    RESOURCE = "The resource of an IAM statement." "an ARN, a pattern of one, or `*`" 1..=2048
        |text| text == "*" || text.starts_with("arn:") || text.contains("#{") || text.contains("{{resolve:"),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html";
    OBJECTS = "Objects of a store, in a statement." "a key, or its beginning and `*`, without a `/` before it" 1..=1024
        |text| !text.starts_with('/'),
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html",
        meant |text| Some(text.trim_start_matches('/').to_owned()).filter(|key| !key.is_empty());
}

/// All patterns of this file.
#[cfg(test)]
pub use self::ALL as IAM;
