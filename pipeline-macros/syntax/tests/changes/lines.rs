//! Whole lines of good pipelines, left out, doubled, half-typed or followed by something stray.

use crate::sources::SOURCES;
use crate::{GOAL, errors};

#[test]
fn a_wrong_line_gives_one_error() {
    let mut by_count = [0; 3];
    for source in SOURCES.iter().take(3) {
        let text = (source.text)();
        let lines: Vec<&str> = text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            for put in in_place_of(line) {
                let changed = [&lines[..index], &put, &lines[index + 1..]].concat();
                if let Some(found) = errors(&changed.join("\n")) {
                    by_count[found.len().min(2)] += 1;
                }
            }
        }
    }
    let [_, once, more] = by_count;
    let part = f64::from(once) / f64::from(once + more);
    println!("{:.1} % of {} wrong lines", 100.0 * part, once + more);
    assert!(part >= GOAL, "{by_count:?}");
}

fn in_place_of(line: &str) -> [Vec<&str>; 5] {
    let middle = line.char_indices().nth(line.chars().count() / 2);
    let half = &line[..middle.map_or(0, |(index, _)| index)];
    [
        vec![],
        vec![line, line],
        vec![half],
        vec![line, "stray"],
        vec![line, "?"],
    ]
}
