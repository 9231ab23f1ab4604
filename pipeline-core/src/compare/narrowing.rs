//! Whether a setting's value lets nobody do more than another one.

use serde_json::Value;

/// Returns whether the second value lets nobody do more than the first.
pub(super) type Narrows = fn(&Value, &Value) -> bool;

/// The function of a name in the list of effects.
pub(super) fn named(name: &str) -> Option<Narrows> {
    Some(match name {
        "never" => never,
        "absent" => absent,
        "not-true" => not_true,
        "is-true" => is_true_now,
        "more-true" => more_true,
        "fewer" => fewer,
        "narrower" => narrower,
        "disabled" => disabled,
        "enabled" => enabled,
        "switched-off" => switched_off,
        "less" => less,
        _ => return None,
    })
}

fn never(_: &Value, _: &Value) -> bool {
    false
}

fn absent(_: &Value, is: &Value) -> bool {
    is.is_null()
}

fn not_true(_: &Value, is: &Value) -> bool {
    is.is_null() || is_false(is)
}

fn is_true_now(_: &Value, is: &Value) -> bool {
    is_true(is)
}

fn switched_off(_: &Value, is: &Value) -> bool {
    is_false(is)
}

fn disabled(_: &Value, is: &Value) -> bool {
    is == "DISABLED"
}

fn enabled(_: &Value, is: &Value) -> bool {
    is["Status"] == "Enabled"
}

fn is_true(value: &Value) -> bool {
    *value == true || *value == "true"
}

fn is_false(value: &Value) -> bool {
    *value == false || *value == "false"
}

/// A session lasts one hour if nothing is said.
fn less(was: &Value, is: &Value) -> bool {
    let seconds = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let seconds = |value: &Value| {
        if value.is_null() {
            Some(3_600)
        } else {
            seconds(value)
        }
    };
    matches!((seconds(was), seconds(is)), (Some(was), Some(is)) if is <= was)
}

/// All that was true still is.
fn more_true(was: &Value, is: &Value) -> bool {
    let was = match was {
        Value::Object(all) => all,
        // A value that is not known may have had all of them.
        other => return other.is_null(),
    };
    was.iter()
        .filter(|(_, value)| !is_false(value))
        .all(|(name, _)| is_true(&is[name]))
}

/// Every item was there before.
fn fewer(was: &Value, is: &Value) -> bool {
    let items = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let was = items(was);
    (is.is_null() || is.is_array()) && items(is).iter().all(|item| was.contains(item))
}

/// An event that matches one pattern matches the other one: it asks for no more fields, and a field may
/// have every value that it could have.
fn narrower(was: &Value, is: &Value) -> bool {
    match (was, is) {
        (Value::Object(was), Value::Object(is)) => {
            was.iter().all(|(name, was)| {
                !name.starts_with('$') && is.get(name).is_some_and(|is| narrower(was, is))
            }) && is.keys().all(|name| !name.starts_with('$'))
        }
        (Value::Array(_), Value::Array(_)) => fewer(was, is),
        _ => was == is,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pattern_with_fewer_events_is_narrower() {
        let was = json!({ "source": ["a", "b"], "detail": { "x": ["1"] } });
        for (is, fewer) in [
            (json!({ "source": ["a"], "detail": { "x": ["1"] } }), true),
            (
                json!({ "source": ["a"], "detail": { "x": ["1"], "y": ["2"] } }),
                true,
            ),
            (
                json!({ "source": ["a", "c"], "detail": { "x": ["1"] } }),
                false,
            ),
            (json!({ "source": ["a"] }), false),
            (
                json!({ "source": ["a"], "detail": { "x": ["1"] }, "$or": [] }),
                false,
            ),
        ] {
            assert_eq!(narrower(&was, &is), fewer, "{is}");
        }
    }

    #[test]
    fn what_keeps_the_public_out_must_stay() {
        let was = json!({ "BlockPublicAcls": true, "BlockPublicPolicy": false });
        assert!(more_true(&was, &json!({ "BlockPublicAcls": true })));
        assert!(!more_true(&was, &json!({ "BlockPublicAcls": false })));
        assert!(!more_true(&was, &Value::Null));
        assert!(!more_true(&json!("{If}"), &Value::Null));
    }

    /// A value that is known only at the deployment may be any.
    #[test]
    fn an_unknown_value_does_not_narrow() {
        let unknown = json!("{Fn::If}");
        for name in [
            "not-true",
            "is-true",
            "disabled",
            "enabled",
            "switched-off",
            "less",
        ] {
            let narrows = named(name).expect("a function");
            assert!(!narrows(&Value::Null, &unknown), "{name}");
        }
    }
}
