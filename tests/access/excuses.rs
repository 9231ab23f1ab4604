//! Known defects of iam-simulate, with the cases that they show in.

use serde_json::Value as Json;

/// A defect of the tool: what it is, and the cases in which it shows.
pub(crate) struct Excuse {
    pub(crate) name: &'static str,
    /// What a value of a condition (operator, value, context) says without what the tool
    /// gets wrong: once it is written so, the tool must decide as we do.
    pub(crate) plain: fn(&str, &str, &Json) -> Option<String>,
    /// By their ids; see [`id`].
    pub(crate) cases: &'static [u64],
}

/// What the proof asks needs none.
pub(crate) const EXCUSED: &[Excuse] = &[
    // `${*}` stands for an asterisk "in any string where you can use regular policy
    // variables", and those a `StringEquals` takes, in which an asterisk is nothing else:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
    Excuse {
        name: "takes `${*}` letter by letter where an operator has no wildcards",
        plain: |operator, value, _| {
            let equals = operator.contains("String") && operator.contains("Equals");
            (equals && value.contains("${*}")).then(|| value.replace("${*}", "*"))
        },
        cases: &[
            0x3dfb_4dac_8977_0262,
            0xe313_f6d8_ab6b_d146,
            0x595d_6fe0_e2e7_01a5,
            0xfc17_b627_f957_39dc,
            0x3102_b880_83a8_fb15,
            0x6cf4_d69b_2dc1_6348,
            0x4b08_0ee6_1948_9654,
            0x7f14_4d1d_36c9_5bd9,
            0x3979_fbca_e176_0c6e,
        ],
    },
    // "Inverted condition operators like StringNotEquals or StringNotLike do match against
    // a null value", as they do against a text that nothing is:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    Excuse {
        name: "lets no negated operator hold of a variable without a value",
        plain: |operator, value, context| {
            let (_, rest) = value.split_once("${")?;
            let (key, _) = rest.split_once('}')?;
            let valueless = operator.contains("Not") && context[key].is_null();
            valueless.then(|| "arn:aws:s3:::nothing-is-called-so".to_owned())
        },
        cases: &[0x9475_118d_3cb1_9334],
    },
];

/// A case in plain words; nothing where it has no word that the tool gets wrong.
pub(crate) fn plain(case: &Json, excuse: &Excuse) -> Option<Json> {
    let mut out = case.clone();
    let mut found = false;
    for key in ["identityPolicies", "resourcePolicies", "boundary"] {
        for policy in many(&mut out[key]) {
            for statement in many(&mut policy["Statement"]) {
                let Some(operators) = statement.get_mut("Condition") else {
                    continue;
                };
                for (operator, keys) in operators.as_object_mut().unwrap() {
                    for (_, values) in keys.as_object_mut().unwrap() {
                        for value in many(values) {
                            let said =
                                (excuse.plain)(operator, value.as_str().unwrap(), &case["context"]);
                            if let Some(said) = said {
                                *value = Json::from(said);
                                found = true;
                            }
                        }
                    }
                }
            }
        }
    }
    found.then_some(out)
}

/// One or a list of them.
fn many(value: &mut Json) -> &mut [Json] {
    match value {
        Json::Null => &mut [],
        Json::Array(items) => items,
        one => std::slice::from_mut(one),
    }
}

/// What a case is known by: all that it says, in a number (FNV-1a). Another decision is
/// another case.
pub(crate) fn id(case: &Json) -> u64 {
    let text = case.to_string();
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
