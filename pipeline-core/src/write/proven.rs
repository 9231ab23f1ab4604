//! What was proven: for `access.json` whole, for `REPORT.md` in short.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Rendered;
use super::report::{code, row, table};
use crate::json::Writer;
use crate::proof::{Decision, Proven, Reference, because};

/// The requests of every action with their decisions, and the strangers.
pub(super) fn json(out: &mut Writer, found: &Rendered<'_>) {
    out.object(|out| {
        out.key("actions").list(|out| {
            for (title, proven) in by_action(found) {
                out.item().object(|out| {
                    if !title.is_empty() {
                        out.key("action").text(title);
                    }
                    out.key("requests").list(|out| {
                        for proven in proven {
                            request(out.item(), proven);
                        }
                    });
                });
            }
        });
        out.key("strangers").list(|out| {
            for (sort, refused, undecided) in strangers(found) {
                out.item().object(|out| {
                    out.key("notOurs").texts(undecided);
                    out.key("refused").word(&refused.to_string());
                    out.key("who").text(sort);
                });
            }
        });
    });
}

fn request(out: &mut Writer, proven: &Proven) {
    let (decision, why, by) = match &proven.decision {
        Decision::Allowed { by } => ("allowed", None, by.as_slice()),
        Decision::Unknown { why, by } => ("left to its owner", Some(why), by.as_slice()),
        Decision::Denied => ("denied", None, [].as_slice()),
    };
    out.object(|out| {
        if let Some(why) = why {
            out.key("because").text(&because(why));
        }
        out.key("calls").texts(&proven.calls);
        out.key("decision").text(decision);
        out.key("on").text(&proven.on);
        out.key("statements").list(|out| {
            for found in by {
                reference(out.item(), found);
            }
        });
        out.key("who").text(&proven.who);
        out.key("why").text(&proven.why);
    });
}

fn reference(out: &mut Writer, found: &Reference) {
    out.object(|out| {
        out.key("policy").text(&found.policy);
        out.key("resource").text(&found.logical);
        out.key("stack").text(&found.stack);
        out.key("statement").text(found.statement.trim_matches('`'));
    });
}

/// The needs of the pipeline as a whole, and then those of each action.
fn by_action<'a>(found: &'a Rendered<'_>) -> Vec<(&'a str, Vec<&'a Proven>)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out: Vec<(&str, Vec<&Proven>)> = Vec::new();
    for proven in &found.proof.needs {
        let index = *places.entry(&proven.action).or_insert_with(|| {
            out.push((&proven.action, Vec::new()));
            out.len() - 1
        });
        out[index].1.push(proven);
    }
    out
}

fn strangers<'a>(found: &'a Rendered<'_>) -> Vec<(&'a str, usize, Vec<&'a str>)> {
    let proof = &found.proof;
    let mut sorts: Vec<&str> = proof.refused.keys().copied().collect();
    sorts.extend(
        proof
            .undecided
            .keys()
            .filter(|sort| !proof.refused.contains_key(*sort)),
    );
    sorts
        .into_iter()
        .map(|sort| {
            let undecided = proof.undecided.get(sort).into_iter().flatten();
            (
                sort,
                proof.refused.get(sort).copied().unwrap_or_default(),
                undecided.map(String::as_str).collect(),
            )
        })
        .collect()
}

/// The proof for a person.
pub(super) fn report(out: &mut String, found: &Rendered<'_>) {
    out.push_str(
        "\n### Proof\n\nThe templates were read back, and IAM's logic was run over every request below: \
         each is allowed, by the statements that are named, unless its line says whose policy decides. \
         What a user's own resources, outside of these templates, deny is theirs.\n",
    );
    for (title, proven) in by_action(found) {
        let head = if title.is_empty() {
            "The pipeline"
        } else {
            title
        };
        let _ = write!(out, "\n#### {head}\n\n");
        table(out, &["who", "may", "on", "because of"]);
        for found in proven {
            let who = found.who.rsplit('/').next().unwrap_or(&found.who);
            let because = match &found.decision {
                Decision::Allowed { by } if by.is_empty() => {
                    "its account's administration".to_owned()
                }
                Decision::Allowed { by } => statements(by),
                Decision::Unknown { why, .. } => format!("left to its owner: {}", because(why)),
                Decision::Denied => "denied".to_owned(),
            };
            row(
                out,
                &[
                    &code(who),
                    &found.calls.join(", "),
                    &code(&found.on),
                    &because,
                ],
            );
        }
    }
    out.push_str("\n#### Strangers\n\nNone of these requests is allowed.\n\n");
    table(
        out,
        &["who", "requests refused", "decided by what is not ours"],
    );
    for (sort, refused, undecided) in strangers(found) {
        row(out, &[sort, &refused.to_string(), &undecided.join("; ")]);
    }
}

fn statements(by: &[std::rc::Rc<Reference>]) -> String {
    let mut out = String::new();
    for (index, found) in by.iter().enumerate() {
        if index > 0 {
            out.push_str("; ");
        }
        let resource = code(&found.logical);
        for part in [&found.statement, " of ", &resource, " ", &found.policy] {
            out.push_str(part);
        }
    }
    out
}
