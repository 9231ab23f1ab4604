//! Names and places that build projects have beside those of actions.

use super::{BUCKET_NAME, all, arn, kept};
use crate::arn::Arn;
use crate::catalogue::region;

patterns! {
    BUCKET_PATH = "A bucket, and perhaps a path in it."
        "a bucket, and perhaps a path in it without / at its end: `BUCKET/PATH`" 3..=1024
        |text| bucket_and_path(text).is_some(),
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_S3LogsConfig.html",
        meant |text| bucket_in(text.trim_end_matches('/'));
    BUCKET_OBJECT = "An object in a bucket."
        "a bucket and the path of an object in it: `BUCKET/PATH`" 5..=1087
        |text| bucket_and_path(text).is_some_and(|(_, path)| path.is_some()),
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html",
        meant |text| bucket_in(text).filter(|meant| meant.contains('/'));
    BUILDSPEC_OBJECT = "The object that a buildspec is kept in."
        "the ARN of an object in a bucket: `arn:aws:s3:::BUCKET/PATH`" 1..=1100
        |text| is_object_arn(text),
        "https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-name-storage",
        meant |text| {
            let meant = format!("arn:aws:s3:::{}", text.strip_prefix("s3://")?);
            is_object_arn(&meant).then_some(meant)
        };
    CACHE_NAMESPACE = "The namespace of a cache." "letters, digits and - _ . /" 1..=256
        |text| all(text, "-_./"),
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectCache.html";
    LOG_GROUP = "The name of a log group." "letters, digits and . - _ / #" 1..=512
        |text| all(text, ".-_/#"), "botocore logs/2014-03-28 shape LogGroupName",
        meant |text| {
            let group = arn(text, "logs")?;
            let name = group.resource.strip_prefix("log-group:")?.split(':').next()?;
            (!name.is_empty() && all(name, ".-_/#")).then(|| name.to_owned())
        };
    LOG_STREAM = "The beginning of a log stream's name." "letters, digits and . - _ / # = + @ [ ] $" 1..=400
        |text| all(text, ".-_/#=+@[]$"), "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html";
    REPORT_GROUP = "A report group." "a name of letters, digits, - and _, or the ARN of a report group" 2..=256
        |text| match arn(text, "codebuild") {
            Some(arn) => arn.resource.strip_prefix("report-group/").is_some_and(is_group)
                && !arn.region.is_empty() && super::ACCOUNT_ID.complaint(arn.account).is_none(),
            None => is_group(text),
        },
        "https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-naming.html",
        hint report_group;
    FILE_SYSTEM_IDENTIFIER = "The identifier of a file system." "letters, digits and _" 1..=128
        |text| all(text, "_"), "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html";
    EFS_LOCATION = "Where an EFS file system is."
        "`fs-ID.efs.REGION.amazonaws.com`, and perhaps `:/DIRECTORY` behind it" 1..=1024
        |text| efs(text).is_some(),
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectFileSystemLocation.html";
    MOUNT_POINT = "A directory of the container." "a path that begins with /, without blanks, `..` and * ? $" 2..=1024
        |text| text.starts_with('/') && is_plain_path(text),
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-efs.html",
        meant |text| (!text.starts_with('/') && is_plain_path(text)).then(|| format!("/{text}"));
    MOUNT_OPTIONS = "Options of NFS." "options with commas between them: `nfsvers=4.1,hard`" 1..=1024
        |text| all(text, "=.,_-") && text.split(',').all(|option| !option.is_empty()),
        "https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-nfs-mount-settings.html";
    WHOLE_SECRET = "A secret of Secrets Manager."
        "a secret's name or ARN; a name is letters, digits and / _ + = . @ -" 1..=1000
        |text| kept::secret(text) && (!text.contains(':') || arn(text, "secretsmanager").is_some_and(|arn| arn.resource.matches(':').count() == 1)),
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RegistryCredential.html",
        hint kept::no_secret;
}

/// All patterns of this file.
#[cfg(test)]
pub use self::ALL as PROJECTS;

/// The bucket and the path in it: of `BUCKET/PATH`, or of the ARN of that.
#[must_use]
pub fn bucket_and_path(text: &str) -> Option<(&str, Option<&str>)> {
    let named = match text.strip_prefix("arn:") {
        Some(rest) => {
            let (partition, named) = rest.split_once(":s3:::")?;
            region::partition_named(partition)?;
            named
        }
        None => text,
    };
    let (bucket, path) = match named.split_once('/') {
        Some((bucket, path)) => (bucket, Some(path)),
        None => (named, None),
    };
    let fits = BUCKET_NAME.complaint(bucket).is_none();
    let is_path =
        |path: &str| !path.starts_with('/') && !path.ends_with('/') && is_plain_path(path);
    (fits && path.is_none_or(is_path)).then_some((bucket, path))
}

/// Returns whether a string is the ARN of an object in a bucket. A key may have any character.
fn is_object_arn(text: &str) -> bool {
    let object = arn(text, "s3").filter(|arn| arn.region.is_empty() && arn.account.is_empty());
    object.is_some_and(|object| {
        let named = object.resource.split_once('/');
        named.is_some_and(|(bucket, key)| {
            BUCKET_NAME.complaint(bucket).is_none() && !key.is_empty() && !key.ends_with('/')
        })
    })
}

/// The bucket in an address, `s3://BUCKET/PATH`, or in a text with / at its end.
fn bucket_in(text: &str) -> Option<String> {
    let meant = text.strip_prefix("s3://").unwrap_or(text);
    bucket_and_path(meant).map(|_| meant.to_owned())
}

/// Returns whether a string is a path that means the same in a policy and in a shell.
fn is_plain_path(text: &str) -> bool {
    !text.is_empty()
        && all(text, "!-_.'()/=+@,")
        && !text.contains("//")
        && !text.split('/').any(|part| part == "..")
}

/// Advice on the ARN of something else, or of a group whose name cannot be.
fn report_group(text: &str) -> Option<String> {
    let found = Arn::parse(text)?;
    Some(match found.resource.strip_prefix("report-group/") {
        Some(name) if !is_group(name) => {
            format!("the group's name, `{name}`, has 2 to 128 letters, digits, - and _")
        }
        _ => "it is written like `arn:aws:codebuild:REGION:ACCOUNT:report-group/NAME`".to_owned(),
    })
}

fn is_group(name: &str) -> bool {
    (2..=128).contains(&name.len()) && all(name, "-_")
}

/// The id and the region of a file system, from its DNS name.
#[must_use]
pub fn efs(text: &str) -> Option<(&str, &str)> {
    let (host, directory) = match text.split_once(':') {
        Some((host, directory)) => (host, Some(directory)),
        None => (text, None),
    };
    let (id, rest) = host.split_once(".efs.")?;
    let (region, domain) = rest.split_once('.')?;
    let digits = id.strip_prefix("fs-")?;
    let is_id = (8..=40).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let in_partition = region::partition(region).is_some_and(|of| of.url_suffix == domain);
    let is_directory = |path: &str| path.starts_with('/') && (path == "/" || is_plain_path(path));
    (is_id && in_partition && directory.is_none_or(is_directory)).then_some((id, region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_has_a_path_or_none() {
        assert_eq!(bucket_and_path("logs"), Some(("logs", None)));
        assert_eq!(bucket_and_path("logs/a/b"), Some(("logs", Some("a/b"))));
        let arn = "arn:aws:s3:::logs/a";
        assert_eq!(bucket_and_path(arn), Some(("logs", Some("a"))));
        for text in [
            "",
            "logs/",
            "logs/a/",
            "logs//a",
            "logs/*",
            "logs/${a}",
            "s3://logs/a",
            "arn:aws:s3:::logs/*",
            "arn:x:s3:::logs",
            "LOGS/a",
            "logs/../a",
        ] {
            assert_eq!(bucket_and_path(text), None, "{text}");
        }
        assert_eq!(bucket_in("s3://logs/a").as_deref(), Some("logs/a"));
    }

    #[test]
    fn a_file_system_has_an_id_and_a_region() {
        let name = "fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com";
        let found = Some(("fs-0123456789abcdef0", "eu-west-1"));
        assert_eq!(efs(name), found);
        assert_eq!(efs(&format!("{name}:/builds")), found);
        assert_eq!(efs(&format!("{name}:/")), found);
        let chinese = "fs-01234567.efs.cn-north-1.amazonaws.com.cn";
        assert_eq!(efs(chinese), Some(("fs-01234567", "cn-north-1")));
        for text in [
            "fs-0123456789abcdef0",
            "fs-xyz.efs.eu-west-1.amazonaws.com",
            "fs-01234567.efs.cn-north-1.amazonaws.com",
            "fs-01234567.efs.eu-west-1.amazonaws.com:builds",
            "fs-01234567.efs.eu-west-1.amazonaws.com:/a b",
        ] {
            assert_eq!(efs(text), None, "{text}");
        }
    }
}
