//! Comparisons in patterns of events: what each of them takes.
//!
//! Sources: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>,
//! <https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/JsonRuleCompiler.java>

use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::deploy_time::place;
use crate::rules::events::patterns::EVENT_PATTERN;
use crate::rules::values::known;
use crate::rules::words;
use crate::similar;
use std::net::IpAddr;

/// A mistake in what a comparison takes: its place, the mistake and the advice.
type Mistake<P> = (P, String, String);

/// Checks a comparison, `prefix: "release-"`.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, comparison: &Entry<P>) {
    if !check_known(cx, &comparison.key.text, &comparison.value) {
        return;
    }
    if let Some((at, message, help)) = mistake(&comparison.key.text, &comparison.value) {
        cx.report(&EVENT_PATTERN, at, message).help(help);
    }
}

/// Returns whether all of a value is known. What is known at deployment only is reported.
fn check_known<P: Place>(cx: &mut Check<'_, P>, key: &str, value: &Value<P>) -> bool {
    if !known::check_value(cx, value) {
        return false;
    }
    if cx.index.model.is_deploy_time(value) {
        place::too_late(cx, key, value, place::WRITE_IT_OUT);
        return false;
    }
    match &value.data {
        Data::List(items) => items.iter().all(|item| check_known(cx, key, item)),
        Data::Map(entries) => entries
            .iter()
            .all(|entry| check_known(cx, key, &entry.value)),
        _ => true,
    }
}

fn mistake<P: Place>(operator: &str, value: &Value<P>) -> Option<Mistake<P>> {
    match operator {
        "prefix" | "suffix" => affix(operator, value),
        "equals-ignore-case" => text(operator, value),
        "wildcard" => text(operator, value).or_else(|| wildcard(value)),
        "cidr" => text(operator, value).or_else(|| cidr(value)),
        "exists" => exists(value),
        "numeric" => numeric(value),
        "anything-but" => anything_but(value),
        _ => None,
    }
}

/// A comparison that takes a text.
fn text<P: Place>(operator: &str, value: &Value<P>) -> Option<Mistake<P>> {
    let help = match &value.data {
        Data::String(_) | Data::Include { .. } => return None,
        Data::Word(word) => format!("put it in quotes: `{{ {operator}: \"{word}\" }}`"),
        Data::Number(number) => format!("put it in quotes: `{{ {operator}: \"{number}\" }}`"),
        Data::List(items) if items.len() > 1 => {
            format!("write a map for each: `[{{ {operator}: \"…\" }}, {{ {operator}: \"…\" }}]`")
        }
        _ => format!("write `{{ {operator}: \"…\" }}`"),
    };
    Some((value.at, format!("`{operator}` takes one text"), help))
}

/// `prefix` or `suffix`: a text, or one whose case does not matter.
fn affix<P: Place>(operator: &str, value: &Value<P>) -> Option<Mistake<P>> {
    let Data::Map(entries) = &value.data else {
        return text(operator, value);
    };
    match entries.as_slice() {
        [only] if only.key.text == "equals-ignore-case" => text(&only.key.text, &only.value),
        _ => Some((
            value.at,
            format!("`{operator}` takes a text, or a map with `equals-ignore-case`"),
            format!(
                "write `{{ {operator}: \"…\" }}`, or `{{ {operator}: {{ \"equals-ignore-case\": \"…\" }} }}`"
            ),
        )),
    }
}

/// A text in which `*` stands for any characters.
fn wildcard<P: Place>(value: &Value<P>) -> Option<Mistake<P>> {
    let written = value.data.text()?;
    let mut rest = written.chars();
    let mut after_star = false;
    while let Some(letter) = rest.next() {
        if letter == '*' && after_star {
            let once = written.split("**").collect::<Vec<_>>().join("*");
            let message = format!("`{written}` has two `*` side by side");
            return Some((
                value.at,
                message,
                format!("one stands for any characters: `\"{once}\"`"),
            ));
        }
        after_star = letter == '*';
        if letter == '\\' && !matches!(rest.next(), Some('*' | '\\')) {
            return Some((
                value.at,
                format!("a `\\` in `{written}` stands before neither `*` nor `\\`"),
                "write it twice for the character itself, or leave it out".to_owned(),
            ));
        }
    }
    None
}

/// A range of IP addresses, `10.0.0.0/24`.
fn cidr<P: Place>(value: &Value<P>) -> Option<Mistake<P>> {
    let written = value.data.text()?;
    let wrong = |message: String| {
        let help = "write an address and the length of its prefix: `\"10.0.0.0/24\"`";
        Some((value.at, message, help.to_owned()))
    };
    let Some((address, length)) = written.split_once('/') else {
        return wrong(format!(
            "`{written}` is no range of IP addresses: it has no `/`"
        ));
    };
    let Ok(address) = address.parse::<IpAddr>() else {
        return wrong(format!("`{address}` is no IP address"));
    };
    let most = if address.is_ipv4() { 31 } else { 127 };
    match length.parse::<u8>() {
        Ok(length) if length <= most => None,
        Ok(length) => Some((
            value.at,
            format!(
                "EventBridge takes a prefix of at most {most} bits here, and this has {length}"
            ),
            format!("for one address, write it as a value: `[\"{address}\"]`"),
        )),
        Err(_) => wrong(format!("`{length}` is no length of a prefix")),
    }
}

fn exists<P: Place>(value: &Value<P>) -> Option<Mistake<P>> {
    let help = match &value.data {
        Data::Bool(_) => return None,
        Data::String(text) if matches!(text.as_str(), "true" | "false") => {
            format!("leave out the quotes: `{{ exists: {text} }}`")
        }
        _ => "write `{ exists: true }` or `{ exists: false }`".to_owned(),
    };
    Some((
        value.at,
        "`exists` takes `true` or `false`".to_owned(),
        help,
    ))
}

/// One or two comparisons of a number: `[">", 0, "<=", 5]`.
fn numeric<P: Place>(value: &Value<P>) -> Option<Mistake<P>> {
    let help =
        || "write `[\">\", 0]`, `[\"=\", 5]`, or a range, `[\">\", 0, \"<=\", 5]`".to_owned();
    let Data::List(items) = &value.data else {
        let message = "`numeric` takes a list of signs and numbers".to_owned();
        return Some((value.at, message, help()));
    };
    let mut pairs = Vec::new();
    for pair in items.chunks(2) {
        let Some(sign) = pair.first() else { continue };
        let Some(known) = sign.data.text().filter(|it| SIGNS.contains(it)) else {
            let message = "a number is compared by a sign".to_owned();
            return Some((
                sign.at,
                message,
                format!("it is {}, in quotes", words::choice(SIGNS)),
            ));
        };
        match pair.get(1).map(|number| &number.data) {
            Some(Data::Number(number)) => pairs.push((known, *number)),
            Some(_) => {
                let at = pair.get(1).map_or(value.at, |number| number.at);
                let message = format!("`{known}` compares with a number");
                return Some((
                    at,
                    message,
                    "write a whole number without quotes".to_owned(),
                ));
            }
            None => {
                let message = format!("no number stands behind `{known}`");
                return Some((sign.at, message, help()));
            }
        }
    }
    let message = match pairs.as_slice() {
        [_] => return None,
        [(">" | ">=", least), ("<" | "<=", most)] if least < most => return None,
        [(">" | ">=", least), ("<" | "<=", most)] => {
            format!("no number is above {least} and below {most}")
        }
        [] => "`numeric` compares with no number".to_owned(),
        [_, _] => "a range begins with `>` or `>=`, and ends with `<` or `<=`".to_owned(),
        _ => "`numeric` has more than two comparisons".to_owned(),
    };
    Some((value.at, message, help()))
}

const SIGNS: &[&str] = &["=", "<", "<=", ">", ">="];

/// The comparisons that `anything-but` turns round.
const TURNED: &[&str] = &["prefix", "suffix", "equals-ignore-case", "wildcard"];

fn anything_but<P: Place>(value: &Value<P>) -> Option<Mistake<P>> {
    match &value.data {
        Data::String(_) | Data::Include { .. } | Data::Number(_) => None,
        Data::List(items) => alike(value, items),
        Data::Map(entries) => match entries.as_slice() {
            [only] if TURNED.contains(&only.key.text.as_str()) => {
                turned(&only.key.text, &only.value)
            }
            [only] => {
                let name = &only.key.text;
                let help = match similar::closest(name, TURNED.iter().copied()) {
                    Some(close) => format!("a comparison with a similar name: `\"{close}\"`"),
                    None => format!("it can be {}", words::choice(TURNED)),
                };
                let message = format!("`anything-but` cannot turn `{name}` round");
                Some((only.key.at, message, help))
            }
            _ => Some((
                value.at,
                "`anything-but` turns one comparison round".to_owned(),
                "write a map for each: all of them have to hold in a field of its own".to_owned(),
            )),
        },
        Data::Word(word) => Some((
            value.at,
            "`anything-but` takes texts or numbers, and this is a bare word".to_owned(),
            format!("put it in quotes: `\"{word}\"`"),
        )),
        _ => Some((
            value.at,
            "`anything-but` takes a text, a number, or a list of either".to_owned(),
            "write `{ \"anything-but\": [\"a\", \"b\"] }`".to_owned(),
        )),
    }
}

/// The values of `anything-but`: texts only, or numbers only.
fn alike<P: Place>(value: &Value<P>, items: &[Value<P>]) -> Option<Mistake<P>> {
    let is_text = |item: &Value<P>| matches!(item.data, Data::String(_) | Data::Include { .. });
    let is_number = |item: &Value<P>| matches!(item.data, Data::Number(_));
    if items.is_empty() {
        let message = "`anything-but` names nothing".to_owned();
        return Some((
            value.at,
            message,
            "say what it may not be, or leave it out".to_owned(),
        ));
    }
    if let Some(wrong) = items.iter().find(|item| !is_text(item) && !is_number(item)) {
        let message = "`anything-but` takes texts or numbers".to_owned();
        let help = match &wrong.data {
            Data::Word(word) => format!("put it in quotes: `\"{word}\"`"),
            _ => "leave it out".to_owned(),
        };
        return Some((wrong.at, message, help));
    }
    let is_mixed = items.iter().any(is_text) && items.iter().any(is_number);
    is_mixed.then(|| {
        let message = "`anything-but` takes texts or numbers, and not both".to_owned();
        (
            value.at,
            message,
            "write all of them as texts, or all as numbers".to_owned(),
        )
    })
}

/// A comparison that is turned round: of a text, or of several.
fn turned<P: Place>(operator: &str, value: &Value<P>) -> Option<Mistake<P>> {
    let items = value.items();
    if items.is_empty() {
        let message = format!("`{operator}` names nothing");
        return Some((
            value.at,
            message,
            "write a text, or a list of texts".to_owned(),
        ));
    }
    items.iter().find_map(|item| {
        if matches!(operator, "prefix" | "suffix") && item.data.text() == Some("") {
            let message = format!("every text has an empty {operator}, so that nothing is left");
            return Some((
                item.at,
                message,
                format!("write the {operator} that it may not have"),
            ));
        }
        text(operator, item).or_else(|| match operator {
            "wildcard" => wildcard(item),
            _ => None,
        })
    })
}
