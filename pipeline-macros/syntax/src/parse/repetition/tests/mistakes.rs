//! Mistakes in a `for`.

use super::{parsed, place};

/// The findings of the whole macro, each as its line, column and text.
fn said(source: &str) -> Vec<String> {
    let parsed = parsed(source);
    let findings = crate::iterations::merge(parsed.source.findings, &parsed.iterations);
    findings
        .into_iter()
        .map(|finding| format!("{} {}", place(finding.at), finding.text()))
        .collect()
}

#[test]
fn mistakes_in_a_header_are_said_and_nothing_that_follows_from_them() {
    let block = "{ stage \"S-{a}-{b}\" in a @ b { A: Manual in a { x: (a), y: \"{b}\" }; } }";
    let headers = [
        "for in [x]",
        "for (a, 1) in [x]",
        "for () in []",
        "for (a, b) [(x, \"y\")]",
        "for (a, b) in x",
        "for (a, b) in 0..3",
        "for (a, b) in [(x, \"y\", z), (x), x, 1.5, (x, 1.5), (x, [1]), ((x), \"y\")]",
        "for (a, b, a) in [(x, \"y\", z)]",
        "for (a, b) in [(x, \"y\") (x, \"y\"); (x \"y\")]",
        "for (a, b) in [(\"x\", y), (1, -2)]",
    ];
    let found: Vec<String> = headers
        .iter()
        .map(|header| {
            format!(
                "{header}\n{}",
                said(&format!("{header}\n{block}")).join("\n")
            )
        })
        .collect();
    insta::assert_snapshot!(found.join("\n\n"));
}

#[test]
fn a_tuple_of_one_is_said_once() {
    let source = "for (r) in [\"a\", \"b\", \"c\"] { stage \"S-{r}\" { } }";
    assert_eq!(
        said(source),
        ["1:6 [P010] `(r)` takes tuples, and the list holds none\nhelp: write `for r in`"]
    );
}

#[test]
fn a_mistake_in_a_block_is_said_once() {
    let source = "\
for a in [x, y] {
    stage \"S-{a}\" { A Manual; B: Manual { k: a.b.c } C: Manual; }
    stage \"T-{a}-{b}-{c\" { for d in [a, z] { \"D-{d}\": Manual { k = a }; } }
    stage { }
}
for a in [x, y]
for a in [x] { stage a { for } }";
    insta::assert_snapshot!(said(source).join("\n"));
}

#[test]
fn a_variable_is_used_or_begins_with_an_underscore() {
    let unused = |pattern: &str| said(&format!("for {pattern} in [(x, y)] {{ stage a {{ }} }}"));
    assert_eq!(unused("(a, _)"), [""; 0]);
    assert_eq!(unused("(a, _b)"), [""; 0]);
    let found = unused("(a, b)");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("1:9 [P012]"), "{found:?}");
}

#[test]
fn turns_and_nesting_have_an_end() {
    let nested = |count: usize, header: &str| {
        let open = format!("{header} {{ ").repeat(count);
        said(&format!("{open} stage \"S\" {{ }} {}", "}".repeat(count)))
    };
    for header in ["for _a in [1]", "for _a in x", "for"] {
        let found = nested(500, header);
        assert!(
            found.iter().any(|said| said.contains("[P007]")),
            "{found:?}"
        );
    }
    let found = nested(8, "for _a in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]");
    assert!(
        found.iter().any(|said| said.contains("[P015]")),
        "{found:?}"
    );
}
