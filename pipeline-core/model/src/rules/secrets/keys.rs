//! Strings that have the form of a key.

/// Further advice: what is written in a source has been read.
pub(super) const REPLACE: &str = "and replace it, since it is in your source";

/// The kind of key that a string holds, if any.
pub(crate) fn key_in(string: &str) -> Option<&'static str> {
    if string.contains("-----BEGIN ") && string.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    string
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .find_map(key_word)
        .or_else(|| secret_access_key(string).then_some("an AWS secret access key"))
        .or_else(|| web_token(string).then_some("a JSON web token"))
}

/// Forty characters alone say nothing: they could be the id of a commit. Behind the name they do.
fn secret_access_key(string: &str) -> bool {
    const NAME: &str = "aws_secret_access_key";
    let lower = string.to_ascii_lowercase();
    lower.match_indices(NAME).any(|(start, _)| {
        let rest = &string[start + NAME.len()..];
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        let Some(rest) = rest.strip_prefix(['=', ':', ' ']) else {
            return false;
        };
        let key = rest.trim_start_matches(['"', '\'', ' ']);
        let of_key = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
        key.bytes().take_while(|b| of_key(b)).count() == 40
    })
}

/// <https://datatracker.ietf.org/doc/html/rfc7519#section-3>
fn web_token(string: &str) -> bool {
    string
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .any(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            matches!(parts[..], [head, claims, signature]
                if head.starts_with("eyJ") && head.len() >= 12
                    && claims.starts_with("eyJ") && claims.len() >= 12
                    && signature.len() >= 16)
        })
}

fn key_word(word: &str) -> Option<&'static str> {
    let rest_of = |prefixes: &[&str]| prefixes.iter().find_map(|prefix| word.strip_prefix(prefix));
    let long = |rest: &str, least: usize| {
        rest.len() >= least
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    let upper = |rest: &str| {
        rest.len() == 16
            && rest
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    if rest_of(&["AKIA", "ASIA"]).is_some_and(upper) {
        return Some("an AWS access key");
    }
    // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
    if rest_of(&["ghp_", "gho_", "ghu_", "ghs_", "ghr_"]).is_some_and(|rest| long(rest, 36))
        || rest_of(&["github_pat_"]).is_some_and(|rest| long(rest, 22))
    {
        return Some("a GitHub token");
    }
    // https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
    if rest_of(&["npm_"]).is_some_and(|rest| long(rest, 36)) {
        return Some("an npm token");
    }
    if rest_of(&["glpat-"]).is_some_and(|rest| long(rest, 20)) {
        return Some("a GitLab token");
    }
    if rest_of(&["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-"]).is_some_and(|rest| long(rest, 20)) {
        return Some("a Slack token");
    }
    None
}
