//! A comparison for people, the short answer first.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use pipewright_core::compare::{AccessChange, Comparison, Place, Principal, Setting};
use pipewright_core::serde_json;

use super::side::Side;
use crate::words::counted;

/// So many calls are listed by name.
const CALLS: usize = 8;

/// So many resources are listed.
const RESOURCES: usize = 6;

/// So many characters of a value are shown.
const LONGEST_VALUE: usize = 100;

pub(super) fn text(found: &Comparison, old: &Side, new: &Side) -> String {
    let [before, after] = [old, new].map(|side| super::clean::text(&side.name));
    let mut out = format!("{before} → {after}\n{}\n", answer(found));
    section(&mut out, &gained(found), &found.gains, "may now");
    section(&mut out, &lost(found), &found.losses, "may no longer");
    for (title, settings) in settings(found) {
        let _ = writeln!(out, "\n{title} ({}):", settings.len());
        for setting in settings {
            let _ = writeln!(out, "  {}", self::setting(setting));
            let _ = writeln!(out, "    {}", setting.about);
        }
    }
    if !found.undecided.is_empty() {
        let _ = writeln!(out, "\nNot decided ({}):", found.undecided.len());
        for one in &found.undecided {
            let _ = writeln!(out, "  {}: {}", one.what, one.why);
        }
    }
    if !found.structure.is_empty() {
        let _ = writeln!(
            out,
            "\nWhat is deployed differently ({}):",
            found.structure.len()
        );
        for change in &found.structure {
            let source = change.source.as_ref();
            let source = source.map_or(String::new(), |source| format!(" ({source})"));
            let _ = writeln!(out, "  {} {}{source}", change.kind.word(), change.what);
            for detail in &change.details {
                let _ = writeln!(out, "    {detail}");
            }
        }
    } else if found.is_empty() {
        out.push_str("Both deploy the same.\n");
    }
    out.trim_end().to_owned()
}

/// The short answer.
pub(super) fn answer(found: &Comparison) -> String {
    let settings = found
        .settings
        .iter()
        .filter(|setting| setting.may_widen)
        .count();
    if found.nobody_gains() {
        return "Nobody gains access.".to_owned();
    }
    let mut parts = Vec::new();
    let principals = principals(&found.gains);
    if principals > 0 {
        parts.push(format!(
            "{} access",
            counted(principals, "principal gains", "principals gain")
        ));
    }
    if settings > 0 {
        parts.push(counted(
            settings,
            "changed setting may let somebody do more",
            "changed settings may let somebody do more",
        ));
    }
    if !found.undecided.is_empty() {
        parts.push(counted(
            found.undecided.len(),
            "question is not decided",
            "questions are not decided",
        ));
    }
    format!("{}.", parts.join("; "))
}

fn principals(changes: &[AccessChange]) -> usize {
    let all = changes.iter();
    all.map(|change| &change.principal)
        .collect::<BTreeSet<_>>()
        .len()
}

pub(super) fn gained(found: &Comparison) -> String {
    format!(
        "{} access",
        counted(
            principals(&found.gains),
            "principal gains",
            "principals gain"
        )
    )
}

pub(super) fn lost(found: &Comparison) -> String {
    format!(
        "{} access",
        counted(
            principals(&found.losses),
            "principal loses",
            "principals lose"
        )
    )
}

fn section(out: &mut String, title: &str, changes: &[AccessChange], may: &str) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}:");
    let mut last: Option<&Principal> = None;
    for change in changes {
        if last != Some(&change.principal) {
            let _ = writeln!(
                out,
                "  {}{}",
                change.principal.name,
                fate(&change.principal)
            );
            last = Some(&change.principal);
        }
        match &change.policy {
            Some(policy) => {
                let _ = writeln!(out, "    {may}: what `{policy}` allows");
            }
            None => {
                let _ = writeln!(out, "    {may} call {}", calls(change));
                let _ = writeln!(out, "      on {}", resources(change));
            }
        }
        if !change.conditions.is_empty() {
            let _ = writeln!(out, "      if {}", change.conditions.join(" and "));
        }
        for place in &change.because {
            let _ = writeln!(out, "      by {}", self::place(place));
        }
        let _ = writeln!(out, "      {}", otherwise(change, may));
    }
}

/// Whether a principal comes or goes.
pub(super) fn fate(principal: &Principal) -> &'static str {
    match (principal.is_new, principal.is_gone) {
        (true, false) => " (new)",
        (false, true) => " (gone)",
        _ => "",
    }
}

/// Why it is otherwise on the other side.
pub(super) fn otherwise(change: &AccessChange, may: &str) -> String {
    let side = if may == "may now" { "before" } else { "now" };
    let by = change.denied_by.as_ref().map(place);
    let by = by.map_or(String::new(), |place| format!(" ({place})"));
    format!("{side}: {}{by}", change.otherwise)
}

/// The calls; of many, the first ones and their number.
pub(super) fn calls(change: &AccessChange) -> String {
    let shown: Vec<&str> = change
        .calls
        .iter()
        .take(CALLS)
        .map(String::as_str)
        .collect();
    match change.calls.len().checked_sub(CALLS) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// What they are made on.
pub(super) fn resources(change: &AccessChange) -> String {
    let shown: Vec<&str> = change
        .on
        .iter()
        .take(RESOURCES)
        .map(String::as_str)
        .collect();
    let mut text = shown.join(", ");
    if let Some(more) = change
        .on
        .len()
        .checked_sub(RESOURCES)
        .filter(|more| *more > 0)
    {
        let _ = write!(text, " and {more} more");
    }
    // A pattern of one name speaks for itself.
    let wide = change
        .on
        .iter()
        .any(|one| one == "*" || one.starts_with("all but "));
    match change.examples.first().filter(|_| wide) {
        Some(example) => format!("{text}, such as {example}"),
        None => text,
    }
}

pub(super) fn place(place: &Place) -> String {
    let Place {
        file,
        logical_id,
        policy,
        statement,
        source,
        ..
    } = place;
    let source = source
        .as_ref()
        .map_or(String::new(), |source| format!(", {source}"));
    format!("{statement} of the {policy} of {logical_id} ({file}{source})")
}

/// The settings in two lists, each with its title.
pub(super) fn settings(found: &Comparison) -> Vec<(&'static str, Vec<&Setting>)> {
    let (wider, narrower): (Vec<&Setting>, Vec<&Setting>) =
        found.settings.iter().partition(|setting| setting.may_widen);
    let all = [
        ("Settings that may let somebody do more", wider),
        ("Settings that let nobody do more", narrower),
    ];
    all.into_iter()
        .filter(|(_, settings)| !settings.is_empty())
        .collect()
}

/// A setting with its values, of which long ones are cut.
pub(super) fn setting(setting: &Setting) -> String {
    let value = |value: &String| {
        let text: Option<String> = serde_json::from_str(value).ok();
        let value = &text.map_or_else(|| value.clone(), |text| super::clean::text(&text));
        let cut: String = value.chars().take(LONGEST_VALUE).collect();
        match cut.len() < value.len() {
            true => format!("`{cut}…`"),
            false => format!("`{cut}`"),
        }
    };
    let values = match (&setting.was, &setting.is) {
        (Some(was), Some(is)) => format!("was {} and is {}", value(was), value(is)),
        (None, Some(is)) => format!("is {}, and was not set", value(is)),
        (Some(was), None) => format!("was {}, and is not set any more", value(was)),
        (None, None) => "differs".to_owned(),
    };
    let source = setting.source.as_ref();
    let source = source.map_or(String::new(), |source| format!(" ({source})"));
    format!("{} {values}{source}", subject(setting))
}

/// What a setting is of: of a pipeline, the stage or the action.
fn subject(setting: &Setting) -> String {
    let Setting {
        kind,
        logical_id,
        property,
        ..
    } = setting;
    let mut parts = property.splitn(4, '/');
    let place = (parts.next(), parts.next(), parts.next(), parts.next());
    let of_stage = ["BeforeEntry", "OnSuccess", "OnFailure", "Blockers"];
    match place {
        (Some("Stages"), Some(stage), None, None) => format!("stage {stage}:"),
        (Some("Stages"), Some(stage), Some(one), None) if of_stage.contains(&one) => {
            format!("stage {stage}: {one}")
        }
        (Some("Stages"), Some(stage), Some(action), None) => format!("action {stage}/{action}:"),
        (Some("Stages"), Some(stage), Some(action), Some(rest)) => {
            format!("action {stage}/{action}: {}", rest.replace('/', "."))
        }
        _ => format!("{kind} {logical_id}: {}", property.replace('/', ".")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_on_its_line() {
        let setting = super::setting(&Setting {
            stack: "app".to_owned(),
            logical_id: "Pipeline".to_owned(),
            kind: "AWS::CodePipeline::Pipeline".to_owned(),
            property: "Stages/Build/Package/Configuration/Commands".to_owned(),
            was: None,
            is: Some("\"a\\nNobody gains access.\"".to_owned()),
            about: String::new(),
            may_widen: true,
            source: None,
        });
        let wanted = "action Build/Package: Configuration.Commands is `a\\nNobody gains access.`, \
                      and was not set";
        assert_eq!(setting, wanted);
    }
}
