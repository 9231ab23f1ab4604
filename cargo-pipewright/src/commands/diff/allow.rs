//! The list of new access that is allowed: a file that is reviewed in the repository.
//!
//! Each line has a principal, a call and a resource, with `|` between them. `*` stands for any text in
//! each, and `?` for one character. A line that begins with `#` is a comment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::flagged::Flagged;
use crate::failure::Failure;
use crate::source::Source;

/// The list.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    file: PathBuf,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    line: usize,
    who: String,
    call: String,
    resource: String,
}

impl Allowed {
    pub(super) fn read(file: &Path) -> Result<Allowed, Failure> {
        Allowed::parse(file, &Source::read(file)?.text)
    }

    fn parse(file: &Path, text: &str) -> Result<Allowed, Failure> {
        let mut entries = Vec::new();
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            let [who, call, resource] = parts.as_slice() else {
                return Err(Failure::with_help(
                    format!("{}:{}: a line has three parts", file.display(), number + 1),
                    "write `PRINCIPAL | CALL | RESOURCE`, such as \
                     `action Deploy/Update | s3:GetObject | arn:aws:s3:::app/*`",
                ));
            };
            if [who, call, resource].iter().any(|part| part.is_empty()) {
                return Err(Failure::with_help(
                    format!(
                        "{}:{}: a part of the line is empty",
                        file.display(),
                        number + 1
                    ),
                    "`*` stands for any principal, call or resource",
                ));
            }
            entries.push(Entry {
                line: number + 1,
                who: (*who).to_owned(),
                call: (*call).to_owned(),
                resource: (*resource).to_owned(),
            });
        }
        Ok(Allowed {
            file: file.to_owned(),
            entries,
        })
    }

    /// What no entry allows.
    pub(super) fn not_allowed<'f>(&self, flagged: &'f BTreeSet<Flagged>) -> Vec<&'f Flagged> {
        let open = flagged
            .iter()
            .filter(|one| !self.entries.iter().any(|entry| entry.has(one)));
        open.collect()
    }

    /// The entries that allow nothing, in words.
    pub(super) fn unused(&self, flagged: &BTreeSet<Flagged>) -> Vec<String> {
        let unused = self
            .entries
            .iter()
            .filter(|entry| !flagged.iter().any(|one| entry.has(one)));
        let file = self.file.display();
        let words = unused.map(|entry| {
            let Entry {
                line,
                who,
                call,
                resource,
            } = entry;
            format!("{file}:{line}: nothing of it is new: `{who} | {call} | {resource}`")
        });
        words.collect()
    }
}

impl Entry {
    fn has(&self, flagged: &Flagged) -> bool {
        let who = like(&self.who, &flagged.who)
            || (!flagged.arn.is_empty() && like(&self.who, &flagged.arn));
        who && like(&self.call.to_lowercase(), &flagged.call.to_lowercase())
            && like(&self.resource, &flagged.resource)
    }
}

/// Returns whether a text is like a pattern. The last `*` takes one character more where the rest does
/// not fit.
fn like(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut in_text) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, in_text));
                at += 1;
            }
            Some(one) if *one == '?' || text.get(in_text) == Some(one) => {
                at += 1;
                in_text += 1;
            }
            _ => match star {
                Some((place, taken)) => {
                    star = Some((place, taken + 1));
                    at = place + 1;
                    in_text = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flagged(who: &str, call: &str, resource: &str) -> Flagged {
        Flagged {
            who: who.to_owned(),
            arn: "arn:aws:iam::111111111111:role/app".to_owned(),
            call: call.to_owned(),
            resource: resource.to_owned(),
        }
    }

    #[test]
    fn a_line_allows_what_it_is_like() {
        let text = "# reviewed\n\naction A | s3:get* | arn:aws:s3:::app/*\n*:role/app|kms:Decrypt|*\nx | y | z\n";
        let allowed = Allowed::parse(Path::new("allow.txt"), text).expect("a list");
        let all = BTreeSet::from([
            flagged("action A", "s3:GetObject", "arn:aws:s3:::app/*"),
            flagged("action A", "s3:PutObject", "arn:aws:s3:::app/*"),
            flagged("action B", "s3:GetObject", "arn:aws:s3:::app/*"),
            flagged("action B", "kms:Decrypt", "*"),
        ]);
        let rest: Vec<String> = allowed
            .not_allowed(&all)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            rest,
            [
                "action A | s3:PutObject | arn:aws:s3:::app/*",
                "action B | s3:GetObject | arn:aws:s3:::app/*"
            ]
        );
        let unused = allowed.unused(&all);
        assert_eq!(unused, ["allow.txt:5: nothing of it is new: `x | y | z`"]);
    }

    #[test]
    fn what_is_flagged_is_a_line_that_allows_it() {
        let all = BTreeSet::from([
            flagged("any | one", "a", "b*?"),
            flagged("setting", "A B", "c"),
        ]);
        let text: Vec<String> = all.iter().map(ToString::to_string).collect();
        let allowed = Allowed::parse(Path::new("allow.txt"), &text.join("\n")).expect("a list");
        assert!(allowed.not_allowed(&all).is_empty(), "{text:?}");
    }

    #[test]
    fn a_line_that_is_none_is_told() {
        for text in ["a | b", "a | b | c | d", "a |  | c"] {
            let failure = Allowed::parse(Path::new("allow.txt"), text).expect_err(text);
            assert!(
                failure.to_string().starts_with("allow.txt:1: "),
                "{failure}"
            );
        }
    }
}
