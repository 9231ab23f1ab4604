//! Names with more rules than a set of characters.

/// Returns whether IAM allows a tag's characters. Of the services that we create resources
/// of, IAM is the strictest.
pub(super) fn tag(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || c == ' ' || "_.:/=+-@".contains(c))
}

/// The words of a text in camel case: `pipeline_arn` is `PipelineArn`.
pub(super) fn camel(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}

pub(super) fn bucket_name(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let inner = text
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-');
    inner && ends(text.chars().next()) && ends(text.chars().last())
}

/// The complaint about a bucket name that S3 reserves, or that is no host name.
pub(super) fn reserved_bucket_name(text: &str) -> Option<String> {
    let starts = ["xn--", "sthree-", "amzn-s3-demo-"];
    if let Some(start) = starts.iter().find(|start| text.starts_with(*start)) {
        return Some(format!(
            "cannot begin with `{start}`, which S3 keeps for itself"
        ));
    }
    let ends = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];
    if let Some(end) = ends.iter().find(|end| text.ends_with(*end)) {
        return Some(format!(
            "cannot end with `{end}`, which S3 keeps for itself"
        ));
    }
    if text.contains("..") {
        return Some("cannot hold two dots in a row".to_owned());
    }
    let mut parts = text.split('.');
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (text.split('.').count() == 4 && parts.all(number))
        .then(|| "cannot have the form of an IP address".to_owned())
}

pub(super) fn ecr_repository(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let between = |c: char| matches!(c, '.' | '-' | '_' | '/');
    // Several hyphens or two underscores may be adjacent; dots and slashes may not.
    let side_by_side = |pair: &str| text.contains(pair);
    // A repository's URI has the form of a name, but is none.
    let registry = text.contains(".dkr.ecr.");
    !registry
        && text.chars().all(|c| plain(c) || between(c))
        && text.starts_with(plain)
        && text.ends_with(plain)
        && ![
            "..", "//", "___", "._", "_.", ".-", "-.", "/.", "./", "/-", "-/", "/_", "_/", "-_",
            "_-",
        ]
        .iter()
        .any(|pair| side_by_side(pair))
}
