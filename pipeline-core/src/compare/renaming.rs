//! Names of the old side as the new side has them, so that the same thing under another name is no
//! difference.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::intrinsics::{Resolved, readable};
use super::pairing::{Id, Pairs};
use super::report::Undecided;
use crate::catalogue::services::overlap;

/// Old ARNs and names, with those of the same thing now.
#[derive(Debug, Default)]
pub(super) struct Renaming {
    /// What is replaced where it is a whole text.
    whole: BTreeMap<String, String>,
    /// Names that nothing else has: they are replaced within texts too.
    within: BTreeMap<String, String>,
    /// The ARNs.
    pub(super) arns: BTreeMap<String, String>,
    /// The ARNs of what has another one now.
    renamed: BTreeMap<String, String>,
}

/// Where a name stays: what a resource is called by, and whom a policy names, is compared as it is.
const KEPT: [&str; 6] = [
    "Metadata",
    "Path",
    "Principal",
    "RoleName",
    "Roles",
    "TargetKeyId",
];

/// The key of whom a condition names.
const PRINCIPAL_ARN: &str = "aws:PrincipalArn";

impl Renaming {
    pub(super) fn of(pairs: &Pairs, old: &Resolved, new: &Resolved) -> Renaming {
        let mut out = Renaming::default();
        for (here, there) in &pairs.resources {
            let both = |all: fn(&Resolved) -> &BTreeMap<Id, String>| {
                let (was, is) = (all(old).get(here)?, all(new).get(there)?);
                (was != is).then(|| (was.clone(), is.clone()))
            };
            if let Some((was, is)) = both(|side| &side.arns) {
                out.whole.insert(was.clone(), is.clone());
                out.arns.insert(was, is);
            }
            if let Some((was, is)) = both(|side| &side.names) {
                if is_made_up(&was) {
                    out.within.insert(was.clone(), is.clone());
                }
                out.whole.insert(was, is);
            }
            let alias = |side: &Resolved, (stack, logical): &Id| {
                let body = side.templates.get(*stack)?.resources().get(logical)?;
                Some(body.pointer("/Properties/AliasName")?.as_str()?.to_owned())
            };
            if let (Some(was), Some(is)) = (alias(old, here), alias(new, there))
                && was != is
            {
                out.whole.insert(was, is);
            }
        }
        out.renamed = out.arns.clone();
        for names in [&mut out.whole, &mut out.within, &mut out.arns] {
            exchange(names);
        }
        out
    }

    /// The patterns of old statements that match the new name of something, and not its old one: what
    /// they let somebody do to it is not what they let do before.
    pub(super) fn unclear(&self, old: &Resolved) -> Vec<Undecided> {
        let mut patterns = BTreeSet::new();
        for body in old
            .templates
            .iter()
            .flat_map(|one| one.resources().values())
        {
            wild(body, &mut patterns);
        }
        let mut out = Vec::new();
        for (was, is) in &self.renamed {
            let reached = patterns
                .iter()
                .filter(|one| reaches(one, is) && !reaches(one, was));
            out.extend(reached.map(|pattern| Undecided {
                what: format!("what `{}` lets somebody do", readable(pattern)),
                why: format!(
                    "it matches the new name of `{}`, which is `{}`, and not the old one",
                    readable(was),
                    readable(is)
                ),
                principal: None,
            }));
        }
        out
    }

    pub(super) fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }

    pub(super) fn apply(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(now) = self.whole.get(text) {
                    text.clone_from(now);
                } else if !self.within.is_empty()
                    && let Some(now) = self.replaced(text)
                {
                    *text = now;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.apply(item)),
            Value::Object(map) => {
                for (key, item) in map.iter_mut() {
                    let kept = KEPT.contains(&key.as_str());
                    if !kept && !key.eq_ignore_ascii_case(PRINCIPAL_ARN) {
                        self.apply(item);
                    }
                }
            }
            _ => {}
        }
    }

    /// The text with the names in it replaced, if it has any.
    fn replaced(&self, text: &str) -> Option<String> {
        let in_a_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let mut out = String::new();
        let mut rest = text;
        let mut found = false;
        while !rest.is_empty() {
            let end = rest.find(|c| !in_a_name(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            match self.within.get(word) {
                Some(now) => {
                    found = true;
                    out.push_str(now);
                }
                None => out.push_str(word),
            }
            let between = after.find(in_a_name).unwrap_or(after.len());
            out.push_str(&after[..between]);
            rest = &after[between..];
        }
        found.then_some(out)
    }
}

/// Gives each name that is new the old one that nothing has any more: what is called so on the old side
/// is another thing, and must not be taken for the one that has the name now.
fn exchange(names: &mut BTreeMap<String, String>) {
    let back: BTreeMap<String, String> = names
        .iter()
        .map(|(was, is)| (is.clone(), was.clone()))
        .collect();
    for is in back.keys() {
        if names.contains_key(is) {
            continue;
        }
        let mut first = is;
        while let Some(before) = back.get(first).filter(|before| *before != is) {
            first = before;
        }
        names.insert(is.clone(), first.clone());
    }
}

/// Returns whether a pattern matches an ARN. Most have one wildcard, at the end.
fn reaches(pattern: &str, arn: &str) -> bool {
    let start = pattern.find(['*', '?']).unwrap_or(pattern.len());
    let (start, rest) = pattern.split_at(start);
    arn.starts_with(start) && (rest == "*" || overlap(pattern, arn))
}

/// Adds the texts with wildcards, but for those that stay as they are.
fn wild(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains(['*', '?']) && text.contains(':') => {
            out.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| wild(item, out)),
        Value::Object(map) => {
            let stays = |key: &str| KEPT.contains(&key) || key.eq_ignore_ascii_case(PRINCIPAL_ARN);
            let rest = map
                .iter()
                .filter(|(key, _)| !stays(key) && *key != "Action");
            rest.for_each(|(_, item)| wild(item, out));
        }
        _ => {}
    }
}

/// Returns whether a name ends in a hash, as those that we make up do.
fn is_made_up(name: &str) -> bool {
    let hashed = |part: &str| {
        part.len() == 8
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            && part.bytes().any(|b| b.is_ascii_digit())
    };
    name.split('-').skip(1).any(hashed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_name_that_was_taken_gets_a_free_one() {
        let named = |all: &[(&str, &str)]| -> BTreeMap<String, String> {
            let all = all.iter();
            all.map(|(was, is)| ((*was).to_owned(), (*is).to_owned()))
                .collect()
        };
        let mut names = named(&[("a", "b"), ("b", "c"), ("x", "y"), ("y", "x"), ("m", "n")]);
        exchange(&mut names);
        let all = [
            ("a", "b"),
            ("b", "c"),
            ("c", "a"),
            ("m", "n"),
            ("n", "m"),
            ("x", "y"),
            ("y", "x"),
        ];
        assert_eq!(names, named(&all));
    }
}
