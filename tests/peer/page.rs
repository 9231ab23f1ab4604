//! `docs/comparison.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::access::Theirs;
use crate::count::{NUMBERS, missing_edges};
use crate::explained::{GRANTED, LET_IN, NEEDED};
use crate::{Both, cdk, differences, mistakes};

pub(crate) fn page(all: &[Both]) -> String {
    let mut out = String::from(START);
    numbers(&mut out, all);
    out.push_str(NUMBERS_SAY);
    edges(&mut out, all);
    out.push_str(MISTAKES_SAY);
    out.push_str(&mistakes::table());
    out.push_str("\n## Needed, and not granted by the CDK\n\n");
    out.push_str(NEEDED_SAYS);
    table(
        &mut out,
        all,
        NEEDED,
        "whose, and the call",
        "requests",
        |both, key| differences::needed(both).get(key).copied().unwrap_or(0),
    );
    out.push_str("\n## Granted by the CDK, and not known to be needed\n\n");
    out.push_str(GRANTED_SAYS);
    let whose = |key: &str| {
        let parts = all.iter().map(differences::granted);
        let parts = parts.filter_map(|found| found.get(key).cloned());
        let parts: BTreeSet<String> = parts.flatten().collect();
        parts.into_iter().collect::<Vec<_>>().join(", ")
    };
    out.push_str("| call | to | why ours does not |\n| --- | --- | --- |\n");
    for (key, why) in GRANTED {
        _ = writeln!(out, "| `{key}` | {} | {why} |", whose(key));
    }
    out.push_str("\n## Strangers that the CDK lets in\n\n");
    out.push_str(LET_IN_SAYS);
    table(&mut out, all, LET_IN, "who", "requests", |both, key| {
        differences::let_in(both).get(key).copied().unwrap_or(0)
    });
    out.push_str(END);
    out
}

fn numbers(out: &mut String, all: &[Both]) {
    let heads: Vec<String> = all
        .iter()
        .map(|both| format!("{}: CDK | ours", both.name))
        .collect();
    _ = writeln!(out, "| | {} |", heads.join(" | "));
    _ = writeln!(out, "| --- |{}", " ---: | ---: |".repeat(all.len()));
    let mut row = |name: &str, cells: Vec<[usize; 2]>| {
        let cells = cells
            .iter()
            .map(|[theirs, ours]| format!("{} | {}", grouped(*theirs), grouped(*ours)));
        _ = writeln!(
            out,
            "| {name} | {} |",
            cells.collect::<Vec<_>>().join(" | ")
        );
    };
    row(
        "lines of source, without comments",
        all.iter().map(lines_of_source).collect(),
    );
    for (name, count) in NUMBERS {
        let cells = all
            .iter()
            .map(|both| [count(&both.theirs), count(&both.ours)]);
        row(name, cells.collect());
    }
    let asked = |need: bool, said: Theirs| move |both: &Both| asked(both, need, said);
    let put = |need: bool| {
        move |both: &Both| {
            let [allowed, denied] =
                [Theirs::Allowed, Theirs::Denied].map(|said| asked(need, said)(both));
            allowed + denied
        }
    };
    let same = |count: &dyn Fn(&Both) -> usize| -> Vec<[usize; 2]> {
        all.iter().map(|both| [count(both); 2]).collect()
    };
    let ours_none = |count: &dyn Fn(&Both) -> usize| -> Vec<[usize; 2]> {
        all.iter().map(|both| [count(both), 0]).collect()
    };
    row("needed requests asked of both", same(&put(true)));
    row("… denied", ours_none(&asked(true, Theirs::Denied)));
    row("strangers asked of both", same(&put(false)));
    row("… let in", ours_none(&asked(false, Theirs::Allowed)));
}

fn asked(both: &Both, need: bool, said: Theirs) -> usize {
    let asked = both.asked.iter().filter(|one| one.need == need);
    asked.filter(|one| one.theirs == said).count()
}

/// How many strangers were asked of the CDK's policies, and how many of them are let in.
pub(crate) fn strangers(both: &Both) -> [usize; 2] {
    let [allowed, denied] = [Theirs::Allowed, Theirs::Denied].map(|said| asked(both, false, said));
    [allowed + denied, allowed]
}

fn edges(out: &mut String, all: &[Both]) {
    out.push_str(EDGES_SAY);
    for both in all {
        for (stack, maker) in missing_edges(&both.theirs) {
            _ = writeln!(
                out,
                "- {}: `{stack}` names roles that `{maker}` makes",
                both.name
            );
        }
    }
}

fn table(
    out: &mut String,
    all: &[Both],
    rows: &[(&str, &str)],
    what: &str,
    unit: &str,
    count: impl Fn(&Both, &str) -> usize,
) {
    _ = writeln!(out, "| {what} | {unit} | why |\n| --- | ---: | --- |");
    for (key, why) in rows {
        let count: usize = all.iter().map(|both| count(both, key)).sum();
        _ = writeln!(out, "| {key} | {count} | {why} |");
    }
}

/// Lines that are neither empty nor a comment, of the CDK's app and of our build script.
fn lines_of_source(both: &Both) -> [usize; 2] {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = root.join(format!("examples/{}/build.rs", both.name));
    [cdk::source(both.name), ours].map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty() && !line.starts_with("//"))
            .count()
    })
}

pub(crate) fn grouped(number: usize) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", number / 1000, number % 1000),
    }
}

/// The keys of a table that nothing needs, and what no key explains.
pub(crate) fn unlike(found: &BTreeMap<&str, usize>, explained: &[(&str, &str)]) -> Vec<String> {
    let mut out = Vec::new();
    for (key, _) in explained {
        if !found.contains_key(key) {
            out.push(format!("`{key}` is explained, and nothing needs it"));
        }
    }
    for (key, count) in found {
        if !explained.iter().any(|(known, _)| known == key) {
            out.push(format!("`{key}` is not explained ({count} times)"));
        }
    }
    out
}

const START: &str = include_str!("page_start.md");
const NUMBERS_SAY: &str = include_str!("page_numbers.md");
const END: &str = include_str!("page_end.md");

const EDGES_SAY: &str = "
The edges that the CDK's deploy order lacks
([aws-cdk#24050](https://github.com/aws/aws-cdk/issues/24050)). A key's policy may name
[principals that exist](https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html)
only, so the second stack of each line has to go first; `cdk deploy --all` of aws-cdk 2.1148.1
began with the first one when it was tried in our mock AWS, and stopped there. Deploying the
second ones by name before helps.

";

const MISTAKES_SAY: &str = "
## Mistakes

Pipelines with a mistake in each, in `tests/peer/mistakes.ts` and `mistakes.rs`; we chose
them. The CDK's synthesis runs with all its checks on, and tells several mistakes of a
pipeline's structure at once; ours are told when the pipeline compiles, all at once, each at
its place, but for a policy over AWS's limit, which the build script finds. An account has one place here, where it is declared, and a name for everywhere else; in
TypeScript a constant does the same, for whoever makes one.\n\n";

const NEEDED_SAYS: &str = "\
Of the requests that our catalogue says an action makes, those that the CDK's policies deny.
A pipeline may run without one of them; AWS does not say which.\n\n";

const GRANTED_SAYS: &str = "\
What the CDK allows and no known request falls under. Everything else that it grants covers
requests that our policies allow too, or is the user's own statement, which both have.\n\n";

const LET_IN_SAYS: &str = "\
Requests that nobody should be able to make, asked of the CDK's policies; ours deny them all.
Where a whole account is let in, it is one that takes part, and someone there has to have
rights of his own: none of these lets in an account that nobody declared.\n\n";
