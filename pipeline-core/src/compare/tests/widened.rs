//! Outputs edited by hand in ways that let somebody do more, or that nobody can judge: each is told as a gain,
//! as a setting that may let somebody do more, or as not decided. And edits that let nobody do more.
//!
//! `widened.txt` has the edits: an edit in words, the sample, the type of the resource that is edited, and the
//! places with their values. A place begins at the resource, which is `.`, or with `/template` at its template; `+` adds to a
//! list, `-` takes away. What stands before `then` makes the old side.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::super::{Comparison, Snapshot, compare};
use crate::access::samples;

const EDITS: &str = include_str!("widened.txt");

/// The files of a sample.
type Files = BTreeMap<String, String>;

/// An edit of the list.
struct Edit<'t> {
    what: &'t str,
    sample: &'t str,
    kind: &'t str,
    before: Vec<&'t str>,
    after: Vec<&'t str>,
    /// What is told of it.
    told: Vec<&'t str>,
}

fn edits() -> Vec<Edit<'static>> {
    let blocks = EDITS.split("\n\n").filter(|block| !block.trim().is_empty());
    let edits = blocks.map(|block| {
        let mut lines = block.trim().lines();
        let what = lines.next().expect("an edit in words");
        let on = lines.next().expect("a sample").trim();
        let (sample, kind) = on.split_once(": ").expect("a sample and a type");
        let mut edit = Edit {
            what,
            sample,
            kind,
            before: Vec::new(),
            after: Vec::new(),
            told: Vec::new(),
        };
        for line in lines.map(str::trim) {
            match line {
                "then" => edit.before = std::mem::take(&mut edit.after),
                line if line.starts_with("= ") => edit.told.push(line),
                line => edit.after.push(line),
            }
        }
        edit
    });
    edits.collect()
}

/// Edits the first resource of a type that has all of the places.
fn apply(files: &mut Files, kind: &str, edits: &[&str]) -> bool {
    let edited = files.iter().find_map(|(name, text)| {
        let is_template = name.ends_with(".template.json") || name == "manifest.json";
        let template: Value = serde_json::from_str(text).ok().filter(|_| is_template)?;
        let edited = edited(&template, kind, edits)?;
        Some((name.clone(), edited.to_string()))
    });
    let is_found = edited.is_some();
    files.extend(edited);
    is_found
}

fn edited(template: &Value, kind: &str, edits: &[&str]) -> Option<Value> {
    let names: Vec<String> = match kind {
        "manifest" => vec![String::new()],
        _ => {
            let all = template.get("Resources")?.as_object()?;
            let all = all.iter().filter(|(_, body)| body["Type"] == kind);
            all.map(|(logical, _)| logical.clone()).collect()
        }
    };
    names.iter().find_map(|logical| {
        let mut out = template.clone();
        for edit in edits {
            let (place, value) = edit.split_once(' ').unwrap_or((edit, "-"));
            let place = match place.strip_prefix("/template") {
                Some(place) => place.to_owned(),
                None if kind == "manifest" => place.to_owned(),
                None if place == "." => format!("/Resources/{logical}"),
                None => format!("/Resources/{logical}{place}"),
            };
            change(&mut out, &place, value)?;
        }
        (out != *template).then_some(out)
    })
}

/// Sets a value, makes objects on its way, or takes something away.
fn change(template: &mut Value, place: &str, value: &str) -> Option<()> {
    let (parent, key) = place.rsplit_once('/')?;
    let key = key.replace("~1", "/");
    if value == "-" {
        return match template.pointer_mut(parent)? {
            Value::Array(items) => {
                let index = key.parse().ok().filter(|index| *index < items.len());
                index.map(|index: usize| drop(items.remove(index)))
            }
            other => other.as_object_mut()?.remove(&key).map(drop),
        };
    }
    if let Some(value) = value.strip_prefix("+ ") {
        let list = template.pointer_mut(place)?.as_array_mut()?;
        list.push(serde_json::from_str(value).expect("JSON"));
        return Some(());
    }
    let mut at = template;
    for part in parent.split('/').skip(1) {
        let part = part.replace("~1", "/");
        at = match at {
            Value::Array(items) => items.get_mut(part.parse::<usize>().ok()?)?,
            Value::Object(map) => map
                .entry(part)
                .or_insert_with(|| Value::Object(Default::default())),
            _ => return None,
        };
    }
    let value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{value}: {error}"));
    match at {
        Value::Array(items) => *items.get_mut(key.parse::<usize>().ok()?)? = value,
        Value::Object(map) => drop(map.insert(key, value)),
        _ => return None,
    }
    Some(())
}

/// The first thing of each kind that a comparison tells.
fn told(found: &Comparison) -> String {
    let mut out = String::new();
    if let Some(gain) = found.gains.first() {
        let what = match &gain.policy {
            Some(policy) => policy.clone(),
            None => format!(
                "{} on {}",
                gain.calls.first().map_or("", String::as_str),
                gain.on.join(", ")
            ),
        };
        writeln!(out, "  = gain: {}: {what}", gain.principal.name).expect("text");
    }
    if let Some(setting) = found.settings.iter().find(|setting| setting.may_widen) {
        let (property, about) = (&setting.property, &setting.about);
        writeln!(out, "  = setting: {property}: {about}").expect("text");
    }
    if let Some(undecided) = found.undecided.first() {
        let (what, why) = (&undecided.what, &undecided.why);
        writeln!(out, "  = not decided: {what}: {why}").expect("text");
    }
    if out.is_empty() {
        out.push_str("  = nobody gains\n");
    }
    out
}

#[test]
fn each_edit_is_told() {
    let samples: BTreeMap<&str, Files> = samples::all()
        .into_iter()
        .filter(|(name, _)| EDITS.contains(&format!("\n  {name}: ")))
        .map(|(name, pipeline)| {
            let assembly = pipeline.synthesize().expect("an assembly");
            (name, assembly.files().clone())
        })
        .collect();
    let mut text = String::new();
    let mut wrong = Vec::new();
    let all = edits();
    for edit in &all {
        let mut old = samples[edit.sample].clone();
        let before = edit.before.is_empty() || apply(&mut old, edit.kind, &edit.before);
        let mut new = old.clone();
        if !before || !apply(&mut new, edit.kind, &edit.after) {
            wrong.push(format!("{}: there is no such place", edit.what));
            continue;
        }
        let [old, new] = [old, new].map(|files| Snapshot::read(&files).expect("a snapshot"));
        let found = compare(&old, &new);
        let told = told(&found);
        // What lets nobody do more says so in its words.
        let is_harmless = edit.what.starts_with("harmless: ");
        if found.nobody_gains() != is_harmless || found.is_empty() {
            wrong.push(format!("{}: {found:#?}", edit.what));
        }
        let Edit {
            what,
            sample,
            kind,
            before,
            after,
            ..
        } = edit;
        writeln!(text, "{what}\n  {sample}: {kind}").expect("text");
        for line in before {
            writeln!(text, "  {line}").expect("text");
        }
        if !before.is_empty() {
            text.push_str("  then\n");
        }
        for line in after {
            writeln!(text, "  {line}").expect("text");
        }
        writeln!(text, "{told}").expect("text");
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(all.len() >= 90, "{} edits", all.len());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/compare/tests/widened.txt");
    let text = format!("{}\n", text.trim_end());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &text).expect("the list");
    }
    assert!(
        text == EDITS || std::env::var_os("BLESS").is_some(),
        "what is told is other than in {path}; BLESS=1 writes it anew:\n{text}"
    );
}
