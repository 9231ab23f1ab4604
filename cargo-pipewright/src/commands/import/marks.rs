//! Values that are known only at deployment, in a text: each is a mark there.

use std::collections::{HashMap, HashSet};

use super::names::in_a_comment;
use super::tree::MARKS;

/// A value that is known at deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Later {
    Parameter(String),
    Ssm(String),
    Export(String),
    /// A resource of the template: its `Ref`, or an attribute.
    Resource(String, Option<String>),
}

/// The values that marks stand for.
#[derive(Debug, Default)]
pub(super) struct Marks {
    all: Vec<Later>,
    numbers: HashMap<Later, usize>,
    remarks: Vec<String>,
    /// The remarks again, so that none is made twice at one place.
    made: HashSet<String>,
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Text(&'t str),
    Later(&'t Later),
}

impl Marks {
    pub(super) fn mark(&mut self, later: Later) -> String {
        let number = self.numbers.get(&later).copied().unwrap_or_else(|| {
            self.all.push(later.clone());
            self.numbers.insert(later, self.all.len() - 1);
            self.all.len() - 1
        });
        format!("{}{number}{}", MARKS[0], MARKS[1])
    }

    /// Keeps what was decided for the reader, to be told at its place.
    pub(super) fn remark(&mut self, remark: impl Into<String>) {
        let remark = remark.into();
        if self.made.insert(remark.clone()) {
            self.remarks.push(remark);
        }
    }

    /// The remarks since the last time.
    pub(super) fn take_remarks(&mut self) -> Vec<String> {
        self.made.clear();
        std::mem::take(&mut self.remarks)
    }

    /// The parts of a text.
    pub(super) fn parts<'t>(&'t self, text: &'t str) -> Vec<Part<'t>> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, mark)) = rest.split_once(MARKS[0]) {
            if !before.is_empty() {
                parts.push(Part::Text(before));
            }
            let (number, behind) = mark.split_once(MARKS[1]).unwrap_or((mark, ""));
            let later = number.parse().ok().and_then(|at: usize| self.all.get(at));
            parts.extend(later.map(Part::Later));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest));
        }
        parts
    }
}

/// Returns whether a text has values in it that are known at deployment.
pub(super) fn has_marks(text: &str) -> bool {
    text.contains(MARKS[0])
}

/// What a value is called, where it cannot stand.
pub(super) fn described(later: &Later) -> String {
    match later {
        Later::Parameter(name) => format!("parameter `{}`", in_a_comment(name)),
        Later::Ssm(name) => format!("`{{{{resolve:ssm:{}}}}}`", in_a_comment(name)),
        Later::Export(name) => format!("the export `{}`", in_a_comment(name)),
        Later::Resource(id, None) => format!("`{}`", in_a_comment(id)),
        Later::Resource(id, Some(attribute)) => {
            format!("`{}.{}`", in_a_comment(id), in_a_comment(attribute))
        }
    }
}

/// A text with a mark in the place of each `{{resolve:ssm:…}}`.
pub(super) fn looked_up(marks: &mut Marks, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{resolve:ssm:") {
        let Some((name, after)) = behind.split_once("}}").filter(|(name, _)| is_path(name)) else {
            out.push_str(before);
            out.push_str("{{resolve:ssm:");
            rest = behind;
            continue;
        };
        out.push_str(before);
        out.push_str(&marks.mark(Later::Ssm(name.to_owned())));
        rest = after;
    }
    out + rest
}

/// Returns whether a text is the name of a parameter of the Systems Manager, perhaps with a
/// version.
fn is_path(name: &str) -> bool {
    let fine = |one: char| one.is_ascii_alphanumeric() || "/._-:".contains(one);
    !name.is_empty() && name.chars().all(fine)
}
