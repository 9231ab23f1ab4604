//! Values of context keys that tell conditions apart: of all values that a key can have, one for each
//! answer that the conditions on it give together.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::net::IpAddr;

use super::regions;
use crate::access::evaluator::{Condition, ContextValue, Language, Request, Values};

/// A key that several values can be given has so many kinds of values at most: all sets of them are
/// looked at.
const IN_SETS: usize = 6;

/// The values to look at for a key; `Err` says why these are not all there are.
pub(super) fn values<'a>(
    key: &str,
    conditions: &[&Condition<'_>],
    request: &Request<'_>,
    more: &[String],
) -> Result<Vec<ContextValue<'a>>, String> {
    let mut texts: BTreeSet<String> = more.iter().cloned().collect();
    let mut languages: Vec<Language> = Vec::new();
    let mut kinds = BTreeSet::new();
    for condition in conditions {
        match condition.compared(request) {
            Values::Strings(own) => {
                kinds.insert("texts");
                languages.extend(own);
            }
            Values::Numbers(numbers) => {
                kinds.insert("numbers");
                texts.extend(between(numbers).iter().map(ToString::to_string));
            }
            Values::Dates(dates) => {
                kinds.insert("dates");
                texts.extend(between(dates).iter().map(ToString::to_string));
            }
            Values::Addresses(networks) => {
                kinds.insert("addresses");
                texts.extend(networks.into_iter().flat_map(ends).map(|ip| ip.to_string()));
            }
            Values::Nothing => {}
            Values::Unreadable => return Err(format!("the values of `{key}` cannot be read")),
        }
    }
    if kinds.len() > 1 {
        return Err(format!("`{key}` is compared in several ways"));
    }
    languages.sort();
    languages.dedup();
    if conditions.iter().all(|condition| condition.is_truth()) && !conditions.is_empty() {
        texts.extend(["true".to_owned(), "false".to_owned()]);
    } else if !languages.is_empty() {
        let found = regions::partition(&languages);
        let found = found.ok_or_else(|| format!("the values of `{key}` are of too many kinds"))?;
        texts.extend(found.into_iter().map(|(_, text)| text));
    }
    if texts.is_empty() {
        texts.insert("x".to_owned());
    }
    let texts: Vec<String> = texts.into_iter().collect();
    let mut out = vec![ContextValue::Absent];
    if !conditions.iter().any(|condition| condition.is_of_many()) {
        out.extend(
            texts
                .into_iter()
                .map(|text| ContextValue::One(Cow::Owned(text))),
        );
        return Ok(out);
    }
    if texts.len() > IN_SETS {
        return Err(format!("the values of `{key}` are of too many kinds"));
    }
    for set in 1..1_usize << texts.len() {
        let chosen = texts
            .iter()
            .enumerate()
            .filter(|(bit, _)| set >> bit & 1 == 1);
        let chosen = chosen.map(|(_, text)| Cow::Owned(text.clone()));
        out.push(ContextValue::Many(chosen.collect()));
    }
    Ok(out)
}

/// The numbers, and one between any two and beyond.
fn between(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    let mut out = Vec::new();
    for pair in numbers.windows(2) {
        out.push(pair[0] + (pair[1] - pair[0]) / 2.0);
    }
    out.extend(numbers.first().map(|first| first - 1.0));
    out.extend(numbers.last().map(|last| last + 1.0));
    out.extend(numbers);
    out
}

/// The ends of a network, and the addresses beside them.
fn ends((first, last): (IpAddr, IpAddr)) -> Vec<IpAddr> {
    let mut out = vec![first, last];
    match (first, last) {
        (IpAddr::V4(first), IpAddr::V4(last)) => {
            let (first, last) = (u32::from(first), u32::from(last));
            let beside = [first.checked_sub(1), last.checked_add(1)];
            let beside = beside.into_iter().flatten();
            out.extend(beside.map(|address| IpAddr::V4(address.into())));
            out.push("::1".parse().unwrap_or(IpAddr::V6(0.into())));
        }
        (IpAddr::V6(first), IpAddr::V6(last)) => {
            let (first, last) = (u128::from(first), u128::from(last));
            let beside = [first.checked_sub(1), last.checked_add(1)];
            let beside = beside.into_iter().flatten();
            out.extend(beside.map(|address| IpAddr::V6(address.into())));
            out.push(IpAddr::V4(0.into()));
        }
        _ => {}
    }
    out
}
