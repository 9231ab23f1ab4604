//! Variables of IAM in statements, `${aws:username}`: those that it puts a value in for.

use crate::catalogue::condition_keys;
use crate::code::code;
use crate::model::Value;
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::variables::unresolved;

code! {
    POLICY_VARIABLE = "P556" Error "a variable that IAM does not know",
    why: "In a resource and in the value of a condition, IAM puts a value of the request in for `${…}`: that of a condition key, such as `${aws:username}`. Of another name there is no value, so that the resource or the condition fits no request; and a policy with an empty variable, or with one that is not closed, is refused when the role is made.",
    example: "role deploy { statements: [{ actions: [\"s3:GetObject\"], resources: [\"arn:aws:s3:::home/${aws:usrname}/*\"] }] }",
    fix: "Write the condition key: `${aws:username}`. The characters `*`, `?` and `$` are `${*}`, `${?}` and `${$}`. For a key that is newer than pipewright's list, put the statement into a managed policy of your own.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
}

/// Checks the variables in the keys and the values of conditions.
pub(crate) fn of_conditions<P: Place>(cx: &mut Check<'_, P>, conditions: &Value<P>) {
    let operators = conditions.data.as_map().unwrap_or_default().iter();
    for entry in operators.flat_map(|operator| operator.value.data.as_map().unwrap_or_default()) {
        unresolved::in_policy(cx, entry.key.at, &entry.key.text);
        for value in entry.value.items() {
            check(cx, value);
        }
    }
}

/// Reports the first variable in a text that is CodePipeline's, or that IAM does not know.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let text = value.data.text().unwrap_or_default();
    unresolved::in_policy(cx, value.at, text);
    let Some(wrong) = text.split("${").skip(1).find_map(wrong) else {
        return;
    };
    let (message, help) = match wrong {
        Wrong::Open => (
            "`${` is not closed".to_owned(),
            "write `}` behind the variable".to_owned(),
        ),
        Wrong::Empty => (
            "`${}` names no variable".to_owned(),
            "name one, `${aws:username}`, or leave it out".to_owned(),
        ),
        Wrong::Unknown(name) => (
            format!("IAM knows no variable `${{{name}}}`"),
            match condition_keys::closest(name, &[]) {
                Some(meant) => format!("did you mean `${{{meant}}}`?"),
                None => "write the name of a condition key, `${aws:username}`".to_owned(),
            },
        ),
    };
    cx.report(&POLICY_VARIABLE, value.at, message).help(help);
}

/// What is wrong with a variable.
enum Wrong<'t> {
    Open,
    Empty,
    Unknown(&'t str),
}

/// What is wrong with a variable, by the text behind `${`. What has no colon is a placeholder, which
/// is reported by itself.
fn wrong(rest: &str) -> Option<Wrong<'_>> {
    let Some((inside, _)) = rest.split_once('}') else {
        return Some(Wrong::Open);
    };
    // A value can stand behind the name, for requests that have none.
    let name = inside.split(',').next().unwrap_or(inside).trim();
    match name {
        "" => Some(Wrong::Empty),
        "*" | "?" | "$" => None,
        _ if !name.contains(':') || name.contains("::") => None,
        _ => (!condition_keys::is_variable(name)).then_some(Wrong::Unknown(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn what_iam_puts_a_value_in_for_is_right() {
        for right in [
            "aws:username}/*",
            "aws:PrincipalTag/team, 'none'}",
            "*}",
            "$}",
            "cognito-identity.amazonaws.com:sub}",
            "credentials-iot:ThingName}",
            "redshift:DbUser}",
            "saml:sub}",
            "AWS::Region}",
            "queue}",
        ] {
            assert!(wrong(right).is_none(), "{right}");
        }
        for bad in [
            "aws:usrname}",
            "}",
            " }",
            "aws:username",
            "s3:nosuch}",
            "lamda:x}",
        ] {
            assert!(wrong(bad).is_some(), "{bad}");
        }
    }
}
