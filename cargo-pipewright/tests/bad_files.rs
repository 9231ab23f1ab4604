//! No file makes the command panic, and each gets a clear answer.

mod support;

use std::fs;

use proc_macro2::{TokenStream, TokenTree};

use support::{SOUND, insides, root, run, run_with};

/// What `check` says of a file with this content.
fn check(content: impl AsRef<[u8]>) -> support::Ran {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("app.pipeline"), content).expect("a folder to write to");
    run(folder.path(), ["check", "app.pipeline"])
}

#[test]
fn a_sound_file_has_no_findings() {
    let ran = check(SOUND);
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (0, "", "no errors; the templates of 2 stacks can be made\n")
    );
}

#[test]
fn an_empty_file_says_what_it_lacks() {
    for empty in ["", "\n", "// nothing", "\u{feff}"] {
        let said = check(empty).fails();
        assert!(said.contains("app.pipeline:1:1"), "{said}");
        assert!(said.contains("name"), "{said}");
    }
}

#[test]
fn line_ends_and_marks_of_windows_change_nothing() {
    let windows = format!("\u{feff}{}", SOUND.replace('\n', "\r\n"));
    assert_eq!(check(&windows).code, 0);
    // The place is counted in characters of the line, and not from the mark.
    let wrong = windows.replace("name:", "nam:");
    let said = check(wrong).fails();
    assert!(said.contains("app.pipeline:1:1"), "{said}");
}

#[test]
fn what_is_no_text_is_refused() {
    let said = check([0xff, 0xfe, b'a', 0]).fails();
    assert!(said.contains("is not UTF-8 text"), "{said}");
}

/// Whoever saves a whole call, JSON or Rust is told so once, and not word by word.
#[test]
fn files_of_another_kind_are_named() {
    for (text, wanted) in [
        (
            format!("pipeline! {{\n{SOUND}}}\n"),
            "this is a call of `pipeline!`",
        ),
        (
            format!("pipewright::pipeline! {{\n{SOUND}}}\n"),
            "this is a call of `pipeline!`",
        ),
        (
            "{\"pipeline\": {\"name\": \"a\"}}".to_owned(),
            "it is no JSON",
        ),
        ("fn main() {}".to_owned(), "this is Rust"),
        ("use pipewright::pipeline;".to_owned(), "this is Rust"),
    ] {
        let said = check(&text).fails();
        assert!(said.contains(wanted), "{said}");
        assert_eq!(said.matches("error[").count(), 1, "{said}");
        assert!(said.contains("app.pipeline:1:1"), "{said}");
    }
}

#[test]
fn deep_brackets_are_refused_at_their_place() {
    for bracket in ["(", "[", "{", "a: { b: ["] {
        let said = check(bracket.repeat(100_000)).fails();
        assert!(said.contains("in more than 200 others"), "{said}");
        assert!(said.contains("app.pipeline:1:"), "{said}");
    }
    let said = check("(".repeat(100_000) + &")".repeat(100_000)).fails();
    assert!(said.contains("in more than 200 others"), "{said}");
}

#[test]
fn large_files_end() {
    let said = check(vec![b' '; (4 << 20) + 1]).fails();
    assert!(said.contains("larger than any pipeline"), "{said}");
    let said = check("a: b; ".repeat(10_000)).fails();
    assert!(said.contains("more"), "{said}");
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = run(folder.path(), ["check", "."]).fails();
    assert!(said.contains("`.` is a folder"), "{said}");
    let said = run(folder.path(), ["check", "none.pipeline"]).fails();
    assert!(said.contains("`none.pipeline`"), "{said}");
    fs::write(folder.path().join("a"), SOUND).expect("a folder to write to");
    let said = run(folder.path(), ["check", "a", "./a"]).fails();
    assert!(said.contains("is named twice"), "{said}");
    let said = run(folder.path(), ["check", "build.rs"]).fails();
    assert!(said.contains("`build.rs` is a Rust file"), "{said}");
    assert_eq!(run(folder.path(), ["check"]).code, 2);
}

#[test]
fn the_standard_input_is_a_file_too() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run_with(folder.path(), ["check", "-"], SOUND).code, 0);
    let said = run_with(folder.path(), ["check", "-"], "nam: 1;").fails();
    assert!(said.contains("--> -:1:1"), "{said}");
    run_with(folder.path(), ["build", "-"], SOUND).succeeds();
    assert!(folder.path().join("pipeline-templates/deploy.sh").exists());
}

/// Each file has the findings that are its own.
#[test]
fn findings_of_several_files_are_told_of_each() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    write("one", SOUND);
    write("two", &format!("// another\n{SOUND}"));
    let said = run(folder.path(), ["check", "one", "two"]).fails();
    assert!(said.contains("error[P50"), "{said}");
    assert!(said.contains("--> two:2:1"), "{said}");
    // The other file is named, and no line of this one is shown in its place.
    assert!(said.contains(": one:1:1"), "{said}");
    write("two", "nam: 1;");
    write("one", "stages: 2;");
    let said = run(folder.path(), ["check", "one", "two"]).fails();
    assert!(
        said.contains("--> one:1:1") && said.contains("--> two:1:1"),
        "{said}"
    );
}

/// What holds in every iteration is said once.
#[test]
fn a_warning_in_a_repetition_is_told_once() {
    let repeated = SOUND.replace(
        "    Copy:",
        "    for part in [\"api\", \"web\"] {\n        let \"{part}_x\" = \"Call-{part}\": Lambda(pages) { function_name: \"f\" };\n    }\n    Copy:",
    );
    let ran = check(&repeated);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.err.matches("warning[").count(), 1, "{}", ran.err);
}

/// Included paths start at the file's folder, wherever the command runs.
#[test]
fn files_are_included_from_the_folder_of_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let below = folder.path().join("below");
    fs::create_dir(&below).expect("a folder");
    fs::write(below.join("spec.yml"), "version: 0.2\n").expect("a file");
    fs::write(folder.path().join("shared.yml"), "version: 0.2\n").expect("a file");
    let pipeline = |path: &str| {
        let build = format!(
            "project package {{ image: \"aws/codebuild/amazonlinux-x86_64-standard:5.0\", \
             buildspec: include \"{path}\" }}\nstage Build {{ Package: CodeBuild(pages) {{ project_name: package }}; }}\n\
             stage Publish"
        );
        SOUND.replace("stage Publish", &build)
    };
    for path in ["spec.yml", "../shared.yml"] {
        fs::write(below.join("app.pipeline"), pipeline(path)).expect("a file");
        assert_eq!(
            run(folder.path(), ["check", "below/app.pipeline"]).code,
            0,
            "{path}"
        );
    }
    fs::write(below.join("app.pipeline"), pipeline("shared.yml")).expect("a file");
    let said = run(folder.path(), ["check", "below/app.pipeline"]).fails();
    assert!(said.contains("error[P411]"), "{said}");
    assert!(
        said.contains("relative to the folder of this file"),
        "{said}"
    );
}

/// Bytes that are taken out, swapped, doubled or replaced, with fixed seeds.
#[test]
fn no_change_of_a_file_makes_it_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut seed = 1_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).expect("a number") % below
    };
    let signs: Vec<char> = "{}[]()\"'\\/*;:,=@#!$%&|<>.- \n\tar0_é\u{0}\u{301}🦀"
        .chars()
        .collect();
    for _ in 0..300 {
        let mut text: Vec<char> = SOUND.chars().collect();
        for _ in 0..=random(4) {
            let (at, other) = (random(text.len()), random(text.len()));
            match random(5) {
                0 => drop(text.remove(at)),
                1 => text.swap(at, other),
                2 => text.insert(at, signs[random(signs.len())]),
                3 => text[at] = signs[random(signs.len())],
                _ => drop(text.drain(at.min(other)..at.max(other))),
            }
            if text.is_empty() {
                text.push(' ');
            }
        }
        let text: String = text.into_iter().collect();
        fs::write(folder.path().join("app.pipeline"), &text).expect("a file");
        let ran = run(folder.path(), ["check", "app.pipeline"]);
        assert!(matches!(ran.code, 0 | 1), "{text}\n{}", ran.err);
        assert!(!ran.err.contains("panicked"), "{text}\n{}", ran.err);
        let ran = run(folder.path(), ["fmt", "app.pipeline"]);
        assert!(matches!(ran.code, 0 | 1), "{text}\n{}", ran.err);
        assert!(!ran.err.contains("panicked"), "{text}\n{}", ran.err);
    }
}

/// The bytes of all tokens, a bracket pair as a whole and by its parts.
fn tokens(stream: TokenStream, found: &mut Vec<std::ops::Range<usize>>) {
    for tree in stream {
        found.push(tree.span().byte_range());
        if let TokenTree::Group(group) = tree {
            tokens(group.stream(), found);
        }
    }
}

/// Tokens of a larger pipeline that are taken out, doubled or swapped, with a fixed seed.
#[test]
fn no_change_of_a_token_makes_it_panic() {
    let build = root().join("examples/gates/build.rs");
    let text = insides(&fs::read_to_string(build).expect("an example")).remove(0);
    let mut all = Vec::new();
    tokens(text.parse().expect("tokens"), &mut all);
    let folder = tempfile::tempdir().expect("a folder");
    let mut seed = 5_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).expect("a number") % below
    };
    for _ in 0..120 {
        let one = all[random(all.len())].clone();
        let other = all[random(all.len())].clone();
        let mut changed = text.clone();
        match random(3) {
            0 => changed.replace_range(one, ""),
            1 => changed.insert_str(one.end, &format!(" {}", &text[one.clone()])),
            // Of two where one is in the other, the larger takes the place of the smaller.
            _ => changed.replace_range(one, &text[other]),
        }
        fs::write(folder.path().join("app.pipeline"), &changed).expect("a file");
        for arguments in [["check", "app.pipeline"], ["fmt", "app.pipeline"]] {
            let ran = run(folder.path(), arguments);
            assert!(matches!(ran.code, 0 | 1), "{changed}\n{}", ran.err);
            assert!(!ran.err.contains("panicked"), "{changed}\n{}", ran.err);
        }
    }
}
