//! A user's string inside of a policy.

/// The string as a part of a resource. What IAM would take for a wildcard or a policy variable
/// is escaped. A variable that is known only when the pipeline runs, `#{Checkout.CommitId}`,
/// becomes a wildcard.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
pub(super) fn policy_string(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(character) = rest.chars().next() {
        if let Some((_, after)) = rest
            .strip_prefix("#{")
            .and_then(|inner| inner.split_once('}'))
        {
            if !out.ends_with('*') {
                out.push('*');
            }
            rest = after;
            continue;
        }
        match character {
            '*' | '?' | '$' => {
                out.push_str("${");
                out.push(character);
                out.push('}');
            }
            other => out.push(other),
        }
        rest = &rest[character.len_utf8()..];
    }
    out
}

/// The string as a value that is compared as it is, where IAM would still take `${…}` for a policy
/// variable.
pub(super) fn without_variables(value: &str) -> String {
    value.replace('$', "${$}")
}

#[cfg(test)]
mod tests {
    use super::{policy_string, without_variables};

    #[test]
    fn a_value_is_no_policy_variable() {
        assert_eq!(
            without_variables("a*${aws:username}"),
            "a*${$}{aws:username}"
        );
    }

    #[test]
    fn a_value_is_no_wildcard_but_where_it_is_unknown() {
        assert_eq!(policy_string("app"), "app");
        assert_eq!(
            policy_string("a*b?${aws:username}"),
            "a${*}b${?}${$}{aws:username}"
        );
        assert_eq!(policy_string("app-#{Checkout.BranchName}-x"), "app-*-x");
        assert_eq!(policy_string("app-#{variables.A}#{variables.B}"), "app-*");
        assert_eq!(policy_string("#{open"), "#{open");
    }
}
