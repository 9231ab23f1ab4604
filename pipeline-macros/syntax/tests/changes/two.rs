//! Two mistakes, two errors: what stands in another declaration is reported all the same.

use crate::{changes, errors};

/// The least part of the pairs that must give two errors. A declaration whose name cannot be
/// read explains errors of others.
const GOAL: f64 = 0.85;

#[test]
fn two_mistakes_give_two_errors() {
    let source = include_str!("repeated.pipeline").to_owned()
        + r#"stage Last { A: Lambda { function_name: "a" }; B: Lambda { function_name: "b" }; }"#;
    let wrong: Vec<_> = changes(&source, false)
        .into_iter()
        .filter(|change| errors(&change.source).is_some_and(|found| found.len() == 1))
        .collect();
    let last = source.find("stage Last").expect("the last stage");
    let (first, second): (Vec<_>, Vec<_>) = wrong.iter().partition(|change| change.start < last);
    let mut pairs = Vec::new();
    for (index, one) in first.iter().enumerate() {
        let other = second[index % second.len()];
        // The change of what stands behind leaves everything before it where it was.
        let tail = &other.source[last..];
        let head = &one.source[..one.source.len() - (source.len() - last)];
        if let Some(found) = errors(&format!("{head}{tail}")) {
            pairs.push((found.len(), format!("{one} and {other}")));
        }
    }
    let two = pairs.iter().filter(|(count, _)| *count >= 2).count();
    let part = two as f64 / pairs.len() as f64;
    println!("{:.1} % of {} pairs", 100.0 * part, pairs.len());
    for (_, pair) in pairs.iter().filter(|(count, _)| *count < 2) {
        println!("    {pair}");
    }
    assert!(part >= GOAL);
}
