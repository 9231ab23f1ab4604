//! Names of the old side as the new side has them, so that the same thing under another name is no
//! difference.

use std::collections::BTreeMap;

use serde_json::Value;

use super::intrinsics::Resolved;
use super::pairing::{Id, Pairs};

/// Old ARNs and names, with those of the same thing now.
#[derive(Debug, Default)]
pub(super) struct Renaming {
    /// What is replaced where it is a whole text.
    whole: BTreeMap<String, String>,
    /// Names that nothing else has: they are replaced within texts too.
    within: BTreeMap<String, String>,
    /// The ARNs.
    pub(super) arns: BTreeMap<String, String>,
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
                    if !kept && !key.eq_ignore_ascii_case("aws:PrincipalArn") {
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
