//! Paths in the body of a resource: names of properties, and items of lists.

use serde_json::{Map, Value};

use crate::similar;

/// Sets a value, or takes one out, and gives the earlier one.
pub(super) fn set(
    body: &mut Value,
    parts: &[&str],
    value: Option<Value>,
) -> Result<Option<Value>, (String, String)> {
    let Some((last, before)) = parts.split_last() else {
        return Ok(None);
    };
    let mut place = body;
    for part in before {
        place = step(place, part, value.is_some())?;
    }
    match place {
        Value::Object(map) => match value {
            Some(value) => Ok(map.insert((*last).to_owned(), value)),
            None => match map.remove(*last) {
                Some(before) => Ok(Some(before)),
                None => Err(absent(last, map.keys().map(String::as_str))),
            },
        },
        Value::Array(items) => {
            // The item behind the last one is a new one.
            if let (Some(value), true) = (&value, *last == items.len().to_string()) {
                items.push(value.clone());
                return Ok(None);
            }
            let index = index(items, last)?;
            match value {
                Some(value) => Ok(Some(std::mem::replace(&mut items[index], value))),
                None => Ok(Some(items.remove(index))),
            }
        }
        other => Err(leaf(last, other)),
    }
}

/// The value behind a part of a path; a map that is not there yet is made where one is set.
fn step<'v>(
    place: &'v mut Value,
    part: &str,
    make: bool,
) -> Result<&'v mut Value, (String, String)> {
    match place {
        Value::Object(map) => {
            if !map.contains_key(part) && !make {
                return Err(absent(part, map.keys().map(String::as_str)));
            }
            Ok(map.entry(part).or_insert_with(|| Value::Object(Map::new())))
        }
        Value::Array(items) => {
            let index = index(items, part)?;
            Ok(&mut items[index])
        }
        other => Err(leaf(part, other)),
    }
}

/// The position of an item: by its number, or by the name that it has.
fn index(items: &[Value], part: &str) -> Result<usize, (String, String)> {
    if let Ok(number) = part.parse::<usize>()
        && number < items.len()
    {
        return Ok(number);
    }
    const NAMED_BY: [&str; 5] = ["Name", "Key", "Id", "Sid", "PolicyName"];
    let names: Vec<Option<&str>> = items
        .iter()
        .map(|item| NAMED_BY.iter().find_map(|key| item.get(*key)?.as_str()))
        .collect();
    let found = names.iter().position(|name| *name == Some(part));
    found.ok_or_else(|| {
        let known: Vec<&str> = names.into_iter().flatten().collect();
        let message = format!("the list has {} items, and none is `{part}`", items.len());
        let help = match similar::closest(part, known.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None if known.is_empty() => "name an item by its number, from 0".to_owned(),
            None => {
                let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                format!("its items are {}", known.join(", "))
            }
        };
        (message, help)
    })
}

fn absent<'n>(part: &str, names: impl Iterator<Item = &'n str> + Clone) -> (String, String) {
    let help = match similar::closest(part, names.clone()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => {
            let all: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            format!("there is {}", all.join(", "))
        }
    };
    (format!("there is no `{part}` to take out"), help)
}

fn leaf(part: &str, found: &Value) -> (String, String) {
    (
        format!("nothing stands below {found}, and so no `{part}`"),
        "set the whole value: leave out the last part of the path".to_owned(),
    )
}
