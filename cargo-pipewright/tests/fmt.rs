//! `fmt` keeps every token and every comment, whatever stands between them, and is done at once.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use support::{SOUND, files, insides, root, run, run_with};

/// A token with the bytes that it is; a Rust expression is one.
type Token = (std::ops::Range<usize>, Sort);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Word,
    Sign,
    Bracket,
}

fn tokens(stream: TokenStream, found: &mut Vec<Token>) {
    for tree in stream {
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                found.push((group.span().byte_range(), Sort::Bracket));
            }
            TokenTree::Group(group) => {
                found.push((group.span_open().byte_range(), Sort::Bracket));
                tokens(group.stream(), found);
                found.push((group.span_close().byte_range(), Sort::Bracket));
            }
            TokenTree::Punct(sign) => found.push((sign.span().byte_range(), Sort::Sign)),
            TokenTree::Ident(word) => found.push((word.span().byte_range(), Sort::Word)),
            TokenTree::Literal(literal) => found.push((literal.span().byte_range(), Sort::Word)),
        }
    }
}

/// The comments in what stands between two tokens, each line without its end.
fn comments(gap: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = gap;
    while let Some(at) = rest.find('/') {
        rest = &rest[at..];
        let end = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            block(rest)
        };
        found.push(rest[..end].trim_end());
        rest = &rest[end..];
    }
    found
}

/// The length of a block comment, which may have others in it.
fn block(text: &str) -> usize {
    let mut depth = 0;
    for (at, _) in text.char_indices() {
        if text[at..].starts_with("/*") {
            depth += 1;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at + 2;
            }
        }
    }
    text.len()
}

/// All tokens and comments of a text, in order, without what stands between them. Parentheses
/// with names have no space that matters.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    tokens(text.parse().expect("tokens"), &mut found);
    let mut words = Vec::new();
    let mut at = 0;
    for (bytes, _) in found {
        words.extend(
            comments(&text[at..bytes.start])
                .into_iter()
                .map(str::to_owned),
        );
        let token = &text[bytes.clone()];
        words.push(match token.strip_prefix('(') {
            Some(_) => token.split_whitespace().collect(),
            None => token.to_owned(),
        });
        at = bytes.end;
    }
    words.extend(comments(&text[at..]).into_iter().map(str::to_owned));
    words
}

/// The same tokens and comments with other space between them.
fn messed(text: &str, seed: &mut u64, adds_comments: bool) -> String {
    let mut random = |below: u64| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (*seed >> 33) % below
    };
    let mut found = Vec::new();
    tokens(text.parse().expect("tokens"), &mut found);
    let mut out = String::new();
    let (mut at, mut before) = (0, Sort::Bracket);
    for (bytes, sort) in found {
        let gap = &text[at..bytes.start];
        for comment in comments(gap) {
            let _ = write!(
                out,
                "{}{comment}",
                [" ", "\n", "\n\n\n  "][random(3) as usize]
            );
            out.push_str(if comment.starts_with("//") { "\n" } else { " " });
        }
        let close = before == Sort::Sign && sort == Sort::Sign && gap.is_empty();
        if adds_comments && !close && random(12) == 0 {
            let comments = [
                " // added\n",
                "\n// on its own line\n",
                "/* added */",
                " /* of\n several lines */ ",
                "\n\n/* on its own line */\n",
                "//\n//// two\n",
                "/* a /* nested */ one */",
            ];
            out.push_str(comments[random(7) as usize]);
        }
        let apart = (before == Sort::Word && sort == Sort::Word)
            || (before == Sort::Sign && sort == Sort::Sign);
        let spaces = ["", " ", "\n", "  \n\n\n ", "\t"];
        out.push_str(match (close, apart) {
            (true, _) => "",
            (_, true) => spaces[1 + random(4) as usize],
            (_, false) => spaces[random(5) as usize],
        });
        out.push_str(&text[bytes.clone()]);
        (at, before) = (bytes.end, sort);
    }
    for comment in comments(&text[at..]) {
        let _ = write!(out, "\n{comment}\n");
    }
    out
}

/// The pipelines that are laid out: examples, needs, cases, blocks of the guide. Some have errors.
fn sources() -> Vec<String> {
    let mut sources = vec![SOUND.to_owned()];
    let rust = files(&root().join("tests/needs/rows"), "rs")
        .into_iter()
        .chain(
            [root().join("examples"), root().join("examples/guide")]
                .into_iter()
                .flat_map(|folder| fs::read_dir(folder).expect("the examples"))
                .map(|entry| entry.expect("an example").path().join("build.rs"))
                .filter(|script| script.exists()),
        );
    for file in rust {
        sources.extend(insides(&fs::read_to_string(file).expect("a file")));
    }
    for case in files(
        &root().join("pipeline-macros/syntax/tests/cases"),
        "pipeline",
    ) {
        sources.push(fs::read_to_string(case).expect("a case"));
    }
    sources
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("a file")
}

#[test]
fn tokens_and_comments_stay_and_a_second_time_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut seed = 7;
    let mut texts = Vec::new();
    for (number, source) in sources().into_iter().enumerate() {
        for (version, text) in [
            ("a", source.clone()),
            ("b", messed(&source, &mut seed, false)),
            ("c", messed(&source, &mut seed, false)),
            ("d", messed(&source, &mut seed, true)),
            ("e", messed(&source, &mut seed, true)),
        ] {
            let name = format!("{number:03}{version}.pipeline");
            fs::write(folder.join(&name), &text).expect("a folder to write to");
            texts.push((name, text));
        }
    }
    let ran = run(folder, ["fmt"]);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    assert!(!ran.err.contains("cannot be laid out"), "{}", ran.err);
    let wrong: BTreeSet<&str> = ran
        .err
        .lines()
        .filter_map(|line| line.split_once("--> "))
        .map(|(_, place)| place.split(':').next().expect("a file"))
        .collect();
    assert!(texts.len() > 2 * wrong.len(), "most cannot be read");
    for (name, text) in &texts {
        if wrong.contains(name.as_str()) {
            assert_eq!(&read(folder, name), text, "{name} has errors, and changed");
            fs::remove_file(folder.join(name)).expect("a file");
            continue;
        }
        let laid = read(folder, name);
        assert_eq!(words(&laid), words(text), "{name}: {laid}");
        for line in laid.lines() {
            let in_a_text = line.contains('"') || line.contains("//") || line.contains("/*");
            assert!(line.chars().count() <= 100 || in_a_text, "{name}: {line}");
        }
        // Without comments and blank lines, the layout follows from the tokens alone.
        let first = format!("{}a.pipeline", &name[..3]);
        if !text.contains("//") && !text.contains("/*") && !wrong.contains(first.as_str()) {
            let lines = |text: &str| -> Vec<String> {
                let lines = text.lines().filter(|line| !line.is_empty());
                lines.map(str::to_owned).collect()
            };
            assert_eq!(lines(&laid), lines(&read(folder, &first)), "{name}");
        }
    }
    let again = run(folder, ["fmt", "--check"]);
    assert_eq!((again.code, again.out.as_str()), (0, ""), "{}", again.err);
}

/// A pipeline means the same when it is laid out: the templates are the same, byte for byte.
#[test]
fn the_templates_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut seed = 3;
    fs::write(folder.join("app.pipeline"), messed(SOUND, &mut seed, false)).expect("a file");
    run(folder, ["build", "app.pipeline", "--out", "before"]).succeeds();
    run(folder, ["fmt", "app.pipeline"]).succeeds();
    assert_eq!(words(&read(folder, "app.pipeline")), words(SOUND));
    run(folder, ["build", "app.pipeline", "--out", "after"]).succeeds();
    let mut compared = 0;
    for template in files(&folder.join("before"), "json") {
        let name = template.file_name().expect("a name").to_string_lossy();
        // Others have the lines of the source.
        if name.ends_with(".template.json") {
            let after = fs::read(folder.join("after").join(&*name)).expect("a file");
            assert_eq!(fs::read(&template).expect("a file"), after, "{name}");
            compared += 1;
        }
    }
    assert_eq!(compared, 2);
}

#[test]
fn the_examples_are_laid_out() {
    let ran = run(&root(), ["fmt", "--check", "examples"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
}

#[test]
fn check_shows_the_difference_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let text = SOUND.replace("home main =", "home   main=");
    fs::write(folder.join("app.pipeline"), &text).expect("a file");
    let ran = run(folder, ["fmt", "--check"]);
    assert_eq!(ran.code, 1);
    let wanted = "--- app.pipeline\n+++ app.pipeline\n@@ -1,5 +1,5 @@\n name: \"site\";\n\
                  -home   main= \"111111111111\" @ \"eu-central-1\";\n\
                  +home main = \"111111111111\" @ \"eu-central-1\";\n";
    assert!(ran.out.starts_with(wanted), "{}", ran.out);
    assert_eq!(read(folder, "app.pipeline"), text);
    assert_eq!(
        run_with(folder, ["fmt", "-"], &text).succeeds(),
        SOUND,
        "the standard input goes to the standard output"
    );
}

#[test]
fn a_file_with_a_syntax_error_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("a.pipeline"), "stage  A {").expect("a file");
    fs::write(folder.join("b.pipeline"), "name  :\"b\";").expect("a file");
    fs::write(folder.join("aa.pipeline"), [0xff, 0xfe]).expect("a file");
    let said = run(folder, ["fmt"]).fails();
    assert!(said.contains("--> a.pipeline:1:10"), "{said}");
    assert!(said.contains("`aa.pipeline` is not UTF-8 text"), "{said}");
    assert_eq!(read(folder, "a.pipeline"), "stage  A {");
    assert_eq!(read(folder, "b.pipeline"), "name: \"b\";\n");
}

#[test]
fn line_ends_marks_and_permissions_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let file = folder.join("app.pipeline");
    fs::write(&file, "\u{feff}name  :\"b\";\r\n// c\r\n").expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("permissions");
    }
    run(folder, ["fmt"]).succeeds();
    assert_eq!(
        read(folder, "app.pipeline"),
        "\u{feff}name: \"b\";\r\n// c\r\n"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = file.metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
    assert_eq!(fs::read_dir(folder).expect("a folder").count(), 1);
}
