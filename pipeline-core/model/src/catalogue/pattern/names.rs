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

/// Returns whether Git takes the name for a branch.
///
/// Source: <https://git-scm.com/docs/git-check-ref-format>
pub(super) fn branch(text: &str) -> bool {
    let refused = |c: char| c.is_whitespace() || c.is_control() || ":~^?*[\\".contains(c);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock");
    !text.contains(refused)
        && !["..", "@{"].iter().any(|pair| text.contains(pair))
        && !text.starts_with('-')
        && !text.ends_with('.')
        && text != "@"
        && text.split('/').all(part)
}

/// Returns whether it is a reference to an image.
///
/// Source: <https://pkg.go.dev/github.com/distribution/reference>
pub(super) fn image(text: &str) -> bool {
    let (name, digest) = match text.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (text, None),
    };
    let digested = digest.is_none_or(|digest| {
        digest.split_once(':').is_some_and(|(algorithm, hex)| {
            !algorithm.is_empty() && !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit())
        })
    });
    let last = name.rfind('/').map_or(0, |slash| slash + 1);
    let tag = name.get(last..).and_then(|rest| rest.find(':'));
    let (name, tag) = match tag {
        Some(colon) => name.split_at(last + colon),
        None => (name, ":tag"),
    };
    let tagged = tag.get(1..).is_some_and(|tag| {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        tag.len() <= 128
            && tag.starts_with(word)
            && tag.chars().all(|c| word(c) || ".-".contains(c))
    });
    let mut parts = name.split('/').peekable();
    // What has a dot, a colon or a port before the first slash is a registry.
    let registry = parts
        .next_if(|part| name.contains('/') && (part.contains(['.', ':']) || *part == "localhost"));
    digested && tagged && registry.is_none_or(is_registry) && parts.all(is_part_of_image)
}

fn is_registry(text: &str) -> bool {
    let (host, port) = text.split_once(':').unwrap_or((text, "443"));
    !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
        && !port.is_empty()
        && port.bytes().all(|b| b.is_ascii_digit())
}

/// Small letters and digits, and between them a dot, one or two underscores, or hyphens.
fn is_part_of_image(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(plain)
        && text.ends_with(plain)
        && text.chars().all(|c| plain(c) || "._-".contains(c))
        && !["..", "___", "._", "_.", ".-", "-.", "-_", "_-"]
            .iter()
            .any(|pair| text.contains(pair))
}

/// The image that an address or a name in capitals means.
pub(super) fn image_meant(text: &str) -> Option<String> {
    let name = text.split_once("://").map_or(text, |(_, name)| name);
    if image(name) {
        return Some(name.to_owned());
    }
    // A tag keeps its capitals.
    let (name, tag) = name.rsplit_once(':').unwrap_or((name, ""));
    let name = name.to_ascii_lowercase();
    Some(match tag {
        "" => name,
        tag => format!("{name}:{tag}"),
    })
}
