//! A map that is written as AWS has it, as a list of names with values or as JSON, in the form that
//! it has here.

use crate::model::{Data, Entry, Value};
use crate::place::Place;

/// The longest map that a message shows.
const SHOWN: usize = 120;

/// The map that a value of another type means: `{ STAGE: "prod" }` for
/// `[{ name: "STAGE", value: "prod" }]` and for the same as JSON.
pub(crate) fn as_map<P: Place>(value: &Value<P>) -> Option<String> {
    let pairs = match &value.data {
        Data::List(items) => items.iter().map(named).collect::<Option<Vec<_>>>()?,
        Data::String(json) => of_json(json)?,
        _ => return None,
    };
    let entries: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}: \"{value}\"", written(name)))
        .collect();
    let map = format!("{{ {} }}", entries.join(", "));
    (!pairs.is_empty() && map.chars().count() <= SHOWN).then_some(map)
}

/// A name as a key: in quotes, if it is no word.
fn written(name: &str) -> String {
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_word {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}

fn named<P: Place>(item: &Value<P>) -> Option<(String, String)> {
    let Data::Map(entries) = &item.data else {
        return None;
    };
    let text = |key: &str| {
        let is_key = |entry: &&Entry<P>| entry.key.text.eq_ignore_ascii_case(key);
        let entry = entries.iter().find(is_key)?;
        entry.value.data.scalar()
    };
    Some((text("name").or_else(|| text("key"))?, text("value")?))
}

/// The names and values of a flat JSON object, or of a list of objects with `name` and `value`.
fn of_json(json: &str) -> Option<Vec<(String, String)>> {
    let json = json.trim();
    if let Some(list) = json.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        let objects = list
            .split_inclusive('}')
            .map(|it| it.trim_matches([',', ' ', '\n']));
        let objects = objects.filter(|it| !it.is_empty());
        return objects.map(|it| name_and_value(&object(it)?)).collect();
    }
    object(json)
}

fn name_and_value(object: &[(String, String)]) -> Option<(String, String)> {
    let text = |key: &str| object.iter().find(|(name, _)| name == key);
    Some((text("name")?.1.clone(), text("value")?.1.clone()))
}

/// The names and values of an object that holds nothing but plain strings.
fn object(json: &str) -> Option<Vec<(String, String)>> {
    let inside = json.trim().strip_prefix('{')?.strip_suffix('}')?;
    if inside.contains(['\\', '{', '[']) {
        return None;
    }
    // Every other part stands in quotes: between them are a `:` or a `,`.
    let parts: Vec<&str> = inside.split('"').map(str::trim).collect();
    let (last, parts) = parts.split_last()?;
    let (pairs, rest) = parts.as_chunks::<4>();
    let fits = |index: usize, [before, _, colon, _]: &[&str; 4]| {
        *before == (if index == 0 { "" } else { "," }) && *colon == ":"
    };
    let all = pairs
        .iter()
        .enumerate()
        .all(|(index, pair)| fits(index, pair));
    (last.is_empty() && rest.is_empty() && all).then(|| {
        let pairs = pairs.iter();
        pairs
            .map(|[_, name, _, value]| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::of_json;

    #[test]
    fn json_is_read_where_it_is_simple() {
        let read = |json: &str| {
            of_json(json).map(|pairs| {
                let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
                pairs.collect::<Vec<_>>().join(" ")
            })
        };
        assert_eq!(read(r#"{"A":"b", "C": "d"}"#).as_deref(), Some("A=b C=d"));
        let list = r#"[{"name":"A","value":"b","type":"PLAINTEXT"}, {"name":"C","value":"d"}]"#;
        assert_eq!(read(list).as_deref(), Some("A=b C=d"));
        for other in [
            "",
            "{",
            "[",
            "text",
            r#"{"A":1}"#,
            r#"{"A":"b""C":"d"}"#,
            r#"{"A":{}}"#,
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
