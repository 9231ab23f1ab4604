//! Texts of the templates as they may be printed: none begins a new line, moves the cursor or changes the
//! direction of the text after it.

use pipewright_core::compare::{AccessChange, Change, Comparison, Principal, Setting, Undecided};

/// The comparison with each text on one line.
pub(super) fn on_one_line(found: &Comparison) -> Comparison {
    let access = |all: &[AccessChange]| all.iter().map(access).collect();
    Comparison {
        structure: found.structure.iter().map(change).collect(),
        gains: access(&found.gains),
        losses: access(&found.losses),
        settings: found.settings.iter().map(setting).collect(),
        undecided: found.undecided.iter().map(undecided).collect(),
    }
}

/// A text without control characters, and without those that turn the direction of a text.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.extend(one.escape_unicode());
            }
            one if one.is_control() => out.extend(one.escape_unicode()),
            one => out.push(one),
        }
    }
    out
}

fn texts(all: &[String]) -> Vec<String> {
    all.iter().map(|one| text(one)).collect()
}

fn maybe(one: Option<&String>) -> Option<String> {
    one.map(|one| text(one))
}

fn principal(one: &Principal) -> Principal {
    Principal {
        name: text(&one.name),
        arn: text(&one.arn),
        ..*one
    }
}

fn access(one: &AccessChange) -> AccessChange {
    let mut out = one.clone();
    out.principal = principal(&one.principal);
    for list in [
        &mut out.calls,
        &mut out.on,
        &mut out.examples,
        &mut out.conditions,
    ] {
        *list = texts(list);
    }
    for place in out.because.iter_mut().chain(&mut out.denied_by) {
        place.logical_id = text(&place.logical_id);
        place.statement = text(&place.statement);
        place.file = text(&place.file);
        place.source = maybe(place.source.as_ref());
    }
    out.otherwise = text(&one.otherwise);
    out.policy = maybe(one.policy.as_ref());
    out
}

fn change(one: &Change) -> Change {
    Change {
        kind: one.kind,
        what: text(&one.what),
        details: texts(&one.details),
        source: maybe(one.source.as_ref()),
    }
}

fn setting(one: &Setting) -> Setting {
    Setting {
        stack: text(&one.stack),
        logical_id: text(&one.logical_id),
        kind: text(&one.kind),
        property: text(&one.property),
        was: maybe(one.was.as_ref()),
        is: maybe(one.is.as_ref()),
        about: one.about.clone(),
        may_widen: one.may_widen,
        source: maybe(one.source.as_ref()),
    }
}

fn undecided(one: &Undecided) -> Undecided {
    Undecided {
        what: text(&one.what),
        why: text(&one.why),
        principal: one.principal.as_ref().map(principal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_on_its_line() {
        let bad = "x\nNobody gains access.\r\u{1b}[2J\u{202e}y";
        let out = text(bad);
        assert!(!out.contains(['\n', '\r', '\u{1b}', '\u{202e}']), "{out}");
        let found = Comparison {
            undecided: vec![Undecided {
                what: bad.to_owned(),
                why: bad.to_owned(),
                principal: None,
            }],
            ..Comparison::default()
        };
        let shown = format!("{:?}", on_one_line(&found).undecided);
        assert_eq!(shown.matches("\\\\nNobody").count(), 2, "{shown}");
    }
}
