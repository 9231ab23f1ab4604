//! `REPORT.md`: what a pipeline does, what people must do for it, who can reach which account,
//! and the result of the proof. What is longer stands in `access.json`.

mod deploy;
mod diagram;
mod overview;
mod reach;
mod todo;

use std::fmt::Write as _;

use super::must_exist::must_exist;
use super::requirement::requirements;
use super::{Rendered, beside, deploy_values, proven, summary};
use crate::emitted::Count;

/// The first line, by which the report is known as ours.
pub(super) const TITLE: &str = "# What is deployed, and who may do what";

/// A table has at most so many rows, and a line says how many are left out.
const ROWS_MAX: usize = 30;

pub(super) fn report(rendered: &[Rendered<'_>], counts: &[Count]) -> String {
    let mut out = format!("{TITLE}\n");
    for (index, found) in rendered.iter().enumerate() {
        let required = requirements(found);
        let existing = must_exist(rendered, found);
        let numbers = summary::Numbers::of(found, &required, &existing);
        summary::report(&mut out, found, &numbers, index);
        reach::report(&mut out, found);
        overview::report(&mut out, found);
        todo::existing(&mut out, found, &existing, rendered.len());
        todo::owners(&mut out, found, &required);
        deploy::report(&mut out, found);
        beside::report(&mut out, found);
        deploy_values::report(&mut out, rendered, found);
        proven::report(&mut out, found);
    }
    quotas(&mut out, counts);
    out
}

/// What comes nearest to AWS's quotas. Whoever has more in the same accounts adds it up.
fn quotas(out: &mut String, counts: &[Count]) {
    const SHOWN: usize = 5;
    let mut counts: Vec<&Count> = counts.iter().collect();
    counts.sort_by(|a, b| (b.amount * a.max).cmp(&(a.amount * b.max)));
    let Some(shown) = counts
        .get(..SHOWN.min(counts.len()))
        .filter(|shown| !shown.is_empty())
    else {
        return;
    };
    let _ = writeln!(
        out,
        "\n## Quotas of AWS\n\nThe quotas that all pipelines of this report use most of. What else is in an account \
         counts too. [`access.json`](access.json) lists all under `quotas`.\n"
    );
    table(out, &["account", "region", "what", "number", "AWS allows"]);
    for count in shown {
        let region = match count.region.as_str() {
            "" => "all",
            region => region,
        };
        let (amount, max) = (count.amount.to_string(), count.max.to_string());
        row(out, &[&count.account, region, &count.noun, &amount, &max]);
    }
}

/// `1 stack`, `2 stacks`, `3 repositories`.
pub(super) fn count(number: usize, of: &str) -> String {
    match (number, of.strip_suffix('y')) {
        (1, _) => format!("1 {of}"),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o']) => format!("{number} {stem}ies"),
        _ => format!("{number} {of}s"),
    }
}

/// The first of some words, and how many more there are.
pub(super) fn some(all: &[String], most: usize) -> String {
    match all.split_at_checked(most) {
        Some((first, rest)) if rest.len() > 1 => {
            format!("{} and {} more", first.join(", "), rest.len())
        }
        _ => all.join(", "),
    }
}

/// The line behind a table that leaves rows out.
pub(super) fn left_out(out: &mut String, number: usize, of: &str, key: &str) {
    if number > 0 {
        let _ = writeln!(
            out,
            "\n{} more: see `{key}` in [`access.json`](access.json).",
            count(number, of)
        );
    }
}

/// The head of a table.
pub(super) fn table(out: &mut String, heads: &[&str]) {
    row(out, heads);
    row(out, &vec!["---"; heads.len()]);
}

pub(super) fn row(out: &mut String, cells: &[&str]) {
    for cell in cells {
        out.push_str("| ");
        if cell.contains('|') || cell.contains('\n') {
            out.push_str(&cell.replace('|', "\\|").replace('\n', " "));
        } else {
            out.push_str(cell);
        }
        out.push(' ');
    }
    out.push_str("|\n");
}

/// A string as code: between more backticks than it holds in a row.
pub(super) fn code(text: &str) -> String {
    if !['`', '\n', '\r'].into_iter().any(|c| text.contains(c)) {
        return format!("`{text}`");
    }
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Several strings as code.
pub(super) fn codes(strings: &[String]) -> String {
    let codes: Vec<String> = strings.iter().map(|string| code(string)).collect();
    codes.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{code, row};

    #[test]
    fn nothing_breaks_out_of_a_cell() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a ` b"), "`` a ` b ``");
        assert_eq!(code("`` x ` y"), "``` `` x ` y ```");
        assert_eq!(code("a\n# b"), "`a # b`");
        let mut out = String::new();
        row(&mut out, &[&code("a | b\n| c")]);
        assert_eq!(out, "| `a \\| b \\| c` |\n");
    }
}
