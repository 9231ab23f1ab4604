//! Statements with values that are known only at the deployment. Such a value counts as the same as itself
//! and as different from all others. Where less is denied than before, it may be one of those others.

use super::Rule;
use crate::access::evaluator::{Effect, Language, Layer, Subject};
use crate::compare::access::regions::may_overlap;
use crate::compare::intrinsics::readable;
use crate::pipeline::{CLOSE, OPEN};

/// The value of a statement of the new side that may allow what a limit kept away: `weaker` has the rules
/// that limit less there.
pub(super) fn may_allow(weaker: &[&Rule<'_>], new: &[Rule<'_>]) -> Option<String> {
    let open = new
        .iter()
        .filter(|rule| effect(rule) == Some(Effect::Allow));
    let mut found = open.filter_map(|rule| {
        let value = value(rule)?;
        let concerned = weaker
            .iter()
            .any(|other| other.layer != rule.layer || effect(other) == Some(Effect::Deny));
        let meets = weaker.iter().any(|other| meets(rule, other));
        (concerned && meets).then_some(value)
    });
    found.next()
}

/// The value of a condition of a `Deny` that keeps from what is newly allowed: `wider` has the rules that
/// allow more on the new side. `decides` tells whether the principal or the resource has a value for a key,
/// which the `Deny` then compares with one that is not known.
pub(super) fn may_not_deny(
    wider: &[&Rule<'_>],
    new: &[Rule<'_>],
    decides: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let denying = new.iter().filter(|rule| effect(rule) == Some(Effect::Deny));
    let mut found = denying.filter_map(|rule| {
        let statement = rule.statement.as_ref()?.statement();
        let conditions = statement.conditions.iter().filter(|one| decides(&one.key));
        let mut values = conditions.flat_map(|one| &one.values);
        let value = values.find(|value| value.string.contains(OPEN))?;
        let meets = wider.iter().any(|other| meets(rule, other));
        meets.then(|| readable(&value.string))
    });
    found.next()
}

/// Returns whether a differing rule allows more than before.
pub(super) fn allows_more(rule: &Rule<'_>, is_new: bool) -> bool {
    is_new && effect(rule) == Some(Effect::Allow)
}

/// Returns whether a differing rule limits less than before: a `Deny` that is gone, or what a boundary or
/// the policy of a resource allows in addition.
pub(super) fn limits_less(rule: &Rule<'_>, is_new: bool) -> bool {
    match effect(rule) {
        Some(Effect::Deny) => !is_new,
        Some(Effect::Allow) | None => is_new && rule.layer != Layer::Identity,
    }
}

fn effect(rule: &Rule<'_>) -> Option<Effect> {
    let reference = rule.statement.as_ref()?;
    Some(reference.statement().effect)
}

/// A value of a rule's actions or resources that is known only at the deployment.
fn value(rule: &Rule<'_>) -> Option<String> {
    let reference = rule.statement.as_ref()?;
    let statement = reference.statement();
    let actions = statement.actions.patterns.iter();
    let resources = statement.resources.iter().flat_map(|set| &set.patterns);
    let mut texts = actions
        .chain(resources)
        .map(|pattern| pattern.string.as_ref());
    let text = texts.find(|text| text.contains(OPEN))?;
    Some(readable(text))
}

/// Returns whether two rules may be about the same call on the same resource.
fn meets(one: &Rule<'_>, other: &Rule<'_>) -> bool {
    let actions = |rule: &Rule<'_>| {
        let set = rule.statement.as_ref().map(|one| &one.statement().actions);
        let set = set.filter(|set| !set.inverted && !rule.unreadable);
        set.map(|set| {
            let texts = set.patterns.iter().map(|one| one.string.to_lowercase());
            texts.map(|text| any(&text)).collect::<Vec<_>>()
        })
    };
    let overlap = |one: Option<Vec<Language>>, other: Option<Vec<Language>>| match (one, other) {
        (Some(one), Some(other)) => one
            .iter()
            .any(|one| other.iter().any(|other| may_overlap(one, other))),
        _ => true,
    };
    let resources = |rule: &Rule<'_>| match rule.subject {
        Subject::One(pattern) => Some(vec![any(&pattern.string)]),
        Subject::All | Subject::AllBut(_) => None,
    };
    overlap(actions(one), actions(other)) && overlap(resources(one), resources(other))
}

/// A pattern in which each value that is not known may be any text.
fn any(text: &str) -> Language {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        out.push('*');
        rest = after.split_once(CLOSE).map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    Language::like(&out)
}
